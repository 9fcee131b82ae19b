"""The profile of a unit: its figures, its place among peers, its scopes, and the way back to the report."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from charts import method, profile, profile_card, profile_history, provenance, traced, unit_card
from charts.comparing import compare
from charts.view import View
from domain.periods import PeriodKind, parse_period
from queries import values as q
from queries.warehouse import Warehouse
from text.words import LANGS, Lang

BINH_PHUOC, MINH_DUC, LAI_HUNG, BAC_SON = "21073@2004", "11128@2004", "25834@2004", "12148@2004"
CAU_KE = "845@2004"


def view_of(warehouse: Warehouse, source: str, kind: PeriodKind | None = None, lang: Lang = "vi") -> View:
    periods = [row.period for row in q.periods(warehouse, source) if kind in (None, row.kind)]
    units = q.units(warehouse, source)
    return View(
        lang=lang,
        source=source,
        group="Nhóm",
        units=tuple(unit for unit in units if unit.level == "commune"),
        others=tuple(unit for unit in units if unit.level != "commune"),
        periods=tuple(sorted(periods, key=lambda period: (period.nominal.end, period.nominal.days))),
        targets=tuple(q.targets(warehouse)),
    )


def unit_of(view: View, unit_id: str) -> q.UnitRow:
    return next(unit for unit in (*view.units, *view.others) if unit.unit_id == unit_id)


def lines_of(warehouse: Warehouse, view: View, unit_id: str) -> list[profile.Line]:
    indicators, own = q.indicators(warehouse), q.unit_values(warehouse, view.source, unit_id)
    period = profile.latest_period(view, own)
    assert period is not None
    peers = q.indicator_values(warehouse, view.source, list(indicators), [period.period_id], view.unit_ids)
    return profile.lines(view, unit_of(view, unit_id), period, indicators, own, peers)


def line(lines: Sequence[profile.Line], indicator: str, scope: str = "own") -> profile.Line:
    return next(one for one in lines if (one.indicator.indicator_id, one.value.scope) == (indicator, scope))


def names_of(warehouse: Warehouse) -> provenance.Names:
    return provenance.Names(q.measures(warehouse), q.indicators(warehouse))


def test_binh_phuoc_online_stands_with_counts_printed_rate_and_gap_to_the_target(warehouse: Warehouse) -> None:
    online = line(lines_of(warehouse, view_of(warehouse, "report"), BINH_PHUOC), "online_rate")
    assert (online.value.numerator, online.value.denominator) == (848, 1945)
    assert round(online.value.value or 0, 2) == 43.60
    assert online.value.printed_value == 43.6
    assert online.target_gap == -6.4


def test_minh_duc_keeps_the_printed_rate_beside_the_computed_one(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report")
    found = lines_of(warehouse, view, MINH_DUC)
    spec = profile_card.scorecard(view, unit_of(view, MINH_DUC), parse_period("2023-H1"), found, [])
    cells = [cell.text for cell in spec.rows[0].cells]
    assert "96,42\u00a0% ~" in cells
    assert "99,80\u00a0%" in cells


def test_a_lower_bound_is_marked_and_says_nothing_about_the_target_above_it(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report")
    found = line(lines_of(warehouse, view, MINH_DUC), "university_rate")
    assert found.value.is_lower_bound
    assert view.value_text(found.value, 2).startswith("≥")
    aimed = replace(found, national=q.TargetRow("university_rate", "national", None, 2023, 90.0, "", ""))
    assert aimed.status is None
    assert aimed.target_gap is None


def test_nothing_is_ranked_among_the_five_real_reports(warehouse: Warehouse) -> None:
    told = 0
    for kind in (None, *PeriodKind):
        view = view_of(warehouse, "report", kind)
        for unit in view.units if view.periods else ():
            own = q.unit_values(warehouse, "report", unit.unit_id)
            if profile.latest_period(view, own):
                places = [one.place for one in lines_of(warehouse, view, unit.unit_id)]
                assert set(places) <= {None}
                told += len(places)
    assert told > 50


def test_the_place_of_every_indicator_is_the_one_of_the_ranking(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    indicators = q.indicators(warehouse)
    ranked = 0
    for unit in view.units:
        for one in lines_of(warehouse, view, unit.unit_id):
            period = parse_period(one.value.period_id)
            peers = q.indicator_values(
                warehouse, "demo", [one.indicator.indicator_id], [period.period_id], view.unit_ids
            )
            now = compare(view, indicators[one.indicator.indicator_id], peers, period)
            standing = now.of(unit.unit_id)
            assert one.place == (standing.rank if standing and now.can_rank else None)
            ranked += one.place is not None
    assert ranked > 100


def test_a_unit_that_is_not_ranked_says_why(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    said = {
        profile_card.place_text(view, one)
        for unit in view.units
        for one in lines_of(warehouse, view, unit.unit_id)
        if one.standing and one.standing.reason
    }
    assert "không xếp hạng: dưới 30 hồ sơ, phiếu" in said


def test_the_change_is_against_the_quarter_before_as_both_are_shown(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    unit_id = view.unit_ids[0]
    own = {(v.indicator_id, v.period_id): v for v in q.unit_values(warehouse, "demo", unit_id)}
    found = line(lines_of(warehouse, view, unit_id), "online_rate")
    now = parse_period(found.value.period_id)
    before = own["online_rate", now.previous().period_id]
    assert found.change == round(round(found.value.value or 0, 2) - round(before.value or 0, 2), 2)


def test_a_district_shows_each_scope_and_adds_none(warehouse: Warehouse) -> None:
    found = lines_of(warehouse, view_of(warehouse, "report"), CAU_KE)
    on_time = {one.value.scope: one.value.denominator for one in found if one.indicator.indicator_id == "on_time_rate"}
    assert on_time == {"own": 1034, "communes": 21272}
    online = [one for one in found if one.indicator.indicator_id == "online_rate"]
    assert [(one.value.scope, one.value.numerator, one.value.denominator) for one in online] == [("total", 2053, 22318)]
    assert all(one.comparison is None for one in found)


def test_a_unit_has_its_own_target_beside_the_national_one(warehouse: Warehouse) -> None:
    found = line(lines_of(warehouse, view_of(warehouse, "report"), BAC_SON), "online_rate")
    assert found.national is not None and found.own_target is not None
    assert (found.national.value, found.own_target.value) == (50, 98)


def test_the_history_draws_each_indicator_over_its_own_median(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    unit, indicators = view.units[0], q.indicators(warehouse)
    own = q.unit_values(warehouse, "demo", unit.unit_id)
    chosen = [one for one in indicators.values() if one.theme == "on_time"]
    periods = [period.period_id for period in view.periods]
    peers = q.indicator_values(warehouse, "demo", [one.indicator_id for one in chosen], periods, view.unit_ids)
    spec = profile_history.history(view, unit, chosen, own, peers)
    assert len(spec.panels) == len(spec.medians) == len(chosen)
    for panel, median in zip(spec.panels, spec.medians, strict=True):
        indicator = indicators[panel.key.split("/")[0]]
        wanted = [compare(view, indicator, peers, period).median for period in view.periods]
        assert [mark.value for mark in median.marks] == wanted


def test_periods_of_several_kinds_make_no_line(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report")
    own = q.unit_values(warehouse, "report", BINH_PHUOC)
    assert profile_history.themes(view, q.indicators(warehouse), own) == []


@pytest.mark.parametrize(
    ("unit_id", "said"),
    [
        (BINH_PHUOC, "Xã Vạn Tường, Tỉnh Quảng Ngãi (mã 21061)"),
        (BAC_SON, "Mã 12148 được dùng lại"),
        (CAU_KE, "không có đơn vị kế tục"),
    ],
)
def test_the_card_says_what_became_of_the_unit_in_2025(warehouse: Warehouse, unit_id: str, said: str) -> None:
    view = view_of(warehouse, "report")
    reports = q.unit_reports(warehouse, "report", unit_id)
    facts = unit_card.card(view, unit_of(view, unit_id), q.unit_successors(warehouse, unit_id), reports)
    assert any(said in text for _, text in facts)


def test_reports_tell_printed_from_nominal_windows(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report")
    kinds = {
        unit_id: unit_card.window_kind(view, q.unit_reports(warehouse, "report", unit_id)[0])
        for unit_id in (BINH_PHUOC, LAI_HUNG)
    }
    assert kinds[BINH_PHUOC] == "in trong báo cáo"
    assert "đến ngày ký" in kinds[LAI_HUNG]


def test_every_statement_has_its_printed_text_and_place(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "report")
    figures = q.unit_figures(warehouse, "report", BINH_PHUOC, "2023")
    frame = provenance.figures_frame(
        view, unit_of(view, BINH_PHUOC), parse_period("2023"), figures, names_of(warehouse), counted_only=False
    )
    assert frame.table is not None
    rows = [row for row in frame.table.rows if row["printed"] == "43,6%"]
    assert [row["locator"] for row in rows] == ["II.2, cơ chế một cửa, dòng 55"]
    late = [row for row in frame.table.rows if row["printed"] in ("18", "17") and row["place"] == "tóm tắt"]
    assert [(row["value"], row["counted"]) for row in late] == [("17", "không")]


def test_a_computed_denominator_is_followed_to_what_the_report_prints(warehouse: Warehouse) -> None:
    terms = [term for term in q.indicator_terms(warehouse) if term.indicator_id == "online_rate"]
    figures = q.unit_figures(warehouse, "report", BINH_PHUOC, "2023")
    used = traced.trace(terms, figures, "own")
    found = [(one.side, one.coefficient, one.figure.measure, one.figure.value) for one in used]
    assert ("numerator", 1, "received_online", 848) in found
    assert ("denominator", 1, "received_in_period", 1945) in found
    assert ("denominator", 1, "received_total", 1962) in found
    assert ("denominator", -1, "carried_over", 17) in found


def test_staff_of_two_groups_is_followed_to_both_tables(warehouse: Warehouse) -> None:
    terms = [term for term in q.indicator_terms(warehouse) if term.indicator_id == "university_rate"]
    used = traced.trace(terms, q.unit_figures(warehouse, "report", LAI_HUNG, "2023-H1"), "own")
    above = [one.figure.value or 0 for one in used if one.side == "numerator" and one.figure.is_counted]
    assert sum(above) == 21


def test_the_formula_of_every_indicator_has_terms_and_no_codes(warehouse: Warehouse) -> None:
    terms, measures = q.indicator_terms(warehouse), q.measures(warehouse)
    for lang in LANGS:
        view = view_of(warehouse, "report", lang=lang)
        for indicator in q.indicators(warehouse).values():
            words = method.formula(view, indicator, terms, measures)
            assert " ÷ " in words
            assert "_" not in words


def test_a_derived_quarter_names_the_reports_it_follows_from(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.QUARTER)
    reported = ["2024-Q1", "2024-H1", "2024-Q3", "2024"]
    said = provenance.derived_words(view, parse_period("2024-Q4"), reported)
    assert "năm 2024 − 6 tháng đầu năm 2024 − quý III/2024" in said
    assert provenance.derived_words(view, parse_period("2024-Q3"), reported) == ""


def test_a_district_is_not_held_against_the_median_of_its_communes(warehouse: Warehouse) -> None:
    view = view_of(warehouse, "demo", PeriodKind.HALF_YEAR)
    district, indicators = view.others[0], q.indicators(warehouse)
    own = q.unit_values(warehouse, "demo", district.unit_id)
    spec = profile_history.history(view, district, [indicators["online_rate"]], own, [])
    assert [panel.key for panel in spec.panels] == ["online_rate/own", "online_rate/communes", "online_rate/total"]
    assert spec.medians == ()
    assert "trung vị" not in spec.frame.subtitle
