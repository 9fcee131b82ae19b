"""Where a unit's figures come from: all that a report states, or what is behind one indicator, with the source file.

A sum of several reports is shown as its parts first (charts.parts), and then what one of these reports prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts import provenance
from charts.corrections import correction_lines
from charts.counted import known_traces, measures_of, trace_name
from charts.counted_frame import counts_behind, counts_frame, drawn_counts
from charts.origins import ALL_FIGURES, Origin
from charts.parts import Place
from charts.parts_frame import Behind, behind_of
from charts.quality_marks import Marks, behind
from charts.spec import Frame, TableSpec
from charts.traced import trace_frame
from charts.view import SCOPE_OF_COMPARISON, View
from domain.indicators import PRINTED_RATE
from domain.periods import Period, parse_period
from queries.rows import FigureRow, IndicatorRow, ReportRow, UnitRow, Value
from ui import data, origins, source_file
from ui.address import kept
from ui.chart import markdown, show
from ui.frame import chosen, pick_one
from ui.sheet import facts

SEVERITY_ICONS = {"error": ":material/error:", "warning": ":material/warning:"}
_MOST_CORRECTIONS = 5


def section(
    view: View, unit: UnitRow, own: Sequence[Value], reports: Sequence[ReportRow], latest: Period | None
) -> None:
    """Period and indicator to choose, the report, its figures with printed text and place, and its source file; for a
    sum its parts, and the same of one of their reports.

    `latest` is the period shown first.
    """
    lang, indicators = view.lang, data.indicators()
    st.header(view.say("unit.provenance"), anchor=False)
    periods = provenance.periods_with_figures(view, own, reports)
    left, right = st.columns(2)
    with left:
        shown = parse_period(
            pick_one(
                "figures", view.say("unit.pick_period"), [one.period_id for one in periods],
                lambda period_id: parse_period(period_id).label(lang), latest.period_id if latest else "",
            )
        )  # fmt: skip
    with right:
        names = {ALL_FIGURES: view.say("unit.all_figures")}
        names |= {one: indicators[one].name(lang) for one in provenance.traceable(indicators, own, shown)}
        names |= {one: trace_name(view, one) for one in known_traces(chosen().ask, view.source, unit.unit_id, shown)}
        traced = pick_one("trace", view.say("unit.pick_trace"), list(names), names.__getitem__)
    units = {one.unit_id: one for one in data.units(view.source)}
    summed = _behind(view, unit, own, shown, traced, units)
    if summed and summed.why:
        st.info(markdown(summed.why), icon=":material/functions:")
    if summed and summed.frame:
        # Of one report they stand above what it prints.
        _corrections(view, summed.places if len(summed.places) > 1 else (), traced, with_report=True)
        show(TableSpec(summed.frame), key="unit-parts", lang=lang)
    else:
        # Where a report is to be chosen, it tells its number, date and file below.
        _stated(view, unit, own, reports, shown, traced, key="unit", with_reports=summed is None)
    if summed and summed.places:
        _one_report(view, unit, units, summed.places, traced)


def _behind(
    view: View, unit: UnitRow, own: Sequence[Value], period: Period, traced: str, units: Mapping[str, UnitRow]
) -> Behind | None:
    called = {unit_id: one.name for unit_id, one in units.items()}
    if not measures_of(traced):
        return behind_of(view, data, unit, period, traced, own, called)
    drawn = drawn_counts(chosen().ask, view.source, unit.unit_id, period, traced)
    return counts_behind(view, data, unit, period, traced, drawn, _names(), called)


def _names() -> provenance.Names:
    return provenance.Names(data.measures(), data.indicators())


def _one_report(view: View, unit: UnitRow, units: Mapping[str, UnitRow], places: Sequence[Place], traced: str) -> None:
    """One of the reports behind a sum, to be chosen: what it prints of the figure, and its source file."""
    options = {f"{unit_id}_{period_id}": (unit_id, period_id) for unit_id, period_id in places}

    def words(option: str) -> str:
        unit_id, period_id = options[option]
        return f"{units[unit_id].name} · {parse_period(period_id).label(view.lang)}"

    if f"frame-{origins.REPORT_OF}" in st.session_state and kept().get(origins.REPORT_OF) not in options:
        # Another sum has other parts: only what an address names in vain is to be said.
        kept().pop(origins.REPORT_OF, None)
    unit_id, period_id = options[pick_one(origins.REPORT_OF, view.say("parts.pick"), list(options), words)]
    then, period = units[unit_id], parse_period(period_id)
    reports = data.unit_reports(view.source, unit_id)
    _stated(view, then, data.unit_values(view.source, unit_id), reports, period, traced, key="part")
    origin = Origin(unit_id, period_id, traced, "")
    if then != unit:
        label = view.say("parts.own_page", unit=then.name)
        origins.button(origin, label, key="part-own-page", apart=unit_id not in view.asked_units)


def _stated(
    view: View, unit: UnitRow, own: Sequence[Value], reports: Sequence[ReportRow], period: Period, traced: str, *,
    key: str, with_reports: bool = True,
) -> None:  # fmt: skip
    """What the unit's report of `period` states, or what follows for a derived quarter from its reports."""
    figures = data.unit_figures(view.source, unit.unit_id, period.period_id)
    derived = provenance.derived_words(view, period, [report.period_id for report in reports])
    stating = provenance.reports_of(period, reports) if figures and with_reports else []
    for report in stating:
        if len(stating) > 1:
            st.markdown(f"**{markdown(parse_period(report.period_id).label(view.lang))}**")
        facts(provenance.report_facts(view, report))
    if derived:
        st.info(markdown(derived), icon=":material/functions:")
    _findings(view, own, period, traced, unit, figures)
    _corrections(view, [(unit.unit_id, period.period_id)], traced)
    frame = _figures(view, unit, period, traced, own, figures, key)
    show(TableSpec(frame), key=f"{key}-figures", lang=view.lang)
    for report in stating:
        printed = _printed_by(report, figures, frame) if traced != ALL_FIGURES else {}
        source_file.show(view, report, list(printed), key=f"{key}-{report.report_id}", printed=printed)


