"""Whether a report to be written says what its folder says already: then there is nothing to write."""

import csv
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from etl.import_reports import Document, Report

_COMPARED = ("measure", "scope", "value", "qualifier", "printed", "place", "as_of", "note")
_WINDOW = ("label", "window_start", "window_end")
_PAPER = ("number", "signed_on", "received_on")

Stated = tuple[object, ...]


def says_the_same(folder: Path, report: Report) -> bool:
    """Whether `folder` holds the same figures, and whatever `report` says of the paper.

    What the file leaves open (a number, a date, a figure's place in the report) is no difference. False where the
    folder cannot be read.
    """
    try:
        head = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
        with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return _agrees(report.head.document, head) and _same_figures(report, rows)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, csv.Error):
        return False


def _agrees(document: Document, head: Mapping) -> bool:
    known = {"status": head.get("status")}
    known |= {name: head["period"].get(name) for name in _WINDOW}
    known |= {name: head.get("document", {}).get(name) for name in _PAPER}
    return all(getattr(document, name) in ("", None, value) for name, value in known.items())


def _same_figures(report: Report, rows: list[dict[str, str]]) -> bool:
    left = [(*_stated(row), row["locator"].strip()) for row in rows]
    # Those that name their place first, so that one which names none does not take their row.
    for figure in sorted(report.figures, key=lambda one: not one.is_located):
        wanted: Stated = (
            figure.measure, figure.scope, figure.value, figure.qualifier, figure.printed, figure.place,
            figure.as_of.isoformat() if figure.as_of else "", figure.note,
        )  # fmt: skip
        for row in left:
            if row[:-1] == wanted and (row[-1] == figure.locator or not figure.is_located):
                left.remove(row)
                break
        else:
            return False
    return not left


def _stated(row: Mapping[str, str]) -> Stated:
    """A row of figures.csv with what an empty cell stands for."""
    given = {name: row[name].strip() for name in _COMPARED}
    try:
        value = Decimal(given["value"]) if given["value"] else None
    except InvalidOperation as error:
        raise ValueError(given["value"]) from error
    defaults = {"scope": "own", "qualifier": "exact", "place": "main"}
    return tuple(value if name == "value" else given[name] or defaults.get(name, "") for name in _COMPARED)
