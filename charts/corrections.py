"""What officers did to the figures behind a value, in words to be read before the figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from charts.provenance import Names
from charts.view import View
from queries.check_rows import ReviewRow
from text.reviews import figure_words, moment

CHANGES = ("correct", "reject")


def correction_lines(
    view: View, reviews: Iterable[ReviewRow], places: Collection[tuple[str, str]], measures: Collection[str],
    names: Names, *, with_report: bool = False,
) -> list[str]:  # fmt: skip
    """A sentence for each figure of `measures` in the reports of `places` (unit, period) whose value in use is not the
    report's own: what the report says and what is used, who changed it last, when and why."""
    by_figure: dict[tuple[str, str, str, int | None], list[ReviewRow]] = {}
    for one in sorted(reviews, key=lambda one: one.seq):
        if one.measure in measures and (one.unit_id, one.period_id) in places:
            by_figure.setdefault((one.report_id, one.measure, one.scope, one.statement), []).append(one)
    found = []
    for acts in by_figure.values():
        # Confirming, or taking the report's figure back, changes nothing against the report.
        changes = [act for act in acts if act.action in CHANGES]
        if changes and acts[-1].after != acts[0].before:
            found.append(_line(view, replace(changes[-1], before=acts[0].before), names, with_report=with_report))
    return found


def _line(view: View, one: ReviewRow, names: Names, *, with_report: bool) -> str:
    line = view.say(
        f"corrected.{one.action}",
        measure=names.of(view, one.measure),
        before=figure_words(one.before, view.lang),
        after=figure_words(one.after, view.lang),
        when=moment(one.at, view.lang),
        by=one.officer,
        reason=one.reason,
    )
    return f"{view.report_name(one.report_id)} – {line}" if with_report else line
