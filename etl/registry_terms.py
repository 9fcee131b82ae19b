"""Reads what can be counted and what rates are made of it: measures.csv and indicators.toml, each entry judged."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from domain.formula import parse_alternatives, parse_sum
from domain.indicators import Indicator, Measure, MeasureKind, Polarity, RateRule, Theme
from etl.problems import Phrase, Problem, ProblemsFound
from etl.read import line, read_table, read_text, shown_name
from text.words import catalogue

UNIT_NAMES = "template.unit."
"""Below this key the catalogue names the units of measure; blanks are underscores there."""

_MEASURE_COLUMNS = ("code", "name_vi", "name_en", "unit", "kind", "appendix_code", "computed_as", "note")
_CHOICES = {"theme": get_args(Theme), "rule": get_args(RateRule), "polarity": get_args(Polarity)}
_TYPES = {"headline": int, "min_denominator": int, "is_default": bool, "levels": list}
_ENTRY = re.compile(r"\s*\[\[\s*indicator\s*\]\]")
_NEEDED = {"ratio": ("numerator", "denominator"), "staff_share": ("group", "dimension", "levels")}


def load_measures(path: Path) -> dict[str, Measure]:
    """By code. Raises ProblemsFound with the line of each row that does not hold."""
    measures: dict[str, Measure] = {}
    problems: list[Problem] = []
    name = shown_name(path)
    for number, row in read_table(path, name, _MEASURE_COLUMNS):
        found = [Problem(name, line(number), code, values) for code, values in _measure_faults(row, measures)]
        problems += found
        if not found:
            measures[row["code"]] = _measure(row)
    if problems:
        raise ProblemsFound(problems)
    _raise_any(
        Problem(name, measure.code, "formula_measure", {"measure": term.measure})
        for measure in measures.values()
        for alternative in measure.computed_as
        for term in alternative
        if term.measure not in measures
    )
    return measures


def _measure_faults(row: Mapping[str, str], measures: Mapping[str, Measure]) -> Iterator[tuple[str, dict[str, object]]]:
    if row["kind"] not in get_args(MeasureKind):
        allowed = ", ".join(get_args(MeasureKind))
        yield "cell_not_one_of", {"column": "kind", "found": row["kind"], "allowed": allowed}
    units = [key.removeprefix(UNIT_NAMES) for key in catalogue() if key.startswith(UNIT_NAMES)]
    key = row["unit"].replace(" ", "_")
    if key not in units:
        allowed = ", ".join(unit.replace("_", " ") for unit in units)
        yield "measure_unit", {"found": row["unit"], "key": UNIT_NAMES + key, "allowed": allowed}
    if row["code"] in measures:
        yield "registry_twice", {"found": row["code"]}
    try:
        parse_alternatives(row["computed_as"])
    except ValueError as error:
        yield "reference_row", {"detail": error}


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        row["code"],
        row["name_vi"],
        row["name_en"],
        row["unit"],
        row["kind"],  # type: ignore[arg-type]  # judged before
        row["appendix_code"],
        parse_alternatives(row["computed_as"]),
        row["note"],
    )


def load_indicators(path: Path, measures: Mapping[str, Measure]) -> dict[str, Indicator]:
    """By id. Raises ProblemsFound with the id and line of each entry that does not hold."""
    name = shown_name(path)
    text = read_text(path, name)
    try:
        entries = tomllib.loads(text).get("indicator", [])
    except tomllib.TOMLDecodeError as error:
        raise ProblemsFound([Problem(name, "", "bad_toml", {"detail": error})]) from error
    indicators: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        for key, code, values in _indicator_faults(entry, indicators, measures):
            place = Phrase("place.entry", {"entry": entry.get("id", "?"), "line": _line_of(text, index, key)})
            problems.append(Problem(name, place, code, values))
        if not problems:
            indicators[entry["id"]] = _indicator(entry)
    _raise_any(problems)
    return indicators


Fault = tuple[str, str, dict[str, object]]
"""The key that is wrong, the problem's code, its values."""


def _indicator_faults(
    entry: Mapping, known: Mapping[str, Indicator], measures: Mapping[str, Measure]
) -> Iterator[Fault]:
    for key, allowed in _CHOICES.items():
        if entry.get(key) not in allowed:
            yield key, "key_not_one_of", {"key": key, "found": entry.get(key, ""), "allowed": ", ".join(allowed)}
    if entry.get("id") in known:
        yield "id", "registry_twice", {"found": entry["id"]}
    wrong = [key for key, value in entry.items() if type(value) is not _TYPES.get(key, str)]
    wrong += [key for key in _NEEDED.get(str(entry.get("rule")), ()) if not entry.get(key)]
    for key in wrong:
        yield key, "reference_row", {"detail": f"{key} = {entry.get(key)!r}"}
    if wrong:
        return
    try:
        indicator = _indicator(entry)
    except (TypeError, ValueError) as error:
        yield "id", "reference_row", {"detail": error}
        return
    for side, terms in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        for term in terms:
            if term.measure not in measures:
                yield side, "formula_measure", {"measure": term.measure}


def _indicator(entry: Mapping) -> Indicator:
    fields = dict(entry)
    for side in ("numerator", "denominator"):
        if side in fields:
            fields[side] = parse_sum(fields[side])
    fields["levels"] = tuple(fields.get("levels", ()))
    return Indicator(**fields)


def _line_of(text: str, index: int, key: str) -> int:
    """The line of `key` in the entry of that index, from 0; of the entry itself where it has no such key."""
    seen, start = -1, 1
    for number, words in enumerate(text.splitlines(), start=1):
        if _ENTRY.match(words):
            seen += 1
            start = number if seen == index else start
        elif seen == index and words.partition("=")[0].strip() == key:
            return number
    return start


def _raise_any(problems: Iterator[Problem] | list[Problem]) -> None:
    if found := list(problems):
        raise ProblemsFound(found)
