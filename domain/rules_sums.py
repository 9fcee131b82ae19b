"""Kinds of rule that compare sums of counts within one report: `identity`, `ten_times_part`, `not_above`, `scope_sum`
and `scope_part`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.formula import Sum
from domain.rounding import slack_of
from domain.rule_facts import PLACES, Facts, Known, Knowns, total
from domain.rules import (
    Breach,
    Case,
    Corrected,
    Name,
    Names,
    Outcome,
    Rule,
    Statement,
    Terms,
    Words,
    places,
    stated,
    sum_measures,
)

SCOPE_PARTS, SCOPE_WHOLE = ("own", "communes"), "total"


def identity(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """Left against right, of the figures that count, and of one part of the report where that says something else."""
    for scope in facts.scopes:
        counted = facts.counted(scope)
        for case in rule.cases:
            outcome = judge(rule, case, scope, counted)
            if outcome:
                yield outcome
            yield from _elsewhere(rule, case, facts, scope, outcome)


def _elsewhere(rule: Rule, case: Case, facts: Facts, scope: str, first: Outcome | None) -> Iterator[Outcome]:
    measures = sum_measures(case.left + case.right + case.upper)
    if not any(len(facts.said.get((measure, scope), ())) > 1 for measure in measures):
        return
    counted = facts.counted(scope)
    for place in PLACES:
        here = facts.at(place, scope)
        differs = any(m in here and m in counted and here[m].value != counted[m].value for m in measures)
        outcome = judge(rule, case, scope, here) if differs else None
        if outcome and (outcome.breach is None or first is None or outcome.breach != first.breach):
            yield outcome


def judge(rule: Rule, case: Case, scope: str, figures: Knowns) -> Outcome | None:
    """One comparison; None where a term is not printed, or where what is missing could be a term not printed."""
    if any(measure in figures for measure in case.unless):
        return None
    left, left_open = _side(case.left, case.left_optional, figures)
    right, right_open = _side(case.right, case.right_optional, figures)
    upper = total(case.upper, figures) if case.upper else right
    if left is None or right is None or upper is None:
        return None
    measures = tuple(dict.fromkeys(s.measure for one in (left, right, upper) for s in one.said))
    short = _beyond(rule, left.value, right.value, upper.value)
    if short == 0:
        return Outcome(rule, scope, measures)
    if (short > 0 and right_open) or (short < 0 and left_open):
        # Only what is left over is told: what is too much may be as much as it likes of a part not printed.
        if short < 0 or rule.open_severity is None:
            return None
        # The parts that are printed may all be right.
        whole = tuple(dict.fromkeys(statement.measure for statement in left.said))
        return Outcome(rule, scope, measures, _breach(left, right, whole, figures, case, is_open=True))
    expected = upper if rule.operator == "between" and short > 0 else right
    return Outcome(rule, scope, measures, _breach(left, expected, measures, figures, case, is_open=False))


def _side(formula: Sum, optional: Sum, figures: Knowns) -> tuple[Known | None, bool]:
    """The sum with those optional terms that are printed, and whether one of them is not."""
    printed = tuple(term for term in optional if term.measure in figures and figures[term.measure].is_exact)
    return total(formula + printed, figures), len(printed) < len(optional)


def _beyond(rule: Rule, left: float, right: float, upper: float) -> float:
    """How far left lies above (or below, negative) what the operator allows; 0 where it holds."""
    high, low = left - upper, left - right
    if rule.operator in ("=", "<=", "between") and high > rule.tolerance:
        return high
    if rule.operator in ("=", ">=", "between") and low < -rule.tolerance:
        return low
    return 0


def _breach(
    left: Known, right: Known, measures: tuple[str, ...], figures: Knowns, case: Case, *, is_open: bool
) -> Breach:
    values = {
        "left_name": Names(case.left),
        "right_name": Names(case.right),
        "left": left.shown,
        "right": right.shown,
        "left_sum": _terms(case.left + case.left_optional, figures),
        "right_sum": _terms(case.right + case.right_optional, figures),
    }
    return Breach(
        measures, left.value, right.value, places(left.said), places(right.said), is_open, values,
        stated(left.said), stated(right.said),
    )  # fmt: skip


def _terms(formula: Sum, figures: Knowns) -> Terms:
    return Terms(tuple(_signed(t.coefficient, figures[t.measure]) for t in formula if t.measure in figures))


def _signed(coefficient: int, figure: Known) -> float | Corrected:
    shown = figure.shown
    if isinstance(shown, Corrected):
        return replace(shown, value=coefficient * shown.value)
    return coefficient * shown


POWERS = (0.1, 0.01, 0.001, 10.0, 100.0, 1000.0)


def ten_times_part(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A sum that does not hold, and would if one of its figures were ten, a hundred or a thousand times smaller or
    larger. The cases are those of other rules (`of`)."""
    for scope in facts.scopes:
        counted = facts.counted(scope)
        for case in rule.cases:
            outcome = judge(rule, case, scope, counted)
            if outcome is None:
                continue
            breach = _slipped(rule, case, scope, counted, outcome, outcome.breach) if outcome.breach else None
            yield Outcome(rule, scope, outcome.measures, breach)


