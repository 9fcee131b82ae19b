"""The source file of a report, where the office keeps it beside its data: found by name, trusted by checksum only."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from charts.view import View
from domain.layout import Layout, layout
from queries.rows import ReportRow
from text.numbers import MISSING
from ui import source_pages
from ui.chart import markdown
from ui.theme import current

FOLDER = "sources"
AROUND = 2
_TEXT = frozenset({".txt", ".md", ".csv"})
_LINES = re.compile(r"dòng (\d+)(?:\s*[-–]\s*(\d+))?")
_MOST_LINES = 40


class State(StrEnum):
    """Whether the file that a report names is there."""

    KEPT = "kept"
    DIFFERS = "differs"  # a file of that name, with another checksum
    ABSENT = "absent"


@dataclass(frozen=True)
class SourceFile:
    """A report's source file; `path` is None unless it is kept."""

    state: State
    path: Path | None = None

    @property
    def is_text(self) -> bool:
        return self.path is not None and self.path.suffix.lower() in _TEXT


def find(place: Layout, report: ReportRow) -> SourceFile:
    """Looks in `sources/` of the data folder and in the report's own folder. Never outside them."""
    name = Path(report.file_name.replace("\\", "/")).name
    if not name or not report.file_sha256:
        return SourceFile(State.ABSENT)
    folders = (place.root / FOLDER, place.reports / report.report_id, place.demo / report.report_id)
    there = [path for folder in folders if (path := folder / name).is_file()]
    for path in there:
        stat = path.stat()
        if _sha256(path, stat.st_mtime_ns, stat.st_size) == report.file_sha256.lower():
            return SourceFile(State.KEPT, path)
    return SourceFile(State.DIFFERS if there else State.ABSENT)


@lru_cache(maxsize=256)
def _sha256(path: Path, changed: int, size: int) -> str:
    del changed, size
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines_named(locator: str) -> list[int]:
    """The lines that a locator names, from 1: "II.3, dòng 149-150, tr. 3" -> [149, 150]."""
    found: list[int] = []
    for first, last in _LINES.findall(locator):
        found += range(int(first), min(int(last or first), int(first) + _MOST_LINES) + 1)
    return found


def excerpt(path: Path, locator: str) -> list[tuple[int, str, bool]]:
    """The lines that `locator` names with those around: number, text, whether it is named. Nothing without a line."""
    named = set(lines_named(locator))
    if not named:
        return []
    text = path.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    wanted = sorted({line for one in named for line in range(one - AROUND, one + AROUND + 1) if 0 < line <= len(text)})
    return [(line, text[line - 1], line in named) for line in wanted]


def show(
    view: View,
    report: ReportRow,
    locators: Sequence[str],
    *,
    key: str,
    printed: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """The page itself beside the figure: the lines, the page or the paragraphs of each place; else the file to open, or
    why it is not here. `printed` are the numbers as the report prints them, by locator."""
    found = find(layout(os.environ), report)
    if found.path is None:
        words = view.say(f"source_file.{found.state}", file=report.file_name or MISSING, folder=FOLDER)
        (st.warning if found.state is State.DIFFERS else st.caption)(markdown(words))
        return
    st.caption(markdown(view.say("source_file.kept", file=report.file_name)))
    if found.is_text:
        for locator in dict.fromkeys(locators):
            if lines := excerpt(found.path, locator):
                _draw(locator, lines)
    elif locators:
        source_pages.show(view, found.path, report.file_sha256, {one: (printed or {}).get(one, ()) for one in locators})
    st.download_button(
        view.say("source_file.download"), found.path.read_bytes(), found.path.name, "application/octet-stream",
        key=f"{key}-file", on_click="ignore", icon=":material/draft:",
    )  # fmt: skip


def _draw(locator: str, lines: Sequence[tuple[int, str, bool]]) -> None:
    palette = current()
    rows = "".join(
        f'<tr style="{f"background:{palette.panel};font-weight:600" if named else ""}">'
        f'<td style="text-align:right;padding:0 0.7rem 0 0.3rem;color:{palette.muted};vertical-align:top">{number}</td>'
        f'<td style="overflow-wrap:anywhere">{escape(text)}</td></tr>'
        for number, text, named in lines
    )
    st.html(
        f'<figure style="margin:0 0 0.5rem 0;color:{palette.text};font-size:0.9rem">'
        f'<figcaption style="color:{palette.muted};font-size:0.85rem">{escape(locator)}</figcaption>'
        f'<table style="border-collapse:collapse;width:100%">{rows}</table></figure>'
    )
