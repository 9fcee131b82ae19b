"""The cover: title, subtitle, what is shown, office and day, marks for simulated and provisional figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND

from briefing.deck import Deck
from briefing.pptx_canvas import Box, Canvas
from briefing.pptx_file import COVER_SIZES, DeckFile, add_paragraph, printable
from briefing.pptx_fit import LINE, cut, height
from briefing.pptx_page import draw_mark, mark_box
from briefing.pptx_template import placed, text_room
from text.numbers import format_date
from text.words import say

_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 11.0)
_SMALLER = 5.0
"""How much smaller than the subtitle the lines below it are."""
_SPACE = 7.0
_MARK = 24.0


def add_cover(file: DeckFile) -> None:
    """Colours and places are the template's; the texts are shrunk to their places."""
    deck, layout = file.deck, file.template.cover
    slide = file.cover([deck.title, *_lines(deck), *_simulated(deck)])
    title = placed(layout, (KIND.CENTER_TITLE, KIND.TITLE))
    file.set_title(slide.shapes.title, deck.title, text_room(title), COVER_SIZES)
    room = text_room(placed(layout, (KIND.SUBTITLE,)))
    lines = replace(room, tall=room.tall - _MARK - _SPACE) if deck.simulated else room
    _fill(placed(slide, (KIND.SUBTITLE,)), _lines(deck), lines, file)
    for shape in list(slide.placeholders):
        if not shape.has_text_frame or not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    if deck.simulated:
        mark = mark_box(room, file.lang)
        box = Box(room.x, room.bottom - _MARK, mark.wide + 12, _MARK)
        draw_mark(Canvas(slide, file.locale), box, file.lang)


def _lines(deck: Deck) -> list[str]:
    made = say("briefing_pptx.made_on", deck.lang, date=format_date(deck.made_on, deck.lang))
    provisional = say("briefing_pptx.provisional", deck.lang) if deck.is_provisional else ""
    about = " · ".join(text for text in (deck.author, made) if text)
    return [printable(text) for text in (deck.subtitle, deck.filters, about, provisional) if text]


def _simulated(deck: Deck) -> list[str]:
    return [say("briefing_pptx.simulated", deck.lang)] if deck.simulated else []


def _fill(shape: Any, lines: Sequence[str], room: Box, file: DeckFile) -> None:
    """The first line large, the others smaller."""
    size = next((size for size in _SIZES if _tall(lines, room.wide, size) <= room.tall), _SIZES[-1])
    left = room.tall
    for place, line in enumerate(lines):
        own = _own(size, place)
        if left < own * LINE:
            break
        shown = cut(line, room.wide, left, own)
        left -= height([shown], room.wide, own) + _SPACE
        add_paragraph(shape, shown, own, _SPACE, file.locale)


def _own(size: float, place: int) -> float:
    return size if place == 0 else max(size - _SMALLER, _SIZES[-1])


def _tall(lines: Sequence[str], wide: float, size: float) -> float:
    return sum(height([line], wide, _own(size, place)) + _SPACE for place, line in enumerate(lines))
