"""Tables as Excel and others save them: tabs, semicolons, UTF-16; what cannot be read says what to do in Excel."""

import pytest

from tests.import_cases import ROW, figures_of, only_problem


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8-sig", "bang.csv"), ("utf-16", "bang.csv"), ("utf-16", "bang.txt")]
)
def test_a_table_is_read_as_excel_saves_it(run_import, csv_file, import_folder, delimiter, encoding, name) -> None:
    rows = [ROW, ROW | {"measure": "printed_rate.online_rate", "value": "43,6", "note": "xã, phường; mục 2"}]
    assert run_import(csv_file(rows, name, delimiter, encoding)).written == ("lai-hung-2023-h1",)
    figures = figures_of(import_folder / "lai-hung-2023-h1")
    assert [(figure["value"], figure["note"]) for figure in figures] == [("1748", ""), ("43.6", "xã, phường; mục 2")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1258"])
def test_another_encoding_names_the_way_in_excel(run_import, tmp_path, encoding) -> None:
    path = tmp_path / "ma.csv"
    path.write_bytes("unit;period\nHuyện Cầu Kè;2023\n".encode(encoding, errors="replace"))
    said = only_problem(run_import(path), "csv_not_utf8", "dòng")
    assert "Lưu thành" in said.text("vi") and "CSV UTF-8" in said.text("vi")
    assert "Save As" in said.text("en")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"Xã Lai Hưng,2023,x,own,4\nXã Lai Hưng,2023,y,own,5\n', "dấu nháy kép mở ra mà không đóng"),
        ('"Xã" Lai Hưng,2023,x,own,4\n', "có chữ đứng sau dấu nháy kép đóng"),
    ],
)
def test_a_broken_quote_is_told_in_vietnamese_at_the_line_where_it_begins(run_import, tmp_path, row, words) -> None:
    path = tmp_path / "nhay.csv"
    path.write_text("unit,period,measure,scope,value\nXã Lai Hưng,2023,withdrawn,own,4\n" + row, "utf-8")
    said = only_problem(run_import(path), "csv_broken", "nhay.csv · dòng 3").text("vi")
    assert words in said
    assert "unexpected" not in said and "expected after" not in said


@pytest.mark.parametrize("column", ["period", "unit", "measure"])
def test_an_empty_cell_says_that_merged_cells_look_like_this(run_import, csv_file, column) -> None:
    result = run_import(csv_file([ROW, ROW | {column: "", "locator": "b"}]))
    said = only_problem(result, f"{column}_missing", f"dòng 3, cột {column}")
    assert "bỏ gộp và điền từng dòng" in said.text("vi")
    assert "«»" not in said.text("vi")
