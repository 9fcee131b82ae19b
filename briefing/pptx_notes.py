"""Speaker notes: the figures of a slide and where they come from, to be read out or looked up."""

from collections.abc import Iterable

from briefing.deck import Item
from briefing.pptx_tables import shown
from charts.captions import footer_lines, missing_text, unknown_share
from charts.signs import break_notes, elsewhere_text
from charts.spec import (
    Cell,
    HeatSpec,
    Mark,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Series,
    StackedRow,
    StackedSpec,
    Table,
    TableSpec,
    TrendSpec,
)
from text.numbers import format_number, format_percent
from text.words import Lang, say


def notes_of(item: Item, lang: Lang) -> list[str]:
    """Title, sentence, comment, every figure with what the screen says on hover, then key, definition, source."""
    frame = item.spec.frame
    simulated = [say("briefing_pptx.simulated", lang)] if frame.simulated else []
    around = [item.headline, frame.title if item.title else "", frame.subtitle, frame.sentence, item.comment]
    figures = [say("briefing_pptx.figures", lang), *_figures(item, lang)]
    foot = [missing_text(item.spec, lang), elsewhere_text(item.spec, lang), *footer_lines(item.spec, lang)]
    return [line for line in (*simulated, *around, *figures, *foot) if line]


def _figures(item: Item, lang: Lang) -> Iterable[str]:
    spec = item.spec
    match spec:
        case RankedSpec():
            band = [spec.band.label] if spec.band else []
            return [*map(_mark, spec.marks), *_below(spec, lang), *band, *(one.label for one in spec.references)]
        case TrendSpec():
            references = (one.label for one in spec.references)
            return [*_lines(spec.series, spec.periods), *references, *break_notes(spec, lang)]
        case MultiplesSpec():
            medians = spec.medians or ((spec.median,) if spec.median else ())
            return [*_lines((*spec.panels, *medians), spec.periods), *(one.label for one in spec.references)]
        case HeatSpec():
            return _lines(spec.rows, spec.periods)
        case StackedSpec():
            return [_composition(row, spec, lang) for row in spec.rows]
        case MatrixSpec():
            return [f"{row.label}: {_cells(spec.columns, row.cells)}" for row in spec.rows]
        case TableSpec():
            return _table(spec.frame.table, lang)


def _mark(mark: Mark) -> str:
    """The hover names the mark itself in most charts; where it does not, the label goes first."""
    told = " · ".join(line for line in mark.hover.split("\n") if line) or mark.text
    told = " · ".join((told, *(tick.text for tick in mark.ticks if tick.text not in told)))
    return told if told.startswith(mark.label) else f"{mark.label}: {told}"


def _below(spec: RankedSpec, lang: Lang) -> list[str]:
    return [f"{say('ui_chart.not_ranked', lang)} – {_mark(mark)} ({mark.text})" for mark in spec.below]


def _lines(series: Iterable[Series], periods: tuple[str, ...]) -> list[str]:
    return [
        f"{one.label}: " + "; ".join(f"{period} {mark.text}" for period, mark in zip(periods, one.marks, strict=True))
        for one in series
    ]


def _composition(row: StackedRow, spec: StackedSpec, lang: Lang) -> str:
    parts = [
        f"{level} {format_percent(share, lang)} ({format_number(count, lang)})"
        for level, share, count in zip(spec.levels, row.shares, row.counts, strict=True)
    ]
    unknown = unknown_share(row)
    if unknown is not None:
        parts.append(f"{say('ui_chart.unknown', lang)} {format_percent(unknown, lang)}")
    total = say("ui_chart.people", lang, count=format_number(row.total, lang))
    return f"{row.label} ({total}{'; ' + row.note if row.note else ''}): {'; '.join(parts)}"


def _cells(columns: tuple[str, ...], cells: tuple[Cell, ...]) -> str:
    return "; ".join(
        f"{column}: {cell.text}" + (f" ({' '.join(cell.detail.split())})" if cell.detail else "")
        for column, cell in zip(columns, cells, strict=True)
    )


def _table(table: Table | None, lang: Lang) -> list[str]:
    if table is None:
        return []
    return [
        "; ".join(f"{column.label}: {shown(row.get(column.key), column, lang)}" for column in table.columns)
        for row in table.rows
    ]
