"""What reading report folders costs: read, validated, loaded and summed up for the checksum, in folders a second."""

import shutil
from pathlib import Path
from time import perf_counter

import duckdb

from bench.national import LAST_YEAR, measures, report_heads
from bench.row import Row, resident_mb
from domain.layout import Layout
from etl.build import collect
from etl.compute import run
from etl.load import load_registry_tables, load_reports
from etl.read import FIGURE_COLUMNS, inputs_sha256
from etl.registry import load_registry
from etl.report import Report

FOLDERS, NATIONAL = 2_000, 424_000


def measure(place: Path, folders: int = FOLDERS) -> list[Row]:
    """Writes `folders` folders of 60 figures below `place` and reads them as a build does."""
    layout = Layout(place)
    shutil.rmtree(layout.root, ignore_errors=True)
    registry = load_registry(layout)
    for head in report_heads(registry, units=folders // 4 + 1, years=1)[:folders]:
        _write(layout.reports / head.report_id, head)
    before = resident_mb()
    start = perf_counter()
    inputs_sha256(layout)
    summed = perf_counter()
    reports, _ = collect(layout, registry, strict=True)
    read = perf_counter()
    with duckdb.connect() as connection:
        run(connection, "schema")
        load_registry_tables(connection, registry, {LAST_YEAR})
        registry_loaded = perf_counter()
        load_reports(connection, registry, reports)
    loaded = perf_counter()
    seconds = (summed - start) + (read - summed) + (loaded - registry_loaded)
    return [
        Row("folders", f"checksum of the inputs, {folders:,} folders", folders / (summed - start), "folders/s"),
        Row("folders", "read and validated, 60 figures each", folders / (read - summed), "folders/s"),
        Row("folders", "loaded into `statement`", folders / (loaded - registry_loaded), "folders/s"),
        Row("folders", "memory a folder, read", 1024 * (resident_mb() - before) / folders, "KB"),
        Row(
            "folders", f"{NATIONAL:,} folders at this rate", NATIONAL * seconds / folders / 60, "min",
            note="calculated, not run",
        ),
    ]  # fmt: skip


def _write(folder: Path, head: Report) -> None:
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(
        "\n".join(
            (
                "schema = 1",
                f'report_id = "{head.report_id}"',
                'source = "demo"',
                'status = "checked"',
                f'[unit]\nunit_id = "{head.unit.unit_id}"\nname = "{head.unit.name}"',
                f'[period]\nid = "{head.period.period_id}"\nlabel = "{head.label}"',
                f'[document]\nnumber = "{head.number}"\nreceived_on = {head.received_on}\nfile_name = "bench.pdf"',
            )
        ),
        encoding="utf-8",
    )
    rows = [
        f"{measure},own,{number + 10},,{number + 10},main,bench,," for number, measure in enumerate(measures(), start=1)
    ]
    (folder / "figures.csv").write_text("\n".join([",".join(FIGURE_COLUMNS), *rows, ""]), encoding="utf-8")
