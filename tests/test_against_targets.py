"""Targets by place: the nearest counts, with its source, on charts, tables and profiles."""

from dataclasses import replace

from charts import profile, profile_card
from charts.headline import theme_tiles
from charts.spec import Status
from charts.targets import short_of, status_of, targets_of
from domain.comparison import Baseline, BaselineKind
from domain.periods import parse_period
from queries import values as q
from queries.rows import TargetRow
from queries.warehouse import Warehouse
from tests.against_cases import LAST_YEAR, NBSP, PREVIOUS, chosen, placed_targets, rows_of, spec_of, three_quarters
from tests.value_cases import PERIOD, group, indicator_row, value_row
from tests.views import view_of

PLACES = ("district", "province")


def test_each_unit_is_held_against_its_nearest_target() -> None:
    view = replace(group(6), targets=placed_targets())
    values = [one for one in three_quarters() if one.unit_id != "U06@2004"]
    spec = spec_of(view, values)
    assert {mark.key[:3]: mark.status for mark in spec.marks} == {
        "U00": Status.CLOSE, "U01": Status.CLOSE, "U02": Status.MET, "U03": Status.MET, "U04": Status.MET,
        "U05": Status.NOT_MET,
    }  # fmt: skip
    assert [(line.kind, line.value) for line in spec.references][-1] == ("target", 62)
    ticks = {mark.key: [(tick.kind, tick.value, tick.text) for tick in mark.ticks] for mark in spec.marks}
    assert ticks["U05@2004"] == [("target", 80, f"mục tiêu của đơn vị 80{NBSP}%")]
    assert all(not found for unit_id, found in ticks.items() if unit_id != "U05@2004")
    assert spec.frame.title.startswith("3 trong 6 đơn vị đạt mục tiêu nộp trực tuyến áp dụng cho mình")
    assert {unit: (row["target"], row["short"]) for unit, row in rows_of(spec).items()} == {
        "Số 05": (80, 15), "Số 04": (62, 0), "Số 03": (62, 0), "Số 02": (62, 0), "Số 01": (62, 1), "Số 00": (62, 2),
    }  # fmt: skip
    tile = theme_tiles(view, indicator_row(), values)[2]
    assert (tile.label, tile.value, tile.meaning) == (
        "Đạt mục tiêu áp dụng cho mình",
        f"3/6 đơn{NBSP}vị",
        "còn thiếu 18 hồ sơ",
    )


def test_a_districts_or_provinces_target_for_itself_is_none_for_its_communes() -> None:
    view = group(3, target=62)
    itself = tuple(TargetRow("rate", "unit", place, 2024, 90, "Kế hoạch", "Plan") for place in ("D", "P"))
    found = targets_of(replace(view, targets=(*itself, *view.targets)), indicator_row())
    assert {unit: one.value for unit, one in found.by_unit.items()} == dict.fromkeys(view.unit_ids, 62)
    district, province = (TargetRow("rate", level, level[0].upper(), 2024, 90, "Kế hoạch", "Plan") for level in PLACES)
    for targets in ((district, province), (province, district)):
        assert targets_of(replace(view, targets=(*view.targets, *targets)), indicator_row()).common == district
    assert targets_of(replace(view, targets=(*view.targets, province)), indicator_row()).common == province


def test_the_target_of_another_year_counts_for_nobody() -> None:
    view = group(3, target=62)
    other = tuple(replace(one, year=year) for one in view.targets for year in (2023, 2025))
    assert targets_of(replace(view, targets=other), indicator_row()).by_unit == {}
    assert targets_of(replace(view, targets=(*other, *view.targets)), indicator_row()).shared(view.unit_ids) == 62


def test_a_lower_bound_meets_the_target_that_it_reaches_and_says_nothing_of_one_above_it() -> None:
    (target,) = group(1, target=60).targets
    rates = [value_row(0, numerator, 100) for numerator in (50, 59, 60, 61)]
    assert [status_of(one, target, "up_is_good") for one in rates] == [
        Status.NOT_MET, Status.CLOSE, Status.MET, Status.MET,
    ]  # fmt: skip
    bounds = [status_of(replace(one, is_lower_bound=True), target, "up_is_good") for one in rates]
    assert bounds == [None, None, Status.MET, Status.MET]


def test_where_less_is_better_a_lower_bound_only_proves_that_the_target_is_missed() -> None:
    (target,) = group(1, target=60).targets
    rates = [replace(value_row(0, numerator, 100), is_lower_bound=True) for numerator in (50, 60, 61, 70)]
    assert [status_of(one, target, "down_is_good") for one in rates] == [None, None, None, Status.NOT_MET]


