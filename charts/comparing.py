"""One period's comparison: who is ranked, who is not and why, who is missing; median and pooled rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from domain.comparison import (
    MIN_COMPARABLE_UNITS,
    NotRanked,
    median,
    pooled_rate,
    ranks,
    usual_window,
)
from domain.periods import Period
from queries.rows import IndicatorRow, Value
from text.numbers import rounded
from text.search import fold


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
    places = ranks([shown(value) for value in comparable], descending=indicator.polarity != "down_is_good")
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


def shown(value: Value) -> float:
    """Ranks go by what the table shows: two decimals."""
    return rounded(value.value or 0.0, 2)


def _order(view: View, standing: Standing) -> tuple:
    return (standing.rank, fold(view.labels[standing.value.unit_id]))
