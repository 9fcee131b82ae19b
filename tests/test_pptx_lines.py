"""Trends and small multiples on slides: values, gaps, colours, names at the ends, breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from pptx.util import Pt

from briefing import style
from charts.signs import value_text
from charts.spec import Break, MultiplesSpec, TrendSpec
from tests.gallery import compared, specs
from tests.pptx_cases import (
    A,
    C,
    book,
    cached,
    chart_frame,
    charts,
    labels_of,
    many_panels,
    of,
    plot_of,
    referenced,
    series_of,
    upright,
    words,
)
from text.words import Lang


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
        "Thị trấn Long Thành\n90,0\u00a0% ~",
        "Xã Bàu Cạn\n87,0\u00a0% ~",
        "Xã Bình Sơn\n55,0\u00a0% ~",
        "Trung vị\n67,0\u00a0% ~",
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
        assert labelled == [{10: value_text(panel.marks[10])}]


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
