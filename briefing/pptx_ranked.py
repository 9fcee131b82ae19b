"""Units by value as a native chart: bars from zero, or points on an axis that starts where the data does.

What lies across the rows (median, target, band, strokes) is briefing/pptx_across.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.pptx_across import (
    HEAD,
    SMALL,
    Part,
    Row,
    draw_band,
    draw_heads,
    draw_strokes,
    heads,
    label_runs,
    label_width,
)
from briefing.pptx_axes import CATEGORY_AXIS, category_axis, value_axis
from briefing.pptx_canvas import Box, Canvas, Run
from briefing.pptx_chart_xml import Label, Look, Plotted, bars, chart_space, points
from briefing.pptx_file import DeckFile, Drawer
from briefing.pptx_fit import LINE, cut, widest, wrap
from briefing.pptx_scale import Scale, scale
from briefing.pptx_workbook import Grid
from briefing.style import CONTEXT, MUTED, TEXT, is_open, mark_colour, symbol
from charts.placing import furthest, values_of
from charts.signs import movement_text, tick_kinds
from charts.spec import Flag, Mark, RankedSpec, Role
from text.words import Lang, say

_SIZES = (10.5, 10.0, 9.5, 9.0)
_NAMES_SHARE = 0.36
_MOST_ROW = 30.0
_AXIS = 34.0
_GAP = 56
"""Per cent of a bar between two bars, as on the screen."""
_REASON_ROOM = 190.0
_NAME_GAP = 12.0
_DOT = 9


def slides(spec: RankedSpec, body: Box, lang: Lang) -> list[Drawer]:
    """One drawing function a slide; a long list is divided evenly, in smaller letters where that saves a slide."""
    divisions = {size: _divided(spec, _capacity(spec, body, lang, size)) for size in _SIZES}
    fewest = min(len(rows) for rows in divisions.values())
    size = next(size for size, rows in divisions.items() if len(rows) == fewest)
    measure = _scale(spec, lang)
    left = _names_room(spec, body, lang, size) + 4
    right = max((_room_right(mark, body.wide - left, measure, lang, size) for mark in spec.marks), default=0.0)
    below = max((_reason_right(mark, body.wide - left, measure) for mark in spec.below), default=0.0)
    across = Box(body.x + left, body.y, body.wide - left - max(right, below, 16.0), body.tall)
    parts = [Part(spec, rows, *_boxes(spec, rows, body, across, lang), measure, lang, size) for rows in divisions[size]]
    return [lambda file, canvas, part=part: _draw(part, file, canvas) for part in parts]  # type: ignore[misc]


def _names_room(spec: RankedSpec, body: Box, lang: Lang, size: float) -> float:
    names = [_told(mark) for mark in (*spec.marks, *spec.below)]
    names += [say("ui_chart.not_ranked", lang)] if spec.below else []
    return min(widest(names, size, bold=spec.style == "dots") + _NAME_GAP, body.wide * _NAMES_SHARE)


def _capacity(spec: RankedSpec, body: Box, lang: Lang, size: float) -> int:
    """Rows that fit on a slide; a row is as high as the names and reasons need."""
    room = _names_room(spec, body, lang, size) - _NAME_GAP
    bold = spec.style == "dots"
    talls = [len(wrap(_told(mark), room, size, bold)) * size for mark in (*spec.marks, *spec.below)]
    talls += [len(wrap(mark.text, _REASON_ROOM, SMALL)) * SMALL for mark in spec.below]
    least = max(talls, default=size) * LINE + 1
    return max(int((body.tall - _top(spec, lang) - _AXIS) / least) - (spec.style == "dots"), 3)


def _top(spec: RankedSpec, lang: Lang) -> float:
    """Above the data: a line for each label of what lies across it, on the slide that has most of them."""
    held = next((mark for mark in (*spec.marks, *spec.below) if mark.ticks), None)
    return 4 + HEAD * len(heads(spec, held, lang))


def _divided(spec: RankedSpec, capacity: int) -> list[tuple[Row, ...]]:
    """Even parts in order. Below the ranked ones stands a divider, again on each slide that goes on with them."""
    rows = [Row(mark, True) for mark in spec.marks]
    if spec.below:
        rows += [Row(None, False), *(Row(mark, False) for mark in spec.below)]
        capacity = max(capacity - 1, 3) if len(rows) > capacity else capacity
    count = max(-(-len(rows) // capacity), 1)
    size = max(-(-len(rows) // count), 1)
    parts = [rows[start : start + size] for start in range(0, max(len(rows), 1), size)]
    for place, part in enumerate(parts):
        if place + 1 < len(parts) and part[-1].mark is None:
            parts[place + 1].insert(0, part.pop())
        if part and place and not part[0].ranked and part[0].mark is not None:
            part.insert(0, Row(None, False))
    return [tuple(part) for part in parts]


def _scale(spec: RankedSpec, lang: Lang) -> Scale:
    """Bars start at zero whatever the spec asks; both styles hold every value, stroke, reference and the band."""
    values = values_of(spec)
    low = 0.0 if spec.style == "bars" else min(spec.axis_range[0], *values, spec.axis_range[1])
    return scale(low, max(spec.axis_range[1], *values, low), spec.suffix, lang)


def _boxes(spec: RankedSpec, rows: Sequence[Row], body: Box, across: Box, lang: Lang) -> tuple[Box, Box]:
    """The chart's frame and, inside, the place of the data; few rows do not fill the slide with thick bars."""
    slots = max(len(rows), 1) + (spec.style == "dots")
    top = _top(spec, lang)
    tall = min(body.tall - top - _AXIS, slots * _MOST_ROW)
    frame = Box(body.x, body.y, body.wide, top + tall + _AXIS)
    return frame, Box(across.x, body.y + top, across.wide, tall)


