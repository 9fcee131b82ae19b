"""Computes in the new warehouse: identities, derived quarters, rates. Reads tables only, never a file."""

from collections import defaultdict
from pathlib import Path

import duckdb
import pyarrow as pa

from domain.periods import Derivation, Period, Window, derivations, subtractable
from etl.report import Report

_SQL = Path(__file__).parent / "sql"


def compute(connection: duckdb.DuckDBPyConnection, reports: list[Report]) -> None:
    """Fills `figure`, `derivable` and `indicator_value` from `statement` and the registry's tables."""
    run(connection, "count_statements")
    compute_identities(connection)
    load_derivable(connection, reports)
    derive_quarters(connection)
    compute_identities(connection)
    compute_rates(connection)


def run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Runs `etl/sql/<name>.sql`."""
    connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def compute_identities(connection: duckdb.DuckDBPyConnection) -> None:
    """Applies the registry's formulas until they add nothing."""
    before = -1
    while before != (now := _count(connection)):
        before = now
        run(connection, "compute_identities")


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select count(*) from figure").fetchone()
    return row[0] if row else 0


def derive_quarters(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds the figures of the quarters in `derivable`; one below zero is none: the rule `derived_negative` tells."""
    run(connection, "derive_flows")
    run(connection, "derive_stocks")


def compute_rates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `indicator_value`."""
    for name in ("rate_ratios", "rate_staff_shares", "rate_values"):
        run(connection, name)


def load_derivable(connection: duckdb.DuckDBPyConnection, reports: list[Report]) -> None:
    """Fills `derivable` with the quarters that follow from reports whose windows fit."""
    found = [quarter for unit_reports in _by_unit(reports) for quarter in _derivable(unit_reports)]
    columns = (
        "source", "unit_id", "period_id", "closing_report", "minus_reports", "opening_report",
        "window_start", "window_end",
    )  # fmt: skip
    if found:
        rows = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in found])
        connection.register("found", rows)
        connection.execute("insert into derivable by name select * from found")
        connection.unregister("found")


def _by_unit(reports: list[Report]) -> list[dict[Period, Report]]:
    superseded = {report.supersedes for report in reports}
    grouped: dict[tuple[str, str], dict[Period, Report]] = defaultdict(dict)
    for report in reports:
        if report.report_id not in superseded:
            grouped[report.source, report.unit.unit_id][report.period] = report
    return [grouped[key] for key in sorted(grouped)]


def _derivable(by_period: dict[Period, Report]) -> list[tuple]:
    found: dict[Period, tuple] = {}
    for year in sorted({period.year for period in by_period}):
        for derivation in derivations(year):
            quarter = _quarter(by_period, derivation)
            if quarter and derivation.period not in by_period:
                found.setdefault(derivation.period, quarter)
    return list(found.values())


def _quarter(by_period: dict[Period, Report], derivation: Derivation) -> tuple | None:
    closing, opening = by_period.get(derivation.closing), by_period.get(derivation.opening)
    minus = [by_period[period] for period in derivation.minus if period in by_period]
    if closing is None or opening is None or len(minus) < len(derivation.minus):
        return None
    if not subtractable(closing.effective, tuple(report.effective for report in minus)):
        return None
    window = Window.after(minus[-1].effective, until=closing.effective.end)
    return (
        closing.source,
        closing.unit.unit_id,
        derivation.period.period_id,
        closing.report_id,
        [report.report_id for report in minus],
        opening.report_id,
        window.start,
        window.end,
    )
