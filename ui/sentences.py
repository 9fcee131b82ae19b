"""A table whose cells hold sentences, in HTML: they break into as many lines as they need, each row as tall as its own.

On a phone (ui/style.css) a row is a block: its name, its sentences, and beneath them the figures with their headings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

import streamlit as st

from charts.spec import Column, Table
from ui.theme import current

_MOST_NAME = 14
"""Letters of a name or a date that is not broken."""
_LEAST_LONG = 160
"""Letters of several sentences, which take more of the width than one."""
CellText = Callable[[object, Column], str]


def draw_sentences(
    table: Table, *, alt: str, cell: CellText, sentences: Collection[str], figures: Collection[str]
) -> None:
    """`cell` writes a value in the reader's language; `sentences` and `figures` are keys of columns that hold them.
    All text is escaped."""
    kinds = {column.key: _kind(table, column, sentences, figures) for column in table.columns}
    # The heading stays while rows scroll beneath it, so it needs the panel's colour.
    panel = f"background:{current().panel}"
    head = "".join(
        f'<th scope="col" class="{kinds[column.key]}" style="{panel}">{escape(column.label)}</th>'
        for column in table.columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kinds[column.key]}" data-label="{escape(column.label)}">'
            f"{escape(cell(row.get(column.key), column))}</td>"
            for column in table.columns
        )
        + "</tr>"
        for row in table.rows
    )
    st.html(
        f'<div class="sentences" role="region" tabindex="0" aria-label="{escape(alt)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(table: Table, column: Column, sentences: Collection[str], figures: Collection[str]) -> str:
    longest = max((len(str(row.get(column.key) or "")) for row in table.rows), default=0)
    if column.key in sentences:
        return "sentence long" if longest >= _LEAST_LONG else "sentence"
    if column.key in figures:
        return "figure"
    return "name" if longest <= _MOST_NAME else "word"
