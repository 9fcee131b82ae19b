"""A table of figures on the screen: columns as wide as they need, long sentences on several lines, figures right."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from heapq import nlargest
from typing import Any

import pandas as pd
import streamlit as st

from charts.spec import Column, Table
from text.numbers import format_date, format_number
from text.words import Lang, say
from ui.sentences import draw_sentences
from ui.viewport import width_class

_ROW_PX = 32
_LEAST_TALL_PX = 62
"""Streamlit breaks lines only in rows of more than 4 rem."""
_LINE_PX = 18
_MOST_PX = 480
_MOST_TALL_PX = 680
_MOST_TALL_ROWS = 60
"""More rows are looked through by their first words; the files have the whole text."""
_MOST_LINES = 4
_ROOM = 1040
"""Px for all columns on a laptop's screen."""
_LEAST_TEXT = 110
_MOST_TEXT = (460, 380, 300, 260)
"""Px of a text that is cut: the most with which only the last column is out of sight, else the first."""
_CELL = 20
_WIDE, _NARROW = frozenset("mwMWÔÂĐ%–"), frozenset("iíìịỉĩljrtf .,:;()|!’'")
_MOST_READ_ROWS = 200
"""More rows of sentences are looked through by their first words; the files have the whole text."""
_LEAST_LONG = 300
"""Px; a text that is shorter is no sentence to be broken."""
_LEAST_SENTENCE = 30
"""Letters; a date or the name of a unit is not broken."""
_BROKEN = 1.2
"""A text broken into lines takes so much more room than it has letters."""
_FIGURE = re.compile(r"[≥≤≈~+−-]?\s?\d[\d.,]*(\s?%)?[\s!†‡*~§]*|[–—]?")
"""A figure in words: with its sign, unit or mark, or a dash for none."""


def data_table(table: Table, lang: Lang, *, alt: str) -> None:
    """The table with figures in the reader's language; they stay numbers, so sorting a column sorts by size. Where
    sentences would be cut, and on a phone, rows are as tall as their sentences instead, and are not sorted."""
    sentences = _sentences(table, lang)
    if sentences and (width_class() == "narrow" or _cuts(table, sentences, lang)):
        figures = {c.key for c in table.columns if c.kind != "text" or holds_figures(table, c)}
        draw_sentences(table, alt=alt, cell=partial(_written, lang=lang), sentences=sentences, figures=figures)
        return
    data = pd.DataFrame({column.key: _values(table, column) for column in table.columns})
    shown: dict[Any, Any] = {
        column.key: partial(_cell, column=column, lang=lang) for column in table.columns if column.kind != "text"
    }
    narrow = width_class() == "narrow"
    widths, row_px = ({}, _ROW_PX) if narrow else column_widths(table, lang)
    # Streamlit fades pinned columns: only where names would otherwise scroll out of sight.
    config = {
        column.key: (st.column_config.TextColumn if column.kind == "text" else st.column_config.Column)(
            column.label,
            pinned=place == 0 and narrow,
            width=widths.get(column.key),
            alignment="right" if column.kind == "text" and holds_figures(table, column) else None,
        )
        for place, column in enumerate(table.columns)
    }
    most = _MOST_PX if row_px == _ROW_PX else _MOST_TALL_PX
    st.dataframe(
        data.style.format(shown),
        hide_index=True,
        column_config=config,
        row_height=row_px,
        height=min(len(table.rows) * row_px + _ROW_PX + 4, most),
        placeholder=say("ui_chart.no_value", lang),
        alt=alt,
    )


def _sentences(table: Table, lang: Lang) -> list[str]:
    """The columns whose texts are longer than a line; none in a table of too many rows to be read through."""
    if len(table.rows) > _MOST_READ_ROWS:
        return []
    return [
        column.key
        for column in table.columns
        if column.kind == "text" and _has_sentences(table, column) and _needed(table, column, lang) > _LEAST_LONG
    ]


def _cuts(table: Table, sentences: Sequence[str], lang: Lang) -> bool:
    """True where a row of the wide table would not show all of a sentence."""
    widths, row_px = column_widths(table, lang)
    lines = 1 if row_px == _ROW_PX else (row_px - 10) // _LINE_PX
    columns = [column for column in table.columns if column.key in sentences]
    return any(_needed(table, column, lang) > widths[column.key] * lines for column in columns)


