"""One build, open to be held against another: finds it among those that are kept, and knows what an older one lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from domain.history import BuildMark, Gap, LastReview
from domain.layout import Layout
from etl.problems import Phrase
from etl.publish import KEPT_BUILDS, builds, current_build, open_build

_SQL = Path(__file__).parent / "sql"


class NotComparable(RuntimeError):
    """There is no such build, or it cannot be read. `phrase` says which and what to do."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        super().__init__(phrase.text("vi"))


def find_builds(place: Layout, before: str | None = None, after: str | None = None) -> tuple[Path, Path]:
    """The two builds, each by id, file name or the first digits of its id; else the one before `after`, and the one in
    use. Raises NotComparable, also where a build was pruned."""
    kept = builds(place)
    later = _find(kept, after) if after else current_build(place)
    if later is None:
        raise NotComparable(Phrase("etl.no_build"))
    if before:
        return _find(kept, before), later
    older = kept[kept.index(later) + 1 :] if later in kept else []
    if not older:
        raise NotComparable(Phrase("history.nothing_earlier", {"build": build_id(later), "least": KEPT_BUILDS}))
    return older[0], later


def build_id(path: Path) -> str:
    return path.stem.removeprefix("cchc-")


def _find(kept: Sequence[Path], asked: str) -> Path:
    wanted = asked.removesuffix(".duckdb").removeprefix("cchc-")
    found = [path for path in kept if build_id(path).startswith(wanted)] if wanted else []
    found = [path for path in found if build_id(path) == wanted] or found
    if len(found) == 1:
        return found[0]
    names = ", ".join(build_id(path) for path in found or kept) or "–"
    key = "history.several_builds" if found else "history.no_such_build"
    raise NotComparable(Phrase(key, {"build": asked, "kept": names}))


def build_marks(place: Layout) -> list[BuildMark]:
    """The builds that are kept, the one put in use last first; one that cannot be read is passed over."""
    marks = []
    for path in builds(place):
        with suppress(NotComparable), open_side(path) as side:
            marks.append(side.mark)
    return marks


@contextmanager
def open_side(path: Path) -> Iterator[Side]:
    """The build at `path`, open for reading. Raises NotComparable where it is no build, or goes while it is read."""
    try:
        with open_build(path) as connection:
            yield Side(path, connection)
    except duckdb.Error as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NotComparable(Phrase("history.unreadable", {"build": path.name, "detail": detail})) from error


@cache
def sql(name: str) -> str:
    """The text of `etl/sql/<name>.sql`."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


class Side:
    """One of the two builds."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.build_id = build_id(path)
        self._connection = connection
        self._columns = set(connection.execute(sql("diff_columns")).fetchall())

    def ask(self, name: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer of `etl/sql/<name>.sql`."""
        # Not by a relation (`sql()`): that took ten times as long for the rows of 200 units.
        return self._connection.execute(sql(name), dict(parameters or {})).to_arrow_table()

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.ask(name).to_pylist()

    def missing(self, needed: Mapping[str, Collection[str]]) -> str | None:
        """The first table or column ("figure", "figure.scope") that this build lacks."""
        tables = {table for table, _ in self._columns}
        for table, columns in needed.items():
            if table not in tables:
                return table
            for column in columns:
                if (table, column) not in self._columns:
                    return f"{table}.{column}"
        return None

    def gap(self, part: str, needed: Mapping[str, Collection[str]]) -> Gap | None:
        """What keeps `part` from being compared."""
        missing = self.missing(needed)
        return Gap(self.build_id, part, missing) if missing else None

    @property
    def mark(self) -> BuildMark:
        found = self._connection.execute("select built_at from build").fetchone()
        if found is None:
            raise duckdb.InvalidInputException("build")
        return BuildMark(self.build_id, found[0].replace(tzinfo=UTC), self._last_review())

    def _last_review(self) -> LastReview | None:
        columns = ("at", "report_id", "seq", "officer", "action", "measure", "scope", "statement", "before", "after")
        if self.missing({"review_line": columns}):
            return None
        return next((LastReview(**row) for row in self.rows("diff_last_review")), None)

    @cached_property
    def inputs(self) -> dict[str, str] | None:
        """Checksums by path; None where the build keeps none."""
        if self.missing({"build_input": ("path", "sha256")}):
            return None
        return {row["path"]: row["sha256"] for row in self.rows("diff_inputs")} or None

    def left_out(self) -> set[str]:
        """The reports that this build left out because of an error."""
        if self.missing({"finding": ("report_id", "rule")}):
            return set()
        return {row["report_id"] for row in self.rows("diff_finding_left_out")}

    @cached_property
    def units(self) -> dict[str, tuple[str, str | None]]:
        """Name and unit above, by unit."""
        if self.missing({"unit": ("unit_id", "name", "parent_id")}):
            return {}
        return {row["unit_id"]: (row["name"], row["parent_id"]) for row in self.rows("diff_unit_names")}

    def item_names(self) -> dict[str, tuple[str, str]]:
        """Names of indicators and measures, (vi, en), by code."""
        names = ("name_vi", "name_en")
        if self.missing({"indicator": ("indicator_id", *names), "measure": ("measure", *names)}):
            return {}
        return {row["item"]: (row["name_vi"], row["name_en"]) for row in self.rows("diff_item_names")}
