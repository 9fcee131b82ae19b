"""The figures of a chart as places to go to: whose, of which period, by which indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from charts import overview
from charts.recipes import OF_AN_INDICATOR, Recipe
from charts.view import View
from domain.periods import PeriodKind
from queries.ask import Ask
from queries.rows import IndicatorRow, UnitRow, Value

MOST = 400
ALL_FIGURES = "all"
_OF_COUNTS = frozenset({"late", "backlog", "composition", "posts"})
_ON_TIME = "on_time_rate"


@dataclass(frozen=True)
class Origin:
    """A figure of a chart. `trace` is an indicator, or ALL_FIGURES where the chart draws counts."""

    unit_id: str
    period_id: str
    trace: str
    label: str


def origins(recipe: Recipe, view: View, ask: Ask) -> list[Origin]:
    """The figures that the recipe's chart draws, as long as they stand in reports of the unit itself: the latest period
    and the highlighted units first, at most MOST. None for charts that draw no figures of reports."""
    if view.is_today or view.period.kind is PeriodKind.ROLLING:
        # Sums of several reports: each of them has its figures on its own unit's page.
        return []
    found = _found(recipe, view, ask)
    return [origin for _, origin in zip(range(MOST), found, strict=False)]


def _found(recipe: Recipe, view: View, ask: Ask) -> Iterator[Origin]:
    indicators = ask.indicators()
    if recipe.chart in OF_AN_INDICATOR:
        return _of_values(view, ask, [indicators[recipe.indicator]], each_period=True)
    if recipe.chart == "scorecard":
        return _of_values(view, ask, overview.headlines(indicators), each_period=view.is_mixed)
    if recipe.chart in _OF_COUNTS:
        return _of_reports(view, ask, _trace_of(recipe, indicators))
    return iter(())


def _trace_of(recipe: Recipe, indicators: Mapping[str, IndicatorRow]) -> str:
    """The indicator whose figures a chart of counts draws: of a qualification table, its rate."""
    if recipe.chart == "late":
        return _ON_TIME
    wanted = (recipe.dimension, recipe.group)
    return next(
        (one.indicator_id for one in indicators.values() if (one.dimension, one.staff_group) == wanted), ALL_FIGURES
    )


def _of_values(view: View, ask: Ask, indicators: Sequence[IndicatorRow], *, each_period: bool) -> Iterator[Origin]:
    periods = view.periods if each_period else (view.period,)
    ids = [period.period_id for period in periods]
    units = _units(view)[:MOST]
    asked = [unit.unit_id for unit in units] if len(view.asked_units) > MOST else view.asked_units
    values = ask.indicator_values(view.source, [one.indicator_id for one in indicators], ids, asked)
    there: dict[tuple[str, str, str], Value] = {}
    for known in values:
        if known.value is not None:
            there.setdefault((known.unit_id, known.period_id, known.indicator_id), known)
    for period in reversed(periods):
        for unit in units:
            for one in indicators:
                if value := there.get((unit.unit_id, period.period_id, one.indicator_id)):
                    label = _label(
                        view, unit, period.short_label(view.lang), one if len(indicators) > 1 else None, value
                    )
                    yield Origin(unit.unit_id, period.period_id, one.indicator_id, label)


def _label(view: View, unit: UnitRow, period: str, indicator: IndicatorRow | None, value: Value) -> str:
    """ "Minh Đức · 6T/2023 · 96,4 % !"; with the indicator where the chart draws several."""
    text = view.marked(view.value_text(value), view.findings_of(value))
    named = (indicator.name(view.lang),) if indicator else ()
    return " · ".join((view.labels[unit.unit_id], period, *named, text))


def _of_reports(view: View, ask: Ask, trace: str) -> Iterator[Origin]:
    """A chart of counts: the units that reported its periods."""
    periods = list(reversed(view.periods)) if view.is_mixed else [view.period]
    ids = [period.period_id for period in periods]
    reported = {(one.unit_id, one.period_id) for one in ask.coverage(view.source, ids, view.asked_units)}
    rates = ask.indicator_values(view.source, [trace], ids, view.asked_units) if trace != ALL_FIGURES else ()
    rated = {(one.unit_id, one.period_id) for one in rates}
    for unit in _units(view)[:MOST]:
        for period in periods:
            if (unit.unit_id, period.period_id) in reported:
                label = f"{view.labels[unit.unit_id]} · {period.short_label(view.lang)}"
                followed = trace if (unit.unit_id, period.period_id) in rated else ALL_FIGURES
                yield Origin(unit.unit_id, period.period_id, followed, label)


def _units(view: View) -> list[UnitRow]:
    """The highlighted units first."""
    return sorted((*view.units, *view.others), key=lambda unit: unit.unit_id not in view.subjects)
