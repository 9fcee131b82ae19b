"""Where figures come from: every statement of a report with its place, and the documents they are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.profile import has_something, in_order
from charts.spec import Column, Frame, Table
from charts.view import View
from charts.wording import file_stem
from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.periods import Derivation, Period, PeriodKind, derivations, parse_period, reported_in
from queries.rows import FigureRow, IndicatorRow, MeasureRow, ReportRow, UnitRow, Value
from text.numbers import format_date
from text.reviews import figure_words

CARRIED_OVER = "carried_over"
_SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ ", "exact": ""}


@dataclass(frozen=True)
class Names:
    """What measures and indicators are called."""

    measures: Mapping[str, MeasureRow]
    indicators: Mapping[str, IndicatorRow]

    def of(self, view: View, measure: str) -> str:
        """The name of a measure, also of a rate or share as printed; the code where there is no name."""
        if measure.startswith(PRINTED_RATE):
            indicator = self.indicators.get(measure.removeprefix(PRINTED_RATE))
            return view.say("source_of.printed_rate", name=indicator.name(view.lang) if indicator else measure)
        if measure.startswith(PRINTED_SHARE):
            return view.say("source_of.printed_share", name=self.of(view, measure.removeprefix(PRINTED_SHARE)))
        known = self.measures.get(measure)
        return known.name(view.lang) if known else measure

    def unit(self, view: View, measure: str) -> str:
        """The measure's unit in words: "hồ sơ", "%"."""
        if measure.startswith((PRINTED_RATE, PRINTED_SHARE)):
            return "%"
        known = self.measures.get(measure)
        return view.say(f"template.unit.{known.unit.replace(' ', '_')}") if known else ""


def value_words(view: View, figure: FigureRow) -> str:
    """The value as read, with its bound: "≥ 44", "1.945", "43,6"; words where it cannot be read or was rejected."""
    if figure.value is None:
        return view.say("review.state.rejected" if figure.review == "rejected" else "source_of.unreadable")
    return _SIGNS.get(figure.qualifier, "") + _digits(view, figure.value)


def _digits(view: View, value: float) -> str:
    decimals = next(places for places in (0, 1, 2, 3) if places == 3 or round(value, places) == value)
    return view.number(value, decimals)


def review_words(view: View, figure: FigureRow) -> str:
    """What a review made of the figure, with the value as it was entered; empty where nobody reviewed it."""
    if not figure.review:
        return ""
    before = figure_words(figure.corrected_from, view.lang)
    return view.say(f"review.note.{figure.review}", before=before, after=figure_words(figure.value, view.lang))


def origin_words(view: View, figure: FigureRow, names: Names) -> str:
    """Stated in the report, computed from other figures, or derived for a quarter; a stock of a derived quarter is
    that of the report which closes it, but for what was carried over, which is that of the one which opens it."""
    known = names.measures.get(figure.measure)
    if figure.is_derived and known and known.kind == "stock" and figure.measure != CARRIED_OVER:
        return view.say("source_of.origin.closing")
    if figure.is_derived:
        return view.say("source_of.origin.derived")
    return view.say("source_of.origin.computed" if figure.is_computed else "source_of.origin.stated")


def figures_frame(
    view: View, unit: UnitRow, period: Period, figures: Sequence[FigureRow], names: Names, *, counted_only: bool
) -> Frame:
    """Every figure of the unit's report of `period`: as read, as printed, where, and whether it counts."""
    kept = [figure for figure in figures if figure.is_counted or not counted_only]
    counted = sum(figure.is_counted for figure in figures)
    title = view.say("source_of.title", count=len(figures), counted=counted, when=view.period_words(period))
    subtitle = view.say("source_of.subtitle", unit=unit.name)
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence="",
        source=view.source_line(figure.report_id for figure in figures),
        definition=view.say("source_of.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, "so-lieu"),
        simulated=view.simulated,
        table=Table(figure_columns(view), tuple(figure_row(view, figure, names) for figure in kept)),
    )


