"""Builds are published whole or not at all: whatever dies on the way, the build in use stays readable."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import etl.build
import etl.publish
from domain.layout import Layout
from etl.__main__ import main
from etl.build import build, held_builds
from etl.problems import ProblemsFound
from etl.publish import KEPT_BUILDS, VerificationFailed, builds, current_build, verify
from queries.values import indicator_values
from queries.warehouse import NoWarehouse, Warehouse, current_warehouse
from tests.factory import BAC_SON, CAU_KE, LAI_HUNG, MINH_DUC, make_office, make_report, write_figures


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = make_office(tmp_path_factory.mktemp("built") / "office")
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", figures(40))
    build(office)
    return office.root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Layout:
    """A data root with one build in use."""
    return Layout(shutil.copytree(built_once, tmp_path / "built"))


def figures(online: int) -> dict[str, object]:
    return {"received_online": online, "received_in_period": 100}


def say_online(office: Layout, online: int) -> None:
    """Changes the one report: the next build is another one."""
    write_figures(office.reports / "a", figures(online))


def online(warehouse: Warehouse) -> float | None:
    (value,) = indicator_values(warehouse, "report", ["online_rate"], ["2023-H1"], [LAI_HUNG])
    return value.value


def in_use(office: Layout) -> float | None:
    """The rate that a reader finds who opens the build in use afresh."""
    path = current_build(office)
    assert path is not None
    return online(Warehouse(path))


def names(office: Layout) -> set[str]:
    return {path.name for path in office.warehouse.iterdir()}


def test_the_same_input_gives_the_same_build_wherever_it_lies(office: Layout, tmp_path: Path) -> None:
    other = make_office(tmp_path / "somewhere" / "else")
    for place in (office, other):
        make_report(place.reports / "a", LAI_HUNG, "2023-H1", figures(40))
    assert build(office).path.name == build(other).path.name


def test_a_second_build_does_nothing(built: Layout) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.warehouse.iterdir()}
    outcome = build(built)
    assert (outcome.is_new, outcome.reports, outcome.figures) == (False, 1, 2)
    assert {path: path.stat().st_mtime_ns for path in built.warehouse.iterdir()} == before


@pytest.mark.parametrize(
    "change",
    [
        lambda office: say_online(office, 41),
        lambda office: make_report(office.reports / "b", BAC_SON, "2023-H1"),
        lambda office: (office.root / "reference" / "targets.csv").write_text(
            "indicator,level,unit_id,year,value,source_vi,source_en\n", encoding="utf-8"
        ),
        lambda office: make_report(office.demo / "reports" / "x", CAU_KE, "2023-H1", source="demo"),
    ],
    ids=["figure", "report", "targets", "demo"],
)
def test_another_input_gives_another_build(built: Layout, change) -> None:
    before = current_build(built)
    change(built)
    outcome = build(built)
    assert outcome.is_new and outcome.path != before == before
    assert current_build(built) == outcome.path
    assert before is not None and before.is_file()


def test_a_build_leaves_nothing_beside_the_builds_and_current(built: Layout) -> None:
    say_online(built, 50)
    build(built)
    assert names(built) == {"CURRENT", *(path.name for path in builds(built))}
    assert built.current.read_text(encoding="utf-8") == f"{builds(built)[0].name}\n"


def test_a_build_by_force_replaces_the_one_of_the_same_input(built: Layout) -> None:
    before = current_build(built)
    outcome = build(built, force=True)
    assert outcome.is_new and outcome.path == before
    assert in_use(built) == 40


# What goes wrong.


def fails(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def unsound(path: Path) -> None:
    raise VerificationFailed(f"{path.name}: spoiled")


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("etl.publish.verify", unsound),
        ("etl.publish._sync", fails),
        ("etl.build.load", fails),
        ("etl.build.compute", fails),
        ("etl.build.record_build", fails),
        ("pathlib.Path.replace", fails),
        ("os.fsync", fails),
    ],
)
def test_a_build_that_fails_anywhere_leaves_the_old_one_in_use_and_no_rubbish(
    built: Layout, monkeypatch: pytest.MonkeyPatch, name: str, failure
) -> None:
    before = names(built)
    say_online(built, 90)
    with monkeypatch.context() as broken, pytest.raises((OSError, VerificationFailed)):
        broken.setattr(name, failure)
        build(built)
    assert in_use(built) == 40
    assert names(built) == before
    build(built)
    assert in_use(built) == 90


def test_current_moves_only_after_the_new_build_was_read_back(built: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    for name in ("verify", "point_to"):
        real = getattr(etl.publish, name)
        monkeypatch.setattr(etl.publish, name, lambda *a, name=name, real=real: (steps.append(name), real(*a))[1])
    say_online(built, 90)
    build(built)
    assert steps == ["verify", "point_to"]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from unit",
        "delete from build",
        "delete from indicator",
        "drop table measure",
        "insert into indicator_value select * from indicator_value",
    ],
)
def test_verification_refuses_an_empty_table_and_a_value_that_stands_twice(built: Layout, sql: str) -> None:
    path = current_build(built)
    assert path is not None
    verify(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    with pytest.raises(VerificationFailed, match=path.name):
        verify(path)


def test_a_build_whose_file_was_damaged_is_made_again(built: Layout) -> None:
    path = current_build(built)
    assert path is not None
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(VerificationFailed):
        verify(path)
    outcome = build(built)
    assert outcome.is_new and outcome.path == path
    assert in_use(built) == 40


def test_a_build_that_was_named_but_not_put_in_use_is_put_in_use_by_the_next(
    built: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_online(built, 90)
    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr("etl.publish.point_to", fails)
        build(built)
    assert in_use(built) == 40
    assert not build(built).is_new
    assert in_use(built) == 90


def test_a_failure_is_said_in_words_and_ends_with_1(
    built: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built.root))
    monkeypatch.setattr("etl.publish.verify", unsound)
    say_online(built, 90)
    assert main(["--lang", "en", "build"]) == 1
    assert "the one in use stays" in capsys.readouterr().err


# A build that is killed. One process imports everything once and opens nothing; each build is a fork of it.

NURSERY = """
import json, os, pathlib, signal, sys, time
sys.path.insert(0, sys.argv[1])
import duckdb, pyarrow
import etl.build, etl.publish
from domain.layout import Layout
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
def before(module, name):
    setattr(module, name, die)
