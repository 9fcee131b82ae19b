"""Units of today: what predecessors are summed to, where there is no sum and why, on rows made up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Window
from queries.judged import Judged, judged
from queries.lineage_rows import LineageRow
from queries.received_rows import Coverage
from queries.rows import Count, Value
from tests.today_rows import (
    BEFORE,
    BOTH_REPORTED,
    SINCE,
    TWO,
    Rows,
    count,
    level,
    line,
    report,
    today,
    unit_row,
    value,
    values_of,
)

amounts = st.integers(0, 10_000)


# Answers.


@st.composite
def districts(draw: st.DrawFn) -> tuple[list[LineageRow], list[Value], list[Count], list[Coverage]]:
    """Undivided predecessors that all reported, beside figures of other scopes and definitions."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    lines, values, counts, reports = [], [], [], []
    for place_, size in enumerate(sizes):
        for part in range(size):
            before = f"{place_}{part}@2004"
            lines.append(line(before, f"{place_}0@2025"))
            reports.append(report(before))
            below = draw(amounts)
            values.append(value(before, draw(st.integers(0, below)), below))
            counts.append(count(before, draw(amounts)))
            if draw(st.booleans()):
                values.append(value(before, 1, 2, scope="communes"))
                values.append(value(before, 1, 2, indicator_id="online_rate_eligible"))
                counts.append(count(before, 999, scope="total"))
    return lines, values, counts, reports


@given(districts(), st.randoms())
def test_rebasing_conserves_counts_and_does_not_depend_on_order(district: Any, random: Any) -> None:
    lines, values, counts, reports = district
    units = sorted({one.to_unit_id for one in lines})
    rows = Rows(units, lines, values=values, counts=counts, reports=reports)
    found = values_of(rows)
    assert [row.unit_id for row in found] == units and all(row.is_rebased and row.scope == "own" for row in found)
    own = [row for row in values if row.scope == "own" and row.indicator_id == "online_rate"]
    assert sum(row.numerator or 0 for row in found) == sum(row.numerator or 0 for row in own)
    assert sum(row.denominator or 0 for row in found) == sum(row.denominator or 0 for row in own)
    assert all(row.printed_value is None for row in found)

    counted = today(rows).measure_values("demo", ["received_online"], [BEFORE], units)
    assert sum(row.value for row in counted) == sum(row.value for row in counts if row.scope == "own")
    for mixed in (mixed_lists := [list(one) for one in district]):
        random.shuffle(mixed)
    lines, values, counts, reports = mixed_lists
    again = Rows(units, lines, values=values, counts=counts, reports=reports)
    assert values_of(again) == found
    assert today(again).measure_values("demo", ["received_online"], [BEFORE], units) == counted


def test_sources_scopes_and_definitions_are_never_mixed() -> None:
    of_a, of_b = value("A@2004", 30, 60), value("B@2004", 10, 40)
    rows = Rows(["A@2025"], TWO, values=[of_a, of_b], reports=BOTH_REPORTED)
    (found,) = values_of(rows)
    assert (found.numerator, found.denominator, found.value) == (40, 100, 40)
    assert values_of(rows, source="report") == []
    for other in (replace(of_b, scope="total"), replace(of_b, indicator_id="online_rate_eligible")):
        ask = today(Rows(["A@2025"], TWO, values=[of_a, other], reports=BOTH_REPORTED))
        assert ask.indicator_values("demo", ["online_rate", "online_rate_eligible"], [BEFORE], ["A@2025"]) == []


def test_what_is_said_of_a_part_is_said_of_the_sum() -> None:
    early = {"window_start": date(2024, 6, 10), "window_end": date(2024, 9, 4), "window_printed": False}
    parts = [
        value("A@2004", 30, 60, is_lower_bound=True, status="locked", report_id="b"),
        value("B@2004", 10, 40, is_derived=True, status="provisional", report_id="a", **early),
    ]
    (found,) = values_of(Rows(["A@2025"], TWO, values=parts, reports=BOTH_REPORTED))
    assert found == Value(
        unit_id="A@2025",
        scope="own",
        period_id=BEFORE,
        indicator_id="online_rate",
        numerator=40,
        denominator=100,
        value=40,
        is_lower_bound=True,
        printed_value=None,
        is_derived=True,
        window_start=date(2024, 6, 10),
        window_end=date(2024, 9, 14),
        window_printed=False,
        status="provisional",
        report_id="a+b",
        is_rebased=True,
    )


