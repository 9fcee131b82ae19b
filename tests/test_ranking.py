"""The ranking: order, ranks, median, pooled rate, status and marks, on the simulated district."""

from statistics import median

import pytest

from charts.ranked import ranked
from charts.spec import Flag, RankedSpec, Role, Status
from queries import values as q
from queries.warehouse import Warehouse
from tests.chart_cases import HEADLINES, PERIODS, QUARTERS, by_unit, ranking, rows_of
from tests.views import values_of, view_of
from text.numbers import format_percent, rounded


def test_the_ranking_of_the_third_quarter_is_this_one(warehouse: Warehouse) -> None:
    spec = ranking(warehouse)
    assert [(mark.label, mark.text) for mark in spec.marks] == [
        ("Vĩnh Thuận", "99,6\u00a0%"),
        ("Minh Họa", "93,8\u00a0%"),
        ("Bình Lợi", "92,3\u00a0%"),
        ("An Hòa", "89,2\u00a0%"),
        ("Phú Mỹ Đông", "85,0\u00a0%"),
        ("Long An Tây", "82,5\u00a0%"),
        ("Đồng Xuân", "75,5\u00a0%"),
        ("Thạnh Phú Đông Bắc", "69,96\u00a0%"),  # with one decimal it would look like the province's 70 %
        ("Tân Lộc", "56,9\u00a0%"),
    ]
    assert spec.frame.title == "6 trong 9 đơn vị đạt mục tiêu nộp trực tuyến áp dụng cho mình, quý III/2024"
    assert spec.frame.sentence.startswith(
        "Huyện Minh Họa chung: 84,3\u00a0% (2.521/2.991); trung vị của các đơn vị 85,0"
    )
    assert spec.marks[0].hover.startswith("99,62\u00a0% (259/260), số liệu 15/06/2024 – 14/09/2024, ")
    assert spec.frame.simulated


@pytest.mark.parametrize("until", PERIODS)
@pytest.mark.parametrize("indicator_id", HEADLINES)
def test_median_pooled_rate_ranks_and_status_follow_from_the_rows_of_the_table(
    warehouse: Warehouse, indicator_id: str, until: str
) -> None:
    spec = ranking(warehouse, indicator_id, until)
    rows = rows_of(spec.frame)
    placed = [row for row in rows if row.get("rank")]
    values = [float(str(row["value"])) for row in placed]
    assert [mark.value for mark in spec.marks] == values
    shown = [rounded(value, 2) for value in values]
    assert shown == sorted(shown, reverse=True)
    assert [row["rank"] for row in placed] == [1 + sum(other > one for other in shown) for one in shown]

    lines = {line.kind: line.value for line in spec.references}
    assert lines["median"] == pytest.approx(median(values))
    counted = [row for row in rows if row.get("value") is not None and "mức tối thiểu, " not in str(row["remark"])]
    above, below = (sum(float(str(row[key])) for row in counted) for key in ("numerator", "denominator"))
    assert f"{format_percent(100 * above / below)} (" in spec.frame.sentence

    if "target" in lines:
        aims = [float(str(row["target"])) for row in placed]
        met = sum(value >= target for value, target in zip(values, aims, strict=True))
        assert met == sum(mark.status is Status.MET for mark in spec.marks)
        assert spec.frame.title.startswith(f"Cả {met} " if met == len(values) else f"{met} trong {len(values)} ")
        for row, target in zip(placed, aims, strict=True):
            needed = float(str(row["numerator"])) + float(str(row["short"]))
            assert 100 * needed / float(str(row["denominator"])) >= target
            assert (row["short"] == 0) == (float(str(row["value"])) >= target)


def test_units_short_of_the_target_say_by_how_many_dossiers(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, until="2022")
    assert spec.frame.title == "2 trong 11 đơn vị đạt mục tiêu nộp trực tuyến 50\u00a0%, năm 2022"
    rows = by_unit(spec.frame)
    assert (rows["Đức Hiệp"]["numerator"], rows["Đức Hiệp"]["denominator"]) == (725, 1556)
    assert rows["Đức Hiệp"]["short"] == 53  # 778 of 1,556 are half
    assert rows["Vĩnh Thuận"]["short"] == 0
    assert {mark.label: mark.status for mark in spec.marks}["Đức Hiệp"] is Status.CLOSE


