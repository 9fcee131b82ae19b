"""One finding, its two sides beside each other: what is said here, what is said there, each with its printed text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.provenance import Names, review_words, value_words
from charts.quality import figure_words
from charts.reviews import key_of
from charts.view import View
from domain.review import FigureKey
from queries.check_rows import SideRow
from queries.rows import FigureRow, Finding

# Rules that compare days, not figures of a measure.
_IN_DAYS = ("window_differs", "signed_before_end")


@dataclass(frozen=True)
class Side:
    """A side of a finding: its figure, where it stands, and the statements it is made of (heading and text), each with
    what a review knows it by."""

    title: str
    place: str
    report_id: str
    statements: tuple[tuple[str, str], ...]
    figures: tuple[FigureKey, ...] = ()


def sides(view: View, finding: Finding, said: Sequence[SideRow], names: Names) -> tuple[Side, Side | None]:
    """The left side and the right one, of the statements `said` that the rule held against each other; None where a
    rule looks at one statement alone. `said` may hold those of other findings too."""
    left, right = (
        [one for one in said if (one.finding_id, one.side) == (finding.finding_id, side)] for side in ("left", "right")
    )
    told = [
        view.say("quality.side.days", count=figure_words(view, one)) if finding.rule in _IN_DAYS and one is not None
        else figure_words(view, one)
        for one in (finding.found, finding.expected)
    ]  # fmt: skip
    first = _side(view, "left", told[0], finding.left_place, finding.report_id, left, names)
    if finding.expected is None and not finding.right_place and not right:
        return first, None
    there = _other_report(view, finding, right)
    place = (finding.right_place or "").removeprefix(there).removeprefix(": ")
    return first, _side(view, "right", told[1], place, there, right, names)


def _other_report(view: View, finding: Finding, right: Sequence[SideRow]) -> str:
    """The report on the right side, which may be another one: that of its statements, or the one its place names."""
    if right:
        return right[0].report_id
    named = finding.right_place or ""
    return named if named in view.report_numbers else finding.report_id


def _side(
    view: View, side: str, figure: str, place: str | None, report_id: str, found: Sequence[FigureRow],
    names: Names,
) -> Side:  # fmt: skip
    several = len({one.report_id for one in found}) > 1
    return Side(
        title=view.say(f"quality.side.{side}", figure=figure),
        place=place or view.say("quality.side.no_place"),
        report_id=report_id,
        statements=tuple((names.of(view, one.measure), _statement(view, one, with_report=several)) for one in found),
        figures=tuple(map(key_of, found)),
    )


def _statement(view: View, figure: FigureRow, *, with_report: bool) -> str:
    key = "quality.side.statement" if figure.printed else "quality.side.statement_in_words"
    text = view.say(key, value=value_words(view, figure), printed=figure.printed or "", place=figure.locator or "")
    report = view.report_name(figure.report_id) if with_report else ""
    return " · ".join(filter(None, (text, report, review_words(view, figure))))
