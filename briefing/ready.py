"""The ready-made briefings: of a district or group for a period, and of one unit."""

from __future__ import annotations

from briefing.plan import Pin, Plan, Words, themes
from charts import recipes
from charts.choose import Choice, asking, view_of
from charts.recipes import Recipe
from charts.spec import RankedSpec
from charts.staff_levels import TOGETHER
from charts.view import View
from queries.ask import Ask


def ready_plan(choice: Choice, ask: Ask) -> Plan:
    """The briefing of the choice: of one unit where exactly one is highlighted, else of the group."""
    ask = asking(choice, ask)
    view = view_of(choice, ask)
    if len(view.subjects) == 1:
        return _unit_plan(choice, view, next(iter(view.subjects)), ask)
    return _group_plan(choice, view, ask)


def _group_plan(choice: Choice, view: View, ask: Ask) -> Plan:
    online, on_time, staff = (one.indicator_id for one in themes(ask.indicators()))
    charts = [
        Recipe("scorecard"),
        Recipe("ranked", online),
        Recipe("ranked", on_time),
        Recipe("backlog"),
        Recipe("composition", dimension="education", group=TOGETHER),
        Recipe("ranked", staff),
        Recipe("coverage"),
    ]
    if len(view.periods) > 1 and not view.is_mixed:
        charts.insert(2, Recipe("trend", online))
        charts.insert(4, Recipe("late"))
    # Units that cannot be ranked are a table already.
    annex = [Recipe("table", one) for one in (online, on_time, staff) if _is_ranked(one, view, ask)]
    if len(view.periods) > 1 and not view.is_mixed:
        annex.append(Recipe("heat", online))
    charts, annex = _with_figures(charts, view, ask), _with_figures(annex, view, ask)
    parts: list[Pin | Words] = [Pin(recipe, choice) for recipe in charts]
    parts.insert(1, Words("attention"))
    parts += [Words("recommendations"), *(Pin(recipe, choice, annex=True) for recipe in annex)]
    return Plan(choice, tuple(parts))


def _with_figures(charts: list[Recipe], view: View, ask: Ask) -> list[Recipe]:
    """Without those that nobody's report fills: a slide with a heading and nothing beneath it says nothing."""
    return [recipe for recipe in charts if not recipes.is_empty(recipes.make(recipe, view, ask))]


def _is_ranked(indicator: str, view: View, ask: Ask) -> bool:
    return isinstance(recipes.make(Recipe("ranked", indicator), view, ask), RankedSpec)


def _has_others(recipe: Recipe, view: View, ask: Ask) -> bool:
    """True where more than one unit or period stands in a ranking or in the table that it becomes."""
    spec = recipes.make(recipe, view, ask)
    return isinstance(spec, RankedSpec) or bool(spec.frame.table and len(spec.frame.table.rows) > 1)


def _can_compare(unit_id: str, view: View, ask: Ask) -> bool:
    """True where a group of similar units has a median of some indicator: where it has none, nothing is told."""
    table = recipes.make(Recipe("similar", unit=unit_id), view, ask).frame.table
    return table is not None and any(row["median"] is not None for row in table.rows)


def _unit_plan(choice: Choice, view: View, unit_id: str, ask: Ask) -> Plan:
    beside = [Recipe("ranked", one.indicator_id) for one in themes(ask.indicators())]
    charts = [
        Recipe("profile", unit=unit_id),
        *([Recipe("similar", unit=unit_id)] if _can_compare(unit_id, view, ask) else []),
        *(recipe for recipe in beside[:2] if _has_others(recipe, view, ask)),
        *([] if view.is_mixed else [Recipe("history", group="online", unit=unit_id)]),
        *(Recipe("unit_levels", dimension=one, unit=unit_id) for one in ("education", "political")),
        *(recipe for recipe in beside[2:] if _has_others(recipe, view, ask)),
        *([Recipe("posts")] if len(view.shown) > 1 else []),
    ]
    pins = (Pin(recipe, choice) for recipe in _with_figures(charts, view, ask))
    return Plan(choice, (*pins, Words("recommendations")))
