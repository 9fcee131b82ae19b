"""Worked examples of the rules of comparison: definitions, windows, baselines, median, ranks, who is not ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from charts.against import Against, against
from charts.comparing import Comparison, Standing, compare, last_comparable, movements
from charts.definitions import offered_in
from charts.method_evidence import (
    BAC_SON,
    BINH_PHUOC,
    COMMUNES,
    LAI_HUNG,
    MINH_DUC,
    Evidence,
    joined,
    name_of,
    period_words,
    simulated,
)
from charts.view import View
from domain.comparison import MIN_COMPARABLE_UNITS, Baseline, BaselineKind, NotRanked
from queries.ask import Ask
from queries.rows import IndicatorRow, Value

ONLINE, ON_TIME, STAFF = "online_rate", "on_time_rate", "university_rate"
_BASELINES = (Baseline(BaselineKind.PREVIOUS), Baseline(BaselineKind.TARGET), Baseline(BaselineKind.GROUP))
_FOUR = (Baseline(BaselineKind.LAST_YEAR), *_BASELINES)


def definitions(view: View, evidence: Evidence) -> str:
    """All definitions of one theme that one unit reports, with their counts."""
    offered = offered_in("online", evidence.ask.indicators()) if evidence.ask else []
    told = [(one, value) for one in offered if (value := evidence.value(BINH_PHUOC, one.indicator_id))]
    if len(told) < 2:
        return ""
    listed = "; ".join(
        view.say(
            "rule.definitions.one", value=view.value_text(value, 2), counts=view.counts_text(value),
            name=one.name(view.lang),
        )
        for one, value in told
    )  # fmt: skip
    rates = [value.value or 0.0 for _, value in told]
    return view.say(
        "rule.definitions.example", unit=evidence.name(BINH_PHUOC), period=period_words(view, BINH_PHUOC[1]),
        count=len(told), listed=listed, low=view.percent(min(rates)), high=view.percent(max(rates)),
    )  # fmt: skip


def apart(view: View, evidence: Evidence) -> str:
    """How far windows stray from the nominal one, and a volume read by the day."""
    said = []
    for case in (MINH_DUC, LAI_HUNG, BINH_PHUOC):
        shown = evidence.real_view(view, case[1])
        now = _compared(shown, evidence.ask, ON_TIME)[2] if shown and evidence.ask else None
        own = now.of(case[0]) if now else None
        if now is None or own is None:
            continue
        nominal, window = now.period.nominal, own.value.window
        key = "alone" if len(now.standings) == 1 else "far" if own.other_window else "near"
        said.append(
            view.say(
                f"rule.apart.{key}", unit=evidence.name(case), period=view.period_words(now.period),
                start=abs((window.start - nominal.start).days), end=abs((window.end - nominal.end).days),
            )
        )  # fmt: skip
    online = evidence.value(BINH_PHUOC, ONLINE)
    if online and online.denominator is not None:
        days = online.window.days
        said.append(
            view.say(
                "rule.apart.per_day", unit=evidence.name(BINH_PHUOC), count=view.number(online.denominator), days=days,
                rate=view.number(online.denominator / days, 1),
            )
        )  # fmt: skip
    return " ".join(said)


def baselines(view: View, evidence: Evidence) -> str:
    """One real value against all that it can and cannot be held against; a simulated one against all."""
    said = []
    real = evidence.real_view(view, BINH_PHUOC[1])
    if real and evidence.ask:
        real = replace(real, baselines=(*_BASELINES, Baseline(BaselineKind.UNIT, unit_id=MINH_DUC[0])))
        said.append(_held(real, *_compared(real, evidence.ask, ONLINE), BINH_PHUOC[0]))
    lines = (
        _told_by_all(one, *_compared(one, ask, ONLINE))
        for one, ask in ((replace(shown, baselines=_FOUR), ask) for shown, ask in evidence.simulated_quarters(view))
    )
    said.append(simulated(view, next((line for line in lines if line), "")))
    return joined(said)


def median(view: View, evidence: Evidence) -> str:
    """How many real reports a period has; and the middle of a simulated period."""
    said = []
    reported = [row for row in evidence.periods if row.units > row.derived]
    if reported:
        key = "rule.median.example" if evidence.most_reported < MIN_COMPARABLE_UNITS else "rule.median.example_enough"
        reports = sum(row.units - row.derived for row in reported)
        kinds = len({row.kind for row in reported})
        said.append(view.say(key, reports=reports, kinds=kinds, most=evidence.most_reported))
    for shown, ask in evidence.simulated_quarters(view):
        indicator, _, now = _compared(shown, ask, ONLINE)
        if now.quartiles:
            low, high = now.quartiles
            words = view.say(
                "rule.median.simulated", indicator=indicator.name(view.lang), period=shown.period_words(),
                count=len(now.ranked), median=view.percent(now.median, 2), low=view.number(low, 2),
                high=view.percent(high, 2), pooled=view.percent(now.pooled, 2),
            )  # fmt: skip
            return joined([*said, simulated(view, words)])
    return joined(said)


def ranks(view: View, evidence: Evidence) -> str:
    """The latest simulated period with a tie after which a place is left out, and the unit that moved most."""
    for shown, ask in evidence.simulated_quarters(view):
        indicator, values, now = _compared(shown, ask, ON_TIME)
        since = last_comparable(shown, indicator, values)
        moved, tie = movements(indicator, now, since), _tie(now)
        if tie is None or since is None or not any(moved.values()):
            continue
        (one, other), after = tie
        unit_id = max(moved, key=lambda unit_id: (abs(moved[unit_id]), unit_id))
        words = view.say(
            "rule.ranks.example", indicator=indicator.name(view.lang), period=shown.period_words(),
            one=name_of(shown, one.value.unit_id), other=name_of(shown, other.value.unit_id),
            value=view.value_text(one.value, 2), rank=one.rank, after=after.rank,
        )  # fmt: skip
        key = "rule.ranks.up" if moved[unit_id] > 0 else "rule.ranks.down"
        step = view.say(
            key, unit=name_of(shown, unit_id), places=abs(moved[unit_id]), since=shown.period_words(since.period),
            count=len(moved),
        )  # fmt: skip
        few = 0 < evidence.most_reported < MIN_COMPARABLE_UNITS
        return joined([view.say("rule.ranks.none_real") if few else "", simulated(view, f"{words} {step}")])
    return ""


def below(view: View, evidence: Evidence) -> str:
    """The real values that stand below the line, and why."""
    shown = evidence.real_view(view, LAI_HUNG[1])
    if shown is None or evidence.ask is None:
        return ""
    said = []
    for name in (ON_TIME, STAFF):
        indicator, _, now = _compared(shown, evidence.ask, name)
        said += [
            view.say(
                "rule.below.one", unit=name_of(shown, one.value.unit_id), indicator=indicator.name(view.lang),
                value=view.value_text(one.value), reason=view.say(f"not_ranked.{one.reason.value}"),
            )
            for one in now.below
            if one.reason
        ]  # fmt: skip
    return view.say("rule.below.example", period=shown.period_words(), listed="; ".join(said)) if said else ""


def small(view: View, evidence: Evidence) -> str:
    """The smallest denominator of the real reports, one person more in a small office, and a simulated small rate."""
    indicators = evidence.ask.indicators() if evidence.ask else {}
    counted = [
        value
        for case in COMMUNES
        for one in indicators.values()
        if one.min_denominator and (value := evidence.value(case, one.indicator_id)) and value.denominator
    ]
    said = []
    if counted:
        least = min(counted, key=lambda value: (value.denominator or 0.0, value.unit_id, value.indicator_id))
        needed = indicators[least.indicator_id].min_denominator
        key = "rule.small.enough" if (least.denominator or 0.0) >= needed else "rule.small.too_few"
        said.append(
            view.say(
                key, unit=evidence.name((least.unit_id, least.period_id)), counts=view.counts_text(least),
                indicator=indicators[least.indicator_id].name(view.lang),
            )
        )  # fmt: skip
    staff = evidence.value(BAC_SON, STAFF)
    if staff and staff.numerator is not None and staff.denominator and staff.numerator < staff.denominator:
        one_more = 100 * (staff.numerator + 1) / staff.denominator
        said.append(
            view.say(
                "rule.small.staff", unit=evidence.name(BAC_SON), counts=view.counts_text(staff),
                value=view.value_text(staff), more=view.percent(one_more),
            )
        )  # fmt: skip
    return joined([*said, simulated(view, _smallsimulated(view, evidence))])


def _smallsimulated(view: View, evidence: Evidence) -> str:
    for shown, ask in evidence.simulated_quarters(view):
        indicator, _, now = _compared(shown, ask, ONLINE)
        one = next((one for one in now.below if one.reason is NotRanked.SMALL), None)
        if one:
            return view.say(
                "rule.small.simulated", unit=name_of(shown, one.value.unit_id), period=shown.period_words(),
                indicator=indicator.name(view.lang), counts=view.counts_text(one.value),
                value=view.value_text(one.value),
            )  # fmt: skip
    return ""


def _compared(view: View, ask: Ask, name: str) -> tuple[IndicatorRow, Sequence[Value], Comparison]:
    """The indicator, its values in the view's periods and those before, and the comparison of the last period."""
    indicator = ask.indicators()[name]
    values = ask.indicator_values(view.source, [name], view.asked_periods, view.unit_ids)
    return indicator, values, compare(view, indicator, values)


