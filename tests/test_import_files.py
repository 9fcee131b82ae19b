"""Files that are no filled-in template are refused: encrypted, broken, absurdly large, empty, of another kind."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from etl import import_csv, import_xlsx
from etl.import_layout import TABLE_SHEET
from tests.import_cases import ROW, figures_of, only_problem


def test_an_encrypted_workbook_is_refused(run_import, tmp_path):
    path = tmp_path / "mat-khau.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    assert "mật khẩu" in only_problem(run_import(path), "encrypted", "mat-khau.xlsx").text("vi")


def test_a_file_that_is_no_zip_is_refused(run_import, tmp_path):
    path = tmp_path / "hong.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    only_problem(run_import(path), "not_a_workbook", "hong.xlsx")


def test_a_workbook_cut_short_is_refused(run_import, blank_template, tmp_path):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(blank_template.read_bytes()[:-2000])
    only_problem(run_import(path), "not_a_workbook", "cut.xlsx")


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<worksheet><sheetData><row", b"<a/>"])
def test_a_workbook_with_a_broken_part_is_refused(run_import, blank_template, tmp_path, import_folder, member, content):
    path = tmp_path / "part.xlsx"
    with zipfile.ZipFile(blank_template) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    result = run_import(path)
    assert len(result.problems) == 1
    assert result.problems[0].code in ("not_a_workbook", "sheets_missing", "sheets_empty")
    assert not import_folder.exists()


def test_a_wrong_size_stated_by_the_workbook_cuts_nothing_off(run_import, table_file, tmp_path, import_folder):
    path = tmp_path / "co.xlsx"
    with zipfile.ZipFile(table_file([ROW])) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', old.read(name)))
    assert run_import(path).ok
    assert figures_of(import_folder / "lai-hung-2023-h1")[0]["value"] == "1748"


def test_another_zip_is_refused(run_import, tmp_path):
    path = tmp_path / "anh.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.txt", "x")
    only_problem(run_import(path), "not_a_workbook", "anh.xlsx")


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
def test_other_kinds_of_file_are_refused(run_import, blank_template, tmp_path, name, code):
    only_problem(run_import(Path(shutil.copy(blank_template, tmp_path / name))), code, name)


def test_macros_under_another_name_are_refused(run_import, table_file):
    path = table_file([ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    only_problem(run_import(path), "macros", "bang.xlsx")


def test_an_empty_file_and_an_empty_template_hold_no_figures(run_import, blank_template, csv_file, tmp_path):
    empty = tmp_path / "rong.csv"
    empty.touch()
    blank = tmp_path / "trang.csv"
    blank.write_text("\ufeff\n;;\n \n", encoding="utf-8")
    for path in (empty, csv_file([])):
        only_problem(run_import(path), "file_empty", path.name)
    assert "«Báo cáo», «Bảng nhiều kỳ»" in only_problem(run_import(blank_template), "sheets_empty", "").text("vi")
    only_problem(run_import(blank), "file_empty", "trang.csv")


def test_a_file_that_is_not_there_is_a_problem(run_import, tmp_path):
    only_problem(run_import(tmp_path / "mat.xlsx"), "cannot_open", "mat.xlsx")


def test_a_folder_is_a_problem(run_import, tmp_path):
    (tmp_path / "thu-muc.xlsx").mkdir()
    only_problem(run_import(tmp_path / "thu-muc.xlsx"), "cannot_open", "thu-muc.xlsx")


def test_an_absurd_number_of_rows_is_refused(run_import, table_file, csv_file, monkeypatch):
    monkeypatch.setattr(import_xlsx, "MOST_ROWS", 300)
    monkeypatch.setattr(import_csv, "MOST_ROWS", 300)
    rows = [ROW | {"locator": str(number)} for number in range(301)]
    only_problem(run_import(table_file(rows)), "too_large", TABLE_SHEET)
    only_problem(run_import(csv_file(rows)), "too_large", "dòng 302")
    assert run_import(csv_file(rows[:300])).ok


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused(run_import, table_file, monkeypatch):
    monkeypatch.setattr(import_xlsx, "_MOST_BYTES", 1000)
    only_problem(run_import(table_file([ROW])), "too_large", "bang.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1258"])
def test_a_csv_file_in_another_encoding_is_refused(run_import, tmp_path, encoding):
    path = tmp_path / "ma.csv"
    path.write_bytes("unit;period\nHuyện;2023 á\n".encode(encoding, errors="replace"))
    only_problem(run_import(path), "csv_not_utf8", "dòng")


def test_a_number_with_a_bare_comma_in_a_csv_file_is_refused(run_import, tmp_path):
    path = tmp_path / "phay.csv"
    path.write_text("unit,period,measure,scope,value\nXã Lai Hưng,2023,printed_rate.online_rate,own,43,6\n", "utf-8")
    assert "43,6" in only_problem(run_import(path), "csv_cells", "dòng 2").text("vi")


def test_an_unclosed_quote_is_refused_with_its_line(run_import, tmp_path):
    path = tmp_path / "nhay.csv"
    path.write_text('unit,period,measure,scope,value\n"Xã Lai Hưng,2023,x,own,4\n', "utf-8")
    only_problem(run_import(path), "csv_broken", "dòng 2")
