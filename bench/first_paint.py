"""Seconds from the command to the first chart in a browser that is already open: `serve.py` against plain Streamlit.

A new process each time; the warehouse is up to date and the files are in the system's cache, as at the second `make run`.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Error, sync_playwright

from bench.row import Row, median
from bench.server import PLAIN, SERVE, free_port, started, wait_until_up
from tests.browser_setup import browser_flags, ensure_browser

GOAL_S = 4.0
PAGE = "online?source=demo"
CHART = ".js-plotly-plot svg.main-svg >> nth=0"
WAYS = (("serve.py", SERVE, GOAL_S), ("plain `streamlit run`", PLAIN, None))


def measure(data: Path | None = None, runs: int = 3) -> list[Row]:
    """Median of `runs` first paints of either way, taken in turns; and what of it the server took to come up."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, _, _ in WAYS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=browser_flags())
        _open_once(browser)
        for _ in range(runs):
            for name, command, _ in WAYS:
                times[name].append(_paint(browser, command, data))
        browser.close()
    return [row for name, _, goal in WAYS for row in _rows(name, times[name], goal)]


def _rows(name: str, times: list[tuple[float, float]], goal: float | None) -> list[Row]:
    ups, paints = zip(*times, strict=True)
    spread = f"{min(paints):.1f} to {max(paints):.1f} s in {len(paints)} runs"
    return [
        Row("first paint", f"{name}: server up", median(ups), "s"),
        Row("first paint", f"{name}: first chart painted", median(paints), "s", goal, note=spread),
    ]


def _open_once(browser: Browser) -> None:
    """The browser's own first page is not ours."""
    page = browser.new_page()
    page.goto("about:blank")
    page.close()


def _paint(browser: Browser, command: Sequence[str], data: Path | None) -> tuple[float, float]:
    """Seconds until the server answers and until the chart stands, both from the command."""
    port = free_port()
    start = perf_counter()
    with started(command, port, data):
        wait_until_up(port)
        up = perf_counter() - start
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        try:
            page.goto(f"http://127.0.0.1:{port}/{PAGE}", wait_until="commit")
            page.locator(CHART).wait_for(state="visible", timeout=60_000)
            painted = perf_counter() - start
        except Error:
            page.screenshot(path="/tmp/first_paint_failed.png")
            raise
        finally:
            context.close()
    return up, painted
