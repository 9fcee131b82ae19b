"""The page on reporting: rate, reminder, table and matrix, and what is said of the real reports."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_cases import opened
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")


def page(**address: str) -> AppTest:
    return opened("reporting", **address)


def text_of(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.subheader, *app.markdown, *app.info, *app.success, *app.caption)
    html = " ".join(one.proto.body for one in app.get("html"))
    return re.sub(r"\\(.)", r"\1", " ".join(one.value for one in shown)) + html


def test_the_page_shows_rate_reminder_table_and_matrix_of_the_district() -> None:
    app = page(source="demo", kind="quarter", to="2024-Q4", remind="2024-Q3")
    (chart,) = app.get("plotly_chart")
    lines = [
        one for one in json.loads(chart.proto.spec)["data"] if one.get("type") == "scatter" and len(one["y"]) == 12
    ]
    assert [line["name"] for line in lines] == ["Đã nhận", "Nhận đúng hạn"]
    assert lines[0]["y"][10] == pytest.approx(1000 / 11) and lines[1]["y"][-1] == pytest.approx(900 / 11)
    (letter,) = app.code
    assert "Xã Đức Hiệp, huyện Minh Họa" in letter.value and "quý III/2024" in letter.value
    _, reminded, units, _ = (one.value for one in app.dataframe)
    assert list(reminded["unit"]) == ["Xã Đức Hiệp, Huyện Minh Họa"]
    assert units.set_index("unit").loc["Đồng Xuân", "late"] == 10
    shown = text_of(app)
    assert "11/11" in shown and "+15 ngày" in shown
    assert "Trang này tính mọi loại kỳ báo cáo" in shown
    labels = [one.label for one in app.get("download_button")]
    assert labels.count("CSV") == labels.count("XLSX") == 4


def test_the_page_says_that_a_complete_period_needs_no_reminder() -> None:
    app = page(source="demo", kind="quarter", to="2024-Q4", lang="en")
    assert not app.code
    assert "All reports for Year 2024 have been received. Other periods that lack a report: Q3 2024, Q1 2023." in (
        text_of(app)
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_honest_about_the_real_reports(lang: Lang) -> None:
    app = page(source="report", lang=lang)
    shown = text_of(app)
    assert say("reporting.single", lang) in shown
    assert say("reporting.remind", lang) not in shown
    assert not app.get("plotly_chart") and not app.code
    assert "Minh Đức" in shown
