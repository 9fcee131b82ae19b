"""The periods in the frame: kind, first and last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts.choose import ANY_KIND, Choice, periods_of, place
from domain.comparison import MIN_COMPARABLE_UNITS
from domain.periods import Period, PeriodKind, parse_period, reported_in
from queries.ask import Ask
from text.words import say
from ui.address import pick


def periods(choice: Choice, ask: Ask, notices: list[str]) -> tuple[str, str, str]:
    """Kind, first and last period, as the reader chooses them for the place of `choice`."""
    lang = choice.lang
    there = {row.kind for row in ask.periods(choice.source)}
    kinds = [kind.value for kind in PeriodKind if kind in there]
    kind = pick(
        "kind", say("frame.kind", lang), [ANY_KIND, *kinds] if len(kinds) > 1 else kinds, default_kind(choice, ask),
        lambda kind: say(f"frame.kind_{kind}", lang), lang, notices,
    )  # fmt: skip
    choice = replace(choice, kind=kind)
    offered = periods_of(choice, ask)
    ids = [period.period_id for period in offered]
    default = default_last(choice, ask, offered)

    def words(period_id: str) -> str:
        return parse_period(period_id).label(lang)

    first = pick("from", say("frame.from", lang), ids, ids[0], words, lang, notices)
    last = pick("to", say("frame.to", lang), ids, default.period_id, words, lang, notices)
    if last == default.period_id:
        _say_newer(choice, ask, default, offered[-1])
    return kind, first, last


def default_kind(choice: Choice, ask: Ask) -> str:
    """The first kind that enough units have to be compared: quarters, then longer ones; else any kind. Four quarters
    are there for who asks for them."""
    # Of the source, not of the place: a single commune would have all there are of any kind.
    enough = _enough(Choice(lang=choice.lang, source=choice.source, basis=choice.basis), ask)
    rows = ask.periods(choice.source)
    for kind in PeriodKind:
        if kind is not PeriodKind.ROLLING and any(row.kind is kind and row.units >= enough for row in rows):
            return kind.value
    return ANY_KIND


def default_last(choice: Choice, ask: Ask, offered: Sequence[Period]) -> Period:
    """The latest of the periods `offered` that enough units of the place have to be compared, else the latest: after
    1 July 2025 few units are left, and the first screen still compares."""
    if choice.kind == ANY_KIND:
        return offered[-1]
    enough = _enough(choice, ask)
    return next((one for one in reversed(offered) if units_with(choice, ask, one) >= enough), offered[-1])


def units_with(choice: Choice, ask: Ask, period: Period) -> int:
    """How many units have figures for the period: those of the source, or the communes of the place that is chosen."""
    if not (choice.province or choice.district):
        return next(row.units for row in ask.periods(choice.source) if row.period_id == period.period_id)
    communes = _communes(choice, ask)
    ids = [one.period_id for one in reported_in([period])]
    found = {(row.unit_id, row.period_id) for row in ask.coverage(choice.source, ids, communes)}
    return sum(all((unit, period_id) in found for period_id in ids) for unit in communes)


def _enough(choice: Choice, ask: Ask) -> int:
    """As many as a comparison takes; all, where the place has fewer: what cannot be compared is still shown."""
    return max(1, min(MIN_COMPARABLE_UNITS, len(_communes(choice, ask))))


def _communes(choice: Choice, ask: Ask) -> list[str]:
    return [unit.unit_id for unit in place(choice, ask)[0] if unit.level == "commune"]


def _say_newer(choice: Choice, ask: Ask, shown: Period, latest: Period) -> None:
    """That there is a later period than the one shown at first, and how many units have it."""
    units = units_with(choice, ask, latest) if latest != shown else 0
    if units:
        label = latest.label(choice.lang)
        label = label[0].lower() + label[1:] if choice.lang == "vi" else label
        st.caption(say("frame.newer", choice.lang, period=label, units=units))
