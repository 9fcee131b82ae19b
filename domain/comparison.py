"""What may be compared, and the figures of a comparison: pooled rate, median, quartiles, ranks, distance to a target.

A rate of a group is pooled (sum over sum), never an average of rates. Ranks share ties (1224). A lower bound, a small
denominator or another window keeps a unit out of medians and ranks, with the reason said.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median as _median
from statistics import quantiles as _quantiles

from domain.periods import WINDOW_TOLERANCE_DAYS, Period, Window

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


WITHIN = ("district", "province")
OTHERS = "others"


@dataclass(frozen=True)
class Baseline:
    """One thing a value is held against.

    `aggregate`, `within` ("district" or "province": those of the shown group that lie in the unit's own; empty for the
    whole group) and `exclude_self` matter for GROUP alone, `unit_id` for UNIT. A baseline never crosses source, scope,
    definition or kind of period.
    """

    kind: BaselineKind
    aggregate: Aggregate = Aggregate.MEDIAN
    within: str = ""
    exclude_self: bool = False
    unit_id: str = ""

    @property
    def code(self) -> str:
        """A word for an address or a file: "previous", "unit:25834@2004", "group:pooled,district,others"."""
        words = [self.unit_id] if self.unit_id else []
        if self.aggregate is not Aggregate.MEDIAN:
            words.append(self.aggregate.value)
        words += [word for word in (self.within, OTHERS if self.exclude_self else "") if word]
        return f"{self.kind.value}:{','.join(words)}" if words else self.kind.value

    @classmethod
    def parse(cls, code: str) -> "Baseline":
        """The baseline of a code. Raises ValueError for what is none."""
        name, colon, rest = code.partition(":")
        kind = BaselineKind(name)
        words = rest.split(",") if colon else []
        if kind is BaselineKind.GROUP and set(words) <= {Aggregate.POOLED.value, *WITHIN, OTHERS}:
            how = Aggregate.POOLED if Aggregate.POOLED.value in words else Aggregate.MEDIAN
            within = next((word for word in words if word in WITHIN), "")
            found = cls(kind, how, within, OTHERS in words)
        else:
            found = cls(kind, unit_id=rest if kind is BaselineKind.UNIT else "")
        # Said back, it has to be the same word: nothing in a code is passed over in silence.
        if found.code != code or bool(found.unit_id) != (kind is BaselineKind.UNIT):
            raise ValueError(f"not a baseline: {code!r}")
        return found

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


class NotTold(StrEnum):
    """Why a value cannot be held against a baseline."""

    LOWER_BOUND = "lower_bound"
    SMALL = "small"
    OTHER_WINDOW = "other_window"
    BASE_LOWER_BOUND = "base_lower_bound"
    LENGTH = "length"  # the windows differ in length
    MISSING = "missing"
    NOT_YET = "not_yet"  # the unit did not exist then
    NO_TARGET = "no_target"
    FEW = "few"  # fewer than MIN_COMPARABLE_UNITS units
    OTHER_SCOPE = "other_scope"
    NOT_SHOWN = "not_shown"  # the chosen unit is not of the group
    ITSELF = "itself"


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


def same_length(one: Window, other: Window) -> bool:
    """True where two windows are about equally long, so that a rate of one can be held against the other's."""
    return abs(one.days - other.days) <= WINDOW_TOLERANCE_DAYS


def why_not_told(*, is_lower_bound: bool, base_is_lower_bound: bool, window: Window, base: Window) -> NotTold | None:
    """The reason that a value cannot be held against one of another period, or None."""
    if is_lower_bound:
        return NotTold.LOWER_BOUND
    if base_is_lower_bound:
        return NotTold.BASE_LOWER_BOUND
    return None if same_length(window, base) else NotTold.LENGTH


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


def quarters(values: Sequence[float], *, descending: bool = True) -> list[int] | None:
    """The quarter of the group that each value lies in, 1 the best; None as for the median.

    A value on a quartile counts as the better side, so ties share their quarter as they share their rank.
    """
    ends = quartiles(values)
    if ends is None:
        return None
    sign = 1 if descending else -1
    # Rounded: between two values of 99.62 floating point puts a quartile of 99.62000000000001.
    cuts = [sign * round(cut, 9) for cut in (ends[0], _median(values), ends[1])]
    return [1 + sum(sign * round(value, 9) < cut for cut in cuts) for value in values]


def movement(now: int | None, before: int | None) -> int | None:
    """How many places a unit has moved up (positive) or down since; None where it is not ranked in both."""
    return None if now is None or before is None else before - now


def ranks(values: Sequence[float], *, descending: bool = True) -> list[int]:
    """The rank of each value, ties sharing the better one (1, 2, 2, 4). Does not depend on the order of `values`."""
    ordered = sorted(values, reverse=descending)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[value] for value in values]


def target_status(
    value: float, target: float, margin: float = CLOSE_MARGIN_POINTS, *, polarity: str = "up_is_good"
) -> TargetStatus:
    """Met at the target or better, close within `margin` percentage points of it."""
    short = round(value - target if polarity == "down_is_good" else target - value, 9)
    if short <= 0:
        return TargetStatus.MET
    return TargetStatus.CLOSE if short <= margin else TargetStatus.NOT_MET


def shortfall(numerator: float, denominator: float, target: float, *, polarity: str = "up_is_good") -> int:
    """How many more of the denominator would have had to count to reach `target` per cent; 0 where it is reached.

    Where less is better: how many fewer.
    """
    # Rounded before the ceiling: 64.4 % of 250 is 161.00000000000003 in floating point, and nobody is short of that.
    exact = round(target * denominator / 100, 6)
    if polarity == "down_is_good":
        return max(0, int(numerator) - math.floor(exact))
    return max(0, math.ceil(exact) - int(numerator))


def usual_window(windows: Sequence[Window], nominal: Window) -> Window:
    """The window the others are held against: the nominal one where most are near it, else the commonest window."""
    near = sum(not window.differs_from(nominal) for window in windows)
    if not windows or 2 * near >= len(windows):
        return nominal
    return max(sorted(set(windows)), key=windows.count)
