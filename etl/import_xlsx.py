"""Reads a filled-in workbook, made from the template, into rows. Knows Excel, not what the figures mean."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from etl.import_layout import (
    FIGURE_COLUMNS,
    HEAD_FIELDS,
    MOST_ROWS,
    OPTIONAL_TABLE_COLUMNS,
    REPORT_SHEET,
    REQUIRED_COLUMNS,
    REQUIRED_TABLE_COLUMNS,
    TABLE_COLUMNS,
    TABLE_SHEET,
)
from etl.import_rows import EMPTY, Cell, Problems, Raw, Row, Table, cell_name, match_columns
from text.numbers import format_number

HEAD_VALUE, HEAD_CODE = 1, 2
"""Columns (from 0) of the head of a report sheet: the value that the user writes, the code it is known by."""

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_MOST_BYTES = 500_000_000
_MOST_LINES = 1_048_576
_HEADER_WITHIN = 60
_GIVEN = ("value", "qualifier", "place", "locator", "as_of", "note")

Line = tuple[int, tuple[Raw, ...]]


class _TooLarge(Exception):
    """Names the sheet that holds more rows than are read."""


def read_xlsx(path: Path, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    """The rows of both sheets that have any; `tick` is called once a row. What is wrong goes to `problems`."""
    if not _is_safe_workbook(path, problems):
        return []
    lines_by_sheet: dict[str, list[Line]] = {}
    try:
        with closing(load_workbook(path, read_only=True)) as workbook:
            for title in workbook.sheetnames:
                name = unicodedata.normalize("NFC", title.strip())
                if name in (REPORT_SHEET, TABLE_SHEET):
                    lines_by_sheet[name] = list(_lines(workbook[title], name, problems, tick))
    except _TooLarge as error:
        problems.add(str(error), "too_large", most=format_number(MOST_ROWS))
        return []
    except Exception:
        problems.add("", "not_a_workbook")
        return []
    if not lines_by_sheet:
        problems.add("", "sheets_missing", expected=f"“{REPORT_SHEET}”, “{TABLE_SHEET}”")
    rows = _report_rows(lines_by_sheet.get(REPORT_SHEET), problems)
    return rows + _table_rows(lines_by_sheet.get(TABLE_SHEET), problems)


def _is_safe_workbook(path: Path, problems: Problems) -> bool:
    """False for what openpyxl must not open: encrypted, no zip, with macros, or unpacking to an absurd size."""
    with path.open("rb") as file:
        if file.read(4) == _OLE_MAGIC:
            problems.add("", "encrypted")
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        problems.add("", "not_a_workbook")
        return False
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        problems.add("", "macros")
        return False
    if sum(member.file_size for member in members) > _MOST_BYTES:
        problems.add("", "too_large", most=format_number(MOST_ROWS))
        return False
    return True


def _lines(sheet: Any, name: str, problems: Problems, tick: Callable[[], object]) -> Iterator[Line]:
    """The lines of `sheet` that hold anything, numbered from 1. Raises _TooLarge where there are too many."""
    sheet.reset_dimensions()  # the size that a file states of itself may be wrong and would cut columns off
    held = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        raw = tuple(_raw(cell, name, problems) for cell in cells)
        if any(value is not None for value, _ in raw):
            tick()
            held += 1
            yield number, raw
        if held > MOST_ROWS or number > _MOST_LINES:
            raise _TooLarge(name)


def _raw(cell: Any, sheet: str, problems: Problems) -> Raw:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        problems.add_unusable(f"{sheet}!{cell.coordinate}", "formula", found=getattr(value, "text", value))
        return EMPTY
    if cell.data_type == "e":
        problems.add_unusable(f"{sheet}!{cell.coordinate}", "cell_error", found=value)
        return EMPTY
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).strip()
        return (text, text) if text else EMPTY
    if isinstance(value, datetime):
        return value.date(), f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_as_seen(value, cell.number_format)
    return value, str(value)


def _number_as_seen(value: float, number_format: str) -> Raw:
    """A number cell; 0.436 shown as a percentage means 43.6."""
    exact = Decimal(format(value, ".15g"))
    pattern = re.sub(r'"[^"]*"|\\.', "", number_format.split(";")[0])
    places = re.search(r"\.([0#?]+)", pattern)
    decimals = len(places[1]) if places else 0
    if "%" in pattern:
        return exact * 100, f"{format_number(exact * 100, 'vi', decimals)}%"
    if "," in pattern:
        return exact, format_number(exact, "vi", decimals)
    return exact, f"{exact:f}".replace(".", ",")


def _report_rows(lines: list[Line] | None, problems: Problems) -> list[Row]:
    """The rows of the sheet of one report that say anything; none where the sheet was left as it came."""
    if not lines:
        return []
    found = _header(lines, REPORT_SHEET, FIGURE_COLUMNS, REQUIRED_COLUMNS, problems)
    if found is None:
        return []
    header_line, columns = found
    head = _head(lines, header_line)
    table = Table(REPORT_SHEET, columns, head)
    rows = [row for row in _rows(table, lines, header_line) if any(row.cell(name).text for name in _GIVEN)]
    if not rows and not any(cell.text for cell in head.values()):
        return []
    if missing := [name for name in ("unit", "period") if name not in head]:
        problems.add(REPORT_SHEET, "head_missing", missing=", ".join(missing))
        return []
    if not rows:
        problems.add(REPORT_SHEET, "no_figures")
    return rows


def _table_rows(lines: list[Line] | None, problems: Problems) -> list[Row]:
    if not lines:
        return []
    known = TABLE_COLUMNS + OPTIONAL_TABLE_COLUMNS
    found = _header(lines, TABLE_SHEET, known, REQUIRED_TABLE_COLUMNS, problems)
    return [] if found is None else list(_rows(Table(TABLE_SHEET, found[1]), lines, found[0]))


def _header(
    lines: list[Line], sheet: str, known: tuple[str, ...], required: tuple[str, ...], problems: Problems
) -> tuple[int, dict[str, int]] | None:
    """The line with the columns' codes and where each column is: the line that holds most of the known codes."""

    def codes_in(line: Line) -> int:
        return len({str(value).strip().lower() for value, _ in line[1]} & set(known))

    number, raw = max(lines[:_HEADER_WITHIN], key=codes_in)
    if codes_in((number, raw)) < 2:
        problems.add(sheet, "columns_missing", missing=", ".join(required), expected=", ".join(known))
        return None
    place = cell_name(sheet, number, 0)
    columns = match_columns([str(value or "") for value, _ in raw], known, required, place, problems)
    return None if columns is None else (number, columns)


def _head(lines: list[Line], header_line: int) -> dict[str, Cell]:
    head: dict[str, Cell] = {}
    for number, raw in lines:
        code = str(raw[HEAD_CODE][0]).strip().lower() if len(raw) > HEAD_CODE else ""
        if number < header_line and code in HEAD_FIELDS:
            value, printed = raw[HEAD_VALUE]
            head[code] = Cell(value, printed, cell_name(REPORT_SHEET, number, HEAD_VALUE))
    return head


def _rows(table: Table, lines: list[Line], header_line: int) -> Iterator[Row]:
    width = max(table.columns.values()) + 1
    for number, raw in lines:
        if number > header_line:
            yield Row(table, number, raw + (EMPTY,) * (width - len(raw)))
