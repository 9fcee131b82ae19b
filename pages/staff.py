"""How well the staff is qualified: the answer, composition by level, units compared, posts filled, change over time."""

import streamlit as st

from charts import recipes
from charts.posts import MEASURES
from charts.recipes import SKILL, Recipe
from charts.spec import MatrixSpec, StackedSpec
from charts.staff_levels import GROUPS, LEVELS
from charts.staff_tiles import INDICATORS, staff_tiles
from charts.wording import capital
from domain.periods import PeriodKind
from ui import page
from ui.chart import tile_row
from ui.frame import chosen, switch
from ui.viewport import width_class

CHARTS = ("composition", "shares", "posts", "trend")

choice = chosen()
view = choice.view
indicators = choice.ask.indicators()
shares = {(one.dimension, one.staff_group): one for one in indicators.values() if one.rule == "staff_share"}
headline = recipes.indicator_values(view, choice.ask, *INDICATORS)
counts = choice.ask.measure_values(view.source, MEASURES, view.asked_periods, view.asked_units)

page.head(view, "staff")
tile_row(staff_tiles(view, indicators, headline, counts), key="staff", lang=view.lang)

offered = CHARTS[:-1] if view.is_mixed else CHARTS
if view.period.kind is PeriodKind.ROLLING:
    page.empty(view, "staff.four_quarters")
    offered = ("posts",)
listed = "listed" if view.is_mixed else "shares"
picked = switch(
    "chart_staff",
    view.say("staff.switch_label"),
    offered,
    lambda name: view.say(f"staff.switch.{listed if name == 'shares' else name}"),
)
dimension, group = "posts", GROUPS[0]
if picked != "posts":
    rated = [name for name in LEVELS if (name, GROUPS[0]) in shares]
    with st.container(horizontal=width_class() == "wide"):
        dimension = switch(
            "dimension",
            view.say("staff.switch.dimension"),
            [*LEVELS, SKILL] if picked == "composition" else rated,
            lambda name: capital(view.say(f"staff.dimension.{name}")),
        )
        group = switch("group", view.say("staff.switch.group"), GROUPS, lambda name: view.say(f"staff.column.{name}"))

drawn = {"shares": "ranked"}.get(picked, picked)
indicator = shares[dimension, group].indicator_id if drawn in ("ranked", "trend") else ""
recipe = Recipe(drawn, indicator, dimension, group)
spec = recipes.make(recipe, view, choice.ask)

if isinstance(spec, StackedSpec | MatrixSpec) and not spec.rows:
    words = {"dimension": view.say(f"staff.dimension.{dimension}"), "group": view.say(f"staff.group.{group}")}
    page.empty(view, "staff.empty", **words)
else:
    page.chart(recipe, choice, key=f"staff-{picked}")

page.foot(view)
