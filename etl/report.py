"""A checked report and its figures: what the build computes with."""

from dataclasses import dataclass
from datetime import date

from domain.periods import Period, Window
from domain.review import Line
from domain.rules import Noted, OtherUnit
from domain.units import Unit

SOURCES = ("report", "portal", "demo")


@dataclass(frozen=True)
class Figure:
    """One statement of a report. `value` is None where the report's figure cannot be read, or a review rejected it.

    `review` says what a review made of it (domain.review.STATES), `corrected_from` what figures.csv has where that is
    something else.
    """

    measure: str
    scope: str
    seq: int
    value: float | None
    qualifier: str
    printed: str
    place: str
    locator: str
    as_of: date | None
    note: str
    is_override: bool = False
    corrected_from: float | None = None
    review: str | None = None


@dataclass(frozen=True)
class Report:
    """A checked report. `window` is what it prints; `effective` the window used to compare. `is_imported`: the source
    file is a table of figures, which may be that of other reports too."""

    report_id: str
    source: str
    unit: Unit
    period: Period
    label: str
    window: Window | None
    effective: Window
    number: str | None
    signed_on: date | None
    received_on: date | None
    status: str
    file_name: str
    file_sha256: str
    pages: int | None
    supersedes: str | None
    other_units_named: tuple[OtherUnit, ...]
    entered_by: str
    note: str
    figures: tuple[Figure, ...]
    noted: tuple[Noted, ...] = ()
    is_imported: bool = False
    review: tuple[Line, ...] = ()
