"""The frame of the dashboard: navigation, filters, the page. Run it with `make run`."""

from pathlib import Path

import streamlit as st

from briefing.tables import to_csv, to_xlsx
from queries.warehouse import NoWarehouse, OtherVersion
from text.words import say
from ui import exports, frame, theme, viewport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A file: Streamlit fetches its own icons from the Internet for a browser's tab.
ICON = Path(__file__).parent / "ui" / "icon.png"

# As wide as the names of most definitions need.
SIDE_BAR_PX = 305

# Page file, icon, theme whose definitions its frame offers. A page's address is its file's name: Streamlit looks for it
# in pages/ before it has run this script, and says "Page not found" to any other.
PAGES = (
    ("overview", ":material/dashboard:", ""),
    ("online", ":material/cloud_upload:", "online"),
    ("on_time", ":material/schedule:", "on_time"),
    ("staff", ":material/school:", ""),
    ("unit", ":material/location_city:", ""),
    ("reporting", ":material/fact_check:", ""),
    ("quality", ":material/rule:", ""),
    ("briefing", ":material/co_present:", ""),
    ("method", ":material/menu_book:", ""),
)
FIRST = PAGES[0][0]

lang = frame.language()
st.set_page_config(
    page_title=say("app.title", lang), page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDE_BAR_PX
)
themes = {name: theme for name, _, theme in PAGES}
pages = [
    st.Page(
        f"pages/{name}.py", title=say(f"nav.{name}", lang), icon=icon, default=name == FIRST,
        url_path=name if name != FIRST else "home",
    )
    for name, icon, _ in PAGES
]  # fmt: skip
# The first page stands at "/", whatever it is called: who types its name is led there.
led = st.Page(lambda: st.switch_page(pages[0]), title=FIRST, url_path=FIRST, visibility="hidden")
page = st.navigation([*pages, led], position="top")
exports.offer(
    exports.TableFile("CSV", ".csv", "text/csv", lambda shown, lang: to_csv(shown.table, shown, lang)),
    exports.TableFile("XLSX", ".xlsx", XLSX, lambda shown, lang: to_xlsx((shown,), lang)),
)
theme.apply_style()
viewport.measure()
try:
    chosen = frame.draw(themes.get(page.url_path, ""))
    if chosen.view.simulated:
        st.warning(say("app.simulated", chosen.lang), icon=":material/science:")
    for notice in chosen.notices:
        st.info(notice, icon=":material/info:")
    page.run()
except OtherVersion:
    st.error(say("app.other_version", lang), icon=":material/database_off:")
except NoWarehouse:
    st.error(say("app.no_warehouse", lang), icon=":material/database_off:")
