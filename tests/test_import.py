"""Filled-in templates become report folders; a file with anything wrong in it leaves nothing behind but a list."""

import csv
import os
import re
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from domain.layout import layout
from etl import import_csv, import_write, import_xlsx
from etl.import_layout import FIGURE_COLUMNS, HEAD_FIELDS, REPORT_SHEET, TABLE_COLUMNS, TABLE_SHEET
from etl.importer import ImportResult, import_files
from etl.problems import Problem
from etl.read import read_report
from etl.registry import Registry, load_registry
from etl.template import write_template
from etl.validate import validate_report
from text.words import LANGS, catalogue

LAI_HUNG = {"unit": "Xã Lai Hưng", "period": "6 tháng đầu năm 2023"}
ROW = LAI_HUNG | {"measure": "received_in_period", "scope": "own", "value": "1.748"}
FIRST_TABLE_LINE = 3
COLUMN = {name: chr(ord("A") + index) for index, name in enumerate(TABLE_COLUMNS)}

Rows = Sequence[Mapping[str, object]]
Import = Callable[..., ImportResult]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(layout({}))


@pytest.fixture(scope="module")
def template(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "bieu-mau.xlsx"
    write_template(path, registry)
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def run(registry: Registry, reports: Path) -> Import:
    def run_import(*files: Path, **options) -> ImportResult:
        return import_files(files, reports, registry, registry.units, progress=False, **options)

    return run_import


@pytest.fixture
def report_file(template: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in the sheet of one report: head cells, and figures by measure and column."""

    def fill(head: Mapping[str, object], figures: Mapping[str, Mapping[str, object]], name: str = "bc.xlsx") -> Path:
        book = load_workbook(template)
        sheet = book[REPORT_SHEET]
        for code, value in head.items():
            sheet.cell(head_line(code), 2).value = value
        lines = {sheet.cell(line, 1).value: line for line in range(1, sheet.max_row + 1)}
        for measure, cells in figures.items():
            for column, value in cells.items():
                sheet.cell(lines[measure], FIGURE_COLUMNS.index(column) + 1).value = value
        return saved(book, tmp_path / name)

    return fill


@pytest.fixture
def table_file(template: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in the sheet of many periods; `formats` are number formats by column."""

    def fill(rows: Rows, name: str = "bang.xlsx", formats: Mapping[str, str] | None = None) -> Path:
        book = load_workbook(template)
        for line, row in enumerate(rows, start=FIRST_TABLE_LINE):
            for column, value in row.items():
                cell = book[TABLE_SHEET].cell(line, TABLE_COLUMNS.index(column) + 1)
                cell.value = value
                cell.number_format = (formats or {}).get(column, cell.number_format)
        return saved(book, tmp_path / name)

    return fill


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def fill(rows: Rows, name: str = "bang.csv", delimiter: str = ";", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, TABLE_COLUMNS, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return fill


def head_line(code: str) -> int:
    return 4 + HEAD_FIELDS.index(code)


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def head_of(folder: Path) -> dict:
    return tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))


def figures_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything_below(folder: Path) -> dict[str, bytes]:
    if not folder.exists():
        return {}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def only_problem(result: ImportResult, code: str, place: str) -> Problem:
    """The one problem of `result`: of this kind, at this place, said in both languages; and nothing was written."""
    assert [problem.code for problem in result.problems] == [code], [str(problem) for problem in result.problems]
    assert result.written == ()
    (problem,) = result.problems
    for lang in LANGS:
        where, _, sentence = problem.text(lang).partition(": ")
        assert where.startswith(problem.file)
        assert sentence
        assert not re.search(r"[{}]|Phrase\(", sentence)
    assert place in problem.text("vi").partition(": ")[0]
    return problem


# What a filled-in file becomes


def test_a_filled_in_report_becomes_a_folder_that_the_build_accepts(run, report_file, reports, registry):
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
    result = run(path)
    assert result.ok
    assert (result.written, result.figures) == (("lai-hung-2023-h1",), 5)
    folder = reports / "lai-hung-2023-h1"
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


def test_a_table_becomes_one_folder_a_unit_and_period(run, table_file, reports):
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
    result = run(table_file(rows))
    assert result.ok
    assert result.written == ("lai-hung-2023-h1", "lai-hung-2023", "cau-ke-2023-h1")
    first = figures_of(reports / "lai-hung-2023-h1")
    assert [(row["measure"], row["value"], row["qualifier"], row["printed"]) for row in first] == [
        ("received_in_period", "1748", "exact", "1.748"),
        ("printed_rate.on_time_rate", "98", "at_least", "98% trở lên"),
        ("printed_share.resolved_on_time", "99.04", "exact", "99,04 %"),
    ]
    assert [row["locator"] for row in first] == [f"{TABLE_SHEET}!H{line}" for line in (3, 6, 7)]
    assert head_of(reports / "lai-hung-2023-h1")["document"]["number"] == "46/BC-UBND"
    assert head_of(reports / "lai-hung-2023-h1")["status"] == "provisional"
    assert figures_of(reports / "cau-ke-2023-h1")[0]["scope"] == "communes"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_table_is_read_with_or_without_bom_and_with_either_delimiter(run, csv_file, reports, encoding, delimiter):
    rows = [ROW, ROW | {"measure": "printed_rate.online_rate", "value": "43,6"}]
    result = run(csv_file(rows, encoding=encoding, delimiter=delimiter))
    assert result.ok
    figures = figures_of(reports / "lai-hung-2023-h1")
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
def test_a_cell_shown_as_a_percentage_is_read_as_shown(run, table_file, reports, value, number_format, read, printed):
    row = ROW | {"measure": "printed_rate.online_rate", "value": value}
    assert run(table_file([row], formats={"value": number_format})).ok
    (figure,) = figures_of(reports / "lai-hung-2023-h1")
    assert (figure["value"], figure["printed"]) == (read, printed)


def test_a_number_cell_is_recorded_as_the_user_sees_it(run, table_file, reports):
    assert run(table_file([ROW | {"value": 1748}], formats={"value": "#,##0"})).ok
    (figure,) = figures_of(reports / "lai-hung-2023-h1")
    assert (figure["value"], figure["printed"]) == ("1748", "1.748")


def test_the_column_qualifier_bounds_a_plain_number(run, csv_file, reports):
    assert run(csv_file([ROW | {"value": "15", "qualifier": "at_least"}])).ok
    assert figures_of(reports / "lai-hung-2023-h1")[0]["qualifier"] == "at_least"


def test_a_statement_made_twice_is_kept_twice_where_each_has_its_place(run, csv_file, reports):
    rows = [ROW | {"locator": "II.2"}, ROW | {"locator": "III.1", "value": "1.747"}, ROW | {"place": "appendix"}]
    assert run(csv_file(rows)).ok
    assert len(figures_of(reports / "lai-hung-2023-h1")) == 3


def test_both_sheets_of_a_workbook_go_into_one_report(run, report_file, reports):
    path = report_file(LAI_HUNG, {"received_in_period": {"value": "1.748"}})
    book = load_workbook(path)
    for column, value in (ROW | {"measure": "carried_over", "value": "5"}).items():
        book[TABLE_SHEET].cell(FIRST_TABLE_LINE, TABLE_COLUMNS.index(column) + 1).value = value
    assert run(saved(book, path)).written == ("lai-hung-2023-h1",)
    assert [row["measure"] for row in figures_of(reports / "lai-hung-2023-h1")] == [
        "received_in_period",
        "carried_over",
    ]


def test_a_namesake_gets_its_code_into_the_report_id(run, csv_file, reports):
    bien_hoa = ROW | {"unit": "Xã Bình Phước", "period": "2023", "gso_code": "29644"}
    quang_ngai = bien_hoa | {"gso_code": "21073"}
    assert run(csv_file([bien_hoa, quang_ngai])).written == ("binh-phuoc-2023", "binh-phuoc-21073-2023")
    assert head_of(reports / "binh-phuoc-21073-2023")["unit"]["unit_id"] == "21073@2004"
    again = run(csv_file([quang_ngai]))
    only_problem_at_unit = [(problem.code, problem.values["report"]) for problem in again.problems]
    assert only_problem_at_unit == [("report_exists", "binh-phuoc-21073-2023")]


def test_a_report_entered_by_hand_keeps_its_id_from_a_namesake(run, csv_file, reports):
    folder = reports / "binh-phuoc-2023"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(
        '[unit]\nname = "Xã Bình Phước"\ngso_code = "29644"\n[period]\nid = "2023"\n', encoding="utf-8"
    )
    result = run(csv_file([ROW | {"unit": "Xã Bình Phước", "period": "2023", "gso_code": "21073"}]))
    assert result.written == ("binh-phuoc-21073-2023",)


# Replacing


def test_a_report_that_is_there_is_kept_unless_replacing(run, csv_file, reports):
    assert run(csv_file([ROW])).ok
    before = everything_below(reports)
    changed = csv_file([ROW | {"value": "1.749"}])
    result = run(changed)
    assert "lai-hung-2023-h1" in only_problem(result, "report_exists", "dòng 2, cột unit").text("vi")
    assert everything_below(reports) == before
    assert run(changed, replace=True).ok
    assert figures_of(reports / "lai-hung-2023-h1")[0]["value"] == "1749"
    assert sorted(os.listdir(reports)) == ["lai-hung-2023-h1"]


def test_two_files_with_the_same_report_never_overwrite_each_other(run, csv_file, reports):
    result = run(csv_file([ROW], "a.csv"), csv_file([ROW | {"value": "5"}], "b.csv"), replace=True)
    assert result.written == ("lai-hung-2023-h1",)
    (problem,) = result.problems
    assert (problem.file, problem.code) == ("b.csv", "report_in_other_file")
    assert "a.csv" in problem.text("en")
    assert figures_of(reports / "lai-hung-2023-h1")[0]["value"] == "1748"


# Nothing is half-written


def test_one_wrong_cell_keeps_the_whole_file_out_and_all_faults_are_listed(run, csv_file, reports):
    other = ROW | {"unit": "Xã Bắc Sơn", "district": "Huyện Kim Động"}
    rows = [
        ROW,
        ROW | {"measure": "resolved_total", "value": "88/8"},
        other | {"measure": "nothing"},
        ROW | {"scope": "x"},
    ]
    result = run(csv_file(rows), csv_file([ROW | {"period": "2024-Q3"}], "tot.csv"))
    assert result.written == ("lai-hung-2024-q3",)
    assert {problem.file for problem in result.problems} == {"bang.csv"}
    assert {"bad_number", "measure_unknown", "bad_choice"} <= {problem.code for problem in result.problems}
    assert os.listdir(reports) == ["lai-hung-2024-q3"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_failure_halfway_through_writing_puts_everything_back(run, csv_file, reports, monkeypatch, replace):
    assert run(csv_file([ROW])).ok
    before = everything_below(reports)
    periods = ["2023-H1"] if replace else []
    rows = [ROW | {"period": period, "value": "7"} for period in (*periods, "2024-H1", "2025-H1")]
    rename, calls = os.rename, []

    def failing_rename(source, target):
        calls.append(target)
        if str(target).endswith("lai-hung-2025-h1") and ".import" not in str(target):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(import_write.os, "rename", failing_rename)
    result = run(csv_file(rows), replace=replace)
    problem = only_problem(result, "cannot_write", "bang.csv")
    assert "No space left on device" in problem.text("en")
    assert calls
    assert everything_below(reports) == before
    assert os.listdir(reports) == ["lai-hung-2023-h1"]


def test_a_failure_while_writing_a_figure_leaves_no_folder(run, csv_file, reports, monkeypatch):
    def fail(_figure):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_write, "_figure_as_row", fail)
    only_problem(run(csv_file([ROW])), "cannot_write", "bang.csv")
    assert os.listdir(reports) == []


# Files that are not what they seem


def test_an_encrypted_workbook_is_refused(run, tmp_path):
    path = tmp_path / "mat-khau.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    assert "mật khẩu" in only_problem(run(path), "encrypted", "mat-khau.xlsx").text("vi")


def test_a_file_that_is_no_zip_is_refused(run, tmp_path):
    path = tmp_path / "hong.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    only_problem(run(path), "not_a_workbook", "hong.xlsx")


def test_a_workbook_cut_short_is_refused(run, template, tmp_path):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(template.read_bytes()[:-2000])
    only_problem(run(path), "not_a_workbook", "cut.xlsx")


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<worksheet><sheetData><row", b"<a/>"])
def test_a_workbook_with_a_broken_part_is_refused(run, template, tmp_path, reports, member, content):
    path = tmp_path / "part.xlsx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    result = run(path)
    assert len(result.problems) == 1
    assert result.problems[0].code in ("not_a_workbook", "sheets_missing", "file_empty")
    assert not reports.exists()


def test_a_wrong_size_stated_by_the_workbook_cuts_nothing_off(run, table_file, tmp_path, reports):
    path = tmp_path / "co.xlsx"
    with zipfile.ZipFile(table_file([ROW])) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', old.read(name)))
    assert run(path).ok
    assert figures_of(reports / "lai-hung-2023-h1")[0]["value"] == "1748"


def test_another_zip_is_refused(run, tmp_path):
    path = tmp_path / "anh.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.txt", "x")
    only_problem(run(path), "not_a_workbook", "anh.xlsx")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bc.xlsm", "macros"),
        ("BC.XLSM", "macros"),
        ("bc.xls", "extension"),
        ("bc.pdf", "extension"),
        ("bc", "extension"),
    ],
)
def test_other_kinds_of_file_are_refused(run, template, tmp_path, name, code):
    only_problem(run(Path(shutil.copy(template, tmp_path / name))), code, name)


