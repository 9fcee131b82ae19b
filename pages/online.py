"""How many dossiers come in online: the answer, the comparison of units, change over time."""

from charts import recipes
from charts.headline import theme_tiles
from charts.recipes import Recipe
from ui import origins, page
from ui.chart import tile_row
from ui.frame import chosen, switch

CHARTS = ("ranked", "trend", "multiples", "heat")

choice = chosen()
view = choice.view
indicator = choice.ask.indicators()[choice.definition]

page.head(view, "online")
values = recipes.indicator_values(view, choice.ask, indicator.indicator_id)
tiles = theme_tiles(view, indicator, values)
tile_row(tiles, key="online", lang=view.lang)
origins.of_tiles(view, tiles)

picked = switch("chart", view.say("chart.switch"), CHARTS[:1] if view.is_mixed else CHARTS, view.chart_name)
recipe = Recipe(picked, indicator.indicator_id, part=page.panels(view) if picked == "multiples" else 0)
page.chart(recipe, choice, key=f"online-{picked}")

page.foot(view)
