"""Staff in a derived quarter are those of the report that closes it: said so on the unit's page, and not "derived"."""

import csv
import tomllib
from dataclasses import replace

import pytest

from charts import profile, profile_card, profile_history, provenance
from charts.spec import Flag
from charts.view import View
from domain.formula import parse_sum
from domain.periods import PeriodKind, parse_period
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import REFERENCE
from tests.test_profile import line, lines_of, names_of, unit_of, view_of

UNIT = "SIM01@2004"
CLOSING = {"2024-Q2": "theo báo cáo 6 tháng đầu năm 2024", "2024-Q4": "theo báo cáo năm 2024"}


def quarters(warehouse: Warehouse, until: str) -> View:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    end = parse_period(until).nominal.end
    return replace(view, periods=tuple(period for period in view.periods if period.nominal.end <= end))


@pytest.mark.parametrize(("quarter", "words"), CLOSING.items())
def test_a_staff_tile_names_the_closing_report_and_a_flow_is_derived(warehouse: Warehouse, quarter, words) -> None:
    view = quarters(warehouse, quarter)
    tiles = profile.tiles(view, view.period, lines_of(warehouse, view, UNIT))
    names = q.indicators(warehouse)
    by_label = {tile.label: tile for tile in tiles}
    staff, online = (by_label[names[one].name_vi] for one in ("university_rate", "online_rate"))
    assert words in staff.meaning and Flag.DERIVED not in staff.flags
    assert "theo báo cáo" not in online.meaning and Flag.DERIVED in online.flags


def test_a_reported_quarter_says_nothing_of_a_closing_report(warehouse: Warehouse) -> None:
    view = quarters(warehouse, "2024-Q3")
    assert not any(
        "theo báo cáo" in tile.meaning for tile in profile.tiles(view, view.period, lines_of(warehouse, view, UNIT))
    )


def test_the_card_marks_flows_as_derived_and_staff_by_its_report(warehouse: Warehouse) -> None:
    view = quarters(warehouse, "2024-Q2")
    found = lines_of(warehouse, view, UNIT)
    spec = profile_card.scorecard(view, unit_of(view, UNIT), view.period, found, [])
    cells = {row.key.partition("/")[0]: row.cells[0] for row in spec.rows}
    assert cells["online_rate"].tone == "derived"
    assert cells["university_rate"].tone == "plain"
    assert cells["university_rate"].detail.endswith(CLOSING["2024-Q2"])
    assert spec.frame.table is not None
    remarks = {row["indicator"]: str(row["remark"]) for row in spec.frame.table.rows}
    staff = line(found, "university_rate").indicator.name_vi
    assert CLOSING["2024-Q2"] in remarks[staff] and "quý suy ra" not in remarks[staff]
    assert "quý suy ra" in remarks[line(found, "online_rate").indicator.name_vi]


@pytest.mark.parametrize(("theme", "is_derived"), [("staff", False), ("online", True)])
def test_the_history_draws_staff_of_a_derived_quarter_as_stated(warehouse: Warehouse, theme, is_derived) -> None:
    view = quarters(warehouse, "2024-Q2")
    indicators = [one for one in q.indicators(warehouse).values() if one.theme == theme]
    spec = profile_history.history(view, unit_of(view, UNIT), indicators, q.unit_values(warehouse, "demo", UNIT), [])
    last = [panel.marks[-1] for panel in spec.panels if panel.marks[-1].value is not None]
    assert last and all((Flag.DERIVED in mark.flags) is is_derived for mark in last)
    assert spec.frame.table is not None
    remarks = [str(row["remark"]) for row in spec.frame.table.rows if row["period"] == "Quý II/2024" and "value" in row]
    assert remarks and all((CLOSING["2024-Q2"] in words) is not is_derived for words in remarks)


def test_the_figures_of_a_derived_quarter_tell_stocks_from_what_was_subtracted(warehouse: Warehouse) -> None:
    figures = q.unit_figures(warehouse, "demo", UNIT, "2024-Q2")
    view = quarters(warehouse, "2024-Q2")
    said = {one.measure: provenance.origin_words(view, one, names_of(warehouse)) for one in figures if one.is_derived}
    kinds = {measure.measure: measure.kind for measure in q.measures(warehouse).values()}
    assert said["received_in_period"] == "suy ra cho quý"
    stated = {words for measure, words in said.items() if measure.startswith("staff.") and kinds[measure] == "stock"}
    assert stated == {"theo báo cáo cuối kỳ"}
    assert said["carried_over"] == "suy ra cho quý"


def test_staff_rates_rest_on_stocks_alone() -> None:
    with (REFERENCE / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        kinds = {row["code"]: row["kind"] for row in csv.DictReader(file)}
    for entry in tomllib.loads((REFERENCE / "indicators.toml").read_text(encoding="utf-8"))["indicator"]:
        if entry["theme"] == "staff" and entry["rule"] == "ratio":
            terms = (*parse_sum(entry["numerator"]), *parse_sum(entry["denominator"]))
            assert {kinds[term.measure] for term in terms} == {"stock"}
