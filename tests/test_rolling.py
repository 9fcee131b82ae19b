"""Four quarters as one period, on values made up: what is summed and what never is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Period
from queries.rolling import rolled_counts, rolled_values
from queries.rows import Count, Value
from tests.rolling_cases import R3

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
