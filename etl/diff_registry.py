"""What differs between the registries of two builds: definitions of indicators, formulas of measures, targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from domain.history import Cause, CauseCode, Change, Gap, Kind, Move, move_of
from domain.history_causes import Registries
from etl.diff_side import Side

_TERMS = {
    "indicator": ("indicator_id",),
    "indicator_term": ("indicator_id", "side", "term", "coefficient"),
    "measure_formula": ("measure", "alternative", "term", "coefficient"),
}
_STAFF = {"indicator": ("indicator_id", "rule", "dimension"), "measure": ("measure", "staff_group", "dimension")}
_TARGET = {"target": ("indicator_id", "level", "unit_id", "year", "value")}
# The columns that say how an indicator is computed; the others are words and ranking rules.
_COMPUTED_BY = ("rule", "staff_group", "dimension", "levels")

Terms = dict[str, frozenset[tuple]]


@dataclass(frozen=True)
class Registry:
    """A build's indicators by id, whatever their columns, and terms by indicator and by measure."""

    indicators: dict[str, dict[str, Any]]
    terms: Terms
    measure_terms: Terms
    staff: dict[str, set[str]]


@dataclass(frozen=True)
class Definitions:
    """The definitions of both builds; `gap` where one of them lacks a table."""

    before: Registry
    after: Registry
    gap: Gap | None

    @classmethod
    def of(cls, before: Side, after: Side) -> Definitions:
        gap = before.gap("definitions", _TERMS) or after.gap("definitions", _TERMS)
        if gap:
            return cls(Registry({}, {}, {}, {}), Registry({}, {}, {}, {}), gap)
        return cls(_read(before), _read(after), None)

    def registries(self) -> Registries:
        """How the definitions differ, and what each item is computed from in either build."""
        feeding: dict[str, set[str]] = defaultdict(set)
        for side in (self.before, self.after):
            for item, terms in (*side.terms.items(), *side.measure_terms.items()):
                feeding[item] |= {term for _, _, term, _ in terms}
            for item, measures in side.staff.items():
                feeding[item] |= measures
        formulas = _differing(self.before.measure_terms, self.after.measure_terms)
        computed = ((one, self._move(one, computed=True)) for one in self._ids())
        return Registries({one: move for one, move in computed if move}, formulas, feeding)

    def changes(self) -> Iterator[Change]:
        """The indicators that differ, in formula or in words."""
        codes = {Move.APPEARED: CauseCode.INDICATOR_NEW, Move.WENT: CauseCode.INDICATOR_GONE}
        for one in self._ids():
            if move := self._move(one, computed=False):
                is_computed = self._move(one, computed=True) is not None
                code = codes.get(move, CauseCode.INDICATOR if is_computed else CauseCode.REGISTRY)
                detail = "indicators.toml" if code is CauseCode.REGISTRY else one
                yield Change(Kind.DEFINITION, move, one, (Cause(code, detail=detail),))

    def _ids(self) -> list[str]:
        return sorted({*self.before.indicators, *self.after.indicators})

    def _move(self, indicator: str, *, computed: bool) -> Move | None:
        """How an indicator differs: in what it is computed by, or at all. Only columns of both builds are compared."""
        old, new = self.before.indicators.get(indicator), self.after.indicators.get(indicator)
        if old is None or new is None:
            return move_of(old, new)
        columns = old.keys() & new.keys()
        columns = columns & set(_COMPUTED_BY) if computed else columns
        same = all(old[column] == new[column] for column in columns)
        return None if same and self.before.terms.get(indicator) == self.after.terms.get(indicator) else Move.CHANGED


def _read(side: Side) -> Registry:
    indicators = {row["indicator_id"]: row for row in side.rows("diff_indicators")}
    terms: dict[str, set[tuple]] = defaultdict(set)
    measure_terms: dict[str, set[tuple]] = defaultdict(set)
    for row in side.rows("diff_terms"):
        term = (row["side"], row["alternative"], row["term"], row["coefficient"])
        (measure_terms if row["is_measure"] else terms)[row["item"]].add(term)
    staff: dict[str, set[str]] = defaultdict(set)
    if not side.missing(_STAFF):
        for row in side.rows("diff_staff_terms"):
            staff[row["item"]].add(row["term"])
    return Registry(indicators, _frozen(terms), _frozen(measure_terms), staff)


def _frozen(terms: dict[str, set[tuple]]) -> Terms:
    return {item: frozenset(found) for item, found in terms.items()}


def _differing(before: Terms, after: Terms) -> Collection[str]:
    return {item for item in {*before, *after} if before.get(item) != after.get(item)}


def target_changes(before: Side, after: Side) -> tuple[list[Change], Gap | None]:
    """Targets that differ; `period_id` of each is its year, `unit_id` is empty for a national one."""
    gap = before.gap("targets", _TARGET) or after.gap("targets", _TARGET)
    if gap:
        return [], gap
    old, new = _targets(before), _targets(after)
    changes = []
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was != now:
            indicator, level, unit_id, year = key
            move, causes = move_of(was, now), (Cause(CauseCode.TARGETS),)
            changes.append(
                Change(
                    Kind.TARGET,
                    move,
                    indicator,
                    causes,
                    unit_id=unit_id,
                    period_id=str(year),
                    scope=level,
                    before=was,
                    after=now,
                )
            )
    return changes, None


def _targets(side: Side) -> dict[tuple[str, str, str, int], float]:
    return {
        (row["indicator_id"], row["level"], row["unit_id"], row["year"]): row["value"]
        for row in side.rows("diff_targets")
    }
