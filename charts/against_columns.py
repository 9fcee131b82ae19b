"""Columns that tables of values share: each baseline with its difference, and volumes by the day."""

from __future__ import annotations

from collections.abc import Sequence

from charts.against import Base, is_chosen
from charts.comparing import Standing
from charts.spec import Column
from charts.view import View
from domain.comparison import BaselineKind, NotTold
from queries.rows import Value

_SAID_ANYWAY = (NotTold.ITSELF, NotTold.NO_TARGET, NotTold.OTHER_SCOPE)


def against_columns(view: View, bases: Sequence[Base]) -> list[Column]:
    """For each baseline its difference; where the reader chose baselines, its value too."""
    columns = []
    for base in bases:
        if is_chosen(view):
            heading = base.heading[:1].upper() + base.heading[1:]
            columns.append(Column(base.baseline.code, view.say("comparison.column.base", base=heading), "percent", 2))
        columns.append(Column(points_key(base), view.say("column.change", period=base.heading), "points", 2))
    return columns


def points_key(base: Base) -> str:
    """The table's key for the difference to a baseline."""
    return "change" if base.baseline.kind is BaselineKind.PREVIOUS else f"{base.baseline.code}/points"


def against_cells(bases: Sequence[Base], standing: Standing) -> dict[str, object]:
    """The cells of a row: each baseline's value and the difference as tables show both."""
    cells: dict[str, object] = {}
    for base in bases:
        held = base.of(standing)
        cells |= {base.baseline.code: held.value, points_key(base): held.difference}
    return cells


def untold(view: View, bases: Sequence[Base], standing: Standing) -> list[str]:
    """Why a unit cannot be held against some of the baselines, in words; what its row says anyway is left out."""
    words = []
    for base in bases:
        held = base.of(standing)
        said = held.why in _SAID_ANYWAY or (standing.reason and held.why == standing.reason.value)
        if held.why and not said and standing.value.value is not None:
            words.append(view.say("comparison.untold", base=base.heading, reason=held.reason))
    return words


def per_day_column(view: View) -> Column:
    return Column("per_day", view.say("comparison.column.per_day"), "number", 2)


def per_day(value: Value) -> float | None:
    """The denominator's dossiers by the day of the window."""
    return None if value.denominator is None else value.denominator / value.window.days
