"""The reader's theme on the screen; the colours themselves are charts/colours.py."""

from pathlib import Path

import streamlit as st

from charts.colours import DARK, LIGHT, Palette

STYLE = Path(__file__).with_name("style.css")

FONT = '"Source Sans", "Source Sans 3", "Segoe UI", Arial, "Liberation Sans", sans-serif'
"""Streamlit's bundled font first; a picture made by the server or the camera button takes the first system font."""


def current() -> Palette:
    """The palette of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def apply_style() -> None:
    """Puts what the theme cannot say, ui/style.css, into the page. Once a run, before anything is drawn."""
    st.html(STYLE)
