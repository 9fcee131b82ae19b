"""What counts, what follows and what does not: identities, derived quarters, rates and the rule for staff tables."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formula import evaluate
from domain.periods import Period, Window, effective_window, parse_period
from etl.compute import compute
from etl.load import load
from etl.registry import Registry, load_registry
from etl.validate import Figure, Report
from tests.factory import BAC_SON, CAU_KE, LAI_HUNG, day, make_office


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(make_office(tmp_path_factory.mktemp("registry") / "office"))


def row(measure: str, value: float | None, **cells: Any) -> dict[str, Any]:
    return {"measure": measure, "value": value, **cells}


class Given:
    """Reports for one warehouse in memory."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.reports: list[Report] = []

    def report(
        self,
        period: str,
        figures: Mapping[str, float | None] | Iterable[dict[str, Any]],
        unit: str = LAI_HUNG,
        window: tuple[str, str] | None = None,
        source: str = "report",
        supersedes: str | None = None,
    ) -> str:
        """Adds a report, a row a figure; returns its id."""
        rows = [row(*pair) for pair in figures.items()] if isinstance(figures, Mapping) else list(figures)
        printed = Window(day(window[0]), day(window[1])) if window else None
        found = self.registry.units.get(unit)
        assert found is not None
        report_id = f"r{len(self.reports)}"
        self.reports.append(
            Report(
                report_id=report_id,
                source=source,
                unit=found,
                period=parse_period(period),
                label="",
                window=printed,
                effective=effective_window(parse_period(period), printed, None),
                number=None,
                signed_on=None,
                received_on=None,
                status="checked",
                file_name="",
                file_sha256="",
                pages=None,
                supersedes=supersedes,
                other_units_named=(),
                entered_by="",
                note="",
                figures=tuple(_figures(rows)),
            )
        )
        return report_id

    def warehouse(self) -> "Computed":
        connection = duckdb.connect(":memory:", config={"threads": "1"})
        load(connection, self.registry, self.reports)
        compute(connection, self.reports)
        return Computed(connection)


def _figures(rows: list[dict[str, Any]]) -> Iterable[Figure]:
    seen: dict[tuple[str, str], int] = {}
    for cells in rows:
        key = cells["measure"], cells.get("scope", "own")
        seen[key] = seen.get(key, -1) + 1
        yield Figure(
            *key,
            seq=seen[key],
            value=cells["value"],
            qualifier=cells.get("qualifier", "exact"),
            printed="",
            place=cells.get("place", "main"),
            locator=cells.get("locator", ""),
            as_of=None,
            note="",
            is_override=cells.get("is_override", False),
        )


class Computed:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def all(self, sql: str, *values: object) -> list[tuple]:
        return self._connection.execute(sql, list(values)).fetchall()

    def counted(
        self, period: str, scope: str = "own", unit: str = LAI_HUNG, source: str = "report"
    ) -> dict[str, float]:
        rows = self.all(
            """
            select measure, value from figure
            where is_counted and period_id = ? and scope = ? and unit_id = ? and source = ?
            """,
            period, scope, unit, source,
        )  # fmt: skip
        assert len(rows) == len(dict(rows)), "a measure counts twice"
        assert all(value is not None for _, value in rows), "what cannot be read counts"
        return dict(rows)

    def one(self, measure: str, period: str) -> tuple | None:
        """(value, qualifier, is_computed, is_derived) of the counted figure."""
        rows = self.all(
            """
            select value, qualifier, is_computed, is_derived from figure
            where is_counted and measure = ? and period_id = ?
            """,
            measure, period,
        )  # fmt: skip
        assert len(rows) < 2
        return rows[0] if rows else None

    def rate(self, indicator: str, period: str = "2023-H1", scope: str = "own") -> tuple | None:
        """(numerator, denominator, value to two decimals, is_lower_bound)."""
        rows = self.all(
            """
            select numerator, denominator, round(value, 2), is_lower_bound from indicator_value
            where indicator_id = ? and period_id = ? and scope = ? and source = 'report'
            """,
            indicator, period, scope,
        )  # fmt: skip
        assert len(rows) < 2
        return rows[0] if rows else None


@pytest.fixture
def given_reports(registry: Registry) -> Given:
    return Given(registry)


# A measure that is said twice.


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("summary", 3), ("appendix", 2), ("main", 1)], 1),
        ([("summary", 3), ("appendix", 2)], 2),
        ([("summary", 3), ("summary", 4)], 3),
        ([("main", 5), ("main", 6)], 5),
        ([("main", None), ("summary", 3)], 3),
        ([("main", None), ("main", 6), ("appendix", 2)], 6),
        ([("main", 1), ("summary", 3, True)], 3),
        ([("main", None)], None),
        ([("main", 0), ("appendix", 2)], 0),
    ],
)
def test_of_two_statements_main_counts_then_appendix_then_summary_then_the_first_and_an_override_before_all(
    given_reports: Given, rows: list[tuple], expected: float | None
) -> None:
    given_reports.report(
        "2023-H1",
        [row("withdrawn", value, place=place, is_override=bool(chosen)) for place, value, *chosen in rows],
    )
    computed = given_reports.warehouse()
    assert computed.counted("2023-H1").get("withdrawn") == expected
    assert computed.all("select count(*) from figure where measure = 'withdrawn'") == [(len(rows),)]


