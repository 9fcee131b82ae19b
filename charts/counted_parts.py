"""What counts on a chart are made of where no report states them: the reports of quarters, of the units of the time, or
of the cumulative periods that a derived quarter is the difference of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from charts.parts import Place, derivations_of, periods_behind, summed_periods, units_then
from charts.view import SCOPE_OF_COMPARISON
from domain.periods import Period
from queries.ask import Ask
from queries.rows import Count

_FLOW = "flow"
_TOLERANCE = 1e-6  # as the derived flows are rounded
Key = tuple[str, str, str]
"""A unit, a period and a measure, by their ids."""


@dataclass(frozen=True)
class CountPart:
    """The counts of one report in a sum, by measure: added, or (`sign` -1) subtracted, for the quarter `toward`.

    A measure that stands at a date is not there where the report is only subtracted.
    """

    sign: int
    unit_id: str
    said_in: Period
    toward: Period
    report_id: str
    counts: Mapping[str, float]

    @property
    def place(self) -> Place:
        return self.unit_id, self.said_in.period_id


@dataclass(frozen=True)
class _Term:
    sign: int
    count: Count
    said_in: Period
    toward: Period


def count_parts(ask: Ask, source: str, drawn: Sequence[Count], period: Period) -> list[CountPart]:
    """The reports that the counts `drawn` of one unit and `period` are made of, by time. `ask` answers for units as
    they reported.

    A count whose parts do not add up is left out. Nothing where the unit's own report states all of them.
    """
    if not drawn:
        return []
    unit_id = drawn[0].unit_id
    quarters = summed_periods(period)
    whose = {quarter: units_then(ask, source, unit_id, quarter) for quarter in quarters}
    periods = sorted({one.period_id for quarter in quarters for one in periods_behind(quarter)})
    units = list(dict.fromkeys(unit for those in whose.values() for unit in those))
    rows = ask.measure_values(source, [one.measure for one in drawn], periods, units)
    known = {(row.unit_id, row.period_id, row.measure): row for row in rows if row.scope == SCOPE_OF_COMPARISON}
    kinds = {code: measure.kind for code, measure in ask.measures().items()}
    kept: list[tuple[str, _Term]] = []
    for one in drawn:
        is_flow = kinds.get(one.measure) == _FLOW
        there = [
            term
            for quarter in (quarters if is_flow else quarters[-1:])
            for unit in whose[quarter]
            for term in _terms(known, unit, quarter, one.measure, is_flow=is_flow)
        ]
        if _adds_up(there, one.value):
            kept += [(one.measure, term) for term in there]
    parts = list(_gathered(kept))
    return [] if all(part.place == (unit_id, period.period_id) for part in parts) else parts


def _adds_up(terms: Sequence[_Term], value: float) -> bool:
    total = math.fsum(term.sign * term.count.value for term in terms)
    return bool(terms) and math.isclose(total, value, rel_tol=1e-9, abs_tol=_TOLERANCE)


def _terms(known: Mapping[Key, Count], unit: str, quarter: Period, measure: str, *, is_flow: bool) -> Iterable[_Term]:
    """The reports of one unit that a quarter's count follows from: a flow is a difference, a stock is the closing
    report's. Nothing where they are not there."""
    own = known.get((unit, quarter.period_id, measure))
    if own is None:
        return []
    if not own.is_derived:
        return [_Term(1, own, quarter, quarter)]
    for one in derivations_of(quarter):
        signed = [(1, one.closing), *((-1, period) for period in (one.minus if is_flow else ()))]
        found = [
            _Term(sign, count, period, quarter)
            for sign, period in signed
            if (count := known.get((unit, period.period_id, measure))) and not count.is_derived
        ]
        if len(found) == len(signed) and _adds_up(found, own.value):
            return found
    return []


def _gathered(terms: Iterable[tuple[str, _Term]]) -> Iterator[CountPart]:
    """The terms of all measures, one part a report and quarter, in order of time; what is added stands first."""
    found: dict[tuple[Period, str, int, Period, str], dict[str, float]] = {}
    for measure, term in terms:
        key = (term.toward, term.count.unit_id, -term.sign, term.said_in, term.count.report_id)
        found.setdefault(key, {})[measure] = term.count.value
    ordered = sorted(found, key=lambda key: (key[0].nominal.end, *key[1:3], key[3].nominal.start))
    for toward, unit_id, minus, said_in, report_id in ordered:
        yield CountPart(-minus, unit_id, said_in, toward, report_id, found[toward, unit_id, minus, said_in, report_id])