def _held(view: View, indicator: IndicatorRow, values: Sequence[Value], now: Comparison, unit_id: str) -> str:
    """A unit's value against each of the view's baselines; empty where it has no value."""
    standing = now.of(unit_id)
    if standing is None:
        return ""
    listed = "; ".join(_againstwords(view, one) for one in against(view, indicator, values, now, standing))
    return view.say(
        "rule.baselines.example", unit=name_of(view, unit_id), period=view.period_words(),
        indicator=indicator.name(view.lang), value=view.value_text(standing.value, 2), listed=listed,
    )  # fmt: skip


def _told_by_all(view: View, indicator: IndicatorRow, values: Sequence[Value], now: Comparison) -> str:
    """The first ranked unit that can be held against every baseline."""
    for one in now.ranked:
        held = against(view, indicator, values, now, one)
        if all(found.difference is not None for found in held):
            return _held(view, indicator, values, now, one.value.unit_id)
    return ""


def _againstwords(view: View, held: Against) -> str:
    if held.difference is None:
        return view.say("rule.baselines.untold", label=held.label, reason=held.reason)
    way = "same" if held.difference == 0 else "above" if held.difference > 0 else "below"
    return view.say(
        f"rule.baselines.{way}", label=held.label, value=view.percent(held.value, 2),
        points=view.number(abs(held.difference), 2),
    )  # fmt: skip


def _tie(now: Comparison) -> tuple[tuple[Standing, Standing], Standing] | None:
    """Two units that alone share a rank, and the one after them; None where there are none."""
    for (one, other), after in zip(pairwise(now.ranked), now.ranked[2:], strict=False):
        if one.rank == other.rank and one.rank is not None and after.rank == one.rank + 2:
            return (one, other), after
    return None
