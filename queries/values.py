"""The warehouse's answers as typed rows, for the charts. Every function asks one SQL file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from domain.periods import PeriodKind
from queries.check_rows import CheckedFigures, CorrectionRow, ReviewRow, RuleOutcome, RuleRow, SideRow
from queries.lineage_rows import FoundUnit, LineageRow, NamedUnit, Successor
from queries.received_rows import BuildInfo, Coverage, DueDateRow, ReportLine, ReportName, Source
from queries.rows import (
    Count,
    FigureRow,
    Finding,
    IndicatorRow,
    MeasureRow,
    PeerGroupRow,
    PeriodRow,
    ReportRow,
    StaffLevel,
    TargetRow,
    TermRow,
    UnitRow,
    Value,
)
from queries.warehouse import Warehouse


def sources(warehouse: Warehouse) -> list[Source]:
    return [Source(**row) for row in warehouse.ask("sources")]


def units(warehouse: Warehouse, source: str) -> list[UnitRow]:
    """Units that reported, provinces and districts first, then by the Vietnamese alphabet."""
    return [UnitRow(**row) for row in warehouse.ask("units", {"source": source})]


def units_today(warehouse: Warehouse, source: str) -> list[UnitRow]:
    """The communes of today that reported, themselves or through their predecessors, by the Vietnamese alphabet."""
    return [UnitRow(**row) for row in warehouse.ask("units_today", {"source": source})]


def lineage(warehouse: Warehouse, source: str) -> list[LineageRow]:
    """What the communes of `units_today` were before 1 July 2025: all their predecessors."""
    return [LineageRow(**row) for row in warehouse.ask("lineage", {"source": source})]


def periods(warehouse: Warehouse, source: str) -> list[PeriodRow]:
    """Periods with values, by kind and time."""
    return [
        PeriodRow(row["period_id"], PeriodKind(row["kind"]), row["units"], row["derived"])
        for row in warehouse.ask("periods", {"source": source})
    ]


def indicators(warehouse: Warehouse) -> dict[str, IndicatorRow]:
    return {row["indicator_id"]: IndicatorRow(**row) for row in warehouse.ask("indicators")}


def targets(warehouse: Warehouse) -> list[TargetRow]:
    return [TargetRow(**{**row, "sources": tuple(row["sources"])}) for row in warehouse.ask("targets")]


def due_dates(warehouse: Warehouse) -> list[DueDateRow]:
    """Local due days of all places; none where only the rule is known."""
    return [DueDateRow(**row) for row in warehouse.ask("due_dates")]


def peer_groups(warehouse: Warehouse) -> list[PeerGroupRow]:
    """The members of all groups, by the group's Vietnamese name."""
    return [PeerGroupRow(**row) for row in warehouse.ask("peer_groups")]


def indicator_values(
    warehouse: Warehouse, source: str, indicators: Sequence[str], periods: Sequence[str], units: Sequence[str]
) -> list[Value]:
    asked = {"source": source, "indicators": list(indicators), "periods": list(periods), "units": list(units)}
    return [Value(**row) for row in warehouse.ask("indicator_values", asked)]


def unit_values(warehouse: Warehouse, source: str, unit: str) -> list[Value]:
    return [Value(**row) for row in warehouse.ask("unit_values", {"source": source, "unit": unit})]


def coverage(warehouse: Warehouse, source: str, periods: Sequence[str], units: Sequence[str]) -> list[Coverage]:
    asked = {"source": source, "periods": list(periods), "units": list(units)}
    return [Coverage(**row) for row in warehouse.ask("coverage", asked)]


def measure_values(
    warehouse: Warehouse, source: str, measures: Sequence[str], periods: Sequence[str], units: Sequence[str]
) -> list[Count]:
    asked = {"source": source, "measures": list(measures), "periods": list(periods), "units": list(units)}
    return [Count(**row) for row in warehouse.ask("measure_values", asked)]


def staff_levels(
    warehouse: Warehouse, source: str, dimension: str, periods: Sequence[str], units: Sequence[str]
) -> list[StaffLevel]:
    asked = {"source": source, "dimension": dimension, "periods": list(periods), "units": list(units)}
    return [StaffLevel(**row) for row in warehouse.ask("staff_levels", asked)]


def unit_reports(warehouse: Warehouse, source: str, unit: str) -> list[ReportRow]:
    return [ReportRow(**row) for row in warehouse.ask("unit_reports", {"source": source, "unit": unit})]


