"""Reads what an office sets for places of its own: targets, local due dates, groups of similar units. Writes nothing.

Each file is read from the reference folder and, where it is there, from the simulated district's folder too. All that
is wrong in the three files is found in one go.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from domain.due import LAST_DAY, PARTS
from domain.layout import Layout
from domain.units import Level, UnitIndex
from etl.problems import Phrase, Problem, ProblemsFound
from etl.read import line, read_table, shown_name

# The levels of government that a target's level names; "unit" is a unit's own target.
_LEVELS: dict[str, frozenset[Level]] = {
    "national": frozenset(),
    "province": frozenset({Level.PROVINCE}),
    "district": frozenset({Level.DISTRICT}),
    "unit": frozenset({Level.COMMUNE, Level.DISTRICT}),
}
# A group's code stands in addresses of the dashboard.
_GROUP_ID = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*")
_YEAR = re.compile(r"(199[0-9]|20[0-9][0-9]|2100)")
_RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True)
class Target:
    """What an indicator should reach (per cent) in a year, in the country or in one unit and all that lie in it.

    `level` is national, province, district, or unit: a commune or district that set the target for itself alone.
    `unit_id` is empty for a national target.
    """

    indicator: str
    level: str
    unit_id: str
    year: int
    value: float
    source_vi: str
    source_en: str


@dataclass(frozen=True)
class DueDate:
    """A local day (1–28 of the period's last month) on which reports are due; `part` as in domain.due.PARTS."""

    unit_id: str
    part: str
    day: int
    source_vi: str
    source_en: str


@dataclass(frozen=True)
class PeerMember:
    """A unit in a group of units that an office holds to be similar."""

    group_id: str
    name_vi: str
    name_en: str
    unit_id: str


@dataclass(frozen=True)
class LocalReference:
    """What is set for places."""

    targets: tuple[Target, ...]
    due_dates: tuple[DueDate, ...]
    peer_groups: tuple[PeerMember, ...]


def load_local_reference(layout: Layout, units: UnitIndex, indicators: Container[str]) -> LocalReference:
    """Targets, due dates and peer groups. Raises ProblemsFound that name file and line of all that is wrong."""
    problems: list[Problem] = []
    known = _known_unit(units)
    targets = _rows(layout, "targets.csv", _TARGET_COLUMNS, _target_checks(units, indicators), problems)
    due_dates = _rows(
        layout, "due_dates.csv", _DUE_COLUMNS,
        (_filled(*_DUE_COLUMNS), known, _part, _day, _once("due_date_twice", "unit_id", "part")), problems,
    )  # fmt: skip
    members = _rows(
        layout, "peer_groups.csv", _PEER_COLUMNS,
        (_filled(*_PEER_COLUMNS), _group_id, known, _one_name(), _once("peer_twice", "group_id", "unit_id")), problems,
    )  # fmt: skip
    if problems:
        raise ProblemsFound(problems)
    return LocalReference(
        tuple(_target(row.cells) for row in targets),
        tuple(_due_date(row.cells) for row in due_dates),
        tuple(PeerMember(*(row.cells[column] for column in _PEER_COLUMNS)) for row in members),
    )


_TARGET_COLUMNS = ("indicator", "level", "unit_id", "year", "value", "source_vi", "source_en")
_DUE_COLUMNS = ("unit_id", "part", "day", "source_vi", "source_en")
_PEER_COLUMNS = ("group_id", "name_vi", "name_en", "unit_id")


def _target(cells: Mapping[str, str]) -> Target:
    indicator, level, unit_id, year, value, source_vi, source_en = (cells[column] for column in _TARGET_COLUMNS)
    return Target(indicator, level, unit_id, int(year), float(value), source_vi, source_en)


def _due_date(cells: Mapping[str, str]) -> DueDate:
    unit_id, part, day, source_vi, source_en = (cells[column] for column in _DUE_COLUMNS)
    return DueDate(unit_id, part, int(day), source_vi, source_en)


@dataclass(frozen=True)
class _Row:
    """A row and where it stands."""

    file: str
    number: int
    cells: Mapping[str, str]

    @property
    def place(self) -> Phrase:
        return Phrase("place.file_line", {"file": self.file, "line": self.number})


Check = Callable[[_Row], Iterator[Problem]]


def _say(code: str, row: _Row, **values: object) -> Problem:
    return Problem(row.file, line(row.number), code, values)


def _rows(
    layout: Layout, name: str, columns: tuple[str, ...], checks: tuple[Check, ...], problems: list[Problem]
) -> list[_Row]:
    """The rows of the reference file and the simulated district's; what is wrong with them goes into `problems`."""
    found = []
    for path in (layout.reference(name), layout.demo / name):
        if path == layout.demo / name and not path.exists():
            continue
        try:
            for number, cells in read_table(path, shown_name(path), columns):
                # A spreadsheet leaves rows of nothing but commas behind.
                if any(cells.values()):
                    found.append(_Row(shown_name(path), number, cells))
        except ProblemsFound as error:
            problems.extend(error.problems)
    problems.extend(problem for row in found for check in checks for problem in check(row))
    return found


def _filled(*columns: str) -> Check:
    def check(row: _Row) -> Iterator[Problem]:
        if empty := [column for column in columns if not row.cells[column]]:
            yield _say("reference_empty", row, columns=", ".join(empty))

    return check


def _once(code: str, *columns: str) -> Check:
    """No two rows with the same cells in `columns`."""
    seen: dict[tuple[str, ...], _Row] = {}

    def check(row: _Row) -> Iterator[Problem]:
        first = seen.setdefault(tuple(row.cells[column] for column in columns), row)
        if first is not row:
            yield _say(code, row, first=first.place, **{column: row.cells[column] for column in columns})

    return check


def _one_of(column: str, allowed: Container[str], words: str, code: str = "cell_not_one_of") -> Check:
    def check(row: _Row) -> Iterator[Problem]:
        found = row.cells[column]
        if found and found not in allowed:
            yield _say(code, row, column=column, found=found, allowed=words)

    return check


def _known_unit(units: UnitIndex) -> Check:
    def check(row: _Row) -> Iterator[Problem]:
        found = row.cells["unit_id"]
        if found and units.get(found) is None:
            yield _say("unknown_unit_id", row, found=found)

    return check


def _one_name() -> Check:
    """A group has one name in each language."""
    seen: dict[str, _Row] = {}

    def check(row: _Row) -> Iterator[Problem]:
        group = row.cells["group_id"]
        first = seen.setdefault(group, row)
        for column in ("name_vi", "name_en"):
            found, known = row.cells[column], first.cells[column]
            if found and known and found != known:
                yield _say("peer_two_names", row, group_id=group, found=found, known=known, first=first.place)

    return check


def _group_id(row: _Row) -> Iterator[Problem]:
    found = row.cells["group_id"]
    if found and not _GROUP_ID.fullmatch(found):
        yield _say("peer_group_id", row, found=found)


def _day(row: _Row) -> Iterator[Problem]:
    found = row.cells["day"]
    if found and not (_DAY.fullmatch(found) and 1 <= int(found) <= LAST_DAY):
        yield _say("due_day", row, found=found, last=LAST_DAY)


_part = _one_of("part", PARTS, ", ".join(PARTS))


def _target_checks(units: UnitIndex, indicators: Container[str]) -> tuple[Check, ...]:
    return (
        _filled(*(column for column in _TARGET_COLUMNS if column != "unit_id")),
        _target_indicator(indicators),
        _one_of("level", _LEVELS, ", ".join(_LEVELS)),
        _known_unit(units),
        _target_place(units),
        _target_numbers,
        _once("target_twice", "indicator", "unit_id", "year"),
    )


def _target_indicator(indicators: Container[str]) -> Check:
    def check(row: _Row) -> Iterator[Problem]:
        found = row.cells["indicator"]
        if found and found not in indicators:
            yield _say("target_indicator", row, indicator=found)

    return check


def _target_place(units: UnitIndex) -> Check:
    """A national target names no unit, another one a unit of its level."""

    def check(row: _Row) -> Iterator[Problem]:
        level, found = row.cells["level"], row.cells["unit_id"]
        unit = units.get(found)
        if level not in _LEVELS:
            return
        if level == "national" and found:
            yield _say("target_unit_given", row, found=found)
        elif level != "national" and not found:
            yield _say("target_unit_missing", row, level=level)
        elif unit and unit.level not in _LEVELS[level]:
            yield _say("target_level", row, level=level, unit=units.describe(unit))

    return check


def _target_numbers(row: _Row) -> Iterator[Problem]:
    year, value = row.cells["year"], row.cells["value"]
    if year and not _YEAR.fullmatch(year):
        yield _say("target_year", row, found=year)
    if value and not (_RATE.fullmatch(value) and float(value) <= 100):
        yield _say("target_value", row, found=value)
