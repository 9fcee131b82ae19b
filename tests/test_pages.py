"""The screens, run without a browser: what stands on them, and what they say without a build or with a new one."""

import json

import pytest

from domain.layout import Layout
from etl.build import build
from tests.app_cases import NBSP, TAN_LOC, at_address, bars, charts, htmls, plain, reading, tables, words
from tests.factory import make_report
from tests.sentence_tables import sentence_rows
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")

# What stands on the screens


def test_the_online_page_draws_the_ranking_with_its_tiles_sentence_and_table() -> None:
    app = at_address("online", source="demo", to="2024-Q3")
    assert app.title[0].value == "Nộp hồ sơ trực tuyến"
    assert (
        app.subheader[0].value.replace("\\", "")
        == "6 trong 9 đơn vị đạt mục tiêu nộp trực tuyến áp dụng cho mình, quý III/2024"
    )
    drawn = bars(app)
    assert drawn[TAN_LOC] == pytest.approx(56.86, abs=0.01)
    assert len(drawn) == 10  # nine ranked, one with few dossiers below the line
    assert "SIM08@2004" not in drawn
    assert "Không có số liệu: Đức Hiệp." in words(app)
    assert f"Huyện Minh Họa chung: 84,3{NBSP}% (2.521/2.991)" in words(app)
    for figure in (f"84,3{NBSP}%", "2.521 trên 2.991", f"6/9 đơn{NBSP}vị", "+3,4 điểm phần trăm"):
        assert figure in htmls(app)
    (table,) = tables(app)
    first = table.iloc[0]
    assert (first["rank"], first["unit"], first["numerator"], first["denominator"]) == (1, "Vĩnh Thuận", 259, 260)
    assert charts(app)[0].alt.startswith("Biểu đồ xếp các đơn vị. 6 trong 9 đơn vị đạt mục tiêu")


@pytest.mark.parametrize("kind", ["ranked", "trend", "multiples", "heat"])
def test_every_kind_of_chart_of_the_online_page_is_drawn_with_an_alternative_text(kind: str) -> None:
    app = at_address("online", source="demo", chart=kind)
    (chart,) = charts(app)
    spec = json.loads(chart.spec)
    assert spec["data"]
    assert plain(app.subheader[0].value) in chart.alt
    assert spec["layout"]["separators"] == ",."
    if kind == "heat":
        assert len(spec["data"][0]["z"]) == 11


@pytest.mark.parametrize("kind", ["ranked", "late", "backlog", "trend", "multiples", "heat"])
def test_every_kind_of_chart_of_the_on_time_page_is_drawn_in_both_languages(kind: str) -> None:
    for lang in LANGS:
        app = at_address("on_time", source="demo", chart_on_time=kind, lang=lang)
        (chart,) = charts(app)
        assert json.loads(chart.spec)["layout"]["separators"] == (",." if lang == "vi" else ".,")


def test_the_overview_says_what_needs_attention_before_the_scorecard() -> None:
    app = at_address(source="demo", to="2024-Q3")
    assert plain(app.subheader[0].value) == "Cần chú ý"
    assert "- Chưa có báo cáo quý III/2024: Đức Hiệp." in words(app)
    assert f"10/11 đơn{NBSP}vị" in htmls(app)
    assert "64 báo cáo quý trong khoảng đang xem, không kể báo cáo loại kỳ khác" in htmls(app)
    assert "Đã nhận 64 báo cáo quý, 8 báo cáo sau hạn" in words(app)
    assert "✓</span> đã gửi" in htmls(app) and "∑</span> suy ra" in htmls(app) and "✕</span> chưa có" in htmls(app)


def test_simulated_figures_are_marked_on_every_screen_and_reported_ones_are_not() -> None:
    for page in ("overview", "online", "on_time"):
        for source, is_marked in (("demo", True), ("report", False)):
            app = at_address(page, source=source)
            assert bool(app.warning) is is_marked
            assert ("Số liệu mô phỏng" in words(app)) is is_marked


@pytest.mark.parametrize("lang", LANGS)
def test_the_real_reports_are_a_table_each_with_its_own_window_and_no_rank(lang: Lang) -> None:
    app = at_address("online", source="report", lang=lang)
    assert charts(app) == []
    rows = sentence_rows(app)
    keys = ("rank", "unit", "scope", "value", "numerator", "denominator", "window")
    name = {key: say(f"column.{key}", lang) for key in keys}
    assert rows and name["rank"] not in rows[0]
    own = say("scope.own", lang)
    (row,) = [one for one in rows if (one[name["unit"]], one[name["scope"]]) == ("Bình Phước", own)]
    assert (row[name["numerator"]], row[name["denominator"]]) == ("848", "1.945" if lang == "vi" else "1,945")
    assert row[name["value"]].startswith(f"43,60{NBSP}%" if lang == "vi" else "43.60%")
    assert len({one[name["window"]] for one in rows}) == 5
    assert not [tile for tile in ("Trung vị", "Median") if tile in htmls(app)]


def test_the_overview_of_the_real_reports_says_how_many_have_which_figure() -> None:
    app = at_address()
    assert f"4/5 đơn{NBSP}vị" in htmls(app) and f"5/5 đơn{NBSP}vị" in htmls(app)
    assert "Cần chú ý" not in words(app)


# The warehouse


def test_without_a_warehouse_the_app_names_the_command_and_shows_no_traceback(
    office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(office, monkeypatch):
        for lang in LANGS:
            app = at_address(lang=lang)
            assert [error.value for error in app.error] == [say("app.no_warehouse", lang)]
            assert "python -m etl build" in app.error[0].value
            assert not charts(app)


def test_a_new_build_shows_at_the_next_run(office: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"received_in_period": 1000, "received_online": 400, "resolved_total": 900, "resolved_on_time": 890}
    make_report(office.reports / "minh-duc", "11128@2004", "2023-H1", figures)
    build(office, strict=True)
    with reading(office, monkeypatch):
        app = at_address("online")
        (before,) = tables(app)
        assert list(before["unit"]) == ["Minh Đức"]
        make_report(office.reports / "lai-hung", "25834@2004", "2023-H1", figures | {"received_online": 500})
        build(office, strict=True)
        app.run()
        assert not app.exception
        (after,) = tables(app)
        assert list(after["unit"]) == ["Lai Hưng", "Minh Đức"]
        assert list(after["numerator"]) == [500, 400]
