"""Targets that change over the years: a level a year on lines over time, the same on screen, slides and sheets."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx.util import Pt

from briefing.deck import Item
from briefing.excel_data import chart_table
from briefing.workbook import write_xlsx
from charts.captions import key_text
from charts.choose import Choice, asking, view_of
from charts.colours import LIGHT
from charts.recipes import Recipe, make
from charts.series import multiples, trend
from charts.spec import MultiplesSpec, Reference, TrendSpec
from charts.targets import target_of, targets_of
from charts.view import View
from domain.periods import parse_period
from queries.ask import WarehouseAsk
from queries.rows import TargetRow
from queries.warehouse import Warehouse
from tests.decks import deck
from tests.pptx_cases import C, cached, charts, of, series_of
from tests.value_cases import group, indicator_row
from text.words import Lang
from ui.draw import figure

ALL = Choice(source="demo", kind="quarter", last="2025-Q2")
LEVELS = [("2022: 50\u00a0%", 50.0, (0, 3)), ("2023: 60\u00a0%", 60.0, (4, 7)), ("2024: 70\u00a0%", 70.0, (8, 11))]
"""National in 2022, then the simulated province's own."""


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def spec_of(chart: str, ask: WarehouseAsk, lang: Lang = "vi", **choice: Any) -> Any:
    chosen = replace(ALL, lang=lang, **choice)
    view = replace(view_of(chosen, asking(chosen, ask)), as_of=date(2026, 1, 1))
    return make(Recipe(chart, "online_rate"), view, ask)


@pytest.mark.parametrize("chart", ["trend", "multiples"])
def test_each_year_has_its_own_level_and_says_whose_it_is(chart: str, ask: WarehouseAsk) -> None:
    spec = spec_of(chart, ask)
    assert [(one.short, one.value, one.span) for one in spec.references] == [
        *LEVELS,
        ("2025: 80\u00a0%", 80.0, (12, 13)),
    ]
    assert spec.references[1].label == "Mục tiêu 2023: 60\u00a0%"
    assert [one for one in spec.frame.notes if one.startswith("Mục tiêu")] == [
        "Mục tiêu 50\u00a0%: Quyết định 766/QĐ-TTg (2022): mức đạt điểm tối đa.",
        *(
            f"Mục tiêu {level}\u00a0%: Kế hoạch cải cách hành chính năm {year} của tỉnh Mô Phỏng (mô phỏng)."
            for year, level in ((2023, 60), (2024, 70), (2025, 80))
        ),
    ]
    assert "mục tiêu của từng năm" in key_text(spec, "vi")


@pytest.mark.parametrize("chart", ["trend", "multiples"])
def test_one_level_all_the_way_is_one_line(chart: str, ask: WarehouseAsk) -> None:
    spec = spec_of(chart, ask, first="2024-Q1", last="2024-Q4")
    assert spec.references == (Reference("target", 70.0, "Mục tiêu 70\u00a0%"),)
    assert "từng năm" not in key_text(spec, "vi")


def target(year: int, value: float) -> TargetRow:
    return TargetRow(indicator_row().indicator_id, "national", None, year, value, "nguồn", "source")


@given(st.lists(st.sampled_from([None, 50.0, 60.0, 70.0]), min_size=3, max_size=3), st.integers(2, 12))
def test_in_every_period_the_lines_stand_at_the_target_of_its_year(levels: list[float | None], count: int) -> None:
    years = (2022, 2023, 2024)
    rows = tuple(target(year, level) for year, level in zip(years, levels, strict=True) if level is not None)
    periods = tuple(parse_period(f"{year}-Q{number}") for year in years for number in (1, 2, 3, 4))[:count]
    view: View = replace(group(6), periods=periods, targets=rows)
    for make_one in (trend, multiples):
        spec: TrendSpec | MultiplesSpec = make_one(view, indicator_row(), [])
        for place, period in enumerate(periods):
            common = targets_of(view, indicator_row(), period).common
            drawn = [level for one in spec.references if (level := one.at(place)) is not None]
            assert drawn == ([common.value] if common else [])


@given(
    st.lists(
        st.tuples(st.sampled_from(["national", "province", "district", "unit"]), st.integers(0, 3), st.floats(1, 99)),
        max_size=8,
    )
)
def test_the_target_of_one_unit_is_the_one_that_all_charts_hold_it_against(drawn: list[tuple[str, int, float]]) -> None:
    four = group(4)
    placed = (replace(one, district_id=f"D{n // 2}", province_id="P") for n, one in enumerate(four.units))
    view = replace(four, units=tuple(placed))
    places = {
        "national": lambda place: None,
        "province": lambda place: view.units[place].province_id,
        "district": lambda place: view.units[place].district_id,
        "unit": lambda place: view.units[place].unit_id,
    }
    rows = tuple(
        replace(target(view.period.year, value), level=level, unit_id=places[level](place))
        for level, place, value in drawn
    )
    view = replace(view, targets=tuple({(one.level, one.unit_id): one for one in rows}.values()))
    for unit in view.units:
        found = target_of(view, indicator_row(), unit, view.period)
        assert found == targets_of(view, indicator_row()).of(unit.unit_id)
        order = ("unit", "district", "province", "national")
        own = [one for one in view.targets if one.unit_id in (unit.unit_id, unit.district_id, unit.province_id, None)]
        assert found == min(own, key=lambda one: order.index(one.level), default=None)


