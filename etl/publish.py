"""Publishes a finished warehouse under a new name and moves CURRENT to it. Never touches a build that is in use."""

import os
from contextlib import suppress
from pathlib import Path

import duckdb

from domain.layout import Layout

KEPT_BUILDS = 4
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
    """All builds that are kept, newest first."""
    return sorted(layout.warehouse.glob("cchc-*.duckdb"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def verify(path: Path) -> None:
    """Opens the build as a reader would. Raises VerificationFailed where a table has no rows or a key stands twice."""
    with duckdb.connect(str(path), read_only=True) as connection:
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
    os.replace(unfinished, final)
    point_to(layout, final)
    prune(layout)
    return final


def point_to(layout: Layout, build: Path) -> None:
    """Moves CURRENT: written aside, synced, swapped in."""
    aside = layout.current.with_name(f".CURRENT-{os.getpid()}")
    aside.write_text(build.name + "\n", encoding="utf-8")
    _sync(aside)
    os.replace(aside, layout.current)
    if os.name == "posix":
        _sync(layout.warehouse)


def prune(layout: Layout) -> None:
    """Keeps the newest builds and the one in use; a file another process holds open on Windows stays for next time."""
    in_use = current_build(layout)
    for path in builds(layout)[KEPT_BUILDS:]:
        if path != in_use:
            with suppress(PermissionError):
                path.unlink()


def _sync(path: Path) -> None:
    flags = os.O_RDONLY if path.is_dir() or os.name == "posix" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
