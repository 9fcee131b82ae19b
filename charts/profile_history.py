"""One unit over time: a panel an indicator, the unit's own line over the median of its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.closing import as_closed, closing_words
from charts.comparing import Comparison, compare
from charts.profile import THEMES, in_order
from charts.series import breaks_of, gap
from charts.spec import Column, Flag, Frame, Mark, MultiplesSpec, Role, Series, Table
from charts.view import SCOPE_OF_COMPARISON, View, flags_of
from charts.wording import correction_notes, file_stem, remark
from domain.comparison import NotRanked
from domain.figures import SCOPES
from domain.periods import Period
from queries.rows import IndicatorRow, UnitRow, Value


def themes(view: View, indicators: Mapping[str, IndicatorRow], own: Sequence[Value]) -> list[str]:
    """The themes of which an indicator has at least two periods; none where periods cannot stand on one line."""
    if view.is_mixed:
        return []
    kept = {indicators[key[0]].theme for key in _with_history(view, own)}
    return [theme for theme in THEMES if theme in kept]


def _with_history(view: View, own: Sequence[Value]) -> list[tuple[str, str]]:
    """(indicator, scope) with values in two or more of the view's periods."""
    ids = {period.period_id for period in view.periods}
    counted: dict[tuple[str, str], int] = {}
    for value in own:
        if value.period_id in ids and value.value is not None:
            counted[value.indicator_id, value.scope] = counted.get((value.indicator_id, value.scope), 0) + 1
    return [key for key, count in counted.items() if count >= 2]


def history(
    view: View, unit: UnitRow, indicators: Sequence[IndicatorRow], own: Sequence[Value], peers: Sequence[Value]
) -> MultiplesSpec:
    """A panel an indicator and scope with two periods or more: the unit's own line over the group's median."""
    keys = set(_with_history(view, own))
    panels, medians, rows = [], [], []
    for indicator in in_order(indicators):
        for scope in SCOPES:
            if (indicator.indicator_id, scope) not in keys:
                continue
            there = {v.period_id: v for v in own if (v.indicator_id, v.scope) == (indicator.indicator_id, scope)}
            compared = _comparisons(view, unit, indicator, scope, peers)
            panel = _panel(view, unit, indicator, scope, there, compared)
            panels.append(panel)
            medians.append(_median_line(view, compared))
            rows += _history_rows(view, unit, indicator, panel.label, there, compared)
    return MultiplesSpec(
        frame=_history_frame(view, unit, indicators, panels, rows, own, has_median=_any_value(medians)),
        periods=tuple(view.axis_label(period) for period in view.periods),
        panels=tuple(panels),
        median=None,
        axis_range=_axis((*panels, *medians)),
        suffix=" %" if view.lang == "vi" else "%",
        medians=tuple(medians) if _any_value(medians) else (),
        breaks=breaks_of(view),
    )


def _comparisons(
    view: View, unit: UnitRow, indicator: IndicatorRow, scope: str, peers: Sequence[Value]
) -> list[Comparison | None]:
    if scope != SCOPE_OF_COMPARISON or unit not in view.units:
        return [None] * len(view.periods)
    of_indicator = [value for value in peers if value.indicator_id == indicator.indicator_id]
    return [compare(view, indicator, of_indicator, period) for period in view.periods]


def _panel(
    view: View,
    unit: UnitRow,
    indicator: IndicatorRow,
    scope: str,
    there: Mapping[str, Value],
    compared: Sequence[Comparison | None],
) -> Series:
    name = _without_rate_of(view, indicator.name(view.lang))
    label = name if scope == SCOPE_OF_COMPARISON else f"{name} ({view.say(f'scope.{scope}')})"
    marks = tuple(
        _point(view, unit, indicator, period, label, there.get(period.period_id), comparison)
        for period, comparison in zip(view.periods, compared, strict=True)
    )
    return Series(f"{indicator.indicator_id}/{scope}", label, marks, Role.SUBJECT)


def _without_rate_of(view: View, name: str) -> str:
    """ "Tỷ lệ hồ sơ nộp trực tuyến" -> "Hồ sơ nộp trực tuyến": every panel is a rate, and a panel is narrow."""
    rest = name.removeprefix(view.say("profile.rate_of"))
    return rest[:1].upper() + rest[1:]


def _point(
    view: View,
    unit: UnitRow,
    indicator: IndicatorRow,
    period: Period,
    label: str,
    value: Value | None,
    comparison: Comparison | None,
) -> Mark:
    if value is None:
        return Mark(period.period_id, label, None, gap(view, unit.unit_id, period), view.absence(unit.unit_id, period))
    if value.value is None:
        return Mark(period.period_id, label, None, view.say("missing.counts"), view.say("missing.counts"))
    standing = comparison.of(value.unit_id) if comparison else None
    flags = flags_of(view, as_closed(view, indicator, value), standing.reason if standing else None)
    return Mark(period.period_id, label, value.value, view.value_text(value), view.hover(value), flags=flags)


