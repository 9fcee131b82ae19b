"""What values are held against: several baselines at once, targets by place, other definitions, other windows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import overview, profile
from charts.against import Against, against
from charts.comparing import Standing, compare, movements, shown
from charts.elsewhere import asked_elsewhere, elsewhere, other_definitions
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.recipes import Recipe, make
from charts.series import trend
from charts.similar import Group, similar_matrix
from charts.spec import RankedSpec, Status, TableSpec
from charts.targets import targets_of
from charts.view import View
from domain.comparison import Aggregate, Baseline, BaselineKind, NotTold, is_better, median, pooled_rate
from domain.periods import Period, parse_period
from queries import values as q
from queries.ask import WarehouseAsk
from queries.rows import Gap, IndicatorRow, TargetRow, Value
from queries.warehouse import Warehouse
from tests.test_charts import PERIOD, group, indicator_row, some_values, unit_row, value_row
from tests.views import mixed_view, view_of
from text.numbers import rounded
from text.words import LANGS, Lang

PREVIOUS, LAST_YEAR, TARGET, GROUP = (
    Baseline(BaselineKind(kind)) for kind in ("previous", "last_year", "target", "group")
)
UNIT = Baseline(BaselineKind.UNIT, unit_id="U02@2004")
ALL = (PREVIOUS, LAST_YEAR, TARGET, GROUP, UNIT)
NBSP = "\u00a0"
SCOPES = ("communes", "total")


def chosen(view: View, *baselines: Baseline) -> View:
    return replace(view, baselines=baselines)


def at(period: Period, number: int, numerator: float, denominator: float = 100, **changed: object) -> Value:
    window = {"window_start": period.nominal.start, "window_end": period.nominal.end}
    return value_row(number, numerator, denominator, period_id=period.period_id, **(window | changed))


def three_quarters() -> list[Value]:
    """Seven units: now 60 … 66 %, the quarter before 14 points less (the first had no report), a year ago 6 more, but
    for a lower bound and a window that was 16 days shorter."""
    now = [at(PERIOD, n, 60 + n) for n in range(7)]
    before = [at(PERIOD.previous(), n, 46 + n) for n in range(1, 7)]
    year = PERIOD.same_last_year()
    ago = [at(year, n, 66 + n) for n in range(2, 7)]
    shorter = at(year, 1, 67, window_end=year.nominal.end - timedelta(days=16))
    return [*now, *before, at(year, 0, 66, is_lower_bound=True), shorter, *ago]


def spec_of(view: View, values: Sequence[Value], indicator: IndicatorRow | None = None) -> RankedSpec:
    spec = ranked(view, indicator or indicator_row(), values)
    assert isinstance(spec, RankedSpec)
    return spec


def rows_of(spec: RankedSpec | TableSpec) -> dict[object, dict[str, object]]:
    assert spec.frame.table
    return {row["unit"]: row for row in spec.frame.table.rows}


def columns_of(spec: RankedSpec | TableSpec) -> list[str]:
    assert spec.frame.table
    return [column.key for column in spec.frame.table.columns]


def held(
    view: View, values: Sequence[Value], unit_id: str, indicator: IndicatorRow | None = None
) -> dict[str, Against]:
    about = indicator or indicator_row()
    now = compare(view, about, values)
    standing = now.of(unit_id)
    assert standing
    return {one.baseline.code: one for one in against(view, about, values, now, standing)}


# Several baselines at once


def test_a_value_is_held_against_all_baselines_at_once() -> None:
    found = held(chosen(group(7), *ALL), three_quarters(), "U04@2004")
    assert {code: (one.value, one.difference, one.better) for code, one in found.items()} == {
        "previous": (50, 14, True),
        "last_year": (70, -6, False),
        "target": (50, 14, True),
        "group": (63, 1, True),
        "unit:U02@2004": (62, 2, True),
    }
    assert [one.label for one in found.values()] == [
        "quý II/2024", "cùng kỳ năm trước (quý III/2023)", "mục tiêu", "trung vị", "Số 02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit_id", "code", "why", "words"),
    [
        ("U00@2004", "previous", NotTold.MISSING, "không có số liệu"),
        ("U00@2004", "last_year", NotTold.BASE_LOWER_BOUND, "số liệu đem so là mức tối thiểu"),
        ("U01@2004", "last_year", NotTold.LENGTH, "thời gian số liệu dài ngắn khác nhau"),
        ("U02@2004", "unit:U02@2004", NotTold.ITSELF, "chính đơn vị này"),
    ],
)
def test_what_cannot_be_told_says_why(unit_id: str, code: str, why: NotTold, words: str) -> None:
    one = held(chosen(group(7), *ALL), three_quarters(), unit_id)[code]
    assert (one.difference, one.better, one.why, one.reason) == (None, None, why, words)


def test_a_unit_that_did_not_exist_then_is_not_without_a_report() -> None:
    view = group(7)
    units = tuple(replace(one, valid_from=date(2024, 7, 1)) if one.unit_id == "U03@2004" else one for one in view.units)
    values = [one for one in three_quarters() if one.unit_id != "U03@2004" or one.period_id == "2024-Q3"]
    one = held(chosen(replace(view, units=units), PREVIOUS), values, "U03@2004")["previous"]
    assert (one.why, one.reason) == (NotTold.NOT_YET, "đơn vị khi đó chưa có")


def test_of_todays_units_the_reason_names_the_units_before() -> None:
    gap = Gap("U00@2004", "2024-Q2", "not_reported", ("X@2004",), ("Xã Cũ",))
    view = replace(chosen(group(7), PREVIOUS), is_today=True, gaps={("U00@2004", "2024-Q2"): gap})
    one = held(view, three_quarters(), "U00@2004")["previous"]
    assert "Xã Cũ" in one.reason and one.why is NotTold.MISSING


def test_polarity_turns_better_round() -> None:
    view = chosen(group(7), *ALL)
    for polarity in ("up_is_good", "down_is_good", "neutral"):
        found = held(view, three_quarters(), "U04@2004", indicator_row(polarity=polarity))
        wanted = {"previous": True, "last_year": False, "group": True, "target": True, "unit:U02@2004": True}
        for code, higher in wanted.items():
            assert found[code].better == (None if polarity == "neutral" else higher == (polarity == "up_is_good"))


def test_half_years_have_one_earlier_period_and_so_one_column() -> None:
    half = parse_period("2024-H1")
    view = replace(chosen(group(5), PREVIOUS, LAST_YEAR), periods=(half,))
    values = [at(period, n, 40 + n) for n in range(5) for period in (half, half.previous())]
    assert set(held(view, values, "U00@2004")) == {"previous"}


def test_a_group_may_be_the_others_of_the_same_district_pooled() -> None:
    units = tuple(replace(unit_row(n), district_id="D" if n < 6 else "E") for n in range(12))
    values = [at(PERIOD, n, 10 + n, 100 + n) for n in range(12)]
    others = Baseline(BaselineKind.GROUP, Aggregate.POOLED, "district", exclude_self=True)
    middle = Baseline(BaselineKind.GROUP, Aggregate.MEDIAN, "district", exclude_self=True)
    view = chosen(replace(group(12), units=units), others, middle)
    found = held(view, values, "U02@2004")
    rest = [n for n in range(6) if n != 2]
    assert found[others.code].value == pooled_rate((10 + n, 100 + n) for n in rest)
    assert found[middle.code].value == median([100 * (10 + n) / (100 + n) for n in rest])
    assert found[others.code].label == "tính chung cùng huyện các đơn vị khác"


@pytest.mark.parametrize(
    ("within", "words"), [("district", "không có đơn vị cấp huyện"), ("province", "chưa rõ đơn vị thuộc tỉnh nào")]
)
def test_units_without_a_district_or_province_are_no_group(within: str, words: str) -> None:
    units = tuple(replace(unit_row(n), district_id=None, province_id=None) for n in range(6))
    near = Baseline(BaselineKind.GROUP, Aggregate.MEDIAN, within)
    view = chosen(replace(group(6), units=units), near)
    one = held(view, [at(PERIOD, n, 60 + n) for n in range(6)], "U02@2004")[near.code]
    assert (one.value, one.difference, one.why, one.reason) == (None, None, NotTold.MISSING, words)


@given(some_values(), some_values(), st.sampled_from(["up_is_good", "down_is_good", "neutral"]))
def test_a_difference_is_that_of_the_two_values_as_the_table_shows_them(
    values: list[Value], others: list[Value], polarity: str
) -> None:
    indicator = indicator_row(polarity=polarity)
    ago = [replace(one, period_id="2023-Q3") for one in others if one.period_id == "2024-Q3"]
    view = chosen(group(12), *ALL)
    now = compare(view, indicator, values + ago)
    for standing in now.standings:
        for one in against(view, indicator, values + ago, now, standing):
            assert (one.difference is None) is bool(one.reason) is (one.why is not None)
            if one.difference is not None and one.value is not None:
                base = rounded(one.value, 2)
                assert one.difference == rounded(shown(standing.value) - base, 2)
                assert one.better == is_better(polarity, shown(standing.value), base)


# What is drawn of them


def test_the_default_chart_stays_calm() -> None:
    view = group(7)
    spec = spec_of(view, three_quarters())
    assert [mark.ticks for mark in spec.marks] == [()] * 7
    assert [line.kind for line in spec.references] == ["median", "target"]
    assert [key for key in columns_of(spec) if "/" in key or key in ("change", "previous", "group")] == ["change"]
    assert spec == spec_of(chosen(view, GROUP, TARGET, PREVIOUS), three_quarters())


def test_chosen_baselines_are_ticks_lines_and_columns() -> None:
    spec = spec_of(chosen(group(7), LAST_YEAR, PREVIOUS, UNIT, GROUP), three_quarters())
    marks = {mark.key: mark for mark in spec.marks}
    assert [(tick.kind, tick.value, tick.text) for tick in marks["U04@2004"].ticks] == [
        ("last_year", 70, f"cùng kỳ năm trước (quý III/2023) 70,0{NBSP}%"),
        ("previous", 50, f"quý II/2024 50,0{NBSP}%"),
    ]
    assert [tick.kind for tick in marks["U01@2004"].ticks] == ["previous"]  # a year ago its window was shorter
    assert marks["U00@2004"].ticks == ()
    assert [(line.kind, line.value, line.label) for line in spec.references] == [
        ("unit", 62, f"Số 02 62,0{NBSP}%"),
        ("median", 63, f"Trung vị 63,0{NBSP}%"),
    ]
    row = rows_of(spec)["Số 04"]
    assert [row[key] for key in ("last_year", "last_year/points", "previous", "change", "group", "group/points")] == [
        70, -6, 50, 14, 63, 1,
    ]  # fmt: skip
    assert "target" not in columns_of(spec)
    assert "không so được với QII/24: không có số liệu" in str(rows_of(spec)["Số 00"]["remark"])


def test_a_baseline_that_nothing_can_be_held_against_has_no_column_but_a_note() -> None:
    now = [one for one in three_quarters() if one.period_id == "2024-Q3"]
    spec = spec_of(chosen(group(7), LAST_YEAR, GROUP), now)
    assert not [key for key in columns_of(spec) if key.startswith("last_year")]
    assert "Không so được với cùng kỳ năm trước (quý III/2023): không có số liệu." in spec.frame.notes


def test_the_band_spans_the_quartiles_and_the_table_has_them() -> None:
    view, values = group(9, None), [at(PERIOD, n, 10 * n) for n in range(9)]
    spec = spec_of(view, values)
    assert spec.band and (spec.band.low, spec.band.high) == (20, 60)
    assert spec.band.label == f"Nửa giữa: 20,0–60,0{NBSP}%"
    assert [row["quarter"] for row in rows_of(spec).values()] == [1, 1, 1, 2, 2, 3, 3, 4, 4]
    assert spec_of(chosen(view, PREVIOUS), values).band is None
    assert theme_tiles(view, indicator_row(), values)[1].meaning == f"nửa giữa 20,0–60,0{NBSP}%"


def test_tiles_tell_the_change_since_the_chosen_period() -> None:
    tiles = theme_tiles(chosen(group(7), LAST_YEAR), indicator_row(), three_quarters())
    assert (tiles[1].change, tiles[1].better) == ("\u22127,0 điểm phần trăm", False)
    assert tiles[1].meaning.startswith("so với quý III/2023")
    assert len(tiles) == 3  # nothing on the target, which was not chosen


def across_the_reform() -> tuple[View, list[Value]]:
    before, now = parse_period("2025-Q2"), parse_period("2025-Q3")
    values = [at(period, n, share + n) for n in range(6) for period, share in ((before, 40), (now, 60))]
    return replace(group(6), periods=(before, now)), values


def test_as_reported_the_groups_figures_do_not_change_across_the_reform() -> None:
    view, values = across_the_reform()
    tiles = theme_tiles(view, indicator_row(), values)
    assert [tile.change for tile in tiles] == [""] * len(tiles) and {tile.better for tile in tiles} == {None}
    assert "không so với quý II/2025 (trước khi sắp xếp đơn vị)" in tiles[1].meaning
    assert overview.tiles(view, [indicator_row()], values, [])[1].change == ""
    said = spec_of(view, values).frame.sentence
    assert "Trung vị không so với quý II/2025: các đơn vị đã được sắp xếp lại." in said and "cao hơn" not in said
    today = replace(view, is_today=True)
    assert [tile.change for tile in theme_tiles(today, indicator_row(), values)][:2] == ["+20,0 điểm phần trăm"] * 2
    assert "Trung vị cao hơn quý II/2025 20,0 điểm phần trăm" in spec_of(today, values).frame.sentence


def test_a_trend_as_reported_ends_where_the_units_change() -> None:
    view, values = across_the_reform()
    first = parse_period("2025-Q1")
    values += [at(first, n, 30 + n) for n in range(6)]
    longer = replace(view, periods=(first, *view.periods))
    about = indicator_row()
    frame = trend(longer, about, values).frame
    assert f"tăng từ 32,5{NBSP}% (quý I/2025) lên 42,5{NBSP}% (quý II/2025)" in frame.title
    apart = "Từ quý III/2025 có 6 đơn vị mới, không so tiếp với đơn vị cũ."
    assert "quý II/2025" in frame.sentence and frame.sentence.endswith(apart)
    last = parse_period("2025-Q4")
    values += [at(last, n, 50 + n) for n in range(6)]
    after = trend(replace(view, periods=(*view.periods, last)), about, values).frame
    assert "giảm từ" in after.title and "quý III/2025" in after.title and after.sentence.endswith(apart)
    neither = trend(view, about, values).frame
    assert neither.title.startswith("Chưa đủ kỳ") and neither.sentence == apart
    assert f"lên 62,5{NBSP}% (quý III/2025)" in trend(replace(longer, is_today=True), about, values).frame.title


def test_where_less_is_better_the_better_side_of_the_groups_medians_is_below() -> None:
    view, values = group(6), [at(PERIOD, n, 10 + n) for n in range(6)]
    groups = [Group("district", "Huyện Thử", view.units)]
    said = {
        polarity: similar_matrix(
            view, view.units[0], PERIOD, [indicator_row(polarity=polarity)], groups, values
        ).frame.sentence
        for polarity in ("up_is_good", "down_is_good", "neutral")
    }
    assert "cao hơn trung vị ở 0 trong 1 nhóm" in said["up_is_good"] == said["neutral"]
    assert "thấp hơn trung vị (tốt hơn) ở 1 trong 1 nhóm" in said["down_is_good"]


# Movement


def test_ranks_move_among_the_units_ranked_in_both_periods() -> None:
    view, before = group(7), PERIOD.previous()
    # Unit 0 was last of seven and is last of six: the first of all is gone, nobody else has moved but 4 and 5.
    then = [at(before, n, 10 * n + 10) for n in range(7)]
    now = [at(PERIOD, n, {4: 60, 5: 50}.get(n, 10 * n + 10)) for n in range(6)]
    spec = spec_of(view, then + now)
    assert {mark.key[:3]: mark.movement for mark in spec.marks} == {
        "U00": 0, "U01": 0, "U02": 0, "U03": 0, "U04": 1, "U05": -1,
    }  # fmt: skip
    assert rows_of(spec)["Số 04"]["movement"] == 1
    assert "Đổi hạng từ quý II/2024 tính trong 6 đơn vị được xếp hạng ở cả hai kỳ." in spec.frame.notes
    assert "đổi hạng" not in spec.frame.sentence  # one place is not worth a sentence


def test_the_largest_mover_has_its_words_and_the_period_it_is_told_since() -> None:
    view, before = group(6), PERIOD.previous()
    then = [at(before, n, 10 * n + 10) for n in range(6)]
    now = [at(PERIOD, n, {0: 45}.get(n, 10 * n + 10)) for n in range(6)]
    assert "; đổi hạng nhiều nhất: Số 00 lên 3 bậc." in spec_of(view, then + now).frame.sentence
    unasked = spec_of(chosen(view, TARGET), then + now).frame.sentence
    assert "Đổi hạng nhiều nhất từ quý II/2024: Số 00 lên 3 bậc." in unasked
    ago = [
        replace(one, period_id="2023-Q3", window_start=date(2023, 6, 15), window_end=date(2023, 9, 14)) for one in then
    ]
    assert "Đổi hạng nhiều nhất từ quý III/2023: Số 00 lên 3 bậc." in spec_of(view, ago + now).frame.sentence


@given(some_values(), st.randoms())
def test_movements_add_up_where_no_ranks_are_shared_and_do_not_depend_on_order(
    values: list[Value], random: object
) -> None:
    view, indicator = group(12), indicator_row()
    now, since = (compare(view, indicator, values, period) for period in (PERIOD, PERIOD.previous()))
    found = movements(indicator, now, since)
    both = {one.value.unit_id for one in now.ranked} & {one.value.unit_id for one in since.ranked}
    assert set(found) == (both if len(both) >= 5 else set())
    tied = any(
        len({shown(one.value) for one in part.ranked if one.value.unit_id in both}) < len(both) for part in (now, since)
    )
    assert tied or sum(found.values()) == 0
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = (compare(view, indicator, shuffled, period) for period in (PERIOD, PERIOD.previous()))
    assert movements(indicator, *again) == found


# Definitions, sources and scopes kept apart


@given(some_values())
def test_values_of_other_definitions_scopes_periods_and_units_change_nothing(values: list[Value]) -> None:
    view, indicator = chosen(group(12), *ALL), indicator_row()
    strangers = [
        *(replace(one, indicator_id="rate.other", numerator=1, denominator=99, value=1.0) for one in values),
        *(replace(one, scope=scope, numerator=1, denominator=99, value=1.0) for one in values for scope in SCOPES),
        *(replace(one, period_id="2021-Q3", numerator=1, denominator=99, value=1.0) for one in values),
        *(replace(one, unit_id=f"SIM{one.unit_id}", numerator=1, denominator=99, value=1.0) for one in values),
    ]  # fmt: skip
    mixed = strangers[::2] + list(values) + strangers[1::2]
    now = compare(view, indicator, mixed)
    assert now == compare(view, indicator, values)
    for standing in now.standings:
        assert against(view, indicator, mixed, now, standing) == against(view, indicator, values, now, standing)
    spec = ranked(view, indicator, mixed)
    if isinstance(spec, RankedSpec):
        assert spec == ranked(view, indicator, values)


@given(some_values())
def test_the_pooled_rate_lies_between_the_smallest_and_the_largest_part_and_the_quartiles_do_too(
    values: list[Value],
) -> None:
    now = compare(group(12), indicator_row(), values)
    parts = [one.value.value or 0 for one in now.standings if not one.value.is_lower_bound]
    if now.pooled is not None:
        assert min(parts) - 1e-9 <= now.pooled <= max(parts) + 1e-9
    if now.quartiles:
        ranked_parts = [shown(one.value) for one in now.ranked]
        assert min(ranked_parts) <= now.quartiles[0] <= now.quartiles[1] <= max(ranked_parts)


def test_who_reports_another_definition_only_is_told_apart_and_never_mixed_in() -> None:
    view, default = group(7), indicator_row(theme="online")
    other = indicator_row(
        indicator_id="rate.eligible", name_vi="Tỷ lệ của TTHC có DVCTT", is_default=False, theme="online"
    )
    registry = {one.indicator_id: one for one in (default, other, indicator_row(indicator_id="x", theme="other"))}
    definitions = other_definitions(registry, default)
    assert definitions == [other]
    own = [at(PERIOD, n, 60 + n) for n in range(5)]
    others = [at(PERIOD, n, 30, indicator_id="rate.eligible") for n in (0, 5)]
    found = elsewhere(default, own, definitions, others)
    spec = ranked(view, default, own + others, elsewhere=found)
    assert isinstance(spec, RankedSpec)
    assert spec.elsewhere == (f"Số 05: 30,0{NBSP}% theo “Tỷ lệ của TTHC có DVCTT”",)
    assert spec.missing == ("Số 06",)
    assert [mark.key for mark in spec.marks] == [f"U0{n}@2004" for n in (4, 3, 2, 1, 0)]
    assert rows_of(spec)["Số 05"]["remark"] == f"chỉ có cách tính khác: 30,0{NBSP}% theo “Tỷ lệ của TTHC có DVCTT”"
    assert rows_of(spec)["Số 06"]["remark"] == "không báo cáo"


def test_staff_groups_and_different_things_are_no_other_definitions(warehouse: Warehouse) -> None:
    registry = q.indicators(warehouse)
    names = {name: [one.indicator_id for one in other_definitions(registry, registry[name])] for name in registry}
    assert names["online_rate.full_service"][0] == "online_rate"
    assert names["on_time_rate"] == ["on_time_rate.handled"]
    assert not names["university_rate"] and not names["posts_filled_rate"] and not names["digitised_rate"]


def test_the_recipe_asks_for_the_other_definitions_of_those_without_a_figure_alone(warehouse: Warehouse) -> None:
    ask, view = WarehouseAsk(warehouse), mixed_view(warehouse)
    indicator = ask.indicators()["online_rate.full_service"]
    values = ask.indicator_values(view.source, [indicator.indicator_id], view.asked_periods, view.asked_units)
    have = {(one.unit_id, one.period_id) for one in values if one.value is not None and one.scope == "own"}
    found = asked_elsewhere(view, ask, indicator, values)
    assert have and found.values
    assert not have & set(found.values)
    remarks = [str(row["remark"]) for row in make(Recipe("ranked", indicator.indicator_id), view, ask).frame.table.rows]  # type: ignore[union-attr]
    assert any(
        one.startswith(f"chỉ có cách tính khác: 96,4{NBSP}% theo “Tỷ lệ hồ sơ nộp trực tuyến”") for one in remarks
    )


def test_a_report_without_the_counts_is_there_but_does_not_count() -> None:
    values = [at(PERIOD, n, 60 + n) for n in range(5)] + [value_row(5, None, 80)]
    spec = spec_of(group(6), values)
    assert spec.missing == ("Số 05",)
    assert rows_of(spec)["Số 05"]["remark"] == "không đủ số đếm để tính"


def test_a_unit_that_did_not_exist_is_not_among_the_missing() -> None:
    view = group(7)
    units = tuple(replace(one, valid_from=date(2025, 7, 1)) if one.unit_id == "U06@2004" else one for one in view.units)
    spec = spec_of(replace(view, units=units), [at(PERIOD, n, 60 + n) for n in range(5)])
    assert spec.missing == ("Số 05",)
    assert "Số 06" not in rows_of(spec)


# Targets by place


def placed_targets() -> tuple[TargetRow, ...]:
    return (
        TargetRow("rate", "national", None, 2024, 50, "Luật", "Law"),
        TargetRow("rate", "province", "P", 2024, 62, "Kế hoạch tỉnh", "Plan"),
        TargetRow("rate", "unit", "U05@2004", 2024, 80, "Nghị quyết xã", "Resolution"),
        TargetRow("rate", "province", "P", 2023, 10, "Cũ", "Old"),
    )


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
    card = profile.scorecard(view, unit, parse_period("2024-Q3"), lines, [])
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
    card = profile.scorecard(view, unit, PERIOD, lines, [])
    assert card.columns[-2:] == ("So với cùng kỳ QIII/23 (điểm %)", "So với Phú Mỹ Đông (điểm %)")
    row = next(row for row in card.rows if row.key == "online_rate/own")
    assert row.cells[-2].text == f"+{view.number(year.difference, 2)}"
    assert row.cells[-1].detail == f"Phú Mỹ Đông {view.percent(beside.value, 2)}"


# Windows


def test_where_windows_differ_units_are_named_and_volumes_are_read_by_the_day() -> None:
    values = [at(PERIOD, n, 46, 92) for n in range(5)]
    values.append(at(PERIOD, 5, 30, 60, window_start=date(2024, 7, 17)))
    spec = spec_of(group(6), values, indicator_row(theme="online"))
    rows = rows_of(spec)
    assert rows["Số 00"]["per_day"] == 1.0 and rows["Số 05"]["per_day"] == 1.0
    assert "per_day" in columns_of(spec)
    assert "Thời gian số liệu lệch trên 15 ngày so với các đơn vị khác, không xếp hạng: Số 05." in spec.frame.notes
    assert "per_day" not in columns_of(spec_of(group(6), values[:5], indicator_row(theme="online")))
    assert "per_day" not in columns_of(spec_of(group(6), values, indicator_row(theme="staff")))


def test_another_window_is_told_of_a_lower_bound_too() -> None:
    values = [at(PERIOD, n, 46, 92) for n in range(5)]
    values.append(at(PERIOD, 5, 30, 60, window_start=date(2024, 7, 17), is_lower_bound=True))
    notes = spec_of(group(6), values).frame.notes
    assert any(note.startswith("Thời gian số liệu lệch") and note.endswith("Số 05.") for note in notes)


def test_a_plain_table_names_the_units_whose_windows_differ(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report", "2023-H1")
    ask = WarehouseAsk(warehouse)
    spec = make(Recipe("ranked", "on_time_rate"), view, ask)
    assert isinstance(spec, TableSpec)
    assert "Thời gian số liệu lệch trên 15 ngày so với các đơn vị cùng kỳ: Huyện Cầu Kè." in spec.frame.notes
    assert spec.frame.table
    rows = [row for row in spec.frame.table.rows if row["unit"] == "Huyện Cầu Kè"]
    own = next(row for row in rows if row["scope"] == "Cơ quan của đơn vị")
    assert (own["denominator"], own["window"]) == (1034, "05/01/2023 – 01/06/2023")
    assert own["per_day"] == pytest.approx(1034 / 148)
    assert ["thời gian số liệu khác các đơn vị cùng kỳ" in str(row["remark"]) for row in rows].count(True) == 1
    assert "thời gian số liệu khác" not in str(rows_of(spec)["Minh Đức"]["remark"])


def test_a_plain_table_of_few_units_still_holds_each_against_its_own_past() -> None:
    view = chosen(group(4), PREVIOUS, TARGET, GROUP, UNIT)
    spec = ranked(view, indicator_row(), [one for one in three_quarters() if one.unit_id < "U04"])
    assert isinstance(spec, TableSpec)
    row = rows_of(spec)["Số 03"]
    assert [row[key] for key in ("change", "target/points", "unit:U02@2004/points")] == [14, 13, 1]
    assert "group/points" not in columns_of(spec)  # no median of four
    assert spec.frame.sentence.endswith("So với quý II/2024: cả 3 đơn vị so sánh được đều tăng.")


# Sentences


@pytest.mark.parametrize(
    ("lang", "baselines", "sentence"),
    [
        (
            "vi",
            (LAST_YEAR, GROUP),
            "Trung vị thấp hơn cùng kỳ năm trước (quý III/2023) 7,0 điểm phần trăm; cả 5 đơn vị so sánh được đều giảm.",
        ),
        (
            "en",
            (LAST_YEAR, GROUP),
            "The median is 7.0 percentage points below the same period last year (Q3 2023); all 5 comparable units",
        ),
        (
            "vi",
            (PREVIOUS, UNIT),
            "Trung vị cao hơn quý II/2024 13,5 điểm phần trăm; cả 6 đơn vị so sánh được đều tăng.",
        ),
        ("vi", (UNIT,), f"So với Số 02 (62,0{NBSP}%): 4 đơn vị cao hơn, 2 đơn vị thấp hơn."),
        ("en", (UNIT,), "Against Số 02 (62.0%): 4 higher, 2 lower."),
    ],
)
def test_each_baseline_has_its_sentence(lang: Lang, baselines: tuple[Baseline, ...], sentence: str) -> None:
    assert sentence in spec_of(chosen(group(7, lang=lang), *baselines), three_quarters()).frame.sentence


def test_the_farthest_from_its_target_is_told_where_the_reader_asked() -> None:
    view = chosen(replace(group(6), targets=placed_targets()), TARGET)
    wanted = f"Xa mục tiêu nhất: Số 05, thấp hơn 15,0 điểm phần trăm (mục tiêu 80{NBSP}%)."
    assert wanted in spec_of(view, three_quarters()).frame.sentence


def test_what_did_not_change_is_said_as_unchanged_and_comes_last() -> None:
    now = [at(PERIOD, n, 60 + n) for n in range(6)]
    same = [at(PERIOD.previous(), n, 60 + n) for n in range(6)]
    sentence = spec_of(chosen(group(6), PREVIOUS, GROUP), now + same).frame.sentence
    assert sentence.endswith("Trung vị không đổi so với quý II/2024; 0 đơn vị tăng, 0 đơn vị giảm, 6 đơn vị không đổi.")


def test_where_less_is_better_those_far_above_the_median_are_named() -> None:
    values = [one for one in three_quarters() if one.period_id == "2024-Q3"]
    sentence = spec_of(group(6), values, indicator_row(polarity="down_is_good")).frame.sentence
    assert "Cách trung vị xa nhất về phía trên: Số 05 (cao hơn 2,5 điểm phần trăm)" in sentence
    assert "Cách trung vị" not in spec_of(group(6), values, indicator_row(polarity="neutral")).frame.sentence


@given(some_values(), st.lists(st.sampled_from(ALL), unique=True), st.sampled_from(LANGS))
def test_there_are_three_sentences_at_most_and_none_without_its_figure(
    values: list[Value], baselines: list[Baseline], lang: Lang
) -> None:
    spec = ranked(chosen(group(12, lang=lang), *baselines), indicator_row(), values)
    text = " ".join((spec.frame.title, spec.frame.sentence, *spec.frame.notes))
    assert "None" not in text and "{" not in text
    if isinstance(spec, RankedSpec):
        assert spec.frame.sentence.count(". ") <= 2
        assert "– điểm" not in text and "– percentage" not in text
        for mark in spec.marks:
            assert len({tick.kind for tick in mark.ticks}) == len(mark.ticks)


def test_a_standing_of_another_scope_is_held_against_its_own_past_alone() -> None:
    view = chosen(group(6), PREVIOUS, GROUP, UNIT)
    wide = [replace(one, scope="total") for one in three_quarters() if one.unit_id == "U04@2004"]
    values = three_quarters() + wide
    now = compare(view, indicator_row(), values)
    standing = Standing(next(one for one in wide if one.period_id == "2024-Q3"), None, None)
    found = against(view, indicator_row(), values, now, standing)
    assert [one.difference for one in found] == [14, None, None]
    assert [one.why for one in found[1:]] == [NotTold.OTHER_SCOPE] * 2
