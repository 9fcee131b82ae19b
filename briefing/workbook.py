"""The workbook of a briefing: an index, a sheet an item with its table and native chart, definitions and sources."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname

from briefing import style
from briefing.deck import AnySpec, Deck, Item, Progress
from briefing.excel_charts import WIDTH, drawings
from briefing.excel_data import chart_table
from briefing.excel_parts import Figures
from briefing.off_screen import at_place
from briefing.tables import LINE_POINTS, column_width, fit_to_paper, heading_height, text_lines, write_table
from charts.captions import tile_flags
from charts.signs import break_notes, elsewhere_text, has_rebased
from charts.spec import (
    Column,
    HeatSpec,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Series,
    StackedSpec,
    Table,
    TableSpec,
    TrendSpec,
)
from text.numbers import format_date
from text.words import Lang, say

_CHART_COLUMNS = math.ceil(WIDTH / 64)
_PLAIN_WIDTH = 8.43
_ROW_PIXELS = 20
_READING_WIDTH = 110
"""Characters of a line that is read without moving the sheet."""
_INDEX_WIDTHS = (22, 60, 60)
_LAST_WIDTHS = (16, 110)


def write_xlsx(deck: Deck, progress: Progress | None = None) -> bytes:
    """The workbook. Numbers are numbers; no text becomes a formula or a link. What `progress` raises ends the work."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    made_on = datetime.combine(deck.made_on, time())
    book.set_properties({"title": deck.title, "subject": deck.subtitle, "author": deck.author, "created": made_on})
    looks = _Looks(book)
    last = say("briefing_notes.sheet", deck.lang, sheet=say("briefing_paper.book.last", deck.lang))
    deck = replace(deck, parts=tuple(at_place(one, last) if isinstance(one, Item) else one for one in deck.parts))
    _add_index(book, deck, looks)
    for number, item in enumerate(deck.items, start=1):
        if progress:
            progress(number, len(deck.items) + 1)
        _add_item(book, deck, item, sheet_name(number, deck.lang), looks)
    if progress:
        progress(len(deck.items) + 1, len(deck.items) + 1)
    _add_last(book, deck, looks)
    book.close()
    return buffer.getvalue()


def sheet_name(number: int, lang: Lang) -> str:
    """The sheet of the item with that number, from 1; the paper report refers to it."""
    return say("ui_chart.sheet", lang, number=number)


def marks_line(deck: Deck, item: Item | None = None) -> str:
    """Simulated and provisional, in words; empty where neither holds."""
    simulated = item.spec.frame.simulated if item else deck.simulated
    marks = [say("ui_chart.simulated", deck.lang).upper()] if simulated else []
    if deck.is_provisional:
        marks.append(say("briefing_paper.provisional", deck.lang))
    return " · ".join(marks)


