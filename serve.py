"""Brings the warehouse up to date and starts the app: one process, so that nothing is imported twice.

What the first page needs is imported while the server starts, not in the first visitor's session.
"""

import argparse
import gc
import importlib
import os
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
# In the order in which a first run asks for them; the last ones Streamlit, Plotly and pandas import at first use.
FIRST_PAGE_NEEDS = (
    "pandas",
    "duckdb",
    "ui.frame",
    "ui.page",
    "briefing.tables",
    "charts.recipes",
    "charts.headline",
    "plotly.graph_objs",
    "plotly.io",
    "plotly.offline",
    "pandas.io.formats.style",
    "streamlit.material_icon_names",
)


def main() -> int:
    """Exit code of the ETL where it failed (nothing is served then), else the server's."""
    options = _parser().parse_args()
    os.chdir(HERE)
    gc.disable()  # Until all is imported: nothing becomes garbage then, and looking for it costs a tenth of the time.
    failed = bring_up_to_date()
    if failed:
        return failed
    print(f"→ http://127.0.0.1:{options.port}", flush=True)
    return serve(options.port)


def bring_up_to_date() -> int:
    """Writes the simulated district and builds the warehouse where an input has changed; 0 where one is there."""
    from etl.__main__ import SOME_LEFT_OUT
    from etl.__main__ import main as etl

    for command in ("demo", "build"):
        code = etl([command])
        if code not in (0, SOME_LEFT_OUT):
            return code
    return 0


def serve(port: int) -> int:
    """Runs Streamlit in this process until it is stopped."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web.cli import main as streamlit

    # What st.navigation says in the first run, said before it: else the first visitor's link to a page runs that page's
    # script alone, without the frame, and fails.
    PagesManager.uses_pages_directory = False
    # Not before Streamlit itself is there: two imports at once only make the server late. From here on the browser
    # loads the page's scripts, and the server has nothing else to do.
    threading.Thread(target=_import_early, daemon=True).start()
    # A running app does not watch its source files: a session that runs while one changes loses its modules (KeyError).
    sys.argv = [
        *("streamlit", "run", str(HERE / "app.py"), "--server.port", str(port)),
        *("--server.fileWatcherType", "none"),
    ]
    return streamlit()


def _import_early() -> None:
    try:
        for name in FIRST_PAGE_NEEDS:
            importlib.import_module(name)
    finally:
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Dựng kho số liệu và mở ứng dụng. / Build the warehouse and start the app."
    )
    parser.add_argument("--port", type=int, default=8501)
    return parser


if __name__ == "__main__":
    sys.exit(main())
