"""From a finding to the form at its figure; cards in days; rules by name on the page on data."""

from datetime import date

import pytest

from charts import method_tables
from domain.layout import Layout
from etl.build import build
from queries import values as q
from queries.warehouse import Warehouse
from tests.app_cases import at_address, words
from tests.factory import LAI_HUNG, make_report
from tests.test_diff_page import view
from tests.test_finding_sides import cards
from text.words import LANGS


@pytest.mark.usefixtures("in_data_root")
def test_a_finding_opens_the_form_at_its_figure() -> None:
    app = at_address("quality", source="report")
    (button, *_) = [one for one in app.button if (one.key or "").startswith("review-this-left-")]
    button.click().run()
    assert not app.exception and app.query_params["section"] in ("review", ["review"])
    (listed,) = [one for one in app.selectbox if (one.key or "").startswith("review-figure-")]
    chosen = listed.options[listed.index]
    assert chosen.startswith("! ")
    # The report is the finding's own, and the caption says what the figure is worth.
    assert listed.key.removeprefix("review-figure-") in str(app.query_params.get("report", listed.key))
    assert "Số đang dùng: " in words(app) or "Không dùng số này: " in words(app)


def test_days_are_told_as_days_on_the_cards(office: Layout) -> None:
    make_report(
        office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 10},
        window_start=date(2023, 1, 15), window_end=date(2023, 6, 11),
    )  # fmt: skip
    house = Warehouse(build(office, strict=True).path)
    (found,) = [one for one in q.findings(house) if one.rule == "window_differs"]
    left, right = cards(view(), house, found)
    assert left.title == f"Số nêu: {int(found.found or 0)} ngày" and found.found == 148
    assert right and right.title == f"Số đối chiếu: {int(found.expected or 0)} ngày"


@pytest.mark.parametrize("lang", LANGS)
def test_rules_are_called_by_their_names_on_the_page_on_data(warehouse: Warehouse, lang: str) -> None:
    findings, rules = q.findings(warehouse), q.rules(warehouse)
    table = method_tables.findings_frame(view(lang), "findings", findings, rules).table
    assert table
    names = {one.name(view(lang).lang) for one in rules}
    assert {row["rule"] for row in table.rows} <= names
    assert not {one.rule for one in rules} & {row["rule"] for row in table.rows}