def _room_right(mark: Mark, wide: float, measure: Scale, lang: Lang, size: float) -> float:
    """Points right of the axis' end that the text at a mark needs, on `wide` points for data and texts."""
    return _beyond(mark, label_width(mark, lang, size), wide, measure)


def _reason_right(mark: Mark, wide: float, measure: Scale) -> float:
    return _beyond(mark, widest(wrap(mark.text, _REASON_ROOM, SMALL), SMALL), wide, measure)


def _beyond(mark: Mark, text: float, wide: float, measure: Scale) -> float:
    has_place = mark.value is not None or mark.ticks
    share = max(measure.share(furthest(mark, measure.low)), 0.05) if has_place else 0.0
    return (text + 18 - (1 - share) * wide) / share if share else 0.0


def _draw(part: Part, file: DeckFile, canvas: Canvas) -> None:
    draw_band(part, canvas)
    xml, grid = _bar_chart(part, file) if part.spec.style == "bars" else _dot_chart(part, file)
    frame = part.spec.frame
    canvas.chart(part.frame, file.chart_part(xml, grid), frame.file_stem, frame.alt)
    if part.spec.style == "dots":
        _draw_names(part, canvas)
    draw_strokes(part, canvas)
    draw_heads(part, canvas)
    _draw_below(part, canvas)
    if part.scale.decimals:
        _draw_fractions(part, canvas)


def _draw_fractions(part: Part, canvas: Canvas) -> None:
    """Figures with decimals, and below them the title, which would stand in their place."""
    for share, text in part.scale.fractions(part.lang):
        box = Box(part.plot.x + share * part.plot.wide - 30, part.plot.bottom + 3, 60, 12)
        canvas.text(box, [(Run(text, 9, MUTED),)], align="ctr", name="Axis figure")
    title = Box(part.plot.x, part.plot.bottom + 18, part.plot.wide, 12)
    canvas.text(
        title, [(Run(cut(_axis_title(part.spec), title.wide, 12, 9), 9, MUTED),)], align="ctr", name="Axis title"
    )


def _axis_title(spec: RankedSpec) -> str:
    return " – ".join(text for text in (spec.axis_title, spec.axis_note) if text)


def _native_title(part: Part) -> str:
    return "" if part.scale.decimals else _axis_title(part.spec)


def _name(row: Row, lang: Lang) -> str:
    return row.mark.label if row.mark else say("ui_chart.not_ranked", lang)


def _told(mark: Mark) -> str:
    """The name, and how the unit moved."""
    return f"{mark.label}\u00a0\u00a0{movement_text(mark)}" if mark.movement else mark.label


def _printed(row: Row) -> str:
    return row.mark.text if row.mark else ""


def _headings(part: Part) -> tuple[str, ...]:
    return (
        say("briefing_pptx.unit", part.lang),
        part.spec.axis_title,
        say("briefing_pptx.printed", part.lang),
    )


def _held_against(part: Part) -> tuple[tuple[str, ...], list[tuple[float | None, ...]]]:
    """The strokes as columns of the chart's workbook: their headings, then the values row by row."""
    kinds = tick_kinds(part.spec)
    found = [{tick.kind: tick.value for tick in row.mark.ticks} if row.mark else {} for row in part.rows]
    return tuple(say(f"drawing.tick.{kind}", part.lang) for kind in kinds), [
        tuple(values.get(kind) for kind in kinds) for values in found
    ]


def _shift(part: Part, mark: Mark) -> float:
    """How far the text at a mark moves right so that it stands beyond the strokes in the row."""
    beyond = part.x(furthest(mark, part.scale.low)) - part.x(mark.value or 0)
    return (beyond + 3) / part.frame.wide if beyond > 0 else 0.0


