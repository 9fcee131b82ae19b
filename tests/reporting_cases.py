"""Reports that came, made up, for the rule of who owes which."""

from datetime import date, timedelta

from domain.completeness import Receipt
from domain.periods import parse_period

LATER = date(2030, 1, 1)


def receipt(unit_id: str, period_id: str, late: int | None = 0) -> Receipt:
    """A report that came `late` days after it was due; on an unknown day where that is None."""
    period = parse_period(period_id)
    return Receipt(unit_id, period, period.due, None if late is None else period.due + timedelta(days=late))
