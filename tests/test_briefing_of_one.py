"""The briefing of one unit: its own figures, nothing that compares it with nobody, nothing that is not so."""

import dataclasses
import io
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from briefing.deck import Deck, Item, Page
from briefing.document import MOST_FINDINGS, write_docx
from briefing.off_screen import PLACE
from briefing.plan import Pin, themes
from briefing.pptx_file import FINDINGS_NUMBER
from briefing.ready import ready_plan
from briefing.slides import write_pptx
from briefing.workbook import write_xlsx
from charts import profile, recipes
from charts.advice import recommendations
from charts.choose import TODAY, Choice, asking, view_of
from charts.recipes import Recipe
from charts.spec import RankedSpec, StackedSpec, Status, TableSpec
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import MADE_ON, OF_BINH_PHUOC, QUARTER, TAN_LOC, ready
from text.words import LANGS, Lang, say

BAC_SON, LAI_HUNG, HOA_SON, LONG_AN_TAY = "12148@2004", "25834@2004", "SIM10@2004", "SIM11@2004"
OF_HOA_SON = Choice(source="demo", units=(HOA_SON,), kind="year", last="2024")
FEW_TODAY = Choice(source="demo", kind="quarter", last="2025-Q4", basis=TODAY)


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def of_real(unit_id: str, ask: WarehouseAsk, lang: Lang = "vi") -> Choice:
    """One of the real units, alone in its district, in the period of its report."""
    unit = next(one for one in ask.units("report") if one.unit_id == unit_id)
    (row,) = ask.coverage("report", [p.period_id for p in ask.periods("report")], [unit_id])
    kind = next(one.kind for one in ask.periods("report") if one.period_id == row.period_id)
    return Choice(
        lang, "report", unit.province_id or "", unit.district_id or "", units=(unit_id,), kind=kind.value,
        last=row.period_id,
    )  # fmt: skip


def page(deck: Deck, title: str) -> tuple[str, ...]:
    return next(part.lines for part in deck.parts if isinstance(part, Page) and part.title == title)


def slides_of(deck: Deck) -> list[Any]:
    return list(Presentation(io.BytesIO(write_pptx(deck))).slides)


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


# Recommendations


def test_of_one_unit_only_what_its_own_report_tells_is_said(ask: WarehouseAsk) -> None:
    view = view_of(OF_HOA_SON, ask)
    others = recipes.make(Recipe("ranked", "online_rate"), view, ask)
    assert isinstance(others, RankedSpec)
    assert any(mark.status is Status.NOT_MET for mark in others.marks), "another unit misses its target"
    lines = page(ready(OF_HOA_SON, ask), "Kiến nghị")
    assert not any("đơn vị nào" in line for line in lines)
    assert "Xã Hòa Sơn không có hồ sơ đang quá hạn trong năm 2024." in lines
    assert "Xã Hòa Sơn đã gửi báo cáo năm 2024 đúng hạn." in lines
    assert any("hiện là số tạm" in line for line in lines)


def test_as_many_targets_are_told_as_on_the_units_profile(ask: WarehouseAsk) -> None:
    deck = ready(OF_HOA_SON, ask)
    assert deck.items[0].spec.frame.sentence.startswith("Đạt mục tiêu: 4 trong 4 chỉ số")
    assert "Xã Hòa Sơn đạt 4/4 mục tiêu có số liệu để so trong năm 2024." in page(deck, "Kiến nghị")


def test_a_figure_that_the_report_does_not_give_is_no_praise(ask: WarehouseAsk) -> None:
    lines = page(ready(of_real(BAC_SON, ask), ask), "Kiến nghị")
    assert "Báo cáo quý III/2024 của Xã Bắc Sơn không nêu số hồ sơ đang quá hạn." in lines
    assert not any("không có hồ sơ đang quá hạn" in line for line in lines)


def test_a_late_unit_is_asked_for_its_next_report_in_time(ask: WarehouseAsk) -> None:
    view = view_of(QUARTER, ask)
    late = [row.unit_id for row in recipes.coverage(view, ask) if row.state == "late" and row.period_id == "2024-Q3"]
    assert late
    own = page(ready(dataclasses.replace(QUARTER, units=(late[0],)), ask), "Kiến nghị")
    assert any("gửi sau hạn" in line and view.labels[late[0]] in line for line in own)
    assert not any("đúng hạn." in line and "đã gửi" in line for line in own)


def test_a_report_with_findings_asks_for_as_many_checks_as_the_deck_lists(ask: WarehouseAsk) -> None:
    deck = ready(of_real(BAC_SON, ask), ask)
    assert deck.findings
    assert any(f"{len(deck.findings)} điểm cần lưu ý" in line for line in page(deck, "Kiến nghị"))


