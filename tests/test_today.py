"""Today's units before 1 July 2025 are the sums of their predecessors: exactly, or not at all and with the reason."""

import csv
import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.choose import TODAY, Choice, asking, chosen_units, place, view_of
from charts.recipes import CHARTS, Recipe, is_empty, make
from charts.view import View
from domain.layout import Layout
from domain.periods import Window, parse_period
from etl.build import build
from queries.ask import Ask, WarehouseAsk
from queries.judged import Judged, judged
from queries.rows import Count, Coverage, Gap, LineageRow, Value
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, KNOWN_UNITS, LAI_HUNG, MINH_DUC, REFERENCE, make_office, make_report
from tests.today_rows import (
    BEFORE,
    BOTH_REPORTED,
    SINCE,
    TWO,
    Rows,
    count,
    level,
    line,
    report,
    today,
    unit_row,
    value,
    values_of,
)

PHAM_NGU_LAO, VAN_TUONG, TU_KY, BEN_CAT = "12148@2025", "21061@2025", "11074@2025", "25813@2025"

amounts = st.integers(0, 10_000)


# Answers.


@st.composite
def districts(draw: st.DrawFn) -> tuple[list[LineageRow], list[Value], list[Count], list[Coverage]]:
    """Undivided predecessors that all reported, beside figures of other scopes and definitions."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    lines, values, counts, reports = [], [], [], []
    for place_, size in enumerate(sizes):
        for part in range(size):
            before = f"{place_}{part}@2004"
            lines.append(line(before, f"{place_}0@2025"))
            reports.append(report(before))
            below = draw(amounts)
            values.append(value(before, draw(st.integers(0, below)), below))
            counts.append(count(before, draw(amounts)))
            if draw(st.booleans()):
                values.append(value(before, 1, 2, scope="communes"))
                values.append(value(before, 1, 2, indicator_id="online_rate_eligible"))
                counts.append(count(before, 999, scope="total"))
    return lines, values, counts, reports


@given(districts(), st.randoms())
def test_rebasing_conserves_counts_and_does_not_depend_on_order(district: Any, random: Any) -> None:
    lines, values, counts, reports = district
    units = sorted({one.to_unit_id for one in lines})
    rows = Rows(units, lines, values=values, counts=counts, reports=reports)
    found = values_of(rows)
    assert [row.unit_id for row in found] == units and all(row.is_rebased and row.scope == "own" for row in found)
    own = [row for row in values if row.scope == "own" and row.indicator_id == "online_rate"]
    assert sum(row.numerator or 0 for row in found) == sum(row.numerator or 0 for row in own)
    assert sum(row.denominator or 0 for row in found) == sum(row.denominator or 0 for row in own)
    assert all(row.printed_value is None for row in found)

    counted = today(rows).measure_values("demo", ["received_online"], [BEFORE], units)
    assert sum(row.value for row in counted) == sum(row.value for row in counts if row.scope == "own")
    for mixed in (mixed_lists := [list(one) for one in district]):
        random.shuffle(mixed)
    lines, values, counts, reports = mixed_lists
    again = Rows(units, lines, values=values, counts=counts, reports=reports)
    assert values_of(again) == found
    assert today(again).measure_values("demo", ["received_online"], [BEFORE], units) == counted


def test_sources_scopes_and_definitions_are_never_mixed() -> None:
    of_a, of_b = value("A@2004", 30, 60), value("B@2004", 10, 40)
    rows = Rows(["A@2025"], TWO, values=[of_a, of_b], reports=BOTH_REPORTED)
    (found,) = values_of(rows)
    assert (found.numerator, found.denominator, found.value) == (40, 100, 40)
    assert values_of(rows, source="report") == []
    for other in (replace(of_b, scope="total"), replace(of_b, indicator_id="online_rate_eligible")):
        ask = today(Rows(["A@2025"], TWO, values=[of_a, other], reports=BOTH_REPORTED))
        assert ask.indicator_values("demo", ["online_rate", "online_rate_eligible"], [BEFORE], ["A@2025"]) == []


def test_what_is_said_of_a_part_is_said_of_the_sum() -> None:
    early = {"window_start": date(2024, 6, 10), "window_end": date(2024, 9, 4), "window_printed": False}
    parts = [
        value("A@2004", 30, 60, is_lower_bound=True, status="locked", report_id="b"),
        value("B@2004", 10, 40, is_derived=True, status="provisional", report_id="a", **early),
    ]
    (found,) = values_of(Rows(["A@2025"], TWO, values=parts, reports=BOTH_REPORTED))
    assert found == Value(
        unit_id="A@2025",
        scope="own",
        period_id=BEFORE,
        indicator_id="online_rate",
        numerator=40,
        denominator=100,
        value=40,
        is_lower_bound=True,
        printed_value=None,
        is_derived=True,
        window_start=date(2024, 6, 10),
        window_end=date(2024, 9, 14),
        window_printed=False,
        status="provisional",
        report_id="a+b",
        is_rebased=True,
    )


def test_a_predecessor_without_the_counts_leaves_no_value_and_that_is_no_gap_of_the_report() -> None:
    for missing in ([], [value("B@2004", None, None)], [value("B@2004", 3, None)]):
        rows = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60), *missing], reports=BOTH_REPORTED)
        assert values_of(rows) == []
        assert today(rows).gaps("demo", [BEFORE], ["A@2025"]) == []
    nobody_came = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60), value("B@2004", 0, 0)], reports=BOTH_REPORTED)
    assert [row.value for row in values_of(nobody_came)] == [50]


@pytest.mark.parametrize(
    ("lines", "reports", "expected"),
    [
        (TWO, BOTH_REPORTED[:1], ("not_reported", ("B@2004",), ("B",))),
        (
            [TWO[0], line("B@2004", "A@2025", divided=True)],
            BOTH_REPORTED,
            ("divided", ("B@2004",), ("B",)),
        ),
        (
            TWO,
            [report("A@2004"), report("B@2004", window=Window(date(2024, 7, 1), date(2024, 9, 14)))],
            ("window", ("A@2004", "B@2004"), ("A", "B")),
        ),
        ([], [], ("unknown", (), ())),
    ],
)
def test_without_a_sum_there_is_no_answer_of_any_kind_and_the_reason_is_told(
    lines: list[LineageRow], reports: list[Coverage], expected: tuple[Any, ...]
) -> None:
    rows = Rows(
        ["A@2025"],
        lines,
        values=[value("A@2004", 30, 60), value("B@2004", 10, 40)],
        counts=[count("A@2004", 30), count("B@2004", 10)],
        levels=[level(unit, name, 5) for unit in ("A@2004", "B@2004") for name in ("university", "headcount")],
        reports=reports,
    )
    ask = today(rows)
    (gap,) = ask.gaps("demo", [BEFORE, SINCE], ["A@2025"])
    assert (gap.unit_id, gap.period_id) == ("A@2025", BEFORE)
    assert (gap.reason, gap.units, gap.names) == expected
    assert ask.indicator_values("demo", ["online_rate"], [BEFORE], ["A@2025"]) == []
    assert ask.unit_values("demo", "A@2025") == []
    assert ask.measure_values("demo", ["received_online"], [BEFORE], ["A@2025"]) == []
    assert ask.staff_levels("demo", "education", [BEFORE], ["A@2025"]) == []
    assert ask.coverage("demo", [BEFORE], ["A@2025"]) == []
    assert [row.units for row in ask.periods("demo")] == [0] * len(rows.periods("demo"))


def test_a_period_has_the_units_own_figure_or_the_sum_and_never_both() -> None:
    """Even where somebody entered a report of today's unit for a period before it existed."""
    periods = (BEFORE, "2025-H1", "2025-Q2", SINCE, "2025-9M", "2025")
    values = [value(unit, 10, 20, period_id=one) for one in periods for unit in ("A@2004", "B@2004", "A@2025")]
    reports = [report(unit, one) for one in periods for unit in ("A@2004", "B@2004", "A@2025")]
    rows = Rows(["A@2025"], TWO, values=values, reports=reports)
    found = {row.period_id: row for row in values_of(rows, periods=periods)}
    assert {one: (row.denominator, row.is_rebased) for one, row in found.items()} == {
        BEFORE: (40, True),
        "2025-H1": (40, True),
        "2025-Q2": (40, True),
        SINCE: (20, False),
        "2025-9M": (20, False),
        "2025": (20, False),
    }
    ask = today(rows)
    assert sorted(ask.unit_values("demo", "A@2025"), key=lambda row: row.period_id) == [
        found[one] for one in sorted(found)
    ]
    assert {row.period_id: row.state for row in ask.coverage("demo", periods, ["A@2025"])} == {
        one: "rebased" if found[one].is_rebased else "reported" for one in periods
    }
    assert {row.period_id: row.units for row in ask.periods("demo")} == dict.fromkeys(periods, 1)


