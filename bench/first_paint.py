"""Seconds from the command to the first chart in a browser that is already open: `serve.py` against plain Streamlit.

A new process each time; the warehouse is up to date and the files are in the system's cache, as at the second
`make run`. The browser keeps its cache between the runs of one way, which are all at one port: it has been here before,
as a reader's browser has. The first run of each way, with nothing in the browser's cache, is shown apart.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from playwright.sync_api import BrowserContext, sync_playwright

from bench.row import Row, median
from bench.server import PLAIN, SERVE, free_port, started, wait_until_up
from tests.browser_setup import browser_flags, ensure_browser

GOAL_S = 4.0
PAGE = "online?source=demo"
CHART = ".js-plotly-plot svg.main-svg >> nth=0"
WAYS = (("serve.py", SERVE, GOAL_S), ("plain `streamlit run`", PLAIN, None))


def measure(data: Path | None = None, runs: int = 3) -> list[Row]:
    """Median of `runs` first paints of either way, taken in turns, after one with an empty browser cache."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, _, _ in WAYS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=browser_flags())
        readers = {name: (browser.new_context(viewport={"width": 1280, "height": 900}), free_port()) for name in times}
        for _ in range(runs + 1):
            for name, command, _ in WAYS:
                times[name].append(_paint(*readers[name], command, data))
        browser.close()
    return [row for name, _, goal in WAYS for row in _rows(name, times[name], goal)]


def _rows(name: str, times: list[tuple[float, float]], goal: float | None) -> list[Row]:
    (_, empty), *later = times
    ups, paints = zip(*later, strict=True)
    spread = f"{min(paints):.1f} to {max(paints):.1f} s in {len(paints)} runs"
    return [
        Row("first paint", f"{name}: server up", median(ups), "s"),
        Row("first paint", f"{name}: first chart painted", median(paints), "s", goal, note=spread),
        Row("first paint", f"{name}: the same, browser cache empty", empty, "s", note="1 run"),
    ]


def _paint(reader: BrowserContext, port: int, command: Sequence[str], data: Path | None) -> tuple[float, float]:
    """Seconds until the server answers and until the chart stands, both from the command."""
    start = perf_counter()
    with started(command, port, data):
        wait_until_up(port)
        up = perf_counter() - start
        page = reader.new_page()
        page.goto(f"http://127.0.0.1:{port}/{PAGE}", wait_until="commit")
        page.locator(CHART).wait_for(state="visible", timeout=60_000)
        painted = perf_counter() - start
        page.close()
    return up, painted
