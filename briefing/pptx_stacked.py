"""Composition as a native 100 % bar chart: levels from low to high in one scale, what is not known hatched."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.pptx_axes import category_axis, value_axis
from briefing.pptx_canvas import Box, Canvas, Run
from briefing.pptx_chart_xml import Label, Look, Plotted, bars, chart_space, legend
from briefing.pptx_file import DeckFile, Drawer
from briefing.pptx_fit import LINE, widest, width, wrap
from briefing.pptx_scale import Scale
from briefing.pptx_workbook import Grid
from briefing.style import MUTED, PAPER, TEXT, levels, mix, text_on
from charts.captions import has_unknown, unknown_share
from charts.checking import CORRECTED
from charts.quality_marks import SIGN
from charts.spec import Flag, StackedRow, StackedSpec
from text.numbers import format_number, format_percent
from text.words import Lang, say

_SIZE = 10.5
_SMALL = 9.5
_NAMES_SHARE = 0.28
_BESIDE_ROOM = 130.0
_LEAST_ROW, _MOST_ROW = 18.0, 54.0
_LEAST_SHARE = 6
"""Per cent; a narrower segment has no figure inside (the notes have it)."""
_FADE = 0.25
_LEGEND_LINE = 15.0
_GAP = 45


def slides(spec: StackedSpec, body: Box, lang: Lang) -> list[Drawer]:
    names = min(widest((row.label for row in spec.rows), _SIZE) + 14, body.wide * _NAMES_SHARE)
    lines = [len(wrap(row.label, names - 12, _SIZE)) for row in spec.rows]
    lines += [len(_beside(row, lang)) for row in spec.rows]
    least = max(_LEAST_ROW, max(lines, default=1) * _SIZE * LINE + 3)
    head = _legend_tall(spec, body.wide, lang)
    capacity = max(int((body.tall - head) / least), 2)
    count = max(-(-len(spec.rows) // capacity), 1)
    size = max(-(-len(spec.rows) // count), 1)
    return [
        lambda file, canvas, start=start: _draw(  # type: ignore[misc]
            spec, spec.rows[start : start + size], body, names, head, lang, file, canvas
        )
        for start in range(0, max(len(spec.rows), 1), size)
    ]


def _names(spec: StackedSpec, lang: Lang) -> list[str]:
    return [*spec.levels, *([say("ui_chart.unknown", lang)] if has_unknown(spec) else [])]


def _legend_tall(spec: StackedSpec, wide: float, lang: Lang) -> float:
    longest = widest(_names(spec, lang), _SMALL) + 30
    across = max(int(wide / longest), 1)
    return -(-len(_names(spec, lang)) // across) * _LEGEND_LINE + 8


def _beside(row: StackedRow, lang: Lang) -> list[str]:
    """How many people, and what is to be said of the row."""
    least = "≥\u2009" if Flag.LOWER_BOUND in row.flags else ""
    total = [] if row.total is None else [least + say("ui_chart.people", lang, count=format_number(row.total, lang))]
    words = [row.note] if row.note else []
    if Flag.PROVISIONAL in row.flags:
        words.append(say("ui_chart.tile.provisional", lang))
    if Flag.CORRECTED in row.flags:
        words.append(f"{CORRECTED} {say('ui_chart.tile.corrected', lang)}")
    if Flag.FINDING in row.flags:
        words.append(f"{SIGN} {say('ui_chart.tile.finding', lang)}")
    return [line for text in (*total, *words) for line in wrap(text, _BESIDE_ROOM, _SMALL)]


def _draw(
    spec: StackedSpec,
    rows: Sequence[StackedRow],
    body: Box,
    names: float,
    head: float,
    lang: Lang,
    file: DeckFile,
    canvas: Canvas,
) -> None:
    beside = [_beside(row, lang) for row in rows]
    right = widest((line for lines in beside for line in lines), _SMALL) + 10
    tall = min(body.tall - head, max(len(rows), 1) * _MOST_ROW)
    frame = Box(body.x, body.y, body.wide, head + tall)
    plot = Box(body.x + names, body.y + head, body.wide - names - right, tall)
    grid = _grid(spec, rows, lang)
    series = _series(spec, rows, plot.wide, lang)
    axes = (
        category_axis("l", size=_SIZE, shown=True, reverse=True),
        value_axis(Scale(0.0, 1.0, 0.25, "0%"), "b", shown=False, reverse=True, grid=False),
    )
    drawn = bars(grid, series, stacked=True, gap=_GAP, lang=file.locale)
    xml = chart_space((drawn, *axes), frame, plot, legend(_SMALL, head / frame.tall))
    canvas.chart(frame, file.chart_part(xml, grid), spec.frame.file_stem, spec.frame.alt)
    row_tall = plot.tall / max(len(rows), 1)
    for place, lines in enumerate(beside):
        box = Box(plot.right + 8, plot.y + place * row_tall, right - 8, row_tall)
        canvas.text(box, [(Run(line, _SMALL, TEXT),) for line in lines], anchor="ctr", name="Total")


def _grid(spec: StackedSpec, rows: Sequence[StackedRow], lang: Lang) -> Grid:
    """Shares by level, then what is not known, then the number of people beside."""
    unknown = has_unknown(spec)
    headings = (say("briefing_pptx.unit", lang), *_names(spec, lang), say("briefing_pptx.people", lang))
    cells = tuple((row.label, *row.shares, *((unknown_share(row),) if unknown else ()), row.total) for row in rows)
    return Grid(headings, cells)


def _series(spec: StackedSpec, rows: Sequence[StackedRow], wide: float, lang: Lang) -> list[Plotted]:
    series = []
    for place, colour in enumerate(levels(len(spec.levels))):
        faded = {
            index: Look(mix(colour, PAPER, _FADE), PAPER, 1)
            for index, row in enumerate(rows)
            if Flag.PROVISIONAL in row.flags
        }
        labels = tuple(
            Label(index, (Run(text, _SMALL, text_on(faded[index].fill if index in faded else colour)),), "ctr")
            for index, row in enumerate(rows)
            if (text := _inside(row.shares[place], wide, lang))
        )
        series.append(Plotted(place + 1, labels, faded, fill=Look(colour, PAPER, 1)))
    if has_unknown(spec):
        series.append(Plotted(len(spec.levels) + 1, fill=Look(line=MUTED, width=1, pattern=True)))
    return series


def _inside(share: float | None, wide: float, lang: Lang) -> str:
    """The figure in a segment; none where it would not fit."""
    if share is None or share < _LEAST_SHARE:
        return ""
    text = format_percent(share, lang)
    return text if width(text, _SMALL) + 4 <= share / 100 * wide else ""
