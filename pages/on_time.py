"""How many dossiers are resolved on time: the answer, the comparison, the late ones and whose they are."""

from functools import partial

from charts.backlog import MEASURES, backlog_chart, late_chart
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.series import heat, multiples, trend
from ui import data, page
from ui.chart import show, tile_row
from ui.frame import chosen, switch

choice = chosen()
view = choice.view
indicator = data.indicators()[choice.definition]
periods, units = page.asked_periods(view), page.asked_units(view)
values = data.indicator_values(view.source, [indicator.indicator_id], periods, units)
counts = data.measure_values(view.source, MEASURES, page.past_periods(view), units)

page.head(view, "on_time")
tile_row(theme_tiles(view, indicator, values), key="on_time", lang=view.lang)

charts = {
    "ranked": partial(ranked, view, indicator, values, style="dots"),
    "late": partial(late_chart, view, counts),
    "backlog": partial(backlog_chart, view, counts),
    "trend": partial(trend, view, indicator, values),
    "multiples": lambda: multiples(view, indicator, values, page.panels(view)),
    "heat": partial(heat, view, indicator, values),
}
offered = ["ranked", "backlog"] if view.is_mixed else list(charts)
picked = switch("chart_on_time", view.say("chart.switch"), offered, view.chart_name)
show(charts[picked](), key=f"on_time-{picked}", lang=view.lang)

page.foot(view)