class _Looks:
    """The cell formats of the workbook, made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_color": style.TEXT, "valign": "vcenter"}
        wrapped = base | {"text_wrap": True}
        self.title = book.add_format(wrapped | {"bold": True, "font_size": 14})
        self.text = book.add_format(wrapped)
        self.quiet = book.add_format(wrapped | {"font_color": style.MUTED})
        self.name = book.add_format(base | {"bold": True})
        self.mark = book.add_format(base | {"bold": True, "font_color": style.WARNING})
        self.link = book.add_format(base | {"font_color": style.ACCENT, "underline": 1})
        self.heading = book.add_format(wrapped | {"bold": True, "bottom": 1, "bg_color": style.PANEL})


@dataclass
class _Page:
    """A sheet that is written from top to bottom; a text of several lines spans columns `0` to `last`."""

    sheet: Any
    widths: Sequence[float]
    line: int = 0
    last: int = field(init=False)
    reach: float = field(init=False)
    printed: int = field(init=False)
    below: int = 0

    def __post_init__(self) -> None:
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        self.last, self.reach, self.printed = -1, 0.0, len(self.widths) - 1
        while self.reach < _READING_WIDTH:
            self.last += 1
            self.reach += self.widths[self.last] if self.last < len(self.widths) else _PLAIN_WIDTH

    def write(self, text: str, look: Any, size: float = 1.0) -> None:
        """A paragraph in the next row, as high as its text needs; nothing for an empty one."""
        if not text:
            return
        if self.last:
            self.sheet.merge_range(self.line, 0, self.line, self.last, "", look)
        self.sheet.write_string(self.line, 0, text, look)
        self.sheet.set_row(self.line, LINE_POINTS * size * text_lines(text, self.reach / size))
        self.line += 1

    def row(self, cells: Sequence[str], looks: Sequence[Any]) -> None:
        """Texts side by side in the next row."""
        for place, (text, look) in enumerate(zip(cells, looks, strict=True)):
            self.sheet.write_string(self.line, place, text, look)
        lines = [text_lines(text, width) for text, width in zip(cells, self.widths, strict=False)]
        self.sheet.set_row(self.line, LINE_POINTS * max(lines, default=1))
        self.line += 1


def _add_index(book: Any, deck: Deck, looks: _Looks) -> None:
    sheet = book.add_worksheet(say("briefing_paper.book.index", deck.lang))
    page = _Page(sheet, _INDEX_WIDTHS)
    page.write(deck.title, looks.title, 1.3)
    page.write(deck.subtitle, looks.text)
    page.write(marks_line(deck), looks.mark)
    page.write(say("briefing_paper.book.filters", deck.lang, filters=deck.filters), looks.text)
    made = say("briefing_paper.made", deck.lang, day=format_date(deck.made_on, deck.lang))
    page.write(f"{deck.author} · {made}" if deck.author else made, looks.quiet)
    page.line += 1
    words = [say(f"briefing_paper.book.{name}", deck.lang) for name in ("sheet", "message", "shown")]
    page.row(words, [looks.heading] * 3)
    for number, item in enumerate(deck.items, start=1):
        name = sheet_name(number, deck.lang)
        page.row((name, item.headline, item.spec.frame.subtitle), (looks.link, looks.text, looks.quiet))
        _link(sheet, page.line - 1, name, looks.link)
    name = say("briefing_paper.book.last", deck.lang)
    page.row((name, "", ""), (looks.link, looks.text, looks.quiet))
    _link(sheet, page.line - 1, name, looks.link)
    _add_tiles(page, deck, looks)
    sheet.hide_gridlines(2)
    fit_to_paper(sheet)


def _link(sheet: Any, line: int, name: str, look: Any) -> None:
    sheet.write_url(line, 0, f"internal:{quote_sheetname(name)}!A1", look, string=name)


def _add_tiles(page: _Page, deck: Deck, looks: _Looks) -> None:
    if not deck.tiles:
        return
    page.line += 1
    page.row((say("briefing_paper.book.headlines", deck.lang), "", ""), [looks.heading] * 3)
    for tile in deck.tiles:
        meaning = "; ".join(part for part in (tile.change, tile.meaning, tile_flags(tile, deck.lang)) if part)
        page.row((tile.value, tile.label, meaning), (looks.name, looks.text, looks.quiet))


def _add_item(book: Any, deck: Deck, item: Item, name: str, looks: _Looks) -> None:
    sheet = book.add_worksheet(name)
    drawn = None if isinstance(item.spec, MatrixSpec | TableSpec) else chart_table(item.spec, deck.lang)
    table = item.spec.frame.table or drawn or _matrix_table(item.spec, deck.lang)
    page = _Page(sheet, [column_width(column, table) for column in table.columns] if table else [])
    page.write(item.headline, looks.title, 1.3)
    page.write(item.spec.frame.subtitle, looks.quiet)
    page.write(marks_line(deck, item), looks.mark)
    page.write(item.spec.frame.sentence, looks.text)
    page.write(item.comment, looks.text)
    if table is None:
        page.write(say("briefing_paper.book.no_table", deck.lang), looks.text)
    else:
        _add_figures(book, page, item, name, table, drawn)
    page.line += 1
    for note in _notes(item, deck.lang):
        page.write(note, looks.quiet)
    back = say("briefing_paper.book.index", deck.lang)
    page.row((back,), (looks.link,))
    _link(sheet, page.line - 1, back, looks.link)
    sheet.print_area(0, 0, max(page.line, page.below) - 1, max(page.last, page.printed))
    fit_to_paper(sheet)


def _add_figures(book: Any, page: _Page, item: Item, name: str, table: Table, drawn: Table | None) -> None:
    """The table with its filter; beside it the chart, and beside that the chart's own figures."""
    top, beside = page.line, len(table.columns) + 1
    write_table(book, page.sheet, table, top)
    page.sheet.autofilter(top, 0, top + max(len(table.rows), 1), len(table.columns) - 1)
    page.sheet.freeze_panes(top + 1, 1)
    page.sheet.repeat_rows(top)
    page.sheet.set_row(top, heading_height(*((table, drawn) if drawn else (table,))))
    page.line += len(table.rows) + 1
    if isinstance(item.spec, MatrixSpec | TableSpec) or drawn is None:
        return
    is_heat = isinstance(item.spec, HeatSpec)
    left = 0 if drawn is table else beside if is_heat else beside + _CHART_COLUMNS + 1
    if left:
        write_table(book, page.sheet, drawn, top, left)
        for place, column in enumerate(drawn.columns, start=left):
            page.sheet.set_column(place, place, column_width(column, drawn))
    page.printed = left + len(drawn.columns) - 1 if is_heat else beside + _CHART_COLUMNS
    if isinstance(item.spec, HeatSpec):
        _shade(page.sheet, item.spec, top + 1, left + 1)
        return
    below = top + 1
    for chart, right, down, width, height in drawings(item.spec, Figures(book, name, top, left)):
        chart.set_size({"width": width, "height": height})
        options = {"x_offset": right, "y_offset": down, "description": item.spec.frame.alt, "object_position": 3}
        page.sheet.insert_chart(top + 1, beside, chart, options)
        below = max(below, top + 2 + math.ceil((down + height) / _ROW_PIXELS))
    page.below = below
    if page.last >= beside:
        page.line = max(page.line, below)