def after(module, name):
    real = getattr(module, name)
    def run(*a, **k):
        real(*a, **k)
        die()
    setattr(module, name, run)
for line in sys.stdin:
    asked = json.loads(line)
    started = time.monotonic()
    children = []
    for _ in range(asked["times"]):
        if not (child := os.fork()):
            exec(asked["where"])
            etl.build.build(Layout(pathlib.Path(asked["root"])))
            os._exit(0)
        children.append(child)
    if asked["seconds"] is not None:
        time.sleep(asked["seconds"])
        os.kill(children[0], signal.SIGKILL)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    print(json.dumps([codes, time.monotonic() - started]), flush=True)
"""
CHECKOUT = str(Path(__file__).resolve().parent.parent)


class Nursery:
    """Runs builds in processes of their own."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", NURSERY, CHECKOUT]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def build(
        self, office: Layout, where: str = "", seconds: float | None = None, times: int = 1
    ) -> tuple[list[int], float]:
        """The exit codes and the seconds it took; killed `where` the code says so or after `seconds`."""
        assert self.process.stdin and self.process.stdout
        asked = {"root": str(office.root), "where": where, "seconds": seconds, "times": times}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        codes, took = json.loads(self.process.stdout.readline())
        return codes, took


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    running = Nursery()
    yield running
    running.process.communicate()


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
posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")


@posix
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_a_whole_build_in_use_and_the_next_one_cleans_up(
    built: Layout, nursery: Nursery, moment: str
) -> None:
    say_online(built, 90)
    assert nursery.build(built, MOMENTS[moment])[0] == [-signal.SIGKILL]
    assert in_use(built) == (90 if moment == "after CURRENT moved" else 40)
    build(built)
    assert in_use(built) == 90
    assert [name for name in names(built) if name.startswith(".")] == []


@posix
def test_a_build_killed_after_any_delay_leaves_a_whole_build_in_use(built: Layout, nursery: Nursery) -> None:
    say_online(built, 41)
    codes, whole = nursery.build(built)
    assert codes == [0]
    killed = 0
    expected: set[float | None] = {41}
    for attempt in range(6):
        say_online(built, 50 + attempt)
        expected.add(50 + attempt)
        codes, _ = nursery.build(built, seconds=whole * (attempt + 1) / 7)
        killed += codes == [-signal.SIGKILL]
        assert in_use(built) in expected
    assert killed >= 3
    build(built)
    assert in_use(built) == 55


@posix
def test_leftovers_of_a_dead_build_are_cleaned_up_and_those_of_a_running_one_are_not(built: Layout) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    alive = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        mine = os.getpid()
        gone = [f".building-{dead.pid}.duckdb", f".building-{dead.pid}.duckdb.wal", f".CURRENT-{dead.pid}"]
        gone += [f".building-{mine}.duckdb", f".building-{mine}.duckdb.wal"]
        kept = [f".building-{alive.pid}.duckdb", f".building-{alive.pid}.duckdb.wal", ".note", ".building-x.duckdb"]
        for name in (*gone, *kept):
            (built.warehouse / name).write_bytes(b"half a build")
        (built.warehouse / f".building-{dead.pid}.duckdb.tmp").mkdir()
        say_online(built, 90)
        build(built)
        assert {name for name in names(built) if name.startswith(".")} == set(kept)
    finally:
        alive.kill()
        alive.wait()


# Going back.


def test_a_rolled_back_build_is_held_back_until_the_input_changes_or_force(built: Layout) -> None:
    say_online(built, 90)
    bad = build(built).path
    assert etl.build.roll_back(built) is not None
    assert in_use(built) == 40
    outcome = build(built)
    assert outcome.held and outcome.path == current_build(built) != bad
    assert in_use(built) == 40
    build(built, force=True)
    assert in_use(built) == 90
    assert held_builds(built) == []


