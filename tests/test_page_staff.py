"""The page "Trình độ đội ngũ" in the running app: both sources, both languages, every switch."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_cases import opened

pytestmark = pytest.mark.usefixtures("in_data_root")


def staff_page(**address: str) -> AppTest:
    return opened("staff", **address)


def figure(app: AppTest) -> dict[str, Any]:
    """The Plotly figure on the page; there is one."""
    (chart,) = app.get("plotly_chart")
    return json.loads(chart.proto.spec)


def bars(app: AppTest) -> dict[str, list[float | None]]:
    """Per cent by level, in the order of the units."""
    return {one["name"]: one["x"] for one in figure(app)["data"] if one["type"] == "bar"}


def headings(app: AppTest) -> str:
    return " ".join(one.value.replace("\\", "") for one in (*app.title, *app.subheader))


def html(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def test_the_real_reports_stand_side_by_side_each_in_its_period() -> None:
    app = staff_page(source="report")
    assert figure(app)["layout"]["yaxis"]["ticktext"] == ["Bắc Sơn", "Bình Phước", "Lai Hưng", "Minh Đức"]
    shares = bars(app)
    assert shares["Đại học"] == pytest.approx([1600 / 19, 95, 2000 / 21, 1600 / 19])
    assert shares["Sau đại học"] == pytest.approx([100 / 19, 0, 100 / 21, None])
    assert shares["chưa rõ"] == pytest.approx([None, None, None, 300 / 19])
    assert "Lai Hưng 21/21, Minh Đức ít nhất 16/19" in headings(app)
    assert "≥ 84,2" in html(app)


def test_the_simulated_district_is_pooled_and_marked() -> None:
    app = staff_page(source="demo", kind="year")
    levels = bars(app)
    assert len(levels["Đại học"]) == 11
    for unit in zip(*levels.values(), strict=True):
        assert sum(share or 0 for share in unit) == pytest.approx(100)
    assert "cán bộ, công chức có trình độ đại học trở lên" in headings(app)
    assert "năm 2024" in headings(app)
    assert any("mô phỏng" in one.value for one in app.warning)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("source", ["report", "demo"])
@pytest.mark.parametrize("chart", ["composition", "shares", "posts", "trend"])
def test_every_switch_shows_something(source: str, lang: str, chart: str) -> None:
    app = staff_page(source=source, lang=lang, chart_staff=chart)
    assert {"vi": "Trình độ đội ngũ", "en": "Staff qualification"}[lang] in headings(app)
    assert app.get("plotly_chart") or app.dataframe or "<table" in html(app)


def test_english_figures_have_a_decimal_point() -> None:
    app = staff_page(source="report", lang="en")
    assert figure(app)["layout"]["separators"] == ".,"
    assert "University" in bars(app)
    assert "95.0%" in html(app)


def test_shares_of_degrees_are_ranked_with_their_n() -> None:
    app = staff_page(source="demo", kind="year", chart_staff="shares", group="civil_servant")
    texts = [one["text"] for one in figure(app)["layout"]["annotations"]]
    assert sum("/" in text and "%" in text for text in texts) == 11
    assert any("Mục tiêu 100" in text for text in texts)


def test_mixed_periods_offer_no_change_over_time() -> None:
    app = staff_page(source="report", chart_staff="trend")
    chart = app.get("plotly_chart")
    assert len(chart) == 1 and bars(app)["Đại học"]
    assert len(app.button_group(key="frame-chart_staff").options) == 3


def test_posts_show_present_over_assigned() -> None:
    shown = html(staff_page(source="report", chart_staff="posts"))
    assert "20/23" in shown and "thiếu 3" in shown and "19/–" in shown


def test_skills_and_part_time_workers_are_found_by_switching() -> None:
    app = staff_page(source="report")
    app.button_group(key="frame-dimension").set_value("skill").run()
    assert not app.exception and "20/21" in html(app)
    app.button_group(key="frame-dimension").set_value("education").run()
    app.button_group(key="frame-group").set_value("part_time").run()
    assert not app.exception
    assert bars(app)["Cao đẳng"] == pytest.approx([300 / 11, 0])
    assert any("11 so với 10" in one.value.replace("\\", "") for one in app.markdown)


def test_an_empty_choice_says_what_would_fill_it() -> None:
    app = staff_page(source="report", kind="quarter", dimension="state_management", group="cadre")
    assert not app.get("plotly_chart")
    assert any("quản lý nhà nước của cán bộ" in one.value.replace("\\", "") for one in app.info)
