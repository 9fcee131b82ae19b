"""Filled-in templates become report folders; a file with anything wrong in it leaves nothing behind but a list."""

import os
import re
import tomllib
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl import import_write
from etl.import_layout import TABLE_COLUMNS, TABLE_SHEET
from etl.read import read_report
from etl.validate import validate_report
from tests.import_cases import FIRST_TABLE_LINE, LAI_HUNG, ROW, figures_of, only_problem, saved


def head_of(folder: Path) -> dict:
    return tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))


def everything_below(folder: Path) -> dict[str, bytes]:
    if not folder.exists():
        return {}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# What a filled-in file becomes


def test_a_filled_in_report_becomes_a_folder_that_the_build_accepts(run_import, report_file, import_folder, registry):
    head = LAI_HUNG | {
        "district": "Huyện Bàu Bàng",
        "gso_code": "25834",
        "window_start": "10/12/2022",
        "window_end": "2023-06-07",
        "number": "46/BC-UBND",
        "signed_on": "24/05/2023",
        "received_on": datetime(2023, 5, 26),
        "status": "checked",
    }
    figures = {
        "received_in_period": {"value": "1.748", "locator": "II.2, dòng 41", "place": "main"},
        "results_by_post": {"value": "trên 15", "as_of": "28/5/2023"},
        "paid_online_amount": {"value": "5.158.000đ", "place": "summary"},
        "disbursement_done": {"value": "6,648 tỷ đồng"},
        "pending_total": {"note": "In là 88/8"},
    }
    path = report_file(head, figures)
    result = run_import(path)
    assert result.ok
    assert (result.written, result.figures) == (("lai-hung-2023-h1",), 5)
    folder = import_folder / "lai-hung-2023-h1"
    assert head_of(folder) == {
        "schema": 1,
        "report_id": "lai-hung-2023-h1",
        "source": "report",
        "status": "checked",
        "unit": {
            "unit_id": "25834@2004",
            "name": "Xã Lai Hưng",
            "level": "commune",
            "district": "Huyện Bàu Bàng",
            "province": "Tỉnh Bình Dương",
            "gso_code": "25834",
        },
        "period": {
            "id": "2023-H1",
            "label": "6 tháng đầu năm 2023",
            "window_start": date(2022, 12, 10),
            "window_end": date(2023, 6, 7),
        },
        "document": {
            "number": "46/BC-UBND",
            "signed_on": date(2023, 5, 24),
            "received_on": date(2023, 5, 26),
            "file_name": "bc.xlsx",
            "sha256": sha256(path.read_bytes()).hexdigest(),
            "imported": True,
        },
    }
    by_measure = {row["measure"]: row for row in figures_of(folder)}
    assert by_measure["received_in_period"] == {
        "measure": "received_in_period",
        "scope": "own",
        "value": "1748",
        "qualifier": "exact",
        "printed": "1.748",
        "place": "main",
        "locator": "II.2, dòng 41",
        "as_of": "",
        "note": "",
    }
    assert by_measure["results_by_post"]["qualifier"] == "at_least"
    assert by_measure["results_by_post"]["as_of"] == "2023-05-28"
    assert re.fullmatch(r"Báo cáo!E\d+", by_measure["results_by_post"]["locator"])
    assert by_measure["paid_online_amount"]["value"] == "5158000"
    assert by_measure["paid_online_amount"]["place"] == "summary"
    assert by_measure["disbursement_done"]["value"] == "6648"
    assert by_measure["pending_total"] | {"locator": ""} == {
        "measure": "pending_total",
        "scope": "own",
        "value": "",
        "qualifier": "exact",
        "printed": "",
        "place": "main",
        "locator": "",
        "as_of": "",
        "note": "In là 88/8",
    }
    checked = validate_report(read_report(folder), registry)
    assert checked.unit.unit_id == "25834@2004"
    assert len(checked.figures) == 5


