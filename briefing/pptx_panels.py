"""Small line charts side by side on slides, each its own line over the median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.pptx_axes import category_axis, value_axis
from briefing.pptx_canvas import Box, Canvas, Run
from briefing.pptx_chart_xml import Label, chart_space, lines
from briefing.pptx_file import DeckFile, Drawer
from briefing.pptx_fit import height, wrap
from briefing.pptx_scale import scale
from briefing.pptx_trend import draw_breaks, draw_fractions, grid_of
from briefing.pptx_workbook import Grid
from briefing.style import ACCENT, CONTEXT, MUTED, PAPER, TEXT, value_text
from charts.placing import last_mark, pieces
from charts.signs import breaks_of
from charts.spec import Flag, MultiplesSpec, Role, Series
from text.words import Lang

_PANEL_LABEL = 10.0
_ACROSS, _MOST_DOWN = 4, 3
_LEAST_PANEL = 92.0
_PANEL_GAP = 12.0
_MOST_TALL = 270.0


def panel_slides(spec: MultiplesSpec, body: Box, lang: Lang) -> list[Drawer]:
    """Up to twelve panels a slide, as many as the room allows; they are divided evenly."""
    down = min(max(int(body.tall // _LEAST_PANEL), 1), _MOST_DOWN)
    count = max(-(-len(spec.panels) // (_ACROSS * down)), 1)
    size = max(-(-len(spec.panels) // count), 1)
    starts = range(0, max(len(spec.panels), 1), size)
    return [
        lambda file, canvas, start=start: _draw_panels(spec, start, size, body, lang, file, canvas)  # type: ignore[misc]
        for start in starts
    ]


def _draw_panels(
    spec: MultiplesSpec, start: int, size: int, body: Box, lang: Lang, file: DeckFile, canvas: Canvas
) -> None:
    panels = spec.panels[start : start + size]
    across = min(_ACROSS, max(len(panels), 1))
    down = max(-(-len(panels) // across), 1)
    wide = (body.wide - _PANEL_GAP * (across - 1)) / across
    tall = min(body.tall / down, _MOST_TALL)
    head = max((height([panel.label], wide, _PANEL_LABEL, bold=True) for panel in panels), default=12) + 2
    for place, panel in enumerate(panels):
        row, column = divmod(place, across)
        box = Box(body.x + column * (wide + _PANEL_GAP), body.y + row * tall, wide, tall - 4)
        is_lowest = place + across >= len(panels)
        _draw_panel(spec, panel, spec.median_of(start + place), box, head, (column == 0, is_lowest), lang, file, canvas)


def _draw_panel(
    spec: MultiplesSpec,
    panel: Series,
    median: Series | None,
    box: Box,
    head: float,
    edges: tuple[bool, bool],
    lang: Lang,
    file: DeckFile,
    canvas: Canvas,
) -> None:
    """Name above, the panel's own line over the grey median, first and last period below the lowest row."""
    names = wrap(panel.label, box.wide, _PANEL_LABEL, bold=True)
    canvas.text(
        Box(box.x, box.y, box.wide, head),
        [(Run(line, _PANEL_LABEL, TEXT, bold=True),) for line in names],
        anchor="b",
        name="Panel",
    )
    frame = box.below(head)
    plot = Box(frame.x + 34, frame.y + 6, frame.wide - 40, frame.tall - 6 - 13)
    xml, grid = _panel_chart(spec, panel, median, frame, plot, edges[0], lang, file)
    canvas.chart(frame, file.chart_part(xml, grid), panel.label, f"{panel.label}: {spec.frame.alt}")
    draw_breaks(breaks_of(spec), len(spec.periods), plot, canvas)
    if edges[0]:
        draw_fractions(plot, scale(*spec.axis_range, spec.suffix, lang, most=3), 8, lang, canvas)
    if last_mark(panel) is None and panel.marks:
        middle = Box(plot.x, plot.y + plot.tall / 2 - 12, plot.wide, 24)
        canvas.text(middle, [(Run(panel.marks[-1].text, 9, MUTED),)], align="ctr", anchor="ctr", name="Reason")
    if edges[1] and spec.periods:
        _draw_end_periods(spec.periods, plot, canvas)


def _panel_chart(
    spec: MultiplesSpec,
    panel: Series,
    median: Series | None,
    frame: Box,
    plot: Box,
    has_figures: bool,
    lang: Lang,
    file: DeckFile,
) -> tuple[str, Grid]:
    own = replace(panel, role=Role.SUBJECT)
    series = [own] if median is None else [replace(median, role=Role.CONTEXT, key=f"{median.key} (median)"), own]
    colours = {one.key: CONTEXT for one in series} | {own.key: ACCENT}
    breaks = breaks_of(spec)
    grid, plotted = grid_of(spec.periods, series, spec.references, colours, lang, breaks, size=5)
    measure = scale(*spec.axis_range, spec.suffix, lang, most=3)
    last = len(plotted) - len(spec.references) - 1
    for place in range(last + 1 - len(pieces(own, breaks)), last + 1):
        labels = _last_label(panel, spec.axis_range) if place == last else ()
        plotted[place] = replace(plotted[place], width=2.0, labels=labels)
    axes = (
        category_axis("b", size=8, shown=False),
        value_axis(measure, "l", size=8, shown=has_figures),
    )
    return chart_space((lines(grid, plotted, file.locale), *axes), frame, plot), grid


def _last_label(panel: Series, axis_range: tuple[float, float]) -> tuple[Label, ...]:
    end = last_mark(panel)
    if end is None:
        return ()
    place, mark = end
    low, high = axis_range
    share = ((mark.value or 0) - low) / ((high - low) or 1)
    before = next((one.value for one in reversed(panel.marks[:place]) if one.value is not None), None)
    # On the side that the line does not come from, unless there is no room.
    is_rising = share <= 0.5 if before is None else (mark.value or 0) > before
    is_below = share > 0.15 if not is_rising else share > 0.9
    colour = MUTED if Flag.PROVISIONAL in mark.flags else TEXT
    return (Label(place, (Run(value_text(mark), 9.5, colour, bold=True),), "b" if is_below else "t", PAPER),)


def _draw_end_periods(periods: Sequence[str], plot: Box, canvas: Canvas) -> None:
    half = plot.wide / 2
    canvas.text(Box(plot.x, plot.bottom + 1, half, 11), [(Run(periods[0], 8, MUTED),)], name="First period")
    if len(periods) > 1:
        box = Box(plot.x + half, plot.bottom + 1, half, 11)
        canvas.text(box, [(Run(periods[-1], 8, MUTED),)], align="r", name="Last period")
