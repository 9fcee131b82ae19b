"""What officers did to a report, in words: "sửa Hồ sơ trễ hạn: 18 → 17", "12:26 ngày 22/11/2026"."""

from datetime import datetime, timedelta, timezone

from text.numbers import format_date, format_number
from text.words import Lang, say

# Viet Nam has one time, all the year; reviews are kept in UTC.
_LOCAL = timezone(timedelta(hours=7))
_MOST_DECIMALS = 3


def moment(at: datetime, lang: Lang) -> str:
    """Day and time of day in Viet Nam."""
    local = at.astimezone(_LOCAL)
    return say("review.moment", lang, time=f"{local:%H:%M}", day=format_date(local.date(), lang))


def figure_words(value: float | None, lang: Lang, *, is_rejected: bool = False) -> str:
    """A figure with the decimals it has; words where it cannot be read, or an officer rejected it."""
    if value is None:
        return say("review.state.rejected" if is_rejected else "review.unreadable", lang)
    decimals = next(n for n in range(_MOST_DECIMALS + 1) if n == _MOST_DECIMALS or round(value, n) == value)
    return format_number(value, lang, decimals)


def act_words(
    action: str, measure: str, before: float | None, after: float | None, lang: Lang, *, was_rejected: bool = False
) -> str:
    """One action: on a figure with its measure's name, before (`was_rejected`: by an officer) and after; on the report
    by itself."""
    told = {"before": figure_words(before, lang, is_rejected=was_rejected), "after": figure_words(after, lang)}
    return say(f"review.act.{action}", lang, measure=measure, **told)


def line_words(by: str, at: datetime, act: str, reason: str, lang: Lang) -> str:
    """Who did what when, and why."""
    values = {"by": by, "when": moment(at, lang), "act": act, "reason": reason}
    return say("review.line" if reason else "review.line_bare", lang, **values)
