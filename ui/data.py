"""The warehouse for the screen: answers cached by build and question, never facts."""

from __future__ import annotations

import os
from collections.abc import Iterable

import streamlit as st

from domain.layout import layout
from queries import values as q
from queries.warehouse import Warehouse, current_warehouse

_MOST_ANSWERS = 400


def warehouse() -> Warehouse:
    """The build in use now; a newer one shows at the next interaction. Raises queries.warehouse.NoWarehouse."""
    return current_warehouse(layout(os.environ))


@st.cache_data(max_entries=_MOST_ANSWERS, show_spinner=False)
def _answer(build_id: str, question: str, asked: tuple, _warehouse: Warehouse) -> object:
    return getattr(q, question)(_warehouse, *asked)


def _ask(question: str, *asked: object) -> object:
    house = warehouse()
    return _answer(house.build_id, question, asked, house)


def sources() -> list[q.Source]:
    return _ask("sources")  # type: ignore[return-value]


def units(source: str) -> list[q.UnitRow]:
    return _ask("units", source)  # type: ignore[return-value]


def periods(source: str) -> list[q.PeriodRow]:
    return _ask("periods", source)  # type: ignore[return-value]


def indicators() -> dict[str, q.IndicatorRow]:
    return _ask("indicators")  # type: ignore[return-value]


def targets() -> list[q.TargetRow]:
    return _ask("targets")  # type: ignore[return-value]


def measures() -> dict[str, q.MeasureRow]:
    return _ask("measures")  # type: ignore[return-value]


def reports(source: str) -> list[q.ReportLine]:
    return _ask("reports", source)  # type: ignore[return-value]


def build_info() -> q.BuildInfo:
    return _ask("build_info")  # type: ignore[return-value]


def findings() -> list[q.Finding]:
    return _ask("findings")  # type: ignore[return-value]


def indicator_values(
    source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
) -> list[q.Value]:
    return _ask("indicator_values", source, tuple(indicators), tuple(periods), tuple(units))  # type: ignore[return-value]


def measure_values(source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]) -> list[q.Count]:
    return _ask("measure_values", source, tuple(measures), tuple(periods), tuple(units))  # type: ignore[return-value]


def staff_levels(source: str, dimension: str, periods: Iterable[str], units: Iterable[str]) -> list[q.StaffLevel]:
    return _ask("staff_levels", source, dimension, tuple(periods), tuple(units))  # type: ignore[return-value]


def coverage(source: str, periods: Iterable[str], units: Iterable[str]) -> list[q.Coverage]:
    return _ask("coverage", source, tuple(periods), tuple(units))  # type: ignore[return-value]


def unit_values(source: str, unit: str) -> list[q.Value]:
    return _ask("unit_values", source, unit)  # type: ignore[return-value]


def unit_reports(source: str, unit: str) -> list[q.ReportRow]:
    return _ask("unit_reports", source, unit)  # type: ignore[return-value]


def unit_figures(source: str, unit: str, period: str) -> list[q.FigureRow]:
    return _ask("unit_figures", source, unit, period)  # type: ignore[return-value]


def search_units(text: str, limit: int) -> list[q.FoundUnit]:
    return _ask("search_units", text, limit)  # type: ignore[return-value]


def unit_successors(unit: str) -> list[q.Successor]:
    return _ask("unit_successors", unit)  # type: ignore[return-value]


def indicator_terms() -> list[q.TermRow]:
    return _ask("indicator_terms")  # type: ignore[return-value]


def notice() -> str:
    """Source and licence of the list of units, as they stand in the reference folder."""
    return layout(os.environ).reference("NOTICE.md").read_text(encoding="utf-8")
