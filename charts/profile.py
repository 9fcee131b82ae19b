"""One unit in one period: every indicator with its change, its target, its place among peers and the printed rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from charts.against import Against, against, is_chosen, why_not_earlier
from charts.comparing import Comparison, Standing, compare, shown
from charts.spec import Cell, Column, Flag, Frame, MatrixRow, MatrixSpec, Status, Table, Tile
from charts.targets import own_words, status_of
from charts.view import SCOPE_OF_COMPARISON, View, flags_of, reason_of
from charts.wording import difference, file_stem, remark
from domain.comparison import DEFAULT_BASELINES, Baseline, is_better
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, UnitRow, Value
from text.numbers import MISSING, format_points, rounded

THEMES = ("online", "on_time", "staff", "other")
SCOPES = ("own", "communes", "total")
ENOUGH_TILES = 4
LAST = 99


@dataclass(frozen=True)
class Line:
    """One indicator of the unit in one scope and period, with all that it is held against.

    `change` and the gaps are percentage points between figures as shown (two decimals). `standing` is None where the
    unit is not compared: fewer than five comparable units, another scope, a district among communes. `own_target` is
    the nearest one that is not national; `against` are the baselines that the reader chose beyond the usual ones.
    """

    indicator: IndicatorRow
    value: Value
    earlier: Value | None
    change: float | None
    national: TargetRow | None
    own_target: TargetRow | None
    comparison: Comparison | None
    standing: Standing | None
    against: tuple[Against, ...] = ()

    @property
    def place(self) -> int | None:
        return self.standing.rank if self.standing else None

    @property
    def target(self) -> TargetRow | None:
        """The target it is held against: the nearest one."""
        return self.own_target or self.national

    @property
    def target_gap(self) -> float | None:
        return self.gap_to(self.target.value) if self.target and self.status else None

    @property
    def median_gap(self) -> float | None:
        median = self.comparison.median if self.comparison else None
        return self.gap_to(median) if median is not None and self.place is not None else None

    @property
    def status(self) -> Status | None:
        """Against the target; a lower bound below it says nothing."""
        return status_of(self.value, self.target, self.indicator.polarity)

    def gap_to(self, level: float) -> float:
        return rounded(shown(self.value) - rounded(level, 2), 2)


def latest_period(view: View, own: Sequence[Value]) -> Period | None:
    """The last of the view's periods in which the unit has any value or printed rate."""
    have = {value.period_id for value in own if has_something(value)}
    return next((period for period in reversed(view.periods) if period.period_id in have), None)


def has_something(value: Value) -> bool:
    return value.value is not None or value.printed_value is not None


def in_order(indicators: Iterable[IndicatorRow]) -> list[IndicatorRow]:
    """By theme, the scorecard's indicators before the theme's other definitions."""
    return sorted(indicators, key=lambda one: (THEMES.index(one.theme), one.headline or LAST, one.indicator_id))


def lines(
    view: View,
    unit: UnitRow,
    period: Period,
    indicators: Mapping[str, IndicatorRow],
    own: Sequence[Value],
    peers: Sequence[Value],
) -> list[Line]:
    """All indicators of `unit` in `period`, each scope a line of its own, never added. `peers`: the group's values."""
    there = {(value.indicator_id, value.scope, value.period_id): value for value in own}
    found = []
    for indicator in in_order(indicators.values()):
        for scope in SCOPES:
            value = there.get((indicator.indicator_id, scope, period.period_id))
            if value and has_something(value):
                earlier = there.get((indicator.indicator_id, scope, period.previous().period_id))
                found.append(_line(view, unit, period, indicator, value, earlier, own, peers))
    return found


def _line(
    view: View,
    unit: UnitRow,
    period: Period,
    indicator: IndicatorRow,
    value: Value,
    earlier: Value | None,
    own: Sequence[Value],
    peers: Sequence[Value],
) -> Line:
    near = view.target(indicator, period, unit)
    comparison = None
    if value.scope == SCOPE_OF_COMPARISON and not view.is_mixed and unit in view.units:
        comparison = compare(view, indicator, peers, period)
        comparison = comparison if comparison.can_rank else None
    return Line(
        indicator=indicator,
        value=value,
        earlier=earlier,
        change=_change(value, earlier),
        national=_national(view, indicator, period),
        own_target=near if near and near.level != "national" else None,
        comparison=comparison,
        standing=comparison.of(unit.unit_id) if comparison else None,
        against=_against(view, indicator, value, period, own, peers),
    )


