"""Periods that have not ended when the figures were gathered, and units named in notes: what a reader is told."""

from dataclasses import replace
from datetime import date

import pytest

from charts.choose import Choice, asking, view_of
from charts.recipes import Recipe, make
from charts.view import View
from charts.wording import MOST_STRAYS, named_each, notes_of
from domain.comparison import BaselineKind
from domain.periods import parse_period
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import OF_BINH_PHUOC, QUARTER
from tests.test_frame import MERGED, NEW
from text.words import LANGS, Lang

INSIDE, LAST_DAY, AFTER = date(2024, 9, 1), date(2024, 9, 14), date(2024, 10, 1)


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def view_on(day: date | None, ask: WarehouseAsk, lang: Lang = "vi", choice: Choice = QUARTER) -> View:
    return replace(view_of(replace(choice, lang=lang), asking(choice, ask)), as_of=day)


def test_a_period_is_open_until_its_last_day(ask: WarehouseAsk) -> None:
    quarter = parse_period("2024-Q3")
    told = [view_on(day, ask).is_open(quarter) for day in (INSIDE, LAST_DAY, AFTER, None)]
    assert told == [True, False, False, False]
    assert view_on(INSIDE, ask).is_open(parse_period("2024")) and not view_on(INSIDE, ask).is_open(quarter.previous())


def test_a_view_knows_the_day_of_its_build(ask: WarehouseAsk) -> None:
    assert view_of(QUARTER, ask).as_of == ask.build_info().built_at.date()


@pytest.mark.parametrize("chart", ["ranked", "trend", "heat", "multiples"])
@pytest.mark.parametrize("lang", LANGS)
def test_an_open_period_is_told_beneath_every_chart_that_draws_it(chart: str, lang: Lang, ask: WarehouseAsk) -> None:
    wanted = {
        "vi": "Kỳ chưa kết thúc: quý III/2024 (hết ngày 14/09/2024); số liệu đến ngày 01/09/2024 còn thay đổi.",
        "en": "Period not ended yet: Q3 2024 (ends on 14 Sep 2024); figures as of 1 Sep 2024 will change.",
    }[lang]
    assert wanted in make(Recipe(chart, "online_rate"), view_on(INSIDE, ask, lang), ask).frame.notes
    notes = make(Recipe(chart, "online_rate"), view_on(AFTER, ask, lang), ask).frame.notes
    assert not any(note.startswith(wanted[:10]) for note in notes)


def test_a_plain_table_says_it_in_the_note_and_in_the_row(ask: WarehouseAsk) -> None:
    frame = make(Recipe("ranked", "online_rate"), view_on(date(2023, 11, 1), ask, choice=OF_BINH_PHUOC), ask).frame
    assert any(note.startswith("Kỳ chưa kết thúc: năm 2023 (hết ngày 14/12/2023)") for note in frame.notes)
    assert frame.table and any("kỳ chưa kết thúc" in str(row["remark"]) for row in frame.table.rows)


def test_a_chosen_baseline_that_nothing_can_be_held_against_is_told_beneath_a_plain_table(ask: WarehouseAsk) -> None:
    choice = replace(OF_BINH_PHUOC, baselines=("last_year", "group"))
    notes = make(Recipe("ranked", "online_rate"), view_on(AFTER, ask, choice=choice), ask).frame.notes
    assert "Không so được với cùng kỳ năm trước (năm 2022): không có số liệu." in notes
    assert "Không so được với trung vị: chưa đủ năm đơn vị so sánh được." in notes
    usual = make(Recipe("ranked", "online_rate"), view_on(AFTER, ask, choice=OF_BINH_PHUOC), ask).frame.notes
    assert usual and not any(note.startswith("Không so được") for note in usual)


def test_a_unit_of_before_as_a_baseline_is_the_one_of_today(ask: WarehouseAsk) -> None:
    choice = replace(QUARTER, last="", basis="today", baselines=("previous", f"unit:{MERGED}", f"unit:{NEW}"))
    baselines = view_of(choice, asking(choice, ask)).baselines
    assert [one.unit_id for one in baselines if one.kind is BaselineKind.UNIT] == [NEW]
    reported = replace(choice, basis="", baselines=(f"unit:{MERGED}",))
    assert [one.unit_id for one in view_of(reported, asking(reported, ask)).baselines] == [MERGED]


def test_units_with_another_window_are_all_named(ask: WarehouseAsk) -> None:
    view = view_on(AFTER, ask)
    values = ask.indicator_values("demo", ["online_rate"], view.period_ids, view.unit_ids)
    names = {view.labels[value.unit_id] for value in values}
    assert 5 < len(names) <= MOST_STRAYS
    assert sorted(named_each(view, values).split(", ")) == sorted(names)
    assert named_each(view, values, 4).endswith(f" và {len(names) - 4} đơn vị khác")
    assert named_each(view, values, 4).count(",") == 3
    assert notes_of(view, []) == ()
