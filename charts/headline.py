"""Headline tiles: the two to four figures a leader takes away, with their change and what it means."""

from __future__ import annotations

from collections.abc import Sequence

from charts.comparing import Comparison, compare
from charts.spec import Tile
from charts.view import View
from charts.wording import difference
from domain.comparison import shortfall
from queries.rows import IndicatorRow, Value
from text.numbers import format_points


def theme_tiles(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[Tile]:
    """Pooled rate, median, target and spread of the view's period; nothing where units cannot be compared."""
    now = compare(view, indicator, values)
    if view.is_mixed or not now.can_rank:
        return []
    before = compare(view, indicator, values, view.period.previous())
    tiles = [pooled_tile(view, indicator, now, before), _median_tile(view, indicator, now, before)]
    target = view.target(indicator)
    if target:
        tiles.append(_target_tile(view, now, target.value))
    tiles.append(_spread_tile(view, now))
    return tiles


def pooled_tile(view: View, indicator: IndicatorRow, now: Comparison, before: Comparison) -> Tile:
    """The group's pooled rate with its counts."""
    numerator, denominator = now.counts
    counts = view.say("tile.counts", numerator=view.number(numerator), denominator=view.number(denominator))
    return Tile(
        label=view.say("tile.pooled", group=view.group),
        value=view.percent(now.pooled),
        change=_change(view, now.pooled, before.pooled),
        better=_better(indicator, now.pooled, before.pooled),
        meaning=counts,
    )


def _median_tile(view: View, indicator: IndicatorRow, now: Comparison, before: Comparison) -> Tile:
    return Tile(
        label=view.say("tile.median", units=len(now.ranked)),
        value=view.percent(now.median),
        change=_change(view, now.median, before.median),
        better=_better(indicator, now.median, before.median),
        meaning=view.say("tile.against", period=view.period_words(view.period.previous())) if before.median else "",
    )


def _target_tile(view: View, now: Comparison, target: float) -> Tile:
    met = sum((standing.value.value or 0.0) >= target for standing in now.ranked)
    short = sum(shortfall(s.value.numerator or 0.0, s.value.denominator or 0.0, target) for s in now.ranked)
    return Tile(
        label=view.say("tile.target", target=view.percent(target, 0)),
        value=view.say("tile.of", part=met, whole=len(now.ranked)),
        meaning=view.say("tile.short", count=view.number(short)) if short else view.say("tile.none_short"),
    )


def _spread_tile(view: View, now: Comparison) -> Tile:
    best, worst = now.ranked[0].value, now.ranked[-1].value
    return Tile(
        label=view.say("tile.spread"),
        value=view.say("tile.range", low=view.number(worst.value, 1), high=view.percent(best.value)),
        meaning=view.say("tile.ends", low=view.labels[worst.unit_id], high=view.labels[best.unit_id]),
    )


def _change(view: View, now: float | None, before: float | None) -> str:
    """The difference of the two figures as drawn, so that the tile never contradicts them."""
    if now is None or before is None:
        return ""
    return format_points(difference(now, before), view.lang)


def _better(indicator: IndicatorRow, now: float | None, before: float | None) -> bool | None:
    if now is None or before is None or difference(now, before) == 0 or indicator.polarity == "neutral":
        return None
    return (now > before) == (indicator.polarity == "up_is_good")
