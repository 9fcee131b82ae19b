"""Asks every rule of every report, and says which indicators a breach touches. Pure: what is found is written by
`etl.check`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain import rules_history, rules_rates, rules_sums, rules_words, rules_year
from domain.formula import Sum
from domain.indicators import PRINTED_RATE, Indicator
from domain.rule_facts import Facts
from domain.rules import Breach, Outcome, Rule, Told, Vocabulary

OfReport = Callable[[Rule, Facts], Iterator[Outcome]]
OfHistory = Callable[[Rule, Sequence[Facts]], Iterator[tuple[str, Outcome]]]

OF_REPORT: Mapping[str, OfReport] = {
    "identity": rules_sums.identity,
    "not_above": rules_sums.not_above,
    "scope_sum": rules_sums.scope_sum,
    "scope_part": rules_sums.scope_part,
    "ten_times_part": rules_sums.ten_times_part,
    "printed_rate": rules_rates.printed_rate,
    "printed_share": rules_rates.printed_share,
    "printed_pair": rules_rates.printed_pair,
    "printed_value": rules_rates.printed_value,
    "unreadable": rules_rates.unreadable,
    "levels": rules_words.levels,
    "heading": rules_words.heading,
    "said_twice": rules_words.said_twice,
    "window": rules_words.window,
    "window_printed": rules_words.window_printed,
    "signed_before_end": rules_words.signed_before_end,
    "others_named": rules_words.others_named,
    "noted": rules_words.noted,
}
OF_HISTORY: Mapping[str, OfHistory] = {
    "continuity": rules_history.continuity,
    "cumulative": rules_history.cumulative,
    "derived": rules_history.derived,
    "year_parts": rules_year.year_parts,
    "jump": rules_history.jump,
    "ten_times": rules_history.ten_times,
    "same_figures": rules_history.same_figures,
}
SAME_FILE = "same_file"
KINDS = frozenset({*OF_REPORT, *OF_HISTORY, SAME_FILE})


@dataclass
class Judged:
    """One report and what the rules say of it."""

    facts: Facts
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def breaches(self) -> list[tuple[Outcome, Breach]]:
        return [(outcome, outcome.breach) for outcome in self.outcomes if outcome.breach is not None]


def judge(reports: Iterable[Told], rules: Sequence[Rule], vocabulary: Vocabulary) -> Iterator[list[Judged]]:
    """The reports unit by unit, each with all outcomes. Only the first report of a checksum is kept beyond a unit."""
    reports = list(reports)
    files = _first_of_each_file(reports)
    before = {one.report_id: one.supersedes for one in reports if one.supersedes}
    by_unit: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for report in reports:
        by_unit[report.source, report.unit.unit_id].append(report)
    for key in sorted(by_unit):
        judged = {one.report_id: Judged(Facts(one, vocabulary)) for one in by_unit[key]}
        for one in judged.values():
            one.outcomes.extend(of_report(one.facts, rules))
        for report_id, outcome in of_history([one.facts for one in judged.values()], rules):
            judged[report_id].outcomes.append(outcome)
        for one in judged.values():
            one.outcomes.extend(_same_file(one.facts.report, rules, files, before))
        yield list(judged.values())


def of_report(facts: Facts, rules: Sequence[Rule]) -> Iterator[Outcome]:
    """The outcomes of the rules that need one report alone."""
    for rule in rules:
        if rule.kind in OF_REPORT:
            yield from OF_REPORT[rule.kind](rule, facts)


def of_history(reports: Sequence[Facts], rules: Sequence[Rule]) -> Iterator[tuple[str, Outcome]]:
    """The outcomes of the rules that need a unit's other reports, with the report that each is about."""
    for history in rules_history.by_unit(reports):
        for rule in rules:
            if rule.kind in OF_HISTORY:
                yield from OF_HISTORY[rule.kind](rule, history)


def _first_of_each_file(reports: Sequence[Told]) -> Mapping[str, Told]:
    first: dict[str, Told] = {}
    for report in reports:
        # One workbook may hold the figures of many reports.
        if report.file_sha256 and not report.is_imported:
            first.setdefault(report.file_sha256, report)
    return first


def _oldest(report_id: str, before: Mapping[str, str]) -> str:
    """The report at the start of the chain of those that replace each other."""
    seen = set()
    while report_id in before and report_id not in seen:
        seen.add(report_id)
        report_id = before[report_id]
    return report_id


def _same_file(
    report: Told, rules: Sequence[Rule], files: Mapping[str, Told], before: Mapping[str, str]
) -> Iterator[Outcome]:
    """One source file stands for one report, and for those that it replaces or that replace it."""
    first = None if report.is_imported else files.get(report.file_sha256)
    for rule in rules:
        if rule.kind != SAME_FILE or first is None:
            continue
        breach = None
        if _oldest(first.report_id, before) != _oldest(report.report_id, before):
            values = {"other_report": first.report_id, "other_unit": first.unit.name, "other": first.period}
            breach = Breach((), None, None, "", first.report_id, values=values)
        yield Outcome(rule, "own", (), breach)


def touched(breach: Breach, scope: str, facts: Facts) -> tuple[str, ...]:
    """The indicators whose value in `scope` rests on a figure of `breach`, or is printed by it; none for a breach that
    is about the report as a whole."""
    if not breach.measures:
        return ()
    measures = set(breach.measures)
    return tuple(
        one.id
        for one in facts.vocabulary.indicators.values()
        if PRINTED_RATE + one.id in measures or _rests_on(one, measures, scope, facts)
    )


def _rests_on(indicator: Indicator, measures: set[str], scope: str, facts: Facts) -> bool:
    if indicator.rule == "staff_share":
        groups = {indicator.group} | ({"cadre", "civil_servant"} if indicator.group == "cadre_civil_servant" else set())
        return any(
            measure == f"staff.{group}.present" or measure.startswith(f"staff.{group}.{indicator.dimension}.")
            for group in groups
            for measure in measures
        )
    return bool(_terms(indicator.numerator + indicator.denominator, scope, facts) & measures)


def _terms(formula: Sum, scope: str, facts: Facts) -> set[str]:
    """The measures of a formula; those that one was computed from in this report; and those from which it could be."""
    completed, counted = facts.completed(scope), facts.counted(scope)
    found = {term.measure for term in formula}
    for measure in tuple(found):
        known = facts.vocabulary.measures.get(measure)
        for way in known.computed_as if known else ():
            if all(term.measure in counted for term in way):
                found |= {term.measure for term in way}
        if measure in completed:
            found |= completed[measure].roots
    return found
