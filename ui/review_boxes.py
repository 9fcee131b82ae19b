"""The boxes that the forms of a review have in common, and what was sent with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts import reviews
from charts.view import View
from domain.review import FigureKey
from queries.rows import FigureRow

_MOST_NAME, _MOST_REASON = 100, 1000
_ASKED, _NAME = "review-asked", "review-by"


@dataclass(frozen=True)
class Asked:
    """A form that was sent: what stood in it, and the last line its reader had before him. `figure` is the one it was
    drawn for, `chosen` the one that the list above it named when it was sent."""

    action: str
    by: str
    reason: str
    seen: int
    value: str = ""
    figure: FigureRow | None = None
    chosen: FigureKey | None = None


@dataclass(frozen=True)
class Form:
    """Where a form stands: its report, the keys of its boxes (`box`: name and reason; `own`: what belongs to one figure
    or one status alone) and the last line that its reader has seen."""

    report_id: str
    box: str
    own: str
    seen: int


def actions(view: View, form: Form, offered: Sequence[str], figure: FigureRow | None = None) -> None:
    """What to do, the first of `offered` unless something else is chosen."""
    st.segmented_control(
        view.say("review.form.action"), offered, default=offered[0], required=True, key=f"review-action-{form.own}",
        format_func=lambda action: reviews.action_words(view, action, figure),
    )  # fmt: skip


def who_why_save(view: View, form: Form, figure: FigureRow | None = None) -> None:
    """Name, reason and the button, which sends along what its reader had seen."""
    st.text_input(
        view.say("review.form.by"), st.session_state.get(_NAME, ""), key=f"review-by-{form.box}", max_chars=_MOST_NAME
    )
    st.text_area(
        view.say("review.form.reason" if figure else "review.form.reason_report"), key=f"review-reason-{form.box}",
        max_chars=_MOST_REASON, height=80,
    )  # fmt: skip
    st.form_submit_button(
        view.say("review.form.save"), type="primary", key=f"review-save-{form.own}", on_click=_send,
        args=(form, figure),
    )  # fmt: skip


def asked_of(report_id: str) -> Asked | None:
    """What was sent in this run, once."""
    return st.session_state.pop(f"{_ASKED}-{report_id}", None)


def figure_list(report_id: str) -> str:
    """The key of the list of figures."""
    return f"review-figure-{report_id}"


def _send(form: Form, figure: FigureRow | None) -> None:
    def held(name: str, box: str) -> str:
        return st.session_state.get(f"review-{name}-{box}") or ""

    by, reason = held("by", form.box), held("reason", form.box)
    action, value = held("action", form.own), held("value", form.own)
    chosen = st.session_state.get(figure_list(form.report_id)) if figure else None
    # Words that the list does not know are an entry of an earlier run: the form is the one that was drawn then.
    chosen = chosen if isinstance(chosen, tuple) else None
    st.session_state[_NAME] = by
    st.session_state[f"{_ASKED}-{form.report_id}"] = Asked(action, by, reason, form.seen, value, figure, chosen)
