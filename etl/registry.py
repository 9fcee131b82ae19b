"""Reads the registry below data/reference: measures, indicators, targets, units, lineage. Writes nothing."""

import csv
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from domain.formula import parse_alternatives, parse_sum
from domain.indicators import Indicator, Measure
from domain.layout import Layout
from domain.units import Unit, UnitIndex
from etl.problems import Problem, ProblemsFound
from etl.read import line
from text.search import fold

Record = TypeVar("Record")


@dataclass(frozen=True)
class Target:
    """What an indicator should reach (per cent) in a year; `unit_id` only where a unit set it for itself."""

    indicator: str
    level: str
    unit_id: str
    year: int
    value: float
    source_vi: str
    source_en: str


@dataclass(frozen=True)
class Lineage:
    """What became of a unit: counts go from one unit to another; `divided` where it went to several."""

    from_unit_id: str
    to_unit_id: str
    divided: bool
    is_default: bool


@dataclass(frozen=True)
class Registry:
    """Everything that is known before any report is read."""

    measures: dict[str, Measure]
    indicators: dict[str, Indicator]
    targets: tuple[Target, ...]
    units: UnitIndex
    lineage: tuple[Lineage, ...]


def load_registry(layout: Layout) -> Registry:
    """The registry of `layout`. Raises ProblemsFound where a reference file cannot be read or contradicts itself."""
    measures = {measure.code: measure for measure in records(layout.reference("measures.csv"), _measure)}
    indicators = _indicators(layout.reference("indicators.toml"))
    targets = records(layout.reference("targets.csv"), _target)
    _check(measures, indicators, targets)
    return Registry(
        measures,
        indicators,
        tuple(targets),
        _unit_index(load_units(layout)),
        tuple(records(layout.reference("unit_lineage.csv"), _lineage)),
    )


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a UTF-8 CSV file, with or without a byte-order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def records(path: Path, make: Callable[[dict[str, str]], Record]) -> list[Record]:
    """`make` of every row. Raises ProblemsFound that name the file and the line."""
    made: list[Record] = []
    problems = []
    for number, row in enumerate(rows(path), start=2):
        try:
            made.append(make(row))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(path.name, line(number), "reference_row", {"detail": error}))
    if problems:
        raise ProblemsFound(problems)
    return made


def load_units(layout: Layout) -> list[Unit]:
    """The national list, the office's own additions and the simulated district's units."""
    files = (
        layout.reference("units.csv"),
        layout.reference("units_local.csv"),
        layout.demo / "units.csv",
    )
    return [unit for path in files if path.exists() for unit in records(path, Unit.from_row)]


def _unit_index(units: list[Unit]) -> UnitIndex:
    try:
        return UnitIndex(units, key=fold)
    except ValueError as error:
        raise ProblemsFound([Problem("units.csv, units_local.csv", "", "reference_row", {"detail": error})]) from error


def _measure(row: dict[str, str]) -> Measure:
    return Measure(
        row["code"],
        row["name_vi"],
        row["name_en"],
        row["unit"],
        row["kind"],  # type: ignore[arg-type]  # held by a test
        row["appendix_code"],
        parse_alternatives(row["computed_as"]),
        row["note"],
    )


def _indicators(path: Path) -> dict[str, Indicator]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["indicator"]
    return {entry["id"]: _indicator(entry) for entry in entries}


def _indicator(entry: dict) -> Indicator:
    fields = dict(entry)
    for side in ("numerator", "denominator"):
        if side in fields:
            fields[side] = parse_sum(fields[side])
    fields["levels"] = tuple(fields.get("levels", ()))
    return Indicator(**fields)


def _target(row: dict[str, str]) -> Target:
    return Target(
        row["indicator"],
        row["level"],
        row["unit_id"],
        int(row["year"]),
        float(row["value"]),
        row["source_vi"],
        row["source_en"],
    )


def _lineage(row: dict[str, str]) -> Lineage:
    return Lineage(row["from_unit_id"], row["to_unit_id"], row["divided"] == "1", row["is_default"] == "1")


def _check(measures: dict[str, Measure], indicators: dict[str, Indicator], targets: list[Target]) -> None:
    """Formulas name measures, targets name indicators."""
    problems = [
        Problem("measures.csv", measure.code, "formula_measure", {"measure": term.measure})
        for measure in measures.values()
        for alternative in measure.computed_as
        for term in alternative
        if term.measure not in measures
    ] + [
        Problem("indicators.toml", indicator.id, "formula_measure", {"measure": term.measure})
        for indicator in indicators.values()
        for term in indicator.numerator + indicator.denominator
        if term.measure not in measures
    ]
    problems += [
        Problem("targets.csv", "", "target_indicator", {"indicator": target.indicator})
        for target in targets
        if target.indicator not in indicators
    ]
    if problems:
        raise ProblemsFound(problems)
