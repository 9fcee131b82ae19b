"""Reads the registry's rules (rules.toml): patterns written out, formulas parsed, every name checked."""

import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import Any

from domain.formula import Sum, parse_sum
from domain.indicators import Indicator, Measure
from domain.rule_engine import KINDS
from domain.rules import OPERATORS, SEVERITIES, Case, Rule
from etl.problems import Problem, ProblemsFound
from etl.read import shown_name

_TEXTS = ("name", "message")
_CASE = {"left", "right", "left_optional", "right_optional", "upper", "unless"}
# What every message may say; each kind adds its own.
COMMON = frozenset({"left", "right", "difference", "left_places", "right_places", "unit", "period"})
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "identity": frozenset({"left_name", "right_name", "left_sum", "right_sum"}),
    "not_above": frozenset({"left_name", "right_name", "left_sum", "right_sum"}),
    "scope_sum": frozenset({"measure", "right_sum"}),
    "scope_part": frozenset({"measure", "part"}),
    "ten_times_part": frozenset({"measure", "times"}),
    "printed_rate": frozenset({"measure", "printed", "stated", "numerator", "denominator"}),
    "printed_share": frozenset({"measure", "printed", "stated", "numerator", "denominator"}),
    "printed_pair": frozenset({"measure", "printed"}),
    "printed_value": frozenset({"measure", "printed"}),
    "unreadable": frozenset({"measure", "printed"}),
    "levels": frozenset({"measure", "left_sum", "rate"}),
    "heading": frozenset({"measure"}),
    "said_twice": frozenset({"measure"}),
    "window": frozenset({"start", "end", "nominal_start", "nominal_end", "days"}),
    "window_printed": frozenset({"start", "end"}),
    "signed_before_end": frozenset({"signed", "end", "days"}),
    "others_named": frozenset({"other"}),
    "noted": frozenset({"sentence"}),
    "continuity": frozenset({"measure", "other"}),
    "cumulative": frozenset({"measure", "other"}),
    "derived": frozenset({"measure", "quarter"}),
    "year_parts": frozenset({"measure", "others", "right_sum"}),
    "jump": frozenset({"measure", "change"}),
    "ten_times": frozenset({"measure", "times"}),
    "same_figures": frozenset({"other", "count"}),
    "same_file": frozenset({"other", "other_unit", "other_report"}),
}


def load_rules(path: Path, measures: Mapping[str, Measure], indicators: Mapping[str, Indicator]) -> tuple[Rule, ...]:
    """The rules of `path`, in its order. Raises ProblemsFound where the file cannot be read or names what is not
    there."""
    name = shown_name(path)
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ProblemsFound([Problem(name, "", "bad_toml", {"detail": error})]) from error
    rules: list[Rule] = []
    problems: list[Problem] = []
    for entry in entries:
        place = str(entry.get("id", "")) if isinstance(entry, dict) else ""
        try:
            rule = _rule(entry, rules)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(name, place, "reference_row", {"detail": error}))
            continue
        rules.append(rule)
        problems.extend(
            Problem(name, place, "formula_measure", {"measure": measure})
            for measure in _unknown(rule, measures, indicators)
        )
    if problems:
        raise ProblemsFound(problems)
    return tuple(rules)


def _rule(entry: Mapping[str, Any], before: Iterable[Rule]) -> Rule:
    own = {one.name for one in fields(Rule)} - {"cases", "params"}
    known = own | {"cases", "for_each", *_CASE}
    given = {key: value for key, value in entry.items() if key in own}
    params = {key: value for key, value in entry.items() if key not in known}
    cases = tuple(_cases(entry))
    if "of" in params:
        cases = tuple(case for rule in before if rule.id in params["of"] for case in rule.cases)
    rule = Rule(**given, cases=cases, params=params)
    _check(rule, {one.id for one in before})
    return rule


def _check(rule: Rule, ids: set[str]) -> None:
    """Raises ValueError that says what does not fit."""
    if rule.id in ids:
        raise ValueError("the id stands twice")
    for found, allowed in ((rule.kind, KINDS), (rule.severity, SEVERITIES), (rule.operator, OPERATORS)):
        if found not in allowed:
            raise ValueError(f"{found!r} is not one of {', '.join(sorted(allowed))}")
    if rule.open_severity not in (None, *SEVERITIES):
        raise ValueError(f"{rule.open_severity!r} is not a severity")
    if not isinstance(rule.tolerance, int | float) or rule.tolerance < 0:
        raise ValueError("the tolerance is not a number from 0")
    texts = [rule.message_vi, rule.message_en]
    texts += [rule.open_message_vi, rule.open_message_en] if rule.open_severity else []
    if not all(isinstance(text, str) and text.strip() for text in (rule.name_vi, rule.name_en, *texts)):
        raise ValueError("a name or a message is empty")
    allowed = COMMON | PLACEHOLDERS[rule.kind]
    for text in texts:
        if beyond := placeholders(text) - allowed:
            raise ValueError(f"placeholders that this kind does not have: {', '.join(sorted(beyond))}")
    for vi, en in zip(texts[::2], texts[1::2], strict=True):
        if placeholders(vi) != placeholders(en):
            raise ValueError("the two languages have different placeholders")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _cases(entry: Mapping[str, Any]) -> Iterator[Case]:
    """The cases of an entry, each written out for every combination of `for_each`."""
    for_each = entry.get("for_each", {})
    written = entry.get("cases", [entry] if "left" in entry else [])
    for values in product(*for_each.values()):
        names = dict(zip(for_each, values, strict=True))
        for case in written:
            yield Case(
                _sum(case["left"], names),
                _sum(case["right"], names),
                _sum(case.get("left_optional", ""), names),
                _sum(case.get("right_optional", ""), names),
                _sum(case.get("upper", ""), names),
                tuple(measure.format(**names) for measure in case.get("unless", ())),
            )


def _sum(text: str, names: Mapping[str, str]) -> Sum:
    return parse_sum(text.format(**names)) if text else ()


def _unknown(rule: Rule, measures: Mapping[str, Measure], indicators: Mapping[str, Indicator]) -> list[str]:
    """The measures and indicators that a rule names and the registry does not know."""
    named = [
        term.measure
        for case in rule.cases
        for term in (*case.left, *case.right, *case.left_optional, *case.right_optional, *case.upper)
    ]
    named += [measure for case in rule.cases for measure in case.unless]
    named += [measure for key in ("also", "measures", "without") for measure in rule.params.get(key, ())]
    if rule.kind in ("printed_rate", "continuity"):
        named += [term.measure for pair in rule.params.get("pairs", ()) for text in pair for term in parse_sum(text)]
    rates = rule.params.get("indicators", ())
    listed = [*(() if rates == "*" else rates), *rule.params.get("except", ())]
    return [name for name in named if name not in measures] + [name for name in listed if name not in indicators]
