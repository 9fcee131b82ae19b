"""Charts by name: what a page shows, a briefing pins, and a job draws again for another period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from charts import (
    backlog,
    overview,
    posts,
    profile,
    profile_card,
    profile_history,
    reminders,
    reporting,
    reporting_rate,
    reporting_units,
    similar,
)
from charts.coverage import coverage_matrix, local_days
from charts.definitions import THEMES as THEMES_WITH_DEFINITIONS
from charts.definitions import definitions
from charts.elsewhere import asked_elsewhere
from charts.open_periods import with_period_notes
from charts.quality import checked_table, findings_table, outcomes_matrix, quality_of
from charts.ranked import ranked
from charts.scorecard import scorecard
from charts.series import PANELS_A_PAGE, heat, multiples, trend
from charts.spec import ChartSpec, HeatSpec, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TableSpec, TrendSpec
from charts.staff import composition
from charts.staff_levels import GROUPS, LEVELS, shown_periods
from charts.staff_skills import skills_matrix
from charts.unit_levels import unit_levels
from charts.view import View
from domain.periods import Period
from queries.ask import Ask
from queries.received_rows import Coverage
from queries.rows import Count, IndicatorRow, UnitRow, Value

AnySpec = ChartSpec | MatrixSpec | TableSpec
SKILL = "skill"
SIMILAR_BY = 3  # headline indicators by which similar units are held together
OF_AN_INDICATOR = frozenset({"ranked", "trend", "multiples", "heat", "table"})


@dataclass(frozen=True)
class Recipe:
    """Which chart of what: plain words, so that it can be kept in a file.

    `chart` is a key of CHARTS; `indicator` where the chart draws one; `dimension` and `group` for staff levels;
    `group` also names the theme of a unit's definitions or history, and the severity of findings, `dimension` their
    rule; `part` is the page of small multiples, from 0;
    `unit` is the unit of a profile.
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
    return with_period_notes(CHARTS[recipe.chart](recipe, view, ask), view)


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
    if recipe.chart == "unit_levels":
        return recipe.dimension in LEVELS
    if recipe.chart in OF_AN_INDICATOR:
        return recipe.indicator in ask.indicators()
    if recipe.chart == "definitions":
        return recipe.group in THEMES_WITH_DEFINITIONS
    if recipe.chart == "history":
        return recipe.group in profile.THEMES
    return recipe.chart in CHARTS


def indicator_values(view: View, ask: Ask, *indicators: str) -> Sequence[Value]:
    """The view's values with those of the period before each and the same of the year before."""
    return ask.indicator_values(view.source, indicators, view.asked_periods, view.asked_units)


def coverage(view: View, ask: Ask) -> Sequence[Coverage]:
    """Who sent the reports that the view shows."""
    periods = [period.period_id for period in view.reported_periods]
    return ask.coverage(view.source, periods, view.asked_units)


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
    elsewhere = asked_elsewhere(view, ask, indicator, values)
    people = indicator.rule == "staff_share"
    return ranked(view, indicator, values, style=style, people=people, elsewhere=elsewhere)


def _over_time(make_one: Callable[[View, IndicatorRow, Sequence[Value]], AnySpec]) -> Callable[..., AnySpec]:
    """A chart over periods; where their kinds are mixed they stand on no common axis, and the units are listed."""
    return lambda recipe, view, ask: (
        _ranked(recipe, view, ask) if view.is_mixed else make_one(view, *_drawn(recipe, view, ask))
    )


