"""From charts of counts (late dossiers, posts, people by level) back to the reports that print them."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import backlog
from charts.choose import Choice, asking, view_of
from charts.counted import BACKLOG, POSTS, known_traces, levels_trace, measures_of, traces
from charts.counted_frame import counts_behind, counts_frame, drawn_counts
from charts.counted_parts import CountPart, count_parts
from charts.origins import origins
from charts.provenance import Names
from charts.recipes import Recipe, late_counts, make
from charts.spec import Frame, MatrixSpec, RankedSpec, StackedSpec
from charts.view import View
from domain.periods import parse_period
from queries import values as q
from queries.ask import Ask, WarehouseAsk
from queries.warehouse import Warehouse
from tests.factory import CAU_KE
from tests.quality_cases import body, page

pytestmark = pytest.mark.usefixtures("in_data_root")

COMMUNE = "SIM02@2004"
QUARTERS = Choice(source="demo", kind="quarter", last="2024-Q2")
TODAY = replace(QUARTERS, basis="today", last="2024-Q3")
ROLLING = Choice(source="demo", kind="rolling_year", last="2024-R2")
YEAR = Choice(source="demo", kind="year", last="2024")
REAL = Choice(source="report")


@pytest.fixture(scope="module")
def plain(warehouse: Warehouse) -> Ask:
    return WarehouseAsk(warehouse)


def seen(plain: Ask, choice: Choice) -> tuple[View, Ask]:
    ask = asking(choice, plain)
    return view_of(choice, ask), ask


def rows_of(frame: Frame | None) -> Sequence[dict[str, Any]]:
    assert frame and frame.table
    return cast(Sequence[dict[str, Any]], frame.table.rows)


def signed(parts: Sequence[CountPart], measure: str) -> float:
    return fsum(part.sign * part.counts.get(measure, 0) for part in parts)


# Every count of the simulated district


@pytest.mark.parametrize("choice", [QUARTERS, TODAY, ROLLING], ids=["derived", "today", "rolling"])
def test_the_reports_behind_each_drawn_count_add_up_to_it(plain: Ask, choice: Choice) -> None:
    view, ask = seen(plain, choice)
    found = 0
    for unit in view.now_units:
        drawn = drawn_counts(ask, "demo", unit.unit_id, view.period, BACKLOG)
        parts = count_parts(plain, "demo", drawn, view.period)
        for one in drawn if parts else ():
            assert signed(parts, one.measure) == pytest.approx(one.value), one
            found += 1
        for part in parts:
            (report,) = plain.coverage("demo", [part.said_in.period_id], [part.unit_id])
            assert report.report_id == part.report_id and report.state != "derived"
    assert found >= 4


def test_a_derived_quarter_subtracts_what_arose_and_keeps_what_stood(plain: Ask) -> None:
    drawn = drawn_counts(plain, "demo", COMMUNE, parse_period("2024-Q2"), BACKLOG)
    half, first = count_parts(plain, "demo", drawn, parse_period("2024-Q2"))
    assert (half.sign, half.place, first.sign, first.place) == (1, (COMMUNE, "2024-H1"), -1, (COMMUNE, "2024-Q1"))
    assert set(half.counts) == set(backlog.MEASURES)
    assert set(first.counts) == {"resolved_overdue", "resolved_total"}
    now = {one.measure: one.value for one in drawn}
    assert half.counts["pending_total"] == now["pending_total"]
    assert half.counts["resolved_total"] - first.counts["resolved_total"] == now["resolved_total"]


def test_what_one_report_states_has_no_parts(plain: Ask) -> None:
    drawn = drawn_counts(plain, "demo", COMMUNE, parse_period("2024-Q1"), BACKLOG)
    assert len(drawn) == 4
    assert count_parts(plain, "demo", drawn, parse_period("2024-Q1")) == []
    assert count_parts(plain, "demo", [], parse_period("2024-Q1")) == []


@given(st.integers(1, 500))
def test_a_count_that_its_reports_do_not_add_up_to_is_left_out(plain: Ask, off: int) -> None:
    drawn = drawn_counts(plain, "demo", COMMUNE, parse_period("2024-Q2"), BACKLOG)
    changed = [replace(one, value=one.value + off * (one.measure == "resolved_total")) for one in drawn]
    parts = count_parts(plain, "demo", changed, parse_period("2024-Q2"))
    assert {measure for part in parts for measure in part.counts} == set(backlog.MEASURES) - {"resolved_total"}


# The tables


def behind_frame(plain: Ask, choice: Choice, unit_id: str, traced: str) -> Frame | None:
    view, ask = seen(plain, choice)
    unit = next(one for one in view.shown if one.unit_id == unit_id)
    drawn = drawn_counts(ask, "demo", unit_id, view.period, traced)
    units = {one.unit_id: one.name for one in plain.units("demo")}
    names = Names(plain.measures(), plain.indicators())
    found = counts_behind(view, plain, unit, view.period, traced, drawn, names, units)
    return found and found.frame


def test_the_last_row_is_what_the_chart_draws(plain: Ask) -> None:
    view, ask = seen(plain, QUARTERS)
    (one,) = [one for one in backlog.backlogs(view, late_counts(view, ask)) if one.unit_id == COMMUNE]
    frame = behind_frame(plain, QUARTERS, COMMUNE, BACKLOG)
    half, first, total = rows_of(frame)
    assert (half["sign"], first["sign"], total["sign"]) == ("+", "−", "=")
    assert (total["resolved_overdue"], total["resolved_total"]) == (one.resolved_late, one.resolved)
    assert (total["pending_overdue"], total["pending_total"]) == (one.pending_late, one.pending)
    assert half["report"] != first["report"] and "BC-UBND" in first["report"]
    assert frame and f"{one.resolved:.0f} đã giải quyết" in frame.sentence
    assert frame.simulated and frame.source.count("BC-UBND") == 2


def test_today_s_unit_is_the_sum_of_the_units_of_the_time(plain: Ask) -> None:
    view, _ = seen(plain, TODAY)
    unit = view.now_units[0].unit_id
    before = [one for one in plain.lineage("demo") if one.to_unit_id == unit]
    *parts, total = rows_of(behind_frame(plain, TODAY, unit, BACKLOG))
    assert len(parts) == len(before) and {row["sign"] for row in parts} == {"+"}
    assert fsum(row["pending_total"] for row in parts) == total["pending_total"]


def test_a_report_s_own_counts_are_shown_with_what_it_prints_and_where(plain: Ask, warehouse: Warehouse) -> None:
    view, _ = seen(plain, QUARTERS)
    unit = next(one for one in view.shown if one.unit_id == COMMUNE)
    period = parse_period("2024-Q1")
    figures = q.unit_figures(warehouse, "demo", COMMUNE, "2024-Q1")
    drawn = drawn_counts(plain, "demo", COMMUNE, period, BACKLOG)
    names = Names(plain.measures(), plain.indicators())
    frame = counts_frame(view, unit, period, BACKLOG, figures, plain.indicator_terms(), drawn, names)
    rows = rows_of(frame)
    named = {names.of(view, measure) for measure in backlog.MEASURES}
    assert named <= {row["measure"] for row in rows}
    resolved = next(row for row in rows if row["measure"] == names.of(view, "resolved_total"))
    assert float(resolved["printed"].replace(".", "")) == {one.measure: one.value for one in drawn}["resolved_total"]
    assert resolved["locator"]
    assert len(rows) < len(figures)


# From the charts


@pytest.mark.parametrize("choice", [QUARTERS, YEAR, REAL], ids=["quarter", "year", "real"])
@pytest.mark.parametrize("chart", ["late", "backlog", "posts"])
def test_a_list_under_counts_has_the_units_drawn_and_no_other(plain: Ask, choice: Choice, chart: str) -> None:
    view, ask = seen(plain, choice)
    found = {one.unit_id for one in origins(Recipe(chart), view, ask)}
    spec = make(Recipe(chart), view, ask)
    if isinstance(spec, RankedSpec):
        drawn = {mark.key for mark in (*spec.marks, *spec.below)}
    elif isinstance(spec, MatrixSpec):
        drawn = {
            row.key for row in spec.rows if row.key != "sum" and any(any(map(str.isdigit, c.text)) for c in row.cells)
        }
    else:
        told = "per_thousand" if chart == "late" else "report"
        labels = {row["unit"] for row in rows_of(spec.frame) if row.get(told) is not None}
        drawn = {unit for unit, label in view.labels.items() if label in labels}
    assert found == drawn and found


@pytest.mark.parametrize("group", ["cadre_civil_servant", "cadre", "part_time"])
@pytest.mark.parametrize("dimension", ["education", "state_management", "skill"])
def test_a_list_under_staff_has_the_units_drawn_with_their_value(plain: Ask, dimension: str, group: str) -> None:
    view, ask = seen(plain, YEAR)
    found = origins(Recipe("composition", dimension=dimension, group=group), view, ask)
    spec = make(Recipe("composition", dimension=dimension, group=group), view, ask)
    if isinstance(spec, StackedSpec):
        drawn = {row.key for row in spec.rows}
    else:
        assert isinstance(spec, MatrixSpec)
        drawn = {row.key for row in spec.rows if any(any(map(str.isdigit, cell.text)) for cell in row.cells)}
    assert {one.unit_id for one in found} == drawn
    rated = dimension == "education"
    assert {one.trace in ask.indicators() for one in found} <= {rated}
    for one in found:
        value = one.label.split(" · ")[0]
        assert any(map(str.isdigit, value)), one.label
        if not rated:
            assert one.trace == levels_trace(dimension, group)
            assert drawn_counts(ask, "demo", one.unit_id, parse_period(one.period_id), one.trace)


def test_the_value_stands_first_with_its_sign_where_something_does_not_hold(plain: Ask) -> None:
    view, ask = seen(plain, REAL)
    labels = {one.unit_id: one.label for one in origins(Recipe("posts"), view, ask)}
    assert labels["11128@2004"] == "19/– ! · Minh Đức · 6T/23"
    staff = origins(Recipe("composition", dimension="education", group="cadre_civil_servant"), view, ask)
    assert CAU_KE not in {one.unit_id for one in staff}
    assert next(one.label for one in staff if one.unit_id == "11128@2004").startswith(
        "ít nhất 84,2\u00a0% ! · Minh Đức"
    )


def test_only_what_the_unit_tells_can_be_traced(plain: Ask) -> None:
    quarter = known_traces(plain, "demo", COMMUNE, parse_period("2024-Q1"))
    assert BACKLOG in quarter and POSTS in quarter
    assert known_traces(plain, "report", CAU_KE, parse_period("2023-H1")) == [
        one for one in traces() if drawn_counts(plain, "report", CAU_KE, parse_period("2023-H1"), one)
    ]
    assert known_traces(plain, "demo", COMMUNE, parse_period("2030-Q1")) == []


@pytest.mark.parametrize("trace", list(traces()))
def test_what_can_be_traced_is_made_of_measures_of_the_registry(plain: Ask, trace: str) -> None:
    measures = measures_of(trace)
    assert measures and len(set(measures)) == len(measures)
    known = set(plain.measures())
    assert set(measures) <= known, set(measures) - known
    assert measures_of("online_rate") == measures_of("all") == ()


# On the screen


def test_two_choices_lead_from_late_dossiers_of_a_derived_quarter_to_their_printed_text() -> None:
    app = page("on_time", source="demo", kind="quarter", to="2024-Q2", chart_on_time="backlog")
    control = app.selectbox(key="on_time-backlog-origin")
    label = control.options[0]
    assert "hồ sơ" in label.split(" · ")[0]
    control.select_index(0).run()
    assert not app.exception
    half, first, total = app.dataframe[0].value.to_dict("records")
    assert half["resolved_overdue"] - first["resolved_overdue"] == total["resolved_overdue"]
    drawn = f"{total['resolved_overdue'] + total['pending_overdue']:.0f}"
    assert label.startswith(f"{drawn} hồ sơ")
    printed = app.dataframe[1].value
    assert float(printed["printed"].iloc[0].replace(".", "")) == half["resolved_overdue"]
    assert "Mã kiểm tra SHA-256" in body(app)


def test_headline_figures_say_where_their_parts_stand() -> None:
    app = page("on_time", source="demo", kind="quarter", to="2024-Q2")
    assert any("biểu đồ «Xếp hạng»" in one.value.replace("\\", "") for one in app.caption)
    few = page("on_time", source="report")
    assert not any("Tính từ số liệu từng đơn vị" in one.value for one in few.caption)


def test_counts_are_traced_in_english_too() -> None:
    address = {"source": "demo", "kind": "quarter", "profile": COMMUNE, "figures": "2024-Q2", "trace": BACKLOG}
    app = page("unit", part="origin", lang="en", **address)
    assert not app.exception
    assert any("from 2 reports" in one.value for one in app.subheader)
    assert any("resolved late of" in one.value for one in app.subheader)


def test_the_address_of_a_qualification_table_brings_back_its_figures() -> None:
    trace = levels_trace("skill", "cadre")
    address = {"source": "demo", "kind": "year", "profile": COMMUNE, "figures": "2024", "trace": trace}
    app = page("unit", part="origin", **address)
    assert not app.exception
    assert app.selectbox(key="frame-trace").value == trace
    assert len(app.dataframe[0].value) >= 2
    assert all("kỹ năng" in one or "có mặt" in one for one in app.dataframe[0].value["measure"])
