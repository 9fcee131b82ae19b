"""Brings the warehouse up to date and starts the app: one process, so that nothing is imported twice.

What the first page needs is imported while the server starts, not in the first visitor's session.
"""

import argparse
import errno
import gc
import importlib
import os
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADDRESS, DEFAULT_PORT = "127.0.0.1", 8501
LEAST_OWN_PORT, MOST_PORT, PORTS_TRIED = 1023, 65_536, 20
PORT_TAKEN = 1
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
    """Exit code of the ETL where it failed, 1 where the port is taken (nothing is served then), else the server's."""
    options = _parser().parse_args()
    os.chdir(HERE)
    if (taken := why_not(options.port)) is not None:
        print(taken, file=sys.stderr)
        return PORT_TAKEN
    gc.disable()  # Until all is imported: nothing becomes garbage then, and looking for it costs a tenth of the time.
    failed = bring_up_to_date()
    if failed:
        return failed
    print(f"→ http://{ADDRESS}:{options.port}", flush=True)
    return serve(options.port)


def why_not(port: int) -> str | None:
    """Why nothing can be served at `port`, in both languages, and what to do; None where it is free."""
    from text.words import LANGS, say

    try:
        _bind(port)
    except OSError as error:
        key = "serve.port_taken" if error.errno == errno.EADDRINUSE else "serve.port_refused"
        values = {"port": port, "other": _free_after(port), "reason": error.strerror or error}
        return "\n".join(say(key, lang, **values) for lang in LANGS)
    return None


def _free_after(port: int) -> int:
    """The next port that is free; 8501 where none of the next is."""
    for other in range(max(port, LEAST_OWN_PORT) + 1, min(port + PORTS_TRIED, MOST_PORT)):
        with suppress(OSError):
            _bind(other)
            return other
    return DEFAULT_PORT


def _bind(port: int) -> None:
    """Takes the port as Streamlit does, and leaves it at once. Raises OSError where it cannot be had."""
    with socket.socket() as taken:
        if os.name != "nt":  # On Windows the option would take a port away from who has it.
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((ADDRESS, port))


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
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT)
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r}: 1 … {MOST_PORT - 1}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
