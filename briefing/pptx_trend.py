"""Lines over periods as native line charts: one large, or small ones side by side; gaps stay open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.pptx_axes import category_axis, value_axis
from briefing.pptx_canvas import Align, Box, Canvas, Paragraph, Run
from briefing.pptx_chart_xml import Look, Plotted, chart_space, lines
from briefing.pptx_file import DeckFile, Drawer
from briefing.pptx_fit import LINE, cut, height, widest, width, wrap
from briefing.pptx_scale import Scale, scale
from briefing.pptx_workbook import Grid
from briefing.style import MUTED, PAPER, REFERENCE, TEXT, is_open, line_colours, readable, shade, symbol, value_text
from charts.placing import alone, beside, course, ends_at_break, gap_reasons, last_mark, pieces, side, spread
from charts.signs import breaks_of
from charts.spec import Break, Mark, Reference, Role, Series, TrendSpec
from text.words import Lang, say

_SMALL = 9.5
_BREAK = 13.0
_ALIGN: dict[str, Align] = {"left": "l", "center": "ctr", "right": "r"}
_ENDS_SHARE = 0.24
_REASON_APART = 0.14
"""The share of the axis between two reasons that stand side by side."""
_ORDER = {Role.CONTEXT: 0, Role.MEDIAN: 1, Role.SUBJECT: 2}


def slides(spec: TrendSpec, body: Box, lang: Lang) -> list[Drawer]:
    return [lambda file, canvas: _draw_trend(spec, body, lang, file, canvas)]


def _draw_trend(spec: TrendSpec, body: Box, lang: Lang, file: DeckFile, canvas: Canvas) -> None:
    breaks = breaks_of(spec)
    series = sorted(spec.series, key=lambda one: _ORDER[one.role])
    named = [one for one in spec.series if one.role is not Role.CONTEXT]
    labelled = [one for one in named if not ends_at_break(one, breaks)]
    measure = _trend_scale(spec, lang)
    title = 14.0 if spec.axis_title else 0.0
    ends = body.wide * _ENDS_SHARE if labelled else 16.0
    room = min(ends, widest((one.label for one in labelled), _SMALL, bold=True) + 16) if labelled else 16.0
    top = title + 8 + _BREAK * len(breaks)
    wide = body.wide - 46 - room
    skip = _skip(spec.periods, wide)
    plot = Box(body.x + 46, body.y + top, wide, body.tall - top - _label_room(spec.periods, wide, skip))
    colours = line_colours(spec.series)
    grid, plotted = grid_of(spec.periods, series, spec.references, colours, lang, breaks)
    axes = _axes(skip, measure)
    frame = replace(body, wide=plot.right + 14 - body.x)
    xml = chart_space((lines(grid, plotted, file.locale), *axes), frame, plot)
    canvas.chart(frame, file.chart_part(xml, grid), spec.frame.file_stem, spec.frame.alt)
    if spec.axis_title:
        box = Box(body.x, body.y, body.wide, title)
        canvas.text(box, [(Run(spec.axis_title, _SMALL, MUTED),)], name="Axis title")
    draw_breaks(breaks, len(spec.periods), plot, canvas)
    _draw_break_labels(breaks, len(spec.periods), plot, canvas)
    _draw_references(spec.references, len(spec.periods), plot, measure, canvas)
    draw_fractions(plot, measure, _SMALL, lang, canvas)
    _draw_ends(labelled, colours, plot, room, measure, canvas)
    _draw_inner_ends(named, breaks, colours, plot, measure, canvas)
    _draw_gap_reasons(spec, plot, canvas)
    _draw_last_period(spec.periods, skip, plot, canvas)


def _trend_scale(spec: TrendSpec, lang: Lang) -> Scale:
    values = [mark.value for one in spec.series for mark in one.marks if mark.value is not None]
    values += [reference.value for reference in spec.references]
    low, high = spec.axis_range
    return scale(min(low, *values, high), max(high, *values, low), spec.suffix, lang)


def grid_of(
    periods: Sequence[str],
    series: Sequence[Series],
    references: Sequence[Reference],
    colours: dict[str, str],
    lang: Lang,
    breaks: Sequence[Break],
    size: int = 7,
) -> tuple[Grid, list[Plotted]]:
    """Periods down, a column a line, two for a line that is cut at a break; a reference is a line of one value."""
    series = [piece for one in series for piece in pieces(one, breaks)]
    headings = (say("briefing_pptx.period", lang), *(one.label for one in series), *(one.label for one in references))
    rows = tuple(
        (period, *(one.marks[place].value for one in series), *(one.at(place) for one in references))
        for place, period in enumerate(periods)
    )
    plotted = [_line(column, one, colours[one.key], size) for column, one in enumerate(series, start=1)]
    for column, reference in enumerate(references, start=len(series) + 1):
        colour = REFERENCE[reference.kind]
        looks = _only_point(reference, colour)
        plotted.append(
            Plotted(column, line=colour, dash="dash" if reference.kind == "target" else "solid", looks=looks)
        )
    return Grid(headings, rows), plotted


def _only_point(reference: Reference, colour: str) -> dict[int, Look]:
    """A level that holds for one period has no line: a stroke shows it."""
    first, last = reference.span or (0, 1)
    return {first: Look(colour, colour, 1, symbol="dash", size=12)} if first == last else {}


def _line(column: int, series: Series, colour: str, size: int) -> Plotted:
    if series.role is not Role.SUBJECT:
        # A value between two gaps has no line: a small point shows it.
        points = {place: Look(colour, colour, 1, size=4) for place in alone(series.marks)}
        return Plotted(column, line=colour, looks=points)
    looks = {place: _point(mark, colour, size) for place, mark in enumerate(series.marks) if mark.value is not None}
    return Plotted(column, line=colour, width=2.5, looks=looks, marker=Look(colour, colour, 1.75, size=size - 1))


def _point(mark: Mark, colour: str, size: int) -> Look:
    own = shade(colour, mark)
    return Look(PAPER if is_open(mark) else own, own, 1.75, symbol=symbol(mark), size=size)


def _skip(periods: Sequence[str], wide: float) -> int:
    """Every period has its label where there is room, else every second, third …, the last one among them if it can."""
    words = [word for period in periods for word in period.split()]
    room = max(widest(words, _SMALL) + 8, 30)
    least = max(-(-round(room * len(periods)) // max(round(wide), 1)), 1)
    return next((skip for skip in range(least, 3 * least) if (len(periods) - 1) % skip == 0), least)


def _label_room(periods: Sequence[str], wide: float, skip: int) -> float:
    """Points below the plot that the labels take, with as many lines as the longest of them."""
    room = wide / max(len(periods), 1) * skip
    most = max((len(wrap(period, room, _SMALL)) for period in periods[::skip]), default=1)
    return max(30.0, most * _SMALL * LINE + 12)


def _axes(skip: int, measure: Scale) -> tuple[str, str]:
    """Labels stand level."""
    return (
        category_axis("b", size=_SMALL, shown=True, skip=skip, line=MUTED),
        value_axis(measure, "l", size=_SMALL),
    )


def _draw_last_period(periods: Sequence[str], skip: int, plot: Box, canvas: Canvas) -> None:
    """The last period's name above the axis where the axis has no label for it: it may say that the period is open."""
    if not periods or (len(periods) - 1) % skip == 0:
        return
    wide = width(periods[-1], _SMALL) + 6
    box = Box(plot.right - wide, plot.bottom - _SMALL * LINE - 3, wide, _SMALL * LINE)
    canvas.text(box, [(Run(periods[-1], _SMALL, MUTED),)], align="r", name="Last period", fill=PAPER)


