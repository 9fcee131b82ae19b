"""What needs attention, a sentence each: reports that are missing or late, backlog, targets not met, falls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charts.against import chosen_period, why_not_earlier
from charts.backlog import backlogs
from charts.comparing import compare
from charts.elsewhere import has_volumes
from charts.targets import short_of, targets_of
from charts.view import View
from charts.wording import difference
from domain.comparison import is_better
from domain.completeness import Receipt, Reporter, State, duties, in_order
from domain.periods import parse_period
from queries.received_rows import Coverage
from queries.rows import Count, IndicatorRow, Value

FALL_POINTS = 5.0


def attention(
    view: View,
    indicators: Sequence[IndicatorRow],
    values: Sequence[Value],
    counts: Sequence[Count],
    coverage: Sequence[Coverage],
) -> list[str]:
    """What needs attention, most pressing first, a sentence each: missing and late reports, backlog, targets, falls."""
    if view.is_mixed:
        return []
    lines = [*_report_lines(view, coverage, [*values, *counts]), *_backlog_lines(view, counts)]
    for indicator in indicators:
        lines += [*_target_lines(view, indicator, values), *_fall_lines(view, indicator, values)]
    return lines


def not_received(
    view: View, coverage: Sequence[Coverage], figures: Sequence[Value | Count] = (), as_of: date | None = None
) -> list[str]:
    """The units, by id, of which a report of the view's last reported period was expected (domain.completeness) and has
    not come by `as_of` (the view's); none where its figures follow from other reports or are the sum of units before.

    `figures` of earlier periods show who had begun to report before the span of `coverage`.
    """
    last = view.reported_period
    there = {row.unit_id for row in coverage if row.period_id == last.period_id}
    absent = [
        unit for unit in view.now_units if unit.unit_id not in there and (unit.unit_id, last.period_id) not in view.gaps
    ]
    units = set(view.unit_ids)
    own = [row for row in coverage if row.unit_id in units]
    due_on = max((row.due_on for row in own if row.period_id == last.period_id), default=last.due)
    came = {(row.unit_id, row.period_id) for row in own if row.is_received}
    known = {period_id: parse_period(period_id) for period_id in {one.period_id for one in (*own, *figures)}}
    began = {(one.unit_id, one.period_id) for one in figures if in_order(known[one.period_id]) < in_order(last)}
    of_units = (one for one in came | began if one[0] in units)
    receipts = [Receipt(unit_id, known[period_id], due_on, None) for unit_id, period_id in sorted(of_units)]
    reporters = [Reporter(unit.unit_id, unit.valid_from, unit.valid_to, view.is_today) for unit in absent]
    found = duties(reporters, receipts, frozenset(), lambda *_: due_on, as_of or view.as_of or date.today())
    return [duty.unit_id for duty in found if duty.period == last and duty.state is State.MISSING]


def _report_lines(view: View, coverage: Sequence[Coverage], figures: Sequence[Value | Count]) -> list[str]:
    now = {c.unit_id: c.state for c in coverage if c.period_id == view.reported_period.period_id}
    missing = [view.labels[unit_id] for unit_id in not_received(view, coverage, figures)]
    late = [view.labels[unit_id] for unit_id in view.unit_ids if now.get(unit_id) == "late"]
    return [
        view.say(key, units=", ".join(units), when=view.period_words(view.reported_period))
        for key, units in (("attention.missing", missing), ("attention.late", late))
        if units
    ]


def _backlog_lines(view: View, counts: Sequence[Count]) -> list[str]:
    return [
        view.say("attention.backlog", unit=view.labels[b.unit_id], dossiers=view.number(b.pending_late),
                 periods=b.periods_in_a_row)
        for b in backlogs(view, counts)
        if b.pending_late
    ]  # fmt: skip


def _target_lines(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[str]:
    """A line a target: units may have targets of their own."""
    ranked = [standing.value for standing in compare(view, indicator, values).ranked]
    key = "attention.short_dossiers" if has_volumes(indicator) else "attention.short_unit"
    return [
        view.say("attention.short", indicator=indicator.name(view.lang), target=view.percent(target, 0),
                 units="; ".join(
                     view.say(key, unit=view.labels[unit_id], count=view.number(count))
                     for unit_id, count in short
                 ))
        for target, short in short_of(targets_of(view, indicator), ranked, indicator.polarity)
    ]  # fmt: skip


def _fall_lines(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[str]:
    """Who is worse than in the chosen earlier period: lower, or higher where less is better."""
    since = chosen_period(view)
    if since is None:
        return []
    before = compare(view, indicator, values, since)
    lines = []
    for standing in compare(view, indicator, values).ranked:
        earlier = before.of(standing.value.unit_id)
        if earlier is None or earlier.reason or why_not_earlier(standing.value, earlier.value):
            continue
        change = difference(standing.value.value or 0.0, earlier.value.value or 0.0)
        if abs(change) >= FALL_POINTS and is_better(indicator.polarity, change, 0.0) is False:
            lines.append(
                view.say("attention.fall" if change < 0 else "attention.rise",
                         unit=view.labels[standing.value.unit_id], indicator=indicator.name(view.lang),
                         points=view.number(abs(change), 1), period=view.period_words(since))
            )  # fmt: skip
    return lines
