"""The parts of the page on data quality that are read one finding, or one report, at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.origins import ALL_FIGURES, Origin
from charts.provenance import Names
from charts.quality import Quality
from charts.quality_sides import Side, sides
from charts.wording import capital
from domain.periods import parse_period
from domain.review import FigureKey
from queries.check_rows import SideRow
from queries.rows import Finding, ReportRow
from ui import data, source_file
from ui.address import kept as kept_choice
from ui.chart import markdown
from ui.frame import pick_one
from ui.origins import button
from ui.review_figure import choose_figure
from ui.sheet import reading_card

_ICONS = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
_MOST_OFFERED = 500


def severity_words(quality: Quality) -> Callable[[str], str]:
    """ "Lỗi (4)", by severity; all of them for what is none."""
    view = quality.view

    def words(name: str) -> str:
        if name not in _ICONS:
            return view.say("quality.every_severity", count=len(quality.findings))
        return view.say(f"quality.severities.{name}", count=quality.count(name))

    return words


def rule_words(quality: Quality) -> Callable[[str], str]:
    """The rule's name; "every rule" for what is none."""
    return lambda name: quality.rule(name) if name in quality.rules else capital(quality.view.say("quality.every_rule"))


def one_finding(quality: Quality, kept: Sequence[Finding]) -> None:
    """One finding to choose: its sentence, both sides beside each other with printed text and place, and the page."""
    view = quality.view
    offered = {one.finding_id: one for one in kept[:_MOST_OFFERED]}
    picked = offered[
        pick_one("finding", view.say("quality.pick_finding"), list(offered), lambda one: _label(quality, offered[one]))
    ]
    reports = {one.report_id: one for one in data.unit_reports(view.source, picked.unit_id or "")}
    st.markdown(f"{_ICONS[picked.severity]} {markdown(picked.message(view.lang))}")
    said = data.finding_sides(view.source, picked.unit_id or "", picked.period_id or "")
    told = sides(view, picked, said, Names(data.measures(), data.indicators()))
    offered_figures: set[tuple[str, FigureKey]] = set()
    for column, side in zip(st.columns(2), told, strict=True):
        with column:
            if side:
                # Of both sides in one report it is said once whose file it is.
                _side(quality, side, reports, with_file=side is told[0] or side.report_id != told[0].report_id)
                _review_buttons(quality, side, offered_figures, key="left" if side is told[0] else "right")
    if picked.unit_id and picked.period_id:
        _sources(quality, picked, [one for one in said if one.finding_id == picked.finding_id], reports)
        trace = next(iter(picked.indicator_ids or ()), ALL_FIGURES)
        button(Origin(picked.unit_id, picked.period_id, trace, ""), view.say("quality.to_unit"), key="finding-to-unit")


def _label(quality: Quality, one: Finding) -> str:
    period = parse_period(one.period_id).short_label(quality.view.lang) if one.period_id else ""
    return f"{quality.unit(one.unit_id)} · {period} · {one.message(quality.view.lang)}"


def _side(quality: Quality, side: Side, reports: dict[str, ReportRow], *, with_file: bool) -> None:
    view, report = quality.view, reports.get(side.report_id)
    about = [(view.say("quality.side.place"), side.place)]
    if with_file:
        about.append((view.say("column.report"), view.report_name(side.report_id)))
        about += [(view.say("unit.column.sha256"), report.file_sha256)] if report and report.file_sha256 else []
    reading_card(side.title, [*side.statements, *about])


def _review_buttons(quality: Quality, side: Side, offered: set[tuple[str, FigureKey]], *, key: str) -> None:
    """A button a statement that leads to where it is reviewed, of several each with its measure; `offered` are those
    that have one already: a statement may stand on both sides."""
    if side.report_id not in {one.report_id for one in quality.checked}:
        return
    for place, (figure, (name, _)) in enumerate(zip(side.figures, side.statements, strict=True)):
        if (side.report_id, figure) in offered:
            continue
        offered.add((side.report_id, figure))
        alone = len(side.figures) == 1
        label = quality.view.say("quality.review_this" if alone else "quality.review_one", measure=name)
        st.button(
            label, key=f"review-this-{key}-{place}", icon=":material/rate_review:", on_click=_to_review,
            args=(side.report_id, figure),
        )  # fmt: skip


def _to_review(report_id: str, figure: FigureKey) -> None:
    wanted = {"section": "review", "report": report_id}
    kept_choice().update(wanted)
    for name in wanted:
        # What was chosen before would win over it.
        st.session_state.pop(f"frame-{name}", None)
    choose_figure(report_id, figure)


def _sources(quality: Quality, picked: Finding, said: Sequence[SideRow], reports: dict[str, ReportRow]) -> None:
    """The pages on which both sides are printed, with the numbers to be marked there; of two reports, of each."""
    places = (picked.left_place, picked.right_place) if len({one.report_id for one in said}) <= 1 else ()
    printed: dict[str, dict[str, list[str]]] = {picked.report_id: {place: [] for place in places if place}}
    for one in said:
        if one.locator:
            printed.setdefault(one.report_id, {}).setdefault(one.locator, []).append(one.printed or "")
    for report_id, numbers in printed.items():
        if report := reports.get(report_id):
            source_file.show(quality.view, report, list(numbers), key=f"finding-{report_id}", printed=numbers)


def pick_report(quality: Quality) -> tuple[str, str, str] | None:
    """Unit, period and id of a report to choose; those with the worst findings first. None where there is none."""
    worst = {one.report_id: place for place, one in reversed(list(enumerate(quality.findings)))}
    there = {one.report_id: one for one in quality.checked}
    ordered = sorted(there, key=lambda one: (worst.get(one, len(quality.findings)), one))
    if not ordered:
        return None
    view = quality.view

    def words(report_id: str) -> str:
        one = there[report_id]
        period = parse_period(one.period_id).short_label(view.lang)
        return f"{quality.unit(one.unit_id)} · {period} · {view.report_name(report_id)}"

    picked = there[pick_one("report", view.say("quality.pick_report"), ordered, words)]
    return picked.unit_id, picked.period_id, picked.report_id


def findings_of_report(quality: Quality, report_id: str) -> None:
    """What does not hold in the report, as lines to be read before it is reviewed."""
    found = [one for one in quality.findings if one.report_id == report_id]
    if found:
        words = (f"- {_ICONS[one.severity]} {markdown(one.message(quality.view.lang))}" for one in found)
        st.markdown("\n".join(words))
    else:
        st.success(quality.view.say("quality.report_holds"), icon=":material/task_alt:")
