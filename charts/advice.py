"""Recommendations drafted from the figures, for an officer to edit: who does what, and how many dossiers it takes."""

from __future__ import annotations

from collections.abc import Sequence

from charts.backlog import backlogs
from charts.comparing import compare
from charts.overview import not_received
from charts.targets import short_of, targets_of
from charts.view import View
from queries.rows import Count, Coverage, IndicatorRow, Value


def recommendations(
    view: View,
    indicators: Sequence[IndicatorRow],
    values: Sequence[Value],
    counts: Sequence[Count],
    coverage: Sequence[Coverage],
) -> list[str]:
    """A sentence each, most pressing first; none where units cannot be compared or nothing is amiss.

    Where one unit is highlighted, the briefing is of that unit, and so are the sentences.
    """
    if view.is_mixed:
        return []
    return [
        *_missing(view, coverage, [*values, *counts]),
        *_overdue(view, counts),
        *(line for indicator in indicators for line in _short(view, indicator, values)),
    ]


def _concerns(view: View, unit_id: str) -> bool:
    return len(view.subjects) != 1 or unit_id in view.subjects


def _missing(view: View, coverage: Sequence[Coverage], figures: Sequence[Value | Count]) -> list[str]:
    absent = [unit_id for unit_id in not_received(view, coverage, figures) if _concerns(view, unit_id)]
    units = ", ".join(view.labels[unit_id] for unit_id in absent)
    when = view.period_words(view.reported_period)
    return [view.say("advice.missing", units=units, when=when)] if units else []


def _overdue(view: View, counts: Sequence[Count]) -> list[str]:
    late = [backlog for backlog in backlogs(view, counts) if _concerns(view, backlog.unit_id) and backlog.pending_late]
    if not late:
        return []
    named = "; ".join(
        view.say("advice.unit_count", unit=view.labels[one.unit_id], count=view.number(one.pending_late))
        for one in late
    )
    return [view.say("advice.overdue", units=named)]


def _short(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[str]:
    """A line a target: units may have targets of their own."""
    ranked = [standing.value for standing in compare(view, indicator, values).ranked]
    lines = []
    for target, short in short_of(targets_of(view, indicator), ranked, indicator.polarity):
        named = "; ".join(
            view.say("advice.unit_count", unit=view.labels[unit_id], count=view.number(count))
            for unit_id, count in short
            if _concerns(view, unit_id)
        )
        if named:
            name = indicator.name(view.lang)
            lines.append(view.say("advice.short", units=named, indicator=name, target=view.percent(target, 0)))
    return lines
