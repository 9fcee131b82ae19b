"""Headline tiles: the two to four figures a leader takes away, with their change and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts.against import aims, chosen_period, other_units
from charts.comparing import Comparison, compare
from charts.spec import Flag, Status, Tile
from charts.targets import Targets, status_of, targets_of
from charts.view import View, flags_of
from charts.wording import difference
from domain.comparison import is_better, same_length, shortfall, usual_window
from domain.periods import Window
from queries.rows import IndicatorRow, Value
from text.numbers import format_points, rounded

_OF_A_GROUP = frozenset({Flag.PROVISIONAL, Flag.CORRECTED, Flag.FINDING})


def theme_tiles(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[Tile]:
    """Pooled rate, median with the middle half, target and spread of the view's period, with the change since the
    earlier period that was chosen; nothing where units cannot be compared."""
    now = compare(view, indicator, values)
    if view.is_mixed or not now.can_rank:
        return []
    since = chosen_period(view)
    before = compare(view, indicator, values, since) if since else None
    tiles = [pooled_tile(view, indicator, now, before), _median_tile(view, indicator, now, before)]
    targets = targets_of(view, indicator)
    if aims(view) and any(targets.of(standing.value.unit_id) for standing in now.ranked):
        tiles.append(_target_tile(view, indicator, now, targets))
    tiles.append(_spread_tile(view, now))
    return tiles


def pooled_tile(view: View, indicator: IndicatorRow, now: Comparison, before: Comparison | None) -> Tile:
    """The group's pooled rate with its counts, and its change since an earlier comparison it can be held against."""
    then = before.pooled if before and _is_alike(view, indicator, now, before) else None
    numerator, denominator = now.counts
    counts = view.say("tile.counts", numerator=view.number(numerator), denominator=view.number(denominator))
    return Tile(
        label=view.say("tile.pooled", group=view.group),
        value=view.percent(now.pooled),
        change=_change(view, now.pooled, then),
        better=_better(indicator, now.pooled, then),
        meaning=counts,
        flags=group_flags(view, (one.value for one in now.standings if not one.value.is_lower_bound)),
        is_group=True,
    )


def group_flags(view: View, values: Iterable[Value]) -> frozenset[Flag]:
    """What is to be known of figures behind one of the group: some are not checked, changed, or carry a finding."""
    return frozenset(flag for value in values for flag in flags_of(view, value, None) & _OF_A_GROUP)


def _median_tile(view: View, indicator: IndicatorRow, now: Comparison, before: Comparison | None) -> Tile:
    then = before.median if before and _is_alike(view, indicator, now, before) else None
    meaning = []
    if before and then is not None:
        meaning.append(view.say("tile.against", period=view.period_words(before.period)))
    elif before and before.median is not None and other_units(view, before.period, now.period):
        meaning.append(view.say("comparison.tile_other_units", period=view.period_words(before.period)))
    if now.quartiles:
        low, high = now.quartiles
        meaning.append(view.say("comparison.tile_half", low=view.number(low, 1), high=view.percent(high)))
    return Tile(
        label=view.say("tile.median", units=len(now.ranked)),
        value=view.percent(now.median),
        change=_change(view, now.median, then),
        better=_better(indicator, now.median, then),
        meaning="; ".join(meaning),
    )


def _is_alike(view: View, indicator: IndicatorRow, now: Comparison, before: Comparison) -> bool:
    """True where a figure of the group can be held against an earlier one: of the same units before and after 1 July
    2025, over windows about equally long, and then not of too few dossiers."""
    return (
        not other_units(view, before.period, now.period)
        and same_length(_usual(now), _usual(before))
        and before.counts[1] >= indicator.min_denominator
    )


def _usual(found: Comparison) -> Window:
    return usual_window([standing.value.window for standing in found.standings], found.period.nominal)


def _target_tile(view: View, indicator: IndicatorRow, now: Comparison, targets: Targets) -> Tile:
    """How many of the units that have a target meet it, each its own."""
    aimed = [(one.value, found) for one in now.ranked if (found := targets.of(one.value.unit_id))]
    met = sum(status_of(value, target, indicator.polarity) is Status.MET for value, target in aimed)
    short = sum(
        shortfall(value.numerator or 0.0, value.denominator or 0.0, target.value, polarity=indicator.polarity)
        for value, target in aimed
    )
    level = targets.shared(value.unit_id for value, _ in aimed)
    label = view.say("comparison.tile_own") if level is None else view.say("tile.target", target=view.percent(level, 0))
    return Tile(
        label=label,
        value=view.say("tile.of", part=met, whole=len(aimed)),
        meaning=view.say("tile.short", count=view.number(short)) if short else view.say("tile.none_short"),
    )


def _spread_tile(view: View, now: Comparison) -> Tile:
    low, high = sorted((now.ranked[-1].value, now.ranked[0].value), key=lambda value: value.value or 0.0)
    return Tile(
        label=view.say("tile.spread"),
        value=view.say("tile.range", low=view.number(low.value, 1), high=view.percent(high.value)),
        meaning=view.say("tile.ends", low=view.labels[low.unit_id], high=view.labels[high.unit_id]),
    )


def _change(view: View, now: float | None, before: float | None) -> str:
    """The difference of the two figures as drawn, so that the tile never contradicts them."""
    if now is None or before is None:
        return ""
    return format_points(difference(now, before), view.lang)


def _better(indicator: IndicatorRow, now: float | None, before: float | None) -> bool | None:
    """By the two figures as drawn."""
    if now is None or before is None:
        return None
    return is_better(indicator.polarity, rounded(now, 1), rounded(before, 1))
