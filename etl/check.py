"""Runs the registry's rules over the reports and writes what they say: `finding`, `rule_outcome`, `checked`."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import duckdb

from domain.rule_engine import Judged, judge, touched
from domain.rules import Breach, Outcome, Rule, Stated, Told, Vocabulary
from etl.load import insert
from etl.registry import Registry
from etl.report import Report
from etl.rule_words import message

# Units written at a time: a country's outcomes do not fit in memory as rows.
UNITS_AT_ONCE = 200


def check(connection: duckdb.DuckDBPyConnection, registry: Registry, reports: Sequence[Report]) -> None:
    """Fills `rule`, `finding`, `rule_outcome` and `checked`."""
    insert(connection, "rule", (_rule(rule, turn) for turn, rule in enumerate(registry.rules)))
    waiting: list[list[Judged]] = []
    for unit in judge(reports, registry.rules, vocabulary(registry)):
        waiting.append(unit)
        if len(waiting) == UNITS_AT_ONCE:
            _write(connection, registry, waiting)
            waiting = []
    _write(connection, registry, waiting)


def vocabulary(registry: Registry) -> Vocabulary:
    """The registry as the rules ask for it."""
    return Vocabulary(registry.measures, registry.indicators)


def _write(connection: duckdb.DuckDBPyConnection, registry: Registry, units: Iterable[list[Judged]]) -> None:
    judged = list(chain.from_iterable(units))
    insert(connection, "finding", (row for one in judged for row in findings(one, vocabulary(registry))))
    insert(connection, "rule_outcome", (row for one in judged for row in _outcomes(one, registry.rules)))
    insert(connection, "checked", (row for one in judged for row in _checked(one)))


def findings(judged: Judged, known: Vocabulary) -> Iterator[dict[str, object]]:
    """A row of `finding` for each breach, the same breach once."""
    report = judged.facts.report
    seen: set[str] = set()
    for outcome, breach in judged.breaches:
        finding_id = _finding_id(report, outcome, breach)
        if finding_id in seen:
            continue
        seen.add(finding_id)
        severity = outcome.rule.open_severity if breach.is_open else outcome.rule.severity
        yield {
            "finding_id": finding_id,
            "report_id": report.report_id,
            "source": report.source,
            "unit_id": report.unit.unit_id,
            "period_id": report.period.period_id,
            "rule": outcome.rule.id,
            "severity": severity,
            "scope": outcome.scope,
            "measures": list(breach.measures),
            "indicator_ids": list(touched(breach, outcome.scope, judged.facts)),
            "message_vi": message(outcome, breach, report, known, "vi"),
            "message_en": message(outcome, breach, report, known, "en"),
            "expected": breach.expected,
            "found": breach.found,
            "left_place": breach.left_place or None,
            "right_place": breach.right_place or None,
            "left_said": _keys(breach.left_said, report),
            "right_said": _keys(breach.right_said, report),
        }


def _keys(said: Iterable[Stated], report: Told) -> list[dict[str, object]]:
    return [
        {"report_id": one.report_id or report.report_id, "measure": one.measure, "scope": one.scope, "seq": one.seq}
        for one in said
    ]


def _finding_id(report: Told, outcome: Outcome, breach: Breach) -> str:
    """The same as long as the same rule fails on the same figures of the same report."""
    parts = (
        report.report_id, outcome.rule.id, outcome.scope, breach.measures, breach.found, breach.expected,
        breach.left_place, breach.right_place, sorted((key, str(value)) for key, value in breach.values.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _outcomes(judged: Judged, rules: Iterable[Rule]) -> Iterator[dict[str, object]]:
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for outcome in judged.outcomes:
        (passed if outcome.breach is None else failed)[outcome.rule.id] += 1
    for rule in rules:
        held, broke = passed[rule.id], failed[rule.id]
        yield {
            "report_id": judged.facts.report.report_id,
            "rule": rule.id,
            "outcome": "failed" if broke else "passed" if held else "not_applicable",
            "passed": held,
            "failed": broke,
        }


def _checked(judged: Judged) -> Iterator[dict[str, object]]:
    """The printed figures that took part in a rule which looks at them as figures."""
    rules: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for outcome in judged.outcomes:
        if outcome.rule.covers:
            for measure in outcome.measures:
                rules[measure, outcome.scope][outcome.rule.id] = None
    for (measure, scope), ids in rules.items():
        if (measure, scope) in judged.facts.said:
            yield {
                "report_id": judged.facts.report.report_id, "measure": measure, "scope": scope, "rules": list(ids)
            }  # fmt: skip


def _rule(rule: Rule, turn: int) -> dict[str, object]:
    return {
        "rule": rule.id, "turn": turn, "kind": rule.kind, "severity": rule.severity, "name_vi": rule.name_vi,
        "name_en": rule.name_en, "covers": rule.covers,
    }  # fmt: skip
