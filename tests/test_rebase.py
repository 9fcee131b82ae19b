"""When predecessors may be added up, and what their sum says: the rules of domain.rebase."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Window, parse_period
from domain.rebase import Figure, NoSum, Rate, is_before, obstacle, successor_of, sum_figures, sum_levels, sum_rates
from tests.today_rows import Q3, TWO, line


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    below = draw(st.integers(1, 10_000))
    start = date(2024, 6, 15) + timedelta(days=draw(st.integers(-15, 15)))
    window = Window(start, start + timedelta(days=draw(st.integers(60, 100))))
    flags = {name: draw(st.booleans()) for name in ("is_lower_bound", "is_derived", "window_printed")}
    return Rate(draw(st.integers(0, below)), below, window, **flags)


@given(st.lists(rates(), min_size=1, max_size=9), st.randoms())
def test_a_summed_rate_is_the_sum_of_its_counts_in_whatever_order_they_come(parts: list[Rate], random: Any) -> None:
    total = sum_rates(parts)
    assert total.numerator == sum(part.numerator for part in parts)
    assert total.denominator == sum(part.denominator for part in parts)
    assert total.value == 100 * total.numerator / total.denominator
    of_parts = [part.value for part in parts if part.value is not None]
    assert min(of_parts) - 1e-9 <= total.value <= max(of_parts) + 1e-9
    assert all(total.window.start <= part.window.start <= part.window.end <= total.window.end for part in parts)
    for flag in ("is_lower_bound", "is_derived"):
        assert getattr(total, flag) is any(getattr(part, flag) for part in parts)
    assert total.window_printed is all(part.window_printed for part in parts)
    mixed = list(parts)
    random.shuffle(mixed)
    assert sum_rates(mixed) == total


def test_nobody_asked_for_anything_has_counts_but_no_rate() -> None:
    nothing = Rate(0, 0, Q3)
    assert sum_rates([nothing, Rate(3, 4, Q3)]).value == 75
    assert sum_rates([nothing, nothing]).value is None


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "at_least"], "at_least"),
        (["at_least", "at_least"], "at_least"),
        (["exact", "at_most"], None),
        (["exact", "about"], None),
        (["at_least", "at_most"], None),
        ([], None),
    ],
)
def test_a_sum_of_bounds_is_at_least_or_nothing(qualifiers: list[str], expected: str | None) -> None:
    total = sum_figures([Figure(7, qualifier) for qualifier in qualifiers])
    assert total == (Figure(7.0 * len(qualifiers), expected) if expected else None)


def test_the_reason_against_a_sum_is_the_one_that_cannot_be_mended() -> None:
    lines = [*TWO, line("C@2004", "A@2025", divided=True)]
    near, far = Window(date(2024, 6, 30), date(2024, 9, 29)), Window(date(2024, 7, 1), date(2024, 9, 14))
    there = {"A@2004": Q3, "B@2004": near}
    assert obstacle(TWO, there) is None
    for lines, windows, reason, units in [
        ([*TWO, line("C@2004", "A@2025", divided=True)], {}, NoSum.DIVIDED, ("C@2004",)),
        (TWO, {"A@2004": far}, NoSum.NOT_REPORTED, ("B@2004",)),
        (TWO, {}, NoSum.NOT_REPORTED, ("A@2004", "B@2004")),
        (TWO, {"A@2004": Q3, "B@2004": far}, NoSum.WINDOW, ("A@2004", "B@2004")),
        ([], {}, NoSum.UNKNOWN, ()),
    ]:
        why = obstacle(lines, windows)
        assert why is not None and (why.reason, why.units) == (reason, units)


def test_windows_are_held_against_each_other_and_not_against_the_first() -> None:
    """10 days before and 10 days after the third are 20 days from each other."""
    lines = [line(f"{name}@2004", "A@2025") for name in "ABC"]
    windows = {
        f"{name}@2004": Window(Q3.start + timedelta(days=days), Q3.end + timedelta(days=days))
        for name, days in (("A", 0), ("B", -10), ("C", 10))
    }
    assert obstacle(lines[:2], windows) is None and obstacle([lines[0], lines[2]], windows) is None
    why = obstacle(lines, windows)
    assert why is not None and why.reason is NoSum.WINDOW


def test_a_period_lies_before_a_unit_that_began_after_its_last_day() -> None:
    quarter = parse_period("2024-Q3")  # up to 14 September
    assert [is_before(quarter, date(2024, 9, day)) for day in (13, 14, 15)] == [False, False, True]


# Staff.

LEVELS = ("intermediate", "college", "university", "postgraduate")
whole_groups = st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 40), min_size=1).map(
    lambda levels: {**levels, "headcount": sum(levels.values())}
)


@given(st.lists(whole_groups, min_size=1, max_size=6))
def test_people_by_level_add_up_to_the_headcount_where_each_parts_do(parts: list[dict[str, float]]) -> None:
    total = sum_levels(parts, "education")
    assert total["headcount"] == sum(part["headcount"] for part in parts)
    assert sum(people for name, people in total.items() if name in LEVELS) == total["headcount"]
    for name in LEVELS:
        assert total.get(name, 0) == sum(part.get(name, 0) for part in parts)
        assert (name in total) is any(name in part for part in parts)


@given(st.lists(whole_groups, min_size=1, max_size=6), st.integers(1, 9))
def test_people_whose_level_nobody_prints_have_none_in_the_sum(parts: list[dict[str, float]], unknown: int) -> None:
    parts[0]["headcount"] += unknown
    total = sum_levels(parts, "education")
    assert total["headcount"] - sum(people for name, people in total.items() if name in LEVELS) == unknown
    assert "present" not in total


@pytest.mark.parametrize(
    "part",
    [
        {"university": 5},  # no headcount
        {"headcount": 5, "present": 5},  # no levels: nothing is known of their qualification
        {"university": 6, "headcount": 5},  # more people at the levels than the group has
    ],
)
def test_one_predecessor_that_cannot_be_counted_makes_the_whole_group_unknown(part: dict[str, float]) -> None:
    good = {"university": 8, "college": 2, "headcount": 10}
    assert sum_levels([good], "education")["headcount"] == 10
    assert sum_levels([good, part], "education") == {}


def test_a_group_counted_as_present_counts_with_those_present() -> None:
    heading = {"university": 9, "headcount": 10, "present": 9}
    assert sum_levels([heading, {"university": 4, "present": 4}], "education") == {
        "university": 13, "headcount": 13, "present": 13,
    }  # fmt: skip


def test_an_excess_of_one_never_hides_what_another_does_not_tell() -> None:
    """12 at the levels of 11, 9 at the levels of 10: together 21 of 21, and neither is right."""
    assert sum_levels([{"university": 12, "headcount": 11}, {"university": 9, "headcount": 10}], "education") == {}
    by_chance = [
        {"university": 11, "headcount": 12, "present": 10},
        {"university": 9, "headcount": 10, "present": 10},
    ]
    assert sum_levels(by_chance, "education") == {"university": 20, "headcount": 22}


def test_a_skill_is_summed_only_where_every_predecessor_prints_it() -> None:
    parts = [{"it": 9, "english": 3, "headcount": 10}, {"it": 12, "headcount": 12}]
    assert sum_levels(parts, "skill") == {"it": 21, "headcount": 22}
    assert sum_levels([{"english": 1, "headcount": 2}, {"it": 1, "headcount": 1}], "skill") == {}


# Names.


def test_an_old_unit_leads_to_the_one_that_stands_for_it() -> None:
    lines = [
        line("A@2004", "X@2025", divided=True, is_default=False),
        line("A@2004", "Y@2025", divided=True),
        line("B@2004", "X@2025"),
    ]
    assert [successor_of(one, lines) for one in ("A@2004", "B@2004", "X@2025", "?")] == ["Y@2025", "X@2025", None, None]
