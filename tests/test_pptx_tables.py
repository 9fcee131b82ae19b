"""Compositions, heat maps, matrices and tables on slides, and the numbers at axes."""

from dataclasses import replace
from typing import Any

from pptx.util import Pt

from briefing import style
from briefing.pptx_scale import scale
from charts import colours as palettes
from charts.spec import TableSpec
from tests.gallery import compared, specs
from tests.pptx_cases import A, C, cached, charts, labels_of, matrix, of, referenced, series_of, upright, words


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
