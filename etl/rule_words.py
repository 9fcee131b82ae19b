"""Says what rules found: messages of rules.toml filled in, in both languages."""

from collections.abc import Mapping
from datetime import date

from domain.formula import Sum
from domain.periods import Period
from domain.rules import Breach, Corrected, Name, Names, Outcome, Terms, Told, Vocabulary, Words
from text.numbers import MISSING, format_date, format_number
from text.words import Lang, say

_PERCENT_OR_MONEY, _MOST_DECIMALS = 2, 6


def message(outcome: Outcome, breach: Breach, report: Told, vocabulary: Vocabulary, lang: Lang) -> str:
    """The sentence of a breach; figures, dates and names as a reader of `lang` writes them."""
    difference, decimals = None, _PERCENT_OR_MONEY
    if breach.found is not None and breach.expected is not None:
        difference = abs(breach.found - breach.expected)
        decimals = _decimals(breach.found, breach.expected)
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
    said = text.format(**{key: _said(value, vocabulary, lang, decimals) for key, value in values.items()})
    return said[:1].upper() + said[1:]


def _said(value: object, vocabulary: Vocabulary, lang: Lang, decimals: int) -> str:
    def again(one: object) -> str:
        return _said(one, vocabulary, lang, decimals)

    if value is None:
        return MISSING
    if isinstance(value, float | int):
        return number(float(value), lang, decimals)
    if isinstance(value, Corrected):
        return _corrected(value, lang, decimals)
    if isinstance(value, Terms):
        return _terms(value, lang, decimals)
    if isinstance(value, Name):
        return name(value.code, vocabulary, lang)
    if isinstance(value, Names):
        return _names(value.formula, vocabulary, lang)
    if isinstance(value, Words):
        return say(value.key, lang, **{key: again(one) for key, one in value.values.items()})
    if isinstance(value, tuple):
        return " + ".join(again(one) for one in value)
    if isinstance(value, Period):
        return value.label(lang)
    if isinstance(value, date):
        return format_date(value, lang)
    return str(value) or say("rule.no_place", lang)


def _corrected(value: Corrected, lang: Lang, decimals: int) -> str:
    shown = number(value.value, lang, decimals)
    if value.printed is None:
        return say("rule.from_corrected", lang, value=shown)
    key = "rule.corrected_from" if value.printed else "rule.corrected"
    return say(key, lang, value=shown, printed=value.printed)


def _terms(terms: Terms, lang: Lang, decimals: int) -> str:
    """The parts as "1.103 + 31 = 1.134"; which of them were corrected is said without what was printed."""
    plain = [one.value if isinstance(one, Corrected) else one for one in terms.values]
    if len(plain) == 1:
        (only,) = terms.values
        return _corrected(only, lang, decimals) if isinstance(only, Corrected) else number(only, lang, decimals)
    parts = [
        say("rule.corrected", lang, value=shown) if isinstance(one, Corrected) else shown
        for one, shown in ((one, number(value, lang, decimals)) for one, value in zip(terms.values, plain, strict=True))
    ]
    written = " + ".join(parts).replace("+ \u2212", "\u2212 ")
    return f"{written} = {number(sum(plain), lang, decimals)}"


def _names(formula: Sum, vocabulary: Vocabulary, lang: Lang) -> str:
    """ "Hồ sơ đã giải quyết + đang giải quyết, trong hạn"; of one measure its name alone."""
    first, *others = (name(term.measure, vocabulary, lang) for term in formula)
    signs = ("+" if term.coefficient > 0 else "\u2212" for term in formula[1:])
    # "TTHC" keeps its capitals.
    lower = (one if one[:2].isupper() else one[:1].lower() + one[1:] for one in others)
    return " ".join([first, *(f"{sign} {one}" for sign, one in zip(signs, lower, strict=True))])


def _decimals(found: float, expected: float) -> int:
    """Two, or as many as it takes to tell the two figures apart: a difference is never said to be 0."""
    if found == expected:
        return _PERCENT_OR_MONEY
    wanted = range(_PERCENT_OR_MONEY, _MOST_DECIMALS)
    apart = abs(found - expected)
    return next(
        (n for n in wanted if round(apart, n) > 0 and round(found, n) != round(expected, n)), _MOST_DECIMALS
    )  # fmt: skip


def number(value: float, lang: Lang, most: int = _PERCENT_OR_MONEY) -> str:
    """With at most so many decimals, and none that say nothing."""
    shown = round(value, most)
    decimals = len(f"{shown:.{most}f}".rstrip("0").partition(".")[2])
    return format_number(shown, lang, decimals)


def name(code: str, vocabulary: Vocabulary, lang: Lang) -> str:
    """The name of a measure or an indicator; of a printed rate or share that of what it is about."""
    plain = code.removeprefix("printed_rate.").removeprefix("printed_share.")
    known = vocabulary.measures.get(plain) or vocabulary.indicators.get(plain)
    if known is None:
        return code
    return known.name_vi if lang == "vi" else known.name_en
