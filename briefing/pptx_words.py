"""Slides of words: pages of paragraphs, and what found no room beside a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.enum.shapes import PP_PLACEHOLDER as KIND

from briefing.pptx_file import DeckFile, add_paragraph, printable
from briefing.pptx_fit import LINE, height, wrap
from briefing.pptx_page import draw_mark, mark_box
from briefing.pptx_template import placed, text_room
from text.words import say

_SIZES = (20.0, 18.0, 16.0, 14.0)
NOTE_SIZES = (14.0,)
"""Of what found no room beneath a chart: it stays smaller than what the deck has to say."""
_SPACE = 0.6
"""Room after a paragraph, in sizes of its letters."""
_INDENT = 40.0
"""A bullet and its indent take room at the left."""
_CONTENTS = (KIND.BODY, KIND.OBJECT)


def add_words(
    file: DeckFile, title: str, lines: Sequence[str], notes: Sequence[str], sizes: Sequence[float] = _SIZES
) -> None:
    """Paragraphs as large as fit on one slide; what is too much goes on to the next."""
    room = text_room(placed(file.template.words, _CONTENTS))
    mark = mark_box(room, file.lang)
    if file.deck.simulated:
        room = replace(room, tall=room.tall - mark.tall - 6)
    wide = room.wide - _INDENT
    texts = [printable(line) for line in lines if line.strip()]
    size = next((size for size in sizes if sum(_tall(line, wide, size) for line in texts) <= room.tall), sizes[-1])
    for place, part in enumerate(_divided(texts, wide, room.tall, size)):
        told = title if place == 0 else say("briefing_pptx.continued", file.lang, title=title)
        canvas = file.slide("words", told, notes)
        body = placed(canvas.slide, _CONTENTS)
        for line in part:
            add_paragraph(body, line, size, size * _SPACE, file.locale)
        if not part:
            body._element.getparent().remove(body._element)
        if file.deck.simulated:
            draw_mark(canvas, replace(mark, y=room.bottom + 6), file.lang)


def _tall(line: str, wide: float, size: float) -> float:
    return height([line], wide, size) + size * _SPACE


def _divided(lines: Sequence[str], wide: float, tall: float, size: float) -> list[list[str]]:
    """Paragraphs by slide, about as much on each; one that is longer than a slide is divided at its lines."""
    most = max(int((tall - size * _SPACE) / (size * LINE)), 1)
    pieces: list[str] = []
    for line in lines:
        wrapped = wrap(line, wide, size)
        pieces += [" ".join(wrapped[start : start + most]) for start in range(0, len(wrapped), most)]
    talls = [_tall(piece, wide, size) for piece in pieces]
    parts = _greedy(pieces, talls, tall)
    if len(parts) == 1:
        return parts
    evened = _greedy(pieces, talls, min(tall, sum(talls) / len(parts) + max(talls)))
    return evened if len(evened) == len(parts) else parts


def _greedy(pieces: Sequence[str], talls: Sequence[float], most: float) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    used = 0.0
    for piece, tall in zip(pieces, talls, strict=True):
        if parts[-1] and used + tall > most:
            parts.append([])
            used = 0.0
        parts[-1].append(piece)
        used += tall
    return parts
