"""What differs from an earlier build, and because of what: tiles, a table of causes, a table for each kind of change.

The comparison itself comes from `etl.diff.history`, which the page calls; here it is put into words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from charts.spec import Column, Frame, Table, TableSpec, Tile
from charts.view import View
from domain.history import Cause, CauseCode, Change, Gap, History, Kind, Move
from domain.periods import parse_period
from text.history_words import cause_words, is_rate, item_words, registry_words
from text.reviews import moment

_INPUTS_SHOWN = 8
_MOVES = (Move.CHANGED, Move.APPEARED, Move.WENT)


def tiles(view: View, history: History) -> tuple[Tile, ...]:
    """How much differs, a tile a kind."""
    return tuple(
        Tile(view.say(f"history.kind.{kind}"), view.number(history.count(kind)), meaning=_moves(view, history, kind))
        for kind in (Kind.VALUE, Kind.FIGURE, Kind.REPORT, Kind.TARGET, Kind.DEFINITION)
    )


def notices(view: View, history: History) -> list[str]:
    """What could not be compared because a build is of an older version, and which inputs differ."""
    gaps = [_lacks(view, gap) for gap in history.gaps if gap.part != "causes" or not history.is_equal]
    return gaps + ([view.say("history.inputs", inputs=_inputs(view, history))] if history.inputs else [])


def _inputs(view: View, history: History) -> str:
    named = [
        f"{_input(view, one.path)}: {view.say(f'history.move.{one.move}')}" for one in history.inputs[:_INPUTS_SHOWN]
    ]
    if more := len(history.inputs) - len(named):
        named.append(view.say("history.more_inputs", count=view.number(more)))
    return "; ".join(named)


def _lacks(view: View, gap: Gap) -> str:
    return view.say(f"history.lacks.{gap.part}", build=gap.build_id)


def _input(view: View, path: str) -> str:
    """As `input_words`, reports by their number and files by what is in them."""
    folder, _, name = path.rpartition("/")
    if path == "code":
        return view.say("history.input.program")
    if name == "review.jsonl":
        return view.say("history.input.review", report=view.report_name(folder.rpartition("/")[2]))
    if folder in ("reports", "demo/reports"):
        return view.say("history.input.report", report=view.report_name(name))
    return registry_words(name, view.lang)


_COUNTED = {
    "values": Kind.VALUE, "figures": Kind.FIGURE, "reports": Kind.REPORT, "targets": Kind.TARGET,
    "definitions": Kind.DEFINITION,
}  # fmt: skip


def causes_table(view: View, history: History) -> TableSpec:
    """One row a cause, with how many values, figures, reports, targets and definitions differ because of it, of each
    kind that differs at all; the one with most first."""
    counts: dict[Cause, dict[Kind, int]] = defaultdict(dict)
    for (cause, kind), count in history.cause_counts.items():
        counts[cause][kind] = count
    ordered = sorted(counts, key=lambda cause: (-sum(counts[cause].values()), cause))
    there = {kind for found in counts.values() for kind, count in found.items() if count}
    shown = {name: kind for name, kind in _COUNTED.items() if kind in there}
    columns = (
        Column("causes", view.say("history.column.causes")),
        *(Column(name, view.say(f"history.column.{name}"), "number") for name in shown),
    )
    rows: list[dict[str, object]] = [
        {
            "causes": why(view, history, [cause]),
            **{name: counts[cause].get(kind, 0) for name, kind in shown.items()},
        }
        for cause in ordered
    ]
    if not ordered:
        title, sentence = view.say("history.causes_title_none", at=_moment(view, history.before.built_at)), ""
    else:
        title = view.say("history.causes_title", count=view.number(len(ordered)))
        most = sum(counts[ordered[0]].values())
        sentence = view.say("history.most", cause=rows[0]["causes"], count=view.number(most))
    return TableSpec(_frame(view, history, "vi-sao", title, sentence, Table(columns, tuple(rows)), history.changes))


def changes_table(view: View, history: History, kind: Kind) -> TableSpec:
    """Every change of one kind: where, before, after, the difference, because of what. An empty table where none."""
    changes, count = history.of(kind), history.count(kind)
    columns = {
        Kind.REPORT: _report_columns,
        Kind.DEFINITION: _definition_columns,
        Kind.TARGET: _target_columns,
        Kind.VALUE: _figure_columns,
        Kind.FIGURE: _figure_columns,
    }[kind](view, changes)
    rows = [_cells(view, history, one) for one in changes]
    keys = [column.key for column in columns]
    title = view.say(
        "history.title" if count else "history.title_none",
        title=view.say(f"history.kind.{kind}"),
        at=_moment(view, history.before.built_at),
        **({"count": view.number(count)} if count else {}),
    )
    notes = []
    if count > len(changes):
        notes.append(
            view.say(
                "history.rows_cut",
                shown=view.number(len(changes)),
                count=view.number(count),
            )
        )
    table = Table(columns, tuple({key: row[key] for key in keys} for row in rows))
    return TableSpec(_frame(view, history, kind, title, _moves(view, history, kind), table, changes, tuple(notes)))


def why(view: View, history: History, causes: Iterable[Cause]) -> str:
    """The causes in words, reports by number and unit."""
    return "; ".join(
        cause_words(
            cause.code,
            view.lang,
            report=view.report_name(cause.report_id),
            detail=_detail(view, history, cause),
            action=cause.action,
            officer=cause.officer,
            reason=cause.reason,
        )
        for cause in causes
    )


def _detail(view: View, history: History, cause: Cause) -> str:
    if cause.code is CauseCode.REPLACED:
        return view.report_name(cause.detail)
    if cause.code is CauseCode.REGISTRY:
        return registry_words(cause.detail, view.lang)
    return item_words(history.names.items, cause.detail, view.lang) if cause.detail else ""


def _cells(view: View, history: History, change: Change) -> dict[str, object]:
    name = item_words(history.names.items, change.item, view.lang)
    in_scope = f"{name} ({view.say(f'scope.{change.scope}')})" if change.scope in ("communes", "total") else name
    is_target, is_report = change.kind is Kind.TARGET, change.kind is Kind.REPORT
    return {
        "unit": _unit(view, history, change),
        "period": parse_period(change.period_id).label(view.lang) if change.period_id and not is_target else None,
        "year": change.period_id,
        "report": view.report_name(change.item) if is_report else None,
        "item": in_scope,
        "move": view.say(f"history.move.{change.move}"),
        "before": _status(view, change.before_text) if is_report else change.before,
        "after": _status(view, change.after_text) if is_report else change.after,
        "difference": change.difference,
        "bound": _bound(view, change),
        "causes": why(view, history, change.causes),
    }


def _unit(view: View, history: History, change: Change) -> str:
    if not change.unit_id:
        return view.say("history.country")
    return view.labels.get(change.unit_id) or history.names.units.get(change.unit_id, change.unit_id)


def _status(view: View, status: str) -> str | None:
    return view.say(f"unit.status.{status}") if status else None


def _bound(view: View, change: Change) -> str | None:
    """On which side a figure is a lower bound."""
    before, after = change.before_qualifier == "at_least", change.after_qualifier == "at_least"
    if not before and not after:
        return None
    return view.say(f"history.bound.{'both' if before and after else 'before' if before else 'after'}")


def _text(view: View, key: str, name: str | None = None) -> Column:
    return Column(key, view.say(f"history.column.{name or key}"))


def _report_columns(view: View, changes: Sequence[Change]) -> tuple[Column, ...]:
    del changes
    return tuple(_text(view, key) for key in ("unit", "period", "report", "move", "before", "after", "causes"))


def _definition_columns(view: View, changes: Sequence[Change]) -> tuple[Column, ...]:
    del changes
    return (_text(view, "item", "indicator"), _text(view, "move"), _text(view, "causes"))


def _target_columns(view: View, changes: Sequence[Change]) -> tuple[Column, ...]:
    del changes
    where = (_text(view, "unit"), _text(view, "year"), _text(view, "item", "indicator"))
    return (*where, *_rates(view), _text(view, "causes"))


def _figure_columns(view: View, changes: Sequence[Change]) -> tuple[Column, ...]:
    """Rates as per cent with two decimals; counts with none, unless one is no whole number."""
    rates = all(change.kind is Kind.VALUE for change in changes)
    figures = _rates(view) if rates else _counts(view, changes)
    bound = (_text(view, "bound"),) if any(_bound(view, change) for change in changes) else ()
    name = "indicator" if rates else "measure"
    return (
        _text(view, "unit"), _text(view, "period"), _text(view, "item", name), *figures, *bound, _text(view, "move"),
        _text(view, "causes"),
    )  # fmt: skip


def _rates(view: View) -> tuple[Column, ...]:
    before, after, difference = (view.say(f"history.column.{key}") for key in ("before", "after", "difference"))
    return (
        Column("before", before, "percent", 2),
        Column("after", after, "percent", 2),
        Column("difference", difference, "points", 2),
    )


def _counts(view: View, changes: Sequence[Change]) -> tuple[Column, ...]:
    figures = chain.from_iterable((change.before, change.after) for change in changes)
    whole = all(figure is None or figure == int(figure) for figure in figures)
    whole = whole and not any(is_rate(change.kind, change.item) for change in changes)
    return tuple(
        Column(key, view.say(f"history.column.{key}"), "number", 0 if whole else 2)
        for key in ("before", "after", "difference")
    )


def _moves(view: View, history: History, kind: Kind) -> str:
    counts = ((move, history.counts.get((kind, move), 0)) for move in _MOVES)
    return ", ".join(view.say(f"history.moves.{move}", count=view.number(count)) for move, count in counts if count)


def _moment(view: View, at: datetime) -> str:
    return moment(at, view.lang)


def _frame(
    view: View,
    history: History,
    name: str,
    title: str,
    sentence: str,
    table: Table,
    changes: Iterable[Change],
    notes: tuple[str, ...] = (),
) -> Frame:
    subtitle = view.say(
        "history.subtitle",
        before=history.before.build_id,
        before_at=_moment(view, history.before.built_at),
        after=history.after.build_id,
        after_at=_moment(view, history.after.built_at),
        group=view.group,
    )
    gaps = [_lacks(view, gap) for gap in history.gaps if gap.part != "causes"]
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(one for change in changes if (one := change.after_report or change.before_report)),
        definition=view.say("history.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=f"cchc_{view.source}_khac_{history.before.build_id}_{history.after.build_id}_{name}",
        notes=(*notes, *gaps),
        simulated=view.simulated,
        table=table,
    )