def test_ties_share_the_better_rank_and_the_next_is_passed_over(warehouse: Warehouse) -> None:
    rows = rows_of(ranking(warehouse, "university_rate", "2024-H1").frame)
    assert [(row["rank"], row["unit"]) for row in rows[:3]] == [
        (1, "Đồng Xuân"),
        (1, "Phú Mỹ Đông"),
        (3, "Long An Tây"),
    ]
    assert [row["rank"] for row in rows[:10]] == [1, 1, 3, 4, 5, 6, 7, 7, 9, 10]


def test_a_lower_bound_stands_below_the_line_out_of_median_rank_and_pool(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, "university_rate", "2024-H1")
    (bound,) = spec.below
    assert (bound.label, bound.text) == ("Thạnh Phú Đông Bắc", "≥ 70,0\u00a0% – mức tối thiểu, không xếp hạng")
    assert Flag.LOWER_BOUND in bound.flags
    row = by_unit(spec.frame)["Thạnh Phú Đông Bắc"]
    assert (row["rank"], row["change"]) == (None, None)
    assert "(167/193)" in spec.frame.sentence  # 181/213 with it
    assert "≥ là mức tối thiểu, báo cáo chỉ nêu một phần: Thạnh Phú Đông Bắc." in spec.frame.notes


def test_few_dossiers_stand_below_the_line_with_the_reason(warehouse: Warehouse) -> None:
    spec = ranking(warehouse)
    (small,) = spec.below
    assert (small.label, small.text) == ("Hòa Sơn", "75,0\u00a0% – dưới 30 hồ sơ, không xếp hạng")
    assert small.flags == {Flag.SMALL}
    assert by_unit(spec.frame)["Hòa Sơn"]["rank"] is None


def test_another_window_stands_below_the_line_with_the_reason(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, until="2023-H1")
    (other,) = spec.below
    assert (other.label, other.flags) == ("Tân Lộc", {Flag.OTHER_WINDOW})
    assert other.text.endswith("thời gian số liệu khác, không xếp hạng")
    assert by_unit(spec.frame)["Tân Lộc"]["window"] != by_unit(spec.frame)["An Hòa"]["window"]


def test_a_unit_without_a_report_is_named_and_never_drawn_as_zero(warehouse: Warehouse) -> None:
    spec = ranking(warehouse)
    assert spec.missing == ("Đức Hiệp",)
    assert "Đức Hiệp" not in {mark.label for mark in (*spec.marks, *spec.below)}
    row = by_unit(spec.frame)["Đức Hiệp"]
    assert {key for key, value in row.items() if value is not None} == {"unit", "remark"}


@pytest.mark.parametrize("until", QUARTERS)
def test_second_and_fourth_quarters_are_marked_as_derived_and_no_other(warehouse: Warehouse, until: str) -> None:
    spec = ranking(warehouse, "on_time_rate", until)
    is_derived = until.endswith(("Q2", "Q4"))
    assert all((Flag.DERIVED in mark.flags) is is_derived for mark in (*spec.marks, *spec.below))
    assert any("suy ra từ báo cáo lũy kế" in note for note in spec.frame.notes) is is_derived


def test_provisional_reports_are_marked(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, until="2024")
    assert {mark.label for mark in spec.marks if Flag.PROVISIONAL in mark.flags} == {"Hòa Sơn", "Long An Tây"}
    assert "Số tạm, chưa kiểm tra (~): Hòa Sơn, Long An Tây." in spec.frame.notes


def test_only_chosen_units_are_the_subject(warehouse: Warehouse) -> None:
    view = view_of(warehouse, subjects=("SIM03@2004",))
    spec = ranked(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    assert isinstance(spec, RankedSpec)
    assert [mark.label for mark in spec.marks if mark.role is Role.SUBJECT] == ["Tân Lộc"]


def test_an_indicator_without_a_theme_is_called_by_its_name(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, "satisfaction_rate", "2024-Q1")
    assert spec.frame.title == "Cả 8 đơn vị đạt mục tiêu tỷ lệ hài lòng 90\u00a0%, quý I/2024"
