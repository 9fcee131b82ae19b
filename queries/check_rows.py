"""What was checked, typed: rules with their outcomes, checked figures, officers' reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queries.named import Named
from queries.rows import FigureRow


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of a report's review; `at` is UTC. Measure, scope, before and after belong to actions on figures."""

    report_id: str
    unit_id: str
    unit: str
    period_id: str
    seq: int
    at: datetime
    officer: str
    action: str
    measure: str
    name_vi: str | None
    name_en: str | None
    scope: str
    statement: int | None
    before: float | None
    after: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A figure in use that is not what its report says: `review` ("corrected" or "rejected") put `after` in place of
    `before`; None where nothing counts instead, or nothing could be read. `measures` and `indicator_ids` rest on it.

    The name is that of the measure; of a rate or a share as printed, that of its indicator or measure.
    """

    report_id: str
    unit_id: str
    period_id: str
    scope: str
    measure: str
    name_vi: str | None
    name_en: str | None
    kind: str | None
    review: str
    before: float | None
    after: float | None
    measures: tuple[str, ...]
    indicator_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow(Named):
    """A rule of the registry; `covers` is False where it is about writing and checks no figure."""

    rule: str
    kind: str
    severity: str
    name_vi: str
    name_en: str
    covers: bool


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """In how many reports a rule held, failed, or had nothing to compare."""

    rule: str
    passed: int
    failed: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class CheckedFigures:
    """How many figures a report prints, and how many took part in at least one rule."""

    report_id: str
    unit_id: str
    period_id: str
    figures: int
    checked: int


@dataclass(frozen=True, slots=True)
class SideRow(FigureRow):
    """A statement on one side of a finding; `side` is "left" or "right"."""

    finding_id: str = ""
    side: str = ""