def _change(value: Value, earlier: Value | None) -> float | None:
    """None where the two cannot be held against each other: bounds, or windows of different length."""
    if earlier is None or earlier.value is None or value.value is None or why_not_earlier(value, earlier):
        return None
    return rounded(shown(value) - shown(earlier), 2)


def _against(
    view: View, indicator: IndicatorRow, value: Value, period: Period, own: Sequence[Value], peers: Sequence[Value]
) -> tuple[Against, ...]:
    """The baselines that the reader chose beyond the previous period, the target and the group's median."""
    if view.is_mixed or not is_chosen(view):
        return ()
    now = compare(view, indicator, peers, period)
    standing = now.of(value.unit_id) if value.scope == SCOPE_OF_COMPARISON else None
    standing = standing or Standing(value, None, reason_of(value, indicator, None))
    held = against(view, indicator, own, now, standing)
    return tuple(one for one in held if one.baseline not in DEFAULT_BASELINES)


def _national(view: View, indicator: IndicatorRow, period: Period) -> TargetRow | None:
    wanted = (indicator.indicator_id, "national", period.year)
    return next((one for one in view.targets if (one.indicator_id, one.level, one.year) == wanted), None)


def tiles(view: View, period: Period, found: Sequence[Line]) -> list[Tile]:
    """The unit's first headline indicators, each in all its scopes: value, change, counts, place."""
    known = [line for line in found if line.indicator.headline and line.value.value is not None]
    first: list[Line] = []
    for order in sorted({line.indicator.headline for line in known}):
        if len(first) < ENOUGH_TILES:
            first += [line for line in known if line.indicator.headline == order]
    return [_tile(view, period, line) for line in first]


def _tile(view: View, period: Period, line: Line) -> Tile:
    change = better = None
    if line.change is not None and line.earlier is not None:
        change = difference(line.value.value or 0.0, line.earlier.value or 0.0)
        better = is_better(line.indicator.polarity, change, 0.0)
    parts = [view.counts_text(line.value)]
    if line.place:
        parts.append(view.say("profile.rank", place=line.place, total=len(line.comparison.ranked)))  # type: ignore[union-attr]
    if change is not None:
        parts.append(view.say("tile.against", period=view.period_words(period.previous())))
    return Tile(
        label=_name(view, line),
        value=view.value_text(line.value),
        change="" if change is None else format_points(change, view.lang),
        better=better,
        meaning="; ".join(parts),
        flags=flags_of(view, line.value, line.standing.reason if line.standing else None) - {Flag.LOWER_BOUND},
    )


def _name(view: View, line: Line) -> str:
    name = line.indicator.name(view.lang)
    return name if line.value.scope == SCOPE_OF_COMPARISON else f"{name} ({view.say(f'scope.{line.value.scope}')})"


def scorecard(view: View, unit: UnitRow, period: Period, found: Sequence[Line], absent: Sequence[str]) -> MatrixSpec:
    """Every indicator a row: value, change, target, place among peers, printed rate. Columns with nothing are left out.

    `absent` names the indicators whose counts the report does not have.
    """
    columns = {
        "value": [_value_cell(view, line) for line in found],
        "change": [_change_cell(view, line) for line in found],
        "target": [_target_cell(view, line) for line in found],
        "place": [_place_cell(view, line) for line in found],
        "printed": [_printed_cell(view, line) for line in found],
    }
    chosen = {held.baseline: held.heading for line in found for held in line.against}
    columns |= {one.code: [_against_cell(view, line, one) for line in found] for one in chosen}
    headings = {one.code: view.say("column.change", period=heading) for one, heading in chosen.items()}
    kept = {key: cells for key, cells in columns.items() if any(cell.text != MISSING for cell in cells)}
    rows = tuple(
        MatrixRow(f"{line.indicator.indicator_id}/{line.value.scope}", _name(view, line), tuple(cells))
        for line, cells in zip(found, zip(*kept.values(), strict=True), strict=True)
    )
    previous = period.previous().short_label(view.lang)
    tones = {cell.tone for row in rows for cell in row.cells}
    legend = tuple((tone, view.say(f"profile.tone.{tone}")) for tone in ("met", "close", "not_met", "derived"))
    return MatrixSpec(
        frame=_card_frame(view, unit, period, found, absent),
        columns=tuple(headings.get(key) or view.say(f"profile.column.{key}", period=previous) for key in kept),
        rows=rows,
        legend=tuple((tone, words) for tone, words in legend if tone in tones),
    )


