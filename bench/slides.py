"""Seconds and megabytes of decks with native charts: one, ten and sixty slides of every kind of chart."""

from collections.abc import Callable, Sequence
from datetime import date

from bench.row import Row, median, timed
from briefing.deck import Deck, Item, Page
from briefing.slides import write_pptx
from charts.spec import ChartSpec, TableSpec
from tests.gallery import specs

GOAL_SLIDES = 60
GOAL_SECONDS, GOAL_MB = 3.0, 5.0
_ONE_SLIDE: Sequence[Callable[[], ChartSpec]] = (
    lambda: specs.ranked("vi"),
    lambda: specs.dots("vi"),
    lambda: specs.trend("vi"),
    lambda: specs.heat("vi"),
    lambda: specs.stacked("vi"),
)


def bench(runs: int = 5) -> list[Row]:
    """Decks as a user makes them; a slide of small multiples holds up to twelve charts, so it has a row of its own."""
    rows = [
        row for slides in (1, 10, GOAL_SLIDES) for row in _measured(f"{slides} slides", _mixed(slides), slides, runs)
    ]
    return rows + _measured("12 panels on a slide", _deck(Item(specs.multiples("vi"))), 3, runs)


def _mixed(slides: int) -> Deck:
    """A cover, a page of words, then charts and tables in turn."""
    words = Page("Việc cần chú ý", ("3 xã chưa nộp báo cáo quý III.", "12 hồ sơ trễ hạn ở xã Long An."))
    table = Item(TableSpec(specs.ranked("vi").frame))
    charts = [Item(make()) for make in _ONE_SLIDE]
    turns = [*charts, table]
    parts = [words, *(turns[place % len(turns)] for place in range(slides - 2))]
    return _deck(*parts[: slides - 1])


def _deck(*parts: Item | Page) -> Deck:
    return Deck("Báo cáo quý III/2024", "", "11 xã, quý III/2024", "vi", date(2024, 10, 5), "Văn phòng", parts=parts)


def _measured(name: str, deck: Deck, slides: int, runs: int) -> list[Row]:
    seconds = median(timed(lambda: write_pptx(deck), runs)) / 1000
    size = len(write_pptx(deck)) / 1_000_000
    is_goal = slides == GOAL_SLIDES
    note = f"{1000 * seconds / slides:.0f} ms and {1000 * size / slides:.0f} kB a slide"
    return [
        Row("slides", f"{name}: time", seconds, "s", GOAL_SECONDS if is_goal else None, note=note),
        Row("slides", f"{name}: file", size, "MB", GOAL_MB if is_goal else None),
    ]
