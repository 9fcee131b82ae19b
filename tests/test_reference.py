"""What is set for places: groups of similar units, local due dates, targets; and how a bad row of them is refused."""

import re
from pathlib import Path

import pytest

from domain.layout import Layout
from etl.__main__ import main
from etl.build import build
from etl.problems import ProblemsFound
from etl.publish import current_build
from etl.read import inputs_sha256
from etl.registry import load_registry
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, CHECKOUT, LAI_HUNG, MINH_DUC, day, make_report
from tests.test_words import PROBLEM, named
from text.words import catalogue

BINH_DUONG, BAU_BANG = "74@2004", "719@2004"
HEADERS = {
    "targets.csv": "indicator,level,unit_id,year,value,source_vi,source_en",
    "due_dates.csv": "unit_id,part,day,source_vi,source_en",
    "peer_groups.csv": "group_id,name_vi,name_en,unit_id",
}


def put(office: Layout, name: str, *rows: str, folder: str = "reference") -> Path:
    """Writes the office's own reference file: its header and `rows`."""
    path = office.root / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADERS[name], *rows, ""]), encoding="utf-8")
    return path


def refusal(office: Layout, lang: str = "en") -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        load_registry(office)
    both = [(problem.text("vi"), problem.text("en")) for problem in caught.value.problems]
    assert all(vi != en for vi, en in both)
    return [en if lang == "en" else vi for vi, en in both]


def built(office: Layout) -> Warehouse:
    return Warehouse(build(office, strict=True).path)


# Groups of similar units.


def test_the_checkout_has_one_group_of_the_four_communes_with_real_reports(real_warehouse: Warehouse) -> None:
    reported = {unit.unit_id for unit in q.units(real_warehouse, "report") if unit.level == "commune"}
    rows = [row for row in q.peer_groups(real_warehouse) if row.unit_id in reported]
    assert {row.unit_id for row in rows} == {BINH_PHUOC, MINH_DUC, BAC_SON, LAI_HUNG} == reported
    assert {(row.group_id, row.name("vi"), row.name("en")) for row in rows} == {
        ("bon-xa-co-bao-cao", "Bốn xã có báo cáo thật", "Four communes with real reports")
    }


def test_an_offices_own_groups_take_the_place_of_the_checkouts_and_a_unit_may_be_in_several(office: Layout) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 1})
    put(
        office, "peer_groups.csv",
        f"ven-song,Các xã ven sông,River communes,{LAI_HUNG}",
        f"ven-song,Các xã ven sông,River communes,{BAC_SON}",
        f"bac,Các xã phía bắc,Northern communes,{BAC_SON}",
    )  # fmt: skip
    found = [(row.group_id, row.name_vi, row.name_en, row.unit_id) for row in q.peer_groups(built(office))]
    assert found == [
        ("bac", "Các xã phía bắc", "Northern communes", BAC_SON),
        ("ven-song", "Các xã ven sông", "River communes", BAC_SON),
        ("ven-song", "Các xã ven sông", "River communes", LAI_HUNG),
    ]


# Local due dates.


def test_the_checkout_knows_no_local_due_date(real_warehouse: Warehouse) -> None:
    assert [row for row in q.due_dates(real_warehouse) if "SIM" not in row.unit_id] == []
    reports = q.coverage(real_warehouse, "report", ["2023-H1", "2024-Q3"], [LAI_HUNG, BAC_SON])
    assert {row.due_on for row in reports} == {day("2023-06-20"), day("2024-09-20")}


def due_days(office: Layout) -> dict[tuple[str, str], tuple[str, str]]:
    """State and due day of each report, by unit and period."""
    periods = ["2023-Q1", "2023-H1", "2023-Q2", "2023"]
    units = [LAI_HUNG, BAC_SON, MINH_DUC, CAU_KE]
    found = q.coverage(built(office), "report", periods, units)
    return {(row.unit_id, row.period_id): (row.state, row.due_on.isoformat()) for row in found}


