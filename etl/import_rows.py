"""Rows of an import file, whatever the file: cells that know where they stand and how they look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby

from etl.problems import Phrase, Problem

Place = str | Phrase
Raw = tuple[object, str]
"""A cell's value (text, number, date or None) and its text as the user sees it."""
EMPTY: Raw = (None, "")


class Problems:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self._unusable: set[Place] = set()

    def add(self, place: Place, code: str, /, **values: object) -> None:
        if place not in self._unusable:
            self.found.append(Problem(self.file, place, code, values))

    def add_unusable(self, cell: str, code: str, /, **values: object) -> None:
        """For a cell that cannot be used at all: nothing else is said about it."""
        self.add(cell, code, **values)
        self._unusable.add(cell)

    def take(self, other: "Problems") -> None:
        """Adds what was found in a part of the file."""
        self.found += other.found
        self._unusable |= other._unusable


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is None where the cell is empty or blank."""

    value: object
    printed: str
    place: Place

    @property
    def text(self) -> str:
        """The cell as text, runs of spaces as one; "" where it is empty."""
        return "" if self.value is None else " ".join(str(self.value).split())


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns (code -> index from 0) and the name of its sheet; a CSV file has no sheet."""

    sheet: str
    columns: Mapping[str, int]
    head: Mapping[str, Cell] = field(default_factory=dict)

    def place(self, line: int, column: str) -> Place:
        if not self.sheet:
            return Phrase("place.line_column", {"line": line, "column": column})
        return cell_name(self.sheet, line, self.columns[column])

    def locator(self, line: int) -> str:
        """Where a figure stands, for figures that name no place in the report itself."""
        return cell_name(self.sheet, line, self.columns["value"]) if self.sheet else f"dòng {line}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `line` counts from 1."""

    table: Table
    line: int
    raw: tuple[Raw, ...]

    def cell(self, column: str) -> Cell:
        """The cell of `column`: in the row, else in the table's head, else empty."""
        if column in self.table.columns:
            value, printed = self.raw[self.table.columns[column]]
            return Cell(value, printed, self.table.place(self.line, column))
        return self.table.head.get(column) or Cell(None, "", self.place)

    def printed(self, column: str) -> str:
        """What the cell of `column` looks like."""
        if column in self.table.columns:
            return self.raw[self.table.columns[column]][1]
        return self.table.head[column].printed if column in self.table.head else ""

    @property
    def place(self) -> Place:
        """The row as a whole."""
        return Phrase("place.row" if self.table.sheet else "place.line", {"sheet": self.table.sheet, "line": self.line})

    @property
    def locator(self) -> str:
        return self.table.locator(self.line)


def cell_name(sheet: str, line: int, column: int) -> str:
    """ "Báo cáo!E22" from line 22 and column 4 (counted from 0)."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{line}"


def match_columns(
    header: Iterable[str], known: Iterable[str], required: Iterable[str], place: Place, problems: Problems
) -> dict[str, int] | None:
    """code -> index of the columns of a header row. None where a column is missing, unknown or there twice."""
    names = [(name.strip().lower(), index) for index, name in enumerate(header) if name.strip()]
    columns = dict(reversed(names))
    known = list(known)
    before = len(problems.found)
    if missing := [name for name in required if name not in columns]:
        problems.add(place, "columns_missing", missing=", ".join(missing), expected=", ".join(known))
    for name in columns:
        if name not in known:
            guess = get_close_matches(name, known, 1)
            problems.add(place, "column_unknown", found=name, hint=did_you_mean(guess), expected=", ".join(known))
    for name, group in groupby(sorted(name for name, _ in names)):
        if len(list(group)) > 1:
            problems.add(place, "column_twice", found=name)
    return columns if len(problems.found) == before else None


def did_you_mean(guesses: Iterable[str]) -> Phrase:
    """A question that offers `guesses`, or nothing where there are none."""
    offered = ", ".join(guesses)
    return Phrase("place.did_you_mean", {"guess": offered}) if offered else Phrase("place.nothing")
