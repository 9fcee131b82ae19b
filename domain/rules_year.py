"""A kind of rule over the reports of one unit and year: `year_parts`, what periods within a longer one state of it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from domain.periods import WINDOW_TOLERANCE_DAYS
from domain.rounding import slack_of
from domain.rule_facts import Facts, Known
from domain.rules import Breach, Name, Outcome, Rule, Terms, places, stated
from domain.rules_history import History, Told, cumulative, derivable, derived, same_start

Parts = tuple[Facts, ...]
_TOLERANCE = timedelta(days=WINDOW_TOLERANCE_DAYS)


def year_parts(rule: Rule, history: History) -> Told:
    """What is counted over a longer period is not below what reports of periods within it, of which none shares a day
    with another, state together. What `cumulative` and `derived` hold together is left to them."""
    told: set[tuple[str, str, tuple[str, ...]]] | None = None
    left = {(closing, minus) for _, closing, minus in derivable(history)}
    for facts in history:
        within = [parts for parts in _within(facts, history) if (facts.report.report_id, _ids(parts)) not in left]
        for scope in facts.scopes if within else ():
            for measure, here in facts.counted(scope).items():
                known = facts.vocabulary.measures.get(measure)
                if known is None or known.kind != "flow" or not here.is_exact:
                    continue
                outcome = _judge(rule, facts, scope, measure, here, within)
                if outcome is not None and outcome.breach is not None:
                    told = _told(rule, history) if told is None else told
                    if (facts.report.report_id, scope, (measure,)) in told:
                        continue
                if outcome is not None:
                    yield facts.report.report_id, outcome


def _told(rule: Rule, history: History) -> set[tuple[str, str, tuple[str, ...]]]:
    """What the other two kinds have to say."""
    outcomes = (*cumulative(rule, history), *derived(rule, history))
    return {(report_id, one.scope, one.measures) for report_id, one in outcomes if one.breach is not None}


def _judge(rule: Rule, facts: Facts, scope: str, measure: str, here: Known, within: Sequence[Parts]) -> Outcome | None:
    """The first parts that state more, or None where no parts state the measure."""
    is_judged = False
    for parts in within:
        stating = [one.counted(scope).get(measure) for one in parts]
        there = [one for one in stating if one is not None and one.is_exact]
        if len(there) < len(parts):
            continue
        is_judged = True
        together = sum(one.value for one in there)
        said = [statement for one in there for statement in one.said]
        beyond = together - here.value - rule.tolerance
        if beyond > 0 and beyond > slack_of((*here.said, *said), facts.vocabulary):
            return Outcome(rule, scope, (measure,), _breach(measure, here, parts, there))
    return Outcome(rule, scope, (measure,)) if is_judged else None


def _breach(measure: str, here: Known, parts: Parts, there: Sequence[Known]) -> Breach:
    values = {
        "measure": Name(measure),
        "others": tuple(one.report.period for one in parts),
        "left": here.shown,
        "right_sum": Terms(tuple(one.shown for one in there)),
    }
    both = list(zip(parts, there, strict=True))
    return Breach(
        (measure,), here.value, sum(one.value for one in there), places(here.said),
        "; ".join(places(known.said, one.report.report_id) for one, known in both), values=values,
        left_said=stated(here.said),
        right_said=tuple(key for one, known in both for key in stated(known.said, one.report.report_id)),
    )  # fmt: skip


def _within(whole: Facts, history: History) -> list[Parts]:
    """The reports of periods within that of `whole`, alone and together, the fewest first. Those that start with it
    are not alone: `cumulative` has them."""
    quarters = set(whole.report.period.quarters())
    window = whole.report.effective
    inside = [
        one
        for one in history
        if set(one.report.period.quarters()) < quarters
        and one.report.effective.start >= window.start - _TOLERANCE
        and one.report.effective.end <= window.end + _TOLERANCE
    ]
    inside.sort(key=lambda one: one.report.effective.start)
    several = (parts for size in range(2, len(inside) + 1) for parts in combinations(inside, size) if _apart(parts))
    starting = same_start(whole, history)
    return [*((one,) for one in inside if one not in starting), *several]


def _apart(parts: Parts) -> bool:
    """True where no two of the reports, by their start, share a quarter or more days than windows may stray."""
    pairs = list(zip(parts, parts[1:], strict=False))
    quarters = [quarter for one in parts for quarter in one.report.period.quarters()]
    return len(quarters) == len(set(quarters)) and all(
        later.report.effective.start > earlier.report.effective.end - _TOLERANCE for earlier, later in pairs
    )


def _ids(parts: Parts) -> tuple[str, ...]:
    return tuple(one.report.report_id for one in parts)
