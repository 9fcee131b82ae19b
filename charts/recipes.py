"""Charts by name: what a page shows, a briefing pins, and a job draws again for another period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts import backlog, overview, posts, profile
from charts.ranked import ranked
from charts.series import PANELS_A_PAGE, heat, multiples, trend
from charts.spec import ChartSpec, HeatSpec, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TableSpec, TrendSpec
from charts.staff import composition
from charts.staff_levels import GROUPS, LEVELS, shown_periods
from charts.staff_skills import skills_matrix
from charts.view import View
from queries.ask import Ask
from queries.rows import Count, IndicatorRow, Value

AnySpec = ChartSpec | MatrixSpec | TableSpec
SKILL = "skill"
OF_AN_INDICATOR = frozenset({"ranked", "trend", "multiples", "heat", "table"})


@dataclass(frozen=True)
class Recipe:
    """Which chart of what: plain words, so that it can be kept in a file.

    `chart` is a key of CHARTS; `indicator` where the chart draws one; `dimension` and `group` for staff levels;
    `part` is the page of small multiples, from 0; `unit` the unit of a profile.
    """

    chart: str
    indicator: str = ""
    dimension: str = ""
    group: str = ""
    part: int = 0
    unit: str = ""


class UnknownRecipe(ValueError):
    """A recipe names a chart or an indicator that there is not."""


def make(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    """The recipe's chart for the view. Raises UnknownRecipe."""
    if not _is_known(recipe, ask):
        named = (recipe.chart, recipe.indicator, recipe.dimension, recipe.group)
        raise UnknownRecipe(" ".join(word for word in named if word))
    return CHARTS[recipe.chart](recipe, view, ask)


def is_empty(spec: AnySpec) -> bool:
    """True where the chart would show a heading and nothing beneath it."""
    if isinstance(spec, TableSpec):
        return not (spec.frame.table and spec.frame.table.rows)
    if isinstance(spec, RankedSpec):
        return not (spec.marks or spec.below)
    return not (spec.series if isinstance(spec, TrendSpec) else _parts(spec))


def _parts(spec: MultiplesSpec | HeatSpec | StackedSpec | MatrixSpec) -> tuple[object, ...]:
    return spec.panels if isinstance(spec, MultiplesSpec) else spec.rows


def _is_known(recipe: Recipe, ask: Ask) -> bool:
    if recipe.chart == "composition":
        return recipe.dimension in (*LEVELS, SKILL) and recipe.group in GROUPS
    if recipe.chart in OF_AN_INDICATOR:
        return recipe.indicator in ask.indicators()
    return recipe.chart in CHARTS


def indicator_values(view: View, ask: Ask, *indicators: str) -> Sequence[Value]:
    """The view's values with those of the period before each."""
    return ask.indicator_values(view.source, indicators, view.asked_periods, view.asked_units)


def late_counts(view: View, ask: Ask) -> Sequence[Count]:
    """The counts of late dossiers in all periods of the view's kinds: how long something has lasted needs them all."""
    kinds = {period.kind for period in view.periods}
    rows = ask.periods(view.source)
    past = sorted(r.period_id for r in rows if r.kind in kinds and r.period.nominal.end <= view.period.nominal.end)
    return ask.measure_values(view.source, backlog.MEASURES, past, view.asked_units)


def _drawn(recipe: Recipe, view: View, ask: Ask) -> tuple[IndicatorRow, Sequence[Value]]:
    return ask.indicators()[recipe.indicator], indicator_values(view, ask, recipe.indicator)


def _ranked(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    indicator, values = _drawn(recipe, view, ask)
    style = "dots" if indicator.theme == "on_time" else "bars"
    return ranked(view, indicator, values, style=style, people=indicator.rule == "staff_share")


def _multiples(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    last = max(-(-len(view.units) // PANELS_A_PAGE) - 1, 0)
    return multiples(view, *_drawn(recipe, view, ask), min(recipe.part, last))


def _scorecard(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    shown = overview.headlines(ask.indicators())
    return overview.scorecard(view, shown, indicator_values(view, ask, *(one.indicator_id for one in shown)))


def _coverage(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    return overview.coverage_matrix(view, ask.coverage(view.source, view.period_ids, view.asked_units))


def _composition(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    shown = [period.period_id for period in shown_periods(view)]
    levels = ask.staff_levels(view.source, recipe.dimension, shown, view.asked_units)
    if recipe.dimension == SKILL:
        return skills_matrix(view, recipe.group, levels)
    years = [period.year for period in view.periods]
    names = ask.report_names(view.source, view.asked_units, min(years) - 1, max(years))
    unchecked = {report.report_id for report in names if report.status == "provisional"}
    return composition(view, recipe.dimension, recipe.group, levels, unchecked)


def _table(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    """The figures behind a ranking, for an annex."""
    return TableSpec(_ranked(recipe, view, ask).frame)


def _profile(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    unit = next((one for one in (*view.units, *view.others) if one.unit_id == recipe.unit), None)
    if unit is None:
        raise UnknownRecipe(f"profile {recipe.unit}")
    indicators = ask.indicators()
    own = ask.unit_values(view.source, unit.unit_id)
    period = profile.latest_period(view, own) or view.period
    peers = ask.indicator_values(view.source, indicators, [period.period_id], view.unit_ids)
    lines = profile.lines(view, unit, period, indicators, own, peers)
    return profile.scorecard(view, unit, period, lines, profile.absent_names(view, period, indicators, own))


def _posts(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    return posts.posts_matrix(
        view, ask.measure_values(view.source, posts.MEASURES, view.asked_periods, view.asked_units)
    )


CHARTS: dict[str, Callable[[Recipe, View, Ask], AnySpec]] = {
    "ranked": _ranked,
    "trend": lambda recipe, view, ask: trend(view, *_drawn(recipe, view, ask)),
    "multiples": _multiples,
    "heat": lambda recipe, view, ask: heat(view, *_drawn(recipe, view, ask)),
    "late": lambda _, view, ask: backlog.late_chart(view, late_counts(view, ask)),
    "backlog": lambda _, view, ask: backlog.backlog_chart(view, late_counts(view, ask)),
    "scorecard": _scorecard,
    "coverage": _coverage,
    "composition": _composition,
    "posts": _posts,
    "profile": _profile,
    "table": _table,
}
