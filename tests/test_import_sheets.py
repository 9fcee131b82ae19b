"""Every sheet that carries the template's codes is read, whatever its name; none with figures is passed over."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.import_layout import FIGURE_COLUMNS, REPORT_SHEET, TABLE_COLUMNS, TABLE_SHEET
from etl.importer import import_files
from tests.import_cases import FIRST_TABLE_LINE, LAI_HUNG, ROW, figures_of, head_line, only_problem, saved


@pytest.fixture
def book(blank_template: Path) -> Workbook:
    return load_workbook(blank_template)


def fill_report(sheet: Worksheet, head: Mapping[str, object], value: object, measure: str = "carried_over") -> None:
    for code, cell in head.items():
        sheet.cell(head_line(code), 2).value = cell
    lines = {sheet.cell(line, 1).value: line for line in range(1, sheet.max_row + 1)}
    sheet.cell(lines[measure], FIGURE_COLUMNS.index("value") + 1).value = value


def fill_table(sheet: Worksheet, row: Mapping[str, object]) -> None:
    for column, cell in row.items():
        sheet.cell(FIRST_TABLE_LINE, TABLE_COLUMNS.index(column) + 1).value = cell


def copied(book: Workbook, name: str, title: str) -> Worksheet:
    copy = book.copy_worksheet(book[name])
    copy.title = title
    return copy


def test_a_copied_report_sheet_is_a_report_of_its_own(run_import, book, import_folder, tmp_path) -> None:
    fill_report(book[REPORT_SHEET], LAI_HUNG, "5")
    fill_report(copied(book, REPORT_SHEET, "Báo cáo (2)"), LAI_HUNG | {"period": "2024-Q3"}, "7")
    result = run_import(saved(book, tmp_path / "hai.xlsx"))
    assert (result.written, result.figures) == (("lai-hung-2023-h1", "lai-hung-2024-q3"), 2)
    (figure,) = figures_of(import_folder / "lai-hung-2024-q3")
    assert (figure["value"], figure["locator"].partition("!")[0]) == ("7", "Báo cáo (2)")


def test_both_tables_are_read_where_one_was_copied(run_import, book, import_folder, tmp_path) -> None:
    fill_table(book[TABLE_SHEET], ROW)
    fill_table(copied(book, TABLE_SHEET, "Bảng nhiều kỳ (2)"), ROW | {"period": "2023", "value": "3.500"})
    result = run_import(saved(book, tmp_path / "bang.xlsx"))
    assert result.written == ("lai-hung-2023-h1", "lai-hung-2023")
    assert figures_of(import_folder / "lai-hung-2023")[0]["value"] == "3500"


@pytest.mark.parametrize("sheet", [REPORT_SHEET, TABLE_SHEET])
def test_a_renamed_sheet_is_read_as_what_it_is(run_import, book, import_folder, tmp_path, sheet) -> None:
    if sheet == REPORT_SHEET:
        fill_report(book[sheet], LAI_HUNG, "1.748", "received_in_period")
    else:
        fill_table(book[sheet], ROW)
    book[sheet].title = "Lai Hưng 6T"
    assert run_import(saved(book, tmp_path / "ten.xlsx")).written == ("lai-hung-2023-h1",)
    assert figures_of(import_folder / "lai-hung-2023-h1")[0]["value"] == "1748"


def test_the_same_figure_on_two_sheets_is_refused_with_both_places(run_import, book, tmp_path) -> None:
    for sheet in (book[REPORT_SHEET], copied(book, REPORT_SHEET, "Bản sao")):
        fill_report(sheet, LAI_HUNG, "5")
    problem = only_problem(run_import(saved(book, tmp_path / "trung.xlsx")), "figure_twice", "Bản sao!A")
    assert "đã có ở Báo cáo!A" in problem.text("vi")


@pytest.mark.parametrize("cell", [17, 43.6, "1.748", "43,6 %", "5.158.000đ", "=1+1"])
def test_a_sheet_with_figures_and_without_codes_is_refused_by_name(
    run_import, book, tmp_path, import_folder, cell
) -> None:
    fill_table(book[TABLE_SHEET], ROW)
    book.create_sheet("Số bổ sung")["B2"] = cell
    problem = only_problem(run_import(saved(book, tmp_path / "bs.xlsx")), "sheet_without_codes", "bs.xlsx · Số bổ sung")
    assert "xóa khỏi tệp" in problem.text("vi")
    assert not import_folder.exists()


def test_a_sheet_of_words_is_no_hindrance(run_import, book, tmp_path) -> None:
    fill_table(book[TABLE_SHEET], ROW)
    book.create_sheet("Ghi chú")["A1"] = "Số liệu do bộ phận Một cửa gửi ngày 24/05/2023."
    assert run_import(saved(book, tmp_path / "gc.xlsx")).written == ("lai-hung-2023-h1",)


def test_a_report_sheet_whose_codes_were_deleted_is_refused_and_not_empty(run_import, book, tmp_path) -> None:
    sheet = copied(book, REPORT_SHEET, "Quý III")
    fill_report(sheet, LAI_HUNG, "5")
    sheet.delete_rows(next(line for line in range(1, 60) if sheet.cell(line, 1).value == "measure"))
    problem = only_problem(run_import(saved(book, tmp_path / "ma.xlsx")), "columns_missing", "ma.xlsx · Quý III")
    assert problem.values["missing"] == "measure, scope, value"


def test_a_report_without_its_head_is_refused(run_import, book, tmp_path) -> None:
    sheet = copied(book, REPORT_SHEET, "Quý III")
    fill_report(sheet, {}, "5")
    sheet.delete_rows(head_line("unit"), 13)
    problem = only_problem(run_import(saved(book, tmp_path / "dau.xlsx")), "head_missing", "dau.xlsx · Quý III")
    assert problem.values["missing"] == "unit, period"


def test_a_workbook_without_any_of_our_codes_names_the_sheets_it_has(run_import, tmp_path) -> None:
    book = Workbook()
    book.active.title = "Tổng hợp"
    book.create_sheet("Phụ lục")["A1"] = "Lai Hưng"
    problem = only_problem(run_import(saved(book, tmp_path / "khac.xlsx")), "sheets_missing", "khac.xlsx")
    assert "«Tổng hợp», «Phụ lục»" in problem.text("vi")


def test_progress_counts_the_rows_that_are_filled_in(
    book, tmp_path, registry, import_folder, capsys: pytest.CaptureFixture[str]
) -> None:

    fill_report(book[REPORT_SHEET], LAI_HUNG, "5")
    fill_report(book[REPORT_SHEET], {}, "6", "withdrawn")
    import_files([saved(book, tmp_path / "hai.xlsx")], import_folder, registry, registry.units, lang="en")
    assert "2 rows" in capsys.readouterr().err
