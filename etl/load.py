"""Puts the registry and the checked reports into the tables of a new warehouse. Computes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa

from domain.due import due_on
from domain.formula import Sum
from domain.indicators import Indicator, Measure
from domain.periods import Period
from domain.units import Level, UnitIndex
from etl.compute import run
from etl.problems import Problem
from etl.registry import Registry
from etl.report import Report
from text.search import fold

PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "9M", "")


def load(connection: duckdb.DuckDBPyConnection, registry: Registry, reports: list[Report]) -> None:
    """Creates the tables and fills all that is read rather than computed."""
    # One transaction: each of the schema's 200 statements on its own would wait for the disk.
    connection.begin()
    run(connection, "schema")
    load_registry_tables(connection, registry, (report.period.year for report in reports))
    connection.commit()
    load_reports(connection, registry, reports)


def load_registry_tables(connection: duckdb.DuckDBPyConnection, registry: Registry, years: Iterable[int]) -> None:
    """Fills unit, unit_lineage, period, measure, indicator, their formulas, target, due_date and peer_group."""
    insert(connection, "unit", _units(registry))
    insert(connection, "unit_lineage", (asdict(step) for step in registry.lineage))
    insert(connection, "period", _periods(years))
    insert(connection, "measure", (_measure(measure) for measure in registry.measures.values()))
    insert(connection, "measure_formula", _measure_formulas(registry.measures.values()))
    insert(connection, "indicator", (_indicator(indicator) for indicator in registry.indicators.values()))
    insert(connection, "indicator_term", _indicator_terms(registry.indicators.values()))
    insert(
        connection,
        "target",
        ({**asdict(t), "indicator_id": t.indicator, "unit_id": t.unit_id or None} for t in registry.targets),
    )
    insert(connection, "due_date", (asdict(due_date) for due_date in registry.due_dates))
    insert(connection, "peer_group", (asdict(member) for member in registry.peer_groups))


def load_reports(connection: duckdb.DuckDBPyConnection, registry: Registry, reports: list[Report]) -> None:
    """Fills `report`, and `statement` (temporary) with everything the reports say."""
    superseded = {report.supersedes for report in reports}
    days = {(due_date.unit_id, due_date.part): due_date.day for due_date in registry.due_dates}
    rows = ((report, _due_on(report, registry.units, days)) for report in reports)
    insert(
        connection,
        "report",
        ({**_report(report, due), "is_superseded": report.report_id in superseded} for report, due in rows),
    )
    connection.execute(
        "create temp table statement as select * exclude (is_counted, is_computed, is_derived) from figure limit 0"
    )
    insert(connection, "statement", (row for report in reports for row in _statements(report)))
    insert(
        connection,
        "review_line",
        (
            {**vars(one), "report_id": report.report_id, "officer": one.by, "at": one.at.replace(tzinfo=None)}
            for report in reports
            for one in report.review
        ),
    )


def record_inputs(connection: duckdb.DuckDBPyConnection, checksums: Mapping[str, str]) -> None:
    """Fills `build_input`."""
    insert(connection, "build_input", ({"path": path, "sha256": digest} for path, digest in checksums.items()))


def record_build(connection: duckdb.DuckDBPyConnection, inputs_sha256: str, rejected: list[Problem]) -> None:
    """Fills `build`, and `finding` with the problems of the reports that were left out."""
    for problem in rejected:
        connection.execute(
            """
            insert into finding (finding_id, report_id, rule, severity, message_vi, message_en)
            select substr(sha256($report || $vi), 1, 16), $report, 'left_out', 'error', $vi, $en
            """,
            {"report": problem.file.split("/")[0], "vi": problem.text("vi"), "en": problem.text("en")},
        )
    connection.execute(
        """
        insert into build
        select ?, ?, ?,
            (select count(*) from report), (select count(*) from figure where not is_computed and not is_derived),
            (select count(*) from indicator_value), ?
        """,
        [
            inputs_sha256[:12],
            datetime.now(UTC).replace(tzinfo=None),
            inputs_sha256,
            len({problem.file.split("/")[0] for problem in rejected}),
        ],
    )


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[dict]) -> None:
    """Appends `rows` to `table`, by column name; keys the table does not have are passed over."""
    schema = connection.table(table).limit(0).to_arrow_table().schema
    filled = pa.Table.from_pylist(list(rows), schema=schema)
    if filled.num_rows:
        connection.from_arrow(filled).insert_into(table)


def _units(registry: Registry) -> Iterable[dict]:
    for unit in registry.units:
        province, district = (registry.units.at_level(unit, level) for level in (Level.PROVINCE, Level.DISTRICT))
        yield {
            **asdict(unit),
            "name_search": fold(unit.name),
            "province_id": province.unit_id if province else None,
            "district_id": district.unit_id if district else None,
        }


def _periods(years: Iterable[int]) -> Iterable[dict]:
    for year in sorted(set(years)):
        for part in PARTS:
            period = Period(year, part)
            yield {
                "period_id": period.period_id,
                "kind": period.kind.value,
                "year": year,
                "label_vi": period.label("vi"),
                "label_en": period.label("en"),
                "nominal_start": period.nominal.start,
                "nominal_end": period.nominal.end,
                "due_on": period.due,
            }


def _measure(measure: Measure) -> dict:
    parts = measure.code.split(".")
    group, dimension, level = None, None, None
    if parts[0] == "staff" and len(parts) == 4:
        group, dimension, level = parts[1:]
    elif parts[0] == "staff" and len(parts) == 3:
        group, level = parts[1:]
    return {
        **asdict(measure), "measure": measure.code, "staff_group": group, "dimension": dimension, "level": level,
    }  # fmt: skip


def _terms(formula: Sum) -> Iterable[dict]:
    for term in formula:
        yield {"term": term.measure, "coefficient": term.coefficient, "terms": len(formula)}


def _measure_formulas(measures: Iterable[Measure]) -> Iterable[dict]:
    for measure in measures:
        for alternative, formula in enumerate(measure.computed_as):
            for term in _terms(formula):
                yield {"measure": measure.code, "alternative": alternative, **term}


def _indicator(indicator: Indicator) -> dict:
    return {
        **asdict(indicator),
        "indicator_id": indicator.id,
        "staff_group": indicator.group or None,
        "dimension": indicator.dimension or None,
        "levels": list(indicator.levels),
    }


def _indicator_terms(indicators: Iterable[Indicator]) -> Iterable[dict]:
    for indicator in indicators:
        for side, formula in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
            for term in _terms(formula):
                yield {"indicator_id": indicator.id, "side": side, **term}


def _due_on(report: Report, units: UnitIndex, days: Mapping[tuple[str, str], int]) -> date:
    """The day the report was due where its unit lies."""
    if not days:
        return report.period.due
    above = (units.at_level(report.unit, level) for level in (Level.DISTRICT, Level.PROVINCE))
    return due_on(report.period, (report.unit.unit_id, *(unit.unit_id for unit in above if unit)), days)


def _report(report: Report, due: date) -> dict:
    return {
        **vars(report),
        "unit_id": report.unit.unit_id,
        "period_id": report.period.period_id,
        "window_start": report.window.start if report.window else None,
        "window_end": report.window.end if report.window else None,
        "effective_start": report.effective.start,
        "effective_end": report.effective.end,
        "due_on": due,
        "is_late": report.received_on > due if report.received_on else None,
        "other_units_named": [one.name for one in report.other_units_named],
    }


def _statements(report: Report) -> Iterable[dict]:
    key = {
        "source": report.source,
        "report_id": report.report_id,
        "unit_id": report.unit.unit_id,
        "period_id": report.period.period_id,
    }
    for figure in report.figures:
        yield {**key, **vars(figure)}
