"""Puts a report's review to its figures: what is corrected, rejected or confirmed, and whether that still fits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.review import STATES, STATUSES, FigureKey, Line, standing, status_after
from etl.problems import Phrase, Problem
from etl.review_file import FILE_NAME

if TYPE_CHECKING:
    from etl.read import RawReport
    from etl.report import Figure


def reviewed(report: str, figures: Sequence[Figure], lines: Sequence[Line]) -> tuple[tuple[Figure, ...], list[Problem]]:
    """The figures with what holds of the review, and the lines that no longer fit the report.

    A corrected figure counts, whatever else the report says of its measure: of several the one corrected last. A
    rejected one counts as unreadable. `corrected_from` of both is the figure as figures.csv has it. A line made of
    another figure than the one that stands there now is a problem: figures.csv was changed beside the review.
    """
    places = {_key(figure): place for place, figure in enumerate(figures)}
    changed = list(figures)
    problems = []
    for key, line in standing(lines).items():
        place = places.get(key)
        if place is None or figures[place].value != line.stated:
            problems.append(_unfitting(report, line, None if place is None else figures[place]))
            continue
        changed[place] = _as_reviewed(figures[place], line)
        if line.state == STATES["correct"]:
            for other, figure in enumerate(changed):
                if other != place and _key(figure)[:2] == key[:2]:
                    changed[other] = replace(figure, is_override=False)
    return tuple(changed), problems


def held_fast(raw: RawReport) -> list[Problem]:
    """A problem where a locked report's files are no longer those that were locked, or nothing says which those are."""
    last = next((line for line in reversed(raw.review) if line.action in ("lock", "unlock")), None)
    if last is None and status_of(raw) == "locked":
        return [Problem(f"{raw.name}/report.toml", "status", "locked_unheld", {"report": raw.name})]
    if last is None or last.action != "lock" or last.contents in ("", raw.contents()):
        return []
    values = {"by": last.by, "report": raw.name}
    return [Problem(f"{raw.name}/{FILE_NAME}", _place(last), "review_locked_changed", values)]


def as_entered(raw: RawReport) -> RawReport:
    """The report without its review, for the figures that figures.csv has. A lock is part of the review."""
    return replace(raw, head=raw.head | {"status": STATUSES[0]}, review=())


def status_of(raw: RawReport) -> str:
    """The status that the report has come to."""
    return status_after(str(raw.head.get("status", "")), raw.review)


def _key(figure: Figure) -> FigureKey:
    return figure.measure, figure.scope, figure.seq


def _as_reviewed(figure: Figure, line: Line) -> Figure:
    if line.state not in (STATES["correct"], STATES["reject"]):
        return replace(figure, review=line.state or None)
    found = replace(figure, value=line.after, corrected_from=figure.value, review=line.state, is_override=False)
    # What an officer counted is no bound any more, whatever the report prints ("trên 15").
    return replace(found, qualifier="exact", is_override=True) if line.state == STATES["correct"] else found


def _unfitting(report: str, line: Line, figure: Figure | None) -> Problem:
    values: dict[str, object] = {
        "measure": line.measure,
        "scope": line.scope,
        "statement": line.statement,
        "report": report,
    }
    name = f"{report}/{FILE_NAME}"
    if figure is None:
        return Problem(name, _place(line), "review_no_figure", values)
    values |= {"stated": _plain(line.stated), "found": _plain(figure.value)}
    return Problem(name, _place(line), "review_other_figure", values)


def _place(line: Line) -> Phrase:
    return Phrase("place.line", {"line": line.seq})


def _plain(value: float | None) -> object:
    return Phrase("review.unreadable") if value is None else plain(value)


def plain(value: float) -> str:
    """The number as figures.csv and the command line write it: "1748", "43.6"."""
    return f"{value:.9f}".rstrip("0").rstrip(".")
