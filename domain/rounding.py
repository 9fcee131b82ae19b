"""How exactly a figure is stated: half a unit of its last digit, as it is printed or as an officer corrected it."""

from collections.abc import Iterable

from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.printed import read_printed
from domain.rules import Statement, Vocabulary

MILLIONS, PER_CENT = "million VND", "%"
# What may lie between the print and the value: billions or đồng where millions are kept.
FACTORS = {MILLIONS: (1.0, 1e3, 1e-6)}
_EXACT = 1e-9


def decimals(statement: Statement) -> int:
    """Decimals as printed; those of the value where nothing legible is printed or an officer corrected it."""
    read = None if statement.review == "corrected" else read_printed(statement.printed)
    if read:
        return read.decimals
    text = f"{statement.value or 0:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def half_a_unit(statement: Statement, factor: float = 1.0) -> float:
    """Half of the last digit stated; `factor` leads from the print to the measure's unit."""
    return 0.5 * 10 ** -decimals(statement) * factor + _EXACT


def is_number_read(number: float, factor: float, value: float) -> bool:
    """True where `value` is the printed `number` times `factor`."""
    return abs(number * factor - value) <= 1e-6 * max(1.0, abs(value))


def slack(statement: Statement, vocabulary: Vocabulary) -> float:
    """How far the figure may lie from the one stated: 0 for what is counted in pieces."""
    unit = _unit(statement.measure, vocabulary)
    if unit not in (PER_CENT, MILLIONS):
        return 0.0
    return half_a_unit(statement, _factor(statement, unit))


def slack_of(statements: Iterable[Statement], vocabulary: Vocabulary) -> float:
    """How far a sum of the figures may lie from that of those stated."""
    return sum(slack(one, vocabulary) for one in statements)


def _factor(statement: Statement, unit: str) -> float:
    read = None if statement.review == "corrected" else read_printed(statement.printed)
    ways = [(number, factor) for number in (read.numbers if read else ()) for factor in FACTORS.get(unit, (1.0,))]
    return next((factor for number, factor in ways if is_number_read(number, factor, statement.value or 0.0)), 1.0)


def _unit(code: str, vocabulary: Vocabulary) -> str:
    if code.startswith((PRINTED_RATE, PRINTED_SHARE)):
        return PER_CENT
    known = vocabulary.measures.get(code)
    return known.unit if known else ""
