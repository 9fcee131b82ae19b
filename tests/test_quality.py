"""What the data quality lists say: findings, what they do to the charts, the share checked, both sides of a finding."""

from typing import Any

from charts.provenance import Names
from charts.quality import checked_table, findings_table, outcomes_matrix, quality_of, tiles, totals
from charts.quality_effects import Effect, effects_of
from charts.quality_sides import sides
from queries import values as q
from queries.warehouse import Warehouse
from tests.quality_cases import BINH_PHUOC, MINH_DUC, REAL, SIM05, SUM_OF_CHANNELS, YEAR_2023, seen

# What the page says


def test_every_finding_of_the_real_reports_is_listed_with_both_figures_and_both_places(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    spec = findings_table(quality_of(view, ask), ask)
    everything = [one for one in q.findings(warehouse) if one.source == "report"]
    rows = spec.frame.table.rows if spec.frame.table else ()
    assert len(rows) == len(everything) > 20
    row = next(row for row in rows if SUM_OF_CHANNELS in str(row["message"]))
    assert (row["unit"], row["found"], row["expected"]) == ("Minh Đức", "1.144", "1.134")
    assert row["left_place"] == row["right_place"] == "II.2.c, cơ chế một cửa, dòng 110, tr. 3"
    assert row["severity"] == "lỗi"


def test_what_a_finding_does_to_the_charts_is_told_rate_by_rate(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    found = next(one for one in view.findings.findings if SUM_OF_CHANNELS in one.message_vi)
    effects = effects_of(view, ask, [found])
    assert effects.of(found) == {Effect.SHOWN: ["online_rate"], Effect.NONE: ["digitised_rate"]}
    assert "Không tính được tỷ lệ: " in effects.words(found)
    view, ask = seen(warehouse, YEAR_2023)
    late = next(one for one in view.findings.marking if one.unit_id == SIM05)
    assert "on_time_rate" in effects_of(view, ask, [late]).of(late)[Effect.RANKED]


def test_the_share_checked_is_a_sum_over_a_sum_and_the_same_on_tile_and_table(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    quality = quality_of(view, ask)
    checked, figures = totals(quality)
    assert 0 < checked < figures
    assert tiles(quality)[3].value == view.percent(100 * checked / figures)
    rows = checked_table(quality).frame.table.rows  # type: ignore[union-attr]
    assert (sum(row["checked"] for row in rows), sum(row["figures"] for row in rows)) == (checked, figures)  # type: ignore[misc]
    shares = [row["share"] for row in rows]
    assert shares == sorted(shares)  # type: ignore[type-var]


def test_each_rule_has_an_outcome_for_every_report_and_absent_inputs_are_no_pass(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    quality = quality_of(view, ask)
    rows = outcomes_matrix(quality).frame.table.rows  # type: ignore[union-attr]
    assert len(rows) == len(q.rules(warehouse))
    assert {row["passed"] + row["failed"] + row["not_applicable"] for row in rows} == {5}  # type: ignore[operator]
    channels = next(row for row in rows if row["rule"] == quality.rule("received_by_channel"))
    assert (channels["passed"], channels["failed"], channels["not_applicable"]) == (0, 1, 4)


def both_sides(warehouse: Warehouse, unit: str, period: str, words: str) -> tuple[Any, Any]:
    view, _ = seen(warehouse, REAL)
    found = next(one for one in view.findings.findings if one.unit_id == unit and words in one.message_vi)
    said = q.finding_sides(warehouse, "report", unit, period)
    return sides(view, found, said, Names(q.measures(warehouse), q.indicators(warehouse)))


def test_both_sides_of_a_sum_stand_with_the_text_as_printed(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, MINH_DUC, "2023-H1", SUM_OF_CHANNELS)
    place = "II.2.c, cơ chế một cửa, dòng 110, tr. 3"
    assert (left.title, right.title) == ("Số nêu: 1.144", "Số đối chiếu: 1.134")
    assert [text for _, text in left.statements] == [f"1.144 · in “1.144” · {place}"]
    assert [text for _, text in right.statements] == [f"1.103 · in “1.103” · {place}", f"31 · in “31” · {place}"]


def test_a_printed_rate_stands_beside_the_counts_it_is_held_against(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, MINH_DUC, "2023-H1", "báo cáo in 99,8%")
    assert [text.split(" · ")[1] for _, text in left.statements] == ["in “99,8%”"]
    assert {text.split(" · ")[0] for _, text in right.statements} >= {"1.103", "1.144"}


def test_a_figure_said_twice_stands_on_both_sides_each_in_its_place(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, BINH_PHUOC, "2023", "một chỗ là 18, chỗ khác là 17")
    assert [text for _, text in left.statements] == ["18 · in “18” · II.2, cơ chế một cửa, dòng 55"]
    assert [text for _, text in right.statements] == ["17 · in “17” · III.2, tồn tại hạn chế, dòng 131"]
