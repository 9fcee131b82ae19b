"""Facts to be read: a list of headings and texts, a card, and files of tables that no page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import streamlit as st

from charts.spec import Frame
from text.words import Lang
from ui import exports
from ui.theme import current

Fact = tuple[str, str]


def files(make: Callable[[], Frame], stem: str, *, key: str, lang: Lang) -> None:
    """A button a file format for the frame that `make` returns: made when asked for, on a thread of its own."""
    with st.container(horizontal=True, gap="small"):
        for file in exports.offered():
            st.download_button(
                file.label, partial(_bytes, file, make, lang), f"{stem}{file.suffix}", file.mime,
                key=f"{key}-{file.label}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def _bytes(file: exports.TableFile, make: Callable[[], Frame], lang: Lang) -> bytes:
    return file.make(make(), lang)


def facts(rows: Sequence[Fact]) -> None:
    """Headings and texts, two columns that become one on a phone. All text is escaped."""
    palette = current()
    line = f"display:flex;flex-wrap:wrap;gap:0 0.8rem;padding:0.22rem 0;border-bottom:1px solid {palette.grid}"
    cells = "".join(
        f'<div style="{line}"><dt style="flex:0 0 9.5rem;margin:0;padding:0;color:{palette.muted}">{escape(name)}</dt>'
        f'<dd style="flex:1 1 14rem;min-width:0;margin:0;padding:0;overflow-wrap:anywhere">{escape(text)}</dd></div>'
        for name, text in rows
    )
    st.html(f'<dl style="margin:0 0 0.6rem 0;padding:0;color:{palette.text};font-size:0.95rem">{cells}</dl>')


def reading_card(title: str, rows: Sequence[Fact], badge: str = "") -> None:
    """A block to be read: a heading and short texts side by side under small headings, one column on a phone."""
    palette = current()
    mark = f' <span style="font-weight:400;color:{palette.muted}">{escape(badge)}</span>' if badge else ""
    cells = "".join(
        f'<div style="flex:1 1 15rem;min-width:0">'
        f'<div style="font-size:0.8rem;color:{palette.muted}">{escape(name)}</div>'
        f'<div style="overflow-wrap:anywhere">{escape(text)}</div></div>'
        for name, text in rows
        if text
    )
    st.html(
        f'<section style="padding:0.6rem 0.85rem;background:{palette.panel};border-radius:4px;color:{palette.text};'
        f'font-size:0.95rem"><h4 style="margin:0 0 0.3rem 0;padding:0;font-size:1.02rem;font-weight:650">'
        f'{escape(title)}{mark}</h4><div style="display:flex;flex-wrap:wrap;gap:0.45rem 1.2rem">{cells}</div></section>'
    )