def test_two_steps_back_hold_both_builds_back(built: Layout) -> None:
    for value in (50, 60):
        say_online(built, value)
        build(built)
    etl.build.roll_back(built)
    etl.build.roll_back(built)
    assert in_use(built) == 40
    assert build(built).held
    assert in_use(built) == 40
    say_online(built, 70)
    build(built)
    assert in_use(built) == 70 and held_builds(built) == []


def test_rollback_goes_to_the_build_that_was_in_use_before(built: Layout) -> None:
    say_online(built, 50)
    build(built)
    say_online(built, 40)
    assert not build(built).is_new
    assert in_use(built) == 40
    etl.build.roll_back(built)
    assert in_use(built) == 50


def test_rollback_where_nothing_is_older_changes_nothing(
    built: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built.root))
    assert main(["--lang", "en", "rollback"]) == 1
    assert "No build is older" in capsys.readouterr().err
    assert in_use(built) == 40 and held_builds(built) == []


def test_rollback_and_held_are_said_in_words(
    built: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built.root))
    old = current_build(built)
    say_online(built, 90)
    assert main(["--lang", "en", "build"]) == 0
    assert main(["--lang", "en", "rollback"]) == 0
    assert old is not None and old.name in capsys.readouterr().out
    assert main(["--lang", "en", "build"]) == 0
    assert "was rolled back" in capsys.readouterr().err
    assert main(["--lang", "en", "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == [" ", "*"]
    assert old.name in lines[1] and "1 reports, 2 figures" in lines[1]


def test_where_prints_the_path_and_nothing_else(
    built: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built.root))
    assert main(["where"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{current_build(built)}\n", "")
    built.current.unlink()
    assert main(["--lang", "en", "where"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "python -m etl build" in said.err


def test_old_builds_are_pruned_but_never_the_one_in_use(built: Layout) -> None:
    first = current_build(built)
    for value in range(50, 50 + KEPT_BUILDS):
        say_online(built, value)
        build(built)
    assert len(builds(built)) == KEPT_BUILDS
    assert first is not None and not first.exists()
    oldest = builds(built)[-1]
    etl.publish.point_to(built, oldest)
    (built.warehouse / "cchc-ffffffffffff.duckdb").write_bytes(b"a newer build")
    etl.publish.prune(built)
    assert oldest.exists() and current_build(built) == oldest


# Readers meanwhile.


def test_a_reader_keeps_its_build_while_a_new_one_is_published_and_sees_it_at_the_next_question(built: Layout) -> None:
    reader = current_warehouse(built)
    assert online(reader) == 40
    say_online(built, 90)
    build(built)
    assert online(reader) == 40
    newer = current_warehouse(built)
    assert online(newer) == 90 and newer.build_id != reader.build_id
    assert current_warehouse(built) is newer


def test_a_build_and_its_repetition_run_beside_an_open_reader_of_the_same_process(built: Layout) -> None:
    reader = current_warehouse(built)
    assert not build(built).is_new
    assert online(reader) == 40
    say_online(built, 90)
    build(built)
    assert online(current_warehouse(built)) == 90
    assert not build(built).is_new


def test_readers_in_threads_never_see_half_a_build(built: Layout) -> None:
    seen: list[float | None] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                seen.append(online(current_warehouse(built)))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for value in (50, 60, 70):
        say_online(built, value)
        build(built)
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(seen) <= {40, 50, 60, 70} and len(seen) > 20


def test_two_builds_at_once_in_one_process_make_one(built: Layout) -> None:
    say_online(built, 90)
    outcomes: list[bool] = []
    threads = [threading.Thread(target=lambda: outcomes.append(build(built).is_new)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, True]
    assert in_use(built) == 90


@posix
def test_builds_at_once_in_several_processes_all_succeed(built: Layout, nursery: Nursery) -> None:
    say_online(built, 90)
    assert nursery.build(built, times=2)[0] == [0, 0]
    assert in_use(built) == 90
    assert [name for name in names(built) if name.startswith(".")] == []


def test_without_a_build_a_reader_is_told_so(office: Layout) -> None:
    with pytest.raises(NoWarehouse):
        current_warehouse(office)
    office.warehouse.mkdir()
    office.current.write_text("cchc-gone.duckdb\n", encoding="utf-8")
    with pytest.raises(NoWarehouse):
        current_warehouse(office)
    assert current_build(office) is None


def test_a_registry_that_contradicts_itself_leaves_the_build_in_use(built: Layout) -> None:
    (built.root / "reference" / "targets.csv").write_text("indicator,level\nnone,national\n", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        build(built)
    assert in_use(built) == 40


def test_several_reports_of_several_units_are_counted_in_the_build(built: Layout) -> None:
    make_report(built.reports / "b", MINH_DUC, "2023-H1", figures(1))
    outcome = build(built)
    assert (outcome.reports, outcome.figures) == (2, 4)