def test_a_report_is_late_by_the_day_of_the_nearest_place_and_elsewhere_by_the_20th(office: Layout) -> None:
    for name, unit, period, received in (
        ("a", LAI_HUNG, "2023-Q1", "2023-03-16"),
        ("b", LAI_HUNG, "2023-H1", "2023-06-16"),
        ("c", LAI_HUNG, "2023", "2023-12-16"),
        ("d", BAC_SON, "2023-H1", "2023-06-16"),
        ("e", CAU_KE, "2023-H1", "2023-06-22"),
    ):
        make_report(office.reports / name, unit, period, {"received_online": 1}, received_on=day(received))
    make_report(office.reports / "f", MINH_DUC, "2023-H1", {"received_online": 1})
    put(office, "due_dates.csv")
    ruled = due_days(office)
    assert {key: state for key, (state, _) in ruled.items()} == {
        (LAI_HUNG, "2023-Q1"): "reported",
        (LAI_HUNG, "2023-H1"): "reported",
        (LAI_HUNG, "2023-Q2"): "derived",
        (LAI_HUNG, "2023"): "reported",
        (BAC_SON, "2023-H1"): "reported",
        (CAU_KE, "2023-H1"): "late",
        (MINH_DUC, "2023-H1"): "reported",
    }
    put(
        office, "due_dates.csv",
        f"{BINH_DUONG},*,15,Văn bản của tỉnh,A letter of the province",
        f"{BAU_BANG},H1,18,Văn bản của huyện,A letter of the district",
        f"{LAI_HUNG},year,16,Lịch của xã,The commune's calendar",
        f"{CAU_KE},H1,25,Lịch của huyện,The district's calendar",
    )  # fmt: skip
    assert due_days(office) == {
        (LAI_HUNG, "2023-Q1"): ("late", "2023-03-15"),
        (LAI_HUNG, "2023-H1"): ("reported", "2023-06-18"),
        # Nobody owes a derived quarter: it keeps the rule's day.
        (LAI_HUNG, "2023-Q2"): ("derived", "2023-06-20"),
        (LAI_HUNG, "2023"): ("reported", "2023-12-16"),
        (BAC_SON, "2023-H1"): ("reported", "2023-06-20"),
        (CAU_KE, "2023-H1"): ("reported", "2023-06-25"),
        (MINH_DUC, "2023-H1"): ("reported", "2023-06-20"),
    }


def test_local_due_dates_can_be_asked_for_with_their_source_and_lateness_without_a_day_of_receipt_stays_unknown(
    office: Layout,
) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 1})
    put(office, "due_dates.csv", f"{BINH_DUONG},9M,5,Văn bản của tỉnh,A letter of the province")
    warehouse = built(office)
    (row,) = q.due_dates(warehouse)
    assert (row.unit_id, row.part, row.day) == (BINH_DUONG, "9M", 5)
    assert (row.source_text("vi"), row.source_text("en")) == ("Văn bản của tỉnh", "A letter of the province")
    (report,) = q.unit_reports(warehouse, "report", LAI_HUNG)
    assert report.is_late is None


# Targets by place.


def test_targets_of_a_province_a_district_and_single_units_reach_the_warehouse_with_their_level(office: Layout) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 1})
    put(
        office, "targets.csv",
        "online_rate,national,,2023,50,Luật,Law",
        f"online_rate,province,{BINH_DUONG},2023,60.5,Tỉnh,Province",
        f"online_rate,district,{BAU_BANG},2023,70,Huyện,District",
        f"online_rate,unit,{LAI_HUNG},2023,80,Xã,Commune",
        f"online_rate,unit,{CAU_KE},2023,0,Huyện,District",
        f"online_rate,unit,{LAI_HUNG},2024,100,Xã,Commune",
    )  # fmt: skip
    found = {(row.level, row.unit_id, row.year): row.value for row in q.targets(built(office))}
    assert found == {
        ("national", None, 2023): 50,
        ("province", BINH_DUONG, 2023): 60.5,
        ("district", BAU_BANG, 2023): 70,
        ("unit", LAI_HUNG, 2023): 80,
        ("unit", CAU_KE, 2023): 0,
        ("unit", LAI_HUNG, 2024): 100,
    }