def test_nothing_is_said_where_periods_are_mixed(ask: WarehouseAsk) -> None:
    choice = Choice(source="report", units=(BAC_SON,))
    view = view_of(choice, ask)
    assert recommendations(view, themes(ask.indicators()), [], [], recipes.coverage(view, ask)) == []


# Tiles and charts


@pytest.mark.parametrize("unit_id", (BAC_SON, LAI_HUNG))
def test_a_lone_units_deck_shows_its_own_figures_and_compares_it_with_nobody(unit_id: str, ask: WarehouseAsk) -> None:
    choice = of_real(unit_id, ask)
    deck = ready(choice, ask)
    view = view_of(choice, ask)
    own = ask.unit_values("report", unit_id)
    period = profile.latest_period(view, own)
    assert period
    first = next(tile for tile in deck.tiles if "đúng hạn" in tile.label)
    rate = next(v for v in own if v.indicator_id == "on_time_rate" and v.period_id == period.period_id)
    assert first.value == view.value_text(rate) and view.counts_text(rate) in first.meaning
    assert len(deck.tiles) >= 3 and "đơn vị" not in " ".join(tile.value for tile in deck.tiles)
    charts = [part.recipe.chart for part in ready_plan(choice, ask).parts if isinstance(part, Pin)]
    assert charts == ["profile", "unit_levels", "unit_levels"]
    assert not any("chưa đủ để so sánh" in item.headline for item in deck.items)


def test_the_tiles_of_a_unit_among_others_are_its_own_with_its_place(ask: WarehouseAsk) -> None:
    tiles = ready(dataclasses.replace(QUARTER, units=(TAN_LOC,)), ask).tiles
    assert "56,9" in tiles[0].value and "174/306" in tiles[0].meaning and "hạng 9/9" in tiles[0].meaning


def test_a_few_units_are_told_by_range_and_name_and_only_once(ask: WarehouseAsk) -> None:
    today = asking(FEW_TODAY, ask)
    deck = ready(FEW_TODAY, ask)
    ranges = {tile.label: tile for tile in deck.tiles[1:]}
    assert len(ranges) == 3
    online = ranges["Nộp trực tuyến, 4\u00a0đơn\u00a0vị"]
    view = view_of(FEW_TODAY, today)
    values = [
        one
        for one in recipes.indicator_values(view, today, "online_rate")
        if one.period_id == "2025-Q4" and one.scope == "own" and one.unit_id in view.unit_ids
    ]
    rates = sorted(one.value or 0 for one in values)
    assert len(rates) == 4
    low, high = view.number(rates[0], 1), view.percent(rates[-1])
    assert online.value == say("tile.range", "vi", low=low, high=high)
    assert all(view.labels[one.unit_id] in online.meaning for one in values)
    tables = [item.spec.frame.subtitle for item in deck.items if isinstance(item.spec, TableSpec)]
    assert len(tables) == len(set(tables)) == 3, "an annex does not repeat what is a table already"


def test_a_table_of_a_few_units_is_headed_by_its_indicator_and_their_figures(ask: WarehouseAsk) -> None:
    tables = [item for item in ready(FEW_TODAY, ask).items if isinstance(item.spec, TableSpec)]
    assert tables[0].headline.startswith("Tỷ lệ hồ sơ nộp trực tuyến, quý IV/2025: Minh Họa 91,96\u00a0%; ")
    assert tables[0].headline.count("%") == 4


@pytest.mark.parametrize("lang", LANGS)
def test_a_units_groups_stand_one_below_the_other_with_their_counts(lang: Lang, ask: WarehouseAsk) -> None:
    choice = of_real(BAC_SON, ask, lang)
    view = view_of(choice, ask)
    spec = recipes.make(Recipe("unit_levels", dimension="education", unit=BAC_SON), view, ask)
    assert isinstance(spec, StackedSpec)
    assert [(row.key, row.total) for row in spec.rows] == [
        ("cadre_civil_servant", 19), ("cadre", 11), ("civil_servant", 8),
    ]  # fmt: skip
    assert "17/19" in spec.frame.title and "9/11" in spec.frame.sentence and "8/8" in spec.frame.sentence
    assert spec.frame.table and [row["people"] for row in spec.frame.table.rows] == [19, 11, 8]
    assert spec.missing == ()


def test_levels_that_do_not_cover_a_group_stay_a_lower_bound(ask: WarehouseAsk) -> None:
    minh_duc = next(one.unit_id for one in ask.units("report") if one.name == "Xã Minh Đức")
    view = view_of(of_real(minh_duc, ask), ask)
    spec = recipes.make(Recipe("unit_levels", dimension="education", unit=minh_duc), view, ask)
    assert "ít nhất 16/19" in spec.frame.title


