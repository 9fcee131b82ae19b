"""Units over time: trend lines against the median, small multiples, and the heat map unit × period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from charts.comparing import Comparison, compare
from charts.series_words import spread_words, trend_words
from charts.spec import Break, Column, Frame, HeatSpec, Mark, MultiplesSpec, Reference, Role, Series, Table, TrendSpec
from charts.targets import targets_of
from charts.view import View, flags_of
from charts.wording import definition_of, file_stem, notes_of, remark, subtitle_of
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, Value

PANELS_A_PAGE = 24
MOST_NAMED = 3
RATE_AXIS = (0.0, 100.0)


def by_period(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[Comparison]:
    """The comparison of every period in the view, oldest first."""
    return [compare(view, indicator, values, period) for period in view.periods]


def trend(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> TrendSpec:
    """A line a unit, the median, the target; chosen units are the subject, else the first and last of today."""
    comparisons = by_period(view, indicator, values)
    subjects = view.subjects or _ends(comparisons)
    lines = [_line(view, unit.unit_id, comparisons, subjects) for unit in view.units]
    lines = [line for line in lines if any(mark.value is not None for mark in line.marks)]
    series = (*lines, _median_line(view, comparisons))
    title, sentence = trend_words(view, indicator, comparisons)
    return TrendSpec(
        frame=_frame(view, indicator, comparisons, title, sentence, "dien-bien"),
        periods=_period_labels(view),
        series=series,
        axis_title=indicator.name(view.lang),
        axis_range=_axis(lines),
        references=_target(view, indicator),
        suffix=_suffix(view),
        breaks=breaks_of(view),
    )


def multiples(view: View, indicator: IndicatorRow, values: Sequence[Value], page: int = 0) -> MultiplesSpec:
    """One panel a unit, at most 24 a page, in the order of the last period."""
    comparisons = by_period(view, indicator, values)
    order = [s.value.unit_id for s in (*comparisons[-1].ranked, *comparisons[-1].below)]
    rest = [unit.unit_id for unit in view.units if unit.unit_id not in order]
    chosen = [*order, *rest][page * PANELS_A_PAGE : (page + 1) * PANELS_A_PAGE]
    panels = tuple(_line(view, unit_id, comparisons, frozenset(chosen)) for unit_id in chosen)
    title, sentence = spread_words(view, indicator, comparisons)
    return MultiplesSpec(
        frame=_frame(view, indicator, comparisons, title, sentence, "tung-don-vi"),
        periods=_period_labels(view),
        panels=panels,
        median=_median_line(view, comparisons),
        axis_range=_axis(panels),
        references=_target(view, indicator),
        suffix=_suffix(view),
        breaks=breaks_of(view),
    )


def heat(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> HeatSpec:
    """Units down in the order of the last period, periods across, the value in the cell."""
    comparisons = by_period(view, indicator, values)
    order = [s.value.unit_id for s in (*comparisons[-1].ranked, *comparisons[-1].below)]
    rest = [unit.unit_id for unit in view.units if unit.unit_id not in order]
    rows = tuple(_line(view, unit_id, comparisons, view.subjects) for unit_id in (*order, *rest))
    title, sentence = spread_words(view, indicator, comparisons)
    return HeatSpec(
        frame=_frame(view, indicator, comparisons, title, sentence, "ban-do-nhiet"),
        periods=_period_labels(view),
        rows=rows,
        scale_range=_axis(rows),
        scale_title=indicator.name(view.lang),
        breaks=breaks_of(view),
    )


def _ends(comparisons: Sequence[Comparison]) -> frozenset[str]:
    last = comparisons[-1].ranked
    return frozenset(standing.value.unit_id for standing in (*last[:1], *last[-1:]))


def _line(view: View, unit_id: str, comparisons: Sequence[Comparison], subjects: frozenset[str]) -> Series:
    role = Role.SUBJECT if unit_id in subjects else Role.CONTEXT
    marks = tuple(_point(view, unit_id, period, c) for period, c in zip(view.periods, comparisons, strict=True))
    return Series(unit_id, view.labels[unit_id], marks, role)


def _point(view: View, unit_id: str, period: Period, comparison: Comparison) -> Mark:
    standing = comparison.of(unit_id)
    label = view.labels[unit_id]
    if standing is None:
        return Mark(period.period_id, label, None, gap(view, unit_id, period), view.absence(unit_id, period))
    return Mark(
        key=period.period_id,
        label=label,
        value=standing.value.value,
        text=view.value_text(standing.value),
        hover=view.hover(standing.value),
        flags=flags_of(view, standing.value, standing.reason),
    )


def gap(view: View, unit_id: str, period: Period) -> str:
    """The word in an empty cell: no report, or no sum; nothing where there was no unit."""
    if view.gap_words(unit_id, period):
        return view.say("missing.no_sum")
    unit = next((unit for unit in view.units_in(period) if unit.unit_id == unit_id), None)
    if unit is None:
        return ""
    return view.say("missing.not_due_short" if view.is_awaited(unit, period) else "missing.short")


def breaks_of(view: View) -> tuple[Break, ...]:
    """Where 1 July 2025 cuts the view's periods."""
    if view.break_after is None:
        return ()
    return (Break(view.break_after, view.say("series.break_today" if view.is_today else "series.break")),)


