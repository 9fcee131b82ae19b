"""When each build was last put in use, which is told by a file beside them: the times of files do not outlive a copy or
a backup.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from domain.layout import READER_CONFIG, Layout


def used_file(layout: Layout) -> Path:
    """A line a build: its file name, and when it was last put in use (ISO 8601, UTC)."""
    return layout.warehouse / "USED"


def note_use(layout: Layout, build: Path) -> None:
    """Writes down that `build` is put in use now; builds that are gone are forgotten."""
    there = {name: at for name, at in _noted(layout).items() if (layout.warehouse / name).exists()}
    there[build.name] = datetime.now(UTC)
    aside = used_file(layout).with_name(f".USED-{os.getpid()}")
    aside.write_text("".join(f"{name} {at.isoformat()}\n" for name, at in there.items()), encoding="utf-8")
    aside.replace(used_file(layout))


def last_used(layout: Layout) -> dict[Path, datetime]:
    """The builds that are kept, each with when it was last put in use: as noted; of one that is not, when it was made,
    which it says itself; of one that cannot be read, the time of its file. All UTC."""
    noted, found = _noted(layout), {}
    for path in layout.warehouse.glob("cchc-*.duckdb"):
        with suppress(FileNotFoundError):
            status = path.stat()
            found[path] = noted.get(path.name) or _made(path, status.st_mtime_ns, status.st_size)
    return found


def _noted(layout: Layout) -> dict[str, datetime]:
    """A line that does not hold is passed over: what it said follows from the build."""
    found = {}
    with suppress(FileNotFoundError, UnicodeDecodeError):
        for line in used_file(layout).read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition(" ")
            with suppress(ValueError):
                at = datetime.fromisoformat(text)
                found[name] = at if at.tzinfo else at.replace(tzinfo=UTC)
    return found


@lru_cache(maxsize=1024)
def _made(path: Path, modified: int, size: int) -> datetime:
    """When the build at `path` was made. A file that changes is asked again."""
    del size
    with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True, config=dict(READER_CONFIG)) as connection:
        row = connection.execute("select built_at from build").fetchone()
        if row and row[0]:
            return row[0].replace(tzinfo=UTC)
    return datetime.fromtimestamp(modified / 10**9, UTC)
