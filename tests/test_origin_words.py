"""What is said above the figures behind a value: what officers changed, what the report prints, which findings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charts.choose import Choice, asking, view_of
from charts.corrections import correction_lines
from charts.provenance import Names
from charts.spec import Frame
from charts.traced import trace_frame
from charts.view import View
from domain.periods import parse_period
from queries import values as q
from queries.ask import Ask, WarehouseAsk
from queries.check_rows import ReviewRow
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, CAU_KE
from tests.quality_cases import MINH_DUC, body, page
from ui import data, source_file

pytestmark = pytest.mark.usefixtures("in_data_root")

HERE = (MINH_DUC, "2023-H1")
FIRST = datetime(2026, 11, 22, 8, 35, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain(warehouse: Warehouse) -> Ask:
    return WarehouseAsk(warehouse)


@pytest.fixture(scope="module")
def view(plain: Ask) -> View:
    choice = Choice(source="report")
    return view_of(choice, asking(choice, plain))


@pytest.fixture(scope="module")
def names(plain: Ask) -> Names:
    return Names(plain.measures(), plain.indicators())


def act(seq: int, action: str, before: float | None, after: float | None, **given: Any) -> ReviewRow:
    row = ReviewRow(
        "minh-duc-2023-h1", MINH_DUC, "Xã Minh Đức", "2023-H1", seq, FIRST + timedelta(minutes=seq), "Nguyễn Văn A",
        action, "received_in_period", None, None, "own", 0, before, after, "đếm lại",
    )  # fmt: skip
    return replace(row, **given)


# Corrections


def test_a_correction_says_what_it_was_and_is_who_when_and_why(view: View, names: Names) -> None:
    (line,) = correction_lines(view, [act(1, "correct", 1144, 1134)], [HERE], {"received_in_period"}, names)
    assert line == (
        "Đã đính chính 1.144 → 1.134: Hồ sơ tiếp nhận mới trong kỳ"
        " (Nguyễn Văn A, 15:36 ngày 22/11/2026; lý do: đếm lại)."
    )


def test_a_rejected_figure_is_not_called_unreadable(view: View, names: Names) -> None:
    (line,) = correction_lines(view, [act(1, "reject", 1144, None)], [HERE], {"received_in_period"}, names)
    assert line.startswith("Đã loại 1.144, không dùng: ")


def test_the_report_s_own_figure_stands_before_the_arrow_however_often_it_was_changed(view: View, names: Names) -> None:
    acts = [act(2, "correct", 1134, 1135, officer="Trần B"), act(1, "correct", 1144, 1134)]
    (line,) = correction_lines(view, acts, [HERE], {"received_in_period"}, names)
    assert "1.144 → 1.135" in line and "Trần B" in line


def test_confirming_a_corrected_figure_leaves_it_corrected(view: View, names: Names) -> None:
    acts = [act(1, "correct", 1144, 1134), act(2, "confirm", 1134, 1134, officer="Trần B")]
    (line,) = correction_lines(view, acts, [HERE], {"received_in_period"}, names)
    assert "1.144 → 1.134" in line and "Nguyễn Văn A" in line


@pytest.mark.parametrize(
    "acts",
    [
        [act(1, "confirm", 1144, 1144)],
        [act(1, "correct", 1144, 1134), act(2, "correct", 1134, 1144)],
        [act(1, "correct", 1144, 1134, measure="resolved_total")],
        [act(1, "correct", 1144, 1134, period_id="2023")],
        [act(1, "check", None, None, measure="")],
    ],
    ids=["confirmed", "taken back", "another figure", "another report", "status"],
)
def test_nothing_is_said_where_the_figures_are_the_report_s_own(
    view: View, names: Names, acts: list[ReviewRow]
) -> None:
    assert correction_lines(view, acts, [HERE], {"received_in_period"}, names) == []


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_a_figure_is_told_once_and_exactly_where_its_value_differs(view: View, names: Names, values: list[int]) -> None:
    chain = [2, *values]
    acts = [act(seq, "correct", before, now) for seq, (before, now) in enumerate(zip(chain, values, strict=False), 1)]
    lines = correction_lines(view, acts, [HERE], {"received_in_period"}, names)
    assert len(lines) == (chain[-1] != 2)
    assert all(f"2 → {chain[-1]}:" in line for line in lines)


@pytest.fixture
def corrected(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def set_up(*acts: ReviewRow) -> None:
        monkeypatch.setattr(data, "reviews", lambda source: acts)

    return set_up


def test_the_sentence_stands_above_the_figures(corrected: Callable[..., None]) -> None:
    corrected(act(1, "correct", 1144, 1134))
    app = origin(MINH_DUC, "2023-H1", "online_rate")
    (info,) = [one.value for one in app.info]
    assert info.replace("\\", "").startswith("Đã đính chính 1.144 → 1.134: Hồ sơ tiếp nhận mới trong kỳ")
    assert app.dataframe[0].value is not None


def origin(unit: str, period: str, trace: str) -> AppTest:
    app = page("unit", source="report", profile=unit, figures=period, part="origin", trace=trace)
    assert not app.exception
    return app


# The rate as printed


def frame_of(plain: Ask, warehouse: Warehouse, view: View, unit_id: str, period: str, indicator: str) -> Frame:
    unit = next(one for one in view.shown if one.unit_id == unit_id)
    figures = q.unit_figures(warehouse, "report", unit_id, period)
    own = plain.unit_values("report", unit_id)
    names = Names(plain.measures(), plain.indicators())
    row = plain.indicators()[indicator]
    return trace_frame(view, unit, parse_period(period), row, own, plain.indicator_terms(), figures, names)


def test_the_title_says_the_rate_as_the_report_prints_it(plain: Ask, warehouse: Warehouse, view: View) -> None:
    frame = frame_of(plain, warehouse, view, MINH_DUC, "2023-H1", "online_rate")
    assert frame.title.endswith("(báo cáo in 99,8%)")
    assert frame.table
    (printed,) = [row for row in frame.table.rows if row["side"] == "Tỷ lệ in"]
    assert (printed["printed"], printed["locator"]) == ("99,8%", "II.2.c, cơ chế một cửa, dòng 111, tr. 3")


def test_every_rate_that_a_report_prints_is_told(plain: Ask, warehouse: Warehouse, view: View) -> None:
    figures = q.unit_figures(warehouse, "report", BAC_SON, "2024-Q3")
    several = {}
    for one in figures:
        if one.measure.startswith("printed_rate."):
            several.setdefault(one.measure.removeprefix("printed_rate."), []).append(one.printed)
    most = max(several, key=lambda name: len(several[name]))
    assert len(several[most]) >= 2
    frame = frame_of(plain, warehouse, view, BAC_SON, "2024-Q3", most)
    assert frame.table
    assert [row["printed"] for row in frame.table.rows if row["side"] == "Tỷ lệ in"] == several[most]
    assert all(printed in frame.title for printed in several[most] if printed)


def test_columns_that_say_the_usual_of_every_row_are_left_out(plain: Ask, warehouse: Warehouse, view: View) -> None:
    frame = frame_of(plain, warehouse, view, MINH_DUC, "2023-H1", "online_rate")
    assert frame.table
    keys = [column.key for column in frame.table.columns]
    assert {"scope", "counted", "origin", "as_of"}.isdisjoint(keys)
    assert {"side", "measure", "value", "printed", "locator", "note", "report"} <= set(keys)
    district = frame_of(plain, warehouse, view, CAU_KE, "2023-H1", "online_rate")
    assert district.table and "scope" in [column.key for column in district.table.columns]


# How grave a finding is


def test_an_error_is_drawn_as_an_error_and_no_sign_stands_twice() -> None:
    app = origin(BAC_SON, "2024-Q3", "online_rate")
    found = {one.severity for one in data.findings_of("report", [BAC_SON], ["2024-Q3"])}
    assert {"error", "warning"} <= found
    drawn = {one.message_vi: one.severity for one in data.findings_of("report", [BAC_SON], ["2024-Q3"])}
    errors = [one.value.replace("\\", "") for one in app.error]
    assert errors and all(drawn[one] == "error" for one in errors)
    warnings = [one.value.replace("\\", "") for one in app.warning]
    assert all(drawn[one] == "warning" for one in warnings if one in drawn)
    assert not any(one.startswith("!") for one in (*errors, *warnings))


# The page of data quality


def test_a_finding_s_source_is_shown_with_the_numbers_of_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, list[str]]] = []
    monkeypatch.setattr(source_file, "show", lambda view, report, locators, *, key, printed: shown.append(printed))
    app = page(source="report", rule="received_by_channel")
    assert not app.exception
    (printed,) = shown
    assert {number for numbers in printed.values() for number in numbers} >= {"1.103", "31", "1.144"}
    assert "1.103" in body(app)
