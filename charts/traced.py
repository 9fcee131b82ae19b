"""The figures behind a rate, or behind the counts on a chart: which of a report's statements are used, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charts.provenance import Names, figure_columns, figure_row, figures_frame, value_words
from charts.spec import Column, Frame, Table
from charts.view import View
from charts.wording import file_stem
from domain.figures import SCOPES
from domain.indicators import PRINTED_RATE
from domain.periods import Period
from queries.rows import FigureRow, IndicatorRow, TermRow, UnitRow, Value

SIDES = ("numerator", "denominator", "check")
PRINTED_SIDE = "printed"
_SAYING_NOTHING: Mapping[str, tuple[object, ...]] = {"note": ("",), "as_of": (None,)}
"""What all rows of a short table may hold without its telling anything."""


@dataclass(frozen=True)
class Used:
    """A figure behind a rate: on which side, with which sign, and for which measure where it is a part of one."""

    side: str
    coefficient: int
    figure: FigureRow
    used_for: str | None


def trace(terms: Sequence[TermRow], figures: Sequence[FigureRow], scope: str) -> list[Used]:
    """The figures in `scope` that an indicator's formula uses, the counted one first, then what else is said of the
    same measure; a figure that is not printed is followed to those it is computed from."""
    of_scope: dict[str, list[FigureRow]] = {}
    for figure in sorted(figures, key=lambda one: not one.is_counted):
        if figure.scope == scope:
            of_scope.setdefault(figure.measure, []).append(figure)
    found: list[Used] = []
    for side in SIDES:
        of_side = [term for term in terms if term.side == side]
        for term in of_side:
            if term.used_for is None:
                found += _follow(term, of_side, of_scope, frozenset())
    return found


def _follow(
    term: TermRow, terms: Sequence[TermRow], figures: Mapping[str, list[FigureRow]], seen: frozenset[str]
) -> Iterator[Used]:
    stated = figures.get(term.measure, [])
    yield from (Used(term.side, term.coefficient, figure, term.used_for) for figure in stated)
    if term.measure in seen or any(figure.is_counted and not figure.is_computed for figure in stated):
        return
    for part in _parts(term.measure, terms, figures):
        yield from _follow(part, terms, figures, seen | {term.measure})


def _parts(measure: str, terms: Sequence[TermRow], figures: Mapping[str, list[FigureRow]]) -> list[TermRow]:
    """The first alternative whose terms are all there; else, for tables of several groups, what is there."""
    parts = [term for term in terms if term.used_for == measure]
    for alternative in sorted({part.alternative for part in parts}):
        chosen = [part for part in parts if part.alternative == alternative]
        if all(part.measure in figures for part in chosen):
            return chosen
    return [part for part in parts if part.measure in figures and part.measure.startswith("staff.")]


def trace_frame(
    view: View,
    unit: UnitRow,
    period: Period,
    indicator: IndicatorRow,
    values: Sequence[Value],
    terms: Sequence[TermRow],
    figures: Sequence[FigureRow],
    names: Names,
) -> Frame:
    """Numerator and denominator of an indicator, figure by figure, each scope for itself. `values` are the unit's."""
    own = [v for v in values if v.indicator_id == indicator.indicator_id and v.period_id == period.period_id]
    own.sort(key=lambda value: SCOPES.index(value.scope))
    of_indicator = [term for term in terms if term.indicator_id == indicator.indicator_id]
    rows = [
        figure_row(view, used.figure, names) | {"side": _side_words(view, used, value, names)}
        for value in own
        for used in (*trace(of_indicator, figures, value.scope), *_printed_rates(indicator, figures, value.scope))
    ]
    lines = (_value_line(view, value, _printed_rates(indicator, figures, value.scope)) for value in own)
    title = "; ".join(lines) or view.say("missing.counts")
    subtitle = view.say(
        "chart.subtitle", indicator=indicator.name(view.lang), when=view.period_words(period), group=unit.name
    )
    base = figures_frame(view, unit, period, figures, names, counted_only=False)
    return replace(
        base,
        title=title,
        subtitle=subtitle,
        definition=view.say(
            "chart.definition", definition=indicator.definition_text(view.lang), source=indicator.source_text(view.lang)
        ),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, indicator.indicator_id, "nguon"),
        table=Table(
            tuple(_in_reach(Column("side", view.say("source_of.column.side")), telling(view, rows))), tuple(rows)
        ),
    )


def _in_reach(side: Column, columns: Sequence[Column]) -> list[Column]:
    """On a phone two or three columns are in sight: the value and what is printed come before the long names."""
    first = [one for one in columns if one.key in ("value", "printed")]
    return [side, *first, *(one for one in columns if one not in first)]


def telling(view: View, rows: Sequence[Mapping[str, object]]) -> list[Column]:
    """The columns that tell something of these rows: not those that are empty, or say the usual of each."""
    usual: dict[str, tuple[object, ...]] = {
        **_SAYING_NOTHING,
        "scope": (view.say("scope.own"),),
        "counted": (view.say("source_of.counted"),),
        "origin": (view.say("source_of.origin.stated"),),
    }
    return [one for one in figure_columns(view) if any(row[one.key] not in usual.get(one.key, ()) for row in rows)]


def _printed_rates(indicator: IndicatorRow, figures: Sequence[FigureRow], scope: str) -> list[Used]:
    """What the report itself prints of the rate, each statement."""
    measure = PRINTED_RATE + indicator.indicator_id
    return [Used(PRINTED_SIDE, 1, one, None) for one in figures if (one.measure, one.scope) == (measure, scope)]


def _value_line(view: View, value: Value, printed: Sequence[Used]) -> str:
    if value.value is None:
        text = view.say("missing.counts")
    else:
        text = view.say("source_of.value", counts=view.counts_text(value), value=view.value_text(value, 2))
    if value.scope != "own":
        text = f"{view.say(f'scope.{value.scope}')}: {text}"
    said = list(dict.fromkeys(used.figure.printed or value_words(view, used.figure) for used in printed))
    return f"{text} ({view.say('source_of.printed_beside', value='; '.join(said))})" if said else text


def _side_words(view: View, used: Used, value: Value, names: Names) -> str:
    """ "Tử số", "Mẫu số: − trong «Hồ sơ tiếp nhận mới»". In a table whose levels do not add up the headcount divides.

    Staff of a group say themselves which group they are of.
    """
    side = used.side
    if value.is_lower_bound and side != "numerator" and used.figure.measure.startswith("staff."):
        side = {"denominator": "check", "check": "denominator"}[side]
    words = view.say(f"source_of.side.{side}")
    if used.used_for and not used.used_for.startswith("staff."):
        sign = "−" if used.coefficient < 0 else "+"
        words = view.say("source_of.part", side=words, sign=sign, whole=names.of(view, used.used_for))
    return words
