"""How fast each question of queries/sql is answered, warm, on the national warehouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.row import HERE, Row, median, percentile, resident_mb, timed
from domain.layout import Layout
from queries.warehouse import Warehouse, current_path

GOAL_MS = 50.0
SOURCE = "demo"
RATES = ["online_rate", "on_time_rate", "university_rate"]
COUNTS = ["resolved_overdue", "resolved_total", "pending_overdue", "pending_total"]


def measure(place: Path, runs: int = 20) -> list[Row]:
    """Median and p95 of `runs` answers to each SQL file."""
    house = Warehouse(current_path(Layout(place)))
    rows = [row for name, what, asked in questions(house) for row in _question(house, name, what, asked, runs)]
    return [*rows, Row("queries", "memory after all questions", resident_mb(), "MB")]


def _question(house: Warehouse, name: str, what: str, asked: dict[str, Any], runs: int) -> Iterator[Row]:
    answer = lambda: house.ask(name, asked)  # noqa: E731
    found = len(answer())
    times = timed(answer, runs)
    words = f"{name}.sql {what}".strip()
    yield Row(
        "queries", words, median(times), "ms", GOAL_MS, note=f"p95 {percentile(times, 0.95):,.0f} ms; {found:,} rows"
    )


def questions(house: Warehouse) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each SQL file with the parameters a page gives it: a district × 12 periods; a province, the country × 1."""
    district, province, country = place_groups(house)
    periods = [row["period_id"] for row in house.ask("periods", {"source": SOURCE})]
    last, twelve = [periods[-1]], [period for period in periods if "-Q" in period][-12:]
    groups = (
        (f"{len(district)} units × 12 periods", twelve, district),
        (f"{len(province)} units × 1 period", last, province),
        (f"{len(country):,} units × 1 period", last, country),
    )
    unit = {"source": SOURCE, "unit": district[0]}
    source = {"source": SOURCE}
    asked_of: dict[str, dict[str, Any]] = {
        "units": source, "periods": source,
        "unit_values": unit, "unit_reports": unit, "unit_figures": {**unit, "period": last[0]},
        "finding_sides": {**unit, "period": last[0]},
        "unit_successors": {"unit": district[0]}, "unit_named": {"unit": district[0]},
        "search_units": {"query": "minh duc", "limit": 20},
    }  # fmt: skip
    lists: dict[str, dict[str, Any]] = {
        "indicator_values": {"indicators": RATES}, "measure_values": {"measures": COUNTS},
        "staff_levels": {"dimension": "education"}, "coverage": {},
        "reports": {}, "report_names": {"first_year": 2023, "last_year": 2025},
    }  # fmt: skip
    for path in sorted((HERE / "queries" / "sql").glob("*.sql")):
        name = path.stem
        if name in lists:
            for what, some_periods, units in groups:
                asked = {**source, **lists[name], "units": units}
                yield name, what, asked if name.startswith("report") else {**asked, "periods": some_periods}
        elif name.startswith("export_"):
            continue  # A whole source as a file to take away: nobody waits for it at a chart.
        else:
            yield name, "", asked_of.get(name, {})


def place_groups(house: Warehouse) -> tuple[list[str], list[str], list[str]]:
    """The units of a district of about 11, of a province of about 300, and all communes that reported."""
    units = [row for row in house.ask("units", {"source": SOURCE}) if row["level"] == "commune"]
    return (
        _nearest(units, "district_id", 11),
        _nearest(units, "province_id", 300),
        [row["unit_id"] for row in units],
    )


def _nearest(units: list[dict[str, Any]], key: str, size: int) -> list[str]:
    groups: dict[str, list[str]] = {}
    for row in units:
        groups.setdefault(row[key] or "", []).append(row["unit_id"])
    return min(groups.values(), key=lambda group: abs(len(group) - size))
