"""Sentences on what values are held against."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.ranked import ranked
from charts.spec import RankedSpec
from domain.comparison import Baseline
from queries.rows import Value
from tests.against_cases import (
    ALL,
    GROUP,
    LAST_YEAR,
    NBSP,
    PREVIOUS,
    TARGET,
    UNIT,
    at,
    chosen,
    placed_targets,
    spec_of,
    three_quarters,
)
from tests.value_cases import PERIOD, group, indicator_row, some_values
from text.words import LANGS, Lang


@pytest.mark.parametrize(
    ("lang", "baselines", "sentence"),
    [
        (
            "vi",
            (LAST_YEAR, GROUP),
            "Trung vị thấp hơn cùng kỳ năm trước (quý III/2023) 7,0 điểm phần trăm; cả 5 đơn vị so sánh được đều giảm.",
        ),
        (
            "en",
            (LAST_YEAR, GROUP),
            "The median is 7.0 percentage points below the same period last year (Q3 2023); all 5 comparable units",
        ),
        (
            "vi",
            (PREVIOUS, UNIT),
            "Trung vị cao hơn quý II/2024 13,5 điểm phần trăm; cả 6 đơn vị so sánh được đều tăng.",
        ),
        ("vi", (UNIT,), f"So với Số 02 (62,0{NBSP}%): 4 đơn vị cao hơn, 2 đơn vị thấp hơn."),
        ("en", (UNIT,), "Against Số 02 (62.0%): 4 higher, 2 lower."),
    ],
)
def test_each_baseline_has_its_sentence(lang: Lang, baselines: tuple[Baseline, ...], sentence: str) -> None:
    assert sentence in spec_of(chosen(group(7, lang=lang), *baselines), three_quarters()).frame.sentence


def test_the_farthest_from_its_target_is_told_where_the_reader_asked() -> None:
    view = chosen(replace(group(6), targets=placed_targets()), TARGET)
    wanted = f"Xa mục tiêu nhất: Số 05, thấp hơn 15,0 điểm phần trăm (mục tiêu 80{NBSP}%)."
    assert wanted in spec_of(view, three_quarters()).frame.sentence


def test_what_did_not_change_is_said_as_unchanged_and_comes_last() -> None:
    now = [at(PERIOD, n, 60 + n) for n in range(6)]
    same = [at(PERIOD.previous(), n, 60 + n) for n in range(6)]
    sentence = spec_of(chosen(group(6), PREVIOUS, GROUP), now + same).frame.sentence
    assert sentence.endswith("Trung vị không đổi so với quý II/2024; 0 đơn vị tăng, 0 đơn vị giảm, 6 đơn vị không đổi.")


def test_where_less_is_better_those_far_above_the_median_are_named() -> None:
    values = [one for one in three_quarters() if one.period_id == "2024-Q3"]
    sentence = spec_of(group(6), values, indicator_row(polarity="down_is_good")).frame.sentence
    assert "Cách trung vị xa nhất về phía trên: Số 05 (cao hơn 2,5 điểm phần trăm)" in sentence
    assert "Cách trung vị" not in spec_of(group(6), values, indicator_row(polarity="neutral")).frame.sentence


@given(some_values(enough=True), st.lists(st.sampled_from(ALL), unique=True), st.sampled_from(LANGS))
def test_there_are_three_sentences_at_most_and_none_without_its_figure(
    values: list[Value], baselines: list[Baseline], lang: Lang
) -> None:
    spec = ranked(chosen(group(12, lang=lang), *baselines), indicator_row(), values)
    text = " ".join((spec.frame.title, spec.frame.sentence, *spec.frame.notes))
    assert "None" not in text and "{" not in text
    assert isinstance(spec, RankedSpec)
    assert spec.frame.sentence.count(". ") <= 2
    assert "– điểm" not in text and "– percentage" not in text
    for mark in spec.marks:
        assert len({tick.kind for tick in mark.ticks}) == len(mark.ticks)
