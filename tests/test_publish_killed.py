"""A build that is killed at any moment leaves a whole build in use."""

import os
import signal
import subprocess
import sys

import pytest

from domain.layout import Layout
from etl.build import build
from tests.publish_cases import Nursery, in_use, names, posix, say_online

MOMENTS = {
    "after the tables are loaded": "after(etl.build, 'load')",
    "after the rates are computed": "after(etl.build, 'compute')",
    "after the file is closed": "after(etl.build, 'write')",
    "after it was read back": "after(etl.publish, 'verify')",
    "before it is on the disk": "before(os, 'fsync')",
    "before it has its name": "before(pathlib.Path, 'replace')",
    "after it has its name": "before(etl.publish, 'point_to')",
    "after CURRENT was written aside": """
real = etl.publish._sync
etl.publish._sync = lambda path: die() if 'CURRENT' in path.name else real(path)
""",
    "after CURRENT moved": "before(etl.publish, 'prune')",
}


@posix
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_a_whole_build_in_use_and_the_next_one_cleans_up(
    built_office: Layout, nursery: Nursery, moment: str
) -> None:
    say_online(built_office, 90)
    assert nursery.build(built_office, MOMENTS[moment])[0] == [-signal.SIGKILL]
    assert in_use(built_office) == (90 if moment == "after CURRENT moved" else 40)
    build(built_office)
    assert in_use(built_office) == 90
    assert [name for name in names(built_office) if name.startswith(".")] == []


@posix
def test_a_build_killed_after_any_delay_leaves_a_whole_build_in_use(built_office: Layout, nursery: Nursery) -> None:
    say_online(built_office, 41)
    codes, whole = nursery.build(built_office)
    assert codes == [0]
    killed = 0
    expected: set[float | None] = {41}
    for attempt in range(6):
        say_online(built_office, 50 + attempt)
        expected.add(50 + attempt)
        codes, _ = nursery.build(built_office, seconds=whole * (attempt + 1) / 7)
        killed += codes == [-signal.SIGKILL]
        assert in_use(built_office) in expected
    assert killed >= 3
    build(built_office)
    assert in_use(built_office) == 55


@posix
def test_leftovers_of_a_dead_build_are_cleaned_up_and_those_of_a_running_one_are_not(built_office: Layout) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    alive = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        mine = os.getpid()
        gone = [f".building-{dead.pid}.duckdb", f".building-{dead.pid}.duckdb.wal", f".CURRENT-{dead.pid}"]
        gone += [f".building-{mine}.duckdb", f".building-{mine}.duckdb.wal"]
        kept = [f".building-{alive.pid}.duckdb", f".building-{alive.pid}.duckdb.wal", ".note", ".building-x.duckdb"]
        for name in (*gone, *kept):
            (built_office.warehouse / name).write_bytes(b"half a build")
        (built_office.warehouse / f".building-{dead.pid}.duckdb.tmp").mkdir()
        say_online(built_office, 90)
        build(built_office)
        assert {name for name in names(built_office) if name.startswith(".")} == set(kept)
    finally:
        alive.kill()
        alive.wait()
