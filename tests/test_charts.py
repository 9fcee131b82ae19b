"""What charts say: order, ranks, medians, counts, marks and sentences, on the real and the simulated reports."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import overview
from charts.backlog import LATE_MEASURES, MEASURES, backlog_chart, late_chart
from charts.comparing import compare
from charts.coverage import coverage_matrix
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.series import PANELS_A_PAGE, heat, multiples, trend
from charts.spec import Flag, Frame, Mark, MatrixSpec, RankedSpec, Role, Status, TableSpec, TrendSpec
from charts.view import View
from charts.wording import difference
from domain.comparison import MIN_COMPARABLE_UNITS, Baseline, BaselineKind, TargetStatus, shortfall, target_status
from domain.periods import parse_period
from queries import values as q
from queries.rows import Count, Gap, IndicatorRow, TargetRow, UnitRow, Value
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC
from tests.views import asked, mixed_view, values_of, view_of
from text.numbers import format_percent, rounded
from text.words import LANGS, Lang

QUARTERS = [f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
PERIODS = [*QUARTERS, "2022-H1", "2023-H1", "2024-H1", "2022", "2023", "2024"]
HEADLINES = ("online_rate", "on_time_rate", "university_rate")


def ranking(
    warehouse: Warehouse, indicator_id: str = "online_rate", until: str = "2024-Q3", *, lang: Lang = "vi"
) -> RankedSpec:
    view = view_of(warehouse, until=until, lang=lang)
    spec = ranked(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
    assert isinstance(spec, RankedSpec)
    return spec


def rows_of(frame: Frame) -> list[dict[str, object]]:
    assert frame.table
    return list(frame.table.rows)


def by_unit(frame: Frame) -> dict[object, dict[str, object]]:
    return {row["unit"]: row for row in rows_of(frame)}


def flags_on(marks: Sequence[Mark]) -> set[Flag]:
    return {flag for mark in marks for flag in mark.flags}


# The ranking


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
    assert "Số liệu tạm tính, chưa kiểm tra: Hòa Sơn, Long An Tây." in spec.frame.notes


def test_only_chosen_units_are_the_subject(warehouse: Warehouse) -> None:
    view = view_of(warehouse, subjects=("SIM03@2004",))
    spec = ranked(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    assert isinstance(spec, RankedSpec)
    assert [mark.label for mark in spec.marks if mark.role is Role.SUBJECT] == ["Tân Lộc"]


def test_an_indicator_without_a_theme_is_called_by_its_name(warehouse: Warehouse) -> None:
    spec = ranking(warehouse, "satisfaction_rate", "2024-Q1")
    assert spec.frame.title == "Cả 8 đơn vị đạt mục tiêu tỷ lệ hài lòng 90\u00a0%, quý I/2024"


# What may not be compared


def test_of_a_period_with_too_few_comparable_units_there_is_a_table_of_that_period(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    spec = ranked(view, q.indicators(warehouse)["satisfaction_rate"], values_of(warehouse, view, "satisfaction_rate"))
    assert isinstance(spec, TableSpec)
    rows = rows_of(spec.frame)
    assert {row["period"] for row in rows if "period" in row} == {"Quý III/2024"}
    assert sum("dưới 30 hồ sơ" in str(row["remark"]) for row in rows) > len(rows) - MIN_COMPARABLE_UNITS - 1
    assert "quý III/2024" in spec.frame.subtitle


def test_the_real_reports_are_listed_each_with_its_own_period_and_window(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    spec = ranked(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    assert isinstance(spec, TableSpec)
    rows = {(row["unit"], row.get("scope")): row for row in rows_of(spec.frame)}
    own = "Cơ quan của đơn vị"
    shown = ("period", "window", "value_text", "numerator", "denominator", "printed")
    assert [rows["Bình Phước", own][key] for key in shown] == [
        "Năm 2023", "15/12/2022 – 31/10/2023", "43,60\u00a0%", 848, 1945, 43.6,
    ]  # fmt: skip
    assert [rows["Minh Đức", own][key] for key in shown] == [
        "6 tháng đầu năm 2023", "10/12/2022 – 07/06/2023", "96,42\u00a0%", 1103, 1144, 99.8,
    ]  # fmt: skip
    assert rows["Lai Hưng", own]["value_text"] == "–"
    assert "không đủ số đếm để tính" in str(rows["Lai Hưng", own]["remark"])
    assert "báo cáo không in thời gian số liệu" in str(rows["Lai Hưng", own]["remark"])
    assert all("rank" not in row for row in rows.values())


def test_a_districts_scopes_stand_apart_and_are_never_added(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    values = values_of(warehouse, view, "on_time_rate")
    spec = ranked(view, q.indicators(warehouse)["on_time_rate"], values)
    found = {
        row["scope"]: (row["numerator"], row["denominator"])
        for row in rows_of(spec.frame)
        if row["unit"] == "Huyện Cầu Kè"
    }
    assert found == {"Cơ quan của đơn vị": (1033, 1034), "Các xã cộng chung": (21272, 21272)}
    assert {value.unit_id for value in values} >= {CAU_KE, LAI_HUNG, MINH_DUC, BAC_SON, BINH_PHUOC}
    for period in view.periods:
        here = compare(view, q.indicators(warehouse)["on_time_rate"], values, period)
        assert CAU_KE not in {standing.value.unit_id for standing in (*here.ranked, *here.below)}
        assert here.counts[1] < 21272


def test_a_district_is_never_ranked_among_its_communes(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024")
    assert [unit.name for unit in view.others] == ["Huyện Minh Họa"]
    values = values_of(warehouse, view, "online_rate")
    here = compare(view, q.indicators(warehouse)["online_rate"], values)
    assert {standing.value.scope for standing in here.ranked} == {"own"}
    assert len(here.ranked) == 11
    assert here.counts == (13207, 15957)


def test_periods_of_several_kinds_are_never_ranked_however_many_units_there_are(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse, "demo")
    assert view.is_mixed
    values, indicator = values_of(warehouse, view, "online_rate"), q.indicators(warehouse)["online_rate"]
    assert isinstance(ranked(view, indicator, values), TableSpec)
    assert theme_tiles(view, indicator, values) == []
    counts = q.measure_values(warehouse, "demo", MEASURES, *asked(view))
    late = backlog_chart(view, counts)
    assert isinstance(late, TableSpec)
    assert isinstance(late_chart(view, counts), TableSpec)
    assert overview.attention(view, [indicator], values, counts, []) == []
    assert "tổng" not in late.frame.title
    assert {"period"} <= {column.key for column in late.frame.table.columns}  # type: ignore[union-attr]
    assert "in_a_row" not in {column.key for column in late.frame.table.columns}  # type: ignore[union-attr]


def test_two_definitions_never_meet_in_one_comparison(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024")
    both = values_of(warehouse, view, "online_rate", "online_rate.eligible")
    for name in ("online_rate", "online_rate.eligible"):
        indicator = q.indicators(warehouse)[name]
        alone = compare(view, indicator, values_of(warehouse, view, name))
        assert compare(view, indicator, both) == alone
        assert {standing.value.indicator_id for standing in (*alone.ranked, *alone.below)} <= {name}


def test_reported_and_simulated_figures_never_meet(warehouse: Warehouse) -> None:
    real, simulated = mixed_view(warehouse), view_of(warehouse)
    everyone = [*real.unit_ids, *simulated.unit_ids]
    periods = [period.period_id for period in (*real.periods, *simulated.periods)]
    for view in (real, simulated):
        found = q.indicator_values(warehouse, view.source, ["online_rate"], periods, everyone)
        assert {value.unit_id for value in found} <= set(view.unit_ids)
    indicator = q.indicators(warehouse)["online_rate"]
    together = values_of(warehouse, simulated, "online_rate") + values_of(warehouse, real, "online_rate")
    assert compare(simulated, indicator, together) == compare(
        simulated, indicator, values_of(warehouse, simulated, "online_rate")
    )


# Sentences


def decimal(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("until", PERIODS)
@pytest.mark.parametrize("indicator_id", HEADLINES)
def test_differences_in_sentences_are_those_of_the_figures_drawn(
    warehouse: Warehouse, indicator_id: str, until: str
) -> None:
    view = view_of(warehouse, until=until)
    indicator, values = q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id)
    now = compare(view, indicator, values)
    before = compare(view, indicator, values, view.period.previous())
    spec = ranked(view, indicator, values)
    assert now.median is not None
    own = decimal(view.number(now.median, 1))
    said = re.search(
        r"Trung vị (cao hơn|thấp hơn|không đổi so với) (.*?)(?: (\S+) điểm phần trăm)?[.;]", spec.frame.sentence
    )
    if before.median is None:
        assert said is None
    else:
        change = round(own - decimal(view.number(before.median, 1)), 1)
        word = {True: "cao hơn", False: "thấp hơn"}[change > 0] if change else "không đổi so với"
        assert said and said[1] == word
        assert decimal(said[3] or "0,0") == abs(change)
    drawn = {standing.value.unit_id: decimal(view.number(standing.value.value, 1)) for standing in now.ranked}
    names = {label: unit_id for unit_id, label in view.labels.items()}
    below = re.search(r"về phía dưới: (.*)\.$", spec.frame.sentence)
    for unit, points in re.findall(r"([^()]+?) \(thấp hơn (\S+) điểm phần trăm\)", below[1] if below else ""):
        assert decimal(points) == pytest.approx(own - drawn[names[unit.removeprefix(" và ")]])


@pytest.mark.parametrize("until", QUARTERS[1:])
def test_the_title_of_a_trend_says_the_medians_and_the_right_direction(warehouse: Warehouse, until: str) -> None:
    for indicator_id in HEADLINES:
        view = view_of(warehouse, until=until)
        spec = trend(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
        line = spec.series[-1]
        assert line.role is Role.MEDIAN
        first, last = line.marks[0].text, line.marks[-1].text
        way = difference(line.marks[-1].value or 0, line.marks[0].value or 0)
        words = f"tăng từ {first}" if way > 0 else f"giảm từ {first}" if way < 0 else f"giữ ở mức {last}"
        assert words in spec.frame.title
        highest, lowest = (
            pick(decimal(view.number(mark.value, 1)) for mark in ranked_at(view, warehouse, indicator_id))
            for pick in (max, min)
        )
        assert f"{view.number(highest - lowest, 1)} điểm phần trăm ở {view.period_words()}." in spec.frame.sentence


def ranked_at(view: View, warehouse: Warehouse, indicator_id: str) -> tuple[Mark, ...]:
    spec = ranked(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
    assert isinstance(spec, RankedSpec)
    return spec.marks


def test_a_trend_has_a_gap_where_a_unit_did_not_report(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024-Q4")
    spec = trend(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    line = {series.label: series for series in spec.series}["Long An Tây"]
    gaps = [mark.key for mark in line.marks if mark.value is None]
    assert gaps == ["2023-Q1", "2023-Q2"]
    assert all(mark.text == "không báo cáo" for mark in line.marks if mark.value is None)
    assert {series.label for series in spec.series if series.role is Role.SUBJECT} == {"Vĩnh Thuận", "Tân Lộc"}


def test_where_the_source_line_refers_to_the_table_the_table_names_the_reports(warehouse: Warehouse) -> None:
    for frame in all_frames(warehouse, "vi"):
        if "số hiệu ở bảng số liệu" in frame.source:
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


# Late dossiers


def counts_of(warehouse: Warehouse, view: View, *, whole: bool = False) -> list[Count]:
    periods = QUARTERS if whole else asked(view)[0]
    return q.measure_values(warehouse, view.source, MEASURES, periods, view.unit_ids)


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
    for row in rows_of(backlog_chart(view, counts).frame):
        if "in_a_row" not in row:
            continue
        unit_id = next(unit_id for unit_id, label in view.labels.items() if label == row["unit"])
        expected = 0
        for period in reversed(QUARTERS[:8]):
            if not any(by_key.get((unit_id, period, measure)) for measure in LATE_MEASURES):
                break
            expected += 1
        assert row["in_a_row"] == expected


# The overview


def overview_of(warehouse: Warehouse, view: View) -> tuple[list[IndicatorRow], list[Value], list[q.Coverage]]:
    headlines = overview.headlines(q.indicators(warehouse))
    values = values_of(warehouse, view, *(indicator.indicator_id for indicator in headlines))
    periods = [period.period_id for period in view.periods]
    return headlines, values, q.coverage(warehouse, view.source, periods, asked(view)[1])


def test_what_needs_attention_comes_in_order_with_its_figures(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    headlines, values, coverage = overview_of(warehouse, view)
    lines = overview.attention(view, headlines, values, counts_of(warehouse, view), coverage)
    assert lines[:3] == [
        "Chưa có báo cáo quý III/2024: Đức Hiệp.",
        "Gửi báo cáo quý III/2024 sau hạn: Đồng Xuân.",
        "Phú Mỹ Đông: 1 hồ sơ đang quá hạn, có hồ sơ trễ hạn 11 kỳ liên tiếp.",
    ]
    assert "Tỷ lệ hồ sơ số hóa thành phần, mục tiêu 80\u00a0%: Minh Họa còn thiếu 18." in lines


def test_the_scorecard_says_what_the_charts_say(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    headlines, values, _ = overview_of(warehouse, view)
    card = overview.scorecard(view, headlines, values)
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
    assert overview.not_received(view, coverage, values) == []
    lines = overview.attention(view, headlines, values, counts_of(warehouse, view), coverage)
    assert not any(line.startswith("Chưa có báo cáo") for line in lines)


def test_a_report_is_missing_where_it_was_expected_and_is_past_due() -> None:
    view = group(4)
    before, q1 = ("2024-Q2", "derived"), ("2024-Q1", "reported")
    came = [("U00@2004", *q1), ("U01@2004", *q1), ("U01@2004", *before), ("U00@2004", "2024-Q3", "reported")]
    due = date(2024, 9, 20)
    coverage = [
        q.Coverage(unit, period, state, None, due, f"{unit}/{period}", "checked") for unit, period, state in came
    ]
    assert overview.not_received(view, coverage) == ["U01@2004"]  # the others have not begun to report
    assert overview.not_received(view, coverage, as_of=due) == []
    began = [value_row(2, 1, 2, period_id="2024-Q1"), value_row(3, 1, 2)]
    assert overview.not_received(view, coverage, began) == ["U01@2004", "U02@2004"]
    gap = Gap("U01@2004", "2024-Q3", "divided", ("X@2004",), ("Xã Cũ",))
    assert overview.not_received(replace(view, gaps={("U01@2004", "2024-Q3"): gap}), coverage) == []
    assert overview.not_received(view, coverage[:-1]) == []  # nobody has sent it


def test_the_coverage_names_each_report_in_late_derived_or_missing(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024-Q4")
    headlines, values, coverage = overview_of(warehouse, view)
    matrix = coverage_matrix(view, coverage)
    tones = [cell.tone for row in matrix.rows for cell in row.cells]
    assert len(tones) == 11 * 12
    in_time, late = tones.count("reported"), tones.count("late")
    assert matrix.frame.title == f"Đã nhận {in_time + late} báo cáo, {late} báo cáo sau hạn"
    assert (in_time + late, late) == (64, 8)
    # The tile above it counts the same reports.
    themes = [indicator for indicator in headlines if indicator.theme != "other"][:3]
    assert overview.tiles(view, themes, values, coverage)[0].meaning == "64 báo cáo trong khoảng đang xem"
    long_an_tay = next(row for row in matrix.rows if row.label == "Long An Tây")
    # The quarter that would follow is nobody's to send.
    assert [cell.tone for cell in long_an_tay.cells[4:6]] == ["missing", "quiet"]


# Language

ENGLISH = re.compile(
    r"\b(the|of|and|with|from|units?|median|target|report(s|ed)?|quarter|year|half|dossiers?|window|rate|late|pooled|"
    r"below|above|points?|missing|derived|provisional|ranked|none|rose|fell|by|for|is|are|not|basis|decision)\b",
    re.IGNORECASE,
)
VIETNAMESE = re.compile(
    r"\b(đơn vị|trung vị|mục tiêu|hồ sơ|quý|năm|tỷ lệ|báo cáo|kỳ|điểm phần trăm|trễ hạn|không|cao hơn|thấp hơn|từ)\b",
    re.IGNORECASE,
)


def words_of(frame: Frame) -> str:
    heads = [column.label for column in frame.table.columns] if frame.table else []
    cells = [str(row.get(key, "")) for row in rows_of(frame) for key in ("remark", "scope", "period", "state")]
    texts = (frame.title, frame.subtitle, frame.sentence, frame.source, frame.definition, frame.alt, *frame.notes)
    return " | ".join((*texts, *heads, *cells))


def all_frames(warehouse: Warehouse, lang: Lang) -> list[Frame]:
    frames = []
    for view in (
        view_of(warehouse, lang=lang),
        view_of(warehouse, until="2024-H1", lang=lang),
        mixed_view(warehouse, lang=lang),
    ):
        headlines, values, coverage = overview_of(warehouse, view)
        periods, units = asked(view)
        counts = q.measure_values(warehouse, view.source, MEASURES, periods, units)
        for indicator in headlines:
            frames += [make(view, indicator, values).frame for make in (ranked, trend, multiples, heat)]
        frames += [backlog_chart(view, counts).frame, late_chart(view, counts).frame]
        frames += [overview.scorecard(view, headlines, values).frame, coverage_matrix(view, coverage).frame]
    return frames


def neutral(text: str) -> str:
    """Without names of units and places, which are Vietnamese in both languages."""
    return re.sub(r"(Huyện|Xã|Thị trấn|Tất cả đơn vị có báo cáo|Tỉnh) ?[^|,;()]*", "", text)


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_of_a_chart_is_in_the_readers_language_alone(warehouse: Warehouse, lang: Lang) -> None:
    foreign = ENGLISH if lang == "vi" else VIETNAMESE
    for frame in all_frames(warehouse, lang):
        text = words_of(frame)
        assert foreign.search(text if lang == "vi" else neutral(text)) is None, text
        assert "{" not in text and "None" not in text and "nan" not in text.split()


@pytest.mark.parametrize("lang", LANGS)
def test_decimals_follow_the_language(warehouse: Warehouse, lang: Lang) -> None:
    spec = ranking(warehouse, lang=lang)
    pattern = r"\d+,\d+\u00a0%" if lang == "vi" else r"\d+\.\d+%"
    assert all(re.match(pattern, mark.text) for mark in spec.marks)
    assert ("2.521/2.991" if lang == "vi" else "2,521/2,991") in spec.frame.sentence


# Any values


def unit_row(number: int) -> UnitRow:
    return UnitRow(
        unit_id=f"U{number:02d}@2004",
        gso_code=f"U{number:02d}",
        name=f"Xã Số {number:02d}",
        name_search=f"xa so {number:02d}",
        level="commune",
        district_id="D",
        district="Huyện Thử",
        province_id="P",
        province="Tỉnh Thử",
        valid_from=date(2004, 7, 8),
        valid_to=None,
    )


def indicator_row(**changed: object) -> IndicatorRow:
    row = IndicatorRow(
        "rate", "online", "Tỷ lệ thử", "Test rate", "ratio", "", "Định nghĩa.", "Definition.", "Luật", "Law",
        "up_is_good", True, 30, 1, None, None,
    )  # fmt: skip
    return replace(row, **changed)  # type: ignore[arg-type]


PERIOD = parse_period("2024-Q3")


def value_row(number: int, numerator: float | None, denominator: float | None, **changed: object) -> Value:
    value = 100 * numerator / denominator if numerator is not None and denominator else None
    window = PERIOD.nominal
    row = Value(
        f"U{number:02d}@2004", "own", "2024-Q3", "rate", numerator, denominator, value, False, None, False,
        window.start, window.end, True, "checked", f"report-{number}",
    )  # fmt: skip
    return replace(row, **changed)  # type: ignore[arg-type]


def group(size: int, target: float | None = 50.0, *, lang: Lang = "vi") -> View:
    targets = () if target is None else (TargetRow("rate", "national", None, 2024, target, "Luật", "Law"),)
    units = tuple(unit_row(number) for number in range(size))
    return View(lang, "demo", "Huyện Thử", units, (PERIOD.previous(), PERIOD), targets=targets)


@st.composite
def some_values(draw: st.DrawFn) -> list[Value]:
    """Up to twelve units in two quarters: rates, gaps, lower bounds, small counts, stray windows."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        for period_id in ("2024-Q2", "2024-Q3"):
            below = draw(st.one_of(st.none(), st.integers(0, 20_000)))
            above = None if below is None else draw(st.one_of(st.none(), st.integers(0, below)))
            stray = draw(st.booleans()) and draw(st.booleans())
            nominal = parse_period(period_id).nominal
            about: dict[str, object] = {
                "period_id": period_id,
                "is_derived": period_id == "2024-Q2",
                "is_lower_bound": draw(st.booleans()) and draw(st.booleans()),
                "window_start": date(2024, 1, 1) if stray else nominal.start,
                "window_end": nominal.end,
            }
            found.append(value_row(number, above, below, **about))
    return found


