"""Writes units.csv and unit_lineage.csv from the crosswalk of 2025 and special_zones.csv, or nothing where they err."""

import csv
import io
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from domain.units import CODES_INTRODUCED, REORGANISED, Level, Unit, make_unit_id

Row = dict[str, str]

SPECIAL_ZONES = "special_zones.csv"
_ZONE_COLUMNS = (
    "old_province_code",
    "old_district_code",
    "old_district",
    "new_province_code",
    "new_ward_code",
    "new_ward",
)
_CROSSWALK_COLUMNS = (
    *_ZONE_COLUMNS,
    "old_province",
    "old_ward_code",
    "old_ward",
    "new_province",
    "old_divided",
    "is_default_target",
)
_CODE_LENGTH = {"province_code": 2, "district_code": 3, "ward_code": 5}
_FLAGS = ("old_divided", "is_default_target")
_LEVELS = tuple(Level)


@dataclass(frozen=True)
class Lineage:
    """What became of a unit on 1 July 2025; the columns of unit_lineage.csv.

    `divided`: it went to several units. `is_default`: the one of them that stands for it where one must be named.
    """

    from_unit_id: str
    to_unit_id: str
    divided: int
    is_default: int


@dataclass(frozen=True)
class UnitCounts:
    """What was written, counted."""

    old_provinces: int
    old_districts: int
    old_communes: int
    new_provinces: int
    new_communes: int
    special_zones: int
    lineage: int
    divided: int


def write_units(crosswalk: Path, folder: Path) -> UnitCounts:
    """Write units.csv and unit_lineage.csv into `folder` from `crosswalk` and the folder's own special_zones.csv.

    Raises FileNotFoundError, and ValueError where a file lacks a column, a code is malformed or two rows contradict
    each other; then both files stay as they were.
    """
    rows = _read(crosswalk, _CROSSWALK_COLUMNS)
    units = build_units(rows, _read(folder / SPECIAL_ZONES, _ZONE_COLUMNS))
    lineage = build_lineage(rows)
    unit_rows = [{**asdict(unit), "valid_to": unit.valid_to or ""} for unit in units]
    _replace(folder / "units.csv", _as_csv([field.name for field in fields(Unit)], unit_rows))
    _replace(folder / "unit_lineage.csv", _as_csv([field.name for field in fields(Lineage)], map(asdict, lineage)))
    return count(units, lineage)


def build_units(rows: Iterable[Row], zones: Iterable[Row]) -> list[Unit]:
    """Every unit the rows name, by era, level and code. Raises ValueError where two rows disagree on a unit."""
    found: dict[str, Unit] = {}
    for row in (*rows, *zones):
        for unit in _units_of(row):
            known = found.setdefault(unit.unit_id, unit)
            if known != unit:
                raise ValueError(
                    f"{unit.unit_id} is {known.name} in {known.parent_id}, and {unit.name} in {unit.parent_id}: "
                    "a code belongs to one unit in an era; correct the row that is wrong"
                )
    for unit in found.values():
        if unit.parent_id and unit.parent_id not in found:
            raise ValueError(
                f"{unit.unit_id} ({unit.name}) lies in {unit.parent_id}, which the crosswalk does not name"
            )
    return sorted(found.values(), key=lambda unit: (unit.valid_from, _LEVELS.index(unit.level), unit.gso_code))


def build_lineage(rows: Iterable[Row]) -> list[Lineage]:
    """What became of each commune and each province, sorted by id. Raises ValueError where the flags do not add up."""
    rows = list(rows)
    communes = [
        Lineage(_old(row["old_ward_code"]), _new(row["new_ward_code"]), *(int(row[flag]) for flag in _FLAGS))
        for row in rows
    ]
    provinces = {Lineage(_old(row["old_province_code"]), _new(row["new_province_code"]), 0, 1) for row in rows}
    lineage = sorted((*communes, *provinces), key=astuple)
    _check(lineage)
    return lineage


