"""The rule for tables of staff: shares over the levels where they add up, both groups, lower bounds."""

from collections.abc import Mapping

import pytest

from tests.compute_cases import Given, row
from tests.factory import BAC_SON, LAI_HUNG


def staff(group: str, dimension: str = "education", **levels: float) -> dict[str, float]:
    """`headcount` and levels of a table; `present` and `assigned` of the group."""
    return {
        f"staff.{group}.{level}" if level in ("present", "assigned") else f"staff.{group}.{dimension}.{level}": value
        for level, value in levels.items()
    }


def university(given_reports: Given, figures: Mapping[str, float], indicator: str = "university_rate") -> tuple | None:
    given_reports.report("2023-H1", figures)
    return given_reports.warehouse().rate(indicator)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        pytest.param(
            staff("cadre_civil_servant", university=19, intermediate=1, present=20), (19, 20, 95.0, False), id="adds up"
        ),
        pytest.param(
            staff("cadre_civil_servant", intermediate=20, present=20),
            (0, 20, 0.0, False),
            id="adds up without graduates",
        ),
        pytest.param(
            staff("cadre_civil_servant", postgraduate=1, university=15, headcount=19, present=20),
            (16, 19, 84.21, True),
            id="heading before those present",
        ),
        pytest.param(
            staff("cadre_civil_servant", university=16, present=19), (16, 19, 84.21, True), id="over those present"
        ),
        pytest.param(
            staff("cadre_civil_servant", university=17, college=2, headcount=20, present=19),
            (17, 19, 89.47, False),
            id="adds up to those present though not to the heading",
        ),
        pytest.param(staff("cadre_civil_servant", university=16), (16, None, None, False), id="no headcount"),
        pytest.param(
            staff("cadre_civil_servant", intermediate=3, present=20),
            (None, 20, None, False),
            id="graduates not printed",
        ),
        pytest.param(
            staff("cadre_civil_servant", university=16, assigned=16), (16, None, None, False), id="posts assigned"
        ),
        pytest.param(staff("part_time", university=6, college=4, present=10), None, id="part-time alone"),
    ],
)
def test_the_share_of_graduates_is_over_the_levels_where_they_add_up_else_a_lower_bound(
    given_reports: Given, figures: Mapping[str, float], expected: tuple | None
) -> None:
    assert university(given_reports, figures) == expected


def test_both_groups_are_added_where_nothing_is_printed_for_them_together(given_reports: Given) -> None:
    figures = staff("cadre", postgraduate=1, university=9, headcount=10) | staff(
        "civil_servant", university=11, headcount=11
    )
    given_reports.report("2023-H1", figures | staff("part_time", university=11, intermediate=2, headcount=13))
    computed = given_reports.warehouse()
    assert computed.rate("university_rate") == (21, 21, 100.0, False)
    assert computed.rate("university_rate.cadre") == (10, 10, 100.0, False)
    assert computed.rate("civil_servant_university_rate") == (11, 11, 100.0, False)
    assert computed.rate("university_rate.part_time") == (11, 13, 84.62, False)


def test_one_group_alone_is_not_both(given_reports: Given) -> None:
    assert university(given_reports, staff("cadre", university=10, headcount=10)) is None


def test_a_lower_bound_of_one_group_makes_both_together_one(given_reports: Given) -> None:
    figures = staff("cadre", university=9, headcount=11) | staff("civil_servant", university=8, headcount=8)
    assert university(given_reports, figures) == (17, 19, 89.47, True)


def test_printed_figures_for_both_groups_go_before_the_sum_of_the_groups(given_reports: Given) -> None:
    figures = staff("cadre", university=9, intermediate=2, headcount=11) | staff(
        "civil_servant", university=8, headcount=8
    )
    together = staff("cadre_civil_servant", university=18, intermediate=2, headcount=20)
    assert university(given_reports, figures | together) == (18, 20, 90.0, False)


def test_a_stray_level_printed_for_both_groups_does_not_hide_the_tables_of_the_groups(given_reports: Given) -> None:
    figures = staff("cadre", university=9, intermediate=2, headcount=11) | staff(
        "civil_servant", university=8, headcount=8
    )
    assert university(given_reports, figures | staff("cadre_civil_servant", intermediate=2)) == (17, 19, 89.47, False)


def test_a_bound_among_the_levels_makes_a_lower_bound_or_no_rate(given_reports: Given) -> None:
    def with_qualifier(qualifier: str, measure: str) -> tuple | None:
        reports = Given(given_reports.registry)
        table = staff("cadre_civil_servant", university=19, intermediate=1, headcount=20)
        reports.report(
            "2023-H1", [row(code, n, qualifier=qualifier if measure in code else "exact") for code, n in table.items()]
        )
        return reports.warehouse().rate("university_rate")

    assert with_qualifier("exact", "university") == (19, 20, 95.0, False)
    assert with_qualifier("at_least", "university") == (19, 20, 95.0, True)
    assert with_qualifier("at_most", "university") == (None, 20, None, False)
    assert with_qualifier("at_least", "headcount") == (19, None, None, False)


def test_skills_are_no_levels_and_make_no_table_add_up(given_reports: Given) -> None:
    figures = staff("cadre_civil_servant", university=10, present=20) | staff("cadre", "skill", it=10)
    assert university(given_reports, figures) == (10, 20, 50.0, True)


def test_each_dimension_has_its_own_heading(given_reports: Given) -> None:
    figures = staff("cadre_civil_servant", university=16, headcount=19)
    figures |= staff("cadre_civil_servant", "political", intermediate=16, elementary=2, headcount=18)
    given_reports.report("2023-H1", figures)
    computed = given_reports.warehouse()
    assert computed.rate("university_rate") == (16, 19, 84.21, True)
    assert computed.rate("political_intermediate_rate") == (16, 18, 88.89, False)


def test_staff_of_a_derived_quarter_are_the_closing_reports(given_reports: Given) -> None:
    given_reports.report("2023-Q1", staff("cadre_civil_servant", university=10, intermediate=10, headcount=20))
    given_reports.report("2023-H1", staff("cadre_civil_servant", university=18, intermediate=2, headcount=20))
    assert given_reports.warehouse().rate("university_rate", "2023-Q2") == (18, 20, 90.0, False)


def test_values_are_sorted_as_they_are_asked_for(given_reports: Given) -> None:
    for unit in (LAI_HUNG, BAC_SON):
        for period in ("2023-H1", "2022-H1"):
            given_reports.report(
                period, {"received_online": 1, "received_in_period": 2, "resolved_on_time": 1}, unit=unit
            )
    rows = given_reports.warehouse().all("select indicator_id, unit_id, period_id, scope from indicator_value")
    assert len(rows) > 8
    assert rows == sorted(rows)
