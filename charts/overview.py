"""The overview: headline figures of the three themes, what needs attention, the scorecard, who has reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from charts.against import chosen_period, why_not_earlier
from charts.backlog import backlogs
from charts.comparing import compare
from charts.elsewhere import has_volumes
from charts.headline import pooled_tile
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Role, Table, Tile
from charts.targets import rate_text, short_of, status_of, targets_of
from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from charts.wording import difference, file_stem, finding_remark, marks, named
from domain.comparison import BaselineKind, is_better
from domain.completeness import Receipt, Reporter, State, duties, in_order
from domain.periods import Period, PeriodKind, parse_period
from queries.rows import Count, Coverage, IndicatorRow, TargetRow, Value
from text.numbers import rounded

FALL_POINTS = 5.0
_RECEIVED = ("reported", "late")
_MOST_DECIMALS = 9


def headlines(indicators: Mapping[str, IndicatorRow]) -> list[IndicatorRow]:
    """The indicators of the scorecard, in its order."""
    return sorted((i for i in indicators.values() if i.headline), key=lambda i: i.headline)


def tiles(
    view: View, indicators: Sequence[IndicatorRow], values: Sequence[Value], coverage: Sequence[Coverage]
) -> list[Tile]:
    """How many units and reports, and the pooled rate of each theme with its change."""
    reported = {c.unit_id for c in coverage if c.period_id == view.reported_period.period_id}
    everyone = len(view.shown)
    first = Tile(
        label=view.say("overview.reported", when=view.period_words(view.reported_period)),
        value=view.say("tile.of", part=len(reported), whole=everyone),
        meaning=view.say("overview.reports", count=len({c.report_id for c in coverage if c.state != "derived"})),
    )
    if view.is_mixed:
        units = Tile(view.say("overview.units"), view.number(everyone), meaning=first.meaning)
        return [units, *(_known_tile(view, indicator, values, everyone) for indicator in indicators)]
    found = [first]
    since = chosen_period(view)
    for indicator in indicators:
        now = compare(view, indicator, values)
        if not now.can_rank:
            continue
        tile = pooled_tile(view, indicator, now, compare(view, indicator, values, since) if since else None)
        best, worst = now.ranked[0].value, now.ranked[-1].value
        meaning = view.say(
            "overview.leads_lags",
            high_unit=view.labels[best.unit_id],
            high=view.percent(best.value),
            low_unit=view.labels[worst.unit_id],
            low=view.percent(worst.value),
            median=view.percent(now.median),
        )
        if tile.change and since and since != view.period.previous():
            meaning = f"{meaning}; {view.say('tile.against', period=view.period_words(since))}"
        found.append(Tile(view.say(f"overview.tile_{indicator.theme}"), tile.value, tile.change, tile.better, meaning))
    return found


def _known_tile(view: View, indicator: IndicatorRow, values: Sequence[Value], everyone: int) -> Tile:
    """Of how many units a rate is known at all, where the periods cannot be compared."""
    shown = {period.period_id for period in view.periods}
    known = {
        value.unit_id
        for value in values
        if value.indicator_id == indicator.indicator_id and value.value is not None and value.period_id in shown
    }
    return Tile(
        view.say("overview.known", theme=view.say(f"theme.{indicator.theme}")),
        view.say("tile.of", part=len(known), whole=everyone),
        meaning=indicator.name(view.lang),
    )


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
    came = {(row.unit_id, row.period_id) for row in own if row.state in _RECEIVED}
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


@dataclass(frozen=True)
class _Score:
    """A scorecard cell's value with the unit's of the chosen earlier period."""

    now: Value | None
    before: Value | None


def scorecard(view: View, indicators: Sequence[IndicatorRow], values: Sequence[Value]) -> MatrixSpec:
    """Units × headline indicators: value, distance to the target, change. Mixed kinds: each unit's latest period."""
    scores = {
        unit.unit_id: [_score(view, unit.unit_id, indicator, values) for indicator in indicators] for unit in view.shown
    }
    rows = tuple(_score_row(view, unit_id, indicators, own) for unit_id, own in scores.items())
    title = view.say("scorecard.title", units=len(rows), indicators=len(indicators))
    since = _since_words(view)
    key = "subtitle_mixed" if view.is_mixed else "subtitle" if since else "subtitle_now"
    subtitle = view.say(f"scorecard.{key}", since=since, when=view.period_words(), group=view.group)
    definition = [view.say("scorecard.definition"), view.say("scorecard.definition_districts")]
    if since:
        definition.insert(1, view.say("scorecard.definition_since", since=since))
    shown = {v.report_id for v in values if v.value is not None and v.period_id in {p.period_id for p in view.periods}}
    return MatrixSpec(
        frame=Frame(
            title=title,
            subtitle=subtitle,
            sentence="",
            source=view.source_line(shown),
            definition=" ".join(definition),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, "bang-diem"),
            simulated=view.simulated,
            table=_score_table(view, indicators, scores),
            notes=_score_notes(view, scores),
        ),
        columns=tuple(view.say(f"short.{indicator.indicator_id}") for indicator in indicators),
        rows=rows,
        legend=tuple((tone, view.say(f"status.{tone}")) for tone in ("met", "close", "not_met")),
    )


