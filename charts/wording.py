"""Words that charts share: subtitles, definitions, notes, differences as they are drawn, file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from charts.comparing import Standing
from charts.view import View
from domain.comparison import NotRanked
from queries.rows import IndicatorRow, Value
from text.numbers import rounded
from text.search import fold

MOST_STRAYS = 12
_NOT_IN_FILE_NAMES = re.compile(r"[^a-z0-9_]+")


def subtitle_of(view: View, indicator: IndicatorRow, when: str) -> str:
    """Indicator, unit of measure, period, group: what a chart draws."""
    return view.say("chart.subtitle", indicator=indicator.name(view.lang), when=when, group=view.group)


def definition_of(view: View, indicator: IndicatorRow) -> str:
    """The definition with its source in law or method."""
    return view.say(
        "chart.definition", definition=indicator.definition_text(view.lang), source=indicator.source_text(view.lang)
    )


def file_stem(view: View, *parts: str) -> str:
    """A file name that says what, whose and when, without accents: letters, digits, - and _ alone."""
    words = (*parts, view.group, view.period.period_id)
    return "_".join(_NOT_IN_FILE_NAMES.sub("-", fold(word)).strip("-") for word in words)


def topic(view: View, indicator: IndicatorRow) -> str:
    """What a title speaks of, inside a sentence: the theme; the indicator itself where the theme is none."""
    if indicator.theme != "other":
        return view.say(f"theme.{indicator.theme}")
    name = indicator.name(view.lang)
    return name[:1].lower() + name[1:]


def capital(text: str) -> str:
    """`text` as it begins a sentence."""
    return text[:1].upper() + text[1:]


def difference(one: float, other: float) -> float:
    """`one` - `other` as a reader of the chart sees it: of the two figures as drawn, with one decimal."""
    return rounded(rounded(one, 1) - rounded(other, 1), 1)


def direction(now: float, before: float) -> str:
    """ "up", "down" or "same", by what is drawn."""
    change = difference(now, before)
    return "same" if change == 0 else "up" if change > 0 else "down"


def points(view: View, one: float, other: float) -> str:
    """The size of a difference as it is shown."""
    return view.number(abs(difference(one, other)), 1)


def rises(view: View, differences: Sequence[float]) -> str:
    """How many units rose, fell and stayed, by the figures of the table; without a full stop."""
    total, up, down = len(differences), sum(one > 0 for one in differences), sum(one < 0 for one in differences)
    if total and total in (up, down):
        return view.say("comparison.rises_all" if up else "comparison.falls_all", count=total)
    key = "comparison.rises_same" if up + down < total else "comparison.rises"
    return view.say(key, rises=up, falls=down, same=total - up - down) if total else ""


def notes_of(view: View, standings: Sequence[Standing]) -> tuple[str, ...]:
    """What the marks mean, and which units they are on."""
    values = [standing.value for standing in standings]
    groups = (
        ("note.derived", [v for v in values if v.is_derived]),
        ("comparison.rebased_note", [v for v in values if v.is_rebased]),
        ("note.lower_bound", [v for v in values if v.is_lower_bound]),
        ("note.provisional", [v for v in values if v.status == "provisional"]),
        ("finding.note", [v for v in values if view.findings.of(v)]),
        ("note.small", [s.value for s in standings if s.reason is NotRanked.SMALL]),
        ("note.no_window", [v for v in values if not v.window_printed and not v.is_derived]),
    )
    notes = [*correction_notes(view, values)]
    notes += [view.say(key, units=named(view, found)) for key, found in groups if found]
    stray = [s.value for s in standings if s.other_window or s.reason is NotRanked.OTHER_WINDOW]
    if stray:
        notes.append(view.say("note.other_window", units=named_each(view, stray)))
    return tuple(notes)


def correction_notes(view: View, values: Iterable[Value]) -> tuple[str, ...]:
    """What officers changed behind some values. It goes first: a slide may cut the rest."""
    return view.correction_notes(row for value in values for row in view.corrections.of(value))


def named_each(view: View, values: Sequence[Value], most: int = MOST_STRAYS) -> str:
    """The units of some values by name; of more than `most`, the first and how many more there are."""
    units = sorted({view.labels[value.unit_id] for value in values}, key=fold)
    first, more = ", ".join(units[:most]), len(units) - most
    return view.say("gap.more", units=first, count=more) if more > 0 else first


def named(view: View, values: Sequence[Value], most: int = 3) -> str:
    """The units of some values: their names where they are few, else how many."""
    return few_or_count(view, (value.unit_id for value in values), most)


def few_or_count(view: View, unit_ids: Iterable[str], most: int = 3) -> str:
    """The names of some units where they are few, else how many."""
    units = sorted({view.labels[unit_id] for unit_id in unit_ids}, key=fold)
    return view.say("list.count", count=len(units)) if len(units) > most else ", ".join(units)


def remark(view: View, value: Value, reason: NotRanked | None) -> str:
    """The marks of a value as words, what officers changed behind it, and the sentences of its findings."""
    changed = view.correction_words(view.corrections.of(value), value.report_id)
    words = (marks(view, value, reason), *view.state_words(value), *changed)
    return ", ".join(filter(None, (*words, finding_remark(view, view.findings_of(value)))))


def finding_remark(view: View, sentences: Sequence[str]) -> str:
    """Findings for a column of remarks; empty where there are none."""
    return view.say("finding.remark", text="; ".join(one.rstrip(".") for one in sentences)) if sentences else ""


def marks(view: View, value: Value, reason: NotRanked | None) -> str:
    """The marks of a value as words, but for its findings and what may still become of it."""
    words = [view.say(f"not_ranked.{reason.value}")] if reason else []
    if value.is_derived:
        words.append(view.say("mark.derived"))
    if value.is_rebased:
        words.append(view.say("comparison.rebased"))
    return ", ".join(words)
