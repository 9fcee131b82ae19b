"""Small report folders and data roots for the tests."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import tomli_w

from domain.layout import Layout
from etl.read import FIGURE_COLUMNS

CHECKOUT = Path(__file__).resolve().parent.parent
REFERENCE = CHECKOUT / "data" / "reference"
LAI_HUNG, MINH_DUC, BAC_SON = "25834@2004", "11128@2004", "12148@2004"
BINH_PHUOC, OTHER_BINH_PHUOC, CAU_KE = "21073@2004", "29644@2004", "845@2004"
KNOWN_UNITS = (LAI_HUNG, MINH_DUC, BAC_SON, BINH_PHUOC, OTHER_BINH_PHUOC, CAU_KE)

Figures = Mapping[str, object] | Iterable[Mapping[str, object]]
_HEAD = ("schema", "report_id", "source", "status", "override")
_PERIOD = ("label", "window_start", "window_end")


def make_report(folder: Path, unit_id: str, period: str, figures: Figures = (), **head: object) -> Path:
    """Writes `folder` with a report that holds, but for what `head` says otherwise.

    `figures` are values by measure (all main, own, exact) or rows by column. `head` takes the keys of report.toml, each
    of which goes where it belongs; `unit` replaces the whole [unit]; a key that is None is left out.
    """
    folder.mkdir(parents=True)
    given = {"schema": 1, "report_id": folder.name, "source": "report", "status": "checked", **head}
    unit = given.pop("unit", {"unit_id": unit_id})
    document = {key: value for key, value in given.items() if key not in (*_HEAD, *_PERIOD) and value is not None}
    toml = {key: given[key] for key in _HEAD if given.get(key) is not None}
    toml |= {"unit": unit, "period": {"id": period} | {key: given[key] for key in _PERIOD if key in given}}
    (folder / "report.toml").write_text(tomli_w.dumps(toml | {"document": document}), encoding="utf-8")
    write_figures(folder, figures)
    return folder


def write_figures(folder: Path, figures: Figures) -> None:
    """Replaces the figures.csv of `folder`."""
    if isinstance(figures, Mapping):
        figures = [{"measure": measure, "value": value} for measure, value in figures.items()]
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIGURE_COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for row in figures:
            writer.writerow({"scope": "own", "place": "main", "printed": row.get("value", ""), "locator": "II.2"} | row)


def make_office(root: Path, unit_ids: Iterable[str] = KNOWN_UNITS) -> Layout:
    """A data root with its own short list of units, so that a build takes a moment; the rest is the checkout's."""
    folder = root / "reference"
    folder.mkdir(parents=True)
    rows = _units()
    wanted: set[str] = set()
    for unit_id in unit_ids:
        here: str = unit_id
        while here:
            wanted.add(here)
            here = rows[here]["parent_id"]
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, next(iter(rows.values())).keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for unit_id, row in rows.items() if unit_id in wanted)
    with (REFERENCE / "unit_lineage.csv").open(encoding="utf-8-sig") as file:
        (folder / "unit_lineage.csv").write_text(file.readline(), encoding="utf-8")
    (root / "reports").mkdir()
    return Layout(root)


@cache
def _units() -> dict[str, dict[str, str]]:
    with (REFERENCE / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["unit_id"]: row for row in csv.DictReader(file)}


def day(text: str) -> date:
    return date.fromisoformat(text)
