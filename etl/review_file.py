"""review.jsonl: reads a report's review lines and adds one at the end. Rewrites nothing.

Each line carries the checksum of the line before it and its own, so that a line that was changed, lost or put in is
noticed and named. The last line alone can go missing unnoticed by the file itself: the file is under git.
"""

import hashlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

from domain.review import ACTIONS, FIGURE_ACTIONS, Line
from etl.problems import Phrase, Problem, ProblemsFound

FILE_NAME = "review.jsonl"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_TEXTS = ("by", "action", "measure", "scope", "reason", "contents")
_NUMBERS = ("stated", "before", "after")
_KEYS = frozenset({*(field.name for field in fields(Line)), "previous", "sha256"})


def read_lines(folder: Path) -> tuple[Line, ...]:
    """The review of the report in `folder`, empty without one. Raises ProblemsFound that name the first line that does
    not hold."""
    return tuple(line for line, _ in _read(folder))


def append_line(folder: Path, line: Line) -> None:
    """Adds `line`, which follows the last one, and waits for the disk. To be called under `etl.lock.locked`.

    Raises ProblemsFound where the file does not hold, OSError where it cannot be written; then it is as it was.
    """
    written = _read(folder)
    previous = written[-1][1] if written else ""
    content = _as_json(line) | {"previous": previous}
    text = _canonical(content | {"sha256": _checksum(content)}) + "\n"
    path = folder / FILE_NAME
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o664)
    try:
        size = os.fstat(descriptor).st_size
        try:
            _write_whole(descriptor, text.encode())
        except OSError:
            # A full disk: half a line would keep everybody from reading the rest.
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if is_new and os.name == "posix":
        _sync_folder(folder)


def _write_whole(descriptor: int, content: bytes) -> None:
    if os.write(descriptor, content) < len(content):
        raise OSError("short write")
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(folder: Path) -> list[tuple[Line, str]]:
    """The lines with their checksums."""
    name = f"{folder.name}/{FILE_NAME}"
    text = _text(folder / FILE_NAME, name)
    found: list[tuple[Line, str]] = []
    previous = ""
    *rows, rest = text.split("\n")
    if rest:
        raise _wrong(name, len(rows) + 1, "review_cut")
    for number, row in enumerate(rows, start=1):
        line, content = _parsed(name, number, row.removesuffix("\r"))
        if line.seq != number or content["previous"] != previous:
            raise _wrong(name, number, "review_chain", expected=number, found=line.seq)
        previous = str(content["sha256"])
        if _checksum({key: value for key, value in content.items() if key != "sha256"}) != previous:
            raise _wrong(name, number, "review_changed", by=line.by, at=line.at.strftime(_TIME))
        found.append((line, previous))
    return found


def _text(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(name, "", "not_utf8", {"byte": error.start})]) from error
    except OSError as error:
        raise ProblemsFound([Problem(name, "", "file_locked", {"detail": error.strerror or error})]) from error


def _parsed(name: str, number: int, row: str) -> tuple[Line, dict[str, object]]:
    try:
        content = json.loads(row)
        if not isinstance(content, dict):
            raise ValueError(row[:40])
    except (ValueError, RecursionError) as error:
        raise _wrong(name, number, "review_not_json", detail=error) from error
    if keys := _KEYS.symmetric_difference(content):
        raise _wrong(name, number, "review_field", field=", ".join(sorted(keys)))
    for key in content:
        if not _holds(key, content):
            raise _wrong(name, number, "review_field", field=key)
    values = {key: content[key] for key in _KEYS - {"previous", "sha256"}}
    values["at"] = datetime.strptime(str(content["at"]), _TIME).replace(tzinfo=UTC)
    for key in _NUMBERS:
        values[key] = None if content[key] is None else float(content[key])
    return Line(**values), content


def _holds(key: str, content: Mapping[str, object]) -> bool:
    value = content[key]
    if key in _NUMBERS:
        return value is None or (type(value) in (int, float) and math.isfinite(float(str(value))))
    if key == "statement":
        return type(value) is int and value >= 0 if content["action"] in FIGURE_ACTIONS else value is None
    if key == "seq":
        return type(value) is int
    if key == "at":
        return isinstance(value, str) and _is_time(value)
    if key == "action":
        return value in ACTIONS
    # Nothing that could break a line or a terminal; `etl.review` writes nothing else.
    return isinstance(value, str) and value.isprintable()


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, _TIME)
    except ValueError:
        return False
    return True


def _wrong(name: str, number: int, code: str, **values: object) -> ProblemsFound:
    return ProblemsFound([Problem(name, Phrase("place.line", {"line": number}), code, values)])


def _as_json(line: Line) -> dict[str, object]:
    content: dict[str, object] = asdict(line) | {"at": line.at.astimezone(UTC).strftime(_TIME)}
    for key in _NUMBERS:
        value = content[key]
        if isinstance(value, float) and value.is_integer():
            content[key] = int(value)
    return content


def _checksum(content: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(content).encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False)
