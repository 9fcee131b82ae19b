"""The form in which an officer confirms, corrects or rejects a figure and checks, locks or unlocks a report.

It knows nothing of files: the page gives it a desk that opens reviews and saves changes (`etl.review.ReviewDesk`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from charts import reviews
from charts.provenance import Names, review_words
from charts.view import View
from domain.review import FIGURE_ACTIONS, NEEDS_REASON, Change, Reviewed
from queries.rows import FigureRow
from text.numbers import Kind, NumberProblem, parse_number
from text.words import Lang
from ui import builder, data
from ui.chart import data_table, markdown

_KINDS: dict[str, Kind] = {"%": "rate", "VND": "money_vnd", "million VND": "money_million"}
_MOST_NAME, _MOST_REASON = 100, 1000
_TOLD, _ASKED, _NAME = "review-told", "review-asked", "review-by"


class Desk(Protocol):
    """Opens reviews and saves changes. What is refused is raised as a ValueError with `text(lang)`."""

    def open(self, report_id: str) -> Reviewed: ...
    def save(self, report_id: str, change: Change, seen: int) -> Reviewed: ...


@dataclass(frozen=True)
class _Asked:
    """A form that was sent: what stood in it, and the last line its reader had before him."""

    action: str
    by: str
    reason: str
    seen: int
    value: str = ""
    figure: FigureRow | None = None


def draw(view: View, report_id: str, figures: Sequence[FigureRow], desk: Desk, measure: str = "") -> None:
    """Status, form and history of one report. `figures` are its rows of `data.unit_figures`, `measure` is shown first.

    A change that is refused leaves the form as it was filled in. One that is saved runs the page again, on the new
    build.
    """
    names = Names(data.measures(), data.indicators())
    key = f"{report_id}-{st.session_state.get(_counter(report_id), 0)}"
    asked = st.session_state.pop(f"{_ASKED}-{report_id}", None)
    if asked is not None:
        _save(view, report_id, asked, desk, names)
    _tell(report_id)
    try:
        found = desk.open(report_id)
    except ValueError as error:
        _refused(error, view.lang)
        return
    st.markdown(markdown(view.say("review.form.status", status=view.say(f"review.status.{found.status}"))))
    on_figures, on_report = st.tabs([view.say("review.form.figures"), view.say("review.form.report")])
    with on_figures:
        if found.status == "locked":
            st.info(view.say("review.form.locked"), icon=":material/lock:")
        else:
            _figure_form(view, found, reviews.reviewable(report_id, figures), names, key, measure)
    with on_report:
        _report_form(view, found, key)
    _history(view, found, names)


def _figure_form(
    view: View, found: Reviewed, figures: Sequence[FigureRow], names: Names, key: str, measure: str
) -> None:
    if not figures:
        st.info(view.say("review.form.no_figures"), icon=":material/inbox:")
        return
    # A change can turn the order of two statements around: the list holds keys, not places.
    by_key = {(one.measure, one.scope, one.seq): one for one in figures}
    first = next((place for place, one in enumerate(by_key) if one[0] == measure), 0)
    chosen = st.selectbox(
        view.say("review.form.figure"), list(by_key), first, key=f"review-figure-{found.report_id}-{measure}",
        format_func=lambda one: reviews.figure_label(view, by_key[one], names),
    )  # fmt: skip
    figure = by_key[chosen]
    printed = view.say("review.form.printed", printed=figure.printed or view.say("review.none"))
    counted = view.say("review.form.counted" if figure.is_counted else "review.form.not_counted")
    st.caption(markdown(" ".join(filter(None, (printed, counted, review_words(view, figure))))))
    with st.form(f"review-figure-form-{key}", enter_to_submit=False):
        box = f"figure-{key}"
        _actions(view, FIGURE_ACTIONS, box)
        st.text_input(
            view.say("review.form.value", unit=names.unit(view, figure.measure)), key=f"review-value-{box}",
            help=view.say("review.form.value_help"), max_chars=40,
        )  # fmt: skip
        _who_why_save(view, found, box, figure)


def _report_form(view: View, found: Reviewed, key: str) -> None:
    with st.form(f"review-report-form-{key}", enter_to_submit=False):
        box = f"report-{key}-{found.status}"
        _actions(view, reviews.moves(found.status), box)
        _who_why_save(view, found, box)


def _actions(view: View, actions: Sequence[str], box: str) -> None:
    st.segmented_control(
        view.say("review.form.action"), actions, default=actions[0], required=True, key=f"review-action-{box}",
        format_func=lambda action: view.say(f"review.form.act.{action}"),
    )  # fmt: skip


def _who_why_save(view: View, found: Reviewed, box: str, figure: FigureRow | None = None) -> None:
    """Name, reason and the button, which sends along what its reader had seen."""
    st.text_input(
        view.say("review.form.by"), st.session_state.get(_NAME, ""), key=f"review-by-{box}", max_chars=_MOST_NAME
    )
    st.text_area(
        view.say("review.form.reason" if figure else "review.form.reason_report"), key=f"review-reason-{box}",
        max_chars=_MOST_REASON, height=80,
    )  # fmt: skip
    st.form_submit_button(
        view.say("review.form.save"), type="primary", key=f"review-save-{box}", on_click=_send,
        args=(found.report_id, box, found.seen, figure),
    )  # fmt: skip


def _send(report_id: str, box: str, seen: int, figure: FigureRow | None) -> None:
    action, by, reason, value = (
        st.session_state.get(f"review-{name}-{box}") or "" for name in ("action", "by", "reason", "value")
    )
    st.session_state[_NAME] = by
    st.session_state[f"{_ASKED}-{report_id}"] = _Asked(action, by, reason, seen, value, figure)


def _save(view: View, report_id: str, asked: _Asked, desk: Desk, names: Names) -> None:
    """Saves, then runs the page again; or says why not, and the form stays as it is."""
    if not asked.by.strip() or (asked.action in NEEDS_REASON and not asked.reason.strip()):
        st.error(view.say("review.form.needs" if asked.action in NEEDS_REASON else "review.form.needs_name"))
        return
    try:
        with st.spinner(view.say("review.form.saving")):
            found = desk.save(report_id, _change(asked), asked.seen)
    except ValueError as error:
        _refused(error, view.lang)
        return
    st.session_state[_counter(report_id)] = st.session_state.get(_counter(report_id), 0) + 1
    left_open = getattr(found.left_open, "text", None)
    st.session_state[f"{_TOLD}-{report_id}"] = (
        reviews.saved_words(view, found.lines[-1], names),
        left_open(view.lang) if left_open else "",
    )
    st.rerun()


def _change(asked: _Asked) -> Change:
    """Raises NumberProblem for a value that cannot be read without guessing."""
    figure = asked.figure
    if figure is None:
        return Change(asked.action, asked.by, asked.reason)
    value = _value(asked.value, figure) if asked.action == "correct" and asked.value.strip() else None
    return Change(asked.action, asked.by, asked.reason, figure.measure, figure.scope, figure.seq, value)


def _value(text: str, figure: FigureRow) -> float:
    """In the measure's unit; a rate or share as printed is in per cent."""
    kind = _KINDS.get(figure.measure_unit, "count") if figure.measure_unit else "rate"
    parsed = parse_number(text, kind)
    if parsed.qualifier != "exact":
        raise NumberProblem("review.form.bound", found=text)
    return float(parsed.value)


def _refused(error: ValueError, lang: Lang) -> None:
    if not hasattr(error, "text"):
        raise error
    builder.refused(error, lang)


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
