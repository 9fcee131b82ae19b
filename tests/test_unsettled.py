"""Periods whose figures will still change, and figures nobody has checked: marked where they stand, on every chart."""

from dataclasses import replace
from datetime import date

import pytest

from charts.captions import key_text
from charts.choose import Choice, asking, view_of
from charts.colours import LIGHT
from charts.recipes import CHARTS, Recipe, make
from charts.signs import cell_text, symbol, value_text
from charts.spec import Flag, HeatSpec, MatrixSpec, MultiplesSpec, RankedSpec, TrendSpec
from charts.view import View
from domain.periods import parse_period
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import TAN_LOC
from text.words import LANGS, Lang
from ui.draw_common import point_markers

QUARTERS = Choice(source="demo", kind="quarter", last="2024-Q4")
"""The last quarter ends on 14 December 2024, its reports are due on the 20th."""
INSIDE, ENDED, DUE, AFTER = date(2024, 12, 13), date(2024, 12, 14), date(2024, 12, 20), date(2024, 12, 21)
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def view_on(day: date | None, ask: WarehouseAsk, lang: Lang = "vi", choice: Choice = QUARTERS) -> View:
    return replace(view_of(replace(choice, lang=lang), asking(choice, ask)), as_of=day)


def recipe_of(chart: str) -> Recipe:
    return Recipe(
        chart,
        indicator="online_rate",
        dimension="education" if chart in ("composition", "unit_levels") else "",
        group={"composition": "civil_servant", "definitions": "online", "history": "online"}.get(chart, ""),
        unit=TAN_LOC,
    )


def test_a_period_is_open_until_it_ends_then_due_until_the_day_has_passed(ask: WarehouseAsk) -> None:
    quarter = parse_period("2024-Q4")
    days = (INSIDE, ENDED, DUE, AFTER, None)
    assert [view_on(day, ask).unsettled(quarter) for day in days] == ["open", "due", "due", None, None]
    assert view_on(INSIDE, ask).unsettled(quarter.previous()) is None
    assert [view_on(day, ask).unsettled(parse_period("2024-R4")) for day in days] == ["open", "due", "due", None, None]


def test_the_latest_local_day_of_the_units_counts_and_each_unit_is_awaited_until_its_own(ask: WarehouseAsk) -> None:
    quarter = parse_period("2024-Q4")
    view = replace(view_on(date(2024, 12, 22), ask), due_days={(TAN_LOC, "*"): 25})
    own, other = (next(one for one in view.units if (one.unit_id == TAN_LOC) is is_own) for is_own in (True, False))
    assert view.unsettled(quarter) == "due" and view.last_due(quarter) == date(2024, 12, 25)
    assert view.is_awaited(own, quarter) and not view.is_awaited(other, quarter)
    assert replace(view, as_of=date(2024, 12, 26)).unsettled(quarter) is None


def test_a_view_knows_the_local_days(ask: WarehouseAsk) -> None:
    days = view_of(QUARTERS, ask).due_days
    assert days == {(row.unit_id, row.part): row.day for row in ask.due_dates()}


@pytest.mark.parametrize(
    ("day", "lang", "last"),
    [
        (INSIDE, "vi", "QIV/24 (chưa hết kỳ)"),
        (INSIDE, "en", "Q4 ’24 (not ended)"),
        (DUE, "vi", "QIV/24 (chưa hết hạn)"),
        (DUE, "en", "Q4 ’24 (not all due)"),
        (AFTER, "vi", "QIV/24"),
    ],
)
def test_the_axis_says_it_in_words_at_the_period(day: date, lang: Lang, last: str, ask: WarehouseAsk) -> None:
    view = view_on(day, ask, lang)
    for chart in ("trend", "multiples", "heat", "history", "coverage"):
        spec = make(recipe_of(chart), view, ask)
        assert isinstance(spec, TrendSpec | MultiplesSpec | HeatSpec | MatrixSpec)
        shown = spec.columns if isinstance(spec, MatrixSpec) else spec.periods
        assert shown[-1] == last, chart
        assert all("(" not in label for label in shown[:-1])


@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_no_chart_is_silent_about_a_period_that_is_not_settled(chart: str, ask: WarehouseAsk) -> None:
    recipe = recipe_of(chart)
    told = "Kỳ chưa kết thúc: quý IV/2024 (hết ngày 14/12/2024); số liệu đến ngày 13/12/2024 còn thay đổi."
    due = "Chưa hết hạn gửi báo cáo: quý IV/2024 (hạn 20/12/2024); số liệu đến ngày 20/12/2024 có thể còn thay đổi."
    assert make(recipe, view_on(INSIDE, ask), ask).frame.notes.count(told) == 1
    assert make(recipe, view_on(DUE, ask), ask).frame.notes.count(due) == 1
    settled = make(recipe, view_on(AFTER, ask), ask).frame.notes
    assert not [note for note in settled if note.startswith(("Kỳ chưa kết thúc", "Chưa hết hạn"))]


@pytest.mark.parametrize(
    "chart", ["ranked", "scorecard", "composition", "posts", "late", "backlog", "profile", "trend"]
)
def test_a_subtitle_says_it_beside_the_period(chart: str, ask: WarehouseAsk) -> None:
    subtitles = [make(recipe_of(chart), view_on(day, ask), ask).frame.subtitle for day in (INSIDE, DUE, AFTER)]
    assert "quý IV/2024 (kỳ chưa kết thúc)" in subtitles[0]
    assert "quý IV/2024 (chưa hết hạn gửi báo cáo)" in subtitles[1]
    assert "quý IV/2024" in subtitles[2] and "chưa" not in subtitles[2]


