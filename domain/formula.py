"""Formulas over measures: signed sums, and alternatives in order of preference.

`"received_total - carried_over | received_online + received_in_person"` reads: the first alternative whose terms are
all there counts. A missing figure is never 0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TERM = re.compile(r"\s*([+-])?\s*([a-z][a-z0-9_.]*)")


@dataclass(frozen=True)
class Term:
    measure: str
    coefficient: int


Sum = tuple[Term, ...]


def parse_sum(text: str) -> Sum:
    """The terms of `a + b - c`. Raises ValueError for anything else."""
    terms: list[Term] = []
    position = 0
    while position < len(text.rstrip()):
        found = _TERM.match(text, position)
        if not found or (terms and not found[1]):
            raise ValueError(f"not a sum of measures: {text!r}")
        terms.append(Term(found[2], -1 if found[1] == "-" else 1))
        position = found.end()
    if not terms:
        raise ValueError("an empty sum")
    return tuple(terms)


def parse_alternatives(text: str) -> tuple[Sum, ...]:
    """The alternatives of `a - b | c + d`, in order; none for an empty text."""
    return tuple(parse_sum(part) for part in text.split("|")) if text.strip() else ()


def evaluate(formula: Sum, figures: Mapping[str, float]) -> float | None:
    """The value of `formula`, or None where one of its measures is missing."""
    if any(term.measure not in figures for term in formula):
        return None
    return sum(term.coefficient * figures[term.measure] for term in formula)
