"""Today's units before 1 July 2025: what a unit's predecessors reported, added up, and when that may not be done.

A period that closed before a unit existed is the sum over all the units that became it: numerators and denominators are
added and the rate computed again. Only where every one of them reported the figure, none was divided among several, and
their windows differ by no more than 15 days at either end; only what their own offices report (scope `own`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from domain.periods import Period, Window

SUMMED_SCOPE = "own"
SUMMED_KINDS = frozenset({"flow", "stock", "computed"})
DIVIDING = frozenset({"education", "political", "state_management"})
"""Dimensions whose levels divide a group's people. Skills overlap: a person may have several, so nothing adds up."""
HEADCOUNT, PRESENT = "headcount", "present"


class Line(Protocol):
    """A unit that became (part of) another; `divided` where it went to several, `is_default` at the one of them that
    stands for it."""

    @property
    def from_unit_id(self) -> str: ...
    @property
    def to_unit_id(self) -> str: ...
    @property
    def divided(self) -> bool: ...
    @property
    def is_default(self) -> bool: ...


class NoSum(StrEnum):
    """Why the predecessors' figures are not added up. UNKNOWN: the list of units names no predecessor."""

    UNKNOWN = "unknown"
    DIVIDED = "divided"
    NOT_REPORTED = "not_reported"
    WINDOW = "window"


@dataclass(frozen=True)
class Obstacle:
    """The reason, and the ids of the predecessors it lies with."""

    reason: NoSum
    units: tuple[str, ...]


@dataclass(frozen=True)
class Rate:
    """The counts of a rate, the days they cover, and what has to be said of them."""

    numerator: float
    denominator: float
    window: Window
    is_lower_bound: bool = False
    is_derived: bool = False
    window_printed: bool = True

    @property
    def value(self) -> float | None:
        """Per cent; None where there is nothing to divide by."""
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Figure:
    """A count with its qualifier (exact, at_least, at_most, about)."""

    value: float
    qualifier: str


def is_before(period: Period, valid_from: date) -> bool:
    """True where the period closed before a unit that began on `valid_from`: it cannot have reported it."""
    return period.nominal.end < valid_from


def successor_of(unit_id: str, lineage: Iterable[Line]) -> str | None:
    """The unit of today that stands for `unit_id`; None where the lineage names none."""
    return next((line.to_unit_id for line in lineage if line.from_unit_id == unit_id and line.is_default), None)


def obstacle(lines: Sequence[Line], windows: Mapping[str, Window]) -> Obstacle | None:
    """Why the predecessors in `lines` cannot be added up in a period, None where they can.

    `windows` holds the window of each that has figures. What cannot be mended is said first: divided, not reported,
    other windows.
    """
    everyone = tuple(sorted(line.from_unit_id for line in lines))
    if not everyone:
        return Obstacle(NoSum.UNKNOWN, ())
    if divided := tuple(sorted(line.from_unit_id for line in lines if line.divided)):
        return Obstacle(NoSum.DIVIDED, divided)
    if absent := tuple(unit_id for unit_id in everyone if unit_id not in windows):
        return Obstacle(NoSum.NOT_REPORTED, absent)
    starts, ends = ([getattr(windows[unit_id], end) for unit_id in everyone] for end in ("start", "end"))
    if Window(min(starts), min(ends)).differs_from(Window(max(starts), max(ends))):
        return Obstacle(NoSum.WINDOW, everyone)
    return None


def sum_rates(parts: Sequence[Rate]) -> Rate:
    """The counts of all parts together, from the first day of any to the last. Raises ValueError for no part."""
    if not parts:
        raise ValueError("no parts: a sum needs at least one")
    return Rate(
        numerator=math.fsum(part.numerator for part in parts),
        denominator=math.fsum(part.denominator for part in parts),
        window=Window(min(part.window.start for part in parts), max(part.window.end for part in parts)),
        is_lower_bound=any(part.is_lower_bound for part in parts),
        is_derived=any(part.is_derived for part in parts),
        window_printed=all(part.window_printed for part in parts),
    )


def sum_figures(parts: Sequence[Figure]) -> Figure | None:
    """Exact where all parts are, "at least" where some are and the rest exact; None with other bounds, or no part."""
    qualifiers = {part.qualifier for part in parts}
    if not parts or qualifiers - {"exact", "at_least"}:
        return None
    return Figure(math.fsum(part.value for part in parts), "at_least" if "at_least" in qualifiers else "exact")


def sum_levels(parts: Sequence[Mapping[str, float]], dimension: str) -> dict[str, float]:
    """People of one group by level over all parts, with their `headcount`; empty where they cannot be added up.

    Each part maps levels to people, with `headcount` (the table heading's) and `present`. The rule is that of
    etl/sql/rate_staff_shares.sql: a part whose levels add up to a headcount has nobody at a level it does not print; in
    another, people of the headcount have no level, and so they have none in the sum: what stands at a level is then who
    is known to be there. A part without headcount, without levels, or with more people at its levels than its
    headcount makes the sum unknown. Skills overlap: a skill is summed where every part prints it.
    """
    told = [{level: people for level, people in part.items() if level not in (HEADCOUNT, PRESENT)} for part in parts]
    totals = [_people(part, levels, dimension) for part, levels in zip(parts, told, strict=True)]
    known = [total for total in totals if total is not None]
    if not parts or len(known) < len(parts):
        return {}
    levels = set().union(*told) if dimension in DIVIDING else set.intersection(*map(set, told))
    if not levels:
        return {}
    found = {level: math.fsum(one.get(level, 0.0) for one in told) for level in sorted(levels)}
    found[HEADCOUNT] = math.fsum(known)
    is_whole = dimension not in DIVIDING or math.fsum(found[level] for level in levels) == found[HEADCOUNT]
    # Beside levels that do not add up, a sum of those present could equal them by chance and pass for their headcount.
    if is_whole and all(PRESENT in part for part in parts):
        found[PRESENT] = math.fsum(part[PRESENT] for part in parts)
    return found


def _people(part: Mapping[str, float], told: Mapping[str, float], dimension: str) -> float | None:
    """What the shares of a part are taken of; None where it does not say, or its levels hold more people than that."""
    heading = part.get(HEADCOUNT, part.get(PRESENT))
    if heading is None or not told:
        return None
    if dimension not in DIVIDING:
        return heading
    people = math.fsum(told.values())
    if people in (heading, part.get(PRESENT)):
        return people
    return heading if people < heading else None
