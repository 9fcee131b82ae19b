"""What a finding does to the charts: which rates rest on the figures, and whether those are still ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from charts.comparing import Comparison, compare
from charts.quality_marks import MARKING
from charts.view import SCOPE_OF_COMPARISON, View
from domain.periods import reported_in
from queries.ask import Ask
from queries.rows import Finding, IndicatorRow, Value


class Effect(StrEnum):
    """What becomes of a rate whose figures carry a finding."""

    RANKED = "ranked"  # in the view's ranking, with its mark
    SHOWN = "shown"  # drawn and listed with its mark, in no ranking
    NONE = "none"  # its counts are not there: no rate


@dataclass(frozen=True)
class Effects:
    """The effects of some findings; `values` by report, scope and indicator."""

    view: View
    indicators: Mapping[str, IndicatorRow]
    values: Mapping[tuple[str, str, str], Value]
    compared: Mapping[str, Comparison]

    def of(self, finding: Finding) -> dict[Effect, list[str]]:
        """The indicators that rest on the finding's figures, by what becomes of them."""
        found: dict[Effect, list[str]] = {}
        for indicator_id in finding.indicator_ids or ():
            found.setdefault(self._effect(finding, indicator_id), []).append(indicator_id)
        return found

    def words(self, finding: Finding) -> str:
        """The effects in a sentence or two."""
        view = self.view
        if not finding.measures:
            return view.say("quality.effect.report")
        if not finding.indicator_ids:
            return view.say("quality.effect.no_rate")
        if finding.severity not in MARKING:
            return view.say("quality.effect.info")
        found = self.of(finding)
        return " ".join(
            view.say(f"quality.effect.{effect}", names="; ".join(self._name(one) for one in found[effect]))
            for effect in Effect
            if effect in found
        )

    def _name(self, indicator_id: str) -> str:
        return self.indicators[indicator_id].name(self.view.lang)

    def _effect(self, finding: Finding, indicator_id: str) -> Effect:
        value = self.values.get((finding.report_id, finding.scope or "", indicator_id))
        if value is None or value.value is None:
            return Effect.NONE
        compared = self.compared.get(indicator_id)
        standing = compared.of(value.unit_id) if compared and value.scope == SCOPE_OF_COMPARISON else None
        is_same = standing is not None and value.report_id in standing.value.report_id.split("+")
        return Effect.RANKED if is_same and standing and standing.rank else Effect.SHOWN


def effects_of(view: View, ask: Ask, findings: Iterable[Finding]) -> Effects:
    """Asks the values of the findings' reports, and compares those of the view's period where it has a ranking."""
    findings = [one for one in findings if one.unit_id and one.period_id and one.indicator_ids]
    wanted = sorted({indicator for one in findings for indicator in one.indicator_ids or ()})
    units, periods = sorted({one.unit_id or "" for one in findings}), sorted({one.period_id or "" for one in findings})
    values = ask.indicator_values(view.source, wanted, periods, units) if findings else ()
    indicators = ask.indicators()
    return Effects(
        view=view,
        indicators=indicators,
        values={(one.report_id, one.scope, one.indicator_id): one for one in values},
        compared=_compared(view, ask, [indicators[one] for one in wanted], periods),
    )


def _compared(
    view: View, ask: Ask, indicators: Sequence[IndicatorRow], periods: Sequence[str]
) -> dict[str, Comparison]:
    """The rankings of the view's period that a finding may touch; none where periods are mixed."""
    touched = {period.period_id for period in reported_in([view.period])} & set(periods)
    if view.is_mixed or not touched:
        return {}
    found = {}
    for one in indicators:
        values = ask.indicator_values(view.source, [one.indicator_id], [view.period.period_id], view.unit_ids)
        comparison = compare(view, one, values)
        if comparison.can_rank:
            found[one.indicator_id] = comparison
    return found
