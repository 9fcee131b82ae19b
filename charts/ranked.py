"""Units side by side for one period: who stands where, against the median and the target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from charts.spec import Column, Frame, Mark, RankedSpec, Reference, Role, Status, Table, TableSpec
from charts.view import SCOPE_OF_COMPARISON, View, flags_of, reason_of
from domain.comparison import (
    MIN_COMPARABLE_UNITS,
    NotRanked,
    TargetStatus,
    median,
    pooled_rate,
    ranks,
    shortfall,
    target_status,
    usual_window,
)
from domain.periods import Period
from queries.values import IndicatorRow, TargetRow, Value
from text.numbers import rounded
from text.search import fold

AXIS_STEP = 0.5
DOT_AXIS_MARGIN = 0.25
_NOT_IN_FILE_NAMES = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True)
class Standing:
    """A unit's value in a period with its place among the others; `rank` is None where it is not ranked."""

    value: Value
    rank: int | None
    reason: NotRanked | None


@dataclass(frozen=True)
class Comparison:
    """All that one period's comparison needs: who is ranked, who is not and why, who is missing; best first."""

    ranked: tuple[Standing, ...]
    below: tuple[Standing, ...]
    missing: tuple[str, ...]
    median: float | None
    pooled: float | None
    counts: tuple[float, float]

    @property
    def can_rank(self) -> bool:
        return len(self.ranked) >= MIN_COMPARABLE_UNITS

    def of(self, unit_id: str) -> Standing | None:
        return next((s for s in (*self.ranked, *self.below) if s.value.unit_id == unit_id), None)


def compare(view: View, indicator: IndicatorRow, values: Sequence[Value], period: Period | None = None) -> Comparison:
    """The comparison of the view's units in `period` (the view's by default): scope `own` only, one definition."""
    chosen = period or view.period
    own = [
        value
        for value in values
        if value.period_id == chosen.period_id
        and value.indicator_id == indicator.indicator_id
        and value.scope == SCOPE_OF_COMPARISON
        and value.unit_id in view.labels
        and value.value is not None
    ]
    own = [value for value in own if value.unit_id in set(view.unit_ids)]
    usual = usual_window([value.window for value in own], chosen.nominal)
    reasons = {value.unit_id: reason_of(value, indicator, usual) for value in own}
    comparable = [value for value in own if reasons[value.unit_id] is None]
    places = ranks([_shown(value) for value in comparable], descending=indicator.polarity != "down_is_good")
    ranked = [Standing(value, place, None) for value, place in zip(comparable, places, strict=True)]
    below = [Standing(value, None, reasons[value.unit_id]) for value in own if reasons[value.unit_id]]
    countable = [value for value in own if not value.is_lower_bound]
    counts = [(value.numerator or 0.0, value.denominator or 0.0) for value in countable]
    have = {value.unit_id for value in own}
    return Comparison(
        tuple(sorted(ranked, key=lambda standing: _order(view, standing))),
        tuple(sorted(below, key=lambda standing: -(standing.value.value or 0))),
        tuple(view.labels[unit.unit_id] for unit in view.units if unit.unit_id not in have),
        median([value.value or 0.0 for value in comparable]),
        pooled_rate(counts),
        (sum(n for n, _ in counts), sum(d for _, d in counts)),
    )


def _shown(value: Value) -> float:
    """Ranks go by what the table shows: two decimals."""
    return rounded(value.value or 0.0, 2)


def _order(view: View, standing: Standing) -> tuple:
    return (standing.rank, fold(view.labels[standing.value.unit_id]))


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


def subtitle_of(view: View, indicator: IndicatorRow, when: str) -> str:
    """Indicator, unit of measure, period, group: what a chart draws."""
    return view.say("chart.subtitle", indicator=indicator.name(view.lang), when=when, group=view.group)


def definition_of(view: View, indicator: IndicatorRow) -> str:
    """The definition with its source in law or method."""
    return view.say(
        "chart.definition", definition=indicator.definition_text(view.lang), source=indicator.source_text(view.lang)
    )


def file_stem(view: View, *parts: str) -> str:
    """A file name that says what, whose and when, without accents: letters, digits, - and _ alone."""
    words = (*parts, view.group, view.period.period_id)
    return "_".join(_NOT_IN_FILE_NAMES.sub("-", fold(word)).strip("-") for word in words)


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
    if _shown(best.value) == _shown(worst.value):
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


def topic(view: View, indicator: IndicatorRow) -> str:
    """What a title speaks of, inside a sentence: the theme; the indicator itself where the theme is none."""
    if indicator.theme != "other":
        return view.say(f"theme.{indicator.theme}")
    name = indicator.name(view.lang)
    return name[:1].lower() + name[1:]


def _with_ties(view: View, now: Comparison, standing: Standing) -> str:
    """The unit's name; with how many share its place."""
    unit = view.labels[standing.value.unit_id]
    others = sum(other.rank == standing.rank for other in now.ranked) - 1
    return view.say("ranked.and_others", unit=unit, count=others) if others else unit


