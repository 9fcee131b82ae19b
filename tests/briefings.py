"""Choices and briefings for the tests of the briefing."""

from datetime import date

from briefing.deck import Deck
from briefing.plan import Plan, deck_of
from briefing.ready import ready_plan
from charts.choose import Choice
from queries.ask import WarehouseAsk

MADE_ON = date(2024, 10, 15)
BINH_PHUOC, TAN_LOC, PHU_MY_DONG = "21073@2004", "SIM03@2004", "SIM09@2004"
QUARTER = Choice(source="demo", kind="quarter", last="2024-Q3")
OF_BINH_PHUOC = Choice(
    source="report", province="51@2004", district="524@2004", units=(BINH_PHUOC,), kind="year", last="2023"
)
EVERYTHING = Choice(source="report")
"""Five reports of four kinds of period: nothing can be compared."""


def deck(plan: Plan, ask: WarehouseAsk) -> Deck:
    return deck_of(plan, ask, MADE_ON)


def ready(choice: Choice, ask: WarehouseAsk) -> Deck:
    return deck(ready_plan(choice, ask), ask)
