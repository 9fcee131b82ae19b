"""Which reports are expected of which unit, what became of each, and the figures that follow.

Source: the Ministry's reporting practice: four reports a year (quarter I, six months, quarter III, year), due on the
20th of the period's last month unless a place has a day of its own (domain.due). A report is expected of a unit that
existed on the period's last day, from the first report received of it (at once where it takes over from others) up to
the latest period that any unit of the group has reported. Another period (quarter II or IV, nine months) is expected
once a unit of the group has reported it. Where no unit has reported two periods there is no series, and nothing but
what came is expected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.comparison import pooled_rate
from domain.periods import Period

REGULAR_PARTS = ("Q1", "H1", "Q3", "")


class State(StrEnum):
    """What became of a report."""

    ON_TIME = "on_time"
    LATE = "late"
    UNDATED = "undated"  # received, the day is not known
    MISSING = "missing"
    DERIVED = "derived"  # not sent, but its figures follow from cumulative reports: counted nowhere
    NOT_DUE = "not_due"  # not received, and not due yet: counted nowhere


RECEIVED = frozenset({State.ON_TIME, State.LATE, State.UNDATED})
EXPECTED = RECEIVED | {State.MISSING}


@dataclass(frozen=True)
class Reporter:
    """A unit that reports; it exists from `first_day` to `last_day`, both included. `takes_over`: from other units."""

    unit_id: str
    first_day: date
    last_day: date | None
    takes_over: bool = False

    def exists_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Receipt:
    """A report that came in; `received_on` is None where the day is not known."""

    unit_id: str
    period: Period
    due_on: date
    received_on: date | None
    report_id: str = ""


@dataclass(frozen=True)
class Duty:
    """A report that is or was owed, and what became of it."""

    unit_id: str
    period: Period
    due_on: date
    state: State
    received_on: date | None = None
    report_id: str = ""

    @property
    def days_late(self) -> int | None:
        """Days from the due day to the receipt of a late report; None for any other."""
        return (self.received_on - self.due_on).days if self.state is State.LATE and self.received_on else None

    def days_overdue(self, as_of: date) -> int | None:
        """Days from the due day of a missing report to `as_of`; None for any other."""
        return (as_of - self.due_on).days if self.state is State.MISSING else None


@dataclass(frozen=True)
class Tally:
    """Reports by what became of them; `expected` is the sum of the others."""

    on_time: int = 0
    late: int = 0
    undated: int = 0
    missing: int = 0

    @property
    def received(self) -> int:
        return self.on_time + self.late + self.undated

    @property
    def expected(self) -> int:
        return self.received + self.missing

    @property
    def received_rate(self) -> float | None:
        """Per cent of the expected reports that came; None where none was expected."""
        return pooled_rate([(self.received, self.expected)])

    @property
    def on_time_rate(self) -> float | None:
        """Per cent of the expected reports known to have come on time: at least that, where days are not known."""
        return pooled_rate([(self.on_time, self.expected)])


def in_order(period: Period) -> tuple[date, int]:
    """Sorts periods by time: by their last day, the shorter ones first."""
    return period.nominal.end, period.nominal.days


def is_series(receipts: Iterable[Receipt]) -> bool:
    """True where at least one unit has reported two periods: below that there is nothing to expect."""
    seen: dict[str, str] = {}
    return any(seen.setdefault(one.unit_id, one.period.period_id) != one.period.period_id for one in receipts)


def expected_periods(receipts: Sequence[Receipt]) -> list[Period]:
    """The regular periods from the first to the latest that was reported, and the others that were; oldest first."""
    reported = {one.period for one in receipts}
    if not is_series(receipts):
        return sorted(reported, key=in_order)
    first, *_, last = sorted(map(in_order, reported))
    years = range(first[0].year, last[0].year + 1)
    regular = {Period(year, part) for year in years for part in REGULAR_PARTS}
    return sorted({one for one in regular if first <= in_order(one) <= last} | reported, key=in_order)


def duties(
    reporters: Iterable[Reporter],
    receipts: Sequence[Receipt],
    derived: frozenset[tuple[str, str]],
    due: Callable[[str, Period], date],
    as_of: date,
) -> list[Duty]:
    """What each unit owed and sent, by unit and time.

    `derived` holds (unit_id, period_id) of quarters that follow from cumulative reports; `due` tells when a report that
    did not come was to be there; one that is not past due on `as_of` is not counted as missing.
    """
    periods = expected_periods(receipts)
    series = is_series(receipts)
    # Units are many and periods few: what costs time is told once a period.
    places = {period: place for place, period in enumerate(periods)}
    ends = [period.nominal.end for period in periods]
    came: dict[str, dict[int, Receipt]] = defaultdict(dict)
    for receipt in receipts:
        came[receipt.unit_id][places[receipt.period]] = receipt
    found = []
    for reporter in reporters:
        own = came.get(reporter.unit_id, {})
        first = 0 if reporter.takes_over else min(own, default=len(periods))
        for place, period in enumerate(periods):
            if place in own:
                found.append(_received(own[place]))
            elif series and place >= first and reporter.exists_on(ends[place]):
                due_on = due(reporter.unit_id, period)
                found.append(Duty(reporter.unit_id, period, due_on, _absent(reporter, period, derived, due_on, as_of)))
    return found


def _received(receipt: Receipt) -> Duty:
    day = receipt.received_on
    state = State.UNDATED if day is None else State.LATE if day > receipt.due_on else State.ON_TIME
    return Duty(receipt.unit_id, receipt.period, receipt.due_on, state, day, receipt.report_id)


def _absent(
    reporter: Reporter, period: Period, derived: frozenset[tuple[str, str]], due_on: date, as_of: date
) -> State:
    if (reporter.unit_id, period.period_id) in derived:
        return State.DERIVED
    return State.MISSING if as_of > due_on else State.NOT_DUE


def tally(found: Iterable[Duty]) -> Tally:
    """The duties counted; derived and not yet due ones are left out."""
    states = [duty.state for duty in found]
    return Tally(*(states.count(state) for state in (State.ON_TIME, State.LATE, State.UNDATED, State.MISSING)))


def average_days_late(found: Iterable[Duty]) -> float | None:
    """The mean over the late reports; None where there is none."""
    days = [duty.days_late for duty in found if duty.days_late is not None]
    return sum(days) / len(days) if days else None


def longest_streak(found: Iterable[Duty]) -> int:
    """The most reports in a row, by time, that were late or missing. One that is not counted neither adds nor ends."""
    longest = run = 0
    for duty in sorted(found, key=lambda duty: in_order(duty.period)):
        if duty.state in EXPECTED:
            run = run + 1 if duty.state in (State.LATE, State.MISSING) else 0
            longest = max(longest, run)
    return longest
