"""Only what counts is answered: of a figure said twice one statement, of a report that was replaced nothing."""

import pytest

from domain.layout import Layout
from etl.build import build
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, LAI_HUNG, make_report

AGAIN = {"received_online": 60, "received_in_period": 100, "staff.cadre.education.university": 9}
HALF, FIRST, SECOND = "2023-H1", "2023-Q1", "2023-Q2"


@pytest.fixture
def replaced(office: Layout) -> Warehouse:
    """Two reports of Lai Hưng for one half-year, the second in place of the first, and one of the quarter before."""
    counts = {"received_online": 40, "received_in_period": 100, "staff.cadre.education.university": 8}
    make_report(office.reports / "first", LAI_HUNG, HALF, counts)
    make_report(office.reports / "second", LAI_HUNG, HALF, AGAIN, supersedes="first")
    make_report(office.reports / "quarter", LAI_HUNG, FIRST, {"received_online": 10, "received_in_period": 30})
    make_report(office.reports / "other", BAC_SON, HALF, counts)
    return Warehouse(build(office, strict=True).path)


def test_coverage_names_the_report_that_replaces(replaced: Warehouse) -> None:
    found = q.coverage(replaced, "report", [FIRST, SECOND, HALF], [LAI_HUNG])
    assert sorted((row.period_id, row.state, row.report_id) for row in found) == [
        (HALF, "reported", "second"), (FIRST, "reported", "quarter"), (SECOND, "derived", "second"),
    ]  # fmt: skip


def test_periods_count_the_unit_once(replaced: Warehouse) -> None:
    found = {row.period_id: (row.units, row.derived) for row in q.periods(replaced, "report")}
    assert found == {HALF: (2, 0), FIRST: (1, 0), SECOND: (1, 1)}


def test_values_are_those_of_the_report_that_replaces(replaced: Warehouse) -> None:
    rates = q.indicator_values(replaced, "report", ["online_rate"], [HALF, SECOND], [LAI_HUNG])
    assert {(row.period_id, row.numerator, row.denominator, row.report_id) for row in rates} == {
        (HALF, 60, 100, "second"), (SECOND, 50, 70, "second"),
    }  # fmt: skip


def test_counts_are_those_of_the_report_that_replaces(replaced: Warehouse) -> None:
    counts = q.measure_values(replaced, "report", ["received_online"], [HALF, SECOND], [LAI_HUNG])
    assert sorted((row.period_id, row.value) for row in counts) == [(HALF, 60), (SECOND, 50)]


def test_staff_are_those_of_the_report_that_replaces(replaced: Warehouse) -> None:
    found = q.staff_levels(replaced, "report", "education", [HALF], [LAI_HUNG])
    assert [(row.level, row.value, row.report_id) for row in found] == [("university", 9, "second")]


def test_a_units_figures_and_the_table_to_take_away_are_those_of_the_report_that_replaces(replaced: Warehouse) -> None:
    shown = {row.report_id for row in q.unit_figures(replaced, "report", LAI_HUNG, HALF)}
    taken = {row["report_id"] for row in replaced.ask("export_figures", {"source": "report"})}
    assert shown == {"second"}
    assert "second" in taken and "first" not in taken


def test_of_a_figure_that_is_said_twice_one_statement_is_the_count(office: Layout) -> None:
    said = [
        {"measure": "received_online", "value": 41, "place": "summary"},
        {"measure": "received_online", "value": 40},
        {"measure": "received_in_period", "value": 100},
    ]
    make_report(office.reports / "a", LAI_HUNG, HALF, said)
    house = Warehouse(build(office, strict=True).path)
    (count,) = q.measure_values(house, "report", ["received_online"], [HALF], [LAI_HUNG])
    (rate,) = q.indicator_values(house, "report", ["online_rate"], [HALF], [LAI_HUNG])
    assert (count.value, rate.numerator, rate.value) == (40, 40, 40)
    both = [row for row in q.unit_figures(house, "report", LAI_HUNG, HALF) if row.measure == "received_online"]
    assert sorted((row.value, row.is_counted) for row in both) == [(40, True), (41, False)]
