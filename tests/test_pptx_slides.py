"""What stands around the charts of a deck: titles, footers, notes, cover, words, numbers, properties."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from briefing.deck import Item, Page
from briefing.slides import write_pptx
from charts.captions import footer_lines, missing_text
from charts.spec import ChartSpec, Flag, Mark, Role, Status
from tests.gallery import compared, specs
from tests.pptx_cases import COMMENT, A, book, charts, deck, of, opened, words
from text.words import LANGS, Lang

GALLERY = (
    specs.ranked,
    specs.dots,
    specs.forty,
    specs.trend,
    specs.trend_one,
    specs.multiples,
    specs.heat,
    specs.stacked,
    compared.ranked,
    compared.dots,
    compared.trend,
    compared.multiples,
    compared.heat,
)


# What stands around it.


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", GALLERY, ids=lambda make: make.__name__)
def test_each_slide_says_what_it_shows_and_where_it_is_from(make: Callable[[Lang], ChartSpec], lang: Lang) -> None:
    spec = make(lang)
    for place, slide in enumerate(of(spec, lang)):
        frame = spec.frame
        more = "" if place == 0 else " (tiếp)" if lang == "vi" else " (continued)"
        assert slide.shapes.title.text == frame.title + more
        for text in (frame.subtitle, frame.sentence, *footer_lines(spec, lang), missing_text(spec, lang)):
            assert text in words(slide)
        assert ("MÔ PHỎNG" in words(slide) or "SIMULATED" in words(slide)) == frame.simulated
        notes = slide.notes_slide.notes_text_frame.text
        assert frame.sentence in notes
        assert frame.source in notes


def test_notes_hold_every_figure_and_its_counts() -> None:
    spec = specs.ranked("vi")
    (slide,) = of(spec)
    notes = slide.notes_slide.notes_text_frame.text
    assert all(f"{mark.label} · {mark.text} (848/1.945)" in notes for mark in (*spec.marks, *spec.below))
    (slide,) = of(specs.stacked("vi"))
    assert "Đại học 64,0\u00a0% (77)" in slide.notes_slide.notes_text_frame.text


def test_the_officers_title_and_comment_come_first() -> None:
    made = deck(Item(specs.ranked("vi"), title="Nộp trực tuyến: việc của quý IV", comment=COMMENT))
    slide = opened(made).slides[1]
    assert slide.shapes.title.text == "Nộp trực tuyến: việc của quý IV"
    assert COMMENT in words(slide)
    assert specs.ranked("vi").frame.title in slide.notes_slide.notes_text_frame.text


def test_a_comment_that_is_too_long_goes_on_to_a_slide_of_its_own() -> None:
    slides = list(opened(deck(Item(specs.ranked("vi"), comment=COMMENT * 8))).slides)
    assert "Đề nghị" not in words(slides[1])
    assert words(slides[-1]).count("Đề nghị") == 8


def test_cover_tiles_words_and_findings_have_their_slides() -> None:
    made = deck(
        Page("Việc cần chú ý", ("3 xã chưa nộp báo cáo.",), notes="Nhắc lại tại giao ban."),
        tiles=specs.tiles("vi"),
        simulated=True,
        is_provisional=True,
        findings=("Xã An Phước: phụ lục lệch 3 hồ sơ.",),
    )
    cover, tiles, page, findings = opened(made).slides
    for text in (made.title, made.subtitle, made.filters, made.author, "05/10/2024", "SỐ LIỆU MÔ PHỎNG", "số tạm"):
        assert text.lower() in words(cover).lower()
    for tile in made.tiles:
        assert all(
            text in words(tiles).replace("\n", " ") for text in (tile.label, tile.value, tile.change, tile.meaning)
        )
    assert "ít nhất" in words(tiles)
    assert "3 xã chưa nộp báo cáo." in words(page)
    assert page.notes_slide.notes_text_frame.text == "Nhắc lại tại giao ban."
    assert "phụ lục lệch 3 hồ sơ" in words(findings)
    assert all("SỐ LIỆU MÔ PHỎNG" in words(slide) for slide in (cover, tiles, page, findings))


def test_long_pages_of_words_flow_on_without_loss() -> None:
    lines = tuple(f"{number}. {COMMENT}" for number in range(30))
    slides = list(opened(deck(Page("Kiến nghị", lines))).slides)[1:]
    assert len(slides) > 1
    bodies = [
        paragraph.text
        for slide in slides
        for shape in slide.placeholders
        if shape.placeholder_format.type in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
        for paragraph in shape.text_frame.paragraphs
    ]
    assert bodies == list(lines)


def test_every_slide_but_the_cover_has_its_number() -> None:
    made = opened(deck(*(Item(make("vi")) for make in GALLERY), Page("Kiến nghị", ("Một.",))))
    fields = [len(slide._element.findall(f".//{A}fld[@type='slidenum']")) for slide in made.slides]
    assert fields == [0] + [1] * (len(fields) - 1)


# Safe: no formulas, no names, no foreign parts.


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    spec = specs.ranked("vi")
    names = ("=HYPERLINK(1)", "+84", "-x", "@SUM(A1)")
    marks = tuple(replace(mark, label=name) for mark, name in zip(spec.marks, names, strict=False))
    (chart,) = charts(of(replace(spec, marks=marks)))
    blob = chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    for row, name in enumerate(names, start=2):
        cell = sheet.cell(row, 1)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_control_signs_and_markup_in_texts_do_no_harm() -> None:
    frame = replace(specs.ranked("vi").frame, title='<b>"A" & B</b>\x07', alt="a\x01<b>", file_stem='x"y')
    marks = (Mark("1", "Xã <A> & \x02 B", 5.0, "5 < 6", role=Role.SUBJECT),)
    made = deck(Item(replace(specs.ranked("vi"), frame=frame, marks=marks, below=())), title="\x03 & <t>")
    slide = opened(made).slides[1]
    assert slide.shapes.title.text == '<b>"A" & B</b>'
    assert book(charts([slide])[0])[1][1] == 5.0


def test_properties_tell_title_and_office_and_nothing_else() -> None:
    made = deck(Item(specs.ranked("vi")))
    data = write_pptx(made)
    properties = Presentation(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author) == (made.title, made.author)
    assert properties.last_modified_by == made.author
    assert properties.created.date() == made.made_on
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
        embedded = [archive.read(name) for name in names if name.endswith(".xlsx")]
    assert not [name for name in names if "thumbnail" in name or "custom" in name or "comment" in name.lower()]
    assert b"python-pptx" not in everything.lower()
    assert b"/home/" not in everything
    assert b"/tmp/" not in everything
    assert all(openpyxl.load_workbook(io.BytesIO(blob)).properties.creator == made.author for blob in embedded)


def test_progress_is_told_after_each_part_and_may_cancel() -> None:
    heard: list[tuple[int, int]] = []
    made = deck(Item(specs.ranked("vi")), Page("Kiến nghị", ("Một.",)), Item(specs.heat("vi")))
    write_pptx(made, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pptx(made, progress=cancel)


def test_a_deck_without_parts_is_a_cover() -> None:
    assert len(opened(deck()).slides) == 1


def test_every_part_of_a_deck_is_xml_with_unique_shape_numbers() -> None:
    data = write_pptx(deck(*(Item(make("vi")) for make in GALLERY), tiles=specs.tiles("vi")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                if name.startswith("ppt/slides/slide"):
                    numbers = root.xpath("//*[local-name()='cNvPr']/@id")
                    assert len(set(numbers)) == len(numbers), name


def test_statuses_and_flags_of_the_gallery_cover_what_slides_can_draw() -> None:
    """The specs used here would not tell much if they lacked a kind of mark."""
    marks = (*compared.ranked("vi").marks, *compared.ranked("vi").below)
    assert {mark.status for mark in marks} >= set(Status)
    assert {flag for mark in marks for flag in mark.flags} == set(Flag)
