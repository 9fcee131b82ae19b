"""Says what rules found: messages of rules.toml filled in, in both languages."""

from collections.abc import Mapping
from datetime import date

from domain.periods import Period
from domain.rules import Breach, Name, Outcome, Terms, Told, Vocabulary
from text.numbers import MISSING, format_date, format_number
from text.words import Lang, say

_PERCENT_OR_MONEY = 2


def message(outcome: Outcome, breach: Breach, report: Told, vocabulary: Vocabulary, lang: Lang) -> str:
    """The sentence of a breach; figures, dates and names as a reader of `lang` writes them."""
    difference = None
    if breach.found is not None and breach.expected is not None:
        difference = abs(breach.found - breach.expected)
    values: Mapping[str, object] = {
        "left": breach.found,
        "right": breach.expected,
        "difference": difference,
        "left_places": breach.left_place,
        "right_places": breach.right_place,
        "unit": report.unit.name,
        "period": report.period,
        "sentence": breach.values.get(f"sentence_{lang}", ""),
        **breach.values,
    }
    text = outcome.rule.message(lang, is_open=breach.is_open)
    said = text.format(**{key: _said(value, vocabulary, lang) for key, value in values.items()})
    return said[:1].upper() + said[1:]


def _said(value: object, vocabulary: Vocabulary, lang: Lang) -> str:
    if value is None:
        return MISSING
    if isinstance(value, float | int):
        return number(float(value), lang)
    if isinstance(value, Terms):
        parts = " + ".join(number(one, lang) for one in value.values).replace("+ \u2212", "\u2212 ")
        return f"{parts} = {number(sum(value.values), lang)}" if len(value.values) > 1 else parts
    if isinstance(value, Name):
        return name(value.code, vocabulary, lang)
    if isinstance(value, Period):
        return value.label(lang)
    if isinstance(value, date):
        return format_date(value, lang)
    return str(value) or say("rule.no_place", lang)


def number(value: float, lang: Lang) -> str:
    """With at most two decimals, and none that say nothing."""
    shown = round(value, _PERCENT_OR_MONEY)
    decimals = len(f"{shown:.{_PERCENT_OR_MONEY}f}".rstrip("0").partition(".")[2])
    return format_number(shown, lang, decimals)


def name(code: str, vocabulary: Vocabulary, lang: Lang) -> str:
    """The name of a measure or an indicator; of a printed rate or share that of what it is about."""
    plain = code.removeprefix("printed_rate.").removeprefix("printed_share.")
    known = vocabulary.measures.get(plain) or vocabulary.indicators.get(plain)
    if known is None:
        return code
    return known.name_vi if lang == "vi" else known.name_en
