"""What stands around a chart on its slide: filters, sentence, comment above; key, definition, source, notes below."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.deck import Item
from briefing.pptx_canvas import Box, Canvas, Run
from briefing.pptx_fit import LINE, best_size, cut, height, width
from briefing.style import ACCENT, MUTED, PANEL, PAPER, TEXT, WARNING
from charts.captions import footer_lines, missing_text
from charts.signs import elsewhere_text
from text.words import Lang, say

SENTENCE_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0)
COMMENT_SIZES = (13.0, 12.0, 11.0)
FOOT_SIZES = (9.5, 9.0, 8.5, 8.0)
_SUBTITLE = 12.0
_MISSING = 10.5
_MARK = 10.5
_MARK_TALL = 18.0
_HEAD_LINES = 2.45
"""Two lines of the largest letters, or three of smaller ones."""
_HEAD_SHARE, _FOOT_SHARE = 0.3, 0.24
"""The most of a slide that the texts above and below take; what is longer goes on to a slide of its own."""
_GAP = 6.0
_COMMENT_INSET = 10.0


@dataclass(frozen=True)
class Block:
    """Paragraphs of one look at one place."""

    texts: tuple[str, ...]
    size: float
    box: Box
    kind: str


@dataclass(frozen=True)
class Around:
    """The texts of one item, placed; `body` is left for the chart, `rest` are texts that found no room."""

    blocks: tuple[Block, ...]
    body: Box
    rest: tuple[str, ...]
    simulated: bool


def arrange(item: Item, area: Box, lang: Lang) -> Around:
    """Places the texts of an item in the area of a slide. The mark of simulated figures is the item's own: a deck may
    hold charts of both kinds, and real figures are not simulated."""
    simulated = item.spec.frame.simulated
    head, head_rest = _head(item, area, lang, simulated)
    top = max((block.box.bottom for block in head), default=area.y) + (_GAP if head else 0)
    foot, foot_rest = _foot(
        [missing_text(item.spec, lang), elsewhere_text(item.spec, lang), *footer_lines(item.spec, lang)], area, lang
    )
    bottom = min((block.box.y for block in foot), default=area.bottom) - (_GAP if foot else 0)
    body = Box(area.x, top, area.wide, bottom - top)
    return Around((*head, *foot), body, (*head_rest, *foot_rest), simulated)


def draw_around(around: Around, canvas: Canvas, area: Box, lang: Lang) -> None:
    for block in around.blocks:
        _DRAWN[block.kind](canvas, block)
    if around.simulated:
        draw_mark(canvas, mark_box(area, lang), lang)


def mark_box(area: Box, lang: Lang) -> Box:
    """Where "SIMULATED DATA" stands: at the right end of the line of filters."""
    wide = _mark_width(lang)
    return Box(area.right - wide, area.y, wide, _MARK_TALL)


def draw_mark(canvas: Canvas, box: Box, lang: Lang) -> None:
    words = (Run(_mark_words(lang), _MARK, WARNING, bold=True),)
    canvas.text(box, [words], align="ctr", anchor="ctr", name="Mark", fill=PAPER, border=WARNING)


def _mark_words(lang: Lang) -> str:
    return say("ui_chart.simulated", lang).upper()


def _mark_width(lang: Lang) -> float:
    return width(_mark_words(lang), _MARK, bold=True) + 20


def _head(item: Item, area: Box, lang: Lang, simulated: bool) -> tuple[list[Block], list[str]]:
    """Filters, sentence, comment; a comment that is too long for its place goes on."""
    frame = item.spec.frame
    blocks: list[Block] = []
    left = area.tall * _HEAD_SHARE
    place = area
    room = area.wide - (_mark_width(lang) + 12 if simulated else 0)
    for kind, text, sizes, wide in (
        ("subtitle", frame.subtitle, (_SUBTITLE, 11.0, 10.0), room),
        ("sentence", frame.sentence, SENTENCE_SIZES, area.wide),
    ):
        if text:
            most = min(left, _HEAD_LINES * sizes[0] * LINE)
            size = best_size([text], wide, most, sizes) or sizes[-1]
            shown = cut(text, wide, most, size)
            tall = height([shown], wide, size)
            blocks.append(Block((shown,), size, Box(place.x, place.y, wide, tall), kind))
            used = max(tall, _MARK_TALL if simulated and kind == "subtitle" else 0) + 4
            place, left = place.below(used), left - used
    if not item.comment:
        return blocks, []
    comment = say("briefing_pptx.comment", lang, text=item.comment)
    wide = area.wide - _COMMENT_INSET * 2
    size_found = best_size([comment], wide, left - 8, COMMENT_SIZES)
    if size_found is None:
        return blocks, [comment]
    tall = height([comment], wide, size_found) + 8
    return [*blocks, Block((comment,), size_found, Box(area.x, place.y, area.wide, tall), "comment")], []


def _foot(texts: Sequence[str], area: Box, lang: Lang) -> tuple[list[Block], list[str]]:
    """Missing units, key, definition, source, notes, as many as fit; the rest goes on, and a line says so."""
    lines = [text for text in texts if text]
    if not lines:
        return [], []
    most = area.tall * _FOOT_SHARE
    size = best_size(lines, area.wide, most, FOOT_SIZES)
    if size is None:
        size = FOOT_SIZES[-1]
        kept, rest = _split(lines, area.wide, most, size, say("briefing_pptx.more_notes", lang))
    else:
        kept, rest = lines, []
    tall = height(kept, area.wide, size)
    return [Block(tuple(kept), size, Box(area.x, area.bottom - tall, area.wide, tall), "foot")], rest


def _split(lines: Sequence[str], wide: float, tall: float, size: float, more: str) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    rest: list[str] = []
    for line in lines:
        fits = not rest and height([*kept, line, more], wide, size) <= tall
        (kept if fits else rest).append(line)
    return [*kept, more], rest


def _draw_plain(canvas: Canvas, block: Block) -> None:
    colour = TEXT if block.kind == "sentence" else MUTED
    canvas.text(block.box, [(Run(text, block.size, colour),) for text in block.texts], name=block.kind.capitalize())


def _draw_comment(canvas: Canvas, block: Block) -> None:
    """The officer's own words, on a quiet panel with the accent at its side."""
    canvas.block(block.box, PANEL, "Comment panel")
    canvas.block(Box(block.box.x, block.box.y, 3, block.box.tall), ACCENT, "Comment accent")
    inner = Box(block.box.x + _COMMENT_INSET, block.box.y, block.box.wide - 2 * _COMMENT_INSET, block.box.tall)
    canvas.text(inner, [(Run(text, block.size, TEXT),) for text in block.texts], anchor="ctr", name="Comment")


_DRAWN = {"subtitle": _draw_plain, "sentence": _draw_plain, "foot": _draw_plain, "comment": _draw_comment}
