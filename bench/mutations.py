"""How many wrong figures the rules catch: single figures of consistent reports, each spoilt in turn, rule by rule."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bench.row import Row
from domain.layout import Layout
from domain.rule_engine import of_history, of_report
from domain.rule_facts import Facts
from domain.rules import Outcome, Rule, Vocabulary
from etl.build import collect
from etl.check import vocabulary
from etl.demo import write_demo
from etl.registry import load_registry
from etl.report import Figure, Report
from text.numbers import format_number

# Communes of the simulated district whose reports never contradict themselves, before and after 1 July 2025.
CLEAN = ("SIM02@2004", "SIM04@2004", "SIM09@2004", "SIM10@2004", "SIM11@2004")
CLEAN_2025 = ("SIM01@2025", "SIM03@2025", "SIM05@2025", "SIM09@2025")
KINDS = ("one digit changed", "two digits swapped", "ten times off")
TYPING = "misread by whoever typed it, any of the three"
FIGURES, SEED = 1_500, 2022
_LEAST_OF_A_MEASURE = 5

Key = tuple[str, str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Spoilt:
    """One figure with another value; `is_printed` where the report itself is wrong, not its transcription."""

    report: Report
    figure: Figure
    kind: str
    value: float
    is_printed: bool


def measure(place: Path, figures: int = FIGURES) -> list[Row]:
    """Spoils `figures` figures, drawn with a fixed seed, in each way, and asks the rules."""
    registry, units = _clean_units(place)
    known = vocabulary(registry)
    by_kind: dict[str, list[set[str]]] = defaultdict(list)
    by_measure: dict[str, list[bool]] = defaultdict(list)
    judges = {unit: _Judge(reports, registry.rules, known) for unit, reports in units.items()}
    for one in _spoilt([report for reports in units.values() for report in reports], figures):
        rules = judges[one.report.unit.unit_id].caught_by(one)
        by_kind[one.kind if one.is_printed else TYPING].append(rules)
        if one.is_printed:
            by_measure[one.figure.measure].append(bool(rules))
    return [*_kind_rows(by_kind), *_rule_rows(by_kind, registry.rules), *_blind_rows(by_measure)]


def _clean_units(place: Path) -> tuple:
    layout = Layout(place)
    shutil.rmtree(place, ignore_errors=True)
    layout.reports.mkdir(parents=True)
    write_demo(layout.demo, SEED)
    registry = load_registry(layout)
    reports, _ = collect(layout, registry, strict=True)
    units = {unit: [one for one in reports if one.unit.unit_id == unit] for unit in (*CLEAN, *CLEAN_2025)}
    return registry, units


class _Judge:
    """A unit's reports with what the rules say of them as they are; a spoilt one is held against the others."""

    def __init__(self, reports: Sequence[Report], rules: Sequence[Rule], known: Vocabulary) -> None:
        self.rules, self.known = rules, known
        self.facts = {one.report_id: Facts(one, known) for one in reports}
        self.before = self._history(self.facts) | {
            key for one in self.facts.values() for key in _keys(one.report.report_id, of_report(one, rules))
        }

    def caught_by(self, one: Spoilt) -> set[str]:
        """The rules that break now and did not before."""
        printed = _print(one.figure, one.value) if one.is_printed else one.figure.printed
        wrong = replace(one.figure, value=one.value, printed=printed)
        figures = tuple(wrong if figure is one.figure else figure for figure in one.report.figures)
        spoilt = Facts(replace(one.report, figures=figures), self.known)
        history = self._history(self.facts | {one.report.report_id: spoilt})
        now = history | set(_keys(one.report.report_id, of_report(spoilt, self.rules)))
        return {rule for _, rule, _, _ in now - self.before}

    def _history(self, facts: dict[str, Facts]) -> set[Key]:
        found = of_history(list(facts.values()), self.rules)
        return {key for report_id, outcome in found for key in _keys(report_id, iter((outcome,)))}


