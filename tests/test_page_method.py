"""The page on data and method: definitions, rules, reports, search, files and licence, in both languages."""

import io

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from briefing.tables import to_csv, to_xlsx
from charts.method_tables import export_frame
from queries import values as q
from queries.warehouse import Warehouse
from tests.app_cases import at_address
from tests.test_profile import view_of
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")

SECTIONS = ("definitions", "rules", "reports", "units", "downloads", "licence")


def page(section: str, **address: str) -> AppTest:
    return at_address("method", section=section, **address)


def html(app: AppTest) -> str:
    return "\n".join(one.proto.body for one in app.main.get("html"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("source", ["report", "demo"])
def test_every_section_shows(section: str, source: str, lang: Lang) -> None:
    app = page(section, source=source, lang=lang)
    assert app.title[0].value == say("page.method", lang)


def test_all_indicators_are_defined_and_search_passes_over_accents(warehouse: Warehouse) -> None:
    app = page("definitions")
    assert html(app).count("<section") == len(q.indicators(warehouse))
    app.text_input(key="method-query").set_value("tra duoc nop phong").run()
    assert html(app).count("<section") == 0
    app.text_input(key="method-query").set_value("giai ngan").run()
    assert html(app).count("<section") == 1
    assert "Vốn đầu tư công đã giải ngân ÷ Kế hoạch vốn đầu tư công được giao" in html(app)


def test_the_rules_carry_examples_from_the_reports() -> None:
    body = html(page("rules"))
    for figure in ("848/1.945 = 43,6\u00a0%", "96,42\u00a0%", "99,8\u00a0%", "21/21", "22.318"):
        assert figure in body
    assert say("rule.no_example", "vi") not in body


def test_the_reports_are_listed_with_file_and_checksum() -> None:
    listed = page("reports", source="report").dataframe[0].value
    assert len(listed) == 5
    assert listed["sha256"].str.len().eq(64).all()
    assert listed["figures"].gt(0).all()


def test_the_search_over_the_national_list_says_where_there_are_reports() -> None:
    app = page("units")
    app.text_input(key="method-unit").set_value("Bình Phước").run()
    found = app.dataframe[0].value
    assert {"đến 30/6/2025", "từ 01/7/2025"} <= set(found["era"])
    held = found[found["reports"] == "có 1 báo cáo"]
    assert list(held["code"]) == ["21073"]


@pytest.mark.parametrize(
    ("lang", "typed", "code", "era", "history"),
    [
        ("vi", "bac son", "12148", "đến 30/6/2025", "nay thuộc Xã Phạm Ngũ Lão"),
        ("en", "bac son", "12148", "until 30 June 2025", "now part of Xã Phạm Ngũ Lão"),
        ("vi", "bac son", "12148", "từ 01/7/2025", "gồm Xã Bãi Sậy, Xã Bắc Sơn, Xã Phù Ủng, Xã Đào Dương"),
        ("vi", "hoa son", "SIM10", "đến 30/6/2025", "đã chia vào Xã Vĩnh An, Xã Phú Mỹ"),
        ("vi", "hoa son", "SIM09", "từ 01/7/2025", "gồm một phần Xã Hòa Sơn, Xã Long An Tây, Xã Vĩnh Thuận"),
        ("vi", "tan loc", "SIM03", "đến 30/6/2025", "nay là Xã Tân Lộc"),
        ("vi", "cau ke", "845", "đến 30/6/2025", "không còn cấp huyện"),
        ("vi", "phú quốc", "911", "đến 30/6/2025", "không còn cấp huyện"),
    ],
)
def test_the_search_says_what_became_of_a_unit(lang: Lang, typed: str, code: str, era: str, history: str) -> None:
    app = page("units", lang=lang)
    app.text_input(key="method-unit").set_value(typed).run()
    found = app.dataframe[0].value
    assert list(found[(found["code"] == code) & (found["era"] == era)]["history"]) == [history]


def test_a_name_that_nobody_bears_is_said() -> None:
    app = page("units")
    app.text_input(key="method-unit").set_value("zzzz").run()
    assert not app.dataframe
    assert any("zzzz" in info.value for info in app.info)


def test_ten_files_are_offered() -> None:
    keys = {button.key for button in page("downloads").main.get("download_button")}
    names = ("values", "figures", "report_list", "units", "definitions")
    assert keys == {f"method-{name}-{kind}" for name in names for kind in ("CSV", "XLSX")}


@pytest.mark.parametrize("name", ["values", "figures"])
def test_a_table_to_take_away_has_every_row_with_numbers_as_numbers(warehouse: Warehouse, name: str) -> None:
    rows = q.export_rows(warehouse, name, "report")  # type: ignore[arg-type]
    frame = export_frame(view_of(warehouse, "report"), name, rows)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx((frame,), "vi")), read_only=True)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    values = [row[heads.index("value")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(values) == len(rows)
    assert all(isinstance(value, int | float) for value in values if value is not None)
    assert to_csv(frame.table, frame, "vi").count(b"\r\n") > len(rows)  # type: ignore[arg-type]


def test_the_notice_of_the_list_of_units_stands_on_the_page() -> None:
    app = page("licence")
    assert any("Permission is hereby granted" in one.value for one in app.markdown)
