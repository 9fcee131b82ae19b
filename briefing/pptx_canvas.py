"""One slide to draw on, in points: texts, lines, boxes, tables and charts as native shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from xml.sax.saxutils import escape

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml

from briefing.style import TEXT

POINT = 12700
CELL_X, CELL_Y = 4.0, 2.0
"""Points between the edge of a table's cell and its text."""
FONT = "Arial"
_GAP = 6.0
_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]
Dash = Literal["solid", "dash", "sysDot", "sysDash"]


@dataclass(frozen=True)
class Box:
    """A place on the slide, in points from its top left corner."""

    x: float
    y: float
    wide: float
    tall: float

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        return self.y + self.tall

    def below(self, used: float) -> "Box":
        """What is left when `used` points are taken from the top."""
        return replace(self, y=self.y + used, tall=self.tall - used)


@dataclass(frozen=True)
class Run:
    """A text of one look."""

    text: str
    size: float
    colour: str = TEXT
    bold: bool = False
    italic: bool = False


Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class TableCell:
    paragraphs: tuple[Paragraph, ...]
    fill: str = ""
    align: Align = "l"
    anchor: Anchor = "ctr"
    cuts: tuple[bool, bool] = (False, False)
    """Is there a wide gap left of it, or right?"""


def clean(text: str) -> str:
    """`text` for XML: escaped, without the control signs that XML does not allow."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\t\n"), {'"': "&quot;"})


def solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def outline(colour: str, width: float, dash: Dash = "solid") -> str:
    """A line; no line for width 0."""
    if not width:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(width)}" cap="flat">{solid(colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


def emu(points: float) -> int:
    return round(points * POINT)


def run_xml(run: Run, lang: str) -> str:
    look = f' sz="{round(run.size * 100)}" b="{int(run.bold)}" i="{int(run.italic)}"'
    return (
        f'<a:r><a:rPr lang="{lang}"{look} dirty="0">{solid(run.colour)}<a:latin typeface="{FONT}"/>'
        f'<a:cs typeface="{FONT}"/></a:rPr><a:t>{clean(run.text)}</a:t></a:r>'
    )


def paragraphs_xml(paragraphs: Iterable[Paragraph], lang: str, align: Align = "l") -> str:
    look = f'<a:pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
    look += '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>'
    return "".join(
        f"<a:p>{look}{''.join(run_xml(run, lang) for run in paragraph if run.text)}"
        f'<a:endParaRPr lang="{lang}" sz="{round(paragraph[-1].size * 100)}"/></a:p>'
        for paragraph in paragraphs
    )


class Canvas:
    """Draws on `slide`. `lang` is the language of the texts, for PowerPoint's spelling: "vi-VN" or "en-US"."""

    def __init__(self, slide: Any, lang: str) -> None:
        self.slide = slide
        self.lang = lang
        self._tree = slide.shapes._spTree
        self._last = max(int(one) for one in self._tree.xpath("//p:cNvPr/@id"))

    def text(
        self,
        box: Box,
        paragraphs: Sequence[Paragraph],
        *,
        align: Align = "l",
        anchor: Anchor = "t",
        name: str = "Text",
        fill: str = "",
        border: str = "",
        inset: float = 0,
    ) -> None:
        """A text box that keeps its size: what goes into it has been measured."""
        margins = " ".join(f'{side}Ins="{emu(inset)}"' for side in "ltrb")
        self._add(
            f'<p:sp {_NAMES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{_transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{solid(fill) if fill else '<a:noFill/>'}{outline(border, 1.25) if border else outline('', 0)}</p:spPr>"
            f'<p:txBody><a:bodyPr wrap="square" {margins} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{paragraphs_xml(paragraphs, self.lang, align)}</p:txBody></p:sp>"
        )

    def block(self, box: Box, fill: str, name: str = "Block") -> None:
        self._add(
            f"<p:sp {_NAMES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_transform(box)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{solid(fill)}{outline("", 0)}</p:spPr></p:sp>'
        )

    def strokes(
        self, box: Box, strokes: Iterable[tuple[float, float, float]], colour: str, width: float, dash: Dash, name: str
    ) -> None:
        """Upright lines in one shape: each is its distance from the left of `box`, then from its top to where it ends
        (points within the box).
        """
        wide, tall = emu(box.wide), emu(box.tall)
        pieces = "".join(
            f'<a:moveTo><a:pt x="{emu(x)}" y="{emu(top)}"/></a:moveTo>'
            f'<a:lnTo><a:pt x="{emu(x)}" y="{emu(bottom)}"/></a:lnTo>'
            for x, top, bottom in strokes
        )
        path = f'<a:pathLst><a:path w="{wide}" h="{tall}" fill="none">{pieces}</a:path></a:pathLst>'
        lists = "<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        self._add(
            f"<p:sp {_NAMES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
            f'{_transform(box)}<a:custGeom>{lists}<a:rect l="0" t="0" r="r" b="b"/>{path}</a:custGeom>'
            f"<a:noFill/>{outline(colour, width, dash)}</p:spPr></p:sp>"
        )

    def line(self, box: Box, colour: str, width: float, name: str) -> None:
        """A straight line from the top left to the bottom right of `box`."""
        self._add(
            f"<p:cxnSp {_NAMES}><p:nvCxnSpPr>{self._named(name)}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>"
            f'{_transform(box)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{outline(colour, width)}'
            "</p:spPr></p:cxnSp>"
        )

    def chart(self, box: Box, part: Any, name: str, alt: str) -> None:
        """The chart of a chart part, which the slide is made to point at."""
        key = self.slide.part.relate_to(part, f"{_OFFICE_RELATION}/chart")
        self._frame(box, name, alt, _CHART, f'<c:chart xmlns:c="{_CHART}" r:id="{key}"/>')

    def table(
        self, box: Box, widths: Sequence[float], rows: Sequence[tuple[float, Sequence[TableCell]]], name: str, alt: str
    ) -> None:
        """A native table: `rows` are heights with their cells; the first is the heading."""
        grid = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in widths)
        lines = "".join(
            f'<a:tr h="{emu(tall)}">{"".join(_cell_xml(cell, self.lang) for cell in cells)}</a:tr>'
            for tall, cells in rows
        )
        table = f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl>'
        self._frame(box, name, alt, _TABLE, table)

    def _frame(self, box: Box, name: str, alt: str, kind: str, inside: str) -> None:
        self._add(
            f"<p:graphicFrame {_NAMES}><p:nvGraphicFramePr>{self._named(name, alt)}<p:cNvGraphicFramePr>"
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f"{_transform(box, 'p')}"
            f'<a:graphic><a:graphicData uri="{kind}">{inside}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def field(self, box: Box, size: float, colour: str) -> None:
        """The number of the page, in a text box: for layouts without a place for it."""
        number = _number_field(self.lang, f' sz="{round(size * 100)}"', solid(colour))
        self._add(
            f'<p:sp {_NAMES}><p:nvSpPr>{self._named("Slide number")}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{_transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
            f'<a:p><a:pPr algn="r"/>{number}</a:p></p:txBody></p:sp>'
        )

    def placeholder(self, source: Any, text: str, size: float | None = None) -> None:
        """The layout's footer or page number on this slide: PowerPoint shows them only where the slide has them too."""
        is_footer = source.placeholder_format.type == PP_PLACEHOLDER.FOOTER
        sort, inside = ("ftr", run_plain(text, self.lang, size)) if is_footer else ("sldNum", _number_field(self.lang))
        self._add(
            f'<p:sp {_NAMES}><p:nvSpPr>{self._named(source.name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
            f'<p:ph type="{sort}" sz="quarter" idx="{source.placeholder_format.idx}"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{inside}</a:p></p:txBody></p:sp>"
        )

    def _named(self, name: str, alt: str = "") -> str:
        self._last += 1
        told = f' descr="{clean(alt)}"' if alt else ""
        return f'<p:cNvPr id="{self._last}" name="{clean(name)}"{told}/>'

    def _add(self, xml: str) -> None:
        self._tree.append(parse_xml(xml))


def run_plain(text: str, lang: str, size: float | None = None) -> str:
    """A text that takes its look from its placeholder, but for the size where one is given."""
    sized = f' sz="{round(size * 100)}"' if size else ""
    return f'<a:r><a:rPr lang="{lang}"{sized} dirty="0"/><a:t>{clean(text)}</a:t></a:r>'


def _number_field(lang: str, sized: str = "", fill: str = "") -> str:
    return (
        '<a:fld id="{5F1C1C6B-9B3E-4B45-9C62-1B7A4C5D6E7F}" type="slidenum">'
        f'<a:rPr lang="{lang}"{sized}>{fill}</a:rPr><a:t>‹#›</a:t></a:fld>'
    )


def _transform(box: Box, prefix: str = "a") -> str:
    x, y, wide, tall = (emu(part) for part in (box.x, box.y, max(box.wide, 0), max(box.tall, 0)))
    return f'<{prefix}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{tall}"/></{prefix}:xfrm>'


def _cell_xml(cell: TableCell, lang: str) -> str:
    paragraphs = paragraphs_xml(cell.paragraphs, lang, cell.align)
    gaps = dict(zip(("lnL", "lnR"), cell.cuts, strict=True))
    borders = "".join(
        f'<a:{side} w="{emu(_GAP if gaps.get(side) else 1)}">{solid("#ffffff")}</a:{side}>'
        for side in ("lnL", "lnR", "lnT", "lnB")
    )
    fill = solid(cell.fill) if cell.fill else "<a:noFill/>"
    margins = f'marL="{emu(CELL_X)}" marR="{emu(CELL_X)}" marT="{emu(CELL_Y)}" marB="{emu(CELL_Y)}"'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"
        f'<a:tcPr {margins} anchor="{cell.anchor}">{borders}{fill}</a:tcPr></a:tc>'
    )
