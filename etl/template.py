"""Writes the import template: a workbook that an office fills in, and a bare CSV table."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.figures import PLACES, QUALIFIERS, SCOPES
from domain.indicators import PRINTED_RATE, Measure
from domain.periods import Period
from domain.review import STATUSES
from etl.import_cells import Registry
from etl.import_layout import (
    FIGURE_COLUMNS,
    GUIDE_SHEET,
    HEAD_FIELDS,
    LEVELS,
    MEASURES_SHEET,
    REPORT_SHEET,
    TABLE_COLUMNS,
    TABLE_SHEET,
)
from text.words import say

MEASURE_LIST, PERIOD_LIST = "danh_sach_chi_tieu", "danh_sach_ky"
"""Names of the ranges behind the drop-down lists; both lie on the sheet of measures."""

_FIRST_YEAR = 2021
_PARTS = ("Q1", "H1", "Q3", "9M", "")
_SPARE_ROWS = 60
_TABLE_ROWS = 5000
_HEAD_START = 3
_CHOICES: dict[str, tuple[str, ...]] = {
    "level": LEVELS,
    "status": STATUSES,
    "scope": SCOPES,
    "qualifier": QUALIFIERS,
    "place": PLACES,
}
_RANGES = {"period": PERIOD_LIST, "measure": MEASURE_LIST}
_WIDTHS = {"unit": 24, "measure": 40, "name": 60, "measure_unit": 14, "value": 18, "locator": 30, "note": 40,
           "period": 24, "gso_code": 11}  # fmt: skip
_WIDTH = 16
_REQUIRED = ("unit", "period", "measure", "scope", "value")


def write_template(path: Path, registry: Registry) -> None:
    """An XLSX with the sheets "Báo cáo", "Bảng nhiều kỳ", "Hướng dẫn" and "Chỉ tiêu"; `path` is overwritten.

    Cells to be filled in hold text, so that Excel takes neither 1.748 for a fraction nor 05/06/2023 for 6 May.
    """
    with xlsxwriter.Workbook(path) as workbook:
        _Template(workbook, registry).write()


def write_csv_template(path: Path) -> None:
    """The header of the table of many units and periods: UTF-8 with BOM and semicolons, as Vietnamese Excel expects."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerow(TABLE_COLUMNS)


def prefilled_measures(registry: Registry) -> list[Measure]:
    """What the sheet of one report asks for: counts as the registry orders them, staff after all others."""
    counted = [measure for measure in registry.measures.values() if measure.kind in ("flow", "stock", "computed")]
    return sorted(counted, key=lambda measure: measure.code.startswith("staff."))


