"""The import template offers what the registry has, and keeps Excel from changing what is typed into it."""

import csv
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from domain.periods import parse_period
from etl.import_layout import (
    FIGURE_COLUMNS,
    GUIDE_SHEET,
    HEAD_FIELDS,
    MEASURES_SHEET,
    REPORT_SHEET,
    TABLE_COLUMNS,
    TABLE_SHEET,
)
from etl.registry import Registry
from etl.template import MEASURE_LIST, PERIOD_LIST, write_csv_template, write_template
from text.numbers import parse_number
from text.words import catalogue


@pytest.fixture(scope="module")
def workbook(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "bieu-mau.xlsx"
    write_template(path, registry)
    return load_workbook(path)


def header_line(workbook: Workbook) -> int:
    column = [cell.value for cell in workbook[REPORT_SHEET]["A"]]
    return column.index("measure") + 1


def named_cells(workbook: Workbook, name: str) -> list[str]:
    ((sheet, area),) = workbook.defined_names[name].destinations
    return [row[0].value for row in workbook[sheet][area]]


def lists_by_column(workbook: Workbook, sheet: str, line: int) -> dict[str, str]:
    """The source of the drop-down list of each column that has one, in the rows below the header in `line`."""
    found = {}
    for rule in workbook[sheet].data_validations.dataValidation:
        area = next(iter(rule.sqref.ranges))
        code = workbook[sheet].cell(line, area.min_col).value
        if area.min_row == line + 1:
            found[code] = rule.formula1.strip('"=')
    return found


def test_the_workbook_has_the_four_sheets(workbook: Workbook):
    assert workbook.sheetnames == [REPORT_SHEET, TABLE_SHEET, GUIDE_SHEET, MEASURES_SHEET]


def test_the_report_sheet_asks_for_the_head_then_the_figures(workbook: Workbook):
    sheet = workbook[REPORT_SHEET]
    head = [sheet.cell(line, 3).value for line in range(4, 4 + len(HEAD_FIELDS))]
    assert tuple(head) == HEAD_FIELDS
    line = header_line(workbook)
    assert tuple(cell.value for cell in sheet[line]) == FIGURE_COLUMNS


def test_counts_are_prefilled_with_staff_last(workbook: Workbook, registry: Registry):
    line = header_line(workbook)
    codes = [cell.value for cell in workbook[REPORT_SHEET]["A"][line:] if cell.value]
    assert codes[0] == "received_total"
    assert len(codes) > 200
    assert set(codes) <= set(registry.measures)
    staff = [code.startswith("staff.") for code in codes]
    assert staff == sorted(staff)
    assert any(staff)
    row = [cell.value for cell in workbook[REPORT_SHEET][line + 1]]
    assert row[:4] == ["received_total", registry.measures["received_total"].name_vi, "hồ sơ", "own"]


def test_the_table_sheet_has_one_row_a_figure(workbook: Workbook):
    sheet = workbook[TABLE_SHEET]
    assert tuple(cell.value for cell in sheet[2]) == TABLE_COLUMNS
    assert sheet.freeze_panes == "B3"
    assert sheet.max_row == 2


@pytest.mark.parametrize(("sheet", "choices"), [(REPORT_SHEET, 4), (TABLE_SHEET, 5)])
def test_choices_are_drop_down_lists(workbook: Workbook, sheet: str, choices: int):
    line = header_line(workbook) if sheet == REPORT_SHEET else 2
    lists = lists_by_column(workbook, sheet, line)
    assert len(lists) == choices
    assert lists["measure"] == MEASURE_LIST
    assert lists["scope"] == "own,communes,total"
    assert lists["qualifier"] == "exact,at_least,at_most,about"
    assert lists["place"] == "main,appendix,summary"


def test_the_head_offers_periods_status_and_level(workbook: Workbook):
    rules = workbook[REPORT_SHEET].data_validations.dataValidation
    in_head = {str(rule.sqref): rule.formula1.strip('"=') for rule in rules if str(rule.sqref).startswith("B")}
    assert sorted(in_head.values()) == [
        "commune,district,province",
        PERIOD_LIST,
        "provisional,checked,locked",
    ]


def test_the_lists_hold_every_measure_printed_rate_and_readable_periods(workbook: Workbook, registry: Registry):
    measures = named_cells(workbook, MEASURE_LIST)
    assert measures == [*registry.measures, *(f"printed_rate.{name}" for name in registry.indicators)]
    periods = [parse_period(text) for text in named_cells(workbook, PERIOD_LIST)]
    assert parse_period("2023-H1") in periods
    assert len(set(periods)) == len(periods)


def test_cells_to_fill_in_hold_text(workbook: Workbook):
    line = header_line(workbook) + 1
    values = [cell for cell in workbook[REPORT_SHEET]["E"] if cell.row >= line]
    assert {cell.number_format for cell in values} == {"@"}
    assert {workbook[REPORT_SHEET].cell(row, 2).number_format for row in range(4, 17)} == {"@"}
    columns = workbook[TABLE_SHEET].column_dimensions.values()
    assert {column.number_format for column in columns} == {"@"}


def test_the_guide_says_what_every_column_is_in_both_languages(workbook: Workbook):
    rows = {row[0].value: (row[1].value, row[2].value) for row in workbook[GUIDE_SHEET].iter_rows(min_row=2)}
    for name in HEAD_FIELDS + FIGURE_COLUMNS + TABLE_COLUMNS:
        vi, en = rows[name]
        assert vi
        assert en
        assert vi != en


def test_every_code_of_the_layout_has_a_label_and_every_unit_a_name(registry: Registry):
    for name in HEAD_FIELDS + FIGURE_COLUMNS + TABLE_COLUMNS:
        assert f"template.label.{name}" in catalogue()
    for measure in registry.measures.values():
        assert f"template.unit.{measure.unit.replace(' ', '_')}" in catalogue()


def test_the_template_holds_no_formula(workbook: Workbook):
    for sheet in workbook:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_csv_template_opens_in_vietnamese_excel(tmp_path: Path):
    path = tmp_path / "bang.csv"
    write_csv_template(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file, delimiter=";")) == list(TABLE_COLUMNS)


def test_what_the_guide_gives_as_examples_can_be_imported():
    text = catalogue()["template.column.value"]["vi"]
    examples = re.search(r"báo cáo: (.*?)\. Không", text)[1].split("; ")
    assert len(examples) == 4
    kinds = ("count", "rate", "money_million", "count")
    assert [parse_number(example, kind).value for example, kind in zip(examples, kinds, strict=True)]
