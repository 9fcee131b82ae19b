"""One build: read → validate → load → compute → publish. The same input gives the same build id."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from domain.layout import Layout
from etl.compute import compute
from etl.load import load, record_build
from etl.problems import Problem, ProblemsFound
from etl.publish import build_path, current_build, point_to, publish
from etl.read import inputs_sha256, read_report, report_folders
from etl.registry import Registry, load_registry
from etl.validate import Report, validate_report, validate_together


@dataclass(frozen=True)
class Outcome:
    """What a build came to. `is_new` is False where the inputs had not changed; `held` where a rollback holds it back."""

    path: Path
    is_new: bool
    reports: int = 0
    figures: int = 0
    problems: tuple[Problem, ...] = field(default=())
    held: bool = False


def build(layout: Layout, *, strict: bool = False, force: bool = False) -> Outcome:
    """Builds and publishes. Reports with problems are left out, or with `strict` raise ProblemsFound at the first."""
    layout.warehouse.mkdir(parents=True, exist_ok=True)
    checksum = inputs_sha256(layout)
    final = build_path(layout, checksum[:12])
    if final.exists() and not force:
        return _reuse(layout, final)
    registry = load_registry(layout)
    reports, problems = collect(layout, registry, strict=strict)
    unfinished = layout.warehouse / f".building-{os.getpid()}.duckdb"
    try:
        figures = write(unfinished, registry, reports, checksum, problems)
        held_file(layout).unlink(missing_ok=True)
        path = publish(layout, unfinished, checksum[:12])
    finally:
        for leftover in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            with suppress(FileNotFoundError):
                leftover.unlink()
    return Outcome(path, True, len(reports), figures, tuple(problems))


def _reuse(layout: Layout, final: Path) -> Outcome:
    if held_file(layout).exists() and held_file(layout).read_text(encoding="utf-8").strip() == final.name:
        return Outcome(current_build(layout) or final, False, held=True)
    if current_build(layout) != final:
        point_to(layout, final)
    with duckdb.connect(str(final), read_only=True) as connection:
        rows = connection.execute("select reports, figures, rejected from build").fetchall()
    return Outcome(final, False, rows[0][0], rows[0][1])


def held_file(layout: Layout) -> Path:
    """Names the build that a rollback put aside, so that the next `build` does not bring it back unasked."""
    return layout.warehouse / "HELD"


def collect(layout: Layout, registry: Registry, *, strict: bool) -> tuple[list[Report], list[Problem]]:
    """All reports that hold, and what is wrong with the others."""
    reports: list[Report] = []
    problems: list[Problem] = []
    for folder in report_folders(layout):
        try:
            reports.append(validate_report(read_report(folder), registry))
        except ProblemsFound as error:
            problems.extend(error.problems)
            _stop_if(strict, problems)
    reports, clashes = validate_together(reports)
    problems.extend(clashes)
    _stop_if(strict, problems)
    return reports, problems


def _stop_if(strict: bool, problems: Iterable[Problem]) -> None:
    if strict and problems:
        raise ProblemsFound(problems)


def write(path: Path, registry: Registry, reports: list[Report], checksum: str, problems: list[Problem]) -> int:
    """Writes a whole warehouse to `path`, checkpointed and closed; returns the number of reported figures."""
    with duckdb.connect(str(path)) as connection:
        load(connection, registry, reports)
        compute(connection, reports)
        record_build(connection, checksum, problems)
        row = connection.execute("select figures from build").fetchone()
        connection.execute("checkpoint")
    return row[0] if row else 0
