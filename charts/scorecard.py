"""The scorecard: units by headline indicators, each cell with its value, distance to the target and change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.against import chosen_period, why_not_earlier
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Role, Table
from charts.targets import rate_text, status_of, target_of
from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from charts.wording import correction_notes, difference, file_stem, finding_remark, marks, named
from domain.comparison import BaselineKind
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, Value
from text.numbers import rounded
from text.words import catalogue

_MOST_DECIMALS = 9


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
    subtitle = view.say(f"scorecard.{key}", since=since, when=view.when_words(), group=view.group)
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
        columns=tuple(_heading(view, indicator) for indicator in indicators),
        rows=rows,
        legend=tuple((tone, view.say(f"status.{tone}")) for tone in ("met", "close", "not_met")),
    )


def _heading(view: View, indicator: IndicatorRow) -> str:
    """A short name, where the catalogue has one; an office's own indicator goes by its name."""
    key = f"short.{indicator.indicator_id}"
    return view.say(key) if key in catalogue() else indicator.name(view.lang)


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
    pairs = zip(indicators, own, strict=True)
    cells = tuple(_score_cell(view, unit_id, indicator, score) for indicator, score in pairs)
    role = Role.SUBJECT if unit_id in view.subjects else Role.CONTEXT
    return MatrixRow(unit_id, view.labels[unit_id], cells, role)


def _score_cell(view: View, unit_id: str, indicator: IndicatorRow, score: _Score) -> Cell:
    value = score.now
    if value is None or value.value is None:
        absent = view.say("missing.not_reported") if view.is_mixed else view.absence(unit_id, view.period)
        return Cell("–", tone="quiet", hover=absent)
    unit = next((one for one in view.shown if one.unit_id == unit_id), None)
    target = target_of(view, indicator, unit, _period_of(view, value)) if unit else None
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
    hover = view.hover(value, marks(view, value, reason))
    text = rate_text(view, value, target, indicator.polarity)
    return Cell(view.marked_value(text, value), "\n".join(details), tone, hover)  # type: ignore[arg-type]


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
        remark = _unit_remark(view, [value for value in scores.values() if value and value.value is not None])
        rows.append({
            "unit": view.labels[unit.unit_id], "report": "; ".join(reports), "remark": remark,
            **{k: v.value if v else None for k, v in scores.items()},
        })  # fmt: skip
    if any(row["remark"] for row in rows):
        columns.append(Column("remark", view.say("column.remark")))
    return Table(tuple(columns), tuple(rows))


def _unit_remark(view: View, values: Sequence[Value]) -> str:
    """What is to be known of the unit's values: provisional, changed by officers, contradicted."""
    told = dict.fromkeys(sentence for value in values for sentence in view.findings_of(value))
    changed = dict.fromkeys(row for value in values for row in view.corrections.of(value))
    reports = "+".join(dict.fromkeys(value.report_id for value in values))
    provisional = any(value.status == "provisional" for value in values)
    return ", ".join(
        filter(None, (
            view.say("mark.provisional") if provisional else "",
            *view.correction_words([*changed], reports),
            finding_remark(view, [*told]),
        ))
    )  # fmt: skip


def _score_notes(view: View, scores: Mapping[str, Sequence[_Score]]) -> tuple[str, ...]:
    """Which units have values that officers changed, that nobody has checked, or that carry a finding."""
    shown = [score.now for own in scores.values() for score in own if score.now and score.now.value is not None]
    groups = (
        ("note.provisional", [value for value in shown if value.status == "provisional"]),
        ("finding.note", [value for value in shown if view.findings_of(value)]),
    )
    marked = (view.say(key, units=named(view, found)) for key, found in groups if found)
    return (*correction_notes(view, shown), *marked)
