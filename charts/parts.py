"""What a value is made of where no report states it: the reports of the units of the time, of quarters, or of the
cumulative periods that a derived quarter is the difference of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.periods import Derivation, Period, PeriodKind, derivations, parse_period
from domain.rebase import is_before
from queries.ask import Ask
from queries.received_rows import Coverage
from queries.rows import Value

Place = tuple[str, str]
"""A unit and a period, by their ids."""
_TOLERANCE = 1e-6  # as the derived flows are rounded
_DERIVED = "derived"


@dataclass(frozen=True)
class Part:
    """The counts of one report in a sum: added, or (`sign` -1) subtracted, for the quarter `toward`.

    `said_in` are the periods whose reports print them: one, unless a derived quarter is no plain difference (its flows
    are, its stocks are those of the closing report); then `value` is the quarter's own.
    """

    sign: int
    value: Value
    toward: Period
    said_in: tuple[Period, ...]

    @property
    def places(self) -> list[Place]:
        return [(self.value.unit_id, period.period_id) for period in self.said_in]


def parts_of(ask: Ask, source: str, value: Value) -> list[Part]:
    """The reports that `value` is made of, by time; `ask` answers for units as they reported.

    Nothing where the unit's own report states it, or where the parts do not add up to its counts.
    """
    period = parse_period(value.period_id)
    if value.numerator is None or value.denominator is None:
        return []
    quarters = summed_periods(period)
    whose = {quarter: units_then(ask, source, value.unit_id, quarter) for quarter in quarters}
    periods = sorted({one.period_id for quarter in quarters for one in periods_behind(quarter)})
    units = list(dict.fromkeys(unit for those in whose.values() for unit in those))
    rows = ask.indicator_values(source, [value.indicator_id], periods, units)
    known = {(row.unit_id, row.period_id): row for row in rows if row.scope == value.scope}
    found = [
        part
        for quarter in quarters
        for unit in whose[quarter]
        if (row := known.get((unit, quarter.period_id)))
        for part in _of_report(row, quarter, known)
    ]
    is_stated = [part.places for part in found] == [[(value.unit_id, value.period_id)]]
    return found if not is_stated and adds_up(found, value) else []


def adds_up(parts: Sequence[Part], value: Value) -> bool:
    """True where the parts' counts, with their signs, are those of `value`."""
    return bool(parts) and all(
        counts is not None and math.isclose(math.fsum(signed), counts, rel_tol=1e-9, abs_tol=_TOLERANCE)
        for counts, signed in (
            (value.numerator, [part.sign * (part.value.numerator or 0.0) for part in parts]),
            (value.denominator, [part.sign * (part.value.denominator or 0.0) for part in parts]),
        )
    )


def reports_behind(ask: Ask, source: str, unit_id: str, period: Period) -> list[Coverage]:
    """The reports whose figures stand behind a unit's period, by time; `ask` answers for units as they reported."""
    quarters = summed_periods(period)
    whose = {quarter: units_then(ask, source, unit_id, quarter) for quarter in quarters}
    periods = sorted({one.period_id for quarter in quarters for one in periods_behind(quarter)})
    units = list(dict.fromkeys(unit for those in whose.values() for unit in those))
    rows = {(row.unit_id, row.period_id): row for row in ask.coverage(source, periods, units)}
    reported = {place for place, row in rows.items() if row.state != _DERIVED}
    places = (
        place
        for quarter in quarters
        for unit in whose[quarter]
        for place in _reports_of((unit, quarter.period_id), quarter, rows, reported)
    )
    return [rows[place] for place in dict.fromkeys(places)]


def _reports_of(place: Place, quarter: Period, rows: Mapping[Place, Coverage], reported: set[Place]) -> Iterable[Place]:
    if place in reported:
        return [place]
    if place not in rows:
        return []
    for one in derivations_of(quarter):
        parts = [(place[0], part.period_id) for part in (*one.minus, one.closing)]
        if reported.issuperset(parts):
            return parts
    return []


def summed_periods(period: Period) -> tuple[Period, ...]:
    """The periods that are added up to `period`: four quarters are four, any other is itself."""
    return period.quarters() if period.kind is PeriodKind.ROLLING else (period,)


def periods_behind(period: Period) -> Iterator[Period]:
    """The period, and those that it may be the difference of."""
    yield period
    for one in derivations_of(period):
        yield from (one.closing, *one.minus)


def derivations_of(period: Period) -> list[Derivation]:
    return [one for one in derivations(period.year) if one.period == period]


def units_then(ask: Ask, source: str, unit_id: str, period: Period) -> list[str]:
    """The units that became this one, for a period that closed before it existed; else the unit itself."""
    today = next((unit for unit in ask.units_today(source) if unit.unit_id == unit_id), None)
    if today is None or not is_before(period, today.valid_from):
        return [unit_id]
    return [line.from_unit_id for line in ask.lineage(source) if line.to_unit_id == unit_id]


def _of_report(value: Value, toward: Period, known: Mapping[Place, Value]) -> list[Part]:
    """The reports that one unit's value of one period is made of: one, but of a derived quarter those it is the
    difference of."""
    if not value.is_derived:
        return [Part(1, value, toward, (toward,))]
    for one in derivations_of(toward):
        closing = known.get((value.unit_id, one.closing.period_id))
        minus = [known.get((value.unit_id, part.period_id)) for part in one.minus]
        if closing is None or closing.is_derived or any(part and part.is_derived for part in minus):
            continue
        there = [part for part in minus if part]
        parts = [
            Part(1, closing, toward, (one.closing,)),
            *(Part(-1, part, toward, (parse_period(part.period_id),)) for part in there),
        ]
        if len(there) == len(minus) and adds_up(parts, value):
            return parts
        if adds_up(parts[:1], value):
            return parts[:1]
        if len(there) == len(minus):
            return [Part(1, value, toward, (one.closing, *one.minus))]
    return [Part(1, value, toward, (toward,))]
