"""Units by value as a native chart: bars from zero, or points on an axis that starts where the data does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.pptx_canvas import Box, Canvas, Run
from briefing.pptx_chart_xml import (
    CATEGORY_AXIS,
    Label,
    Look,
    Plotted,
    Scale,
    bars,
    category_axis,
    chart_space,
    points,
    scale,
    value_axis,
)
from briefing.pptx_file import DeckFile
from briefing.pptx_fit import LINE, cut, widest, width, wrap
from briefing.pptx_workbook import Grid
from briefing.style import (
    CONTEXT,
    MUTED,
    REFERENCE,
    SHAPES,
    STATUS,
    TEXT,
    is_open,
    mark_colour,
    symbol,
    value_text,
)
from charts.spec import Flag, Mark, RankedSpec, Reference, Role
from text.words import Lang, say

_SIZES = (10.5, 10.0, 9.5, 9.0)
_SMALL = 9.0
_NAMES_SHARE = 0.36
_MOST_ROW = 30.0
_REFERENCE_LINE = 14.0
_AXIS = 34.0
_GAP = 56
"""Per cent of a bar between two bars, as on the screen."""
_REASON_ROOM = 190.0
_NAME_GAP = 12.0
_DOT = 9


@dataclass(frozen=True)
class _Row:
    """One line of the chart: a mark, or the divider above what is not ranked."""

    mark: Mark | None
    ranked: bool


@dataclass(frozen=True)
class _Part:
    """What one slide shows, and where."""

    spec: RankedSpec
    rows: tuple[_Row, ...]
    frame: Box
    plot: Box
    scale: Scale
    lang: Lang
    size: float

    @property
    def row_tall(self) -> float:
        return self.plot.tall / self.slots

    @property
    def slots(self) -> int:
        """Points have half a row of air above and below."""
        return len(self.rows) + (self.spec.style == "dots")

    def middle(self, place: int) -> float:
        return self.plot.y + (place + (1.0 if self.spec.style == "dots" else 0.5)) * self.row_tall

    def x(self, value: float) -> float:
        return self.plot.x + self.scale.share(value) * self.plot.wide


def slides(spec: RankedSpec, body: Box, lang: Lang) -> list[Callable[[DeckFile, Canvas], None]]:
    """One drawing function a slide; a long list is divided evenly, in smaller letters where that saves a slide."""
    divisions = {size: _divided(spec, _capacity(spec, body, lang, size)) for size in _SIZES}
    fewest = min(len(rows) for rows in divisions.values())
    size = next(size for size, rows in divisions.items() if len(rows) == fewest)
    measure = _scale(spec, lang)
    left = _names_room(spec, body, lang, size) + 4
    right = max((_room_right(mark, body.wide - left, measure, lang, size) for mark in spec.marks), default=0.0)
    below = max((_reason_right(mark, body.wide - left, measure) for mark in spec.below), default=0.0)
    across = Box(body.x + left, body.y, body.wide - left - max(right, below, 16.0), body.tall)
    parts = [_Part(spec, rows, *_boxes(spec, rows, body, across), measure, lang, size) for rows in divisions[size]]
    return [lambda file, canvas, part=part: _draw(part, file, canvas) for part in parts]  # type: ignore[misc]


def _names_room(spec: RankedSpec, body: Box, lang: Lang, size: float) -> float:
    names = [mark.label for mark in (*spec.marks, *spec.below)]
    names += [say("ui_chart.not_ranked", lang)] if spec.below else []
    return min(widest(names, size, bold=spec.style == "dots") + _NAME_GAP, body.wide * _NAMES_SHARE)


def _capacity(spec: RankedSpec, body: Box, lang: Lang, size: float) -> int:
    """Rows that fit on a slide; a row is as high as the names and reasons need."""
    room = _names_room(spec, body, lang, size) - _NAME_GAP
    bold = spec.style == "dots"
    talls = [len(wrap(mark.label, room, size, bold)) * size for mark in (*spec.marks, *spec.below)]
    talls += [len(wrap(mark.text, _REASON_ROOM, _SMALL)) * _SMALL for mark in spec.below]
    least = max(talls, default=size) * LINE + 1
    return max(int((body.tall - _top(spec) - _AXIS) / least) - (spec.style == "dots"), 3)


def _top(spec: RankedSpec) -> float:
    """Above the data: a line for the label of each reference."""
    return 4 + _REFERENCE_LINE * len(spec.references)


def _divided(spec: RankedSpec, capacity: int) -> list[tuple[_Row, ...]]:
    """Even parts in order. Below the ranked ones stands a divider, again on each slide that goes on with them."""
    rows = [_Row(mark, True) for mark in spec.marks]
    if spec.below:
        rows += [_Row(None, False), *(_Row(mark, False) for mark in spec.below)]
        capacity = max(capacity - 1, 3) if len(rows) > capacity else capacity
    count = max(-(-len(rows) // capacity), 1)
    size = max(-(-len(rows) // count), 1)
    parts = [rows[start : start + size] for start in range(0, max(len(rows), 1), size)]
    for place, part in enumerate(parts):
        if place + 1 < len(parts) and part[-1].mark is None:
            parts[place + 1].insert(0, part.pop())
        if part and place and not part[0].ranked and part[0].mark is not None:
            part.insert(0, _Row(None, False))
    return [tuple(part) for part in parts]


def _scale(spec: RankedSpec, lang: Lang) -> Scale:
    """Bars start at zero whatever the spec asks; both styles hold every value and reference."""
    values = [mark.value for mark in (*spec.marks, *spec.below) if mark.value is not None]
    values += [reference.value for reference in spec.references]
    low = 0.0 if spec.style == "bars" else min(spec.axis_range[0], *values, spec.axis_range[1])
    return scale(low, max(spec.axis_range[1], *values, low), spec.suffix, lang)


def _boxes(spec: RankedSpec, rows: Sequence[_Row], body: Box, across: Box) -> tuple[Box, Box]:
    """The chart's frame and, inside, the place of the data; few rows do not fill the slide with thick bars."""
    slots = max(len(rows), 1) + (spec.style == "dots")
    tall = min(body.tall - _top(spec) - _AXIS, slots * _MOST_ROW)
    frame = Box(body.x, body.y, body.wide, _top(spec) + tall + _AXIS)
    return frame, Box(across.x, body.y + _top(spec), across.wide, tall)


