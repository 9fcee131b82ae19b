"""What figures are held against and what is counted, in words: staff tiles, reports, plain tables, units of links."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import streamlit as st

from charts import overview, recipes
from charts.choose import Choice, asking, view_of
from charts.posts import MEASURES
from charts.ranked import ranked
from charts.recipes import Recipe, make
from charts.spec import TableSpec, Tile
from charts.staff_tiles import INDICATORS, staff_tiles
from charts.view import View
from domain.layout import Layout
from queries import values as q
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import OF_BINH_PHUOC
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC
from tests.test_frame import NEW, choice_of, notices, opened
from text.numbers import format_points, rounded
from text.search import fold

DEMO = Choice(source="demo", kind="quarter", last="2024-Q4")
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


@pytest.fixture(autouse=True)
def _office(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    st.cache_resource.clear()
    monkeypatch.setenv("CCHC_DATA", str(data_root.root))
    yield
    st.cache_resource.clear()


def view_for(ask: WarehouseAsk, choice: Choice = DEMO, *baselines: str, **more: str) -> View:
    chosen = replace(choice, baselines=baselines, **more)  # type: ignore[arg-type]
    return view_of(chosen, asking(chosen, ask))


# Staff tiles.


def tiles_of(ask: WarehouseAsk, *baselines: str) -> tuple[View, list[Tile]]:
    view = view_for(ask, DEMO, *baselines)
    values = recipes.indicator_values(view, ask, *INDICATORS)
    counts = ask.measure_values(view.source, MEASURES, view.asked_periods, view.asked_units)
    return view, staff_tiles(view, ask.indicators(), values, counts)


def pooled(view: View, ask: WarehouseAsk, period_id: str) -> float:
    """Sum by sum, of the university graduates, as tiles draw it."""
    values = [
        one
        for one in ask.indicator_values(view.source, ["university_rate"], [period_id], view.unit_ids)
        if one.scope == "own" and one.value is not None and not one.is_lower_bound
    ]
    return rounded(100 * sum(v.numerator or 0 for v in values) / sum(v.denominator or 0 for v in values), 1)


@pytest.mark.parametrize(
    ("baselines", "since", "words"),
    [
        ((), "2024-Q3", "so với quý III/2024"),
        (("last_year", "target"), "2023-Q4", "so với quý IV/2023"),
        (("previous", "last_year"), "2024-Q3", "so với quý III/2024"),
    ],
)
def test_staff_tiles_tell_their_change_since_the_chosen_period_and_name_it(
    baselines: tuple[str, ...], since: str, words: str, ask: WarehouseAsk
) -> None:
    view, (university, *others) = tiles_of(ask, *baselines)
    change = rounded(pooled(view, ask, "2024-Q4") - pooled(view, ask, since), 1)
    assert university.change == format_points(change, "vi")
    assert all(words in tile.meaning for tile in (university, *others) if tile.change)
    assert sum(bool(tile.change) for tile in others) == 2


def test_without_an_earlier_period_among_the_baselines_staff_tiles_tell_no_change(ask: WarehouseAsk) -> None:
    _, tiles = tiles_of(ask, "target", "group")
    assert len(tiles) == 4 and not any(tile.change or "so với" in tile.meaning for tile in tiles)


# What is counted.


@pytest.mark.parametrize(
    ("kind", "last", "told"),
    [
        ("quarter", "2024-Q4", "báo cáo quý trong khoảng đang xem, không kể báo cáo loại kỳ khác"),
        ("half_year", "2024-H1", "báo cáo 6 tháng trong khoảng đang xem, không kể báo cáo loại kỳ khác"),
        ("year", "2024", "báo cáo năm trong khoảng đang xem, không kể báo cáo loại kỳ khác"),
    ],
)
def test_the_overview_says_which_reports_it_counts(
    kind: str, last: str, told: str, ask: WarehouseAsk, warehouse: Warehouse
) -> None:
    view = view_for(ask, DEMO, kind=kind, last=last)
    (first, *_) = overview.tiles(view, [], [], recipes.coverage(view, ask))
    everything = q.reports(warehouse, "demo", view.asked_units)
    sent = [one for one in everything if one.period_id in view.period_ids]
    assert 0 < len(sent) < len(everything)
    assert first.meaning == f"{len(sent)} {told}"
    coverage = make(Recipe("coverage"), view, ask).frame.title
    assert coverage.startswith(f"Đã nhận {len(sent)} {told.split(' trong')[0]}, ")


def test_reports_of_all_kinds_are_counted_as_such(ask: WarehouseAsk) -> None:
    view = view_for(ask, Choice(source="report"))
    (first, *_) = overview.tiles(view, [], [], recipes.coverage(view, ask))
    assert first.meaning == "5 báo cáo các loại kỳ trong khoảng đang xem"


# Fewer than five units.


def table_of(spec: object) -> tuple[list[str], list[dict[str, object]], TableSpec]:
    assert isinstance(spec, TableSpec) and spec.frame.table
    return [column.key for column in spec.frame.table.columns], list(spec.frame.table.rows), spec


def test_a_plain_table_holds_units_against_their_targets_and_ranks_nobody(ask: WarehouseAsk) -> None:
    view = view_for(ask, Choice(source="report"))
    keys, rows, spec = table_of(make(Recipe("ranked", "online_rate"), view, ask))
    assert not {"rank", "quarter", "movement"} & set(keys)
    assert {"window", "target", "status", "remark", "report"} <= set(keys)
    names = [str(row["unit"]) for row in rows]
    communes = [name for name in names if not name.startswith("Huyện")]
    assert communes == sorted(communes, key=fold)
    labels = {unit_id: view.labels[unit_id] for unit_id in (BAC_SON, BINH_PHUOC, MINH_DUC)}
    found = {row["unit"]: (row.get("target"), row.get("status")) for row in rows}
    assert found[labels[BAC_SON]] == (98.0, "▲ đạt")
    assert found[labels[BINH_PHUOC]] == (50.0, "▼ chưa đạt")
    assert found[labels[MINH_DUC]] == (50.0, "▲ đạt")
    assert found[view.labels[CAU_KE]] == (None, None)
    # Without a rate there is nothing to hold against the target.
    assert found[view.labels[LAI_HUNG]] == (50.0, None)
    notes = "\n".join(spec.frame.notes)
    assert "Quyết định 766/QĐ-TTg (2022)" in notes and "Báo cáo 68/BC-UBND" in notes


def test_where_no_target_is_chosen_a_plain_table_has_none(ask: WarehouseAsk) -> None:
    view = view_for(ask, OF_BINH_PHUOC, "previous", "group")
    keys, rows, spec = table_of(make(Recipe("ranked", "online_rate"), view, ask))
    assert not {"target", "status"} & set(keys) and not any("target" in row and row["target"] for row in rows)
    assert not any("Mục tiêu" in note for note in spec.frame.notes)


def test_a_chosen_target_has_one_column_its_distance_and_its_status(ask: WarehouseAsk) -> None:
    view = view_for(ask, OF_BINH_PHUOC, "target")
    keys, rows, _ = table_of(make(Recipe("ranked", "online_rate"), view, ask))
    assert keys.count("target") == 1 and {"target/points", "status"} <= set(keys)
    (row,) = (one for one in rows if one.get("denominator"))
    assert (row["target"], row["target/points"], row["status"]) == (50.0, -6.4, "▼ chưa đạt")


def test_a_value_that_misses_its_target_by_a_hair_does_not_look_like_it(ask: WarehouseAsk) -> None:
    view = view_for(ask, OF_BINH_PHUOC)
    indicator = ask.indicators()["online_rate"]
    values = [
        replace(one, value=49.996, numerator=12499.0, denominator=25000.0) if one.scope == "own" and one.value else one
        for one in recipes.indicator_values(view, ask, "online_rate")
    ]
    _, rows, _ = table_of(ranked(view, indicator, values))
    assert [row["value_text"] for row in rows if row.get("status")] == [f"49,996{NBSP}% ~"]


def test_a_plain_table_marks_findings_and_provisional_figures(ask: WarehouseAsk) -> None:
    view = view_for(ask, OF_BINH_PHUOC)
    indicator = ask.indicators()["online_rate"]
    values = [replace(one, status="provisional") for one in recipes.indicator_values(view, ask, "online_rate")]
    _, rows, spec = table_of(ranked(view, indicator, values))
    (row,) = (one for one in rows if one.get("denominator"))
    assert str(row["value_text"]).startswith(f"43,60{NBSP}% ~") and "tạm, chưa kiểm tra" in str(row["remark"])
    assert any(note.startswith("Số tạm, chưa kiểm tra (~)") for note in spec.frame.notes)
    found = view.findings_of(next(one for one in values if one.denominator))
    assert str(row["value_text"]).endswith("!") is bool(found)


# Units that a link names and that are not shown.


def test_a_link_to_a_unit_of_another_source_names_it_and_what_became_of_it() -> None:
    app = opened(source="demo", unit=[BAC_SON])
    assert notices(app) == [
        "Đơn vị không có trong nguồn và địa bàn đang chọn: "
        "Xã Bắc Sơn (12148, Huyện Ân Thi; từ 01/7/2025 thuộc Xã Phạm Ngũ Lão). Đã bỏ qua."
    ]
    assert choice_of(app).units == ()
    english = opened(source="demo", unit=[BAC_SON], lang="en")
    assert "Xã Bắc Sơn (12148, Huyện Ân Thi; since 1 July 2025 part of Xã Phạm Ngũ Lão)" in notices(english)[0]


def test_a_link_to_a_code_that_no_unit_has_shows_the_code() -> None:
    app = opened(source="demo", unit=["99999@2004"])
    assert notices(app) == ["Đơn vị không có trong nguồn và địa bàn đang chọn: 99999@2004. Đã bỏ qua."]


def test_a_profile_and_a_baseline_of_another_source_are_called_by_name() -> None:
    name = "Xã Bắc Sơn (12148, Huyện Ân Thi; từ 01/7/2025 thuộc Xã Phạm Ngũ Lão)"
    (told,) = (one for one in notices(opened("unit", source="demo", profile=BAC_SON)) if "12148" in one)
    assert f"«{name}» không có trong số liệu đang chọn" in told
    app = opened(source="demo", against=["last_year", f"unit:{BAC_SON}"])
    assert notices(app) == [f"So với: «{name}» không có trong số liệu đang chọn. Đã bỏ qua."]
    assert choice_of(app).baselines == ("last_year",)


def test_a_unit_outside_the_chosen_periods_is_told_with_what_became_of_it() -> None:
    app = opened(source="demo", unit=["SIM02@2004"], **{"from": "2025-Q3", "to": "2025-Q4"})
    (told,) = notices(app)
    assert "Xã An Hòa (SIM02, Huyện Minh Họa; từ 01/7/2025 thuộc Xã Minh Họa)" in told
    assert NEW not in told


def test_every_unit_of_the_national_list_has_a_name_in_both_eras(warehouse: Warehouse) -> None:
    old, new = q.unit_named(warehouse, BAC_SON), q.unit_named(warehouse, "12148@2025")
    assert old and (old.name, old.district, old.province) == ("Xã Bắc Sơn", "Huyện Ân Thi", "Tỉnh Hưng Yên")
    assert new and (new.name, new.district, new.province) == ("Xã Phạm Ngũ Lão", None, "Tỉnh Hưng Yên")
    assert q.unit_named(warehouse, "99999@2004") is None
