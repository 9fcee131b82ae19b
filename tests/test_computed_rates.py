"""Rates: lower bounds, nothing over nothing, printed rates, scopes and sources."""

from typing import Any

import pytest

from tests.compute_cases import Given, row
from tests.factory import BAC_SON, CAU_KE


def bounded(**qualifiers: str) -> list[dict[str, Any]]:
    values = {"received_online": 40, "received_in_period": 100, "resolved_total": 90, "resolved_overdue": 3}
    return [row(code, values[code], qualifier=qualifier) for code, qualifier in qualifiers.items()]


@pytest.mark.parametrize(
    ("online", "received", "expected"),
    [
        ("exact", "exact", (40, 100, 40.0, False)),
        ("about", "exact", (40, 100, 40.0, False)),
        ("at_least", "exact", (40, 100, 40.0, True)),
        ("at_most", "exact", (None, 100, None, False)),
        ("exact", "at_least", (40, None, None, False)),
        ("exact", "at_most", (40, None, None, False)),
    ],
)
def test_at_least_above_the_line_makes_a_lower_bound_and_a_bound_below_it_makes_no_rate(
    given_reports: Given, online: str, received: str, expected: tuple
) -> None:
    given_reports.report("2023-H1", bounded(received_online=online, received_in_period=received))
    assert given_reports.warehouse().rate("online_rate") == expected


@pytest.mark.parametrize(
    ("total", "late", "qualifier"),
    [
        ("exact", "exact", "exact"),
        ("at_least", "exact", "at_least"),
        ("at_most", "exact", "at_most"),
        ("exact", "at_least", "at_most"),
        ("exact", "at_most", "at_least"),
        ("exact", "about", "about"),
        ("at_least", "at_most", "at_least"),
        ("at_least", "at_least", None),
        ("at_most", "at_most", None),
    ],
)
def test_a_difference_is_bounded_as_its_terms_are_and_nothing_where_they_pull_apart(
    given_reports: Given, total: str, late: str, qualifier: str | None
) -> None:
    given_reports.report("2023-H1", bounded(resolved_total=total, resolved_overdue=late))
    found = given_reports.warehouse().one("resolved_on_time", "2023-H1")
    assert found == ((87, qualifier, True, False) if qualifier else None)


def test_late_dossiers_given_as_at_least_make_no_on_time_rate(given_reports: Given) -> None:
    given_reports.report("2023-H1", bounded(resolved_total="exact", resolved_overdue="at_least"))
    assert given_reports.warehouse().rate("on_time_rate") == (None, 90, None, False)


def test_nothing_over_nothing_is_no_rate_and_no_infinity(given_reports: Given) -> None:
    given_reports.report("2023-H1", {"received_online": 0, "received_in_period": 0, "resolved_on_time": 3})
    given_reports.report("2023-H1", {"received_online": 5, "received_in_period": 0}, unit=BAC_SON)
    computed = given_reports.warehouse()
    assert computed.all("select distinct value from indicator_value") == [(None,)]
    assert computed.all("select count(*) from indicator_value where is_lower_bound") == [(0,)]


def test_a_printed_rate_stands_beside_the_value_and_never_in_its_place(given_reports: Given) -> None:
    given_reports.report("2023-H1", {"printed_rate.satisfaction_rate": 100, "survey_responses": 40})
    given_reports.report("2023", {"printed_rate.online_rate": 99.8, "received_online": 1, "received_in_period": 2})
    found = given_reports.warehouse().all(
        "select indicator_id, value, printed_value from indicator_value where printed_value is not null order by all"
    )
    assert found == [("online_rate", 50, 99.8), ("satisfaction_rate", None, 100)]


def test_counts_of_two_scopes_make_no_rate(given_reports: Given) -> None:
    given_reports.report(
        "2023-H1",
        [
            row("received_online", 2053, scope="total"),
            row("received_in_period", 1043),
            row("carried_over", 9, scope="total"),
        ],
        unit=CAU_KE,
    )
    computed = given_reports.warehouse()
    assert computed.rate("online_rate") == (None, 1043, None, False)
    assert computed.rate("online_rate", scope="total") == (2053, None, None, False)
    assert computed.counted("2023-H1", "total", CAU_KE).keys() == {"received_online", "carried_over"}


def test_three_sources_of_one_unit_and_period_stay_apart(given_reports: Given) -> None:
    for source, online in (("report", 10), ("portal", 20), ("demo", 30)):
        given_reports.report("2023-H1", {"received_online": online, "received_in_period": 100}, source=source)
    found = given_reports.warehouse().all(
        "select source, value from indicator_value where indicator_id = 'online_rate' order by source"
    )
    assert found == [("demo", 30), ("portal", 20), ("report", 10)]
