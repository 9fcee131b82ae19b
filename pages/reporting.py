"""Who has reported: in time, late or not at all, how that went over time, unit by unit, and whom to remind."""

from functools import partial

import streamlit as st

from charts import reminders, reporting, reporting_rate, reporting_units
from charts.recipes import Recipe
from charts.spec import ChartSpec, MatrixSpec, TableSpec
from domain.periods import parse_period
from ui import origins, page, pins
from ui.chart import markdown, show, tile_row
from ui.frame import chosen, pick_one

choice = chosen()
view, lang = choice.view, choice.lang
page.head(view, "reporting")
found = reporting.reporting_of(view, choice.ask)


def pinned(spec: ChartSpec | MatrixSpec | TableSpec, recipe: str) -> None:
    """The chart with the button that pins it to a briefing, and the way to the reports it draws."""

    def tools() -> None:
        pins.button(Recipe(recipe), choice.choice, key=recipe)
        origins.offer(Recipe(recipe), choice, key=recipe)

    show(spec, key=recipe, lang=lang, tools=tools)


if found.duties:
    tile_row(reporting.tiles(found), key="reporting", lang=lang)
if not found.duties:
    page.empty(view, "reporting.none", span=view.span_words())
elif not found.series:
    page.empty(view, "reporting.single")
elif found.latest is None:
    page.empty(view, "reporting.open")
else:
    pinned(reporting_rate.rate_chart(found), "reporting_rate")

periods = reminders.periods(found)
if periods:
    st.header(view.say("reporting.remind"), anchor=False)
    period = parse_period(
        pick_one(
            "remind", view.say("reporting.pick_period"), [one.period_id for one in periods],
            lambda period_id: parse_period(period_id).label(lang), found.latest.period_id if found.latest else "",
        )
    )  # fmt: skip
    letter = reminders.letter(found, period)
    if letter:
        pin = partial(pins.button, Recipe("reminders"), choice.choice, key="reminders")
        show(
            reminders.reminders(found, period),
            key="reminders",
            lang=lang,
            tools=pin if period == found.latest else None,
        )
        st.subheader(view.say("reporting.letter"), anchor=False)
        st.code(letter, language=None, wrap_lines=True)
    else:
        st.success(markdown(reminders.none_missing(found, period)), icon=":material/task_alt:")

if found.duties:
    st.header(view.say("reporting.units"), anchor=False)
    pinned(reporting_units.units_table(found), "reporting_units")
    pinned(reporting_units.matrix(found), "reporting_matrix")

st.subheader(view.say("reporting.how"), anchor=False)
st.markdown("\n".join(f"- {markdown(line)}" for line in reporting.how(found)))

page.foot(view)
