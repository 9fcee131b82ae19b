"""Reads a filled-in workbook, made from the template, into rows. Knows Excel, not what the figures mean."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from etl.import_layout import MOST_ROWS
from etl.import_rows import EMPTY, Problems, Raw, Row
from etl.import_sheets import Line, Sheet
from text.numbers import format_number

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_MOST_BYTES = 500_000_000
_MOST_LINES = 1_048_576


class _TooLarge(Exception):
    """Names the sheet that holds more rows than are read."""


def read_xlsx(path: Path, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    """The rows of every sheet that carries the template's codes, in the order of the sheets; `tick` is called once a
    row. What is wrong goes to `problems`: a sheet with figures but without the codes too, so that none is lost."""
    if not _is_safe_workbook(path, problems):
        return []
    try:
        with closing(load_workbook(path, read_only=True)) as workbook:
            return _rows_of_sheets(workbook.worksheets, problems, tick)
    except _TooLarge as error:
        problems.add(str(error), "too_large", most=format_number(MOST_ROWS))
    except Exception:
        problems.found.clear()
        problems.add("", "not_a_workbook")
    return []


def _rows_of_sheets(worksheets: Iterable[Any], problems: Problems, tick: Callable[[], object]) -> list[Row]:
    rows: list[Row] = []
    forms: list[str] = []
    others: list[str] = []
    for worksheet in worksheets:
        name = unicodedata.normalize("NFC", worksheet.title.strip())
        # A sheet that is none of ours may hold formulas: nothing is said of them.
        own = Problems(problems.file)
        sheet = Sheet(name, _lines(worksheet, name, own), own)
        if sheet.form:
            forms.append(f"«{name}»")
            rows += sheet.rows(tick)
            problems.take(own)
        else:
            others.append(f"«{name}»")
            if sheet.holds_figures():
                problems.add(name, "sheet_without_codes")
    if not forms and not problems.found:
        problems.add("", "sheets_missing", found=", ".join(others))
    elif not rows and not problems.found:
        problems.add("", "sheets_empty", found=", ".join(forms))
    return rows


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


def _lines(sheet: Any, name: str, problems: Problems) -> Iterator[Line]:
    """The lines of `sheet` that hold anything, numbered from 1. Raises _TooLarge where there are too many."""
    sheet.reset_dimensions()  # the size that a file states of itself may be wrong and would cut columns off
    held = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        raw = tuple(_raw(cell, name, problems) for cell in cells)
        if any(value is not None for value, _ in raw):
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
