"""What differs between two builds of the warehouse, and because of what. Pure: `etl.diff` reads the builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What changed."""

    REPORT = "report"
    DEFINITION = "definition"
    TARGET = "target"
    VALUE = "value"
    FIGURE = "figure"


class Move(StrEnum):
    APPEARED = "appeared"
    WENT = "went"
    CHANGED = "changed"


class CauseCode(StrEnum):
    """Why. What each needs beside it: a report, and in `detail` another report, a measure, an indicator or a file."""

    NEW = "new"  # report
    REPLACED = "replaced"  # report; detail: the report it replaces
    REMOVED = "removed"  # report
    LEFT_OUT = "left_out"  # report, which now has an error
    MENDED = "mended"  # report, which had an error before
    HEAD = "head"  # report: unit, period, window or status in report.toml
    EDITED = "edited"  # report: its figures.csv
    REVIEW = "review"  # report, with the action; detail: the measure, none where the report itself was reviewed
    INDICATOR_NEW = "indicator_new"  # detail: the indicator
    INDICATOR_GONE = "indicator_gone"  # detail: the indicator
    INDICATOR = "indicator"  # detail: the indicator
    FORMULA = "formula"  # detail: the measure
    TARGETS = "targets"
    REGISTRY = "registry"  # detail: the file
    PROGRAM = "program"
    NO_TRACE = "no_trace"  # one build does not keep the checksums of its inputs
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """A reason. Of a review: what was done (`action`, as in review.jsonl), by whom and why, where the build tells."""

    code: CauseCode
    report_id: str = ""
    detail: str = ""
    action: str = ""
    officer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `item` is an indicator, a measure or, of a report, its id.

    Figures: `before` and `after`, None where there is none (per cent for values and targets, the measure's unit for
    counts), with the qualifier of each (exact, at_least, …) and the report each is of. Of a report and of a target,
    the texts hold the status and the level.
    """

    kind: Kind
    move: Move
    item: str
    causes: tuple[Cause, ...]
    source: str = ""
    unit_id: str = ""
    period_id: str = ""
    scope: str = ""
    before: float | None = None
    after: float | None = None
    before_qualifier: str = ""
    after_qualifier: str = ""
    before_report: str = ""
    after_report: str = ""
    before_text: str = ""
    after_text: str = ""

    @property
    def difference(self) -> float | None:
        """After − before: percentage points for rates; None where one is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class LastReview:
    """The review line that was saved last before a build; the others of actions on figures."""

    report_id: str
    seq: int
    officer: str
    action: str
    measure: str = ""
    before: float | None = None
    after: float | None = None
    was_rejected: bool = False


@dataclass(frozen=True, slots=True)
class BuildMark:
    """Which build, when it was made (UTC), and what was reviewed last before it."""

    build_id: str
    built_at: datetime
    reviewed: LastReview | None = None


@dataclass(frozen=True, slots=True)
class InputChange:
    """An input that differs: `reports/<id>`, `reports/<id>/review.jsonl`, `reference/targets.csv`, `code`."""

    path: str
    move: Move


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be compared, because a build of an older version does not hold `missing` (table or column)."""

    build_id: str
    part: str
    missing: str


@dataclass(frozen=True)
class Names:
    """Names of what the two builds hold: units by id; indicators and measures by code, (vi, en)."""

    units: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """Two builds compared. `changes` holds at most `most` of a kind; `counts` counts all of them."""

    before: BuildMark
    after: BuildMark
    changes: tuple[Change, ...]
    counts: Mapping[tuple[Kind, Move], int]
    cause_counts: Mapping[tuple[Cause, Kind], int]
    inputs: tuple[InputChange, ...]
    gaps: tuple[Gap, ...]
    names: Names

    @property
    def is_equal(self) -> bool:
        return not any(self.counts.values())

    def count(self, kind: Kind) -> int:
        return sum(count for (one, _), count in self.counts.items() if one is kind)

    def of(self, kind: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind is kind]


def move_of(before: object, after: object) -> Move:
    """How one state became the other; None is "not there"."""
    if before is None:
        return Move.APPEARED
    return Move.WENT if after is None else Move.CHANGED
