"""Opens the build in use and asks it questions. One read-only root connection a build, one cursor a question."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from domain.layout import READER_CONFIG, Layout

_SQL = Path(__file__).parent / "sql"


class NoWarehouse(RuntimeError):
    """There is no build yet: `python -m etl build` makes one."""


class OtherVersion(NoWarehouse):
    """The build in use was made by another version of the tool: it lacks a table or a column that is asked for."""


class Warehouse:
    """One build, open for reading. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.build_id = path.stem.removeprefix("cchc-")
        self._root = duckdb.connect(str(path), read_only=True, config=dict(READER_CONFIG))

    def ask(self, name: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of `queries/sql/<name>.sql`, a dict a row by column name. Values are bound, never formatted in.
        Raises OtherVersion."""
        with self._root.cursor() as cursor:
            try:
                cursor.execute(sql(name), dict(parameters or {}))
            except (duckdb.BinderException, duckdb.CatalogException) as error:
                raise OtherVersion(f"{self.path.name}: {name}.sql: {error}") from error
            columns = [column[0] for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@cache
def sql(name: str) -> str:
    """The text of `queries/sql/<name>.sql`."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


_lock = threading.Lock()
_open: dict[Path, Warehouse] = {}


def current_path(place: Layout) -> Path:
    """The path of the build in use. Raises NoWarehouse."""
    try:
        path = place.warehouse / place.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise NoWarehouse(str(place.warehouse)) from error
    if not path.is_file():
        raise NoWarehouse(str(path))
    return path


def current_warehouse(place: Layout) -> Warehouse:
    """The build in use, opened once and shared. A newer build shows at the next call; sessions that still read an older
    one finish on their own cursors. Raises NoWarehouse."""
    path = current_path(place)
    with _lock:
        if path not in _open:
            _open.clear()
            _open[path] = Warehouse(path)
        return _open[path]
