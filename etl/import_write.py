"""Writes report folders, all those of one import file or none."""

import csv
import os
import re
import tomllib
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli_w

from domain.periods import parse_period
from domain.units import Level, Unit, UnitIndex
from etl.import_reports import Figure, Head, Report
from etl.lock import locked
from etl.review import carry_over
from text.search import fold, short_name

FIGURE_FIELDS = ("measure", "scope", "value", "qualifier", "printed", "place", "locator", "as_of", "note")


@dataclass(frozen=True)
class Source:
    """The file that reports were imported from."""

    file_name: str
    sha256: str


def choose_report_id(head: Head, units: UnitIndex, owners: dict[str, str], target: Path) -> str:
    """ "lai-hung-2023-h1", or "lai-hung-25834-2023-h1" where another unit of that name has the first.

    `owners` are the ids already given away in this run, with their unit's id.
    """
    period = head.period.period_id.lower()
    report_id = f"{_slug(short_name(head.unit.name))}-{period}"
    owner = owners.get(report_id) or _owner(target / report_id, units)
    if owner in (None, head.unit.unit_id):
        return report_id
    return f"{_slug(short_name(head.unit.name))}-{head.unit.gso_code}-{period}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _owner(folder: Path, units: UnitIndex) -> str | None:
    """The unit that the report in `folder` is of; None where there is no report or it does not say."""
    try:
        head = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
        given = head["unit"]
        if "unit_id" in given:
            return str(given["unit_id"])
        hints = {name: given.get(name) or None for name in ("level", "district", "province", "gso_code")}
        return units.resolve(name=given["name"], on=parse_period(head["period"]["id"]).nominal.end, **hints).unit_id
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def write_reports(
    reports: Iterable[tuple[str, Report]], source: Source, units: UnitIndex, target: Path, replace: bool = False
) -> None:
    """Writes each (report id, report) into a folder below `target`: every one of them, or on any error none.

    Folders are made aside, in one below `target` whose name begins with a dot, and moved in once all are whole.
    The review of a report that is replaced goes along (etl.review.carry_over). Raises OSError where a folder cannot be
    written, or is there and `replace` is False; ProblemsFound where a review cannot be read.
    """
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".import-", dir=target) as name:
        new, old = Path(name, "new"), Path(name, "old")
        old.mkdir()
        report_ids = []
        for report_id, report in reports:
            _write_folder(new / report_id, report_id, report, source, units)
            report_ids.append(report_id)
        # Reviews are written under the same lock: none goes missing while its folder is swapped.
        with locked(target) if replace else nullcontext():
            for report_id in report_ids:
                carry_over(target / report_id, new / report_id, source.file_name)
            _move_in(report_ids, new, old, target, replace)


def _move_in(report_ids: list[str], new: Path, old: Path, target: Path, replace: bool) -> None:
    try:
        for report_id in report_ids:
            if replace and (target / report_id).exists():
                os.rename(target / report_id, old / report_id)
            os.rename(new / report_id, target / report_id)
    except BaseException:
        for report_id in report_ids:
            if not (new / report_id).exists():
                os.rename(target / report_id, new / report_id)
            if (old / report_id).exists():
                os.rename(old / report_id, target / report_id)
        raise


def _write_folder(folder: Path, report_id: str, report: Report, source: Source, units: UnitIndex) -> None:
    folder.mkdir(parents=True)
    head = _without_empty(_head_as_toml(report_id, report.head, source, units))
    (folder / "report.toml").write_text(tomli_w.dumps(head), encoding="utf-8", newline="\n")
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIGURE_FIELDS)
        writer.writerows(_figure_as_row(figure) for figure in report.figures)


def _head_as_toml(report_id: str, head: Head, source: Source, units: UnitIndex) -> dict:
    document = head.document
    return {
        "schema": 1,
        "report_id": report_id,
        "source": "report",
        "status": document.status or "provisional",
        "unit": {
            "unit_id": head.unit.unit_id,
            "name": head.unit.name,
            "level": str(head.unit.level),
            "district": _name_above(head.unit, Level.DISTRICT, units),
            "province": _name_above(head.unit, Level.PROVINCE, units),
            "gso_code": head.unit.gso_code,
        },
        "period": {
            "id": head.period.period_id,
            "label": document.label,
            "window_start": document.window_start,
            "window_end": document.window_end,
        },
        "document": {
            "number": document.number,
            "signed_on": document.signed_on,
            "received_on": document.received_on,
            "file_name": source.file_name,
            "sha256": source.sha256,
            # The file is a table, often of many reports: the same file twice is no copy.
            "imported": True,
        },
    }


def _name_above(unit: Unit, level: Level, units: UnitIndex) -> str:
    above = units.at_level(unit, level)
    return above.name if above and above != unit else ""


def _without_empty(head: dict) -> dict:
    """TOML has no empty value: what is not known is left out."""
    kept = {name: _without_empty(value) if isinstance(value, dict) else value for name, value in head.items()}
    return {name: value for name, value in kept.items() if value not in ("", None)}


def _figure_as_row(figure: Figure) -> list[str]:
    return [
        figure.measure,
        figure.scope,
        "" if figure.value is None else f"{figure.value:f}",
        figure.qualifier,
        figure.printed,
        figure.place,
        figure.locator,
        figure.as_of.isoformat() if figure.as_of else "",
        figure.note,
    ]
