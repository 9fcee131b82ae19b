"""The day a report is due: a local day where one is known, else the Ministry's rule (domain.periods.Period.due).

A local day holds for a unit and all that lie in it, for one part of the year or for all. The nearest place decides: the
unit itself, its district, its province; within a place the day set for the part goes before the day set for all.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from domain.periods import Period

EVERY_PART = "*"
WHOLE_YEAR = "year"
PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "9M", WHOLE_YEAR, EVERY_PART)
# The last day that every month has.
LAST_DAY = 28

Rule = TypeVar("Rule")


def nearest(period: Period, places: Iterable[str | None], rules: Mapping[tuple[str, str], Rule]) -> Rule | None:
    """The rule that holds for `period`; None where no place has one.

    `places` are unit ids, nearest first (unit, district, province), None for one that does not exist; the keys of
    `rules` are (unit_id, part), a part being one of PARTS.
    """
    parts = (period.part or WHOLE_YEAR, EVERY_PART)
    keys = ((place, part) for place in places if place for part in parts)
    return next((rules[key] for key in keys if key in rules), None)


def due_on(period: Period, places: Iterable[str | None], days: Mapping[tuple[str, str], int]) -> date:
    """The day of the period's last month on which the report is due; `places` and keys of `days` as in `nearest`."""
    day = nearest(period, places, days)
    return period.due if day is None else period.nominal.end.replace(day=day)
