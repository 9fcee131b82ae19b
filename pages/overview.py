"""The overview: the three themes at a glance, what needs attention, the scorecard, who has reported."""

import streamlit as st

from charts import overview
from charts.backlog import MEASURES
from ui import data, page
from ui.chart import markdown, show, tile_row
from ui.frame import chosen

view = chosen().view
headlines = overview.headlines(data.indicators())
themes = [indicator for indicator in headlines if indicator.theme != "other"][:3]
periods, units = page.asked_periods(view), page.asked_units(view)
values = data.indicator_values(view.source, [i.indicator_id for i in headlines], periods, units)
counts = data.measure_values(view.source, MEASURES, page.past_periods(view), units)
coverage = data.coverage(view.source, [period.period_id for period in view.periods], units)

page.head(view, "overview")
tile_row(overview.tiles(view, themes, values, coverage), key="overview", lang=view.lang)

concerns = overview.attention(view, headlines, values, counts, coverage)
if concerns:
    st.subheader(view.say("overview.attention"), anchor=False)
    st.markdown("\n".join(f"- {markdown(line)}" for line in concerns))

show(overview.scorecard(view, headlines, values), key="scorecard", lang=view.lang)
show(overview.coverage_matrix(view, coverage), key="coverage", lang=view.lang)

page.foot(view)
