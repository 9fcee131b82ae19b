"""The day a report is due: the nearest place's own day, else the 20th of the period's last month."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.due import EVERY_PART, LAST_DAY, PARTS, WHOLE_YEAR, due_on, nearest
from domain.periods import Period, parse_period

UNIT, DISTRICT, PROVINCE, ELSEWHERE = "25834@2004", "719@2004", "74@2004", "33@2004"
PLACES = (UNIT, DISTRICT, PROVINCE)
periods = st.builds(Period, st.integers(2020, 2030), st.sampled_from(("Q1", "Q2", "Q3", "Q4", "H1", "9M", "")))
rules = st.dictionaries(
    st.tuples(st.sampled_from((*PLACES, ELSEWHERE)), st.sampled_from(PARTS)), st.integers(1, LAST_DAY), max_size=12
)


def day_of(period_id: str, days: dict[tuple[str, str], int], places: tuple[str | None, ...] = PLACES) -> str:
    return due_on(parse_period(period_id), places, days).isoformat()


def test_without_a_local_day_a_report_is_due_on_the_20th() -> None:
    assert day_of("2024-Q3", {}) == "2024-09-20"
    assert day_of("2024-Q3", {(ELSEWHERE, EVERY_PART): 5}) == "2024-09-20"
    assert day_of("2024-Q3", {(PROVINCE, "Q1"): 5}) == "2024-09-20"


def test_a_provinces_day_holds_for_its_communes_until_the_district_and_the_commune_have_their_own() -> None:
    days = {(PROVINCE, EVERY_PART): 15}
    assert day_of("2024-H1", days) == "2024-06-15"
    days[DISTRICT, "H1"] = 12
    assert (day_of("2024-H1", days), day_of("2024-Q3", days)) == ("2024-06-12", "2024-09-15")
    days[UNIT, EVERY_PART] = 25
    assert (day_of("2024-H1", days), day_of("2024-Q3", days)) == ("2024-06-25", "2024-09-25")


def test_a_day_for_the_part_goes_before_the_day_for_all_of_the_same_place() -> None:
    days = {(PROVINCE, EVERY_PART): 15, (PROVINCE, WHOLE_YEAR): 10}
    assert (day_of("2024", days), day_of("2024-9M", days)) == ("2024-12-10", "2024-09-15")


def test_a_commune_of_the_new_era_has_no_district_and_takes_its_provinces_day() -> None:
    assert day_of("2025-Q4", {("33@2025", EVERY_PART): 18}, ("12148@2025", None, "33@2025")) == "2025-12-18"


@given(periods, rules)
def test_a_due_day_lies_in_the_periods_last_month_and_is_some_places_day_or_the_rules(
    period: Period, days: dict[tuple[str, str], int]
) -> None:
    due = due_on(period, PLACES, days)
    assert (due.year, due.month) == (period.nominal.end.year, period.nominal.end.month)
    own = {day for (place, part), day in days.items() if place in PLACES and part in (period.part or "year", "*")}
    assert due == period.due if not own else due.day in own


@given(periods, rules, st.integers(1, LAST_DAY))
def test_a_units_own_day_decides_whatever_the_places_above_it_say(
    period: Period, days: dict[tuple[str, str], int], day: int
) -> None:
    days[UNIT, period.part or WHOLE_YEAR] = day
    assert due_on(period, PLACES, days) == period.nominal.end.replace(day=day)


@given(periods, rules)
def test_places_that_do_not_lie_above_the_unit_change_nothing(period: Period, days: dict[tuple[str, str], int]) -> None:
    near = {key: day for key, day in days.items() if key[0] != ELSEWHERE}
    assert due_on(period, PLACES, days) == due_on(period, PLACES, near)


def test_the_rule_itself_can_be_asked_for_to_name_its_source() -> None:
    sources = {(PROVINCE, EVERY_PART): "Công văn của tỉnh", (DISTRICT, "Q1"): "Công văn của huyện"}
    assert nearest(Period(2024, "Q1"), PLACES, sources) == "Công văn của huyện"
    assert nearest(Period(2024, "Q3"), PLACES, sources) == "Công văn của tỉnh"
    assert nearest(Period(2024, "Q3"), (ELSEWHERE,), sources) is None


def test_the_last_day_that_may_be_set_is_there_in_every_month() -> None:
    assert date(2023, 2, LAST_DAY).day == 28