def test_a_table_becomes_one_folder_a_unit_and_period(run_import, table_file, import_folder):
    rows = [
        ROW | {"number": "46/BC-UBND"},
        ROW | {"period": "2023", "value": "3.500"},
        {
            "unit": "Huyện Cầu Kè",
            "period": "2023-H1",
            "measure": "received_in_period",
            "scope": "communes",
            "value": 21275,
        },
        ROW | {"measure": "printed_rate.on_time_rate", "value": "98% trở lên", "period": "2023-H1"},
        ROW | {"measure": "printed_share.resolved_on_time", "value": "99,04 %"},
    ]
    result = run_import(table_file(rows))
    assert result.ok
    assert result.written == ("lai-hung-2023-h1", "lai-hung-2023", "cau-ke-2023-h1")
    first = figures_of(import_folder / "lai-hung-2023-h1")
    assert [(row["measure"], row["value"], row["qualifier"], row["printed"]) for row in first] == [
        ("received_in_period", "1748", "exact", "1.748"),
        ("printed_rate.on_time_rate", "98", "at_least", "98% trở lên"),
        ("printed_share.resolved_on_time", "99.04", "exact", "99,04 %"),
    ]
    assert [row["locator"] for row in first] == [f"{TABLE_SHEET}!H{line}" for line in (3, 6, 7)]
    assert head_of(import_folder / "lai-hung-2023-h1")["document"]["number"] == "46/BC-UBND"
    assert head_of(import_folder / "lai-hung-2023-h1")["status"] == "provisional"
    assert figures_of(import_folder / "cau-ke-2023-h1")[0]["scope"] == "communes"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_table_is_read_with_or_without_bom_and_with_either_delimiter(
    run_import, csv_file, import_folder, encoding, delimiter
):
    rows = [ROW, ROW | {"measure": "printed_rate.online_rate", "value": "43,6"}]
    result = run_import(csv_file(rows, encoding=encoding, delimiter=delimiter))
    assert result.ok
    figures = figures_of(import_folder / "lai-hung-2023-h1")
    assert [(row["value"], row["locator"]) for row in figures] == [("1748", "dòng 2"), ("43.6", "dòng 3")]


@pytest.mark.parametrize(
    ("value", "number_format", "read", "printed"),
    [
        (0.436, "0.0%", "43.6", "43,6%"),
        (0.436, "0%", "43.6", "44%"),
        (1, "0%", "100", "100%"),
        (43.6, "General", "43.6", "43,6"),
    ],
)
def test_a_cell_shown_as_a_percentage_is_read_as_shown(
    run_import, table_file, import_folder, value, number_format, read, printed
):
    row = ROW | {"measure": "printed_rate.online_rate", "value": value}
    assert run_import(table_file([row], formats={"value": number_format})).ok
    (figure,) = figures_of(import_folder / "lai-hung-2023-h1")
    assert (figure["value"], figure["printed"]) == (read, printed)


def test_a_number_cell_is_recorded_as_the_user_sees_it(run_import, table_file, import_folder):
    assert run_import(table_file([ROW | {"value": 1748}], formats={"value": "#,##0"})).ok
    (figure,) = figures_of(import_folder / "lai-hung-2023-h1")
    assert (figure["value"], figure["printed"]) == ("1748", "1.748")


def test_the_column_qualifier_bounds_a_plain_number(run_import, csv_file, import_folder):
    assert run_import(csv_file([ROW | {"value": "15", "qualifier": "at_least"}])).ok
    assert figures_of(import_folder / "lai-hung-2023-h1")[0]["qualifier"] == "at_least"


def test_a_statement_made_twice_is_kept_twice_where_each_has_its_place(run_import, csv_file, import_folder):
    rows = [ROW | {"locator": "II.2"}, ROW | {"locator": "III.1", "value": "1.747"}, ROW | {"place": "appendix"}]
    assert run_import(csv_file(rows)).ok
    assert len(figures_of(import_folder / "lai-hung-2023-h1")) == 3


def test_both_sheets_of_a_workbook_go_into_one_report(run_import, report_file, import_folder):
    path = report_file(LAI_HUNG, {"received_in_period": {"value": "1.748"}})
    book = load_workbook(path)
    for column, value in (ROW | {"measure": "carried_over", "value": "5"}).items():
        book[TABLE_SHEET].cell(FIRST_TABLE_LINE, TABLE_COLUMNS.index(column) + 1).value = value
    assert run_import(saved(book, path)).written == ("lai-hung-2023-h1",)
    assert [row["measure"] for row in figures_of(import_folder / "lai-hung-2023-h1")] == [
        "received_in_period",
        "carried_over",
    ]


