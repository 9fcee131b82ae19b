"""One period's comparison: who is ranked, who is not and why, who is missing; median, quartiles and pooled rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from domain.comparison import (
    MIN_COMPARABLE_UNITS,
    NotRanked,
    median,
    movement,
    pooled_rate,
    quarters,
    quartiles,
    ranks,
    usual_window,
)
from domain.periods import Period
from queries.rows import IndicatorRow, Value
from text.numbers import rounded
from text.search import fold


@dataclass(frozen=True)
class Standing:
    """A unit's value in a period with its place among the others; `rank` is None where it is not ranked.

    `quarter` is 1 (best) to 4. `other_window`: its window strays from the others', whatever else keeps it unranked.
    """

    value: Value
    rank: int | None
    reason: NotRanked | None
    quarter: int | None = None
    other_window: bool = False


@dataclass(frozen=True)
class Comparison:
    """All that one period's comparison needs, best first.

    `missing` are the ids of the units that a figure was expected of and that have none. `counts` are the sums of
    numerators and denominators behind `pooled`. Rates and quartiles in per cent.
    """

    period: Period
    ranked: tuple[Standing, ...]
    below: tuple[Standing, ...]
    missing: tuple[str, ...]
    median: float | None
    quartiles: tuple[float, float] | None
    pooled: float | None
    counts: tuple[float, float]

    @property
    def can_rank(self) -> bool:
        return len(self.ranked) >= MIN_COMPARABLE_UNITS

    @property
    def standings(self) -> tuple[Standing, ...]:
        return (*self.ranked, *self.below)

    @cached_property
    def windows_differ(self) -> bool:
        """True where a unit's window strays from the others', so that volumes are read by the day."""
        return any(standing.other_window for standing in self.standings)

    @cached_property
    def _by_unit(self) -> dict[str, Standing]:
        return {standing.value.unit_id: standing for standing in self.standings}

    def of(self, unit_id: str) -> Standing | None:
        return self._by_unit.get(unit_id)


def compare(view: View, indicator: IndicatorRow, values: Sequence[Value], period: Period | None = None) -> Comparison:
    """The comparison of the view's units in `period` (the view's by default): scope `own` only, one definition."""
    chosen = period or view.period
    own = _own_values(view, indicator, values, chosen)
    usual = usual_window([value.window for value in own], chosen.nominal)
    reasons = {value.unit_id: reason_of(value, indicator, usual) for value in own}
    comparable = [value for value in own if reasons[value.unit_id] is None]
    below = [
        Standing(value, None, reasons[value.unit_id], other_window=value.window.differs_from(usual))
        for value in own
        if reasons[value.unit_id]
    ]
    counts = [(value.numerator or 0.0, value.denominator or 0.0) for value in own if not value.is_lower_bound]
    have = {value.unit_id for value in own}
    return Comparison(
        period=chosen,
        ranked=_ranked(view, indicator, comparable),
        below=tuple(sorted(below, key=lambda standing: (-(standing.value.value or 0), *_name(view, standing)))),
        missing=tuple(unit.unit_id for unit in view.units_in(chosen) if unit.unit_id not in have),
        median=median([value.value or 0.0 for value in comparable]),
        quartiles=quartiles([shown(value) for value in comparable]),
        pooled=pooled_rate(counts),
        counts=(sum(n for n, _ in counts), sum(d for _, d in counts)),
    )


def last_comparable(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> Comparison | None:
    """The comparison that ranks have moved since: the period's before, else the same a year ago, if it has ranks."""
    for period in (view.period.previous(), view.period.same_last_year()):
        found = compare(view, indicator, values, period)
        if found.can_rank:
            return found
    return None


def movements(indicator: IndicatorRow, now: Comparison, since: Comparison | None) -> dict[str, int]:
    """How many places each unit went up (positive) or down among the units ranked in both comparisons.

    Only among those: a unit that stays last of ever fewer has not moved up.
    """
    before = {one.value.unit_id: one.value for one in since.ranked} if since else {}
    pairs = [(one.value, before[one.value.unit_id]) for one in now.ranked if one.value.unit_id in before]
    if len(pairs) < MIN_COMPARABLE_UNITS:
        return {}
    descending = indicator.polarity != "down_is_good"
    places, earlier = (
        ranks([shown(value) for value in part], descending=descending) for part in zip(*pairs, strict=True)
    )
    steps = (movement(place, was) or 0 for place, was in zip(places, earlier, strict=True))
    return {value.unit_id: step for (value, _), step in zip(pairs, steps, strict=True)}


def shown(value: Value) -> float:
    """Ranks and quartiles go by what the table shows: two decimals."""
    return rounded(value.value or 0.0, 2)


def _own_values(view: View, indicator: IndicatorRow, values: Sequence[Value], period: Period) -> list[Value]:
    units = set(view.unit_ids)
    return [
        value
        for value in values
        if value.period_id == period.period_id
        and value.indicator_id == indicator.indicator_id
        and value.scope == SCOPE_OF_COMPARISON
        and value.unit_id in units
        and value.value is not None
    ]


def _ranked(view: View, indicator: IndicatorRow, comparable: Sequence[Value]) -> tuple[Standing, ...]:
    drawn = [shown(value) for value in comparable]
    descending = indicator.polarity != "down_is_good"
    parts: Sequence[int | None] = quarters(drawn, descending=descending) or [None] * len(drawn)
    places = zip(comparable, ranks(drawn, descending=descending), parts, strict=True)
    found = [Standing(value, place, None, part) for value, place, part in places]
    return tuple(sorted(found, key=lambda standing: (standing.rank, *_name(view, standing))))


def _name(view: View, standing: Standing) -> tuple[str, str]:
    return fold(view.labels[standing.value.unit_id]), standing.value.unit_id
