"""What a rule finds wrong with reports in memory, and how it says so."""

from domain.rules import Breach
from etl.report import Report
from etl.rule_words import message
from tests.told import outcomes, vocabulary


def breaches(rule_id: str, *reports: Report) -> list[Breach]:
    return [one.breach for one in outcomes(rule_id, *reports) if one.breach is not None]


def figures_of(rule_id: str, *reports: Report) -> list[tuple[float | None, float | None]]:
    return [(one.found, one.expected) for one in breaches(rule_id, *reports)]


def sentences(rule_id: str, *reports: Report, lang: str = "vi") -> list[str]:
    """What is said of the last of the reports."""
    found = [one for one in outcomes(rule_id, *reports) if one.breach is not None]
    return [message(one, one.breach, reports[-1], vocabulary(), lang) for one in found if one.breach]
