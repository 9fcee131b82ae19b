"""Reads the table of many units and periods from a CSV file into rows. Knows CSV, not what the figures mean."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from etl.import_layout import MOST_ROWS, OPTIONAL_TABLE_COLUMNS, REQUIRED_TABLE_COLUMNS, TABLE_COLUMNS
from etl.import_rows import EMPTY, Problems, Raw, Row, Table, match_columns
from etl.problems import Phrase
from etl.read import csv_reason
from text.numbers import format_number

_DELIMITERS = (",", ";", "\t")
_KNOWN = TABLE_COLUMNS + OPTIONAL_TABLE_COLUMNS


def read_csv(path: Path, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    """The rows below the header; `tick` is called once a row.

    UTF-8 with or without BOM, or UTF-16 with one (Excel's "Unicode Text"); ",", ";" or a tab between cells.
    """
    text = _text(path.read_bytes(), problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines = _Lines(reader)
    try:
        return _rows(lines, problems, tick)
    except csv.Error as error:
        problems.add(_line(lines.first), "csv_broken", reason=csv_reason(error))
        return []


def _text(data: bytes, problems: Problems) -> str | None:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
        at = data.index(b"\0")
    except UnicodeDecodeError as error:
        at = error.start
    problems.add(_line(data.count(b"\n", 0, at) + 1), "csv_not_utf8")
    return None


class _Lines:
    """The records of a CSV file; `first` and `last` are the lines of the file, from 1, that the last one read takes."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.first = 1

    @property
    def last(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self.first = self._reader.line_num + 1
        return next(self._reader)


def _line(number: int) -> Phrase:
    return Phrase("place.line", {"line": number})


def _delimiter(text: str) -> str:
    """What stands between the codes of the header most often; the codes themselves hold none of these."""
    header = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _rows(lines: _Lines, problems: Problems, tick: Callable[[], object]) -> list[Row]:
    header: list[str] = next((cells for cells in lines if any(cell.strip() for cell in cells)), [])
    if not header:
        return []
    columns = match_columns(header, _KNOWN, REQUIRED_TABLE_COLUMNS, _line(lines.last), problems)
    if columns is None:
        return []
    table = Table("", columns)
    rows: list[Row] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        tick()
        if len(rows) == MOST_ROWS:
            problems.add(_line(lines.last), "too_large", most=format_number(MOST_ROWS))
            break
        if len(cells) != len(header):
            problems.add(_line(lines.last), "csv_cells", found=len(cells), expected=len(header))
            continue
        rows.append(Row(table, lines.last, tuple(_raw(cell) for cell in cells)))
    return rows


def _raw(cell: str) -> Raw:
    text = cell.strip()
    return (text, text) if text else EMPTY