def test_a_predecessor_without_the_counts_leaves_no_value_and_that_is_no_gap_of_the_report() -> None:
    for missing in ([], [value("B@2004", None, None)], [value("B@2004", 3, None)]):
        rows = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60), *missing], reports=BOTH_REPORTED)
        assert values_of(rows) == []
        assert today(rows).gaps("demo", [BEFORE], ["A@2025"]) == []
    nobody_came = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60), value("B@2004", 0, 0)], reports=BOTH_REPORTED)
    assert [row.value for row in values_of(nobody_came)] == [50]


@pytest.mark.parametrize(
    ("lines", "reports", "expected"),
    [
        (TWO, BOTH_REPORTED[:1], ("not_reported", ("B@2004",), ("B",))),
        (
            [TWO[0], line("B@2004", "A@2025", divided=True)],
            BOTH_REPORTED,
            ("divided", ("B@2004",), ("B",)),
        ),
        (
            TWO,
            [report("A@2004"), report("B@2004", window=Window(date(2024, 7, 1), date(2024, 9, 14)))],
            ("window", ("A@2004", "B@2004"), ("A", "B")),
        ),
        ([], [], ("unknown", (), ())),
    ],
)
def test_without_a_sum_there_is_no_answer_of_any_kind_and_the_reason_is_told(
    lines: list[LineageRow], reports: list[Coverage], expected: tuple[Any, ...]
) -> None:
    rows = Rows(
        ["A@2025"],
        lines,
        values=[value("A@2004", 30, 60), value("B@2004", 10, 40)],
        counts=[count("A@2004", 30), count("B@2004", 10)],
        levels=[level(unit, name, 5) for unit in ("A@2004", "B@2004") for name in ("university", "headcount")],
        reports=reports,
    )
    ask = today(rows)
    (gap,) = ask.gaps("demo", [BEFORE, SINCE], ["A@2025"])
    assert (gap.unit_id, gap.period_id) == ("A@2025", BEFORE)
    assert (gap.reason, gap.units, gap.names) == expected
    assert ask.indicator_values("demo", ["online_rate"], [BEFORE], ["A@2025"]) == []
    assert ask.unit_values("demo", "A@2025") == []
    assert ask.measure_values("demo", ["received_online"], [BEFORE], ["A@2025"]) == []
    assert ask.staff_levels("demo", "education", [BEFORE], ["A@2025"]) == []
    assert ask.coverage("demo", [BEFORE], ["A@2025"]) == []
    assert [row.units for row in ask.periods("demo")] == [0] * len(rows.periods("demo"))


def test_a_period_has_the_units_own_figure_or_the_sum_and_never_both() -> None:
    """Even where somebody entered a report of today's unit for a period before it existed."""
    periods = (BEFORE, "2025-H1", "2025-Q2", SINCE, "2025-9M", "2025")
    values = [value(unit, 10, 20, period_id=one) for one in periods for unit in ("A@2004", "B@2004", "A@2025")]
    reports = [report(unit, one) for one in periods for unit in ("A@2004", "B@2004", "A@2025")]
    rows = Rows(["A@2025"], TWO, values=values, reports=reports)
    found = {row.period_id: row for row in values_of(rows, periods=periods)}
    assert {one: (row.denominator, row.is_rebased) for one, row in found.items()} == {
        BEFORE: (40, True),
        "2025-H1": (40, True),
        "2025-Q2": (40, True),
        SINCE: (20, False),
        "2025-9M": (20, False),
        "2025": (20, False),
    }
    ask = today(rows)
    assert sorted(ask.unit_values("demo", "A@2025"), key=lambda row: row.period_id) == [
        found[one] for one in sorted(found)
    ]
    assert {row.period_id: row.state for row in ask.coverage("demo", periods, ["A@2025"])} == {
        one: "rebased" if found[one].is_rebased else "reported" for one in periods
    }
    assert {row.period_id: row.units for row in ask.periods("demo")} == dict.fromkeys(periods, 1)