# What is refused.

NATIONAL = "online_rate,national,,2024,50,Luật,Law"
GROUP = f"g,Nhóm,Group,{LAI_HUNG}"


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("peer_groups.csv", (GROUP, "g,Nhóm,Group,99999@2004"), ["line 3: no unit has the id “99999@2004”"]),
        ("peer_groups.csv", (GROUP, f"g,,Group,{BAC_SON}"), ["line 3: the row leaves these empty: name_vi"]),
        ("peer_groups.csv", (f"g, ,,{BAC_SON}",), ["line 2: the row leaves these empty: name_vi, name_en"]),
        ("peer_groups.csv", (f",Nhóm,Group,{BAC_SON}",), ["line 2: the row leaves these empty: group_id"]),
        ("peer_groups.csv", ("g,Nhóm,Group,",), ["line 2: the row leaves these empty: unit_id"]),
        (
            "peer_groups.csv",
            (GROUP, f"g,Nhóm khác,Group,{BAC_SON}"),
            ["line 3: the group g is called “Nhóm khác”, but “Nhóm” at peer_groups.csv, line 2"],
        ),
        (
            "peer_groups.csv",
            (GROUP, f"g,Nhóm,Groups,{BAC_SON}"),
            ["line 3: the group g is called “Groups”, but “Group” at peer_groups.csv, line 2"],
        ),
        (
            "peer_groups.csv",
            (GROUP, f"g,Nhóm,Group,{BAC_SON}", GROUP),
            [f"line 4: the unit {LAI_HUNG} is in the group g already, at peer_groups.csv, line 2"],
        ),
        ("peer_groups.csv", (f"nhóm 1,Nhóm,Group,{LAI_HUNG}",), ["line 2: the group code “nhóm 1” cannot stand"]),
        ("peer_groups.csv", (f"g,Nhóm, phía bắc,Group,{LAI_HUNG}",), ["line 2: the number of cells does not match"]),
        ("due_dates.csv", ("99999@2004,*,15,Nguồn,Source",), ["line 2: no unit has the id “99999@2004”"]),
        (
            "due_dates.csv",
            (f"{LAI_HUNG},Q5,15,Nguồn,Source",),
            ["line 2: column part is “Q5”, expected one of: Q1, Q2, Q3, Q4, H1, 9M, year, *"],
        ),
        ("due_dates.csv", (f"{LAI_HUNG},*,29,Nguồn,Source",), ["line 2: the day “29” cannot be a due day"]),
        ("due_dates.csv", (f"{LAI_HUNG},*,0,Nguồn,Source",), ["line 2: the day “0” cannot be a due day"]),
        ("due_dates.csv", (f"{LAI_HUNG},*,-5,Nguồn,Source",), ["line 2: the day “-5” cannot be a due day"]),
        ("due_dates.csv", (f"{LAI_HUNG},*,15/6,Nguồn,Source",), ["line 2: the day “15/6” cannot be a due day"]),
        ("due_dates.csv", (f"{LAI_HUNG},*,,Nguồn,",), ["line 2: the row leaves these empty: day, source_en"]),
        (
            "due_dates.csv",
            (f"{LAI_HUNG},Q1,15,Nguồn,Source", f"{LAI_HUNG},Q1,16,Nguồn,Source"),
            [f"line 3: the due day of the unit {LAI_HUNG} for the part Q1 is there already, at due_dates.csv, line 2"],
        ),
        (
            "targets.csv",
            ("online_rat,national,,2024,50,Luật,Law",),
            ["line 2: the target names the indicator “online_r"],
        ),
        (
            "targets.csv",
            ("online_rate,commune,,2024,50,Luật,Law",),
            ["line 2: column level is “commune”, expected one of: national, province, district, unit"],
        ),
        (
            "targets.csv",
            (f"online_rate,national,{LAI_HUNG},2024,50,Luật,Law",),
            [f"line 2: a national target holds for the whole country, but names the unit “{LAI_HUNG}”"],
        ),
        ("targets.csv", ("online_rate,province,,2024,50,Luật,Law",), ["line 2: a target of level “province” names no"]),
        ("targets.csv", ("online_rate,unit,,2024,50,Luật,Law",), ["line 2: a target of level “unit” names no unit"]),
        ("targets.csv", ("online_rate,unit,9@2004,2024,50,Luật,Law",), ["line 2: no unit has the id “9@2004”"]),
        (
            "targets.csv",
            (f"online_rate,province,{LAI_HUNG},2024,50,Luật,Law",),
            ["line 2: Xã Lai Hưng, Huyện Bàu Bàng, Tỉnh Bình Dương (25834, 2004) is not of level “province”"],
        ),
        ("targets.csv", (f"online_rate,district,{BINH_DUONG},2024,50,Luật,Law",), ["is not of level “district”"]),
        ("targets.csv", (f"online_rate,unit,{BINH_DUONG},2024,50,Luật,Law",), ["is not of level “unit”"]),
        ("targets.csv", ("online_rate,national,,24,50,Luật,Law",), ["line 2: “24” is no year from 1990 to 2100"]),
        ("targets.csv", ("online_rate,national,,2024,101,Luật,Law",), ["line 2: the target “101” is no rate"]),
        ("targets.csv", ("online_rate,national,,2024,nan,Luật,Law",), ["line 2: the target “nan” is no rate"]),
        ("targets.csv", ("online_rate,national,,2024,80%,Luật,Law",), ["line 2: the target “80%” is no rate"]),
        ("targets.csv", ("online_rate,national,,2024,50,,Law",), ["line 2: the row leaves these empty: source_vi"]),
        (
            "targets.csv",
            (NATIONAL, NATIONAL.replace("50", "60")),
            ["line 3: the target of the indicator online_rate, year 2024, unit “” is there already, at targets.csv, l"],
        ),
        (
            "targets.csv",
            (f"online_rate,unit,{CAU_KE},2024,50,Xã,Own", f"online_rate,district,{CAU_KE},2024,60,Huyện,District"),
            [f"line 3: the target of the indicator online_rate, year 2024, unit “{CAU_KE}” is there already"],
        ),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(
    office: Layout, name: str, rows: tuple[str, ...], said: list[str]
) -> None:
    put(office, name, *rows)
    found = refusal(office)
    assert len(found) == len(said), found
    for sentence, expected in zip(found, said, strict=True):
        assert sentence.startswith(f"{name} · line ") and expected in sentence


