"""Native Excel charts of the specs, drawn from their figures on the sheet: names and values are the cells' own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from briefing import style
from briefing.excel_data import bar_rows, drawn_lines, drawn_marks, multiples_lines, unknown_shares
from charts.placing import pieces
from charts.signs import breaks_of
from charts.spec import (
    Flag,
    Mark,
    MultiplesSpec,
    RankedSpec,
    Reference,
    Role,
    Series,
    StackedSpec,
    TrendSpec,
)

WIDTH = 640
"""Pixels: ten columns of a sheet as it comes."""
MOST_BARS = 120
_PANELS_ACROSS = 3
_PANEL_HEIGHT = 150
_LINE_HEIGHT = 380
_FEW_LINES = 5
_LONG_NAME = 24
_HOLLOW = 0.45
_APART = 0.05
"""Labels at the ends of lines need this share of the axis between them."""
_NONE = {"none": True}
_SMALL = {"size": 9, "color": style.MUTED}
_LABEL = {"size": 9, "color": style.TEXT}

Drawing = tuple[Any, int, int, int, int]
"""A chart, its place in pixels from the corner (right, down), its width and height."""


@dataclass(frozen=True)
class Figures:
    """Where the chart's table stands: `top` is its heading row, `left` its column of names."""

    book: Any
    sheet: str
    top: int
    left: int

    def cells(self, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> list[Any]:
        """A range by its place in the table: rows from 0 beneath the headings (which are row -1), columns from 0."""
        bottom, right = row if last_row is None else last_row, column if last_column is None else last_column
        top = self.top + 1
        return [self.sheet, top + row, self.left + column, top + bottom, self.left + right]

    def name(self, row: int, column: int) -> str:
        """A single cell as a formula, for names and labels."""
        cell = xl_rowcol_to_cell(self.top + 1 + row, self.left + column, row_abs=True, col_abs=True)
        return f"={quote_sheetname(self.sheet)}!{cell}"


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
            return [(_lines(spec, figures), 0, 0, WIDTH, _LINE_HEIGHT)] if spec.series else []
        case MultiplesSpec():
            width = WIDTH // _PANELS_ACROSS
            return [
                (
                    _panel(spec, place, figures),
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
    labels = {"value": True, "num_format": _shown(spec), "font": _LABEL}
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
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "major_tick_mark": "none", "interval_unit": 1} | _line())
    # The figures stand at the bars.
    chart.set_x_axis({"min": 0, "max": spec.axis_range[1], "visible": False, "major_gridlines": {"visible": False}})
    return _finished(chart)


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
        labels = [{"value": _literal(f"{mark.label}  {style.value_text(mark)}")} for mark in drawn[first:after]]
        chart.add_series(
            {
                "name": figures.name(-1, 1),
                "categories": figures.cells(first, 1, after - 1),
                "values": figures.cells(first, 2, after - 1),
                "marker": looks[first]["marker"],
                "data_labels": {"value": True, "position": looks[first]["side"], "font": _LABEL, "custom": labels},
            }
        )
    for place, reference in enumerate(spec.references):
        _upright(chart, reference, len(drawn) + 2 * place, figures)
    chart.set_x_axis(
        {
            "min": low,
            "max": high,
            "name": " ",
            "num_font": _SMALL,
            "num_format": "#,##0.0",
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
            "label_position": "high",
            "major_unit": _step(high - low),
            "line": _NONE,
        }
    )
    chart.set_y_axis(
        {"min": -1, "max": len(drawn) + 1, "reverse": True, "visible": False, "major_gridlines": {"visible": False}}
    )
    return _finished(chart)


def _dot_look(mark: Mark, spec: RankedSpec) -> dict[str, Any]:
    colour = style.mark_colour(mark)
    hollow = style.is_open(mark) or mark in spec.below
    border = {"color": colour, "width": 1.5}
    return {"type": style.symbol(mark), "size": 8, "fill": {"color": _inside(colour, hollow)}, "border": border}


def _inside(colour: str, hollow: bool) -> str:
    """LibreOffice draws markers without a border: one that is white inside would vanish."""
    return style.mix(colour, style.PAPER, _HOLLOW) if hollow else colour


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
            "line": {"color": colour, "width": 1.25, "dash_type": _dash(reference)},
            "data_labels": {
                "value": True,
                "position": "left" if reference.kind == "target" else "right",
                "font": {"size": 9, "color": colour},
                "custom": [{"value": _literal(reference.label)}, {"delete": True}],
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
    chart.set_y_axis({"reverse": True, "num_font": _LABEL, "major_tick_mark": "none", "interval_unit": 1} | _line())
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": _SMALL})
    return _framed(chart)


def _lines(spec: TrendSpec, figures: Figures) -> Any:
    """Subjects coloured, context grey, median dark, target dashed; names at the ends, a legend where they clash."""
    chart = figures.book.add_chart({"type": "line"})
    colours = style.line_colours(spec.series)
    named = {line.key for line in _named(spec.series)}
    drawn = drawn_lines(spec)
    ends = {line.key: row for row, line in enumerate(drawn)}
    at_ends = _are_apart([end for line in spec.series if line.key in named for end in _end(line)], spec.axis_range)
    for row, line in enumerate(drawn):
        label = _end_label(line) if at_ends and line.key in named and ends[line.key] == row else {}
        chart.add_series(_line_series(figures, row, len(spec.periods)) | _line_look(line, colours[line.key]) | label)
    for row, reference in enumerate(spec.references, start=len(drawn)):
        colour = style.REFERENCE[reference.kind]
        look = {"color": colour, "width": 1.25, "dash_type": _dash(reference)}
        label = _label_at(0, len(spec.periods), reference.label, colour)
        chart.add_series(_line_series(figures, row, len(spec.periods)) | {"line": look} | label)
    _line_axes(chart, spec.axis_range)
    if at_ends:
        return _finished(chart)
    # A line in pieces is listed once.
    quiet = [row for row, line in enumerate(drawn) if line.key not in named or ends[line.key] != row]
    unlisted = [*quiet, *range(len(drawn), len(drawn) + len(spec.references))]
    chart.set_legend({"position": "bottom", "font": _SMALL, "delete_series": unlisted})
    return _framed(chart)


def _named(lines: Sequence[Series]) -> list[Series]:
    """Few lines all have their names; of many only the subjects and the median."""
    return [line for line in lines if line.role is not Role.CONTEXT or len(lines) <= _FEW_LINES]


def _panel(spec: MultiplesSpec, place: int, figures: Figures) -> Any:
    """The panel's own line over the median, under its name; all panels have the same axis."""
    chart = figures.book.add_chart({"type": "line"})
    lines = multiples_lines(spec)
    median = spec.median_of(place)
    own = _rows_of(spec, place)
    if median is not None:
        beneath = len(spec.panels) + (place if spec.medians else 0)
        for row in _rows_of(spec, beneath):
            chart.add_series(_line_series(figures, row, len(spec.periods)) | _line_look(lines[beneath], style.CONTEXT))
    for row in own:
        look = _line_look(spec.panels[place], style.ACCENT)
        chart.add_series(_line_series(figures, row, len(spec.periods)) | look)
    _line_axes(chart, spec.axis_range)
    chart.set_x_axis({"visible": False})
    return _finished(chart, figures.name(own[0], 0))


def _rows_of(spec: MultiplesSpec, place: int) -> range:
    """The rows of the chart's table that hold the line at `place`: one, or more where it is cut at a break."""
    counts = [len(pieces(line, breaks_of(spec))) for line in multiples_lines(spec)]
    start = sum(counts[:place])
    return range(start, start + counts[place])


def _line_series(figures: Figures, row: int, periods: int) -> dict[str, Any]:
    return {
        "name": figures.name(row, 0),
        "categories": figures.cells(-1, 1, -1, periods),
        "values": figures.cells(row, 1, row, periods),
    }


def _line_look(line: Series, colour: str) -> dict[str, Any]:
    if line.role is not Role.SUBJECT:
        return {
            "line": {"color": colour, "width": 1.5 if line.role is Role.MEDIAN else 1.0},
            "marker": {"type": "none"},
        }
    points = [
        {"fill": {"color": _inside(colour, style.is_open(mark))}, "border": {"color": colour}} for mark in line.marks
    ]
    marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": marker, "points": points}


def _end_label(line: Series) -> dict[str, Any]:
    """The line's name at its last figure."""
    last = max((place for place, mark in enumerate(line.marks) if mark.value is not None), default=None)
    return {} if last is None else _label_at(last, len(line.marks), line.label, style.TEXT)


def _label_at(place: int, count: int, text: str, colour: str) -> dict[str, Any]:
    """A label at one point of `count`."""
    custom = [{"value": _literal(text)} if point == place else {"delete": True} for point in range(count)]
    font = {"size": 9, "color": colour}
    return {"data_labels": {"value": True, "position": "above", "font": font, "custom": custom}}


def _literal(text: str) -> str:
    """A label as it stands: XlsxWriter takes what begins with = for a formula."""
    return f" {text}" if text.startswith("=") else text


def _end(line: Series) -> list[float]:
    """The last value, where there is one."""
    return [mark.value for mark in line.marks if mark.value is not None][-1:]


def _are_apart(ends: Sequence[float], axis_range: tuple[float, float]) -> bool:
    room = _APART * (axis_range[1] - axis_range[0])
    ordered = sorted(ends)
    return all(after - before >= room for before, after in zip(ordered, ordered[1:], strict=False))


def _line_axes(chart: Any, axis_range: tuple[float, float]) -> None:
    low, high = axis_range
    chart.set_y_axis(
        {
            "min": low,
            "max": high,
            "num_font": _SMALL,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
            "line": _NONE,
        }
    )
    chart.set_x_axis({"num_font": _SMALL, "major_tick_mark": "none"} | _line())
    chart.show_blanks_as("gap")


def _dash(reference: Reference) -> str:
    return "dash" if reference.kind == "target" else "solid"


def _line() -> dict[str, Any]:
    return {"line": {"color": style.CONTEXT, "width": 0.75}}


def _finished(chart: Any, title: str = "") -> Any:
    chart.set_legend(_NONE)
    return _framed(chart, title)


def _framed(chart: Any, title: str = "") -> Any:
    """No border; the sheet has the message, so only a panel has a title of its own: the formula of its cell."""
    font = {"size": 10, "bold": True, "color": style.TEXT}
    chart.set_title({"name": title, "name_font": font} if title else _NONE)
    chart.set_chartarea({"border": _NONE})
    return chart
