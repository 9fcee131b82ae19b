"""Native tables that flow on: heat maps with coloured cells, matrices of words and figures, plain tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from briefing.pptx_canvas import Align, Box, Run
from briefing.pptx_file import Drawer
from briefing.pptx_flow import Sheet, Text, flow
from briefing.style import ACCENT, MUTED, PANEL, PAPER, STATUS, TEXT, mix, ramp, text_on
from charts.colours import TONE_SHAPES
from charts.signs import breaks_of, cell_text
from charts.spec import Cell, Column, Flag, Frame, HeatSpec, Mark, MatrixSpec, Role, Status, Table, TableSpec
from text.numbers import format_date, format_number
from text.words import Lang, say

_DETAIL = 0.85
"""The second, quiet line of a cell, against the first."""
_HEAT_ROW = 18.0
_MOST_PERIODS = 14
_TONES = {
    "met": STATUS[Status.MET],
    "close": STATUS[Status.CLOSE],
    "not_met": STATUS[Status.NOT_MET],
    "reported": STATUS[Status.MET],
    "late": STATUS[Status.CLOSE],
    "missing": STATUS[Status.NOT_MET],
    "derived": ACCENT,
}


def heat_slides(spec: HeatSpec, body: Box, lang: Lang) -> list[Drawer]:
    """Units down, periods across; more than fourteen periods go on in even blocks."""
    count = max(-(-len(spec.periods) // _MOST_PERIODS), 1)
    size = max(-(-len(spec.periods) // count), 1)
    drawers: list[Drawer] = []
    for start in range(0, max(len(spec.periods), 1), size):
        block = slice(start, start + size)
        heading = (_plain(spec.scale_title, colour=MUTED, align="r"), *(_head(p, "ctr") for p in spec.periods[block]))
        rows = tuple(
            (
                _plain(row.label, bold=row.role is Role.SUBJECT),
                *(_heat_cell(mark, spec.scale_range) for mark in row.marks[block]),
            )
            for row in spec.rows
        )
        cuts = [one.after - start + 1 for one in breaks_of(spec)]
        heading, rows = _cut(heading, cuts), tuple(_cut(row, cuts) for row in rows)
        drawers += flow(Sheet(heading, rows, spec.frame, _HEAT_ROW, equal=True), body)
    return drawers


def _heat_cell(mark: Mark, scale: tuple[float, float]) -> Text:
    if mark.value is None:
        return Text(((Run(mark.text, 0.85, MUTED),),), PANEL, "ctr")
    fill = ramp((mark.value - scale[0]) / ((scale[1] - scale[0]) or 1))
    return Text(((Run(cell_text(mark), 1, text_on(fill), italic=Flag.PROVISIONAL in mark.flags),),), fill, "ctr")


def _cut(cells: Sequence[Text], places: Sequence[int]) -> tuple[Text, ...]:
    """A row with a gap right of the cells at `places`."""
    return tuple(
        replace(cell, cuts=(place > 0 and place - 1 in places, place > 0 and place in places))
        for place, cell in enumerate(cells)
    )


def matrix_slides(spec: MatrixSpec, body: Box, lang: Lang) -> list[Drawer]:
    """Words and figures in toned cells; the legend beneath the table."""
    heading = (_plain(""), *(_head(column, "r") for column in spec.columns))
    rows = tuple(
        (
            _plain(row.label, bold=row.role is Role.SUBJECT, colour=ACCENT if row.role is Role.SUBJECT else TEXT),
            *(_matrix_cell(cell) for cell in row.cells),
        )
        for row in spec.rows
    )
    legend = tuple(run for tone, words in spec.legend for run in _legend_entry(tone, words))
    return flow(Sheet(heading, rows, spec.frame, after=legend), body)


def _legend_entry(tone: str, words: str) -> tuple[Run, Run]:
    return Run(f"{TONE_SHAPES.get(tone, '')} ", 9.5, _TONES.get(tone, MUTED)), Run(f"{words}    ", 9.5, MUTED)


def _matrix_cell(cell: Cell) -> Text:
    shape = TONE_SHAPES.get(cell.tone, "")
    tone = _TONES.get(cell.tone, MUTED)
    quiet = MUTED if cell.tone in ("quiet", "missing") else TEXT
    first = (*((Run(f"{shape} ", 1, tone),) if shape else ()), Run(cell.text, 1, quiet))
    details = tuple((Run(line, _DETAIL, MUTED),) for line in cell.detail.split("\n") if cell.detail)
    return Text((first, *details), mix(PAPER, tone, 0.12) if shape else PANEL, "r")


def table_slides(spec: TableSpec, body: Box, lang: Lang) -> list[Drawer]:
    table = spec.frame.table
    return flow(_table_sheet(table, spec.frame, lang), body) if table else []


def _table_sheet(table: Table, frame: Frame, lang: Lang) -> Sheet:
    aligns: list[Align] = ["l" if column.kind == "text" else "r" for column in table.columns]
    heading = tuple(_head(column.label, align) for column, align in zip(table.columns, aligns, strict=True))
    rows = tuple(
        tuple(
            replace(_plain(shown(row.get(column.key), column, lang), align=align), fill=PANEL if place % 2 else "")
            for column, align in zip(table.columns, aligns, strict=True)
        )
        for place, row in enumerate(table.rows)
    )
    return Sheet(heading, rows, frame)


def shown(value: object, column: Column, lang: Lang) -> str:
    """A cell of a table as the screen shows it."""
    if value is None:
        return "" if column.kind == "text" else say("ui_chart.no_value", lang)
    if column.kind == "text":
        return str(value)
    if isinstance(value, date):
        return format_date(value, lang)
    number = float(str(value))
    text = format_number(number, lang, column.decimals)
    return f"+{text}" if column.kind == "points" and number > 0 else text


def _plain(text: str, *, bold: bool = False, colour: str = TEXT, align: Align = "l") -> Text:
    return Text(((Run(text, 1, colour, bold),),), align=align)


def _head(text: str, align: Align) -> Text:
    return Text(((Run(text, 1, MUTED, bold=True),),), align=align)
