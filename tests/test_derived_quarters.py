"""Quarters derived from cumulative reports: what is subtracted, what is not, and what they are marked with."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.periods import Period, parse_period
from etl.registry import Registry
from tests.compute_cases import Given, row
from tests.factory import BAC_SON, LAI_HUNG, day


def test_the_second_quarter_is_the_half_year_without_the_first_and_its_rate_is_marked_derived(
    given_reports: Given,
) -> None:
    given_reports.report("2023-Q1", {"received_online": 10, "received_in_period": 100, "withdrawn": 4})
    given_reports.report("2023-H1", {"received_online": 60, "received_in_period": 180})
    computed = given_reports.warehouse()
    derived = computed.counted("2023-Q2")
    assert (derived["received_online"], derived["received_in_period"], derived["received_in_person"]) == (50, 80, 30)
    assert "withdrawn" not in derived
    assert computed.rate("online_rate", "2023-Q2") == (50, 80, 62.5, False)
    marks = "select is_derived, window_start, window_end from indicator_value where period_id = '2023-Q2'"
    assert set(computed.all(marks)) == {(True, day("2023-03-15"), day("2023-06-14"))}
    others = "select bool_or(is_derived) from figure where period_id != '2023-Q2'"
    assert computed.all(others) == [(False,)]


def test_the_fourth_quarter_is_the_year_without_half_year_and_third_or_without_nine_months(
    given_reports: Given,
) -> None:
    for unit, parts in ((LAI_HUNG, {"2023-H1": 50, "2023-Q3": 20}), (BAC_SON, {"2023-9M": 70})):
        for period, value in {**parts, "2023": 100}.items():
            given_reports.report(period, {"received_online": value}, unit=unit)
    given_reports.report("2022", {"received_online": 100})
    given_reports.report("2022-H1", {"received_online": 50})
    computed = given_reports.warehouse()
    assert computed.counted("2023-Q4")["received_online"] == 30
    assert computed.counted("2023-Q4", unit=BAC_SON)["received_online"] == 30
    assert computed.counted("2022-Q4") == {}
    assert {period for (period,) in computed.all("select period_id from derivable")} == {"2023-Q4"}


def test_nine_months_are_taken_where_the_third_quarters_window_does_not_fit(given_reports: Given) -> None:
    given_reports.report("2023-H1", {"received_online": 50})
    given_reports.report("2023-Q3", {"received_online": 20}, window=("2023-07-15", "2023-09-14"))
    given_reports.report("2023-9M", {"received_online": 72})
    given_reports.report("2023", {"received_online": 100})
    assert given_reports.warehouse().counted("2023-Q4")["received_online"] == 28


FLOWS = ("received_online", "resolved_overdue", "survey_responses", "budget_revenue")
amounts = st.one_of(st.integers(0, 10**6), st.integers(0, 10**9).map(lambda dong: dong / 10**6))
parts = st.fixed_dictionaries({}, optional=dict.fromkeys(FLOWS, amounts))


@settings(max_examples=15)
@given(first=parts, second=parts, third=parts, fourth=parts)
def test_derived_flows_are_subtracted_exactly_and_add_up_again(
    registry: Registry, first: dict, second: dict, third: dict, fourth: dict
) -> None:
    half = {code: first[code] + second[code] for code in first.keys() & second.keys()}
    whole = {code: half[code] + third[code] + fourth[code] for code in half.keys() & third.keys() & fourth.keys()}
    reports = Given(registry)
    for period, figures in (("2023-Q1", first), ("2023-H1", half), ("2023-Q3", third), ("2023", whole)):
        reports.report(period, figures)
    computed = reports.warehouse()
    q2, q4 = computed.counted("2023-Q2"), computed.counted("2023-Q4")
    assert q2 == {code: round(second[code], 6) for code in half}
    assert q4 == {code: round(fourth[code], 6) for code in whole}
    assert computed.all("select count(*) from derived_flow where value < 0") == [(0,)]
    for code in whole:
        added = first[code] + q2[code] + third[code] + q4[code]
        assert added == pytest.approx(whole[code], abs=1e-5)


def test_stocks_of_a_derived_quarter_are_the_closing_reports_and_it_opens_with_what_was_pending(
    given_reports: Given,
) -> None:
    given_reports.report(
        "2023-Q1", {"pending_in_time": 6, "pending_overdue": 1, "carried_over": 3, "plan_tasks_done": 4}
    )
    given_reports.report(
        "2023-H1",
        {"pending_in_time": 2, "pending_overdue": 0, "carried_over": 3, "plan_tasks_done": 9, "plan_tasks": 20},
    )
    computed = given_reports.warehouse()
    assert computed.counted("2023-Q2") == {
        "pending_in_time": 2,
        "pending_overdue": 0,
        "pending_total": 2,
        "carried_over": 7,
        "plan_tasks_done": 9,
        "plan_tasks": 20,
    }
    assert computed.rate("plan_completion_rate", "2023-Q2") == (9, 20, 45.0, False)


def test_without_what_was_pending_a_derived_quarter_has_no_carry_over(given_reports: Given) -> None:
    given_reports.report("2023-Q1", {"carried_over": 3, "received_in_period": 5})
    given_reports.report("2023-H1", {"carried_over": 3, "received_in_period": 9})
    derived = given_reports.warehouse().counted("2023-Q2")
    assert derived == {"received_in_period": 4}


@pytest.mark.parametrize(("start", "fits"), [("2022-12-30", True), ("2022-12-31", False), ("2023-01-05", False)])
def test_a_half_year_that_starts_more_than_fifteen_days_apart_is_not_subtracted_from(
    given_reports: Given, start: str, fits: bool
) -> None:
    given_reports.report("2023-Q1", {"received_online": 10})
    given_reports.report("2023-H1", {"received_online": 60}, window=(start, "2023-06-01"))
    computed = given_reports.warehouse()
    assert ("received_online" in computed.counted("2023-Q2")) is fits
    windows = computed.all("select window_start, window_end from derivable")
    assert windows == ([(day("2023-03-15"), day("2023-06-01"))] if fits else [])


def test_a_subtraction_below_zero_is_no_figure(given_reports: Given) -> None:
    given_reports.report("2023-Q1", {"resolved_overdue": 61, "survey_responses": 100})
    given_reports.report("2023-H1", {"resolved_overdue": 60, "survey_responses": 180})
    computed = given_reports.warehouse()
    assert computed.counted("2023-Q2") == {"survey_responses": 80}


def test_bounds_are_not_subtracted(given_reports: Given) -> None:
    given_reports.report("2023-Q1", {"results_by_post": 5, "withdrawn": 1})
    given_reports.report("2023-H1", [row("results_by_post", 15, qualifier="at_least"), row("withdrawn", 3)])
    assert given_reports.warehouse().counted("2023-Q2") == {"withdrawn": 2}


def test_a_quarter_that_was_reported_is_not_replaced_by_a_derived_one(given_reports: Given) -> None:
    given_reports.report("2023-Q1", {"received_online": 10, "received_in_period": 100})
    given_reports.report("2023-Q2", {"received_online": 49})
    given_reports.report("2023-H1", {"received_online": 60, "received_in_period": 180})
    computed = given_reports.warehouse()
    assert computed.counted("2023-Q2") == {"received_online": 49}
    assert computed.all("select count(*) from derivable") == [(0,)]


def test_quarters_are_derived_within_one_unit_source_and_scope(given_reports: Given) -> None:
    given_reports.report("2023-Q1", {"received_online": 10}, unit=BAC_SON)
    given_reports.report("2023-Q1", {"received_online": 10}, source="portal")
    given_reports.report("2023-Q1", [row("withdrawn", 1, scope="communes")])
    given_reports.report("2023-H1", [row("received_online", 60), row("withdrawn", 5)])
    computed = given_reports.warehouse()
    assert computed.all(
        "select count(*) from figure where is_derived and measure in ('received_online', 'withdrawn')"
    ) == [(0,)]


@pytest.mark.parametrize("old", ["r0", "r1"])
def test_a_report_that_was_replaced_stays_out_of_values_and_derived_quarters(given_reports: Given, old: str) -> None:
    for report_id in ("r0", "r1"):
        online, supersedes = (30, None) if report_id == old else (10, old)
        figures = {"received_online": online, "received_in_period": 100}
        assert given_reports.report("2023-Q1", figures, supersedes=supersedes) == report_id
    given_reports.report("2023-H1", {"received_online": 60, "received_in_period": 180})
    computed = given_reports.warehouse()
    assert computed.rate("online_rate", "2023-Q1") == (10, 100, 10.0, False)
    assert computed.rate("online_rate", "2023-Q2") == (50, 80, 62.5, False)
    assert computed.all("select count(*) from indicator_value where report_id = ?", old) == [(0,)]
    assert computed.all("select is_superseded from report where report_id = ?", old) == [(True,)]


@settings(max_examples=10)
@given(
    late=st.integers(-30, 30),
    early=st.integers(-30, 30),
    value=st.integers(0, 100),
    part=st.sampled_from([("2023-Q2", "2023-H1", "2023-Q1"), ("2023-Q4", "2023", "2023-9M")]),
)
def test_a_quarter_is_derived_only_where_both_windows_begin_together(
    registry: Registry, late: int, early: int, value: int, part: tuple[str, str, str]
) -> None:
    quarter, closing, opening = part

    def window(period: Period, days: int) -> tuple[str, str]:
        start: date = period.nominal.start + timedelta(days=days)
        return start.isoformat(), period.nominal.end.isoformat()

    reports = Given(registry)
    reports.report(opening, {"received_online": value}, window=window(parse_period(opening), early))
    reports.report(closing, {"received_online": 100}, window=window(parse_period(closing), late))
    derived = reports.warehouse().counted(quarter)
    assert derived == ({"received_online": 100 - value} if abs(late - early) <= 15 else {})
