"""The periods in the frame: which are offered, which are shown at first, and what is said of later ones."""

import re

import pytest

from charts.choose import ANY_KIND, TODAY, Choice, asking, periods_of
from domain.layout import Layout
from domain.periods import PeriodKind
from etl.build import build
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.app_cases import AN_HOA, address_of, at_address, bars, htmls, plain, select, words
from tests.factory import LAI_HUNG, make_report
from ui.period_bar import default_kind, default_last, units_with

pytestmark = pytest.mark.usefixtures("in_data_root")

QUARTERS = Choice(source="demo", kind="quarter")


def shown_first(choice: Choice, warehouse: Warehouse) -> str:
    ask = asking(choice, WarehouseAsk(warehouse))
    return default_last(choice, ask, periods_of(choice, ask)).period_id


def test_quarters_are_shown_first_and_four_quarters_never(warehouse: Warehouse) -> None:
    plainly = WarehouseAsk(warehouse)
    assert default_kind(QUARTERS, asking(QUARTERS, plainly)) == "quarter"
    today = Choice(source="demo", basis=TODAY)
    assert default_kind(today, asking(today, plainly)) == "quarter"
    # Five real reports of three kinds of period: no kind has all the units.
    reported = Choice(source="report")
    assert default_kind(reported, asking(reported, plainly)) == ANY_KIND


def test_a_commune_that_reports_years_alone_is_not_shown_as_four_quarters(office: Layout) -> None:
    make_report(office.reports / "good", LAI_HUNG, "2023", {"received_in_period": 100})
    ask = WarehouseAsk(Warehouse(build(office, strict=True).path))
    choice = Choice(source="report")
    assert default_kind(choice, asking(choice, ask)) == PeriodKind.YEAR.value


def test_the_last_period_shown_first_is_the_latest_that_enough_units_have(warehouse: Warehouse) -> None:
    ask = asking(QUARTERS, WarehouseAsk(warehouse))
    quarters = periods_of(QUARTERS, ask)
    have = {period.period_id: units_with(QUARTERS, ask, period) for period in quarters}
    assert (have["2025-Q2"], have["2025-Q3"], have["2025-Q4"]) == (11, 4, 4)
    assert shown_first(QUARTERS, warehouse) == "2025-Q2"
    # Of today's units there are four in all: the latest that they have is shown.
    assert shown_first(Choice(source="demo", kind="quarter", basis=TODAY), warehouse) == "2025-Q4"
    # Where nothing is compared, the latest is.
    everything = periods_of(Choice(source="demo"), ask)
    assert shown_first(Choice(source="demo"), warehouse) == everything[-1].period_id


def test_in_a_chosen_place_its_own_communes_count(warehouse: Warehouse) -> None:
    ask = asking(QUARTERS, WarehouseAsk(warehouse))
    old, new = (Choice(source="demo", kind="quarter", province=one) for one in ("SIM-T@2004", "SIM-T@2025"))
    last = periods_of(QUARTERS, ask)[-1]
    assert (units_with(old, ask, last), units_with(new, ask, last)) == (0, 4)
    assert (shown_first(old, warehouse), shown_first(new, warehouse)) == ("2025-Q2", "2025-Q4")
    rolling = Choice(source="demo", kind="rolling_year", province="SIM-T@2004")
    (year,) = [period for period in periods_of(rolling, ask) if period.period_id == "2024-R3"]
    have = {value.unit_id for value in ask.indicator_values("demo", ["on_time_rate"], ["2024-R3"], communes(ask))}
    assert units_with(rolling, ask, year) == len(have)


def communes(ask: WarehouseAsk) -> list[str]:
    return [unit.unit_id for unit in ask.units("demo") if unit.level == "commune"]


def test_the_first_screen_compares_and_says_that_there_is_a_later_period() -> None:
    app = at_address("online", source="demo")
    assert app.selectbox(key="frame-to").value == "2025-Q2"
    assert "to" not in address_of(app)
    assert len(bars(app)) >= 5
    assert "Có kỳ mới hơn: quý IV/2025 (4 đơn vị)" in words(app)
    english = at_address("online", source="demo", lang="en")
    assert "There is a later period: Q4 2025 (units: 4)" in words(english)
    earlier = at_address("online", source="demo", to="2024-Q1")
    assert "Có kỳ mới hơn" not in words(earlier)
    years = at_address("online", source="demo", kind="year")
    assert years.selectbox(key="frame-to").value == "2024" and "Có kỳ mới hơn" not in words(years)


def test_four_quarters_are_chosen_like_any_kind_and_come_back_from_the_address(warehouse: Warehouse) -> None:
    app = at_address("online", source="demo")
    assert "4 quý gần nhất" in app.selectbox(key="frame-kind").options
    app = select(select(app, "kind", "rolling_year"), "to", "2024-R2")
    assert {key: address_of(app)[key] for key in ("kind", "to")} == {"kind": "rolling_year", "to": "2024-R2"}
    ask = asking(QUARTERS, WarehouseAsk(warehouse))
    expected = {v.unit_id: v.value for v in ask.indicator_values("demo", ["online_rate"], ["2024-R2"], communes(ask))}
    assert bars(app) == pytest.approx(expected)
    assert "4 quý đến hết quý II/2024" in plain(app.caption[0].value)
    again = at_address("online", source="demo", kind="rolling_year", to="2024-R2")
    assert bars(again) == bars(app)


@pytest.mark.parametrize("page", ["overview", "on_time", "staff", "unit"])
def test_every_page_draws_four_quarters_in_both_languages(page: str) -> None:
    for lang, said in (("vi", "4 quý đến hết quý III/2024"), ("en", "Four quarters to Q3 2024")):
        app = at_address(page, source="demo", kind="rolling_year", to="2024-R3", lang=lang)
        assert said in words(app)


def test_the_staff_page_says_why_it_has_no_rates_of_four_quarters_and_shows_the_posts_of_the_last(
    warehouse: Warehouse,
) -> None:
    app = at_address("staff", source="demo", kind="rolling_year", to="2024-R2")
    assert "không cộng qua bốn quý" in words(app)
    measures = ["staff.cadre_civil_servant.present", "staff.cadre_civil_servant.assigned"]
    counts = WarehouseAsk(warehouse).measure_values("demo", measures, ["2024-Q2"], [AN_HOA])
    present, assigned = (next(c.value for c in counts if c.measure == measure) for measure in measures)
    matrix = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", htmls(app)))
    assert f"An Hòa {present:.0f}/{assigned:.0f}" in matrix


def test_the_real_reports_offer_no_four_quarters_for_there_are_none() -> None:
    app = at_address("online")
    assert "4 quý gần nhất" not in app.selectbox(key="frame-kind").options
