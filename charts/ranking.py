"""All that a ranking is drawn from, gathered once: its chart, its table and its words say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from charts.against import Base, is_chosen
from charts.comparing import Comparison
from charts.elsewhere import Elsewhere, has_volumes
from charts.targets import Targets
from charts.view import SCOPE_OF_COMPARISON, View
from domain.comparison import BaselineKind
from domain.periods import Period
from queries.rows import IndicatorRow, Value


@dataclass(frozen=True)
class Ranking:
    """One period's ranking. `since`: the comparison that ranks have moved from, where there is one; `movements`: by how
    many places, of the units ranked in both; `uncounted`: units whose report is there without the counts; `people`: the
    rate counts persons."""

    view: View
    indicator: IndicatorRow
    now: Comparison
    since: Comparison | None
    movements: Mapping[str, int]
    bases: tuple[Base, ...]
    targets: Targets
    elsewhere: Elsewhere
    uncounted: frozenset[str]
    people: bool

    def instead(self, unit_id: str) -> str:
        """What a unit without a value reports by another definition, in words."""
        return self.elsewhere.words(self.view, unit_id, self.now.period.period_id)

    def absence(self, unit_id: str) -> str:
        """Why a unit has no value, in words."""
        if instead := self.instead(unit_id):
            return self.view.say("comparison.elsewhere_only", what=instead)
        if unit_id in self.uncounted:
            return self.view.say("missing.counts")
        return self.view.absence(unit_id, self.now.period)

    @property
    def by_the_day(self) -> bool:
        """True where windows differ and the denominators count dossiers, so that volumes are read by the day."""
        return self.now.windows_differ and has_volumes(self.indicator)

    @cached_property
    def tabled(self) -> list[Base]:
        """The baselines that the table has columns for: those that at least one unit can be held against."""
        return tabled(self.view, self.bases, self.now)


def tabled(view: View, bases: Sequence[Base], now: Comparison) -> list[Base]:
    """Of a choice of the reader's all, else the period before alone; without those that nothing can be told of."""
    wanted = [base for base in bases if is_chosen(view) or base.baseline.kind is BaselineKind.PREVIOUS]
    return [base for base in wanted if any(base.of(one).difference is not None for one in now.standings)]


def without_counts(indicator: IndicatorRow, values: Sequence[Value], period: Period) -> frozenset[str]:
    """The units whose report of the period is there, but not the counts that the rate needs."""
    return frozenset(
        value.unit_id
        for value in values
        if value.value is None
        and value.scope == SCOPE_OF_COMPARISON
        and value.period_id == period.period_id
        and value.indicator_id == indicator.indicator_id
    )
