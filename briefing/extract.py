"""The few figures of a chart or table that paper has room for, as texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from briefing import style
from briefing.deck import AnySpec
from charts.spec import Column, Flag, Mark, MatrixSpec, RankedSpec, Role, Table, TableSpec, TrendSpec
from text.numbers import MISSING, format_date, format_number
from text.words import Lang, say

TEXT_WIDTH = 165.0
"""Millimetres between the margins of the official layout."""
_ENDS = 3
_MOST_ROWS = 12
_MOST_COLUMNS = 5
_LAST_PERIODS = 3


@dataclass(frozen=True)
class Extract:
    """Headings and rows of texts, how many rows of the whole are left out, and the columns' widths in millimetres."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int
    widths: tuple[float, ...]


def extract_of(spec: AnySpec, lang: Lang) -> Extract | None:
    """The main figures of an item, where a few rows can hold them."""
    match spec:
        case RankedSpec():
            return _ranked(spec, lang)
        case TrendSpec():
            return _trend(spec, lang)
        case MatrixSpec():
            return _matrix(spec, lang)
        case TableSpec():
            return _table(spec.frame.table, lang) if spec.frame.table else None
        case _:
            return None


def _ranked(spec: RankedSpec, lang: Lang) -> Extract | None:
    """The head of the list on the left and its tail on the right; all of a short list."""
    marks = [(mark.label, _figure(mark, lang)) for mark in spec.marks]
    shown = min(_ENDS, (len(marks) + 1) // 2)
    head, tail = marks[:shown], marks[max(len(marks) - shown, shown) :]
    rows = tuple((*left, *right) for left, right in zip_longest(head, tail, fillvalue=("", "")))
    words = [say(f"briefing_paper.paper.{name}", lang) for name in ("head", "value", "tail", "value")]
    extract = Extract(tuple(words), rows, len(marks) - len(head) - len(tail), (50, 32.5, 50, 32.5))
    return extract if len(marks) > 1 else None


def _trend(spec: TrendSpec, lang: Lang) -> Extract | None:
    """The chosen units and the median: the first period and the last ones."""
    places = sorted({0, *range(max(len(spec.periods) - _LAST_PERIODS, 0), len(spec.periods))})
    lines = [line for line in spec.series if line.role is not Role.CONTEXT]
    if not lines or not spec.periods:
        return None
    rows = [(line.label, *(_figure(line.marks[place], lang) for place in places)) for line in lines]
    headings = (say("briefing_paper.book.unit", lang), *(spec.periods[place] for place in places))
    return Extract(headings, *_cut(rows), _widths(len(headings)))


def _matrix(spec: MatrixSpec, lang: Lang) -> Extract | None:
    """The first columns, where figures stand in the cells; words alone are for the screen."""
    texts = [cell.text for row in spec.rows for cell in row.cells]
    if not texts or 2 * sum(any(map(str.isdigit, text)) for text in texts) < len(texts):
        return None
    columns = spec.columns[: _MOST_COLUMNS - 1]
    rows = [(row.label, *(cell.text for cell in row.cells[: len(columns)])) for row in spec.rows]
    table = spec.frame.table
    names = table.columns[0].label if table else say("briefing_paper.book.unit", lang)
    return Extract((names, *columns), *_cut(rows), _widths(len(columns) + 1))


def _table(table: Table, lang: Lang) -> Extract | None:
    """The first columns that have anything in them."""
    filled = [column for column in table.columns if any(row.get(column.key) is not None for row in table.rows)]
    columns = filled[:_MOST_COLUMNS]
    rows = [tuple(_cell(row.get(column.key), column, lang) for column in columns) for row in table.rows]
    return Extract(tuple(column.label for column in columns), *_cut(rows), _widths(len(columns))) if columns else None


def _figure(mark: Mark, lang: Lang) -> str:
    """The figure as on the chart; a word in the place of the sign where nobody has checked it."""
    if Flag.PROVISIONAL not in mark.flags:
        return style.value_text(mark)
    text = style.value_text(replace(mark, flags=mark.flags - {Flag.PROVISIONAL}))
    return f"{text} ({say('ui_chart.tile.provisional', lang)})"


def _cell(value: object, column: Column, lang: Lang) -> str:
    if value is None:
        return MISSING
    if isinstance(value, date):
        return format_date(value, lang)
    if column.kind == "text" or not isinstance(value, int | float | Decimal):
        return str(value)
    digits = format_number(value, lang, column.decimals)
    return f"+{digits}" if column.kind == "points" and value > 0 else digits


def _cut(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows, of a long table its head and tail; how many are left out."""
    if len(rows) <= _MOST_ROWS:
        return tuple(rows), 0
    gap = ("…", *("" for _ in rows[0][1:]))
    return (*rows[:_ENDS], gap, *rows[-_ENDS:]), len(rows) - 2 * _ENDS


def _widths(columns: int) -> tuple[float, ...]:
    """Names have a good third, figures share the rest."""
    first = 40.0 if columns > _ENDS else 60.0
    return (first, *[(TEXT_WIDTH - first) / max(columns - 1, 1)] * (columns - 1))
