"""How well the staff is qualified: the answer, composition by level, units compared, posts filled, change over time."""

import streamlit as st

from charts.posts import MEASURES, posts_matrix
from charts.ranked import capital, ranked
from charts.series import trend
from charts.spec import MatrixSpec, StackedSpec
from charts.staff import composition
from charts.staff_levels import GROUPS, LEVELS, shown_periods
from charts.staff_skills import skills_matrix
from charts.staff_tiles import INDICATORS, staff_tiles
from ui import data, page
from ui.chart import show, tile_row
from ui.frame import chosen, switch
from ui.viewport import width_class

CHARTS = ("composition", "shares", "posts", "trend")
SKILL = "skill"

view = chosen().view
periods, units = page.asked_periods(view), page.asked_units(view)
indicators = data.indicators()
shares = {(one.dimension, one.staff_group): one for one in indicators.values() if one.rule == "staff_share"}
headline = data.indicator_values(view.source, INDICATORS, periods, units)
counts = data.measure_values(view.source, MEASURES, periods, units)

page.head(view, "staff")
tile_row(staff_tiles(view, indicators, headline, counts), key="staff", lang=view.lang)

offered = CHARTS[:-1] if view.is_mixed else CHARTS
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

if picked == "posts":
    spec = posts_matrix(view, counts)
elif picked == "composition":
    levels = data.staff_levels(view.source, dimension, [one.period_id for one in shown_periods(view)], units)
    unchecked = {report.report_id for report in data.reports(view.source) if report.status == "provisional"}
    spec = (
        skills_matrix(view, group, levels)
        if dimension == SKILL
        else composition(view, dimension, group, levels, unchecked)
    )
else:
    indicator = shares[dimension, group]
    values = data.indicator_values(view.source, [indicator.indicator_id], periods, units)
    spec = ranked(view, indicator, values, people=True) if picked == "shares" else trend(view, indicator, values)

if isinstance(spec, StackedSpec | MatrixSpec) and not spec.rows:
    words = {"dimension": view.say(f"staff.dimension.{dimension}"), "group": view.say(f"staff.group.{group}")}
    page.empty(view, "staff.empty", **words)
else:
    show(spec, key=f"staff-{picked}", lang=view.lang)

page.foot(view)
