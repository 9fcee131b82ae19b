"""What a native Excel chart is drawn from, as a table on its sheet: the marks of the screen, figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts.placing import pieces
from charts.signs import breaks_of
from charts.spec import (
    ChartSpec,
    Column,
    HeatSpec,
    Mark,
    MultiplesSpec,
    RankedSpec,
    Reference,
    Series,
    StackedSpec,
    Table,
    TrendSpec,
)
from text.words import Lang, say

Row = dict[str, object]
_LEAST_UNKNOWN = 0.05
"""Per cent of people whose level is not known: less is rounding."""


def chart_table(spec: ChartSpec, lang: Lang) -> Table:
    """The figures of the chart in its order; texts stand where they are drawn or explain a gap."""
    match spec:
        case RankedSpec(style="dots"):
            return _dots(spec, lang)
        case RankedSpec():
            return _bars(spec, lang)
        case StackedSpec():
            return _stacked(spec, lang)
        case HeatSpec():
            return _grid(spec.periods, spec.rows, (), lang, gaps_in_words=True)
        case TrendSpec():
            return _grid(spec.periods, drawn_lines(spec), spec.references, lang, suffix=spec.suffix)
        case MultiplesSpec():
            return _grid(spec.periods, drawn_lines(spec), (), lang, suffix=spec.suffix)


def drawn_marks(spec: RankedSpec) -> tuple[Mark, ...]:
    """The ranked units, then those that have a value but no rank."""
    return (*spec.marks, *(mark for mark in spec.below if mark.value is not None))


def reference_places(spec: RankedSpec) -> list[tuple[int, Reference]]:
    """Before which ranked mark the bar of each reference stands: it parts those above from those below."""
    values = [mark.value for mark in spec.marks if mark.value is not None]
    falls = not values or values[0] >= values[-1]
    found = [
        (sum(value >= one.value if falls else value <= one.value for value in values), one) for one in spec.references
    ]
    return sorted(found, key=lambda pair: (pair[0], -pair[1].value if falls else pair[1].value))


def multiples_lines(spec: MultiplesSpec) -> tuple[Series, ...]:
    """The panels' own lines, then the medians beneath them."""
    return (*spec.panels, *(spec.medians or ((spec.median,) if spec.median else ())))


def drawn_lines(spec: TrendSpec | MultiplesSpec) -> list[Series]:
    """The lines as they are drawn: one that is cut at a break is two, with the same key and name."""
    lines = spec.series if isinstance(spec, TrendSpec) else multiples_lines(spec)
    return [piece for line in lines for piece in pieces(line, breaks_of(spec))]


def bar_rows(spec: RankedSpec) -> list[Mark | Reference]:
    """What the bars stand for, top to bottom."""
    rows: list[Mark | Reference] = list(drawn_marks(spec))
    for place, reference in reversed(reference_places(spec)):
        rows.insert(place, reference)
    return rows


def _bars(spec: RankedSpec, lang: Lang) -> Table:
    kinds = sorted({reference.kind for reference in spec.references})
    rows = [_bar(row, spec) for row in bar_rows(spec)]
    rows += [{"name": mark.label, "remark": mark.text} for mark in spec.below if mark.value is None]
    value = _value_column(spec)
    return Table(
        (
            _text("name", "unit", lang),
            value,
            *(Column(kind, _reference_name(kind, lang), value.kind, value.decimals) for kind in kinds),
            _text("remark", "remark", lang),
        ),
        tuple(rows),
    )


def _reference_name(kind: str, lang: Lang) -> str:
    return say("drawing.book.unit" if kind == "unit" else f"briefing_paper.book.{kind}", lang)


def _bar(row: Mark | Reference, spec: RankedSpec) -> Row:
    if isinstance(row, Reference):
        return {"name": row.label, row.kind: row.value}
    return {"name": row.label, "value": row.value, "remark": row.text if row in spec.below else ""}


def _dots(spec: RankedSpec, lang: Lang) -> Table:
    """One row a dot, with its place from the top; then two rows a reference, the ends of its line."""
    drawn = drawn_marks(spec)
    rows: list[Row] = [
        {"name": mark.label, "value": mark.value, "place": place, "remark": mark.text if mark in spec.below else ""}
        for place, mark in enumerate(drawn, start=1)
    ]
    for reference in spec.references:
        ends = ((0, reference.label), (len(drawn) + 1, ""))
        rows += [
            {"name": reference.label, "value": reference.value, "place": place, "label": label} for place, label in ends
        ]
    rows += [{"name": mark.label, "remark": mark.text} for mark in spec.below if mark.value is None]
    return Table(
        (
            _text("name", "unit", lang),
            _value_column(spec),
            Column("place", say("briefing_paper.book.place", lang), "number"),
            _text("remark", "remark", lang),
        ),
        tuple(rows),
    )


def _stacked(spec: StackedSpec, lang: Lang) -> Table:
    unknown = unknown_shares(spec)
    columns = [_text("name", "unit", lang)]
    columns += [Column(f"level{place}", level, "percent", 2) for place, level in enumerate(spec.levels)]
    if any(unknown):
        columns.append(Column("unknown", say("briefing_paper.book.unknown", lang), "percent", 2))
    rows: list[Row] = []
    for row, rest in zip(spec.rows, unknown, strict=True):
        shares = {f"level{place}": share for place, share in enumerate(row.shares)}
        rows.append({"name": row.label, **shares, "unknown": rest})
    return Table(tuple(columns), tuple(rows))


def unknown_shares(spec: StackedSpec) -> list[float | None]:
    """The part of each bar that no level accounts for; a bar without any level stays empty."""
    rests = []
    for row in spec.rows:
        known = [share for share in row.shares if share is not None]
        rest = 100 - sum(known)
        rests.append(rest if known and rest > _LEAST_UNKNOWN else None)
    return rests


def _grid(
    periods: Sequence[str],
    lines: Sequence[Series],
    references: Sequence[Reference],
    lang: Lang,
    *,
    suffix: str = "%",
    gaps_in_words: bool = False,
) -> Table:
    """A row a line, a column a period. In a chart a text would be drawn as zero: there a gap stays empty."""
    kind, decimals = _measure(suffix, [mark for line in lines for mark in line.marks])
    columns = (_text("name", "unit", lang), *(Column(f"p{n}", name, kind, decimals) for n, name in enumerate(periods)))
    rows: list[Row] = []
    for line in lines:
        values = [mark.text if mark.value is None and gaps_in_words else mark.value for mark in line.marks]
        rows.append({"name": line.label} | {f"p{n}": value for n, value in enumerate(values)})
    for reference in references:
        rows.append({"name": reference.label} | {f"p{n}": reference.at(n) for n in range(len(periods))})
    return Table(columns, tuple(rows))


def _value_column(spec: RankedSpec) -> Column:
    kind, decimals = _measure(spec.suffix, (*spec.marks, *spec.below))
    return Column("value", f"{spec.axis_title} (%)" if kind == "percent" else spec.axis_title, kind, decimals)


def _measure(suffix: str, marks: Sequence[Mark]) -> tuple[Literal["number", "percent"], int]:
    """Two decimals for rates, none for pieces, one for what is neither."""
    if suffix.strip() == "%":
        return "percent", 2
    return "number", 0 if all(mark.value is None or mark.value == int(mark.value) for mark in marks) else 1


def _text(key: str, word: str, lang: Lang) -> Column:
    return Column(key, say(f"briefing_paper.book.{word}", lang))
