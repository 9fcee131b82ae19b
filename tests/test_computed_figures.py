"""What counts of two statements, and what follows from parts that are printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formula import evaluate
from etl.registry import Registry
from tests.compute_cases import Given, row
from tests.factory import BAC_SON, CAU_KE

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
