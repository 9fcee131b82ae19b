"""An Ask that answers as another one does: the ground for those that change some answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from queries import values as q
from queries.ask import Ask
from queries.rows import Gap


class Forward:
    """Hands every question on to `ask`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def units(self, source: str) -> Sequence[q.UnitRow]:
        return self._ask.units(source)

    def units_today(self, source: str) -> Sequence[q.UnitRow]:
        return self._ask.units_today(source)

    def lineage(self, source: str) -> Sequence[q.LineageRow]:
        return self._ask.lineage(source)

    def periods(self, source: str) -> Sequence[q.PeriodRow]:
        return self._ask.periods(source)

    def indicators(self) -> Mapping[str, q.IndicatorRow]:
        return self._ask.indicators()

    def indicator_terms(self) -> Sequence[q.TermRow]:
        return self._ask.indicator_terms()

    def measures(self) -> Mapping[str, q.MeasureRow]:
        return self._ask.measures()

    def due_dates(self) -> Sequence[q.DueDateRow]:
        return self._ask.due_dates()

    def peer_groups(self) -> Sequence[q.PeerGroupRow]:
        return self._ask.peer_groups()

    def targets(self) -> Sequence[q.TargetRow]:
        return self._ask.targets()

    def report_names(
        self, source: str, units: Iterable[str], first_year: int, last_year: int
    ) -> Sequence[q.ReportName]:
        return self._ask.report_names(source, units, first_year, last_year)

    def indicator_values(
        self, source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Value]:
        return self._ask.indicator_values(source, indicators, periods, units)

    def measure_values(
        self, source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Count]:
        return self._ask.measure_values(source, measures, periods, units)

    def staff_levels(
        self, source: str, dimension: str, periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.StaffLevel]:
        return self._ask.staff_levels(source, dimension, periods, units)

    def coverage(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.Coverage]:
        return self._ask.coverage(source, periods, units)

    def findings(self) -> Sequence[q.Finding]:
        return self._ask.findings()

    def findings_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.Finding]:
        return self._ask.findings_of(source, units, periods)

    def corrections_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CorrectionRow]:
        return self._ask.corrections_of(source, units, periods)

    def rules(self) -> Sequence[q.RuleRow]:
        return self._ask.rules()

    def rule_outcomes(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.RuleOutcome]:
        return self._ask.rule_outcomes(source, units, periods)

    def checked_figures(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CheckedFigures]:
        return self._ask.checked_figures(source, units, periods)

    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]:
        return self._ask.unit_values(source, unit)

    def gaps(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]:
        return self._ask.gaps(source, periods, units)

    def build_info(self) -> q.BuildInfo:
        return self._ask.build_info()
