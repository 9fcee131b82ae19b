"""Draws a matrix (scorecard, coverage): a table whose cells carry a figure, a quiet second line and a tone."""

from __future__ import annotations

from html import escape

import streamlit as st

from charts.colours import TONE_SHAPES, Palette, mix
from charts.spec import Cell, MatrixSpec, Role, Status
from ui.theme import current

_OVER_PERIODS = 'class="over-periods" '
"""Names under which periods scroll away fade what they cut in two (ui/style.css)."""
_OVER_TIME = ("reported", "late", "missing")
"""Tones that periods alone have."""


def draw_matrix(spec: MatrixSpec) -> None:
    """The matrix as an HTML table that scrolls sideways under a fixed first column. All text is escaped."""
    palette = current()
    is_over_time = any(cell.tone in _OVER_TIME for row in spec.rows for cell in row.cells)
    least = "3.4rem" if is_over_time else "4.6rem"
    names = f'{_OVER_PERIODS if is_over_time else ""}style="{_first(palette)}'
    head = "".join(f'<th scope="col" style="{_head(palette, least)}">{escape(column)}</th>' for column in spec.columns)
    body = "".join(_row(row.label, row.cells, row.role, palette, names) for row in spec.rows)
    # What runs from right to left begins at its right end: of many periods the latest are seen first.
    outer, inner = ("direction:rtl", "direction:ltr;margin-right:auto;") if is_over_time else ("", "")
    st.html(
        f'<div role="region" tabindex="0" aria-label="{escape(spec.frame.alt)}" style="overflow-x:auto;{outer}">'
        f'<table style="{inner}border-collapse:separate;border-spacing:2px;font-variant-numeric:tabular-nums;'
        f'font-size:0.9rem;color:{palette.text}"><thead><tr><td {names}"></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    if spec.legend:
        st.html(_legend(spec, palette))


def _row(label: str, cells: tuple[Cell, ...], role: Role, palette: Palette, names: str) -> str:
    weight = 700 if role is Role.SUBJECT else 500
    colour = palette.accent if role is Role.SUBJECT else palette.text
    first = f'<th scope="row" {names};font-weight:{weight};color:{colour}">{escape(label)}</th>'
    return f"<tr>{first}{''.join(_cell(cell, palette) for cell in cells)}</tr>"


def _cell(cell: Cell, palette: Palette) -> str:
    shape = TONE_SHAPES.get(cell.tone, "")
    mark = f'<span aria-hidden="true" style="color:{_tone(cell, palette)}">{shape}</span> ' if shape else ""
    quiet = cell.tone in ("quiet", "missing")
    text = (
        f'<div style="white-space:nowrap{f";color:{palette.muted}" if quiet else ""}">{mark}{escape(cell.text)}</div>'
    )
    small = f"font-size:0.78rem;line-height:1.3;white-space:pre;color:{palette.muted}"
    detail = f'<div style="{small}">{escape(cell.detail)}</div>' if cell.detail else ""
    background = mix(palette.paper, _tone(cell, palette), 0.12) if shape else palette.panel
    style = f"padding:0.3rem 0.35rem;text-align:right;background:{background};border-radius:3px;vertical-align:top"
    return f'<td style="{style}" title="{escape(cell.hover)}">{text}{detail}</td>'


def _tone(cell: Cell, palette: Palette) -> str:
    tones = {
        "met": palette.status[Status.MET],
        "close": palette.status[Status.CLOSE],
        "not_met": palette.status[Status.NOT_MET],
        "reported": palette.status[Status.MET],
        "late": palette.status[Status.CLOSE],
        "missing": palette.status[Status.NOT_MET],
        "derived": palette.accent,
    }
    return tones.get(cell.tone, palette.muted)


def _head(palette: Palette, least: str) -> str:
    return (
        f"padding:0.3rem 0.35rem;text-align:right;vertical-align:bottom;font-weight:600;font-size:0.82rem;"
        f"color:{palette.muted};min-width:{least};max-width:8.5rem"
    )


def _first(palette: Palette) -> str:
    return (
        f"position:sticky;left:0;background:{palette.paper};--paper:{palette.paper};text-align:left;"
        f"padding:0.3rem 0.6rem 0.3rem 0;min-width:7rem;max-width:min(24rem,42vw);vertical-align:top"
    )


def _legend(spec: MatrixSpec, palette: Palette) -> str:
    items = " &nbsp; ".join(
        f'<span style="white-space:nowrap"><span style="color:{_tone(Cell("", tone=tone), palette)}">'  # type: ignore[arg-type]
        f"{TONE_SHAPES.get(tone, '')}</span> {escape(words)}</span>"
        for tone, words in spec.legend
    )
    return f'<div style="font-size:0.85rem;color:{palette.muted}">{items}</div>'
