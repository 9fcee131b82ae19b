"""From a figure on a chart to where it comes from: the list under each chart, and the button to the unit's page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.origins import Origin, origins
from charts.recipes import Recipe
from charts.spec import Tile
from charts.view import View
from ui.address import ALL, kept
from ui.chart import markdown
from ui.frame import Chosen

PART = "origin"
REPORT_OF = "report_of"
"""In the address: which of the reports behind a sum is read."""
_PAGE = "pages/unit.py"
_WIDE = 460
"""Px; on a phone as wide as the screen."""
_ASKED = "origin-asked"
_NARROWING = ("basis", "province", "district", "kind", "from", "to", "unit", "peers")


def offer(recipe: Recipe, choice: Chosen, *, key: str) -> None:
    """A list of the chart's figures; choosing one leads to its numerator, denominator, printed text and report."""
    found = origins(recipe, choice.view, choice.ask)
    if not found:
        return
    # A browser keeps the choice of a list that it will see again: on the unit's own page it would lead there for ever.
    led = f"{key}-origin-led"
    times = st.session_state.get(led, 0)
    picked = st.selectbox(
        choice.view.say("origin.label"), range(len(found)), index=None, format_func=lambda place: found[place].label,
        key=f"{key}-origin" + f"-{times}" * bool(times), placeholder=choice.view.say("origin.label"),
        label_visibility="collapsed", width=_WIDE,
    )  # fmt: skip
    if picked is not None:
        st.session_state[led] = times + 1
        go(found[picked])


def of_tiles(view: View, tiles: Sequence[Tile]) -> None:
    """Under headline figures of a group, which no report states: where the figures they are made of stand."""
    if tiles:
        st.caption(markdown(view.say("counted.tiles", chart=view.chart_name("ranked"))))


def button(origin: Origin, label: str, *, key: str, apart: bool = False) -> None:
    """Leads to where one figure comes from. `apart`: the unit is none of those that the page compares."""
    # Asked for in a callback: a run that is begun again would have forgotten the click.
    st.button(label, key=key, icon=":material/pin_drop:", on_click=_ask, args=(origin, apart))
    if asked := st.session_state.pop(_ASKED, None):
        go(*asked)


def _ask(origin: Origin, apart: bool) -> None:
    st.session_state[_ASKED] = (origin, apart)


def go(origin: Origin, apart: bool = False) -> None:
    """Opens the unit's page at the figure; ends this run. `apart` leaves the filters that the unit may lie outside of:
    of a unit from before 2025, the units of today are one."""
    for name in _NARROWING if apart else ():
        kept()[name] = ALL
        st.session_state.pop(f"frame-{name}", None)
    wanted = {
        "profile": origin.unit_id,
        "figures": origin.period_id,
        "trace": origin.trace,
        "part": PART,
        REPORT_OF: ALL,
    }
    kept().update(wanted)
    for name in wanted:
        # What the unit's page was left with would win over the choice.
        st.session_state.pop(f"frame-{name}", None)
    st.switch_page(_PAGE)
