"""What came in, typed: sources, reports and when they were due, and the build that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from queries.named import Sourced


@dataclass(frozen=True, slots=True)
class Source:
    source: str
    units: int
    reports: int
    first_period: str
    last_period: str
    last_received: date | None


@dataclass(frozen=True, slots=True)
class DueDateRow(Sourced):
    """A local day (1–28 of the period's last month) on which reports are due; domain.due says which one counts."""

    unit_id: str
    part: str
    day: int
    source_vi: str
    source_en: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A report that came in (reported, late), a quarter that follows (derived), or the sum of the reports of all units
    that became this one (rebased; then `received_on` is the last one's). The window is the one used to compare."""

    unit_id: str
    period_id: str
    state: str
    received_on: date | None
    due_on: date
    report_id: str
    status: str
    window_start: date | None = None
    window_end: date | None = None

    @property
    def is_received(self) -> bool:
        """Did a report of the unit itself come in for this period?"""
        return self.state in ("reported", "late")


@dataclass(frozen=True, slots=True)
class BuildInfo:
    build_id: str
    built_at: datetime
    inputs_sha256: str
    reports: int
    figures: int
    indicator_values: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list of a source's reports; `figures` counts its statements."""

    report_id: str
    unit_id: str
    unit: str
    district: str | None
    province: str | None
    period_id: str
    number: str | None
    signed_on: date | None
    window_start: date | None
    window_end: date | None
    received_on: date | None
    is_late: bool | None
    status: str
    file_name: str
    file_sha256: str
    figures: int


@dataclass(frozen=True, slots=True)
class ReportName:
    """What a chart needs of a report: its number, whose it is, and its status."""

    report_id: str
    unit: str
    number: str | None
    status: str
