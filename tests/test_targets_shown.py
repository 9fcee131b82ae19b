"""The definitions show the targets of the chosen source's places alone, each with the name of its place."""

from dataclasses import replace

from charts.method import definition_rows, targets_text
from charts.scorecard import scorecard
from queries import values as q
from queries.warehouse import Warehouse
from tests.chart_cases import overview_of
from tests.views import view_of
from text.words import LANGS


def told(warehouse: Warehouse, source: str, lang: str = "vi") -> str:
    view = replace(view_of(warehouse, lang=lang), source=source, targets=tuple(q.targets(warehouse)))  # type: ignore[arg-type]
    return targets_text(view, q.indicators(warehouse)["online_rate"], view.targets)


def test_simulated_targets_do_not_stand_among_real_ones_nor_the_other_way_round(warehouse: Warehouse) -> None:
    real, simulated = told(warehouse, "report"), told(warehouse, "demo")
    assert "mô phỏng" not in real and "Mô Phỏng" not in real
    assert "Xã Bắc Sơn 98\u00a0% (2024): " in real
    assert "Bắc Sơn" not in simulated
    assert "Tỉnh Mô Phỏng 70\u00a0% (2024): " in simulated
    for text in (real, simulated):
        assert text.startswith("50\u00a0% (2022–")
        assert "766/QĐ-TTg" in text
    assert "simulated" not in told(warehouse, "report", "en")


def test_a_target_of_a_place_that_nobody_reported_from_yet_is_everybodys(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    indicator = q.indicators(warehouse)["online_rate"]
    (own,) = (one for one in q.targets(warehouse) if one.unit_id == "12148@2004")
    assert own.sources == ("report",)
    assert targets_text(replace(view, source="demo"), indicator, [own]) == ""
    assert "Xã Bắc Sơn" in targets_text(replace(view, source="demo"), indicator, [replace(own, sources=())])


def test_every_target_of_a_place_knows_its_name_and_who_reports_from_it(warehouse: Warehouse) -> None:
    for target in q.targets(warehouse):
        assert (target.unit_name is None) is (target.unit_id is None)
        assert target.sources == (
            () if not target.unit_id else ("demo",) if target.unit_id[:3] == "SIM" else ("report",)
        )


def test_the_definitions_to_take_away_hold_them_apart_too(warehouse: Warehouse) -> None:
    view = replace(view_of(warehouse), source="report", targets=tuple(q.targets(warehouse)))
    rows = definition_rows(view, q.indicators(warehouse), [], {})
    assert len(rows) == len(q.indicators(warehouse))
    assert not any("phỏng" in str(row["targets"]).casefold() for row in rows)


def test_an_indicator_without_a_short_name_goes_by_its_name_on_the_scorecard(warehouse: Warehouse) -> None:
    for lang in LANGS:
        view = view_of(warehouse, lang=lang)
        headlines, values, _ = overview_of(warehouse, view)
        usual = scorecard(view, headlines, values)
        own = [replace(headlines[0], indicator_id="calls_answered"), *headlines[1:]]
        columns = scorecard(view, own, values).columns
        assert columns == (headlines[0].name(lang), *usual.columns[1:])
        assert usual.columns[0] != headlines[0].name(lang)
