"""Units of today: the whole crosswalk, the five real units, an office that reported throughout, simulated ones."""

import csv
import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from charts.choose import TODAY, Choice, asking, chosen_units, place, view_of
from charts.recipes import CHARTS, Recipe, is_empty, make
from charts.view import View
from domain.layout import Layout
from domain.periods import parse_period
from etl.build import build
from queries.ask import Ask, WarehouseAsk
from queries.lineage_rows import LineageRow
from queries.rows import Gap, Value
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, KNOWN_UNITS, LAI_HUNG, MINH_DUC, REFERENCE, make_office, make_report
from tests.today_rows import BEFORE, SINCE, Rows, count, report, today, value

PHAM_NGU_LAO, VAN_TUONG, TU_KY, BEN_CAT = "12148@2025", "21061@2025", "11074@2025", "25813@2025"


# The whole country.


def test_over_the_whole_crosswalk_counts_before_and_after_add_up_exactly_in_every_province() -> None:
    units = {row["unit_id"]: row for row in _read("units.csv")}
    lines = [
        LineageRow(
            row["from_unit_id"], units[row["from_unit_id"]]["name"], None, None, None, row["to_unit_id"],
            units[row["to_unit_id"]]["name"], row["divided"] == "1", row["is_default"] == "1",
        )
        for row in _read("unit_lineage.csv")
    ]  # fmt: skip
    old = [row for row in units.values() if row["level"] == "commune" and row["valid_to"]]
    new = [row["unit_id"] for row in units.values() if row["level"] == "commune" and not row["valid_to"]]
    assert (len(old), len(new)) == (10_035, 3_321)
    # Numbers that no two sums share by accident: a unit lost or counted twice shows.
    dossiers = {row["unit_id"]: 1_000 + 7 * place_ + place_ % 13 for place_, row in enumerate(old)}
    rows = Rows(
        new,
        lines,
        values=[value(unit_id, below // 3, below) for unit_id, below in dossiers.items()],
        counts=[count(unit_id, below) for unit_id, below in dossiers.items()],
        reports=[report(unit_id) for unit_id in dossiers],
    )
    ask = today(rows)
    gaps = {gap.unit_id: gap for gap in ask.gaps("demo", [BEFORE], new)}
    rates = {row.unit_id: row for row in ask.indicator_values("demo", ["online_rate"], [BEFORE], new)}
    counts = {row.unit_id: row.value for row in ask.measure_values("demo", ["received_online"], [BEFORE], new)}
    assert rates.keys() == counts.keys() == set(new) - gaps.keys()
    assert {unit: row.denominator for unit, row in rates.items()} == counts

    after_of = defaultdict(set)
    for one in lines:
        after_of[one.from_unit_id].add(one.to_unit_id)
    province_now = {
        unit_id: next(iter(after_of[_province(units, unit_id)])) for unit_id in dossiers
    }  # the province of today in the place of the old unit's
    before, after = Counter[str](), Counter[str]()
    for unit_id, below in dossiers.items():
        before[province_now[unit_id]] += below
        if after_of[unit_id] & gaps.keys():
            # Accounted for apart: of a unit that cannot be re-based, what its predecessors reported, each once.
            after[province_now[unit_id]] += below
    for unit_id, total in counts.items():
        after[_province(units, unit_id)] += round(total)
    assert before == after and len(before) == 34
    assert sum(before.values()) == sum(dossiers.values())

    # The divided units, listed: 471 of them stand against 441 of today's, five special zones have no predecessor.
    divided = {one.from_unit_id for one in lines if one.divided}
    assert Counter(gap.reason for gap in gaps.values()) == {"divided": 441, "unknown": 5}
    assert {unit for gap in gaps.values() for unit in gap.units} == divided and len(divided) == 471
    assert {units[unit]["name"].partition(" khu ")[0] for unit, gap in gaps.items() if not gap.units} == {"Đặc"}
    assert not any(after_of[unit] & counts.keys() for unit in divided)
    assert math.fsum(row.numerator or 0 for row in rates.values()) == sum(
        below // 3 for unit, below in dossiers.items() if not after_of[unit] & gaps.keys()
    )


def _read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _province(units: dict[str, dict[str, str]], unit_id: str) -> str:
    while units[unit_id]["parent_id"]:
        unit_id = units[unit_id]["parent_id"]
    return unit_id


# The five real units.


def real(warehouse: Warehouse, **chosen: Any) -> tuple[View, Ask]:
    choice = Choice(source="report", basis=TODAY, **chosen)
    ask = asking(choice, WarehouseAsk(warehouse))
    return view_of(choice, ask), ask


def test_the_five_real_units_cannot_be_summed_and_each_names_why(real_warehouse: Warehouse) -> None:
    view, ask = real(real_warehouse)
    assert [unit.unit_id for unit in view.units] == [BEN_CAT, PHAM_NGU_LAO, TU_KY, VAN_TUONG]
    assert view.is_today and view.others == ()
    assert ask.indicator_values("report", ask.indicators(), view.asked_periods, view.asked_units) == []
    assert {row.period_id: row.units for row in ask.periods("report")}.keys() >= {"2023-H1", "2023", BEFORE}
    assert not any(row.units for row in ask.periods("report"))
    reported = {PHAM_NGU_LAO: BEFORE, VAN_TUONG: "2023", TU_KY: "2023-H1", BEN_CAT: "2023-H1"}
    words = {unit: view.gap_words(unit, parse_period(period)) for unit, period in reported.items()}
    assert words == {
        PHAM_NGU_LAO: "chưa đủ báo cáo của đơn vị cũ: Xã Phù Ủng, Xã Bãi Sậy, Xã Đào Dương",
        VAN_TUONG: "chưa đủ báo cáo của đơn vị cũ: Xã Bình Thuận, Xã Bình Đông, Xã Bình Trị và 2 đơn vị khác",
        TU_KY: "chưa đủ báo cáo của đơn vị cũ: Thị trấn Tứ Kỳ, Xã Quang Phục, Xã Quang Khải",
        BEN_CAT: "đơn vị cũ bị chia: Phường Mỹ Phước",
    }
    assert view.absence(PHAM_NGU_LAO, parse_period(BEFORE)) == words[PHAM_NGU_LAO]
    assert "theo đơn vị hiện nay" in view.filter_line()


def test_as_reported_nothing_changes(real_warehouse: Warehouse) -> None:
    choice = Choice(source="report")
    ask = asking(choice, WarehouseAsk(real_warehouse))
    view = view_of(choice, ask)
    assert {unit.unit_id for unit in view.units} == {BAC_SON, BINH_PHUOC, MINH_DUC, LAI_HUNG}
    assert view.gaps == {} and view.gap_words(BAC_SON, parse_period("2023")) is None
    assert len(ask.indicator_values("report", ["university_rate"], ["2023-H1", "2023", BEFORE], view.unit_ids)) == 4
    assert "đơn vị hiện nay" not in view.filter_line()


def test_old_units_districts_and_provinces_keep_selecting(real_warehouse: Warehouse) -> None:
    an_thi, hung_yen = "329@2004", "33@2004"
    old = next(unit for unit in WarehouseAsk(real_warehouse).units("report") if unit.unit_id == BAC_SON)
    assert (old.district_id, old.province_id) == (an_thi, hung_yen)
    for chosen in ({"district": an_thi}, {"province": hung_yen}, {"province": hung_yen, "district": an_thi}):
        view, _ = real(real_warehouse, units=(BAC_SON,), **chosen)
        assert [unit.unit_id for unit in view.units] == [PHAM_NGU_LAO]
        assert view.subjects == {PHAM_NGU_LAO}
        assert view.group == ("Huyện Ân Thi (cũ)" if "district" in chosen else "Tỉnh Hưng Yên (cũ)")
    choice = Choice(source="report", basis=TODAY, lang="en", district=an_thi, units=(BAC_SON, PHAM_NGU_LAO))
    ask = asking(choice, WarehouseAsk(real_warehouse))
    assert place(choice, ask)[1] == "former Huyện Ân Thi"
    assert chosen_units(choice, ask) == {PHAM_NGU_LAO}
    assert chosen_units(replace(choice, basis=""), ask) == {BAC_SON, PHAM_NGU_LAO}
    (now,) = (unit for unit in ask.units("report") if unit.unit_id == PHAM_NGU_LAO)
    of_today, _ = real(real_warehouse, province=now.province_id)
    assert [unit.unit_id for unit in of_today.units] == [PHAM_NGU_LAO] and of_today.group == now.province


# An office where all four reported, before and after.

FOUR = ("12145@2004", BAC_SON, "12151@2004", "12154@2004")


@pytest.fixture
def merged(tmp_path: Path) -> Layout:
    """Xã Phạm Ngũ Lão and the four communes it was: quarter III of 2024 from each, of 2025 from the new one."""
    office = make_office(tmp_path / "office", [*KNOWN_UNITS, *FOUR, PHAM_NGU_LAO])
    with office.reference("unit_lineage.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{unit},{PHAM_NGU_LAO},0,1\n" for unit in FOUR)
    for place_, unit in enumerate(FOUR):
        counts = {"received_in_period": 100 + place_, "received_online": 40 + place_}
        make_report(
            office.reports / f"old-{place_}", unit, BEFORE, counts, status="checked" if place_ else "provisional"
        )
    make_report(office.reports / "new", PHAM_NGU_LAO, SINCE, {"received_in_period": 500, "received_online": 300})
    return office


def test_an_office_whose_communes_all_reported_sees_one_series_across_the_reform(merged: Layout) -> None:
    ask = asking(Choice(basis=TODAY), WarehouseAsk(Warehouse(build(merged, strict=True).path)))
    before, since = ask.indicator_values("report", ["online_rate"], [BEFORE, SINCE], [PHAM_NGU_LAO, *FOUR])
    assert (before.numerator, before.denominator) == (40 + 41 + 42 + 43, 100 + 101 + 102 + 103)
    assert before.value == pytest.approx(100 * 166 / 406)
    assert (before.is_rebased, before.status, before.report_id) == (True, "provisional", "old-0+old-1+old-2+old-3")
    assert (since.value, since.is_rebased, since.report_id) == (60, False, "new")
    view = view_of(Choice(basis=TODAY, units=(BAC_SON,)), ask)
    assert view.gaps == _no_reports_of_the_year_before(view) and view.subjects == {PHAM_NGU_LAO}
    named = view.report_name(before.report_id)
    assert all(f"({name})" in named for name in ("Xã Bắc Sơn", "Xã Phù Ủng", "Xã Bãi Sậy", "Xã Đào Dương"))
    states = {row.period_id: (row.state, row.status) for row in ask.coverage("report", view.period_ids, view.unit_ids)}
    assert states == {BEFORE: ("rebased", "provisional"), SINCE: ("reported", "checked")}


def _no_reports_of_the_year_before(view: View) -> dict[tuple[str, str], Gap]:
    assert {period for _, period in view.gaps} == set(view.asked_periods) - {BEFORE, SINCE}
    assert {gap.reason for gap in view.gaps.values()} == {"not_reported"}
    return dict(view.gaps)


# The simulated district, which lives through 2025.

CLEAN, PARTLY, HALF, OTHER_HALF = "SIM01@2025", "SIM03@2025", "SIM05@2025", "SIM09@2025"
PARTS = ["SIM01@2004", "SIM02@2004", "SIM07@2004"]


@pytest.fixture
def simulated(demo_warehouse: Warehouse) -> tuple[Ask, Ask]:
    """Who answers as reported, and who in today's units."""
    plain = WarehouseAsk(demo_warehouse)
    return plain, asking(Choice(source="demo", basis=TODAY), plain)


def test_the_simulated_merger_is_the_sum_of_its_three_communes_in_every_period(simulated: tuple[Ask, Ask]) -> None:
    plain, ask = simulated
    old = [row.period_id for row in plain.periods("demo") if row.period.nominal.end < date(2025, 7, 1)]
    parts: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for row in plain.indicator_values("demo", plain.indicators(), old, PARTS):
        if row.numerator is not None and row.denominator is not None:
            parts[row.indicator_id, row.period_id].append(row)
    found = {(row.indicator_id, row.period_id): row for row in ask.unit_values("demo", CLEAN) if row.period_id in old}
    gaps = {gap.period_id for gap in ask.gaps("demo", old, [CLEAN])}
    assert found.keys() == {key for key, rows in parts.items() if len(rows) == 3 and key[1] not in gaps}
    assert len(found) > 300
    for key, row in found.items():
        assert row.numerator == pytest.approx(sum(part.numerator or 0 for part in parts[key]))
        assert row.denominator == pytest.approx(sum(part.denominator or 0 for part in parts[key]))
        assert row.value is None or row.value == pytest.approx(100 * (row.numerator or 0) / (row.denominator or 1))
    assert list(found.values()) == list(ask.indicator_values("demo", ask.indicators(), old, [CLEAN]))


def test_the_simulated_district_shows_every_reason_and_its_own_figures_since(simulated: tuple[Ask, Ask]) -> None:
    plain, ask = simulated
    now = [unit.unit_id for unit in ask.units("demo") if unit.level == "commune"]
    assert set(now) == {CLEAN, PARTLY, HALF, OTHER_HALF}
    gaps = {(gap.unit_id, gap.period_id): gap for gap in ask.gaps("demo", [BEFORE, "2024-Q1", SINCE], now)}
    assert gaps[PARTLY, BEFORE].reason == "not_reported" and gaps[PARTLY, BEFORE].names == ("Xã Đức Hiệp",)
    for unit in (HALF, OTHER_HALF):
        assert {gaps[unit, period].names for period in (BEFORE, "2024-Q1")} == {("Xã Hòa Sơn",)}
        assert gaps[unit, BEFORE].reason == "divided"
    assert not any(period == SINCE for _, period in gaps) and (CLEAN, BEFORE) not in gaps
    since = ask.indicator_values("demo", ["online_rate"], [SINCE], now)
    assert since == plain.indicator_values("demo", ["online_rate"], [SINCE], now) and len(since) == 4
    units = {row.period_id: row.units for row in ask.periods("demo")}
    assert (units[BEFORE], units[SINCE]) == (1, 4)


def test_simulated_staff_add_up_to_the_rates_drawn_from_the_same_reports(simulated: tuple[Ask, Ask]) -> None:
    _, ask = simulated
    shown = Counter[str]()
    for group, rate in (("cadre", "university_rate.cadre"), ("civil_servant", "civil_servant_university_rate")):
        levels = ask.staff_levels("demo", "education", [BEFORE, "2023", "2024"], [CLEAN])
        by_period: dict[str, dict[str, float]] = defaultdict(dict)
        for row in levels:
            if row.staff_group == group:
                by_period[row.period_id][row.level] = row.value
        rates = {row.period_id: row for row in ask.indicator_values("demo", [rate], list(by_period), [CLEAN])}
        for period, people in by_period.items():
            assert rates[period].denominator == people["headcount"]
            assert rates[period].numerator == people.get("university", 0) + people.get("postgraduate", 0)
            shown[group] += 1
    assert shown == {"cadre": 3, "civil_servant": 3}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_chart_can_be_drawn_of_todays_units(demo_warehouse: Warehouse, lang: Any) -> None:
    choice = Choice(lang=lang, source="demo", basis=TODAY, kind="quarter", first=BEFORE)
    ask = asking(choice, WarehouseAsk(demo_warehouse))
    view = view_of(choice, ask)
    assert [view.periods[0].period_id, view.period.period_id] == [BEFORE, "2025-Q4"]
    named = {"indicator": "online_rate", "dimension": "education", "group": "cadre_civil_servant", "unit": CLEAN}
    themed = {"definitions": {"group": "online"}, "history": {"group": "online"}}
    charts = {name: make(Recipe(name, **(named | themed.get(name, {}))), view, ask) for name in CHARTS}
    drawn = {name for name, spec in charts.items() if not is_empty(spec)}
    assert drawn >= {"ranked", "trend", "multiples", "heat", "late", "scorecard", "coverage", "profile", "table"}
    words = "đơn vị cũ bị chia: Xã Hòa Sơn" if lang == "vi" else "a former unit was divided: Xã Hòa Sơn"
    (half,) = (row for row in charts["heat"].rows if row.key == HALF)  # type: ignore[union-attr]
    assert half.marks[0].value is None and half.marks[0].hover == words
