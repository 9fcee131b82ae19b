"""What may be compared, and the figures of a comparison: pooled rate, median, ranks, distance to a target.

A rate of a group is pooled (sum over sum), never an average of rates. Ranks share ties (1224). A lower bound, a small
denominator or another window keeps a unit out of medians and ranks, with the reason said.
"""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from statistics import median as _median

from domain.periods import Window

MIN_COMPARABLE_UNITS = 5
CLOSE_MARGIN_POINTS = 5.0


class NotRanked(StrEnum):
    """Why a value stands below the line."""

    LOWER_BOUND = "lower_bound"
    SMALL = "small"
    OTHER_WINDOW = "other_window"


class TargetStatus(StrEnum):
    """A value against its target."""

    MET = "met"
    CLOSE = "close"
    NOT_MET = "not_met"


def why_not_ranked(
    *,
    is_lower_bound: bool,
    denominator: float | None,
    min_denominator: int,
    window: Window | None = None,
    usual_window: Window | None = None,
) -> NotRanked | None:
    """The reason a value is not ranked, or None where it is comparable with the others."""
    if is_lower_bound:
        return NotRanked.LOWER_BOUND
    if denominator is not None and denominator < min_denominator:
        return NotRanked.SMALL
    if window and usual_window and window.differs_from(usual_window):
        return NotRanked.OTHER_WINDOW
    return None


def pooled_rate(counts: Iterable[tuple[float, float]]) -> float | None:
    """Sum of numerators over sum of denominators, in per cent; None where there is nothing to divide by."""
    pairs = list(counts)
    below = math.fsum(denominator for _, denominator in pairs)
    return 100 * math.fsum(numerator for numerator, _ in pairs) / below if below else None


def median(values: Sequence[float]) -> float | None:
    """The median, or None where fewer than MIN_COMPARABLE_UNITS values are there."""
    return _median(values) if len(values) >= MIN_COMPARABLE_UNITS else None


def ranks(values: Sequence[float], *, descending: bool = True) -> list[int]:
    """The rank of each value, ties sharing the better one (1, 2, 2, 4). Does not depend on the order of `values`."""
    ordered = sorted(values, reverse=descending)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[value] for value in values]


def target_status(value: float, target: float, margin: float = CLOSE_MARGIN_POINTS) -> TargetStatus:
    """Met at or above the target, close within `margin` percentage points below it."""
    if value >= target:
        return TargetStatus.MET
    return TargetStatus.CLOSE if value >= target - margin else TargetStatus.NOT_MET


def shortfall(numerator: float, denominator: float, target: float) -> int:
    """How many more of the denominator would have had to count to reach `target` per cent; 0 where it is reached."""
    # Rounded before the ceiling: 64.4 % of 250 is 161.00000000000003 in floating point, and nobody is short of that.
    needed = math.ceil(round(target * denominator / 100, 6))
    return max(0, needed - int(numerator))


def usual_window(windows: Sequence[Window], nominal: Window) -> Window:
    """The window the others are held against: the nominal one where most are near it, else the commonest window."""
    near = sum(not window.differs_from(nominal) for window in windows)
    if not windows or 2 * near >= len(windows):
        return nominal
    return max(sorted(set(windows)), key=windows.count)
