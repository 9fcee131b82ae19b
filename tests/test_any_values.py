"""Charts of any values: scopes, order, pooling, ties, rounding and odd figures."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from charts.comparing import compare
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.scorecard import scorecard
from charts.series import heat, multiples, trend
from charts.spec import MatrixSpec, RankedSpec, Status, TableSpec, TrendSpec
from charts.wording import difference
from domain.comparison import MIN_COMPARABLE_UNITS, TargetStatus, shortfall, target_status
from queries.rows import Value
from tests.chart_cases import ONLINE, by_unit, of_online, rows_of, scored, words_of
from tests.value_cases import PERIOD, group, indicator_row, some_values, value_row
from text.words import LANGS, Lang


def test_only_a_units_own_scope_is_compared() -> None:
    view = group(5)
    own = [value_row(n, 60 + n, 100) for n in range(5)]
    wider = [value_row(n, 1, 9000, scope=scope) for n in range(5) for scope in ("communes", "total")]
    assert compare(view, indicator_row(), wider + own) == compare(view, indicator_row(), own)
    assert compare(view, indicator_row(), wider).missing == tuple(view.labels)


@given(some_values() | some_values(enough=True), st.randoms())
def test_a_chart_does_not_depend_on_the_order_of_its_values(values: list[Value], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    view = group(12)
    for make in (ranked, trend, multiples, heat):
        assert make(view, indicator_row(), values) == make(view, indicator_row(), shuffled)


@given(some_values() | some_values(enough=True))
def test_a_pooled_rate_lies_between_the_lowest_and_the_highest(values: list[Value]) -> None:
    now = compare(group(12), indicator_row(), values)
    rates = [s.value.value or 0 for s in (*now.ranked, *now.below) if not s.value.is_lower_bound]
    if now.pooled is None:
        assert rates == []
    else:
        assert min(rates) - 1e-9 <= now.pooled <= max(rates) + 1e-9


@given(some_values() | some_values(enough=True))
def test_every_unit_is_ranked_below_the_line_or_missing_and_exactly_one_of_them(values: list[Value]) -> None:
    view = group(12)
    now = compare(view, indicator_row(), values)
    placed = [s.value.unit_id for s in (*now.ranked, *now.below)]
    assert sorted([*placed, *now.missing]) == sorted(view.labels)
    is_table = isinstance(ranked(view, indicator_row(), values), TableSpec)
    assert is_table is (len(now.ranked) < MIN_COMPARABLE_UNITS)


@given(some_values(enough=True), st.sampled_from([None, 50.0, 99.0]), st.sampled_from(LANGS))
def test_ranks_marks_and_dossiers_short_follow_from_the_values_that_the_table_shows(
    values: list[Value], target: float | None, lang: Lang
) -> None:
    view = group(12, target, lang=lang)
    now = compare(view, indicator_row(), values)
    spec = ranked(view, indicator_row(), values)
    assert isinstance(spec, RankedSpec) and len(now.ranked) >= MIN_COMPARABLE_UNITS
    assert len(rows_of(spec.frame)) == 12
    rows = rows_of(spec.frame)[: len(now.ranked)]
    for one, next_one in pairwise(rows):
        same = view.number(float(str(one["value"])), 2) == view.number(float(str(next_one["value"])), 2)
        assert (one["rank"] == next_one["rank"]) is same
    if target is not None:
        met = [target_status(float(str(row["value"])), target) is TargetStatus.MET for row in rows]
        assert met == [mark.status is Status.MET for mark in spec.marks]
        assert met == [row["short"] == 0 for row in rows]


@given(some_values() | some_values(enough=True), st.sampled_from(LANGS))
def test_no_values_however_odd_break_a_chart_or_its_words(values: list[Value], lang: Lang) -> None:
    view = group(12, lang=lang)
    for spec in (make(view, indicator_row(), values) for make in (ranked, trend, multiples, heat)):
        text = words_of(spec.frame)
        assert "None" not in text and " nan" not in text
        if isinstance(spec, TrendSpec):
            assert "– điểm" not in spec.frame.sentence and "– percentage" not in spec.frame.sentence
    theme_tiles(view, indicator_row(), values)
    card = scorecard(view, [indicator_row(indicator_id="online_rate")], values)
    assert isinstance(card, MatrixSpec)


def test_ranks_share_a_tie_by_the_two_decimals_that_the_table_shows() -> None:
    view = group(6, None)
    values = [value_row(n, 50_000 + n, 100_000) for n in range(2)] + [value_row(n, n, 100) for n in range(2, 6)]
    spec = ranked(view, indicator_row(), values)
    rows = rows_of(spec.frame)
    assert [row["rank"] for row in rows[:3]] == [1, 1, 3]  # 50,000 % and 50,001 %
    assert "và 1 đơn vị khác" in spec.frame.title


def test_half_a_unit_of_the_last_decimal_rounds_alike_in_figure_and_words() -> None:
    """12.25 is drawn as 12,3, and the words go by that; Python's own rounding says 12.2."""
    assert difference(12.25, 12.2) == 0.1
    assert difference(12.25, 12.3) == 0
    assert difference(43.44, 43.35) == 0  # both are drawn as 43,4: no "up by 0,0"


def test_just_under_the_target_is_not_met_in_title_mark_tile_and_shortfall_alike() -> None:
    view = group(5)
    values = [value_row(0, 24_999, 50_000), *(value_row(n, 600, 1000) for n in range(1, 5))]
    spec = ranked(view, indicator_row(), values)
    assert isinstance(spec, RankedSpec)
    assert spec.frame.title.startswith("4 trong 5 ")
    assert spec.marks[-1].status is Status.CLOSE
    assert rows_of(spec.frame)[-1]["short"] == shortfall(24_999, 50_000, 50) == 1
    assert theme_tiles(view, indicator_row(), values)[2].value == "4/5 đơn\u00a0vị"
    cell = scorecard(scored(view), [ONLINE], of_online(values)).rows[0].cells[0]
    assert (cell.text, cell.detail, cell.tone) == ("49,998\u00a0%", "MT \u22120,002", "close")


def test_against_a_lower_bound_there_is_no_change_and_of_it_no_shortfall() -> None:
    view = group(6)
    now = [value_row(n, 40, 100) for n in range(5)] + [value_row(5, 40, 100, is_lower_bound=True)]
    window = {"window_start": PERIOD.previous().nominal.start, "window_end": PERIOD.previous().nominal.end}
    before = [value_row(n, 30, 100, period_id="2024-Q2", is_lower_bound=n == 0, **window) for n in range(6)]
    rows = by_unit(ranked(view, indicator_row(), now + before).frame)
    changes: Callable[[int], object] = lambda n: rows[view.labels[f"U{n:02d}@2004"]]["change"]  # noqa: E731
    assert (changes(0), changes(1), changes(5)) == (None, 10, None)
    assert rows[view.labels["U05@2004"]]["short"] is None
    card = scorecard(view, [indicator_row(indicator_id="online_rate")], [])
    assert {cell.text for row in card.rows for cell in row.cells} == {"–"}