def test_a_namesake_gets_its_code_into_the_report_id(run_import, csv_file, import_folder):
    bien_hoa = ROW | {"unit": "Xã Bình Phước", "period": "2023", "gso_code": "29644"}
    quang_ngai = bien_hoa | {"gso_code": "21073"}
    assert run_import(csv_file([bien_hoa, quang_ngai])).written == ("binh-phuoc-2023", "binh-phuoc-21073-2023")
    assert head_of(import_folder / "binh-phuoc-21073-2023")["unit"]["unit_id"] == "21073@2004"
    again = run_import(csv_file([quang_ngai | {"value": "1"}]))
    only_problem_at_unit = [(problem.code, problem.values["report"]) for problem in again.problems]
    assert only_problem_at_unit == [("report_exists", "binh-phuoc-21073-2023")]


def test_a_report_entered_by_hand_keeps_its_id_from_a_namesake(run_import, csv_file, import_folder):
    folder = import_folder / "binh-phuoc-2023"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(
        '[unit]\nname = "Xã Bình Phước"\ngso_code = "29644"\n[period]\nid = "2023"\n', encoding="utf-8"
    )
    result = run_import(csv_file([ROW | {"unit": "Xã Bình Phước", "period": "2023", "gso_code": "21073"}]))
    assert result.written == ("binh-phuoc-21073-2023",)


# Replacing


def test_a_report_that_is_there_is_kept_unless_replacing(run_import, csv_file, import_folder):
    assert run_import(csv_file([ROW])).ok
    before = everything_below(import_folder)
    changed = csv_file([ROW | {"value": "1.749"}])
    result = run_import(changed)
    assert "lai-hung-2023-h1" in only_problem(result, "report_exists", "dòng 2, cột unit").text("vi")
    assert everything_below(import_folder) == before
    assert run_import(changed, replace=True).ok
    assert figures_of(import_folder / "lai-hung-2023-h1")[0]["value"] == "1749"
    assert sorted(os.listdir(import_folder)) == ["lai-hung-2023-h1"]


def test_two_files_with_the_same_report_never_overwrite_each_other(run_import, csv_file, import_folder):
    result = run_import(csv_file([ROW], "a.csv"), csv_file([ROW | {"value": "5"}], "b.csv"), replace=True)
    assert result.written == ("lai-hung-2023-h1",)
    (problem,) = result.problems
    assert (problem.file, problem.code) == ("b.csv", "report_in_other_file")
    assert "a.csv" in problem.text("en")
    assert figures_of(import_folder / "lai-hung-2023-h1")[0]["value"] == "1748"


# Nothing is half-written


def test_one_wrong_cell_keeps_the_whole_file_out_and_all_faults_are_listed(run_import, csv_file, import_folder):
    other = ROW | {"unit": "Xã Bắc Sơn", "district": "Huyện Kim Động"}
    rows = [
        ROW,
        ROW | {"measure": "resolved_total", "value": "88/8"},
        other | {"measure": "nothing"},
        ROW | {"scope": "x"},
    ]
    result = run_import(csv_file(rows), csv_file([ROW | {"period": "2024-Q3"}], "tot.csv"))
    assert result.written == ("lai-hung-2024-q3",)
    assert {problem.file for problem in result.problems} == {"bang.csv"}
    assert {"bad_number", "measure_unknown", "bad_choice"} <= {problem.code for problem in result.problems}
    assert os.listdir(import_folder) == ["lai-hung-2024-q3"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_failure_halfway_through_writing_puts_everything_back(
    run_import, csv_file, import_folder, monkeypatch, replace
):
    assert run_import(csv_file([ROW])).ok
    before = everything_below(import_folder)
    periods = ["2023-H1"] if replace else []
    rows = [ROW | {"period": period, "value": "7"} for period in (*periods, "2024-H1", "2025-H1")]
    rename, calls = os.rename, []

    def failing_rename(source, target):
        calls.append(target)
        if str(target).endswith("lai-hung-2025-h1") and ".import" not in str(target):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(import_write.os, "rename", failing_rename)
    result = run_import(csv_file(rows), replace=replace)
    problem = only_problem(result, "cannot_write", "bang.csv")
    assert "No space left on device" in problem.text("en")
    assert calls
    assert everything_below(import_folder) == before
    assert os.listdir(import_folder) == ["lai-hung-2023-h1"]


def test_a_failure_while_writing_a_figure_leaves_no_folder(run_import, csv_file, import_folder, monkeypatch):
    def fail(_figure):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_write, "_figure_as_row", fail)
    only_problem(run_import(csv_file([ROW])), "cannot_write", "bang.csv")
    assert os.listdir(import_folder) == []
