"""Slides: what stands on them equals the spec, can be edited, stays in its box, and tells nobody's name."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu, Pt

from briefing import make_template, pptx_template, style
from briefing.deck import Deck, Item, Page
from briefing.pptx_canvas import POINT
from briefing.pptx_chart_xml import scale
from briefing.pptx_fit import LINE, best_size, cut, height, width, wrap
from briefing.slides import TemplateRefused, write_pptx
from charts import colours as palettes
from charts.captions import footer_lines, missing_text
from charts.signs import elsewhere_text
from charts.spec import (
    Band,
    Break,
    Cell,
    ChartSpec,
    Flag,
    HeatSpec,
    Mark,
    MatrixRow,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Reference,
    Role,
    Status,
    TableSpec,
    TrendSpec,
)
from tests.gallery import compared, specs
from text.words import LANGS, Lang

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
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
LONGEST = "Ủy ban nhân dân thị trấn Nông trường Việt Trung và các đơn vị sự nghiệp công lập trực thuộc"
COMMENT = "Đề nghị các xã Long An, Long Đức rà soát quy trình tiếp nhận, bố trí thêm người hướng dẫn trong quý IV."


def deck(*parts: Item | Page, lang: Lang = "vi", **more: Any) -> Deck:
    start = Deck(
        "Báo cáo cải cách hành chính quý III/2024",
        "Phục vụ họp giao ban",
        "Huyện Long Thành, 11 xã, quý III/2024, hồ sơ tiếp nhận mới",
        lang,
        date(2024, 10, 5),
        "Văn phòng UBND huyện Long Thành",
        parts=parts,
    )
    return replace(start, **more)


def opened(made: Deck, template: bytes | None = None) -> Any:
    return Presentation(io.BytesIO(write_pptx(made, template)))


def of(spec: Any, lang: Lang = "vi") -> list[Any]:
    """The slides of one item, without the cover."""
    return list(opened(deck(Item(spec), lang=lang)).slides)[1:]


def charts(slides: Any) -> list[Any]:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def cached(element: Any, path: str) -> list[float | None]:
    """The values of a chart's cache in the places of its rows; None for a gap."""
    cache = element.find(f"{C}{path}/{C}numRef/{C}numCache")
    values: list[float | None] = [None] * int(cache.find(f"{C}ptCount").get("val"))
    for point in cache.findall(f"{C}pt"):
        values[int(point.get("idx"))] = float(point.find(f"{C}v").text)
    return values


def series_of(chart: Any) -> list[Any]:
    return list(chart._chartSpace.iter(f"{C}ser"))


def book(chart: Any) -> list[tuple[Any, ...]]:
    """The rows of the workbook inside a chart, the heading first."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return list(openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True))


def referenced(chart: Any, element: Any, path: str) -> list[Any]:
    """What stands in the workbook where a series says that its values stand; a cell keeps sixteen digits."""
    formula = element.find(f"{C}{path}/{C}numRef/{C}f").text
    letter, first, last = re.fullmatch(r"Sheet1!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", formula).groups()  # type: ignore[union-attr]
    column = openpyxl.utils.column_index_from_string(letter) - 1
    rows = book(chart)[int(first) - 1 : int(last)]
    return [None if row[column] is None else pytest.approx(row[column], rel=1e-14) for row in rows]


def fill_of(point: Any) -> str:
    """The fill of a data point: its hex colour, "none" or "pattern"."""
    shape = point.find(f"{C}spPr") if point.find(f"{C}marker") is None else point.find(f"{C}marker/{C}spPr")
    if shape.find(f"{A}pattFill") is not None:
        return "pattern"
    solid = shape.find(f"{A}solidFill/{A}srgbClr")
    return "none" if solid is None else f"#{solid.get('val').lower()}"


def points_of(element: Any) -> dict[int, Any]:
    return {int(point.find(f"{C}idx").get("val")): point for point in element.findall(f"{C}dPt")}


def labels_of(element: Any) -> dict[int, str]:
    return {
        int(label.find(f"{C}idx").get("val")): "".join(text.text for text in label.iter(f"{A}t"))
        for label in element.findall(f"{C}dLbls/{C}dLbl")
    }


# What stands on a slide is what the spec says.


def forty(lang: Lang = "vi") -> RankedSpec:
    """40 units, every fourth with the longest name that there is, and units that are not ranked."""
    spec = specs.forty(lang)
    marks = tuple(
        replace(mark, label=f"{LONGEST} {place}" if place % 4 == 0 else mark.label, key=str(place))
        for place, mark in enumerate(spec.marks)
    )
    return replace(spec, marks=marks, below=specs.ranked(lang).below)


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


def plot_of(frame: Any) -> tuple[float, float, float, float]:
    """Left, top, width and height of a chart's data, in EMU."""
    found = frame.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    place = {one.tag.rsplit("}")[-1]: float(one.get("val")) for one in found if one.get("val")[0].isdigit()}
    left, top = frame.left + frame.width * place["x"], frame.top + frame.height * place["y"]
    return left, top, frame.width * place["w"], frame.height * place["h"]


