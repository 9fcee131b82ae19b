"""Which builds are kept to compare with."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import etl.build
import etl.diff
import etl.publish
from domain.layout import Layout
from etl.publish import KEPT_BUILDS, KEPT_DAYS, KEPT_MONTHS, builds, prune


def test_the_last_build_of_each_day_and_month_is_kept_to_compare_with(tmp_path: Path) -> None:
    place = Layout(tmp_path)
    place.warehouse.mkdir()
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    ages = [timedelta(minutes=5 * step) for step in range(8)] + [timedelta(days=day) for day in range(1, 500)]
    for age in ages:
        path = place.warehouse / f"cchc-{age.days:03}-{age.seconds:05}.duckdb"
        path.write_bytes(b"x")
        os.utime(path, ((noon - age).timestamp(),) * 2)
    etl.publish.point_to(place, place.warehouse / "cchc-499-00000.duckdb")
    prune(place)
    kept = [path.stem for path in builds(place)]
    assert kept[:KEPT_BUILDS] == [f"cchc-000-{300 * step:05}" for step in range(KEPT_BUILDS)]
    # The rest of the fortnight, a day each; then the last day of each of eleven months; then the one in use.
    assert kept[KEPT_BUILDS:-1] == [f"cchc-{day:03}-00000" for day in (*range(1, KEPT_DAYS), *MONTH_ENDS)]
    assert kept[-1] == "cchc-499-00000" and len(MONTH_ENDS) == KEPT_MONTHS - 1


# Days back from 22/11/2026 to 31/10/2026, 30/9/2026, … 31/12/2025.
MONTH_ENDS = [22, 53, 83, 114, 145, 175, 206, 236, 267, 295, 326]


def test_older_builds_are_kept_only_as_long_as_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Layout(tmp_path)
    place.warehouse.mkdir()
    monkeypatch.setattr(etl.publish, "KEPT_BYTES", 60)
    for age in range(12):
        path = place.warehouse / f"cchc-{age:02}.duckdb"
        path.write_bytes(b"x" * 10)
        day = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=age)
        os.utime(path, (day.timestamp(),) * 2)
    prune(place)
    assert [path.stem for path in builds(place)] == [f"cchc-{age:02}" for age in range(6)]