def _value_cell(view: View, line: Line) -> Cell:
    value = line.value
    if value.value is None:
        return Cell(MISSING, view.say("missing.counts"), "quiet")
    tone: Literal["derived", "plain"] = "derived" if value.is_derived else "plain"
    text = view.marked(view.value_text(value, 2), view.findings_of(value))
    return Cell(text, view.counts_text(value), tone, view.hover(value))


def _change_cell(view: View, line: Line) -> Cell:
    if line.change is None or line.earlier is None:
        return Cell(MISSING, tone="quiet")
    return Cell(_signed(view, line.change), view.say("profile.from", value=view.value_text(line.earlier, 2)))


def _target_cell(view: View, line: Line) -> Cell:
    if line.target is None or line.value.value is None:
        return Cell(MISSING, tone="quiet")
    national = view.percent(line.national.value, 0) if line.national else ""
    detail = national
    if line.own_target:  # The one that counts goes first.
        beside = view.say("profile.national", value=national) if national else ""
        detail = "; ".join(filter(None, (own_words(view, line.own_target), beside)))
    if line.status is None or line.target_gap is None:
        return Cell(view.say("profile.target_unknown"), detail, "quiet", line.target.source_text(view.lang))
    text = view.say(f"profile.status.{line.status.value}", gap=_signed(view, line.target_gap))
    return Cell(text, detail, line.status.value, line.target.source_text(view.lang))


def _against_cell(view: View, line: Line, baseline: Baseline) -> Cell:
    held = next((one for one in line.against if one.baseline == baseline), None)
    if held is None or held.value is None or held.difference is None:
        return Cell(MISSING, tone="quiet", hover=held.reason if held else "")
    figure = view.say("comparison.figure", label=held.heading, value=view.percent(held.value, 2))
    return Cell(_signed(view, held.difference), figure)


def _place_cell(view: View, line: Line) -> Cell:
    if line.comparison is None or line.standing is None:
        return Cell(MISSING, tone="quiet")
    median = view.say("ranked.median", value=view.percent(line.comparison.median, 2))
    if line.place is None:
        return Cell(place_text(view, line), median, "quiet")
    return Cell(place_text(view, line), median, hover=_signed(view, line.median_gap or 0.0))


def place_text(view: View, line: Line) -> str:
    """ "hạng 3/11", "không xếp hạng: dưới 30 hồ sơ", or nothing where there is no comparison."""
    if line.comparison is None or line.standing is None:
        return ""
    if line.standing.reason:
        return view.say("profile.not_ranked", reason=view.say(f"profile.reason.{line.standing.reason.value}"))
    return view.say("profile.rank", place=line.place, total=len(line.comparison.ranked))


def _printed_cell(view: View, line: Line) -> Cell:
    if line.value.printed_value is None:
        return Cell(MISSING, tone="quiet")
    return Cell(view.percent(line.value.printed_value, 2))


def _signed(view: View, gap: float) -> str:
    return f"+{view.number(gap, 2)}" if gap > 0 else view.number(gap, 2)


def _card_frame(view: View, unit: UnitRow, period: Period, found: Sequence[Line], absent: Sequence[str]) -> Frame:
    known = [line for line in found if line.value.value is not None]
    ranked = [line for line in known if line.median_gap is not None and line.indicator.polarity != "neutral"]
    when = view.period_words(period)
    key = "profile.title_ranked" if ranked else "profile.title_plain"
    above = sum((line.median_gap or 0.0) >= 0 for line in ranked)
    count = len({line.indicator.indicator_id for line in known})
    title = view.say(key, unit=unit.name, above=above, total=len(ranked), count=count, when=when)
    compared = any(line.comparison for line in found)
    subtitle = view.say("profile.subtitle_compared" if compared else "profile.subtitle", when=when, group=view.group)
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=" ".join(_sentences(view, known, ranked, absent)),
        source=view.source_line(line.value.report_id for line in found),
        definition=view.say("profile.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, "chi-so"),
        notes=_notes(view, period, found),
        simulated=view.simulated,
        table=_card_table(view, period, found),
    )