def x_of(frame: Any, value: float) -> float:
    """Where a value of a ranked chart stands on its slide, in EMU."""
    axis = frame.chart._chartSpace.find(f".//{C}valAx/{C}scaling")
    low, high = (float(axis.find(f"{C}{end}").get("val")) for end in ("min", "max"))
    left, _, wide, _ = plot_of(frame)
    return left + wide * (value - low) / (high - low)


def upright(shape: Any) -> list[tuple[float, float, float]]:
    """The lines of a shape: where each stands from the left, and from where to where it runs from the top (EMU)."""
    points = [(int(one.get("x")), int(one.get("y"))) for one in shape._element.iter(f"{A}pt")]
    pairs = zip(points[::2], points[1::2], strict=True)
    return [(shape.left + x, shape.top + top, shape.top + bottom) for (x, top), (_, bottom) in pairs]


def chart_frame(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


@pytest.mark.parametrize("make", [specs.ranked, specs.dots, compared.ranked, compared.dots])
def test_a_reference_line_stands_exactly_at_its_value(make: Callable[[Lang], RankedSpec]) -> None:
    spec = make("vi")
    (slide,) = of(spec)
    shapes = {shape.name: shape for shape in slide.shapes}
    frame = chart_frame(slide)
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
    for kind in {tick.kind for mark in spec.marks for tick in mark.ticks}:
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


@pytest.mark.parametrize("make", [specs.trend, specs.trend_one])
def test_lines_hold_the_specs_values_and_leave_gaps_open(make: Callable[[Lang], TrendSpec]) -> None:
    spec = make("vi")
    (slide,) = of(spec)
    (chart,) = charts([slide])
    assert chart._chartSpace.find(f".//{C}dispBlanksAs").get("val") == "gap"
    expected = {one.label: [mark.value for mark in one.marks] for one in spec.series}
    expected |= {one.label: [one.value] * len(spec.periods) for one in spec.references}
    found = {}
    for series in series_of(chart):
        assert cached(series, "val") == referenced(chart, series, "val")
        found[series.find(f"{C}tx//{C}v").text] = cached(series, "val")
    assert found == expected
    assert [row[0] for row in book(chart)[1:]] == list(spec.periods)
    assert any(None in values for values in found.values())
    assert "không báo cáo" in words(slide).replace("\n", " ")


def test_lines_have_the_colours_of_the_screen_and_labels_at_their_ends() -> None:
    spec = specs.trend("vi")
    (slide,) = of(spec)
    (chart,) = charts([slide])
    colours = {
        series.find(f"{C}tx//{C}v").text: f"#{series.find(f'{C}spPr/{A}ln//{A}srgbClr').get('val').lower()}"
        for series in series_of(chart)
    }
    assert [colours[name] for name in ("Thị trấn Long Thành", "Xã Bàu Cạn", "Xã Bình Sơn")] == list(
        style.CATEGORICAL[:3]
    )
    assert (colours["Trung vị"], colours["Mục tiêu 80 %"]) == (style.MEDIAN, style.TARGET)
    ends = [shape.text_frame.text for shape in slide.shapes if shape.name == "End of line"]
    assert ends == [
        "Thị trấn Long Thành\n90,0\u00a0%",
        "Xã Bàu Cạn\n87,0\u00a0%",
        "Xã Bình Sơn\n55,0\u00a0%",
        "Trung vị\n67,0\u00a0%",
    ]


def merged(chart: Any, breaks: tuple[Break, ...]) -> dict[str, list[float | None]]:
    """The values of a chart's lines by name, pieces put together; no piece has values on both sides of a break."""
    found: dict[str, list[float | None]] = {}
    for series in series_of(chart):
        assert cached(series, "val") == referenced(chart, series, "val")
        name, values = series.find(f"{C}tx//{C}v").text, cached(series, "val")
        is_reference = series.find(f"{C}spPr/{A}ln/{A}prstDash").get("val") == "dash"
        for one in breaks if not is_reference else ():
            left, right = values[: one.after + 1], values[one.after + 1 :]
            assert not (any(v is not None for v in left) and any(v is not None for v in right)), name
        so_far = found.get(name, [None] * len(values))
        assert not any(a is not None and b is not None for a, b in zip(so_far, values, strict=True))
        found[name] = [a if b is None else b for a, b in zip(so_far, values, strict=True)]
    return found


def test_lines_are_cut_at_a_break_and_hold_every_value_of_the_spec() -> None:
    spec = compared.trend("vi")
    (slide,) = of(spec)
    (chart,) = charts([slide])
    expected = {one.label: [mark.value for mark in one.marks] for one in spec.series}
    expected |= {one.label: [one.value] * len(spec.periods) for one in spec.references}
    assert merged(chart, spec.breaks) == expected
    assert [row[0] for row in book(chart)[1:]] == list(spec.periods)


def test_a_break_is_a_native_dotted_line_between_its_periods_with_its_label() -> None:
    spec = compared.trend("vi")
    (slide,) = of(spec)
    left, top, wide, tall = plot_of(chart_frame(slide))
    (line,) = (shape for shape in slide.shapes if shape.name == compared.MERGER[0])
    ((x, start, end),) = upright(line)
    assert abs(x - (left + wide * 8 / 11)) < Pt(0.1)
    assert (abs(start - top) < Pt(0.1), abs(end - top - tall) < Pt(0.1)) == (True, True)
    assert line._element.find(f".//{A}ln/{A}prstDash").get("val") == "sysDot"
    (label,) = (shape for shape in slide.shapes if shape.name == "Break label")
    assert label.text_frame.text == compared.MERGER[0]
    assert label.left <= x <= label.left + label.width
    assert label.top + label.height <= top


def test_a_line_that_ends_at_a_break_has_its_name_left_of_it() -> None:
    spec = compared.trend("vi")
    (slide,) = of(spec)
    (line,) = (shape for shape in slide.shapes if shape.name == compared.MERGER[0])
    ends = {shape.text_frame.text.split("\n")[0]: shape for shape in slide.shapes if shape.name == "End of line"}
    median = ends.pop(f"Trung vị {spec.series[-1].marks[7].text}")
    assert median.left + median.width < line.left
    assert all(shape.left > line.left for shape in ends.values())


def test_every_small_chart_is_cut_at_the_break() -> None:
    spec = compared.multiples("vi")
    (slide,) = of(spec)
    frames = [shape for shape in slide.shapes if shape.has_chart]
    lines = [shape for shape in slide.shapes if shape.name == compared.MERGER[0]]
    assert len(frames) == len(lines) == len(spec.panels)
    for frame, line, panel in zip(frames, lines, spec.panels, strict=True):
        found = merged(frame.chart, spec.breaks)
        assert found[panel.label] == [mark.value for mark in panel.marks]
        assert found["Trung vị"] == [mark.value for mark in spec.median.marks]  # type: ignore[union-attr]
        left, _, wide, _ = plot_of(frame)
        assert abs(line.left - (left + wide * 6 / 11)) < Pt(0.1)
        labelled = [labels_of(series) for series in series_of(frame.chart) if labels_of(series)]
        assert labelled == [{10: panel.marks[10].text}]


def test_a_heat_map_has_a_gap_and_a_dotted_line_at_the_break() -> None:
    spec = compared.heat("vi")
    (slide,) = of(spec)
    frame = next(shape for shape in slide.shapes if shape.has_table)
    columns = list(frame.table.columns)
    x = frame.left + sum(column.width for column in columns[:6])
    ((found, _, _),) = upright(next(shape for shape in slide.shapes if shape.name == "Break"))
    assert abs(found - x) < Pt(0.1)
    for row in frame.table.rows:
        wide = [
            [int(cell._tc.tcPr.find(f"{A}{side}").get("w")) > 12700 for side in ("lnL", "lnR")] for cell in row.cells
        ]
        assert [place for place, (_, right) in enumerate(wide) if right] == [5]
        assert [place for place, (left, _) in enumerate(wide) if left] == [6]
    assert [row[1] for row in table_cells([slide])][:2] == ["20,0‡", "25,0‡"]


def many_panels() -> MultiplesSpec:
    spec = specs.multiples("vi")
    panels = tuple(replace(spec.panels[place % 13], key=str(place), label=f"Xã thứ {place}") for place in range(40))
    return replace(spec, panels=panels)


@pytest.mark.parametrize("spec", [specs.multiples("vi"), many_panels()], ids=["13", "40"])
def test_small_multiples_are_native_charts_in_order_at_most_twelve_a_slide(spec: MultiplesSpec) -> None:
    slides = of(spec)
    assert all(len(charts([slide])) <= 12 for slide in slides)
    found = charts(slides)
    assert len(found) == len(spec.panels)
    for chart, panel in zip(found, spec.panels, strict=True):
        values = {series.find(f"{C}tx//{C}v").text: cached(series, "val") for series in series_of(chart)}
        assert values[panel.label] == [mark.value for mark in panel.marks]
        assert values["Trung vị"] == [mark.value for mark in spec.median.marks]  # type: ignore[union-attr]
        assert all(cached(series, "val") == referenced(chart, series, "val") for series in series_of(chart))
    assert [panel.label in words(slide) for slide in slides for panel in spec.panels].count(True) >= len(spec.panels)


def test_composition_holds_shares_by_level_and_what_is_not_known() -> None:
    spec = specs.stacked("vi")
    (slide,) = of(spec)
    (chart,) = charts([slide])
    found = series_of(chart)
    assert chart._chartSpace.find(f".//{C}grouping").get("val") == "percentStacked"
    for place, level in enumerate(spec.levels):
        assert found[place].find(f"{C}tx//{C}v").text == level
        assert cached(found[place], "val") == [row.shares[place] for row in spec.rows]
        assert cached(found[place], "val") == referenced(chart, found[place], "val")
    assert [series.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val").lower() for series in found[:-1]] == [
        colour[1:] for colour in palettes.levels(palettes.LIGHT, len(spec.levels))
    ]
    assert found[-1].find(f"{C}spPr/{A}pattFill") is not None
    assert labels_of(found[3])[0] == "64,0\u00a0%"
    assert "≥\u2009120 người\nthiếu 4 người" in words(slide)


def table_cells(slides: Any) -> list[list[str]]:
    return [
        [" ".join(cell.text_frame.text.split("\n")) for cell in row.cells]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]


def test_the_heat_map_is_a_table_in_the_colours_of_the_screen() -> None:
    spec = specs.heat("vi")
    slides = of(spec)
    cells = table_cells(slides)
    assert [row[0] for row in cells] == [row.label for row in spec.rows]
    assert cells[0][1:5] == ["20,0", "25,7", "31,4", "30,6*"] or cells[0][1] == "20,0"
    assert cells[1][2] == "không báo cáo"
    table = next(shape.table for shape in slides[0].shapes if shape.has_table)
    low, high = spec.scale_range
    for place, series in enumerate(spec.rows, start=1):
        for column, mark in enumerate(series.marks, start=1):
            shown = f"#{str(table.cell(place, column).fill.fore_color.rgb).lower()}"
            share = None if mark.value is None else (mark.value - low) / (high - low)
            assert shown == (style.PANEL if share is None else palettes.ramp(palettes.LIGHT, share))


def test_forty_rows_and_many_periods_flow_on_without_loss() -> None:
    spec = specs.heat("vi", 20)
    rows = tuple(replace(spec.rows[place % 12], key=str(place), label=f"Xã thứ {place}") for place in range(40))
    cells = table_cells(of(replace(spec, rows=rows)))
    assert sum(len(row) - 1 for row in cells) == 40 * 20
    assert [row[0] for row in cells] == [row.label for row in rows] * (len(cells) // 40)


def matrix(rows: int = 30) -> MatrixSpec:
    cells = (
        Cell("91,2 %", "trung vị 61,2 %\n+4,1 điểm", "met"),
        Cell("không báo cáo", "", "missing"),
        Cell("12", "", "plain"),
    )
    columns = ("Nộp trực tuyến", "Trước và đúng hạn", "Trễ hạn trên 1.000 hồ sơ")
    lines = tuple(
        MatrixRow(str(place), f"Xã thứ {place}", cells, Role.SUBJECT if place == 2 else Role.CONTEXT)
        for place in range(rows)
    )
    return MatrixSpec(specs.ranked("vi").frame, columns, lines, (("met", "đạt"), ("missing", "không báo cáo")))


def test_a_matrix_flows_on_with_its_heading_shapes_and_legend() -> None:
    slides = of(matrix())
    cells = table_cells(slides)
    assert [row[0] for row in cells] == [f"Xã thứ {place}" for place in range(30)]
    assert cells[0][1:] == ["▲ 91,2 % trung vị 61,2 % +4,1 điểm", "✕ không báo cáo", "12"]
    for slide in slides:
        table = next(shape.table for shape in slide.shapes if shape.has_table)
        assert "Nộp trực tuyến" in " ".join(table.cell(0, 1).text_frame.text.split("\n"))
        assert "▲ đạt" in words(slide)


def test_a_plain_table_shows_figures_as_the_screen_does() -> None:
    cells = table_cells(of(TableSpec(specs.ranked("vi").frame)))
    assert cells[0] == ["Thị trấn Long Thành", "1.748", "98,53", "+4,1", ""]
    assert cells[-1] == ["=HYPERLINK(1)", "không có", "không có", "không có", "+84 không báo cáo"]


def test_figures_with_decimals_at_an_axis_have_the_decks_decimal_mark() -> None:
    spec = replace(specs.dots("vi"), axis_range=(97.5, 100))
    (slide,) = of(spec)
    assert next(shape.text_frame.text for shape in slide.shapes if shape.name == "Axis figure") == "97,5 %"
    assert spec.axis_note in words(slide)
    assert charts([slide])[0]._chartSpace.find(f".//{C}valAx/{C}tickLblPos").get("val") == "none"


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
    for text in (made.title, made.subtitle, made.filters, made.author, "05/10/2024", "SỐ LIỆU MÔ PHỎNG", "số liệu tạm"):
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


# Nothing outside its box.


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


def test_figures_at_axes_are_round_and_written_in_the_decks_language() -> None:
    assert scale(0, 100, " %", "vi").step == 20
    assert scale(98, 100, " %", "vi").step == 1
    assert scale(0, 4500, "", "vi").code.endswith(r"[>=1000]#\.000;0")
    assert scale(0, 4500, "", "en").code.endswith(r"[>=1000]#\,000;0")
    assert scale(0, 100, " %", "en").code.endswith('0"%"')
    assert [text for _, text in scale(98.5, 100, " %", "vi").fractions("vi")] == [
        "98,5 %",
        "99,0 %",
        "99,5 %",
        "100,0 %",
    ]
    assert scale(98, 100, " %", "vi").fractions("vi") == []


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


# Templates.


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