class _Template:
    def __init__(self, workbook: xlsxwriter.Workbook, registry: Registry) -> None:
        self._workbook = workbook
        self._registry = registry
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        boxed = base | {"border": 1, "border_color": "#BFBFBF"}
        self._title = self._format(base | {"bold": True, "font_size": 14})
        self._hint = self._format(base | {"italic": True, "font_color": "#595959"})
        self._label = self._format(base | {"bold": True})
        self._header = self._format(
            boxed
            | {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        self._code = self._format(boxed | {"bg_color": "#D9E2EC", "font_color": "#404040", "font_size": 9})
        self._input = self._format(boxed | {"num_format": "@", "bg_color": "#FFFBE6"})
        self._fixed = self._format(boxed)
        self._wrapped = self._format(boxed | {"text_wrap": True})

    def _format(self, properties: dict) -> Format:
        return self._workbook.add_format(properties)

    def write(self) -> None:
        sheets = [self._workbook.add_worksheet(name) for name in
                  (REPORT_SHEET, TABLE_SHEET, GUIDE_SHEET, MEASURES_SHEET)]  # fmt: skip
        for sheet, fill in zip(sheets, (self._report, self._table, self._guide, self._measures), strict=True):
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
            sheet.hide_gridlines(2)
            fill(sheet)

    def _report(self, sheet: Worksheet) -> None:
        """Head cells (label, value, code) above the table of figures, prefilled with measures."""
        sheet.write(0, 0, say("template.report.title", "vi"), self._title)
        sheet.write(1, 0, say("template.report.hint", "vi"), self._hint)
        for row, name in enumerate(HEAD_FIELDS, start=_HEAD_START):
            sheet.write(row, 0, self._heading(name, " / "), self._label)
            sheet.write_blank(row, 1, None, self._input)
            sheet.write(row, 2, name, self._code)
            self._validate(sheet, name, row, 1, row)
        labels = _HEAD_START + len(HEAD_FIELDS) + 1
        self._headings(sheet, labels, FIGURE_COLUMNS)
        measures = prefilled_measures(self._registry)
        first, last = labels + 2, labels + 1 + len(measures) + _SPARE_ROWS
        for row in range(first, last + 1):
            measure = measures[row - first] if row - first < len(measures) else None
            self._figure_row(sheet, row, measure)
        for column, name in enumerate(FIGURE_COLUMNS):
            self._validate(sheet, name, first, column, last)
        sheet.freeze_panes(0, 1)

    def _figure_row(self, sheet: Worksheet, row: int, measure: Measure | None) -> None:
        given = {"measure": measure.code, "name": measure.name_vi, "measure_unit": self._unit(measure), "scope": "own"}\
            if measure else {}  # fmt: skip
        for column, name in enumerate(FIGURE_COLUMNS):
            style = self._fixed if name in ("name", "measure_unit") else self._input
            sheet.write(row, column, given.get(name), style)

    def _table(self, sheet: Worksheet) -> None:
        """An empty table, one row a figure of any unit and period."""
        self._headings(sheet, 0, TABLE_COLUMNS)
        for column, name in enumerate(TABLE_COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH), self._input)
            self._validate(sheet, name, 2, column, _TABLE_ROWS + 1)
        sheet.freeze_panes(2, 1)

    def _headings(self, sheet: Worksheet, row: int, columns: Iterable[str]) -> None:
        """The labels in both languages, and below them the codes that the import reads."""
        sheet.set_row(row, 48)
        for column, name in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
            sheet.write(row, column, self._heading(name), self._header)
            sheet.write(row + 1, column, name, self._code)

    def _heading(self, name: str, between: str = "\n") -> str:
        star = " *" if name in _REQUIRED else ""
        return f"{say(f'template.label.{name}', 'vi')}{star}{between}{say(f'template.label.{name}', 'en')}"

    def _validate(self, sheet: Worksheet, name: str, first: int, column: int, last: int) -> None:
        """A drop-down list where there are choices. Periods and measures may also be typed, so those only warn."""
        source = f"={_RANGES[name]}" if name in _RANGES else list(_CHOICES.get(name, ()))
        if source:
            options = {
                "validate": "list",
                "source": source,
                "error_type": "warning" if name in _RANGES else "stop",
                "error_title": say("template.list.title", "vi"),
                "error_message": say("template.list.message", "vi"),
            }
            sheet.data_validation(first, column, last, column, options)

    def _guide(self, sheet: Worksheet) -> None:
        """General rules, then every column, in both languages."""
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 2, 70)
        for column, name in enumerate(("column", "vi", "en")):
            sheet.write(0, column, say(f"template.guide.{name}", "vi"), self._header)
        rules = [("", f"template.rule.{name}") for name in ("sheets", "numbers", "bounds", "dates", "whole")]
        columns = dict.fromkeys(HEAD_FIELDS + FIGURE_COLUMNS)
        entries = rules + [(name, f"template.column.{name}") for name in columns]
        for row, (name, key) in enumerate(entries, start=1):
            sheet.write(row, 0, name, self._code)
            sheet.write(row, 1, say(key, "vi"), self._wrapped)
            sheet.write(row, 2, say(key, "en"), self._wrapped)
        sheet.freeze_panes(1, 1)

    def _measures(self, sheet: Worksheet) -> None:
        """Every code that the column `measure` takes from a list, and every period, with the ranges named."""
        for column, name in enumerate(("measure", "name", "name_en", "measure_unit", "appendix", "period")):
            sheet.write(0, column, self._heading(name), self._header)
            sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH) if name != "name_en" else 60)
        sheet.set_row(0, 36)
        rows = self._measure_rows()
        periods = [period.label("vi") for period in _periods(date.today().year)]
        for row, cells in enumerate(rows, start=1):
            sheet.write_row(row, 0, cells, self._fixed)
        sheet.write_column(1, 5, periods, self._fixed)
        self._workbook.define_name(MEASURE_LIST, f"='{MEASURES_SHEET}'!$A$2:$A${len(rows) + 1}")
        self._workbook.define_name(PERIOD_LIST, f"='{MEASURES_SHEET}'!$F$2:$F${len(periods) + 1}")
        sheet.freeze_panes(1, 1)

    def _measure_rows(self) -> list[tuple[str, str, str, str, str]]:
        counted = [
            (measure.code, measure.name_vi, measure.name_en, self._unit(measure), measure.appendix_code)
            for measure in self._registry.measures.values()
        ]
        printed = [
            (PRINTED_RATE + indicator.id, say("template.printed", "vi", name=indicator.name_vi),
             say("template.printed", "en", name=indicator.name_en), "%", "")
            for indicator in self._registry.indicators.values()
        ]  # fmt: skip
        return counted + printed

    def _unit(self, measure: Measure) -> str:
        return say(f"template.unit.{measure.unit.replace(' ', '_')}", "vi")


def _periods(this_year: int) -> list[Period]:
    """The periods that are reported, newest year first, to the end of next year."""
    return [Period(year, part) for year in range(this_year + 1, _FIRST_YEAR - 1, -1) for part in _PARTS]
