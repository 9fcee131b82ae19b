"""Composition: 100 % bars, levels from low to high in one sequential scale, what is not known hatched at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.captions import has_unknown, unknown_share
from charts.checking import CORRECTED
from charts.colours import Palette, levels, mix, text_on
from charts.quality_marks import SIGN
from charts.spec import Flag, StackedRow, StackedSpec
from text.numbers import format_number, format_percent
from text.words import Lang, say
from ui.draw_common import (
    LINE,
    SMALL,
    Drawing,
    WidthClass,
    blank_axis,
    broken,
    escape,
    hover_lines,
    text_px,
    wrap,
)
from ui.theme import FONT

_LETTERS: dict[WidthClass, int] = {"wide": 26, "narrow": 15}
_NOTE_LETTERS: dict[WidthClass, int] = {"wide": 24, "narrow": 11}
_LEAST_SHARE = 6
"""Per cent; a narrower segment has no figure inside (hover and table have it)."""
_ROW = 32
_FADE = 0.25
"""Provisional rows; more would make a level look like its neighbour."""
_BAR = 26
"""Figures stay inside where Plotly gives a legend of more lines some of the plot's height."""
_SWATCH = 44
_LEGEND_PX = 700


@dataclass(frozen=True)
class _Row:
    row: StackedRow
    middle: float
    beside: list[str]


def draw(spec: StackedSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    rows, plot = _rows(spec, lang, width)
    names = [*spec.levels, *([say("ui_chart.unknown", lang)] if has_unknown(spec) else [])]
    drawing = Drawing(plot=plot, top=12 + 22 * _legend_lines(names, width), bottom=8)
    drawing.left = 16 + text_px(line for row in spec.rows for line in wrap(row.label, _LETTERS[width]))
    drawing.right = 20 + text_px((line for row in rows for line in row.beside), SMALL)
    for place, (level, colour) in enumerate(zip(spec.levels, levels(palette, len(spec.levels)), strict=True)):
        drawing.data.append(_segments(rows, place, level, colour, palette, lang))
    if has_unknown(spec):
        drawing.data.append(_unknown(rows, palette, lang))
    drawing.data.append(_totals(rows, palette))
    _layout(drawing, rows, palette, width)
    return drawing


def _rows(spec: StackedSpec, lang: Lang, width: WidthClass) -> tuple[list[_Row], float]:
    rows: list[_Row] = []
    top = 0.0
    for row in spec.rows:
        beside = _beside(row, lang, width)
        height = max(_ROW, LINE * max(len(wrap(row.label, _LETTERS[width])), len(beside)) + 8)
        rows.append(_Row(row, top + height / 2, beside))
        top += height
    return rows, max(top, _ROW)


def _beside(row: StackedRow, lang: Lang, width: WidthClass) -> list[str]:
    total = [] if row.total is None else [_people(row.total, lang)]
    words = [row.note] if row.note else []
    if Flag.PROVISIONAL in row.flags:
        words.append(say("ui_chart.tile.provisional", lang))
    if Flag.CORRECTED in row.flags:
        words.append(f"{CORRECTED} {say('ui_chart.tile.corrected', lang)}")
    if Flag.FINDING in row.flags:
        words.append(f"{SIGN} {say('ui_chart.tile.finding', lang)}")
    return total + [line for word in words for line in wrap(word, _NOTE_LETTERS[width])]


def _people(count: float, lang: Lang) -> str:
    return say("ui_chart.people", lang, count=format_number(count, lang)).replace(" ", "\u00a0")


def _segments(
    rows: Sequence[_Row], place: int, level: str, colour: str, palette: Palette, lang: Lang
) -> dict[str, Any]:
    shares = [row.row.shares[place] for row in rows]
    faded = [mix(colour, palette.paper, _FADE * (Flag.PROVISIONAL in row.row.flags)) for row in rows]
    return _bar(rows) | {
        "name": escape(level),
        "x": shares,
        "text": [_inside(share, lang) for share in shares],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"color": [text_on(one) for one in faded], "size": SMALL},
        "marker": {"color": faded, "line": {"color": palette.paper, "width": 1}},
        "hovertext": [_hover(row.row, place, level, lang) for row in rows],
    }


def _bar(rows: Sequence[_Row]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row.middle for row in rows],
        "width": _BAR,
        "hoverinfo": "text",
    }


def _inside(share: float | None, lang: Lang) -> str:
    return "" if share is None or share < _LEAST_SHARE else format_percent(share, lang)


def _hover(row: StackedRow, place: int, level: str, lang: Lang) -> str:
    text = say(
        "ui_chart.share_hover",
        lang,
        label=row.label,
        level=level,
        value=format_percent(row.shares[place], lang),
        count=format_number(row.counts[place], lang),
        total=format_number(row.total, lang),
    )
    return hover_lines("\n".join(filter(None, (text, row.hover))))


def _unknown(rows: Sequence[_Row], palette: Palette, lang: Lang) -> dict[str, Any]:
    """What the shares leave open, hatched on paper: hollow, like every lower bound."""
    shares = [unknown_share(row.row) or 0.0 for row in rows]
    hovers = [
        say("ui_chart.unknown_hover", lang, label=row.row.label, value=format_percent(share, lang))
        for row, share in zip(rows, shares, strict=True)
    ]
    return _bar(rows) | {
        "name": say("ui_chart.unknown", lang),
        "x": [share or None for share in shares],
        "marker": {
            "color": palette.paper,
            "line": {"color": palette.muted, "width": 1},
            "pattern": {
                "shape": "/",
                "fgcolor": palette.muted,
                "bgcolor": palette.paper,
                "fillmode": "replace",
                "size": 7,
                "solidity": 0.2,
            },
        },
        "hovertext": [escape(hover) for hover in hovers],
    }


def _totals(rows: Sequence[_Row], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [100 for _ in rows],
        "y": [row.middle for row in rows],
        "text": ["<br>".join(f"\u2002{escape(line)}" for line in row.beside) for row in rows],
        "textposition": "middle right",
        "textfont": {"size": SMALL, "color": palette.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _legend_lines(names: Sequence[str], width: WidthClass) -> int:
    """Lines that the legend takes; Plotly makes its columns as wide as the longest entry, and one column of a phone."""
    longest = max(text_px([name], SMALL) for name in names) + _SWATCH
    across = max(_LEGEND_PX // longest, 1) if width == "wide" else 1
    return -(-len(names) // across)


def _layout(drawing: Drawing, rows: Sequence[_Row], palette: Palette, width: WidthClass) -> None:
    drawing.layout["barmode"] = "stack"
    # A figure that does not fit into its segment is left out, whatever the width of the screen turns out to be.
    drawing.layout["uniformtext"] = {"mode": "hide", "minsize": SMALL - 1}
    drawing.layout["xaxis"] = blank_axis(range=[0, 100], showticklabels=False)
    drawing.layout["yaxis"] = blank_axis(
        range=[drawing.plot, 0],
        tickmode="array",
        tickvals=[row.middle for row in rows],
        ticktext=[broken(row.row.label, _LETTERS[width]) for row in rows],
        tickfont={"color": palette.text},
        ticklabelstandoff=6,
        automargin=True,
    )
    drawing.layout["showlegend"] = True
    drawing.layout["legend"] = {
        "orientation": "h",
        "traceorder": "normal",
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "font": {"family": FONT, "size": SMALL, "color": palette.text},
        "bgcolor": palette.paper,
        "itemclick": False,
        "itemdoubleclick": False,
    }