def test_units_that_are_no_longer_there_have_no_answers() -> None:
    rows = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60)], counts=[count("A@2004", 3)], reports=BOTH_REPORTED)
    ask = today(rows)
    assert [unit.unit_id for unit in ask.units("demo")] == ["A@2025"]
    assert ask.indicator_values("demo", ["online_rate"], [BEFORE], ["A@2004"]) == []
    assert ask.unit_values("demo", "A@2004") == []
    assert ask.measure_values("demo", ["received_online"], [BEFORE], ["A@2004"]) == []
    assert ask.coverage("demo", [BEFORE], ["A@2004"]) == []


def test_a_unit_that_was_never_reorganised_keeps_its_own_figures() -> None:
    rows = Rows(["K@2004"], [], values=[value("K@2004", 30, 60)], reports=[report("K@2004")])
    assert [(row.value, row.is_rebased) for row in values_of(rows)] == [(50, False)]
    assert today(rows).gaps("demo", [BEFORE], ["K@2004"]) == []


def test_printed_rates_and_yes_or_no_answers_are_never_added() -> None:
    wanted = ["received_online", "pending_total", "printed_rate.x", "printed_rate.unlisted", "held"]
    counts = [count(unit, 40, measure=one) for one in wanted for unit in ("A@2004", "B@2004")]
    rows = Rows(["A@2025"], TWO, counts=counts, reports=BOTH_REPORTED)
    found = today(rows).measure_values("demo", wanted, [BEFORE], ["A@2025"])
    assert [(row.measure, row.value, row.qualifier, row.is_rebased) for row in found] == [
        ("pending_total", 80, "exact", True),
        ("received_online", 80, "exact", True),
    ]


