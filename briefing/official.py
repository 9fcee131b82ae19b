"""The layout of an administrative document: Decree 30/2020/NĐ-CP, appendix I. Paper, fonts, head, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefing.deck import Deck
from text.words import say

FONT = "Times New Roman"
SIZE, TABLE_SIZE, SMALL_SIZE = 13.0, 11.0, 10.0
Side = Literal["left", "center", "right", "justify"]
_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_REPUBLIC = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_INDENT = Mm(10)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HIDDEN_PARTS = ("thumbnail", "extended-properties")
_BORDER = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "auto"}


def new_document(deck: Deck) -> Any:
    """An empty A4 document with the official margins and fonts, that names its title and office and nothing else."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    _set_styles(document, "vi-VN" if deck.lang == "vi" else "en-GB")
    _set_properties(document, deck)
    return document


def _set_styles(document: Any, language: str) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Header", "Footer"):
        look = document.styles[name]
        look.font.name, look.font.size, look.font.color.rgb = FONT, Pt(SIZE), None
        fonts = look.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(key), FONT)
        if name.startswith("Heading"):
            look.font.bold, look.font.italic = True, False
            look.paragraph_format.space_before, look.paragraph_format.space_after = Pt(6), Pt(2)
            look.paragraph_format.keep_with_next = True
    normal = document.styles["Normal"].paragraph_format
    normal.space_before, normal.space_after, normal.line_spacing = Pt(0), Pt(3), 1.0
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)


def _set_properties(document: Any, deck: Deck) -> None:
    core, day = document.core_properties, datetime.combine(deck.made_on, time())
    core.title, core.subject, core.author, core.last_modified_by = deck.title, deck.subtitle, deck.author, deck.author
    core.comments, core.keywords, core.category, core.revision = "", "", "", 1
    core.created = core.modified = day
    core.language = deck.lang
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(_HIDDEN_PARTS):
            del package.rels[key]


def add_head(document: Any, deck: Deck) -> None:
    """Office on the left, the Republic's name and motto on the right; number and date are left to be filled in.

    The English version is a reading copy, no document of the Republic: it has no motto.
    """
    lang = deck.lang
    table = _plain_table(document, 2, 2, (65, 100))
    _write(table.cell(0, 0), (deck.author.upper(),), "center", 12, bold=True, lined=True)
    if lang == "vi":
        _write(table.cell(0, 1), _REPUBLIC, "center", 12, bold=True, lined=True)
    _write(table.cell(1, 0), (say("briefing_paper.paper.number", lang),), "center", SIZE)
    _write(table.cell(1, 1), (say("briefing_paper.paper.place_date", lang),), "center", SIZE, italic=True)


def _write(
    cell: Any,
    lines: Sequence[str],
    side: Side,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    lined: bool = False,
) -> None:
    """Texts in a cell, one below the other; `lined` puts the short rule under the last."""
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        add_text(paragraph, line, size=size, bold=bold, italic=italic)
        _shape(paragraph, side, after=0)
    if lined:
        add_rule(cell.add_paragraph(), 25)


def add_rule(paragraph: Any, indent: float) -> None:
    """A thin line across the middle, `indent` millimetres in from both sides."""
    _shape(paragraph, "center", after=2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    add_text(paragraph, "", size=2)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.line_spacing = Pt(3), Pt(3)
    edge = OxmlElement("w:pBdr")
    edge.append(_element("w:top", {**_BORDER, "w:sz": "6"}))
    paragraph._p.get_or_add_pPr().insert_element_before(
        edge, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_gap(document: Any) -> None:
    """A little air beneath a table."""
    paragraph = document.add_paragraph()
    _shape(paragraph, "left", after=0)
    paragraph.paragraph_format.line_spacing = Pt(5)


def add_paragraph(
    document: Any,
    text: str,
    side: Side = "justify",
    *,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    indent: bool = True,
    after: float = 3,
    style: str = "Normal",
) -> Any:
    """A paragraph of one look, its first line indented where it is running text."""
    paragraph = document.add_paragraph(style=style)
    add_text(paragraph, text, size=size, bold=bold, italic=italic)
    _shape(paragraph, side, after=after)
    if indent:
        paragraph.paragraph_format.first_line_indent = _INDENT
    return paragraph


def add_text(paragraph: Any, text: str, *, size: float = SIZE, bold: bool = False, italic: bool = False) -> None:
    """`text` without the control characters that a document cannot hold."""
    run = paragraph.add_run(_UNPRINTABLE.sub("", text))
    run.font.name, run.font.size, run.bold, run.italic = FONT, Pt(size), bold, italic


def _shape(paragraph: Any, side: Side, *, after: float) -> None:
    paragraph.alignment = _SIDES[side]
    paragraph.paragraph_format.space_after = Pt(after)


def add_table(document: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A bordered table, `widths` in millimetres: words left, figures right; the heading repeats on a new page."""
    table = _plain_table(document, 1 + len(rows), len(headings), widths)
    table.style = document.styles["Table Grid"]
    for place, heading in enumerate(headings):
        _write(table.cell(0, place), (heading,), "center", TABLE_SIZE, bold=True)
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            _write(table.cell(line, place), (text,), _side_of(rows, place), TABLE_SIZE)
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _side_of(rows: Sequence[Sequence[str]], place: int) -> Side:
    """Figures stand to the right, words to the left."""
    texts = [row[place] for row in rows if row[place]]
    figures = sum(text.lstrip("≥≤−+–▲▼ ")[:1].isdigit() or text == "–" for text in texts)
    return "right" if place and figures * 2 > len(texts) else "left"


def _plain_table(document: Any, rows: int, columns: int, widths: Sequence[float]) -> Any:
    table = document.add_table(rows, columns)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, {}))


def number_pages(document: Any, mark: str) -> None:
    """Page numbers in the middle of the top margin from the second page; `mark` at the foot of every page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _SIDES["center"]
    for kind, instruction in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        run.font.name, run.font.size = FONT, Pt(SIZE)
        if kind:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            text = _element("w:instrText", {"xml:space": "preserve"})
            text.text = instruction
            run._r.append(text)
    for footer in (section.footer, section.first_page_footer):
        if mark:
            add_text(footer.paragraphs[0], mark, size=SMALL_SIZE, bold=True)
            footer.paragraphs[0].alignment = _SIDES["center"]


def add_signature(document: Any, deck: Deck) -> None:
    """Recipients on the left, room for title, signature and name on the right: for the office to fill in."""
    table = _plain_table(document, 1, 2, (75, 90))
    left, right = table.cell(0, 0), table.cell(0, 1)
    words = {name: say(f"briefing_paper.paper.{name}", deck.lang) for name in ("recipients", "copies", "signer")}
    _write(left, (words["recipients"],), "left", 12, bold=True, italic=True)
    for line in words["copies"].split("\n"):
        paragraph = left.add_paragraph()
        add_text(paragraph, line, size=11)
        _shape(paragraph, "left", after=0)
    _write(right, (words["signer"],), "center", SIZE, bold=True)
    _mark(table.rows[0], "w:cantSplit")


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
