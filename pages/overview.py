"""The overview: the three themes at a glance, what needs attention, the scorecard, who has reported."""

import streamlit as st

from charts import overview, recipes
from charts.attention import attention
from charts.recipes import Recipe
from ui import page
from ui.chart import markdown, tile_row
from ui.frame import chosen

choice = chosen()
view = choice.view
headlines = overview.headlines(choice.ask.indicators())
themes = [indicator for indicator in headlines if indicator.theme != "other"][:3]
values = recipes.indicator_values(view, choice.ask, *(indicator.indicator_id for indicator in headlines))
coverage = recipes.coverage(view, choice.ask)

page.head(view, "overview")
tile_row(overview.tiles(view, themes, values, coverage), key="overview", lang=view.lang)

concerns = attention(view, headlines, values, recipes.late_counts(view, choice.ask), coverage)
if concerns:
    st.subheader(view.say("overview.attention"), anchor=False)
    st.markdown("\n".join(f"- {markdown(line)}" for line in concerns))

for chart in ("scorecard", "coverage"):
    page.chart(Recipe(chart), choice, key=chart)

page.foot(view)
