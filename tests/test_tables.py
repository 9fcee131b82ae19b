"""CSV and XLSX beneath charts: numbers stay numbers, texts stay texts, what is shown goes with the file."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from briefing.tables import to_csv, to_xlsx
from charts.spec import Column, Frame, Table
from tests.gallery import specs
from text.words import Lang

DANGEROUS = ["=1+1", "+84 901", "-5 hồ sơ", "@SUM(A1)", "\t=1", "\r=1"]


def frame(table: Table | None, simulated: bool = False) -> Frame:
    return Frame(
        "Tiêu đề 43,6 %",
        "Huyện A, quý III/2024",
        "Câu.",
        "Báo cáo 1",
        "a chia b",
        "alt",
        "tep",
        ("Ghi",),
        simulated,
        table,
    )


def one_column(*values: object, kind: str = "text", decimals: int = 0) -> Table:
    return Table((Column("a", "Cột", kind, decimals),), tuple({"a": value} for value in values))  # type: ignore[arg-type]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_bom_and_the_headings_in_the_language() -> None:
    for lang, heading in (("vi", "Đơn vị"), ("en", "Unit")):
        data = to_csv(specs.table(lang), frame(None), lang)  # type: ignore[arg-type]
        assert data.startswith(b"\xef\xbb\xbf")
        assert rows_of(data)[0][0] == heading


def test_csv_numbers_have_a_point_and_gaps_are_empty() -> None:
    assert rows_of(to_csv(one_column(43.6, -1.5, None, kind="percent"), frame(None), "vi"))[1:4] == [
        ["43.6"],
        ["-1.5"],
        [""],
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_text_that_looks_like_a_formula_has_an_apostrophe(text: str) -> None:
    assert rows_of(to_csv(one_column(text), frame(None), "vi"))[1] == ["'" + text]


def test_csv_tells_at_its_end_what_is_shown() -> None:
    rows = rows_of(to_csv(one_column(1, kind="number"), frame(None, simulated=True), "vi"))
    assert rows[2] == []
    assert rows[3][0] == "SỐ LIỆU MÔ PHỎNG"
    assert ["Nội dung", "Huyện A, quý III/2024"] in rows
    assert ["Nguồn", "Báo cáo 1"] in rows


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_xlsx_numbers_are_numbers_with_their_decimals(lang: Lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([frame(specs.table(lang))], lang)))
    sheet = book.worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == (1748, "n", "#,##0")
    assert sheet["C2"].value == pytest.approx(98.527)
    assert sheet["C2"].number_format == "#,##0.00"
    assert sheet["D2"].number_format == "+#,##0.0;-#,##0.0;#,##0.0"
    assert sheet["B13"].value is None
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize("text", [*DANGEROUS[:4], "https://example.org", "007"])
def test_xlsx_text_stays_text(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx([frame(one_column(text))], "vi"))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_xlsx_dates_are_dates() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([frame(one_column(date(2024, 9, 16), kind="date"))], "vi")))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (datetime(2024, 9, 16), "dd/mm/yyyy")


def test_xlsx_has_a_sheet_for_each_table_and_one_that_explains_them() -> None:
    frames = [frame(one_column(1, kind="number")), frame(None), frame(one_column("b"), simulated=True)]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frames, "vi")))
    assert book.sheetnames == ["Bảng 1", "Bảng 2", "Thuyết minh"]
    notes = [tuple(row) for row in book["Thuyết minh"].iter_rows(values_only=True)]
    assert notes.count(("Tiêu đề", "Tiêu đề 43,6 %")) == 3
    assert ("Nguồn", "Báo cáo 1") in notes
    assert ("SỐ LIỆU MÔ PHỎNG", None) in notes or ("SỐ LIỆU MÔ PHỎNG", "") in notes
