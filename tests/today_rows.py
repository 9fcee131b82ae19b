"""An Ask made by hand for the tests of today's units: lists of rows, filtered as the warehouse filters them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from domain.periods import Window, parse_period
from queries.ask import Ask
from queries.lineage_rows import LineageRow
from queries.received_rows import Coverage
from queries.rows import Count, MeasureRow, PeriodRow, StaffLevel, UnitRow, Value
from queries.today import Today

BEFORE, SINCE = "2024-Q3", "2025-Q3"
Q3 = Window(date(2024, 6, 15), date(2024, 9, 14))


class Rows:
    """Answers from lists; nothing else in it is asked by Today."""

    def __init__(
        self,
        today: Iterable[str],
        lineage: Sequence[LineageRow],
        *,
        values: Sequence[Value] = (),
        counts: Sequence[Count] = (),
        levels: Sequence[StaffLevel] = (),
        reports: Sequence[Coverage] = (),
        sources: Sequence[str] = ("demo",),
    ) -> None:
        self.today, self._lineage, self.sources = list(today), list(lineage), sources
        self.values, self.counts, self.levels, self.reports = values, counts, levels, reports

    def units_today(self, source: str) -> list[UnitRow]:
        return [unit_row(one) for one in self.today] if source in self.sources else []

    def lineage(self, source: str) -> list[LineageRow]:
        return self._lineage if source in self.sources else []

    def measures(self) -> dict[str, MeasureRow]:
        kinds = {"received_online": "flow", "pending_total": "stock", "printed_rate.x": "printed_rate", "held": "flag"}
        return {code: MeasureRow(code, code, code, "dossier", kind, "") for code, kind in kinds.items()}

    def periods(self, source: str) -> list[PeriodRow]:
        found = Counter(row.period_id for row in self.coverage(source, ALL, ALL))
        return [PeriodRow(one, parse_period(one).kind, count, 0) for one, count in sorted(found.items())]

    def indicator_values(self, source: str, indicators: Any, periods: Any, units: Any) -> list[Value]:
        return [row for row in self._rows(source, self.values, periods, units) if row.indicator_id in indicators]

    def unit_values(self, source: str, unit: str) -> list[Value]:
        return self._rows(source, self.values, ALL, [unit])

    def measure_values(self, source: str, measures: Any, periods: Any, units: Any) -> list[Count]:
        return [row for row in self._rows(source, self.counts, periods, units) if row.measure in measures]

    def staff_levels(self, source: str, dimension: str, periods: Any, units: Any) -> list[StaffLevel]:
        return self._rows(source, self.levels, periods, units)

    def coverage(self, source: str, periods: Any, units: Any) -> list[Coverage]:
        return self._rows(source, self.reports, periods, units)

    def _rows(self, source: str, rows: Sequence[Any], periods: Any, units: Any) -> list[Any]:
        there = source in self.sources
        return [row for row in rows if there and row.period_id in periods and row.unit_id in units]


class _Everything:
    def __contains__(self, one: object) -> bool:
        return True


ALL = _Everything()


def unit_row(unit_id: str) -> UnitRow:
    code, _, era = unit_id.partition("@")
    since = date(2025, 7, 1) if era == "2025" else date(2004, 7, 8)
    return UnitRow(unit_id, code, code, code, "commune", None, None, f"P@{era}", "P", since, None)


def line(before: str, after: str, *, divided: bool = False, is_default: bool = True) -> LineageRow:
    return LineageRow(before, before[:-5], "D@2004", "D", "P@2004", after, after[:-5], divided, is_default, "P")


def report(unit_id: str, period_id: str = BEFORE, window: Window = Q3, state: str = "reported") -> Coverage:
    received = None if state == "derived" else date(2024, 9, 18)
    ends = (window.start, window.end)
    return Coverage(
        unit_id, period_id, state, received, date(2024, 9, 20), f"r-{unit_id}-{period_id}", "checked", *ends
    )


def value(unit_id: str, numerator: float | None, denominator: float | None, **other: Any) -> Value:
    rate = 100 * numerator / denominator if numerator is not None and denominator else None
    period_id = other.pop("period_id", BEFORE)
    given = {"scope": "own", "indicator_id": "online_rate", "printed_value": 50.0, "is_lower_bound": False}
    given |= {"is_derived": False, "window_start": Q3.start, "window_end": Q3.end, "window_printed": True}
    given |= {"status": "checked", "report_id": f"r-{unit_id}-{period_id}"}
    return Value(
        unit_id=unit_id, period_id=period_id, numerator=numerator, denominator=denominator, value=rate, **given | other
    )


def count(unit_id: str, value: float, qualifier: str = "exact", **other: Any) -> Count:
    given = {"scope": "own", "period_id": BEFORE, "measure": "received_online"} | other
    return Count(
        unit_id=unit_id, value=value, qualifier=qualifier, is_computed=False, is_derived=False, report_id="r", **given
    )


def level(unit_id: str, name: str, people: float, group: str = "cadre", scope: str = "own") -> StaffLevel:
    return StaffLevel(unit_id, scope, BEFORE, group, name, people, f"r-{unit_id}", False)


def today(rows: Rows) -> Today:
    return Today(cast(Ask, rows))


TWO = [line("A@2004", "A@2025"), line("B@2004", "A@2025")]
BOTH_REPORTED = [report("A@2004"), report("B@2004")]


def values_of(rows: Rows, source: str = "demo", periods: Sequence[str] = (BEFORE,)) -> list[Value]:
    return list(today(rows).indicator_values(source, ["online_rate"], periods, rows.today))
