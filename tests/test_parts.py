"""What a sum is made of: reports that add up to it, in a table, and each of them to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import fsum
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.choose import Choice, asking, view_of
from charts.origins import ALL_FIGURES, origins
from charts.parts import Part, adds_up, parts_of, reports_behind
from charts.parts_frame import Behind, behind_of
from charts.recipes import Recipe
from charts.spec import Frame
from charts.view import View
from domain.periods import parse_period
from queries.ask import Ask, WarehouseAsk
from queries.forward import Forward
from queries.rolling import Rolling
from queries.rows import UnitRow, Value
from queries.today import Today
from queries.warehouse import Warehouse
from tests.quality_cases import body, page
from tests.today_rows import BEFORE, BOTH_REPORTED, TWO, Rows, today, value, values_of

pytestmark = pytest.mark.usefixtures("in_data_root")

KINDS = ("online_rate", "on_time_rate.handled", "university_rate", "disbursement_rate", "satisfaction_rate")
COMMUNE = "SIM02@2004"
QUARTERS = Choice(source="demo", kind="quarter", last="2024-Q4")
TODAY = replace(QUARTERS, basis="today")
ROLLING = Choice(source="demo", kind="rolling_year", last="2024-R2")
ROLLING_TODAY = replace(ROLLING, basis="today")


class Remembering(Forward):
    """Asks for what was before only once: a test asks for a thousand values."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self.units_today = cache(ask.units_today)  # type: ignore[method-assign]
        self.lineage = cache(ask.lineage)  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def plain(warehouse: Warehouse) -> Ask:
    return Remembering(WarehouseAsk(warehouse))


def seen(plain: Ask, choice: Choice) -> tuple[View, Ask]:
    ask = asking(choice, plain)
    return view_of(choice, ask), ask


def counts(parts: Iterable[Part]) -> tuple[float, float]:
    there = list(parts)
    return (
        fsum(part.sign * (part.value.numerator or 0.0) for part in there),
        fsum(part.sign * (part.value.denominator or 0.0) for part in there),
    )


def value_of(ask: Ask, unit: str, period: str, indicator: str) -> Value:
    (found,) = [
        one for one in ask.unit_values("demo", unit) if (one.period_id, one.indicator_id) == (period, indicator)
    ]
    return found


def today_unit(plain: Ask) -> UnitRow:
    """A unit of today that has rolling years, the sums of units of before."""
    view, ask = seen(plain, ROLLING_TODAY)
    summed = {one.unit_id for one in ask.indicator_values("demo", ["online_rate"], ["2024-R2"], view.unit_ids)}
    return next(unit for unit in view.units if unit.unit_id in summed)


def behind(plain: Ask, choice: Choice, unit_id: str, period: str, traced: str) -> Behind | None:
    view, ask = seen(plain, choice)
    unit = next(one for one in (*view.units, *view.others) if one.unit_id == unit_id)
    names = {one.unit_id: one.name for one in plain.units("demo")}
    return behind_of(view, plain, unit, parse_period(period), traced, ask.unit_values("demo", unit_id), names)


def rows_of(frame: Frame | None) -> Sequence[dict[str, Any]]:
    assert frame and frame.table
    return cast(Sequence[dict[str, Any]], frame.table.rows)


# Every sum of the simulated district


