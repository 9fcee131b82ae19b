"""What the reader chose, in words: the line that goes with every chart, table and export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from charts.checking import CORRECTED, Checking, Corrections
from charts.quality_marks import PROVISIONAL, SIGN, Marks
from charts.settling import Settling
from charts.spec import Flag
from domain.comparison import DEFAULT_BASELINES, Baseline, NotRanked, why_not_ranked
from domain.periods import Period, PeriodKind, Window, parse_period, reported_in
from domain.units import REORGANISED
from queries.rows import Finding, Gap, IndicatorRow, TargetRow, UnitRow, Value
from text.numbers import format_date, format_number, format_percent
from text.search import short_name
from text.words import Lang, say

MAX_NAMED_REPORTS = 4
MAX_NAMED_UNITS = 3
MAX_FINDINGS_ON_HOVER = 2
SCOPE_OF_COMPARISON = "own"


@dataclass(frozen=True)
class View(Settling, Checking):
    """Language, source, group of units, chosen subjects and periods (oldest first; the last one is compared).

    `units` are compared with each other; `others` (a district among communes) are shown apart, never ranked with them.
    `is_today`: the units are those of today, and periods before 1 July 2025 hold the sums of their predecessors; `gaps`
    says why such a sum is not there, by unit and period. `baselines` are what values are held against. `findings` are
    what does not hold in the reports behind the values, `corrections` what officers changed there; `unchecked` are the
    reports that nobody has checked. `as_of` is the day that the figures were gathered, `due_days` the local days on
    which reports are due (keys as in domain.due).
    """

    lang: Lang
    source: str
    group: str
    units: tuple[UnitRow, ...]
    periods: tuple[Period, ...]
    subjects: frozenset[str] = frozenset()
    others: tuple[UnitRow, ...] = ()
    report_numbers: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[TargetRow, ...] = ()
    is_today: bool = False
    gaps: Mapping[tuple[str, str], Gap] = field(default_factory=dict)
    baselines: tuple[Baseline, ...] = DEFAULT_BASELINES
    findings: Marks = field(default_factory=Marks)
    corrections: Corrections = field(default_factory=Corrections)
    unchecked: frozenset[str] = frozenset()
    as_of: date | None = None
    due_days: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        return self.periods[-1]

    @property
    def simulated(self) -> bool:
        return self.source == "demo"

    @property
    def unit_ids(self) -> list[str]:
        return [unit.unit_id for unit in self.units]

    @property
    def period_ids(self) -> list[str]:
        return [period.period_id for period in self.periods]

    @property
    def reported_periods(self) -> list[Period]:
        """The periods whose reports the view shows: of four quarters, the quarters."""
        return reported_in(self.periods)

    @property
    def reported_period(self) -> Period:
        """The period whose report closes the view's: of four quarters, the last."""
        return reported_in([self.period])[-1]

    @property
    def asked_units(self) -> list[str]:
        """The units compared and those shown apart."""
        return [unit.unit_id for unit in (*self.units, *self.others)]

    @property
    def asked_periods(self) -> list[str]:
        """The view's periods with the one before each and the same of the year before, for changes."""
        before = (earlier for period in self.periods for earlier in (period.previous(), period.same_last_year()))
        return sorted({*self.period_ids, *(period.period_id for period in before)})

    def units_in(self, period: Period) -> list[UnitRow]:
        """The units that a report of `period` is expected of: those that existed on its last day; today, all."""
        return [unit for unit in self.units if self.is_today or existed(unit, period)]

    @property
    def now_units(self) -> list[UnitRow]:
        """The units of the view's period; where kinds are mixed all, each in its own latest."""
        return list(self.units) if self.is_mixed else self.units_in(self.period)

    @property
    def shown(self) -> tuple[UnitRow, ...]:
        """The units of the view's period and those shown apart."""
        apart = (unit for unit in self.others if self.is_mixed or existed(unit, self.period))
        return (*self.now_units, *apart)

    def absence(self, unit_id: str, period: Period) -> str:
        """Why a unit has no figure in a period: no report, or no unit then."""
        unit = next((one for one in (*self.units, *self.others) if one.unit_id == unit_id), None)
        if unit is None or self.is_today or existed(unit, period):
            awaited = unit is not None and self.is_awaited(unit, period)
            return self.gap_words(unit_id, period) or self.say("missing.not_due" if awaited else "missing.not_reported")
        return self.say("missing.not_yet" if unit.valid_from > period.nominal.end else "missing.no_longer")

    def gap_words(self, unit_id: str, period: Period) -> str | None:
        """Why there is no sum: of the units that became this one, with their names, or of four quarters; None for a
        period that is no sum."""
        gap = self.gaps.get((unit_id, period.period_id))
        if gap is None:
            return self.say("missing.four_quarters") if period.kind is PeriodKind.ROLLING else None
        units, more = ", ".join(gap.names[:MAX_NAMED_UNITS]), len(gap.names) - MAX_NAMED_UNITS
        return self.say(f"gap.{gap.reason}", units=self.say("gap.more", units=units, count=more) if more > 0 else units)

    @property
    def break_after(self) -> int | None:
        """The place of the last period before 1 July 2025, where the view has periods on both sides of that day."""
        before = sum(period.nominal.end < REORGANISED for period in self.periods)
        return before - 1 if 0 < before < len(self.periods) else None

    def report_name(self, report_id: str) -> str:
        """The report's number and unit; of several reports, joined by "+" in `report_id`, each."""
        return "; ".join(self.report_numbers.get(one, one) for one in report_id.split("+"))

    @property
    def is_mixed(self) -> bool:
        """True where the periods are of several kinds and so cannot be compared."""
        return len({period.kind for period in self.periods}) > 1

    @cached_property
    def labels(self) -> dict[str, str]:
        """Short names for axes; the full name, or the district too, where short ones clash."""
        everyone = (*self.units, *self.others)
        short = Counter(short_name(unit.name) for unit in everyone)
        full = Counter(unit.name for unit in everyone)
        return {unit.unit_id: self._label(unit, short, full) for unit in everyone}

    def _label(self, unit: UnitRow, short: Counter[str], full: Counter[str]) -> str:
        if unit.level != "commune":
            return unit.name
        if short[short_name(unit.name)] == 1:
            return short_name(unit.name)
        if full[unit.name] == 1:
            return unit.name
        eras = {one.valid_from for one in self.units if one.name == unit.name}
        if len(eras) == full[unit.name]:
            return self.say("view.until_2025" if unit.valid_to else "view.since_2025", unit=short_name(unit.name))
        return f"{unit.name} ({unit.district or unit.province})"

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def chart_name(self, name: str) -> str:
        """The name of a kind of chart; units of mixed periods are listed, not ranked."""
        return self.say("chart.listed" if name == "ranked" and self.is_mixed else f"chart.{name}")

    def percent(self, value: float | None, decimals: int = 1) -> str:
        return format_percent(value, self.lang, decimals)

    def number(self, value: float | None, decimals: int = 0) -> str:
        return format_number(value, self.lang, decimals)

    def period_words(self, period: Period | None = None) -> str:
        """The period inside a sentence: "quý III/2024", "6 tháng đầu năm 2023"."""
        label = (period or self.period).label(self.lang)
        return label[0].lower() + label[1:] if self.lang == "vi" else label

    def when_words(self, period: Period | None = None) -> str:
        """As period_words, for a subtitle: with what is to be known of a period whose figures will still change."""
        state, words = self.unsettled(period or self.period), self.period_words(period)
        return self.say(f"period.when_{state}", period=words) if state else words

    def axis_label(self, period: Period) -> str:
        """The period for an axis or a heading: "QIII/24", "QIV/25 (chưa hết kỳ)"."""
        state, words = self.unsettled(period), period.short_label(self.lang)
        return self.say(f"period.axis_{state}", period=words) if state else words

    def span_words(self) -> str:
        """The range inside a sentence: "quý I/2022 – quý IV/2024"."""
        if len(self.periods) == 1:
            return self.when_words()
        return f"{self.period_words(self.periods[0])} – {self.when_words()}"

    def filter_line(self) -> str:
        """What is shown now, in one line: source, group, units, range."""
        return self.say(
            "view.filter_line",
            source=self.say(f"source.{self.source}"),
            group=self.group,
            units=len(self.units) + len(self.others),
            span=self.span_words(),
        ) + (f" · {self.say('today.basis')}" if self.is_today else "")

    def source_line(self, report_ids: Iterable[str]) -> str:
        """Where the figures come from: the reports' numbers where they are few, else how many there are."""
        ids = sorted({one for report_id in report_ids for one in report_id.split("+")})
        if not ids:
            return self.say("view.source_none", source=self.say(f"source.{self.source}"))
        if len(ids) > MAX_NAMED_REPORTS:
            return self.say("view.source_many", source=self.say(f"source.{self.source}"), count=len(ids))
        named = "; ".join(self.report_numbers.get(report_id, report_id) for report_id in ids)
        return self.say("view.source_named", source=self.say(f"source.{self.source}"), reports=named)

    def value_text(self, value: Value, decimals: int = 1) -> str:
        """The value as it is written on charts: "43,6 %", "≥ 84,2 %"; a dash where there is none."""
        text = self.percent(value.value, decimals)
        return f"≥ {text}" if value.is_lower_bound and value.value is not None else text

    def counts_text(self, value: Value) -> str:
        """ "848/1.945", with decimals only for money."""
        decimals = 1 if _has_fraction(value.numerator) or _has_fraction(value.denominator) else 0
        return f"{self.number(value.numerator, decimals)}/{self.number(value.denominator, decimals)}"

    def window_text(self, window: Window) -> str:
        return f"{format_date(window.start, self.lang)} – {format_date(window.end, self.lang)}"

    def state_words(self, value: Value) -> list[str]:
        """What a value's figures may still turn into: nobody has checked them, or their period is not settled."""
        state = self.unsettled(parse_period(value.period_id))
        provisional = [self.say("mark.provisional")] if value.status == "provisional" else []
        return [*provisional, *([self.say(f"mark.{state}")] if state else [])]

    def hover(self, value: Value, remarks: str = "") -> str:
        """Value, counts, window and report of a mark; below, a line each, remarks with whether the figures may still
        change, what officers changed, and the findings it carries."""
        said = self.say(
            "view.hover",
            value=self.value_text(value, 2),
            counts=self.counts_text(value),
            window=self.window_text(value.window),
            report=self.report_name(value.report_id),
        )
        told = ", ".join(filter(None, (remarks, *self.state_words(value))))
        lines = [f"{told[0].upper()}{told[1:]}"] if told else []
        changed = self.correction_lines(self.corrections.of(value), value.report_id)
        return "\n".join([said, *lines, *changed, *self.finding_lines(self.findings_of(value))])

    def findings_of(self, value: Value) -> tuple[str, ...]:
        """What the figures behind a value contradict, a sentence each."""
        return self.told(self.findings.of(value), value.report_id)

    def report_unit(self, finding: Finding) -> str:
        """The unit of a finding's report: also of one that is gone, which stands on no axis."""
        known = self.labels.get(finding.unit_id or "")
        return known or self.report_numbers.get(finding.report_id, finding.report_id)

    def told(self, found: Iterable[Finding], report_id: str) -> tuple[str, ...]:
        """The findings' sentences; each with its report where there are several, joined by "+" in `report_id`."""
        several = "+" in report_id
        return tuple(
            f"{self.report_name(one.report_id)}: {one.message(self.lang)}" if several else one.message(self.lang)
            for one in found
        )

    def finding_lines(self, sentences: Sequence[str]) -> list[str]:
        """The sentences for hover, with the sign, and how many more there are."""
        lines = [f"{SIGN} {sentence}" for sentence in sentences[:MAX_FINDINGS_ON_HOVER]]
        more = len(sentences) - len(lines)
        return [*lines, self.say("finding.more", count=more)] if more else lines

    def marked(self, text: str, sentences: Sequence[str], *, provisional: bool = False, corrected: bool = False) -> str:
        """`text` of a cell, with the signs of a figure that nobody has checked, of one that officers changed, and of
        sentences of findings."""
        signs = PROVISIONAL * provisional + CORRECTED * corrected + SIGN * bool(sentences)
        return f"{text} {signs}" if signs else text

    def marked_value(self, text: str, value: Value) -> str:
        """`text` of a cell with the signs of its value."""
        provisional, corrected = value.status == "provisional", bool(self.corrections.of(value))
        return self.marked(text, self.findings_of(value), provisional=provisional, corrected=corrected)


