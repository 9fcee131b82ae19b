"""Native Excel charts of lines over periods: one large, or a panel a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing import style
from briefing.excel_data import drawn_lines, multiples_lines
from briefing.excel_parts import NONE, SMALL, Figures, axis_line, dash, finished, framed, inside, literal
from charts.placing import pieces
from charts.signs import breaks_of
from charts.spec import MultiplesSpec, Role, Series, TrendSpec

_FEW_LINES = 5
_APART = 0.05
"""Labels at the ends of lines need this share of the axis between them."""


def lines(spec: TrendSpec, figures: Figures) -> Any:
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
        look = {"color": colour, "width": 1.25, "dash_type": dash(reference)}
        first, last = reference.span or (0, len(spec.periods) - 1)
        label = _label_at(first, len(spec.periods), reference.label, colour)
        # A level that holds for one period has no line: a stroke shows it.
        stroke = {"type": "long_dash", "size": 12, "fill": {"color": colour}, "border": {"color": colour}}
        marker = {"marker": stroke} if reference.span and first == last else {}
        chart.add_series(_line_series(figures, row, len(spec.periods)) | {"line": look} | marker | label)
    _line_axes(chart, spec.axis_range)
    if at_ends:
        return finished(chart)
    # A line in pieces is listed once.
    quiet = [row for row, line in enumerate(drawn) if line.key not in named or ends[line.key] != row]
    unlisted = [*quiet, *range(len(drawn), len(drawn) + len(spec.references))]
    chart.set_legend({"position": "bottom", "font": SMALL, "delete_series": unlisted})
    return framed(chart)


def _named(lines: Sequence[Series]) -> list[Series]:
    """Few lines all have their names; of many only the subjects and the median."""
    return [line for line in lines if line.role is not Role.CONTEXT or len(lines) <= _FEW_LINES]


def panel(spec: MultiplesSpec, place: int, figures: Figures) -> Any:
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
    return finished(chart, figures.name(own[0], 0))


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
        {"fill": {"color": inside(colour, style.is_open(mark))}, "border": {"color": colour}} for mark in line.marks
    ]
    marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": marker, "points": points}


def _end_label(line: Series) -> dict[str, Any]:
    """The line's name at its last figure."""
    last = max((place for place, mark in enumerate(line.marks) if mark.value is not None), default=None)
    return {} if last is None else _label_at(last, len(line.marks), line.label, style.TEXT)


def _label_at(place: int, count: int, text: str, colour: str) -> dict[str, Any]:
    """A label at one point of `count`."""
    custom = [{"value": literal(text)} if point == place else {"delete": True} for point in range(count)]
    font = {"size": 9, "color": colour}
    return {"data_labels": {"value": True, "position": "above", "font": font, "custom": custom}}


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
            "num_font": SMALL,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
            "line": NONE,
        }
    )
    chart.set_x_axis({"num_font": SMALL, "major_tick_mark": "none"} | axis_line())
    chart.show_blanks_as("gap")
