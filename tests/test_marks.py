"""Which values carry findings, and their mark on every chart."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import recipes
from charts.captions import footer_lines, key_text
from charts.choose import Choice, view_of
from charts.quality_marks import MARKING, SIGN, Marks, behind
from charts.recipes import Recipe
from charts.signs import cell_text, value_text
from charts.spec import Flag, HeatSpec, Mark, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TrendSpec
from domain.periods import parse_period
from queries.ask import Ask, WarehouseAsk
from queries.forward import Forward
from queries.rows import Finding, Value
from queries.warehouse import Warehouse
from tests.quality_cases import MINH_DUC, REAL, SIM05, SUM_OF_CHANNELS, YEAR_2023, seen
from text.words import say

CLEAN = ("SIM02@2004", "SIM04@2004", "SIM09@2004", "SIM10@2004", "SIM11@2004")


def drawn(warehouse: Warehouse, choice: Choice, *recipe: str) -> Any:
    return recipes.make(Recipe(*recipe), *seen(warehouse, choice))


def finding(report_id: str = "a", *, unit: str = "u", period: str = "2024-Q1", severity: str = "warning",
            scope: str = "own", measures: Iterable[str] = ("received_online",),
            indicators: Iterable[str] = ("online_rate",), name: str = "") -> Finding:  # fmt: skip
    return Finding(
        name or f"{report_id} {severity} {scope}", report_id, "demo", unit, period, "received_by_channel", severity,
        scope, list(measures), list(indicators), f"{report_id} sai", f"{report_id} is wrong", 2.0, 1.0, "I", "II",
    )  # fmt: skip


def value(report_id: str = "a", *, period: str = "2024-Q1", indicator: str = "online_rate", scope: str = "own",
          is_derived: bool = False, is_rebased: bool = False) -> Value:  # fmt: skip
    day = date(2024, 1, 1)
    return Value(
        "u", scope, period, indicator, 1.0, 2.0, 50.0, False, None, is_derived, day, day, True, "checked", report_id,
        is_rebased,
    )  # fmt: skip


# Which values are marked


def test_a_value_carries_the_findings_of_its_own_report_scope_and_indicator() -> None:
    marks = Marks((finding(), finding("b"), finding(scope="total"), finding(indicators=["on_time_rate"], name="x")))
    assert [one.report_id for one in marks.of(value())] == ["a"]
    assert [one.scope for one in marks.of(value(scope="total"))] == ["total"]
    assert marks.of(value("c")) == ()


def test_notes_for_information_mark_nothing() -> None:
    marks = Marks((finding(severity="info"),))
    assert marks.of(value()) == ()
    assert marks.about("a", "own", ["received_online"]) == ()
    assert marks.marking == []


def test_a_sum_carries_the_findings_of_each_of_its_reports() -> None:
    marks = Marks((finding("a"), finding("b")))
    assert [one.report_id for one in marks.of(value("a+b", is_rebased=True))] == ["a", "b"]


def test_a_derived_quarter_carries_what_is_found_in_any_report_that_it_is_the_difference_of() -> None:
    marks = Marks((finding("half", period="2024-H1"), finding("first", period="2024-Q1")))
    second = value("half", period="2024-Q2", is_derived=True)
    assert [one.report_id for one in marks.of(second)] == ["half", "first"]
    assert [one.report_id for one in marks.of(replace(second, is_derived=False))] == ["half"]


def test_a_rate_as_printed_says_nothing_of_a_quarter_derived_from_counts() -> None:
    marks = Marks((finding("half", period="2024-H1", measures=["printed_rate.online_rate"]),))
    assert marks.of(value("half", period="2024-H1"))
    assert marks.of(value("half", period="2024-Q2", is_derived=True)) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["error", "warning", "info"]), st.sampled_from(["own", "total"]),
            st.sampled_from(["online_rate", "on_time_rate"]),
        ),
        max_size=12,
    ),
    st.sampled_from("abc"),
)  # fmt: skip
def test_looking_up_gives_what_going_through_all_findings_gives(
    made: Sequence[tuple[str, str, str, str]], report: str
) -> None:
    found = tuple(
        finding(one, severity=severity, scope=scope, indicators=[indicator], name=str(place))
        for place, (one, severity, scope, indicator) in enumerate(made)
    )
    expected = [
        one
        for one in found
        if one.severity in MARKING and one.report_id == report and one.scope == "own"
        and "online_rate" in (one.indicator_ids or ())
    ]  # fmt: skip
    assert list(Marks(found).of(value(report))) == expected


def test_behind_a_derived_quarter_stand_the_reports_it_is_made_of() -> None:
    assert behind([parse_period("2024-Q2")]) == ["2024-H1", "2024-Q1", "2024-Q2"]
    assert behind([parse_period("2024-H1")]) == ["2024-H1"]


class Watched(Forward):
    """Remembers what was asked, and answers with one finding more."""

    def __init__(self, ask: Ask, more: Sequence[Finding] = ()) -> None:
        super().__init__(ask)
        self.asked: list[tuple[set[str], set[str]]] = []
        self.more = more

    def findings_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[Finding]:
        units, periods = list(units), list(periods)
        self.asked.append((set(units), set(periods)))
        return [*super().findings_of(source, units, periods), *self.more]


def test_only_the_view_s_own_units_and_periods_are_asked_for(warehouse: Warehouse) -> None:
    watched = Watched(WarehouseAsk(warehouse))
    view = view_of(replace(YEAR_2023, first="2023"), watched)
    assert watched.asked == [(set(view.asked_units), {"2023"})]


def test_a_report_that_was_superseded_marks_nothing(warehouse: Warehouse) -> None:
    gone = finding("superseded", unit=SIM05, period="2023")
    view = view_of(YEAR_2023, Watched(WarehouseAsk(warehouse), [gone]))
    assert gone not in view.findings.findings
    assert any(one.unit_id == SIM05 for one in view.findings.findings)


def test_units_of_today_carry_the_findings_of_the_units_that_became_them(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, Choice(source="demo", kind="quarter", basis="today"))
    found = {one.unit_id for one in view.findings.marking}
    before = {line.from_unit_id for line in ask.lineage("demo")}
    assert found & before


# The mark on each chart


def marks_of(spec: RankedSpec | TrendSpec | HeatSpec | MultiplesSpec) -> list[tuple[str, Mark]]:
    """(unit id, mark)"""
    match spec:
        case RankedSpec():
            return [(mark.key, mark) for mark in (*spec.marks, *spec.below)]
        case TrendSpec():
            lines = spec.series
        case HeatSpec():
            lines = spec.rows
        case _:
            lines = spec.panels
    return [(line.key, mark) for line in lines for mark in line.marks if mark.value is not None]


@pytest.mark.parametrize("chart", ["ranked", "trend", "heat", "multiples"])
def test_a_value_with_a_finding_has_its_mark_sentence_key_and_remark_on_every_chart(
    warehouse: Warehouse, chart: str
) -> None:
    view, _ = seen(warehouse, YEAR_2023)
    sentence = next(one.message_vi for one in view.findings.marking if one.unit_id == SIM05)
    spec = drawn(warehouse, YEAR_2023, chart, "on_time_rate")
    marked = [(unit, mark) for unit, mark in marks_of(spec) if Flag.FINDING in mark.flags]
    assert {unit for unit, _ in marked} == {SIM05}
    for _, mark in marked:
        assert sentence in mark.hover
        assert value_text(mark).endswith(SIGN) and cell_text(mark).endswith(SIGN)
    assert all(SIGN not in value_text(mark) for _, mark in marks_of(spec) if Flag.FINDING not in mark.flags)
    assert say("ui_chart.mark.finding", "vi") in key_text(spec, "vi")
    remarks = [str(row["remark"]) for row in spec.frame.table.rows if sentence.rstrip(".") in str(row.get("remark"))]
    assert len(remarks) == len(marked)


def test_the_scorecard_marks_the_cell_and_tells_the_sentence_on_hover_in_the_table_and_beneath(
    warehouse: Warehouse,
) -> None:
    spec = drawn(warehouse, REAL, "scorecard")
    assert isinstance(spec, MatrixSpec) and spec.frame.table
    minh_duc = next(row for row in spec.rows if row.key == MINH_DUC)
    assert minh_duc.cells[0].text == f"96,4\u00a0% ~{SIGN}"
    assert SUM_OF_CHANNELS in minh_duc.cells[0].hover
    assert SUM_OF_CHANNELS in str(next(row for row in spec.frame.table.rows if row["unit"] == "Minh Đức")["remark"])
    assert any(note.startswith("Dấu !") for note in footer_lines(spec, "vi"))


def test_a_plain_table_marks_the_value_and_not_a_value_that_is_not_there(warehouse: Warehouse) -> None:
    rows = drawn(warehouse, REAL, "table", "online_rate").frame.table.rows
    texts = {(row["unit"], row.get("scope")): str(row["value_text"]) for row in rows}
    assert texts["Minh Đức", say("scope.own", "vi")] == f"96,42\u00a0% ~{SIGN}"
    assert texts["Bình Phước", say("scope.own", "vi")] == "43,60\u00a0% ~"
    assert all(not text.startswith("–") or SIGN not in text for text in texts.values())


def test_counts_of_late_dossiers_and_tables_of_staff_are_marked_too(warehouse: Warehouse) -> None:
    late = drawn(warehouse, YEAR_2023, "late")
    assert {mark.key for mark in late.marks if Flag.FINDING in mark.flags} == {SIM05}
    half = Choice(source="demo", kind="half_year", last="2023-H1")
    staff = drawn(warehouse, half, "composition", "", "education", "part_time")
    assert isinstance(staff, StackedSpec)
    marked = [row for row in staff.rows if Flag.FINDING in row.flags]
    assert [row.key for row in marked] == ["SIM01@2004"] and marked[0].hover.startswith(SIGN)


@pytest.mark.parametrize("kind", ["quarter", "half_year", "year"])
def test_clean_communes_have_no_mark_on_any_indicator(warehouse: Warehouse, kind: str) -> None:
    choice = Choice(source="demo", kind=kind)
    view, ask = seen(warehouse, choice)
    values = ask.indicator_values("demo", list(ask.indicators()), view.period_ids, CLEAN)
    assert len(values) > 100
    assert [(one.unit_id, one.indicator_id, view.findings_of(one)) for one in values if view.findings_of(one)] == []
