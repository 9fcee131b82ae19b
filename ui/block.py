"""Shows any spec: a chart, a matrix, or a plain table where units cannot be compared."""

from __future__ import annotations

import streamlit as st

from charts.spec import ChartSpec, MatrixSpec, TableSpec
from text.words import Lang
from ui.chart import show
from ui.matrix import draw_matrix


def block(spec: ChartSpec | MatrixSpec | TableSpec, *, key: str, lang: Lang) -> None:
    """The block of `spec`: title, body, sentence, source and definition, downloads, table."""
    if isinstance(spec, MatrixSpec | TableSpec):
        st.subheader(spec.frame.title)
        if isinstance(spec, MatrixSpec):
            draw_matrix(spec)
    else:
        show(spec, key=key, lang=lang)
