"""Reporting periods: ids, labels, windows, what is due when and what follows from what."""

import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import (
    Period,
    PeriodKind,
    Window,
    derivations,
    effective_window,
    joined,
    parse_period,
    parse_reported,
    reported_in,
    subtractable,
)

PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "9M", "", "R1", "R2", "R3", "R4")
periods = st.builds(Period, st.integers(1991, 2100), st.sampled_from(PARTS))
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))


def window(start: str, end: str) -> Window:
    return Window(date.fromisoformat(start), date.fromisoformat(end))


@given(periods)
def test_a_period_is_read_back_from_its_id_and_from_its_vietnamese_label(period: Period) -> None:
    assert parse_period(period.period_id) == period
    assert parse_period(period.label("vi")) == period
    assert parse_period(unicodedata.normalize("NFD", period.label("vi")).upper()) == period


@pytest.mark.parametrize(
    ("text", "period_id"),
    [
        ("Quý III/2024", "2024-Q3"),
        ("quý III năm 2024", "2024-Q3"),
        ("QUÝ 1 - 2024", "2024-Q1"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("06 tháng năm 2023", "2023-H1"),
        ("9 tháng năm 2023", "2023-9M"),
        (" năm 2023 ", "2023"),
        ("2023", "2023"),
        ("4 quý đến hết quý III/2024", "2024-R3"),
        ("4 QUÝ đến quý 1 năm 2025", "2025-R1"),
        ("2024-R4", "2024-R4"),
    ],
)
def test_the_labels_of_the_reports_say_which_period_it_is(text: str, period_id: str) -> None:
    assert parse_period(text).period_id == period_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-Q5",
        "2024-H2",
        "2024Q3",
        "24-Q3",
        "quý V/2024",
        "2024-R5",
        "2024-R",
        "4 quý 2024",
        "6 tháng cuối năm 2023",
        "2024-Q3x",
        "1890",
        "None",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a reporting period"):
        parse_period(text)


@pytest.mark.parametrize(
    ("period_id", "start", "end", "due"),
    [
        ("2024-Q1", "2023-12-15", "2024-03-14", "2024-03-20"),
        ("2024-Q2", "2024-03-15", "2024-06-14", "2024-06-20"),
        ("2024-H1", "2023-12-15", "2024-06-14", "2024-06-20"),
        ("2024-Q3", "2024-06-15", "2024-09-14", "2024-09-20"),
        ("2024-9M", "2023-12-15", "2024-09-14", "2024-09-20"),
        ("2024-Q4", "2024-09-15", "2024-12-14", "2024-12-20"),
        ("2024", "2023-12-15", "2024-12-14", "2024-12-20"),
    ],
)
def test_the_reform_year_runs_from_15_december_and_reports_are_due_on_the_20th(
    period_id: str, start: str, end: str, due: str
) -> None:
    period = parse_period(period_id)
    assert period.nominal == window(start, end)
    assert period.due == date.fromisoformat(due)


@given(st.integers(1991, 2100))
def test_quarters_tile_the_year_and_cumulative_periods_begin_with_it(year: int) -> None:
    quarters = [Period(year, f"Q{n}").nominal for n in (1, 2, 3, 4)]
    whole = Period(year, "").nominal
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(quarters))
    assert sum(quarter.days for quarter in quarters) == whole.days in (365, 366)
    for part, last in (("H1", quarters[1]), ("9M", quarters[2])):
        assert Period(year, part).nominal == Window(whole.start, last.end)


def test_labels_in_both_languages() -> None:
    quarter, half, nine, year = (parse_period(text) for text in ("2024-Q3", "2023-H1", "2023-9M", "2023"))
    assert [p.label("vi") for p in (quarter, half, nine, year)] == [
        "Quý III/2024",
        "6 tháng đầu năm 2023",
        "9 tháng năm 2023",
        "Năm 2023",
    ]
    assert [p.label("en") for p in (quarter, half)] == ["Q3 2024", "First half of 2023"]
    assert [p.short_label("vi") for p in (quarter, half, nine, year)] == ["QIII/24", "6T/23", "9T/23", "2023"]
    assert quarter.short_label("en") == "Q3 ’24"


