"""Reads the registry below data/reference: measures, indicators, units, lineage and what is set for places."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from domain.indicators import Indicator, Measure
from domain.layout import Layout
from domain.rules import Rule
from domain.units import Unit, UnitIndex
from etl.problems import Problem, ProblemsFound
from etl.read import line, read_table, shown_name
from etl.reference import DueDate, PeerMember, Target, load_local_reference
from etl.registry_terms import load_indicators, load_measures
from etl.rules import load_rules
from text.search import fold

Record = TypeVar("Record")


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
    due_dates: tuple[DueDate, ...]
    peer_groups: tuple[PeerMember, ...]
    rules: tuple[Rule, ...] = ()


def load_registry(layout: Layout) -> Registry:
    """The registry of `layout`. Raises ProblemsFound where a reference file cannot be read or contradicts itself."""
    measures = load_measures(layout.reference("measures.csv"))
    indicators = load_indicators(layout.reference("indicators.toml"), measures)
    units = _unit_index(load_units(layout))
    local = load_local_reference(layout, units, indicators)
    return Registry(
        measures,
        indicators,
        local.targets,
        units,
        tuple(_with_demo(layout, "unit_lineage.csv", _lineage)),
        local.due_dates,
        local.peer_groups,
        load_rules(layout.reference("rules.toml"), measures, indicators),
    )


def records(path: Path, make: Callable[[dict[str, str]], Record]) -> list[Record]:
    """`make` of every row. Raises ProblemsFound that name the file and the line."""
    made: list[Record] = []
    problems = []
    name = shown_name(path)
    for number, row in read_table(path, name, ()):
        try:
            made.append(make(row))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(name, line(number), "reference_row", {"detail": error}))
    if problems:
        raise ProblemsFound(problems)
    return made


def _with_demo(layout: Layout, name: str, make: Callable[[dict[str, str]], Record]) -> list[Record]:
    """`make` of every row of a reference file, then of the simulated district's own file of that name, if there."""
    demo = layout.demo / name
    return records(layout.reference(name), make) + (records(demo, make) if demo.exists() else [])


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


def _lineage(row: dict[str, str]) -> Lineage:
    return Lineage(row["from_unit_id"], row["to_unit_id"], row["divided"] == "1", row["is_default"] == "1")
