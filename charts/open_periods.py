"""Periods whose figures will still change: the note beneath every chart that shows one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from charts.spec import ChartSpec, MatrixSpec, TableSpec
from charts.view import View
from domain.periods import Period
from text.numbers import format_date

Spec = TypeVar("Spec", bound=ChartSpec | MatrixSpec | TableSpec)


def period_notes(view: View, periods: Iterable[Period]) -> list[str]:
    """Which of the periods had not ended, and of which reports were not all due, when the figures were gathered."""
    if view.as_of is None:
        return []
    ordered = sorted(set(periods), key=lambda period: (period.nominal.end, period.nominal.days))
    day = format_date(view.as_of, view.lang)
    days = {
        "open": {one: one.nominal.end for one in ordered if view.unsettled(one) == "open"},
        "due": {one: view.last_due(one) for one in ordered if view.unsettled(one) == "due"},
    }
    return [
        view.say(
            f"note.{state}",
            periods=", ".join(
                view.say(f"note.{state}_period", period=view.period_words(one), end=format_date(end, view.lang))
                for one, end in found.items()
            ),
            day=day,
        )
        for state, found in days.items()
        if found
    ]


def with_period_notes(spec: Spec, view: View) -> Spec:
    """The chart with the note, whatever it draws: a chart cannot forget it. It goes first: a slide may cut the rest."""
    notes = period_notes(view, view.periods)
    if not notes:
        return spec
    return replace(spec, frame=replace(spec.frame, notes=(*notes, *spec.frame.notes)))