def _bar_chart(part: Part, file: DeckFile) -> tuple[str, Grid]:
    """The names at the axis are a column of their own where they tell movements: the first holds the units' names."""
    headings, values = _held_against(part)
    rows = [
        (_name(row, part.lang), row.mark.value if row.mark else None, _printed(row), *more)
        for row, more in zip(part.rows, values, strict=True)
    ]
    headings = (*_headings(part), *headings)
    categories = 0
    if any(row.mark and row.mark.movement for row in part.rows):
        categories = len(headings)
        headings = (*headings, say("drawing.axis_names", part.lang))
        rows = [(*cells, _told(row.mark) if row.mark else cells[0]) for cells, row in zip(rows, part.rows, strict=True)]
    grid = Grid(headings, tuple(rows))
    looks = {place: _bar_look(row.mark, row.ranked) for place, row in enumerate(part.rows) if row.mark}
    labels = tuple(
        Label(place, label_runs(row.mark, part.lang, part.size), "outEnd", shift=_shift(part, row.mark))
        for place, row in enumerate(part.rows)
        if row.mark and row.ranked and row.mark.value is not None
    )
    series = Plotted(1, labels, looks, fill=Look(fill=CONTEXT), categories=categories)
    axes = (
        category_axis("l", size=part.size, shown=True, reverse=True),
        value_axis(part.scale, "b", title=_native_title(part), reverse=True, lang=file.locale),
    )
    drawn = bars(grid, [series], stacked=False, gap=_GAP, lang=file.locale)
    return chart_space((drawn, *axes), part.frame, part.plot), grid


def _bar_look(mark: Mark, ranked: bool) -> Look:
    """Hollow for lower bounds and for what is not ranked, hatched where derived, lighter where provisional."""
    colour = mark_colour(mark)
    if Flag.DERIVED in mark.flags:
        return Look(line=colour, pattern=True)
    return Look("" if Flag.LOWER_BOUND in mark.flags or not ranked else colour, colour)


def _dot_chart(part: Part, file: DeckFile) -> tuple[str, Grid]:
    """Points by value and row; the row is a column of the workbook too."""
    drawn = [(place, row) for place, row in enumerate(part.rows) if row.mark and row.mark.value is not None]
    top = float(part.slots)
    headings, values = _held_against(part)
    rows = tuple(
        (row.mark.label, row.mark.value, row.mark.text, top - place - 1, *values[place])
        for place, row in drawn
        if row.mark
    )
    grid = Grid((*_headings(part), say("briefing_pptx.row", part.lang), *headings), rows)
    looks = {index: _dot_look(row.mark, row.ranked) for index, (_, row) in enumerate(drawn) if row.mark}
    labels = tuple(
        Label(index, label_runs(row.mark, part.lang, part.size), "r", shift=_shift(part, row.mark))
        for index, (_, row) in enumerate(drawn)
        if row.mark and row.ranked
    )
    series = [Plotted(3, labels, looks, across=1, named=1, marker=Look(fill=CONTEXT, line=CONTEXT, size=_DOT - 1))]
    horizontal = value_axis(
        part.scale, "b", title=_native_title(part), number=CATEGORY_AXIS, between=False, lang=file.locale
    )
    vertical = value_axis(Scale(0.0, top, 1.0, "0"), "l", shown=False, between=False)
    return chart_space((points(grid, series, file.locale), horizontal, vertical), part.frame, part.plot), grid


def _dot_look(mark: Mark, ranked: bool) -> Look:
    colour = mark_colour(mark)
    return Look("" if is_open(mark) or not ranked else colour, colour, 2, symbol=symbol(mark), size=_DOT)


def _draw_names(part: Part, canvas: Canvas) -> None:
    """Points have no axis of names: each stands at its row."""
    room = part.plot.x - part.frame.x - 10
    for place, row in enumerate(part.rows):
        bold = bool(row.mark and row.mark.role is Role.SUBJECT)
        box = Box(part.frame.x, part.middle(place) - part.row_tall / 2, room, part.row_tall)
        runs = [Run(_name(row, part.lang), part.size, TEXT if row.mark else MUTED, bold=bold)]
        if row.mark and row.mark.movement:
            runs.append(Run(f"\u00a0\u00a0{movement_text(row.mark)}", part.size - 1, MUTED))
        canvas.text(box, [tuple(runs)], align="r", anchor="ctr", name="Name")


def _draw_below(part: Part, canvas: Canvas) -> None:
    """The divider and the reasons of those that are not ranked, and of ranked ones without a value."""
    for place, row in enumerate(part.rows):
        middle = part.middle(place)
        if row.mark is None:
            line = Box(part.frame.x, middle - part.row_tall / 2, part.frame.wide, 0)
            canvas.line(line, MUTED, 0.75, say("ui_chart.not_ranked", part.lang))
        elif not row.ranked or row.mark.value is None:
            left = part.text_x(row.mark)
            box = Box(left, middle - part.row_tall / 2, part.frame.right - left, part.row_tall)
            canvas.text(box, [(Run(row.mark.text, SMALL, MUTED),)], anchor="ctr", name="Reason")
