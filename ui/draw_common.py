"""What all chart families share: texts that Plotly may not interpret, looks of marks, axes, reference lines, layout."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from charts import signs
from charts.colours import Palette, mix
from charts.signs import is_open, symbol
from charts.spec import Flag, Mark, Reference
from text.words import Lang
from ui.theme import FONT

WidthClass = Literal["wide", "narrow"]
SIZE = 13
SMALL = 12
LINE = 16
"""Pixels from one text line to the next at SIZE."""
HOVER_LETTERS = 70


@dataclass
class Drawing:
    """A figure in the making. `left`, `right`, `top`, `bottom`: margins in px; `plot`: px of the plot's height."""

    plot: float
    data: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    left: int = 8
    right: int = 8
    top: int = 8
    bottom: int = 8


def escape(text: str) -> str:
    """`text` so that Plotly shows it as it stands: it reads <b>, <a> and entities in labels as markup."""
    return html.escape(text, quote=False)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` letters, broken at spaces and about equally long; a longer word stays whole."""
    lines = _greedy(text, width)
    narrower = (_greedy(text, letters) for letters in range(max(len(text) // len(lines), 1), width))
    return next((shorter for shorter in narrower if len(shorter) == len(lines)), lines)


def _greedy(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def broken(text: str, width: int) -> str:
    """`text` escaped and wrapped with Plotly's line break."""
    return "<br>".join(escape(line) for line in wrap(text, width))


def text_px(lines: Iterable[str], size: int = SIZE) -> int:
    """The width that `lines` need, generous enough for a system font in place of Source Sans."""
    return round(max((len(line) for line in lines), default=0) * size * 0.54)


def fades(colour: str, palette: Palette) -> str:
    """Lighter, for figures that nobody has checked yet."""
    return mix(colour, palette.paper, 0.5)


def mark_colour(colour: str, mark: Mark, palette: Palette) -> str:
    return fades(colour, palette) if Flag.PROVISIONAL in mark.flags else colour


def is_hollow(mark: Mark) -> bool:
    return Flag.LOWER_BOUND in mark.flags


def plotly_symbol(mark: Mark) -> str:
    """Plotly's name for the shape of a point."""
    shape = symbol(mark)
    return "triangle-up" if shape == "triangle" else shape


def point_markers(marks: Sequence[Mark], colour: str, palette: Palette, size: int) -> dict[str, Any]:
    """Plotly markers for points: filled, open for bounds and derived values, lighter for provisional ones."""
    colours = [mark_colour(colour, mark, palette) for mark in marks]
    return {
        "size": size,
        "symbol": [plotly_symbol(mark) for mark in marks],
        "color": [palette.paper if is_open(mark) else own for mark, own in zip(marks, colours, strict=True)],
        "line": {"color": colours, "width": 2},
    }


def value_text(mark: Mark) -> str:
    """The text at a mark with its signs, as Plotly shows it."""
    return escape(signs.value_text(mark))


def hover_text(mark: Mark) -> str:
    return hover_lines(mark.hover or f"{mark.label}: {mark.text}")


def hover_lines(text: str) -> str:
    """`text` as Plotly shows it on hover, long sentences wrapped: Plotly cuts what is wider than the chart."""
    first, *more = text.split("\n")
    return "<br>".join([escape(first), *(broken(line, HOVER_LETTERS) for line in more)])


def value_axis(axis_range: tuple[float, float], palette: Palette, suffix: str, lang: Lang) -> dict[str, Any]:
    """A quiet numeric axis; its figures follow the layout's separators."""
    return {
        "range": list(axis_range),
        "gridcolor": palette.grid,
        "zeroline": False,
        "ticksuffix": suffix.strip() if lang == "en" else suffix.replace(" ", "\u00a0"),
        "tickfont": {"size": SMALL, "color": palette.muted},
        "tickangle": 0,
        "nticks": 6,
        "tickformat": ",~r" if axis_range[1] >= 1000 else "",
        "fixedrange": True,
        "automargin": True,
    }


def blank_axis(**more: Any) -> dict[str, Any]:
    """An axis without figures, lines or grid."""
    return {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "fixedrange": True} | more


def note(text: str, palette: Palette, **more: Any) -> dict[str, Any]:
    """A text in the figure. `text` is escaped already."""
    return {"text": text, "showarrow": False, "font": {"size": SMALL, "color": palette.muted}, "align": "left"} | more


def reference_colour(reference: Reference, palette: Palette) -> str:
    return {"target": palette.target, "median": palette.median, "unit": palette.accent}[reference.kind]


def reference_line(reference: Reference, palette: Palette) -> dict[str, Any]:
    """How the median and a chosen unit (thin) and a target (dashed) are drawn, on any chart."""
    dash = "dash" if reference.kind == "target" else "solid"
    return {"color": reference_colour(reference, palette), "width": 1.3, "dash": dash}


def reference_shape(reference: Reference, number: str, last: int, palette: Palette) -> dict[str, Any]:
    """The line across the plot of the axes `number`; of one that holds for some periods, from half-way before the first
    to half-way after the last of them (`last`: the last place there is)."""
    line = {"type": "line", "yref": f"y{number}", "y0": reference.value, "y1": reference.value, "layer": "above"}
    line["line"] = reference_line(reference, palette)
    if reference.span is None:
        return line | {"xref": f"x{number} domain", "x0": 0, "x1": 1}
    first, until = reference.span
    return line | {"xref": f"x{number}", "x0": max(first - 0.5, 0), "x1": min(until + 0.5, last)}


def break_line(x: float, xref: str, yref: str, palette: Palette) -> dict[str, Any]:
    """The dotted upright line between two periods where series are cut."""
    line = {"type": "line", "xref": xref, "yref": yref, "x0": x, "x1": x, "y0": 0, "y1": 1, "layer": "above"}
    return line | {"line": {"color": palette.muted, "width": 1.5, "dash": "dot"}}


def finish(drawing: Drawing, palette: Palette, lang: Lang) -> dict[str, Any]:
    """The plain Plotly dict of `drawing`."""
    layout = {
        "height": round(drawing.plot + drawing.top + drawing.bottom),
        "margin": {
            "l": drawing.left,
            "r": drawing.right,
            "t": drawing.top,
            "b": drawing.bottom,
            "pad": 0,
            "autoexpand": True,
        },
        "separators": ",." if lang == "vi" else ".,",
        "font": {"family": FONT, "size": SIZE, "color": palette.text},
        "paper_bgcolor": palette.paper,
        "plot_bgcolor": palette.paper,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.panel,
            "bordercolor": palette.muted,
            "font": {"family": FONT, "size": SIZE, "color": palette.text},
            "align": "left",
        },
        "annotations": drawing.annotations,
        "shapes": drawing.shapes,
    }
    return {"data": drawing.data, "layout": layout | drawing.layout}
