"""Rolling years on charts, profiles and briefings, and in the units of today."""

from dataclasses import replace
from math import fsum

from briefing.plan import Pin, Plan, deck_of, for_period
from briefing.plan_file import dumps, loads
from charts import overview, profile, provenance, recipes
from charts.attention import attention
from charts.choose import ANY_KIND, TODAY, Choice, asking, periods_of, view_of
from charts.recipes import Recipe
from charts.spec import RankedSpec
from domain.periods import PeriodKind, parse_period
from queries.ask import WarehouseAsk
from queries.rolling import Rolling
from queries.today import Today
from tests.briefings import MADE_ON
from tests.rolling_cases import DUC_HIEP, MINH_HOA, R3, ROLLING, everyone, ids

MINH_HOA_TODAY = "SIM01@2025"


# Together with today's units


def test_sums_over_units_and_over_quarters_give_the_same_and_quarters_are_summed_last(plain_ask: WarehouseAsk) -> None:
    today = asking(Choice(source="demo", basis=TODAY), plain_ask)
    assert isinstance(today, Rolling)
    by_quarter = {
        v.period_id: v for v in today.indicator_values("demo", ["online_rate"], ids(R3.quarters()), [MINH_HOA_TODAY])
    }
    assert len(by_quarter) == 4
    (rolled,) = today.indicator_values("demo", ["online_rate"], ["2024-R3"], [MINH_HOA_TODAY])
    assert rolled.numerator == fsum(value.numerator or 0.0 for value in by_quarter.values())
    before = [row.from_unit_id for row in plain_ask.lineage("demo") if row.to_unit_id == MINH_HOA_TODAY]
    parts = Rolling(plain_ask).indicator_values("demo", ["online_rate"], ["2024-R3"], before)
    assert len(parts) == len(before) == 3
    assert (rolled.numerator, rolled.denominator) == (
        fsum(value.numerator or 0.0 for value in parts),
        fsum(value.denominator or 0.0 for value in parts),
    )
    assert rolled.is_rebased and rolled.is_derived
    # The other way round there is no sum rather than a wrong one: a rolling year has no reports to judge by.
    wrong_way = Today(Rolling(plain_ask))
    assert wrong_way.indicator_values("demo", ["online_rate"], ["2024-R3"], [MINH_HOA_TODAY]) == []


def test_a_gap_in_one_quarter_is_the_reason_for_the_gap_in_the_four(plain_ask: WarehouseAsk) -> None:
    today = Rolling(Today(plain_ask))
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


def test_any_kind_of_period_never_holds_rolling_years_which_are_its_quarters_again(plain_ask: WarehouseAsk) -> None:
    everything = periods_of(Choice(source="demo", kind=ANY_KIND), asking(Choice(source="demo"), plain_ask))
    assert {period.kind for period in everything} == {*PeriodKind} - {PeriodKind.ROLLING, PeriodKind.NINE_MONTHS}
    rolling = periods_of(ROLLING, asking(ROLLING, plain_ask))
    assert (rolling[0].period_id, rolling[-1].period_id) == ("2022-R4", "2024-R2")
    assert {period.kind for period in rolling} == {PeriodKind.ROLLING}


def test_a_ranking_of_rolling_years_draws_the_sums_and_names_the_reports_behind_them(plain_ask: WarehouseAsk) -> None:
    ask = asking(ROLLING, plain_ask)
    view = view_of(ROLLING, ask)
    spec = recipes.make(Recipe("ranked", "online_rate"), view, ask)
    assert isinstance(spec, RankedSpec)
    values = ask.indicator_values("demo", ["online_rate"], ["2024-R2"], view.unit_ids)
    expected = {value.unit_id: value.value for value in values if value.scope == "own"}
    assert {mark.key: mark.value for mark in (*spec.marks, *spec.below)} == expected
    assert "4 quý đến hết quý II/2024" in spec.frame.subtitle
    named = {one for value in values for one in value.report_id.split("+")}
    assert len(named) > len(values) and named <= {*view.report_numbers}


def test_a_unit_without_all_four_quarters_is_not_said_to_have_sent_no_report(plain_ask: WarehouseAsk) -> None:
    choice = replace(ROLLING, last="2024-R3")
    ask = asking(choice, plain_ask)
    view = view_of(choice, ask)
    # It sent three of the four.
    assert view.absence(DUC_HIEP, R3) == "không cộng được đủ bốn quý"
    assert view.absence(DUC_HIEP, parse_period("2024-Q3")) == "không báo cáo"
    scores = recipes.make(Recipe("scorecard"), view, ask)
    (row,) = [row for row in scores.rows if row.key == DUC_HIEP]
    assert {(cell.text, cell.hover) for cell in row.cells} == {("–", "không cộng được đủ bốn quý")}


def test_the_reports_of_a_rolling_year_are_those_of_its_quarters(plain_ask: WarehouseAsk) -> None:
    ask = asking(ROLLING, plain_ask)
    view = view_of(ROLLING, ask)
    coverage = recipes.coverage(view, ask)
    shown = overview.headlines(ask.indicators())
    first, *_ = overview.tiles(view, shown, recipes.indicator_values(view, ask, "online_rate"), coverage)
    quarter = {row.unit_id for row in coverage if row.period_id == "2024-Q2"}
    assert first.label == "Có số liệu quý II/2024"
    assert first.value == view.say("tile.of", part=len(quarter), whole=len(view.shown))
    matrix = recipes.make(Recipe("coverage"), view, ask)
    assert matrix.columns[-1] == "QII/24" and len(matrix.columns) == 10
    assert attention(view, shown, [], [], coverage) == []


def test_a_units_profile_of_a_rolling_year_has_its_rates_and_the_period_to_follow_them(
    plain_ask: WarehouseAsk,
) -> None:
    ask = asking(ROLLING, plain_ask)
    view = view_of(ROLLING, ask)
    own = ask.unit_values("demo", MINH_HOA)
    assert profile.latest_period(view, own) == parse_period("2024-R2")
    periods = provenance.periods_with_figures(view, own, [])
    assert [period for period in periods if period.kind is PeriodKind.ROLLING] == list(reversed(view.periods))
    by_quarters = replace(view, periods=(parse_period("2024-Q2"),))
    plain = provenance.periods_with_figures(by_quarters, own, [])
    assert PeriodKind.ROLLING not in {period.kind for period in plain}
    assert parse_period("2024-Q2") in periods


def test_a_briefing_of_rolling_years_is_saved_drawn_again_and_moved(plain_ask: WarehouseAsk) -> None:
    plan = Plan(ROLLING, (Pin(Recipe("ranked", "online_rate"), ROLLING),))
    assert loads(dumps(plan)) == plan
    made = deck_of(plan, plain_ask, MADE_ON)
    assert "4 quý đến hết quý II/2024" in made.title
    moved = for_period(plan, "2024-R3")
    assert (moved.choice.kind, moved.choice.last) == ("rolling_year", "2024-R3")
    (item,) = deck_of(moved, plain_ask, MADE_ON).parts
    drawn = {mark.key: mark.value for mark in (*item.spec.marks, *item.spec.below)}  # type: ignore[union-attr]
    values = Rolling(plain_ask).indicator_values("demo", ["online_rate"], ["2024-R3"], everyone(plain_ask))
    assert drawn == {value.unit_id: value.value for value in values}