@pytest.mark.parametrize("name", HEADERS)
def test_a_file_that_excel_saved_in_another_way_is_refused_and_not_read_half(office: Layout, name: str) -> None:
    path = put(office, name)
    path.write_text(HEADERS[name].replace(",", ";") + "\n", encoding="utf-8")
    assert refusal(office)[0].startswith(f"{name} · line 1: the header lacks the columns: {HEADERS[name][:5]}")
    path.write_bytes("Xã Lai Hưng".encode("utf-16"))
    assert refusal(office)[0].startswith(f"{name}: is not UTF-8")
    path.write_text(f'{HEADERS[name]}\n"open', encoding="utf-8")
    assert "cannot be read as CSV" in refusal(office)[0]


def test_rows_of_nothing_but_commas_are_passed_over_and_lines_are_still_counted(office: Layout) -> None:
    put(office, "peer_groups.csv", ",,,", "", GROUP, ",,,", "g,Nhóm,Group,99999@2004")
    (found,) = refusal(office)
    assert found.startswith("peer_groups.csv · line 6:")
    put(office, "peer_groups.csv", ",,,", "", GROUP, ",,,")
    assert [member.unit_id for member in load_registry(office).peer_groups] == [LAI_HUNG]


def test_all_that_is_wrong_in_the_three_files_is_said_at_once_in_both_languages(office: Layout) -> None:
    put(office, "targets.csv", "online_rate,national,,2024,x,Luật,Law")
    put(office, "due_dates.csv", f"{LAI_HUNG},*,31,Nguồn,Source", f"{LAI_HUNG},Q9,31,Nguồn,Source")
    put(office, "peer_groups.csv", "g,Nhóm,Group,x")
    assert [sentence.partition(":")[0] for sentence in refusal(office)] == [
        "targets.csv · line 2",
        "due_dates.csv · line 2",
        "due_dates.csv · line 3",
        "due_dates.csv · line 3",
        "peer_groups.csv · line 2",
    ]
    assert refusal(office, "vi")[-1].startswith("peer_groups.csv · dòng 2: không có đơn vị mang mã «x»")


