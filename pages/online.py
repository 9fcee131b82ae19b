"""How many dossiers come in online: the answer, the comparison of units, change over time."""

from functools import partial

from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.series import heat, multiples, trend
from ui import data, page
from ui.chart import show, tile_row
from ui.frame import chosen, switch

choice = chosen()
view = choice.view
indicator = data.indicators()[choice.definition]
values = data.indicator_values(view.source, [indicator.indicator_id], page.asked_periods(view), page.asked_units(view))

page.head(view, "online")
tile_row(theme_tiles(view, indicator, values), key="online", lang=view.lang)

charts = {
    "ranked": partial(ranked, view, indicator, values),
    "trend": partial(trend, view, indicator, values),
    "multiples": lambda: multiples(view, indicator, values, page.panels(view)),
    "heat": partial(heat, view, indicator, values),
}
offered = ["ranked"] if view.is_mixed else list(charts)
picked = switch("chart", view.say("chart.switch"), offered, view.chart_name)
show(charts[picked](), key=f"online-{picked}", lang=view.lang)

page.foot(view)
