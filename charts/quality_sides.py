"""One finding, its two sides beside each other: what is said here, what is said there, each with its printed text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.provenance import Names, value_words
from charts.quality import figure_words
from charts.view import View
from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from queries.rows import FigureRow, Finding, TermRow

_SAME = 1e-6


@dataclass(frozen=True)
class Side:
    """A side of a finding: its figure, where it stands, and the statements it is made of (heading and text)."""

    title: str
    place: str
    report_id: str
    statements: tuple[tuple[str, str], ...]


def other_report(finding: Finding, reports: Sequence[str]) -> str:
    """The report on the right side where that is another one: its place begins with the report's id."""
    right = finding.right_place or ""
    return next((one for one in reports if right == one or right.startswith(f"{one}: ")), finding.report_id)


def sides(
    view: View,
    finding: Finding,
    figures: Mapping[str, Sequence[FigureRow]],
    names: Names,
    terms: Sequence[TermRow] = (),
) -> tuple[Side, Side | None]:
    """The left side and the right one; None where a rule looks at one statement alone. `figures` of each report;
    `terms` tell which counts stand behind a rate that is printed."""
    there = other_report(finding, list(figures))
    here = _about(finding, figures.get(finding.report_id, ()), _behind(finding, terms))
    if there != finding.report_id:
        left, right = here, _about(finding, figures.get(there, ()), frozenset())
    else:
        left = [one for one in here if _is_left(finding, one)]
        right = [one for one in here if one not in left]
        if not left:
            # Both sides in one print ("88/8"), read as one figure.
            left, right = right, []
    first = _side(view, "left", finding.found, finding.left_place, finding.report_id, left, names)
    if finding.expected is None and not finding.right_place and not right:
        return first, None
    return first, _side(view, "right", finding.expected, finding.right_place, there, right, names)


def _about(finding: Finding, figures: Sequence[FigureRow], counts: frozenset[str]) -> list[FigureRow]:
    """The statements of the figures in their order, and of `counts` those on the right side; what is computed has no
    place."""
    wanted, right = list(finding.measures or ()), finding.right_place or ""
    stated = (one for one in figures if one.scope == finding.scope and one.locator)
    kept = [one for one in stated if one.measure in wanted or (one.measure in counts and (one.locator or "") in right)]
    return sorted(kept, key=lambda one: wanted.index(one.measure) if one.measure in wanted else len(wanted))


def _behind(finding: Finding, terms: Sequence[TermRow]) -> frozenset[str]:
    """The counts that a printed rate or share is held against."""
    found = {name.removeprefix(PRINTED_SHARE) for name in finding.measures or () if name.startswith(PRINTED_SHARE)}
    rates = {name.removeprefix(PRINTED_RATE) for name in finding.measures or () if name.startswith(PRINTED_RATE)}
    found |= {term.measure for term in terms if term.indicator_id in rates}
    return frozenset(found)


def _is_left(finding: Finding, figure: FigureRow) -> bool:
    """A statement is on the side where it stands; where both sides stand in one place, by its value."""
    locator = figure.locator or ""
    left, right = locator in (finding.left_place or ""), locator in (finding.right_place or "")
    if left and right and finding.found is not None and figure.value is not None:
        return abs(figure.value - finding.found) < _SAME
    return left or not finding.right_place


def _side(
    view: View, side: str, figure: float | None, place: str | None, report_id: str, found: Sequence[FigureRow],
    names: Names,
) -> Side:  # fmt: skip
    return Side(
        title=view.say(f"quality.side.{side}", figure=figure_words(view, figure)),
        place=place or view.say("quality.side.no_place"),
        report_id=report_id,
        statements=tuple((names.of(view, one.measure), _statement(view, one)) for one in found),
    )


def _statement(view: View, figure: FigureRow) -> str:
    key = "quality.side.statement" if figure.printed else "quality.side.statement_in_words"
    return view.say(key, value=value_words(view, figure), printed=figure.printed or "", place=figure.locator or "")
