"""What is chosen stands in the address, and an address brings the same screen back."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_cases import AN_HOA, TAN_LOC, address_of, at_address, bars, charts, htmls, plain, select, tables, words
from tests.factory import CHECKOUT
from text.words import say

pytestmark = pytest.mark.usefixtures("in_data_root")

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