def _since_words(view: View) -> str:
    """The earlier period that arrows tell the change since; empty where the reader chose none."""
    since = chosen_period(view)
    if since is None or not view.is_mixed:
        return view.period_words(since) if since else ""
    kinds = (one.kind for one in view.baselines)
    first = next(kind for kind in kinds if kind in (BaselineKind.PREVIOUS, BaselineKind.LAST_YEAR))
    return view.say(f"scorecard.since_{first.value}")


def _score(view: View, unit_id: str, indicator: IndicatorRow, values: Sequence[Value]) -> _Score:
    """The unit's own value; for a district, which has no `own` rate for all, the whole territory's."""
    own = [v for v in values if v.unit_id == unit_id and v.indicator_id == indicator.indicator_id]
    district = next((u for u in view.others if u.unit_id == unit_id), None)
    for scope in (SCOPE_OF_COMPARISON, "total") if district else (SCOPE_OF_COMPARISON,):
        by_period = {v.period_id: v for v in own if v.scope == scope and v.value is not None}
        periods = reversed(view.periods) if view.is_mixed else (view.period,)
        period = next((p for p in periods if p.period_id in by_period), None)
        if period:
            since = chosen_period(view, period)
            return _Score(by_period[period.period_id], by_period.get(since.period_id) if since else None)
    return _Score(None, None)


def _score_row(view: View, unit_id: str, indicators: Sequence[IndicatorRow], own: Sequence[_Score]) -> MatrixRow:
    cells = tuple(_score_cell(view, indicator, score) for indicator, score in zip(indicators, own, strict=True))
    role = Role.SUBJECT if unit_id in view.subjects else Role.CONTEXT
    return MatrixRow(unit_id, view.labels[unit_id], cells, role)


def _score_cell(view: View, indicator: IndicatorRow, score: _Score) -> Cell:
    value = score.now
    if value is None or value.value is None:
        is_sum = view.period.kind is PeriodKind.ROLLING
        return Cell("–", tone="quiet", hover=view.say("missing.four_quarters" if is_sum else "missing.not_reported"))
    unit = next((one for one in view.shown if one.unit_id == value.unit_id), None)
    target = view.target(indicator, _period_of(view, value), unit)
    details = []
    tone = "plain"
    if target:
        status = status_of(value, target, indicator.polarity)
        tone = status.value if status else tone
        details.append(view.say("scorecard.gap", points=_gap(view, value.value, target, is_met=tone == "met")))
    before, reason = score.before, reason_of(value, indicator, None)
    if before and before.value is not None and not (
        reason or reason_of(before, indicator, None) or why_not_earlier(value, before)
    ):  # fmt: skip
        details.append(_arrow(view, difference(value.value, before.value)))
    words = marks(view, value, reason)
    hover = view.hover(value) + (f"; {words}" if words else "")
    text = view.marked(rate_text(view, value, target, indicator.polarity), view.findings_of(value))
    return Cell(text, "\n".join(details), tone, hover)  # type: ignore[arg-type]


def _period_of(view: View, value: Value) -> Period:
    return next(p for p in view.periods if p.period_id == value.period_id)


def _gap(view: View, value: float, target: TargetRow, *, is_met: bool) -> str:
    """The distance to the target, with as many decimals as it takes not to be 0 where the target is not met."""
    for decimals in range(1, _MOST_DECIMALS):
        gap = rounded(rounded(value, decimals) - rounded(target.value, decimals), decimals)
        if gap or is_met:
            return ("+" if gap > 0 else "") + view.number(gap, decimals)
    return view.number(value - target.value, _MOST_DECIMALS)


def _signed(view: View, points: float) -> str:
    return ("+" if round(points, 1) > 0 else "") + view.number(points, 1)


def _arrow(view: View, change: float) -> str:
    rounded = round(change, 1)
    return f"{'→' if rounded == 0 else '↗' if rounded > 0 else '↘'} {_signed(view, rounded)}"


def _score_table(view: View, indicators: Sequence[IndicatorRow], found: Mapping[str, Sequence[_Score]]) -> Table:
    columns = [Column("unit", view.say("column.unit"))]
    columns += [Column(i.indicator_id, f"{i.name(view.lang)} (%)", "percent", 2) for i in indicators]
    columns.append(Column("report", view.say("column.report")))
    rows: list[dict[str, object]] = []
    for unit in view.shown:
        own = zip(indicators, found[unit.unit_id], strict=True)
        scores = {indicator.indicator_id: score.now for indicator, score in own}
        reports = sorted({view.report_name(v.report_id) for v in scores.values() if v})
        told = dict.fromkeys(sentence for v in scores.values() if v for sentence in view.findings_of(v))
        rows.append({
            "unit": view.labels[unit.unit_id], "report": "; ".join(reports), "remark": finding_remark(view, [*told]),
            **{k: v.value if v else None for k, v in scores.items()},
        })  # fmt: skip
    if any(row["remark"] for row in rows):
        columns.append(Column("remark", view.say("column.remark")))
    return Table(tuple(columns), tuple(rows))


def _score_notes(view: View, scores: Mapping[str, Sequence[_Score]]) -> tuple[str, ...]:
    """Which units have values that nobody has checked, or that carry a finding."""
    shown = [score.now for own in scores.values() for score in own if score.now and score.now.value is not None]
    groups = (
        ("note.provisional", [value for value in shown if value.status == "provisional"]),
        ("finding.note", [value for value in shown if view.findings_of(value)]),
    )
    return tuple(view.say(key, units=named(view, found)) for key, found in groups if found)