def capital(text: str) -> str:
    """`text` as it begins a sentence."""
    return text[:1].upper() + text[1:]


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


def difference(one: float, other: float) -> float:
    """`one` - `other` as a reader of the chart sees it: of the two figures as drawn, with one decimal."""
    return rounded(rounded(one, 1) - rounded(other, 1), 1)


def direction(now: float, before: float) -> str:
    """ "up", "down" or "same", by what is drawn."""
    change = difference(now, before)
    return "same" if change == 0 else "up" if change > 0 else "down"


def points(view: View, one: float, other: float) -> str:
    """The size of a difference as it is shown."""
    return view.number(abs(difference(one, other)), 1)


def notes_of(view: View, standings: Sequence[Standing], target: TargetRow | None) -> tuple[str, ...]:
    """What the marks mean, and which units they are on."""
    values = [standing.value for standing in standings]
    groups = (
        ("note.derived", [v for v in values if v.is_derived]),
        ("note.lower_bound", [v for v in values if v.is_lower_bound]),
        ("note.provisional", [v for v in values if v.status == "provisional"]),
        ("note.small", [s.value for s in standings if s.reason is NotRanked.SMALL]),
        ("note.other_window", [s.value for s in standings if s.reason is NotRanked.OTHER_WINDOW]),
        ("note.no_window", [v for v in values if not v.window_printed and not v.is_derived]),
    )
    notes = [view.say(key, units=named(view, found)) for key, found in groups if found]
    if target:
        notes.append(view.say("note.target", value=view.percent(target.value, 0), source=target.source_text(view.lang)))
    return tuple(notes)


def named(view: View, values: Sequence[Value], most: int = 3) -> str:
    """The units of some values: their names where they are few, else how many."""
    units = sorted({view.labels[value.unit_id] for value in values}, key=fold)
    if len(units) > most:
        return view.say("list.count", count=len(units))
    return ", ".join(units)


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
        "report": view.report_numbers.get(value.report_id, value.report_id),
        "remark": remark(view, value, standing.reason),
    }


def remark(view: View, value: Value, reason: NotRanked | None) -> str:
    """The marks of a value as words."""
    words = [view.say(f"not_ranked.{reason.value}")] if reason else []
    if value.is_derived:
        words.append(view.say("mark.derived"))
    if value.status == "provisional":
        words.append(view.say("mark.provisional"))
    return ", ".join(words)


def plain(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> TableSpec:
    """All units with their own periods and windows, unranked, each with every scope it reports; by the alphabet.

    Of the view's period; of all its periods where they are of several kinds.
    """
    periods = {period.period_id for period in (view.periods if view.is_mixed else (view.period,))}
    everyone = (*view.others, *view.units)
    rows: list[dict[str, object]] = []
    shown: list[Value] = []
    for unit in sorted(everyone, key=lambda unit: (unit.level == "commune", fold(unit.name))):
        found = [
            value
            for value in values
            if value.unit_id == unit.unit_id
            and value.indicator_id == indicator.indicator_id
            and value.period_id in periods
        ]
        rows += [_plain_row(view, indicator, value) for value in found] or [
            {"unit": view.labels[unit.unit_id], "remark": view.say("missing.not_reported")}
        ]
        shown += [value for value in found if value.value is not None]
    title = view.say("plain.title", count=len({value.unit_id for value in shown}), total=len(everyone))
    subtitle = subtitle_of(view, indicator, view.span_words() if view.is_mixed else view.period_words())
    sentence = view.say("plain.sentence", least=MIN_COMPARABLE_UNITS)
    standings = [Standing(value, None, reason_of(value, indicator, None)) for value in shown]
    return TableSpec(
        Frame(
            title=title,
            subtitle=subtitle,
            sentence=sentence,
            source=view.source_line(value.report_id for value in shown),
            definition=definition_of(view, indicator),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, indicator.indicator_id, "bang"),
            notes=notes_of(view, standings, None),
            simulated=view.simulated,
            table=Table(_plain_columns(view), tuple(rows)),
        )
    )


def _plain_columns(view: View) -> tuple[Column, ...]:
    return (
        Column("unit", view.say("column.unit")),
        Column("scope", view.say("column.scope")),
        Column("period", view.say("column.period")),
        Column("value_text", view.say("column.value")),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("remark", view.say("column.remark")),
        Column("window", view.say("column.window")),
        Column("report", view.say("column.report")),
    )


def _plain_row(view: View, indicator: IndicatorRow, value: Value) -> dict[str, object]:
    words = remark(view, value, reason_of(value, indicator, None))
    if value.value is None:
        words = view.say("missing.counts")
    if not value.window_printed:
        words = ", ".join(filter(None, (words, view.say("mark.no_window"))))
    return {
        "unit": view.labels[value.unit_id],
        "scope": view.say(f"scope.{value.scope}"),
        "period": next(p.label(view.lang) for p in view.periods if p.period_id == value.period_id),
        "value_text": view.value_text(value, 2),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "report": view.report_numbers.get(value.report_id, value.report_id),
        "remark": words,
    }
