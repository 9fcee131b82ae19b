"""Rolling years of the simulated district, and quarters made up."""

from collections.abc import Iterable

import pytest

from charts.choose import Choice
from domain.periods import Period, parse_period
from queries.ask import Ask, WarehouseAsk
from queries.rolling import Rolling
from queries.warehouse import Warehouse

DUC_HIEP, VINH_THUAN, MINH_HOA = "SIM08@2004", "SIM11@2004", "SIM01@2004"
ROLLING = Choice(source="demo", kind="rolling_year", last="2024-R2")
R3 = parse_period("2024-R3")


@pytest.fixture(scope="session")
def plain_ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


@pytest.fixture(scope="session")
def rolling_ask(plain_ask: WarehouseAsk) -> Rolling:
    return Rolling(plain_ask)


def everyone(rolling_ask: Ask) -> list[str]:
    return [unit.unit_id for unit in rolling_ask.units("demo")]


def ids(periods: Iterable[Period]) -> list[str]:
    return [period.period_id for period in periods]
