"""Units side by side for one period: who stands where, against the median and the target."""

from __future__ import annotations

from collections.abc import Sequence

from charts.comparing import Comparison, Standing, compare, shown
from charts.plain import plain
from charts.spec import Column, Frame, Mark, RankedSpec, Reference, Role, Status, Table, TableSpec
from charts.view import View, flags_of
from charts.wording import (
    capital,
    definition_of,
    direction,
    file_stem,
    notes_of,
    points,
    remark,
    subtitle_of,
    topic,
)
from domain.comparison import (
    TargetStatus,
    shortfall,
    target_status,
)
from queries.rows import IndicatorRow, TargetRow, Value

AXIS_STEP = 0.5


DOT_AXIS_MARGIN = 0.25


def ranked(
    view: View, indicator: IndicatorRow, values: Sequence[Value], *, style: str = "bars", people: bool = False
) -> RankedSpec | TableSpec:
    """Ranked bars or dots for the view's period; a plain table where fewer than five units can be compared.

    With `people` a rate counts persons: its n stands beside it ("17/19"), and persons are what a target is short of.
    """
    now = compare(view, indicator, values)
    before = compare(view, indicator, values, view.period.previous())
    if not now.can_rank or view.is_mixed:
        return plain(view, indicator, values)
    target = view.target(indicator)
    return RankedSpec(
        frame=_frame(view, indicator, now, before, target, people),
        marks=tuple(_mark(view, standing, target, people) for standing in now.ranked),
        below=tuple(_mark(view, standing, target, people) for standing in now.below),
        missing=now.missing,
        axis_title=indicator.name(view.lang),
        axis_range=_axis(now, target, style),
        style="dots" if style == "dots" else "bars",
        references=_references(view, now, target),
        axis_note=view.say("ranked.axis_note") if style == "dots" else "",
        suffix=" %" if view.lang == "vi" else "%",
    )