def _written(value: object, column: Column, *, lang: Lang) -> str:
    if column.kind == "text":
        return _text(value)
    return "" if value is None else _cell(value, column=column, lang=lang)


def column_widths(table: Table, lang: Lang) -> tuple[dict[str, int], int]:
    """Px for each column, and of a row: one line where all columns fit on the screen, else as few as let them; where
    none do, long texts are cut or, in a short table, broken.

    Streamlit itself measures the first rows alone and cuts the rest.
    """
    needed = {column.key: _needed(table, column, lang) for column in table.columns}
    long = [column.key for column in table.columns if column.kind == "text" and _has_sentences(table, column)]
    is_short = len(table.rows) <= _MOST_TALL_ROWS
    for lines in range(1, _MOST_LINES + 1 if is_short else 2):
        widths = needed | {key: _in_lines(needed[key], lines) for key in long}
        if sum(widths.values()) <= _ROOM:
            return widths, _row_px(lines)
    most = next((px for px in _MOST_TEXT if sum(list(_cut(needed, px).values())[:-1]) <= _ROOM), _MOST_TEXT[0])
    lines = max((math.ceil(needed[key] * _BROKEN / most) for key in long if needed[key] > most), default=1)
    return _cut(needed, most), _row_px(lines if is_short and lines <= _MOST_LINES else 1)


def _cut(needed: Mapping[str, int], most: int) -> dict[str, int]:
    return {key: min(px, most) for key, px in needed.items()}


def _in_lines(px: int, lines: int) -> int:
    """The width of a text of `px` when it is broken into `lines`."""
    return px if lines == 1 else min(px, max(round((px - _CELL) * _BROKEN / lines) + _CELL, _LEAST_TEXT))


def _row_px(lines: int) -> int:
    return _ROW_PX if lines == 1 else max(_LEAST_TALL_PX, lines * _LINE_PX + 10)


def holds_figures(table: Table, column: Column) -> bool:
    """True for a column of text that holds figures with their signs, and at least one."""
    texts = [_text(row.get(column.key)) for row in table.rows]
    return any(any(sign.isdigit() for sign in text) for text in texts) and all(map(_FIGURE.fullmatch, texts))


def _needed(table: Table, column: Column, lang: Lang) -> int:
    values = [value for row in table.rows if (value := row.get(column.key)) is not None]
    if column.kind == "text":
        # The longest few by letters: measuring each of ten thousand names would cost more than drawing them.
        cells = nlargest(5, map(str, values), key=len)
    else:
        ends = [min(values, key=_size), max(values, key=_size)] if values else []
        absent = [None] if len(values) < len(table.rows) else []
        cells = [_cell(value, column=column, lang=lang) for value in (*ends, *absent)]
    return round(max(map(_px, (column.label, *cells)))) + _CELL


def _size(value: object) -> Any:
    """Dates and figures by their order, whatever they are kept as."""
    return value if isinstance(value, date) else float(str(value))


def _px(text: str) -> float:
    """The width of a text in a cell, in Source Sans of 13 px."""
    return sum(9.5 if sign in _WIDE else 3.9 if sign in _NARROW else 7.8 if sign.isupper() else 6.6 for sign in text)


def _has_sentences(table: Table, column: Column) -> bool:
    texts = (_text(row.get(column.key)) for row in table.rows)
    return any(len(text) >= _LEAST_SENTENCE and text.count(" ") >= 5 for text in texts)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _values(table: Table, column: Column) -> "pd.Series[Any]":
    values = [row.get(column.key) for row in table.rows]
    match column.kind:
        case "text":
            return pd.Series([_text(value) for value in values], dtype="string")
        case "date":
            return pd.to_datetime(pd.Series(values, dtype="object"))
        case _:
            return pd.Series([None if value is None else float(str(value)) for value in values], dtype="float64")


def _cell(value: Any, *, column: Column, lang: Lang) -> str:
    if pd.isna(value):
        return say("ui_chart.no_value", lang)
    if column.kind == "date":
        return format_date(value, lang)
    figure_text = format_number(value, lang, column.decimals)
    return f"+{figure_text}" if column.kind == "points" and value > 0 else figure_text