def _room_right(mark: Mark, wide: float, measure: Scale, lang: Lang, size: float) -> float:
    """Points right of the axis' end that the text at a mark needs, on `wide` points for data and texts."""
    return _beyond(mark, _label_width(mark, lang, size), wide, measure)


def _reason_right(mark: Mark, wide: float, measure: Scale) -> float:
    return _beyond(mark, widest(wrap(mark.text, _REASON_ROOM, _SMALL), _SMALL), wide, measure)


def _beyond(mark: Mark, text: float, wide: float, measure: Scale) -> float:
    share = max(measure.share(mark.value), 0.05) if mark.value is not None else 0.0
    return (text + 18 - (1 - share) * wide) / share if share else 0.0


def _label_runs(mark: Mark, lang: Lang, size: float) -> tuple[Run, ...]:
    value = Run(value_text(mark), size, TEXT)
    if mark.status is None:
        return (value,)
    word = say(f"ui_chart.status.{mark.status.value}", lang)
    return value, Run(f"  {SHAPES[mark.status]} {word}", size, STATUS[mark.status])


def _label_width(mark: Mark, lang: Lang, size: float) -> float:
    return width("".join(run.text for run in _label_runs(mark, lang, size)), size)


def _draw(part: _Part, file: DeckFile, canvas: Canvas) -> None:
    xml, grid = _bar_chart(part, file) if part.spec.style == "bars" else _dot_chart(part, file)
    frame = part.spec.frame
    canvas.chart(part.frame, file.chart_part(xml, grid), frame.file_stem, frame.alt)
    if part.spec.style == "dots":
        _draw_names(part, canvas)
    for place, reference in enumerate(part.spec.references):
        _draw_reference(part, reference, place, canvas)
    _draw_below(part, canvas)
    if part.scale.decimals:
        _draw_fractions(part, canvas)


def _draw_fractions(part: _Part, canvas: Canvas) -> None:
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


def _native_title(part: _Part) -> str:
    return "" if part.scale.decimals else _axis_title(part.spec)


def _name(row: _Row, lang: Lang) -> str:
    return row.mark.label if row.mark else say("ui_chart.not_ranked", lang)


def _printed(row: _Row) -> str:
    return row.mark.text if row.mark else ""


def _headings(part: _Part) -> tuple[str, ...]:
    return (
        say("briefing_pptx.unit", part.lang),
        part.spec.axis_title,
        say("briefing_pptx.printed", part.lang),
    )


def _bar_chart(part: _Part, file: DeckFile) -> tuple[str, Grid]:
    rows = tuple((_name(row, part.lang), row.mark.value if row.mark else None, _printed(row)) for row in part.rows)
    grid = Grid(_headings(part), rows)
    looks = {place: _bar_look(row.mark, row.ranked) for place, row in enumerate(part.rows) if row.mark}
    labels = tuple(
        Label(place, _label_runs(row.mark, part.lang, part.size), "outEnd")
        for place, row in enumerate(part.rows)
        if row.mark and row.ranked and row.mark.value is not None
    )
    series = Plotted(1, labels, looks, fill=Look(fill=CONTEXT))
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


