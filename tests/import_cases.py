"""Filled-in templates for the tests of the import, and what became of them."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from etl.import_layout import FIGURE_COLUMNS, HEAD_FIELDS, REPORT_SHEET, TABLE_COLUMNS, TABLE_SHEET
from etl.importer import ImportResult, import_files
from etl.problems import Problem
from etl.registry import Registry
from etl.template import write_template
from text.words import LANGS

LAI_HUNG = {"unit": "Xã Lai Hưng", "period": "6 tháng đầu năm 2023"}
ROW = LAI_HUNG | {"measure": "received_in_period", "scope": "own", "value": "1.748"}
FIRST_TABLE_LINE = 3
COLUMN = {name: chr(ord("A") + index) for index, name in enumerate(TABLE_COLUMNS)}
Rows = Sequence[Mapping[str, object]]
Import = Callable[..., ImportResult]


@pytest.fixture(scope="session")
def blank_template(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "bieu-mau.xlsx"
    write_template(path, registry)
    return path


@pytest.fixture
def import_folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def run_import(registry: Registry, import_folder: Path) -> Import:
    def run_import(*files: Path, **options) -> ImportResult:
        return import_files(files, import_folder, registry, registry.units, progress=False, **options)

    return run_import


@pytest.fixture
def report_file(blank_template: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in the sheet of one report: head cells, and figures by measure and column."""

    def fill(head: Mapping[str, object], figures: Mapping[str, Mapping[str, object]], name: str = "bc.xlsx") -> Path:
        book = load_workbook(blank_template)
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
def table_file(blank_template: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in the sheet of many periods; `formats` are number formats by column."""

    def fill(rows: Rows, name: str = "bang.xlsx", formats: Mapping[str, str] | None = None) -> Path:
        book = load_workbook(blank_template)
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


def figures_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
