"""The page on data quality, and the way from a value on a chart to its source."""

from collections.abc import Sequence

import pytest

from charts.choose import Choice
from charts.origins import MOST, origins
from charts.quality_marks import SIGN
from charts.recipes import Recipe
from charts.view import View
from queries import values as q
from queries.ask import Ask
from queries.rows import Value
from queries.warehouse import Warehouse
from tests.quality_cases import SIM05, SUM_OF_CHANNELS, YEAR_2023, body, page, seen
from tests.sentence_tables import sentence_rows
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["report", "demo"])
@pytest.mark.parametrize("section", ["findings", "checked", "review", "history"])
def test_every_section_shows_in_both_languages_and_sources(section: str, source: str, lang: Lang) -> None:
    app = page(source=source, lang=lang, section=section)
    assert say("page.quality", lang) in body(app)
    assert say("quality.tile.checked", lang) in body(app)


def test_the_page_lists_minh_duc_s_sum_with_both_figures() -> None:
    (row,) = [row for row in sentence_rows(page(source="report")) if SUM_OF_CHANNELS in row["Phát hiện"]]
    assert (row["Đơn vị"], row["Số nêu"], row["Số đối chiếu"]) == ("Minh Đức", "1.144", "1.134")


def test_severity_and_rule_narrow_the_table_and_stay_in_the_address(warehouse: Warehouse) -> None:
    errors = [one for one in q.findings(warehouse) if one.source == "report" and one.severity == "error"]
    app = page(source="report", severity="error")
    assert len(app.dataframe[0].value) == len(errors)
    assert set(app.dataframe[0].value["severity"]) == {"lỗi"}
    app.selectbox(key="frame-rule").select("received_by_channel").run()
    assert list(app.dataframe[0].value["unit"]) == ["Minh Đức"]
    assert app.query_params["rule"] in ("received_by_channel", ["received_by_channel"])


def test_a_finding_picked_shows_both_sides_and_leads_to_the_unit_s_page() -> None:
    app = page(source="report", rule="received_by_channel")
    assert "1.103 · in “1.103” · II.2.c" in body(app)
    app.button(key="finding-to-unit").click().run()
    assert not app.exception
    assert say("unit.provenance", "vi") in body(app)
    assert {"1.103", "1.144"} <= set(app.dataframe[0].value["value"])


def test_review_shows_what_does_not_hold_and_the_form(warehouse: Warehouse) -> None:
    app = page(source="report", section="review", report="minh-duc-2023-h1")
    assert SUM_OF_CHANNELS in body(app)
    assert [one.key for one in app.selectbox if str(one.key).startswith("review-figure")]


def test_two_choices_lead_from_a_value_on_a_chart_to_its_printed_text() -> None:
    app = page("online", source="report", definition_online="online_rate")
    control = app.selectbox(key="online-ranked-origin")
    label = next(one for one in control.options if " · Minh Đức · " in one)
    assert label.startswith(f"96,4\u00a0% {SIGN} · ")
    control.select_index(control.options.index(label)).run()
    assert not app.exception
    rows = app.dataframe[0].value
    assert list(rows["printed"]) == ["1.103", "1.144", "99,8%"]
    assert set(rows["locator"]) == {f"II.2.c, cơ chế một cửa, dòng {line}, tr. 3" for line in (110, 111)}
    assert "514c87eee850e2e53d0c22613a58e070a4bd3da639651531cd97a30ad071c145" in body(app)


@pytest.mark.parametrize(
    "recipe", [Recipe("ranked", "on_time_rate"), Recipe("heat", "on_time_rate"), Recipe("scorecard")]
)
def test_every_figure_of_a_chart_can_be_traced_on_its_unit_s_page(warehouse: Warehouse, recipe: Recipe) -> None:
    view, ask = seen(warehouse, YEAR_2023)
    found = origins(recipe, view, ask)
    assert 10 <= len(found) <= MOST
    assert found[0].unit_id == SIM05
    there = {(v.unit_id, v.period_id, v.indicator_id) for v in _values(view, ask) if v.value is not None}
    assert [one for one in found if (one.unit_id, one.period_id, one.trace) not in there] == []


def _values(view: View, ask: Ask) -> Sequence[Value]:
    return ask.indicator_values(view.source, list(ask.indicators()), view.period_ids, view.asked_units)


def test_sums_of_several_reports_have_a_place_to_go_to_as_well(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, Choice(source="demo", kind="quarter", last="2024-Q3", basis="today"))
    found = origins(Recipe("ranked", "online_rate"), view, ask)
    assert {one.unit_id for one in found if one.period_id == "2024-Q3"} <= set(view.unit_ids)
    assert any(one.period_id == "2024-Q3" for one in found)
