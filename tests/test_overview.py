"""The overview: tiles, what needs attention, scorecard and coverage, and what may be told as a change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from charts import overview
from charts.attention import attention, not_received
from charts.coverage import coverage_matrix
from charts.headline import theme_tiles
from charts.scorecard import scorecard
from charts.spec import Status
from charts.view import View
from charts.wording import difference
from domain.comparison import Baseline, BaselineKind
from domain.periods import parse_period
from queries import values as q
from queries.rows import Gap, Value
from queries.warehouse import Warehouse
from tests.chart_cases import ONLINE, counts_of, of_online, overview_of, ranking, scored
from tests.value_cases import group, indicator_row, value_row
from tests.views import mixed_view, values_of, view_of

# Tiles


def test_the_tiles_of_a_theme_are_these(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    tiles = theme_tiles(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    assert [(tile.label, tile.value, tile.change, tile.better, tile.meaning) for tile in tiles] == [
        ("Huyện Minh Họa, tính chung", "84,3\u00a0%", "+2,0 điểm phần trăm", True, "2.521 trên 2.991"),
        (
            "Trung vị của 9 đơn vị",
            "85,0\u00a0%",
            "+3,4 điểm phần trăm",
            True,
            "so với quý II/2024; nửa giữa 75,5–92,3\u00a0%",
        ),
        ("Đạt mục tiêu áp dụng cho mình", "6/9 đơn\u00a0vị", "", None, "còn thiếu 51 hồ sơ"),
        ("Thấp nhất đến cao nhất", "56,9 – 99,6\u00a0%", "", None, "Tân Lộc; Vĩnh Thuận"),
    ]


def test_what_needs_attention_comes_in_order_with_its_figures(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    headlines, values, coverage = overview_of(warehouse, view)
    lines = attention(view, headlines, values, counts_of(warehouse, view), coverage)
    assert lines[:3] == [
        "Chưa có báo cáo quý III/2024: Đức Hiệp.",
        "Gửi báo cáo quý III/2024 sau hạn: Đồng Xuân.",
        "Phú Mỹ Đông: 1 hồ sơ đang quá hạn, có hồ sơ trễ hạn 11 kỳ liên tiếp.",
    ]
    assert "Tỷ lệ hồ sơ số hóa thành phần, mục tiêu 80\u00a0%: Minh Họa còn thiếu 18." in lines


def test_the_scorecard_says_what_the_charts_say(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    headlines, values, _ = overview_of(warehouse, view)
    card = scorecard(view, headlines, values)
    drawn = {mark.key: mark for mark in ranking(warehouse).marks}
    for row in card.rows:
        cell = row.cells[0]
        if row.key in drawn and not drawn[row.key].ticks:  # with a target of its own: tests/test_against.py
            mark = drawn[row.key]
            assert (cell.text, cell.tone) == (mark.text, mark.status.value if mark.status else "plain")
            gap = difference(mark.value or 0, 70)  # the province's target
            if gap or mark.status is Status.MET:
                assert cell.detail.startswith(f"MT {'+' if gap > 0 else ''}{view.number(gap, 1)}")
    missing = next(row for row in card.rows if row.label == "Đức Hiệp")
    assert {cell.text for cell in missing.cells} == {"–"}


def test_a_quarter_that_nobody_files_is_no_missing_report(warehouse: Warehouse) -> None:
    """Of Q4 no report is expected: what cannot be derived has not been kept back."""
    view = view_of(warehouse, until="2024-Q4")
    headlines, values, coverage = overview_of(warehouse, view)
    there = {row.unit_id for row in coverage if row.period_id == "2024-Q4"}
    assert {unit.unit_id for unit in view.now_units} - there
    assert not_received(view, coverage, values) == []
    lines = attention(view, headlines, values, counts_of(warehouse, view), coverage)
    assert not any(line.startswith("Chưa có báo cáo") for line in lines)


def test_a_report_is_missing_where_it_was_expected_and_is_past_due() -> None:
    view = group(4)
    before, q1 = ("2024-Q2", "derived"), ("2024-Q1", "reported")
    came = [("U00@2004", *q1), ("U01@2004", *q1), ("U01@2004", *before), ("U00@2004", "2024-Q3", "reported")]
    due = date(2024, 9, 20)
    coverage = [
        q.Coverage(unit, period, state, None, due, f"{unit}/{period}", "checked") for unit, period, state in came
    ]
    assert not_received(view, coverage) == ["U01@2004"]  # the others have not begun to report
    assert not_received(view, coverage, as_of=due) == []
    began = [value_row(2, 1, 2, period_id="2024-Q1"), value_row(3, 1, 2)]
    assert not_received(view, coverage, began) == ["U01@2004", "U02@2004"]
    gap = Gap("U01@2004", "2024-Q3", "divided", ("X@2004",), ("Xã Cũ",))
    assert not_received(replace(view, gaps={("U01@2004", "2024-Q3"): gap}), coverage) == []
    assert not_received(view, coverage[:-1]) == []  # nobody has sent it


def test_the_coverage_names_each_report_in_late_derived_or_missing(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024-Q4")
    headlines, values, coverage = overview_of(warehouse, view)
    matrix = coverage_matrix(view, coverage)
    tones = [cell.tone for row in matrix.rows for cell in row.cells]
    assert len(tones) == 11 * 12
    in_time, late = tones.count("reported"), tones.count("late")
    assert matrix.frame.title == f"Đã nhận {in_time + late} báo cáo quý, {late} báo cáo sau hạn"
    assert (in_time + late, late) == (64, 8)
    # The tile above it counts the same reports.
    themes = [indicator for indicator in headlines if indicator.theme != "other"][:3]
    assert overview.tiles(view, themes, values, coverage)[0].meaning.startswith("64 báo cáo quý trong khoảng đang xem")
    long_an_tay = next(row for row in matrix.rows if row.label == "Long An Tây")
    # The quarter that would follow is nobody's to send.
    assert [cell.tone for cell in long_an_tay.cells[4:6]] == ["missing", "quiet"]


def earlier_rows(period_id: str, numerators: Sequence[float], **changed: object) -> list[Value]:
    window = parse_period(period_id).nominal
    about = {"period_id": period_id, "window_start": window.start, "window_end": window.end} | changed
    return [value_row(number, numerator, 100, **about) for number, numerator in enumerate(numerators)]


def falls(view: View, values: Sequence[Value], polarity: str = "up_is_good") -> list[str]:
    lines = attention(view, [replace(ONLINE, polarity=polarity)], of_online(values), [], [])
    return [line for line in lines if "điểm phần trăm" in line]


def arrows(view: View, values: Sequence[Value]) -> list[str]:
    card = scorecard(scored(view), [ONLINE], of_online(values))
    return [row.cells[0].detail.partition("\n")[2] for row in card.rows]


def test_a_fall_is_where_it_got_worse() -> None:
    view = group(6)
    now = [value_row(n, 40 + (20 if n == 1 else 0), 100) for n in range(6)]
    values = now + earlier_rows("2024-Q2", [50, 50, 40, 40, 40, 40])
    assert falls(view, values) == ["Số 00: Tỷ lệ thử thấp hơn quý II/2024 10,0 điểm phần trăm."]
    assert falls(view, values, "down_is_good") == ["Số 01: Tỷ lệ thử cao hơn quý II/2024 10,0 điểm phần trăm."]
    assert falls(view, values, "neutral") == []


def test_a_change_is_not_told_over_windows_of_other_lengths_nor_of_few_dossiers() -> None:
    view, now = group(6), [value_row(n, 40, 100) for n in range(6)]
    longer = earlier_rows("2024-Q2", [60] * 6, window_start=date(2024, 1, 1))
    assert falls(view, now + longer) == [] and set(arrows(view, now + longer)) == {""}
    tiles = theme_tiles(view, indicator_row(), now + longer)
    assert [tile.change for tile in tiles] == [""] * 4 and "so với" not in tiles[1].meaning
    assert overview.tiles(view, [indicator_row()], now + longer, [])[1].change == ""
    few = [replace(one, numerator=12, denominator=20) for one in earlier_rows("2024-Q2", [60])]
    assert arrows(view, now + few + earlier_rows("2024-Q2", [60] * 6)[1:]) == ["", *["↘ \u221220,0"] * 5]


def test_the_overview_tells_changes_since_the_period_that_was_chosen() -> None:
    now = [value_row(n, 40, 100) for n in range(6)]
    values = [*now, *earlier_rows("2024-Q2", [60] * 6), *earlier_rows("2023-Q3", [30] * 5 + [50])]
    asked_for = replace(group(6), baselines=(Baseline(BaselineKind.LAST_YEAR), Baseline(BaselineKind.TARGET)))
    assert falls(asked_for, values) == ["Số 05: Tỷ lệ thử thấp hơn quý III/2023 10,0 điểm phần trăm."]
    assert arrows(asked_for, values) == ["↗ +10,0"] * 5 + ["↘ \u221210,0"]
    tile = overview.tiles(asked_for, [indicator_row()], values, [])[1]
    assert tile.change == "+6,7 điểm phần trăm" and tile.meaning.endswith("; so với quý III/2023")
    frame = scorecard(scored(asked_for), [ONLINE], of_online(values)).frame
    assert "↗ ↘ →: so với quý III/2023." in frame.definition and "thay đổi so với quý III/2023" in frame.subtitle
    assert "so với quý II/2024." in scorecard(group(6), [ONLINE], of_online(values)).frame.definition
    none = replace(asked_for, baselines=(Baseline(BaselineKind.TARGET),))
    assert falls(none, values) == [] and set(arrows(none, values)) == {""}
    assert "↗" not in scorecard(none, [ONLINE], of_online(values)).frame.definition
    assert overview.tiles(none, [indicator_row()], values, [])[1].change == ""


def test_of_mixed_kinds_the_scorecard_tells_changes_since_each_units_own_period_before(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    headlines, values, _ = overview_of(warehouse, view)
    assert "so với kỳ liền trước của từng đơn vị" in scorecard(view, headlines, values).frame.definition