def _draw_references(references: Sequence[Reference], periods: int, plot: Box, measure: Scale, canvas: Canvas) -> None:
    """The label stands above its line, at its left end, in lines no longer than it where it does not go all the way."""
    step = plot.wide / max(periods, 1)
    for reference in references:
        y = plot.bottom - measure.share(reference.value) * plot.tall
        first, last = reference.span or (0, periods - 1)
        label = reference.short or reference.label
        texts = wrap(label, (last - first + 0.5) * step - 6, _SMALL) if reference.span else [label]
        tall = len(texts) * _SMALL * LINE
        # A line that does not go all the way starts at the middle of its first period.
        left = plot.x + 3 + ((first + 0.5) * step if reference.span else 0)
        box = Box(left, y - tall - 1, widest(texts, _SMALL) + 4, tall)
        colour = REFERENCE[reference.kind]
        canvas.text(box, [(Run(text, _SMALL, colour),) for text in texts], name="Reference label")


def draw_fractions(plot: Box, measure: Scale, size: float, lang: Lang, canvas: Canvas) -> None:
    for share, text in measure.fractions(lang):
        box = Box(plot.x - 46, plot.bottom - share * plot.tall - size * LINE / 2, 42, size * LINE)
        canvas.text(box, [(Run(text, size, MUTED),)], align="r", anchor="ctr", name="Axis figure")


def _break_x(one: Break, periods: int, plot: Box) -> float:
    """Half-way between the two periods: each has an equal share of the axis."""
    return plot.x + (one.after + 1) / max(periods, 1) * plot.wide