def test_what_counts_is_chosen_a_report_and_scope_at_a_time(given_reports: Given) -> None:
    for unit, shift in ((CAU_KE, 0), (BAC_SON, 10)):
        given_reports.report(
            "2023-H1",
            [row("withdrawn", shift + n, scope=scope) for n, scope in enumerate(("own", "communes", "total"))],
            unit=unit,
        )
    computed = given_reports.warehouse()
    for unit, shift in ((CAU_KE, 0), (BAC_SON, 10)):
        found = [computed.counted("2023-H1", scope, unit)["withdrawn"] for scope in ("own", "communes", "total")]
        assert found == [shift, shift + 1, shift + 2]


# Identities.


@pytest.mark.parametrize(
    ("figures", "measure", "expected"),
    [
        ({"received_total": 1962, "carried_over": 17}, "received_in_period", 1945),
        ({"received_online": 848, "received_in_person": 1097}, "received_in_period", 1945),
        (
            {"received_total": 1962, "carried_over": 17, "received_online": 1, "received_in_person": 1},
            "received_in_period",
            1945,
        ),
        ({"received_in_period": 1144, "received_online": 1103, "received_in_person": 31}, "received_in_period", 1144),
        ({"received_total": 1144}, "received_in_period", None),
        ({"received_online": 848}, "received_in_period", None),
        ({"received_in_period": 1945, "received_online": 848}, "received_in_person", 1097),
        ({"received_in_period": 5, "received_online": 7}, "received_in_person", None),
        ({"received_in_period": 376, "carried_over": 5}, "received_total", 381),
        ({"received_in_period": 376}, "received_total", None),
        ({"resolved_early": 300, "resolved_at_deadline": 81}, "resolved_on_time", 381),
        ({"resolved_early": 300, "resolved_total": 400, "resolved_overdue": 18}, "resolved_on_time", 382),
        (
            {"resolved_early": 300, "resolved_at_deadline": 81, "resolved_total": 400, "resolved_overdue": 18},
            "resolved_on_time",
            381,
        ),
        ({"resolved_early": 300}, "resolved_on_time", None),
        ({"resolved_total": 300}, "resolved_on_time", None),
        ({"resolved_on_time": 300, "resolved_overdue": 0}, "resolved_total", 300),
        ({"resolved_early": 1, "resolved_at_deadline": 2, "resolved_overdue": 3}, "resolved_total", 6),
        ({"resolved_total": 10, "resolved_on_time": 9}, "resolved_overdue", 1),
        ({"pending_in_time": 4}, "pending_total", None),
        ({"pending_in_time": 4, "pending_overdue": 1}, "pending_total", 5),
        (
            {"received_in_period": 90, "carried_over": 10, "resolved_total": 95, "withdrawn": 2},
            "pending_total",
            3,
        ),
        ({"received_in_period": 90, "carried_over": 10, "resolved_total": 95}, "pending_total", None),
        ({"staff.cadre.present": 11, "staff.civil_servant.present": 9}, "staff.cadre_civil_servant.present", 20),
        ({"staff.cadre.present": 11}, "staff.cadre_civil_servant.present", None),
    ],
)
def test_a_measure_that_is_not_printed_follows_from_its_parts_and_a_missing_part_is_never_zero(
    given_reports: Given, figures: dict[str, float], measure: str, expected: float | None
) -> None:
    given_reports.report("2023-H1", figures)
    computed = given_reports.warehouse()
    assert computed.counted("2023-H1").get(measure) == expected
    if expected is not None:
        assert computed.one(measure, "2023-H1") == (expected, "exact", measure not in figures, False)


DOSSIERS = (
    "received_total",
    "received_in_period",
    "received_online",
    "received_in_person",
    "carried_over",
    "resolved_total",
    "resolved_early",
    "resolved_at_deadline",
    "resolved_on_time",
    "resolved_overdue",
    "pending_total",
    "pending_in_time",
    "pending_overdue",
    "withdrawn",
)


@settings(max_examples=15)
@given(figures=st.dictionaries(st.sampled_from(DOSSIERS), st.integers(0, 2000), max_size=9))
def test_whatever_is_computed_is_the_outcome_of_a_formula_over_figures_that_are_there(
    registry: Registry, figures: dict[str, float]
) -> None:
    reports = Given(registry)
    reports.report("2023-H1", figures)
    counted = reports.warehouse().counted("2023-H1")
    assert {code: counted[code] for code in figures} == figures
    for code, value in counted.items():
        outcomes = [evaluate(formula, counted) for formula in registry.measures[code].computed_as]
        assert code in figures or value in outcomes
    for code, measure in registry.measures.items():
        outcomes = [evaluate(formula, counted) for formula in measure.computed_as]
        assert code in counted or all(outcome is None or outcome < 0 for outcome in outcomes)


# Bounds.


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


# Quarters that nobody reports.


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


# Staff.


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
