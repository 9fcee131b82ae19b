"""Kinds of rule over the reports of one unit: `continuity`, `cumulative`, `derived`, `jump`, `ten_times`, and
`same_figures`. Each function takes the unit's reports that no other replaces, by the end of their period."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby, product

from domain.periods import WINDOW_TOLERANCE_DAYS, Period, derivations, subtractable
from domain.rule_facts import Facts, Known
from domain.rules import Breach, Name, Outcome, Rule, Statement, places

History = Sequence[Facts]
Told = Iterator[tuple[str, Outcome]]
_CUMULATIVE = ("Q1", "H1", "9M", "")


def continuity(rule: Rule, history: History) -> Told:
    """What a report carries over is what was pending at the end of the period before it; with `same_start`, what the
    earlier report of the year says of the same days. `pairs`: measure, and what it continues."""
    for facts in history:
        earlier = _same_start(facts, history) if rule.params.get("same_start") else _period_before(facts, history)
        if earlier is None:
            continue
        for scope, (measure, before) in product(facts.scopes, rule.params["pairs"]):
            here, there = facts.counted(scope).get(measure), earlier.completed(scope).get(before)
            if here and there and here.is_exact and there.is_exact:
                breach = None
                if abs(here.value - there.value) > rule.tolerance:
                    breach = _against(measure, here, there, earlier)
                yield facts.report.report_id, Outcome(rule, scope, (measure,), breach)


def _against(measure: str, here: Known, there: Known, earlier: Facts) -> Breach:
    values = {"measure": Name(measure), "other": earlier.report.period}
    return Breach((measure,), here.value, there.value, places(here.said), _from(earlier, there.said), values=values)


def _from(earlier: Facts, said: Sequence[Statement]) -> str:
    return places(said, earlier.report.report_id)


def _period_before(facts: Facts, history: History) -> Facts | None:
    """The report whose period ends the day before, the longest if several; where the real windows abut too."""
    start = facts.report.period.nominal.start
    ends = [one for one in history if one.report.period.nominal.end + timedelta(days=1) == start]
    longest = max(ends, key=lambda one: one.report.period.nominal.days, default=None)
    if longest is None:
        return None
    apart = (facts.report.effective.start - longest.report.effective.end).days - 1
    return longest if abs(apart) <= WINDOW_TOLERANCE_DAYS else None


def _same_start(facts: Facts, history: History) -> Facts | None:
    """The report before of the same year, of a window that opened on the same days."""
    part, year = facts.report.period.part, facts.report.period.year
    if part not in _CUMULATIVE:
        return None
    shorter = _CUMULATIVE[: _CUMULATIVE.index(part)]
    found = [one for one in history if one.report.period.year == year and one.report.period.part in shorter]
    if not found:
        return None
    earlier = max(found, key=lambda one: one.report.period.nominal.days)
    apart = abs((facts.report.effective.start - earlier.report.effective.start).days)
    return earlier if apart <= WINDOW_TOLERANCE_DAYS else None


def cumulative(rule: Rule, history: History) -> Told:
    """What is counted from the start of the year never falls: flows, and the stocks in `also`. Pairs from which a
    quarter is derived are left to `derived`."""
    derived = {(closing, minus) for _, closing, minus in _derived(history)}
    also = rule.params.get("also", ())
    for facts in history:
        earlier = _same_start(facts, history)
        if earlier is None:
            continue
        is_derived = (facts.report.report_id, (earlier.report.report_id,)) in derived
        for scope in facts.scopes:
            for measure, here in facts.counted(scope).items():
                known = facts.vocabulary.measures.get(measure)
                if known is None or not (measure in also or (known.kind == "flow" and not is_derived)):
                    continue
                there = earlier.counted(scope).get(measure)
                if there and here.is_exact and there.is_exact:
                    breach = None
                    if here.value < there.value - rule.tolerance:
                        breach = _against(measure, here, there, earlier)
                    yield facts.report.report_id, Outcome(rule, scope, (measure,), breach)


def _derived(history: History) -> Iterator[tuple[Period, str, tuple[str, ...]]]:
    """The quarters that follow from the reports: the quarter, the closing report, and those to subtract."""
    by_period = {one.report.period: one.report for one in history}
    for year in sorted({period.year for period in by_period}):
        found: set[Period] = set()
        for way in derivations(year):
            closing = by_period.get(way.closing)
            minus = [by_period[period] for period in way.minus if period in by_period]
            if closing is None or way.opening not in by_period or len(minus) < len(way.minus):
                continue
            fits = subtractable(closing.effective, tuple(report.effective for report in minus))
            if fits and way.period not in by_period and way.period not in found:
                found.add(way.period)
                yield way.period, closing.report_id, tuple(report.report_id for report in minus)


def derived(rule: Rule, history: History) -> Told:
    """A quarter that follows by subtraction is not below zero."""
    by_id = {one.report.report_id: one for one in history}
    for quarter, closing_id, minus_ids in _derived(history):
        closing, minus = by_id[closing_id], [by_id[one] for one in minus_ids]
        for scope in closing.scopes:
            for measure, here in closing.counted(scope).items():
                known = closing.vocabulary.measures.get(measure)
                parts = [one.counted(scope).get(measure) for one in minus]
                present = [part for part in parts if part is not None and part.is_exact]
                if known is None or known.kind != "flow" or not here.is_exact or len(present) < len(minus):
                    continue
                before = sum(part.value for part in present)
                breach = None
                if round(here.value - before, 6) < 0:
                    where = "; ".join(_from(by_id[i], p.said) for i, p in zip(minus_ids, present, strict=True))
                    values = {"measure": Name(measure), "quarter": quarter}
                    breach = Breach((measure,), here.value, before, places(here.said), where, values=values)
                yield closing_id, Outcome(rule, scope, (measure,), breach)


def jump(rule: Rule, history: History) -> Told:
    """A figure against the median of the unit's own earlier ones of the same kind of period: between `low` and `high`
    times. Figures near a power of ten are left to `ten_times`. `params`: kinds or measures, without, least, earlier,
    low, high, spread."""
    for report_id, scope, measure, here, median in _against_history(rule, history):
        ratio = here.value / median
        if near_power_of_ten(ratio, rule.params["spread"]):
            continue
        breach = None
        if not rule.params["low"] <= ratio <= rule.params["high"]:
            values = {"measure": Name(measure), "ratio": round(ratio, 2)}
            breach = Breach((measure,), here.value, median, places(here.said), values=values)
        yield report_id, Outcome(rule, scope, (measure,), breach)


def ten_times(rule: Rule, history: History) -> Told:
    """As `jump`: a figure ten, a hundred or a thousand times its median, or so many times below it."""
    for report_id, scope, measure, here, median in _against_history(rule, history):
        power = near_power_of_ten(here.value / median, rule.params["spread"])
        breach = None
        if power:
            values = {"measure": Name(measure), "times": power if power > 1 else 1 / power}
            breach = Breach((measure,), here.value, median, places(here.said), values=values)
        yield report_id, Outcome(rule, scope, (measure,), breach)


def near_power_of_ten(ratio: float, spread: float) -> float | None:
    """10, 100, 1000 or their inverses where `ratio` is within a factor of 1 + `spread` of it."""
    for power in (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001):
        if 1 / (1 + spread) <= ratio / power <= 1 + spread:
            return power
    return None


def _against_history(rule: Rule, history: History) -> Iterator[tuple[str, str, str, Known, float]]:
    """(report, scope, measure, figure, median of the earlier ones) wherever there are enough earlier ones."""
    kinds, measures, without = (rule.params.get(key, ()) for key in ("kinds", "measures", "without"))
    least, enough = rule.params["least"], rule.params["earlier"]
    earlier: Mapping[tuple[str, str, str], list[float]] = defaultdict(list)
    for facts in history:
        for scope in facts.scopes:
            for measure, here in facts.counted(scope).items():
                known = facts.vocabulary.measures.get(measure)
                wanted = known is not None and (known.kind in kinds or measure in measures) and measure not in without
                if known is None or not wanted or not here.is_exact:
                    continue
                # A stock stands at a date: the length of the period before it is nothing to it.
                kind = facts.report.period.kind if known.kind == "flow" else ""
                values = earlier[kind, scope, measure]
                median = _median(values) if len(values) >= enough else 0.0
                if median > 0 and here.value > 0 and max(median, here.value) >= least:
                    yield facts.report.report_id, scope, measure, here, median
                insort(values, here.value)


def _median(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def same_figures(rule: Rule, history: History) -> Told:
    """Two reports of a unit do not say the same in all figures: the second may be a copy. `params`: least (figures)."""
    if len(history) < 2:
        return
    seen: dict[tuple, Facts] = {}
    for facts in history:
        figures = tuple(sorted((s.measure, s.scope, s.seq, s.value or 0.0) for s in facts.report.figures))
        if len(figures) < rule.params["least"]:
            continue
        first = seen.setdefault(figures, facts)
        breach = None
        if first is not facts:
            values = {"other": first.report.period, "count": float(len(figures))}
            breach = Breach((), float(len(figures)), float(len(figures)), "", first.report.report_id, values=values)
        yield facts.report.report_id, Outcome(rule, "own", (), breach)


def by_unit(reports: Sequence[Facts]) -> Iterator[list[Facts]]:
    """The reports of each source and unit, by the end of their period, those replaced left out."""
    replaced = {facts.report.supersedes for facts in reports}

    def key(facts: Facts) -> tuple[str, str]:
        return facts.report.source, facts.report.unit.unit_id

    standing = [facts for facts in reports if facts.report.report_id not in replaced]
    for _, group in groupby(sorted(standing, key=key), key=key):
        yield sorted(group, key=lambda one: (one.report.period.nominal.end, one.report.period.nominal.days))