def _multiples(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    if view.is_mixed:
        return _ranked(recipe, view, ask)
    last = max(-(-len(view.units) // PANELS_A_PAGE) - 1, 0)
    return multiples(view, *_drawn(recipe, view, ask), min(recipe.part, last))


def _scorecard(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    shown = overview.headlines(ask.indicators())
    return scorecard(view, shown, indicator_values(view, ask, *(one.indicator_id for one in shown)))


def _coverage(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    shown = replace(view, periods=tuple(view.reported_periods))
    return coverage_matrix(shown, coverage(view, ask), local_days(ask))


def _reminders(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    """Of the latest period that can be expected."""
    del recipe
    found = reporting.reporting_of(view, ask)
    return reminders.reminders(found, found.latest)


def _composition(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    shown = [period.period_id for period in shown_periods(view)]
    levels = ask.staff_levels(view.source, recipe.dimension, shown, view.asked_units)
    if recipe.dimension == SKILL:
        return skills_matrix(view, recipe.group, levels)
    return composition(view, recipe.dimension, recipe.group, levels)


def _unit_levels(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    unit, _, _ = _of_unit(recipe, view, ask)
    shown = [period.period_id for period in shown_periods(view)]
    levels = ask.staff_levels(view.source, recipe.dimension, shown, [unit.unit_id])
    return unit_levels(view, unit, recipe.dimension, levels)


def _table(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    """The figures behind a ranking, for an annex."""
    return TableSpec(_ranked(recipe, view, ask).frame)


def _profile(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    unit, own, period = _of_unit(recipe, view, ask)
    indicators = ask.indicators()
    peers = ask.indicator_values(view.source, indicators, [period.period_id], view.unit_ids)
    lines = profile.lines(view, unit, period, indicators, own, peers)
    return profile_card.scorecard(view, unit, period, lines, profile.absent_names(view, period, indicators, own))


def _of_unit(recipe: Recipe, view: View, ask: Ask) -> tuple[UnitRow, Sequence[Value], Period]:
    """The recipe's unit, its values and its latest period. Raises UnknownRecipe where the view has no such unit."""
    unit = next((one for one in (*view.units, *view.others) if one.unit_id == recipe.unit), None)
    if unit is None:
        raise UnknownRecipe(f"{recipe.chart} {recipe.unit}")
    own = ask.unit_values(view.source, unit.unit_id)
    return unit, own, profile.latest_period(view, own) or view.period


def _similar(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    unit, _, period = _of_unit(recipe, view, ask)
    shown = overview.headlines(ask.indicators())[:SIMILAR_BY]
    groups = similar.groups_of(unit, view.source, period, view.lang, ask)
    everyone = list(dict.fromkeys(one.unit_id for group in groups for one in group.units))
    ids = [one.indicator_id for one in shown]
    values = ask.indicator_values(view.source, ids, [period.period_id], everyone)
    return similar.similar_matrix(view, unit, period, shown, groups, values)


def _definitions(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    unit, own, period = _of_unit(recipe, view, ask)
    registry = ask.indicators(), own, ask.indicator_terms(), ask.measures()
    return definitions(view, unit, period, recipe.group, *registry)


def _history(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    """The indicators of the theme that the recipe's `group` names."""
    unit, own, _ = _of_unit(recipe, view, ask)
    drawn = [indicator for indicator in ask.indicators().values() if indicator.theme == recipe.group]
    ids = [one.indicator_id for one in drawn]
    peers = ask.indicator_values(view.source, ids, view.period_ids, view.unit_ids)
    return profile_history.history(view, unit, drawn, own, peers)


def _posts(recipe: Recipe, view: View, ask: Ask) -> AnySpec:
    del recipe
    return posts.posts_matrix(
        view, ask.measure_values(view.source, posts.MEASURES, view.asked_periods, view.asked_units)
    )


CHARTS: dict[str, Callable[[Recipe, View, Ask], AnySpec]] = {
    "ranked": _ranked,
    "trend": _over_time(trend),
    "multiples": _multiples,
    "heat": _over_time(heat),
    "late": lambda _, view, ask: backlog.late_chart(view, late_counts(view, ask)),
    "backlog": lambda _, view, ask: backlog.backlog_chart(view, late_counts(view, ask)),
    "scorecard": _scorecard,
    "coverage": _coverage,
    "reporting_rate": lambda _, view, ask: reporting_rate.rate_chart(reporting.reporting_of(view, ask)),
    "reporting_units": lambda _, view, ask: reporting_units.units_table(reporting.reporting_of(view, ask)),
    "reporting_matrix": lambda _, view, ask: reporting_units.matrix(reporting.reporting_of(view, ask)),
    "reminders": _reminders,
    "findings": lambda recipe, view, ask: findings_table(quality_of(view, ask), ask, recipe.group, recipe.dimension),
    "rule_outcomes": lambda _, view, ask: outcomes_matrix(quality_of(view, ask)),
    "checked": lambda _, view, ask: checked_table(quality_of(view, ask)),
    "composition": _composition,
    "unit_levels": _unit_levels,
    "posts": _posts,
    "profile": _profile,
    "similar": _similar,
    "definitions": _definitions,
    "history": _history,
    "table": _table,
}
