"""The simulated district on 1 July 2025: eleven communes become four, and nothing is lost or counted twice."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.layout import Layout
from domain.periods import Period, Window
from domain.units import Level, UnitIndex, era
from etl.build import build
from etl.demo import PROVISIONAL, write_demo
from etl.demo_merger import FIRST_WINDOW, MERGERS, Merger
from etl.demo_model import COMMUNES
from etl.read import inputs_sha256
from etl.registry import Lineage, load_registry, load_units
from queries.values import indicator_values
from queries.warehouse import Warehouse
from tests.demo_reports import Key, Written, broken_rules, read_reports

OLD = [unit.unit_id for unit in COMMUNES]
NEW = [merger.unit_id for merger in MERGERS]
REGISTRY_FILES = ("units.csv", "unit_lineage.csv", "peer_groups.csv", "targets.csv")
DIVIDED = "SIM10@2004"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = Layout(tmp_path_factory.mktemp("data"))
    write_demo(layout.demo)
    return layout


@pytest.fixture(scope="module", params=[2022, 1, 77])
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Written]:
    folder = tmp_path_factory.mktemp("seeded") / "demo"
    write_demo(folder, request.param)
    return read_reports(folder)


def pending(report: Written) -> Decimal:
    return report.main["pending_in_time"] + report.main["pending_overdue"]


def together(reports: dict[Key, Written], merger: Merger, period_id: str, *measures: str) -> Decimal:
    """The sum over the predecessors, a divided one counted half."""
    whole = sum((reports[unit, period_id].main[code] for unit in merger.whole for code in measures), Decimal(0))
    halves = sum((reports[unit, period_id].main[code] for unit in merger.divided for code in measures), Decimal(0))
    return whole + halves / 2


# The registry.


def test_eleven_communes_in_a_district_end_on_the_day_before_four_without_one_begin(root: Layout) -> None:
    units = UnitIndex(load_units(root))
    simulated = [unit for unit in units if unit.unit_id.startswith("SIM")]
    old, new = ([unit for unit in simulated if era(unit.unit_id) == year] for year in (2004, 2025))
    assert [unit.level for unit in old] == [Level.PROVINCE, Level.DISTRICT] + [Level.COMMUNE] * 11
    assert {(unit.valid_from, unit.valid_to) for unit in old} == {(date(2004, 7, 8), date(2025, 6, 30))}
    assert [(unit.unit_id, unit.name, unit.parent_id) for unit in new] == [
        ("SIM-T@2025", "Tỉnh Mô Phỏng", None),
        ("SIM01@2025", "Xã Minh Họa", "SIM-T@2025"),
        ("SIM03@2025", "Xã Tân Lộc", "SIM-T@2025"),
        ("SIM05@2025", "Xã Phú Mỹ", "SIM-T@2025"),
        ("SIM09@2025", "Xã Vĩnh An", "SIM-T@2025"),
    ]
    assert {(unit.valid_from, unit.valid_to) for unit in new} == {(date(2025, 7, 1), None)}
    assert all(unit.unit_id == f"{unit.gso_code}@{era(unit.unit_id)}" for unit in simulated)
    assert {unit.gso_code for unit in new} < {unit.gso_code for unit in old}, "codes were re-used"


def test_every_old_commune_became_part_of_a_new_one_and_only_one_was_divided(root: Layout) -> None:
    lineage = [step for step in load_registry(root).lineage if step.from_unit_id in OLD]
    assert {step.from_unit_id for step in lineage} == set(OLD) and {step.to_unit_id for step in lineage} == set(NEW)
    assert [step for step in lineage if step.divided] == [
        Lineage(DIVIDED, "SIM05@2025", divided=True, is_default=False),
        Lineage(DIVIDED, "SIM09@2025", divided=True, is_default=True),
    ]
    assert sorted(step.from_unit_id for step in lineage if step.is_default) == sorted(OLD)
    came_from = {unit: [step.from_unit_id[:5] for step in lineage if step.to_unit_id == unit] for unit in NEW}
    assert came_from == {
        "SIM01@2025": ["SIM01", "SIM02", "SIM07"],
        "SIM03@2025": ["SIM03", "SIM04", "SIM08"],
        "SIM05@2025": ["SIM05", "SIM06", "SIM10"],
        "SIM09@2025": ["SIM09", "SIM10", "SIM11"],
    }


def test_the_national_lineage_and_targets_stand_beside_the_simulated_ones(root: Layout, tmp_path: Path) -> None:
    without, with_demo = load_registry(Layout(tmp_path)), load_registry(root)
    assert with_demo.lineage[: len(without.lineage)] == without.lineage
    assert len(with_demo.lineage) == len(without.lineage) + 13
    added = with_demo.targets[len(without.targets) :]
    assert with_demo.targets[: len(without.targets)] == without.targets
    assert [(one.indicator, one.level, one.unit_id, one.year, one.value) for one in added] == [
        ("online_rate", "province", "SIM-T@2004", 2023, 60),
        ("online_rate", "province", "SIM-T@2004", 2024, 70),
        ("online_rate", "province", "SIM-T@2004", 2025, 80),
        ("online_rate", "unit", "SIM01@2004", 2024, 95),
        ("online_rate", "province", "SIM-T@2025", 2025, 80),
    ]
    assert all("mô phỏng" in one.source_vi and "simulated" in one.source_en for one in added)
    assert all(str(one.year) in one.source_vi and str(one.year) in one.source_en for one in added)


def test_the_groups_hold_each_commune_once_and_the_old_and_the_new_apart(root: Layout) -> None:
    groups: dict[str, list[str]] = {}
    for row in rows_of(root.demo / "peer_groups.csv"):
        groups.setdefault(row["group_id"], []).append(row["unit_id"])
    assert sorted(groups.pop("sim-xa-moi")) == sorted(NEW)
    assert sorted(unit for members in groups.values() for unit in members) == sorted(OLD)
    assert len(groups) == 2 and min(len(members) for members in groups.values()) >= 5, "enough for a rank in each"


@pytest.mark.parametrize("name", REGISTRY_FILES)
def test_a_changed_registry_file_of_the_district_makes_another_build(name: str, tmp_path: Path) -> None:
    root = Layout(tmp_path)
    write_demo(root.demo)
    before = inputs_sha256(root)
    with (root.demo / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert inputs_sha256(root) != before


def test_the_registry_files_have_the_columns_of_the_national_ones(root: Layout) -> None:
    for name in ("units.csv", "unit_lineage.csv", "targets.csv"):
        header = (root.demo / name).read_text(encoding="utf-8").splitlines()[0]
        assert header == root.reference(name).read_text(encoding="utf-8").splitlines()[0], name


# The reports.


def test_new_communes_report_two_quarters_with_their_own_first_day_and_without_a_district(
    reports: dict[Key, Written],
) -> None:
    of_new = {key: report for key, report in reports.items() if era(key[0]) == 2025}
    assert of_new.keys() == {(unit, period) for unit in NEW for period in ("2025-Q3", "2025-Q4")}
    for (_, period_id), report in of_new.items():
        assert report.window == (FIRST_WINDOW if period_id == "2025-Q3" else Period(2025, "Q4").nominal)
        assert "district" not in report.toml["unit"] and report.toml["unit"]["province"] == "Tỉnh Mô Phỏng"
        assert broken_rules(report) == set()
    assert Window(date(2025, 7, 1), date(2025, 9, 14)) == FIRST_WINDOW
    assert FIRST_WINDOW.differs_from(Period(2025, "Q3").nominal), "the chart has to say so"
    labels = {report.toml["period"]["label"] for report in of_new.values()}
    assert labels == {"Quý III/2025", "Quý IV/2025"}


def test_no_old_unit_reports_or_sends_anything_after_its_last_day(reports: dict[Key, Written]) -> None:
    old = [report for key, report in reports.items() if era(key[0]) == 2004]
    assert max(report.toml["document"]["received_on"] for report in old) <= date(2025, 6, 30)
    assert {report.key[1] for report in old if report.key[1].startswith("2025")} == {"2025-Q1", "2025-H1"}
    new = [report for key, report in reports.items() if era(key[0]) == 2025]
    assert min(report.toml["document"]["signed_on"] for report in new) >= date(2025, 7, 1)


def test_one_new_commune_is_late_once_and_one_new_report_is_provisional(reports: dict[Key, Written]) -> None:
    new = {key: report for key, report in reports.items() if era(key[0]) == 2025}
    late = {
        (unit, period): (report.toml["document"]["received_on"] - date(2025, int(period[-1]) * 3, 20)).days
        for (unit, period), report in new.items()
        if report.toml["document"]["received_on"] > date(2025, int(period[-1]) * 3, 20)
    }
    assert late.keys() == {("SIM03@2025", "2025-Q4")} and 3 <= late["SIM03@2025", "2025-Q4"] <= 8
    provisional = {key for key, report in reports.items() if report.toml["status"] == "provisional"}
    assert provisional == PROVISIONAL
    assert {period for _, period in provisional} == {"2024", "2025-Q4"}


def test_what_the_old_communes_left_pending_is_handed_over_whole(reports: dict[Key, Written]) -> None:
    left = {unit: pending(reports[unit, "2025-H1"]) for unit in OLD}
    taken = {unit: reports[unit, "2025-Q3"].main["carried_over"] for unit in NEW}
    assert sum(taken.values()) == sum(left.values()) > 0
    for merger in MERGERS:
        exact = sum(left[unit] for unit in merger.whole)
        if merger.divided:
            # In time and overdue are halved one by one, so a half may be off by a half each.
            assert abs(taken[merger.unit_id] - exact - left[DIVIDED] / 2) <= 1
        else:
            assert taken[merger.unit_id] == exact


def test_dossiers_go_on_as_those_of_the_predecessors_together(reports: dict[Key, Written]) -> None:
    """A day's receipts against those of the same quarter two years before (all reported it), grown by 3 % a year."""
    for merger in MERGERS:
        before = together(reports, merger, "2023-Q3", "received_in_period") / 92 * Decimal("1.03") ** 2
        now = reports[merger.unit_id, "2025-Q3"].main["received_in_period"] / FIRST_WINDOW.days
        assert Decimal("0.9") < now / before < Decimal("1.1"), merger.unit_id


