"""A search over the national list of units, both eras, that says whether there are reports of them."""

from __future__ import annotations

import streamlit as st

from charts.method_tables import found_units_frame
from charts.spec import TableSpec
from charts.view import View
from text.search import fold
from ui import data, page
from ui.chart import show

LEAST_LETTERS = 2
MOST_UNITS = 50


def find_unit(view: View) -> None:
    """A search box and what it finds; why nothing is shown, where nothing is."""
    typed = st.text_input(
        view.say("method.search_units"), key="method-unit", placeholder=view.say("method.search_units_placeholder")
    )
    asked = fold(typed or "")
    if len(asked) < LEAST_LETTERS:
        page.empty(view, "method.search_units_hint", least=LEAST_LETTERS)
        return
    found = data.search_units(asked, MOST_UNITS)
    if not found:
        page.empty(view, "method.units_none", query=typed)
        return
    show(TableSpec(found_units_frame(view, found)), key="method-units", lang=view.lang)
    if len(found) == MOST_UNITS:
        st.caption(view.say("method.units_many", most=MOST_UNITS))