def figure_columns(view: View) -> tuple[Column, ...]:
    keys = (
        "measure", "value", "printed", "unit", "place", "locator", "scope", "counted", "origin", "as_of", "note",
        "report",
    )  # fmt: skip
    return tuple(Column(key, view.say(f"source_of.column.{key}"), "date" if key == "as_of" else "text") for key in keys)


def figure_row(view: View, figure: FigureRow, names: Names) -> dict[str, object]:
    return {
        "measure": names.of(view, figure.measure),
        "value": value_words(view, figure),
        "unit": names.unit(view, figure.measure),
        "printed": figure.printed,
        "place": view.say(f"source_of.place.{figure.place}") if figure.place else "",
        "locator": figure.locator,
        "scope": view.say(f"scope.{figure.scope}"),
        "counted": view.say("source_of.counted" if figure.is_counted else "source_of.not_counted"),
        "origin": origin_words(view, figure, names),
        "as_of": figure.as_of,
        "note": " ".join(filter(None, (review_words(view, figure), figure.note))),
        "report": view.report_name(figure.report_id),
    }


def report_facts(view: View, report: ReportRow) -> list[tuple[str, str]]:
    """The document behind the figures: number, date, file, checksum."""
    facts = [
        ("number", report.number or view.say("unit.no_number")),
        ("signed", format_date(report.signed_on, view.lang) if report.signed_on else view.say("source_of.no_date")),
        ("file", report.file_name),
        ("sha256", report.file_sha256),
        ("pages", str(report.pages) if report.pages else ""),
        ("entered_by", report.entered_by),
        ("note", report.note),
    ]
    return [(view.say(f"unit.column.{name}"), text) for name, text in facts if text]


def derived_from(period: Period, reported: Sequence[str]) -> Derivation | None:
    """The reported periods that a quarter which was not reported follows from; None for a reported one."""
    if period.period_id in reported:
        return None
    return next(
        (
            one
            for one in derivations(period.year)
            if one.period == period and {part.period_id for part in (one.closing, *one.minus)} <= set(reported)
        ),
        None,
    )


def derived_words(view: View, period: Period, reported: Sequence[str]) -> str:
    """How a quarter that was not reported follows from the reports that were; empty for a reported one."""
    one = derived_from(period, reported)
    if one is None:
        return ""
    minus = " − ".join(view.period_words(part) for part in one.minus)
    closing = view.period_words(one.closing)
    return view.say("source_of.derived", period=view.period_words(period), closing=closing, minus=minus)


def reports_of(period: Period, reports: Sequence[ReportRow]) -> list[ReportRow]:
    """The unit's reports that say what `period` holds: its own, or those that a derived quarter follows from."""
    one = derived_from(period, [report.period_id for report in reports])
    wanted = [part.period_id for part in (one.closing, *one.minus)] if one else [period.period_id]
    return [report for period_id in wanted for report in reports if report.period_id == period_id]


def periods_with_figures(view: View, own: Sequence[Value], reports: Sequence[ReportRow]) -> list[Period]:
    """The unit's periods, reported, derived and summed, newest first; the longer one first where two end together. Four
    quarters have no figures but those of the quarters, and stand here where the view compares them."""
    ids = {value.period_id for value in own} | {report.period_id for report in reports}
    found = {parse_period(one) for one in ids}
    rolling = found.intersection(period for period in view.periods if period.kind is PeriodKind.ROLLING)
    by_time = sorted({*reported_in(found), *rolling}, key=lambda period: (period.nominal.end, period.nominal.days))
    return list(reversed(by_time))


def traceable(indicators: Mapping[str, IndicatorRow], own: Sequence[Value], period: Period) -> list[str]:
    """The indicators of which the period has a value or a printed rate."""
    have = {value.indicator_id for value in own if value.period_id == period.period_id and has_something(value)}
    return [one.indicator_id for one in in_order(indicators.values()) if one.indicator_id in have]
