"""What the sheets of a filled-in workbook are, by the template's grey codes, and the rows that say anything."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from etl.import_layout import (
    FIGURE_COLUMNS,
    GUIDE_SHEET,
    HEAD_FIELDS,
    MEASURES_SHEET,
    OPTIONAL_TABLE_COLUMNS,
    REPORT_SHEET,
    REQUIRED_COLUMNS,
    REQUIRED_TABLE_COLUMNS,
    TABLE_COLUMNS,
    TABLE_SHEET,
)
from etl.import_rows import EMPTY, Cell, Problems, Raw, Row, Table, cell_name, match_columns

HEAD_VALUE, HEAD_CODE = 1, 2
"""Columns (from 0) of the head of a report sheet: the value that the user writes, the code it is known by."""

Line = tuple[int, tuple[Raw, ...]]

_HEADER_WITHIN = 60
_KNOWN_TABLE = TABLE_COLUMNS + OPTIONAL_TABLE_COLUMNS
_GIVEN = ("value", "qualifier", "place", "locator", "as_of", "note")
_FORMS = {REPORT_SHEET: "report", TABLE_SHEET: "table"}
_NUMBER = re.compile(r"\d[\d.,\s]*\s*(?:%|đ|đồng|triệu|triệu đồng|tỷ|tỷ đồng|hồ sơ)?")
_NO_FORMS = (GUIDE_SHEET, MEASURES_SHEET)


class Sheet:
    """One sheet: what it is, whatever its name, and its rows. Reads its lines once, problems go to `problems`.

    `form` is "report" (one report: a head above a table), "table" (many units and periods), or "" for a sheet without
    the template's codes.
    """

    def __init__(self, name: str, lines: Iterable[Line], problems: Problems) -> None:
        self.name = name
        self.problems = problems
        lines = iter(lines)
        self._first = list(islice(lines, _HEADER_WITHIN))
        self._lines = chain(self._first, lines)
        self._header = max(self._first, key=_codes_in, default=(0, ()))
        self._has_header = _codes_in(self._header) > 1
        self.form = self._form()

    def _form(self) -> str:
        codes = _codes(self._header) if self._has_header else set()
        if codes & {"unit", "period"}:
            return "table"
        if self._has_header:
            return _FORMS.get(self.name, "report")
        if self._first and sum(_head_code(line) in HEAD_FIELDS for line in self._first) > 1:
            return "report"
        return _FORMS.get(self.name, "") if self._first else ""

    def rows(self, tick: Callable[[], object]) -> list[Row]:
        """The rows that say anything; `tick` is called once for each."""
        if self.form == "report":
            return self._report_rows(tick)
        return self._table_rows(tick) if self.form == "table" else []

    def holds_figures(self) -> bool:
        """Whether a number or a formula stands in a sheet without codes; the template's guide and list hold none."""
        if self.name in _NO_FORMS:
            return False
        return any(_is_number(raw) for _, line in self._lines for raw in line) or bool(self.problems.found)

    def _report_rows(self, tick: Callable[[], object]) -> list[Row]:
        columns = self._columns(FIGURE_COLUMNS, REQUIRED_COLUMNS)
        if columns is None:
            return []
        head = self._head()
        table = Table(self.name, columns, head)
        rows = []
        for row in self._below(table):
            if any(row.cell(name).text for name in _GIVEN):
                tick()
                rows.append(row)
        if not rows and not any(cell.text for cell in head.values()):
            return []
        if missing := [name for name in ("unit", "period") if name not in head]:
            self.problems.add(self.name, "head_missing", missing=", ".join(missing))
            return []
        if not rows:
            self.problems.add(self.name, "no_figures")
        return rows

    def _table_rows(self, tick: Callable[[], object]) -> list[Row]:
        columns = self._columns(_KNOWN_TABLE, REQUIRED_TABLE_COLUMNS)
        if columns is None:
            return []
        rows = []
        for row in self._below(Table(self.name, columns)):
            tick()
            rows.append(row)
        return rows

    def _columns(self, known: Sequence[str], required: Sequence[str]) -> dict[str, int] | None:
        """Where each column is, by the line that holds most of the known codes."""
        if not self._has_header:
            missing, expected = ", ".join(required), ", ".join(known)
            self.problems.add(self.name, "columns_missing", missing=missing, expected=expected)
            return None
        number, raw = self._header
        place = cell_name(self.name, number, 0)
        return match_columns([str(value or "") for value, _ in raw], known, required, place, self.problems)

    def _head(self) -> dict[str, Cell]:
        head: dict[str, Cell] = {}
        for line in self._first:
            number, raw = line
            code = _head_code(line)
            if number < self._header[0] and code in HEAD_FIELDS:
                head[code] = Cell(*raw[HEAD_VALUE], cell_name(self.name, number, HEAD_VALUE))
        return head

    def _below(self, table: Table) -> Iterator[Row]:
        width = max(table.columns.values()) + 1
        for number, raw in self._lines:
            if number > self._header[0]:
                yield Row(table, number, raw + (EMPTY,) * (width - len(raw)))


def _codes(line: Line) -> set[str]:
    said = {str(value).strip().lower() for value, _ in line[1]}
    return said & {*FIGURE_COLUMNS, *_KNOWN_TABLE}


def _codes_in(line: Line) -> int:
    return len(_codes(line))


def _head_code(line: Line) -> str:
    raw = line[1]
    return str(raw[HEAD_CODE][0]).strip().lower() if len(raw) > HEAD_CODE else ""


def _is_number(raw: Raw) -> bool:
    value = raw[0]
    return isinstance(value, Decimal) or (isinstance(value, str) and _NUMBER.fullmatch(value) is not None)