@pytest.mark.parametrize("basis", ["", "today"])
def test_every_sum_and_every_derived_quarter_is_made_of_stated_reports_that_add_up(plain: Ask, basis: str) -> None:
    ask = Rolling(Today(plain) if basis else plain)
    unit = today_unit(plain).unit_id if basis else COMMUNE
    made: dict[str, int] = {}
    for one in ask.unit_values("demo", unit):
        if one.value is None or one.indicator_id not in KINDS:
            continue
        parts = parts_of(plain, "demo", one)
        kind = (
            "rolling" if "-R" in one.period_id else "rebased" if one.is_rebased else "derived" if one.is_derived else ""
        )
        assert bool(parts) == bool(kind), one
        if kind:
            made[kind] = made.get(kind, 0) + 1
            assert counts(parts) == pytest.approx((one.numerator, one.denominator))
            assert all(part.value.scope == one.scope and "+" not in part.value.report_id for part in parts)
            assert all(part.value.is_derived == (len(part.said_in) > 1) for part in parts)
            reports = set(one.report_id.split("+"))
            assert reports <= {part.value.report_id for part in parts}
    assert made.keys() == ({"rolling", "rebased"} if basis else {"rolling", "derived"})
    assert min(made.values()) >= 5


# Rules, with made-up counts

people = st.integers(0, 5000)


@given(st.lists(st.tuples(people, st.integers(1, 5000)), min_size=2, max_size=2), st.integers(1, 50))
def test_the_former_units_are_the_parts_and_only_where_they_add_up(pairs: list[tuple[int, int]], off: int) -> None:
    rows = Rows(
        ["A@2025"], TWO, reports=BOTH_REPORTED,
        values=[value(unit, *pair) for unit, pair in zip(("A@2004", "B@2004"), pairs, strict=True)],
    )  # fmt: skip
    (total,) = values_of(rows)
    ask = cast(Ask, rows)
    found = parts_of(ask, "demo", total)
    assert [(part.sign, part.value.unit_id, part.value.numerator) for part in found] == [
        (1, "A@2004", pairs[0][0]), (1, "B@2004", pairs[1][0]),
    ]  # fmt: skip
    assert adds_up(found, total)
    assert parts_of(ask, "demo", replace(total, numerator=(total.numerator or 0) + off)) == []
    assert parts_of(ask, "demo", replace(total, denominator=None)) == []


@given(people, people, st.integers(1, 5000), st.integers(1, 5000))
def test_a_derived_quarter_is_the_cumulative_report_less_the_quarter_before(a: int, b: int, c: int, d: int) -> None:
    rows = Rows(
        [], [],
        values=[
            value("A@2004", a, c, period_id="2024-Q1"),
            value("A@2004", a + b, c + d, period_id="2024-H1"),
            value("A@2004", b, d, period_id="2024-Q2", is_derived=True),
        ],
    )  # fmt: skip
    ask = cast(Ask, rows)
    derived = rows.values[2]
    found = parts_of(ask, "demo", derived)
    assert [(part.sign, part.value.period_id) for part in found] == [(1, "2024-H1"), (-1, "2024-Q1")]
    assert counts(found) == (b, d)
    assert parts_of(ask, "demo", rows.values[1]) == []


def test_what_stands_at_a_date_is_that_of_the_closing_report_alone() -> None:
    rows = Rows(
        [], [],
        values=[
            value("A@2004", 15, 20, period_id="2024-Q1"),
            value("A@2004", 18, 20, period_id="2024-H1"),
            value("A@2004", 18, 20, period_id="2024-Q2", is_derived=True),
        ],
    )  # fmt: skip
    (part,) = parts_of(cast(Ask, rows), "demo", rows.values[2])
    assert (part.sign, part.value.period_id, part.places) == (1, "2024-H1", [("A@2004", "2024-H1")])


def test_a_derived_rate_of_flows_and_stocks_names_all_reports_that_print_it() -> None:
    rows = Rows(
        [], [],
        values=[
            value("A@2004", 15, 20, period_id="2024-Q1"),
            value("A@2004", 50, 60, period_id="2024-H1"),
            value("A@2004", 38, 43, period_id="2024-Q2", is_derived=True),
        ],
    )  # fmt: skip
    (part,) = parts_of(cast(Ask, rows), "demo", rows.values[2])
    assert part.value == rows.values[2]
    assert part.places == [("A@2004", "2024-H1"), ("A@2004", "2024-Q1")]