def test_who_is_short_is_told_by_target_the_highest_first_in_the_order_of_the_ranking() -> None:
    view = replace(group(6), targets=placed_targets())
    values = [value_row(n, 60 + n, 100) for n in (5, 4, 3, 2, 1, 0)]
    assert short_of(targets_of(view, indicator_row()), values, "up_is_good") == [
        (80, [("U05@2004", 15)]), (62, [("U01@2004", 1), ("U00@2004", 2)]),
    ]  # fmt: skip


def test_targets_are_named_with_their_sources_and_the_margin_of_close() -> None:
    notes = spec_of(replace(group(6), targets=placed_targets()), three_quarters()).frame.notes
    assert f"Mục tiêu 62{NBSP}%: Kế hoạch tỉnh. Gần đạt là còn cách mục tiêu không quá 5 điểm phần trăm." in notes
    assert f"Mục tiêu của đơn vị 80{NBSP}% (Số 05): Nghị quyết xã." in notes


def test_where_places_differ_the_national_target_is_common_only_if_it_counts_for_somebody() -> None:
    provinces = tuple(replace(one, province_id="P" if one.unit_id < "U03" else "R") for one in group(6).units)
    view = replace(group(6), units=provinces, targets=placed_targets())
    found = targets_of(view, indicator_row())
    assert found.common and found.common.level == "national"
    both = (*placed_targets(), TargetRow("rate", "province", "R", 2024, 70, "Khác", "Other"))
    assert targets_of(replace(view, targets=both), indicator_row()).common is None
    spec = spec_of(replace(view, targets=both), three_quarters())
    assert not any(line.kind == "target" for line in spec.references)
    assert [mark.ticks[0].value for mark in spec.marks] == [80, 70, 70, 62, 62, 62]


def test_just_under_a_target_the_figure_does_not_look_like_it() -> None:
    values = [value_row(0, 24_999, 50_000), *(value_row(n, 600, 1000) for n in range(1, 5))]
    spec = spec_of(group(5), values)
    assert (spec.marks[-1].status, spec.marks[-1].text) == (Status.CLOSE, f"49,998{NBSP}%")
    assert spec.marks[0].text == f"60,0{NBSP}%"


def test_a_profile_holds_a_unit_against_its_nearest_target_and_names_the_national_one(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report", "2024-Q3")
    unit = next(one for one in view.units if one.unit_id == "12148@2004")
    own, indicators = q.unit_values(warehouse, "report", unit.unit_id), q.indicators(warehouse)
    lines = profile.lines(view, unit, parse_period("2024-Q3"), indicators, own, [])
    online = next(one for one in lines if one.indicator.indicator_id == "online_rate")
    assert online.target and online.target.value == 98
    card = profile_card.scorecard(view, unit, parse_period("2024-Q3"), lines, [])
    cell = next(row for row in card.rows if row.key == "online_rate/own").cells[
        card.columns.index("Mục tiêu (cách, điểm %)")
    ]
    assert cell.detail == f"mục tiêu của đơn vị 98{NBSP}%; mức quốc gia 50{NBSP}%"
    assert cell.tone == (online.status.value if online.status else "quiet")


def test_a_profile_has_a_column_for_each_baseline_chosen_beyond_the_usual(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    view = chosen(view, PREVIOUS, LAST_YEAR, Baseline(BaselineKind.UNIT, unit_id="SIM05@2004"))
    unit, indicators = next(one for one in view.units if one.unit_id == "SIM02@2004"), q.indicators(warehouse)
    own = q.unit_values(warehouse, "demo", unit.unit_id)
    peers = q.indicator_values(warehouse, "demo", list(indicators), ["2024-Q3"], view.unit_ids)
    lines = profile.lines(view, unit, PERIOD, indicators, own, peers)
    online = next(one for one in lines if one.indicator.indicator_id == "online_rate")
    year, beside = online.against
    by_key = {(one.unit_id, one.period_id): one for one in (*own, *peers) if one.indicator_id == "online_rate"}
    assert year.value == by_key[unit.unit_id, "2023-Q3"].value
    assert beside.value == by_key["SIM05@2004", "2024-Q3"].value
    card = profile_card.scorecard(view, unit, PERIOD, lines, [])
    assert card.columns[-2:] == ("So với cùng kỳ QIII/23 (điểm %)", "So với Phú Mỹ Đông (điểm %)")
    row = next(row for row in card.rows if row.key == "online_rate/own")
    assert row.cells[-2].text == f"+{view.number(year.difference, 2)}"
    assert row.cells[-1].detail == f"Phú Mỹ Đông {view.percent(beside.value, 2)}"
