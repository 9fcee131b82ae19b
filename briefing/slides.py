"""A briefing as PowerPoint: native charts and tables that can be edited, drawn from the same specs as the screen."""

from __future__ import annotations

from pathlib import Path

from briefing import pptx_panels, pptx_ranked, pptx_stacked, pptx_tables, pptx_trend
from briefing.deck import AnySpec, Deck, Item, Page, Progress
from briefing.off_screen import at_place
from briefing.pptx_canvas import Box
from briefing.pptx_cover import add_cover
from briefing.pptx_file import FINDINGS_NUMBER, DeckFile, Drawer, remove_content
from briefing.pptx_notes import notes_of
from briefing.pptx_page import arrange, draw_around
from briefing.pptx_template import TemplateRefused, open_template
from briefing.pptx_tiles import add_tiles
from briefing.pptx_words import NOTE_SIZES, add_words
from charts.spec import HeatSpec, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TableSpec, TrendSpec
from text.words import Lang, say

__all__ = ["TemplateRefused", "write_pptx"]


def write_pptx(deck: Deck, template: Path | bytes | None = None, progress: Progress | None = None) -> bytes:
    """The deck as a .pptx file: cover, headline figures, then pages and items in order, page numbers on each.

    `template`: an organisation's own .pptx, as a path or its bytes; raises TemplateRefused for one that is unsafe or
    does not fit. `progress` hears (done, total) after each part and may raise to cancel.
    """
    file = DeckFile(deck, open_template(template))
    add_cover(file)
    if deck.tiles:
        add_tiles(file, deck.tiles)
    for done, part in enumerate(deck.parts, start=1):
        if isinstance(part, Page):
            add_words(file, part.title, part.lines, [part.notes] if part.notes else list(part.lines))
        else:
            _add_item(file, part)
        if progress:
            progress(done, len(deck.parts))
    if deck.findings:
        file.findings_begin()
        add_words(file, say("briefing_pptx.findings", deck.lang), deck.findings, deck.findings)
    return file.saved()


def _add_item(file: DeckFile, item: Item) -> None:
    """As many slides as the item needs: its texts stand on each, a chart or table flows on, long notes come last."""
    area = file.template.area
    item = at_place(item, say("briefing_notes.slide", file.lang, number=FINDINGS_NUMBER))
    around = arrange(item, area, file.lang)
    notes = notes_of(item, file.lang)
    for place, draw in enumerate(drawers(item.spec, around.body, file.lang)):
        title = item.headline if place == 0 else say("briefing_pptx.continued", file.lang, title=item.headline)
        canvas = file.slide("chart", title, notes)
        remove_content(canvas.slide)
        draw_around(around, canvas, area, file.lang)
        draw(file, canvas)
    if around.rest:
        add_words(file, say("briefing_notes.rest", file.lang, title=item.headline), around.rest, notes, NOTE_SIZES)


def drawers(spec: AnySpec, body: Box, lang: Lang) -> list[Drawer]:
    """One drawing function for each slide that the spec needs."""
    match spec:
        case RankedSpec():
            return pptx_ranked.slides(spec, body, lang)
        case TrendSpec():
            return pptx_trend.slides(spec, body, lang)
        case MultiplesSpec():
            return pptx_panels.panel_slides(spec, body, lang)
        case StackedSpec():
            return pptx_stacked.slides(spec, body, lang)
        case HeatSpec():
            return pptx_tables.heat_slides(spec, body, lang)
        case MatrixSpec():
            return pptx_tables.matrix_slides(spec, body, lang)
        case TableSpec():
            return pptx_tables.table_slides(spec, body, lang)
