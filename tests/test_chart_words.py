"""Sentences and titles of charts: their differences are those of the figures drawn, in the language of the reader."""

import re

import pytest

from charts.comparing import compare
from charts.ranked import ranked
from charts.series import trend
from charts.spec import Mark, RankedSpec, Role
from charts.view import View
from charts.wording import difference
from queries import values as q
from queries.warehouse import Warehouse
from tests.chart_cases import HEADLINES, PERIODS, QUARTERS, all_frames, ranking, words_of
from tests.views import values_of, view_of
from text.words import LANGS, Lang

# Sentences


def decimal(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("until", PERIODS)
@pytest.mark.parametrize("indicator_id", HEADLINES)
def test_differences_in_sentences_are_those_of_the_figures_drawn(
    warehouse: Warehouse, indicator_id: str, until: str
) -> None:
    view = view_of(warehouse, until=until)
    indicator, values = q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id)
    now = compare(view, indicator, values)
    before = compare(view, indicator, values, view.period.previous())
    spec = ranked(view, indicator, values)
    assert now.median is not None
    own = decimal(view.number(now.median, 1))
    said = re.search(
        r"Trung vị (cao hơn|thấp hơn|không đổi so với) (.*?)(?: (\S+) điểm phần trăm)?[.;]", spec.frame.sentence
    )
    if before.median is None:
        assert said is None
    else:
        change = round(own - decimal(view.number(before.median, 1)), 1)
        word = {True: "cao hơn", False: "thấp hơn"}[change > 0] if change else "không đổi so với"
        assert said and said[1] == word
        assert decimal(said[3] or "0,0") == abs(change)
    drawn = {standing.value.unit_id: decimal(view.number(standing.value.value, 1)) for standing in now.ranked}
    names = {label: unit_id for unit_id, label in view.labels.items()}
    below = re.search(r"về phía dưới: (.*)\.$", spec.frame.sentence)
    for unit, points in re.findall(r"([^()]+?) \(thấp hơn (\S+) điểm phần trăm\)", below[1] if below else ""):
        assert decimal(points) == pytest.approx(own - drawn[names[unit.removeprefix(" và ")]])


@pytest.mark.parametrize("until", QUARTERS[1:])
def test_the_title_of_a_trend_says_the_medians_and_the_right_direction(warehouse: Warehouse, until: str) -> None:
    for indicator_id in HEADLINES:
        view = view_of(warehouse, until=until)
        spec = trend(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
        line = spec.series[-1]
        assert line.role is Role.MEDIAN
        first, last = line.marks[0].text, line.marks[-1].text
        way = difference(line.marks[-1].value or 0, line.marks[0].value or 0)
        words = f"tăng từ {first}" if way > 0 else f"giảm từ {first}" if way < 0 else f"giữ ở mức {last}"
        assert words in spec.frame.title
        highest, lowest = (
            pick(decimal(view.number(mark.value, 1)) for mark in ranked_at(view, warehouse, indicator_id))
            for pick in (max, min)
        )
        assert f"{view.number(highest - lowest, 1)} điểm phần trăm ở {view.period_words()}." in spec.frame.sentence


def ranked_at(view: View, warehouse: Warehouse, indicator_id: str) -> tuple[Mark, ...]:
    spec = ranked(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
    assert isinstance(spec, RankedSpec)
    return spec.marks


# Language

ENGLISH = re.compile(
    r"\b(the|of|and|with|from|units?|median|target|report(s|ed)?|quarter|year|half|dossiers?|window|rate|late|pooled|"
    r"below|above|points?|missing|derived|provisional|ranked|none|rose|fell|by|for|is|are|not|basis|decision)\b",
    re.IGNORECASE,
)
VIETNAMESE = re.compile(
    r"\b(đơn vị|trung vị|mục tiêu|hồ sơ|quý|năm|tỷ lệ|báo cáo|kỳ|điểm phần trăm|trễ hạn|không|cao hơn|thấp hơn|từ)\b",
    re.IGNORECASE,
)


def neutral(text: str) -> str:
    """Without names of units and places, which are Vietnamese in both languages."""
    return re.sub(r"(Huyện|Xã|Thị trấn|Tất cả đơn vị có báo cáo|Tỉnh) ?[^|,;()]*", "", text)


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_of_a_chart_is_in_the_readers_language_alone(warehouse: Warehouse, lang: Lang) -> None:
    foreign = ENGLISH if lang == "vi" else VIETNAMESE
    frames = all_frames(warehouse, lang)
    assert len(frames) > 50
    for frame in frames:
        text = words_of(frame)
        assert foreign.search(text if lang == "vi" else neutral(text)) is None, text
        assert "{" not in text and "None" not in text and "nan" not in text.split()


@pytest.mark.parametrize("lang", LANGS)
def test_decimals_follow_the_language(warehouse: Warehouse, lang: Lang) -> None:
    spec = ranking(warehouse, lang=lang)
    pattern = r"\d+,\d+\u00a0%" if lang == "vi" else r"\d+\.\d+%"
    assert all(re.match(pattern, mark.text) for mark in spec.marks)
    assert ("2.521/2.991" if lang == "vi" else "2,521/2,991") in spec.frame.sentence
