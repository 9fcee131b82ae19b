"""Warehouses and data roots that several tests use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from domain.layout import Layout
from etl.build import build
from etl.demo import write_demo
from etl.registry import Registry, load_registry
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT, make_office

pytest_plugins = [
    "tests.app_cases",
    "tests.browser_cases",
    "tests.compute_cases",
    "tests.diff_cases",
    "tests.import_cases",
    "tests.publish_cases",
    "tests.review_cases",
    "tests.rolling_cases",
]

settings.register_profile("cchc", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "cchc"))

DEMO_SEED = 2022


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A data root with the checkout's real reports and the simulated district; reference files are the checkout's."""
    root = tmp_path_factory.mktemp("data")
    shutil.copytree(CHECKOUT / "data" / "reports", root / "reports", ignore=shutil.ignore_patterns(".*"))
    write_demo(root / "demo", DEMO_SEED)
    return Layout(root)


@pytest.fixture(scope="session")
def warehouse(data_root: Layout) -> Warehouse:
    """The real reports and the simulated district in one warehouse, as an office has it: two sources."""
    outcome = build(data_root, strict=True)
    return Warehouse(outcome.path)


@pytest.fixture(scope="session")
def real_warehouse(warehouse: Warehouse) -> Warehouse:
    """For questions about source `report`."""
    return warehouse


@pytest.fixture(scope="session")
def demo_warehouse(warehouse: Warehouse) -> Warehouse:
    """For questions about source `demo`."""
    return warehouse


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Layout]:
    """An empty data root with a handful of units, for small builds."""
    yield make_office(tmp_path / "office")


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The checkout's registry, with all units."""
    return load_registry(Layout(tmp_path_factory.mktemp("registry")))


@pytest.fixture(scope="session")
def office_registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry of an office with a handful of units."""
    return load_registry(make_office(tmp_path_factory.mktemp("registry") / "office"))