@given(periods)
def test_only_periods_of_one_kind_are_each_others_previous(period: Period) -> None:
    for other in (period.previous(), period.same_last_year()):
        assert other.kind is period.kind
        assert other.nominal.end < period.nominal.end


def test_before_the_first_quarter_comes_the_fourth_of_the_year_before() -> None:
    assert parse_period("2024-Q1").previous() == parse_period("2023-Q4")
    assert parse_period("2024-Q3").previous() == parse_period("2024-Q2")
    assert parse_period("2024-H1").previous() == parse_period("2023-H1")
    assert parse_period("2024-Q3").same_last_year() == parse_period("2023-Q3")


@given(st.integers(1991, 2100))
def test_only_the_second_and_fourth_quarter_follow_from_other_reports(year: int) -> None:
    found = derivations(year)
    assert [(d.period.part, d.closing.part, [m.part for m in d.minus], d.opening.part) for d in found] == [
        ("Q2", "H1", ["Q1"], "Q1"),
        ("Q4", "", ["H1", "Q3"], "Q3"),
        ("Q4", "", ["9M"], "9M"),
    ]
    for derivation in found:
        assert derivation.period.kind is PeriodKind.QUARTER
        assert derivation.opening in derivation.minus
        assert subtractable(derivation.closing.nominal, tuple(part.nominal for part in derivation.minus))
        rest = Window.after(derivation.minus[-1].nominal, until=derivation.closing.nominal.end)
        assert rest == derivation.period.nominal


@pytest.mark.parametrize(("late", "fits"), [(0, True), (15, True), (16, False), (-15, True), (-16, False)])
def test_windows_are_subtracted_give_or_take_fifteen_days(late: int, fits: bool) -> None:
    half, quarter = Period(2023, "H1").nominal, Period(2023, "Q1").nominal
    assert subtractable(half, (Window(quarter.start + timedelta(days=late), quarter.end),)) is fits
    year, third = Period(2023, "").nominal, Period(2023, "Q3").nominal
    assert subtractable(year, (half, Window(third.start + timedelta(days=late), third.end))) is fits


def test_a_report_that_goes_on_to_the_end_of_the_cumulative_one_leaves_no_quarter() -> None:
    half = Period(2023, "H1").nominal
    assert not subtractable(half, (half,))
    assert subtractable(half, (Window(half.start, half.end - timedelta(days=1)),))


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_windows_differ_by_more_than_fifteen_days_at_either_end(start: date, first: int, last: int) -> None:
    one = Window(start, start + timedelta(days=200))
    other = Window(start + timedelta(days=first), one.end - timedelta(days=last))
    assert one.differs_from(other) is other.differs_from(one) is (first > 15 or last > 15)


def test_lai_hung_signed_on_24_may_covers_its_half_year_to_that_day_alone() -> None:
    half = parse_period("2023-H1")
    assert effective_window(half, None, date(2023, 5, 24)) == window("2022-12-15", "2023-05-24")


def test_a_report_signed_on_the_first_day_covers_that_day_and_one_signed_before_the_last_all_but_that() -> None:
    half = parse_period("2023-H1")
    assert effective_window(half, None, half.nominal.start) == window("2022-12-15", "2022-12-15")
    assert effective_window(half, None, date(2023, 6, 13)) == window("2022-12-15", "2023-06-13")


@given(periods, st.one_of(st.none(), days), st.one_of(st.none(), st.tuples(days, days).map(sorted)))
def test_a_printed_window_always_counts_and_the_nominal_one_is_never_widened(
    period: Period, signed_on: date | None, printed: list[date] | None
) -> None:
    shown = Window(*printed) if printed else None
    effective = effective_window(period, shown, signed_on)
    if shown:
        assert effective == shown
    else:
        assert effective.start == period.nominal.start <= effective.end <= period.nominal.end


