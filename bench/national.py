"""A generated national warehouse, rebuilt by the product's own steps, each of them timed.

The statements are written into the warehouse's tables in SQL, not read from 424,000 report folders: what reading
folders costs is measured apart, in bench/folders.py. Report heads are the product's own `Report` records.
"""

import csv
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import duckdb

from bench.row import HERE, Row, peak_mb
from domain.layout import Layout
from domain.periods import Period, effective_window
from domain.units import Level, Unit
from etl import compute as product
from etl.load import load, record_build
from etl.publish import publish
from etl.registry import Registry, load_registry
from etl.report import Report

QUARTERS = {"Q1": 1, "H1": 2, "Q3": 1, "": 4}
LAST_YEAR = 2024
UNITS, YEARS = 10_600, 10
_SQL = HERE / "bench" / "statements.sql"
_MEASURES = HERE / "bench" / "national_measures.csv"


def generate(layout: Layout, units: int = UNITS, years: int = YEARS) -> list[Row]:
    """Writes and publishes the warehouse of `units` units and 4 × `years` periods below `layout`; returns the times."""
    shutil.rmtree(layout.warehouse, ignore_errors=True)
    layout.warehouse.mkdir(parents=True)
    (layout.warehouse.parent / "reports").mkdir(exist_ok=True)
    unfinished = layout.warehouse / "unfinished.duckdb"
    took: dict[str, float] = {}
    with _stage(took, "registry read"):
        registry = load_registry(layout)
    reports = report_heads(registry, units, years)
    with duckdb.connect(str(unfinished)) as connection:
        connection.execute("set enable_progress_bar = false")
        with _stage(took, "registry and report heads loaded"):
            load(connection, registry, reports)
        write_statements(connection, reports)
        _compute(connection, reports, took)
        with _stage(took, "record_build, checkpoint"):
            record_build(connection, hashlib.sha256(f"{units} {years}".encode()).hexdigest(), [])
            connection.execute("checkpoint")
        counted = connection.execute("select reports, figures, indicator_values from build").fetchall()[0]
    with _stage(took, "published (verify, sync, CURRENT)"):
        final = publish(layout, unfinished, "national")
    return list(_rows(took, counted, final))


def report_heads(registry: Registry, units: int, years: int) -> list[Report]:
    """A checked report without figures for each unit and period: communes of the old era first, then districts."""
    chosen = [
        unit
        for level in (Level.COMMUNE, Level.DISTRICT)
        for unit in registry.units
        if unit.level is level and unit.unit_id.endswith("@2004")
    ][:units]
    periods = [Period(year, part) for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1) for part in QUARTERS]
    return [_head(unit, period, number) for number, unit in enumerate(chosen) for period in periods]


def _head(unit: Unit, period: Period, number: int) -> Report:
    received: date = period.due + timedelta(days=(number + period.year) % 8 - 5)
    name = f"{unit.unit_id.replace('@', '-')}-{period.period_id.lower()}"
    return Report(
        name, "demo", unit, period, period.label(), None, effective_window(period, None, None), f"{number}/BC-UBND",
        None, received, "checked", f"{name}.pdf", "", 12, None, (), "bench", "", (),
    )  # fmt: skip


def write_statements(connection: duckdb.DuckDBPyConnection, reports: list[Report]) -> None:
    """Fills `statement` with 60 measures a report, in SQL."""
    connection.execute(
        """
        create temp table bench_measure as
        select row_number() over () as measure_no, measure, fixed::double as fixed, weight::double as weight,
            spread::double as spread, grows::integer as grows, cumulative::integer as cumulative
        from read_csv(?, header = true, all_varchar = true)
        """,
        [str(_MEASURES)],
    )
    connection.execute("create temp table bench_quarters (part varchar, quarters integer)")
    connection.executemany("insert into bench_quarters values (?, ?)", list(QUARTERS.items()))
    connection.execute(
        """
        create temp table bench_report as
        select report_id, unit_id, period_id, split_part(period_id, '-', 1)::integer as year, quarters,
            split_part(number, '/', 1)::integer as unit_no
        from report
        join bench_quarters on bench_quarters.part = split_part(period_id, '-', 2)
        """
    )
    connection.execute(_SQL.read_text(encoding="utf-8"))
    connection.execute("drop table bench_report")


def measures() -> list[str]:
    """The measures of a generated report."""
    with _MEASURES.open(encoding="utf-8", newline="") as file:
        return [row["measure"] for row in csv.DictReader(file)]


def _compute(connection: duckdb.DuckDBPyConnection, reports: list[Report], took: dict[str, float]) -> None:
    """The product's compute(), with the time of each SQL file and of load_derivable kept in `took`."""
    run, derivable = product.run, product.load_derivable

    def timed_run(opened: duckdb.DuckDBPyConnection, name: str) -> None:
        with _stage(took, f"{name}.sql"):
            run(opened, name)

    def timed_derivable(opened: duckdb.DuckDBPyConnection, found: list[Report]) -> None:
        with _stage(took, "load_derivable"):
            derivable(opened, found)

    with patch.object(product, "run", timed_run), patch.object(product, "load_derivable", timed_derivable):
        product.compute(connection, reports)


@contextmanager
def _stage(took: dict[str, float], name: str) -> Iterator[None]:
    start = perf_counter()
    try:
        yield
    finally:
        took[name] = took.get(name, 0.0) + perf_counter() - start


def _rows(took: dict[str, float], counted: tuple[int, int, int], final: Path) -> Iterator[Row]:
    reports, figures, values = counted
    yield Row("national", "reports", reports, "")
    yield Row("national", "figures reported", figures, "")
    yield Row("national", "indicator values", values, "")
    for name, seconds in took.items():
        yield Row("national", name, seconds, "s")
    yield Row("national", "rebuild from `statement` to published", sum(took.values()), "s", note="folders apart")
    yield Row("national", "size on disk", final.stat().st_size / 2**20, "MB")
    yield Row("national", "memory of the build, peak", peak_mb(), "MB", note="generation included")