def _median_line(view: View, compared: Sequence[Comparison | None]) -> Series:
    marks = tuple(
        Mark(
            period.period_id,
            view.say("series.median"),
            comparison.median if comparison else None,
            view.percent(comparison.median) if comparison else "",
        )
        for period, comparison in zip(view.periods, compared, strict=True)
    )
    return Series("median", view.say("series.median"), marks, Role.MEDIAN)


def _any_value(lines: Sequence[Series]) -> bool:
    return any(mark.value is not None for line in lines for mark in line.marks)


def _axis(drawn: Sequence[Series]) -> tuple[float, float]:
    """From zero, unless all crowd under 100; a plan may be passed, so the end may lie above 100."""
    values = [mark.value for one in drawn for mark in one.marks if mark.value is not None]
    low = min(values, default=0.0)
    return (max(0.0, low // 5 * 5) if low >= 80 else 0.0, max(100.0, max(values, default=0.0)))


def _history_frame(
    view: View,
    unit: UnitRow,
    indicators: Sequence[IndicatorRow],
    panels: Sequence[Series],
    rows: Sequence[dict[str, object]],
    own: Sequence[Value],
    *,
    has_median: bool,
) -> Frame:
    changes = [(change, panel.label) for panel in panels if (change := _panel_change(panel)) is not None]
    scopes = {panel.key.partition("/")[2] for panel in panels}
    title = view.say(
        "profile.history_title_scopes" if len(scopes) > 1 else "profile.history_title",
        unit=unit.name,
        rises=sum(change > 0 for change, _ in changes),
        falls=sum(change < 0 for change, _ in changes),
        since=view.period_words(view.periods[0]),
        until=view.period_words(),
    )
    theme = view.say(f"theme.{indicators[0].theme}") if indicators else ""
    about = "profile.history_subtitle_median" if has_median else "profile.history_subtitle"
    subtitle = view.say(about, theme=theme, when=view.span_words(), group=view.group)
    sentence = _largest_moves(view, changes)
    ids = {one.indicator_id for one in indicators}
    periods = {period.period_id for period in view.periods}
    drawn = [value for value in own if value.indicator_id in ids and value.period_id in periods]
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(value.report_id for value in drawn if value.value is not None),
        definition=view.say("profile.definition"),
        alt=view.say("alt.series", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, unit.name, "dien-bien"),
        notes=_notes(view, [value for value in drawn if value.value is not None]),
        simulated=view.simulated,
        table=_history_table(view, rows),
    )


def _notes(view: View, drawn: Sequence[Value]) -> tuple[str, ...]:
    """What officers changed, what nobody has checked, what carries a finding; a derived quarter is told by the key."""
    marks = {
        "provisional": any(value.status == "provisional" for value in drawn),
        "finding": any(view.findings.of(value) for value in drawn),
    }
    told = (view.say(f"profile.note.{name}") for name, holds in marks.items() if holds)
    return (*correction_notes(view, drawn), *told)


def _panel_change(panel: Series) -> float | None:
    """From the first to the last value, as drawn; bounds are passed over."""
    known = [mark.value for mark in panel.marks if mark.value is not None and Flag.LOWER_BOUND not in mark.flags]
    return round(round(known[-1], 1) - round(known[0], 1), 1) if len(known) > 1 else None


def _largest_moves(view: View, changes: Sequence[tuple[float, str]]) -> str:
    rise, fall = max(changes, default=(0.0, "")), min(changes, default=(0.0, ""))
    said = []
    if rise[0] > 0:
        said.append(view.say("profile.largest_rise", name=rise[1], points=view.number(rise[0], 1)))
    if fall[0] < 0:
        said.append(view.say("profile.largest_fall", name=fall[1], points=view.number(-fall[0], 1)))
    return " ".join(said)


def _history_rows(
    view: View,
    unit: UnitRow,
    indicator: IndicatorRow,
    label: str,
    there: Mapping[str, Value],
    compared: Sequence[Comparison | None],
) -> list[dict[str, object]]:
    rows = []
    for period, comparison in zip(view.periods, compared, strict=True):
        value = there.get(period.period_id)
        row: dict[str, object] = {"indicator": label, "period": period.label(view.lang)}
        if comparison:
            row["median"] = comparison.median
        if value is None:
            row["remark"] = view.absence(unit.unit_id, period)
        else:
            reason = NotRanked.LOWER_BOUND if value.is_lower_bound else None
            row |= {
                "value": value.value,
                "numerator": value.numerator,
                "denominator": value.denominator,
                "printed": value.printed_value,
                "remark": _remark(view, indicator, value, reason),
            }
        rows.append(row)
    return rows


def _remark(view: View, indicator: IndicatorRow, value: Value, reason: NotRanked | None) -> str:
    if value.value is None:
        return view.say("missing.counts")
    words = (remark(view, as_closed(view, indicator, value), reason), closing_words(view, indicator, value))
    return ", ".join(filter(None, words))


def _history_table(view: View, rows: Sequence[dict[str, object]]) -> Table:
    columns = (
        Column("indicator", view.say("profile.column.indicator")),
        Column("period", view.say("column.period")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("median", view.say("profile.column.median"), "percent", 2),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("remark", view.say("column.remark")),
    )
    return Table(columns, tuple(rows))