def _sentences(view: View, known: Sequence[Line], ranked: Sequence[Line], absent: Sequence[str]) -> list[str]:
    said = []
    aimed = [line for line in known if line.status]
    if aimed:
        met = sum(line.status is Status.MET for line in aimed)
        scopes = {line.value.scope for line in aimed}
        key = "profile.targets_met" if scopes == {SCOPE_OF_COMPARISON} else "profile.targets_met_scopes"
        said.append(view.say(key, met=met, total=len(aimed)))
    lagging = sorted((line for line in ranked if (line.median_gap or 0.0) < 0), key=lambda line: line.median_gap or 0.0)
    if lagging:
        gaps = view.say("list.and").join(
            view.say("ranked.lagging_unit", unit=_name(view, line), points=view.number(-(line.median_gap or 0.0), 2))
            for line in lagging[:2]
        )
        said.append(view.say("ranked.lagging", units=gaps))
    if absent:
        said.append(view.say("profile.absent", names="; ".join(absent)))
    return said


def _notes(view: View, period: Period, found: Sequence[Line]) -> tuple[str, ...]:
    values = [line.value for line in found]
    marks = {
        "derived": any(value.is_derived for value in values),
        "lower_bound": any(value.is_lower_bound for value in values),
        "provisional": any(value.status == "provisional" for value in values),
        "no_window": any(not value.window_printed and not value.is_derived for value in values),
        "scopes": any(value.scope != SCOPE_OF_COMPARISON for value in values),
        "finding": any(view.findings.of(value) for value in values),
        "mixed": view.is_mixed,
    }
    return tuple(view.say(f"profile.note.{name}") for name, holds in marks.items() if holds)


def _card_table(view: View, period: Period, found: Sequence[Line]) -> Table:
    """One row an indicator and scope, with the figures as numbers."""
    columns = (
        Column("indicator", view.say("profile.column.indicator")),
        Column("scope", view.say("column.scope")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("change", view.say("column.change", period=period.previous().short_label(view.lang)), "points", 2),
        Column("target", view.say("profile.column.target_level"), "percent", 0),
        Column("target_gap", view.say("profile.column.target_gap"), "points", 2),
        Column("place", view.say("profile.column.place", period="")),
        Column("median", view.say("profile.column.median"), "percent", 2),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("window", view.say("column.window")),
        Column("remark", view.say("column.remark")),
    )
    chosen = {held.baseline: held.heading for line in found for held in line.against}
    more = tuple(
        Column(one.code, view.say("column.change", period=heading), "points", 2) for one, heading in chosen.items()
    )
    return Table((*columns, *more), tuple(_card_row(view, line) for line in found))


def _card_row(view: View, line: Line) -> dict[str, object]:
    value = line.value
    return {
        "indicator": line.indicator.name(view.lang),
        "scope": view.say(f"scope.{value.scope}"),
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "change": line.change,
        "target": line.target.value if line.target else None,
        "target_gap": line.target_gap,
        "place": place_text(view, line),
        "median": line.comparison.median if line.comparison else None,
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "remark": _remark(view, line),
        **{held.baseline.code: held.difference for held in line.against},
    }


def _remark(view: View, line: Line) -> str:
    if line.value.value is None:
        return view.say("missing.counts")
    reason = reason_of(line.value, line.indicator, None)
    words = [remark(view, line.value, reason)]
    if line.own_target:
        words.append(own_words(view, line.own_target))
    return ", ".join(filter(None, words))


def absent_names(view: View, period: Period, indicators: Mapping[str, IndicatorRow], own: Sequence[Value]) -> list[str]:
    """The indicators, default definitions alone, that the unit's report of the period has no counts for."""
    have = {value.indicator_id for value in own if value.period_id == period.period_id and has_something(value)}
    return [
        indicator.name(view.lang)
        for indicator in in_order(indicators.values())
        if indicator.is_default and indicator.indicator_id not in have
    ]
