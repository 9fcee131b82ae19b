"""Which reports are owed, late or missing: the rule, on receipts made up."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.completeness import (
    EXPECTED,
    Duty,
    Receipt,
    Reporter,
    State,
    average_days_late,
    duties,
    expected_periods,
    longest_streak,
    tally,
)
from domain.periods import Period, parse_period
from tests.reporting_cases import LATER, receipt

OLD, NEW = Reporter("A@2004", date(2004, 7, 8), date(2025, 6, 30)), Reporter("A@2025", date(2025, 7, 1), None)


def owed(reporters: list[Reporter], receipts: list[Receipt], as_of: date = LATER, **derived: str) -> dict[str, State]:
    found = duties(reporters, receipts, frozenset(derived.items()), lambda _, period: period.due, as_of)
    return {f"{duty.unit_id} {duty.period.period_id}": duty.state for duty in found}


def test_four_reports_a_year_are_expected_from_the_first_to_the_latest_one() -> None:
    assert owed([OLD], [receipt("A@2004", "2023-H1"), receipt("A@2004", "2024-Q1", 1)]) == {
        "A@2004 2023-H1": State.ON_TIME,
        "A@2004 2023-Q3": State.MISSING,
        "A@2004 2023": State.MISSING,
        "A@2004 2024-Q1": State.LATE,
    }


def test_a_unit_is_expected_from_its_own_first_report_up_to_the_groups_latest() -> None:
    other = Reporter("B@2004", date(2004, 7, 8), None)
    receipts = [receipt("A@2004", "2023-Q1"), receipt("A@2004", "2023-H1"), receipt("A@2004", "2023"),
                receipt("B@2004", "2023-H1")]  # fmt: skip
    found = owed([OLD, other], receipts)
    assert [key for key in found if key.startswith("B")] == ["B@2004 2023-H1", "B@2004 2023-Q3", "B@2004 2023"]


def test_a_unit_owes_nothing_for_periods_that_end_after_it_was_merged_or_before_it_was_set_up() -> None:
    receipts = [receipt("A@2004", "2025-Q1"), receipt("A@2004", "2025-H1"), receipt("A@2025", "2025-Q3"),
                receipt("A@2025", "2025-Q4")]  # fmt: skip
    assert list(owed([OLD, NEW], receipts)) == ["A@2004 2025-Q1", "A@2004 2025-H1", "A@2025 2025-Q3", "A@2025 2025-Q4"]


def test_a_unit_that_takes_over_from_others_owes_reports_from_its_first_day() -> None:
    heir = Reporter("C@2025", date(2025, 7, 1), None, takes_over=True)
    receipts = [receipt("A@2025", "2025-Q3"), receipt("A@2025", "2025-Q4")]
    found = owed([NEW, heir], receipts)
    assert found["C@2025 2025-Q3"] is found["C@2025 2025-Q4"] is State.MISSING
    assert owed([NEW, Reporter("C@2025", date(2025, 7, 1), None)], receipts).keys() == {
        "A@2025 2025-Q3", "A@2025 2025-Q4",
    }  # fmt: skip


@pytest.mark.parametrize("odd", ["2024-Q2", "2024-9M"])
def test_a_period_beyond_the_four_is_expected_once_one_of_the_group_reports_it(odd: str) -> None:
    series = [receipt("A@2004", "2024-Q1"), receipt("A@2004", "2024"), receipt("B", "2024-Q1")]
    both = [OLD, Reporter("B", date(2004, 7, 8), None)]
    assert f"B {odd}" not in owed(both, series)
    assert owed(both, [*series, receipt("A@2004", odd)])[f"B {odd}"] is State.MISSING


def test_a_derived_quarter_counts_neither_as_received_nor_as_missing() -> None:
    reports = [receipt("A@2004", "2024-Q1"), receipt("A@2004", "2024-Q2"), receipt("B", "2024-Q1"),
               receipt("B", "2024-H1")]  # fmt: skip
    both = [OLD, Reporter("B", date(2004, 7, 8), None)]
    found = duties(both, reports, frozenset({("B", "2024-Q2")}), lambda _, period: period.due, LATER)
    derived = [duty for duty in found if duty.state is State.DERIVED]
    assert [(duty.unit_id, duty.period.period_id) for duty in derived] == [("B", "2024-Q2")]
    assert tally(derived).expected == 0


def test_without_two_periods_of_one_unit_nothing_but_what_came_is_expected() -> None:
    receipts = [receipt("A@2004", "2023-H1", None), receipt("B", "2024-Q3", None)]
    both = [OLD, Reporter("B", date(2004, 7, 8), None)]
    assert owed(both, receipts) == {"A@2004 2023-H1": State.UNDATED, "B 2024-Q3": State.UNDATED}
    assert duties(both, [], frozenset(), lambda _, period: period.due, LATER) == []


def test_a_report_is_missing_only_after_its_due_day() -> None:
    receipts = [receipt("A@2004", "2023"), receipt("B", "2023"), receipt("A@2004", "2024-Q1", -3)]
    both = [OLD, Reporter("B", date(2004, 7, 8), None)]
    due = date(2024, 3, 20)
    assert owed(both, receipts, as_of=due)["B 2024-Q1"] is State.NOT_DUE
    assert owed(both, receipts, as_of=due + timedelta(days=1))["B 2024-Q1"] is State.MISSING
    late = Duty("B", parse_period("2024-Q1"), due, State.MISSING)
    assert (late.days_overdue(due + timedelta(days=8)), late.days_late) == (8, None)


def test_rates_stand_on_the_expected_reports_and_an_unknown_day_is_not_on_time() -> None:
    found = [
        Duty("A", Period(2024, part), date(2024, 1, 1), state)
        for part, state in zip(
            ("Q1", "H1", "Q3", ""), (State.ON_TIME, State.LATE, State.UNDATED, State.MISSING), strict=True
        )
    ]
    counts = tally([*found, Duty("A", Period(2024, "Q2"), date(2024, 1, 1), State.NOT_DUE)])
    assert (counts.expected, counts.received, counts.received_rate, counts.on_time_rate) == (4, 3, 75.0, 25.0)
    assert tally([]).received_rate is None and average_days_late(found[:1]) is None


def test_a_streak_is_broken_by_a_report_in_time_and_not_by_one_that_is_not_counted() -> None:
    states = (State.LATE, State.MISSING, State.DERIVED, State.LATE, State.ON_TIME, State.MISSING, State.UNDATED)
    periods = [parse_period(one) for one in ("2023-Q1", "2023-H1", "2023-Q3", "2023", "2024-Q1", "2024-H1", "2024-Q3")]
    found = [Duty("A", period, period.due, state) for period, state in zip(periods, states, strict=True)]
    assert longest_streak(found) == longest_streak(reversed(found)) == 3
    assert longest_streak(found[4:5]) == 0


PERIODS = [Period(year, part) for year in (2022, 2023, 2024) for part in ("Q1", "Q2", "H1", "9M", "Q3", "Q4", "")]
RECEIPTS = st.lists(
    st.builds(
        lambda unit, period, late: Receipt(unit, period, period.due, late and period.due + timedelta(days=late - 10)),
        st.sampled_from("ABC"), st.sampled_from(PERIODS), st.none() | st.integers(1, 30),
    ),
    unique_by=lambda one: (one.unit_id, one.period), max_size=25,
)  # fmt: skip


@given(RECEIPTS, st.randoms(use_true_random=False), st.dates(date(2022, 1, 1), date(2025, 12, 31)))
def test_every_report_is_counted_once_whatever_the_order(receipts: list[Receipt], random: Any, as_of: date) -> None:
    reporters = [Reporter(unit_id, date(2004, 7, 8), None) for unit_id in "ABC"]
    found = duties(reporters, receipts, frozenset(), lambda _, period: period.due, as_of)
    counts = tally(found)
    assert counts.received == len(receipts)
    assert counts.expected == sum(duty.state in EXPECTED for duty in found)
    assert len({(duty.unit_id, duty.period) for duty in found}) == len(found)
    shuffled = random.sample(receipts, len(receipts))
    assert duties(reporters, shuffled, frozenset(), lambda _, period: period.due, as_of) == found
    assert {duty.period for duty in found} <= set(expected_periods(receipts))
    bad = counts.late + counts.missing
    assert all(longest_streak(duty for duty in found if duty.unit_id == unit) <= bad for unit in "ABC")
    assert all(0 <= rate <= 100 for rate in (counts.received_rate, counts.on_time_rate) if rate is not None)
    assert all(duty.due_on < as_of for duty in found if duty.state is State.MISSING)