@pytest.mark.parametrize("signed_on", ["2022-12-14", "2023-06-14", "2023-06-20"])
def test_a_signing_date_outside_the_nominal_window_changes_nothing(signed_on: str) -> None:
    half = Period(2023, "H1")
    assert effective_window(half, None, date.fromisoformat(signed_on)) == half.nominal


@given(st.integers(1992, 2100), st.integers(1, 4))
def test_a_rolling_year_is_the_four_quarters_that_end_with_its_quarter(year: int, number: int) -> None:
    rolling = Period(year, f"R{number}")
    quarters = rolling.quarters()
    assert rolling.kind is PeriodKind.ROLLING
    assert len(quarters) == 4 and quarters[-1] == Period(year, f"Q{number}")
    assert all(before == after.previous() for before, after in pairwise(quarters))
    assert joined([quarter.nominal for quarter in quarters]) == rolling.nominal
    assert rolling.nominal.days in (365, 366)
    # The year before shares no day with it, and nothing lies between the two.
    assert rolling.previous() == rolling.same_last_year() == Period(year - 1, f"R{number}")
    assert rolling.previous().nominal.end + timedelta(days=1) == rolling.nominal.start
    assert not {*rolling.previous().quarters()} & {*quarters}


@given(periods.filter(lambda period: period.kind is not PeriodKind.ROLLING))
def test_every_reported_period_is_made_of_the_quarters_that_tile_it(period: Period) -> None:
    assert joined([quarter.nominal for quarter in period.quarters()]) == period.nominal
    assert {quarter.kind for quarter in period.quarters()} == {PeriodKind.QUARTER}


def test_the_four_quarters_to_the_end_of_a_year_are_that_year() -> None:
    assert parse_period("2024-R4").nominal == parse_period("2024").nominal
    assert parse_period("2024-R3").nominal == window("2023-09-15", "2024-09-14")
    assert [quarter.period_id for quarter in parse_period("2024-R1").quarters()] == [
        "2023-Q2",
        "2023-Q3",
        "2023-Q4",
        "2024-Q1",
    ]


def test_a_rolling_year_is_named_by_the_quarter_it_ends_with() -> None:
    rolling = parse_period("2024-R3")
    assert rolling.label("vi") == "4 quý đến hết quý III/2024"
    assert rolling.label("en") == "Four quarters to Q3 2024"
    assert (rolling.short_label("vi"), rolling.short_label("en")) == ("4Q–QIII/24", "4Q to Q3 ’24")


@given(periods)
def test_a_rolling_year_is_never_read_as_a_period_of_a_report(period: Period) -> None:
    for text in (period.period_id, period.label("vi")):
        if period.kind is PeriodKind.ROLLING:
            with pytest.raises(ValueError, match="not a period that is reported"):
                parse_reported(text)
        else:
            assert parse_reported(text) == period


def test_the_reports_behind_rolling_years_are_those_of_their_quarters_each_once() -> None:
    view = [parse_period(text) for text in ("2024-R3", "2024-R4")]
    assert [period.period_id for period in reported_in(view)] == [
        "2023-Q4",
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "2024-Q4",
    ]
    mixed = [parse_period(text) for text in ("2024", "2024-H1", "2024-Q4")]
    assert [period.period_id for period in reported_in(mixed)] == ["2024-H1", "2024-Q4", "2024"]


@given(days, st.lists(st.tuples(st.integers(1, 200), st.integers(-40, 40)), max_size=5))
def test_windows_are_joined_only_where_each_abuts_the_one_before_within_fifteen_days(
    start: date, following: list[tuple[int, int]]
) -> None:
    windows = [Window(start, start + timedelta(days=90))]
    for length, off in following:
        begins = windows[-1].end + timedelta(days=1 + off)
        windows.append(Window(begins, begins + timedelta(days=length)))
    expected = Window(start, windows[-1].end) if all(abs(off) <= 15 for _, off in following) else None
    assert joined(windows) == expected
    assert joined([]) is None