def test_units_that_are_no_longer_there_have_no_answers() -> None:
    rows = Rows(["A@2025"], TWO, values=[value("A@2004", 30, 60)], counts=[count("A@2004", 3)], reports=BOTH_REPORTED)
    ask = today(rows)
    assert [unit.unit_id for unit in ask.units("demo")] == ["A@2025"]
    assert ask.indicator_values("demo", ["online_rate"], [BEFORE], ["A@2004"]) == []
    assert ask.unit_values("demo", "A@2004") == []
    assert ask.measure_values("demo", ["received_online"], [BEFORE], ["A@2004"]) == []
    assert ask.coverage("demo", [BEFORE], ["A@2004"]) == []


def test_a_unit_that_was_never_reorganised_keeps_its_own_figures() -> None:
    rows = Rows(["K@2004"], [], values=[value("K@2004", 30, 60)], reports=[report("K@2004")])
    assert [(row.value, row.is_rebased) for row in values_of(rows)] == [(50, False)]
    assert today(rows).gaps("demo", [BEFORE], ["K@2004"]) == []


def test_printed_rates_and_yes_or_no_answers_are_never_added() -> None:
    wanted = ["received_online", "pending_total", "printed_rate.x", "printed_rate.unlisted", "held"]
    counts = [count(unit, 40, measure=one) for one in wanted for unit in ("A@2004", "B@2004")]
    rows = Rows(["A@2025"], TWO, counts=counts, reports=BOTH_REPORTED)
    found = today(rows).measure_values("demo", wanted, [BEFORE], ["A@2025"])
    assert [(row.measure, row.value, row.qualifier, row.is_rebased) for row in found] == [
        ("pending_total", 80, "exact", True),
        ("received_online", 80, "exact", True),
    ]


def test_staff_are_added_by_group_and_level_with_the_headcount() -> None:
    levels = [
        level("A@2004", "university", 8), level("A@2004", "college", 2), level("A@2004", "headcount", 10),
        level("B@2004", "university", 7), level("B@2004", "headcount", 7),
        level("A@2004", "university", 5, "civil_servant"), level("A@2004", "headcount", 5, "civil_servant"),
        level("A@2004", "university", 90, scope="total"), level("B@2004", "university", 90, scope="total"),
    ]  # fmt: skip
    rows = Rows(["A@2025"], TWO, levels=levels, reports=BOTH_REPORTED)
    found = today(rows).staff_levels("demo", "education", [BEFORE], ["A@2025"])
    assert {(row.staff_group, row.level): row.value for row in found} == {
        ("cadre", "university"): 15,
        ("cadre", "college"): 2,
        ("cadre", "headcount"): 17,
    }
    assert {(row.unit_id, row.report_id, row.is_rebased) for row in found} == {("A@2025", "r-A@2004+r-B@2004", True)}


def test_four_quarters_lack_what_the_first_of_them_lacks() -> None:
    quarters = ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3")
    reports = [
        report(unit, one) for unit in ("A@2004", "B@2004") for one in quarters if (unit, one) != ("B@2004", "2024-Q2")
    ]
    (gap,) = today(Rows(["A@2025"], TWO, reports=reports)).gaps("demo", ["2024-R3"], ["A@2025"])
    assert (gap.period_id, gap.reason, gap.names) == ("2024-R3", "not_reported", ("B",))


def test_two_predecessors_of_one_name_are_told_apart_by_their_district() -> None:
    lines = [replace(TWO[0], from_name="Xã Hòa Bình", from_district="Huyện X"),
             replace(TWO[1], from_name="Xã Hòa Bình", from_district="Huyện Y")]  # fmt: skip
    (gap,) = today(Rows(["A@2025"], lines)).gaps("demo", [BEFORE], ["A@2025"])
    assert gap.names == ("Xã Hòa Bình (Huyện X)", "Xã Hòa Bình (Huyện Y)")


def test_the_same_answers_are_judged_once_and_other_answers_anew() -> None:
    asked = ("demo", (BEFORE,), ("A@2025",))
    answers, others = (TWO, BOTH_REPORTED), (TWO, BOTH_REPORTED[:1])

    def judge(reports: list[Coverage]) -> Judged:
        return Judged([BEFORE], ["A@2025"], {"A@2025": unit_row("A@2025")}, {"A@2025": TWO}, reports)

    first = judged(asked, answers, lambda: judge(BOTH_REPORTED))
    assert judged(asked, answers, lambda: judge(BOTH_REPORTED)) is first
    anew = judged(asked, others, lambda: judge(BOTH_REPORTED[:1]))
    assert list(first.reports) == list(anew.obstacles) == [("A@2025", BEFORE)]
    assert not first.obstacles and not anew.reports
