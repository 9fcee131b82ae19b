"""One unit in one period: every indicator with its change, its target, its place among peers and the printed rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from charts.against import Against, against, is_chosen, why_not_earlier
from charts.closing import as_closed, closing_words
from charts.comparing import Comparison, Standing, compare, shown
from charts.spec import Flag, Status, Tile
from charts.targets import status_of, target_of
from charts.view import SCOPE_OF_COMPARISON, View, flags_of, reason_of
from charts.wording import difference
from domain.comparison import DEFAULT_BASELINES, is_better
from domain.figures import SCOPES
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, UnitRow, Value
from text.numbers import format_points, rounded

THEMES = ("online", "on_time", "staff", "other")
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
    near = target_of(view, indicator, unit, period)
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
    if words := closing_words(view, line.indicator, line.value):
        parts.append(words)
    closed = as_closed(view, line.indicator, line.value)
    return Tile(
        label=name_of(view, line),
        value=view.value_text(line.value),
        change="" if change is None else format_points(change, view.lang),
        better=better,
        meaning="; ".join(parts),
        flags=flags_of(view, closed, line.standing.reason if line.standing else None) - {Flag.LOWER_BOUND},
    )


def name_of(view: View, line: Line) -> str:
    """The indicator, with its scope where that is not the unit's own."""
    name = line.indicator.name(view.lang)
    return name if line.value.scope == SCOPE_OF_COMPARISON else f"{name} ({view.say(f'scope.{line.value.scope}')})"


def absent_names(view: View, period: Period, indicators: Mapping[str, IndicatorRow], own: Sequence[Value]) -> list[str]:
    """The indicators, default definitions alone, that the unit's report of the period has no counts for."""
    have = {value.indicator_id for value in own if value.period_id == period.period_id and has_something(value)}
    return [
        indicator.name(view.lang)
        for indicator in in_order(indicators.values())
        if indicator.is_default and indicator.indicator_id not in have
    ]
