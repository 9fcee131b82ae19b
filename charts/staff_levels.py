"""How many people of a group stand at each level of a qualification, by the rule of etl/sql/rate_staff_shares.sql.

The figures are those of a unit's own office; other scopes never enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charts.view import SCOPE_OF_COMPARISON, View
from domain.comparison import pooled_rate
from domain.periods import Period
from queries.rows import StaffLevel

LEVELS: Mapping[str, tuple[str, ...]] = {
    "education": ("none", "elementary", "intermediate", "college", "university", "postgraduate"),
    "political": ("none", "elementary", "intermediate", "advanced"),
    "state_management": ("none", "officer", "specialist", "principal_specialist"),
}
"""The levels that divide a group's people, low to high. Skills (IT, foreign language) overlap and do not."""
UPPER: Mapping[str, int] = {"education": 2, "political": 2, "state_management": 2}
"""How many of the highest levels a headline counts: a degree, intermediate theory, specialist and above."""
GROUPS = ("cadre_civil_servant", "cadre", "civil_servant", "part_time")
TOGETHER, PARTS = GROUPS[0], GROUPS[1:3]


@dataclass(frozen=True)
class People:
    """People of a group in one period, by level from low to high.

    A count is None where the level is not printed and not known to be 0. `total` is what shares are taken of;
    `headcount` what the report prints for the group, in the table's heading or else as present.
    """

    unit_id: str
    period: Period
    report_id: str
    is_derived: bool
    counts: tuple[float | None, ...]
    total: float
    headcount: float
    present: float | None

    @property
    def told(self) -> float:
        return sum(count or 0.0 for count in self.counts)

    @property
    def unknown(self) -> float:
        """People of the headcount whose level is not printed."""
        return self.total - self.told

    @property
    def is_lower_bound(self) -> bool:
        return self.unknown > 0

    @property
    def is_over(self) -> bool:
        """The levels add up to more people than the report prints for the group."""
        return self.told > self.headcount

    @property
    def is_whole(self) -> bool:
        """Every one of the headcount has a level: such rows can be added up and put in order."""
        return not self.is_lower_bound and not self.is_over

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Per cent of `total`, None where the count is None."""
        return tuple(None if count is None else 100 * count / self.total for count in self.counts)

    def upper(self, dimension: str) -> float:
        return sum(count or 0.0 for count in self.counts[-UPPER[dimension] :])

    def upper_share(self, dimension: str) -> float:
        """Per cent of `total` at the highest levels."""
        return 100 * self.upper(dimension) / self.total


Cells = Mapping[tuple[str, str, str], Mapping[str, StaffLevel]]


def cells(levels: Sequence[StaffLevel]) -> Cells:
    """The counted cells of the unit's own office, by (unit, period, group) and level."""
    found: dict[tuple[str, str, str], dict[str, StaffLevel]] = {}
    for cell in levels:
        if cell.scope == SCOPE_OF_COMPARISON:
            found.setdefault((cell.unit_id, cell.period_id, cell.staff_group), {})[cell.level] = cell
    return found


def shown_periods(view: View) -> tuple[Period, ...]:
    """The view's period; where kinds are mixed all of them, latest first: each unit shows its own latest."""
    return tuple(reversed(view.periods)) if view.is_mixed else (view.period,)


def by_unit(view: View, dimension: str, group: str, levels: Sequence[StaffLevel]) -> dict[str, People]:
    """The people of each unit that prints the group's levels, by unit id, in the order of the view."""
    there = cells(levels)
    found: dict[str, People] = {}
    for unit in view.shown:
        everywhen = (people_of(there, unit.unit_id, period, dimension, group) for period in shown_periods(view))
        if people := next(filter(None, everywhen), None):
            found[unit.unit_id] = people
    return found


def people_of(there: Cells, unit_id: str, period: Period, dimension: str, group: str) -> People | None:
    """The group's people as printed for it; both groups together also as the sum of cadres and civil servants."""
    found = _printed(there, unit_id, period, dimension, group)
    if found or group != TOGETHER:
        return found
    parts = [part for name in PARTS if (part := _printed(there, unit_id, period, dimension, name))]
    if len(parts) < len(PARTS):
        return None
    present = there.get((unit_id, period.period_id, group), {}).get("present")
    return _sum(parts[0], parts[1], present.value if present else None)


def _printed(there: Cells, unit_id: str, period: Period, dimension: str, group: str) -> People | None:
    row = there.get((unit_id, period.period_id, group), {})
    printed = [row.get(level) for level in LEVELS[dimension]]
    first = next(filter(None, printed), None)
    told = sum(cell.value for cell in printed if cell)
    heading, present = (row[level].value if level in row else None for level in ("headcount", "present"))
    adds_up = told in (heading, present)
    headcount = told if adds_up else heading if heading is not None else present
    if first is None or not headcount:
        return None
    return People(
        unit_id,
        period,
        first.report_id,
        first.is_derived,
        tuple(cell.value if cell else 0.0 if adds_up else None for cell in printed),
        max(headcount, told),
        headcount,
        present,
    )


def _sum(one: People, other: People, present: float | None) -> People:
    counts = tuple(_sum_counts(pair) for pair in zip(one.counts, other.counts, strict=True))
    both = replace(one, counts=counts, total=one.total + other.total, headcount=one.headcount + other.headcount)
    return replace(both, present=present)


def _sum_counts(pair: tuple[float | None, float | None]) -> float | None:
    """What is printed of a level; None where one part is not known and the other has nobody."""
    known = sum(count or 0.0 for count in pair)
    return None if None in pair and not known else known


def pooled_upper(people: Sequence[People], dimension: str) -> tuple[float, float, float | None]:
    """People at the highest levels, people in all, and their share in per cent, over units whose levels are whole."""
    counts = [(row.upper(dimension), row.total) for row in people if row.is_whole]
    return sum(n for n, _ in counts), sum(d for _, d in counts), pooled_rate(counts)
