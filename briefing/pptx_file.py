"""The deck in the making: slides on their layouts with title, footer, page number and speaker notes; chart parts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime, time
from itertools import count
from typing import Any, Literal

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.util import Pt

from briefing.deck import Deck
from briefing.pptx_canvas import POINT, Box, Canvas
from briefing.pptx_fit import LINE, best_size, cut
from briefing.pptx_template import Template, placed
from briefing.pptx_workbook import Grid, workbook
from briefing.style import MUTED
from text.words import Lang

_TEXT = qn("a:t")
LOCALES: dict[Lang, str] = {"vi": "vi-VN", "en": "en-US"}
TITLE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
COVER_SIZES = (38.0, 34.0, 30.0, 26.0, 22.0, 18.0)
_SLIGHTLY = 0.8
"""A title is made this much smaller where it then needs one line: better than a second one with one word."""
_FOOTER_SIZE = 9.0
FINDINGS_NUMBER = "\ue001\ue001"
"""Stands for the number of the slide that lists the findings, which is known when all others are there."""


class DeckFile:
    """Slides are added one after another; `saved` gives the bytes."""

    def __init__(self, deck: Deck, template: Template) -> None:
        self.deck = deck
        self.template = template
        self.lang: Lang = deck.lang
        self.locale = LOCALES[deck.lang]
        self._findings_at: int | None = None
        self._numbers = count(_highest(template.presentation.part.package) + 1)

    def slide(self, kind: Literal["chart", "words"], title: str, notes: Sequence[str]) -> Canvas:
        """A slide with its title, which is shrunk to its place, and its notes."""
        layout = self.template.chart if kind == "chart" else self.template.words
        slide = self.template.presentation.slides.add_slide(layout)
        canvas = Canvas(slide, self.locale)
        self.set_title(slide.shapes.title, title, self.template.title, TITLE_SIZES)
        self._add_footer(canvas, layout)
        self._add_notes(slide, notes)
        return canvas

    def cover(self, notes: Sequence[str]) -> Any:
        slide = self.template.presentation.slides.add_slide(self.template.cover)
        self._add_notes(slide, notes)
        return slide

    def set_title(self, shape: Any, text: str, box: Box, sizes: Sequence[float]) -> None:
        """`box` is the room for the text, without the placeholder's margins."""
        size = best_size([text], box.wide, box.tall, sizes, bold=True) or sizes[-1]
        one_line = best_size(
            [text], box.wide, size * LINE, [one for one in sizes if one >= size * _SLIGHTLY], bold=True
        )
        size = one_line or size
        run = shape.text_frame.paragraphs[0].add_run()
        run.text = cut(printable(text), box.wide, box.tall, size, bold=True)
        run._r.get_or_add_rPr().set("sz", str(round(size * 100)))
        run._r.get_or_add_rPr().set("lang", self.locale)

    def chart_part(self, xml: str, grid: Grid) -> ChartPart:
        """A chart with its workbook inside, related to nothing yet."""
        number = next(self._numbers)
        package = self.template.presentation.part.package
        part = ChartPart.load(PackURI(f"/ppt/charts/chart{number}.xml"), CT.DML_CHART, package, xml.encode())
        book = workbook(grid, self.deck.author, self.deck.made_on)
        name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
        part.chart_workbook.xlsx_part = EmbeddedXlsxPart(name, CT.SML_SHEET, package, book)
        return part

    def findings_begin(self) -> None:
        """The next slide is the first of those that list the findings."""
        self._findings_at = len(self.template.presentation.slides) + 1

    def saved(self) -> bytes:
        self._set_properties()
        self._number_findings()
        buffer = io.BytesIO()
        self.template.presentation.save(buffer)
        return buffer.getvalue()

    def _add_footer(self, canvas: Canvas, layout: Any) -> None:
        footer, number = placed(layout, (KIND.FOOTER,)), placed(layout, (KIND.SLIDE_NUMBER,))
        if footer is not None:
            text = cut(self._footer_text(), footer.width / POINT, _FOOTER_SIZE * LINE, _FOOTER_SIZE)
            canvas.placeholder(footer, text, _FOOTER_SIZE)
        if number is not None:
            canvas.placeholder(number, "")
        else:
            presentation = self.template.presentation
            right, bottom = presentation.slide_width / POINT, presentation.slide_height / POINT
            canvas.field(Box(right - 110, bottom - 26, 80, 16), 10, MUTED)

    def _footer_text(self) -> str:
        return " · ".join(text for text in (self.deck.author, self.deck.filters or self.deck.title) if text)

    def _add_notes(self, slide: Any, notes: Sequence[str]) -> None:
        slide.notes_slide.notes_text_frame.text = "\n".join(printable(line) for line in notes)

    def _number_findings(self) -> None:
        number = str(self._findings_at or "–")
        for slide in self.template.presentation.slides:
            for part in (slide, slide.notes_slide):
                for text in part._element.iter(_TEXT):
                    if text.text and FINDINGS_NUMBER in text.text:
                        text.text = text.text.replace(FINDINGS_NUMBER, number)

    def _set_properties(self) -> None:
        """Author, title and day; nothing about who or which machine."""
        deck = self.deck
        made = datetime.combine(deck.made_on, time())
        properties = self.template.presentation.core_properties
        properties.author = properties.last_modified_by = printable(deck.author)[:255]
        properties.title = printable(deck.title)[:255]
        properties.subject = printable(deck.filters)[:255]
        properties.language = self.locale
        properties.created = properties.modified = made
        properties.revision = 1


Drawer = Callable[[DeckFile, Canvas], None]
"""Draws one slide below its title."""


def add_paragraph(shape: Any, text: str, size: float, space: float, locale: str) -> None:
    """A paragraph more in a placeholder, with `space` points after it; the rest of its look is the template's."""
    frame = shape.text_frame
    paragraph = frame.add_paragraph() if frame.paragraphs[0].runs else frame.paragraphs[0]
    paragraph.space_before, paragraph.space_after = Pt(0), Pt(space)
    run = paragraph.add_run()
    run.text = text
    look = run._r.get_or_add_rPr()
    look.set("sz", str(round(size * 100)))
    look.set("lang", locale)


def remove_content(slide: Any) -> None:
    """The place for content goes: charts, tables and tiles are shapes of their own."""
    found = placed(slide, (KIND.OBJECT, KIND.BODY))
    if found is not None:
        found._element.getparent().remove(found._element)


def printable(text: str) -> str:
    """`text` without the control signs that XML does not allow."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _highest(package: Any) -> int:
    """The highest number in a part's name: ours come after, so that none meets a part of the template."""
    return max((part.partname.idx or 0 for part in package.iter_parts()), default=0)
