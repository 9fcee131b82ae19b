"""What is shown as text and tables: facts, a table with its frame and files, a matrix with the same, reading cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import streamlit as st

from briefing.tables import to_csv, to_xlsx
from charts.spec import Frame, MatrixSpec
from text.words import Lang, say
from ui.chart import data_table, markdown
from ui.matrix import draw_matrix
from ui.theme import current

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Fact = tuple[str, str]


def sheet(frame: Frame, *, key: str, lang: Lang) -> None:
    """A table with title, subtitle, source, definition, notes and files."""
    _head(frame)
    if frame.table:
        data_table(frame.table, lang, alt=frame.alt)
    _foot(frame, lang)
    files(lambda: frame, frame.file_stem, key=key, lang=lang)


def matrix_sheet(spec: MatrixSpec, *, key: str, lang: Lang) -> None:
    """A matrix with the same around it; its figures as a table, folded."""
    _head(spec.frame)
    draw_matrix(spec)
    _foot(spec.frame, lang)
    files(lambda: spec.frame, spec.frame.file_stem, key=key, lang=lang)
    if spec.frame.table:
        with st.expander(say("ui_chart.table", lang), key=f"{key}-table"):
            data_table(spec.frame.table, lang, alt=say("ui_chart.table_alt", lang, title=spec.frame.title))


def files(make: Callable[[], Frame], stem: str, *, key: str, lang: Lang, xlsx: bool = True) -> None:
    """CSV and XLSX of the frame that `make` returns: made when asked for, on a thread of its own, not by the page."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV", partial(_csv, make, lang), f"{stem}.csv", "text/csv", key=f"{key}-csv", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        if xlsx:
            st.download_button(
                "XLSX", partial(_xlsx, make, lang), f"{stem}.xlsx", _XLSX, key=f"{key}-xlsx", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip


def _csv(make: Callable[[], Frame], lang: Lang) -> bytes:
    frame = make()
    return to_csv(frame.table, frame, lang) if frame.table else b""


def _xlsx(make: Callable[[], Frame], lang: Lang) -> bytes:
    return to_xlsx((make(),), lang)


def _head(frame: Frame) -> None:
    st.subheader(markdown(frame.title), anchor=False)
    st.markdown(_small(frame.subtitle))
    if frame.sentence:
        st.markdown(markdown(frame.sentence))


def _foot(frame: Frame, lang: Lang) -> None:
    lines = [
        say("ui_chart.definition", lang, text=frame.definition) if frame.definition else "",
        say("ui_chart.source", lang, text=frame.source) if frame.source else "",
        *frame.notes,
    ]
    st.markdown("  \n".join(_small(line) for line in lines if line))


def _small(text: str) -> str:
    return f":gray[:small[{markdown(text)}]]" if text else ""


def facts(rows: Sequence[Fact]) -> None:
    """Headings and texts, two columns that become one on a phone. All text is escaped."""
    palette = current()
    cells = "".join(
        f'<div style="display:flex;flex-wrap:wrap;gap:0 0.8rem;padding:0.22rem 0;border-bottom:1px solid {palette.grid}">'
        f'<dt style="flex:0 0 9.5rem;color:{palette.muted}">{escape(name)}</dt>'
        f'<dd style="flex:1 1 14rem;min-width:0;margin:0;overflow-wrap:anywhere">{escape(text)}</dd></div>'
        for name, text in rows
    )
    st.html(f'<dl style="margin:0 0 0.6rem 0;color:{palette.text};font-size:0.95rem">{cells}</dl>')


def reading_card(title: str, rows: Sequence[Fact], badge: str = "") -> None:
    """A block to be read: a heading and short texts side by side under small headings, one column on a phone."""
    palette = current()
    mark = f' <span style="font-weight:400;color:{palette.muted}">{escape(badge)}</span>' if badge else ""
    cells = "".join(
        f'<div style="flex:1 1 15rem;min-width:0"><div style="font-size:0.8rem;color:{palette.muted}">{escape(name)}</div>'
        f'<div style="overflow-wrap:anywhere">{escape(text)}</div></div>'
        for name, text in rows
        if text
    )
    st.html(
        f'<section style="padding:0.6rem 0.85rem;background:{palette.panel};border-radius:4px;color:{palette.text};'
        f'font-size:0.95rem"><h4 style="margin:0 0 0.3rem 0;padding:0;font-size:1.02rem;font-weight:650">'
        f'{escape(title)}{mark}</h4><div style="display:flex;flex-wrap:wrap;gap:0.45rem 1.2rem">{cells}</div></section>'
    )
