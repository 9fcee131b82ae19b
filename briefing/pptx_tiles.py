"""The headline figures as tiles: what, how much, its change and what that means."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.pptx_canvas import Box, Canvas, Paragraph, Run
from briefing.pptx_file import DeckFile, remove_content
from briefing.pptx_fit import LINE, best_size, cut, wrap
from briefing.pptx_page import draw_mark, mark_box
from briefing.style import ACCENT, MUTED, PANEL, STATUS, TEXT
from charts.captions import tile_change, tile_flags
from charts.spec import Status, Tile
from text.words import Lang, say

_ACROSS, _DOWN = 4, 2
_GAP = 14.0
_MOST_TALL = 270.0
_FILTERS = 12.0
_SHARES = (1.25, 1.12, 1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55)
_STEPS = (0.0, 4.0, 8.0, 12.0, 16.0, 20.0)
"""By how much a figure is made smaller, in points, so that its unit stays on the line."""
_SPACER = 7.0
_PAD_X, _PAD_Y = 26.0, 24.0


def add_tiles(file: DeckFile, tiles: Sequence[Tile]) -> None:
    """Up to eight tiles on a slide."""
    title = say("briefing_pptx.headline", file.lang)
    for start in range(0, len(tiles), _ACROSS * _DOWN):
        told = title if start == 0 else say("briefing_pptx.continued", file.lang, title=title)
        shown = tiles[start : start + _ACROSS * _DOWN]
        canvas = file.slide("chart", told, [_note(tile, file.lang) for tile in shown])
        remove_content(canvas.slide)
        area, mark = file.template.area, mark_box(file.template.area, file.lang)
        if file.deck.simulated:
            draw_mark(canvas, mark, file.lang)
        line = Box(area.x, area.y, area.wide - mark.wide - 12, _FILTERS * LINE)
        filters = cut(file.deck.filters, line.wide, line.tall, _FILTERS)
        canvas.text(line, [(Run(filters, _FILTERS, MUTED),)], name="Filters")
        _draw(canvas, shown, area.below(30), file.lang)


def _draw(canvas: Canvas, tiles: Sequence[Tile], area: Box, lang: Lang) -> None:
    down = -(-len(tiles) // _ACROSS)
    across = -(-len(tiles) // down)
    wide = min((area.wide - _GAP * (across - 1)) / across, area.wide / 3)
    tall = min((area.tall - _GAP * (down - 1)) / down, _MOST_TALL)
    share = _share(tiles, Box(0, 0, wide - _PAD_X, tall - _PAD_Y), lang)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, across)
        box = Box(area.x + column * (wide + _GAP), area.y + row * (tall + _GAP), wide, tall)
        canvas.block(box, PANEL, "Tile")
        canvas.block(Box(box.x, box.y, 4, box.tall), ACCENT, "Tile accent")
        inner = Box(box.x + 16, box.y + 14, wide - _PAD_X, tall - _PAD_Y)
        canvas.text(inner, _paragraphs(tile, inner, share, lang), name=tile.label)


def _share(tiles: Sequence[Tile], room: Box, lang: Lang) -> float:
    """How large the letters are on all tiles of a slide, so that the longest texts fit."""
    fits = (share for share in _SHARES if all(_tall(_lines(one, room.wide, share, lang)) <= room.tall for one in tiles))
    return next(fits, _SHARES[-1])


def _paragraphs(tile: Tile, room: Box, share: float, lang: Lang) -> list[Paragraph]:
    """Label, figure, marks, change, meaning; the end goes where even the smallest letters are too large."""
    lines = _lines(tile, room.wide, share, lang)
    while _tall(lines) > room.tall:
        lines.pop()
    return lines


def _tall(lines: Sequence[Paragraph]) -> float:
    return sum(line[0].size for line in lines) * LINE


def _lines(tile: Tile, wide: float, share: float, lang: Lang) -> list[Paragraph]:
    looks = (
        (14.0, MUTED, False),
        (34.0, TEXT, True),
        (12.0, MUTED, False),
        (14.0, _tone(tile), True),
        (13.0, TEXT, False),
    )
    lines: list[Paragraph] = []
    for text, (size, colour, bold) in zip(_texts(tile, lang), looks, strict=True):
        if text:
            own = round(size * share, 1)
            if text == tile.value:
                own = best_size([text], wide, own * LINE, [own - step for step in _STEPS], bold) or own
            lines += [(Run(line, own, colour, bold),) for line in wrap(text, wide, own, bold)]
            lines.append((Run("", _SPACER * share),))
    return lines[:-1]


def _texts(tile: Tile, lang: Lang) -> tuple[str, ...]:
    return tile.label, tile.value, tile_flags(tile, lang), tile_change(tile, lang), tile.meaning


def _tone(tile: Tile) -> str:
    return MUTED if tile.better is None else STATUS[Status.MET if tile.better else Status.NOT_MET]


def _note(tile: Tile, lang: Lang) -> str:
    label, *rest = _texts(tile, lang)
    return f"{label}: {'; '.join(text for text in rest if text)}"
