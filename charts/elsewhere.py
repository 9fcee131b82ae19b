"""Units that report a theme by another definition only: told in words beside a comparison, never mixed into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from charts.view import SCOPE_OF_COMPARISON, View
from queries.ask import Ask
from queries.rows import IndicatorRow, Value

THEMES = ("online", "on_time")
"""The themes whose rates are several definitions of one thing; the others hold different things."""


@dataclass(frozen=True)
class Elsewhere:
    """The own values by other definitions of the units that have none by the one that is drawn."""

    values: Mapping[tuple[str, str], tuple[tuple[IndicatorRow, Value], ...]] = field(default_factory=dict)

    def words(self, view: View, unit_id: str, period_id: str) -> str:
        """What the unit reports instead, without its name: "54,2 % theo “Tỷ lệ …”"; empty where it reports nothing."""
        return "; ".join(
            view.say("comparison.elsewhere", value=view.value_text(value), indicator=indicator.name(view.lang))
            for indicator, value in self.values.get((unit_id, period_id), ())
        )


def other_definitions(indicators: Mapping[str, IndicatorRow], indicator: IndicatorRow) -> list[IndicatorRow]:
    """The theme's other definitions, the default first, then as the registry has them."""
    if indicator.theme not in THEMES:
        return []
    same = [one for one in indicators.values() if one.theme == indicator.theme and one.rule == "ratio"]
    return sorted((one for one in same if one != indicator), key=lambda one: not one.is_default)


def has_volumes(indicator: IndicatorRow) -> bool:
    """True where the denominator counts dossiers, which a longer window has more of."""
    return indicator.theme in THEMES and indicator.rule == "ratio"


def elsewhere(
    indicator: IndicatorRow, values: Sequence[Value], definitions: Sequence[IndicatorRow], others: Sequence[Value]
) -> Elsewhere:
    """From the values drawn and those by `definitions`, who reports only the latter, by unit and period."""
    have = {
        (value.unit_id, value.period_id)
        for value in values
        if _is_own(value) and value.indicator_id == indicator.indicator_id
    }
    found: dict[tuple[str, str], tuple[tuple[IndicatorRow, Value], ...]] = {}
    for one in definitions:
        for value in others:
            key = (value.unit_id, value.period_id)
            if value.indicator_id == one.indicator_id and _is_own(value) and key not in have:
                found[key] = (*found.get(key, ()), (one, value))
    return Elsewhere(found)


def asked_elsewhere(view: View, ask: Ask, indicator: IndicatorRow, values: Sequence[Value]) -> Elsewhere:
    """Asks only for the units without a value of their own: with thousands of units that is far from all."""
    periods = view.period_ids if view.is_mixed else [view.period.period_id]
    definitions = other_definitions(ask.indicators(), indicator)
    have = {
        (value.unit_id, value.period_id)
        for value in values
        if _is_own(value) and value.indicator_id == indicator.indicator_id
    }
    absent = [unit_id for unit_id in view.unit_ids if any((unit_id, period) not in have for period in periods)]
    if not definitions or not absent:
        return Elsewhere()
    others = ask.indicator_values(view.source, [one.indicator_id for one in definitions], periods, absent)
    return elsewhere(indicator, values, definitions, others)


def _is_own(value: Value) -> bool:
    return value.scope == SCOPE_OF_COMPARISON and value.value is not None
