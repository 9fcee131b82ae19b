"""Reports given to a warehouse in memory, and what was computed from them."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pytest

from domain.periods import Window, effective_window, parse_period
from etl.compute import compute
from etl.load import load
from etl.registry import Registry
from etl.report import Figure, Report
from tests.factory import LAI_HUNG, day


def row(measure: str, value: float | None, **cells: Any) -> dict[str, Any]:
    return {"measure": measure, "value": value, **cells}


class Given:
    """Reports for one warehouse in memory."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.reports: list[Report] = []

    def report(
        self,
        period: str,
        figures: Mapping[str, float | None] | Iterable[dict[str, Any]],
        unit: str = LAI_HUNG,
        window: tuple[str, str] | None = None,
        source: str = "report",
        supersedes: str | None = None,
    ) -> str:
        """Adds a report, a row a figure; returns its id."""
        rows = [row(*pair) for pair in figures.items()] if isinstance(figures, Mapping) else list(figures)
        printed = Window(day(window[0]), day(window[1])) if window else None
        found = self.registry.units.get(unit)
        assert found is not None
        report_id = f"r{len(self.reports)}"
        self.reports.append(
            Report(
                report_id=report_id,
                source=source,
                unit=found,
                period=parse_period(period),
                label="",
                window=printed,
                effective=effective_window(parse_period(period), printed, None),
                number=None,
                signed_on=None,
                received_on=None,
                status="checked",
                file_name="",
                file_sha256="",
                pages=None,
                supersedes=supersedes,
                other_units_named=(),
                entered_by="",
                note="",
                figures=tuple(_figures(rows)),
            )
        )
        return report_id

    def warehouse(self) -> "Computed":
        connection = duckdb.connect(":memory:", config={"threads": "1"})
        load(connection, self.registry, self.reports)
        compute(connection, self.reports)
        return Computed(connection)


def _figures(rows: list[dict[str, Any]]) -> Iterable[Figure]:
    seen: dict[tuple[str, str], int] = {}
    for cells in rows:
        key = cells["measure"], cells.get("scope", "own")
        seen[key] = seen.get(key, -1) + 1
        yield Figure(
            *key,
            seq=seen[key],
            value=cells["value"],
            qualifier=cells.get("qualifier", "exact"),
            printed="",
            place=cells.get("place", "main"),
            locator=cells.get("locator", ""),
            as_of=None,
            note="",
            is_override=cells.get("is_override", False),
        )


class Computed:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def all(self, sql: str, *values: object) -> list[tuple]:
        return self._connection.execute(sql, list(values)).fetchall()

    def counted(
        self, period: str, scope: str = "own", unit: str = LAI_HUNG, source: str = "report"
    ) -> dict[str, float]:
        rows = self.all(
            """
            select measure, value from figure
            where is_counted and period_id = ? and scope = ? and unit_id = ? and source = ?
            """,
            period, scope, unit, source,
        )  # fmt: skip
        assert len(rows) == len(dict(rows)), "a measure counts twice"
        assert all(value is not None for _, value in rows), "what cannot be read counts"
        return dict(rows)

    def one(self, measure: str, period: str) -> tuple | None:
        """(value, qualifier, is_computed, is_derived) of the counted figure."""
        rows = self.all(
            """
            select value, qualifier, is_computed, is_derived from figure
            where is_counted and measure = ? and period_id = ?
            """,
            measure, period,
        )  # fmt: skip
        assert len(rows) < 2
        return rows[0] if rows else None

    def rate(self, indicator: str, period: str = "2023-H1", scope: str = "own") -> tuple | None:
        """(numerator, denominator, value to two decimals, is_lower_bound)."""
        rows = self.all(
            """
            select numerator, denominator, round(value, 2), is_lower_bound from indicator_value
            where indicator_id = ? and period_id = ? and scope = ? and source = 'report'
            """,
            indicator, period, scope,
        )  # fmt: skip
        assert len(rows) < 2
        return rows[0] if rows else None


@pytest.fixture
def given_reports(office_registry: Registry) -> Given:
    return Given(office_registry)
