"""The paper report, opened again: official layout, the items' sentences and figures, nothing about who made it."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from briefing.deck import Item, Page
from briefing.document import MOST_TABLE_ROWS, write_docx
from briefing.extract import extract_of
from charts.spec import Column, Flag, Mark, Table, TableSpec
from tests.decks import AUTHOR, MADE_ON, deck, frame_of, matrix, plain
from tests.gallery import compared, specs
from text.words import LANGS, Lang

ASK = Page("Kiến nghị", ("Các xã rà soát hồ sơ trễ hạn.", "Báo cáo trước ngày 20."))


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def texts(document: Any) -> list[str]:
    """All paragraphs in their order, those of tables too."""
    return ["".join(run.text or "" for run in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def place_of(document: Any, wanted: str) -> int:
    return next(place for place, text in enumerate(texts(document)) if wanted in text)


def every_part(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))


def test_the_paper_is_a4_with_the_official_margins() -> None:
    section = opened(write_docx(deck())).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


@pytest.mark.parametrize("lang", LANGS)
def test_every_run_is_times_new_roman_and_running_text_has_13_points(lang: Lang) -> None:
    document = opened(write_docx(deck(lang, Item(specs.ranked(lang)), ASK)))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    runs += [
        r for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs for r in p.runs
    ]
    assert {run.font.name for run in runs if run.text} == {"Times New Roman"}
    assert document.styles["Normal"].font.size == Pt(13)
    sentence = next(p for p in document.paragraphs if specs.ranked(lang).frame.sentence in p.text)
    assert {run.font.size for run in sentence.runs} == {Pt(13)}
    # A theme font would win over the named one.
    for name in ("Normal", "Heading 1"):
        fonts = document.styles[name].element.rPr.rFonts
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_the_head_has_office_motto_and_room_for_number_and_date() -> None:
    found = texts(opened(write_docx(deck())))
    assert found[0] == AUTHOR.upper()
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"} <= set(found[:6])
    assert any(re.fullmatch(r"Số: \.+/BC-\.+", text) for text in found)
    assert any(re.fullmatch(r"\.+, ngày \.+ tháng \.+ năm \.+", text) for text in found)
    assert found.index("BÁO CÁO") < found.index(deck().title)


def test_the_english_copy_has_the_office_and_no_motto() -> None:
    found = texts(opened(write_docx(deck("en"))))
    assert found[0] == AUTHOR.upper()
    assert "REPORT" in found
    assert not any("CỘNG HÒA" in text or "Independence" in text for text in found)


@pytest.mark.parametrize("lang", LANGS)
def test_parts_stand_in_the_decks_order_with_sentences_and_comments(lang: Lang) -> None:
    first = Item(specs.ranked(lang), title="Tên do cán bộ đặt", comment="Nhận xét của Văn phòng.")
    second = Item(specs.dots(lang))
    document = opened(write_docx(deck(lang, first, ASK, second)))
    places = [
        place_of(document, text)
        for text in ("1. Tên do cán bộ đặt.", "Kiến nghị", "- Các xã rà soát hồ sơ trễ hạn.", "2. " + second.headline)
    ]
    assert places == sorted(places)
    body = texts(document)[places[0]]
    assert first.spec.frame.sentence in body
    assert body.index(first.spec.frame.sentence) < body.index("Nhận xét của Văn phòng.")


def test_breaks_and_other_definitions_are_told_in_words() -> None:
    document = opened(write_docx(deck("vi", Item(compared.ranked("vi")), Item(compared.trend("vi")))))
    ranked = texts(document)[place_of(document, "1. 5 trong 11 xã")]
    assert "Báo cáo theo định nghĩa khác: Xã Tam Phước: 54,2 % theo TTHC có DVCTT;" in ranked
    trend = texts(document)[place_of(document, "2. Long Thành tăng")]
    assert "Chuỗi số liệu ngắt sau Quý IV/2023: Sắp xếp đơn vị từ ngày 1/7/2025." in trend


def test_the_sign_of_re_based_sums_is_explained_where_a_table_has_it_and_only_there() -> None:
    key = "Ký hiệu: ‡ là tổng số liệu của các đơn vị cũ hợp thành đơn vị hiện nay."
    document = opened(write_docx(deck("vi", Item(compared.ranked("vi")))))
    assert any("95,1\u00a0% ‡" in text for text in texts(document))
    assert key in texts(document)
    assert key not in texts(opened(write_docx(deck("vi", Item(specs.ranked("vi"))))))


def test_sections_are_numbered_in_roman_and_pages_from_the_second_on() -> None:
    document = opened(write_docx(deck("vi", Item(specs.ranked("vi")), ASK, Item(specs.trend("vi")))))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "I. Kết quả chung",
        "II. Kết quả cụ thể",
        "III. Kiến nghị",
        "IV. Kết quả cụ thể (tiếp theo)",
        "V. Cách tính và nguồn số liệu",
    ]
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def table_texts(document: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_headline_figures_are_a_table() -> None:
    made = deck("vi", Item(specs.ranked("vi")))
    found = table_texts(opened(write_docx(made)))[1]
    assert [row[0] for row in found[1:]] == [tile.label for tile in made.tiles]
    assert found[1][1] == made.tiles[0].value
    assert found[3][1] == f"{made.tiles[2].value} (ít nhất)"


@pytest.mark.parametrize("lang", LANGS)
def test_a_ranking_shows_its_head_and_tail_as_the_spec_has_them(lang: Lang) -> None:
    spec = specs.ranked(lang)
    rows = table_texts(opened(write_docx(deck(lang, Item(spec)))))[2][1:]
    provisional = {"vi": "số tạm", "en": "provisional"}[lang]
    assert [row[0] for row in rows] == [mark.label for mark in spec.marks[:3]]
    assert [row[2] for row in rows] == [mark.label for mark in spec.marks[-3:]]
    assert [row[1] for row in rows] == [mark.text for mark in spec.marks[:3]]
    assert rows[1][3] == f"{spec.marks[-2].text} ({provisional})"
    assert any(
        "5" in text and {"vi": "Bảng 1", "en": "Table 1"}[lang] in text
        for text in texts(opened(write_docx(deck(lang, Item(spec)))))
    )


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 0), (2, 2), (5, 5), (6, 6), (7, 6)])
def test_a_short_ranking_is_shown_whole_and_nobody_twice(count: int, shown: int) -> None:
    marks = tuple(Mark(str(n), f"Xã {n}", float(n), str(n)) for n in range(count))
    extract = extract_of(replace(specs.ranked("vi"), marks=marks), "vi")
    names = [name for row in extract.rows for name in (row[0], row[2]) if name] if extract else []
    assert len(names) == len(set(names)) == shown
    assert extract is None or extract.left_out == count - shown


def test_a_long_table_keeps_head_and_tail_and_says_how_much_is_left_out() -> None:
    columns = (Column("unit", "Đơn vị"), Column("rate", "Tỷ lệ (%)", "percent", 2), Column("day", "Ngày", "date"))
    rows = tuple({"unit": f"Xã {n}", "rate": 1234.5 + n, "day": MADE_ON} for n in range(20))
    extract = extract_of(TableSpec(frame_of("vi", table=Table(columns, rows))), "vi")
    assert extract is not None
    assert [row[0] for row in extract.rows] == ["Xã 0", "Xã 1", "Xã 2", "…", "Xã 17", "Xã 18", "Xã 19"]
    assert extract.rows[0][1:] == ("1.234,50", "04/10/2024")
    assert extract.left_out == 14


def test_a_matrix_of_figures_is_a_table_and_one_of_words_is_not() -> None:
    spec = matrix("vi")
    extract = extract_of(spec, "vi")
    assert extract is not None
    assert extract.rows[0] == (spec.rows[0].label, "98,5 %", "99,0 %")
    words = tuple(replace(row, cells=tuple(replace(cell, text="đã gửi") for cell in row.cells)) for row in spec.rows)
    assert extract_of(replace(spec, rows=words), "vi") is None


def test_tables_stop_where_the_paper_would_grow_too_long() -> None:
    many = tuple(Item(replace(specs.ranked("vi"), frame=frame_of("vi", title=f"Nội dung {n}"))) for n in range(9))
    document = opened(write_docx(deck("vi", *many)))
    shown = [table for table in table_texts(document) if table[0][0] == "Đầu danh sách"]
    assert 0 < sum(len(table) - 1 for table in shown) <= MOST_TABLE_ROWS
    assert all(f"{n + 1}. Nội dung {n}." in "".join(texts(document)) for n in range(9))


def test_tables_after_the_last_words_are_an_annex_that_paper_only_names() -> None:
    document = opened(write_docx(deck("vi", Item(specs.ranked("vi")), ASK, Item(plain("vi")), Item(specs.heat("vi")))))
    found = texts(document)
    assert any("Phụ lục: Bảng 2, Bảng 3." in text for text in found)
    assert not any(plain("vi").frame.title in text for text in found)


def test_what_was_counted_and_from_where_is_said_once() -> None:
    items = (Item(specs.ranked("vi")), Item(specs.dots("vi")))
    document = opened(write_docx(deck("vi", *items)))
    frame = items[0].spec.frame
    assert [text for text in texts(document) if frame.definition in text] == [f"(1, 2) {frame.definition}"]
    assert "".join(texts(document)).count(frame.source) == 1


def test_a_long_definition_is_cut_at_a_sentence() -> None:
    long = "Tử số chia mẫu số, mục II.06a. 5 nhóm. " + "Câu này rất dài và nói thêm nhiều điều. " * 5
    document = opened(write_docx(deck("vi", Item(replace(specs.ranked("vi"), frame=frame_of("vi", definition=long))))))
    found = next(text for text in texts(document) if text.startswith("(1) "))
    assert found.startswith("(1) Tử số chia mẫu số, mục II.06a. 5 nhóm.")
    assert len(found) < len(long)
    assert found.endswith("nhiều điều.")


@pytest.mark.parametrize("lang", LANGS)
def test_simulated_and_provisional_are_marked_under_the_title_and_at_every_foot(lang: Lang) -> None:
    document = opened(write_docx(deck(lang, simulated=True, is_provisional=True)))
    words = {"vi": ("SỐ LIỆU MÔ PHỎNG", "tạm, chưa kiểm tra"), "en": ("SIMULATED DATA", "provisional")}[lang]
    section = document.sections[0]
    feet = [footer.paragraphs[0].text for footer in (section.footer, section.first_page_footer)]
    for text in (*feet, next(text for text in texts(document) if words[0] in text)):
        assert words[0] in text
        assert words[1] in text


def test_a_real_and_checked_briefing_has_no_mark() -> None:
    assert "MÔ PHỎNG" not in every_part(write_docx(deck("vi", Item(specs.ranked("vi")))))


def test_properties_name_title_and_office_and_the_day_of_the_deck() -> None:
    data = write_docx(deck())
    core = opened(data).core_properties
    assert (core.title, core.author, core.last_modified_by) == (deck().title, AUTHOR, AUTHOR)
    assert core.created == core.modified == datetime(MADE_ON.year, MADE_ON.month, MADE_ON.day, tzinfo=UTC)
    assert (core.comments, core.keywords, core.category) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps/") and name != "docProps/core.xml"]
    assert not re.search(r"python-docx|Macintosh|/home/|/work/|/tmp/", every_part(data))


@pytest.mark.parametrize("text", ["=1+1", "a\x00b\x1fc", "<b>&amp;</b>", "{PAGE}", "\ud800"])
def test_any_text_can_stand_in_a_report(text: str) -> None:
    marks = tuple(Mark(str(n), text, 1.0, "1", flags=frozenset({Flag.LOWER_BOUND})) for n in range(2))
    item = Item(replace(specs.ranked("vi"), marks=marks), title=text, comment=text)
    document = opened(write_docx(deck("vi", item, Page(text, (text,)), filters=text)))
    shown = re.sub("[\x00\x1f\ud800]", "", text)
    assert any(shown in found for found in texts(document))
    assert "w:fldSimple" not in document.element.xml


def test_progress_counts_to_the_end_and_can_cancel() -> None:
    told: list[tuple[int, int]] = []
    write_docx(deck(), lambda done, total: told.append((done, total)))
    assert told == [(place, 8) for place in range(9)]

    def cancel(done: int, _total: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_docx(deck(), cancel)


def test_a_deck_without_parts_is_still_a_report() -> None:
    document = opened(write_docx(replace(deck(), parts=(), tiles=())))
    assert "BÁO CÁO" in texts(document)
