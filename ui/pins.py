"""Charts a reader has pinned for a briefing: kept in the session, in order."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts.choose import Choice
from charts.recipes import Recipe
from text.words import say

_STATE = "pins"


@dataclass(frozen=True)
class Pinned:
    """A chart as it was seen."""

    recipe: Recipe
    choice: Choice


def pinned() -> list[Pinned]:
    """The pinned charts of this session, in the order of pinning."""
    return st.session_state.setdefault(_STATE, [])


def clear() -> None:
    st.session_state[_STATE] = []


def button(recipe: Recipe, choice: Choice, *, key: str) -> None:
    """Pins the chart for the briefing, or takes it back."""
    this = Pinned(recipe, choice)
    is_there = this in pinned()
    words = say("pins.remove" if is_there else "pins.add", choice.lang)
    icon = ":material/keep_off:" if is_there else ":material/keep:"
    st.button(words, icon=icon, key=f"{key}-pin", on_click=_toggle, args=(this,))


def _toggle(this: Pinned) -> None:
    there = pinned()
    if this in there:
        there.remove(this)
    else:
        there.append(this)
