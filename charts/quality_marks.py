"""Which values carry a finding: by the report, scope, and figure or indicator that the finding is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.periods import Period, derivations, parse_period, reported_in
from queries.rows import Finding, Value

SIGN = "!"
"""Stands after a figure that carries a finding, on screen and in files alike."""
PROVISIONAL = "~"
"""Stands after a figure of a report that nobody has checked yet."""
MARKING = ("error", "warning")
"""What marks a value; an info is told on the page of findings alone."""

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Marks:
    """The findings of a view's reports, looked up by what they are about. The worst come first."""

    findings: Sequence[Finding] = ()

    def of(self, value: Value) -> tuple[Finding, ...]:
        """The findings on figures behind a rate: of its report, of all that a sum is made of, and of what a derived
        quarter is the difference of."""
        if not self.findings:
            return ()
        found = self._at(_holders(value), value.scope, (value.indicator_id,))
        # What a report prints of its own rate says nothing of a sum or a difference of reports.
        follows = value.is_derived or "+" in value.report_id
        return tuple(one for one in found if not (follows and is_of_print(one.measures or ())))

    def about(self, report_id: str, scope: str, measures: Iterable[str]) -> tuple[Finding, ...]:
        """The findings on some figures of a report; of several reports, joined by "+" in `report_id`, of each."""
        return self._at(report_id.split("+"), scope, measures) if self.findings else ()

    def _at(self, holders: Iterable[str], scope: str, names: Iterable[str]) -> tuple[Finding, ...]:
        names = tuple(names)
        keys = ((holder, scope, name) for holder in holders for name in names)
        return tuple({one.finding_id: one for key in keys for one in self._index.get(key, ())}.values())

    @property
    def marking(self) -> list[Finding]:
        """Those that mark values: errors and warnings."""
        return [one for one in self.findings if one.severity in MARKING]

    @cached_property
    def _index(self) -> dict[Key, list[Finding]]:
        found: dict[Key, list[Finding]] = {}
        for one in self.marking:
            if one.scope:
                for name in (*(one.indicator_ids or ()), *(one.measures or ())):
                    for holder in (one.report_id, reported(one.unit_id or "", one.period_id or "")):
                        found.setdefault((holder, one.scope, name), []).append(one)
        return found


def behind(periods: Iterable[Period]) -> list[str]:
    """The periods whose reports values of `periods` stand on: their own, and those that quarters are derived from."""
    found: set[str] = set()
    for period in reported_in(periods):
        found.add(period.period_id)
        for one in derivations(period.year):
            if one.period == period:
                found |= {part.period_id for part in (one.closing, *one.minus)}
    return sorted(found)


def is_of_print(measures: Iterable[str]) -> bool:
    """True where all of it is rates and shares as a report prints them."""
    return all(name.startswith((PRINTED_RATE, PRINTED_SHARE)) for name in measures)


def _holders(value: Value) -> Iterator[str]:
    yield from value.report_id.split("+")
    if value.is_derived and not value.is_rebased:
        yield from subtracted(value.unit_id, value.period_id)


def subtracted(unit_id: str, period_id: str) -> Iterator[str]:
    """The unit's reports that derived quarters of a period are less, by where they are looked up."""
    for quarter in reported_in([parse_period(period_id)]):
        for one in (one for one in derivations(quarter.year) if one.period == quarter):
            yield from (reported(unit_id, part.period_id) for part in one.minus)


def reported(unit_id: str, period_id: str) -> str:
    """A unit's report of a period, where its id is not known. No report id has a space."""
    return f"{unit_id} {period_id}"
