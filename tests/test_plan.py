"""Briefings before they are drawn: what stands in them, that a saved one comes back, what is refused."""

import dataclasses
import json
import re
from datetime import date
from typing import Any

import pytest

from briefing.deck import Deck, Item, Page
from briefing.plan import Pin, Plan, PlanRefused, Words, deck_of, for_period, in_language, themes
from briefing.plan_file import MOST_BYTES, dumps, loads
from briefing.ready import ready_plan
from charts import backlog, recipes
from charts.choose import Choice, NothingChosen, view_of
from charts.comparing import compare
from charts.recipes import CHARTS, Recipe, UnknownRecipe
from charts.spec import RankedSpec
from charts.targets import targets_of
from domain.comparison import shortfall
from domain.layout import Layout
from etl.build import build
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import EVERYTHING, OF_BINH_PHUOC, QUARTER, TAN_LOC, deck, ready
from tests.factory import make_report
from text.words import LANGS, Lang

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def pages(made: Deck, title: str) -> tuple[str, ...]:
    (page,) = [part for part in made.parts if isinstance(part, Page) and part.title == title]
    return page.lines


# A saved briefing


@pytest.mark.parametrize("choice", [QUARTER, OF_BINH_PHUOC, EVERYTHING], ids=["district", "unit", "mixed"])
def test_a_saved_briefing_comes_back_as_it_was(choice: Choice, ask: WarehouseAsk) -> None:
    plan = ready_plan(choice, ask)
    own = dataclasses.replace(plan.parts[0], title='Tiêu đề "riêng"', comment="Dòng một\nDòng hai")
    plan = dataclasses.replace(plan, parts=(own, *plan.parts[1:], Words("recommendations", ("Một", "Hai"))), title="T")
    assert loads(dumps(plan)) == plan
    assert loads(dumps(plan).encode()) == plan
    assert deck(loads(dumps(plan)), ask) == deck(plan, ask)


def test_a_saved_briefing_holds_no_figures(ask: WarehouseAsk) -> None:
    assert "84,3" not in dumps(ready_plan(QUARTER, ask)) and len(dumps(ready_plan(QUARTER, ask))) < 12_000


def changed(**changes: Any) -> str:
    """A good file with something else in it: `head__x` at the top, `choice__x`, `recipe__x` and `pin__x` below."""
    data = json.loads(dumps(Plan(QUARTER, (Pin(Recipe("ranked", "online_rate"), QUARTER),))))
    pin = data["parts"][0]["pin"]
    places = {"head": data, "choice": data["choice"], "pin": pin, "recipe": pin["recipe"]}
    for name, value in changes.items():
        place, key = name.split("__")
        places[place][key] = value
    return json.dumps(data)


BROKEN: dict[str, str | bytes] = {
    "empty": "",
    "not JSON": "slide",
    "not text": b"\xff\xfe\x00PK",
    "a list": "[]",
    "a number": "1",
    "nothing in it": "{}",
    "other schema": changed(head__schema=2),
    "no parts": changed(head__parts=None),
    "parts are words": changed(head__parts="abc"),
    "too many parts": changed(head__parts=[{"words": {"kind": "attention", "lines": []}}] * 201),
    "a part of another kind": changed(head__parts=[{"slide": 1}]),
    "lines are no list": changed(head__parts=[{"words": {"kind": "attention", "lines": "abc"}}]),
    "lines are numbers": changed(head__parts=[{"words": {"kind": "attention", "lines": [1]}}]),
    "title is a number": changed(head__title=1),
    "title is endless": changed(head__title="a" * 6000),
    "units are one word": changed(choice__units="SIM03@2004"),
    "language": changed(choice__lang="fr"),
    "kind of period": changed(choice__kind="decade"),
    "kind is a list": changed(choice__kind=[]),
    "period": changed(choice__last="2024-Q9"),
    "source is a list": changed(choice__source=["demo"]),
    "page of panels": changed(recipe__part="../../etc/passwd"),
    "negative page": changed(recipe__part=-1),
    "annex": changed(pin__annex="yes"),
    "nested": "[" * 100_000,
    "not a number": '{"schema": NaN}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_briefing_is_refused_in_both_languages(content: str | bytes) -> None:
    with pytest.raises(PlanRefused) as caught:
        loads(content)
    assert caught.value.text("vi").startswith("Tệp bộ slide không đọc được")
    assert "Chọn tệp .json đã lưu" in caught.value.text("vi")
    assert caught.value.text("en").startswith("The briefing file cannot be read")
    assert len(caught.value.text("vi")) < 500


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(PlanRefused, match="lớn hơn 1 MB"):
        loads("[" * (MOST_BYTES + 1))


@pytest.mark.parametrize("found", ["pie", "__import__", "ranked; drop table unit"])
def test_a_chart_that_there_is_not_is_named(found: str) -> None:
    with pytest.raises(PlanRefused) as caught:
        loads(changed(recipe__chart=found))
    assert found in caught.value.text("vi") and found in caught.value.text("en")


def test_control_characters_do_not_reach_a_slide() -> None:
    assert loads(changed(head__title="Kết\x00 quả\x0b\u202e")).title == "Kết quả"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (changed(recipe__indicator="happiness_rate"), "happiness_rate"),
        (changed(recipe__indicator=""), "ranked"),
        (changed(recipe__chart="composition", recipe__dimension="education", recipe__group="all"), "all"),
        (changed(recipe__chart="composition", recipe__dimension="wit"), "wit"),
        (changed(recipe__chart="profile", recipe__unit="99999@2004"), "99999@2004"),
        (changed(choice__units=["99999@2004"]), "99999@2004"),
        (changed(choice__last="2031-Q1"), "2031-Q1"),
    ],
)
def test_what_the_warehouse_does_not_have_is_named_when_the_briefing_is_drawn(
    content: str, named: str, ask: WarehouseAsk
) -> None:
    plan = loads(content)
    for lang in LANGS:
        with pytest.raises(PlanRefused) as caught:
            deck(plan, ask)
        assert named in caught.value.text(lang)


