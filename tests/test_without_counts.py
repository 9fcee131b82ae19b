"""Whose report of a period is there without the counts that a rate needs."""

from charts.ranking import without_counts
from domain.periods import parse_period
from tests.value_cases import PERIOD, indicator_row, value_row


def test_only_a_report_of_the_same_period_definition_and_own_scope_lacks_the_counts() -> None:
    values = [
        value_row(0, None, 100),
        value_row(1, 40, 100),
        value_row(2, None, None),
        value_row(3, None, None, scope="total"),
        value_row(4, None, None, period_id="2024-Q2"),
        value_row(5, None, None, indicator_id="rate.other"),
    ]
    assert without_counts(indicator_row(), values, PERIOD) == {"U00@2004", "U02@2004"}
    assert without_counts(indicator_row(), values, parse_period("2024-Q2")) == {"U04@2004"}
    assert without_counts(indicator_row(indicator_id="rate.other"), values, PERIOD) == {"U05@2004"}
    assert without_counts(indicator_row(), [], PERIOD) == frozenset()
