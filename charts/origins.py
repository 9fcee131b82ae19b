"""The figures of a chart as places to go to: whose, of which period, by which indicator, or by which counts.

Sums have places too: of today's units before 2025, and of four quarters. The unit's page shows there what they are
made of (charts.parts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charts import counted, overview, profile
from charts.counted import Drawn
from charts.recipes import OF_AN_INDICATOR, SIMILAR_BY, Recipe
from charts.view import View
from domain.periods import Period
from queries.ask import Ask
from queries.rows import IndicatorRow, UnitRow, Value

MOST = 400
ALL_FIGURES = "all"
_OF_A_UNIT = frozenset({"profile", "similar", "definitions", "history"})
_OF_REPORTS = frozenset({"coverage", "checked", "reporting_units", "reporting_matrix"})
_OF_COUNTS: Mapping[str, tuple[str, Callable[[View, Ask], list[Drawn]]]] = {
    "late": (counted.BACKLOG, counted.late_drawn),
    "backlog": (counted.BACKLOG, counted.backlog_drawn),
    "posts": (counted.POSTS, counted.posts_drawn),
}


@dataclass(frozen=True)
class Origin:
    """A figure of a chart. `trace` is an indicator, counts (charts.counted), or ALL_FIGURES of whole reports."""

    unit_id: str
    period_id: str
    trace: str
    label: str


def origins(recipe: Recipe, view: View, ask: Ask) -> list[Origin]:
    """The figures that the recipe's chart draws, sums included: the latest period and the highlighted units first, at
    most MOST. None for charts that draw no figures of reports."""
    found = _found(recipe, view, ask)
    return [origin for _, origin in zip(range(MOST), found, strict=False)]


def _found(recipe: Recipe, view: View, ask: Ask) -> Iterator[Origin]:
    indicators = ask.indicators()
    if recipe.chart in OF_AN_INDICATOR:
        return _of_values(view, ask, [indicators[recipe.indicator]], view.periods)
    if recipe.chart == "scorecard":
        return _of_values(view, ask, overview.headlines(indicators), view.periods if view.is_mixed else (view.period,))
    if recipe.chart in _OF_A_UNIT:
        return _of_unit(recipe, view, ask)
    if recipe.chart in _OF_COUNTS:
        trace, drawn = _OF_COUNTS[recipe.chart]
        return _of_counts(view, trace, drawn(view, ask))
    if recipe.chart == "composition":
        return _of_levels(recipe, view, ask)
    if recipe.chart in _OF_REPORTS:
        return _of_reports(view, ask)
    return iter(())


def _of_counts(view: View, trace: str, drawn: Sequence[Drawn]) -> Iterator[Origin]:
    """The units of a chart of counts, the highlighted ones first; else in the order of the chart."""
    for one in sorted(drawn, key=lambda one: one.unit_id not in view.subjects):
        yield Origin(
            one.unit_id,
            one.period.period_id,
            trace,
            _label(view, view.marked(one.text, one.findings), one.unit_id, one.period),
        )


def _of_levels(recipe: Recipe, view: View, ask: Ask) -> Iterator[Origin]:
    """A qualification table: by its rate where the unit has it, else by the people at each level."""
    wanted = (recipe.dimension, recipe.group)
    rate = next((one for one in ask.indicators().values() if (one.dimension, one.staff_group) == wanted), None)
    drawn = counted.levels_drawn(view, ask, recipe.dimension, recipe.group)
    rates = ask.indicator_values(view.source, [rate.indicator_id], view.period_ids, view.asked_units) if rate else ()
    rated = {(one.unit_id, one.period_id) for one in rates if one.value is not None}
    for one in _of_counts(view, counted.levels_trace(*wanted), drawn):
        followed = rate and (one.unit_id, one.period_id) in rated
        yield replace(one, trace=rate.indicator_id) if rate and followed else one


def _of_unit(recipe: Recipe, view: View, ask: Ask) -> Iterator[Origin]:
    """A chart of one unit: its own values, of the period or of all of them."""
    units = [unit for unit in (*view.units, *view.others) if unit.unit_id == recipe.unit]
    indicators = ask.indicators()
    shown = list(indicators.values())
    if recipe.chart == "similar":
        shown = overview.headlines(indicators)[:SIMILAR_BY]
    elif recipe.chart in ("definitions", "history"):
        shown = [one for one in shown if one.theme == recipe.group]
    own = ask.unit_values(view.source, recipe.unit)
    period = profile.latest_period(view, own) or view.period
    return _labelled(view, units, profile.in_order(shown), view.periods if recipe.chart == "history" else [period], own)


def _of_values(view: View, ask: Ask, indicators: Sequence[IndicatorRow], periods: Sequence[Period]) -> Iterator[Origin]:
    units = _units(view)[:MOST]
    asked = [unit.unit_id for unit in units] if len(view.asked_units) > MOST else view.asked_units
    ids = [period.period_id for period in periods]
    values = ask.indicator_values(view.source, [one.indicator_id for one in indicators], ids, asked)
    return _labelled(view, units, indicators, periods, values)


def _labelled(
    view: View,
    units: Sequence[UnitRow],
    indicators: Sequence[IndicatorRow],
    periods: Sequence[Period],
    values: Sequence[Value],
) -> Iterator[Origin]:
    """The latest period first; a place where several scopes have the figure is one."""
    there: dict[tuple[str, str, str], Value] = {}
    for known in values:
        if known.value is not None:
            there.setdefault((known.unit_id, known.period_id, known.indicator_id), known)
    for period in reversed(periods):
        for unit in units:
            for one in indicators:
                if value := there.get((unit.unit_id, period.period_id, one.indicator_id)):
                    named = one.name(view.lang) if len(indicators) > 1 else ""
                    text = view.marked(view.value_text(value), view.findings_of(value))
                    label = _label(view, text, unit.unit_id, period, named)
                    yield Origin(unit.unit_id, period.period_id, one.indicator_id, label)


def _label(view: View, text: str, unit_id: str, period: Period, indicator: str = "") -> str:
    """ "96,4 % ! · Minh Đức · 6T/2023"; with the indicator where the chart draws several. The value first: a narrow
    list cuts what stands last."""
    return " · ".join(filter(None, (text, view.labels[unit_id], period.short_label(view.lang), indicator)))


def _of_reports(view: View, ask: Ask) -> Iterator[Origin]:
    """A chart of whole reports: the units that reported its periods."""
    periods = view.reported_periods
    rows = ask.coverage(view.source, [period.period_id for period in periods], view.asked_units)
    reported = {(one.unit_id, one.period_id) for one in rows}
    for unit in _units(view)[:MOST]:
        for period in reversed(periods):
            if (unit.unit_id, period.period_id) in reported:
                yield Origin(
                    unit.unit_id, period.period_id, ALL_FIGURES,
                    f"{view.labels[unit.unit_id]} · {period.short_label(view.lang)}",
                )  # fmt: skip


def _units(view: View) -> list[UnitRow]:
    """The highlighted units first."""
    return sorted((*view.units, *view.others), key=lambda unit: unit.unit_id not in view.subjects)
