"""Units by value: horizontal bars from zero, or dots on an axis that starts where the data does.

What lies across the rows (median, target, band, strokes) is ui/draw_across.py.

The vertical axis counts pixels from the top, so a row is as high as its name needs and the figure grows with its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.colours import SHAPES, Palette, band
from charts.placing import furthest, values_of
from charts.signs import is_open, movement_text
from charts.spec import Flag, Mark, RankedSpec, Role, Status
from text.words import Lang, say
from ui.draw_across import add_heads, add_strokes
from ui.draw_common import (
    LINE,
    SIZE,
    SMALL,
    Drawing,
    WidthClass,
    blank_axis,
    broken,
    escape,
    hover_text,
    is_hollow,
    mark_colour,
    note,
    plotly_symbol,
    text_px,
    value_axis,
    value_text,
    wrap,
)

_ROW = 25
_BAR = 16
_DIVIDER = 26
_LETTERS: dict[WidthClass, int] = {"wide": 26, "narrow": 15}
_REASON_LETTERS: dict[WidthClass, int] = {"wide": 30, "narrow": 16}
_TITLE_LETTERS: dict[WidthClass, int] = {"wide": 90, "narrow": 34}
_SEEN: dict[WidthClass, float] = {"wide": 0.35, "narrow": 1.0}
"""Of the room that a text takes on the smallest plot: what it takes on most screens."""
_LEAST_PLOT: dict[WidthClass, int] = {"wide": 320, "narrow": 150}
"""Px that the data have at least; texts at the marks use what the axis leaves free before they widen the margin."""


@dataclass(frozen=True)
class _Row:
    mark: Mark
    middle: float
    ranked: bool


def draw(spec: RankedSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    rows, plot = _rows(spec, width)
    low, high = _range(spec)
    drawing = Drawing(plot=plot, top=10, bottom=24)
    names = [line for row in rows for line in _name_lines(row.mark, width)]
    drawing.left = text_px(names) + 16
    drawing.right = _right(rows, low, high, lang, width)
    draw_marks = _bars if spec.style == "bars" else _dots
    drawing.data = draw_marks(rows, low, palette)
    drawing.annotations = [_value_label(row, low, spec, palette, lang, width) for row in rows]
    _axes(drawing, spec, rows, (low, high), palette, lang, width)
    add_strokes(drawing, [(row.mark, row.middle) for row in rows], palette)
    add_heads(drawing, spec, _foot_of_ranked(rows), (low, high), palette, lang, width)
    if spec.below:
        _add_divider(drawing, rows, palette, lang)
    return drawing


def _rows(spec: RankedSpec, width: WidthClass) -> tuple[list[_Row], float]:
    rows: list[_Row] = []
    top = 4.0
    for mark in (*spec.marks, *spec.below):
        ranked = len(rows) < len(spec.marks)
        if len(rows) == len(spec.marks):
            top += _DIVIDER
        lines = len(_name_lines(mark, width))
        if not ranked:
            lines = max(lines, len(wrap(mark.text, _REASON_LETTERS[width])))
        height = max(_ROW, lines * LINE + 8)
        rows.append(_Row(mark, top + height / 2, ranked))
        top += height
    return rows, top + 4


def _name_lines(mark: Mark, width: WidthClass) -> list[str]:
    """The name, and how the unit moved, which stays beside its last word."""
    move = movement_text(mark)
    return wrap(f"{mark.label}\u00a0{move}" if move else mark.label, _LETTERS[width])


def _name(mark: Mark, palette: Palette, width: WidthClass) -> str:
    """The name as Plotly shows it; a movement is small and grey: it is no praise."""
    lines = _name_lines(mark, width)
    move = movement_text(mark)
    tail = f'<span style="color:{palette.muted};font-size:11px">\u00a0{escape(move)}</span>' if move else ""
    lines[-1] = lines[-1].removesuffix(f"\u00a0{move}") if move else lines[-1]
    name = "<br>".join(escape(line) for line in lines)
    return (f"<b>{name}</b>" if mark.role is Role.SUBJECT else name) + tail


def _foot_of_ranked(rows: Sequence[_Row]) -> float:
    """Px from the top to the end of the last ranked row."""
    ranked = [row.middle for row in rows if row.ranked]
    return ranked[-1] + _ROW / 2 if ranked else 0.0


def _range(spec: RankedSpec) -> tuple[float, float]:
    """Bars start at zero whatever the spec asks; both styles hold every value, stroke, reference and the band."""
    values = values_of(spec)
    low = 0.0 if spec.style == "bars" else min(spec.axis_range[0], *values, spec.axis_range[1])
    return low, max(spec.axis_range[1], *values, low)


def _right(rows: Sequence[_Row], low: float, high: float, lang: Lang, width: WidthClass) -> int:
    needed = 12.0
    for row in rows:
        share = (furthest(row.mark, low) - low) / ((high - low) or 1)
        text = text_px(_plain_lines(row, lang, width)) + 14
        needed = max(needed, text - (1 - share) * _LEAST_PLOT[width])
    return round(needed)


def _plain_lines(row: _Row, lang: Lang, width: WidthClass) -> list[str]:
    if not row.ranked:
        return wrap(row.mark.text, _REASON_LETTERS[width])
    return [f"{row.mark.text} ††  {_status_plain(row.mark.status, lang, width)}"]


def _status_plain(status: Status | None, lang: Lang, width: WidthClass) -> str:
    if status is None:
        return ""
    return SHAPES[status] if width == "narrow" else f"{SHAPES[status]} {say(f'ui_chart.status.{status.value}', lang)}"


def _label(row: _Row, palette: Palette, lang: Lang, width: WidthClass) -> str:
    if not row.ranked:
        return f'<span style="color:{palette.muted}">{broken(row.mark.text, _REASON_LETTERS[width])}</span>'
    status = row.mark.status
    if status is None:
        return value_text(row.mark)
    word = escape(_status_plain(status, lang, width))
    return f'{value_text(row.mark)}  <span style="color:{palette.status[status]}">{word}</span>'


def _colour(mark: Mark, palette: Palette) -> str:
    own = palette.accent if mark.role is Role.SUBJECT else palette.context
    return mark_colour(own, mark, palette)


def _value_label(
    row: _Row, low: float, spec: RankedSpec, palette: Palette, lang: Lang, width: WidthClass
) -> dict[str, Any]:
    """The figure at the mark; where a reference line passes, on paper of its own that the line does not cross."""
    x = furthest(row.mark, low)
    gap = 3 if spec.style == "bars" or row.mark.value is None else 9
    gap = 7 if row.mark.ticks and x != row.mark.value else gap
    place = {"x": x, "y": row.middle, "xref": "x", "yref": "y"}
    look: dict[str, Any] = {"borderpad": 1, "font": {"size": SIZE, "color": palette.text}}
    text = _label(row, palette, lang, width)
    wide = text_px(_plain_lines(row, lang, width)) / _LEAST_PLOT[width] * (_range(spec)[1] - low)
    if any(x <= reference.value <= x + wide for reference in spec.references):
        is_inside = row.ranked and spec.band and spec.band.low <= x and x + wide * _SEEN[width] <= spec.band.high
        look["bgcolor"] = band(palette) if is_inside else palette.paper
    return note(text, palette, **place, **look, xanchor="left", yanchor="middle", xshift=gap)


def _place(mark: Mark, low: float) -> float:
    return low if mark.value is None else mark.value


def _bars(rows: Sequence[_Row], low: float, palette: Palette) -> list[dict[str, Any]]:
    marks = [row.mark for row in rows]
    colours = [_colour(mark, palette) for mark in marks]
    hollow = [is_hollow(row.mark) or not row.ranked for row in rows]
    trace = _places(rows, low) | {
        "type": "bar",
        "orientation": "h",
        "width": _BAR,
        "marker": {
            "color": [palette.paper if is_empty else own for is_empty, own in zip(hollow, colours, strict=True)],
            "line": {"color": colours, "width": [0 if mark.value is None else 1.5 for mark in marks]},
            "pattern": {
                "shape": ["/" if Flag.DERIVED in mark.flags else "" for mark in marks],
                "fgcolor": colours,
                "bgcolor": palette.paper,
                "fillmode": "replace",
                "size": 6,
                "solidity": 0.35,
            },
        },
    }
    return [trace]


def _dots(rows: Sequence[_Row], low: float, palette: Palette) -> list[dict[str, Any]]:
    marks = [row.mark for row in rows]
    colours = [_colour(mark, palette) for mark in marks]
    is_empty = [is_open(row.mark) or not row.ranked for row in rows]
    markers = {
        "size": 11,
        "symbol": [plotly_symbol(mark) for mark in marks],
        "color": [palette.paper if empty else own for empty, own in zip(is_empty, colours, strict=True)],
        "line": {"color": colours, "width": 2},
        # A unit without a value has its reason in words at the axis, and no dot.
        "opacity": [0 if mark.value is None else 1 for mark in marks],
    }
    return [_places(rows, low) | {"type": "scatter", "mode": "markers", "marker": markers, "cliponaxis": False}]


def _places(rows: Sequence[_Row], low: float) -> dict[str, Any]:
    return {
        "x": [_place(row.mark, low) for row in rows],
        "y": [row.middle for row in rows],
        "customdata": [row.mark.key for row in rows],
        "hovertext": [hover_text(row.mark) for row in rows],
        "hoverinfo": "text",
    }


def _axes(
    drawing: Drawing,
    spec: RankedSpec,
    rows: Sequence[_Row],
    axis_range: tuple[float, float],
    palette: Palette,
    lang: Lang,
    width: WidthClass,
) -> None:
    title = " – ".join(text for text in (spec.axis_title, spec.axis_note) if text)
    lines = wrap(title, _TITLE_LETTERS[width])
    drawing.bottom += LINE * len(lines) + 8
    drawing.layout["xaxis"] = value_axis(axis_range, palette, spec.suffix, lang) | {
        "title": {
            "text": "<br>".join(escape(line) for line in lines),
            "font": {"size": SMALL, "color": palette.muted},
            "standoff": 6,
        },
        "nticks": 6 if width == "wide" else 4,
    }
    drawing.layout["yaxis"] = blank_axis(
        range=[drawing.plot, 0],
        tickmode="array",
        tickvals=[row.middle for row in rows],
        ticktext=[_name(row.mark, palette, width) for row in rows],
        tickfont={"color": palette.text},
        ticklabelstandoff=6,
        showgrid=spec.style == "dots",
        gridcolor=palette.grid,
        automargin=True,
    )
    drawing.layout["bargap"] = 0


def _add_divider(drawing: Drawing, rows: Sequence[_Row], palette: Palette, lang: Lang) -> None:
    first = next(row for row in rows if not row.ranked)
    edge = _foot_of_ranked(rows) + 6
    line = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": edge, "y1": edge}
    drawing.shapes.append(line | {"line": {"color": palette.muted, "width": 1}})
    drawing.annotations.append(
        note(
            say("ui_chart.not_ranked", lang),
            palette,
            x=0,
            y=min(edge + 2, first.middle),
            xref="paper",
            yref="y",
            xanchor="left",
            yanchor="top",
        )
    )