def draw_breaks(breaks: Sequence[Break], periods: int, plot: Box, canvas: Canvas) -> None:
    """Dotted upright lines where series are cut."""
    for one in breaks:
        line = Box(_break_x(one, periods, plot), plot.y, 0, plot.tall)
        canvas.strokes(line, [(0.0, 0.0, plot.tall)], MUTED, 1.25, "sysDot", one.label)


def _draw_break_labels(breaks: Sequence[Break], periods: int, plot: Box, canvas: Canvas) -> None:
    """Above the data, each on a line of its own."""
    for level, one in enumerate(breaks, start=1):
        shown = cut(one.label, plot.wide, _BREAK, _SMALL)
        wide = width(shown, _SMALL) + 4
        x = _break_x(one, periods, plot)
        anchor = side((x - plot.x) / plot.wide)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
        box = Box(min(max(left, plot.x), plot.right - wide), plot.y - level * _BREAK - 1, wide, _BREAK)
        canvas.text(box, [(Run(shown, _SMALL, TEXT),)], align=_ALIGN[anchor], anchor="ctr", name="Break label")


def _draw_ends(
    labelled: Sequence[Series], colours: dict[str, str], plot: Box, room: float, measure: Scale, canvas: Canvas
) -> None:
    """Name and last value right of the lines' ends, moved apart where they would overlap."""
    shown: list[tuple[float, list[Paragraph]]] = []
    for series in labelled:
        end = last_mark(series)
        if end is None:
            continue
        colour = readable(colours[series.key])
        names = [(Run(line, _SMALL, colour),) for line in wrap(series.label, room - 12, _SMALL)]
        texts: list[Paragraph] = [*names, (Run(value_text(end[1]), _SMALL, colour, bold=True),)]
        shown.append((plot.bottom - measure.share(end[1].value or 0) * plot.tall, texts))
    talls = [len(texts) * _SMALL * LINE + 2 for _, texts in shown]
    middles = spread([place for place, _ in shown], talls, plot.y - 6, plot.bottom + 24)
    for (_, texts), tall, middle in zip(shown, talls, middles, strict=True):
        canvas.text(Box(plot.right + 8, middle - tall / 2, room - 8, tall), texts, anchor="ctr", name="End of line")


def _draw_inner_ends(
    named: Sequence[Series],
    breaks: Sequence[Break],
    colours: dict[str, str],
    plot: Box,
    measure: Scale,
    canvas: Canvas,
) -> None:
    """Name and value above or below the ends of lines that stop at a break, where they cover no other named line."""
    tall = _SMALL * LINE + 1
    placed: list[float] = []
    for series in named:
        end = last_mark(series)
        if end is None or not ends_at_break(series, breaks):
            continue
        at, value = end[0], value_text(end[1])
        step = plot.wide / len(series.marks)
        right = plot.x + (at + 0.7) * step
        room = max(right - plot.x - width(value, _SMALL, bold=True) - 8, 20.0)
        name = cut(series.label, room, tall, _SMALL)
        wide = width(f"{name} ", _SMALL) + width(value, _SMALL, bold=True) + 4
        courses = [one for line in named for one in course(line, at, round(wide / step - 0.2))]
        taken = [plot.bottom - measure.share(one) * plot.tall for one in courses]
        own = plot.bottom - measure.share(end[1].value or 0) * plot.tall
        others = [one for line in named if line is not series for one in course(line, at, 0)]
        walls = [plot.bottom - measure.share(one) * plot.tall for one in others]
        middle = beside(own, [*taken, *placed], walls, tall, plot.y, plot.bottom)
        if middle is None and series.role is Role.MEDIAN:
            continue  # The key beneath the chart names it.
        middle = own - tall if middle is None else middle
        placed.append(middle)
        colour = readable(colours[series.key])
        runs = (Run(f"{name} ", _SMALL, colour), Run(value, _SMALL, colour, bold=True))
        box = Box(max(right - wide, plot.x), middle - tall / 2, wide, tall)
        canvas.text(box, [runs], align="r", anchor="ctr", name="End of line")


def _draw_gap_reasons(spec: TrendSpec, plot: Box, canvas: Canvas) -> None:
    step = plot.wide / max(len(spec.periods), 1)
    for middle, text in gap_reasons(spec, _REASON_APART):
        wide = 96.0
        tall = height([text], wide, 8.5)
        left = min(max(plot.x + (middle + 0.5) * step - wide / 2, plot.x), plot.right - wide)
        box = Box(left, plot.bottom - tall - 3, wide, tall)
        canvas.text(box, [(Run(text, 8.5, MUTED),)], align="ctr", name="Gap", fill=PAPER)
