"""Decks of invented specs for the tests of the files that a briefing becomes."""

from dataclasses import replace
from datetime import date
from typing import Any

from briefing.deck import Deck, Item, Page
from charts.spec import Cell, Frame, MatrixRow, MatrixSpec, TableSpec
from tests.gallery import specs
from text.words import Lang

MADE_ON = date(2024, 10, 4)
AUTHOR = "UBND huyện Long Thành"


def frame_of(lang: Lang, **more: Any) -> Frame:
    return replace(specs.ranked(lang).frame, **more)


def matrix(lang: Lang) -> MatrixSpec:
    cells = (Cell("98,5 %", "MT +18,5", "met"), Cell("99,0 %", "", "plain"))
    rows = tuple(MatrixRow(name, name, cells) for name in specs.COMMUNES)
    return MatrixSpec(frame_of(lang, title="Bảng điểm: 11 đơn vị", table=None), ("Trực tuyến", "Đúng hạn"), rows)


def plain(lang: Lang) -> TableSpec:
    return TableSpec(frame_of(lang, title="Bảng số liệu"))


def all_items(lang: Lang) -> tuple[Item, ...]:
    """One item of every kind of spec."""
    made = (specs.ranked, specs.dots, specs.trend, specs.multiples, specs.heat, specs.stacked, matrix, plain)
    return tuple(Item(make(lang)) for make in made)


def deck(lang: Lang = "vi", *parts: Item | Page, **more: Any) -> Deck:
    """A deck of `parts`; of one item of every kind where there are none."""
    given: dict[str, Any] = {
        "title": "Kết quả cải cách hành chính quý III/2024",
        "subtitle": "Huyện Long Thành",
        "filters": "Huyện Long Thành, 11 xã, quý III/2024",
        "made_on": MADE_ON,
        "author": AUTHOR,
        "tiles": specs.tiles(lang),
        "parts": parts or all_items(lang),
    }
    return Deck(lang=lang, **(given | more))
