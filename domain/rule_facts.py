"""What one report says, looked up the ways rules need: every statement, the counted one, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.figures import PLACES
from domain.formula import Sum
from domain.rules import Corrected, Statement, Told, Vocabulary, said_value

_RANK = {place: rank for rank, place in enumerate(PLACES)}


@dataclass(frozen=True, slots=True)
class Known:
    """A value with the statements it rests on; printed itself where `is_computed` is False."""

    value: float
    qualifier: str
    said: tuple[Statement, ...]
    is_computed: bool = False

    @property
    def roots(self) -> frozenset[str]:
        return frozenset(one.measure for one in self.said)

    @property
    def is_exact(self) -> bool:
        return self.qualifier == "exact"

    @property
    def shown(self) -> float | Corrected:
        """The value as a sentence says it: marked where it is, or rests on, a figure that an officer corrected."""
        if len(self.said) == 1 and not self.is_computed:
            return said_value(self.said[0])
        is_marked = any(one.review == "corrected" for one in self.said)
        return Corrected(self.value, None) if is_marked else self.value


Knowns = Mapping[str, Known]


class Facts:
    """One report. Which statement counts follows `etl/sql/count_statements.sql`: an override, else main, appendix,
    summary, the first on a tie, never one that cannot be read."""

    def __init__(self, report: Told, vocabulary: Vocabulary) -> None:
        self.report = report
        self.vocabulary = vocabulary
        self.said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in report.figures:
            self.said[statement.measure, statement.scope].append(statement)
        self.scopes = tuple(dict.fromkeys(scope for _, scope in self.said))
        self._counted: dict[str, dict[str, Known]] = defaultdict(dict)
        for (measure, scope), statements in self.said.items():
            readable = [one for one in statements if one.value is not None]
            if readable:
                self._counted[scope][measure] = known(min(readable, key=_rank))
        self._completed: dict[str, dict[str, Known]] = {}

    def counted(self, scope: str) -> Knowns:
        """The printed figures that count, by measure."""
        return self._counted.get(scope, {})

    def at(self, place: str, scope: str) -> Knowns:
        """The figures that one part of the report states, by measure, the first on a tie."""
        found: dict[str, Known] = {}
        for statement in self.report.figures:
            if statement.place == place and statement.scope == scope and statement.value is not None:
                found.setdefault(statement.measure, known(statement))
        return found

    def completed(self, scope: str) -> Knowns:
        """The printed figures that count, and those that follow by the registry's formulas."""
        if scope not in self._completed:
            self._completed[scope] = _complete(dict(self.counted(scope)), self.vocabulary)
        return self._completed[scope]


def known(statement: Statement) -> Known:
    assert statement.value is not None
    return Known(statement.value, statement.qualifier, (statement,))


def total(formula: Sum, figures: Knowns) -> Known | None:
    """The sum, or None where a term is missing or is not exact."""
    terms = [figures.get(term.measure) for term in formula]
    if not formula or any(one is None or not one.is_exact for one in terms):
        return None
    present = [one for one in terms if one is not None]
    value = sum(term.coefficient * one.value for term, one in zip(formula, present, strict=True))
    said = tuple(statement for one in present for statement in one.said)
    return Known(value, "exact", said, len(present) > 1 or present[0].is_computed)


def _rank(statement: Statement) -> tuple[bool, int, int]:
    return not statement.is_override, _RANK.get(statement.place, 0), statement.seq


def _complete(figures: dict[str, Known], vocabulary: Vocabulary) -> dict[str, Known]:
    """As `etl/sql/compute_identities.sql`: round by round, what is missing by the first formula that can be used."""
    missing = [measure for measure in formulas(vocabulary) if measure not in figures]
    while missing:
        sums = {m: [_computed(way, figures) for way in vocabulary.measures[m].computed_as] for m in missing}
        found = {m: one for m, ways in sums.items() if (one := next(filter(None, ways), None)) is not None}
        if not found:
            break
        figures |= found
        missing = [measure for measure in missing if measure not in found]
    return figures


def _computed(formula: Sum, figures: Knowns) -> Known | None:
    """The sum with the bound that its terms leave it; None where one is missing, where it is below zero, or where its
    terms are bounded from both sides."""
    terms = [(term.coefficient, figures[term.measure]) for term in formula if term.measure in figures]
    value = round(sum(coefficient * one.value for coefficient, one in terms), 6)
    # What is subtracted turns its bound around.
    turned = {"at_least": "at_most", "at_most": "at_least"}
    bounds = {one.qualifier if c > 0 else turned.get(one.qualifier, one.qualifier) for c, one in terms}
    if len(terms) < len(formula) or value < 0 or bounds >= {"at_least", "at_most"}:
        return None
    qualifier = next((one for one in ("at_least", "at_most", "about") if one in bounds), "exact")
    return Known(value, qualifier, tuple(statement for _, one in terms for statement in one.said), True)


def formulas(vocabulary: Vocabulary) -> Iterable[str]:
    """The measures that follow from others."""
    return (code for code, measure in vocabulary.measures.items() if measure.computed_as)
