"""Who can be asked: the warehouse itself, or the screen's cached answers. Charts know only what can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from queries import values as q
from queries.warehouse import Warehouse


class Ask(Protocol):
    """The questions a chart or a briefing needs; ui.data answers them too, from its cache."""

    def units(self, source: str) -> Sequence[q.UnitRow]: ...
    def units_today(self, source: str) -> Sequence[q.UnitRow]: ...
    def lineage(self, source: str) -> Sequence[q.LineageRow]: ...
    def periods(self, source: str) -> Sequence[q.PeriodRow]: ...
    def indicators(self) -> Mapping[str, q.IndicatorRow]: ...
    def targets(self) -> Sequence[q.TargetRow]: ...
    def report_names(
        self, source: str, units: Iterable[str], first_year: int, last_year: int
    ) -> Sequence[q.ReportName]: ...
    def indicator_values(
        self, source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Value]: ...
    def measure_values(
        self, source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Count]: ...
    def staff_levels(
        self, source: str, dimension: str, periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.StaffLevel]: ...
    def coverage(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.Coverage]: ...
    def findings(self) -> Sequence[q.Finding]: ...
    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]: ...


class WarehouseAsk:
    """Asks one build, without a cache: for jobs and tests."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def units(self, source: str) -> Sequence[q.UnitRow]:
        return q.units(self._warehouse, source)

    def units_today(self, source: str) -> Sequence[q.UnitRow]:
        return q.units_today(self._warehouse, source)

    def lineage(self, source: str) -> Sequence[q.LineageRow]:
        return q.lineage(self._warehouse, source)

    def periods(self, source: str) -> Sequence[q.PeriodRow]:
        return q.periods(self._warehouse, source)

    def indicators(self) -> Mapping[str, q.IndicatorRow]:
        return q.indicators(self._warehouse)

    def targets(self) -> Sequence[q.TargetRow]:
        return q.targets(self._warehouse)

    def report_names(
        self, source: str, units: Iterable[str], first_year: int, last_year: int
    ) -> Sequence[q.ReportName]:
        return q.report_names(self._warehouse, source, list(units), first_year, last_year)

    def indicator_values(
        self, source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Value]:
        return q.indicator_values(self._warehouse, source, list(indicators), list(periods), list(units))

    def measure_values(
        self, source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Count]:
        return q.measure_values(self._warehouse, source, list(measures), list(periods), list(units))

    def staff_levels(
        self, source: str, dimension: str, periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.StaffLevel]:
        return q.staff_levels(self._warehouse, source, dimension, list(periods), list(units))

    def coverage(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.Coverage]:
        return q.coverage(self._warehouse, source, list(periods), list(units))

    def findings(self) -> Sequence[q.Finding]:
        return q.findings(self._warehouse)

    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]:
        return q.unit_values(self._warehouse, source, unit)
