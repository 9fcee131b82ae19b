"""The generated national warehouse says what its statements say: else its times would be times of something else."""

from pathlib import Path

import pytest

from bench.national import generate
from bench.row import Row, table
from domain.layout import Layout
from queries.warehouse import Warehouse, current_path

UNITS, YEARS, PERIODS_A_YEAR = 12, 2, 6  # Four reported, Q2 and Q4 follow.


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], Path]:
    place = tmp_path_factory.mktemp("national")
    return generate(Layout(place), UNITS, YEARS), place


@pytest.fixture(scope="module")
def house(rows: tuple[list[Row], Path]) -> Warehouse:
    return Warehouse(current_path(Layout(rows[1])))


def values(house: Warehouse, indicator: str) -> dict[tuple[str, str], tuple[float, float, float]]:
    units = [row["unit_id"] for row in house.ask("units", {"source": "demo"})]
    periods = [row["period_id"] for row in house.ask("periods", {"source": "demo"})]
    asked = {"source": "demo", "indicators": [indicator], "periods": periods, "units": units}
    return {
        (row["unit_id"], row["period_id"]): (row["numerator"], row["denominator"], row["value"])
        for row in house.ask("indicator_values", asked)
    }


def test_every_unit_has_a_value_in_each_period_reported_or_derived(house: Warehouse) -> None:
    assert len(values(house, "online_rate")) == UNITS * YEARS * PERIODS_A_YEAR


@pytest.mark.parametrize(
    ("indicator", "above", "below"),
    [
        ("online_rate", ["received_online"], ["received_online", "received_in_person"]),
        (
            "on_time_rate",
            ["resolved_early", "resolved_at_deadline"],
            ["resolved_early", "resolved_at_deadline", "resolved_overdue"],
        ),
        ("online_payment_rate", ["paid_online_dossiers"], ["payable_dossiers"]),
        ("university_rate.cadre", [f"staff.cadre.education.{level}" for level in ("postgraduate", "university")],
         [f"staff.cadre.education.{level}" for level in ("postgraduate", "university", "college", "intermediate")]),
    ],
)  # fmt: skip
def test_a_rate_is_the_sum_of_the_counts_above_over_those_below(
    house: Warehouse, indicator: str, above: list[str], below: list[str]
) -> None:
    found = values(house, indicator)
    assert found
    for (unit, period), (numerator, denominator, value) in found.items():
        asked = {"source": "demo", "measures": [*above, *below], "periods": [period], "units": [unit]}
        counts = {row["measure"]: row["value"] for row in house.ask("measure_values", asked)}
        assert numerator == sum(counts[measure] for measure in above)
        assert denominator == sum(counts[measure] for measure in below)
        assert value == pytest.approx(100 * numerator / denominator)


def test_a_derived_quarter_is_a_quarter_of_the_year(house: Warehouse) -> None:
    found = values(house, "online_rate")
    derived = [key for key in found if key[1].endswith(("-Q2", "-Q4"))]
    assert derived
    for unit, period in derived:
        numerator, denominator, _ = found[unit, period]
        assert (4 * numerator, 4 * denominator) == found[unit, period[:4]][:2]


def test_the_table_names_each_stage_of_the_rebuild(rows: tuple[list[Row], Path]) -> None:
    shown = table(rows[0])
    for stage in ("count_statements.sql", "rate_values.sql", "size on disk", "rebuild from"):
        assert stage in shown


def test_a_row_says_whether_it_meets_its_goal() -> None:
    assert [Row("p", "w", value, "ms", 50).verdict for value in (49.9, 50)] == ["met", "MISSED"]
    assert Row("p", "w", 5, "/s", 4, more_is_better=True).verdict == "met"
