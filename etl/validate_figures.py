"""Turns the rows of a report's figures.csv into checked figures, or says what is wrong and on which line."""

import re
from collections import defaultdict
from datetime import date

from domain.figures import PLACES, QUALIFIERS, SCOPES
from domain.indicators import PRINTED_RATE, PRINTED_SHARE, Measure
from etl.problems import Phrase, Problem
from etl.read import RawReport, line
from etl.registry import Registry
from etl.report import Figure

# Digits and one point: no 1e400, no 1_748, no full-width digits. Longer numbers lose digits in a double.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Everything else is counted in pieces: 1.748 dossiers are 1,748 written the Vietnamese way.
_UNITS_WITH_FRACTIONS = ("%", "million VND")


def read_figures(raw: RawReport, registry: Registry) -> tuple[list[Figure], list[Problem]]:
    """The figures that hold, in the file's order, and everything that is wrong with the others."""
    check = _Check(raw, registry)
    return check.figures(), check.problems


def value_problem(text: str, measure: str, registry: Registry) -> str:
    """What is wrong with `text` as a value of `measure`: a code below `problem.`, or nothing."""
    code = ""
    if not _NUMBER.fullmatch(text):
        code = "not_a_number"
    elif text.startswith("-"):
        code = "negative"
    elif float(text) != int(float(text)) and _in_pieces(registry.measures.get(measure)):
        code = "not_whole"
    return code


def _in_pieces(measure: Measure | None) -> bool:
    return measure is not None and measure.unit not in _UNITS_WITH_FRACTIONS


class _Check:
    """Collects the problems of the figures while it reads them."""

    def __init__(self, raw: RawReport, registry: Registry) -> None:
        self.raw = raw
        self.registry = registry
        self.problems: list[Problem] = []

    def figures(self) -> list[Figure]:
        seen: dict[tuple[str, str], int] = defaultdict(int)
        lines: dict[tuple[str, ...], int] = {}
        figures = []
        for number, row in self.raw.figures:
            seq = seen[row["measure"], row["scope"] or "own"]
            figure = self._figure(number, row, seq)
            if figure:
                said = (figure.measure, figure.scope, figure.place, figure.locator)
                if lines.setdefault(said, number) != number:
                    values = dict(zip(("measure", "scope", "where", "locator"), said, strict=True))
                    self._say("figures_twice", line(number), first=lines[said], **values)
                seen[figure.measure, figure.scope] += 1
                figures.append(figure)
        return figures

    def _figure(self, number: int, row: dict[str, str], seq: int) -> Figure | None:
        before = len(self.problems)
        self._measure(number, row["measure"])
        scope = self._one_of(number, "scope", row["scope"] or "own", SCOPES)
        place = self._one_of(number, "place", row["place"] or "main", PLACES)
        qualifier = self._one_of(number, "qualifier", row["qualifier"] or "exact", QUALIFIERS)
        value = self._value(number, row)
        as_of = self._as_of(number, row["as_of"])
        if len(self.problems) > before:
            return None
        return Figure(
            row["measure"], scope, seq, value, qualifier, row["printed"], place, row["locator"], as_of, row["note"]
        )

    def _measure(self, number: int, code: str) -> None:
        for prefix, known in (
            (PRINTED_RATE, self.registry.indicators),
            (PRINTED_SHARE, self.registry.measures),
            ("", self.registry.measures),
        ):
            if code.startswith(prefix):
                if code.removeprefix(prefix) not in known:
                    self._say("unknown_measure", line(number), found=code)
                return

    def _one_of(self, number: int, column: str, found: str, allowed: tuple[str, ...]) -> str:
        if found not in allowed:
            self._say("cell_not_one_of", line(number), column=column, found=found, allowed=", ".join(allowed))
        return found

    def _value(self, number: int, row: dict[str, str]) -> float | None:
        text = row["value"]
        if not text:
            return None
        wrong = value_problem(text, row["measure"], self.registry)
        if not wrong:
            return float(text)
        self._say(wrong, line(number), measure=row["measure"], found=text)
        return None

    def _as_of(self, number: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "no day") if text else None
        except ValueError:
            self._say("date", line(number), found=text)
            return None

    def _say(self, code: str, place: Phrase, **values: object) -> None:
        self.problems.append(Problem(f"{self.raw.name}/figures.csv", place, code, values))
