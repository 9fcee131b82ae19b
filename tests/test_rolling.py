"""Four quarters as one period: what is summed, what never is, and that nobody can report it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from math import fsum
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.plan import Pin, Plan, deck_of, for_period
from briefing.plan_file import dumps, loads
from charts import overview, profile, provenance, recipes
from charts.choose import ANY_KIND, TODAY, Choice, asking, periods_of, view_of
from charts.recipes import Recipe
from charts.spec import RankedSpec
from domain.layout import Layout
from domain.periods import Period, PeriodKind, parse_period
from etl.build import build, collect
from etl.import_layout import TABLE_COLUMNS
from etl.importer import import_files
from etl.registry import load_registry
from queries.ask import Ask, WarehouseAsk
from queries.rolling import Rolling, rolled_counts, rolled_values
from queries.rows import Count, Value
from queries.today import Today
from queries.warehouse import Warehouse
from tests.briefings import MADE_ON
from tests.factory import LAI_HUNG, MINH_DUC, make_report

DUC_HIEP, VINH_THUAN, MINH_HOA = "SIM08@2004", "SIM11@2004", "SIM01@2004"
MINH_HOA_TODAY = "SIM01@2025"
ROLLING = Choice(source="demo", kind="rolling_year", last="2024-R2")
R3 = parse_period("2024-R3")


@pytest.fixture(scope="module")
def plain(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


@pytest.fixture(scope="module")
def ask(plain: WarehouseAsk) -> Rolling:
    return Rolling(plain)


def everyone(ask: Ask) -> list[str]:
    return [unit.unit_id for unit in ask.units("demo")]


def ids(periods: Iterable[Period]) -> list[str]:
    return [period.period_id for period in periods]


# The rules, on values made up


def quarter_of(
    period: Period, numerator: float | None = 40.0, denominator: float | None = 50.0, **other: object
) -> Value:
    rate = 100 * numerator / denominator if numerator is not None and denominator else None
    made = Value(
        "A", "own", period.period_id, "online_rate", numerator, denominator, rate, False, rate, False,
        period.nominal.start, period.nominal.end, True, "checked", f"r-{period.period_id}",
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


def count_of(period: Period, value: float = 10.0, qualifier: str = "exact", measure: str = "received_online") -> Count:
    return Count("A", "own", period.period_id, measure, value, qualifier, False, False, f"r-{period.period_id}")


counts = st.integers(0, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
four_counts = st.lists(counts, min_size=4, max_size=4)
rolling_periods = st.builds(Period, st.integers(1992, 2100), st.sampled_from(("R1", "R2", "R3", "R4")))


def four(period: Period, pairs: Sequence[tuple[int, int]]) -> list[Value]:
    return [quarter_of(q, float(n), float(d)) for q, (n, d) in zip(period.quarters(), pairs, strict=True)]


@given(rolling_periods, four_counts, st.randoms(use_true_random=False))
def test_the_rate_of_four_quarters_is_that_of_their_counts_together_in_whatever_order_they_come(
    period: Period, pairs: list[tuple[int, int]], random: Random
) -> None:
    values = four(period, pairs)
    (rolled,) = rolled_values(values, [period])
    assert (rolled.numerator, rolled.denominator) == (sum(n for n, _ in pairs), sum(d for _, d in pairs))
    rates = [100 * n / d for n, d in pairs if d]
    if rates:
        assert rolled.value == pytest.approx(100 * sum(n for n, _ in pairs) / sum(d for _, d in pairs))
        assert min(rates) - 1e-9 <= rolled.value <= max(rates) + 1e-9
    else:
        assert rolled.value is None
    assert rolled.window == period.nominal
    assert (rolled.unit_id, rolled.scope, rolled.period_id) == ("A", "own", period.period_id)
    assert (rolled.printed_value, rolled.is_derived, rolled.is_rebased) == (None, False, False)
    random.shuffle(values)
    assert rolled_values(values, [period]) == [rolled]


@given(st.integers(1992, 2100), four_counts)
def test_the_quarters_of_a_year_give_that_years_rate_derived_ones_too(year: int, pairs: list[tuple[int, int]]) -> None:
    period = Period(year, "R4")
    first, second, third, fourth = pairs
    half = [a + b for a, b in zip(first, second, strict=True)]
    whole = [sum(part) for part in zip(half, third, fourth, strict=True)]
    # As they are reported: two of the quarters follow by subtraction from what is cumulative.
    values = four(period, [
        first,
        (half[0] - first[0], half[1] - first[1]),
        third,
        (whole[0] - half[0] - third[0], whole[1] - half[1] - third[1]),
    ])  # fmt: skip
    values = [replace(value, is_derived=value.period_id.endswith(("Q2", "Q4"))) for value in values]
    (rolled,) = rolled_values(values, [period])
    assert [rolled.numerator, rolled.denominator] == whole
    assert rolled.value == (100 * whole[0] / whole[1] if whole[1] else None)
    assert rolled.window == Period(year, "").nominal
    assert rolled.is_derived


@given(
    rolling_periods, four_counts, st.integers(0, 3), st.sampled_from(("absent", "numerator", "denominator", "scope"))
)
def test_where_one_quarter_is_missing_there_is_no_rate(
    period: Period, pairs: list[tuple[int, int]], place: int, how: str
) -> None:
    values = four(period, pairs)
    if how == "absent":
        del values[place]
    elif how == "scope":
        values[place] = replace(values[place], scope="communes")
    else:
        values[place] = replace(values[place], **{how: None})  # type: ignore[arg-type]
    assert rolled_values(values, [period]) == []


@given(rolling_periods, st.integers(1, 3), st.integers(-40, 40))
def test_quarters_are_summed_only_where_their_windows_abut_within_fifteen_days(
    period: Period, place: int, off: int
) -> None:
    values = [quarter_of(quarter) for quarter in period.quarters()]
    moved = values[place].window_start + timedelta(days=off)
    values[place] = replace(values[place], window_start=moved)
    assert bool(rolled_values(values, [period])) is (abs(off) <= 15)


@given(four_counts, four_counts, st.randoms(use_true_random=False))
def test_units_scopes_and_definitions_are_never_summed_together(
    own: list[tuple[int, int]], other: list[tuple[int, int]], random: Random
) -> None:
    different = ({"unit_id": "B"}, {"scope": "communes"}, {"indicator_id": "online_rate.eligible"})
    values = four(R3, own) + [replace(value, **change) for change in different for value in four(R3, other)]  # type: ignore[arg-type]
    random.shuffle(values)
    found = {(v.unit_id, v.scope, v.indicator_id): (v.numerator, v.denominator) for v in rolled_values(values, [R3])}
    theirs = (sum(n for n, _ in other), sum(d for _, d in other))
    assert found.pop(("A", "own", "online_rate")) == (sum(n for n, _ in own), sum(d for _, d in own))
    assert found == {
        ("B", "own", "online_rate"): theirs,
        ("A", "communes", "online_rate"): theirs,
        ("A", "own", "online_rate.eligible"): theirs,
    }


def test_what_is_said_of_a_quarter_is_said_of_the_sum() -> None:
    first, *others = [quarter_of(quarter) for quarter in R3.quarters()]
    marks = {
        "is_lower_bound": True,
        "is_derived": True,
        "is_rebased": True,
        "window_printed": False,
        "status": "provisional",
        "report_id": "r-2023-Q4+a",
    }
    (plain,) = rolled_values([first, *others], [R3])
    (marked,) = rolled_values([replace(first, **marks), *others], [R3])  # type: ignore[arg-type]
    for name in ("is_lower_bound", "is_derived", "is_rebased"):
        assert (getattr(plain, name), getattr(marked, name)) == (False, True)
    assert (plain.window_printed, marked.window_printed) == (True, False)
    assert (plain.status, marked.status) == ("checked", "provisional")
    assert plain.report_id == "r-2023-Q4+r-2024-Q1+r-2024-Q2+r-2024-Q3"
    assert sorted(marked.report_id.split("+")) == ["a", "r-2023-Q4", "r-2024-Q1", "r-2024-Q2", "r-2024-Q3"]
    locked = [replace(value, status="locked", report_id="one") for value in (first, *others)]
    assert [(value.status, value.report_id) for value in rolled_values(locked, [R3])] == [("locked", "one")]


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (("exact",) * 4, "exact"),
        (("exact", "at_least", "exact", "at_least"), "at_least"),
        (("exact", "at_most", "exact", "exact"), None),
        (("about", "exact", "exact", "exact"), None),
    ],
)
def test_a_sum_of_counts_is_exact_or_at_least_or_not_there(qualifiers: Sequence[str], expected: str | None) -> None:
    quarters = [count_of(quarter, 7.0, one) for quarter, one in zip(R3.quarters(), qualifiers, strict=True)]
    found = rolled_counts(quarters, [R3], {"received_online": "flow"}, {("A", "2024-R3")})
    assert [(count.qualifier, count.value) for count in found] == ([(expected, 28.0)] if expected else [])


def test_stocks_are_those_of_the_last_quarter_and_what_was_carried_over_that_of_the_first() -> None:
    kinds = {"pending_total": "stock", "carried_over": "stock", "received_total": "computed"}
    quarters = [
        count_of(quarter, float(number), measure=measure)
        for measure in kinds
        for number, quarter in enumerate(R3.quarters(), start=1)
    ]
    found = rolled_counts(quarters, [R3], kinds, {("A", "2024-R3")})
    assert {count.measure: (count.value, count.report_id) for count in found} == {
        "pending_total": (4.0, "r-2024-Q3"),
        "carried_over": (1.0, "r-2023-Q4"),
    }
    assert rolled_counts(quarters, [R3], kinds, set()) == []


# The simulated district


def test_rolling_years_are_listed_where_four_quarters_are_there_and_never_across_the_reform(ask: Rolling) -> None:
    rows = [row for row in ask.periods("demo") if row.kind is PeriodKind.ROLLING]
    before = [row.period_id for row in rows if row.period.nominal.end.year < 2025]
    assert before == [
        "2022-R4", "2023-R1", "2023-R2", "2023-R3", "2023-R4", "2024-R1", "2024-R2", "2024-R3", "2024-R4",
    ]  # fmt: skip
    # The communes of before and of after 1 July 2025 are others: nobody has quarters on both sides.
    assert not {"2025-R3", "2025-R4"} & set(ids(row.period for row in rows))
    assert [row for row in ask.periods("report") if row.kind is PeriodKind.ROLLING] == []
    by_id = {row.period_id: row for row in rows}
    assert (by_id["2022-R4"].units, by_id["2022-R4"].derived) == (11, 11)
    assert by_id["2024-R3"].units == 10


def test_no_more_units_are_promised_than_the_rolling_years_last_one_has(ask: Rolling) -> None:
    for row in ask.periods("demo"):
        if row.kind is PeriodKind.ROLLING:
            have = {v.unit_id for v in ask.indicator_values("demo", ["on_time_rate"], [row.period_id], everyone(ask))}
            assert 0 < len(have) <= row.units


def test_four_quarters_to_the_years_end_are_the_year_that_is_reported(ask: Rolling) -> None:
    flows = [one for one in ask.indicators() if _is_flow(ask, one)]
    found = ask.indicator_values(
        "demo", flows, ["2022", "2023", "2024", "2022-R4", "2023-R4", "2024-R4"], everyone(ask)
    )
    years = {(v.unit_id, v.scope, v.indicator_id, v.period_id): v for v in found if "-" not in v.period_id}
    rolled = [value for value in found if "-" in value.period_id]
    assert len({value.unit_id for value in rolled}) >= 9 and len({value.indicator_id for value in rolled}) >= 5
    for value in rolled:
        year = years[value.unit_id, value.scope, value.indicator_id, value.period_id[:4]]
        assert (value.numerator, value.denominator) == (year.numerator, year.denominator)
        assert value.value == year.value
        assert value.is_derived and not year.is_derived


def _is_flow(ask: Ask, indicator: str) -> bool:
    kinds = {code: measure.kind for code, measure in ask.measures().items()}
    terms = [term for term in ask.indicator_terms() if term.indicator_id == indicator and term.used_for is None]
    return {kinds[term.measure] for term in terms} == {"flow"}


def test_the_sum_of_any_four_quarters_is_the_warehouses_own(ask: Rolling, warehouse: Warehouse) -> None:
    quarters = ids(R3.quarters())
    found = ask.indicator_values("demo", ["online_rate"], ["2024-R3"], everyone(ask))
    with warehouse._root.cursor() as cursor:
        expected = cursor.execute(
            """
            select unit_id, sum(numerator), sum(denominator) from indicator_value
            where source = 'demo' and scope = 'own' and indicator_id = 'online_rate' and list_contains(?, period_id)
            group by unit_id having count(numerator) = 4 order by unit_id
            """,
            [quarters],
        ).fetchall()
    assert len(expected) >= 9
    assert [(v.unit_id, v.numerator, v.denominator) for v in found] == expected


def test_a_unit_that_missed_one_of_the_quarters_has_no_sum_and_the_next_four_have(ask: Rolling) -> None:
    def units_with(period_id: str) -> set[str]:
        return {v.unit_id for v in ask.indicator_values("demo", ["on_time_rate"], [period_id], everyone(ask))}

    # Đức Hiệp did not report Q3 2024, nor Vĩnh Thuận Q1 2023; the quarters derived from those are not there either.
    assert DUC_HIEP in units_with("2024-R2")
    assert DUC_HIEP not in units_with("2024-R3") | units_with("2024-R4")
    assert VINH_THUAN in units_with("2022-R4")
    assert VINH_THUAN not in units_with("2023-R1") | units_with("2023-R4") | units_with("2024-R1")
    assert VINH_THUAN in units_with("2024-R2")


def test_what_stands_at_a_date_is_never_summed(ask: Rolling) -> None:
    found = ask.indicator_values("demo", ask.indicators(), ["2024-R2"], everyone(ask))
    rolled = {value.indicator_id for value in found}
    assert rolled >= {"online_rate", "on_time_rate", "satisfaction_rate", "digitised_rate"}
    rules = ask.indicators()
    assert {rules[indicator].rule for indicator in rolled} == {"ratio"}
    assert not rolled & {"on_time_rate.handled", "posts_filled_rate", "disbursement_rate", "plan_completion_rate"}
    quarters = ask.indicator_values("demo", ["on_time_rate.handled", "posts_filled_rate"], ["2024-Q2"], everyone(ask))
    assert {value.indicator_id for value in quarters} == {"on_time_rate.handled", "posts_filled_rate"}
    assert ask.staff_levels("demo", "education", ["2024-R2"], everyone(ask)) == ()
    assert ask.coverage("demo", ["2024-R2"], everyone(ask)) == ()


def test_counts_of_four_quarters_flow_or_stand(ask: Rolling) -> None:
    measures = ["received_in_period", "resolved_overdue", "pending_total", "carried_over", "received_total"]
    quarters = ids(parse_period("2024-R2").quarters())
    found = ask.measure_values("demo", measures, ["2024-R2", *quarters], everyone(ask))
    by_key = {(c.unit_id, c.measure, c.period_id): c.value for c in found if c.scope == "own"}
    rolled = {(unit, measure): value for (unit, measure, period), value in by_key.items() if period == "2024-R2"}
    assert {measure for _, measure in rolled} == {*measures} - {"received_total"}
    assert len(rolled) >= 4 * 8
    for (unit, measure), value in rolled.items():
        parts = [by_key.get((unit, measure, quarter)) for quarter in quarters]
        if measure == "pending_total":
            assert value == parts[-1]
        elif measure == "carried_over":
            assert value == parts[0]
        else:
            assert value == fsum(part for part in parts if part is not None) and None not in parts
    assert not any(unit == DUC_HIEP for unit, _ in _rolled(ask, "2024-R3"))


def _rolled(ask: Rolling, period_id: str) -> dict[tuple[str, str], float]:
    found = ask.measure_values("demo", ["received_in_period", "pending_total"], [period_id], everyone(ask))
    return {(count.unit_id, count.measure): count.value for count in found}


def test_derived_quarters_add_back_to_the_cumulative_reports_for_every_flow(plain: WarehouseAsk) -> None:
    flows = [code for code, measure in plain.measures().items() if measure.kind == "flow"]
    periods = ids(row.period for row in plain.periods("demo"))
    found = plain.measure_values("demo", flows, periods, everyone(plain))
    by_key = {(c.unit_id, c.scope, c.measure, c.period_id): c for c in found}
    checked, measures = 0, set()
    for unit, scope, measure in {key[:3] for key in by_key}:
        for year in (2022, 2023, 2024):
            parts = [by_key.get((unit, scope, measure, Period(year, part).period_id)) for part in ADD_BACK]
            first, second, half, third, fourth, whole = parts
            for quarters, cumulative in (((first, second), half), ((half, third, fourth), whole)):
                # A quarter reported beside the cumulative one, not derived from it, may contradict it: a finding.
                if cumulative is None or None in quarters or not quarters[-1].is_derived:  # type: ignore[union-attr]
                    continue
                assert fsum(one.value for one in quarters if one) == pytest.approx(cumulative.value, abs=1e-6)
                checked += 1
                measures.add(measure)
    assert checked > 500 and measures >= {"received_in_period", "received_online", "resolved_on_time", "withdrawn"}


ADD_BACK = ("Q1", "Q2", "H1", "Q3", "Q4", "")


def test_a_units_values_hold_its_rolling_years_as_the_comparison_has_them(ask: Rolling, plain: WarehouseAsk) -> None:
    own = ask.unit_values("demo", MINH_HOA)
    rolled = [value for value in own if "-R" in value.period_id]
    periods = sorted({value.period_id for value in rolled})
    assert periods[:2] == ["2022-R4", "2023-R1"]
    asked = ask.indicator_values("demo", ask.indicators(), periods, [MINH_HOA])
    assert sorted(rolled, key=repr) == sorted(asked, key=repr)
    assert [value for value in own if "-R" not in value.period_id] == list(plain.unit_values("demo", MINH_HOA))


def test_what_is_no_rolling_year_is_answered_as_it_was(ask: Rolling, plain: WarehouseAsk) -> None:
    asked = ("demo", ["online_rate", "university_rate"], ["2024-Q3", "2024"], everyone(ask))
    assert ask.indicator_values(*asked) == plain.indicator_values(*asked)
    counted = ("demo", ["pending_total"], ["2024-Q3"], everyone(ask))
    assert ask.measure_values(*counted) == plain.measure_values(*counted)
    both = ask.indicator_values("demo", ["online_rate"], ["2024-Q3", "2024-R3"], everyone(ask))
    assert [v for v in both if v.period_id == "2024-Q3"] == list(
        plain.indicator_values("demo", ["online_rate"], ["2024-Q3"], everyone(ask))
    )


# Together with today's units


def test_sums_over_units_and_over_quarters_give_the_same_and_quarters_are_summed_last(plain: WarehouseAsk) -> None:
    today = asking(Choice(source="demo", basis=TODAY), plain)
    assert isinstance(today, Rolling)
    by_quarter = {
        v.period_id: v for v in today.indicator_values("demo", ["online_rate"], ids(R3.quarters()), [MINH_HOA_TODAY])
    }
    assert len(by_quarter) == 4
    (rolled,) = today.indicator_values("demo", ["online_rate"], ["2024-R3"], [MINH_HOA_TODAY])
    assert rolled.numerator == fsum(value.numerator or 0.0 for value in by_quarter.values())
    before = [row.from_unit_id for row in plain.lineage("demo") if row.to_unit_id == MINH_HOA_TODAY]
    parts = Rolling(plain).indicator_values("demo", ["online_rate"], ["2024-R3"], before)
    assert len(parts) == len(before) == 3
    assert (rolled.numerator, rolled.denominator) == (
        fsum(value.numerator or 0.0 for value in parts),
        fsum(value.denominator or 0.0 for value in parts),
    )
    assert rolled.is_rebased and rolled.is_derived
    # The other way round there is no sum rather than a wrong one: a rolling year has no reports to judge by.
    wrong_way = Today(Rolling(plain))
    assert wrong_way.indicator_values("demo", ["online_rate"], ["2024-R3"], [MINH_HOA_TODAY]) == []


def test_a_gap_in_one_quarter_is_the_reason_for_the_gap_in_the_four(plain: WarehouseAsk) -> None:
    today = Rolling(Today(plain))
    units = [unit.unit_id for unit in today.units("demo")]
    gaps = {gap.unit_id: gap for gap in today.gaps("demo", ["2024-R3", "2024-Q3"], units) if gap.period_id == "2024-R3"}
    quarters = {(gap.unit_id, gap.period_id): gap for gap in today.gaps("demo", ids(R3.quarters()), units)}
    assert gaps and MINH_HOA_TODAY not in gaps
    for unit, gap in gaps.items():
        first = next(quarters[unit, one] for one in ids(R3.quarters()) if (unit, one) in quarters)
        assert (gap.reason, gap.units) == (first.reason, first.units)
    # Of the four quarters to Q2 2025 Đức Hiệp missed the first.
    (gap,) = [gap for gap in today.gaps("demo", ["2025-R2"], ["SIM03@2025"]) if gap.period_id == "2025-R2"]
    assert (gap.reason, gap.units) == ("not_reported", (DUC_HIEP,))


# In the charts


def test_any_kind_of_period_never_holds_rolling_years_which_are_its_quarters_again(plain: WarehouseAsk) -> None:
    everything = periods_of(Choice(source="demo", kind=ANY_KIND), asking(Choice(source="demo"), plain))
    assert {period.kind for period in everything} == {*PeriodKind} - {PeriodKind.ROLLING, PeriodKind.NINE_MONTHS}
    rolling = periods_of(ROLLING, asking(ROLLING, plain))
    assert (rolling[0].period_id, rolling[-1].period_id) == ("2022-R4", "2024-R2")
    assert {period.kind for period in rolling} == {PeriodKind.ROLLING}


def test_a_ranking_of_rolling_years_draws_the_sums_and_names_the_reports_behind_them(plain: WarehouseAsk) -> None:
    ask = asking(ROLLING, plain)
    view = view_of(ROLLING, ask)
    spec = recipes.make(Recipe("ranked", "online_rate"), view, ask)
    assert isinstance(spec, RankedSpec)
    values = ask.indicator_values("demo", ["online_rate"], ["2024-R2"], view.unit_ids)
    expected = {value.unit_id: value.value for value in values if value.scope == "own"}
    assert {mark.key: mark.value for mark in (*spec.marks, *spec.below)} == expected
    assert "4 quý đến hết quý II/2024" in spec.frame.subtitle
    named = {one for value in values for one in value.report_id.split("+")}
    assert len(named) > len(values) and named <= {*view.report_numbers}


def test_a_unit_without_all_four_quarters_is_not_said_to_have_sent_no_report(plain: WarehouseAsk) -> None:
    choice = replace(ROLLING, last="2024-R3")
    ask = asking(choice, plain)
    view = view_of(choice, ask)
    # It sent three of the four.
    assert view.absence(DUC_HIEP, R3) == "không cộng được đủ bốn quý"
    assert view.absence(DUC_HIEP, parse_period("2024-Q3")) == "không báo cáo"
    scores = recipes.make(Recipe("scorecard"), view, ask)
    (row,) = [row for row in scores.rows if row.key == DUC_HIEP]
    assert {(cell.text, cell.hover) for cell in row.cells} == {("–", "không cộng được đủ bốn quý")}


def test_the_reports_of_a_rolling_year_are_those_of_its_quarters(plain: WarehouseAsk) -> None:
    ask = asking(ROLLING, plain)
    view = view_of(ROLLING, ask)
    coverage = recipes.coverage(view, ask)
    shown = overview.headlines(ask.indicators())
    first, *_ = overview.tiles(view, shown, recipes.indicator_values(view, ask, "online_rate"), coverage)
    quarter = {row.unit_id for row in coverage if row.period_id == "2024-Q2"}
    assert first.label == "Có số liệu quý II/2024"
    assert first.value == view.say("tile.of", part=len(quarter), whole=len(view.shown))
    matrix = recipes.make(Recipe("coverage"), view, ask)
    assert matrix.columns[-1] == "QII/24" and len(matrix.columns) == 10
    lines = overview.attention(view, shown, [], [], coverage)
    assert not any("4 quý" in line for line in lines)


def test_a_units_profile_of_a_rolling_year_has_its_rates_and_offers_no_figures_of_its_own(plain: WarehouseAsk) -> None:
    ask = asking(ROLLING, plain)
    view = view_of(ROLLING, ask)
    own = ask.unit_values("demo", MINH_HOA)
    assert profile.latest_period(view, own) == parse_period("2024-R2")
    periods = provenance.periods_with_figures(own, [])
    assert PeriodKind.ROLLING not in {period.kind for period in periods}
    assert parse_period("2024-Q2") in periods


def test_a_briefing_of_rolling_years_is_saved_drawn_again_and_moved(plain: WarehouseAsk) -> None:
    plan = Plan(ROLLING, (Pin(Recipe("ranked", "online_rate"), ROLLING),))
    assert loads(dumps(plan)) == plan
    made = deck_of(plan, plain, MADE_ON)
    assert "4 quý đến hết quý II/2024" in made.title
    moved = for_period(plan, "2024-R3")
    assert (moved.choice.kind, moved.choice.last) == ("rolling_year", "2024-R3")
    (item,) = deck_of(moved, plain, MADE_ON).parts
    drawn = {mark.key: mark.value for mark in (*item.spec.marks, *item.spec.below)}  # type: ignore[union-attr]
    values = Rolling(plain).indicator_values("demo", ["online_rate"], ["2024-R3"], everyone(plain))
    assert drawn == {value.unit_id: value.value for value in values}


# Nobody reports four quarters


def test_a_report_of_four_quarters_is_refused_with_the_usual_words_and_the_others_are_read(office: Layout) -> None:
    make_report(office.reports / "good", MINH_DUC, "2023-H1", {"received_in_period": 100})
    make_report(office.reports / "bad", LAI_HUNG, "2023-R2", {"received_in_period": 100})
    reports, problems = collect(office, load_registry(office), strict=False)
    assert [report.report_id for report in reports] == ["good"]
    assert {problem.code for problem in problems} == {"period"}
    assert "2023-R2" in problems[0].text("vi") and problems[0].file == "bad/report.toml"


def test_a_filled_in_table_of_four_quarters_is_refused_and_nothing_is_written(office: Layout, tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    row = {"unit": "Xã Lai Hưng", "measure": "received_in_period", "scope": "own", "value": "10"}
    for period in ("2023-R2", "4 quý đến hết quý II/2023"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLE_COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerow(row | {"period": period})
        registry = load_registry(office)
        result = import_files([path], tmp_path / "reports", registry, registry.units, progress=False)
        assert [problem.code for problem in result.problems] == ["period_unknown"]
        assert result.written == () and not (tmp_path / "reports").exists()


def test_the_warehouse_has_no_rolling_years(office: Layout) -> None:
    make_report(office.reports / "good", MINH_DUC, "2023-H1", {"received_in_period": 100})
    house = Warehouse(build(office, strict=True).path)
    with house._root.cursor() as cursor:
        rows = cursor.execute("select distinct kind from period order by kind").fetchall()
    assert [kind for (kind,) in rows] == ["half_year", "nine_months", "quarter", "year"]


def test_four_quarters_reported_by_one_unit_alone_are_one_rolling_year(office: Layout) -> None:
    flows = {"received_in_period": 100, "received_online": 40}
    for period, figures in (
        ("2023-Q3", flows),
        ("2023-Q4", {"received_in_period": 50, "received_online": 30}),
        ("2024-Q1", flows),
        ("2024-Q2", {"received_in_period": 150, "received_online": 90}),
    ):
        make_report(office.reports / period.lower(), LAI_HUNG, period, figures)
    make_report(office.reports / "other", MINH_DUC, "2024-Q2", flows)
    ask = Rolling(WarehouseAsk(Warehouse(build(office, strict=True).path)))
    (row,) = [row for row in ask.periods("report") if row.kind is PeriodKind.ROLLING]
    assert (row.period_id, row.units, row.derived) == ("2024-R2", 1, 0)
    (value,) = ask.indicator_values("report", ["online_rate"], ["2024-R2"], [LAI_HUNG, MINH_DUC])
    assert (value.unit_id, value.numerator, value.denominator, value.value) == (LAI_HUNG, 200.0, 400.0, 50.0)
    assert not value.is_derived
    assert value.report_id == "2023-q3+2023-q4+2024-q1+2024-q2"
