"""Baselines on charts: ticks, lines, bands and columns; movements in rank; other windows; the reform of 2025."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import overview
from charts.comparing import compare, movements, shown
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.recipes import Recipe, make
from charts.series import trend
from charts.similar import Group, similar_matrix
from charts.spec import RankedSpec, TableSpec
from charts.view import View
from domain.periods import parse_period
from queries.ask import WarehouseAsk
from queries.rows import Value
from queries.warehouse import Warehouse
from tests.against_cases import (
    GROUP,
    LAST_YEAR,
    NBSP,
    PREVIOUS,
    TARGET,
    UNIT,
    at,
    chosen,
    rows_of,
    spec_of,
    three_quarters,
)
from tests.value_cases import PERIOD, group, indicator_row, some_values
from tests.views import view_of


def columns_of(spec: RankedSpec | TableSpec) -> list[str]:
    assert spec.frame.table
    return [column.key for column in spec.frame.table.columns]


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


@given(some_values() | some_values(enough=True), st.randoms())
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
