"""Findings and provisional figures in briefings."""

import io
import re
from datetime import date
from typing import Any

from pptx import Presentation

from briefing.plan import Pin, Plan, deck_of
from briefing.slides import write_pptx
from charts.choose import Choice
from charts.quality_marks import SIGN
from charts.recipes import Recipe
from charts.spec import TableSpec
from queries import values as q
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.quality_cases import REAL, SUM_OF_CHANNELS
from text.words import say


def test_a_briefing_lists_what_does_not_hold_with_unit_and_period_the_worst_first(warehouse: Warehouse) -> None:
    deck = deck_of(Plan(REAL, (Pin(Recipe("scorecard"), REAL),)), WarehouseAsk(warehouse), date(2026, 1, 2))
    assert any(line.startswith("Minh Đức, 6T/23: ") and SUM_OF_CHANNELS in line for line in deck.findings)
    errors = sum(one.source == "report" and one.severity == "error" for one in q.findings(warehouse))
    assert all("Cảnh" not in line for line in deck.findings[:errors])
    infos = {one.message_vi for one in q.findings(warehouse) if one.severity == "info"}
    assert not any(line.endswith(tuple(infos)) for line in deck.findings)


def opened(made: bytes) -> Any:
    return Presentation(io.BytesIO(made))


def texts_of(slide: Any) -> str:
    parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
    return "\n".join([*parts, *tables])


def test_a_slide_has_the_mark_in_the_cell_and_what_it_means_beneath(warehouse: Warehouse) -> None:
    deck = deck_of(Plan(REAL, (Pin(Recipe("scorecard"), REAL),)), WarehouseAsk(warehouse), date(2026, 1, 2))
    told = "\n".join(texts_of(slide) for slide in opened(write_pptx(deck)).slides)
    assert re.search(f"96,4\u00a0% [~§]*{SIGN}", told)
    assert "Dấu ! là số liệu cần kiểm tra lại" in told


def test_findings_can_be_pinned_to_a_briefing(warehouse: Warehouse) -> None:
    pin = Pin(Recipe("findings", group="error"), REAL)
    deck = deck_of(Plan(REAL, (pin,)), WarehouseAsk(warehouse), date(2026, 1, 2))
    spec = deck.items[0].spec
    assert isinstance(spec, TableSpec) and spec.frame.table
    assert {row["severity"] for row in spec.frame.table.rows} == {"lỗi"}
    told = "\n".join(texts_of(slide) for slide in opened(write_pptx(deck)).slides)
    assert SUM_OF_CHANNELS in told


def test_a_briefing_of_provisional_figures_says_so_on_its_first_slide_and_beneath_the_chart(
    warehouse: Warehouse,
) -> None:
    def first(choice: Choice) -> tuple[str, str]:
        deck = deck_of(
            Plan(choice, (Pin(Recipe("ranked", "online_rate"), choice),)), WarehouseAsk(warehouse), date(2026, 1, 2)
        )
        slides = opened(write_pptx(deck)).slides
        return texts_of(slides[0]), "\n".join(texts_of(slide) for slide in list(slides)[1:])

    words = say("briefing_pptx.provisional", "vi")
    provisional = Choice(source="demo", kind="quarter", first="2024-Q4", last="2024-Q4")
    cover, rest = first(provisional)
    assert words in cover
    assert "chưa kiểm tra" in rest
    cover, _ = first(Choice(source="demo", kind="quarter", first="2023-Q1", last="2023-Q1"))
    assert words not in cover
