"""A data root with one build in use, and builds in processes that can be killed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.layout import Layout
from etl.build import build
from etl.publish import current_build
from queries.values import indicator_values
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT, LAI_HUNG, make_office, make_report, write_figures


@pytest.fixture(scope="session")
def built_office_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = make_office(tmp_path_factory.mktemp("built") / "office")
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", figures(40))
    build(office)
    return office.root


@pytest.fixture
def built_office(built_office_once: Path, tmp_path: Path) -> Layout:
    """A data root with one build in use."""
    return Layout(shutil.copytree(built_office_once, tmp_path / "built"))


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


class Nursery:
    """Runs builds in processes of their own."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", NURSERY, str(CHECKOUT)]
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


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    running = Nursery()
    yield running
    running.process.communicate()


posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
