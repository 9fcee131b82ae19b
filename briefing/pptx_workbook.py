"""The workbook inside a native chart: what PowerPoint opens for "Edit data"."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter

SHEET = "Sheet1"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Nothing a report brings may become a formula or a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Value = str | float | None


@dataclass(frozen=True)
class Grid:
    """Headings in row 1, then rows; the first column holds names. Numbers are numbers, None an empty cell."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def reference(self, column: int) -> str:
        """Where the values of a column stand."""
        letter = _letters(column)
        return f"{SHEET}!${letter}$2:${letter}${max(len(self.rows), 1) + 1}"

    def heading_reference(self, column: int) -> str:
        return f"{SHEET}!${_letters(column)}$1"

    def column(self, place: int) -> list[Value]:
        return [row[place] for row in self.rows]


def _letters(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def workbook(grid: Grid, author: str, made_on: date) -> bytes:
    """The grid as XLSX; `author` and `made_on` are its only properties."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"author": author, "created": datetime.combine(made_on, time())})
        sheet = book.add_worksheet(SHEET)
        # Excel keeps such a text a text even when somebody edits the cell and presses Enter.
        quoted = book.add_format({"quote_prefix": True})
        for line, row in enumerate((grid.headings, *grid.rows)):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, place, value, quoted if value.startswith(_FORMULA_STARTS) else None)
                elif value is not None:
                    sheet.write_number(line, place, value)
        sheet.set_column(0, 0, 32)
    return buffer.getvalue()