def test_online_filing_stays_within_reach_of_the_predecessors(reports: dict[Key, Written]) -> None:
    for merger in MERGERS:
        before = 100 * together(reports, merger, "2025-H1", "received_online")
        before /= together(reports, merger, "2025-H1", "received_in_period")
        third, fourth = (reports[merger.unit_id, p].main["printed_rate.online_rate"] for p in ("2025-Q3", "2025-Q4"))
        assert before - 10 < third < before + 1, "people come to the counter at first"
        assert abs(fourth - before) < 5


def test_staff_is_the_merged_headcount_somewhat_reduced(reports: dict[Key, Written]) -> None:
    def staff(figures: dict[str, Decimal]) -> Decimal:
        return sum((value for code, value in figures.items() if code.endswith(".present")), Decimal(0))

    before = sum(staff(reports[unit, "2025-H1"].main) for unit in OLD)
    after = sum(staff(reports[unit, "2025-Q3"].main) for unit in NEW)
    assert Decimal("0.82") * before < after < Decimal("0.92") * before
    for unit in NEW:
        third, fourth = (staff(reports[unit, period].main) for period in ("2025-Q3", "2025-Q4"))
        assert third - 1 <= fourth <= third


def test_the_plans_of_2025_are_the_predecessors_added_up_and_go_on(reports: dict[Key, Written]) -> None:
    for code in ("plan_tasks", "disbursement_plan"):
        assert sum(reports[unit, "2025-Q3"].main[code] for unit in NEW) == sum(
            reports[unit, "2025-H1"].main[code] for unit in OLD
        )
        for merger in MERGERS:
            half = together(reports, merger, "2025-H1", code)
            third, fourth = (reports[merger.unit_id, p].main[code] for p in ("2025-Q3", "2025-Q4"))
            assert third == fourth and abs(third - half) <= Decimal("0.5")
    for code in ("plan_tasks_done", "disbursement_done"):
        for merger in MERGERS:
            steps = [together(reports, merger, "2025-H1", code)]
            steps += [reports[merger.unit_id, p].main[code] for p in ("2025-Q3", "2025-Q4")]
            assert steps == sorted(steps) and steps[0] < steps[2], (merger.unit_id, code)


