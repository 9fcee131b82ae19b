"""The reader's theme on the screen; the colours themselves are charts/colours.py."""

import streamlit as st

from charts.colours import DARK, LIGHT, Palette

FONT = '"Source Sans", "Source Sans 3", "Segoe UI", Arial, "Liberation Sans", sans-serif'
"""Streamlit's bundled font first; a picture made by the server or the camera button takes the first system font."""


def current() -> Palette:
    """The palette of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT
