"""Numbers are written as Vietnamese and English readers write them, and read back without guessing."""

import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.numbers import (
    NumberProblem,
    ParsedNumber,
    format_date,
    format_number,
    format_percent,
    format_points,
    parse_number,
)
from text.words import LANGS, catalogue

counts = st.integers(min_value=0, max_value=10**15)
rates = st.decimals(min_value=0, max_value=1000, places=2, allow_nan=False)
KINDS = ("count", "rate", "money_vnd", "money_million")


@pytest.mark.parametrize(
    ("value", "lang", "decimals", "text"),
    [
        (1748, "vi", 0, "1.748"),
        (1748, "en", 0, "1,748"),
        (43.6, "vi", 1, "43,6"),
        (43.6, "en", 1, "43.6"),
        (Decimal("1234567.891"), "vi", 2, "1.234.567,89"),
        (-1748.4, "vi", 0, "\u22121.748"),
        (None, "vi", 1, "–"),
        (math.nan, "en", 1, "–"),
        (0, "vi", 0, "0"),
        (10**27, "en", 1, "1,000,000,000,000,000,000,000,000,000.0"),
    ],
)
def test_a_number_follows_its_language(value, lang, decimals, text):
    assert format_number(value, lang, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(99.0456, 2, "99,05"), (2.5, 0, "3"), (3.5, 0, "4"), (1.005, 2, "1,01"), (-2.5, 0, "\u22123"), (-0.04, 1, "0,0")],
)
def test_half_rounds_up_and_zero_has_no_sign(value, decimals, text):
    assert format_number(value, "vi", decimals) == text


def test_percent_points_and_dates_follow_their_language():
    assert format_percent(43.6, "vi") == "43,6\u00a0%"
    assert format_percent(43.6, "en") == "43.6%"
    assert format_percent(None, "vi") == "–"
    assert format_points(4.1, "vi") == "+4,1 điểm phần trăm"
    assert format_points(4.1, "en") == "+4.1 percentage points"
    assert format_points(-4.1, "vi") == "\u22124,1 điểm phần trăm"
    assert format_points(0.04, "en") == "0.0 percentage points"
    assert format_date(date(2022, 12, 15), "vi") == "15/12/2022"
    assert format_date(date(2022, 12, 5), "en") == "5 Dec 2022"
    assert format_date(date(2023, 6, 7), "vi") == "07/06/2023"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.748", "count", "1748"),
        ("1748", "count", "1748"),
        ("17.465", "count", "17465"),
        ("17.465", "money_vnd", "17465"),
        ("17.465", "money_million", "17465"),
        ("08", "count", "8"),
        ("0", "count", "0"),
        ("1.748 hồ sơ", "count", "1748"),
        ("12 thủ tục hành chính", "count", "12"),
        ("\u00a0 1.748\u00a0hồ sơ ", "count", "1748"),
        ("１.７４８", "count", "1748"),
        ("1.748 hồ\u00a0sơ\n", "count", "1748"),
        ("43,6 %", "rate", "43.6"),
        ("43.6", "rate", "43.6"),
        ("99,04\u00a0%", "rate", "99.04"),
        ("43,6%", "rate", "43.6"),
        ("85 phần trăm", "rate", "85"),
        ("137,5", "rate", "137.5"),
        ("0,436", "rate", "0.436"),
        ("5.158.000đ", "money_vnd", "5158000"),
        ("5.158.000đ", "money_million", "5.158"),
        ("6,648 tỷ đồng", "money_million", "6648"),
        ("6,648 tỷ", "money_vnd", "6648000000"),
        ("278,399 triệu", "money_million", "278.399"),
        ("278,399 triệu đồng", "money_vnd", "278399000"),
        ("1.234,5", "money_million", "1234.5"),
        ("1.005,8", "money_million", "1005.8"),
        (1748, "count", "1748"),
        (1748.0, "count", "1748"),
        (43.6, "rate", "43.6"),
        (0.1 + 0.2, "rate", "0.3"),
        (Decimal("6648.25"), "money_million", "6648.25"),
    ],
)
def test_a_number_is_read_in_the_unit_of_its_column(text, kind, value):
    assert parse_number(text, kind) == ParsedNumber(Decimal(value), "exact")


@pytest.mark.parametrize(
    ("text", "kind", "value", "qualifier"),
    [
        ("trên 15", "count", "15", "at_least"),
        ("Trên 15 hồ sơ", "count", "15", "at_least"),
        ("hơn 44", "count", "44", "at_least"),
        ("trên 85%", "rate", "85", "at_least"),
        ("≥ 84,2 %", "rate", "84.2", "at_least"),
        ("98% trở lên", "rate", "98", "at_least"),
        ("từ 98% trở lên", "rate", "98", "at_least"),
        ("không dưới 5", "count", "5", "at_least"),
        ("dưới 5", "count", "5", "at_most"),
        ("5 trở xuống", "count", "5", "at_most"),
        ("khoảng 300", "count", "300", "about"),
        ("ước 6,648 tỷ", "money_million", "6648", "about"),
        ("ước tính 6,648 tỷ", "money_million", "6648", "about"),
    ],
)
def test_words_beside_a_number_bound_it(text, kind, value, qualifier):
    assert parse_number(text, kind) == ParsedNumber(Decimal(value), qualifier)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("1.234", "rate", "number.ambiguous"),
        ("1.234 %", "rate", "number.ambiguous"),
        ("246,613", "money_million", "number.money_unit"),
        ("1.5", "count", "number.not_whole"),
        ("1.74", "count", "number.not_whole"),
        ("12,5", "count", "number.not_whole"),
        (43.6, "count", "number.not_whole"),
        ("0,5", "money_vnd", "number.not_whole"),
        ("5%", "count", "number.percent"),
        ("5 %", "money_vnd", "number.percent"),
        ("5 tỷ", "count", "number.unknown_word"),
        ("5 hồ sơ", "rate", "number.unknown_word"),
        ("12abc", "count", "number.unknown_word"),
        ("12²", "count", "number.unknown_word"),
        ("abc", "count", "number.not_a_number"),
        ("–", "count", "number.not_a_number"),
        (True, "count", "number.not_a_number"),
        (math.inf, "rate", "number.not_a_number"),
        ("", "count", "number.empty"),
        ("\u00a0", "count", "number.empty"),
        ("88/8", "count", "number.malformed"),
        ("49,14,52", "count", "number.malformed"),
        ("1.7.48", "count", "number.malformed"),
        ("1 748", "count", "number.malformed"),
        ("1,748.5", "rate", "number.malformed"),
        ("0.748", "count", "number.malformed"),
        ("43.6123", "rate", "number.malformed"),
        ("-5", "count", "number.negative"),
        ("\u22120,5", "rate", "number.negative"),
        (-0.5, "rate", "number.negative"),
        ("1001", "rate", "number.rate_too_high"),
        ("trên 5 trở xuống", "count", "number.two_qualifiers"),
        ("9" * 19, "count", "number.too_long"),
        (1e30, "money_vnd", "number.too_long"),
    ],
)
def test_what_could_be_misread_is_refused_in_both_languages(text, kind, code):
    with pytest.raises(NumberProblem) as caught:
        parse_number(text, kind)
    assert caught.value.code == code
    assert str(caught.value) == caught.value.text("vi")
    for lang in LANGS:
        said = caught.value.text(lang)
        assert said
        assert "{" not in said
        assert str(text).strip() in said


def test_an_ambiguous_rate_is_asked_back_with_both_readings():
    with pytest.raises(NumberProblem) as caught:
        parse_number("1.234", "rate")
    assert "1234" in str(caught.value)
    assert "1,234" in str(caught.value)
    assert "?" in caught.value.text("en")


def test_every_number_text_has_both_languages():
    entries = {key: entry for key, entry in catalogue().items() if key.startswith("number.")}
    assert len(entries) >= 12
    assert all(set(entry) == set(LANGS) for entry in entries.values())


@given(counts)
def test_a_count_is_read_back_as_written(count):
    assert parse_number(format_number(count, "vi"), "count") == ParsedNumber(Decimal(count))


@given(rates)
def test_a_rate_is_read_back_as_written(rate):
    assert parse_number(format_percent(rate, "vi", 2), "rate") == ParsedNumber(rate)


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False))
def test_an_amount_is_read_back_as_written(amount):
    assert parse_number(f"{format_number(amount, 'vi', 3)} triệu đồng", "money_million") == ParsedNumber(amount)
    assert parse_number(format_number(amount * 10**6, "vi") + "đ", "money_million") == ParsedNumber(amount)


@given(st.text() | st.text(alphabet="0123456789.,% -trênđtỷ"), st.sampled_from(KINDS))
def test_any_text_is_read_or_refused_with_a_reason(text, kind):
    try:
        number = parse_number(text, kind)
    except NumberProblem as problem:
        assert problem.text("vi")
        assert problem.text("en")
    else:
        assert number.value >= 0


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.integers(0, 4))
def test_the_two_languages_differ_only_in_their_marks(value, decimals):
    swapped = format_number(value, "vi", decimals).translate({ord("."): ",", ord(","): "."})
    assert swapped == format_number(value, "en", decimals)
