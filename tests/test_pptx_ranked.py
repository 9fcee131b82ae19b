"""Ranked charts on slides: values, labels, colours, strokes, bands and movements are those of the spec."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pptx.util import Pt

from briefing import style
from charts.captions import missing_text
from charts.signs import elsewhere_text
from charts.spec import RankedSpec
from tests.gallery import compared, specs
from tests.pptx_cases import (
    LONGEST,
    A,
    C,
    book,
    cached,
    chart_frame,
    charts,
    forty,
    labels_of,
    of,
    plot_of,
    referenced,
    series_of,
    upright,
    words,
)
from text.words import Lang


def fill_of(point: Any) -> str:
    """The fill of a data point: its hex colour, "none" or "pattern"."""
    shape = point.find(f"{C}spPr") if point.find(f"{C}marker") is None else point.find(f"{C}marker/{C}spPr")
    if shape.find(f"{A}pattFill") is not None:
        return "pattern"
    solid = shape.find(f"{A}solidFill/{A}srgbClr")
    return "none" if solid is None else f"#{solid.get('val').lower()}"


def points_of(element: Any) -> dict[int, Any]:
    return {int(point.find(f"{C}idx").get("val")): point for point in element.findall(f"{C}dPt")}


@pytest.mark.parametrize("make", [specs.ranked, specs.forty, forty])
def test_bars_hold_the_specs_values_in_its_order(make: Callable[[Lang], RankedSpec]) -> None:
    spec = make("vi")
    expected = [(mark.label, mark.value) for mark in (*spec.marks, *spec.below)]
    found = []
    for chart in charts(of(spec)):
        (series,) = series_of(chart)
        names = [point.text for point in series.findall(f"{C}cat/{C}strRef/{C}strCache/{C}pt/{C}v")]
        assert cached(series, "val") == referenced(chart, series, "val")
        assert [row[0] for row in book(chart)[1:]] == names
        found += list(zip(names, cached(series, "val"), strict=True))
        assert chart._chartSpace.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    assert [pair for pair in found if pair[0] != "Không xếp hạng"] == expected


def test_bars_are_labelled_with_the_printed_text_and_the_status() -> None:
    spec = specs.ranked("vi")
    (chart,) = charts(of(spec))
    labels = labels_of(series_of(chart)[0])
    assert labels[0] == "98,4\u00a0%  ▲ đạt"
    assert labels[7] == "66,4\u00a0% †  ▼ chưa đạt"
    assert list(labels) == list(range(len(spec.marks)))


def test_bars_have_the_colours_of_the_screen() -> None:
    (chart,) = charts(of(specs.ranked("vi")))
    fills = {place: fill_of(point) for place, point in points_of(series_of(chart)[0]).items()}
    assert fills[0] == style.CONTEXT
    assert fills[2] == style.ACCENT
    assert fills[4] == "none"
    assert fills[5] == "pattern"
    assert fills[6] == style.mix(style.CONTEXT, style.PAPER, 0.5)
    assert fills[12] == "none"


def test_bars_start_at_zero_and_points_where_the_data_do() -> None:
    low = specs.ranked("vi")
    (chart,) = charts(of(replace(low, axis_range=(40, 100))))
    assert chart._chartSpace.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0.0"
    (chart,) = charts(of(specs.dots("vi")))
    assert chart._chartSpace.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "98.0"
    assert "trục bắt đầu từ 98 %" in "".join(chart._chartSpace.itertext())


def test_points_hold_the_specs_values_from_top_to_bottom() -> None:
    spec = specs.dots("vi")
    slides = of(spec)
    (chart,) = charts(slides)
    (series,) = series_of(chart)
    assert cached(series, "xVal") == [mark.value for mark in spec.marks] == referenced(chart, series, "xVal")
    heights = cached(series, "yVal")
    assert heights == sorted(heights, reverse=True)  # type: ignore[type-var]
    assert [row[0] for row in book(chart)[1:]] == [mark.label for mark in spec.marks]
    fills = {place: fill_of(point) for place, point in points_of(series).items()}
    assert (fills[0], fills[1], fills[3], fills[6]) == (style.CONTEXT, style.ACCENT, "none", "none")
    symbols = {place: point.find(f"{C}marker/{C}symbol").get("val") for place, point in points_of(series).items()}
    assert (symbols[3], symbols[6]) == ("circle", "diamond")
    names = [shape.text_frame.text for shape in slides[0].shapes if shape.name == "Name"]
    assert names == [mark.label for mark in spec.marks]


def x_of(frame: Any, value: float) -> float:
    """Where a value of a ranked chart stands on its slide, in EMU."""
    axis = frame.chart._chartSpace.find(f".//{C}valAx/{C}scaling")
    low, high = (float(axis.find(f"{C}{end}").get("val")) for end in ("min", "max"))
    left, _, wide, _ = plot_of(frame)
    return left + wide * (value - low) / (high - low)


@pytest.mark.parametrize("make", [specs.ranked, specs.dots, compared.ranked, compared.dots])
def test_a_reference_line_stands_exactly_at_its_value(make: Callable[[Lang], RankedSpec]) -> None:
    spec = make("vi")
    (slide,) = of(spec)
    shapes = {shape.name: shape for shape in slide.shapes}
    frame = chart_frame(slide)
    assert spec.references
    for reference in spec.references:
        assert abs(shapes[reference.label].left - x_of(frame, reference.value)) < Pt(0.1)
        assert reference.label in words(slide)


@pytest.mark.parametrize("make", [compared.ranked, compared.dots])
def test_strokes_stand_exactly_at_their_values_in_the_row_of_their_mark(make: Callable[[Lang], RankedSpec]) -> None:
    spec = make("vi")
    (slide,) = of(spec)
    frame = chart_frame(slide)
    _, top, _, tall = plot_of(frame)
    rows = (*spec.marks, None, *spec.below) if spec.below else spec.marks
    air = 0.5 if spec.style == "dots" else 0.0
    row_tall = tall / (len(rows) + 2 * air)
    names = {"previous": "kỳ trước", "last_year": "cùng kỳ năm trước", "target": "mục tiêu của đơn vị"}
    kinds = {tick.kind for mark in spec.marks for tick in mark.ticks}
    assert "last_year" in kinds
    for kind in kinds:
        layers = [shape for shape in slide.shapes if shape.name == names[kind]]
        assert len(layers) == (3 if kind == "last_year" else 2)
        expected = [
            (x_of(frame, tick.value), top + (place + 0.5 + air) * row_tall)
            for place, mark in enumerate(rows)
            for tick in (mark.ticks if mark else ())
            if tick.kind == kind
        ]
        for shape in layers:
            found = upright(shape)
            assert len(found) == len(expected)
            for (x, start, end), (value_x, middle) in zip(found, expected, strict=True):
                assert abs(x - value_x) < Pt(0.1)
                assert start < middle < end
                assert abs((start + end) / 2 - middle) < Pt(0.2)


@pytest.mark.parametrize("make", [compared.ranked, compared.dots])
def test_the_workbook_of_a_chart_holds_the_strokes_beside_the_values(make: Callable[[Lang], RankedSpec]) -> None:
    spec = make("vi")
    (chart,) = charts(of(spec))
    heading, *rows = book(chart)
    marks = {mark.label: mark for mark in (*spec.marks, *spec.below)}
    kinds = {"kỳ trước": "previous", "cùng kỳ năm trước": "last_year", "mục tiêu của đơn vị": "target"}
    columns = [(place, kinds[name]) for place, name in enumerate(heading) if name in kinds]
    assert {kind for _, kind in columns} == {tick.kind for mark in spec.marks for tick in mark.ticks}
    for row in rows:
        if row[0] not in marks:
            continue
        values = {tick.kind: tick.value for tick in marks[row[0]].ticks}
        for place, kind in columns:
            assert row[place] == (pytest.approx(values[kind]) if kind in values else None)  # type: ignore[index]


def test_the_band_lies_behind_the_chart_from_quartile_to_quartile() -> None:
    spec = compared.ranked("vi")
    (slide,) = of(spec)
    shapes = list(slide.shapes)
    frame = chart_frame(slide)
    band = next(shape for shape in shapes if shape.name == "Band")
    names = [shape.name for shape in shapes]
    assert names.index("Band") < names.index(frame.name)
    assert abs(band.left - x_of(frame, 61.2)) < Pt(0.1)
    assert abs(band.left + band.width - x_of(frame, 91.2)) < Pt(0.1)
    _, top, _, tall = plot_of(frame)
    assert abs(band.top - top) < Pt(0.1)
    assert abs(band.height - tall * len(spec.marks) / (len(spec.marks) + 1 + len(spec.below))) < Pt(0.1)
    assert "Nửa giữa: 61,2–91,2 %" in words(slide)


def test_labels_above_a_ranked_chart_do_not_overlap() -> None:
    (slide,) = of(compared.ranked("vi"))
    labels = sorted((shape for shape in slide.shapes if shape.name == "Reference label"), key=lambda one: one.top)
    assert len(labels) == 4
    assert all(a.top + a.height <= b.top + Pt(0.1) for a, b in zip(labels, labels[1:], strict=False))
    assert labels[-1].top + labels[-1].height <= plot_of(chart_frame(slide))[1]


def test_a_stroke_is_labelled_on_each_slide_at_the_mark_on_top() -> None:
    spec = compared.dots("vi")
    marks = tuple(replace(mark, label=f"{LONGEST} {place}") for place, mark in enumerate(spec.marks * 4))
    slides = of(replace(spec, marks=marks))
    assert len(slides) > 1
    start = 0
    for slide in slides:
        frame = chart_frame(slide)
        top = marks[start]
        start += len(book(frame.chart)) - 1
        names = [
            shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == "cùng kỳ năm trước"
        ]
        assert len(names) == len(top.ticks)
        for label in names:
            assert label.left - Pt(1) <= x_of(frame, top.ticks[0].value) <= label.left + label.width + Pt(1)
    assert start == len(marks)


def test_a_label_moves_beyond_the_strokes_of_its_row_and_no_other_does() -> None:
    spec = compared.ranked("vi")
    (slide,) = of(spec)
    frame = chart_frame(slide)
    (series,) = series_of(frame.chart)
    for label, mark in zip(series.findall(f"{C}dLbls/{C}dLbl"), spec.marks, strict=True):
        moved = label.find(f"{C}layout/{C}manualLayout/{C}x")
        beyond = max([mark.value or 0.0, *(tick.value for tick in mark.ticks)])
        if beyond == mark.value:
            assert moved is None
        else:
            wide = float(moved.get("val")) * frame.width
            assert 0 < wide - (x_of(frame, beyond) - x_of(frame, mark.value or 0)) < Pt(6)


def test_movements_stand_at_the_names_and_the_workbook_keeps_the_plain_names() -> None:
    spec = compared.ranked("vi")
    (chart,) = charts(of(spec))
    (series,) = series_of(chart)
    drawn = [point.text for point in series.findall(f"{C}cat/{C}strRef/{C}strCache/{C}pt/{C}v")]
    assert drawn[:3] == ["Thị trấn Long Thành", "Xã An Phước\u00a0\u00a0▲2", "Xã Bàu Cạn\u00a0\u00a0▼1"]
    assert [row[0] for row in book(chart)[1:4]] == [mark.label for mark in spec.marks[:3]]
    (slide,) = of(compared.dots("vi"))
    names = [shape.text_frame.text for shape in slide.shapes if shape.name == "Name"]
    assert names[1] == "Sở Văn hóa, Thể thao và Du lịch\u00a0\u00a0▼1"


def test_units_with_another_definition_are_named_on_slide_and_in_notes() -> None:
    spec = compared.ranked("vi")
    (slide,) = of(spec)
    text = elsewhere_text(spec, "vi")
    assert text in words(slide)
    assert text in slide.notes_slide.notes_text_frame.text
    assert spec.marks[0].ticks[0].text in slide.notes_slide.notes_text_frame.text


def test_units_without_rank_stand_below_a_divider_with_their_reason() -> None:
    spec = specs.ranked("vi")
    (slide,) = of(spec)
    assert all(mark.text in words(slide) for mark in spec.below)
    assert [row[0] for row in book(charts([slide])[0])][-3:] == ["Không xếp hạng", "Xã Tam An", "Xã Tân Hiệp"]
    assert any(shape.name == "Không xếp hạng" for shape in slide.shapes)
    assert missing_text(spec, "vi") in words(slide)
