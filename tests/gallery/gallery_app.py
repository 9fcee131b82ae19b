"""Every kind of chart on one page, to be looked at: `streamlit run tests/gallery/gallery_app.py`, then ?lang=en."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st

from tests.gallery import compared, specs
from text.words import Lang
from ui.chart import show, tile_row
from ui.viewport import measure

st.set_page_config(page_title="Gallery", layout="wide")
LANG: Lang = "en" if st.query_params.get("lang") == "en" else "vi"
ALL = {
    "ranked": lambda: specs.ranked(LANG, simulated=True),
    "dots": lambda: specs.dots(LANG),
    "trend": lambda: specs.trend(LANG),
    "trend_one": lambda: specs.trend_one(LANG),
    "multiples": lambda: specs.multiples(LANG),
    "heat": lambda: specs.heat(LANG),
    "stacked": lambda: specs.stacked(LANG),
    "forty": lambda: specs.forty(LANG),
    "compared": lambda: compared.ranked(LANG),
    "compared_dots": lambda: compared.dots(LANG),
    "trend_break": lambda: compared.trend(LANG),
    "multiples_break": lambda: compared.multiples(LANG),
    "heat_break": lambda: compared.heat(LANG),
}
measure()
chosen = st.query_params.get("only")

tile_row(specs.tiles(LANG), key="head", lang=LANG)
st.button(specs.pick(LANG, "Nút chính", "Primary button"), type="primary")
for name, make in ALL.items():
    if chosen in (None, name):
        show(make(), key=name, lang=LANG)
