"""One figure of a report: the list to choose it from, what it is worth now, and the form in which it is reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts import reviews
from charts.provenance import Names
from charts.view import View
from domain.review import Change, FigureKey, Line
from queries.rows import FigureRow, Finding
from text.numbers import Kind, NumberProblem, parse_number
from ui.chart import markdown
from ui.provenance import SEVERITY_ICONS
from ui.review_boxes import Asked, Form, actions, figure_list, who_why_save

_KINDS: dict[str, Kind] = {"%": "rate", "VND": "money_vnd", "million VND": "money_million"}
_KEPT = "review-kept"
_MOST_TOLD = 3


def choose_figure(report_id: str, key: FigureKey) -> None:
    """Makes `key` the figure that the form opens at. For a callback, before the list is drawn."""
    st.session_state[f"{_KEPT}-{report_id}"] = key


def figure_form(
    view: View, report_id: str, seen: int, figures: Sequence[FigureRow], unbuilt: Sequence[Line], names: Names,
    key: str, flagged: Mapping[FigureKey, Sequence[Finding]],
) -> None:  # fmt: skip
    """`figures` as they stand after the lines `unbuilt`; `flagged` are the findings by figure."""
    if not figures:
        st.info(view.say("review.form.no_figures"), icon=":material/inbox:")
        return
    figure = _picked(view, report_id, reviews.in_order(figures, flagged), names, flagged)
    words = [reviews.worth_words(view, figure)]
    if any(line.key[:2] == reviews.key_of(figure)[:2] for line in unbuilt):
        words.append(view.say("review.form.not_built"))
    st.caption(markdown(" ".join(words)))
    if found := flagged.get(reviews.key_of(figure), ())[:_MOST_TOLD]:
        told = (f"- {SEVERITY_ICONS[one.severity]} {markdown(one.message(view.lang))}" for one in found)
        st.markdown("\n".join(told))
    form = Form(report_id, f"figure-{key}", f"figure-{key}-{'-'.join(map(str, reviews.key_of(figure)))}", seen)
    with st.form(f"review-figure-form-{key}", enter_to_submit=False):
        actions(view, form, reviews.figure_actions(figure), figure)
        _value_box(view, form, figure, names)
        who_why_save(view, form, figure)


def _picked(
    view: View, report_id: str, figures: Sequence[FigureRow], names: Names, flagged: Mapping[FigureKey, object]
) -> FigureRow:
    """The figure chosen. It is kept here and not in the list alone: a browser knows an entry by its words, and where
    these change, or the order of two statements turns around, it would fall back to the first."""
    by_key = {reviews.key_of(one): one for one in figures}
    labels = reviews.figure_labels(view, figures, names, flagged)
    listed, kept = figure_list(report_id), f"{_KEPT}-{report_id}"
    if st.session_state.get(kept) not in by_key:
        st.session_state[kept] = next(iter(by_key))
    st.session_state[listed] = st.session_state[kept]

    def keep() -> None:
        if isinstance(picked := st.session_state.get(listed), tuple):
            st.session_state[kept] = picked

    st.selectbox(
        view.say("review.form.figure"), list(by_key), format_func=labels.__getitem__, key=listed, on_change=keep,
        help=view.say("review.form.with_finding") if flagged else None,
    )  # fmt: skip
    return by_key[st.session_state[kept]]


def _value_box(view: View, form: Form, figure: FigureRow, names: Names) -> None:
    # Of one figure alone: what was typed for another is never this one's.
    codes = reviews.codes_words(view, figure.measure)
    label = (
        view.say("review.form.value_flag", codes=codes)
        if codes
        else view.say("review.form.value", unit=names.unit(view, figure.measure))
    )
    told = view.say("review.form.value_flag_help" if codes else "review.form.value_help")
    st.text_input(label, key=f"review-value-{form.own}", help=told, max_chars=40)


def not_as_drawn(view: View, asked: Asked, figures: Sequence[FigureRow], names: Names) -> str:
    """Why a form is not saved as it was sent: another figure than its own was chosen above it, or a value was given for
    an action that takes none. Empty where neither is so."""
    if asked.figure is None:
        return ""
    labels = reviews.figure_labels(view, reviews.reviewable(asked.figure.report_id, figures), names, ())
    drawn = reviews.key_of(asked.figure)
    if asked.chosen not in (None, drawn):
        now, was = (labels.get(one, "") for one in (asked.chosen, drawn))
        return view.say("review.form.other_figure", now=now, drawn=was)
    if asked.value.strip() and asked.action != "correct":
        chosen, correct = (reviews.action_words(view, one, asked.figure) for one in (asked.action, "correct"))
        return view.say("review.form.value_unused", action=chosen, correct=correct)
    return ""


def change_of(asked: Asked) -> Change:
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