def unit_figures(warehouse: Warehouse, source: str, unit: str, period: str) -> list[FigureRow]:
    asked = {"source": source, "unit": unit, "period": period}
    return [FigureRow(**row) for row in warehouse.ask("unit_figures", asked)]


def reviews(warehouse: Warehouse, source: str) -> list[ReviewRow]:
    """What officers did to the reports of `source`, the latest first."""
    return [ReviewRow(**row) for row in warehouse.ask("reviews", {"source": source})]


def build_info(warehouse: Warehouse) -> BuildInfo:
    return BuildInfo(**warehouse.ask("build_info")[0])


def measures(warehouse: Warehouse) -> dict[str, MeasureRow]:
    return {row["measure"]: MeasureRow(**row) for row in warehouse.ask("measures")}


def reports(warehouse: Warehouse, source: str, units: Sequence[str]) -> list[ReportLine]:
    """The units' reports, by unit and time; superseded ones left out."""
    return [ReportLine(**row) for row in warehouse.ask("reports", {"source": source, "units": list(units)})]


def report_names(
    warehouse: Warehouse, source: str, units: Sequence[str], first_year: int, last_year: int
) -> list[ReportName]:
    """The units' reports of the periods of these years, both included."""
    asked = {"source": source, "units": list(units), "first_year": first_year, "last_year": last_year}
    return [ReportName(**row) for row in warehouse.ask("report_names", asked)]


def findings(warehouse: Warehouse) -> list[Finding]:
    return [Finding(**row) for row in warehouse.ask("findings")]


def findings_of(warehouse: Warehouse, source: str, units: Sequence[str], periods: Sequence[str]) -> list[Finding]:
    """The findings of reports of these units and periods, errors first."""
    return [Finding(**row) for row in warehouse.ask("findings_of", _asked(source, units, periods))]


def corrections_of(
    warehouse: Warehouse, source: str, units: Sequence[str], periods: Sequence[str]
) -> list[CorrectionRow]:
    """What officers put in the place of figures of these units and periods, the latest period first."""
    rows = warehouse.ask("corrections_of", _asked(source, units, periods))
    return [CorrectionRow(**{**row, **{key: tuple(row[key]) for key in ("measures", "indicator_ids")}}) for row in rows]


def finding_sides(warehouse: Warehouse, source: str, unit: str, period: str) -> list[SideRow]:
    """The statements on the sides of the findings on a unit's reports of a period, in their order."""
    asked = {"source": source, "unit": unit, "period": period}
    return [SideRow(**row) for row in warehouse.ask("finding_sides", asked)]


def rules(warehouse: Warehouse) -> list[RuleRow]:
    return [RuleRow(**row) for row in warehouse.ask("rules")]


def rule_outcomes(warehouse: Warehouse, source: str, units: Sequence[str], periods: Sequence[str]) -> list[RuleOutcome]:
    return [RuleOutcome(**row) for row in warehouse.ask("rule_outcomes", _asked(source, units, periods))]


def checked_figures(
    warehouse: Warehouse, source: str, units: Sequence[str], periods: Sequence[str]
) -> list[CheckedFigures]:
    return [CheckedFigures(**row) for row in warehouse.ask("checked_figures", _asked(source, units, periods))]


def _asked(source: str, units: Sequence[str], periods: Sequence[str]) -> dict[str, object]:
    return {"source": source, "units": list(units), "periods": list(periods)}


def search_units(warehouse: Warehouse, text: str, limit: int) -> list[FoundUnit]:
    """Units of the national list, both eras, whose folded name contains `text` (folded by the caller)."""
    return [FoundUnit(**row) for row in warehouse.ask("search_units", {"query": text, "limit": limit})]


def unit_named(warehouse: Warehouse, unit: str) -> NamedUnit | None:
    """The unit of the national list with this id; None for an id that nobody has."""
    return next((NamedUnit(**row) for row in warehouse.ask("unit_named", {"unit": unit})), None)


def unit_successors(warehouse: Warehouse, unit: str) -> list[Successor]:
    return [Successor(**row) for row in warehouse.ask("unit_successors", {"unit": unit})]


def indicator_terms(warehouse: Warehouse) -> list[TermRow]:
    return [TermRow(**row) for row in warehouse.ask("indicator_terms")]


def export_rows(warehouse: Warehouse, table: Literal["values", "figures"], source: str) -> list[dict[str, object]]:
    """A whole table of a source as rows by column name: for a file that is asked for, never for a page."""
    return warehouse.ask(f"export_{table}", {"source": source})
