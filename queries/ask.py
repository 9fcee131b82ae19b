"""Who can be asked: the warehouse itself, or the screen's cached answers. Charts know only what can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from queries import values as q
from queries.rows import Gap
from queries.warehouse import Warehouse


class Ask(Protocol):
    """The questions a chart or a briefing needs; ui.data answers them too, from its cache."""

    def units(self, source: str) -> Sequence[q.UnitRow]: ...
    def units_today(self, source: str) -> Sequence[q.UnitRow]: ...
    def lineage(self, source: str) -> Sequence[q.LineageRow]: ...
    def periods(self, source: str) -> Sequence[q.PeriodRow]: ...
    def indicators(self) -> Mapping[str, q.IndicatorRow]: ...
    def indicator_terms(self) -> Sequence[q.TermRow]: ...
    def measures(self) -> Mapping[str, q.MeasureRow]: ...
    def targets(self) -> Sequence[q.TargetRow]: ...
    def due_dates(self) -> Sequence[q.DueDateRow]: ...
    def peer_groups(self) -> Sequence[q.PeerGroupRow]: ...
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
    def findings_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.Finding]: ...
    def corrections_of(
        self, source: str, units: Iterable[str], periods: Iterable[str]
    ) -> Sequence[q.CorrectionRow]: ...
    def rules(self) -> Sequence[q.RuleRow]: ...
    def rule_outcomes(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.RuleOutcome]: ...
    def checked_figures(
        self, source: str, units: Iterable[str], periods: Iterable[str]
    ) -> Sequence[q.CheckedFigures]: ...
    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]: ...
    def build_info(self) -> q.BuildInfo: ...
    def gaps(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]: ...


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

    def indicator_terms(self) -> Sequence[q.TermRow]:
        return q.indicator_terms(self._warehouse)

    def measures(self) -> Mapping[str, q.MeasureRow]:
        return q.measures(self._warehouse)

    def targets(self) -> Sequence[q.TargetRow]:
        return q.targets(self._warehouse)

    def due_dates(self) -> Sequence[q.DueDateRow]:
        return q.due_dates(self._warehouse)

    def peer_groups(self) -> Sequence[q.PeerGroupRow]:
        return q.peer_groups(self._warehouse)

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

    def findings_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.Finding]:
        return q.findings_of(self._warehouse, source, list(units), list(periods))

    def corrections_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CorrectionRow]:
        return q.corrections_of(self._warehouse, source, list(units), list(periods))

    def rules(self) -> Sequence[q.RuleRow]:
        return q.rules(self._warehouse)

    def rule_outcomes(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.RuleOutcome]:
        return q.rule_outcomes(self._warehouse, source, list(units), list(periods))

    def checked_figures(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CheckedFigures]:
        return q.checked_figures(self._warehouse, source, list(units), list(periods))

    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]:
        return q.unit_values(self._warehouse, source, unit)

    def gaps(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]:
        """None: units as they reported have no sums that could be missing."""
        del source, periods, units
        return ()

    def build_info(self) -> q.BuildInfo:
        return q.build_info(self._warehouse)
