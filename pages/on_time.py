"""How many dossiers are resolved on time: the answer, the comparison, the late ones and whose they are."""

from charts import recipes
from charts.headline import theme_tiles
from charts.recipes import Recipe
from ui import origins, page
from ui.chart import tile_row
from ui.frame import chosen, switch

CHARTS = ("ranked", "late", "backlog", "trend", "multiples", "heat")
LISTED = ("ranked", "backlog")

choice = chosen()
view = choice.view
indicator = choice.ask.indicators()[choice.definition]

page.head(view, "on_time")
values = recipes.indicator_values(view, choice.ask, indicator.indicator_id)
tiles = theme_tiles(view, indicator, values)
tile_row(tiles, key="on_time", lang=view.lang)
origins.of_tiles(view, tiles)

picked = switch("chart_on_time", view.say("chart.switch"), LISTED if view.is_mixed else CHARTS, view.chart_name)
recipe = Recipe(picked, indicator.indicator_id, part=page.panels(view) if picked == "multiples" else 0)
page.chart(recipe, choice, key=f"on_time-{picked}")

page.foot(view)
