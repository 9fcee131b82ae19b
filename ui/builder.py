"""The parts of the deck builder: the list to order and reword, the export that runs beside the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from text.words import Lang, say
from ui.chart import markdown


@dataclass(frozen=True)
class Row:
    """A part of the briefing as it stands in the list; `drafted` stands in the box where nothing is written yet.

    A chart has a title and a comment, a page of words (`is_words`) its lines.
    """

    key: str
    name: str
    title: str
    text: str
    drafted: str = ""
    is_words: bool = False


class Job(Protocol):
    """An export under way."""

    done: int
    total: int
    error: Exception | None

    @property
    def is_running(self) -> bool: ...
    @property
    def was_cancelled(self) -> bool: ...
    def cancel(self) -> None: ...


def rows(
    parts: Sequence[Row],
    lang: Lang,
    *,
    move: Callable[[int, int], None],
    remove: Callable[[int], None],
    reword: Callable[[int, str, str], None],
) -> None:
    """The list of parts, each with its buttons and boxes. `reword` gets place, title and text when they change."""
    for place, part in enumerate(parts):
        with st.container(border=True, key=f"part-{part.key}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{place + 1}.** {markdown(part.name)}", width="stretch")
                _button("up", ":material/arrow_upward:", part, lang, move, place, -1, disabled=place == 0)
                _button(
                    "down", ":material/arrow_downward:", part, lang, move, place, 1, disabled=place == len(parts) - 1
                )
                _button("remove", ":material/delete:", part, lang, remove, place)
            with st.expander(
                say("builder.words" if part.is_words else "builder.reword", lang), key=f"words-{part.key}"
            ):
                _boxes(place, part, lang, reword)


def _button(
    name: str, icon: str, part: Row, lang: Lang, act: Callable[..., None], *arguments: int, disabled: bool = False
) -> None:
    words = say(f"builder.{name}", lang)
    st.button(
        words, icon=icon, key=f"{name}-{part.key}", on_click=act, args=arguments, disabled=disabled, type="tertiary"
    )


def _boxes(place: int, part: Row, lang: Lang, reword: Callable[[int, str, str], None]) -> None:
    title = part.title
    if not part.is_words:
        title = st.text_input(
            say("builder.title", lang), part.title, key=f"title-{part.key}", placeholder=part.name, max_chars=200
        )
    text = st.text_area(
        say("builder.lines" if part.is_words else "builder.comment", lang),
        part.text or part.drafted,
        key=f"text-{part.key}",
        max_chars=3000,
        height=200 if part.is_words else 90,
    )
    if (title, text) != (part.title, part.text or part.drafted):
        reword(place, title, text)
        st.rerun()


@st.fragment(run_every=0.5)
def progress(job: Job, lang: Lang, on_end: Callable[[], None]) -> None:
    """How far the export is, with a way to stop it; only this piece runs again, not the page."""
    if not job.is_running:
        on_end()
        st.rerun()
    share = job.done / job.total if job.total else 0.0
    st.progress(min(share, 1.0), say("builder.progress", lang, done=job.done, total=job.total or "…"))
    st.button(say("builder.cancel", lang), icon=":material/cancel:", key="export-cancel", on_click=job.cancel)
