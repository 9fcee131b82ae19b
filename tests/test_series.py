"""Trends, heat maps and small multiples: order, gaps, sources, pages of panels."""

from charts.series import PANELS_A_PAGE, heat, multiples, trend
from charts.spec import Role
from domain.comparison import MIN_COMPARABLE_UNITS
from queries import values as q
from queries.warehouse import Warehouse
from tests.chart_cases import all_frames, ranking, rows_of
from tests.value_cases import group, indicator_row, value_row
from tests.views import values_of, view_of


def test_a_trend_has_a_gap_where_a_unit_did_not_report(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024-Q4")
    spec = trend(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    line = {series.label: series for series in spec.series}["Long An Tây"]
    gaps = [mark.key for mark in line.marks if mark.value is None]
    assert gaps == ["2023-Q1", "2023-Q2"]
    assert all(mark.text == "không báo cáo" for mark in line.marks if mark.value is None)
    assert {series.label for series in spec.series if series.role is Role.SUBJECT} == {"Vĩnh Thuận", "Tân Lộc"}


def test_where_the_source_line_refers_to_the_table_the_table_names_the_reports(warehouse: Warehouse) -> None:
    referring = [frame for frame in all_frames(warehouse, "vi") if "số hiệu ở bảng số liệu" in frame.source]
    assert len(referring) > 10
    for frame in referring:
        numbered = [row for row in rows_of(frame) if row.get("report")]
        assert len(numbered) >= MIN_COMPARABLE_UNITS, frame.title


def test_heat_and_multiples_stand_in_the_order_of_the_last_period(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    indicator, values = q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate")
    order = [mark.label for mark in ranking(warehouse).marks]
    assert [row.label for row in heat(view, indicator, values).rows][: len(order)] == order
    assert [panel.label for panel in multiples(view, indicator, values).panels][: len(order)] == order
    assert {series.label for series in heat(view, indicator, values).rows} == set(view.labels.values())


def test_one_period_is_no_trend(warehouse: Warehouse) -> None:
    view = view_of(warehouse, since="2024-Q3")
    indicator, values = q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate")
    for make in (trend, multiples, heat):
        assert make(view, indicator, values).frame.title == "Chưa đủ kỳ để nói về diễn biến nộp trực tuyến"


def test_more_units_than_a_page_of_panels_holds_are_all_on_some_page() -> None:
    view, indicator = group(60), indicator_row()
    values = [value_row(n, n, 100) for n in range(60)]
    pages = [multiples(view, indicator, values, page).panels for page in range(3)]
    assert [len(panels) for panels in pages] == [PANELS_A_PAGE, PANELS_A_PAGE, 60 - 2 * PANELS_A_PAGE]
    assert {panel.key for panels in pages for panel in panels} == set(view.unit_ids)
