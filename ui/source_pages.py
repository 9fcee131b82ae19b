"""The pages of a PDF, or the paragraphs of a Word file, where figures are printed: shown beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from charts.view import View
from ui.chart import markdown
from ui.printed import worth_finding
from ui.source_docx import passages
from ui.source_pdf import NoSuchPage, Unreadable, page_picture, pages_named
from ui.theme import current

MOST_PAGES = 3


def show(view: View, path: Path, sha256: str, places: Mapping[str, Sequence[str]]) -> None:
    """What the file shows at `places`, the numbers printed there by locator; nothing for other kinds of files."""
    try:
        if path.suffix.lower() == ".pdf":
            _pdf(view, path, sha256, places)
        elif path.suffix.lower() == ".docx":
            _docx(view, path, sha256, worth_finding(one for numbers in places.values() for one in numbers))
    except Unreadable as error:
        st.warning(markdown(view.say(f"source_page.{error.reason}")), icon=":material/draft:")


def by_page(places: Mapping[str, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """The numbers printed on each page that the locators name, in the locators' order."""
    found: dict[int, list[str]] = {}
    for locator, numbers in places.items():
        for page in pages_named(locator):
            found.setdefault(page, []).extend(numbers)
    return {page: worth_finding(numbers) for page, numbers in found.items()}


def _pdf(view: View, path: Path, sha256: str, places: Mapping[str, Sequence[str]]) -> None:
    pages = by_page(places)
    if not pages:
        st.caption(markdown(view.say("source_page.unnamed")))
    for number, printed in list(pages.items())[:MOST_PAGES]:
        try:
            picture = page_picture(path, sha256, number, printed)
        except NoSuchPage as error:
            words = view.say("source_page.no_such_page", page=error.page, pages=error.pages)
            st.warning(markdown(words), icon=":material/draft:")
            continue
        where = view.say("source_page.page", file=path.name, page=number, pages=picture.pages)
        marked = "; ".join(picture.marked)
        caption = view.say("source_page.marked", where=where, printed=marked) if marked else where
        key = "source_page.alt" if printed else "source_page.alt_plain"
        alt = view.say(key, file=path.name, page=number, **({"printed": "; ".join(printed)} if printed else {}))
        st.image(picture.png, caption=markdown(caption), alt=alt)
    if left := list(pages)[MOST_PAGES:]:
        st.caption(markdown(view.say("source_page.more", count=len(left), pages=", ".join(map(str, left)))))


def _docx(view: View, path: Path, sha256: str, printed: tuple[str, ...]) -> None:
    found = passages(path, sha256, printed)
    if found.blocks:
        _blocks(view.say("source_page.paragraphs", file=path.name, printed="; ".join(found.found)), found.blocks)
    for key, numbers in (("not_found", found.absent), ("too_often", found.too_often)):
        if numbers:
            st.caption(markdown(view.say(f"source_page.{key}", printed="; ".join(numbers))))


def _blocks(caption: str, blocks: Sequence[str]) -> None:
    palette = current()
    style = f"margin:0 0 0.35rem 0;padding:0.3rem 0.6rem;background:{palette.panel};overflow-wrap:anywhere"
    lines = "".join(f'<p style="{style}">{escape(text)}</p>' for text in blocks)
    st.html(
        f'<figure style="margin:0 0 0.5rem 0;color:{palette.text};font-size:0.9rem">'
        f'<figcaption style="color:{palette.muted};font-size:0.85rem">{escape(caption)}</figcaption>{lines}</figure>'
    )
