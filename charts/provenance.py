"""Where figures come from: every statement of a report with its place, and the figures that stand behind a rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charts.profile import SCOPES, has_something, in_order
from charts.spec import Column, Frame, Table
from charts.view import View
from charts.wording import file_stem
from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.periods import Period, derivations, parse_period, reported_in
from queries.rows import FigureRow, IndicatorRow, MeasureRow, ReportRow, TermRow, UnitRow, Value
from text.numbers import format_date
from text.reviews import figure_words

SIDES = ("numerator", "denominator", "check")
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
    """The value as read, with its bound: "≥ 44", "1.945", "43,6"; words where it cannot be read."""
    if figure.value is None:
        return view.say("source_of.unreadable")
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


def origin_words(view: View, figure: FigureRow) -> str:
    """Stated in the report, computed from other figures, or derived for a quarter."""
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
        table=Table(_columns(view), tuple(_row(view, figure, names) for figure in kept)),
    )


def _columns(view: View) -> tuple[Column, ...]:
    keys = (
        "measure", "value", "unit", "printed", "place", "locator", "scope", "counted", "origin", "as_of", "note",
        "report",
    )  # fmt: skip
    return tuple(Column(key, view.say(f"source_of.column.{key}"), "date" if key == "as_of" else "text") for key in keys)


def _row(view: View, figure: FigureRow, names: Names) -> dict[str, object]:
    return {
        "measure": names.of(view, figure.measure),
        "value": value_words(view, figure),
        "unit": names.unit(view, figure.measure),
        "printed": figure.printed,
        "place": view.say(f"source_of.place.{figure.place}") if figure.place else "",
        "locator": figure.locator,
        "scope": view.say(f"scope.{figure.scope}"),
        "counted": view.say("source_of.counted" if figure.is_counted else "source_of.not_counted"),
        "origin": origin_words(view, figure),
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


def derived_words(view: View, period: Period, reported: Sequence[str]) -> str:
    """How a quarter that was not reported follows from the reports that were; empty for a reported one."""
    if period.period_id in reported:
        return ""
    for one in derivations(period.year):
        parts = [part.period_id for part in (one.closing, *one.minus)]
        if one.period == period and set(parts) <= set(reported):
            minus = " − ".join(view.period_words(part) for part in one.minus)
            closing = view.period_words(one.closing)
            return view.say("source_of.derived", period=view.period_words(period), closing=closing, minus=minus)
    return ""


def periods_with_figures(own: Sequence[Value], reports: Sequence[ReportRow]) -> list[Period]:
    """The unit's periods, reported and derived, newest first; the longer one first where two end together. Four
    quarters have no figures but those of the quarters."""
    ids = {value.period_id for value in own} | {report.period_id for report in reports}
    return list(reversed(reported_in(map(parse_period, ids))))


def traceable(indicators: Mapping[str, IndicatorRow], own: Sequence[Value], period: Period) -> list[str]:
    """The indicators of which the period has a value or a printed rate."""
    have = {value.indicator_id for value in own if value.period_id == period.period_id and has_something(value)}
    return [one.indicator_id for one in in_order(indicators.values()) if one.indicator_id in have]


@dataclass(frozen=True)
class Used:
    """A figure behind a rate: on which side, with which sign, and for which measure where it is a part of one."""

    side: str
    coefficient: int
    figure: FigureRow
    used_for: str | None


def trace(terms: Sequence[TermRow], figures: Sequence[FigureRow], scope: str) -> list[Used]:
    """The figures in `scope` that an indicator's formula uses, the counted one first, then what else is said of the
    same measure; a figure that is not printed is followed to those it is computed from."""
    of_scope: dict[str, list[FigureRow]] = {}
    for figure in sorted(figures, key=lambda one: not one.is_counted):
        if figure.scope == scope:
            of_scope.setdefault(figure.measure, []).append(figure)
    found: list[Used] = []
    for side in SIDES:
        of_side = [term for term in terms if term.side == side]
        for term in of_side:
            if term.used_for is None:
                found += _follow(term, of_side, of_scope, frozenset())
    return found


def _follow(
    term: TermRow, terms: Sequence[TermRow], figures: Mapping[str, list[FigureRow]], seen: frozenset[str]
) -> Iterator[Used]:
    stated = figures.get(term.measure, [])
    yield from (Used(term.side, term.coefficient, figure, term.used_for) for figure in stated)
    if term.measure in seen or any(figure.is_counted and not figure.is_computed for figure in stated):
        return
    for part in _parts(term.measure, terms, figures):
        yield from _follow(part, terms, figures, seen | {term.measure})


def _parts(measure: str, terms: Sequence[TermRow], figures: Mapping[str, list[FigureRow]]) -> list[TermRow]:
    """The first alternative whose terms are all there; else, for tables of several groups, what is there."""
    parts = [term for term in terms if term.used_for == measure]
    for alternative in sorted({part.alternative for part in parts}):
        chosen = [part for part in parts if part.alternative == alternative]
        if all(part.measure in figures for part in chosen):
            return chosen
    return [part for part in parts if part.measure in figures and part.measure.startswith("staff.")]


def trace_frame(
    view: View,
    unit: UnitRow,
    period: Period,
    indicator: IndicatorRow,
    values: Sequence[Value],
    terms: Sequence[TermRow],
    figures: Sequence[FigureRow],
    names: Names,
) -> Frame:
    """Numerator and denominator of an indicator, figure by figure, each scope for itself. `values` are the unit's."""
    own = [v for v in values if v.indicator_id == indicator.indicator_id and v.period_id == period.period_id]
    own.sort(key=lambda value: SCOPES.index(value.scope))
    of_indicator = [term for term in terms if term.indicator_id == indicator.indicator_id]
    rows = [
        _row(view, used.figure, names) | {"side": _side_words(view, used, value, names)}
        for value in own
        for used in trace(of_indicator, figures, value.scope)
    ]
    title = "; ".join(_value_line(view, value) for value in own) or view.say("missing.counts")
    subtitle = view.say(
        "chart.subtitle", indicator=indicator.name(view.lang), when=view.period_words(period), group=unit.name
    )
    base = figures_frame(view, unit, period, figures, names, counted_only=False)
    return replace(
        base,
        title=title,
        subtitle=subtitle,
        definition=view.say(
            "chart.definition", definition=indicator.definition_text(view.lang), source=indicator.source_text(view.lang)
        ),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, indicator.indicator_id, "nguon"),
        table=Table((Column("side", view.say("source_of.column.side")), *_columns(view)), tuple(rows)),
    )


def _value_line(view: View, value: Value) -> str:
    if value.value is None:
        text = view.say("missing.counts")
    else:
        text = view.say("source_of.value", counts=view.counts_text(value), value=view.value_text(value, 2))
    if value.scope != "own":
        text = f"{view.say(f'scope.{value.scope}')}: {text}"
    if value.printed_value is None:
        return text
    return f"{text} ({view.say('source_of.printed_beside', value=view.percent(value.printed_value, 2))})"


def _side_words(view: View, used: Used, value: Value, names: Names) -> str:
    """ "Tử số", "Mẫu số: − trong «Hồ sơ tiếp nhận mới»". In a table whose levels do not add up the headcount divides.

    Staff of a group say themselves which group they are of.
    """
    side = used.side
    if value.is_lower_bound and side != "numerator" and used.figure.measure.startswith("staff."):
        side = {"denominator": "check", "check": "denominator"}[side]
    words = view.say(f"source_of.side.{side}")
    if used.used_for and not used.used_for.startswith("staff."):
        sign = "−" if used.coefficient < 0 else "+"
        words = view.say("source_of.part", side=words, sign=sign, whole=names.of(view, used.used_for))
    return words
