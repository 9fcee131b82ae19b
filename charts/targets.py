"""Targets by place: the nearest one counts for each unit; status against it, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from charts.spec import Status
from charts.view import View
from domain.comparison import CLOSE_MARGIN_POINTS, TargetStatus, shortfall, target_status
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, UnitRow, Value
from text.numbers import rounded

_MOST_NOTES = 3
_MOST_DECIMALS = 4


@dataclass(frozen=True)
class Targets:
    """The target of every unit that has one; `common` is the one that all units of the view share."""

    common: TargetRow | None = None
    by_unit: Mapping[str, TargetRow] = field(default_factory=dict)

    def of(self, unit_id: str) -> TargetRow | None:
        return self.by_unit.get(unit_id)

    def own(self, unit_id: str) -> TargetRow | None:
        """The unit's target where it is another than the common one."""
        found = self.of(unit_id)
        return found if found and (self.common is None or found.value != self.common.value) else None

    def shared(self, unit_ids: Iterable[str]) -> float | None:
        """The level that all of these units aim at; None where they differ, or one has no target."""
        levels = {found.value if (found := self.of(unit_id)) else None for unit_id in unit_ids}
        return levels.pop() if len(levels) == 1 else None


def targets_of(view: View, indicator: IndicatorRow, period: Period | None = None) -> Targets:
    """The targets that count in the period's year for each of the view's units: the nearest ones.

    Common is what the places of all units of the period have in common; the national one where these differ, but only
    if it counts for some unit.
    """
    chosen = period or view.period
    set_ = _Set.of(view, indicator, chosen)
    by_unit = {unit.unit_id: found for unit in view.units if (found := set_.nearest(unit))}
    shared = {set_.of_place(unit) for unit in view.units_in(chosen)}
    common = shared.pop() if len(shared) == 1 else set_.national if set_.national in shared else None
    return Targets(common, by_unit)


def target_of(view: View, indicator: IndicatorRow, unit: UnitRow, period: Period) -> TargetRow | None:
    """The one target that counts for a unit in the period's year; None where there is none: targets are data."""
    return _Set.of(view, indicator, period).nearest(unit)


@dataclass(frozen=True)
class _Set:
    """The targets of one indicator and year. The nearest one counts: a unit's own, its district's, its province's, the
    national one."""

    own: Mapping[str | None, TargetRow]
    places: Mapping[str | None, TargetRow]
    national: TargetRow | None

    @classmethod
    def of(cls, view: View, indicator: IndicatorRow, period: Period) -> _Set:
        those = [one for one in view.targets if one.indicator_id == indicator.indicator_id and one.year == period.year]
        return cls(
            own={one.unit_id: one for one in those if one.level != "national"},
            # A district's target for itself is none for its communes.
            places={one.unit_id: one for one in those if one.level in ("district", "province")},
            national=next((one for one in those if one.level == "national"), None),
        )

    def of_place(self, unit: UnitRow) -> TargetRow | None:
        """What counts for all units of the unit's place."""
        return self.places.get(unit.district_id) or self.places.get(unit.province_id) or self.national

    def nearest(self, unit: UnitRow) -> TargetRow | None:
        return self.own.get(unit.unit_id) or self.of_place(unit)


def status_of(value: Value, target: TargetRow | None, polarity: str) -> Status | None:
    """Against the target, by the value itself; None where there is nothing to tell."""
    if target is None or value.value is None:
        return None
    status = target_status(value.value, target.value, polarity=polarity)
    # "At least" proves one thing only: that the target is met, or where less is better that it is missed.
    proved = TargetStatus.NOT_MET if polarity == "down_is_good" else TargetStatus.MET
    if value.is_lower_bound and status is not proved:
        return None
    return Status(status.value)


def rate_text(view: View, value: Value, target: TargetRow | None, polarity: str, least: int = 1) -> str:
    """The value as it is written on charts, with as many decimals, from `least`, as it takes not to look like a target
    it misses."""
    short = target is not None and value.value is not None and status_of(value, target, polarity) is not Status.MET
    for decimals in range(least, _MOST_DECIMALS):
        if not short or rounded(value.value or 0.0, decimals) != rounded(target.value if target else 0.0, decimals):
            return view.value_text(value, decimals)
    return view.value_text(value, _MOST_DECIMALS)


def own_words(view: View, target: TargetRow) -> str:
    """Whose target it is and how high: "mục tiêu của tỉnh 60 %"."""
    return view.say(f"comparison.own_target.{target.level}", value=view.percent(target.value, 0))


def target_notes(view: View, targets: Targets, unit_ids: Sequence[str]) -> list[str]:
    """The common target and every other one with its source; what "close" means."""
    notes = []
    if targets.common:
        source = targets.common.source_text(view.lang)
        notes.append(view.say("note.target", value=view.percent(targets.common.value, 0), source=source))
    own: dict[TargetRow, list[str]] = {}
    for unit_id in unit_ids:
        if found := targets.own(unit_id):
            own.setdefault(found, []).append(unit_id)
    if len(own) > _MOST_NOTES:
        notes.append(view.say("comparison.own_targets", count=sum(len(units) for units in own.values())))
    else:
        notes += [_own_note(view, target, units) for target, units in own.items()]
    if notes:
        notes[0] += " " + view.say("comparison.margin", points=view.number(CLOSE_MARGIN_POINTS))
    return notes


def _own_note(view: View, target: TargetRow, unit_ids: Sequence[str]) -> str:
    many = len(unit_ids) > _MOST_NOTES
    units = view.say("list.count", count=len(unit_ids)) if many else ", ".join(view.labels[one] for one in unit_ids)
    words = own_words(view, target)
    return view.say(
        "comparison.own_note", target=words[:1].upper() + words[1:], units=units, source=target.source_text(view.lang)
    )


def short_of(targets: Targets, ranked: Sequence[Value], polarity: str) -> list[tuple[float, list[tuple[str, int]]]]:
    """Who is short of its target and by how many of the denominator: (target, [(unit id, count)]), highest first,
    units in the order of `ranked`."""
    found: dict[float, list[tuple[str, int]]] = {}
    for value in ranked:
        target = targets.of(value.unit_id)
        if target is None:
            continue
        count = shortfall(value.numerator or 0.0, value.denominator or 0.0, target.value, polarity=polarity)
        if count:
            found.setdefault(target.value, []).append((value.unit_id, count))
    return sorted(found.items(), reverse=True)
