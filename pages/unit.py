"""One unit: who it is, where it stands, how it got there, and where every figure comes from."""

import streamlit as st

from charts import profile, profile_history, unit_card
from charts.definitions import THEMES as DEFINED
from charts.recipes import Recipe
from charts.spec import TableSpec
from ui import data, page, provenance
from ui.chart import markdown, show, tile_row
from ui.frame import chosen, pick_one, switch
from ui.origins import PART
from ui.sheet import facts

choice = chosen()
view, lang = choice.view, choice.lang
page.head(view, "unit")

units = {unit.unit_id: unit for unit in (*view.units, *view.others)}
if not units:
    page.empty(view, "unit.none")
    st.stop()
highlighted = next((unit_id for unit_id in units if unit_id in view.subjects), "")
unit = units[
    pick_one(
        "profile", view.say("unit.pick"), list(units), lambda unit_id: unit_card.full_name(units[unit_id]), highlighted
    )
]  # fmt: skip

indicators = choice.ask.indicators()
own = choice.ask.unit_values(view.source, unit.unit_id)
theme_words = {name: view.say(f"unit.theme.{name}") for name in profile.THEMES}
reports = data.unit_reports(view.source, unit.unit_id)
st.header(markdown(unit.name), anchor=False)
facts(unit_card.card(view, unit, data.unit_successors(unit.unit_id), reports, data.lineage(view.source)))

period = profile.latest_period(view, own)
part = switch("part", view.say("origin.pick_part"), ("all", PART), lambda name: view.say(f"origin.part.{name}"))
if part == PART:
    # Who came from a figure on a chart finds its origin on top.
    provenance.section(view, unit, own, reports, period)
    page.foot(view)
    st.stop()

if period is None:
    page.empty(view, "unit.no_values", unit=unit.name, span=view.span_words())
else:
    if period != view.period and not view.is_mixed:
        page.empty(view, "unit.older", unit=unit.name, wanted=view.period_words(), shown=view.period_words(period))
    peers = choice.ask.indicator_values(view.source, indicators, [period.period_id], view.unit_ids)
    tile_row(
        profile.tiles(view, period, profile.lines(view, unit, period, indicators, own, peers)), key="unit", lang=lang
    )
    page.chart(Recipe("profile", unit=unit.unit_id), choice, key="unit-scorecard")
    if unit in view.units:
        st.header(view.say("unit.similar"), anchor=False)
        page.chart(Recipe("similar", unit=unit.unit_id), choice, key="unit-similar")
    st.header(view.say("unit.definitions"), anchor=False)
    theme = switch("definitions", view.say("unit.definitions"), DEFINED, theme_words.__getitem__)
    page.chart(Recipe("definitions", group=theme, unit=unit.unit_id), choice, key=f"unit-definitions-{theme}")

themes = profile_history.themes(view, indicators, own)
if themes:
    st.header(view.say("unit.history"), anchor=False)
    theme = switch("history", view.say("unit.history"), themes, theme_words.__getitem__)
    page.chart(Recipe("history", group=theme, unit=unit.unit_id), choice, key=f"unit-history-{theme}")
else:
    page.empty(view, "unit.no_history_mixed" if view.is_mixed else "unit.no_history", unit=unit.name)

st.header(view.say("unit.reports"), anchor=False)
show(TableSpec(unit_card.reports_frame(view, unit, reports)), key="unit-reports", lang=lang)

provenance.section(view, unit, own, reports, period)
page.foot(view)