# The warehouse.


def test_the_build_takes_all_reports_and_finds_nothing_wrong_with_a_folder(root: Layout) -> None:
    outcome = build(root, strict=True)
    assert (outcome.reports, outcome.problems) == (167, ())


def test_the_warehouse_knows_both_eras_of_the_district(warehouse: Warehouse) -> None:
    today = [row["unit_id"] for row in warehouse.ask("units_today", {"source": "demo"})]
    assert sorted(today) == sorted(NEW)
    lineage = warehouse.ask("lineage", {"source": "demo"})
    assert {(row["from_unit_id"], row["to_unit_id"]) for row in lineage} == {
        (old, merger.unit_id) for merger in MERGERS for old in merger.predecessors
    }


def test_which_periods_can_be_re_based_and_which_cannot_for_want_of_a_report_or_a_window(warehouse: Warehouse) -> None:
    periods = [f"{year}{part}" for year in (2022, 2023, 2024) for part in ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "")]
    periods += ["2025-Q1", "2025-Q2", "2025-H1"]
    values = indicator_values(warehouse, "demo", ["online_rate"], periods, OLD)
    windows = {(value.unit_id, value.period_id): value.window for value in values}
    gaps = {}
    for merger in MERGERS:
        if merger.divided:
            continue
        for period in periods:
            of_old = [windows.get((unit, period)) for unit in merger.whole]
            known = [window for window in of_old if window]
            if len(known) < len(of_old):
                gaps[merger.unit_id, period] = [unit for unit in merger.whole if (unit, period) not in windows]
            elif any(one.differs_from(other) for one in known for other in known):
                gaps[merger.unit_id, period] = ["another window"]
    assert gaps == {
        ("SIM03@2025", "2023-H1"): ["another window"],
        ("SIM03@2025", "2023-Q2"): ["SIM03@2004"],
        ("SIM03@2025", "2023-Q4"): ["SIM03@2004"],
        ("SIM03@2025", "2024-Q3"): ["SIM08@2004"],
        ("SIM03@2025", "2024-Q4"): ["SIM08@2004"],
    }
