"""The screens, run without a browser: what stands on them, what their address keeps, which language they speak."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from domain.layout import Layout
from etl.build import build
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT, make_report
from text.words import LANGS, Lang, catalogue, say

NBSP = "\u00a0"
Open = Callable[..., AppTest]
TAN_LOC, AN_HOA = "SIM03@2004", "SIM02@2004"


@pytest.fixture
def in_data_root(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app reads the tests' warehouse, and nothing that another test has cached."""
    assert warehouse.path.parent == data_root.warehouse
    with reading(data_root, monkeypatch):
        yield


class reading:
    """`with reading(layout, monkeypatch):` the app's data root is `layout`."""

    def __init__(self, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layout, self.monkeypatch = layout, monkeypatch

    def __enter__(self) -> None:
        st.cache_data.clear()
        self.monkeypatch.setenv("CCHC_DATA", str(self.layout.root))

    def __exit__(self, *_: object) -> None:
        st.cache_data.clear()


def at_address(page: str = "overview", **address: str | list[str]) -> AppTest:
    """The app as somebody sees it who opens this address."""
    app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, app.exception
    return app


def address_of(app: AppTest) -> dict[str, str | list[str]]:
    """The query parameters; units are a list, however few they are."""
    found = {name: value for name, value in app.query_params.items() if value}
    return {name: [value] if name == "unit" and isinstance(value, str) else value for name, value in found.items()}


def select(app: AppTest, name: str, value: str) -> AppTest:
    app.selectbox(key=f"frame-{name}").select(value).run()
    assert not app.exception, app.exception
    return app


def elements(app: AppTest) -> list[Any]:
    """Everything drawn, side bar and page, in order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        for child in getattr(node, "children", {}).values():
            found.append(child)
            walk(child)

    walk(app._tree)
    return found


def charts(app: AppTest) -> list[Any]:
    """The Plotly charts' protos: `.spec` is the whole figure as JSON, `.alt` the alternative text."""
    protos = [getattr(element, "proto", None) for element in elements(app)]
    return [proto for proto in protos if type(proto).__name__ == "PlotlyChart"]


def bars(app: AppTest) -> dict[str, float]:
    """The first chart's values by unit id."""
    trace = json.loads(charts(app)[0].spec)["data"][0]
    return dict(zip(trace["customdata"], trace["x"], strict=True))


def plain(text: str) -> str:
    """Markdown as it reads: no escapes, no colour or size marks."""
    text = re.sub(r":(?:gray|small)\[|\]", "", text.replace("\\[", "(").replace("\\]", ")"))
    return re.sub(r"\\(.)", r"\1", text)


def words(app: AppTest) -> str:
    """All Markdown, headings and captions of the page, as they read."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.warning, app.info, app.error)
    return "\n".join(plain(element.value) for kind in kinds for element in kind)


def htmls(app: AppTest) -> str:
    """The tiles and matrices; style rules are no words."""
    protos = [getattr(element, "proto", None) for element in elements(app)]
    bodies = [proto.body for proto in protos if type(proto).__name__ == "Html"]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def tables(app: AppTest) -> list[Any]:
    return [frame.value for frame in app.dataframe]


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
    assert "64 báo cáo trong khoảng đang xem" in htmls(app)
    assert "Đã nhận 64 báo cáo, 8 báo cáo sau hạn" in words(app)
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
    (table,) = tables(app)
    assert "rank" not in table.columns
    own = say("scope.own", lang)
    row = table[(table["unit"] == "Bình Phước") & (table["scope"] == own)].iloc[0]
    assert (row["numerator"], row["denominator"]) == (848, 1945)
    assert row["value_text"] == (f"43,60{NBSP}%" if lang == "vi" else "43.60%")
    assert table["window"].nunique() == 5
    assert not [tile for tile in ("Trung vị", "Median") if tile in htmls(app)]


def test_the_overview_of_the_real_reports_says_how_many_have_which_figure() -> None:
    app = at_address()
    assert f"4/5 đơn{NBSP}vị" in htmls(app) and f"5/5 đơn{NBSP}vị" in htmls(app)
    assert "Cần chú ý" not in words(app)


# The filters


def test_a_highlighted_unit_is_coloured_and_the_figures_stay() -> None:
    without, highlighted = (at_address("online", source="demo", **more) for more in ({}, {"unit": [TAN_LOC]}))
    assert bars(without) == bars(highlighted)
    ticks = json.loads(charts(highlighted)[0].spec)["layout"]["yaxis"]["ticktext"]
    (bold,) = (tick for tick in ticks if tick.startswith("<b>"))
    assert bold.startswith("<b>Tân Lộc</b>")


def test_another_definition_has_another_denominator_and_no_national_target() -> None:
    app = at_address("online", source="demo", to="2024-Q3")
    usual = bars(app)
    select(app, "definition_online", "online_rate.full_service")
    assert address_of(app)["definition_online"] == "online_rate.full_service"
    assert bars(app) != usual
    assert "mục tiêu" not in plain(app.subheader[0].value)
    assert "toàn trình" in words(app)


def test_province_and_district_narrow_the_group_and_name_it() -> None:
    app = at_address("on_time")
    select(app, "province", next(o for o in province_ids(app) if o))
    province = app.selectbox(key="frame-province").value
    assert address_of(app)["province"] == province
    (table,) = tables(app)
    assert table["unit"].nunique() == 1
    assert "Huyện" in plain(app.caption[0].value)


def province_ids(app: AppTest) -> list[str]:
    from queries import values as q
    from ui import data

    return sorted({unit.province_id for unit in q.units(data.warehouse(), "report") if unit.province_id})


def test_a_range_of_periods_says_what_is_shown_and_its_last_one_is_compared() -> None:
    app = at_address("online", source="demo", **{"from": "2023-Q1", "to": "2023-Q4", "chart": "trend"})
    assert "quý I/2023 – quý IV/2023" in plain(app.caption[0].value)
    median = json.loads(charts(app)[0].spec)
    assert "QI/22" not in json.dumps(median) and "QIV/23" in json.dumps(median)
    assert "quý IV/2023" in htmls(app) or "quý III/2023" in htmls(app)


def test_an_end_before_the_beginning_is_read_as_the_same_range() -> None:
    there = at_address("online", source="demo", **{"from": "2023-Q1", "to": "2024-Q1"})
    back = at_address("online", source="demo", **{"from": "2024-Q1", "to": "2023-Q1"})
    assert bars(there) == bars(back)
    assert plain(there.caption[0].value) == plain(back.caption[0].value)


def test_reset_brings_back_the_defaults_and_keeps_the_language() -> None:
    app = at_address("online", source="demo", lang="en", unit=[TAN_LOC], chart="heat", to="2023-Q3")
    next(button for button in app.sidebar.button if button.label == say("frame.reset", "en")).click().run()
    assert not app.exception
    assert address_of(app) == {"lang": "en"}
    assert app.title[0].value == "Online submission"


# The address


CHOICES: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("online", {"source": "demo", "kind": "half_year", "to": "2023-H1", "unit": [TAN_LOC, AN_HOA], "chart": "heat"}),
    ("online", {"source": "demo", "definition_online": "online_rate.eligible", "lang": "en"}),
    ("on_time", {"source": "demo", "from": "2022-Q2", "to": "2023-Q3", "chart_on_time": "late"}),
    ("overview", {"source": "demo", "kind": "year", "to": "2023"}),
    ("on_time", {"kind": "half_year"}),
)


@pytest.mark.parametrize(("page", "address"), CHOICES, ids=str)
def test_an_address_brings_the_same_screen_back(page: str, address: dict[str, str | list[str]]) -> None:
    first = at_address(page, **address)
    assert address_of(first) == address
    second = at_address(page, **address_of(first))
    assert words(second) == words(first)
    assert [chart.spec for chart in charts(second)] == [chart.spec for chart in charts(first)]
    assert htmls(second) == htmls(first)


def test_what_is_chosen_by_hand_stands_in_the_address_and_comes_back_from_it() -> None:
    app = at_address("online")
    select(app, "source", "demo")
    select(app, "kind", "year")
    select(app, "to", "2023")
    app.multiselect(key="frame-unit").select(TAN_LOC).run()
    assert address_of(app) == {"source": "demo", "kind": "year", "to": "2023", "unit": [TAN_LOC]}
    again = at_address("online", **address_of(app))
    assert words(again) == words(app)
    assert bars(again) == bars(app)


def test_what_was_not_chosen_follows_the_source() -> None:
    """Real reports default to any kind of period, simulated ones to quarters: nobody chose "any"."""
    app = at_address("online")
    assert app.selectbox(key="frame-kind").value == "any"
    select(app, "source", "demo")
    assert app.selectbox(key="frame-kind").value == "quarter"
    assert app.selectbox(key="frame-to").value == "2025-Q2"  # the last one that five communes have
    assert address_of(app) == {"source": "demo"}
    assert not app.info
    select(app, "source", "report")
    assert app.selectbox(key="frame-kind").value == "any"
    assert words(app) == words(at_address("online"))


def test_choices_go_with_the_reader_from_page_to_page() -> None:
    app = at_address("online", source="demo", to="2023-Q3", unit=[TAN_LOC], chart="heat")
    app.switch_page("pages/on_time.py").run()
    assert not app.exception
    assert "quý III/2023" in plain(app.caption[0].value)
    app.switch_page("pages/online.py").run()
    assert address_of(app) == {"source": "demo", "to": "2023-Q3", "unit": [TAN_LOC], "chart": "heat"}


def test_another_language_keeps_what_was_chosen_and_the_figures() -> None:
    app = at_address("online", source="demo", kind="half_year", unit=[TAN_LOC], chart="ranked")
    vi = bars(app)
    app.sidebar.segmented_control(key="frame-lang").select("en").run()
    assert not app.exception
    assert address_of(app) == {"lang": "en", "source": "demo", "kind": "half_year", "unit": [TAN_LOC]}
    assert bars(app) == vi
    assert app.title[0].value == "Online submission"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ({"source": "portal"}, "Nguồn số liệu: «portal» không có trong số liệu đang chọn"),
        ({"source": "demo", "to": "2031-Q1"}, "Đến kỳ: «2031-Q1» không có trong số liệu đang chọn"),
        (
            {"source": "demo", "from": "'; drop table unit"},
            "Từ kỳ: «'; drop table unit» không có trong số liệu đang chọn",
        ),
        ({"source": "demo", "kind": "decade"}, "Loại kỳ báo cáo: «decade» không có trong số liệu đang chọn"),
        ({"source": "demo", "unit": ["99999@2004", TAN_LOC]}, "không có trong nguồn và địa bàn đang chọn: 99999@2004"),
        (
            {"source": "demo", "definition_online": "no_such_rate"},
            "Cách tính: «no_such_rate» không có trong số liệu đang chọn",
        ),
        ({"province": "77@1802"}, "Tỉnh, thành phố: «77@1802» không có trong số liệu đang chọn"),
    ],
)
def test_a_link_that_names_what_is_not_there_says_so_and_still_works(
    address: dict[str, str | list[str]], named: str
) -> None:
    app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("pages/online.py").run()
    assert not app.exception
    assert any(named in info.value for info in app.info), [info.value for info in app.info]
    assert app.title[0].value == "Nộp hồ sơ trực tuyến"
    assert app.subheader
    app.run()
    assert not [info for info in app.info if named in info.value]


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


# Language

# Vietnamese text has these too: codes, file formats, and the name of the other language on its switch.
ALLOWED = {
    "english", "cchc", "csv", "xlsx", "png", "svg", "ubnd", "sim", "demo", "bc", "tthc", "vpcp", "kstt", "iso", "qđ",
    "ttg", "nđ", "cp", "nq", "iii", "iv", "vii", "ii",
}  # fmt: skip


def vocabulary(lang: Lang) -> set[str]:
    """The words that the catalogue uses in one language and not in the other."""
    spoken = {
        one: {word for entry in catalogue().values() for word in re.findall(r"[^\W\d_]+", entry[one].lower())}
        for one in LANGS
    }
    other: Lang = "en" if lang == "vi" else "vi"
    return spoken[lang] - spoken[other]


def on_screen(app: AppTest) -> list[str]:
    """Every text of the screen: labels, options, placeholders, help, alternative texts, tiles, tables and figures."""
    found = [words(app), re.sub(r"<[^>]+>", " ", htmls(app))]
    found += re.findall(r'(?:title|aria-label)="([^"]*)"', htmls(app))
    for element in elements(app):
        proto = getattr(element, "proto", None)
        for name in ("label", "placeholder", "help", "alt", "options", "body"):
            value = getattr(proto, name, None) if type(proto).__name__ != "Html" else None
            if isinstance(value, str):
                found.append(plain(value))
            elif name == "options" and value is not None:
                found += [option if isinstance(option, str) else option.content for option in value]
    for chart in charts(app):
        spec = json.loads(chart.spec)
        drawn = [note["text"] for note in spec["layout"].get("annotations", [])]
        drawn += [str(text) for trace in spec["data"] for text in trace.get("hovertext", [])]
        found += [re.sub(r"<[^>]+>", " ", text) for text in drawn]
    for table in tables(app):
        found += [str(cell) for column in table.columns if table[column].dtype == "string" for cell in table[column]]
    return found


ENGLISH_OF_STREAMLIT = re.compile(
    r"\b(choose|select|options?|search|download|fullscreen|loading|running|error|type|clear|add|view|show|hide|data|"
    r"the|of|and|with|from|units?|reports?|target|median|none|missing|dossiers?|year|quarter)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("source", ["demo", "report"])
@pytest.mark.parametrize("page", ["overview", "online", "on_time"])
def test_there_is_no_english_on_the_vietnamese_screen(page: str, source: str) -> None:
    english = vocabulary("en") - ALLOWED
    for address in ({}, {"chart": "heat", "chart_on_time": "backlog"}, {"chart": "trend", "chart_on_time": "late"}):
        app = at_address(page, source=source, unit=[], **address)
        texts = on_screen(app)
        assert len(texts) > 20
        for text in texts:
            own = re.sub(r"\S+-(?:UBND|BC|ubnd)\S*|\b[\w-]+-\d{4}(?:-\w+)?\b|English", "", text)
            assert ENGLISH_OF_STREAMLIT.search(own) is None, text
            for word in re.findall(r"[^\W\d_]{4,}", own.lower()):
                assert word not in english, (word, text)


@pytest.mark.parametrize("page", ["overview", "online", "on_time"])
def test_there_is_no_vietnamese_but_names_on_the_english_screen(page: str) -> None:
    app = at_address(page, source="demo", lang="en")
    names = r"(Huyện|Xã|Thị trấn) (?:\w+ ?)+|Tiếng Việt|Minh Họa|\d+/BC-UBND"
    for text in on_screen(app):
        own = re.sub(names, "", text)
        found = re.search(
            r"\b(đơn vị|trung vị|mục tiêu|hồ sơ|quý|năm|tỷ lệ|báo cáo|không|điểm phần trăm)\b", own, re.IGNORECASE
        )
        assert found is None, text


def test_every_choice_has_a_placeholder_of_ours() -> None:
    for app in (at_address("online", source="demo"), at_address("on_time")):
        for box in (*app.selectbox, *app.multiselect):
            ours = ("frame.choose", "frame.units_placeholder", "compare.against_placeholder", "origin.label")
            assert box.proto.placeholder in {say(key, "vi") for key in ours}
            assert box.label
