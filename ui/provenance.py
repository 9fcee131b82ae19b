"""Where a unit's figures come from: all that a report states, or what is behind one indicator, with the source file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts import provenance
from charts.origins import ALL_FIGURES
from charts.quality_marks import SIGN, Marks, behind
from charts.spec import Frame, TableSpec
from charts.view import View
from domain.periods import Period, parse_period
from queries.rows import FigureRow, IndicatorRow, ReportRow, UnitRow, Value
from ui import data, source_file
from ui.chart import markdown, show
from ui.frame import pick_one
from ui.sheet import facts


def section(
    view: View, unit: UnitRow, own: Sequence[Value], reports: Sequence[ReportRow], latest: Period | None
) -> None:
    """Period and indicator to choose, the report, its figures with printed text and place, and its source file.

    `latest` is the period shown first.
    """
    lang, indicators = view.lang, data.indicators()
    st.header(view.say("unit.provenance"), anchor=False)
    periods = provenance.periods_with_figures(own, reports)
    left, right = st.columns(2)
    with left:
        shown = parse_period(
            pick_one(
                "figures", view.say("unit.pick_period"), [one.period_id for one in periods],
                lambda period_id: parse_period(period_id).label(lang), latest.period_id if latest else "",
            )
        )  # fmt: skip
    with right:
        traced = pick_one(
            "trace", view.say("unit.pick_trace"), [ALL_FIGURES, *provenance.traceable(indicators, own, shown)],
            lambda name: view.say("unit.all_figures") if name == ALL_FIGURES else indicators[name].name(lang),
        )  # fmt: skip
    figures = data.unit_figures(view.source, unit.unit_id, shown.period_id)
    behind = [report for report in reports if report.report_id in {figure.report_id for figure in figures}]
    for report in behind:
        facts(provenance.report_facts(view, report))
    derived = provenance.derived_words(view, shown, [report.period_id for report in reports])
    if derived:
        st.info(markdown(derived), icon=":material/functions:")
    _findings(view, own, shown, traced, unit)
    frame, locators = _figures(view, unit, shown, traced, own, figures, indicators)
    show(TableSpec(frame), key="unit-figures", lang=lang)
    for report in behind:
        source_file.show(view, report, locators, key=f"unit-{report.report_id}")


def _findings(view: View, own: Sequence[Value], period: Period, traced: str, unit: UnitRow) -> None:
    """What the figures behind the indicator contradict, above them."""
    marks = Marks(data.findings_of(view.source, [unit.unit_id], behind([period])))
    values = [one for one in own if one.period_id == period.period_id and one.indicator_id == traced]
    found = {one.finding_id: one for value in values for one in marks.of(value)}
    for one in found.values():
        st.warning(markdown(f"{SIGN} {one.message(view.lang)}"), icon=":material/warning:")


def _figures(
    view: View, unit: UnitRow, period: Period, traced: str, own: Sequence[Value], figures: Sequence[FigureRow],
    indicators: Mapping[str, IndicatorRow],
) -> tuple[Frame, list[str]]:  # fmt: skip
    """The table, and the places to be read beside it: those behind one indicator."""
    names = provenance.Names(data.measures(), indicators)
    if traced == ALL_FIGURES:
        only = st.toggle(view.say("unit.counted_only"), key="unit-counted-only")
        return provenance.figures_frame(view, unit, period, figures, names, counted_only=only), []
    frame = provenance.trace_frame(view, unit, period, indicators[traced], own, data.indicator_terms(), figures, names)
    rows = frame.table.rows if frame.table else ()
    return frame, [str(row["locator"]) for row in rows if row["locator"]]
