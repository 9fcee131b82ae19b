"""One unit: who it is, where it stands, how it got there, and where every figure comes from."""

from functools import partial

import streamlit as st

from charts import profile, profile_history, provenance, unit_card
from charts.recipes import Recipe
from charts.spec import TableSpec
from domain.periods import parse_period
from ui import data, page, pins
from ui.chart import markdown, show, tile_row
from ui.frame import chosen, pick_one, switch
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
reports = data.unit_reports(view.source, unit.unit_id)
st.header(markdown(unit.name), anchor=False)
facts(unit_card.card(view, unit, data.unit_successors(unit.unit_id), reports))

period = profile.latest_period(view, own)
if period is None:
    page.empty(view, "unit.no_values", unit=unit.name, span=view.span_words())
else:
    if period != view.period and not view.is_mixed:
        page.empty(view, "unit.older", unit=unit.name, wanted=view.period_words(), shown=view.period_words(period))
    peers = choice.ask.indicator_values(view.source, indicators, [period.period_id], view.unit_ids)
    lines = profile.lines(view, unit, period, indicators, own, peers)
    tile_row(profile.tiles(view, period, lines), key="unit", lang=lang)
    absent = profile.absent_names(view, period, indicators, own)
    recipe = Recipe("profile", unit=unit.unit_id)
    pin = partial(pins.button, recipe, choice.choice, key="unit-scorecard")
    show(profile.scorecard(view, unit, period, lines, absent), key="unit-scorecard", lang=lang, tools=pin)

themes = profile_history.themes(view, indicators, own)
if themes:
    st.header(view.say("unit.history"), anchor=False)
    theme = switch("history", view.say("unit.history"), themes, lambda name: view.say(f"unit.theme.{name}"))
    drawn = [indicator for indicator in indicators.values() if indicator.theme == theme]
    asked = [one.indicator_id for one in drawn], [one.period_id for one in view.periods], view.unit_ids
    spec = profile_history.history(view, unit, drawn, own, choice.ask.indicator_values(view.source, *asked))
    show(spec, key=f"unit-history-{theme}", lang=lang)
else:
    page.empty(view, "unit.no_history_mixed" if view.is_mixed else "unit.no_history", unit=unit.name)

st.header(view.say("unit.reports"), anchor=False)
show(TableSpec(unit_card.reports_frame(view, unit, reports)), key="unit-reports", lang=lang)

st.header(view.say("unit.provenance"), anchor=False)
periods = provenance.periods_with_figures(own, reports)
left, right = st.columns(2)
with left:
    shown = parse_period(
        pick_one(
            "figures", view.say("unit.pick_period"), [one.period_id for one in periods],
            lambda period_id: parse_period(period_id).label(lang), period.period_id if period else "",
        )
    )  # fmt: skip
figures = data.unit_figures(view.source, unit.unit_id, shown.period_id)
names = provenance.Names(data.measures(), indicators)
traceable = provenance.traceable(indicators, own, shown)
with right:
    traced = pick_one(
        "trace", view.say("unit.pick_trace"), ["all", *traceable],
        lambda name: view.say("unit.all_figures") if name == "all" else indicators[name].name(lang),
    )  # fmt: skip
for report in reports:
    if report.report_id in {figure.report_id for figure in figures}:
        facts(provenance.report_facts(view, report))
derived = provenance.derived_words(view, shown, [report.period_id for report in reports])
if derived:
    st.info(markdown(derived), icon=":material/functions:")
if traced == "all":
    only = st.toggle(view.say("unit.counted_only"), key="unit-counted-only")
    frame = provenance.figures_frame(view, unit, shown, figures, names, counted_only=only)
else:
    terms = data.indicator_terms()
    frame = provenance.trace_frame(view, unit, shown, indicators[traced], own, terms, figures, names)
show(TableSpec(frame), key="unit-figures", lang=lang)

page.foot(view)
