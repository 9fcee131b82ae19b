"""A briefing as plain data: what is on which page, before it becomes slides, a workbook or paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from charts.spec import ChartSpec, MatrixSpec, TableSpec, Tile
from text.words import Lang

AnySpec = ChartSpec | MatrixSpec | TableSpec

Progress = Callable[[int, int], None]
"""Told how many parts of how many are written; it may raise to cancel."""


@dataclass(frozen=True)
class Item:
    """One subject of a briefing: a chart, matrix or table; `title` and `comment` are the officer's own, where given."""

    spec: AnySpec
    title: str = ""
    comment: str = ""

    @property
    def headline(self) -> str:
        return self.title or self.spec.frame.title


@dataclass(frozen=True)
class Page:
    """A page of words: what needs attention, recommendations. `lines` are paragraphs, in order."""

    title: str
    lines: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """A briefing: cover, headline tiles, then pages and items in order.

    `filters` says in one line what is shown; `is_provisional` that some figures are not checked yet; `simulated` that
    no real unit is meant. `author` is the office, never a person's or a machine's login.
    """

    title: str
    subtitle: str
    filters: str
    lang: Lang
    made_on: date
    author: str
    tiles: tuple[Tile, ...] = ()
    parts: tuple[Item | Page, ...] = ()
    simulated: bool = False
    is_provisional: bool = False
    file_stem: str = "bao-cao"
    findings: tuple[str, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(part for part in self.parts if isinstance(part, Item))
