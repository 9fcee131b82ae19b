"""One build: read → validate → load → compute → publish. The same input gives the same build id."""

import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from domain.layout import Layout
from etl.check import check
from etl.clashes import validate_together
from etl.compute import compute
from etl.load import load, record_build, record_inputs
from etl.problems import Problem, ProblemsFound
from etl.publish import (
    VerificationFailed,
    build_path,
    builds,
    current_build,
    open_build,
    point_to,
    publish,
    remove_leftovers,
    verify,
)
from etl.read import input_checksums, read_report, report_folders, sha256_of
from etl.registry import Registry, load_registry
from etl.report import Report
from etl.used import note_use
from etl.validate import validate_report


@dataclass(frozen=True)
class Outcome:
    """What a build came to. `is_new` is False where the inputs had not changed; `held` where a rollback holds it back.

    `problems` are those found now; a build that is not new has them as `left_out`: (report, sentence vi, sentence en).
    """

    path: Path
    is_new: bool
    reports: int = 0
    figures: int = 0
    problems: tuple[Problem, ...] = field(default=())
    held: bool = False
    left_out: tuple[tuple[str, str, str], ...] = field(default=())


class NothingToBuild(RuntimeError):
    """No report holds. Nothing was published: an empty folder is more often a wrong CCHC_DATA than an empty office."""

    def __init__(self, root: Path, problems: Iterable[Problem]) -> None:
        self.root = root
        self.problems = tuple(problems)
        super().__init__(str(root))


_one_at_a_time = threading.Lock()


def build(layout: Layout, *, strict: bool = False, force: bool = False) -> Outcome:
    """Builds and publishes. Reports with problems are left out, or with `strict` raise ProblemsFound at the first.

    Raises NothingToBuild without a single report that holds, VerificationFailed where the outcome is not what it has to
    be; in both cases the build in use stays.
    """
    with _one_at_a_time:
        remove_leftovers(layout)
        inputs = input_checksums(layout)
        checksum = sha256_of(inputs)
        final = build_path(layout, checksum[:12])
        if not force and (outcome := _reuse(layout, final, strict=strict)):
            return outcome
        registry = load_registry(layout)
        reports, problems = collect(layout, registry, strict=strict)
        if not reports:
            raise NothingToBuild(layout.root, problems)
        figures = _make(layout, registry, reports, inputs, problems)
        return Outcome(final, True, len(reports), figures, tuple(problems))


def _make(
    layout: Layout, registry: Registry, reports: list[Report], inputs: Mapping[str, str], problems: list[Problem]
) -> int:
    layout.warehouse.mkdir(parents=True, exist_ok=True)
    unfinished = layout.warehouse / f".building-{os.getpid()}.duckdb"
    try:
        figures = write(unfinished, registry, reports, inputs, problems)
        publish(layout, unfinished, sha256_of(inputs)[:12])
        held_file(layout).unlink(missing_ok=True)
    finally:
        for leftover in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            with suppress(FileNotFoundError):
                leftover.unlink()
    return figures


def _reuse(layout: Layout, final: Path, *, strict: bool) -> Outcome | None:
    """The build of these inputs, put in use; None where it is not there, does not hold, or `strict` forbids it."""
    try:
        if not final.is_file():
            return None
        verify(final)
    except VerificationFailed:
        return None
    with open_build(final) as connection:
        rows = connection.execute("select reports, figures from build").fetchall()
        left_out = connection.execute(
            "select report_id, message_vi, message_en from finding where rule = 'left_out' order by all"
        ).fetchall()
    if strict and left_out:
        return None
    if final.name in held_builds(layout):
        return Outcome(current_build(layout) or final, False, held=True)
    if current_build(layout) != final:
        note_use(layout, final)
        point_to(layout, final)
    return Outcome(final, False, rows[0][0], rows[0][1], left_out=tuple(left_out))


def held_file(layout: Layout) -> Path:
    """Names the builds that rollbacks put aside, so that the next `build` does not bring one back unasked."""
    return layout.warehouse / "HELD"


def held_builds(layout: Layout) -> list[str]:
    with suppress(FileNotFoundError):
        return held_file(layout).read_text(encoding="utf-8").split()
    return []


def roll_back(layout: Layout) -> tuple[Path, Path] | None:
    """Puts the build before in use and holds the present one back; (old, new), or None where there is none before."""
    in_use = current_build(layout)
    kept = builds(layout)
    older = kept[kept.index(in_use) + 1 :] if in_use in kept else []
    if in_use is None or not older:
        return None
    held_file(layout).write_text("\n".join([*held_builds(layout), in_use.name, ""]), encoding="utf-8")
    point_to(layout, older[0])
    return in_use, older[0]


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


def write(
    path: Path, registry: Registry, reports: list[Report], inputs: Mapping[str, str], problems: list[Problem]
) -> int:
    """Writes a whole warehouse to `path`, checkpointed and closed; returns the number of reported figures."""
    with duckdb.connect(str(path)) as connection:
        load(connection, registry, reports)
        compute(connection, reports)
        check(connection, registry, reports)
        record_inputs(connection, inputs)
        record_build(connection, sha256_of(inputs), problems)
        row = connection.execute("select figures from build").fetchone()
        connection.execute("checkpoint")
    return row[0] if row else 0
