"""Is the reader's window narrow? Streamlit's server knows no width, so a line of script in the page tells it.

`measure()` stands once in app.py, before anything is drawn. A wide window costs nothing; a narrow one costs one rerun,
and none where the browser says that it is a phone's. Nothing is fetched: the script is in this file.
"""

import streamlit as st

from ui.draw_common import WidthClass

_STATE = "viewport_narrow"
_SCRIPT = """
export default function ({ data, setStateValue }) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => setStateValue("narrow", narrow.matches);
  if (narrow.matches !== data.narrow) tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
"""


def measure() -> None:
    """Remember what the window's width is; `width_class()` then knows. Once a run."""
    component = st.components.v2.component("viewport", js=_SCRIPT)
    found = component(data={"narrow": _is_narrow()}, key="viewport", height=1, on_narrow_change=lambda: None)
    if found.narrow is not None:
        st.session_state[_STATE] = bool(found.narrow)


def width_class() -> WidthClass:
    """What the charts are laid out for. Before the first measurement a phone's browser is taken at its word."""
    return "narrow" if _is_narrow() else "wide"


def _is_narrow() -> bool:
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return bool(st.session_state.get(_STATE, phone))