def test_staff_are_added_by_group_and_level_with_the_headcount() -> None:
    levels = [
        level("A@2004", "university", 8), level("A@2004", "college", 2), level("A@2004", "headcount", 10),
        level("B@2004", "university", 7), level("B@2004", "headcount", 7),
        level("A@2004", "university", 5, "civil_servant"), level("A@2004", "headcount", 5, "civil_servant"),
        level("A@2004", "university", 90, scope="total"), level("B@2004", "university", 90, scope="total"),
    ]  # fmt: skip
    rows = Rows(["A@2025"], TWO, levels=levels, reports=BOTH_REPORTED)
    found = today(rows).staff_levels("demo", "education", [BEFORE], ["A@2025"])
    assert {(row.staff_group, row.level): row.value for row in found} == {
        ("cadre", "university"): 15,
        ("cadre", "college"): 2,
        ("cadre", "headcount"): 17,
    }
    assert {(row.unit_id, row.report_id, row.is_rebased) for row in found} == {("A@2025", "r-A@2004+r-B@2004", True)}


def test_four_quarters_lack_what_the_first_of_them_lacks() -> None:
    quarters = ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")
    reports = [
        report(unit, one) for unit in ("A@2004", "B@2004") for one in quarters if (unit, one) != ("B@2004", "2024-Q2")
    ]
    (gap,) = today(Rows(["A@2025"], TWO, reports=reports)).gaps("demo", ["2024-R3"], ["A@2025"])
    assert (gap.period_id, gap.reason, gap.names) == ("2024-R3", "not_reported", ("B",))


def test_two_predecessors_of_one_name_are_told_apart_by_their_district() -> None:
    lines = [replace(TWO[0], from_name="Xã Hòa Bình", from_district="Huyện X"),
             replace(TWO[1], from_name="Xã Hòa Bình", from_district="Huyện Y")]  # fmt: skip
    (gap,) = today(Rows(["A@2025"], lines)).gaps("demo", [BEFORE], ["A@2025"])
    assert gap.names == ("Xã Hòa Bình (Huyện X)", "Xã Hòa Bình (Huyện Y)")


def test_the_same_answers_are_judged_once_and_other_answers_anew() -> None:
    asked = ("demo", (BEFORE,), ("A@2025",))
    answers, others = (TWO, BOTH_REPORTED), (TWO, BOTH_REPORTED[:1])

    def judge(reports: list[Coverage]) -> Judged:
        return Judged([BEFORE], ["A@2025"], {"A@2025": unit_row("A@2025")}, {"A@2025": TWO}, reports)

    first = judged(asked, answers, lambda: judge(BOTH_REPORTED))
    assert judged(asked, answers, lambda: judge(BOTH_REPORTED)) is first
    anew = judged(asked, others, lambda: judge(BOTH_REPORTED[:1]))
    assert list(first.reports) == list(anew.obstacles) == [("A@2025", BEFORE)]
    assert not first.obstacles and not anew.reports


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
            office.reports / f"old-{place_}", unit, BEFORE, counts, status="locked" if place_ else "provisional"
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
