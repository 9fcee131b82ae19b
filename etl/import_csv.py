"""Reads the table of many units and periods from a CSV file into rows. Knows CSV, not what the figures mean."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.import_layout import MOST_ROWS, OPTIONAL_TABLE_COLUMNS, REQUIRED_TABLE_COLUMNS, TABLE_COLUMNS
from etl.import_rows import EMPTY, Problems, Raw, Row, Table, match_columns
from etl.problems import Phrase
from text.numbers import format_number

_KNOWN = TABLE_COLUMNS + OPTIONAL_TABLE_COLUMNS


def read_csv(path: Path, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    """The rows below the header; `tick` is called once a row. UTF-8 with or without BOM, "," or ";" between cells."""
    data = path.read_bytes()
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problems.add(_line(data.count(b"\n", 0, error.start) + 1), "not_utf8", byte=error.start)
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return _rows(reader, problems, tick)
    except csv.Error as error:
        problems.add(_line(reader.line_num), "csv_broken", reason=error)
        return []


def _line(number: int) -> Phrase:
    return Phrase("place.line", {"line": number})


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _rows(reader: Any, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    header: list[str] = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    if not header:
        return []
    columns = match_columns(header, _KNOWN, REQUIRED_TABLE_COLUMNS, _line(reader.line_num), problems)
    if columns is None:
        return []
    table = Table("", columns)
    rows: list[Row] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        tick()
        if len(rows) == MOST_ROWS:
            problems.add(_line(reader.line_num), "too_large", most=format_number(MOST_ROWS))
            break
        if len(cells) != len(header):
            problems.add(_line(reader.line_num), "csv_cells", found=len(cells), expected=len(header))
            continue
        rows.append(Row(table, reader.line_num, tuple(_raw(cell) for cell in cells)))
    return rows


def _raw(cell: str) -> Raw:
    text = cell.strip()
    return (text, text) if text else EMPTY