def count(units: Sequence[Unit], lineage: Sequence[Lineage]) -> UnitCounts:
    def of(since: date, level: Level) -> list[Unit]:
        return [unit for unit in units if unit.valid_from == since and unit.level == level]

    new_communes = of(REORGANISED, Level.COMMUNE)
    return UnitCounts(
        old_provinces=len(of(CODES_INTRODUCED, Level.PROVINCE)),
        old_districts=len(of(CODES_INTRODUCED, Level.DISTRICT)),
        old_communes=len(of(CODES_INTRODUCED, Level.COMMUNE)),
        new_provinces=len(of(REORGANISED, Level.PROVINCE)),
        new_communes=len(new_communes),
        special_zones=sum(unit.name.startswith("Đặc khu ") for unit in new_communes),
        lineage=len(lineage),
        divided=len({line.from_unit_id for line in lineage if line.divided}),
    )


def _old(code: str) -> str:
    return make_unit_id(code, CODES_INTRODUCED.year)


def _new(code: str) -> str:
    return make_unit_id(code, REORGANISED.year)


def _units_of(row: Row) -> Iterator[Unit]:
    """The units a row names. A row of special_zones.csv names no province and no old commune: only their codes."""
    old_end = REORGANISED - timedelta(days=1)
    old_levels = (
        (Level.PROVINCE, "province", ""),
        (Level.DISTRICT, "district", "province"),
        (Level.COMMUNE, "ward", "district"),
    )
    new_levels = ((Level.PROVINCE, "province", ""), (Level.COMMUNE, "ward", "province"))
    for prefix, make_id, levels, start, end in (
        ("old", _old, old_levels, CODES_INTRODUCED, old_end),
        ("new", _new, new_levels, REORGANISED, None),
    ):
        for level, column, parent in levels:
            if name := row.get(f"{prefix}_{column}"):
                code = row[f"{prefix}_{column}_code"]
                parent_id = make_id(row[f"{prefix}_{parent}_code"]) if parent else None
                yield Unit(make_id(code), code, name, level, parent_id, start, end)


def _check(lineage: Iterable[Lineage]) -> None:
    successors: dict[str, list[Lineage]] = defaultdict(list)
    for line in lineage:
        successors[line.from_unit_id].append(line)
    for unit_id, lines in successors.items():
        if len({line.to_unit_id for line in lines}) < len(lines):
            raise ValueError(f"{unit_id} goes to the same unit twice; leave one of the rows out")
        if sum(line.is_default for line in lines) != 1:
            raise ValueError(
                f"{unit_id} has {sum(line.is_default for line in lines)} default successors; mark exactly one"
            )
        if any(line.divided != (len(lines) > 1) for line in lines):
            raise ValueError(f"{unit_id} has {len(lines)} successors; old_divided is 1 where there are several, else 0")


def _read(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file, only `columns`, names composed (NFC) and trimmed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path.name}: the header lacks {', '.join(missing)}")
        return [_clean(row, columns, f"{path.name}, line {reader.line_num}") for row in reader]


def _clean(row: Row, columns: Sequence[str], place: str) -> Row:
    clean = {column: " ".join(unicodedata.normalize("NFC", row[column] or "").split()) for column in columns}
    for column, value in clean.items():
        digits = _CODE_LENGTH.get(column.partition("_")[2])
        if not value:
            raise ValueError(f"{place}: {column} is empty")
        if digits and not (len(value) == digits and value.isascii() and value.isdecimal()):
            raise ValueError(
                f"{place}: {column} is {value!r}; expected a code of {digits} digits, leading zeros included"
            )
        if column in _FLAGS and value not in ("0", "1"):
            raise ValueError(f"{place}: {column} is {value!r}; expected 0 or 1")
    return clean


def _as_csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _replace(path: Path, text: str) -> None:
    """Written aside first: a killed run must not leave half a registry."""
    aside = path.with_name(f"{path.name}.part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(aside, path)
