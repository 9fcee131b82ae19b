"""The frame of the dashboard: navigation, filters, the page. Run it with `make run`."""

from pathlib import Path

import streamlit as st

from briefing.tables import to_csv, to_xlsx
from queries.warehouse import NoWarehouse
from text.words import say
from ui import exports, frame, viewport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A file: Streamlit fetches its own icons from the Internet for a browser's tab.
ICON = Path(__file__).parent / "ui" / "icon.png"

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

lang = frame.language()
st.set_page_config(page_title=say("app.title", lang), page_icon=str(ICON), layout="wide")
themes = {name: theme for name, _, theme in PAGES}
page = st.navigation(
    [
        st.Page(
            f"pages/{name}.py", title=say(f"nav.{name}", lang), icon=icon, url_path=name, default=name == "overview"
        )
        for name, icon, _ in PAGES
    ],
    position="top",
)
exports.offer(
    exports.TableFile("CSV", ".csv", "text/csv", lambda shown, lang: to_csv(shown.table, shown, lang)),
    exports.TableFile("XLSX", ".xlsx", XLSX, lambda shown, lang: to_xlsx((shown,), lang)),
)
# The toolbar over tables: its words are English, and its CSV carries neither source nor the mark of simulated data.
st.html("<style>[data-testid='stElementToolbar'] {display: none}</style>")
viewport.measure()
try:
    chosen = frame.draw(themes.get(page.url_path, ""))
except NoWarehouse:
    st.error(say("app.no_warehouse", lang), icon=":material/database_off:")
    st.stop()
if chosen.view.simulated:
    st.warning(say("app.simulated", chosen.lang), icon=":material/science:")
for notice in chosen.notices:
    st.info(notice, icon=":material/info:")
page.run()