def _slipped(rule: Rule, case: Case, scope: str, counted: Knowns, outcome: Outcome, breach: Breach) -> Breach | None:
    for measure in outcome.measures:
        one = counted[measure]
        for power in POWERS:
            mended = replace(one, value=round(one.value * power, 6))
            if one.value == 0 or not mended.value.is_integer():
                continue
            again = judge(rule, case, scope, {**counted, measure: mended})
            if again is not None and again.breach is None:
                values = {"measure": Name(measure), "times": 1 / power if power < 1 else power, "left": one.shown}
                others = _others(outcome, measure, counted)
                return Breach(
                    (measure,), one.value, mended.value, places(one.said), places(others), breach.is_open, values,
                    left_said=stated(one.said), right_said=stated(others),
                )  # fmt: skip
    return None


def _others(outcome: Outcome, measure: str, counted: Knowns) -> list[Statement]:
    return [statement for other in outcome.measures if other != measure for statement in counted[other].said]


def not_above(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A part is not above its whole: of the indicators in `params`, and of the rule's own cases."""
    cases = [*rule.cases, *_of_indicators(rule, facts)]
    for scope in facts.scopes:
        figures = facts.completed(scope)
        for case in cases:
            part, whole = total(case.left, figures), total(case.right, figures)
            # A part that was computed from its whole is below it by construction.
            if part is None or whole is None or part.roots & whole.roots:
                continue
            if any(measure in facts.counted(scope) for measure in case.unless):
                continue
            measures = tuple(dict.fromkeys((*sum_measures(case.left), *sum_measures(case.right))))
            breach = None
            if part.value > whole.value + rule.tolerance:
                breach = _breach(part, whole, measures, figures, case, is_open=False)
            yield Outcome(rule, scope, _printed(measures, facts, scope), breach)


def _printed(measures: Iterable[str], facts: Facts, scope: str) -> tuple[str, ...]:
    counted = facts.counted(scope)
    completed = facts.completed(scope)
    roots = (root for m in measures for root in ((m,) if m in counted else sorted(completed[m].roots)))
    return tuple(dict.fromkeys(roots))


def _of_indicators(rule: Rule, facts: Facts) -> Iterator[Case]:
    wanted, without = rule.params.get("indicators", ()), rule.params.get("except", ())
    for indicator in facts.vocabulary.indicators.values():
        if indicator.rule != "ratio" or indicator.id in without:
            continue
        if wanted == "*" or indicator.id in wanted:
            yield Case(indicator.numerator, indicator.denominator)


def scope_sum(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A district's own office and its communes together make the total that the report prints. `params`: except_units,
    of measures that do not add up."""
    for measure, whole, parts in _by_scope(rule, facts):
        if len(parts) < len(SCOPE_PARTS):
            continue
        together = sum(part.value for part in parts.values())
        said = [statement for part in parts.values() for statement in part.said]
        breach = None
        if abs(whole.value - together) > rule.tolerance + slack_of((*whole.said, *said), facts.vocabulary):
            sums = Terms(tuple(part.shown for part in parts.values()))
            values = {"measure": Name(measure), "left": whole.shown, "right_sum": sums}
            breach = Breach(
                (measure,), whole.value, together, places(whole.said), places(said), values=values,
                left_said=stated(whole.said), right_said=stated(said),
            )  # fmt: skip
        for scope in SCOPE_PARTS:
            yield Outcome(rule, scope, (measure,))
        yield Outcome(rule, SCOPE_WHOLE, (measure,), breach)


def scope_part(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A district's own office, or its communes together, are not above the total: where only one is printed, and where
    the two do not add up (`params`: except_units, and overlapping: units of which both are judged one by one)."""
    for measure, whole, parts in _by_scope(rule, facts):
        is_one_by_one = facts.vocabulary.measures[measure].unit in rule.params.get("overlapping", ())
        for scope, part in parts.items() if is_one_by_one or len(parts) < len(SCOPE_PARTS) else ():
            breach = None
            if part.value - whole.value > rule.tolerance + slack_of((*part.said, *whole.said), facts.vocabulary):
                part_name = Words("rule.part.own" if scope == "own" else "rule.part.communes")
                values = {"measure": Name(measure), "part": part_name, "left": part.shown, "right": whole.shown}
                breach = Breach(
                    (measure,), part.value, whole.value, places(part.said), places(whole.said), values=values,
                    left_said=stated(part.said), right_said=stated(whole.said),
                )  # fmt: skip
            yield Outcome(rule, scope, (measure,))
            yield Outcome(rule, SCOPE_WHOLE, (measure,), breach)


def _by_scope(rule: Rule, facts: Facts) -> Iterator[tuple[str, Known, dict[str, Known]]]:
    """(measure, its total, those of its parts that are printed), all of them exact."""
    for measure, whole in facts.counted(SCOPE_WHOLE).items():
        known = facts.vocabulary.measures.get(measure)
        if known is None or known.unit in rule.params.get("except_units", ()) or not whole.is_exact:
            continue
        found = {scope: facts.counted(scope).get(measure) for scope in SCOPE_PARTS}
        yield measure, whole, {scope: part for scope, part in found.items() if part is not None and part.is_exact}