def _median_line(view: View, comparisons: Sequence[Comparison]) -> Series:
    marks = tuple(
        Mark(period.period_id, view.say("series.median"), c.median, view.percent(c.median))
        for period, c in zip(view.periods, comparisons, strict=True)
    )
    return Series("median", view.say("series.median"), marks, Role.MEDIAN)


def _axis(lines: Sequence[Series]) -> tuple[float, float]:
    """From zero, unless all crowd under 100; then from a round figure below the lowest."""
    drawn = [mark.value for line in lines for mark in line.marks if mark.value is not None]
    lowest = min(drawn, default=0.0)
    return (max(0.0, lowest // 5 * 5), 100.0) if lowest >= 80 else RATE_AXIS


def _target(view: View, indicator: IndicatorRow) -> tuple[Reference, ...]:
    """The common target: a line for each level, over the periods of the years that aim at it."""
    found = _common(view, indicator)
    levels = [target.value if target else None for target in found]
    if len(set(levels)) == 1:
        # One level all the way: one line across the chart.
        return tuple(Reference("target", one, _target_label(view, one)) for one in levels[:1] if one is not None)
    references = []
    for level, run in groupby(enumerate(levels), key=lambda item: item[1]):
        places = [place for place, _ in run]
        if level is not None:
            first, last = places[0], places[-1]
            years = "–".join(dict.fromkeys(str(view.periods[place].year) for place in (first, last)))
            short = view.say("series.level_of_year", value=view.percent(level, 0), year=years)
            references.append(Reference("target", level, _target_label(view, level, years), (first, last), short))
    return tuple(references)


def _common(view: View, indicator: IndicatorRow) -> list[TargetRow | None]:
    """The target that all units share, of each period."""
    return [targets_of(view, indicator, period).common for period in view.periods]


def _target_label(view: View, level: float, years: str = "") -> str:
    value = view.percent(level, 0)
    if not years:
        return view.say("ranked.target", value=value)
    return view.say("series.target_of_year", value=value, year=years)


def _target_notes(view: View, indicator: IndicatorRow) -> list[str]:
    """Where each level of the target comes from."""
    words = [
        view.say("note.target", value=view.percent(one.value, 0), source=one.source_text(view.lang))
        for one in _common(view, indicator)
        if one
    ]
    return list(dict.fromkeys(words))


def _suffix(view: View) -> str:
    return " %" if view.lang == "vi" else "%"


def _period_labels(view: View) -> tuple[str, ...]:
    return tuple(view.axis_label(period) for period in view.periods)


def _frame(
    view: View,
    indicator: IndicatorRow,
    comparisons: Sequence[Comparison],
    title: str,
    sentence: str,
    kind: str,
) -> Frame:
    standings = [s for c in comparisons for s in (*c.ranked, *c.below)]
    subtitle = subtitle_of(view, indicator, view.span_words())
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(standing.value.report_id for standing in standings),
        definition=definition_of(view, indicator),
        alt=view.say("alt.series", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, indicator.indicator_id, kind),
        notes=(*notes_of(view, standings), *_target_notes(view, indicator), *_break_notes(view)),
        simulated=view.simulated,
        table=series_table(view, comparisons),
    )


def _break_notes(view: View) -> tuple[str, ...]:
    """What the break means, and why sums are missing before it, with the units."""
    why: dict[str, list[str]] = {}
    for unit in view.units:
        for words in dict.fromkeys(view.gap_words(unit.unit_id, period) for period in view.periods):
            if words and view.is_today:
                why.setdefault(words, []).append(view.labels[unit.unit_id])
    missing = [
        view.say("note.no_sum", units=", ".join(units[:MOST_NAMED]), reason=words) for words, units in why.items()
    ]
    if len(missing) > MOST_NAMED:
        missing = [*missing[:MOST_NAMED], view.say("note.no_sum_more", count=len(missing) - MOST_NAMED)]
    is_cut = view.break_after is not None and not view.is_today
    return (*([view.say("note.break")] if is_cut else []), *missing)


def series_table(view: View, comparisons: Sequence[Comparison]) -> Table:
    """One row a unit and period: value, counts, remark, report."""
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("remark", view.say("column.remark")),
        Column("report", view.say("column.report")),
    )
    rows = []
    for unit in view.units:
        for period, comparison in zip(view.periods, comparisons, strict=True):
            if unit not in view.units_in(period):
                continue
            standing = comparison.of(unit.unit_id)
            row: dict[str, object] = {"unit": view.labels[unit.unit_id], "period": period.label(view.lang)}
            if standing is None:
                row["remark"] = view.absence(unit.unit_id, period)
            else:
                value = standing.value
                row |= {
                    "value": value.value,
                    "numerator": value.numerator,
                    "denominator": value.denominator,
                    "remark": remark(view, value, standing.reason),
                    "report": view.report_name(value.report_id),
                }
            rows.append(row)
    return Table(columns, tuple(rows))