def _findings(
    view: View, own: Sequence[Value], period: Period, traced: str, unit: UnitRow, figures: Sequence[FigureRow]
) -> None:
    """What the figures behind the indicator, or the counts, contradict: above them."""
    marks = Marks(data.findings_of(view.source, [unit.unit_id], behind([period])))
    values = [one for one in own if one.period_id == period.period_id and one.indicator_id == traced]
    reports = sorted({one.report_id for one in figures})
    found = [one for value in values for one in marks.of(value)]
    found += [one for report in reports for one in marks.about(report, SCOPE_OF_COMPARISON, measures_of(traced))]
    for one in {one.finding_id: one for one in found}.values():
        draw = st.error if one.severity == "error" else st.warning
        draw(markdown(one.message(view.lang)), icon=SEVERITY_ICONS[one.severity])


def _corrections(view: View, places: Sequence[Place], traced: str, *, with_report: bool = False) -> None:
    """What officers changed of the figures behind the indicator, or the counts."""
    terms = (term.measure for term in data.indicator_terms() if term.indicator_id == traced)
    measures = {*measures_of(traced), *terms, f"{PRINTED_RATE}{traced}"}
    lines = correction_lines(view, data.reviews(view.source), places, measures, _names(), with_report=with_report)
    for line in lines[:_MOST_CORRECTIONS]:
        st.info(markdown(line), icon=":material/edit_note:")
    if len(lines) > _MOST_CORRECTIONS:
        st.caption(markdown(view.say("corrected.more", count=len(lines) - _MOST_CORRECTIONS)))


def _figures(
    view: View, unit: UnitRow, period: Period, traced: str, own: Sequence[Value], figures: Sequence[FigureRow], key: str
) -> Frame:
    indicators: Mapping[str, IndicatorRow] = data.indicators()
    names = _names()
    if traced == ALL_FIGURES:
        only = st.toggle(view.say("unit.counted_only"), key=f"{key}-counted-only")
        return provenance.figures_frame(view, unit, period, figures, names, counted_only=only)
    if measures_of(traced):
        drawn = drawn_counts(data, view.source, unit.unit_id, period, traced)
        return counts_frame(view, unit, period, traced, figures, data.indicator_terms(), drawn, names)
    return trace_frame(view, unit, period, indicators[traced], own, data.indicator_terms(), figures, names)


def _printed_by(report: ReportRow, figures: Sequence[FigureRow], frame: Frame) -> dict[str, list[str]]:
    """The places of the report that the table names, with the numbers printed there: to be read beside it."""
    there = {figure.locator for figure in figures if figure.report_id == report.report_id}
    found: dict[str, list[str]] = {}
    for row in frame.table.rows if frame.table else ():
        if row["locator"] and row["locator"] in there:
            found.setdefault(str(row["locator"]), []).append(str(row["printed"] or ""))
    return found
