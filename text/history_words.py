"""The words for what differs between two builds: names, figures, changes, causes; the same on screen and command line.

Takes plain values: what they mean is in `domain.history`.
"""

from collections.abc import Mapping

from text.numbers import MISSING, format_number, format_percent, format_points
from text.words import Lang, catalogue, say

_PRINTED = {"printed_rate.": "source_of.printed_rate", "printed_share.": "source_of.printed_share"}
_SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}


def item_words(items: Mapping[str, tuple[str, str]], code: str, lang: Lang) -> str:
    """The name of an indicator or measure, also of a rate or share as printed; the code where there is no name."""
    for prefix, key in _PRINTED.items():
        if code.startswith(prefix):
            return say(key, lang, name=item_words(items, code.removeprefix(prefix), lang))
    return items[code][lang == "en"] if code in items else code


def is_rate(kind: str, code: str) -> bool:
    """True for what is per cent: values, targets, printed rates and shares."""
    return kind != "figure" or code.startswith(tuple(_PRINTED))


def figure_words(value: float | None, qualifier: str, lang: Lang, *, rate: bool) -> str:
    """ "≥ 84,21 %", "1.748", "–"; two decimals, of whole counts none."""
    if value is None:
        return MISSING
    digits = format_percent(value, lang, 2) if rate else format_number(value, lang, _decimals(value))
    return f"{_SIGNS.get(qualifier, '')}{digits}"


def difference_words(difference: float | None, lang: Lang, *, rate: bool) -> str:
    """ "+4,10 điểm phần trăm", "−3", or "–" where there is nothing to subtract."""
    if difference is None:
        return MISSING
    if rate:
        return format_points(difference, lang, 2)
    digits = format_number(difference, lang, _decimals(difference))
    return f"+{digits}" if difference > 0 else digits


def _decimals(value: float) -> int:
    return 0 if value == int(value) else 2


def registry_words(file: str, lang: Lang) -> str:
    """A file of the registry by what is in it: "danh mục mục tiêu"."""
    key = f"history.registry.{file.rpartition('.')[0]}"
    return say(key if key in catalogue() else "history.registry.other", lang)


def input_words(path: str, lang: Lang) -> str:
    """An input as its keeper knows it: the report, its review, the file of the registry, or the program."""
    folder, _, name = path.rpartition("/")
    if path == "code":
        return say("history.input.program", lang)
    if name == "review.jsonl":
        return say("history.input.review", lang, report=folder.rpartition("/")[2])
    if folder in ("reports", "demo/reports"):
        return say("history.input.report", lang, report=name)
    return say("history.input.file", lang, file=name if folder == "reference" else path)


def cause_words(
    code: str, lang: Lang, *, report: str = "", detail: str = "", action: str = "", officer: str = "", reason: str = ""
) -> str:
    """Why, in words. `report` and `detail` (another report, a measure, an indicator, a file) are names already."""
    if code != "review":
        return say(f"history.cause.{code}", lang, report=report, detail=detail)
    done = say(f"history.action.{action}" if action else "history.action.any", lang)
    key = "history.cause.review_figure" if detail else "history.cause.review_report"
    words = say(key, lang, action=done, report=report, detail=detail)
    if not officer:
        return words
    return f"{words} ({officer}: {reason})" if reason else f"{words} ({officer})"
