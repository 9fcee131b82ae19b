"""The simulated district as report folders: what its communes would have sent in, with the faults real reports have.

`demo_model`, `demo_staff` and `demo_merger` are the hidden truth, `demo_report` is what one report says; this file
decides which reports exist and writes them. Same seed, same bytes. The source of every report is `demo`.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from domain import periods, units
from domain.periods import Period
from domain.units import era
from etl import demo_merger, demo_model, demo_reference, demo_report, demo_staff
from etl.demo_merger import MERGERS, new_profile, new_quarters
from etl.demo_model import COMMUNES, DISTRICT, YEARS, Profile, Quarter, commune_quarters, dossier_quarters
from etl.demo_reference import PROVINCE_NAME, gso_code, write_csv, write_reference
from etl.demo_report import (
    CONTRADICTIONS,
    OTHER_UNITS_NAMED,
    Contradiction,
    Paper,
    Row,
    ascii_name,
    commune_rows,
    district_rows,
    paper_of,
)

GENERATOR_VERSION = 2
STAMP = "DEMO"
# What the old units and the new ones report: the communes each of these, the district its half-years and years.
OLD_PERIODS = (
    *(Period(year, part) for year in YEARS for part in ("Q1", "H1", "Q3", "")),
    Period(2025, "Q1"),
    Period(2025, "H1"),
)
NEW_PERIODS = (Period(2025, "Q3"), Period(2025, "Q4"))

# The reports that never came, and those not yet checked: unit and period.
MISSING = frozenset({("SIM11@2004", "2023-Q1"), ("SIM08@2004", "2024-Q3")})
PROVISIONAL = frozenset({("SIM10@2004", "2024"), ("SIM11@2004", "2024"), ("SIM09@2025", "2025-Q4")})

_FILE_NAME_PART = {"Q1": "Q1", "H1": "6T", "Q3": "Q3", "": "Nam", "Q4": "Q4"}
_FIGURE_COLUMNS = ("measure", "scope", "value", "qualifier", "printed", "place", "locator", "as_of", "note")
_MODULES = (demo_model, demo_staff, demo_merger, demo_report, demo_reference, periods, units)


@dataclass(frozen=True)
class _Report:
    """One report before it is written."""

    profile: Profile
    level: str
    period: Period
    paper: Paper
    rows: Sequence[Row]


@dataclass(frozen=True)
class DemoSummary:
    """What was written: counts, the reports missing on purpose (unit_id, period_id) and the rows wrong on purpose."""

    folder: Path
    units: int
    reports: int
    figures: int
    missing: tuple[tuple[str, str], ...]
    contradictions: tuple[Contradiction, ...]


def write_demo(folder: Path, seed: int = 2022) -> DemoSummary:
    """Writes `folder` anew (reports/, the files of `demo_reference`, DEMO), built aside and swapped in. The same seed
    gives the same bytes.

    Raises FileExistsError where `folder` holds something that this function did not write.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / STAMP).is_file():
        raise FileExistsError(f"{folder}: not a simulated district (no file {STAMP} in it); choose an empty folder")
    building = folder.with_name(f".{folder.name}.building-{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    try:
        (building / "reports").mkdir(parents=True)
        summary = _write_into(building, folder, seed)
        _swap(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return summary


def demo_is_current(folder: Path, seed: int = 2022) -> bool:
    """True where `folder` was written by this very generator with this seed."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(seed)


def _stamp(seed: int) -> str:
    sources = [Path(__file__), *(Path(str(module.__file__)) for module in _MODULES)]
    code = hashlib.sha256(b"\n".join(source.read_bytes() for source in sources)).hexdigest()
    return f"generator {GENERATOR_VERSION}\ncode {code}\nseed {seed}\n"


def _swap(building: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(building, folder)
    except OSError:
        if old.exists():
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_into(building: Path, folder: Path, seed: int) -> DemoSummary:
    count = write_reference(building)
    reports = figures = 0
    for report in _reports(seed):
        _write_report(building / "reports" / report.paper.report_id, report, seed)
        reports += 1
        figures += len(report.rows)
    (building / STAMP).write_text(_stamp(seed), encoding="utf-8", newline="\n")
    return DemoSummary(folder, count, reports, figures, tuple(sorted(MISSING)), CONTRADICTIONS)


def _reports(seed: int) -> Iterator[_Report]:
    """Every report of the old units to mid-2025, but for the missing ones, and those of the new communes after it."""
    before = {profile: commune_quarters(profile, seed) for profile in COMMUNES}
    own_office = dossier_quarters(DISTRICT, seed)
    for period in OLD_PERIODS:
        yield from _of_communes(before, period, seed)
        if period.part in ("H1", ""):
            paper = paper_of(DISTRICT, period, seed)
            rows = district_rows(period, own_office, list(before.values()), paper)
            yield _Report(DISTRICT, "district", period, paper, rows)
    by_id = {profile.unit_id: quarters for profile, quarters in before.items()}
    after = {new_profile(merger): new_quarters(merger, by_id, seed) for merger in MERGERS}
    for period in NEW_PERIODS:
        yield from _of_communes(after, period, seed)


def _of_communes(communes: Mapping[Profile, Mapping[int, Quarter]], period: Period, seed: int) -> Iterator[_Report]:
    for profile, quarters in communes.items():
        if (profile.unit_id, period.period_id) not in MISSING:
            paper = paper_of(profile, period, seed)
            yield _Report(profile, "commune", period, paper, commune_rows(profile, period, quarters, paper))


def _write_report(folder: Path, report: _Report, seed: int) -> None:
    folder.mkdir()
    toml = tomli_w.dumps(_report_toml(report, seed))
    (folder / "report.toml").write_text(toml, encoding="utf-8", newline="\n")
    write_csv(folder / "figures.csv", _FIGURE_COLUMNS, [_cells(row) for row in report.rows])


def _cells(row: Row) -> tuple[str, ...]:
    as_of = row.as_of.isoformat() if row.as_of else ""
    return (row.measure, row.scope, str(row.value), row.qualifier, row.printed, row.place, row.locator, as_of, "")


def _report_toml(report: _Report, seed: int) -> dict[str, object]:
    paper, period, key = report.paper, report.period, (report.profile.unit_id, report.period.period_id)
    window = {"window_start": paper.window.start, "window_end": paper.window.end} if paper.window else {}
    return {
        "schema": 1,
        "report_id": paper.report_id,
        "source": "demo",
        "status": "provisional" if key in PROVISIONAL else "checked",
        "unit": _unit_toml(report),
        "period": {"id": period.period_id, "label": period.label("vi"), **window},
        "document": {
            "number": paper.number,
            "signed_on": paper.signed_on,
            "received_on": paper.received_on,
            "file_name": _file_name(report),
            "sha256": hashlib.sha256(f"demo {seed} {paper.report_id}".encode()).hexdigest(),
            "pages": paper.pages,
            **({"other_units_named": [OTHER_UNITS_NAMED[key]]} if key in OTHER_UNITS_NAMED else {}),
            "entered_by": "Bộ mô phỏng",
            "note": "Không có tệp gốc: số liệu là số liệu mô phỏng.",
        },
    }


def _unit_toml(report: _Report) -> dict[str, str]:
    unit_id, name = report.profile.unit_id, report.profile.name
    in_district = report.level == "commune" and era(unit_id) == era(DISTRICT.unit_id)
    district = {"district": DISTRICT.name} if in_district else {}
    return {
        "unit_id": unit_id,
        "name": name,
        "level": report.level,
        **district,
        "province": PROVINCE_NAME,
        "gso_code": gso_code(unit_id),
    }


def _file_name(report: _Report) -> str:
    name = ascii_name(report.profile.name.removeprefix("Xã "))
    return f"BC_CCHC_{name}_{report.period.year}_{_FILE_NAME_PART[report.period.part]}.docx"
