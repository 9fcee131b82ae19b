"""Recommendations drafted from the figures, for an officer to edit: who does what, and how many dossiers it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts.attention import not_received
from charts.backlog import backlogs
from charts.comparing import compare
from charts.elsewhere import has_volumes
from charts.spec import Status
from charts.targets import short_of, status_of, targets_of
from charts.view import SCOPE_OF_COMPARISON, View
from queries.received_rows import Coverage
from queries.rows import Count, IndicatorRow, Value


def recommendations(
    view: View,
    indicators: Sequence[IndicatorRow],
    values: Sequence[Value],
    counts: Sequence[Count],
    coverage: Sequence[Coverage],
) -> list[str]:
    """A sentence each, most pressing first; none where periods cannot be compared or nothing is amiss.

    Where one unit is highlighted, the briefing is of that unit, and so are the sentences; where it has nothing to mend,
    they say what its report tells of that, and what it does not tell.
    """
    if view.is_mixed:
        return []
    asked = [
        *_missing(view, coverage, [*values, *counts]),
        *_late(view, coverage),
        *_overdue(view, counts),
        *(line for indicator in indicators for line in _short(view, indicator, values)),
    ]
    unit_id = of_one(view)
    if unit_id is None:
        return asked
    return [
        *(asked or _in_order(view, unit_id, indicators, values, counts, coverage)),
        *_to_check(view, unit_id, coverage),
    ]


def of_one(view: View) -> str | None:
    """The one highlighted unit, by id."""
    known = [unit.unit_id for unit in (*view.units, *view.others) if unit.unit_id in view.subjects]
    return known[0] if len(known) == len(view.subjects) == 1 else None


def _concerns(view: View, unit_id: str) -> bool:
    return len(view.subjects) != 1 or unit_id in view.subjects


def _missing(view: View, coverage: Sequence[Coverage], figures: Sequence[Value | Count]) -> list[str]:
    absent = (unit_id for unit_id in not_received(view, coverage, figures) if _concerns(view, unit_id))
    return _asked(view, "advice.missing", absent)


def _late(view: View, coverage: Sequence[Coverage]) -> list[str]:
    late = {row.unit_id for row in coverage if row.state == "late" and _is_now(view, row)}
    return _asked(view, "advice.late", (one for one in view.unit_ids if one in late and _concerns(view, one)))


def _asked(view: View, key: str, unit_ids: Iterable[str]) -> list[str]:
    units = ", ".join(view.labels[unit_id] for unit_id in unit_ids)
    return [view.say(key, units=units, when=view.period_words(view.reported_period))] if units else []


def _is_now(view: View, row: Coverage) -> bool:
    return row.period_id == view.reported_period.period_id


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
            view.say(_counted(indicator), unit=view.labels[unit_id], count=view.number(count))
            for unit_id, count in short
            if _concerns(view, unit_id)
        )
        if named:
            name = indicator.name(view.lang)
            lines.append(view.say("advice.short", units=named, indicator=name, target=view.percent(target, 0)))
    return lines


def _counted(indicator: IndicatorRow) -> str:
    """How a number of the indicator's denominator is said: dossiers, people; without a noun where there is none."""
    if has_volumes(indicator):
        return "advice.unit_dossiers"
    return "advice.unit_people" if indicator.rule == "staff_share" else "advice.unit_count"


def _to_check(view: View, unit_id: str, coverage: Sequence[Coverage]) -> list[str]:
    """How much in the unit's report contradicts itself, and that nobody has checked it."""
    reports = {row.report_id for row in coverage if row.unit_id == unit_id and _is_now(view, row)}
    found = [one for one in view.findings.marking if one.report_id in reports]
    unchecked = any(row.report_id in reports and row.status == "provisional" for row in coverage)
    when = view.period_words(view.reported_period)
    lines = [view.say("advice.findings", count=len(found), when=when)] if found else []
    return [*lines, *([view.say("advice.provisional", when=when)] if unchecked else [])]


def _in_order(
    view: View,
    unit_id: str,
    indicators: Sequence[IndicatorRow],
    values: Sequence[Value],
    counts: Sequence[Count],
    coverage: Sequence[Coverage],
) -> list[str]:
    """What the unit's report tells of report, overdue dossiers and targets; a figure that is not there is no praise."""
    unit = next(one for one in (*view.units, *view.others) if one.unit_id == unit_id)
    said = _came(view, unit_id, coverage)
    if unit in view.units:
        said += [*_no_overdue(view, unit_id, counts), *_met(view, unit_id, indicators, values)]
    when = view.period_words(view.reported_period)
    return [view.say(key, unit=unit.name, when=when, **figures) for key, figures in said]


Said = list[tuple[str, dict[str, object]]]


def _came(view: View, unit_id: str, coverage: Sequence[Coverage]) -> Said:
    row = next((one for one in coverage if one.unit_id == unit_id and _is_now(view, one)), None)
    is_known = row is not None and row.state == "reported" and row.received_on is not None
    return [("advice.in_time", {})] if is_known else []


def _no_overdue(view: View, unit_id: str, counts: Sequence[Count]) -> Said:
    is_told = any(one.unit_id == unit_id and one.pending_late is not None for one in backlogs(view, counts))
    return [("advice.none_overdue" if is_told else "advice.overdue_unknown", {})]


def _met(view: View, unit_id: str, indicators: Sequence[IndicatorRow], values: Sequence[Value]) -> Said:
    """How many of the targets that its figures can be held against are met."""
    own = {
        value.indicator_id: value
        for value in values
        if (value.unit_id, value.scope, value.period_id) == (unit_id, SCOPE_OF_COMPARISON, view.period.period_id)
    }
    found = (
        status_of(own[one.indicator_id], targets_of(view, one).of(unit_id), one.polarity)
        for one in indicators
        if one.indicator_id in own
    )
    held = [status for status in found if status]
    if not held:
        return [("advice.no_target", {})]
    return [("advice.targets_met", {"met": sum(one is Status.MET for one in held), "total": len(held)})]
