"""The form in which an officer confirms, corrects or rejects a figure and checks, locks or unlocks a report.

It knows nothing of files: the page gives it a desk that opens reviews and saves changes (`etl.review.ReviewDesk`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import streamlit as st

from charts import reviews
from charts.provenance import Names
from charts.review_refusals import left_open_words, refused_words
from charts.view import View
from domain.review import NEEDS_REASON, Change, FigureKey, Line, Reviewed, since
from queries.rows import FigureRow, Finding
from ui import data
from ui.chart import markdown
from ui.review_boxes import Asked, Form, actions, asked_of, who_why_save
from ui.review_figure import change_of, figure_form, not_as_drawn
from ui.table import data_table

_TOLD, _SEEN = "review-told", "review-seen"
# Refusals that tell what had not been seen; `last` is the line they tell up to.
_TELLING = ("review_unseen", "review_overtaken", "review_lost")


class Desk(Protocol):
    """Opens reviews and saves changes. What is refused is raised as a ValueError with `text(lang)`."""

    def open(self, report_id: str) -> Reviewed: ...
    def save(self, report_id: str, change: Change, seen: int) -> Reviewed: ...


def draw(
    view: View, report_id: str, figures: Sequence[FigureRow], desk: Desk,
    flagged: Mapping[FigureKey, Sequence[Finding]] | None = None,
) -> None:  # fmt: skip
    """Status, form and history of one report. `figures` are its rows of `data.unit_figures`, `flagged` its findings
    by the figures they are about, which are listed first.

    A change that is refused leaves the form as it was filled in. One that is saved runs the page again, on the new
    build. What others save while the form is open is told, and is not taken for seen until the reader says so or a
    refusal has told it: running the page again shows the figures of the build, which may be older.
    """
    names = Names(data.measures(), data.indicators())
    key = f"{report_id}-{st.session_state.get(_counter(report_id), 0)}"
    # What is told now and not the next time has a place of its own: what stands below would be drawn anew else, and a
    # browser would leave the part of the form that was open.
    with st.container():
        if asked := asked_of(report_id):
            _save(view, report_id, asked, desk, figures, names)
        _tell(report_id)
    try:
        found = desk.open(report_id)
    except ValueError as error:
        _refused(view, error)
        return
    seen = st.session_state.setdefault(f"{_SEEN}-{report_id}", found.seen)
    unbuilt = since(found.lines, _built(view, report_id))
    with st.container():
        st.markdown(markdown(view.say("review.form.status", status=view.say(f"review.status.{found.status}"))))
        _tell_news(view, found, seen, unbuilt, names)
    parts = [view.say("review.form.figures"), view.say("review.form.report")]
    on_figures, on_report = st.tabs(parts, key=f"review-part-{report_id}", on_change="rerun")
    with on_figures:
        if found.status == "locked":
            st.info(view.say("review.form.locked"), icon=":material/lock:")
        else:
            stated = reviews.after_lines(reviews.reviewable(report_id, figures), unbuilt)
            figure_form(view, report_id, seen, stated, unbuilt, names, key, flagged or {})
    with on_report:
        _report_form(view, found, seen, key)
    _history(view, found, names)


def _built(view: View, report_id: str) -> int:
    """The last review line that the build in use has of the report."""
    return max((one.seq for one in data.reviews(view.source) if one.report_id == report_id), default=0)


def _tell_news(view: View, found: Reviewed, seen: int, unbuilt: Sequence[Line], names: Names) -> None:
    """What others saved since the form was opened, to be marked as seen; and what the build does not have yet."""

    def told(lines: Sequence[Line]) -> str:
        return "\n".join(f"- {markdown(reviews.told_words(view, line, names))}" for line in lines)

    if news := since(found.lines, seen):
        st.warning(f"{markdown(view.say('review.form.news'))}\n{told(news)}", icon=":material/group:")
        st.button(
            view.say("review.form.news_seen"), key=f"review-news-{found.report_id}", on_click=_mark_seen,
            args=(found.report_id, found.seen),
        )  # fmt: skip
    if known := [line for line in unbuilt if line.seq <= seen]:
        st.info(f"{markdown(view.say('review.form.unbuilt'))}\n{told(known)}", icon=":material/pending:")


def _mark_seen(report_id: str, seen: int) -> None:
    st.session_state[f"{_SEEN}-{report_id}"] = seen


def _report_form(view: View, found: Reviewed, seen: int, key: str) -> None:
    box = f"report-{key}-{found.status}"
    form = Form(found.report_id, box, box, seen)
    with st.form(f"review-report-form-{key}", enter_to_submit=False):
        actions(view, form, reviews.moves(found.status))
        who_why_save(view, form)


def _save(view: View, report_id: str, asked: Asked, desk: Desk, figures: Sequence[FigureRow], names: Names) -> None:
    """Saves, then runs the page again; or says why not, and the form stays as it is."""
    needs_reason = asked.action in NEEDS_REASON
    if not asked.by.strip() or (needs_reason and not asked.reason.strip()):
        st.error(view.say("review.form.needs" if needs_reason else "review.form.needs_name"))
        return
    if refused := not_as_drawn(view, asked, figures, names):
        st.error(markdown(refused), icon=":material/error:")
        return
    try:
        with st.spinner(view.say("review.form.saving")):
            found = desk.save(report_id, change_of(asked), asked.seen)
    except ValueError as error:
        _refused(view, error)
        for problem in getattr(error, "problems", ()):
            if problem.code in _TELLING:
                _mark_seen(report_id, problem.values["last"])
        return
    _mark_seen(report_id, found.seen)
    st.session_state[_counter(report_id)] = st.session_state.get(_counter(report_id), 0) + 1
    saved = reviews.saved_words(view, found.lines[-1], names)
    st.session_state[f"{_TOLD}-{report_id}"] = saved, left_open_words(view, found.left_open)
    st.rerun()


def _refused(view: View, error: ValueError) -> None:
    for words in refused_words(view, error):
        st.error(markdown(words), icon=":material/error:")


def _tell(report_id: str) -> None:
    """What came of the change that was saved last."""
    saved, left_open = st.session_state.pop(f"{_TOLD}-{report_id}", ("", ""))
    if saved:
        st.success(markdown(saved), icon=":material/task_alt:")
    if left_open:
        st.warning(markdown(left_open), icon=":material/warning:")


def _counter(report_id: str) -> str:
    """Forms are drawn anew, and empty, after each change that is saved."""
    return f"review-count-{report_id}"


def _history(view: View, found: Reviewed, names: Names) -> None:
    if found.lines:
        title = view.say("review.form.history", count=len(found.lines))
        with st.expander(title, key=f"review-history-{found.report_id}"):
            data_table(reviews.lines_table(view, found.lines, names), view.lang, alt=title)
    else:
        st.caption(view.say("review.form.no_history"))