# Where it is drawn.


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_screen_draws_each_level_over_its_own_periods(width: Any, ask: WarehouseAsk) -> None:
    drawn = figure(spec_of("trend", ask), LIGHT, "vi", width)["layout"]
    lines = [
        (one["x0"], one["x1"], one["y0"], one["y1"]) for one in drawn["shapes"] if one["line"].get("dash") == "dash"
    ]
    assert lines == [(0, 3.5, 50, 50), (3.5, 7.5, 60, 60), (7.5, 11.5, 70, 70), (11.5, 13, 80, 80)]
    labels = [one["text"].replace("<br>", " ") for one in drawn["annotations"]]
    assert [text for text in labels if text.startswith("20")] == [
        "2022: 50\u00a0%", "2023: 60\u00a0%", "2024: 70\u00a0%", "2025: 80\u00a0%",
    ]  # fmt: skip


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_names_of_the_levels_stand_above_the_plot_where_no_line_runs(width: Any, ask: WarehouseAsk) -> None:
    drawn = figure(spec_of("trend", ask), LIGHT, "vi", width)["layout"]
    names = [one for one in drawn["annotations"] if one["text"].startswith("20")]
    assert [one["x"] for one in names] == [1.75, 5.5, 9.5, 12.25]
    assert all((one["yref"], one["y"], one["yanchor"]) == ("paper", 1, "bottom") for one in names)
    assert all(one["yshift"] >= 8 for one in names), "a marker at 100 % reaches above the plot"
    assert drawn["margin"]["t"] >= max(one["yshift"] for one in names) + 26


def test_a_level_without_room_for_its_name_is_told_by_the_key(ask: WarehouseAsk) -> None:
    spec = spec_of("trend", ask)
    one = Reference("target", 66.0, "Mục tiêu quý I/2024: 66,66\u00a0%", (8, 8), "quý I/2024: 66,66\u00a0%")
    crowded = replace(spec, references=(*spec.references, one))
    labels = [note["text"] for note in figure(crowded, LIGHT, "vi", "narrow")["layout"]["annotations"]]
    assert not [text for text in labels if "66,66" in text]
    assert "quý I/2024: 66,66" in key_text(crowded, "vi")
    assert "2022: 50\u00a0%, 2023: 60\u00a0%" in key_text(spec, "vi")


def test_small_panels_draw_them_too(ask: WarehouseAsk) -> None:
    spec = spec_of("multiples", ask)
    shapes = figure(spec, LIGHT, "vi")["layout"]["shapes"]
    dashed = [(one["x0"], one["x1"], one["y0"]) for one in shapes if one["line"].get("dash") == "dash"]
    assert dashed == [(0, 3.5, 50), (3.5, 7.5, 60), (7.5, 11.5, 70), (11.5, 13, 80)] * len(spec.panels)


def test_a_slide_has_a_native_line_for_each_level_with_a_gap_where_it_does_not_hold(ask: WarehouseAsk) -> None:
    (slide, *_) = of(spec_of("trend", ask))
    (chart,) = charts([slide])
    found = {series.find(f"{C}tx//{C}v").text: cached(series, "val") for series in series_of(chart)}
    assert found["Mục tiêu 2023: 60\u00a0%"] == [None] * 4 + [60.0] * 4 + [None] * 6
    labels = [shape for shape in slide.shapes if shape.name == "Reference label"]
    assert [shape.text_frame.text for shape in labels] == [
        "2022: 50\u00a0%", "2023: 60\u00a0%", "2024: 70\u00a0%", "2025: 80\u00a0%",
    ]  # fmt: skip
    lefts = [shape.left for shape in labels]
    assert lefts == sorted(lefts) and min(b - a for a, b in zip(lefts, lefts[1:], strict=False)) > Pt(60)


def test_a_level_of_one_period_is_a_stroke_on_the_slide(ask: WarehouseAsk) -> None:
    (slide, *_) = of(spec_of("trend", ask, first="2024-Q4"))
    (chart,) = charts([slide])
    (series,) = (one for one in series_of(chart) if one.find(f"{C}tx//{C}v").text == "Mục tiêu 2024: 70\u00a0%")
    assert [one.get("val") for one in series.iter(f"{C}symbol")][-1] == "dash"
    assert cached(series, "val") == [70.0, None, None]


def test_a_sheet_has_each_level_in_its_own_periods(ask: WarehouseAsk) -> None:
    spec = spec_of("trend", ask)
    rows = {row["name"]: [row[f"p{n}"] for n in range(14)] for row in chart_table(spec, "vi").rows}
    assert rows["Mục tiêu 2025: 80\u00a0%"] == [None] * 12 + [80.0] * 2
    book = load_workbook(BytesIO(write_xlsx(deck("vi", Item(spec)))))
    cells = [row for sheet in book for row in sheet.iter_rows(values_only=True) if "Mục tiêu 2025: 80\u00a0%" in row]
    assert cells and [value for value in cells[0] if value == 80] == [80, 80]


@pytest.mark.parametrize("many", [13, 24, 25])
def test_a_slide_names_the_last_period_above_an_axis_that_has_no_label_for_it(many: int, ask: WarehouseAsk) -> None:
    spec = spec_of("trend", ask)
    labels = (*(f"QIII/{number:02d}" for number in range(many - 1)), "QIV/25 (chưa hết kỳ)")
    lines = tuple(replace(one, marks=tuple(one.marks[0] for _ in labels)) for one in spec.series)
    (slide, *_) = of(replace(spec, periods=labels, series=lines, references=(), breaks=()))
    (chart,) = charts([slide])
    step = int(next(chart._chartSpace.iter(f"{C}tickLblSkip")).get("val"))
    told = [shape.text_frame.text for shape in slide.shapes if shape.name == "Last period"]
    # 23 is a prime: no step but one leads from the first label to the last.
    assert bool((many - 1) % step) is (many == 24)
    assert told == (["QIV/25 (chưa hết kỳ)"] if many == 24 else [])
