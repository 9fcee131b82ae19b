"""From a figure on a chart to where it comes from: the list under each chart, and the button to the unit's page."""

from __future__ import annotations

import streamlit as st

from charts.origins import Origin, origins
from charts.recipes import Recipe
from ui.address import kept
from ui.frame import Chosen

PART = "origin"
_PAGE = "pages/unit.py"
_WIDE = 330
_ASKED = "origin-asked"


def offer(recipe: Recipe, choice: Chosen, *, key: str) -> None:
    """A list of the chart's figures; choosing one leads to its numerator, denominator, printed text and report."""
    found = origins(recipe, choice.view, choice.ask)
    if not found:
        return
    picked = st.selectbox(
        choice.view.say("origin.label"), range(len(found)), index=None, format_func=lambda place: found[place].label,
        key=f"{key}-origin", placeholder=choice.view.say("origin.label"), label_visibility="collapsed", width=_WIDE,
    )  # fmt: skip
    if picked is not None:
        go(found[picked])


def button(origin: Origin, label: str, *, key: str) -> None:
    """Leads to where one figure comes from."""
    # Asked for in a callback: a run that is begun again would have forgotten the click.
    st.button(label, key=key, icon=":material/pin_drop:", on_click=_ask, args=(origin,))
    if asked := st.session_state.pop(_ASKED, None):
        go(asked)


def _ask(origin: Origin) -> None:
    st.session_state[_ASKED] = origin


def go(origin: Origin) -> None:
    """Opens the unit's page at the figure; ends this run."""
    wanted = {"profile": origin.unit_id, "figures": origin.period_id, "trace": origin.trace, "part": PART}
    kept().update(wanted)
    for name in wanted:
        # What the unit's page was left with would win over the choice.
        st.session_state.pop(f"frame-{name}", None)
    st.switch_page(_PAGE)