def test_a_source_without_reports_is_told(ask: WarehouseAsk) -> None:
    with pytest.raises((PlanRefused, NothingChosen)):
        deck(loads(changed(choice__source="portal", choice__last="")), ask)


# Another period, another language


def test_for_another_period_every_chart_has_that_periods_figures(ask: WarehouseAsk) -> None:
    old, new = "2024-Q2", "2024-Q3"
    before = ready_plan(dataclasses.replace(QUARTER, last=old), ask)
    moved = for_period(before, new)
    assert {part.choice.last for part in moved.parts if isinstance(part, Pin)} == {new} == {moved.choice.last}
    made, wanted = deck(moved, ask), ready(dataclasses.replace(QUARTER, last=new), ask)
    assert made == wanted
    assert made.title != deck(before, ask).title
    (ranked, *_) = [item.spec for item in made.items if isinstance(item.spec, RankedSpec)]
    tan_loc = next(mark for mark in ranked.marks if mark.key == TAN_LOC)
    assert tan_loc.value == pytest.approx(56.86, abs=0.01)


def test_the_kind_of_period_changes_with_the_period() -> None:
    plan = Plan(dataclasses.replace(QUARTER, first="2022-Q1"), (Pin(Recipe("scorecard"), QUARTER),))
    year = for_period(plan, "2023")
    assert (year.choice.kind, year.choice.first, year.choice.last) == ("year", "", "2023")
    assert for_period(plan, "2024-Q4").choice.first == "2022-Q1"


def test_an_earlier_period_is_the_last_one_even_before_where_the_range_began(ask: WarehouseAsk) -> None:
    plan = Plan(dataclasses.replace(QUARTER, first="2024-Q1"), ())
    assert view_of(for_period(plan, "2022-Q4").choice, ask).period.period_id == "2022-Q4"


def test_words_with_a_figure_of_the_old_period_give_way_and_others_stay() -> None:
    pin = Pin(Recipe("scorecard"), QUARTER, "Tân Lộc đạt 56,9 %", "Cần kiểm tra lại")
    plan = Plan(QUARTER, (pin, Words("recommendations", ("Giải quyết 3 hồ sơ",)), Words("attention", ("Như cũ",))))
    moved = for_period(plan, "2024-Q4").parts
    assert (moved[0].title, moved[0].comment) == ("", "Cần kiểm tra lại")  # type: ignore[union-attr]
    assert moved[1:] == (Words("recommendations"), Words("attention", ("Như cũ",)))


def test_what_is_no_period_is_an_error() -> None:
    with pytest.raises(ValueError):
        for_period(Plan(QUARTER), "next year")


def test_in_english_the_figures_are_the_same_and_own_words_stay(ask: WarehouseAsk) -> None:
    plan = dataclasses.replace(ready_plan(QUARTER, ask), title="Tiêu đề riêng")
    vi, en = deck(plan, ask), deck(in_language(plan, "en"), ask)
    assert en.lang == "en" and en.title == "Tiêu đề riêng"
    assert en.author == "People's Committee of Huyện Minh Họa"
    for one, other in zip(vi.items, en.items, strict=True):
        assert one.headline != other.headline
        assert one.spec.frame.table and other.spec.frame.table
        assert len(one.spec.frame.table.rows) == len(other.spec.frame.table.rows)
        if isinstance(one.spec, RankedSpec) and isinstance(other.spec, RankedSpec):
            assert [mark.value for mark in one.spec.marks] == [mark.value for mark in other.spec.marks]
    assert not re.search(r"\b(hồ sơ|đơn vị|quý|báo cáo)\b", " ".join(pages(en, "Recommendations")))


