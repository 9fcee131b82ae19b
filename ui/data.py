"""The warehouse for the screen: answers kept by build and question, never facts.

They are kept as they are, not copied for each reader: 10,600 units took 0.3 s to unpickle at each rerun. So nothing may
change an answer; its types have no way to.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from domain.layout import layout
from queries import values as q
from queries.rows import Gap
from queries.warehouse import Warehouse, current_warehouse

_MOST_ANSWERS = 400


def warehouse() -> Warehouse:
    """The build in use now; a newer one shows at the next interaction. Raises queries.warehouse.NoWarehouse."""
    return current_warehouse(layout(os.environ))


@st.cache_resource(max_entries=_MOST_ANSWERS, show_spinner=False)
def _answer(build_id: str, question: str, asked: tuple, _warehouse: Warehouse) -> object:
    return getattr(q, question)(_warehouse, *asked)


def _ask(question: str, *asked: object) -> object:
    house = warehouse()
    return _answer(house.build_id, question, asked, house)


def sources() -> Sequence[q.Source]:
    return _ask("sources")  # type: ignore[return-value]


def units(source: str) -> Sequence[q.UnitRow]:
    return _ask("units", source)  # type: ignore[return-value]


def units_today(source: str) -> Sequence[q.UnitRow]:
    return _ask("units_today", source)  # type: ignore[return-value]


def lineage(source: str) -> Sequence[q.LineageRow]:
    return _ask("lineage", source)  # type: ignore[return-value]


def periods(source: str) -> Sequence[q.PeriodRow]:
    return _ask("periods", source)  # type: ignore[return-value]


def indicators() -> Mapping[str, q.IndicatorRow]:
    return _ask("indicators")  # type: ignore[return-value]


def targets() -> Sequence[q.TargetRow]:
    return _ask("targets")  # type: ignore[return-value]


def due_dates() -> Sequence[q.DueDateRow]:
    return _ask("due_dates")  # type: ignore[return-value]


def peer_groups() -> Sequence[q.PeerGroupRow]:
    return _ask("peer_groups")  # type: ignore[return-value]


def measures() -> Mapping[str, q.MeasureRow]:
    return _ask("measures")  # type: ignore[return-value]


def reports(source: str, units: Iterable[str]) -> Sequence[q.ReportLine]:
    return _ask("reports", source, tuple(units))  # type: ignore[return-value]


def report_names(source: str, units: Iterable[str], first_year: int, last_year: int) -> Sequence[q.ReportName]:
    return _ask("report_names", source, tuple(units), first_year, last_year)  # type: ignore[return-value]


def reviews(source: str) -> Sequence[q.ReviewRow]:
    return _ask("reviews", source)  # type: ignore[return-value]


def build_info() -> q.BuildInfo:
    return _ask("build_info")  # type: ignore[return-value]


def findings() -> Sequence[q.Finding]:
    return _ask("findings")  # type: ignore[return-value]


def findings_of(source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.Finding]:
    return _ask("findings_of", source, tuple(units), tuple(periods))  # type: ignore[return-value]


def corrections_of(source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CorrectionRow]:
    return _ask("corrections_of", source, tuple(units), tuple(periods))  # type: ignore[return-value]


def finding_sides(source: str, unit: str, period: str) -> Sequence[q.SideRow]:
    return _ask("finding_sides", source, unit, period)  # type: ignore[return-value]


def rules() -> Sequence[q.RuleRow]:
    return _ask("rules")  # type: ignore[return-value]


def rule_outcomes(source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.RuleOutcome]:
    return _ask("rule_outcomes", source, tuple(units), tuple(periods))  # type: ignore[return-value]


def checked_figures(source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[q.CheckedFigures]:
    return _ask("checked_figures", source, tuple(units), tuple(periods))  # type: ignore[return-value]


def indicator_values(
    source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
) -> Sequence[q.Value]:
    return _ask("indicator_values", source, tuple(indicators), tuple(periods), tuple(units))  # type: ignore[return-value]


def measure_values(
    source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
) -> Sequence[q.Count]:
    return _ask("measure_values", source, tuple(measures), tuple(periods), tuple(units))  # type: ignore[return-value]


def staff_levels(source: str, dimension: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.StaffLevel]:
    return _ask("staff_levels", source, dimension, tuple(periods), tuple(units))  # type: ignore[return-value]


def coverage(source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.Coverage]:
    return _ask("coverage", source, tuple(periods), tuple(units))  # type: ignore[return-value]


def unit_values(source: str, unit: str) -> Sequence[q.Value]:
    return _ask("unit_values", source, unit)  # type: ignore[return-value]


def gaps(source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]:
    """None: units as they reported have no sums that could be missing (queries.today.Today has)."""
    del source, periods, units
    return ()


def unit_reports(source: str, unit: str) -> Sequence[q.ReportRow]:
    return _ask("unit_reports", source, unit)  # type: ignore[return-value]


def unit_figures(source: str, unit: str, period: str) -> Sequence[q.FigureRow]:
    return _ask("unit_figures", source, unit, period)  # type: ignore[return-value]


def search_units(text: str, limit: int) -> Sequence[q.FoundUnit]:
    return _ask("search_units", text, limit)  # type: ignore[return-value]


def unit_named(unit: str) -> q.NamedUnit | None:
    return _ask("unit_named", unit)  # type: ignore[return-value]


def unit_successors(unit: str) -> Sequence[q.Successor]:
    return _ask("unit_successors", unit)  # type: ignore[return-value]


def indicator_terms() -> Sequence[q.TermRow]:
    return _ask("indicator_terms")  # type: ignore[return-value]


def notice() -> str:
    """Source and licence of the list of units, as they stand in the reference folder."""
    return layout(os.environ).reference("NOTICE.md").read_text(encoding="utf-8")
