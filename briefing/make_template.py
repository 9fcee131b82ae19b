"""Writes the 16:9 template of our own, the same bytes each time: `python -m briefing.make_template`.

Three layouts: a cover (title, subtitle), a chart (title, content) and words (title, text); each has a footer and a page
number. Arial is on every office computer and shows Vietnamese.
"""

import zipfile
from pathlib import Path

from briefing.style import ACCENT, CATEGORICAL, GRID, MUTED, PANEL, PAPER, TARGET, TEXT

PATH = Path(__file__).parent / "assets" / "cchc_16x9.pptx"
WIDE, TALL = 960.0, 540.0
_POINT = 12700
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:a="{_A}" xmlns:r="{_R}" xmlns:p="{_P}"'
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SETTINGS = ("presProps", "viewProps", "tableStyles")
"""Empty here, but PowerPoint offers to repair a file without them."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TITLE = (50, 20, 874, 58)
_CONTENT = (36, 86, 888, 410)
_FOOTER = (36, 509, 800, 22)
_NUMBER = (844, 509, 80, 22)


def main() -> None:
    PATH.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(PATH, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), (_HEAD + text).encode(), zipfile.ZIP_DEFLATED)


def parts() -> dict[str, str]:
    """The package: part name -> XML."""
    layouts = {1: _cover(), 2: _chart(), 3: _words()}
    found = {
        "[Content_Types].xml": _content_types(len(layouts)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relations(
            {"rId1": ("slideMaster", "slideMasters/slideMaster1.xml"), "rId2": ("theme", "theme/theme1.xml")}
            | {f"rId{place}": (name, f"{name}.xml") for place, name in enumerate(_SETTINGS, start=3)}
        ),
        "ppt/presProps.xml": f"<p:presentationPr {_NAMES}/>",
        "ppt/viewProps.xml": f"<p:viewPr {_NAMES}/>",
        "ppt/tableStyles.xml": f'<a:tblStyleLst xmlns:a="{_A}" def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>',
        "ppt/theme/theme1.xml": _theme(),
        "ppt/slideMasters/slideMaster1.xml": _master(len(layouts)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            {f"rId{number}": ("slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in layouts}
            | {"rId9": ("theme", "../theme/theme1.xml")}
        ),
    }
    for number, layout in layouts.items():
        found[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        found[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = _relations(
            {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        )
    return found


def _content_types(layouts: int) -> str:
    kinds = {
        "/ppt/presentation.xml": f"{_PML}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_PML}.slideMaster+xml",
        "/ppt/theme/theme1.xml": f"{_OFFICE}.theme+xml",
    }
    kinds |= {f"/ppt/{name}.xml": f"{_PML}.{name}+xml" for name in _SETTINGS}
    kinds |= {f"/ppt/slideLayouts/slideLayout{n}.xml": f"{_PML}.slideLayout+xml" for n in range(1, layouts + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = (f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f'<Relationships xmlns="{_RELS}">{"".join(lines)}</Relationships>'


def _presentation() -> str:
    return (
        f'<p:presentation {_NAMES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f'</p:sldMasterIdLst><p:sldSz cx="{_emu(WIDE)}" cy="{_emu(TALL)}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{_level(1, 18, TEXT)}</p:defaultTextStyle></p:presentation>"
    )


def _theme() -> str:
    accents = (ACCENT, *CATEGORICAL[:4], TARGET)
    colours = {"dk1": TEXT, "lt1": PAPER, "dk2": MUTED, "lt2": PANEL}
    colours |= {f"accent{place}": colour for place, colour in enumerate(accents, start=1)}
    colours |= {"hlink": ACCENT, "folHlink": MUTED}
    scheme = "".join(f"<a:{name}>{_colour(colour)}</a:{name}>" for name, colour in colours.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{_A}" name="CCHC"><a:themeElements><a:clrScheme name="CCHC">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Arial"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="CCHC"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _master(layouts: int) -> str:
    shapes = (
        _placeholder(2, "Title", "title", _TITLE, "", anchor="ctr"),
        _placeholder(3, "Text", "body", _CONTENT, "", idx=1),
        _placeholder(4, "Footer", "ftr", _FOOTER, _style(9, MUTED), idx=3, anchor="ctr"),
        _placeholder(5, "Slide number", "sldNum", _NUMBER, _style(10, MUTED, "r"), idx=4, anchor="ctr"),
    )
    ids = "".join(f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in range(1, layouts + 1))
    mapped = 'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"'
    accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
    levels = "".join(_level(n, 18 if n == 1 else 16, TEXT, bullet=True) for n in range(1, 6))
    return (
        f"<p:sldMaster {_NAMES}><p:cSld><p:bg><p:bgPr>{_fill(PAPER)}<a:effectLst/></p:bgPr></p:bg>{_tree(*shapes)}"
        f'</p:cSld><p:clrMap {mapped} {accents} hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>{ids}'
        f"</p:sldLayoutIdLst><p:txStyles><p:titleStyle>{_level(1, 24, TEXT, bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{_level(1, 18, TEXT)}</p:otherStyle></p:txStyles>"
        "</p:sldMaster>"
    )


def _cover() -> str:
    return _layout(
        "Cover",
        "title",
        _block(20, "Band", (0, 0, WIDE, 300), ACCENT),
        _placeholder(2, "Title", "ctrTitle", (60, 70, 840, 210), _style(36, PAPER, bold=True), anchor="b"),
        _placeholder(3, "Subtitle", "subTitle", (60, 320, 840, 170), _style(18, TEXT), idx=1, anchor="t"),
    )


def _chart() -> str:
    return _layout("Chart", "obj", *_furniture(), _placeholder(3, "Content", "", _CONTENT, "", idx=1))


def _words() -> str:
    return _layout("Words", "tx", *_furniture(), _placeholder(3, "Text", "body", _CONTENT, "", idx=1))


def _furniture() -> tuple[str, ...]:
    return (
        _block(20, "Mark", (36, 24, 4, 50), ACCENT),
        _block(21, "Rule", (36, 504, 888, 0.75), GRID),
        _placeholder(2, "Title", "title", None, ""),
        _placeholder(4, "Footer", "ftr", None, "", idx=10),
        _placeholder(5, "Slide number", "sldNum", None, "", idx=11),
    )


def _layout(name: str, kind: str, *shapes: str) -> str:
    return (
        f'<p:sldLayout {_NAMES} type="{kind}" preserve="1"><p:cSld name="{name}">{_tree(*shapes)}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _tree(*shapes: str) -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:spTree>{group}{''.join(shapes)}</p:spTree>"


def _placeholder(
    number: int,
    name: str,
    kind: str,
    box: tuple[float, float, float, float] | None,
    style: str,
    idx: int | None = None,
    anchor: str = "",
) -> str:
    """A placeholder; without `box` it stands where the master's of the same kind does."""
    attributes = (f' type="{kind}"' if kind else "") + ("" if idx is None else f' idx="{idx}"')
    number_field = '<a:fld id="{5F1C1C6B-9B3E-4B45-9C62-1B7A4C5D6E7F}" type="slidenum"><a:rPr lang="vi-VN"/>'
    text = f"{number_field}<a:t>‹#›</a:t></a:fld>" if kind == "sldNum" else ""
    anchored = f' anchor="{anchor}"' if anchor else ""
    insets = ' lIns="0" tIns="0" rIns="0" bIns="0"' if box else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{attributes}/></p:nvPr></p:nvSpPr><p:spPr>{_transform(box) if box else ''}"
        f"{_shape() if box else ''}</p:spPr><p:txBody><a:bodyPr{insets}{anchored}><a:noAutofit/></a:bodyPr>"
        f'<a:lstStyle>{style}</a:lstStyle><a:p>{text}<a:endParaRPr lang="vi-VN"/></a:p></p:txBody></p:sp>'
    )