def test_the_line_of_what_is_shown_says_it(ask: WarehouseAsk) -> None:
    assert view_on(INSIDE, ask).filter_line().endswith("– quý IV/2024 (kỳ chưa kết thúc)")
    assert view_on(AFTER, ask).filter_line().endswith("– quý IV/2024")


def test_a_report_that_is_not_due_yet_is_not_missing(ask: WarehouseAsk) -> None:
    """Đức Hiệp sent no figures of the last two quarters of 2024: they are missing only after the day has passed."""
    for day, words, cell in (
        (DUE, "chưa hết hạn gửi báo cáo", "chưa hết hạn"),
        (AFTER, "không báo cáo", "không báo cáo"),
    ):
        view = view_on(day, ask)
        absent = next(unit for unit in view.units if view.labels[unit.unit_id] == "Đức Hiệp")
        assert view.absence(absent.unit_id, view.period) == words
        heat = make(Recipe("heat", "online_rate"), view, ask)
        assert isinstance(heat, HeatSpec)
        row = next(row for row in heat.rows if row.key == absent.unit_id)
        assert [mark.text for mark in row.marks[-2:]] == ["không báo cáo", cell]
        ranked = make(Recipe("ranked", "online_rate"), view, ask)
        assert isinstance(ranked, RankedSpec)
        assert ranked.missing == (("Đức Hiệp (chưa hết hạn gửi báo cáo)",) if day == DUE else ("Đức Hiệp",))


def test_coverage_shows_a_report_not_due_yet_quietly_and_one_that_is_overdue_as_missing(ask: WarehouseAsk) -> None:
    choice = replace(QUARTERS, last="2024-Q3")
    for day, text, tone in ((date(2024, 9, 20), "chưa hết hạn", "quiet"), (date(2024, 9, 21), "chưa có", "missing")):
        spec = make(Recipe("coverage"), view_on(day, ask, choice=choice), ask)
        assert isinstance(spec, MatrixSpec)
        cell = next(row for row in spec.rows if row.label == "Đức Hiệp").cells[-1]
        assert (cell.text, cell.tone) == (text, tone)


# Figures that nobody has checked: two units of the demo in the fourth quarter of 2024.


@pytest.mark.parametrize("lang", LANGS)
def test_a_provisional_figure_has_a_sign_a_shape_and_words(lang: Lang, ask: WarehouseAsk) -> None:
    view = view_on(AFTER, ask, lang)
    ranked = make(Recipe("ranked", "online_rate"), view, ask)
    assert isinstance(ranked, RankedSpec)
    marked = {mark.label for mark in ranked.marks if value_text(mark).endswith("~")}
    assert (
        marked == {mark.label for mark in ranked.marks if Flag.PROVISIONAL in mark.flags} == {"Hòa Sơn", "Long An Tây"}
    )
    words = {"vi": "tạm, chưa kiểm tra", "en": "provisional"}[lang]
    for mark in ranked.marks:
        assert (words in mark.hover.lower()) is (mark.label in marked)
    for chart in ("ranked", "heat", "multiples"):
        spec = make(Recipe(chart, "online_rate"), view, ask)
        assert isinstance(spec, RankedSpec | HeatSpec | MultiplesSpec)
        assert "~" in key_text(spec, lang)


def test_points_of_provisional_figures_are_triangles_unless_their_shape_tells_more(ask: WarehouseAsk) -> None:
    trend = make(Recipe("trend", "online_rate"), view_on(AFTER, ask), ask)
    assert isinstance(trend, TrendSpec)
    plain = next(mark for line in trend.series for mark in line.marks if mark.value is not None and not mark.flags)
    provisional = replace(plain, flags=frozenset({Flag.PROVISIONAL}))
    derived = replace(plain, flags=frozenset({Flag.PROVISIONAL, Flag.DERIVED}))
    assert [symbol(mark) for mark in (plain, provisional, derived)] == ["circle", "triangle", "diamond"]
    assert point_markers([plain, provisional, derived], "#000000", LIGHT, 8)["symbol"] == [
        "circle", "triangle-up", "diamond",
    ]  # fmt: skip
    assert cell_text(derived).endswith("*~")


def test_the_scorecard_and_the_profile_sign_them_in_the_cell(ask: WarehouseAsk) -> None:
    view = view_on(AFTER, ask)
    card = make(Recipe("scorecard"), view, ask)
    assert isinstance(card, MatrixSpec)
    signed = {row.label for row in card.rows for cell in row.cells if "~" in cell.text}
    assert signed == {"Hòa Sơn", "Long An Tây"}
    assert "Số tạm, chưa kiểm tra (~): Hòa Sơn, Long An Tây." in card.frame.notes
    unit = next(one.unit_id for one in view.units if view.labels[one.unit_id] == "Hòa Sơn")
    profile = make(Recipe("profile", unit=unit), view, ask)
    assert isinstance(profile, MatrixSpec)
    values = [row.cells[0].text for row in profile.rows if row.cells[0].text != "–"]
    assert values and all("~" in text for text in values)
