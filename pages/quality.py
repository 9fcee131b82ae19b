"""Does a number hold: what contradicts itself, how much was checked, review by officers, what earlier builds said."""

import os
from pathlib import Path

import streamlit as st

from charts import builds as builds_kept
from charts import history as told
from charts import quality as found
from charts.provenance import Names
from charts.recipes import Recipe, is_empty
from charts.reviews import findings_by_figure
from domain.history import History, Kind
from domain.layout import layout
from domain.rules import SEVERITIES
from etl.diff import history
from etl.diff_side import NotComparable, build_marks, find_builds
from etl.review import ReviewDesk
from ui import data, page, quality, review_form
from ui.chart import markdown, show, tile_row
from ui.frame import chosen, pick_one, switch

SECTIONS = ("findings", "checked", "review", "history")
EVERY = "all"
KINDS = (Kind.VALUE, Kind.FIGURE, Kind.REPORT, Kind.TARGET, Kind.DEFINITION)

choice = chosen()
view, lang = choice.view, choice.lang
standing = found.quality_of(view, choice.ask)


def findings() -> None:
    severity = switch(
        "severity", view.say("quality.pick_severity"), (EVERY, *SEVERITIES), quality.severity_words(standing)
    )
    wanted = "" if severity == EVERY else severity
    rules = [EVERY, *standing.rules_found(wanted)]
    rule = pick_one("rule", view.say("quality.pick_rule"), rules, quality.rule_words(standing))
    rule = "" if rule == EVERY else rule
    if not standing.kept(wanted, rule):
        st.success(view.say("quality.nothing_found", count=len(standing.checked)), icon=":material/task_alt:")
        return
    page.chart(Recipe("findings", group=wanted, dimension=rule), choice, key="quality-findings")
    st.header(view.say("quality.one"), anchor=False)
    quality.one_finding(standing, standing.kept(wanted, rule))


def checked() -> None:
    page.chart(Recipe("checked"), choice, key="quality-checked")
    page.chart(Recipe("rule_outcomes"), choice, key="quality-outcomes")


def review() -> None:
    picked = quality.pick_report(standing)
    if picked is None:
        page.empty(view, "quality.no_reports", span=view.span_words())
        return
    unit_id, period_id, report_id = picked
    figures = [one for one in data.unit_figures(view.source, unit_id, period_id) if one.report_id == report_id]
    quality.findings_of_report(standing, report_id)
    mine = [one for one in standing.findings if one.report_id == report_id]
    flagged = findings_by_figure(report_id, mine, data.finding_sides(view.source, unit_id, period_id))
    review_form.draw(view, report_id, figures, ReviewDesk(layout(os.environ)), flagged)


@st.cache_resource(max_entries=8, show_spinner=False)
def compared(before: str, after: str, source: str, units: tuple[str, ...]) -> History:
    return history(Path(before), Path(after), source=source, units=units)


def builds() -> None:
    place, in_use = layout(os.environ), data.build_info().build_id
    earlier = builds_kept.earlier_builds(build_marks(place), in_use)
    names = builds_kept.build_names(view, earlier, Names(data.measures(), data.indicators()))
    asked = pick_one("build", view.say("quality.pick_build"), list(names), names.__getitem__) if names else ""
    mark, notice = builds_kept.chosen_build(view, earlier, asked)
    if notice:
        st.info(markdown(notice), icon=":material/history:")
    if mark is None:
        return
    try:
        with st.spinner(view.say("quality.comparing")):
            before, after = find_builds(place, mark.build_id, in_use)
            differs = compared(str(before), str(after), view.source, tuple(view.asked_units))
    except NotComparable:
        st.warning(view.say("history.cannot_compare"), icon=":material/history:")
        return
    tile_row(told.tiles(view, differs), key="history", lang=lang)
    for words in told.notices(view, differs):
        st.info(markdown(words), icon=":material/info:")
    causes = told.causes_table(view, differs)
    if is_empty(causes):
        st.success(markdown(causes.frame.title), icon=":material/task_alt:")
        return
    show(causes, key="history-causes", lang=lang)
    kinds = [one for one in KINDS if differs.count(one)]
    if not kinds:
        return
    kind = switch("changes", view.say("quality.pick_kind"), kinds, lambda one: view.say(f"history.kind.{one}"))
    show(told.changes_table(view, differs, Kind(kind)), key=f"history-{kind}", lang=lang)


page.head(view, "quality")
tile_row(found.tiles(standing), key="quality", lang=lang)
section_words = {name: view.say(f"quality.section.{name}") for name in SECTIONS}
section = switch("section", view.say("quality.pick_section"), SECTIONS, section_words.__getitem__)
{"findings": findings, "checked": checked, "review": review, "history": builds}[section]()
page.foot(view)
