"""What a value is held against: previous period, a year ago, target, the group, a chosen unit; several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from charts.comparing import Comparison, Standing, compare, shown
from charts.targets import Targets, targets_of
from charts.view import SCOPE_OF_COMPARISON, View
from domain.comparison import (
    DEFAULT_BASELINES,
    Aggregate,
    Baseline,
    BaselineKind,
    NotTold,
    is_better,
    median,
    pooled_rate,
    why_not_told,
)
from domain.periods import Period
from domain.units import REORGANISED
from queries.rows import IndicatorRow, Value
from text.numbers import rounded

_EARLIER = (BaselineKind.PREVIOUS, BaselineKind.LAST_YEAR)
_Finder = Callable[[Standing], tuple[float | None, NotTold | None]]


@dataclass(frozen=True)
class Against:
    """A value held against one baseline. `value` is the baseline's, in per cent; `difference` in percentage points, of
    the two figures as tables show them (two decimals).

    `difference` and `better` are None where nothing can be told, and `why` and `reason` (in words) say why; `better` is
    None too where both are equal or the indicator has no better side.
    """

    baseline: Baseline
    label: str
    heading: str
    value: float | None
    difference: float | None
    better: bool | None
    why: NotTold | None = None
    reason: str = ""


@dataclass(frozen=True)
class Base:
    """One baseline of a period's comparison: its name in a sentence and in a heading, and how a unit's is found.

    `common` is the one value that all units are held against, where there is one; `then` is the earlier comparison.
    """

    view: View
    indicator: IndicatorRow
    baseline: Baseline
    label: str
    heading: str
    common: float | None
    find: _Finder
    then: Comparison | None = None

    def of(self, standing: Standing) -> Against:
        """The standing held against this baseline."""
        value, why = self.find(standing)
        if standing.value.value is None:
            why = NotTold.MISSING
        if value is None or why:
            words = self.reason(standing.value.unit_id, why or NotTold.MISSING)
            return Against(self.baseline, self.label, self.heading, value, None, None, why or NotTold.MISSING, words)
        now, base = shown(standing.value), rounded(value, 2)
        better = is_better(self.indicator.polarity, now, base)
        return Against(self.baseline, self.label, self.heading, value, rounded(now - base, 2), better)

    def differences(self, standings: Iterable[Standing]) -> list[float]:
        """The differences, in percentage points, of those that can be held against it."""
        return [held.difference for one in standings if (held := self.of(one)).difference is not None]

    def reason(self, unit_id: str, why: NotTold) -> str:
        """Why a unit cannot be held against it, in words; of today's units, what their predecessors lack."""
        if why is NotTold.MISSING and self.baseline.within:
            return self.view.say(f"comparison.reason.no_{self.baseline.within}")
        gap = self.view.gap_words(unit_id, self.then.period) if self.then and why is NotTold.MISSING else None
        return gap or self.view.say(f"comparison.reason.{why.value}")


def against(
    view: View, indicator: IndicatorRow, values: Sequence[Value], now: Comparison, standing: Standing
) -> tuple[Against, ...]:
    """One standing of `now` held against each of the view's baselines, in their order."""
    return tuple(base.of(standing) for base in bases(view, indicator, values, now))


def bases(view: View, indicator: IndicatorRow, values: Sequence[Value], now: Comparison) -> list[Base]:
    """The view's baselines for a period's comparison, in their order; two that ask for the same period are one.

    `values` hold the earlier periods too. Only values of the indicator itself, and of the same scope, are looked at.
    """
    found: list[Base] = []
    periods: set[Period] = set()
    for baseline in dict.fromkeys(view.baselines if is_chosen(view) else DEFAULT_BASELINES):
        if baseline.kind in _EARLIER:
            period = baseline.period_of(now.period)
            if period not in periods:
                periods.add(period)
                found.append(_earlier(view, indicator, values, baseline, period))
        elif baseline.kind is BaselineKind.TARGET:
            found.append(_target(view, indicator, targets_of(view, indicator, now.period)))
        elif baseline.kind is BaselineKind.GROUP:
            found.append(_group(view, indicator, baseline, now))
        else:
            found.append(_unit(view, indicator, baseline, now))
    return found


def untold_note(view: View, base: Base, now: Comparison) -> str:
    """Why no unit can be held against a baseline: the commonest reason; without any figure, that there is none."""
    whys = Counter(why for one in now.standings if (why := base.of(one).why))
    reason = base.reason("", max(whys, key=whys.__getitem__, default=NotTold.MISSING))
    return view.say("comparison.none", base=base.label, reason=reason)


def untold_notes(view: View, found: Iterable[Base], tabled: Collection[Base], now: Comparison) -> tuple[str, ...]:
    """A note for each baseline that the reader chose and that no unit can be held against."""
    return tuple(untold_note(view, base, now) for base in found if is_chosen(view) and base not in tabled)


def is_chosen(view: View) -> bool:
    """True where the reader chose baselines: what is shown by default stays calm."""
    return set(view.baselines) != set(DEFAULT_BASELINES)


def aims(view: View) -> bool:
    """True where values are held against targets."""
    return any(baseline.kind is BaselineKind.TARGET for baseline in view.baselines)


