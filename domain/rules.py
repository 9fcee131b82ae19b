"""Rules over the figures of reports: what a rule is, what it is asked of, and what it answers.

The rules themselves are data (data/reference/rules.toml); how each kind is judged stands in `rules_*.py`, and
`rule_engine` asks them all. A rule whose inputs are absent yields no outcome at all: it has not passed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from domain.formula import Sum
from domain.indicators import Indicator, Measure
from domain.periods import Period, Window
from domain.units import Unit

Severity = Literal["error", "warning", "info"]
Operator = Literal["=", "<=", ">=", "between"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
OPERATORS: tuple[Operator, ...] = ("=", "<=", ">=", "between")


class Statement(Protocol):
    """One figure that a report states; `value` is None where it cannot be read. `review` says what an officer made of
    it (`domain.review.STATES`), None where nobody reviewed it."""

    @property
    def measure(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def value(self) -> float | None: ...
    @property
    def qualifier(self) -> str: ...
    @property
    def printed(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def locator(self) -> str: ...
    @property
    def is_override(self) -> bool: ...
    @property
    def review(self) -> str | None: ...


@dataclass(frozen=True)
class OtherUnit:
    """Another unit named in the text of a report, and where; `locator` is empty where the place is not known."""

    name: str
    locator: str = ""


@dataclass(frozen=True)
class Noted:
    """A contradiction that stands in the words of a report: a sentence of the transcriber's own, and its two places.
    The statements at a place are those of `measures`, or of the side's own where these differ."""

    sentence_vi: str
    sentence_en: str
    left_place: str
    right_place: str
    measures: tuple[str, ...]
    scope: str = "own"
    left: float | None = None
    right: float | None = None
    left_measures: tuple[str, ...] = ()
    right_measures: tuple[str, ...] = ()


class Told(Protocol):
    """A report, as far as rules ask."""

    @property
    def report_id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def period(self) -> Period: ...
    @property
    def window(self) -> Window | None: ...
    @property
    def effective(self) -> Window: ...
    @property
    def signed_on(self) -> date | None: ...
    @property
    def file_sha256(self) -> str: ...
    @property
    def is_imported(self) -> bool: ...
    @property
    def supersedes(self) -> str | None: ...
    @property
    def other_units_named(self) -> tuple[OtherUnit, ...]: ...
    @property
    def noted(self) -> tuple[Noted, ...]: ...
    @property
    def figures(self) -> Sequence[Statement]: ...


@dataclass(frozen=True)
class Case:
    """One comparison of a rule. Optional terms enter where they are printed; where one is not, a difference that it
    could fill stays open. Left out where one of `unless` is printed. `upper` belongs to the operator "between"."""

    left: Sum
    right: Sum
    left_optional: Sum = ()
    right_optional: Sum = ()
    upper: Sum = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One row of rules.toml, its patterns written out. `open_*` speak where a difference may be a part not printed.

    `covers` is False for rules about how a figure is written, which say nothing about whether it is right."""

    id: str
    kind: str
    severity: Severity
    name_vi: str
    name_en: str
    message_vi: str
    message_en: str
    operator: Operator = "="
    tolerance: float = 0.0
    open_severity: Severity | None = None
    open_message_vi: str = ""
    open_message_en: str = ""
    covers: bool = True
    cases: tuple[Case, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def message(self, lang: str, *, is_open: bool) -> str:
        if is_open:
            return self.open_message_vi if lang == "vi" else self.open_message_en
        return self.message_vi if lang == "vi" else self.message_en


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or an indicator, to be said by its name in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Names:
    """The measures of a sum, to be said by their names with the signs between them."""

    formula: Sum


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure that an officer put in the place of `printed`; with `printed` None, one computed from such a figure."""

    value: float
    printed: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """The parts of a sum with their signs, to be said as "1.103 + 31 = 1.134", of one part as that alone."""

    values: tuple[float | Corrected, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase of the catalogue: its key, and what fills it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement by its key; `report_id` is empty where it is one of the report that is judged."""

    measure: str
    scope: str
    seq: int
    report_id: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """What does not hold. `found` is what stands there (left), `expected` what the rule expects (right); `values` fill
    the message's placeholders besides left, right, difference, left_places, right_places, unit and period. The
    statements that make up each side are in `left_said` and `right_said`: places may hold many others."""

    measures: tuple[str, ...]
    found: float | None
    expected: float | None
    left_place: str = ""
    right_place: str = ""
    is_open: bool = False
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    left_said: tuple[Stated, ...] = field(default=(), compare=False)
    right_said: tuple[Stated, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One application of a rule: the measures that took part, and what is wrong, or None where it holds."""

    rule: Rule
    scope: str
    measures: tuple[str, ...]
    breach: Breach | None = None


@dataclass(frozen=True)
class Vocabulary:
    """What is known before any report: measures and indicators."""

    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]


def places(statements: Iterable[Statement], prefix: str = "") -> str:
    """Where `statements` stand, each place once."""
    found = "; ".join(dict.fromkeys(one.locator for one in statements if one.locator))
    return f"{prefix}: {found}" if prefix and found else prefix or found


def stated(statements: Iterable[Statement], report_id: str = "") -> tuple[Stated, ...]:
    """The keys of `statements`, each once."""
    return tuple(dict.fromkeys(Stated(one.measure, one.scope, one.seq, report_id) for one in statements))


def said_value(statement: Statement) -> float | Corrected:
    """The value of a readable statement, marked where an officer corrected it."""
    value = statement.value or 0.0
    return Corrected(value, statement.printed) if statement.review == "corrected" else value


def sum_measures(formula: Sum) -> tuple[str, ...]:
    return tuple(term.measure for term in formula)
