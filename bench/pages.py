"""How long the server takes to render each page, warm, without a browser: Streamlit's AppTest."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from bench.queries import place_groups
from bench.row import HERE, Row, median, percentile, timed
from domain.layout import Layout
from queries.warehouse import Warehouse, current_path

GOAL_MS = 300.0
SOURCE = "demo"


def measure(place: Path, words: str, asked: Mapping[str, str], runs: int = 10) -> list[Row]:
    """Median render of each page for the data root `place`, with the address's parameters `asked`."""
    os.environ["CCHC_DATA"] = str(place)
    with _no_pages_folder():
        return [_page(path, words, asked, runs) for path in sorted((HERE / "pages").glob("*.py"))]


@contextmanager
def _no_pages_folder() -> Iterator[None]:
    """While a folder is called pages/, AppTest runs a page's script alone, without the frame of app.py."""
    begin = PagesManager.__init__

    def without_folder(self: PagesManager, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        PagesManager.uses_pages_directory = False

    with patch.object(PagesManager, "__init__", without_folder):
        yield


def measure_national(place: Path, runs: int = 10) -> list[Row]:
    """The national warehouse, for one district, as an office there sees it."""
    house = Warehouse(current_path(Layout(place)))
    district, _, country = place_groups(house)
    unit = next(row for row in house.ask("units", {"source": SOURCE}) if row["unit_id"] == district[0])
    asked = {"source": SOURCE, "province": unit["province_id"], "district": unit["district_id"]}
    return measure(place, f"national ({len(country):,} communes), a district", asked, runs)


def _page(path: Path, words: str, asked: Mapping[str, str], runs: int) -> Row:
    test = AppTest.from_file(str(HERE / "app.py"), default_timeout=120)
    for name, value in asked.items():
        test.query_params[name] = value
    test.run()  # The app names its pages in its first run.
    test.switch_page(f"pages/{path.name}")
    times = timed(test.run, runs, warm_ups=2)
    failed = bool(test.exception)
    words_of_error = "; " + test.exception[0].message[:80] if failed else ""
    note = f"p95 {percentile(times, 0.95):,.0f} ms; {len(test.main)} elements{words_of_error}"
    return Row("pages", f"{path.stem}, {words}", median(times), "ms", GOAL_MS, note=note, failed=failed)