def test_only_a_units_own_scope_is_compared() -> None:
    view = group(5)
    own = [value_row(n, 60 + n, 100) for n in range(5)]
    wider = [value_row(n, 1, 9000, scope=scope) for n in range(5) for scope in ("communes", "total")]
    assert compare(view, indicator_row(), wider + own) == compare(view, indicator_row(), own)
    assert compare(view, indicator_row(), wider).missing == tuple(view.labels)


@given(some_values(), st.randoms())
def test_a_chart_does_not_depend_on_the_order_of_its_values(values: list[Value], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    view = group(12)
    for make in (ranked, trend, multiples, heat):
        assert make(view, indicator_row(), values) == make(view, indicator_row(), shuffled)


@given(some_values())
def test_a_pooled_rate_lies_between_the_lowest_and_the_highest(values: list[Value]) -> None:
    now = compare(group(12), indicator_row(), values)
    rates = [s.value.value or 0 for s in (*now.ranked, *now.below) if not s.value.is_lower_bound]
    if now.pooled is None:
        assert rates == []
    else:
        assert min(rates) - 1e-9 <= now.pooled <= max(rates) + 1e-9


@given(some_values(), st.sampled_from([None, 50.0, 99.0]), st.sampled_from(LANGS))
def test_every_unit_is_ranked_below_the_line_or_missing_and_exactly_one_of_them(
    values: list[Value], target: float | None, lang: Lang
) -> None:
    view = group(12, target, lang=lang)
    now = compare(view, indicator_row(), values)
    placed = [s.value.unit_id for s in (*now.ranked, *now.below)]
    assert sorted([*placed, *now.missing]) == sorted(view.labels)
    spec = ranked(view, indicator_row(), values)
    if isinstance(spec, TableSpec):
        assert len(now.ranked) < MIN_COMPARABLE_UNITS
        return
    assert len(rows_of(spec.frame)) == 12
    rows = rows_of(spec.frame)[: len(now.ranked)]
    for one, next_one in pairwise(rows):
        same = view.number(float(str(one["value"])), 2) == view.number(float(str(next_one["value"])), 2)
        assert (one["rank"] == next_one["rank"]) is same
    if target is not None:
        met = [target_status(float(str(row["value"])), target) is TargetStatus.MET for row in rows]
        assert met == [mark.status is Status.MET for mark in spec.marks]
        assert met == [row["short"] == 0 for row in rows]


@given(some_values(), st.sampled_from(LANGS))
def test_no_values_however_odd_break_a_chart_or_its_words(values: list[Value], lang: Lang) -> None:
    view = group(12, lang=lang)
    for spec in (make(view, indicator_row(), values) for make in (ranked, trend, multiples, heat)):
        text = words_of(spec.frame)
        assert "None" not in text and " nan" not in text
        if isinstance(spec, TrendSpec):
            assert "– điểm" not in spec.frame.sentence and "– percentage" not in spec.frame.sentence
    theme_tiles(view, indicator_row(), values)
    card = overview.scorecard(view, [indicator_row(indicator_id="online_rate")], values)
    assert isinstance(card, MatrixSpec)


def test_ranks_share_a_tie_by_the_two_decimals_that_the_table_shows() -> None:
    view = group(6, None)
    values = [value_row(n, 50_000 + n, 100_000) for n in range(2)] + [value_row(n, n, 100) for n in range(2, 6)]
    spec = ranked(view, indicator_row(), values)
    rows = rows_of(spec.frame)
    assert [row["rank"] for row in rows[:3]] == [1, 1, 3]  # 50,000 % and 50,001 %
    assert "và 1 đơn vị khác" in spec.frame.title


def test_half_a_unit_of_the_last_decimal_rounds_alike_in_figure_and_words() -> None:
    """12.25 is drawn as 12,3, and the words go by that; Python's own rounding says 12.2."""
    assert difference(12.25, 12.2) == 0.1
    assert difference(12.25, 12.3) == 0
    assert difference(43.44, 43.35) == 0  # both are drawn as 43,4: no "up by 0,0"


def test_just_under_the_target_is_not_met_in_title_mark_tile_and_shortfall_alike() -> None:
    view = group(5)
    values = [value_row(0, 24_999, 50_000), *(value_row(n, 600, 1000) for n in range(1, 5))]
    spec = ranked(view, indicator_row(), values)
    assert isinstance(spec, RankedSpec)
    assert spec.frame.title.startswith("4 trong 5 ")
    assert spec.marks[-1].status is Status.CLOSE
    assert rows_of(spec.frame)[-1]["short"] == shortfall(24_999, 50_000, 50) == 1
    assert theme_tiles(view, indicator_row(), values)[2].value == "4/5 đơn\u00a0vị"
    cell = overview.scorecard(scored(view), [ONLINE], of_online(values)).rows[0].cells[0]
    assert (cell.text, cell.detail, cell.tone) == ("49,998\u00a0%", "MT \u22120,002", "close")


def test_against_a_lower_bound_there_is_no_change_and_of_it_no_shortfall() -> None:
    view = group(6)
    now = [value_row(n, 40, 100) for n in range(5)] + [value_row(5, 40, 100, is_lower_bound=True)]
    window = {"window_start": PERIOD.previous().nominal.start, "window_end": PERIOD.previous().nominal.end}
    before = [value_row(n, 30, 100, period_id="2024-Q2", is_lower_bound=n == 0, **window) for n in range(6)]
    rows = by_unit(ranked(view, indicator_row(), now + before).frame)
    changes: Callable[[int], object] = lambda n: rows[view.labels[f"U{n:02d}@2004"]]["change"]  # noqa: E731
    assert (changes(0), changes(1), changes(5)) == (None, 10, None)
    assert rows[view.labels["U05@2004"]]["short"] is None
    card = overview.scorecard(view, [indicator_row(indicator_id="online_rate")], [])
    assert {cell.text for row in card.rows for cell in row.cells} == {"–"}


# What may be told as a change

ONLINE = indicator_row(indicator_id="online_rate")  # a scorecard's columns have names by indicator


def of_online(values: Sequence[Value]) -> list[Value]:
    return [replace(one, indicator_id="online_rate") for one in values]


def scored(view: View) -> View:
    return replace(view, targets=tuple(replace(one, indicator_id="online_rate") for one in view.targets))


def earlier_rows(period_id: str, numerators: Sequence[float], **changed: object) -> list[Value]:
    window = parse_period(period_id).nominal
    about = {"period_id": period_id, "window_start": window.start, "window_end": window.end} | changed
    return [value_row(number, numerator, 100, **about) for number, numerator in enumerate(numerators)]


def falls(view: View, values: Sequence[Value], polarity: str = "up_is_good") -> list[str]:
    lines = overview.attention(view, [replace(ONLINE, polarity=polarity)], of_online(values), [], [])
    return [line for line in lines if "điểm phần trăm" in line]


def arrows(view: View, values: Sequence[Value]) -> list[str]:
    card = overview.scorecard(scored(view), [ONLINE], of_online(values))
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
    frame = overview.scorecard(scored(asked_for), [ONLINE], of_online(values)).frame
    assert "↗ ↘ →: so với quý III/2023." in frame.definition and "thay đổi so với quý III/2023" in frame.subtitle
    assert "so với quý II/2024." in overview.scorecard(group(6), [ONLINE], of_online(values)).frame.definition
    none = replace(asked_for, baselines=(Baseline(BaselineKind.TARGET),))
    assert falls(none, values) == [] and set(arrows(none, values)) == {""}
    assert "↗" not in overview.scorecard(none, [ONLINE], of_online(values)).frame.definition
    assert overview.tiles(none, [indicator_row()], values, [])[1].change == ""


def test_of_mixed_kinds_the_scorecard_tells_changes_since_each_units_own_period_before(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    headlines, values, _ = overview_of(warehouse, view)
    assert "so với kỳ liền trước của từng đơn vị" in overview.scorecard(view, headlines, values).frame.definition
