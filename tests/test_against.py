"""What values are held against: several baselines at once, never across scope, definition, unit or period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.against import Against, against
from charts.comparing import Standing, compare, shown
from charts.elsewhere import asked_elsewhere, elsewhere, other_definitions
from charts.ranked import ranked
from charts.recipes import Recipe, make
from charts.spec import RankedSpec
from charts.view import View
from domain.comparison import Aggregate, Baseline, BaselineKind, NotTold, is_better, median, pooled_rate
from domain.periods import parse_period
from queries import values as q
from queries.ask import WarehouseAsk
from queries.rows import Gap, IndicatorRow, Value
from queries.warehouse import Warehouse
from tests.against_cases import (
    ALL,
    GROUP,
    LAST_YEAR,
    NBSP,
    PREVIOUS,
    UNIT,
    at,
    chosen,
    rows_of,
    spec_of,
    three_quarters,
)
from tests.value_cases import PERIOD, group, indicator_row, some_values, unit_row, value_row
from tests.views import mixed_view
from text.numbers import rounded

SCOPES = ("communes", "total")


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


@given(
    some_values(enough=True),
    some_values() | some_values(enough=True),
    st.sampled_from(["up_is_good", "down_is_good", "neutral"]),
)
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


# Definitions, sources and scopes kept apart


@given(some_values(enough=True))
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
    assert isinstance(spec, RankedSpec)
    assert spec == ranked(view, indicator, values)


@given(some_values(enough=True))
def test_the_pooled_rate_lies_between_the_smallest_and_the_largest_part_and_the_quartiles_do_too(
    values: list[Value],
) -> None:
    now = compare(group(12), indicator_row(), values)
    parts = [one.value.value or 0 for one in now.standings if not one.value.is_lower_bound]
    assert now.pooled is not None and now.quartiles is not None
    assert min(parts) - 1e-9 <= now.pooled <= max(parts) + 1e-9
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


def test_a_standing_of_another_scope_is_held_against_its_own_past_alone() -> None:
    view = chosen(group(6), PREVIOUS, GROUP, UNIT)
    wide = [replace(one, scope="total") for one in three_quarters() if one.unit_id == "U04@2004"]
    values = three_quarters() + wide
    now = compare(view, indicator_row(), values)
    standing = Standing(next(one for one in wide if one.period_id == "2024-Q3"), None, None)
    found = against(view, indicator_row(), values, now, standing)
    assert [one.difference for one in found] == [14, None, None]
    assert [one.why for one in found[1:]] == [NotTold.OTHER_SCOPE] * 2
