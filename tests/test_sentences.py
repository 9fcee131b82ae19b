"""Sentences in tables are read whole: on a wide screen in lines of their own row, on a phone each row as a block."""

import re
from typing import Any

import pytest

from charts.spec import Column, Table
from tests.sentence_tables import rows_in
from ui import sentences, table

LONG = "Hồ sơ tiếp nhận mới là 1.144, nhưng nộp trực tuyến cộng nộp trực tiếp là 1.103 + 31 = 1.134, lệch 10. " * 3
COLUMNS = (
    Column("unit", "Đơn vị"),
    Column("value", "Tỷ lệ (%)", "percent", 2),
    Column("window", "Thời gian số liệu"),
    *(Column(f"remark{place}", f"Ghi chú {place}") for place in range(3)),
)


def rows(count: int, text: str = LONG) -> tuple[dict[str, object], ...]:
    remarks = {f"remark{place}": text for place in range(3)}
    return tuple({"unit": f"Xã {n}", "value": 96.42, "window": "01/01 – 14/06"} | remarks for n in range(count))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"html": [], "frame": []}
    monkeypatch.setattr(sentences.st, "html", found["html"].append)
    monkeypatch.setattr(table.st, "dataframe", lambda data, **_: found["frame"].append(data))
    return found


def draw(monkeypatch: pytest.MonkeyPatch, made: Table, width: str = "wide") -> None:
    monkeypatch.setattr(table, "width_class", lambda: width)
    table.data_table(made, "vi", alt="Bảng <số liệu>")


def test_sentences_that_a_row_would_cut_stand_whole_in_lines_of_their_own(
    drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, Table(COLUMNS, rows(3)))
    (html,) = drawn["html"]
    told = rows_in(html)
    assert not drawn["frame"] and len(told) == 3
    assert told[2]["Đơn vị"] == "Xã 2" and told[2]["Ghi chú 0"] == LONG
    assert told[0]["Tỷ lệ (%)"] == "96,42"
    kinds = dict(re.findall(r'<th scope="col" class="([^"]*)"[^>]*>([^<]*)</th>', html)[::-1])
    assert set(kinds) == {"name", "figure", "sentence long"}
    assert 'aria-label="Bảng &lt;số liệu&gt;"' in html


def test_a_table_that_shows_its_sentences_stays_one_that_can_be_sorted(
    drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Table(COLUMNS[:4], rows(3, "Kỳ số liệu khác các đơn vị còn lại, không xếp hạng"))
    draw(monkeypatch, made)
    assert drawn["frame"] and not drawn["html"]


def test_a_phone_reads_every_remark_as_a_block(drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    made = Table(COLUMNS[:4], rows(3, "Kỳ số liệu khác các đơn vị còn lại, không xếp hạng"))
    draw(monkeypatch, made, "narrow")
    assert [row["Ghi chú 0"] for row in rows_in(drawn["html"][0])] == [made.rows[0]["remark0"]] * 3
    assert not drawn["frame"]


def test_figures_without_sentences_are_a_table_on_a_phone_too(
    drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, Table(COLUMNS[:3], rows(3)), "narrow")
    assert drawn["frame"] and not drawn["html"]


def test_a_list_too_long_to_be_read_keeps_low_rows(
    drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, Table(COLUMNS, rows(201)))
    assert drawn["frame"] and not drawn["html"]


def test_what_reports_say_cannot_write_into_the_page(
    drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, Table(COLUMNS, rows(1, f'{LONG}<script>"x"</script>')))
    assert "<script" not in drawn["html"][0]
    assert rows_in(drawn["html"][0])[0]["Ghi chú 1"].endswith('<script>"x"</script>')


def test_none_is_empty_and_not_a_word(drawn: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    draw(monkeypatch, Table(COLUMNS, (*rows(1), {"unit": "Xã trống"})))
    empty = rows_in(drawn["html"][0])[1]
    assert empty["Tỷ lệ (%)"] == empty["Ghi chú 0"] == ""
