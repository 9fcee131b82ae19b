"""Publishes a finished warehouse under a new name and moves CURRENT to it. Never touches a build that is in use."""

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from domain.layout import READER_CONFIG, Layout
from etl.used import last_used, note_use

KEPT_BUILDS = 4
# Beside the newest: what a later build is held against (`python -m etl diff`), as long as it takes little room.
KEPT_DAYS, KEPT_MONTHS = 14, 12
KEPT_BYTES = 2 * 2**30
_LEFTOVER = re.compile(r"\.(?:building-(\d+)\.duckdb(?:\.wal|\.tmp)?|(?:CURRENT|USED)-(\d+))")
_TABLES_WITH_ROWS = ("build", "unit", "period", "measure", "indicator")


class VerificationFailed(RuntimeError):
    """The new build does not hold what it has to; the old one stays in use."""


def build_path(layout: Layout, build_id: str) -> Path:
    return layout.warehouse / f"cchc-{build_id}.duckdb"


def current_build(layout: Layout) -> Path | None:
    """The path of the build in use, or None before the first build."""
    with suppress(FileNotFoundError):
        path = layout.warehouse / layout.current.read_text(encoding="utf-8").strip()
        return path if path.is_file() else None
    return None


def builds(layout: Layout) -> list[Path]:
    """All builds that are kept, the one put in use last first."""
    times = last_used(layout)
    return sorted(times, key=lambda path: (times[path], path.name), reverse=True)


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """A closed build, opened as a reader opens it."""
    return duckdb.connect(str(path), read_only=True, config=dict(READER_CONFIG))


def verify(path: Path) -> None:
    """Opens the build as a reader would. Raises VerificationFailed where it does not open, a table has no rows or a key
    stands twice."""
    try:
        _verify(path)
    except duckdb.Error as error:
        raise VerificationFailed(f"{path.name}: {error}") from error


def _verify(path: Path) -> None:
    with open_build(path) as connection:
        for table in _TABLES_WITH_ROWS:
            if not connection.table(table).limit(1).fetchall():
                raise VerificationFailed(f"{path.name}: {table} is empty")
        doubled = connection.execute(
            """
            select source, unit_id, scope, period_id, indicator_id from indicator_value
            group by all having count(*) > 1 limit 1
            """
        ).fetchone()
        if doubled:
            raise VerificationFailed(f"{path.name}: indicator_value holds {doubled} twice")


def publish(layout: Layout, unfinished: Path, build_id: str) -> Path:
    """Verifies the closed file `unfinished`, gives it its name, makes it the current build, prunes old ones."""
    verify(unfinished)
    final = build_path(layout, build_id)
    _sync(unfinished)
    unfinished.replace(final)
    note_use(layout, final)
    point_to(layout, final)
    prune(layout)
    return final


def point_to(layout: Layout, build: Path) -> None:
    """Moves CURRENT: written aside, synced, swapped in."""
    aside = layout.current.with_name(f".CURRENT-{os.getpid()}")
    aside.write_text(build.name + "\n", encoding="utf-8")
    _sync(aside)
    aside.replace(layout.current)
    if os.name == "posix":
        _sync(layout.warehouse)


def prune(layout: Layout) -> None:
    """Keeps the newest builds, the one in use, and the last of each day and month; a file another process holds open on
    Windows stays for next time."""
    in_use = current_build(layout)
    kept = _kept(last_used(layout))
    for path in builds(layout):
        if path != in_use and path not in kept:
            with suppress(PermissionError):
                path.unlink(missing_ok=True)


def _kept(times: Mapping[Path, datetime]) -> set[Path]:
    """Of the builds, each with when it was last put in use: the newest, and as many of the last of each day and month
    as KEPT_BYTES hold."""
    paths = sorted(times, key=lambda path: (times[path], path.name), reverse=True)
    days: dict[str, Path] = {}
    months: dict[str, Path] = {}
    sizes: dict[Path, int] = {}
    for path in paths:
        with suppress(FileNotFoundError):
            sizes[path] = path.stat().st_size
            day = f"{times[path]:%Y-%m-%d}"
            days.setdefault(day, path)
            months.setdefault(day[:7], path)
    kept = set(paths[:KEPT_BUILDS])
    room = KEPT_BYTES - sum(sizes.get(path, 0) for path in kept)
    older = {*list(days.values())[:KEPT_DAYS], *list(months.values())[:KEPT_MONTHS]} - kept
    for path in sorted(older, key=paths.index):
        room -= sizes[path]
        if room < 0:
            break
        kept.add(path)
    return kept


def remove_leftovers(layout: Layout) -> None:
    """Deletes what killed builds left unfinished; never a file of another process that still runs."""
    for path in layout.warehouse.glob(".*"):
        found = _LEFTOVER.fullmatch(path.name)
        if found and not _runs_elsewhere(int(found[1] or found[2])):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _runs_elsewhere(process: int) -> bool:
    """True where another process of that number lives: after a restart in a container this one may carry it. On Windows
    always False: asking would end the process, and nobody can delete a file there that is open."""
    if os.name != "posix" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(path: Path) -> None:
    flags = os.O_RDONLY if path.is_dir() or os.name == "posix" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
