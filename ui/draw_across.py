"""What lies across the rows of a ranked chart: the quartiles' band, references, and the strokes of earlier values."""

from collections.abc import Sequence
from typing import Any

from charts.colours import Palette, band
from charts.placing import side
from charts.signs import TICK_KINDS, labelled_tick, tick_layers
from charts.spec import Band, Mark, RankedSpec, Reference
from text.words import Lang
from ui.draw_common import (
    LINE,
    SMALL,
    Drawing,
    WidthClass,
    escape,
    note,
    reference_colour,
    reference_line,
    text_px,
    wrap,
)

_HALF = 11
"""Px of a stroke above and below its row's middle: a little more than a bar."""
_LETTERS: dict[WidthClass, int] = {"wide": 60, "narrow": 28}
_LEAST_PLOT: dict[WidthClass, int] = {"wide": 400, "narrow": 170}
"""Px that the data have across on nearly every screen."""


def add_heads(
    drawing: Drawing,
    spec: RankedSpec,
    foot: float,
    axis_range: tuple[float, float],
    palette: Palette,
    lang: Lang,
    width: WidthClass,
) -> None:
    """Band and references with their labels above the plot, each on lines of its own so that two never meet.

    `foot` is where the ranked rows end, px from the top: the band speaks of no others.
    """
    heads: list[tuple[float, str, str]] = []
    stroke = labelled_tick(spec, next(iter((*spec.marks, *spec.below)), None), lang)
    if stroke:
        heads.append((*stroke, palette.muted))
    if spec.band:
        drawing.shapes.append(_band(spec.band, foot, palette))
        heads.append(((spec.band.low + spec.band.high) / 2, spec.band.label, palette.muted))
    for reference in spec.references:
        drawing.shapes.append(_line(reference, palette))
        heads.append((reference.value, reference.label, reference_colour(reference, palette)))
    lift = 0
    for value, label, colour in heads:
        lines = wrap(label, _LETTERS[width])
        share = (value - axis_range[0]) / ((axis_range[1] - axis_range[0]) or 1)
        anchor = _anchor(drawing, share, lines, width)
        place = {"x": value, "y": 1, "xref": "x", "yref": "paper", "xanchor": anchor, "yanchor": "bottom"}
        text = "<br>".join(escape(line) for line in lines)
        look = {"align": anchor, "yshift": lift, "font": {"size": SMALL, "color": colour}}
        drawing.annotations.append(note(text, palette, **place, **look))
        lift += 2 + LINE * len(lines)
    drawing.top += lift


def _anchor(drawing: Drawing, share: float, lines: Sequence[str], width: WidthClass) -> str:
    """Over the middle of what it names, wherever the label then stays on the chart."""
    middle, half = share * _LEAST_PLOT[width], text_px(lines, SMALL) / 2
    is_inside = -drawing.left <= middle - half and middle + half <= _LEAST_PLOT[width] + drawing.right
    return "center" if is_inside else side(share)


def _band(quartiles: Band, foot: float, palette: Palette) -> dict[str, Any]:
    box = {"type": "rect", "xref": "x", "yref": "y", "x0": quartiles.low, "x1": quartiles.high, "y0": 0, "y1": foot}
    return box | {"fillcolor": band(palette), "line": {"width": 0}, "layer": "below"}


def _line(reference: Reference, palette: Palette) -> dict[str, Any]:
    line = {"type": "line", "xref": "x", "yref": "paper", "x0": reference.value, "x1": reference.value}
    return line | {"y0": 0, "y1": 1, "line": reference_line(reference, palette), "layer": "above"}


def add_strokes(drawing: Drawing, rows: Sequence[tuple[Mark, float]], palette: Palette) -> None:
    """A short upright stroke in a mark's row for each thing that it is held against; `rows` have their middles in px.

    The words of a stroke are on hover and, where the chart's table has them, in a column.
    """
    for kind in TICK_KINDS:
        found = [(tick, middle) for mark, middle in rows for tick in mark.ticks if tick.kind == kind]
        if not found:
            continue
        layers = tick_layers(kind, palette.paper, palette.median, palette.target)
        for place, (colour, width, is_dashed) in enumerate(layers, start=1):
            trace = {
                "type": "scatter",
                "mode": "lines",
                "name": kind,
                "x": [x for tick, _ in found for x in (tick.value, tick.value, tick.value, None)],
                "y": [y for _, middle in found for y in (middle - _HALF, middle, middle + _HALF, None)],
                "line": {"color": colour, "width": width, "dash": "3px,3px" if is_dashed else "solid"},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
            if place == len(layers):
                words = [text for tick, _ in found for text in (*[escape(tick.text)] * 3, "")]
                trace |= {"hovertext": words, "hoverinfo": "text"}
            drawing.data.append(trace)
