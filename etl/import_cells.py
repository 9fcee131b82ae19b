"""Reads single cells of an import file: dates, choices, codes, measures, numbers. What is wrong goes to `problems`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol

from domain.indicators import PRINTED_RATE, PRINTED_SHARE, Indicator, Measure
from etl.import_rows import Cell, Problems, did_you_mean
from etl.problems import Phrase
from text.numbers import Kind, NumberProblem, ParsedNumber, parse_number

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
_MONEY: dict[str, Kind] = {"VND": "money_vnd", "million VND": "money_million"}


class Succession(Protocol):
    """What became of a unit."""

    @property
    def from_unit_id(self) -> str: ...

    @property
    def to_unit_id(self) -> str: ...


class Registry(Protocol):
    """What the import asks of the registry."""

    @property
    def measures(self) -> Mapping[str, Measure]: ...

    @property
    def indicators(self) -> Mapping[str, Indicator]: ...

    @property
    def lineage(self) -> Sequence[Succession]: ...


def read_date(cell: Cell, problems: Problems) -> date | None:
    """An Excel date, YYYY-MM-DD, or day/month/year; between 2000 and 2099."""
    if cell.value is None:
        return None
    day = cell.value if isinstance(cell.value, date) else _parse_date(cell.text)
    if day is None or not _EARLIEST <= day <= _LATEST:
        problems.add(cell.place, "bad_date", found=cell.printed)
        return None
    return day


def _parse_date(text: str) -> date | None:
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    return None


def read_choice(cell: Cell, choices: tuple[str, ...], column: str, default: str, problems: Problems) -> str:
    """One of `choices`; `default` where the cell is empty."""
    text = cell.text.lower()
    if not text:
        return default
    if text not in choices:
        hint = did_you_mean(get_close_matches(text, choices, 1))
        problems.add(
            cell.place, "bad_choice", found=cell.printed, column=column, expected=", ".join(choices), hint=hint
        )
        return default
    return text


def read_measure(cell: Cell, registry: Registry, problems: Problems) -> tuple[str, Kind] | None:
    """The code of a measure, or of a printed rate or share, and the kind of its numbers."""
    code = cell.text
    if not code:
        problems.add(cell.place, "measure_missing")
        return None
    if code in registry.measures:
        return code, kind_of(registry.measures[code])
    for prefix, known in ((PRINTED_RATE, registry.indicators), (PRINTED_SHARE, registry.measures)):
        if code.startswith(prefix) and code.removeprefix(prefix) in known:
            return code, "rate"
    problems.add(cell.place, "measure_unknown", found=code, hint=_hint(code, registry))
    return None


def kind_of(measure: Measure) -> Kind:
    """How the numbers of `measure` are written: per cent, money or pieces."""
    if measure.unit == "%":
        return "rate"
    return _MONEY.get(measure.unit, "count")


def _hint(found: str, registry: Registry) -> Phrase:
    measures = registry.measures.values()
    codes = (*registry.measures, *(PRINTED_RATE + name for name in registry.indicators))
    names = tuple(
        (name.casefold(), measure.code) for measure in measures for name in (measure.name_vi, measure.name_en)
    )
    return did_you_mean(_similar_codes(found.casefold(), codes, names))


@lru_cache
def _similar_codes(found: str, codes: tuple[str, ...], names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Codes like what was written; where a measure's name was written, its code."""
    if similar := get_close_matches(found, codes, 2, 0.75):
        return tuple(similar)
    code_of = dict(names)
    return tuple(dict.fromkeys(code_of[name] for name in get_close_matches(found, code_of, 2, 0.75)))


def read_number(cell: Cell, kind: Kind, problems: Problems) -> ParsedNumber | None:
    """None where the cell is empty or holds no number of this kind."""
    if cell.value is None:
        return None
    try:
        if kind != "rate" and cell.printed.endswith("%"):
            raise NumberProblem("number.percent", found=cell.printed)
        return parse_number(cell.value if isinstance(cell.value, Decimal) else cell.printed, kind)
    except NumberProblem as reason:
        problems.add(cell.place, "bad_number", reason=reason)
        return None