def _dot_chart(part: _Part, file: DeckFile) -> tuple[str, Grid]:
    """Points by value and row; the row is a column of the workbook too."""
    drawn = [(place, row) for place, row in enumerate(part.rows) if row.mark and row.mark.value is not None]
    top = float(part.slots)
    rows = tuple((row.mark.label, row.mark.value, row.mark.text, top - place - 1) for place, row in drawn if row.mark)
    grid = Grid((*_headings(part), say("briefing_pptx.row", part.lang)), rows)
    looks = {index: _dot_look(row.mark, row.ranked) for index, (_, row) in enumerate(drawn) if row.mark}
    labels = tuple(
        Label(index, _label_runs(row.mark, part.lang, part.size), "r")
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


def _draw_names(part: _Part, canvas: Canvas) -> None:
    """Points have no axis of names: each stands at its row."""
    room = part.plot.x - part.frame.x - 10
    for place, row in enumerate(part.rows):
        bold = bool(row.mark and row.mark.role is Role.SUBJECT)
        box = Box(part.frame.x, part.middle(place) - part.row_tall / 2, room, part.row_tall)
        run = Run(_name(row, part.lang), part.size, TEXT if row.mark else MUTED, bold=bold)
        canvas.text(box, [(run,)], align="r", anchor="ctr", name="Name")


def _draw_reference(part: _Part, reference: Reference, place: int, canvas: Canvas) -> None:
    """A line from top to bottom that leaves out the texts at the marks, its label above on a line of its own."""
    x = part.x(reference.value)
    count = len(part.spec.references)
    top = part.frame.y + (count - 1 - place) * _REFERENCE_LINE
    colour = REFERENCE[reference.kind]
    wide = width(reference.label, _SMALL) + 4
    share = part.scale.share(reference.value)
    left = x if share < 0.3 else x - wide if share > 0.7 else x - wide / 2
    align = "l" if share < 0.3 else "r" if share > 0.7 else "ctr"
    box = Box(left, top, wide, _REFERENCE_LINE)
    canvas.text(box, [(Run(reference.label, _SMALL, colour),)], align=align, anchor="ctr", name="Reference label")  # type: ignore[arg-type]
    start = top + _REFERENCE_LINE
    line = Box(x, start, 0, part.plot.bottom - start)
    dash = "dash" if reference.kind == "target" else "solid"
    canvas.strokes(line, _strokes(part, x, start), colour, 1.3, dash, reference.label)  # type: ignore[arg-type]


def _strokes(part: _Part, x: float, start: float) -> list[tuple[float, float]]:
    """The pieces of a line at `x`, from `start` to the plot's bottom, between the texts that stand across it."""
    pieces = []
    top = start
    for place, row in enumerate(part.rows):
        if row.mark is None or not _is_crossed(part, row, x):
            continue
        half = min(part.row_tall, part.size * LINE) / 2
        pieces.append((top, part.middle(place) - half))
        top = part.middle(place) + half
    pieces.append((top, part.plot.bottom))
    return [(first - start, last - start) for first, last in pieces if last - first > 0.5]


def _is_crossed(part: _Part, row: _Row, x: float) -> bool:
    if row.mark is None:
        return False
    left = part.x(row.mark.value) if row.mark.value is not None else part.plot.x
    text = _label_width(row.mark, part.lang, part.size) if row.ranked else width(row.mark.text, _SMALL)
    begin = left + (6 if part.spec.style == "dots" else 1)
    return begin - 1 < x < begin + text + 8


def _draw_below(part: _Part, canvas: Canvas) -> None:
    """The divider and the reasons of those that are not ranked, and of ranked ones without a value."""
    for place, row in enumerate(part.rows):
        middle = part.middle(place)
        if row.mark is None:
            line = Box(part.frame.x, middle - part.row_tall / 2, part.frame.wide, 0)
            canvas.line(line, MUTED, 0.75, say("ui_chart.not_ranked", part.lang))
        elif not row.ranked or row.mark.value is None:
            gap = 9 if part.spec.style == "dots" and row.mark.value is not None else 4
            left = (part.x(row.mark.value) if row.mark.value is not None else part.plot.x) + gap
            box = Box(left, middle - part.row_tall / 2, part.frame.right - left, part.row_tall)
            canvas.text(box, [(Run(row.mark.text, _SMALL, MUTED),)], anchor="ctr", name="Reason")
