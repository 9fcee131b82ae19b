"""What charts are made of, typed: units, periods, definitions, values, reports and figures, findings, gaps.

Rates are per cent; a count is in its measure's unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.periods import Period, PeriodKind, Window, parse_period
from queries.named import Named, Sourced


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that reported, with its place in the country."""

    unit_id: str
    gso_code: str
    name: str
    name_search: str
    level: str
    district_id: str | None
    district: str | None
    province_id: str | None
    province: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period with values: `units` that have one, of which `derived` follow from cumulative reports."""

    period_id: str
    kind: PeriodKind
    units: int
    derived: int

    @property
    def period(self) -> Period:
        return parse_period(self.period_id)


@dataclass(frozen=True, slots=True)
class Value:
    """One rate (per cent) of one unit, scope and period, with the counts and the window it stands on.

    `report_id` joins several with "+" where the counts are summed from several reports: of the units before 2025
    (`is_rebased`), or of four quarters.
    """

    unit_id: str
    scope: str
    period_id: str
    indicator_id: str
    numerator: float | None
    denominator: float | None
    value: float | None
    is_lower_bound: bool
    printed_value: float | None
    is_derived: bool
    window_start: date
    window_end: date
    window_printed: bool
    status: str
    report_id: str
    is_rebased: bool = False

    @property
    def window(self) -> Window:
        return Window(self.window_start, self.window_end)


@dataclass(frozen=True, slots=True)
class IndicatorRow(Named, Sourced):
    """An indicator as the registry defines it."""

    indicator_id: str
    theme: str
    name_vi: str
    name_en: str
    rule: str
    definition: str
    definition_vi: str
    definition_en: str
    source_vi: str
    source_en: str
    polarity: str
    is_default: bool
    min_denominator: int
    headline: int
    staff_group: str | None
    dimension: str | None

    def definition_text(self, lang: str) -> str:
        return self.definition_vi if lang == "vi" else self.definition_en


@dataclass(frozen=True, slots=True)
class TargetRow(Sourced):
    """What an indicator should reach in a year. `unit_id` and `unit_name` are those of the place that set it, None for
    the whole country; `sources` those with reports of the place or of units within it."""

    indicator_id: str
    level: str
    unit_id: str | None
    year: int
    value: float
    source_vi: str
    source_en: str
    unit_name: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerGroupRow(Named):
    """A unit in a group of similar units of the registry."""

    group_id: str
    name_vi: str
    name_en: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Count:
    """A counted figure, in its measure's unit."""

    unit_id: str
    scope: str
    period_id: str
    measure: str
    value: float
    qualifier: str
    is_computed: bool
    is_derived: bool
    report_id: str
    is_rebased: bool = False


@dataclass(frozen=True, slots=True)
class StaffLevel:
    """People of a staff group at one level of a dimension (or `headcount`, `present`)."""

    unit_id: str
    scope: str
    period_id: str
    staff_group: str
    level: str
    value: float
    report_id: str
    is_derived: bool
    is_rebased: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of a unit, as it was received."""

    report_id: str
    period_id: str
    label: str
    number: str | None
    signed_on: date | None
    window_start: date | None
    window_end: date | None
    effective_start: date
    effective_end: date
    received_on: date | None
    is_late: bool | None
    status: str
    file_name: str
    file_sha256: str
    pages: int | None
    other_units_named: list[str]
    entered_by: str
    note: str
    nominal_start: date
    nominal_end: date


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One statement of a report, or a figure that follows, with its place."""

    measure: str
    name_vi: str | None
    name_en: str | None
    measure_unit: str | None
    scope: str
    seq: int
    value: float | None
    qualifier: str
    printed: str | None
    place: str | None
    locator: str | None
    as_of: date | None
    note: str | None
    is_counted: bool
    is_computed: bool
    is_derived: bool
    report_id: str
    corrected_from: float | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow(Named):
    """Something that is counted."""

    measure: str
    name_vi: str
    name_en: str
    unit: str
    kind: str
    appendix_code: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold. `found` stands at `left_place`, `expected` at `right_place`. A value of its report and scope
    carries it where the indicator is in `indicator_ids`; without `measures` it is about the report as a whole. Source,
    unit and period are None for a report that was left out (`rule` left_out)."""

    finding_id: str
    report_id: str
    source: str | None
    unit_id: str | None
    period_id: str | None
    rule: str
    severity: str
    scope: str | None
    measures: list[str] | None
    indicator_ids: list[str] | None
    message_vi: str
    message_en: str
    expected: float | None
    found: float | None
    left_place: str | None
    right_place: str | None

    def message(self, lang: str) -> str:
        return self.message_vi if lang == "vi" else self.message_en


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a unit of today has no figures in a period before it existed. `reason` is `divided` (a unit before went to
    several), `not_reported` (by all of `units`), `window` (the units before report windows that do not match) or
    `unknown` (nothing is known of units before). `names` are those of `units`, in the same order."""

    unit_id: str
    period_id: str
    reason: str
    units: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRow:
    """A measure in an indicator's formula; with `used_for`, a part of what that measure is computed from."""

    indicator_id: str
    side: str
    measure: str
    coefficient: int
    used_for: str | None
    alternative: int
