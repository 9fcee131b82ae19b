"""The simulated district's own registry, beside the national one: its units, what became of them, groups, targets."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from domain.units import CODES_INTRODUCED, REORGANISED, make_unit_id
from etl.demo_merger import DEFAULT_SUCCESSOR, MERGERS
from etl.demo_model import COMMUNES, DISTRICT

PROVINCE_NAME = "Tỉnh Mô Phỏng"
OLD_PROVINCE, NEW_PROVINCE = (make_unit_id("SIM-T", day.year) for day in (CODES_INTRODUCED, REORGANISED))

UNIT_COLUMNS = ("unit_id", "gso_code", "name", "level", "parent_id", "valid_from", "valid_to")
LINEAGE_COLUMNS = ("from_unit_id", "to_unit_id", "divided", "is_default")
GROUP_COLUMNS = ("group_id", "name_vi", "name_en", "unit_id")
TARGET_COLUMNS = ("indicator", "level", "unit_id", "year", "value", "source_vi", "source_en")

_NEAR_THE_TOWN = ("SIM01", "SIM02", "SIM05", "SIM07", "SIM08", "SIM09")
_PLAN_VI = "Kế hoạch cải cách hành chính năm {year} của {whose} (mô phỏng)"
_PLAN_EN = "Administrative reform plan for {year} of {whose} (simulated)"
_TARGETS = (
    ("province", OLD_PROVINCE, 2023, 60, "tỉnh Mô Phỏng", "Mô Phỏng province"),
    ("province", OLD_PROVINCE, 2024, 70, "tỉnh Mô Phỏng", "Mô Phỏng province"),
    ("province", OLD_PROVINCE, 2025, 80, "tỉnh Mô Phỏng", "Mô Phỏng province"),
    ("unit", "SIM01@2004", 2024, 95, "thị trấn Minh Họa", "Minh Họa township"),
    ("province", NEW_PROVINCE, 2025, 80, "tỉnh Mô Phỏng", "Mô Phỏng province"),
)


def gso_code(unit_id: str) -> str:
    return unit_id.partition("@")[0]


def write_reference(folder: Path) -> int:
    """Writes units.csv, unit_lineage.csv, peer_groups.csv and targets.csv; returns how many units there are."""
    units = [*_old_units(), *_new_units()]
    write_csv(folder / "units.csv", UNIT_COLUMNS, units)
    write_csv(folder / "unit_lineage.csv", LINEAGE_COLUMNS, _lineage())
    write_csv(folder / "peer_groups.csv", GROUP_COLUMNS, _groups())
    write_csv(folder / "targets.csv", TARGET_COLUMNS, _targets())
    return len(units)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes the rows below a header, with the same bytes on every system."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _old_units() -> list[tuple[object, ...]]:
    named = [
        (OLD_PROVINCE, PROVINCE_NAME, "province", ""),
        (DISTRICT.unit_id, DISTRICT.name, "district", OLD_PROVINCE),
        *((profile.unit_id, profile.name, "commune", DISTRICT.unit_id) for profile in COMMUNES),
    ]
    last_day = REORGANISED - timedelta(days=1)
    return [(unit[0], gso_code(unit[0]), *unit[1:], CODES_INTRODUCED, last_day) for unit in named]


def _new_units() -> list[tuple[object, ...]]:
    named = [
        (NEW_PROVINCE, PROVINCE_NAME, "province", ""),
        *((merger.unit_id, merger.name, "commune", NEW_PROVINCE) for merger in MERGERS),
    ]
    return [(unit[0], gso_code(unit[0]), *unit[1:], REORGANISED, "") for unit in named]


def _lineage() -> list[tuple[str, str, int, int]]:
    """As in the national file: provinces too, districts not, for nothing came after them."""
    steps = [(OLD_PROVINCE, NEW_PROVINCE, 0, 1)]
    for merger in MERGERS:
        for unit_id in merger.predecessors:
            is_default = DEFAULT_SUCCESSOR.get(unit_id, merger.unit_id) == merger.unit_id
            steps.append((unit_id, merger.unit_id, int(unit_id in merger.divided), int(is_default)))
    return sorted(steps)


def _groups() -> list[tuple[str, str, str, str]]:
    rows = []
    for profile in COMMUNES:
        if gso_code(profile.unit_id) in _NEAR_THE_TOWN:
            group = ("sim-vung-ven", "Xã vùng ven thị trấn (mô phỏng)", "Communes near the town (simulated)")
        else:
            group = ("sim-vung-sau", "Xã vùng sâu (mô phỏng)", "Remote communes (simulated)")
        rows.append((*group, profile.unit_id))
    new = ("sim-xa-moi", "Xã mới từ 01/7/2025 (mô phỏng)", "New communes since 1 July 2025 (simulated)")
    return sorted([*rows, *((*new, merger.unit_id) for merger in MERGERS)])


def _targets() -> list[tuple[object, ...]]:
    return [
        (
            "online_rate",
            level,
            unit_id,
            year,
            value,
            _PLAN_VI.format(year=year, whose=of_vi),
            _PLAN_EN.format(year=year, whose=of_en),
        )
        for level, unit_id, year, value, of_vi, of_en in _TARGETS
    ]