def test_every_problem_of_these_files_has_its_sentence() -> None:
    codes = named(CHECKOUT / "etl" / "reference.py", PROBLEM)
    assert codes >= {"reference_empty", "peer_group_id", "due_day", "target_level", "unknown_unit_id"}
    assert sorted(code for code in codes if f"problem.{code}" not in catalogue()) == []


# The simulated district brings rows of its own.


def test_the_simulated_districts_rows_come_after_the_offices_and_are_held_to_the_same(office: Layout) -> None:
    put(office, "peer_groups.csv", GROUP)
    put(office, "peer_groups.csv", f"g,Nhóm,Group,{BAC_SON}", folder="demo")
    put(office, "targets.csv", NATIONAL)
    put(office, "targets.csv", f"online_rate,unit,{BAC_SON},2024,90,Xã,Commune", folder="demo")
    put(office, "due_dates.csv", f"{BAC_SON},*,10,Xã,Commune", folder="demo")
    registry = load_registry(office)
    assert [member.unit_id for member in registry.peer_groups] == [LAI_HUNG, BAC_SON]
    assert [(target.level, target.value) for target in registry.targets] == [("national", 50), ("unit", 90)]
    assert [due_date.day for due_date in registry.due_dates] == [10]
    put(office, "peer_groups.csv", f"g,Nhóm mới,Group,{LAI_HUNG}", folder="demo")
    assert [re.sub(r" [“(].*", "", sentence) for sentence in refusal(office)] == [
        "demo/peer_groups.csv · line 2: the group g is called",
        f"demo/peer_groups.csv · line 2: the unit {LAI_HUNG} is in the group g already, at peer_groups.csv, line 2."
        " Delete one row.",
    ]


# A bad row stops the build, and nothing is lost.


@pytest.mark.parametrize("name", HEADERS)
def test_a_bad_row_stops_the_build_with_a_message_and_the_build_in_use_stays(
    office: Layout, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 1})
    before = build(office).path
    content, left = before.read_bytes(), sorted(office.warehouse.iterdir())
    bad = put(office, name, ",".join(["x"] * len(HEADERS[name].split(","))))
    text = bad.read_bytes()
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    capsys.readouterr()
    for lang, place in (("vi", f"{name} · dòng 2: "), ("en", f"{name} · line 2: ")):
        assert main(["--lang", lang, "build"]) == 1
        said = capsys.readouterr().err
        assert place in said and "Traceback" not in said
    assert current_build(office) == before and before.read_bytes() == content
    assert (sorted(office.warehouse.iterdir()), bad.read_bytes()) == (left, text)
    bad.unlink()
    assert build(office).path == before


@pytest.mark.parametrize("folder", ["reference", "demo"])
@pytest.mark.parametrize(
    ("name", "row"),
    [("targets.csv", NATIONAL), ("due_dates.csv", f"{LAI_HUNG},*,15,Nguồn,Source"), ("peer_groups.csv", GROUP)],
)
def test_a_changed_row_makes_another_build(office: Layout, name: str, row: str, folder: str) -> None:
    seen = set()
    for rows in ((), (row,), (row, "")):
        put(office, name, *rows, folder=folder)
        seen.add(inputs_sha256(office))
    assert len(seen) == 3
