"""Nothing on a slide leaves its box, whatever the number of units and the length of their names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from briefing.deck import Deck, Item, Page
from briefing.pptx_canvas import POINT
from briefing.pptx_fit import LINE, best_size, cut, height, width, wrap
from charts.spec import Band, Break, HeatSpec, Reference, TableSpec
from tests.gallery import compared, specs
from tests.pptx_cases import COMMENT, LONGEST, A, deck, forty, many_panels, matrix, opened
from text.words import LANGS, Lang


def boxes(slide: Any) -> Iterator[tuple[str, float, float, list[tuple[str, float, bool]]]]:
    """Name, width, height and paragraphs (text, size, bold) of every text box and table cell, in points."""
    for shape in slide.shapes:
        if shape.has_text_frame and not shape.is_placeholder and shape.text_frame.text:
            yield shape.name, shape.width / POINT, shape.height / POINT, paragraphs(shape.text_frame)
        elif shape.has_table:
            for row in shape.table.rows:
                for column, cell in zip(shape.table.columns, row.cells, strict=True):
                    inner = (column.width / POINT - 8, row.height / POINT - 4)
                    yield "cell", *inner, paragraphs(cell.text_frame)
        elif shape.is_placeholder and shape.has_text_frame and shape.text_frame.paragraphs[0].runs:
            indent = 18 if shape.placeholder_format.type == PP_PLACEHOLDER.BODY else 0
            yield shape.name, shape.width / POINT - indent, shape.height / POINT, paragraphs(shape.text_frame)


def paragraphs(frame: Any) -> list[tuple[str, float, bool]]:
    found = []
    for paragraph in frame.paragraphs:
        sizes = [int(look.get("sz")) / 100 for look in paragraph._p.iter(f"{A}rPr", f"{A}endParaRPr") if look.get("sz")]
        space = paragraph.space_after.pt if paragraph.space_after else 0.0
        found.append((paragraph.text, max(sizes), any(run.font.bold for run in paragraph.runs)))
        if space:
            found.append(("", space / LINE, False))
    return found


def extreme_deck(lang: Lang) -> Deck:
    heat = specs.heat(lang, 20)
    rows = tuple(replace(heat.rows[place % 12], key=str(place), label=f"{LONGEST} {place}") for place in range(40))
    stacked = specs.stacked(lang)
    shares = tuple(replace(stacked.rows[place % 4], key=str(place), label=f"{LONGEST} {place}") for place in range(40))
    panels = replace(many_panels(), panels=tuple(replace(one, label=LONGEST) for one in many_panels().panels))
    trend = specs.trend(lang)
    lines = tuple(replace(one, label=f"{LONGEST} {one.label}") for one in trend.series)
    dots = replace(specs.dots(lang), marks=forty(lang).marks, axis_range=(200, 4200), references=())
    frame = specs.ranked(lang).frame
    wordy = replace(frame, title=f"{frame.title} " * 4, sentence=f"{frame.sentence} " * 6, notes=(COMMENT,) * 9)
    told = compared.ranked(lang)
    crowded = replace(
        told,
        marks=tuple(replace(one, label=f"{LONGEST} {place}") for place, one in enumerate(told.marks * 3)),
        references=tuple(Reference("unit", 3.0 + 19 * place, LONGEST) for place in range(6)),
        band=Band(2.0, 8.0, LONGEST),
        elsewhere=tuple(f"{LONGEST} {place}: 54,2 %" for place in range(9)),
    )
    broken = replace(compared.trend(lang), breaks=tuple(Break(after, LONGEST) for after in (0, 1, 9)))
    cells: HeatSpec = replace(heat, rows=rows, breaks=(Break(3, LONGEST), Break(9, LONGEST)))
    items: tuple[Any, ...] = (
        crowded,
        broken,
        cells,
        replace(compared.multiples(lang), breaks=(Break(9, LONGEST),)),
        forty(lang),
        dots,
        replace(heat, rows=rows),
        replace(stacked, rows=shares),
        panels,
        replace(trend, series=lines),
        replace(matrix(40), rows=tuple(replace(row, label=LONGEST) for row in matrix(40).rows)),
        TableSpec(frame),
        replace(specs.ranked(lang), frame=wordy, missing=tuple(f"{LONGEST} {place}" for place in range(8))),
    )
    return deck(
        *(Item(spec, comment=COMMENT if place % 2 else "") for place, spec in enumerate(items)),
        Page(LONGEST * 2, (COMMENT * 30, LONGEST)),
        lang=lang,
        title=LONGEST * 3,
        subtitle=LONGEST * 2,
        filters=f"{LONGEST}, " * 4,
        author=LONGEST,
        tiles=tuple(replace(tile, label=LONGEST, meaning=COMMENT) for tile in specs.tiles(lang) * 3),
        simulated=True,
        is_provisional=True,
    )


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_leaves_its_box_with_forty_units_and_the_longest_names(lang: Lang) -> None:
    outside = []
    for number, slide in enumerate(opened(extreme_deck(lang)).slides, start=1):
        for name, wide, tall, texts in boxes(slide):
            need = sum(height([text], wide, size, bold) for text, size, bold in texts)
            if need > tall + 1.5 or any(
                width(word, size, bold) > wide + 1 for text, size, bold in texts for word in text.split(" ")
            ):
                outside.append((number, name, round(wide), round(tall), round(need), texts[0][0][:40]))
    assert outside == []


def test_no_shape_leaves_its_slide_and_no_chart_covers_the_notes() -> None:
    made = opened(extreme_deck("vi"))
    for number, slide in enumerate(made.slides, start=1):
        foot = min((shape.top for shape in slide.shapes if shape.name == "Foot"), default=made.slide_height)
        for shape in slide.shapes:
            if shape.is_placeholder:
                continue
            place = (number, shape.name)
            assert shape.left >= 0, place
            assert shape.top >= 0, place
            assert shape.left + shape.width <= made.slide_width + Pt(1), place
            assert shape.top + shape.height <= made.slide_height, place
            if shape.has_chart or shape.has_table:
                assert shape.top + shape.height <= foot + Pt(1), place


def test_text_is_measured_with_the_letters_of_arial() -> None:
    assert width("0000", 10) == pytest.approx(4 * 5.56 * 1.06)
    assert width("ế", 10) == width("e", 10)
    assert width("Long", 10, bold=True) > width("Long", 10)
    assert wrap("Ủy ban nhân dân", 1000, 10) == ["Ủy ban nhân dân"]
    assert "".join(wrap("x" * 50, 40, 10)) == "x" * 50
    assert all(width(line, 10) <= 60 for line in wrap("Sở Nông nghiệp và Phát triển nông thôn", 60, 10))
    assert cut("một hai ba bốn năm", 40, 12, 10).endswith("…")
    assert best_size(["x" * 400], 100, 20, (12, 8)) is None
