"""The simulated district obeys every rule of the domain but where a table of the generator says otherwise."""

import csv
import hashlib
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.periods import Window, derivations, effective_window, parse_period, subtractable
from domain.units import era
from etl.demo import MISSING, NEW_PERIODS, OLD_PERIODS, PROVISIONAL, STAMP, demo_is_current, write_demo
from etl.demo_merger import FIRST_WINDOW, MERGERS
from etl.demo_model import COMMUNES, DISTRICT
from etl.demo_report import CONTRADICTIONS, LATE_REPORTER, NO_WINDOWS, STRAY_WINDOWS
from tests.demo_reports import Key, Written, broken_rules, read_reports

MEASURES = Path(__file__).parents[1] / "data" / "reference" / "measures.csv"
YEARS = (2022, 2023, 2024)
# The quarters that follow from the old communes' reports.
DERIVATIONS = [each for year in YEARS for each in derivations(year)[:2]] + [derivations(2025)[0]]
SMALL = "SIM10@2004"
# Of all figures.csv of 2022 to 2024, in the order of their names, before the district lived on into 2025.
PAST_SHA256 = "56d0bb6711fad301fcd06ede6b035c7924a8a43db6d136e353478933dc275bdb"


def file_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "demo"
    write_demo(folder)
    return folder


@pytest.fixture(scope="module", params=[2022, 1, 77])
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Written]:
    folder = tmp_path_factory.mktemp("seeded") / "demo"
    write_demo(folder, request.param)
    return read_reports(folder)


@pytest.fixture
def communes(reports: dict[Key, Written]) -> dict[Key, Written]:
    return {key: report for key, report in reports.items() if report.toml["unit"]["level"] == "commune"}


def flow_codes() -> set[str]:
    with MEASURES.open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if row["kind"] == "flow"}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(demo: Path, tmp_path: Path) -> None:
    write_demo(tmp_path / "again")
    write_demo(tmp_path / "other", seed=7)
    assert file_bytes(tmp_path / "again") == file_bytes(demo)
    other, first = file_bytes(tmp_path / "other"), file_bytes(demo)
    assert other.keys() == first.keys()
    changed = [name for name in first if name.endswith("figures.csv") and other[name] != first[name]]
    assert len(changed) == sum(name.endswith("figures.csv") for name in first)


def test_the_years_before_2025_stay_as_they_were(demo: Path) -> None:
    past = [path for path in sorted((demo / "reports").iterdir()) if "-2025" not in path.name]
    assert len(past) == 136
    together = b"".join((path / "figures.csv").read_bytes() for path in past)
    assert hashlib.sha256(together).hexdigest() == PAST_SHA256


