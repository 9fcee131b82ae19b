"""`python -m etl diff`: two builds held against each other, as a table to read and a file to keep."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from domain.history import Cause, CauseCode, Change, History, Kind, Move, Names
from domain.layout import Layout
from domain.periods import parse_period
from etl.diff import Comparison, Tally, comparison
from etl.diff_side import NotComparable, find_builds
from text.history_words import cause_words, difference_words, figure_words, input_words, is_rate, item_words
from text.numbers import MISSING, format_number
from text.reviews import moment
from text.words import Lang, say

EQUAL, DIFFERENT, TROUBLE = 0, 1, 2
ROWS_SHOWN = 20
INPUTS_SHOWN = 8
CSV_COLUMNS = (
    "kind", "move", "source", "unit_id", "unit", "period_id", "scope", "item", "name", "before_qualifier", "before",
    "after_qualifier", "after", "difference", "before_report", "after_report", "before_text", "after_text",
    "cause_codes", "causes",
)  # fmt: skip


def diff(
    place: Layout, before: str | None, after: str | None, lang: Lang, file: Path | None = None, shown: int = ROWS_SHOWN
) -> int:
    """Prints what differs, and writes every row to `file`. EQUAL, DIFFERENT, or TROUBLE where builds cannot be
    compared, or not in all parts and no difference was found in the others."""
    try:
        paths = find_builds(place, before, after)
        with comparison(*paths) as found:
            history, rows = _counted(found, lang, file, max(shown, 0))
    except NotComparable as error:
        print(error.phrase.text(lang), file=sys.stderr)
        return TROUBLE
    except OSError as error:
        detail = error.strerror or error
        print(say("history.not_written", lang, path=file, detail=detail), file=sys.stderr)
        return TROUBLE
    print("\n".join(lines(history, lang)))
    for gap in history.gaps:
        # Where nothing differs, nothing lacks a cause.
        if gap.part != "causes" or not history.is_equal:
            print(say(f"history.gap.{gap.part}", lang, build=gap.build_id, missing=gap.missing), file=sys.stderr)
    if file:
        print(say("history.csv_written", lang, count=format_number(rows, lang), path=file))
    if not history.is_equal:
        return DIFFERENT
    return TROUBLE if any(gap.part != "causes" for gap in history.gaps) else EQUAL


def _counted(found: Comparison, lang: Lang, file: Path | None, shown: int) -> tuple[History, int]:
    """All changes counted, the first ones kept, and every one written to `file` as it goes by."""
    tally, rows = Tally(shown), 0
    with ExitStack() as stack:
        writer = stack.enter_context(_written(file)) if file else None
        names = found.names
        for change in found.changes():
            tally.add(change)
            rows += 1
            if writer:
                writer.writerow(_csv_row(change, names, lang))
    return found.history(tally), rows


@contextmanager
def _written(file: Path) -> Iterator[Any]:
    """A CSV file as Excel opens it: there whole, or not at all."""
    aside = file.with_name(f".{file.name}.part")
    try:
        with aside.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.DictWriter(opened, CSV_COLUMNS)
            writer.writeheader()
            yield writer
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _csv_row(change: Change, names: Names, lang: Lang) -> dict[str, object]:
    row = {column: getattr(change, column, "") for column in CSV_COLUMNS}
    return row | {
        "unit": names.units.get(change.unit_id, ""),
        "name": "" if change.kind is Kind.REPORT else item_words(names.items, change.item, lang),
        "cause_codes": " ".join(dict.fromkeys(cause.code for cause in change.causes)),
        "causes": why(change.causes, names, lang),
    }


def lines(history: History, lang: Lang) -> Iterator[str]:
    """The comparison as text, a section a kind."""
    yield say(
        "history.heading",
        lang,
        before=history.before.build_id,
        before_at=moment(history.before.built_at, lang),
        after=history.after.build_id,
        after_at=moment(history.after.built_at, lang),
    )
    if history.inputs:
        yield say("history.inputs", lang, inputs=_inputs(history, lang))
    if history.is_equal:
        is_whole = all(gap.part == "causes" for gap in history.gaps)
        yield say("history.equal" if is_whole else "history.equal_as_far", lang)
    for kind in Kind:
        if count := history.count(kind):
            yield ""
            yield say(
                "history.section",
                lang,
                title=say(f"history.kind.{kind}", lang),
                count=format_number(count, lang),
                moves=moves(history, kind, lang),
            )
            rows = history.of(kind)
            yield from _table(_headings(kind, lang), [_cells(change, history.names, lang) for change in rows])
            if count > len(rows):
                yield "  " + say("history.more_rows", lang, count=format_number(count - len(rows), lang))


def moves(history: History, kind: Kind, lang: Lang) -> str:
    """ "17 thay đổi, 3 mới có"."""
    counts = ((move, history.counts.get((kind, move), 0)) for move in (Move.CHANGED, Move.APPEARED, Move.WENT))
    return ", ".join(say(f"history.moves.{move}", lang, count=format_number(n, lang)) for move, n in counts if n)


def _inputs(history: History, lang: Lang) -> str:
    named = [
        f"{input_words(one.path, lang)} ({say(f'history.move.{one.move}', lang)})"
        for one in history.inputs[:INPUTS_SHOWN]
    ]
    if more := len(history.inputs) - len(named):
        named.append(say("history.more_inputs", lang, count=format_number(more, lang)))
    return ", ".join(named)


def why(causes: Iterable[Cause], names: Names, lang: Lang) -> str:
    """The causes in words; reports by the names of their folders."""
    return "; ".join(
        cause_words(
            cause.code,
            lang,
            report=cause.report_id,
            detail=cause.detail
            if cause.code is CauseCode.REPLACED
            else item_words(names.items, cause.detail, lang)
            if cause.detail
            else "",
            action=cause.action,
            officer=cause.officer,
            reason=cause.reason,
        )
        for cause in causes
    )


def _headings(kind: Kind, lang: Lang) -> list[str]:
    columns = {
        Kind.REPORT: ("unit", "period", "report", "before", "after", "causes"),
        Kind.DEFINITION: ("indicator", "move", "causes"),
        Kind.TARGET: ("unit", "year", "indicator", "before", "after", "difference", "causes"),
        Kind.VALUE: ("unit", "period", "indicator", "before", "after", "difference", "causes"),
        Kind.FIGURE: ("unit", "period", "measure", "before", "after", "difference", "causes"),
    }[kind]
    return [say(f"history.column.{column}", lang) for column in columns]


def _cells(change: Change, names: Names, lang: Lang) -> list[str]:
    causes = why(change.causes, names, lang)
    if change.kind is Kind.DEFINITION:
        return [item_words(names.items, change.item, lang), say(f"history.move.{change.move}", lang), causes]
    unit = names.units.get(change.unit_id, change.unit_id) or say("history.country", lang)
    if change.kind is Kind.REPORT:
        states = (
            say(f"unit.status.{text}", lang) if text else MISSING for text in (change.before_text, change.after_text)
        )
        return [unit, parse_period(change.period_id).label(lang), change.item, *states, causes]
    rate = is_rate(change.kind, change.item)
    name = item_words(names.items, change.item, lang)
    if change.kind is not Kind.TARGET and change.scope != "own":
        name = f"{name} ({say(f'scope.{change.scope}', lang)})"
    return [
        unit,
        change.period_id if change.kind is Kind.TARGET else parse_period(change.period_id).label(lang),
        name,
        figure_words(change.before, change.before_qualifier, lang, rate=rate),
        figure_words(change.after, change.after_qualifier, lang, rate=rate),
        difference_words(change.difference, lang, rate=rate),
        causes,
    ]


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; the last one runs on."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)][:-1]
    for row in (headings, *rows):
        yield "  " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
