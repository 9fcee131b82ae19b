"""Late dossiers: how many, whose, for how many periods."""

import pytest

from charts.backlog import LATE_MEASURES, backlog_chart, late_chart
from charts.spec import RankedSpec
from queries.warehouse import Warehouse
from tests.chart_cases import QUARTERS, counts_of, ranking, rows_of
from tests.views import view_of


def test_late_dossiers_add_up_and_the_most_come_first(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    spec = backlog_chart(view, counts_of(warehouse, view))
    assert isinstance(spec, RankedSpec)
    assert spec.frame.title == "8 trong 10 đơn vị có hồ sơ trễ hạn, tổng 15 hồ sơ, quý III/2024"
    assert [mark.value for mark in spec.marks] == [3, 2, 2, 2, 2, 2, 1, 1, 0, 0]
    assert spec.missing == ("Đức Hiệp",)
    for row in rows_of(spec.frame)[:-1]:
        total = sum(float(str(row[key] or 0)) for key in ("resolved_late", "pending_late"))
        assert total == {mark.label: mark.value for mark in spec.marks}[str(row["unit"])]


def test_late_per_thousand_is_what_the_on_time_rate_leaves(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    spec = late_chart(view, counts_of(warehouse, view))
    assert isinstance(spec, RankedSpec)
    rates = {mark.label: mark.value for mark in ranking(warehouse, "on_time_rate").marks}
    for mark in spec.marks:
        assert 100 - (mark.value or 0) / 10 == pytest.approx(rates[mark.label])
    assert [mark.label for mark in spec.below] == ["Hòa Sơn"]
    assert spec.frame.title.startswith("Huyện Minh Họa: 4,7 hồ sơ trễ hạn trên 1.000")
    assert spec.frame.sentence == "Tổng cộng 14 hồ sơ trễ hạn trên 3.003 hồ sơ đã giải quyết."


def test_how_long_dossiers_are_late_does_not_depend_on_the_range_shown(warehouse: Warehouse) -> None:
    wide, narrow = view_of(warehouse), view_of(warehouse, since="2024-Q3")
    assert len(narrow.periods) == 1
    long, short = (
        backlog_chart(view, counts_of(warehouse, view, whole=True)).frame.sentence for view in (wide, narrow)
    )
    assert long == short == "Có hồ sơ trễ hạn nhiều kỳ liên tiếp: Minh Họa 11 kỳ; Phú Mỹ Đông 11 kỳ; An Hòa 11 kỳ."


def test_a_missing_report_ends_the_row_of_late_periods(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2023-Q4")
    counts = counts_of(warehouse, view, whole=True)
    by_key = {(c.unit_id, c.period_id, c.measure): c.value for c in counts if c.scope == "own"}
    told = [row for row in rows_of(backlog_chart(view, counts).frame) if "in_a_row" in row]
    assert len({row["in_a_row"] for row in told}) > 1
    for row in told:
        unit_id = next(unit_id for unit_id, label in view.labels.items() if label == row["unit"])
        expected = 0
        for period in reversed(QUARTERS[:8]):
            if not any(by_key.get((unit_id, period, measure)) for measure in LATE_MEASURES):
                break
            expected += 1
        assert row["in_a_row"] == expected
