"""What is wrong inside a filled-in template is named with its sheet, cell or line: columns, cells, heads, numbers."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from etl import import_write
from etl.import_layout import REPORT_SHEET, TABLE_COLUMNS, TABLE_SHEET
from etl.importer import import_files
from tests.import_cases import COLUMN, LAI_HUNG, ROW, head_line, only_problem, saved
from text.words import LANGS, catalogue

# Sheets and columns


def test_a_workbook_without_the_templates_sheets_is_refused(run_import, tmp_path):
    problem = only_problem(run_import(saved(Workbook(), tmp_path / "khac.xlsx")), "sheets_missing", "khac.xlsx")
    assert "trong tệp có: «Sheet»" in problem.text("vi")


def test_a_missing_column_is_named(run_import, blank_template, tmp_path):
    book = load_workbook(blank_template)
    book[TABLE_SHEET].delete_cols(TABLE_COLUMNS.index("measure") + 1)
    problem = only_problem(run_import(saved(book, tmp_path / "cot.xlsx")), "columns_missing", f"{TABLE_SHEET}!A2")
    assert problem.values["missing"] == "measure"


def test_a_missing_header_row_is_named(run_import, blank_template, tmp_path):
    book = load_workbook(blank_template)
    book[TABLE_SHEET].delete_rows(2)
    problem = only_problem(run_import(saved(book, tmp_path / "dong.xlsx")), "columns_missing", TABLE_SHEET)
    assert problem.values["missing"] == "unit, period, measure, scope, value"


def test_missing_columns_of_a_csv_file_are_named(run_import, tmp_path):
    path = tmp_path / "cot.csv"
    path.write_text("unit;period;value\nXã Lai Hưng;2023;5\n", encoding="utf-8")
    assert only_problem(run_import(path), "columns_missing", "dòng 1").values["missing"] == "measure, scope"


def test_an_unknown_column_is_refused_with_a_suggestion(run_import, tmp_path):
    path = tmp_path / "la.csv"
    path.write_text(
        "unit;period;measure;scope;value;qualifer\nXã Lai Hưng;2023;carried_over;own;5;\n", encoding="utf-8"
    )
    assert "qualifier?" in only_problem(run_import(path), "column_unknown", "dòng 1").text("en")


def test_a_column_that_is_there_twice_is_refused(run_import, tmp_path):
    path = tmp_path / "doi.csv"
    path.write_text("unit;period;measure;scope;value;Value\nXã Lai Hưng;2023;carried_over;own;5;6\n", encoding="utf-8")
    assert only_problem(run_import(path), "column_twice", "dòng 1").values["found"] == "value"


def test_a_head_cell_that_was_deleted_is_named(run_import, report_file, tmp_path):
    path = report_file(LAI_HUNG, {"carried_over": {"value": "5"}})
    book = load_workbook(path)
    book[REPORT_SHEET].cell(head_line("period"), 3).value = None
    assert only_problem(run_import(saved(book, path)), "head_missing", REPORT_SHEET).values["missing"] == "period"


def test_a_head_without_figures_is_not_an_empty_report(run_import, report_file):
    only_problem(run_import(report_file(LAI_HUNG, {})), "no_figures", REPORT_SHEET)


# Cells


def test_a_formula_is_refused_with_its_cell(run_import, table_file, report_file):
    problem = only_problem(run_import(table_file([ROW | {"value": "=1700+48"}])), "formula", f"{TABLE_SHEET}!H3")
    assert "=1700+48" in problem.text("vi")
    assert "Paste Special" in problem.text("en")
    in_head = report_file(LAI_HUNG | {"number": "=A1"}, {"carried_over": {"value": "5"}})
    only_problem(run_import(in_head), "formula", f"{REPORT_SHEET}!B{head_line('number')}")


def test_an_error_of_excel_is_refused_with_its_cell(run_import, table_file):
    only_problem(run_import(table_file([ROW | {"note": "#REF!"}])), "cell_error", f"{TABLE_SHEET}!{COLUMN['note']}3")


BAD_CELLS = [
    ("measure", "recieved_in_period", "measure_unknown"),
    ("measure", "printed_rate.nothing", "measure_unknown"),
    ("measure", "", "measure_missing"),
    ("unit", "Xã Không Có", "unit_unknown"),
    ("unit", "", "unit_missing"),
    ("period", "tháng 5", "period_unknown"),
    ("period", "", "period_missing"),
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
def test_a_bad_cell_of_a_sheet_is_refused_by_name(run_import, table_file, column, value, code):
    problem = only_problem(
        run_import(table_file([ROW | {column: value}])), code, f"bang.xlsx · {TABLE_SHEET}!{COLUMN[column]}3"
    )
    assert value in problem.text("vi")


@pytest.mark.parametrize(("column", "value", "code"), BAD_CELLS)
def test_a_bad_cell_of_a_csv_file_is_refused_by_line_and_column(run_import, csv_file, column, value, code):
    problem = only_problem(run_import(csv_file([ROW | {column: value}])), code, f"bang.csv · dòng 2, cột {column}")
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
def test_a_bad_head_cell_is_refused_by_name(run_import, report_file, column, value, code):
    path = report_file(LAI_HUNG | {column: value}, {"carried_over": {"value": "5"}, "withdrawn": {"value": "1"}})
    only_problem(run_import(path), code, f"{REPORT_SHEET}!B{head_line(column)}")


def test_a_measures_name_leads_to_its_code(run_import, csv_file, registry):
    name = registry.measures["carried_over"].name_vi
    assert "carried_over" in only_problem(
        run_import(csv_file([ROW | {"measure": name}])), "measure_unknown", "dòng 2"
    ).text("vi")
    close = only_problem(run_import(csv_file([ROW | {"measure": "recieved_in_period"}])), "measure_unknown", "dòng 2")
    assert "Có phải là: received_in_period" in close.text("vi")


def test_an_ambiguous_unit_is_asked_back_with_its_candidates(run_import, csv_file):
    problem = only_problem(
        run_import(csv_file([ROW | {"unit": "Xã Bình Phước", "period": "2023"}])), "unit_ambiguous", "cột unit"
    )
    assert "29644" in problem.text("vi")
    assert "21073" in problem.text("vi")
    assert "district" in problem.text("en")


def test_a_unit_that_contradicts_its_district_is_refused_with_its_namesakes(run_import, csv_file):
    contradicted = run_import(csv_file([ROW | {"district": "Huyện Cầu Kè"}]))
    problem = only_problem(contradicted, "unit_part_differs", "cột district")
    assert "Huyện Bàu Bàng" in problem.text("vi")


def test_an_error_of_the_head_is_said_once_for_all_rows(run_import, csv_file):
    rows = [ROW | {"unit": "Xã Không Có", "locator": str(number)} for number in range(5)]
    only_problem(run_import(csv_file(rows)), "unit_unknown", "dòng 2, cột unit")


def test_an_ambiguous_rate_is_asked_back(run_import, csv_file):
    row = ROW | {"measure": "printed_rate.online_rate", "value": "1.234"}
    assert "1234" in only_problem(run_import(csv_file([row])), "bad_number", "dòng 2, cột value").text("en")


def test_a_percentage_cell_is_no_count(run_import, table_file):
    path = table_file([ROW | {"value": 0.5}], formats={"value": "0%"})
    assert "50%" in only_problem(run_import(path), "bad_number", f"{TABLE_SHEET}!H3").text("vi")


def test_a_date_that_excel_made_of_a_number_is_no_number(run_import, table_file):
    only_problem(run_import(table_file([ROW | {"value": datetime(2023, 5, 1)}])), "bad_number", f"{TABLE_SHEET}!H3")


def test_words_and_column_must_not_contradict_each_other(run_import, csv_file):
    row = ROW | {"value": "trên 15", "qualifier": "at_most"}
    only_problem(run_import(csv_file([row])), "qualifier_differs", "dòng 2, cột qualifier")


def test_a_window_needs_both_ends_in_order(run_import, csv_file):
    half = ROW | {"window_start": "10/12/2022"}
    only_problem(run_import(csv_file([half])), "window_incomplete", "dòng 2, cột window_end")
    only_problem(
        run_import(csv_file([half | {"window_end": "09/12/2022"}])), "window_reversed", "dòng 2, cột window_end"
    )


@pytest.mark.parametrize("locator", ["", "II.2, dòng 41"])
def test_the_same_statement_twice_is_refused_with_the_first_place(run_import, table_file, locator):
    rows = [ROW | {"locator": locator}, ROW | {"locator": locator, "value": "1.747"}]
    problem = only_problem(run_import(table_file(rows)), "figure_twice", f"{TABLE_SHEET}!F4")
    assert f"{TABLE_SHEET}!F3" in problem.text("vi")


def test_rows_of_one_report_must_agree_on_its_number(run_import, csv_file):
    rows = [ROW, ROW | {"number": "46/BC-UBND", "locator": "a"}, ROW | {"number": "47/BC-UBND", "locator": "b"}]
    problem = only_problem(run_import(csv_file(rows)), "head_differs", "dòng 4, cột number")
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


def test_the_progress_bar_names_the_file_in_the_language_asked_for(registry, csv_file, import_folder, capsys):
    import_files([csv_file([ROW])], import_folder, registry, registry.units, lang="en")
    shown = capsys.readouterr().err
    assert "1/1 bang.csv" in shown
    assert "1 rows" in shown
