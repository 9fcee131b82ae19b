"""For each rule: reports for which it holds, reports that break it, and the two figures it then tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.periods import Window
from domain.rules import Noted, OtherUnit
from etl.report import Report
from tests.factory import day
from tests.told import NEW_UNIT, row, told


@dataclass(frozen=True)
class Example:
    """`found` and `expected` are those of the one breach in `breaks`."""

    holds: Sequence[Report]
    breaks: Sequence[Report]
    found: float | None
    expected: float | None


def counts(found: float | None, expected: float | None, wrong: dict[str, float], **right: float) -> Example:
    """One report of plain counts, `__` for a point; `wrong` changes it so that it no longer holds."""
    figures = {code.replace("__", "."): value for code, value in right.items()}
    return Example([told(figures)], [told(figures | wrong)], found, expected)


def rows(
    holds: list[dict[str, Any]], breaks: list[dict[str, Any]], found: float | None, expected: float | None
) -> Example:
    return Example([told(holds)], [told(breaks)], found, expected)


def history(values: Sequence[float], wrong: float, measure: str, found: float, expected: float) -> Example:
    """One figure in the first quarters of successive years; `wrong` in the place of the last."""
    before = [told({measure: value}, f"{2019 + turn}-Q1") for turn, value in enumerate(values[:-1])]
    last = f"{2019 + len(values) - 1}-Q1"
    return Example(
        [*before, told({measure: values[-1]}, last)], [*before, told({measure: wrong}, last)], found, expected
    )


ON_TIME = [row("resolved_on_time", 1868), row("resolved_total", 1886)]
TEN = [row(measure, 7 + n) for n, measure in enumerate((
    "received_in_period", "received_online", "resolved_total", "withdrawn", "documents_issued", "survey_responses",
    "dossiers_digitised", "results_digitised", "payable_dossiers", "e_certified",
))]  # fmt: skip
EDUCATION = "staff.cadre.education"
SAID = Noted(
    "Hai câu trái nhau ở mục I và mục II.",
    "Two sentences differ, of I and of II.",
    "I.1",
    "II.2",
    ("withdrawn",),
    left=3,
    right=4,
)

EXAMPLES: dict[str, Example] = {
    "received_by_channel": counts(
        1144, 1134, {"received_in_period": 1144}, received_in_period=1134, received_online=1103, received_in_person=31
    ),
    "received_with_carry_over": counts(
        1962, 1961, {"received_in_period": 1944}, received_total=1962, received_in_period=1945, carried_over=17
    ),
    "received_total_by_channel": counts(
        1962, 1972, {"received_online": 858},
        received_total=1962, received_online=848, received_in_person=1097, carried_over=17,
    ),
    "received_by_service_level": counts(
        1748, 1749, {"service_partial_dossiers": 1011},
        received_in_period=1748, service_full_dossiers=738, service_partial_dossiers=1010,
    ),
    "resolved_early_deadline_late": counts(
        100, 101, {"resolved_overdue": 6}, resolved_total=100, resolved_early=80, resolved_at_deadline=15,
        resolved_overdue=5,
    ),
    "resolved_on_time_late": counts(
        1034, 1035, {"resolved_overdue": 2}, resolved_total=1034, resolved_on_time=1033, resolved_overdue=1
    ),
    "on_time_early_deadline": counts(
        95, 94, {"resolved_at_deadline": 14}, resolved_on_time=95, resolved_early=80, resolved_at_deadline=15
    ),
    "pending_in_time_overdue": counts(
        9, 8, {"pending_overdue": 1}, pending_total=9, pending_in_time=7, pending_overdue=2
    ),
    "received_resolved_pending": counts(
        381, 385, {"pending_in_time": 4},
        received_in_period=376, carried_over=5, resolved_total=381, pending_in_time=0, pending_overdue=0, withdrawn=0,
    ),
    "eligible_by_service_level": counts(
        90, 91, {"full_service_received": 31},
        online_eligible_received=90, full_service_received=30, partial_service_received=60,
    ),
    "assigned_tasks_parts": counts(
        114, 115, {"assigned_tasks_pending": 3},
        assigned_tasks=114, assigned_tasks_on_time=85, assigned_tasks_late=27, assigned_tasks_pending=2,
        assigned_tasks_overdue=0,
    ),
    "assigned_tasks_done": counts(
        112, 113, {"assigned_tasks_late": 28},
        assigned_tasks_done=112, assigned_tasks_on_time=85, assigned_tasks_late=27,
    ),
    "procedures_parts": counts(
        51, 61, {"procedures_partial_online": 54},
        procedures_online=51, procedures_partial_online=44, procedures_full_online=7,
    ),
    "procedures_on_portal_between": counts(
        270, 262, {"procedures_on_portal": 270},
        procedures_on_portal=235, procedures_partial_online=156, procedures_full_online=53, procedures_total=262,
    ),
    "staff_groups": counts(
        18, 19, {"staff.cadre_civil_servant.present": 18},
        staff__cadre_civil_servant__present=19, staff__cadre__present=11, staff__civil_servant__present=8,
    ),
    "staff_all": counts(
        35, 36, {"staff.civil_servant.present": 12},
        staff__all__present=35, staff__cadre__present=10, staff__civil_servant__present=11,
        staff__part_time__present=13, staff__contract__present=1,
    ),
    "posts_filled_and_vacant": counts(
        10, 11, {"staff.civil_servant.vacant": 2},
        staff__civil_servant__assigned=10, staff__civil_servant__present=9, staff__civil_servant__vacant=1,
    ),
    "own_and_communes": rows(
        [row("received_in_period", n, scope=s) for s, n in (("own", 1043), ("communes", 21275), ("total", 22318))],
        [row("received_in_period", n, scope=s) for s, n in (("own", 1043), ("communes", 21275), ("total", 22308))],
        22308, 22318,
    ),
    "part_of_district_not_above": rows(
        [row("received_in_period", 500, scope="total"), row("received_in_period", 500, scope="communes")],
        [row("received_in_period", 100, scope="total"), row("received_in_period", 500, scope="communes")],
        500, 100,
    ),
    "printed_rate": rows(
        [*ON_TIME, row("printed_rate.on_time_rate", 99.05, "99,05 %")],
        [*ON_TIME, row("printed_rate.on_time_rate", 99.04, "99,04 %")],
        99.04, 99.05,
    ),
    "printed_bound": rows(
        [row("resolved_on_time", 98), row("resolved_total", 100),
         row("printed_rate.on_time_rate", 98, "98%", qualifier="at_least")],
        [row("resolved_on_time", 1748), row("resolved_total", 1748),
         row("printed_rate.on_time_rate", 98, "98%", qualifier="at_least")],
        98, 100,
    ),
    "printed_share": rows(
        [row("resolved_overdue", 1), row("resolved_total", 1034), row("printed_share.resolved_overdue", 0.1, "0,10%")],
        [row("resolved_overdue", 1), row("resolved_total", 1034), row("printed_share.resolved_overdue", 0.2, "0,20%")],
        0.2, 0.1,
    ),
    "share_as_fraction": rows(
        [row(f"{EDUCATION}.university", 9), row(f"{EDUCATION}.headcount", 10),
         row(f"printed_share.{EDUCATION}.university", 90, "90")],
        [row(f"{EDUCATION}.university", 9), row(f"{EDUCATION}.headcount", 10),
         row(f"printed_share.{EDUCATION}.university", 0.9, "0,90")],
        0.9, 90,
    ),
    "numerator_not_above": counts(
        101, 100, {"received_online": 101}, received_online=100, received_in_period=100
    ),
    "part_not_above": counts(9, 8, {"petitions_resolved": 9}, petitions_resolved=8, petitions_received=8),
    "staff_not_above": counts(
        12, 11, {"staff.cadre.skill.it": 12}, staff__cadre__skill__it=11, staff__cadre__skill__headcount=11
    ),
    "printed_pair": rows(
        [row("staff.civil_servant.education.university", 8, "8/8")],
        [row("staff.civil_servant.education.university", 8, "88/8")],
        88, 8,
    ),
    "unreadable_number": rows(
        [row("budget_expenditure", 239426, "239,426")],
        [row("budget_expenditure", 239426, "239,426"), row("budget_expenditure_plan", 487273, "487,273"),
         row("printed_share.budget_expenditure", None, "49,14,52")],
        None, 49.14,
    ),
    "uncertain_reading": rows(
        [row("procedures_full_eligible", 22, "22")], [row("procedures_full_eligible", None, "99")], 99, None
    ),
    "read_as_printed": rows(
        [row("procedures_full_online", 22, "22"), row("budget_revenue", 6648, "6,648")],
        [row("procedures_full_online", 22, "2"), row("budget_revenue", 6648, "6,648")],
        22, 2,
    ),
    "levels_over_headcount": counts(
        11, 10, {"staff.part_time.education.college": 3},
        staff__part_time__present=10, staff__part_time__education__university=6, staff__part_time__education__college=2,
        staff__part_time__education__intermediate=2,
    ),
    "levels_under_headcount": counts(
        16, 19, {"staff.cadre.education.university": 16},
        staff__cadre__education__headcount=19, staff__cadre__education__university=19,
    ),
    "table_heading": counts(
        11, 10, {"staff.cadre.skill.headcount": 11}, staff__cadre__present=10, staff__cadre__skill__headcount=10
    ),
    "said_twice": rows(
        [row("resolved_overdue", 18, "18"), row("resolved_overdue", 18, "18", place="summary")],
        [row("resolved_overdue", 18, "18"), row("resolved_overdue", 17, "17", place="summary")],
        18, 17,
    ),
    "text_against_appendix": rows(
        [row("resolved_total", 381, "381"), row("resolved_total", 381, "381", place="appendix")],
        [row("resolved_total", 381, "381"), row("resolved_total", 376, "376", place="appendix")],
        381, 376,
    ),
    "carried_over_continues": Example(
        [told({"pending_in_time": 12, "pending_overdue": 1}, "2022"), told({"carried_over": 13}, "2023-Q1")],
        [told({"pending_in_time": 12, "pending_overdue": 1}, "2022"), told({"carried_over": 31}, "2023-Q1")],
        31, 13,
    ),
    "carried_over_in_year": Example(
        [told({"carried_over": 13}, "2023-Q1"), told({"carried_over": 13}, "2023-H1")],
        [told({"carried_over": 13}, "2023-Q1"), told({"carried_over": 18}, "2023-H1")],
        18, 13,
    ),
    "plan_in_year": Example(
        [told({"plan_tasks": 28}, "2023-Q1"), told({"plan_tasks": 28}, "2023-H1")],
        [told({"plan_tasks": 28}, "2023-Q1"), told({"plan_tasks": 82}, "2023-H1")],
        82, 28,
    ),
    "cumulative_never_falls": Example(
        [told({"plan_tasks_done": 9}, "2023-Q1"), told({"plan_tasks_done": 9}, "2023-H1")],
        [told({"plan_tasks_done": 9}, "2023-Q1"), told({"plan_tasks_done": 8}, "2023-H1")],
        8, 9,
    ),
    "derived_negative": Example(
        [told({"withdrawn": 61}, "2023-Q1"), told({"withdrawn": 61}, "2023-H1")],
        [told({"withdrawn": 61}, "2023-Q1"), told({"withdrawn": 60}, "2023-H1")],
        60, 61,
    ),
    "part_of_year_not_above": Example(
        [told({"withdrawn": 70}, "2023-Q2"), told({"withdrawn": 70}, "2023-H1")],
        [told({"withdrawn": 70}, "2023-Q2"), told({"withdrawn": 60}, "2023-H1")],
        60, 70,
    ),
    "window_differs": Example(
        [told(window=Window(day("2022-12-10"), day("2023-06-07"))),
         told(period="2025-Q3", unit=NEW_UNIT, window=Window(day("2025-07-01"), day("2025-09-14")))],
        [told(window=Window(day("2023-01-05"), day("2023-06-01")))],
        148, 182,
    ),
    "window_not_printed": Example([told()], [told(window=None)], None, None),
    "signed_before_end": Example(
        [told(signed_on=day("2023-05-30"))], [told(signed_on=day("2023-05-24"), window=None)], 21, None
    ),
    "other_unit_named": Example([], [told(other_units_named=(OtherUnit("Xã Quang Khải", "II.5"),))], None, None),
    "same_figures": Example(
        [told(TEN, "2023-Q1"), told([*TEN[1:], row("received_in_period", 8)], "2023-Q3")],
        [told(TEN, "2023-Q1"), told(TEN, "2023-Q3")],
        10, 10,
    ),
    "same_file": Example(
        [told(period="2023-Q1", file_sha256="aa"), told(period="2023-Q3", file_sha256="bb")],
        [told(period="2023-Q1", file_sha256="aa"), told(period="2023-Q3", file_sha256="aa", unit=NEW_UNIT)],
        None, None,
    ),
    "noted": Example([], [told(noted=(SAID,))], 3, 4),
    "jump": history([100, 120, 110, 300], 700, "survey_responses", 700, 110),
    "jump_staff": history([10, 10, 11, 16], 19, "staff.cadre.present", 19, 10),
    "ten_times_off": history([100, 120, 110, 130], 1120, "survey_responses", 1120, 110),
    "ten_times_off_parts": counts(
        8480, 848, {"received_online": 8480}, received_in_period=1945, received_online=848, received_in_person=1097
    ),
}  # fmt: skip