# The ready-made briefing of a district


def test_a_districts_briefing_has_all_parts_in_order(ask: WarehouseAsk) -> None:
    plan = ready_plan(QUARTER, ask)
    named = [
        part.kind if isinstance(part, Words) else f"{part.recipe.chart} {part.recipe.indicator}".strip()
        for part in plan.parts
    ]
    staff = themes(ask.indicators())[2].indicator_id
    assert named == [
        "scorecard", "attention", "ranked online_rate", "trend online_rate", "ranked on_time_rate", "late", "backlog",
        "composition", f"ranked {staff}", "coverage", "recommendations", "table online_rate", "table on_time_rate",
        f"table {staff}", "heat online_rate",
    ]  # fmt: skip
    after = [part for part in plan.parts[plan.parts.index(Words("recommendations")) + 1 :] if isinstance(part, Pin)]
    assert len(after) == 4 and all(part.annex for part in after)
    assert not any(part.annex for part in plan.parts if isinstance(part, Pin) and part not in after)


def test_every_chart_of_the_deck_is_the_recipes_own(ask: WarehouseAsk) -> None:
    plan = ready_plan(QUARTER, ask)
    view = view_of(QUARTER, ask)
    for part, drawn in zip(plan.parts, deck(plan, ask).parts, strict=True):
        if isinstance(part, Pin):
            assert isinstance(drawn, Item)
            assert drawn.spec == recipes.make(part.recipe, view, ask)


def test_the_cover_says_whose_when_and_how_much(ask: WarehouseAsk) -> None:
    made = ready(QUARTER, ask)
    assert (made.title, made.subtitle) == ("Kết quả cải cách hành chính quý III/2024", "Huyện Minh Họa")
    assert made.author == "UBND huyện Minh Họa"
    assert [tile.value for tile in made.tiles][:2] == [f"10/11 đơn{NBSP}vị", f"84,3{NBSP}%"]
    assert "quý I/2022 – quý III/2024" in made.filters
    assert made.simulated


def test_who_lags_is_told_by_name_and_number_of_dossiers(ask: WarehouseAsk) -> None:
    view = view_of(QUARTER, ask)
    lines = "\n".join(pages(ready(QUARTER, ask), "Kiến nghị"))
    late = [one for one in backlog.backlogs(view, recipes.late_counts(view, ask)) if one.pending_late]
    assert late
    for one in late:
        assert f"{view.labels[one.unit_id]} ({view.number(one.pending_late)})" in lines
    short = 0
    for indicator in ask.indicators().values():
        target = targets_of(view, indicator).common
        if target is None or f"{indicator.name('vi')}:" not in lines:
            continue
        for standing in compare(view, indicator, recipes.indicator_values(view, ask, indicator.indicator_id)).ranked:
            value = standing.value
            count = shortfall(value.numerator or 0, value.denominator or 0, target.value)
            told = f"{view.labels[value.unit_id]} ({view.number(count)}"
            assert (f"{told})" in lines or f"{told} hồ sơ)" in lines) is bool(count) or not count
            short += bool(count)
    assert short
    assert "Đề nghị gửi báo cáo quý III/2024: Đức Hiệp." in lines


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_recommended_where_units_cannot_be_compared(lang: Lang, ask: WarehouseAsk) -> None:
    made = ready(dataclasses.replace(EVERYTHING, lang=lang), ask)
    (told,) = [part for part in made.parts if isinstance(part, Page) and part.title in ("Kiến nghị", "Recommendations")]
    assert len(told.lines) == 1 and not re.search(r"\d", told.lines[0])
    assert made.author in ("Bộ phận tổng hợp cải cách hành chính", "Administrative reform reporting office")


def test_no_chart_of_a_ready_briefing_is_empty(ask: WarehouseAsk) -> None:
    for choice in (QUARTER, OF_BINH_PHUOC, EVERYTHING, dataclasses.replace(EVERYTHING, kind="quarter")):
        items = ready(choice, ask).items
        assert items, choice
        assert [item.headline for item in items if recipes.is_empty(item.spec)] == []


# The ready-made briefing of a unit


