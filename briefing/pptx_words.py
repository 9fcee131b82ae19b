"""Slides of words: the cover, the headline figures, pages of paragraphs and what found no room beside a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND

from briefing.deck import Deck
from briefing.pptx_canvas import Box, Canvas, Paragraph, Run
from briefing.pptx_file import COVER_SIZES, DeckFile, printable
from briefing.pptx_fit import LINE, best_size, cut, height, wrap
from briefing.pptx_page import draw_mark, mark_box
from briefing.pptx_template import placed, text_room
from briefing.style import ACCENT, MUTED, PANEL, STATUS, TEXT
from charts.spec import Status, Tile
from text.numbers import format_date
from text.words import Lang, say

_WORD_SIZES = (20.0, 18.0, 16.0, 14.0)
_SPACE = 0.6
"""Room after a paragraph, in lines."""
_MOST_LENGTH = 0.72
_COVER_LINES = (20.0, 18.0, 16.0, 14.0, 12.0, 11.0)
_TILES_ACROSS = 4
_TILES_DOWN = 2
_TILE_GAP = 14.0


def add_cover(file: DeckFile) -> None:
    """Title, subtitle, filters, office and day; marks for simulated and provisional figures."""
    deck, lang = file.deck, file.lang
    slide = file.cover([_about(deck), *_warnings(deck)])
    layout = file.template.cover
    title = placed(layout, (KIND.CENTER_TITLE, KIND.TITLE))
    file.set_title(slide.shapes.title, deck.title, text_room(title), COVER_SIZES)
    room = text_room(placed(layout, (KIND.SUBTITLE,)))
    mark = 26.0 if deck.simulated else 0.0
    _fill_cover(
        placed(slide, (KIND.SUBTITLE,)), _cover_lines(deck), Box(room.x, room.y, room.wide, room.tall - mark), file
    )
    for shape in list(slide.placeholders):
        if not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    if deck.simulated:
        box = mark_box(room, lang)
        draw_mark(Canvas(slide, file.locale), Box(room.x, room.bottom - 22, box.wide + 8, 22), lang)


def _about(deck: Deck) -> str:
    made = say("briefing_pptx.made_on", deck.lang, date=format_date(deck.made_on, deck.lang))
    return " · ".join(text for text in (deck.author, made) if text)


def _warnings(deck: Deck) -> list[str]:
    marks = {"briefing_pptx.simulated": deck.simulated, "briefing_pptx.provisional": deck.is_provisional}
    return [say(key, deck.lang) for key, holds in marks.items() if holds]


def _cover_lines(deck: Deck) -> list[str]:
    return [text for text in (deck.subtitle, deck.filters, _about(deck), *_warnings(deck)) if text]


def _fill_cover(shape: Any, lines: Sequence[str], room: Box, file: DeckFile) -> None:
    """The first line large, the others smaller; colours are the template's."""
    size = best_size(lines, room.wide, room.tall - 4 * len(lines), _COVER_LINES) or _COVER_LINES[-1]
    left = room.tall
    for place, line in enumerate(lines):
        own = size if place == 0 else max(size - 4, _COVER_LINES[-1])
        shown = cut(printable(line), room.wide, max(left, own * LINE), own)
        left -= height([shown], room.wide, own) + 4
        _add_paragraph(shape, shown, own, place, file.locale)


def _add_paragraph(shape: Any, text: str, size: float, place: int, locale: str) -> None:
    frame = shape.text_frame
    paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = text
    look = run._r.get_or_add_rPr()
    look.set("sz", str(round(size * 100)))
    look.set("lang", locale)


def add_words(file: DeckFile, title: str, lines: Sequence[str], notes: Sequence[str]) -> None:
    """Paragraphs as large as fit on one slide; what is too much goes on to the next."""
    placeholder = placed(file.template.words, (KIND.BODY, KIND.OBJECT))
    room = text_room(placeholder)
    # A bullet and its indent take room at the left; lines as long as the slide is wide are hard to read.
    wide = room.wide - 40
    size = _words_size([printable(line) for line in lines], wide, room.tall)
    for place, part in enumerate(_words_parts([printable(line) for line in lines], wide, room.tall, size)):
        told = title if place == 0 else say("briefing_pptx.continued", file.lang, title=title)
        canvas = file.slide("words", told, notes)
        body = placed(canvas.slide, (KIND.BODY, KIND.OBJECT))
        for number, line in enumerate(part):
            _add_paragraph(body, line, size, number, file.locale)
            _space_after(body, size)
        if not part:
            body._element.getparent().remove(body._element)


def _space_after(shape: Any, size: float) -> None:
    from pptx.util import Pt

    shape.text_frame.paragraphs[-1].space_after = Pt(size * _SPACE)
    shape.text_frame.paragraphs[-1].space_before = Pt(0)


def _paragraph_tall(line: str, wide: float, size: float) -> float:
    return height([line], wide, size) + size * _SPACE


def _words_size(lines: Sequence[str], wide: float, tall: float) -> float:
    fits = (size for size in _WORD_SIZES if sum(_paragraph_tall(line, wide, size) for line in lines) <= tall)
    return next(fits, _WORD_SIZES[-1])


