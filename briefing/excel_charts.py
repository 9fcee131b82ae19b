"""Native Excel charts of the specs, drawn from their figures on the sheet: names and values are the cells' own."""

from __future__ import annotations

import math
from typing import Any

from briefing import style
from briefing.excel_data import bar_rows, drawn_marks, unknown_shares
from briefing.excel_lines import lines, panel
from briefing.excel_parts import LABEL, NONE, SMALL, Figures, axis_line, dash, finished, framed, inside, literal
from charts.spec import Flag, Mark, MultiplesSpec, RankedSpec, Reference, StackedSpec, TrendSpec

WIDTH = 640
"""Pixels: ten columns of a sheet as it comes."""
MOST_BARS = 120
_PANELS_ACROSS = 3
_PANEL_HEIGHT = 150
_LINE_HEIGHT = 380
_LONG_NAME = 24

Drawing = tuple[Any, int, int, int, int]
"""A chart, its place in pixels from the corner (right, down), its width and height."""


def drawings(spec: RankedSpec | TrendSpec | StackedSpec | MultiplesSpec, figures: Figures) -> list[Drawing]:
    """The charts of a spec; none where there is nothing to draw or more bars than anybody reads."""
    match spec:
        case RankedSpec():
            count = len(drawn_marks(spec))
            if not 0 < count <= MOST_BARS:
                return []
            draw = _dots if spec.style == "dots" else _bars
            wraps = spec.style == "dots" and any(len(mark.label) > _LONG_NAME for mark in drawn_marks(spec))
            height = (32 if wraps else 24) * (count + len(spec.references))
            return [(draw(spec, figures), 0, 0, WIDTH, 90 + height)]
        case StackedSpec():
            if not 0 < len(spec.rows) <= MOST_BARS:
                return []
            return [(_stacked(spec, figures), 0, 0, WIDTH, 120 + 26 * len(spec.rows))]
        case TrendSpec():
            return [(lines(spec, figures), 0, 0, WIDTH, _LINE_HEIGHT)] if spec.series else []
        case MultiplesSpec():
            width = WIDTH // _PANELS_ACROSS
            return [
                (
                    panel(spec, place, figures),
                    place % _PANELS_ACROSS * width,
                    place // _PANELS_ACROSS * _PANEL_HEIGHT,
                    width,
                    _PANEL_HEIGHT,
                )
                for place in range(len(spec.panels))
            ]