def existed(unit: UnitRow, period: Period) -> bool:
    """True where the unit existed on the last day of the period."""
    day = period.nominal.end
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _has_fraction(number: float | None) -> bool:
    return number is not None and number != int(number)


def flags_of(view: View, value: Value, reason: NotRanked | None) -> frozenset[Flag]:
    """The marks a value carries on a chart."""
    flags = {
        Flag.LOWER_BOUND: value.is_lower_bound,
        Flag.DERIVED: value.is_derived,
        Flag.PROVISIONAL: value.status == "provisional",
        Flag.SMALL: reason is NotRanked.SMALL,
        Flag.OTHER_WINDOW: reason is NotRanked.OTHER_WINDOW,
        Flag.REBASED: value.is_rebased,
        Flag.CORRECTED: bool(view.corrections.of(value)),
        Flag.FINDING: bool(view.findings.of(value)),
    }
    return frozenset(flag for flag, holds in flags.items() if holds)


def reason_of(value: Value, indicator: IndicatorRow, usual: Window | None) -> NotRanked | None:
    """Why a value is not ranked among the others of its period."""
    return why_not_ranked(
        is_lower_bound=value.is_lower_bound,
        denominator=value.denominator,
        min_denominator=indicator.min_denominator,
        window=value.window,
        usual_window=usual,
    )
