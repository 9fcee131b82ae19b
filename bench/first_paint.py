"""Seconds from the command to the first chart in a browser that is already open: `serve.py` against plain Streamlit.

A new process each time; the warehouse is up to date and the files are in the system's cache, as at the second
`make run`. The browser keeps its cache between the runs of one way, which are all at one port: it has been here before,
as a reader's browser has. The first run of each way, with nothing in the browser's cache, is shown apart.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from playwright.sync_api import BrowserContext, sync_playwright

from bench.row import Row, median
from bench.server import PLAIN, SERVE, free_port, started, wait_until_up
from tests.browser_setup import browser_flags, ensure_browser

GOAL_S = 4.0
PAGE = "online?source=demo"
CHART = ".js-plotly-plot svg.main-svg .bars path, .js-plotly-plot svg.main-svg .points path"
STANDS = "chart => document.querySelector(chart)?.getBoundingClientRect().width > 0"
WAYS = (("serve.py", SERVE, GOAL_S), ("plain `streamlit run`", PLAIN, None))


class Paint(NamedTuple):
    """Seconds from the command until the server answers and until the chart stands; and until it stands once more."""

    up: float
    painted: float
    again: float


def measure(data: Path | None = None, runs: int = 3) -> list[Row]:
    """Median of `runs` first paints of either way, taken in turns, after one with an empty browser cache."""
    times: dict[str, list[Paint]] = {name: [] for name, _, _ in WAYS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=browser_flags())
        readers = {name: (browser.new_context(viewport={"width": 1280, "height": 900}), free_port()) for name in times}
        for _ in range(runs + 1):
            for name, command, _ in WAYS:
                times[name].append(_paint(*readers[name], command, data))
        browser.close()
    return [row for name, _, goal in WAYS for row in _rows(name, times[name], goal)]


def _rows(name: str, times: list[Paint], goal: float | None) -> list[Row]:
    empty, *later = times
    paints = [paint.painted for paint in later]
    spread = f"{min(paints):.1f} to {max(paints):.1f} s in {len(paints)} runs"
    return [
        Row("first paint", f"{name}: server up", median(paint.up for paint in later), "s"),
        Row("first paint", f"{name}: first chart painted", median(paints), "s", goal, note=spread),
        Row("first paint", f"{name}: the same, browser cache empty", empty.painted, "s", note="1 run"),
        Row(
            "first paint", f"{name}: the page opened again, server warm", median(paint.again for paint in later), "s",
            note="from the click: all but this is the start",
        ),
    ]  # fmt: skip


def _paint(reader: BrowserContext, port: int, command: Sequence[str], data: Path | None) -> Paint:
    start = perf_counter()
    with started(command, port, data):
        wait_until_up(port)
        up = perf_counter() - start
        _open(reader, port)
        painted = perf_counter() - start
        warm = perf_counter()
        _open(reader, port)
        return Paint(up, painted, perf_counter() - warm)


def _open(reader: BrowserContext, port: int) -> None:
    """Returns when the chart stands."""
    page = reader.new_page()
    page.goto(f"http://127.0.0.1:{port}/{PAGE}", wait_until="commit")
    # At every frame: a locator's own waiting looks every half second in the end.
    page.wait_for_function(STANDS, arg=CHART, polling="raf", timeout=60_000)
    page.close()