def test_a_units_briefing_begins_with_its_profile_and_names_its_figures(ask: WarehouseAsk) -> None:
    made = ready(OF_BINH_PHUOC, ask)
    assert made.subtitle == "Xã Bình Phước" and made.author == "UBND xã Bình Phước"
    assert made.file_stem == "xa-binh-phuoc_2023_2024-10-15"
    words = repr(made)
    assert "43,6" in words and "99,05" in words
    assert not made.simulated


def test_a_units_briefing_shows_units_like_it_and_its_history_where_they_say_something(ask: WarehouseAsk) -> None:
    def charts(choice: Choice) -> list[str]:
        return [part.recipe.chart for part in ready_plan(choice, ask).parts if isinstance(part, Pin)]

    found = charts(dataclasses.replace(QUARTER, units=(TAN_LOC,)))
    assert found[:5] == ["profile", "similar", "ranked", "ranked", "history"]
    # The only unit of its district with a report, of one year.
    assert not {"similar", "history"} & set(charts(OF_BINH_PHUOC))


def test_a_units_recommendations_are_its_own(ask: WarehouseAsk) -> None:
    whole = pages(ready(QUARTER, ask), "Kiến nghị")
    assert any("Đức Hiệp" in line for line in whole)
    own = pages(ready(dataclasses.replace(QUARTER, units=(TAN_LOC,)), ask), "Kiến nghị")
    assert not any("Đức Hiệp" in line or "Phú Mỹ Đông" in line for line in own)


# Marks, names


def test_a_pinned_chart_of_simulated_figures_marks_the_whole_briefing(ask: WarehouseAsk) -> None:
    plan = Plan(OF_BINH_PHUOC, (Pin(Recipe("scorecard"), QUARTER),))
    assert deck(plan, ask).simulated
    assert not deck(Plan(OF_BINH_PHUOC), ask).simulated


def test_a_briefing_with_an_unchecked_report_is_provisional(office: Layout) -> None:
    figures = {"received_in_period": 1000, "received_online": 400}
    make_report(office.reports / "checked", "11128@2004", "2023-H1", figures)
    make_report(office.reports / "fresh", "25834@2004", "2023", figures, status="provisional")
    asked = WarehouseAsk(Warehouse(build(office, strict=True).path))
    half, year = (Choice(kind=kind) for kind in ("half_year", "year"))
    assert not deck(Plan(half), asked).is_provisional
    assert deck(Plan(year), asked).is_provisional
    assert deck(Plan(half, (Pin(Recipe("coverage"), year),)), asked).is_provisional


@pytest.mark.parametrize("choice", [QUARTER, OF_BINH_PHUOC, EVERYTHING])
def test_the_file_name_says_unit_period_and_date_and_is_safe(choice: Choice, ask: WarehouseAsk) -> None:
    stem = deck_of(Plan(choice), ask, date(2024, 1, 2)).file_stem
    assert re.fullmatch(r"[a-z0-9-]+_20\d\d(-q\d)?_2024-01-02", stem)


def test_an_annex_says_that_it_is_one_and_an_own_title_wins(ask: WarehouseAsk) -> None:
    pin = Pin(Recipe("table", "online_rate"), QUARTER, annex=True)
    made = deck(Plan(QUARTER, (pin, dataclasses.replace(pin, title="Bảng số"))), ask)
    assert [item.headline.split(":")[0] for item in made.items] == ["Phụ lục", "Bảng số"]


# Every chart


CHOICES = (
    QUARTER,
    dataclasses.replace(QUARTER, lang="en", first="2024-Q3"),
    Choice(source="demo"),
    EVERYTHING,
    dataclasses.replace(EVERYTHING, kind="quarter", lang="en"),
    OF_BINH_PHUOC,
)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice.source}-{choice.kind}-{choice.lang}")
@pytest.mark.parametrize("chart", CHARTS)
def test_every_recipe_makes_a_chart_of_every_choice(chart: str, choice: Choice, ask: WarehouseAsk) -> None:
    view = view_of(choice, ask)
    dimensions = {"composition": ("education", "skill"), "unit_levels": ("education",)}
    for dimension in dimensions.get(chart, ("",)):
        group = "online" if chart in ("definitions", "history") else "cadre"
        recipe = Recipe(chart, "online_rate", dimension, group, part=99, unit=view.unit_ids[0])
        spec = recipes.make(recipe, view, ask)
        assert spec.frame.title and spec.frame.alt and spec.frame.file_stem
        assert spec.frame.simulated is (choice.source == "demo")


def test_an_unknown_recipe_is_named(ask: WarehouseAsk) -> None:
    with pytest.raises(UnknownRecipe, match="pie"):
        recipes.make(Recipe("pie"), view_of(QUARTER, ask), ask)