def chosen_period(view: View, period: Period | None = None) -> Period | None:
    """The earlier period that changes of `period` (the view's) are told since: that of the first baseline which has
    one."""
    return next((one.period_of(period or view.period) for one in view.baselines if one.kind in _EARLIER), None)


def other_units(view: View, before: Period, now: Period) -> bool:
    """True where a group's figures of two periods are of other units: as reported, on either side of 1 July 2025."""
    return not view.is_today and before.nominal.end < REORGANISED <= now.nominal.end


def why_not_earlier(now: Value, before: Value) -> NotTold | None:
    """Why a value cannot be held against the unit's own of an earlier period: a bound, or windows of other lengths."""
    return why_not_told(
        is_lower_bound=now.is_lower_bound,
        base_is_lower_bound=before.is_lower_bound,
        window=now.window,
        base=before.window,
    )


def _earlier(view: View, indicator: IndicatorRow, values: Sequence[Value], baseline: Baseline, period: Period) -> Base:
    there = {
        (value.unit_id, value.scope): value
        for value in values
        if value.period_id == period.period_id
        and value.indicator_id == indicator.indicator_id
        and value.value is not None
    }
    absent = set(view.unit_ids) - {unit.unit_id for unit in view.units_in(period)}

    def find(standing: Standing) -> tuple[float | None, NotTold | None]:
        now = standing.value
        before = there.get((now.unit_id, now.scope))
        if before is None:
            return None, NotTold.NOT_YET if now.unit_id in absent else NotTold.MISSING
        return before.value, why_not_earlier(now, before)

    words, heading = view.period_words(period), period.short_label(view.lang)
    if baseline.kind is BaselineKind.LAST_YEAR:
        words = view.say("comparison.label.last_year", period=words)
        heading = view.say("comparison.heading.last_year", period=heading)
    then = compare(view, indicator, values, period)
    return Base(view, indicator, baseline, words, heading, None, find, then)


def _target(view: View, indicator: IndicatorRow, targets: Targets) -> Base:
    def find(standing: Standing) -> tuple[float | None, NotTold | None]:
        target = targets.of(standing.value.unit_id)
        if target is None:
            return None, NotTold.NO_TARGET
        return target.value, NotTold.LOWER_BOUND if standing.value.is_lower_bound else None

    words = view.say("comparison.label.target")
    common = targets.common.value if targets.common else None
    return Base(view, indicator, Baseline(BaselineKind.TARGET), words, words, common, find)


def _group(view: View, indicator: IndicatorRow, baseline: Baseline, now: Comparison) -> Base:
    near = {unit.unit_id: getattr(unit, f"{baseline.within}_id") for unit in view.units} if baseline.within else {}
    groups: dict[str | None, list[Standing]] = {}
    for one in now.standings:
        groups.setdefault(near.get(one.value.unit_id), []).append(one)

    @cache
    def among(place: str | None, without: str) -> float | None:
        """The figure of the units of a place, but for one."""
        those = [one for one in groups.get(place, []) if one.value.unit_id != without]
        if baseline.aggregate is Aggregate.MEDIAN:
            return median([one.value.value or 0.0 for one in those if one.rank])
        counted = [one.value for one in those if not one.value.is_lower_bound]
        return pooled_rate((value.numerator or 0.0, value.denominator or 0.0) for value in counted)

    def find(standing: Standing) -> tuple[float | None, NotTold | None]:
        unit_id = standing.value.unit_id
        if standing.value.scope != SCOPE_OF_COMPARISON:
            return None, NotTold.OTHER_SCOPE
        if baseline.within and not near.get(unit_id):
            return None, NotTold.MISSING
        value = among(near.get(unit_id), unit_id if baseline.exclude_self else "")
        if value is None:
            return None, NotTold.FEW
        return value, NotTold(standing.reason.value) if standing.reason else None

    words = [view.say(f"comparison.label.{baseline.aggregate.value}")]
    if baseline.within:
        words.append(view.say(f"comparison.label.within_{baseline.within}"))
    if baseline.exclude_self:
        words.append(view.say("comparison.label.others"))
    common = None if baseline.within or baseline.exclude_self else among(None, "")
    return Base(view, indicator, baseline, " ".join(words), " ".join(words), common, find)


def _unit(view: View, indicator: IndicatorRow, baseline: Baseline, now: Comparison) -> Base:
    label = view.labels.get(baseline.unit_id, baseline.unit_id)
    other = now.of(baseline.unit_id)
    why = None
    if other is None:
        why = NotTold.MISSING if baseline.unit_id in view.labels else NotTold.NOT_SHOWN
    elif other.reason:
        # A chosen unit's lower bound is no measure for the others.
        why = NotTold.BASE_LOWER_BOUND if other.value.is_lower_bound else NotTold(other.reason.value)
    common = other.value.value if other and why is None else None

    def find(standing: Standing) -> tuple[float | None, NotTold | None]:
        if standing.value.unit_id == baseline.unit_id:
            return common, NotTold.ITSELF
        if why:
            return None, why
        if standing.value.scope != SCOPE_OF_COMPARISON:
            return None, NotTold.OTHER_SCOPE
        return common, NotTold(standing.reason.value) if standing.reason else None

    return Base(view, indicator, baseline, label, label, common, find)
