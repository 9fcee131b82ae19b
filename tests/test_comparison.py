"""What may be compared, and the figures of a comparison."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.comparison import (
    MIN_COMPARABLE_UNITS,
    NotRanked,
    TargetStatus,
    median,
    pooled_rate,
    ranks,
    shortfall,
    target_status,
    usual_window,
    why_not_ranked,
)
from domain.periods import Window

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
