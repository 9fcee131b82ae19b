"""A report's review as a table and as words: who did what to which figure, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from charts.provenance import Names, value_words
from charts.spec import Column, Table
from charts.view import View
from domain.review import MOVES, Line
from queries.rows import FigureRow
from text.reviews import act_words, figure_words, moment

_COLUMNS = ("when", "by", "act", "before", "after", "reason")


def lines_table(view: View, lines: Sequence[Line], names: Names) -> Table:
    """One row a line, the latest first."""
    columns = tuple(Column(key, view.say(f"review.column.{key}")) for key in _COLUMNS)
    return Table(columns, tuple(_row(view, line, names) for line in reversed(lines)))


def _row(view: View, line: Line, names: Names) -> dict[str, object]:
    is_figure = line.is_about_figure
    act = view.say(f"review.form.act.{line.action}")
    return {
        "when": moment(line.at, view.lang),
        "by": line.by,
        "act": f"{act}: {names.of(view, line.measure)}" if is_figure else act,
        "before": figure_words(line.before, view.lang) if is_figure else "",
        "after": figure_words(line.after, view.lang) if is_figure else "",
        "reason": line.reason,
    }


def saved_words(view: View, line: Line, names: Names) -> str:
    """What was saved, in a sentence."""
    name = names.of(view, line.measure) if line.measure else ""
    return view.say("review.form.saved", act=act_words(line.action, name, line.before, line.after, view.lang))


def reviewable(report_id: str, figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures that the report itself states: what follows from them is not reviewed."""
    return [one for one in figures if one.report_id == report_id and not one.is_computed and not one.is_derived]


def figure_label(view: View, figure: FigureRow, names: Names) -> str:
    """A figure in a list: measure, scope where it is not the unit's own, value as it counts, place."""
    scope = "" if figure.scope == "own" else f" ({view.say(f'scope.{figure.scope}')})"
    return f"{names.of(view, figure.measure)}{scope}: {value_words(view, figure)} · {figure.locator}"


def moves(status: str) -> list[str]:
    """What can be done with a report of that status."""
    return [action for action, (start, _) in MOVES.items() if start == status]