def _keys(report_id: str, outcomes: Iterator[Outcome]) -> Iterator[Key]:
    for outcome in outcomes:
        if outcome.breach is not None:
            yield report_id, outcome.rule.id, outcome.scope, outcome.breach.measures


def _spoilt(reports: Sequence[Report], figures: int) -> Iterator[Spoilt]:
    rng = Random(SEED)
    all_figures = [(report, figure) for report in reports for figure in report.figures]
    for report, figure in rng.sample(all_figures, min(figures, len(all_figures))):
        values = dict(zip(KINDS, ways(figure, rng), strict=True))
        there = {kind: value for kind, value in values.items() if value is not None and value != figure.value}
        for kind, value in there.items():
            yield Spoilt(report, figure, kind, value, True)
        if there:
            kind, value = rng.choice(sorted(there.items()))
            yield Spoilt(report, figure, kind, value, False)


def ways(figure: Figure, rng: Random) -> tuple[float | None, float | None, float | None]:
    """One digit changed, two neighbours swapped, ten times off; None where there is no such way (a 0, a 7, a 22)."""
    text = _text(figure)
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = rng.choice(places)
    others = [digit for digit in "0123456789" if digit != text[place] and (digit != "0" or place or len(places) == 1)]
    changed = text[:place] + rng.choice(others) + text[place + 1 :]
    pairs = [at for at in places if at + 1 in places and text[at] != text[at + 1] and (at or text[at + 1] != "0")]
    swapped = None
    if pairs:
        at = rng.choice(pairs)
        swapped = float(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    value = figure.value or 0.0
    return float(changed), swapped, round(value * rng.choice((10, 0.1) if value % 10 == 0 else (10,)), 6)


def _text(figure: Figure) -> str:
    value = figure.value or 0.0
    return f"{value:.2f}" if figure.measure.startswith("printed_rate.") else f"{value:.0f}"


def _print(figure: Figure, value: float) -> str:
    if figure.measure.startswith("printed_rate."):
        return f"{format_number(value, 'vi', 2)} %"
    return format_number(value, "vi")


def _kind_rows(by_kind: dict[str, list[set[str]]]) -> Iterator[Row]:
    for kind in (*KINDS, TYPING):
        found = by_kind[kind]
        caught = sum(bool(rules) for rules in found)
        yield Row("mutations", f"caught: {kind}", 100 * caught / len(found), "%", note=f"{caught} of {len(found)}")


def _rule_rows(by_kind: dict[str, list[set[str]]], rules: Sequence[Rule]) -> Iterator[Row]:
    for rule in rules:
        hits = {kind: sum(rule.id in one for one in by_kind[kind]) for kind in (*KINDS, TYPING)}
        alone = sum(one == {rule.id} for kind in (*KINDS, TYPING) for one in by_kind[kind])
        if any(hits.values()):
            note = ", ".join(str(hits[kind]) for kind in (*KINDS, TYPING)) + f" by kind; alone {alone}"
            yield Row("mutations", f"broke {rule.id}", float(sum(hits.values())), "figures", note=note)


def _blind_rows(by_measure: dict[str, list[bool]]) -> Iterator[Row]:
    """The measures of which less than a tenth is caught: no rule holds them to anything exact."""
    shares = {code: sum(found) / len(found) for code, found in by_measure.items() if len(found) >= _LEAST_OF_A_MEASURE}
    blind = sorted(code for code, share in shares.items() if share < 0.1)
    tried = Counter({code: len(found) for code, found in by_measure.items()})
    yield Row(
        "mutations", "kinds of figure that no rule catches", float(len(blind)), "measures",
        note=f"of {len(shares)} tried {_LEAST_OF_A_MEASURE} times or more: "
        + (", ".join(f"{code} ({tried[code]})" for code in blind) or "none"),
    )  # fmt: skip
    weak = sorted(code for code, share in shares.items() if 0.1 <= share < 0.6)
    note = ", ".join(f"{code} {100 * shares[code]:.0f}%" for code in weak) or "none"
    yield Row("mutations", "kinds of figure caught now and then", float(len(weak)), "measures", note=note)