def _words_parts(lines: Sequence[str], wide: float, tall: float, size: float) -> list[list[str]]:
    """Paragraphs by slide; one that is longer than a slide is divided at its lines."""
    most = max(int((tall - size * _SPACE) / (size * LINE)), 1)
    whole: list[str] = []
    for line in lines:
        wrapped = wrap(line, wide, size)
        whole += [" ".join(wrapped[start : start + most]) for start in range(0, len(wrapped), most)]
    parts: list[list[str]] = [[]]
    used = 0.0
    for line in whole:
        need = _paragraph_tall(line, wide, size)
        if parts[-1] and used + need > tall:
            parts.append([])
            used = 0.0
        parts[-1].append(line)
        used += need
    return parts


def add_tiles(file: DeckFile, tiles: Sequence[Tile]) -> None:
    """The headline figures, up to eight on a slide."""
    most = _TILES_ACROSS * _TILES_DOWN
    title = say("briefing_pptx.headline", file.lang)
    for start in range(0, len(tiles), most):
        told = title if start == 0 else say("briefing_pptx.continued", file.lang, title=title)
        shown = tiles[start : start + most]
        canvas = file.slide("chart", told, [_tile_note(tile, file.lang) for tile in shown])
        area = file.template.area
        remove_content(canvas)
        if file.deck.simulated:
            draw_mark(canvas, mark_box(area, file.lang), file.lang)
        subtitle = cut(file.deck.filters, area.wide - 180, 15, 12)
        canvas.text(Box(area.x, area.y, area.wide - 180, 16), [(Run(subtitle, 12, MUTED),)], name="Filters")
        _draw_tiles(canvas, shown, area.below(26), file.lang)


def remove_content(canvas: Canvas) -> None:
    """The place for content is empty: charts and tiles are shapes of their own."""
    found = placed(canvas.slide, (KIND.OBJECT, KIND.BODY))
    if found is not None:
        found._element.getparent().remove(found._element)


def _draw_tiles(canvas: Canvas, tiles: Sequence[Tile], area: Box, lang: Lang) -> None:
    across = min(len(tiles), _TILES_ACROSS) if len(tiles) != 6 else 3
    down = -(-len(tiles) // across)
    wide = (area.wide - _TILE_GAP * (across - 1)) / across
    tall = min((area.tall - _TILE_GAP * (down - 1)) / down, 180.0)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, across)
        box = Box(area.x + column * (wide + _TILE_GAP), area.y + row * (tall + _TILE_GAP), wide, tall)
        canvas.block(box, PANEL, "Tile")
        canvas.block(Box(box.x, box.y, 4, box.tall), ACCENT, "Tile accent")
        inner = Box(box.x + 14, box.y + 8, box.wide - 24, box.tall - 16)
        canvas.text(inner, _tile_paragraphs(tile, inner, lang), anchor="ctr", name=tile.label)


def _tile_paragraphs(tile: Tile, room: Box, lang: Lang) -> list[Paragraph]:
    """Label, figure, marks, change, meaning; smaller together where they are long."""
    texts = _tile_texts(tile, lang)
    looks = (
        (13.0, MUTED, False),
        (30.0, TEXT, True),
        (11.0, MUTED, False),
        (13.0, _tone(tile), True),
        (12.0, TEXT, False),
    )
    for share in (1.0, 0.92, 0.85, 0.78, 0.7, 0.6):
        lines: list[Paragraph] = []
        for text, (size, colour, bold) in zip(texts, looks, strict=True):
            own = round(size * share, 1)
            lines += [(Run(line, own, colour, bold),) for line in wrap(text, room.wide, own, bold) if text]
        if sum(line[0].size for line in lines) * LINE <= room.tall:
            break
    kept, used = [], 0.0
    for line in lines:
        used += line[0].size * LINE
        if used <= room.tall:
            kept.append(line)
    return kept


def _tile_texts(tile: Tile, lang: Lang) -> tuple[str, ...]:
    flags = ", ".join(say(f"ui_chart.tile.{flag.value}", lang) for flag in sorted(tile.flags))
    return tile.label, tile.value, flags, _change(tile, lang), tile.meaning


def _change(tile: Tile, lang: Lang) -> str:
    """Arrow for the direction of the figure, word for what it means: fewer late dossiers are ▼ and better."""
    if not tile.change.strip():
        return ""
    sign = tile.change.strip()[0]
    arrow = "▲ " if sign == "+" else "▼ " if sign in "-\u2212" else ""
    word = {True: "tile.better", False: "tile.worse", None: ""}[tile.better]
    return f"{arrow}{tile.change}" + (f" ({say(f'ui_chart.{word}', lang)})" if word else "")


def _tone(tile: Tile) -> str:
    return MUTED if tile.better is None else STATUS[Status.MET if tile.better else Status.NOT_MET]


def _tile_note(tile: Tile, lang: Lang) -> str:
    label, *rest = _tile_texts(tile, lang)
    return f"{label}: {'; '.join(text for text in rest if text)}"