def _block(number: int, name: str, box: tuple[float, float, float, float], colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{_transform(box)}{_shape()}{_fill(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _transform(box: tuple[float, float, float, float]) -> str:
    x, y, wide, tall = (_emu(part) for part in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'


def _shape() -> str:
    return '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def _style(size: float, colour: str, align: str = "l", bold: bool = False) -> str:
    return _level(1, size, colour, align=align, bold=bold)


def _level(number: int, size: float, colour: str, align: str = "l", bold: bool = False, bullet: bool = False) -> str:
    """The look of one level of paragraphs; only level 1 is ever used, the others are for who types more."""
    indent = f' marL="{228600 * number}" indent="-228600"' if bullet else ' marL="0" indent="0"'
    sign = f'<a:buClr>{_colour(ACCENT)}</a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else ""
    return (
        f'<a:lvl{number}pPr{indent} algn="{align}">{sign or "<a:buNone/>"}<a:defRPr sz="{round(size * 100)}"'
        f' b="{int(bold)}">{_fill(colour)}<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{number}pPr>'
    )


def _fill(colour: str) -> str:
    return f"<a:solidFill>{_colour(colour)}</a:solidFill>"


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour[1:].upper()}"/>'


def _emu(points: float) -> int:
    return round(points * _POINT)


if __name__ == "__main__":
    main()
