"""What may be compared, and the figures of a comparison: pooled rate, median, ranks, distance to a target.

A rate of a group is pooled (sum over sum), never an average of rates. Ranks share ties (1224). A lower bound, a small
denominator or another window keeps a unit out of medians and ranks, with the reason said.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median as _median
from statistics import quantiles as _quantiles

from domain.periods import Period, Window

MIN_COMPARABLE_UNITS = 5
CLOSE_MARGIN_POINTS = 5.0


class BaselineKind(StrEnum):
    """What a value is held against."""

    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    TARGET = "target"
    GROUP = "group"
    UNIT = "unit"


class Aggregate(StrEnum):
    """How the values of a group become one figure: the middle one, or all counts together."""

    MEDIAN = "median"
    POOLED = "pooled"


@dataclass(frozen=True)
class Baseline:
    """One thing a value is held against.

    `aggregate`, `exclude_self` and `within` (a group's code; empty for the group that is shown) matter for GROUP alone,
    `unit_id` for UNIT. A baseline never crosses source, scope, definition or kind of period.
    """

    kind: BaselineKind
    aggregate: Aggregate = Aggregate.MEDIAN
    within: str = ""
    exclude_self: bool = False
    unit_id: str = ""

    @property
    def code(self) -> str:
        """A word for an address or a file: "previous", "unit:25834@2004"."""
        return f"{self.kind.value}:{self.unit_id}" if self.kind is BaselineKind.UNIT else self.kind.value

    @classmethod
    def parse(cls, code: str) -> "Baseline":
        """The baseline of a code. Raises ValueError for what is none."""
        kind, _, unit_id = code.partition(":")
        if bool(unit_id) != (kind == BaselineKind.UNIT.value):
            raise ValueError(f"not a baseline: {code!r}")
        return cls(BaselineKind(kind), unit_id=unit_id)

    def period_of(self, period: Period) -> Period:
        """The period whose value this baseline compares `period` with."""
        if self.kind is BaselineKind.PREVIOUS:
            return period.previous()
        return period.same_last_year() if self.kind is BaselineKind.LAST_YEAR else period


DEFAULT_BASELINES = (
    Baseline(BaselineKind.PREVIOUS), Baseline(BaselineKind.TARGET), Baseline(BaselineKind.GROUP),
)  # fmt: skip


def is_better(polarity: str, value: float, base: float) -> bool | None:
    """True where `value` is better than `base` by the indicator's polarity; None where equal or neither is better."""
    if value == base or polarity == "neutral":
        return None
    return (value > base) == (polarity != "down_is_good")


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


def quartiles(values: Sequence[float]) -> tuple[float, float] | None:
    """The lower and the upper quartile (the values themselves taken as the whole group), or None as for the median."""
    if len(values) < MIN_COMPARABLE_UNITS:
        return None
    low, _, high = _quantiles(values, n=4, method="inclusive")
    return low, high


def movement(now: int | None, before: int | None) -> int | None:
    """How many places a unit has moved up (positive) or down since; None where it is not ranked in both."""
    return None if now is None or before is None else before - now


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
