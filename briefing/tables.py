"""The tables beneath charts as files: CSV for other programs, XLSX for Excel. What is shown goes with every file."""

import csv
import io
import math
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from charts.spec import Column, Frame, Table
from text.words import Lang, say

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 40
_LONG = 160
"""Characters from which a text gets a column of twice the width: else its row fills the screen."""
_TALLEST = 409.0
"""Points; Excel knows no higher row."""
_DATE_FORMAT = "dd/mm/yyyy"
LINE_POINTS = 15.5
"""The height of a line of cell text."""


def to_csv(table: Table, frame: Frame, lang: Lang) -> bytes:
    """UTF-8 with BOM, comma-separated, decimal point: a format for programs (Excel users take the XLSX).

    The headings are row 1; after an empty line at the end follow title, filters, source and notes.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_guarded(column.label) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(row.get(column.key)) for column in table.columns])
    writer.writerow([])
    for name, text in _about(frame, lang):
        writer.writerow([_guarded(name), _guarded(text)])
    return buffer.getvalue().encode("utf-8-sig")


def to_xlsx(frames: Sequence[Frame], lang: Lang) -> bytes:
    """One sheet a table, then a sheet that says what they are. Numbers are numbers, shown with the column's decimals.

    Frames without a table have a place on the last sheet only.
    """
    import xlsxwriter  # Not with the app: nobody waits for it before the first chart.

    buffer = io.BytesIO()
    # Nothing a report brings may become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        for number, frame in enumerate((frame for frame in frames if frame.table), start=1):
            _add_table(book, say("ui_chart.sheet", lang, number=number), frame.table)
        _add_about(book, frames, lang)
    return buffer.getvalue()


def _guarded(text: str) -> str:
    """A spreadsheet takes a cell that begins with =, +, - or @ for a formula; an apostrophe keeps it a text."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value if _is_number(value) else _guarded(str(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _about(frame: Frame, lang: Lang) -> list[tuple[str, str]]:
    fields = [
        ("title", frame.title),
        ("subtitle", frame.subtitle),
        ("sentence", frame.sentence),
        ("definition", frame.definition),
        ("source", frame.source),
        *(("notes", note) for note in frame.notes),
    ]
    lines = [(say(f"ui_chart.field.{name}", lang), text) for name, text in fields if text]
    mark = [(say("ui_chart.simulated", lang).upper(), "")] if frame.simulated else []
    return mark + lines


def number_format(column: Column) -> str:
    """Excel's format code; the reader's Excel shows it with its own separators."""
    digits = "#,##0" + (f".{'0' * column.decimals}" if column.decimals else "")
    return f"+{digits};-{digits};{digits}" if column.kind == "points" else digits


def _add_table(book: Any, name: str, table: Table | None) -> None:
    if table is None:
        return
    sheet = book.add_worksheet(name)
    write_table(book, sheet, table)
    sheet.set_row(0, heading_height(table))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column_width(column, table))
    sheet.freeze_panes(1, 1)
    if table.rows and table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    fit_to_paper(sheet)
    sheet.repeat_rows(0)


def write_table(book: Any, sheet: Any, table: Table, top: int = 0, left: int = 0) -> None:
    """Headings in row `top`, figures below them: numbers and dates as such, with their formats; texts as texts."""
    for place, column in enumerate(table.columns, start=left):
        side: dict[str, object] = {"align": "left" if column.kind == "text" else "right", "indent": 1}
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E6EEF0"}
        sheet.write_string(top, place, column.label, book.add_format(heading | side))
        cell_format = book.add_format(_cell_look(column, table) | side)
        for line, row in enumerate(table.rows, start=top + 1):
            _write(sheet, line, place, row.get(column.key), cell_format)
    # Excel finds the height of wrapped text by itself when it opens the file; other programs and its preview do not.
    for line, row in enumerate(table.rows, start=top + 1):
        lines = _lines_of(row, table)
        if lines > 1:
            sheet.set_row(line, min(LINE_POINTS * lines, _TALLEST))


def _lines_of(row: Mapping[str, object], table: Table) -> int:
    """Lines of the longest text in a row."""
    texts = ((str(row.get(one.key) or ""), column_width(one, table)) for one in table.columns if one.kind == "text")
    return max((text_lines(text, width - 2) for text, width in texts), default=1)


def heading_height(*tables: Table) -> float:
    """Points that the headings of tables side by side need."""
    columns = ((column, column_width(column, table)) for table in tables for column in table.columns)
    return LINE_POINTS * max((text_lines(column.label, width - 1) for column, width in columns), default=1)


def text_lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of `width` characters; bold and wide letters need a little more room."""
    room = max(int(width * 0.95), 1)
    return sum(max(1, len(textwrap.wrap(part, room))) for part in text.split("\n"))


def _cell_look(column: Column, table: Table) -> dict[str, object]:
    if column.kind == "text":
        return {"valign": "vcenter"} | ({"text_wrap": True} if _longest(column, table) > _WIDEST else {})
    return {"valign": "vcenter", "num_format": _DATE_FORMAT if column.kind == "date" else number_format(column)}


def fit_to_paper(sheet: Any) -> None:
    """A4 across, as many pages down as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, line: int, place: int, value: object, cell_format: Any) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        sheet.write_blank(line, place, None, cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, cell_format)
    elif _is_number(value):
        sheet.write_number(line, place, float(value), cell_format)  # type: ignore[arg-type]
    else:
        sheet.write_string(line, place, str(value), cell_format)


def column_width(column: Column, table: Table) -> int:
    """Characters; a longer text is wrapped, a heading of several words always. The filter's arrow needs room too."""
    if column.kind == "text":
        longest = _longest(column, table)
        return min(longest + 4, _WIDEST if longest <= _LONG else 2 * _WIDEST)
    digits = max((len(f"{value:,.0f}") for value in _numbers(column, table)), default=0) + column.decimals + 1
    words = [len(word) + 3 for word in column.label.split()]
    words += [len(text) + 2 for row in table.rows if isinstance(text := row.get(column.key), str)]
    return max(12 if column.kind == "date" else 10, digits + 3, min(math.ceil(len(column.label) / 3) + 2, 18), *words)


def _numbers(column: Column, table: Table) -> list[Any]:
    return [value for row in table.rows if _is_number(value := row.get(column.key))]


def _longest(column: Column, table: Table) -> int:
    return max([len(column.label), *(len(str(row.get(column.key) or "")) for row in table.rows)])


def _add_about(book: Any, frames: Sequence[Frame], lang: Lang) -> None:
    sheet = book.add_worksheet(say("ui_chart.notes_sheet", lang))
    name_format = book.add_format({"bold": True, "valign": "top"})
    text_format = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    line, number = 0, 0
    for frame in frames:
        if frame.table:
            number += 1
            sheet.write_string(line, 0, say("ui_chart.sheet", lang, number=number), name_format)
            line += 1
        for name, text in _about(frame, lang):
            sheet.write_string(line, 0, name, name_format)
            sheet.write_string(line, 1, text, text_format)
            line += 1
        line += 1
