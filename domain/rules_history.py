"""Kinds of rule over the reports of one unit: `continuity`, `cumulative`, `derived`, `jump`, `ten_times`,
`same_figures`. Each function takes the unit's reports that no other replaces, by the end of their period."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain, groupby, product

from domain.periods import WINDOW_TOLERANCE_DAYS, Period, derivations, subtractable
from domain.rounding import slack_of
from domain.rule_facts import Facts, Known
from domain.rules import Breach, Name, Outcome, Rule, Statement, Words, places, stated

History = Sequence[Facts]
Told = Iterator[tuple[str, Outcome]]
CUMULATIVE = ("Q1", "H1", "9M", "")


def continuity(rule: Rule, history: History) -> Told:
    """What a report carries over is what was pending at the end of the period before it; with `same_start`, what the
    earlier report of the year says of the same days. `pairs`: measure, and what it continues."""
    for facts in history:
        earlier = same_start(facts, history) if rule.params.get("same_start") else _period_before(facts, history)
        for scope, (measure, before) in product(facts.scopes if earlier else (), rule.params["pairs"]):
            here = facts.counted(scope).get(measure)
            stating = ((one, one.completed(scope).get(before)) for one in earlier)
            found = next(((one, known) for one, known in stating if known is not None and known.is_exact), None)
            if here is None or not here.is_exact or found is None:
                continue
            other, there = found
            breach = None
            # One figure stated twice: what is rounded alike is equal.
            rounding = max(slack_of(one.said, facts.vocabulary) for one in (here, there))
            if abs(here.value - there.value) > rule.tolerance + rounding:
                breach = _against(measure, here, there, other)
            yield facts.report.report_id, Outcome(rule, scope, (measure,), breach)


def _against(measure: str, here: Known, there: Known, earlier: Facts) -> Breach:
    values = {
        "measure": Name(measure), "other": earlier.report.period, "left": here.shown, "right": there.shown
    }  # fmt: skip
    return Breach(
        (measure,), here.value, there.value, places(here.said), _from(earlier, there.said), values=values,
        left_said=stated(here.said), right_said=stated(there.said, earlier.report.report_id),
    )  # fmt: skip


def _from(earlier: Facts, said: Sequence[Statement]) -> str:
    return places(said, earlier.report.report_id)


def _period_before(facts: Facts, history: History) -> list[Facts]:
    """The report whose period ends the day before, the longest if several; where the real windows abut too."""
    start = facts.report.period.nominal.start
    ends = [one for one in history if one.report.period.nominal.end + timedelta(days=1) == start]
    longest = max(ends, key=lambda one: one.report.period.nominal.days, default=None)
    if longest is None:
        return []
    apart = (facts.report.effective.start - longest.report.effective.end).days - 1
    return [longest] if abs(apart) <= WINDOW_TOLERANCE_DAYS else []


def same_start(facts: Facts, history: History) -> list[Facts]:
    """The reports before of the same year, of windows that opened on the same days, the longest first: which of them
    a figure is held against is for each measure to say."""
    part, year = facts.report.period.part, facts.report.period.year
    shorter = CUMULATIVE[: CUMULATIVE.index(part)] if part in CUMULATIVE else ()
    found = [one for one in history if one.report.period.year == year and one.report.period.part in shorter]
    start = facts.report.effective.start
    near = [one for one in found if abs((start - one.report.effective.start).days) <= WINDOW_TOLERANCE_DAYS]
    return sorted(near, key=lambda one: one.report.period.nominal.days, reverse=True)


def cumulative(rule: Rule, history: History) -> Told:
    """What is counted from the start of the year never falls: flows, and the stocks in `also`. Reports from which a
    quarter is derived are left to `derived`."""
    by_id = {one.report.report_id: one for one in history}
    derived = [(closing, [by_id[one] for one in minus]) for _, closing, minus in derivable(history)]
    also = rule.params.get("also", ())
    for facts in history:
        before = same_start(facts, history)
        for scope in facts.scopes if before else ():
            for measure, here in facts.counted(scope).items():
                known = facts.vocabulary.measures.get(measure)
                earlier = next((one for one in before if _states(one, scope, measure)), None)
                if known is None or earlier is None or not here.is_exact:
                    continue
                is_derived = any(
                    closing == facts.report.report_id
                    and earlier in minus
                    and all(_states(one, scope, measure) for one in minus)
                    for closing, minus in derived
                )
                if measure not in also and (known.kind != "flow" or is_derived):
                    continue
                there, breach = earlier.counted(scope)[measure], None
                rounding = slack_of((*here.said, *there.said), facts.vocabulary)
                if here.value < there.value - rule.tolerance - rounding:
                    breach = _against(measure, here, there, earlier)
                yield facts.report.report_id, Outcome(rule, scope, (measure,), breach)


def _states(facts: Facts, scope: str, measure: str) -> bool:
    known = facts.counted(scope).get(measure)
    return known is not None and known.is_exact


def derivable(history: History) -> Iterator[tuple[Period, str, tuple[str, ...]]]:
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
    for quarter, closing_id, minus_ids in derivable(history):
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
                    values = {"measure": Name(measure), "quarter": quarter, "left": here.shown}
                    keys = (stated(p.said, i) for i, p in zip(minus_ids, present, strict=True))
                    breach = Breach(
                        (measure,), here.value, before, places(here.said), where, values=values,
                        left_said=stated(here.said), right_said=tuple(chain.from_iterable(keys)),
                    )  # fmt: skip
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
            values = {"measure": Name(measure), "change": _change(here.value, ratio), "left": here.shown}
            breach = Breach(
                (measure,), here.value, median, places(here.said), values=values, left_said=stated(here.said)
            )  # fmt: skip
        yield report_id, Outcome(rule, scope, (measure,), breach)


def _change(value: float, ratio: float) -> Words:
    if value == 0:
        return Words("rule.change.to_zero")
    # Enough digits for a ratio that rounds to nothing: 0,004.
    return Words("rule.change.up" if ratio > 1 else "rule.change.down", {"ratio": float(f"{ratio:.2g}")})


def ten_times(rule: Rule, history: History) -> Told:
    """As `jump`: a figure ten, a hundred or a thousand times its median, or so many times below it."""
    for report_id, scope, measure, here, median in _against_history(rule, history):
        # A 0 is no figure with a digit missing.
        if here.value == 0:
            continue
        power = near_power_of_ten(here.value / median, rule.params["spread"])
        breach = None
        if power:
            values = {"measure": Name(measure), "times": power if power > 1 else 1 / power, "left": here.shown}
            breach = Breach(
                (measure,), here.value, median, places(here.said), values=values, left_said=stated(here.said)
            )  # fmt: skip
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
                if median > 0 and max(median, here.value) >= least:
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