def _shade(sheet: Any, spec: HeatSpec, top: int, left: int) -> None:
    """Little to much, in colours that dark figures can be read on; the scale is the screen's."""
    low, high = spec.scale_range
    little, middle, much = style.SEQUENTIAL[:3]
    scale = {
        "type": "3_color_scale",
        "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": low, "mid_value": (low + high) / 2, "max_value": high,
        "min_color": little, "mid_color": middle, "max_color": much,
    }  # fmt: skip
    if spec.rows and spec.periods:
        sheet.conditional_format(top, left, top + len(spec.rows) - 1, left + len(spec.periods) - 1, scale)


def _matrix_table(spec: AnySpec, lang: Lang) -> Table | None:
    """The words of a matrix that has no table of its own."""
    if not isinstance(spec, MatrixSpec):
        return None
    columns = [Column("name", say("briefing_paper.book.unit", lang))]
    columns += [Column(f"c{place}", label) for place, label in enumerate(spec.columns)]
    rows: list[dict[str, object]] = []
    for row in spec.rows:
        texts = ("\n".join(part for part in (cell.text, cell.detail) if part) for cell in row.cells)
        cells: dict[str, object] = {f"c{place}": text for place, text in enumerate(texts)}
        rows.append(cells | {"name": row.label})
    return Table(tuple(columns), tuple(rows))


def _notes(item: Item, lang: Lang) -> list[str]:
    """What stands under the table: signs of the chart, who did not report, the frame's notes, the source."""
    spec = item.spec
    notes = [] if isinstance(spec, HeatSpec) else [say(f"briefing_paper.book.{key}", lang) for key in _keys(spec)]
    missing = spec.missing if isinstance(spec, RankedSpec | StackedSpec) else ()
    if missing:
        notes.append(say("ui_chart.not_reported", lang, names=", ".join(missing)))
    notes += [text for text in (elsewhere_text(spec, lang), *break_notes(spec, lang)) if text]
    if isinstance(spec, RankedSpec) and spec.band:
        notes.append(spec.band.label)
    if has_rebased(spec):
        notes.append(say("drawing.rebased", lang))
    if isinstance(spec, StackedSpec):
        notes += [f"{row.label}: {row.note}" for row in spec.rows if row.note]
    return [*notes, *spec.frame.notes, say("ui_chart.source", lang, text=spec.frame.source)]


def _keys(spec: AnySpec) -> list[str]:
    """The signs of the chart, where it has any."""
    match spec:
        case RankedSpec():
            has_signs = bool(spec.below) or any(mark.flags for mark in spec.marks)
            return [f"key_{spec.style}"] if has_signs else []
        case TrendSpec():
            return ["key_lines"] if _has_signs(spec.series) else []
        case MultiplesSpec():
            return ["key_lines"] if _has_signs(spec.panels) else []
        case _:
            return []


def _has_signs(lines: Sequence[Series]) -> bool:
    return any(mark.flags or mark.value is None for line in lines for mark in line.marks)


def _add_last(book: Any, deck: Deck, looks: _Looks) -> None:
    """What was counted, by whom, and what the checks found."""
    page = _Page(book.add_worksheet(say("briefing_paper.book.last", deck.lang)), _LAST_WIDTHS)
    page.row(("", deck.title), (looks.name, looks.name))
    page.row(("", say("briefing_paper.book.filters", deck.lang, filters=deck.filters)), (looks.name, looks.text))
    if marks_line(deck):
        page.row(("", marks_line(deck)), (looks.name, looks.mark))
    for number, item in enumerate(deck.items, start=1):
        page.line += 1
        page.row((sheet_name(number, deck.lang), item.headline), (looks.name, looks.name))
        frame = item.spec.frame
        fields = (
            ("definition", frame.definition),
            ("source", frame.source),
            *(("notes", note) for note in frame.notes),
        )
        for name, text in fields:
            if text:
                page.row((say(f"ui_chart.field.{name}", deck.lang), text), (looks.quiet, looks.text))
    if deck.findings:
        page.line += 1
        page.row(("", say("briefing_paper.book.findings", deck.lang)), (looks.name, looks.name))
        for finding in deck.findings:
            page.row(("", finding), (looks.name, looks.text))
    page.sheet.hide_gridlines(2)
    fit_to_paper(page.sheet)