def test_other_scopes_are_never_parts() -> None:
    rows = Rows(
        ["A@2025"], TWO, reports=BOTH_REPORTED,
        values=[value("A@2004", 1, 2), value("B@2004", 3, 4), value("B@2004", 90, 100, scope="total")],
    )  # fmt: skip
    (total,) = values_of(rows)
    assert counts(parts_of(cast(Ask, rows), "demo", total)) == (4, 6)
    assert today(rows) and total.period_id == BEFORE


# The table


def test_the_table_of_a_unit_of_today_adds_up_to_its_last_row(plain: Ask) -> None:
    unit = today_unit(plain)
    found = behind(plain, TODAY, unit.unit_id, "2024-Q3", "online_rate")
    assert found and unit.name in found.why and "quý III/2024" in found.why
    *parts, total = rows_of(found.frame)
    assert (
        len(parts) == len([one for one in plain.lineage("demo") if one.to_unit_id == unit.unit_id]) == len(found.places)
    )
    assert {row["sign"] for row in parts} == {"+"} and total["sign"] == "="
    for side in ("numerator", "denominator"):
        assert fsum(row[side] for row in parts) == total[side]
    assert total["value"] == pytest.approx(100 * total["numerator"] / total["denominator"])
    assert min(row["value"] for row in parts) <= total["value"] <= max(row["value"] for row in parts)
    drawn = value_of(seen(plain, TODAY)[1], unit.unit_id, "2024-Q3", "online_rate")
    assert total["value"] == drawn.value
    assert all("BC-UBND" in row["report"] for row in parts)
    assert found.frame and " + " in found.frame.sentence


def test_a_derived_quarter_shows_both_cumulative_reports_with_their_signs(plain: Ask) -> None:
    found = behind(plain, QUARTERS, COMMUNE, "2024-Q2", "online_rate")
    assert found and found.places == ((COMMUNE, "2024-H1"), (COMMUNE, "2024-Q1"))
    half, first, total = rows_of(found.frame)
    assert (half["sign"], first["sign"]) == ("+", "−")
    assert half["numerator"] - first["numerator"] == total["numerator"]
    assert half["denominator"] - first["denominator"] == total["denominator"]
    assert half["report"] != first["report"]
    assert (half["period"], first["toward"]) == ("6 tháng đầu năm 2024", "Quý II/2024")


def test_a_derived_rate_with_stocks_keeps_its_own_table_and_offers_both_reports(plain: Ask) -> None:
    found = behind(plain, QUARTERS, COMMUNE, "2024-Q2", "on_time_rate.handled")
    assert found == Behind("", None, ((COMMUNE, "2024-H1"), (COMMUNE, "2024-Q1")))


def test_four_quarters_are_the_sum_over_the_reports_of_their_quarters(plain: Ask) -> None:
    found = behind(plain, ROLLING, COMMUNE, "2024-R2", "online_rate")
    assert found and "tổng bốn quý" in found.why
    *parts, total = rows_of(found.frame)
    signed = [(1 if row["sign"] == "+" else -1) * row["numerator"] for row in parts]
    assert fsum(signed) == total["numerator"]
    assert {row["toward"] for row in parts} == {"Quý III/2023", "Quý IV/2023", "Quý I/2024", "Quý II/2024"}


def test_all_figures_of_a_derived_quarter_offer_the_reports_that_print_them(plain: Ask) -> None:
    found = behind(plain, QUARTERS, COMMUNE, "2024-Q2", ALL_FIGURES)
    assert found == Behind("", None, ((COMMUNE, "2024-Q1"), (COMMUNE, "2024-H1")))


