"""Templates of slides: ours is what its script writes, an unsafe one is refused, an organisation keeps its look."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Emu

from briefing import make_template, pptx_template
from briefing.deck import Item, Page
from briefing.pptx_canvas import POINT
from briefing.slides import TemplateRefused, write_pptx
from tests.gallery import specs
from tests.pptx_cases import deck


def own() -> bytes:
    return pptx_template.OWN.read_bytes()


def changed(data: bytes, edit: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return buffer.getvalue()


def refused(data: bytes | Path) -> TemplateRefused:
    with pytest.raises(TemplateRefused) as error:
        write_pptx(deck(), data)
    assert error.value.text("vi") != error.value.text("en")
    assert str(error.value) == error.value.text("vi")
    return error.value


def with_relation(kind: str, target: str, mode: str = "") -> Callable[[dict[str, bytes]], None]:
    def edit(parts: dict[str, bytes]) -> None:
        name = "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
        extra = f'<Relationship Id="rId77" Type="{kind}" Target="{target}"{mode}/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", extra.encode())

    return edit


HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def test_the_committed_template_is_what_its_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_template, "PATH", tmp_path / "again" / "cchc.pptx")
    make_template.main()
    assert make_template.PATH.read_bytes() == own()
    assert len(own()) < 20_000


def macro_type(parts: dict[str, bytes]) -> None:
    name = "[Content_Types].xml"
    plain = b"openxmlformats-officedocument.presentationml.presentation.main"
    parts[name] = parts[name].replace(plain, b"ms-powerpoint.presentation.macroEnabled.main")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (macro_type, "macros"),
        (lambda parts: parts.update({"ppt/vbaProject.bin": b"x"}), "macros"),
        (lambda parts: parts.update({"ppt/activeX/activeX1.xml": b"<a/>"}), "macros"),
        (with_relation(HYPERLINK, "https://example.org/", ' TargetMode="External"'), "external"),
        (with_relation(HYPERLINK, "file:///server/share/x.xlsx", ' TargetMode="External"'), "external"),
        (lambda parts: parts.update({"ppt/theme/theme1.xml": b"<a:theme"}), "broken"),
        (lambda parts: parts.update({"ppt/presentation.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
        (lambda parts: parts.pop("ppt/presentation.xml"), "broken"),
        (lambda parts: parts.pop("[Content_Types].xml"), "not_pptx"),
        (lambda parts: parts.update({"bomb.xml": b" " * (pptx_template.MOST_UNPACKED + 1)}), "too_big"),
    ],
    ids=["pptm", "vba", "activex", "web link", "file link", "broken xml", "entities", "no deck", "no types", "bomb"],
)
def test_an_unsafe_or_broken_template_is_refused(edit: Callable[[dict[str, bytes]], None], code: str) -> None:
    assert refused(changed(own(), edit)).code == code


def test_what_is_no_presentation_is_refused(tmp_path: Path) -> None:
    assert refused(b"").code == "not_pptx"
    assert refused(own()[:3000]).code == "not_pptx"
    assert refused(b"\xd0\xcf\x11\xe0" + b"0" * 600).code == "old_format"
    assert refused(b"0" * (pptx_template.MOST_BYTES + 1)).code == "too_big"
    assert refused(tmp_path / "absent.pptx").code == "unreadable"
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    assert refused(buffer.getvalue()).code == "not_presentation"


def saved(presentation: Any) -> bytes:
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def without(kind: str) -> bytes:
    """Our template without the placeholders of a kind."""
    presentation = Presentation(io.BytesIO(own()))
    for layout in presentation.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.xpath(kind):
                shape._element.getparent().remove(shape._element)
    return saved(presentation)


def test_a_template_whose_layouts_do_not_fit_is_refused() -> None:
    assert refused(without(".//p:ph[@type='subTitle']")).code == "no_cover"
    assert refused(without(".//p:ph[@idx='1'][not(@type='subTitle')]")).code == "no_content"
    small = Presentation(io.BytesIO(own()))
    for layout in list(small.slide_layouts)[1:]:
        for shape in layout.placeholders:
            if shape.placeholder_format.idx == 1:
                shape.width, shape.height = Emu(914400), Emu(914400)
    error = refused(saved(small))
    assert error.code == "too_small"
    assert "1.0" in error.text("en")


def test_an_organisations_template_keeps_its_look_and_loses_its_slides_and_names() -> None:
    theirs = Presentation()
    theirs.core_properties.author = "nguyenvana"
    theirs.core_properties.last_modified_by = "PC-VANTHU\\nguyenvana"
    theirs.slides.add_slide(theirs.slide_layouts[0]).shapes.title.text = "Trang mẫu"
    data = write_pptx(deck(Item(specs.ranked("vi")), Page("Kiến nghị", ("Một.",))), saved(theirs))
    made = Presentation(io.BytesIO(data))
    assert (made.slide_width, made.slide_height) == (theirs.slide_width, theirs.slide_height)
    assert made.slides[0].slide_layout.name == "Title Slide"
    assert made.slides[1].shapes.title.text == specs.ranked("vi").frame.title
    assert made.slides[2].slide_layout.name == "Title and Content"  # not the one with vertical text
    area = pptx_template.open_template(saved(theirs)).area
    for shape in made.slides[1].shapes:
        if shape.has_chart:
            assert shape.left / POINT >= area.x - 1
            assert (shape.left + shape.width) / POINT <= area.right + 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        slides = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == 3
    assert b"nguyenvana" not in everything
    assert "Trang mẫu".encode() not in everything
