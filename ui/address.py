"""What the reader chose, in codes: kept while the pages change, and written into the address of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from text.words import Lang, say

ALL = ""
_STATE = "choice"
_LISTS = ("unit", "against")


def kept() -> dict[str, Any]:
    """The choices of this session by their name in the address; empty or absent for the default."""
    return st.session_state.setdefault(_STATE, {})


def read() -> None:
    """Takes the address as the choice, once a session."""
    choice = kept()
    if "read" in choice:
        return
    choice["read"] = True
    for name in st.query_params:
        choice[name] = st.query_params.get_all(name) if name in _LISTS else st.query_params[name]


def write() -> None:
    """Makes the address say what is chosen, so that a reload or a sent link shows the same."""
    wanted = {name: value for name, value in kept().items() if value and name != "read"}
    there = {name: st.query_params.get_all(name) for name in st.query_params}
    if there != {name: value if isinstance(value, list) else [value] for name, value in wanted.items()}:
        st.query_params.from_dict(wanted)


def reset() -> None:
    """Forgets all choices but the language."""
    lang = kept().get("lang", "vi")
    st.session_state[_STATE] = {"read": True, "lang": lang}
    for key in [key for key in st.session_state if str(key).startswith("frame-")]:
        del st.session_state[key]


def pick(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str],
    lang: Lang,
    notices: list[str],
    help_text: str | None = None,
    lost: Callable[[str], str] = str,
) -> str:
    """A drop-down list whose choice outlives a change of language, page or options; says so where it cannot. What was
    not chosen follows the default: another source brings its own kind and range of periods. `lost` is how a choice that
    is none of the options is called."""
    choice = kept()
    wanted = choice.get(name, default)
    if wanted not in options:
        if name in choice and wanted:
            notices.append(say("frame.not_there", lang, label=label, found=lost(wanted), shown=words(default)))
        wanted = default
    key, shown = f"frame-{name}", f"default-{name}"
    follows = not choice.get(name) and st.session_state.get(shown, default) != default
    if follows or st.session_state.get(key) not in options:
        st.session_state[key] = wanted
    st.session_state[shown] = default
    picked = st.selectbox(
        label, options, format_func=words, key=key, placeholder=say("frame.choose", lang), help=help_text
    )
    choice[name] = picked if picked != default else ALL
    return picked
