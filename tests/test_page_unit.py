"""The page of one unit as a reader meets it: figures, place, reports and provenance, in both languages and sources."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app_cases import at_address
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")

BINH_PHUOC = "21073@2004"


def page(**address: str) -> AppTest:
    return at_address("unit", **address)


def everything(app: AppTest) -> str:
    """All the text of the page's body."""
    kinds = ("html", "markdown", "subheader", "header", "title", "caption", "info")
    parts = [str(getattr(one, "body", getattr(one, "value", ""))) for kind in kinds for one in app.main.get(kind)]
    return "\n".join([*parts, *(one.proto.body for one in app.main.get("html"))])


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.main.get("arrow_data_frame") or app.dataframe]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["report", "demo"])
def test_the_page_shows_in_both_languages_and_sources(source: str, lang: Lang) -> None:
    app = page(source=source, lang=lang)
    assert say("page.unit", lang) in everything(app)
    assert say("unit.provenance", lang) in everything(app)


def test_binh_phuoc_shows_its_rate_counts_printed_text_and_locator() -> None:
    app = page(source="report", profile=BINH_PHUOC)
    body = everything(app)
    assert "43,60\u00a0%" in body
    assert "848/1.945" in body
    assert "Xã Vạn Tường" in body
    figures = tables(app)[-1]
    printed = figures[figures["printed"] == "43,6%"]
    assert list(printed["locator"]) == ["II.2, cơ chế một cửa, dòng 55"]


def test_choosing_an_indicator_shows_numerator_and_denominator_with_their_places() -> None:
    rows = tables(page(source="report", profile=BINH_PHUOC, trace="online_rate"))[-1]
    assert {"848", "1.945", "1.962", "17"} <= set(rows["value"])
    assert set(rows["side"].str.split(":").str[0]) == {"Tử số", "Mẫu số", "Tỷ lệ in"}


def test_only_counted_figures_are_shown_on_request() -> None:
    app = page(source="report", profile=BINH_PHUOC)
    before = len(tables(app)[-1])
    app.toggle(key="unit-counted-only").set_value(True).run()
    after = tables(app)[-1]
    assert len(after) < before
    assert set(after["counted"]) == {"có"}


def test_the_chosen_unit_stays_in_the_address() -> None:
    app = page(source="report")
    app.selectbox(key="frame-profile").select(BINH_PHUOC).run()
    assert app.query_params["profile"] in (BINH_PHUOC, [BINH_PHUOC])


def test_the_highlighted_unit_is_the_default() -> None:
    app = page(source="report", unit=BINH_PHUOC)
    assert app.selectbox(key="frame-profile").value == BINH_PHUOC


def test_an_address_that_names_no_unit_is_said_not_swallowed() -> None:
    assert "99999@2004" in everything(page(source="report", profile="99999@2004"))


def test_a_simulated_unit_has_a_place_and_a_history() -> None:
    app = page(source="demo", profile="SIM05@2004")
    assert "hạng " in everything(app)
    assert app.main.get("plotly_chart")
    assert say("ui_chart.simulated", "vi") in "\n".join(one.value for one in app.markdown)


def test_a_derived_quarter_says_what_it_follows_from() -> None:
    app = page(source="demo", profile="SIM05@2004", figures="2024-Q4")
    assert any("6 tháng đầu năm 2024" in info.value for info in app.info)
