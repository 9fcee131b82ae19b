"""What charts over time say: the median's way, or a unit's where there is no median; who rose and who fell."""

from __future__ import annotations

from collections.abc import Sequence

from charts.against import other_units
from charts.comparing import Comparison
from charts.view import View
from charts.wording import difference, direction, topic
from domain.periods import Period
from queries.rows import IndicatorRow, Value


def trend_words(view: View, indicator: IndicatorRow, comparisons: Sequence[Comparison]) -> tuple[str, str]:
    """Title and sentence of a trend: of the median; of one unit where too few can be compared.

    As reported, the medians on either side of 1 July 2025 are of other units: what is told are those before, or where
    these are fewer than two those after, and the sentence says so.
    """
    known = [(p, c, c.median) for p, c in zip(view.periods, comparisons, strict=True) if c.median is not None]
    if len(known) < 2:
        return _unit_words(view, indicator, comparisons)
    cut = None if view.is_today else view.break_after
    if cut is not None and other_units(view, known[0][0], known[-1][0]):
        old, new = ([one for one in known if (one[0] in view.periods[: cut + 1]) is side] for side in (True, False))
        known = old if len(old) > 1 else new
    apart = _after_break(view, cut)
    if len(known) < 2:
        return view.say("trend.title_short", theme=topic(view, indicator)), apart
    (first, at_first, low), (last, at_last, high) = known[0], known[-1]
    title = view.say(
        f"trend.title_{direction(high, low)}",
        first=view.percent(low),
        last=view.percent(high),
        since=view.period_words(first),
        until=view.period_words(last),
    )
    spread = [_range(c) for c in (at_first, at_last)]
    sentence = view.say(
        "trend.sentence_spread", before=view.number(spread[0], 1), after=view.number(spread[1], 1),
        since=view.period_words(first), until=view.period_words(last),
    )  # fmt: skip
    return title, " ".join(filter(None, (sentence, apart)))


def _after_break(view: View, cut: int | None) -> str:
    """That there are other units after the period at `cut`; empty where there is none."""
    if cut is None:
        return ""
    count = len(view.units_in(view.period))
    return view.say("spread.after_break", count=count, since=view.period_words(view.periods[cut + 1]))


def _unit_words(view: View, indicator: IndicatorRow, comparisons: Sequence[Comparison]) -> tuple[str, str]:
    """Of the first highlighted unit, else the best of the last period, that has two values or more."""
    last = [standing.value.unit_id for standing in comparisons[-1].standings]
    for unit_id in (*(one for one in view.unit_ids if one in view.subjects), *last):
        values = _exact_values(view, unit_id, comparisons)
        if len(values) < 2:
            continue
        (first, low), (until, high) = values[0], values[-1]
        title = view.say(
            f"trend.unit_{direction(high.value or 0.0, low.value or 0.0)}",
            unit=view.labels[unit_id], theme=topic(view, indicator),
            first=view.value_text(low), last=view.value_text(high), since=view.period_words(first),
            until=view.period_words(until),
        )  # fmt: skip
        return title, view.say("trend.no_median")
    return view.say("trend.title_short", theme=topic(view, indicator)), view.say("trend.sentence_short")


def _exact_values(view: View, unit_id: str, comparisons: Sequence[Comparison]) -> list[tuple[Period, Value]]:
    found = ((period, c.of(unit_id)) for period, c in zip(view.periods, comparisons, strict=True))
    return [(period, one.value) for period, one in found if one and not one.value.is_lower_bound]


def _range(comparison: Comparison) -> float:
    drawn = [standing.value.value or 0.0 for standing in comparison.ranked]
    return difference(max(drawn), min(drawn))


def spread_words(view: View, indicator: IndicatorRow, comparisons: Sequence[Comparison]) -> tuple[str, str]:
    """Title and sentence of many units over time: how many rose and fell, and the largest rise.

    As reported, units on either side of 1 July 2025 are not the same: the span ends there, and the sentence says so.
    """
    cut = None if view.is_today else view.break_after
    until = len(comparisons) - 1 if cut is None else cut
    first, last = comparisons[0], comparisons[until]
    if until < 1 or not last.ranked:
        return view.say("trend.title_short", theme=topic(view, indicator)), view.say("trend.sentence_short")
    changes = [
        (difference(standing.value.value or 0.0, earlier.value.value or 0.0), standing.value.unit_id)
        for standing in last.ranked
        if (earlier := first.of(standing.value.unit_id)) and not earlier.reason
    ]
    title = view.say(
        "spread.title", rises=sum(change > 0 for change, _ in changes), falls=sum(change < 0 for change, _ in changes),
        since=view.period_words(view.periods[0]), until=view.period_words(view.periods[until]),
    )  # fmt: skip
    change, unit_id = max(changes, default=(0.0, ""))
    said = (
        view.say("spread.sentence", unit=view.labels[unit_id], points=view.number(change, 1))
        if change > 0
        else view.say("spread.sentence_none")
    )
    return title, " ".join(filter(None, (said, _after_break(view, cut))))