@pytest.mark.parametrize("traced", ["online_rate", ALL_FIGURES])
@pytest.mark.parametrize("period", ["2024-Q1", "2024-H1"])
def test_what_a_report_states_has_no_parts(plain: Ask, period: str, traced: str) -> None:
    assert behind(plain, QUARTERS, COMMUNE, period, traced) is None


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_long_sum_stands_in_the_table_alone(plain: Ask, lang: Any) -> None:
    unit = today_unit(plain).unit_id
    found = behind(plain, replace(ROLLING_TODAY, lang=lang), unit, "2024-R2", "online_rate")
    assert found and found.frame and len(rows_of(found.frame)) > 12
    assert found.frame.sentence == ""
    assert unit not in found.frame.title


# All figures of a period


def test_the_reports_behind_a_sum_are_those_that_were_sent(plain: Ask) -> None:
    unit = today_unit(plain).unit_id
    before = {one.from_unit_id for one in plain.lineage("demo") if one.to_unit_id == unit}
    first = reports_behind(plain, "demo", unit, parse_period("2024-Q1"))
    assert {one.unit_id for one in first} == before and {one.period_id for one in first} == {"2024-Q1"}
    second = reports_behind(plain, "demo", unit, parse_period("2024-Q2"))
    assert {(one.unit_id, one.period_id) for one in second} == {(u, p) for u in before for p in ("2024-H1", "2024-Q1")}
    assert "derived" not in {one.state for one in second}
    year = reports_behind(plain, "demo", COMMUNE, parse_period("2024-R4"))
    assert {one.period_id for one in year} == {"2024-Q1", "2024-H1", "2024-Q3", "2024"}


def test_all_figures_of_a_unit_of_today_lead_to_the_reports_of_before(plain: Ask) -> None:
    unit = today_unit(plain)
    found = behind(plain, TODAY, unit.unit_id, "2024-Q3", ALL_FIGURES)
    assert found and len(rows_of(found.frame)) == len(found.places)
    assert found.frame and f"{len(found.places)} báo cáo" in found.frame.title


# From every chart