def test_macros_under_another_name_are_refused(run, table_file):
    path = table_file([ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    only_problem(run(path), "macros", "bang.xlsx")


def test_an_empty_file_and_an_empty_template_hold_no_figures(run, template, csv_file, tmp_path):
    empty = tmp_path / "rong.csv"
    empty.touch()
    blank = tmp_path / "trang.csv"
    blank.write_text("\ufeff\n;;\n \n", encoding="utf-8")
    for path in (empty, template, csv_file([])):
        only_problem(run(path), "file_empty", path.name)
    only_problem(run(blank), "file_empty", "trang.csv")


def test_a_file_that_is_not_there_is_a_problem(run, tmp_path):
    only_problem(run(tmp_path / "mat.xlsx"), "cannot_open", "mat.xlsx")


def test_a_folder_is_a_problem(run, tmp_path):
    (tmp_path / "thu-muc.xlsx").mkdir()
    only_problem(run(tmp_path / "thu-muc.xlsx"), "cannot_open", "thu-muc.xlsx")


def test_an_absurd_number_of_rows_is_refused(run, table_file, csv_file, monkeypatch):
    monkeypatch.setattr(import_xlsx, "MOST_ROWS", 300)
    monkeypatch.setattr(import_csv, "MOST_ROWS", 300)
    rows = [ROW | {"locator": str(number)} for number in range(301)]
    only_problem(run(table_file(rows)), "too_large", TABLE_SHEET)
    only_problem(run(csv_file(rows)), "too_large", "dòng 302")
    assert run(csv_file(rows[:300])).ok


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused(run, table_file, monkeypatch):
    monkeypatch.setattr(import_xlsx, "_MOST_BYTES", 1000)
    only_problem(run(table_file([ROW])), "too_large", "bang.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_a_csv_file_in_another_encoding_is_refused(run, tmp_path, encoding):
    path = tmp_path / "ma.csv"
    path.write_bytes("unit;period\nHuyện;2023 á\n".encode(encoding, errors="replace"))
    only_problem(run(path), "not_utf8", "dòng")


def test_a_number_with_a_bare_comma_in_a_csv_file_is_refused(run, tmp_path):
    path = tmp_path / "phay.csv"
    path.write_text("unit,period,measure,scope,value\nXã Lai Hưng,2023,printed_rate.online_rate,own,43,6\n", "utf-8")
    assert "43,6" in only_problem(run(path), "csv_cells", "dòng 2").text("vi")


def test_an_unclosed_quote_is_refused_with_its_line(run, tmp_path):
    path = tmp_path / "nhay.csv"
    path.write_text('unit,period,measure,scope,value\n"Xã Lai Hưng,2023,x,own,4\n', "utf-8")
    only_problem(run(path), "csv_broken", "dòng 2")


# Sheets and columns


def test_a_workbook_without_the_templates_sheets_is_refused(run, tmp_path):
    assert REPORT_SHEET in only_problem(
        run(saved(Workbook(), tmp_path / "khac.xlsx")), "sheets_missing", "khac.xlsx"
    ).text("vi")


def test_a_missing_column_is_named(run, template, tmp_path):
    book = load_workbook(template)
    book[TABLE_SHEET].delete_cols(TABLE_COLUMNS.index("measure") + 1)
    problem = only_problem(run(saved(book, tmp_path / "cot.xlsx")), "columns_missing", f"{TABLE_SHEET}!A2")
    assert problem.values["missing"] == "measure"


def test_a_missing_header_row_is_named(run, template, tmp_path):
    book = load_workbook(template)
    book[TABLE_SHEET].delete_rows(2)
    problem = only_problem(run(saved(book, tmp_path / "dong.xlsx")), "columns_missing", TABLE_SHEET)
    assert problem.values["missing"] == "unit, period, measure, scope, value"


def test_missing_columns_of_a_csv_file_are_named(run, tmp_path):
    path = tmp_path / "cot.csv"
    path.write_text("unit;period;value\nXã Lai Hưng;2023;5\n", encoding="utf-8")
    assert only_problem(run(path), "columns_missing", "dòng 1").values["missing"] == "measure, scope"


def test_an_unknown_column_is_refused_with_a_suggestion(run, tmp_path):
    path = tmp_path / "la.csv"
    path.write_text(
        "unit;period;measure;scope;value;qualifer\nXã Lai Hưng;2023;carried_over;own;5;\n", encoding="utf-8"
    )
    assert "qualifier?" in only_problem(run(path), "column_unknown", "dòng 1").text("en")


def test_a_column_that_is_there_twice_is_refused(run, tmp_path):
    path = tmp_path / "doi.csv"
    path.write_text("unit;period;measure;scope;value;Value\nXã Lai Hưng;2023;carried_over;own;5;6\n", encoding="utf-8")
    assert only_problem(run(path), "column_twice", "dòng 1").values["found"] == "value"


def test_a_head_cell_that_was_deleted_is_named(run, report_file, tmp_path):
    path = report_file(LAI_HUNG, {"carried_over": {"value": "5"}})
    book = load_workbook(path)
    book[REPORT_SHEET].cell(head_line("period"), 3).value = None
    assert only_problem(run(saved(book, path)), "head_missing", REPORT_SHEET).values["missing"] == "period"


def test_a_head_without_figures_is_not_an_empty_report(run, report_file):
    only_problem(run(report_file(LAI_HUNG, {})), "no_figures", REPORT_SHEET)


# Cells


def test_a_formula_is_refused_with_its_cell(run, table_file, report_file):
    problem = only_problem(run(table_file([ROW | {"value": "=1700+48"}])), "formula", f"{TABLE_SHEET}!H3")
    assert "=1700+48" in problem.text("vi")
    assert "Paste Special" in problem.text("en")
    in_head = report_file(LAI_HUNG | {"number": "=A1"}, {"carried_over": {"value": "5"}})
    only_problem(run(in_head), "formula", f"{REPORT_SHEET}!B{head_line('number')}")


def test_an_error_of_excel_is_refused_with_its_cell(run, table_file):
    only_problem(run(table_file([ROW | {"note": "#REF!"}])), "cell_error", f"{TABLE_SHEET}!{COLUMN['note']}3")


BAD_CELLS = [
    ("measure", "recieved_in_period", "measure_unknown"),
    ("measure", "printed_rate.nothing", "measure_unknown"),
    ("measure", "", "measure_missing"),
    ("unit", "Xã Không Có", "unit_unknown"),
    ("unit", "", "unit_missing"),
    ("period", "tháng 5", "period_unknown"),
    ("period", "", "period_unknown"),
    ("value", "88/8", "bad_number"),
    ("value", "49,14,52", "bad_number"),
    ("value", "12,5", "bad_number"),
    ("value", "5%", "bad_number"),
    ("value", "", "value_missing"),
    ("signed_on", "31/02/2023", "bad_date"),
    ("received_on", "hôm qua", "bad_date"),
    ("as_of", "24/05/23", "bad_date"),
    ("as_of", "24/05/0023", "bad_date"),
    ("scope", "communs", "bad_choice"),
    ("scope", "", "scope_missing"),
    ("qualifier", "trên", "bad_choice"),
    ("place", "phụ lục", "bad_choice"),
]


@pytest.mark.parametrize(("column", "value", "code"), BAD_CELLS)
def test_a_bad_cell_of_a_sheet_is_refused_by_name(run, table_file, column, value, code):
    problem = only_problem(
        run(table_file([ROW | {column: value}])), code, f"bang.xlsx · {TABLE_SHEET}!{COLUMN[column]}3"
    )
    assert value in problem.text("vi")


@pytest.mark.parametrize(("column", "value", "code"), BAD_CELLS)
def test_a_bad_cell_of_a_csv_file_is_refused_by_line_and_column(run, csv_file, column, value, code):
    problem = only_problem(run(csv_file([ROW | {column: value}])), code, f"bang.csv · dòng 2, cột {column}")
    assert f"bang.csv · line 2, column {column}" in problem.text("en")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("status", "final", "bad_choice"),
        ("level", "xã", "bad_choice"),
        ("label", "Quý III/2024", "label_differs"),
        ("signed_on", 44910, "bad_date"),
    ],
)
def test_a_bad_head_cell_is_refused_by_name(run, report_file, column, value, code):
    path = report_file(LAI_HUNG | {column: value}, {"carried_over": {"value": "5"}, "withdrawn": {"value": "1"}})
    only_problem(run(path), code, f"{REPORT_SHEET}!B{head_line(column)}")


def test_a_measures_name_leads_to_its_code(run, csv_file, registry):
    name = registry.measures["carried_over"].name_vi
    assert "carried_over" in only_problem(run(csv_file([ROW | {"measure": name}])), "measure_unknown", "dòng 2").text(
        "vi"
    )
    close = only_problem(run(csv_file([ROW | {"measure": "recieved_in_period"}])), "measure_unknown", "dòng 2")
    assert "Có phải là: received_in_period" in close.text("vi")


def test_an_ambiguous_unit_is_asked_back_with_its_candidates(run, csv_file):
    problem = only_problem(
        run(csv_file([ROW | {"unit": "Xã Bình Phước", "period": "2023"}])), "unit_ambiguous", "cột unit"
    )
    assert "29644" in problem.text("vi")
    assert "21073" in problem.text("vi")
    assert "district" in problem.text("en")


def test_a_unit_that_contradicts_its_district_is_refused_with_its_namesakes(run, csv_file):
    problem = only_problem(run(csv_file([ROW | {"district": "Huyện Cầu Kè"}])), "unit_contradicted", "cột unit")
    assert "Huyện Bàu Bàng" in problem.text("vi")


def test_an_error_of_the_head_is_said_once_for_all_rows(run, csv_file):
    rows = [ROW | {"unit": "Xã Không Có", "locator": str(number)} for number in range(5)]
    only_problem(run(csv_file(rows)), "unit_unknown", "dòng 2, cột unit")


def test_an_ambiguous_rate_is_asked_back(run, csv_file):
    row = ROW | {"measure": "printed_rate.online_rate", "value": "1.234"}
    assert "1234" in only_problem(run(csv_file([row])), "bad_number", "dòng 2, cột value").text("en")


def test_a_percentage_cell_is_no_count(run, table_file):
    path = table_file([ROW | {"value": 0.5}], formats={"value": "0%"})
    assert "50%" in only_problem(run(path), "bad_number", f"{TABLE_SHEET}!H3").text("vi")


def test_a_date_that_excel_made_of_a_number_is_no_number(run, table_file):
    only_problem(run(table_file([ROW | {"value": datetime(2023, 5, 1)}])), "bad_number", f"{TABLE_SHEET}!H3")


def test_words_and_column_must_not_contradict_each_other(run, csv_file):
    row = ROW | {"value": "trên 15", "qualifier": "at_most"}
    only_problem(run(csv_file([row])), "qualifier_differs", "dòng 2, cột qualifier")


def test_a_window_needs_both_ends_in_order(run, csv_file):
    half = ROW | {"window_start": "10/12/2022"}
    only_problem(run(csv_file([half])), "window_incomplete", "dòng 2, cột window_end")
    only_problem(run(csv_file([half | {"window_end": "09/12/2022"}])), "window_reversed", "dòng 2, cột window_end")


@pytest.mark.parametrize("locator", ["", "II.2, dòng 41"])
def test_the_same_statement_twice_is_refused_with_the_first_place(run, table_file, locator):
    rows = [ROW | {"locator": locator}, ROW | {"locator": locator, "value": "1.747"}]
    problem = only_problem(run(table_file(rows)), "figure_twice", f"{TABLE_SHEET}!F4")
    assert f"{TABLE_SHEET}!F3" in problem.text("vi")


def test_rows_of_one_report_must_agree_on_its_number(run, csv_file):
    rows = [ROW, ROW | {"number": "46/BC-UBND", "locator": "a"}, ROW | {"number": "47/BC-UBND", "locator": "b"}]
    problem = only_problem(run(csv_file(rows)), "head_differs", "dòng 4, cột number")
    assert "46/BC-UBND" in problem.text("en")
    assert "47/BC-UBND" in problem.text("en")


def test_every_problem_of_the_import_is_worded_in_both_languages():
    codes = set()
    for path in (Path(import_write.__file__).parent).glob("import*.py"):
        codes |= set(
            re.findall(r'problems\.add(?:_unusable)?\([^,]*, "([a-z0-9_]+)"', path.read_text(encoding="utf-8"))
        )
    assert len(codes) > 20
    for code in codes:
        assert set(catalogue()[f"problem.{code}"]) == set(LANGS)


def test_the_progress_bar_names_the_file_in_the_language_asked_for(registry, csv_file, reports, capsys):
    import_files([csv_file([ROW])], reports, registry, registry.units, lang="en")
    shown = capsys.readouterr().err
    assert "1/1 bang.csv" in shown
    assert "1 rows" in shown