def test_a_written_demo_is_current_until_the_seed_or_the_stamp_changes(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert not demo_is_current(folder)
    write_demo(folder)
    assert demo_is_current(folder) and not demo_is_current(folder, seed=7)
    (folder / STAMP).write_text("generator 0\n", encoding="utf-8")
    assert not demo_is_current(folder)


def test_writing_again_replaces_the_old_demo_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    write_demo(folder)
    (folder / "reports" / "left-over").mkdir()
    write_demo(folder)
    assert not (folder / "reports" / "left-over").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_folder_with_other_files_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(FileExistsError, match="choose an empty folder"):
        write_demo(tmp_path)
    assert (tmp_path / "reports").is_dir()


def test_a_build_that_fails_leaves_the_old_demo_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "demo"
    write_demo(folder)
    before = file_bytes(folder)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("etl.demo._write_report", fail)
    with pytest.raises(OSError, match="disk full"):
        write_demo(folder, seed=7)
    assert file_bytes(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    summary = write_demo(tmp_path / "demo")
    reports = read_reports(summary.folder)
    assert summary.reports == len(reports) == (11 * 12 - 2 + 6) + (11 * 2 + 1) + 4 * 2
    assert summary.units == 18
    assert summary.figures == sum(len(report.rows) for report in reports.values())


def test_every_measure_is_in_the_registry_and_every_row_is_well_formed(reports: dict[Key, Written]) -> None:
    with MEASURES.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    known |= {"printed_rate.online_rate", "printed_rate.on_time_rate"}
    for report in reports.values():
        assert report.toml["source"] == "demo"
        for row in report.rows:
            assert row["measure"] in known
            assert row["qualifier"] in ("exact", "at_least") and row["place"] in ("main", "summary")
            assert Decimal(row["value"]) >= 0
            as_number = row["printed"].removesuffix(" %").replace(".", "").replace(",", ".")
            assert Decimal(as_number) == Decimal(row["value"])
            assert int(row["locator"].rpartition(", tr. ")[2]) <= report.toml["document"]["pages"]


def test_only_the_listed_reports_break_a_rule_and_each_of_them_breaks_one(communes: dict[Key, Written]) -> None:
    broken = {key: broken_rules(report) for key, report in communes.items() if broken_rules(report)}
    assert broken == {
        ("SIM01@2004", "2023-H1"): {"staff.part_time"},
        ("SIM03@2004", "2022"): {"online rate"},
        ("SIM05@2004", "2023"): {"late said once"},
        ("SIM06@2004", "2024-H1"): {"staff.civil_servant"},
        ("SIM08@2004", "2024"): {"channels"},
    }
    assert broken.keys() == {(wrong.unit_id, wrong.period_id) for wrong in CONTRADICTIONS}


def test_what_is_pending_at_the_end_of_a_report_is_carried_over_into_the_next(communes: dict[Key, Written]) -> None:
    opening = {"Q1": (-1, ""), "H1": (-1, ""), "Q3": (0, "-H1"), "": (-1, ""), "Q4": (0, "-Q3")}
    checked = 0
    for (unit_id, period_id), report in communes.items():
        period = parse_period(period_id)
        back, part = opening[period.part]
        before = communes.get((unit_id, f"{period.year + back}{part}"))
        if before is not None:
            pending = before.main["pending_in_time"] + before.main["pending_overdue"]
            assert report.main["carried_over"] == pending
            checked += 1
    assert checked == 11 * (4 * 3 - 3 + 2) - len(MISSING) + 4


def test_no_derived_quarter_is_negative(communes: dict[Key, Written]) -> None:
    flows, derived = flow_codes(), 0
    for unit_id in {unit.unit_id for unit in COMMUNES}:
        for derivation in DERIVATIONS:
            closing = communes[unit_id, derivation.closing.period_id]
            minus = [communes.get((unit_id, period.period_id)) for period in derivation.minus]
            parts = [report for report in minus if report is not None]
            if len(parts) < len(minus):
                continue
            derived += 1
            for code in flows & closing.main.keys():
                assert closing.main[code] >= sum(part.main[code] for part in parts), (unit_id, derivation.period, code)
    assert derived == 11 * 7 - len(MISSING)


def test_missing_reports_are_missing_and_all_others_are_there(communes: dict[Key, Written]) -> None:
    old = {(unit.unit_id, period.period_id) for unit in COMMUNES for period in OLD_PERIODS}
    new = {(merger.unit_id, period.period_id) for merger in MERGERS for period in NEW_PERIODS}
    assert old - communes.keys() == MISSING == {("SIM11@2004", "2023-Q1"), ("SIM08@2004", "2024-Q3")}
    assert communes.keys() == (old | new) - MISSING


def test_one_commune_is_often_late_and_the_others_seldom(communes: dict[Key, Written]) -> None:
    days_late = defaultdict(list)
    for (unit_id, period_id), report in communes.items():
        document = report.toml["document"]
        assert document["signed_on"] <= document["received_on"]
        days_late[unit_id].append((document["received_on"] - parse_period(period_id).due).days)
    often = [days for days in days_late.pop(LATE_REPORTER) if days > 0]
    assert len(often) >= 5 and all(5 <= days <= 20 for days in often)
    others = [days for late in days_late.values() for days in late]
    assert 0 < sum(days > 0 for days in others) <= 15


def test_windows_are_nominal_but_for_the_strays(communes: dict[Key, Written]) -> None:
    strays = defaultdict(set)
    for (unit_id, period_id), report in communes.items():
        if report.window != parse_period(period_id).nominal:
            strays[unit_id].add(report.window)
    new = {merger.unit_id for merger in MERGERS}
    assert all(strays.pop(unit_id) == {FIRST_WINDOW} for unit_id in new)
    assert strays.keys() == {"SIM03@2004", "SIM06@2004", "SIM07@2004"}
    assert strays[NO_WINDOWS] == {None}
    assert Window(date(2022, 12, 10), date(2023, 6, 7)) in strays["SIM06@2004"]
    assert strays["SIM03@2004"] == set(STRAY_WINDOWS.values())


def test_only_the_half_year_that_starts_three_weeks_late_cannot_be_subtracted_from(
    communes: dict[Key, Written],
) -> None:
    def window(unit_id: str, period_id: str) -> Window:
        report = communes[unit_id, period_id]
        return effective_window(parse_period(period_id), report.window, report.toml["document"]["signed_on"])

    refused = set()
    for unit_id in {unit.unit_id for unit in COMMUNES}:
        for derivation in DERIVATIONS:
            if any((unit_id, period.period_id) in MISSING for period in derivation.minus):
                continue
            minus = tuple(window(unit_id, period.period_id) for period in derivation.minus)
            if not subtractable(window(unit_id, derivation.closing.period_id), minus):
                refused.add((unit_id, derivation.period.period_id))
    assert refused == {("SIM03@2004", "2023-Q2"), ("SIM03@2004", "2023-Q4")}


def test_the_small_commune_has_denominators_under_thirty_and_nobody_else_has(communes: dict[Key, Written]) -> None:
    small = {unit_id for (unit_id, _), report in communes.items() if report.main["resolved_total"] < 30}
    assert small == {SMALL}


def test_online_filing_grows_in_the_district_and_unevenly_in_its_communes(communes: dict[Key, Written]) -> None:
    def rate(period_id: str, unit_id: str | None = None) -> Decimal:
        chosen = [r.main for (unit, period), r in communes.items() if period == period_id and unit_id in (None, unit)]
        online = sum((figures["received_online"] for figures in chosen), Decimal(0))
        return 100 * online / sum(figures["received_in_period"] for figures in chosen)

    assert rate("2022") < rate("2023") < rate("2024")
    assert rate("2022-Q1") < 45 and rate("2024") > 80
    assert rate("2024", "SIM03@2004") < 60 and rate("2024", "SIM09@2004") > 97
    assert rate("2023-Q3", "SIM08@2004") < rate("2023-H1", "SIM08@2004") - 15


def test_on_time_rates_are_high_but_for_one_commune_with_a_backlog_in_2023(communes: dict[Key, Written]) -> None:
    rates = {key: report.main["printed_rate.on_time_rate"] for key, report in communes.items()}
    assert min(rates.values()) >= Decimal("96.5")
    assert sum(rate >= Decimal("98.5") for rate in rates.values()) > 0.85 * len(rates)
    backlog = [communes["SIM05@2004", p].main["pending_overdue"] for p in ("2023-Q1", "2023-H1", "2023-Q3")]
    assert min(backlog) >= 5
    assert communes["SIM05@2004", "2024"].main["pending_overdue"] <= 2


def test_staff_turns_over_slowly_and_the_university_share_rises(communes: dict[Key, Written]) -> None:
    def staff(period_id: str, *levels: str) -> Decimal:
        codes = [f"staff.{group}.{level}" for group in ("cadre", "civil_servant") for level in levels]
        of_period = [report.main for (_, period), report in communes.items() if period == period_id]
        return sum((figures.get(code, Decimal(0)) for figures in of_period for code in codes), Decimal(0))

    for (unit_id, _), report in communes.items():
        if era(unit_id) == 2025:
            continue
        assert 17 <= report.main["staff.cadre.present"] + report.main["staff.civil_servant.present"] <= 22
    degrees = ("education.postgraduate", "education.university")
    shares = [staff(p, *degrees) / staff(p, "education.headcount") for p in ("2022-Q1", "2023", "2024")]
    assert shares == sorted(shares) and shares[0] < shares[-1]
    intermediate = "staff.civil_servant.education.intermediate"
    assert {unit for (unit, p), report in communes.items() if p == "2024" and intermediate in report.main} == {
        "SIM03@2004"
    }


def test_the_district_adds_its_office_and_its_communes_and_their_sum_is_exact(reports: dict[Key, Written]) -> None:
    district = [report for report in reports.values() if report.key[0] == DISTRICT.unit_id]
    assert {report.key[1] for report in district} == {
        *(f"{year}{part}" for year in YEARS for part in ("-H1", "")),
        "2025-H1",
    }
    for report in district:
        said = {(row["measure"], row["scope"]): Decimal(row["value"]) for row in report.rows}
        of_communes = [
            each.main
            for (unit, period), each in reports.items()
            if period == report.key[1] and unit != DISTRICT.unit_id
        ]
        assert len(of_communes) == 11
        for measure in {measure for measure, _ in said}:
            assert said[measure, "total"] == said[measure, "own"] + said[measure, "communes"]
            if measure == "resolved_on_time":
                expected = sum(n["resolved_early"] + n["resolved_at_deadline"] for n in of_communes)
            else:
                expected = sum(n[measure] for n in of_communes)
            assert said[measure, "communes"] == expected


def test_lower_bounds_and_provisional_reports_are_there(communes: dict[Key, Written]) -> None:
    bounds = [row for report in communes.values() for row in report.rows if row["qualifier"] == "at_least"]
    assert {row["measure"] for row in bounds} == {"results_by_post"}
    assert all(int(row["value"]) > 0 and int(row["value"]) % 5 == 0 for row in bounds)
    assert {key for key, report in communes.items() if report.toml["status"] == "provisional"} == PROVISIONAL
