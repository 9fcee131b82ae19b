"""The staff page's charts: composition by level, posts, skills, tiles, with the figures of the real reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.posts import MEASURES, Posts, posts_by_unit, posts_matrix
from charts.ranked import ranked
from charts.spec import Flag, MatrixRow, MatrixSpec, RankedSpec, StackedRow, StackedSpec, TableSpec
from charts.staff import composition
from charts.staff_levels import GROUPS, LEVELS, by_unit
from charts.staff_skills import skills_matrix
from charts.staff_tiles import INDICATORS, staff_tiles
from charts.view import View
from domain.periods import Period
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC
from tests.views import asked, mixed_view, view_of
from text.words import LANGS, Lang

EDUCATION = LEVELS["education"]


def levels_of(warehouse: Warehouse, view: View, dimension: str) -> list[q.StaffLevel]:
    return q.staff_levels(warehouse, view.source, dimension, *asked(view))


def composed(warehouse: Warehouse, view: View, group: str, dimension: str = "education") -> StackedSpec:
    return composition(view, dimension, group, levels_of(warehouse, view, dimension))


def posts_of(warehouse: Warehouse, view: View) -> list[q.Count]:
    return q.measure_values(warehouse, view.source, MEASURES, *asked(view))


def row(spec: StackedSpec, unit_id: str) -> StackedRow:
    return next(one for one in spec.rows if one.key == unit_id)


def matrix_row(spec: MatrixSpec, key: str) -> MatrixRow:
    return next(one for one in spec.rows if one.key == key)


def people(spec: StackedSpec, unit_id: str) -> dict[str, float]:
    """The counts of a row that are not zero, by level."""
    counts = zip(EDUCATION, row(spec, unit_id).counts, strict=True)
    return {level: count for level, count in counts if count}


# The five real reports.


def test_lai_hung_has_ten_cadres_and_eleven_civil_servants_all_with_a_degree(real_warehouse: Warehouse) -> None:
    view = mixed_view(real_warehouse)
    assert people(composed(real_warehouse, view, "cadre"), LAI_HUNG) == {"university": 9, "postgraduate": 1}
    assert people(composed(real_warehouse, view, "civil_servant"), LAI_HUNG) == {"university": 11}
    both = row(composed(real_warehouse, view, "cadre_civil_servant"), LAI_HUNG)
    assert (both.counts[-2:], both.total, both.flags) == ((20, 1), 21, frozenset())
    assert sum(share or 0 for share in both.shares) == pytest.approx(100)


def test_minh_duc_shows_sixteen_of_nineteen_and_leaves_three_unknown(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre_civil_servant")
    minh_duc = row(spec, MINH_DUC)
    assert minh_duc.counts == (None, None, None, None, 16, None)
    assert minh_duc.total == 19
    assert minh_duc.shares[4] == pytest.approx(100 * 16 / 19)
    assert Flag.LOWER_BOUND in minh_duc.flags
    assert minh_duc.note == "6T/23; chưa rõ 3 người"
    assert any("Minh Đức (3 trong 19 người)" in note for note in spec.frame.notes)
    assert "Minh Đức ít nhất 16/19" in spec.frame.title


def test_bac_son_adds_its_two_groups_to_seventeen_of_nineteen(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre_civil_servant")
    assert people(spec, BAC_SON) == {"intermediate": 2, "university": 16, "postgraduate": 1}
    assert row(spec, BAC_SON).total == 19
    assert "Bắc Sơn 17/19" in spec.frame.title


def test_binh_phuoc_takes_the_combined_figures_it_prints(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre_civil_servant")
    assert people(spec, BINH_PHUOC) == {"intermediate": 1, "university": 19}
    assert row(spec, BINH_PHUOC).total == 20


def test_more_levels_than_people_are_told_and_drawn_over_the_levels(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "part_time")
    assert people(spec, BINH_PHUOC) == {"university": 6, "college": 3, "intermediate": 2}
    binh_phuoc = row(spec, BINH_PHUOC)
    assert binh_phuoc.total == 11
    assert sum(share or 0 for share in binh_phuoc.shares) == pytest.approx(100)
    assert "báo cáo ghi 10 người" in binh_phuoc.note
    assert any("Bình Phước (11 so với 10 người)" in note for note in spec.frame.notes)
    remark = next(one for one in spec.frame.table.rows if one["unit"] == "Bình Phước")  # type: ignore[union-attr]
    assert remark["upper"] is None


def test_real_reports_of_mixed_periods_stand_in_the_order_of_the_alphabet_each_with_its_period(
    real_warehouse: Warehouse,
) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre_civil_servant")
    assert [one.label for one in spec.rows] == ["Bắc Sơn", "Bình Phước", "Lai Hưng", "Minh Đức"]
    assert [one.note.split(";")[0] for one in spec.rows] == ["QIII/24", "2023", "6T/23", "6T/23"]
    assert spec.missing == ("Huyện Cầu Kè",)


def test_a_headcount_that_the_posts_section_contradicts_is_noted(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre_civil_servant")
    assert any("Lai Hưng (21 và 20)" in note for note in spec.frame.notes)


def test_what_a_report_does_not_give_is_missing_and_not_zero(real_warehouse: Warehouse) -> None:
    spec = composed(real_warehouse, mixed_view(real_warehouse), "cadre", "state_management")
    assert [one.key for one in spec.rows] == [LAI_HUNG]
    assert set(spec.missing) == {"Bắc Sơn", "Bình Phước", "Minh Đức", "Huyện Cầu Kè"}


def test_posts_of_the_real_reports(real_warehouse: Warehouse) -> None:
    view = mixed_view(real_warehouse)
    spec = posts_matrix(view, posts_of(real_warehouse, view))
    assert spec.columns[:2] == ("Kỳ", "Cán bộ, công chức")
    texts = {one.key: [cell.text for cell in one.cells[:2]] for one in spec.rows}
    assert texts[LAI_HUNG] == ["6T/23", "20/23"]
    assert texts[BAC_SON] == ["QIII/24", "19/20"]
    assert texts[MINH_DUC] == ["6T/23", "19/–"]
    assert texts[CAU_KE] == ["–", "–"]
    assert matrix_row(spec, LAI_HUNG).cells[1].detail == "thiếu 3 · 87,0\u00a0%"
    assert matrix_row(spec, MINH_DUC).cells[3].detail == "báo cáo ghi thiếu 1"
    assert "sum" not in texts


def test_skills_are_two_shares_side_by_side(real_warehouse: Warehouse) -> None:
    view = mixed_view(real_warehouse)
    spec = skills_matrix(view, "cadre_civil_servant", levels_of(real_warehouse, view, "skill"))
    assert [cell.text for cell in matrix_row(spec, LAI_HUNG).cells] == ["6T/23", "20/21", "19/21"]
    assert [cell.text for cell in matrix_row(spec, MINH_DUC).cells] == ["–", "–", "–"]


def test_tiles_of_units_that_cannot_be_pooled_show_each_with_its_period(real_warehouse: Warehouse) -> None:
    view = mixed_view(real_warehouse)
    values = q.indicator_values(real_warehouse, "report", INDICATORS, *asked(view))
    tiles = staff_tiles(view, q.indicators(real_warehouse), values, posts_of(real_warehouse, view))
    assert [tile.value for tile in tiles] == ["89,5\u00a0%", "95,0\u00a0%", "100,0\u00a0%", "≥ 84,2\u00a0%"]
    assert tiles[0].meaning == "17/19 người, quý III/2024"


# The simulated district, where units are compared.


def test_a_pooled_title_says_the_sum_of_its_rows(demo_warehouse: Warehouse) -> None:
    spec = composed(demo_warehouse, view_of(demo_warehouse, until="2024"), "cadre_civil_servant")
    whole = [one for one in spec.rows if Flag.LOWER_BOUND not in one.flags]
    upper = sum(sum(count or 0 for count in one.counts[-2:]) for one in whole)
    total = sum(one.total or 0 for one in whole)
    assert len(whole) >= 5
    assert f"({upper:.0f}/{total:.0f})" in spec.frame.title
    assert spec.frame.simulated


def test_units_of_one_kind_of_period_go_by_their_share_of_degrees(demo_warehouse: Warehouse) -> None:
    spec = composed(demo_warehouse, view_of(demo_warehouse, until="2024"), "cadre")
    shares = [sum(share or 0 for share in one.shares[-2:]) for one in spec.rows if not one.flags]
    assert shares == sorted(shares, reverse=True)


def test_a_report_nobody_has_checked_is_flagged(demo_warehouse: Warehouse) -> None:
    view = view_of(demo_warehouse, until="2024")
    levels = levels_of(demo_warehouse, view, "education")
    first = composition(view, "education", "cadre", levels).rows[0]
    report = next(one.report_id for one in levels if one.unit_id == first.key and one.period_id == "2024")
    spec = composition(replace(view, unchecked=frozenset({report})), "education", "cadre", levels)
    assert Flag.PROVISIONAL in row(spec, first.key).flags


def test_the_sum_of_posts_is_the_sum_of_its_rows(demo_warehouse: Warehouse) -> None:
    view = view_of(demo_warehouse, until="2024")
    found = posts_by_unit(view, posts_of(demo_warehouse, view))
    counts = [found[unit_id]["cadre_civil_servant"].counts for unit_id in view.unit_ids]
    present, assigned = (sum(pair[place] for pair in counts if pair) for place in (0, 1))
    spec = posts_matrix(view, posts_of(demo_warehouse, view))
    assert matrix_row(spec, "sum").cells[0].text == f"{present:.0f}/{assigned:.0f}"
    assert f"{present:.0f} trên {assigned:.0f}" in spec.frame.title


def test_a_ranked_share_carries_its_n_and_the_target_of_the_decree(demo_warehouse: Warehouse) -> None:
    view = view_of(demo_warehouse, until="2024")
    indicator = q.indicators(demo_warehouse)["civil_servant_university_rate"]
    values = q.indicator_values(demo_warehouse, "demo", [indicator.indicator_id], *asked(view))
    spec = ranked(view, indicator, values, people=True)
    assert isinstance(spec, RankedSpec)
    value = next(one for one in values if one.unit_id == spec.marks[0].key and one.period_id == "2024")
    assert spec.marks[0].text.endswith(f"({value.numerator:.0f}/{value.denominator:.0f})")
    assert [one.value for one in spec.references if one.kind == "target"] == [100]
    labels = [column.label for column in spec.frame.table.columns]  # type: ignore[union-attr]
    assert "Thiếu so với 100\u00a0% (người)" in labels
    assert not any("hồ sơ" in label for label in labels)
    assert "(" not in ranked(view, indicator, values).marks[0].text  # type: ignore[union-attr]


def test_shares_of_mixed_periods_are_a_table(real_warehouse: Warehouse) -> None:
    view = mixed_view(real_warehouse)
    values = q.indicator_values(real_warehouse, "report", ["university_rate"], *asked(view))
    assert isinstance(ranked(view, q.indicators(real_warehouse)["university_rate"], values, people=True), TableSpec)


@pytest.mark.parametrize("source", ["report", "demo"])
def test_the_composition_agrees_with_the_published_rate(warehouse: Warehouse, source: str) -> None:
    """The same rule twice, in SQL for the rate and here for the cells: they may not come apart."""
    indicators = [one for one in q.indicators(warehouse).values() if one.rule == "staff_share"]
    compared = 0
    for period in mixed_view(warehouse, source).periods:
        view = replace(mixed_view(warehouse, source), periods=(period,))
        values = q.indicator_values(warehouse, source, [one.indicator_id for one in indicators], *asked(view))
        levels = {name: levels_of(warehouse, view, name) for name in ("education", "political")}
        for indicator in indicators:
            assert indicator.dimension and indicator.staff_group
            found = by_unit(view, indicator.dimension, indicator.staff_group, levels[indicator.dimension])
            rates = {
                one.unit_id: one
                for one in values
                if one.indicator_id == indicator.indicator_id and one.period_id == period.period_id
            }
            assert {unit_id for unit_id in found if unit_id in rates} == set(found)
            for unit_id, one in found.items():
                if not one.is_over:
                    assert one.upper_share(indicator.dimension) == pytest.approx(rates[unit_id].value)
                    assert one.is_lower_bound == rates[unit_id].is_lower_bound
                    compared += 1
    assert compared >= 15


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["report", "demo"])
@pytest.mark.parametrize("dimension", LEVELS)
def test_every_group_has_its_words(warehouse: Warehouse, source: str, lang: Lang, dimension: str) -> None:
    view = mixed_view(warehouse, source, lang=lang)
    for group in GROUPS:
        frame = composed(warehouse, view, group, dimension).frame
        assert frame.title[0].isupper() or frame.title[0].isdigit()
        assert "{" not in "".join((frame.title, frame.subtitle, frame.sentence, frame.alt, *frame.notes))


# Any report at all.

UNIT, PERIOD = "1@2004", Period(2024, "")
PLACE = q.UnitRow(UNIT, "1", "Xã Một", "xa mot", "commune", None, None, None, None, date(2004, 1, 1), None)
VIEW = View("vi", "report", "Nhóm", (PLACE,), (PERIOD,))
a_count = st.integers(0, 30)
tables = st.dictionaries(st.sampled_from((*EDUCATION, "headcount", "present")), a_count)


def cells_of(group: str, table: dict[str, int], scope: str = "own") -> list[q.StaffLevel]:
    return [
        q.StaffLevel(UNIT, scope, PERIOD.period_id, group, level, float(count), "r", False)
        for level, count in table.items()
    ]


def only_row(levels: Sequence[q.StaffLevel], group: str) -> StackedRow | None:
    rows = composition(VIEW, "education", group, levels).rows
    return rows[0] if rows else None


@given(tables)
def test_printed_counts_are_drawn_as_printed_and_never_pass_the_whole(table: dict[str, int]) -> None:
    found = only_row(cells_of("cadre", table), "cadre")
    if found is None:
        return
    printed = {level: count for level, count in zip(EDUCATION, found.counts, strict=True) if level in table}
    assert printed == {level: table[level] for level in EDUCATION if level in table}
    assert sum(share or 0 for share in found.shares) <= 100 + 1e-9
    told = sum(table.get(level, 0) for level in EDUCATION)
    assert (Flag.LOWER_BOUND in found.flags) == (told < (found.total or 0))


@given(tables)
def test_a_level_that_is_not_printed_is_zero_only_where_the_printed_ones_add_up(table: dict[str, int]) -> None:
    found = only_row(cells_of("cadre", table), "cadre")
    if found is None:
        return
    told = sum(table.get(level, 0) for level in EDUCATION)
    adds_up = told in (table.get("headcount"), table.get("present"))
    unprinted = [count for level, count in zip(EDUCATION, found.counts, strict=True) if level not in table]
    assert set(unprinted) <= ({0} if adds_up else {None})


@given(tables, tables)
def test_other_scopes_never_enter(own: dict[str, int], other: dict[str, int]) -> None:
    alone = only_row(cells_of("cadre", own), "cadre")
    mixed = only_row([*cells_of("cadre", own), *cells_of("cadre", other, "communes")], "cadre")
    assert mixed == alone
    assert only_row(cells_of("cadre", other, "total"), "cadre") is None


@given(tables, tables)
def test_both_groups_together_need_both_and_are_their_sum(cadre: dict[str, int], civil: dict[str, int]) -> None:
    levels = [*cells_of("cadre", cadre), *cells_of("civil_servant", civil)]
    one, other = only_row(levels, "cadre"), only_row(levels, "civil_servant")
    both = only_row(levels, "cadre_civil_servant")
    if one is None or other is None:
        assert both is None
        return
    assert both is not None
    assert both.total == (one.total or 0) + (other.total or 0)
    assert sum(count or 0 for count in both.counts) == sum(count or 0 for count in (*one.counts, *other.counts))


def test_the_combined_table_goes_before_the_sum_and_part_time_workers_never_enter() -> None:
    combined = cells_of("cadre_civil_servant", {"university": 5, "present": 5})
    parts = [*cells_of("cadre", {"university": 9, "present": 9}), *cells_of("civil_servant", {"none": 1, "present": 1})]
    part_time = cells_of("part_time", {"none": 7, "present": 7})
    found = only_row([*combined, *parts, *part_time], "cadre_civil_servant")
    assert found is not None and found.total == 5
    added = only_row([*parts, *part_time], "cadre_civil_servant")
    assert added is not None and added.total == 10


def test_no_row_without_a_headcount() -> None:
    assert only_row(cells_of("cadre", {"university": 5}), "cadre") is None
    spec = composition(VIEW, "education", "cadre", cells_of("cadre", {"university": 5}))
    assert spec.missing == ("Một",)


def count(what: str, value: float, qualifier: str = "exact", scope: str = "own") -> q.Count:
    return q.Count(UNIT, scope, PERIOD.period_id, f"staff.cadre.{what}", value, qualifier, False, False, "r")


def cadre_posts(*counts: q.Count) -> Posts:
    return posts_by_unit(VIEW, counts)[UNIT]["cadre"]


def test_posts_subtract_and_divide_what_is_exact() -> None:
    posts = cadre_posts(count("assigned", 20), count("present", 21))
    assert (posts.difference, posts.rate) == (1, 105)
    bounded = cadre_posts(count("assigned", 20), count("present", 15, "at_least"))
    assert (bounded.difference, bounded.rate) == (None, None)
    assert cadre_posts(count("present", 15)).rate is None
    assert cadre_posts(count("assigned", 0), count("present", 0)).rate is None


def test_posts_of_other_scopes_never_enter() -> None:
    assert cadre_posts(count("present", 15, scope="communes")).present is None


def test_a_bound_is_written_as_one() -> None:
    cells = posts_matrix(VIEW, [count("assigned", 20), count("present", 15, "at_least")]).rows[0].cells
    assert [cell.text for cell in cells] == ["≥ 15/20"]
