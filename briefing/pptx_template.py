"""Opens a PowerPoint template: refuses what is unsafe or does not fit, finds the layouts by their placeholders."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND

from briefing.pptx_canvas import POINT, Box
from text.words import Lang, say

OWN = Path(__file__).parent / "assets" / "cchc_16x9.pptx"
MOST_BYTES = 25_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 4000
LEAST_WIDE, LEAST_TALL = 560.0, 300.0
"""Points that a chart with its sentence and its sources needs."""
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MACRO_SIGNS = ("macroenabled", "vbaproject", "activex", "vnd.ms-office.vba", "oleobject")
_COMPRESSED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP_PROBLEMS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_KEPT = ("slideMaster", "theme", "presProps", "viewProps", "tableStyles", "font")
_LEFT_OUT = (
    "sldIdLst",
    "notesMasterIdLst",
    "handoutMasterIdLst",
    "custShowLst",
    "custDataLst",
    "modifyVerifier",
    "extLst",
)
"""What a presentation may point to; comments' authors, custom data and the like would carry names into our file."""


class TemplateRefused(ValueError):
    """A template that cannot be used. `code` is a key of the catalogue below `briefing_pptx.refused`."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code, values)

    def text(self, lang: Lang) -> str:
        """What is wrong, where, and what to do."""
        return say(f"briefing_pptx.refused.{self.code}", lang, **self.values)

    def __str__(self) -> str:
        return self.text("vi")


@dataclass(frozen=True)
class Template:
    """A presentation without slides and its layouts; `area` is where a chart with its texts goes, `title` the title."""

    presentation: Any
    cover: Any
    chart: Any
    words: Any
    title: Box
    area: Box


def open_template(template: Path | bytes | None) -> Template:
    """Our own template for None. Raises TemplateRefused."""
    data = _read(OWN if template is None else template)
    check_package(data)
    try:
        presentation = Presentation(io.BytesIO(data))
        return _with_layouts(presentation)
    except TemplateRefused:
        raise
    except Exception as error:  # python-pptx meets a package that is not one in many ways; none is a user's business
        raise TemplateRefused("broken", part="ppt/presentation.xml") from error


def _read(template: Path | bytes) -> bytes:
    if isinstance(template, bytes):
        return template
    try:
        if template.stat().st_size > MOST_BYTES:
            raise TemplateRefused("too_big", most=MOST_BYTES // 1_000_000)
        return template.read_bytes()
    except OSError as error:
        raise TemplateRefused("unreadable", name=template.name) from error


def check_package(data: bytes) -> None:
    """Refuses what is no PowerPoint file, is broken, unpacks to too much, has macros or points outside itself."""
    if len(data) > MOST_BYTES:
        raise TemplateRefused("too_big", most=MOST_BYTES // 1_000_000)
    if data.startswith(_OLD_FORMAT):
        raise TemplateRefused("old_format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except _ZIP_PROBLEMS as error:
        raise TemplateRefused("not_pptx") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if "[Content_Types].xml" not in names or len(set(names)) != len(names):
        raise TemplateRefused("not_pptx")
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise TemplateRefused("too_big", most=MOST_BYTES // 1_000_000)
    if any(info.flag_bits & 1 or info.compress_type not in _COMPRESSED for info in infos):
        raise TemplateRefused("not_pptx")
    for name in names:
        _refuse_macro(name, name)
    # The sizes that a zip declares are its own word: what is really unpacked is counted.
    unpacked = 0
    for info in infos:
        with archive.open(info) as part:
            blob = part.read(MOST_UNPACKED - unpacked + 1)
        unpacked += len(blob)
        if unpacked > MOST_UNPACKED:
            raise TemplateRefused("too_big", most=MOST_BYTES // 1_000_000)
        if info.filename.endswith((".xml", ".rels")):
            _check_xml(info.filename, _parsed(info.filename, blob))


def _parsed(name: str, blob: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(blob, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateRefused("broken", part=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateRefused("broken", part=name)
    return root


def _check_xml(name: str, root: Any) -> None:
    if name == "[Content_Types].xml":
        _check_content_types(root)
    if name.endswith(".rels"):
        for relation in root.iter(f"{_PACKAGE}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode", "Internal").lower() != "internal" or "://" in target:
                raise TemplateRefused("external", part=posixpath.basename(name).removesuffix(".rels"), target=target)
            _refuse_macro(relation.get("Type", ""), name)


def _check_content_types(root: Any) -> None:
    kinds = [entry.get("ContentType", "") for entry in root]
    for kind in kinds:
        _refuse_macro(kind, "[Content_Types].xml")
    if _MAIN not in kinds:
        raise TemplateRefused("not_presentation")


def _refuse_macro(sign: str, part: str) -> None:
    if any(word in sign.lower() for word in _MACRO_SIGNS):
        raise TemplateRefused("macros", part=part)


def _with_layouts(presentation: Any) -> Template:
    _strip(presentation)
    layouts = list(presentation.slide_layouts)
    cover = next((layout for layout in layouts if _has(layout, _TITLES) and _has(layout, (KIND.SUBTITLE,))), None)
    if cover is None:
        raise TemplateRefused("no_cover")
    chart = max((layout for layout in layouts if _is_content(layout)), key=_content_size, default=None)
    if chart is None:
        raise TemplateRefused("no_content")
    area = _box(_content(chart))
    if area.wide < LEAST_WIDE or area.tall < LEAST_TALL:
        raise TemplateRefused(
            "too_small",
            layout=chart.name,
            wide=round(area.wide / 72, 1),
            tall=round(area.tall / 72, 1),
            least_wide=round(LEAST_WIDE / 72, 1),
            least_tall=round(LEAST_TALL / 72, 1),
        )
    texts = [
        one for one in layouts if _is_content(one, (KIND.BODY,)) and _content_size(one) >= 0.7 * area.wide * area.tall
    ]
    return Template(presentation, cover, chart, texts[0] if texts else chart, text_room(placed(chart, _TITLES)), area)


_TITLES = (KIND.CENTER_TITLE, KIND.TITLE)
_CONTENTS = (KIND.OBJECT, KIND.BODY)


def placed(slide: Any, kinds: Iterable[KIND]) -> Any:
    """The first placeholder of one of `kinds` on a slide or layout; None where there is none."""
    return next((one for one in slide.placeholders if one.placeholder_format.type in kinds), None)


def _has(layout: Any, kinds: Iterable[KIND]) -> bool:
    return placed(layout, kinds) is not None


def _is_content(layout: Any, kinds: tuple[KIND, ...] = _CONTENTS) -> bool:
    """A title and exactly one place for content, written from left to right."""
    if layout._element.xpath(".//p:ph[@orient='vert']"):
        return False
    found = [one.placeholder_format.type for one in layout.placeholders]
    return found.count(KIND.TITLE) == 1 and sum(kind in _CONTENTS for kind in found) == 1 and _has(layout, kinds)


def _content(layout: Any) -> Any:
    return placed(layout, _CONTENTS)


def _content_size(layout: Any) -> float:
    box = _box(_content(layout))
    return box.wide * box.tall


def _box(shape: Any) -> Box:
    """Where a placeholder stands, its own place or the one it inherits."""
    return Box(*((part or 0) / POINT for part in (shape.left, shape.top, shape.width, shape.height)))


def text_room(shape: Any) -> Box:
    """The room inside a placeholder of a layout, within the margins that it has or inherits from the master."""
    box = _box(shape)
    left, top, right, bottom = (_inset(shape, side) for side in ("lIns", "tIns", "rIns", "bIns"))
    return Box(box.x + left, box.y + top, box.wide - left - right, box.tall - top - bottom)


def _inset(shape: Any, side: str) -> float:
    while shape is not None:
        found = shape._element.xpath("p:txBody/a:bodyPr/@" + side)
        if found:
            return int(found[0]) / POINT
        shape = getattr(shape, "_base_placeholder", None)
    return _USUAL_INSET[side]


_USUAL_INSET = {"lIns": 7.2, "rIns": 7.2, "tIns": 3.6, "bIns": 3.6}


def _strip(presentation: Any) -> None:
    """The template's own slides go, and all that could carry names: comments' authors, custom data, properties."""
    root = presentation.part._element
    for tag in _LEFT_OUT:
        for found in root.findall(f"{{{root.nsmap['p']}}}{tag}"):
            root.remove(found)
    _drop(presentation.part, _KEPT)
    _drop(presentation.part.package, ("officeDocument",))


def _drop(part: Any, kept: tuple[str, ...]) -> None:
    for key, relation in list(part._rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] not in kept:
            part._rels.pop(key)
