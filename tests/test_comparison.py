"""What may be compared, and the figures of a comparison."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.comparison import (
    MIN_COMPARABLE_UNITS,
    WITHIN,
    Aggregate,
    Baseline,
    BaselineKind,
    NotRanked,
    NotTold,
    TargetStatus,
    is_better,
    median,
    movement,
    pooled_rate,
    quarters,
    quartiles,
    ranks,
    same_length,
    shortfall,
    target_status,
    usual_window,
    why_not_ranked,
    why_not_told,
)
from domain.periods import Window, parse_period

counts = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda pair: (min(pair), max(pair)))
rates = st.lists(st.integers(0, 1000).map(lambda tenth: tenth / 10), max_size=30)
NOMINAL = Window(date(2022, 12, 15), date(2023, 6, 14))
STRAY = Window(date(2023, 1, 5), date(2023, 6, 1))


@given(st.lists(counts, min_size=1, max_size=30))
def test_a_pooled_rate_lies_between_the_smallest_and_the_largest_part(parts: list[tuple[int, int]]) -> None:
    pooled = pooled_rate(parts)
    each = [100 * numerator / denominator for numerator, denominator in parts]
    assert pooled is not None
    assert min(each) - 1e-9 <= pooled <= max(each) + 1e-9
    exact = 100 * Fraction(sum(n for n, _ in parts), sum(d for _, d in parts))
    assert pooled == pytest.approx(float(exact))


def test_a_pooled_rate_is_no_average_of_rates() -> None:
    assert pooled_rate([(1, 1), (0, 99)]) == 1.0


def test_nothing_to_divide_by_gives_no_pooled_rate() -> None:
    assert pooled_rate([]) is None
    assert pooled_rate([(0, 0), (0, 0)]) is None


@given(rates, st.booleans(), st.randoms())
def test_a_rank_does_not_depend_on_the_order_in_which_units_come(
    values: list[float], descending: bool, random: object
) -> None:
    before = dict(zip(values, ranks(values, descending=descending), strict=True))
    random.shuffle(values)  # type: ignore[attr-defined]
    assert ranks(values, descending=descending) == [before[value] for value in values]


@given(rates, st.booleans())
def test_a_rank_is_one_more_than_the_number_of_better_values(values: list[float], descending: bool) -> None:
    for value, rank in zip(values, ranks(values, descending=descending), strict=True):
        assert rank == 1 + sum((other > value) if descending else (other < value) for other in values)


def test_ties_share_the_better_rank_and_the_next_one_is_skipped() -> None:
    assert ranks([90.0, 95.0, 90.0, 80.0]) == [2, 1, 2, 4]
    assert ranks([90.0, 95.0, 90.0, 80.0], descending=False) == [2, 4, 2, 1]
    assert ranks([]) == []


@given(rates)
def test_there_is_no_median_of_fewer_than_five_units(values: list[float]) -> None:
    found = median(values)
    assert (found is None) is (len(values) < MIN_COMPARABLE_UNITS == 5)
    if found is not None:
        assert sum(value <= found for value in values) >= len(values) / 2 <= sum(value >= found for value in values)


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(0, 100))
def test_the_shortfall_is_the_smallest_number_that_reaches_the_target(
    numerator: int, denominator: int, target: int
) -> None:
    missing = shortfall(numerator, denominator, target)
    assert 100 * (numerator + missing) >= target * denominator
    assert missing == 0 or 100 * (numerator + missing - 1) < target * denominator


def test_floating_point_makes_nobody_short_of_the_target() -> None:
    assert 64.4 * 250 / 100 > 161
    assert shortfall(161, 250, 64.4) == 0
    assert shortfall(160, 250, 64.4) == 1
    assert shortfall(848, 1945, 50) == 125


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (50.0, TargetStatus.MET),
        (50.1, TargetStatus.MET),
        (49.9, TargetStatus.CLOSE),
        (45.0, TargetStatus.CLOSE),
        (44.9, TargetStatus.NOT_MET),
    ],
)
def test_a_value_is_met_close_within_five_points_or_not_met(value: float, status: TargetStatus) -> None:
    assert target_status(value, 50) is status


def reason(lower_bound: bool = False, n: float | None = 100, least: int = 30, own: Window = NOMINAL) -> object:
    return why_not_ranked(
        is_lower_bound=lower_bound, denominator=n, min_denominator=least, window=own, usual_window=NOMINAL
    )


def test_lower_bounds_small_denominators_and_other_windows_are_not_ranked() -> None:
    assert reason() is None
    assert reason(lower_bound=True) is NotRanked.LOWER_BOUND
    assert reason(n=29) is NotRanked.SMALL
    assert reason(n=30) is None
    assert reason(n=4, least=0) is None
    assert reason(n=None) is None
    assert reason(own=STRAY) is NotRanked.OTHER_WINDOW
    assert reason(own=Window(NOMINAL.start - timedelta(days=15), NOMINAL.end)) is None
    assert why_not_ranked(is_lower_bound=False, denominator=100, min_denominator=30) is None


def test_the_usual_window_is_the_nominal_one_while_half_of_the_units_are_near_it() -> None:
    near = Window(NOMINAL.start - timedelta(days=5), NOMINAL.end - timedelta(days=7))
    assert usual_window([], NOMINAL) == NOMINAL
    assert usual_window([near, STRAY], NOMINAL) == NOMINAL
    assert usual_window([near, STRAY, STRAY], NOMINAL) == STRAY


@given(st.lists(st.sampled_from([NOMINAL, STRAY, Window(date(2022, 1, 1), date(2022, 2, 1))])), st.randoms())
def test_the_usual_window_does_not_depend_on_the_order_in_which_units_come(
    windows: list[Window], random: object
) -> None:
    before = usual_window(windows, NOMINAL)
    random.shuffle(windows)  # type: ignore[attr-defined]
    assert usual_window(windows, NOMINAL) == before


# Quartiles


@given(rates, st.booleans(), st.randoms())
def test_a_quarter_does_not_depend_on_the_order_in_which_units_come(
    values: list[float], descending: bool, random: object
) -> None:
    found = quarters(values, descending=descending)
    assert (found is None) is (len(values) < MIN_COMPARABLE_UNITS)
    if found is not None:
        before = dict(zip(values, found, strict=True))
        random.shuffle(values)  # type: ignore[attr-defined]
        assert quarters(values, descending=descending) == [before[value] for value in values]


@given(rates, st.booleans())
def test_a_better_value_is_never_in_a_worse_quarter_and_ties_share_theirs(
    values: list[float], descending: bool
) -> None:
    found = quarters(values, descending=descending) or []
    ordered = sorted(zip(values, found, strict=False), reverse=descending)
    assert [quarter for _, quarter in ordered] == sorted(found)
    assert not found or min(found) == 1
    assert {len({quarter for one, quarter in ordered if one == value}) for value, _ in ordered} <= {1}


def test_the_quarters_of_nine_units_are_these() -> None:
    values = [99.62, 93.78, 92.33, 89.24, 85.01, 82.52, 75.5, 69.96, 56.86]
    assert quartiles(values) == (75.5, 92.33)
    assert quarters(values) == [1, 1, 1, 2, 2, 3, 3, 4, 4]
    assert quarters(values, descending=False) == [4, 4, 3, 3, 2, 2, 1, 1, 1]


def test_floating_point_puts_no_unit_below_the_value_that_all_have() -> None:
    assert quarters([99.62] * 6) == [1] * 6
    assert quarters([0.1 + 0.2] * 7, descending=False) == [1] * 7


@given(rates)
def test_a_quarter_of_the_units_lies_on_each_side_of_the_quartiles(values: list[float]) -> None:
    found = quartiles(values)
    if found is not None:
        low, high = found
        assert low <= (median(values) or 0) + 1e-9 and (median(values) or 0) <= high + 1e-9
        assert 4 * sum(value <= low + 1e-9 for value in values) >= len(values)
        assert 4 * sum(value >= high - 1e-9 for value in values) >= len(values)


def test_movement_is_the_number_of_places_up() -> None:
    assert (movement(2, 5), movement(5, 2), movement(3, 3)) == (3, -3, 0)
    assert movement(None, 2) is movement(2, None) is None


# Baselines

baselines = st.one_of(
    st.sampled_from([Baseline(kind) for kind in BaselineKind if kind is not BaselineKind.UNIT]),
    st.builds(
        Baseline,
        st.just(BaselineKind.GROUP),
        st.sampled_from(Aggregate),
        st.sampled_from(("", *WITHIN)),
        st.booleans(),
    ),
    st.sampled_from(["25834@2004", "SIM01@2025"]).map(lambda unit: Baseline(BaselineKind.UNIT, unit_id=unit)),
)


@given(baselines)
def test_a_baseline_comes_back_from_its_code(baseline: Baseline) -> None:
    assert Baseline.parse(baseline.code) == baseline


def test_the_codes_of_baselines_are_these_words() -> None:
    group = Baseline(BaselineKind.GROUP, Aggregate.POOLED, "district", exclude_self=True)
    assert group.code == "group:pooled,district,others"
    assert Baseline(BaselineKind.GROUP).code == "group"
    assert Baseline.parse("unit:25834@2004") == Baseline(BaselineKind.UNIT, unit_id="25834@2004")


@pytest.mark.parametrize(
    "code", ["", "best", "unit", "unit:", "previous:x", "target:50", "group:", "group:mean", "group:others,pooled"]
)
def test_what_is_no_baseline_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"baseline|BaselineKind"):
        Baseline.parse(code)


def test_baselines_look_at_these_periods() -> None:
    quarter, half = parse_period("2024-Q1"), parse_period("2024-H1")
    previous, last_year, target = (Baseline(BaselineKind(name)) for name in ("previous", "last_year", "target"))
    assert [one.period_of(quarter).period_id for one in (previous, last_year, target)] == [
        "2023-Q4", "2023-Q1", "2024-Q1",
    ]  # fmt: skip
    assert previous.period_of(half) == last_year.period_of(half) == parse_period("2023-H1")


@given(st.floats(0, 100), st.floats(0, 100))
def test_polarity_decides_what_is_better(value: float, base: float) -> None:
    up, down, neither = (is_better(polarity, value, base) for polarity in ("up_is_good", "down_is_good", "neutral"))
    assert neither is None
    assert (up, down) == ((None, None) if value == base else (value > base, value < base))


def test_where_less_is_better_the_target_is_met_from_above() -> None:
    assert target_status(4, 5, polarity="down_is_good") is TargetStatus.MET
    assert target_status(9.9, 5, polarity="down_is_good") is TargetStatus.CLOSE
    assert target_status(10.1, 5, polarity="down_is_good") is TargetStatus.NOT_MET
    assert shortfall(30, 200, 5, polarity="down_is_good") == 20
    assert shortfall(10, 200, 5, polarity="down_is_good") == 0


@given(st.integers(0, 3000), st.integers(1, 3000), st.integers(0, 100))
def test_where_less_is_better_the_shortfall_is_the_smallest_number_to_take_away(
    numerator: int, denominator: int, target: int
) -> None:
    missing = shortfall(numerator, denominator, target, polarity="down_is_good")
    assert 0 <= missing <= numerator
    assert 100 * (numerator - missing) <= target * denominator or missing == numerator
    assert missing == 0 or 100 * (numerator - missing + 1) > target * denominator


def test_of_a_target_between_two_whole_numbers_the_lower_one_counts_where_less_is_better() -> None:
    assert shortfall(5, 90, 5, polarity="down_is_good") == 1  # 5 % of 90 is 4.5
    assert shortfall(4, 90, 5) == 1


def test_values_are_held_against_earlier_ones_unless_a_bound_or_a_length_is_in_the_way() -> None:
    half, quarter = parse_period("2023-H1").nominal, parse_period("2023-Q3").nominal
    assert same_length(quarter, parse_period("2023-Q1").nominal)
    assert same_length(half, Window(half.start, half.end - timedelta(days=15)))
    assert not same_length(half, Window(half.start, half.end - timedelta(days=16)))
    reasons = [
        why_not_told(is_lower_bound=now, base_is_lower_bound=then, window=half, base=base)
        for now, then, base in ((False, False, half), (True, True, half), (False, True, half), (False, False, quarter))
    ]
    assert reasons == [None, NotTold.LOWER_BOUND, NotTold.BASE_LOWER_BOUND, NotTold.LENGTH]