def _bars(spec: RankedSpec, figures: Figures) -> Any:
    """Bars from zero, best on top; median and target are bars of their own among the units, at their place."""
    rows = bar_rows(spec)
    kinds = sorted({reference.kind for reference in spec.references})
    chart = figures.book.add_chart({"type": "bar"})
    names = figures.cells(0, 0, len(rows) - 1)
    labels = {"value": True, "num_format": _shown(spec), "font": LABEL}
    chart.add_series(
        {
            "name": figures.name(-1, 1),
            "categories": names,
            "values": figures.cells(0, 1, len(rows) - 1),
            "points": [_bar_look(row, spec) if isinstance(row, Mark) else None for row in rows],
            "fill": {"color": style.CONTEXT},
            "gap": 45,
            "overlap": 100,
            "data_labels": labels,
        }
    )
    for column, kind in enumerate(kinds, start=2):
        chart.add_series(
            {
                "name": figures.name(-1, column),
                "categories": names,
                "values": figures.cells(0, column, len(rows) - 1),
                "fill": {"color": style.REFERENCE[kind]},
                "data_labels": labels,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": LABEL, "major_tick_mark": "none", "interval_unit": 1} | axis_line())
    # The figures stand at the bars.
    chart.set_x_axis({"min": 0, "max": spec.axis_range[1], "visible": False, "major_gridlines": {"visible": False}})
    return finished(chart)


def _bar_look(mark: Mark, spec: RankedSpec) -> dict[str, Any]:
    colour = style.mark_colour(mark)
    if Flag.LOWER_BOUND in mark.flags or mark in spec.below:
        return {"fill": {"color": style.PAPER}, "border": {"color": colour, "width": 1.5}}
    if Flag.DERIVED in mark.flags:
        hatch = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": style.PAPER}
        return {"pattern": hatch, "border": {"color": colour}}
    return {"fill": {"color": colour}}


def _shown(spec: RankedSpec) -> str:
    """One decimal on charts; pieces are whole."""
    values = [mark.value for mark in drawn_marks(spec) if mark.value is not None]
    return "#,##0" if all(value == int(value) for value in values) and spec.suffix.strip() != "%" else "#,##0.0"


def _dots(spec: RankedSpec, figures: Figures) -> Any:
    """Dots on an axis that starts where the data does, name and figure beside each; median and target cross them."""
    drawn = drawn_marks(spec)
    chart = figures.book.add_chart({"type": "scatter"})
    low, high = spec.axis_range
    # Labels turn inwards: those of the right half stand to the left of their dots.
    looks = [
        {"marker": _dot_look(mark, spec), "side": "left" if (mark.value or low) > (low + high) / 2 else "right"}
        for mark in drawn
    ]
    starts = [place for place, look in enumerate(looks) if place == 0 or looks[place - 1] != look]
    for first, after in zip(starts, [*starts[1:], len(drawn)], strict=True):
        labels = [{"value": literal(f"{mark.label}  {style.value_text(mark)}")} for mark in drawn[first:after]]
        chart.add_series(
            {
                "name": figures.name(-1, 1),
                "categories": figures.cells(first, 1, after - 1),
                "values": figures.cells(first, 2, after - 1),
                "marker": looks[first]["marker"],
                "data_labels": {"value": True, "position": looks[first]["side"], "font": LABEL, "custom": labels},
            }
        )
    for place, reference in enumerate(spec.references):
        _upright(chart, reference, len(drawn) + 2 * place, figures)
    chart.set_x_axis(
        {
            "min": low,
            "max": high,
            "name": " ",
            "num_font": SMALL,
            "num_format": "#,##0.0",
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
            "label_position": "high",
            "major_unit": _step(high - low),
            "line": NONE,
        }
    )
    chart.set_y_axis(
        {"min": -1, "max": len(drawn) + 1, "reverse": True, "visible": False, "major_gridlines": {"visible": False}}
    )
    return finished(chart)


def _dot_look(mark: Mark, spec: RankedSpec) -> dict[str, Any]:
    colour = style.mark_colour(mark)
    hollow = style.is_open(mark) or mark in spec.below
    border = {"color": colour, "width": 1.5}
    return {"type": style.symbol(mark), "size": 8, "fill": {"color": inside(colour, hollow)}, "border": border}


def _step(span: float) -> float:
    """A round step that parts `span` in five at most."""
    base = 10.0 ** math.floor(math.log10(span / 5)) if span > 0 else 1.0
    return next(factor * base for factor in (1, 2, 5, 10) if span / (factor * base) <= 5 or factor == 10)


def _upright(chart: Any, reference: Reference, row: int, figures: Figures) -> None:
    colour = style.REFERENCE[reference.kind]
    chart.add_series(
        {
            "name": figures.name(row, 0),
            "categories": figures.cells(row, 1, row + 1),
            "values": figures.cells(row, 2, row + 1),
            "marker": {"type": "none"},
            "line": {"color": colour, "width": 1.25, "dash_type": dash(reference)},
            "data_labels": {
                "value": True,
                "position": "left" if reference.kind == "target" else "right",
                "font": {"size": 9, "color": colour},
                "custom": [{"value": literal(reference.label)}, {"delete": True}],
            },
        }
    )


def _stacked(spec: StackedSpec, figures: Figures) -> Any:
    """Levels from low to high; what is not known is a last, hatched part, so that shares are never stretched."""
    chart = figures.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    last = len(spec.rows) - 1
    names = figures.cells(0, 0, last)
    for column, colour in enumerate(style.levels(len(spec.levels)), start=1):
        chart.add_series(
            {
                "name": figures.name(-1, column),
                "categories": names,
                "values": figures.cells(0, column, last),
                "fill": {"color": colour},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    # Only what has room for it.
                    "num_format": "[>=6]0;;",
                    "font": {"size": 9, "color": style.text_on(colour)},
                },
            }
        )
    if any(unknown_shares(spec)):
        column = len(spec.levels) + 1
        hatch = {"pattern": "wide_upward_diagonal", "fg_color": style.CONTEXT, "bg_color": style.PAPER}
        values = figures.cells(0, column, last)
        chart.add_series({"name": figures.name(-1, column), "categories": names, "values": values, "pattern": hatch})
    chart.set_y_axis({"reverse": True, "num_font": LABEL, "major_tick_mark": "none", "interval_unit": 1} | axis_line())
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": SMALL})
    return framed(chart)
