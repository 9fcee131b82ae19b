"""The parts of the deck builder: the list to order and reword, the export that runs beside the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import streamlit as st

from text.words import Lang, say
from ui.chart import markdown
from ui.viewport import width_class


@dataclass(frozen=True)
class Row:
    """A part of the briefing as it stands in the list: its name there, and what its boxes hold.

    A chart has a title (`drafted` stands where none is written) and a comment, a page of words (`is_words`) its lines.
    """

    key: str
    name: str
    drafted: str
    title: str = ""
    text: str = ""
    is_words: bool = False


class File(Protocol):
    """A finished file."""

    @property
    def name(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Job(Protocol):
    """An export under way."""

    place: int
    done: int
    total: int
    formats: Sequence[str]
    error: Exception | None

    @property
    def is_running(self) -> bool: ...
    @property
    def was_cancelled(self) -> bool: ...
    @property
    def share(self) -> float: ...
    @property
    def files(self) -> Sequence[File]: ...
    def cancel(self) -> None: ...


Act = Callable[..., None]


def heading(title: str, author: str, drafted: str, office: str, lang: Lang, *, key: str, change: Act) -> None:
    """Title and office of the briefing; `drafted` and `office` stand where none is written."""
    names = f"deck-title-{key}", f"author-{key}"

    def changed() -> None:
        change(*(st.session_state[name] for name in names))

    fields = (("deck_title", title, drafted), ("author", author, office))
    for column, name, (word, own, ours) in zip(st.columns(2), names, fields, strict=True):
        column.text_input(
            say(f"builder.{word}", lang), own, key=name, placeholder=ours, max_chars=200, on_change=changed
        )


def rows(parts: Sequence[Row], lang: Lang, *, move: Act, remove: Act, reword: Act) -> None:
    """The list of parts, each with its buttons and boxes.

    `move` gets a place and how far, `remove` a place, `reword` a place, title and text once they have changed.
    """
    is_narrow = width_class() == "narrow"
    for place, part in enumerate(parts):
        buttons = partial(_buttons, place, len(parts), part, lang, move, remove)
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"part-{part.key}"):
            with st.expander(f"**{place + 1}.** {markdown(part.name)}", key=f"words-{part.key}"):
                if is_narrow:
                    buttons()
                _boxes(place, part, lang, reword)
            if not is_narrow:
                buttons()


def _buttons(place: int, count: int, part: Row, lang: Lang, move: Act, remove: Act) -> None:
    asked: tuple[tuple[str, str, Act, tuple[int, ...], bool], ...] = (
        ("up", "arrow_upward", move, (place, -1), place == 0),
        ("down", "arrow_downward", move, (place, 1), place == count - 1),
        ("remove", "delete", remove, (place,), False),
    )
    with st.container(horizontal=True, width="content", gap="small"):
        for name, icon, act, arguments, is_off in asked:
            st.button(
                say(f"builder.{name}", lang), icon=f":material/{icon}:", key=f"{name}-{part.key}", on_click=act,
                args=arguments, disabled=is_off, type="tertiary",
            )  # fmt: skip


def _boxes(place: int, part: Row, lang: Lang, reword: Act) -> None:
    title, text = f"title-{part.key}", f"text-{part.key}"

    def changed() -> None:
        reword(place, st.session_state.get(title, ""), st.session_state[text])

    if not part.is_words:
        st.text_input(
            say("builder.title", lang), part.title, key=title, placeholder=part.drafted, max_chars=200,
            on_change=changed,
        )  # fmt: skip
    st.text_area(
        say("builder.lines" if part.is_words else "builder.comment", lang), part.text, key=text, max_chars=3000,
        height=200 if part.is_words else 90, placeholder=part.drafted if part.is_words else None, on_change=changed,
    )  # fmt: skip


@st.fragment(run_every=0.5)
def progress(job: Job, lang: Lang) -> None:
    """How far the export is, with a way to stop it; only this piece runs again, not the page."""
    if not job.is_running:
        st.rerun()
    words = {"format": job.formats[job.place].upper(), "place": job.place + 1, "count": len(job.formats)}
    st.progress(min(job.share, 1.0), say("builder.progress", lang, **words, done=job.done, total=job.total or "…"))
    st.button(say("builder.cancel", lang), icon=":material/cancel:", key="export-cancel", on_click=job.cancel)


def refused(error: Exception, lang: Lang) -> None:
    """What was wrong, in the reader's language where the error has words of its own."""
    told = getattr(error, "text", None)
    st.error(markdown(told(lang) if told else say("builder.failed", lang, detail=error)), icon=":material/error:")


def outcome(job: Job, lang: Lang) -> None:
    """How far an export is, or what came of it: the files, an error, or nothing because it was stopped."""
    if job.is_running:
        progress(job, lang)
    elif job.was_cancelled:
        st.info(say("builder.cancelled", lang), icon=":material/cancel:")
    elif job.error:
        refused(job.error, lang)
    else:
        st.success(say("builder.ready_files", lang), icon=":material/task_alt:")
        with st.container(horizontal=True):
            for file in job.files:
                st.download_button(
                    file.name, file.content, file.name, file.mime, on_click="ignore", key=f"get-{file.name}"
                )