# Notes without a screen


@pytest.mark.parametrize("lang", LANGS)
def test_no_slide_points_at_a_page_of_the_app(lang: Lang, ask: WarehouseAsk) -> None:
    pages = [say(key, lang) for key in ("page.quality", "page.method")]
    for choice in (of_real(BAC_SON, ask, lang), dataclasses.replace(OF_HOA_SON, lang=lang)):
        told = "\n".join(words(slide) for slide in slides_of(ready(choice, ask)))
        assert not any(f"{name}." in told or f"{name}:" in told for name in pages)


def test_a_footnote_has_the_worst_finding_whole_and_the_number_of_the_slide_with_all(ask: WarehouseAsk) -> None:
    deck = ready(of_real(BAC_SON, ask), ask)
    slides = slides_of(deck)
    heading = say("briefing_pptx.findings", "vi")
    number = 1 + next(place for place, one in enumerate(slides) if one.shapes.title.text == heading)
    profile_slide = words(slides[2])
    assert deck.findings[0] in profile_slide and "88/8" in deck.findings[0]
    assert f"Tất cả {len(deck.findings)} điểm cần lưu ý: trang {number}." in profile_slide
    everything = "\n".join(words(one) + one.notes_slide.notes_text_frame.text for one in slides)
    assert PLACE not in everything and FINDINGS_NUMBER not in everything and FINDINGS_NUMBER[0] not in everything


def test_a_footnote_names_only_what_its_own_chart_carries(ask: WarehouseAsk) -> None:
    deck = ready(of_real(BAC_SON, ask), ask)
    political = next(item for item in deck.items if "lý luận chính trị" in item.headline)
    (note,) = [text for text in political.spec.frame.notes if text.startswith("Dấu !")]
    assert "88/8" not in note and "Biên chế có mặt" in note


def test_the_workbook_points_at_its_last_sheet(ask: WarehouseAsk) -> None:
    book = load_workbook(io.BytesIO(write_xlsx(ready(of_real(BAC_SON, ask), ask))))
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    last = say("briefing_paper.book.last", "vi")
    assert last in book.sheetnames
    assert any(f"điểm cần lưu ý: trang tính «{last}»." in text for text in told)
    assert not any(PLACE in text for text in told)


def test_paper_names_the_worst_findings_and_how_many_more_there_are(ask: WarehouseAsk) -> None:
    deck = ready(of_real(BAC_SON, ask), ask)
    told = [paragraph.text for paragraph in Document(io.BytesIO(write_docx(deck))).paragraphs]
    for line in deck.findings[:MOST_FINDINGS]:
        assert any(line.rstrip(".") in text for text in told)
    assert any(f"Còn {len(deck.findings) - MOST_FINDINGS} điểm khác" in text for text in told)


def test_any_other_note_of_a_chart_reaches_slide_and_sheet_as_it_is(ask: WarehouseAsk) -> None:
    deck = ready(OF_BINH_PHUOC, ask)
    note = "Đã đính chính 1.144 → 1.134: Bình Phước."

    def noted(item: Item) -> Item:
        frame = dataclasses.replace(item.spec.frame, notes=(*item.spec.frame.notes, note))
        return dataclasses.replace(item, spec=dataclasses.replace(item.spec, frame=frame))

    parts = tuple(noted(part) if isinstance(part, Item) else part for part in deck.parts)
    deck = dataclasses.replace(deck, parts=parts, made_on=MADE_ON)
    slides = slides_of(deck)
    assert sum(note in words(slide) for slide in slides) >= len(deck.items)
    assert all(note in slide.notes_slide.notes_text_frame.text for slide in slides if note in words(slide))
    book = load_workbook(io.BytesIO(write_xlsx(deck)))
    assert sum(cell.value == note for sheet in book for row in sheet.iter_rows() for cell in row) >= len(deck.items)


def test_a_row_of_the_workbook_is_as_high_as_its_longest_remark(ask: WarehouseAsk) -> None:
    book = load_workbook(io.BytesIO(write_xlsx(ready(of_real(BAC_SON, ask), ask))))
    sheet = book[book.sheetnames[1]]
    top = int(str(sheet.freeze_panes).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    remarks = [cell for row in sheet.iter_rows(min_row=top) for cell in row if len(str(cell.value or "")) > 120]
    remarks = [cell for cell in remarks if "phát hiện: " in str(cell.value)]
    assert remarks
    for cell in remarks:
        lines = len(str(cell.value)) / sheet.column_dimensions[cell.column_letter].width
        assert sheet.row_dimensions[cell.row].height >= min(lines * 14, 400)
