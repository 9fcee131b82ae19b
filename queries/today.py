"""Answers in terms of today's units: before 1 July 2025 each is the sum of its predecessors (rules: domain.rebase)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.periods import PeriodKind
from domain.rebase import SUMMED_KINDS, SUMMED_SCOPE, Obstacle, is_before
from queries.ask import Ask
from queries.forward import Forward
from queries.judged import Asked, Judged, Place, judged, period_of, place_of
from queries.lineage_rows import LineageRow
from queries.received_rows import Coverage, ReportName
from queries.rows import Count, Gap, PeriodRow, StaffLevel, UnitRow, Value
from queries.summed import summed_count, summed_coverage, summed_levels, summed_value

Row = TypeVar("Row", Value, Count, StaffLevel)
Own = TypeVar("Own", Value, Count, StaffLevel, Coverage)


class Today(Forward):
    """Asks `ask`, and adds up what it says of predecessors, who have no answers of their own any more.

    A unit's own figures stand for the periods that closed since it exists, the sum for those before: never both.
    `coverage` has the state `rebased` exactly where `gaps` has no reason against a sum.
    """

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._known: dict[str, dict[str, UnitRow]] = {}
        self._lines: dict[str, dict[str, list[LineageRow]]] = {}
        self._judged: dict[Asked, Judged] = {}

    def units(self, source: str) -> Sequence[UnitRow]:
        return self._ask.units_today(source)

    def periods(self, source: str) -> Sequence[PeriodRow]:
        """The source's periods, with how many of today's units have figures there: none of them, too."""
        rows = self._ask.periods(source)
        ids = [row.period_id for row in rows]
        units = list(self._today(source))
        counted: dict[str, list[bool]] = defaultdict(list)
        for row in self._own(source, self._ask.coverage(source, ids, units)):
            counted[row.period_id].append(row.state == "derived")
        for (_, period_id), reports in self._judge(source, ids, units).reports.items():
            counted[period_id].append(any(report.state == "derived" for report in reports))
        return [replace(row, units=len(counted[row.period_id]), derived=sum(counted[row.period_id])) for row in rows]

    def report_names(self, source: str, units: Iterable[str], first_year: int, last_year: int) -> Sequence[ReportName]:
        """The reports of the units and of their predecessors."""
        asked = self._asked(source, units)
        return self._ask.report_names(source, [*asked, *self._before(source, asked)], first_year, last_year)

    def indicator_values(
        self, source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[Value]:
        wanted = list(indicators)

        def ask(periods: Sequence[str], units: Sequence[str]) -> Sequence[Value]:
            return self._ask.indicator_values(source, wanted, periods, units)

        return self._values(source, list(periods), self._asked(source, units), ask)

    def unit_values(self, source: str, unit: str) -> Sequence[Value]:
        def ask(periods: Sequence[str], units: Sequence[str]) -> Sequence[Value]:
            del periods
            return [row for one in units for row in self._ask.unit_values(source, one)]

        asked = self._asked(source, [unit])
        return self._values(source, [row.period_id for row in self._ask.periods(source)] if asked else [], asked, ask)

    def measure_values(
        self, source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[Count]:
        """Flows and stocks are added up, printed rates and yes-or-no answers are not."""
        wanted, periods, units = list(measures), list(periods), self._asked(source, units)
        known = self._ask.measures()
        added = [one for one in wanted if one in known and known[one].kind in SUMMED_KINDS]
        found = self._own(source, self._ask.measure_values(source, wanted, periods, units))
        sums = self._judge(source, periods, units)
        before = self._ask.measure_values(source, added, sums.periods, sums.before) if sums.before else []
        for (unit_id, period_id), parts in sums.of({(place_of(row), row.measure): row for row in _summed(before)}):
            if total := summed_count(unit_id, period_id, parts):
                found.append(total)
        return sorted(found, key=lambda row: (row.measure, row.period_id, row.unit_id, row.scope))

    def staff_levels(
        self, source: str, dimension: str, periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[StaffLevel]:
        periods, units = list(periods), self._asked(source, units)
        found = self._own(source, self._ask.staff_levels(source, dimension, periods, units))
        sums = self._judge(source, periods, units)
        before = self._ask.staff_levels(source, dimension, sums.periods, sums.before) if sums.before else []
        groups: dict[tuple[Place, str], dict[str, StaffLevel]] = defaultdict(dict)
        for row in _summed(before):
            groups[place_of(row), row.staff_group][row.level] = row
        for (unit_id, period_id), parts in sums.of(groups):
            found.extend(summed_levels(unit_id, period_id, dimension, parts))
        return sorted(found, key=lambda row: (row.period_id, row.unit_id, row.staff_group, row.level))

    def coverage(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Coverage]:
        """Own reports; and `rebased` where the reports of all predecessors are there and can be added up."""
        periods, units = list(periods), self._asked(source, units)
        found = self._own(source, self._ask.coverage(source, periods, units))
        for (unit_id, period_id), reports in self._judge(source, periods, units).reports.items():
            found.append(summed_coverage(unit_id, period_id, reports))
        return sorted(found, key=lambda row: (row.unit_id, row.period_id))

    def gaps(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]:
        """Why there is no sum, for every one of the units and periods before it existed where there is none. Four
        quarters lack what the first of them lacks."""
        asked, parts = self._asked(source, units), {period_id: _parts(period_id) for period_id in periods}
        found = self._judge(source, sorted({one for ids in parts.values() for one in ids}), asked).obstacles
        return [
            self._gap(source, unit_id, period_id, why)
            for unit_id in asked
            for period_id, ids in parts.items()
            if (why := next((found[unit_id, one] for one in ids if (unit_id, one) in found), None))
        ]

    def _gap(self, source: str, unit_id: str, period_id: str, why: Obstacle) -> Gap:
        lines = {line.from_unit_id: line for line in self._lineage(source).get(unit_id, ())}
        return Gap(unit_id, period_id, why.reason.value, why.units, _names([lines[one] for one in why.units]))

    def _today(self, source: str) -> Mapping[str, UnitRow]:
        if source not in self._known:
            self._known[source] = {unit.unit_id: unit for unit in self._ask.units_today(source)}
        return self._known[source]

    def _lineage(self, source: str) -> Mapping[str, Sequence[LineageRow]]:
        """Predecessors by the unit they became."""
        if source not in self._lines:
            lines: dict[str, list[LineageRow]] = defaultdict(list)
            for line in self._ask.lineage(source):
                lines[line.to_unit_id].append(line)
            self._lines[source] = dict(lines)
        return self._lines[source]

    def _asked(self, source: str, units: Iterable[str]) -> list[str]:
        today = self._today(source)
        return [unit for unit in dict.fromkeys(units) if unit in today]

    def _before(self, source: str, units: Iterable[str]) -> list[str]:
        """The predecessors of `units`, each once."""
        lineage = self._lineage(source)
        return sorted({line.from_unit_id for unit in units for line in lineage.get(unit, ())})

    def _own(self, source: str, rows: Iterable[Own]) -> list[Own]:
        """The rows of units that existed when their period closed."""
        today = self._today(source)
        return [row for row in rows if not is_before(period_of(row.period_id), today[row.unit_id].valid_from)]

    def _values(
        self,
        source: str,
        periods: Sequence[str],
        units: Sequence[str],
        ask: Callable[[Sequence[str], Sequence[str]], Sequence[Value]],
    ) -> Sequence[Value]:
        found = self._own(source, ask(periods, units))
        sums = self._judge(source, periods, units)
        before = ask(sums.periods, sums.before) if sums.before else []
        counted = (row for row in _summed(before) if row.numerator is not None and row.denominator is not None)
        for (unit_id, period_id), parts in sums.of({(place_of(row), row.indicator_id): row for row in counted}):
            found.append(summed_value(unit_id, period_id, parts))
        return sorted(found, key=lambda row: (row.indicator_id, row.period_id, row.unit_id, row.scope))

    def _judge(self, source: str, periods: Sequence[str], units: Sequence[str]) -> Judged:
        """What can be added up for `units`, in those of `periods` that closed before they existed."""
        asked = (source, tuple(periods), tuple(units))
        if asked not in self._judged:
            today, lineage = self._today(source), self._lineage(source)
            latest = max((today[unit_id].valid_from for unit_id in units), default=date.min)
            old = [period_id for period_id in periods if is_before(period_of(period_id), latest)]
            before = self._before(source, units) if old else []
            reports = self._ask.coverage(source, old, before) if before else ()
            answers = (self._ask.units_today(source), self._ask.lineage(source), reports)
            self._judged[asked] = judged(asked, answers, lambda: Judged(old, units, today, lineage, reports))
        return self._judged[asked]


def _parts(period_id: str) -> list[str]:
    """The periods that are added up to this one: four quarters are four, any other is itself."""
    period = period_of(period_id)
    return [one.period_id for one in period.quarters()] if period.kind is PeriodKind.ROLLING else [period_id]


def _summed(rows: Iterable[Row]) -> Iterator[Row]:
    """What units say of their own offices: scopes are never added."""
    return (row for row in rows if row.scope == SUMMED_SCOPE)


def _names(lines: Sequence[LineageRow]) -> tuple[str, ...]:
    """The predecessors' names, with the district where two share one."""
    names = [line.from_name for line in lines]
    return tuple(
        f"{line.from_name} ({line.from_district})" if names.count(line.from_name) > 1 else line.from_name
        for line in lines
    )