def _axis(now: Comparison, target: TargetRow | None, style: str) -> tuple[float, float]:
    if style != "dots":
        return (0.0, 100.0)
    drawn = [standing.value.value or 0.0 for standing in (*now.ranked, *now.below)]
    lowest = min([*drawn, *([target.value] if target else [])]) - DOT_AXIS_MARGIN
    return (max(0.0, lowest // AXIS_STEP * AXIS_STEP), 100.0)


def _mark(view: View, standing: Standing, target: TargetRow | None, people: bool) -> Mark:
    value = standing.value
    text = view.value_text(value)
    if people:
        text = f"{text} ({view.counts_text(value)})"
    if standing.reason:
        text = f"{text} – {view.say(f'not_ranked.{standing.reason.value}')}"
    return Mark(
        key=value.unit_id,
        label=view.labels[value.unit_id],
        value=value.value,
        text=text,
        hover=view.hover(value),
        role=Role.SUBJECT if value.unit_id in view.subjects else Role.CONTEXT,
        flags=flags_of(value, standing.reason),
        status=_status(value, target),
    )


def _status(value: Value, target: TargetRow | None) -> Status | None:
    if target is None or value.value is None:
        return None
    status = target_status(value.value, target.value)
    # A lower bound below the target says nothing about the target.
    if value.is_lower_bound and status is not TargetStatus.MET:
        return None
    return Status(status.value)


def _references(view: View, now: Comparison, target: TargetRow | None) -> tuple[Reference, ...]:
    found = []
    if now.median is not None:
        found.append(Reference("median", now.median, view.say("ranked.median", value=view.percent(now.median))))
    if target:
        found.append(Reference("target", target.value, view.say("ranked.target", value=view.percent(target.value, 0))))
    return tuple(found)


def _frame(
    view: View,
    indicator: IndicatorRow,
    now: Comparison,
    before: Comparison,
    target: TargetRow | None,
    people: bool,
) -> Frame:
    title = _title(view, indicator, now, target)
    subtitle = subtitle_of(view, indicator, view.period_words())
    sentence = _sentence(view, now, before)
    standings = (*now.ranked, *now.below)
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(standing.value.report_id for standing in standings),
        definition=definition_of(view, indicator),
        alt=view.say("alt.ranked", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, indicator.indicator_id, "xep-hang"),
        notes=notes_of(view, standings, target),
        simulated=view.simulated,
        table=ranked_table(view, now, before, target, people),
    )


def _title(view: View, indicator: IndicatorRow, now: Comparison, target: TargetRow | None) -> str:
    total = len(now.ranked)
    when = view.period_words()
    if target:
        met = sum(_status(standing.value, target) is Status.MET for standing in now.ranked)
        return view.say(
            "ranked.title_target_all" if met == total else "ranked.title_target",
            met=met,
            total=total,
            target=view.percent(target.value, 0),
            theme=topic(view, indicator),
            when=when,
        )
    best, worst = now.ranked[0], now.ranked[-1]
    if shown(best.value) == shown(worst.value):
        return view.say("ranked.title_all_equal", total=total, value=view.value_text(best.value), when=when)
    return view.say(
        "ranked.title_spread",
        theme=capital(topic(view, indicator)),
        low_unit=_with_ties(view, now, worst),
        low=view.value_text(worst.value),
        high_unit=_with_ties(view, now, best),
        high=view.value_text(best.value),
        when=when,
    )


def _with_ties(view: View, now: Comparison, standing: Standing) -> str:
    """The unit's name; with how many share its place."""
    unit = view.labels[standing.value.unit_id]
    others = sum(other.rank == standing.rank for other in now.ranked) - 1
    return view.say("ranked.and_others", unit=unit, count=others) if others else unit


def _sentence(view: View, now: Comparison, before: Comparison) -> str:
    below, above = now.counts
    parts = [
        view.say(
            "ranked.sentence_pooled",
            group=view.group,
            pooled=view.percent(now.pooled),
            numerator=view.number(below),
            denominator=view.number(above),
            median=view.percent(now.median),
        )
    ]
    if before.can_rank and before.median is not None and now.median is not None:
        key = direction(now.median, before.median)
        parts.append(
            view.say(
                f"ranked.median_{key}",
                points=points(view, now.median, before.median),
                period=view.period_words(view.period.previous()),
            )
        )
    lagging = [s for s in now.ranked if now.median is not None and (s.value.value or 0) < now.median][-2:]
    if lagging:
        named = view.say("list.and").join(
            view.say(
                "ranked.lagging_unit",
                unit=view.labels[s.value.unit_id],
                points=points(view, now.median or 0.0, s.value.value or 0.0),
            )
            for s in reversed(lagging)
        )
        parts.append(view.say("ranked.lagging", units=named))
    return " ".join(parts)


def ranked_table(
    view: View, now: Comparison, before: Comparison, target: TargetRow | None, people: bool = False
) -> Table:
    """One row a unit: rank, value, counts, change, dossiers (or people) short of the target, printed rate, window."""
    columns = [
        Column("rank", view.say("column.rank"), "number"),
        Column("unit", view.say("column.unit")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("change", view.say("column.change", period=view.period.previous().short_label(view.lang)), "points", 2),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("window", view.say("column.window")),
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    ]
    if target:
        short = view.say("column.short_people" if people else "column.short", target=view.percent(target.value, 0))
        columns.insert(5, Column("short", short, "number"))
    rows = [_table_row(view, standing, before, target) for standing in (*now.ranked, *now.below)]
    rows += [{"unit": unit, "remark": view.say("missing.not_reported")} for unit in now.missing]
    return Table(tuple(columns), tuple(rows))


def _table_row(view: View, standing: Standing, before: Comparison, target: TargetRow | None) -> dict[str, object]:
    value = standing.value
    earlier = before.of(value.unit_id)
    known = earlier and not value.is_lower_bound and not earlier.value.is_lower_bound
    change = (value.value or 0.0) - (earlier.value.value or 0.0) if earlier and known else None
    # How far a lower bound is from the target, its report does not say.
    short = None if target is None or value.is_lower_bound else target.value
    return {
        "rank": standing.rank,
        "unit": view.labels[value.unit_id],
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "change": change,
        "printed": value.printed_value,
        "short": None if short is None else shortfall(value.numerator or 0.0, value.denominator or 0.0, short),
        "window": view.window_text(value.window),
        "report": view.report_name(value.report_id),
        "remark": remark(view, value, standing.reason),
    }
