"""Headline figures of a briefing: of its one unit, of a few units that cannot be ranked, else of the group."""

from __future__ import annotations

from collections.abc import Sequence

from charts import overview, profile, recipes
from charts.advice import of_one
from charts.comparing import compare
from charts.spec import Flag, Tile
from charts.targets import rate_text, targets_of
from charts.view import View, flags_of
from domain.comparison import MIN_COMPARABLE_UNITS
from queries.ask import Ask
from queries.rows import IndicatorRow, Value

_MOST_UNITS = MIN_COMPARABLE_UNITS - 1


def tiles(view: View, ask: Ask, themes: Sequence[IndicatorRow]) -> list[Tile]:
    """Of the one highlighted unit the tiles of its profile, where it has figures for the view's periods; else those of
    the overview, with the range of each theme where units are too few to be pooled."""
    own = _of_unit(view, ask)
    if own:
        return own
    values = recipes.indicator_values(view, ask, *(one.indicator_id for one in themes))
    found = overview.tiles(view, themes, values, recipes.coverage(view, ask))
    few = (
        []
        if view.is_mixed
        else [_range(view, one, values) for one in themes if not compare(view, one, values).can_rank]
    )
    return [*found, *(tile for tile in few if tile)]


def _of_unit(view: View, ask: Ask) -> list[Tile]:
    unit_id = of_one(view)
    if unit_id is None:
        return []
    unit = next(one for one in (*view.units, *view.others) if one.unit_id == unit_id)
    own = ask.unit_values(view.source, unit_id)
    period = profile.latest_period(view, own)
    if period is None:
        return []
    indicators = ask.indicators()
    peers = ask.indicator_values(view.source, indicators, [period.period_id], view.unit_ids)
    return profile.tiles(view, period, profile.lines(view, unit, period, indicators, own, peers))


def _range(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> Tile | None:
    """From the lowest to the highest of two to four units, each named with its figure; by the order of the list."""
    targets = targets_of(view, indicator)
    shown = [one.value for one in compare(view, indicator, values).ranked if one.value.value is not None]
    if not 1 < len(shown) <= _MOST_UNITS:
        return None
    rates = sorted(value.value or 0.0 for value in shown)
    by_unit = {value.unit_id: value for value in shown}
    named = "; ".join(
        f"{view.labels[unit_id]} {rate_text(view, value, targets.of(unit_id), indicator.polarity)}"
        for unit_id in view.unit_ids
        if (value := by_unit.get(unit_id))
    )
    theme = view.say(f"theme.{indicator.theme}")
    return Tile(
        label=view.say("briefing_notes.span", topic=theme[:1].upper() + theme[1:], count=len(shown)),
        value=view.say("tile.range", low=view.number(rates[0], 1), high=view.percent(rates[-1])),
        meaning=named,
        flags=frozenset().union(*(flags_of(view, value, None) for value in shown)) & {Flag.PROVISIONAL, Flag.FINDING},
    )