@pytest.mark.parametrize("choice", [TODAY, ROLLING, ROLLING_TODAY], ids=["today", "rolling", "both"])
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe("ranked", "online_rate"),
        Recipe("trend", "on_time_rate"),
        Recipe("scorecard"),
    ],
    ids=lambda one: one.chart,
)
def test_every_summed_value_under_a_chart_leads_to_the_reports_behind_it(
    plain: Ask, choice: Choice, recipe: Recipe
) -> None:
    view, ask = seen(plain, choice)
    found = origins(recipe, view, ask)
    assert found
    for one in [found[0], found[len(found) // 2], found[-1]]:
        told = behind(plain, choice, one.unit_id, one.period_id, one.trace)
        if told is None:
            # Its own report, of a unit and a period since 2025.
            assert plain.coverage("demo", [one.period_id], [one.unit_id])
        else:
            assert told.places and set(told.places) <= reported(plain)


def reported(plain: Ask) -> set[tuple[str, str]]:
    units = [unit.unit_id for unit in plain.units("demo")]
    periods = [row.period_id for row in plain.periods("demo")]
    return {(row.unit_id, row.period_id) for row in plain.coverage("demo", periods, units) if row.state != "derived"}


@pytest.mark.parametrize(
    ("recipe", "traces"),
    [
        (Recipe("profile", unit=COMMUNE), {"online_rate", "on_time_rate", "university_rate"}),
        (Recipe("definitions", group="online", unit=COMMUNE), {"online_rate"}),
        (Recipe("similar", unit=COMMUNE), {"online_rate", "on_time_rate"}),
        (Recipe("history", group="on_time", unit=COMMUNE), {"on_time_rate", "on_time_rate.handled"}),
        (Recipe("coverage"), {ALL_FIGURES}),
        (Recipe("reporting_matrix"), {ALL_FIGURES}),
        (Recipe("checked"), {ALL_FIGURES}),
    ],
    ids=lambda one: one.chart if isinstance(one, Recipe) else "",
)
def test_charts_of_a_unit_and_of_reports_lead_to_their_figures_too(
    plain: Ask, recipe: Recipe, traces: set[str]
) -> None:
    view, ask = seen(plain, QUARTERS)
    found = origins(recipe, view, ask)
    assert traces <= {one.trace for one in found}
    if recipe.unit:
        assert {one.unit_id for one in found} == {COMMUNE}
        there = {(one.period_id, one.indicator_id) for one in ask.unit_values("demo", COMMUNE) if one.value is not None}
        assert {(one.period_id, one.trace) for one in found} <= there
    else:
        have = {(row.unit_id, row.period_id) for row in ask.coverage("demo", view.period_ids, view.asked_units)}
        assert {(one.unit_id, one.period_id) for one in found} <= have


# On the screen


def picked(app: Any, key: str, unit: str) -> str:
    control = app.selectbox(key=key)
    label = next(one for one in control.options if f" · {unit} · " in one)
    control.select_index(control.options.index(label)).run()
    assert not app.exception
    return label


def test_two_choices_lead_from_a_sum_of_former_units_to_what_one_of_them_printed(plain: Ask) -> None:
    unit = today_unit(plain)
    view, _ = seen(plain, TODAY)
    address = {"source": "demo", "kind": "quarter", "from": "2024-Q1", "to": "2024-Q3", "basis": "today"}
    app = page("online", **address)
    label = picked(app, "online-ranked-origin", view.labels[unit.unit_id])
    parts, printed = (one.value for one in app.dataframe)
    *rows, total = parts.to_dict("records")
    assert fsum(row["numerator"] for row in rows) == total["numerator"]
    assert f"{total['value']:.1f}".replace(".", ",") in label
    first = plain.lineage("demo")
    before = [one.from_unit_id for one in first if one.to_unit_id == unit.unit_id]
    app.switch_page("pages/unit.py").run()  # a test run forgets that it was led there
    control = app.selectbox(key="frame-report_of")
    assert len(control.options) == len(before) == len(rows)
    control.select_index(1).run()
    assert not app.exception
    printed = app.dataframe[1].value
    assert float(printed["printed"].iloc[0].replace(".", "")) == rows[1]["numerator"]
    assert rows[1]["report"].split(" (")[0] in body(app)
    assert "Mã kiểm tra SHA-256" in body(app)
    app.button(key="part-own-page").click().run()
    assert not app.exception
    assert rows[1]["unit"] in [one.value for one in app.header] and "basis" not in app.query_params
    assert list(app.dataframe[0].value["printed"]) == list(printed["printed"])


def test_the_address_of_a_part_brings_back_its_printed_text(plain: Ask) -> None:
    address = {"source": "demo", "kind": "quarter", "profile": COMMUNE, "figures": "2024-Q2", "trace": "online_rate"}
    app = page("unit", part="origin", report_of=f"{COMMUNE}_2024-Q1", **address)
    assert not app.exception
    assert app.selectbox(key="frame-report_of").value == f"{COMMUNE}_2024-Q1"
    *_, first, _ = app.dataframe[0].value.to_dict("records")
    assert float(app.dataframe[1].value["printed"].iloc[0].replace(".", "")) == first["numerator"]
    app.selectbox(key="frame-figures").select("2024-Q4").run()
    assert not app.exception and not any("không có" in one.value for one in app.info)
    assert app.selectbox(key="frame-report_of").value == f"{COMMUNE}_2024"


def test_a_rolling_year_can_be_followed_from_its_chart(plain: Ask) -> None:
    view, _ = seen(plain, ROLLING)
    app = page("online", source="demo", kind="rolling_year", to="2024-R2", **{"from": "2024-R2"})
    label = picked(app, "online-ranked-origin", view.labels[COMMUNE])
    *rows, total = app.dataframe[0].value.to_dict("records")
    signed = [(1 if row["sign"] == "+" else -1) * row["denominator"] for row in rows]
    assert fsum(signed) == total["denominator"]
    assert f"{total['value']:.1f}".replace(".", ",") in label
    assert all(app.dataframe[1].value["printed"])
