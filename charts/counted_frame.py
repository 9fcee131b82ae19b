"""Counts on a chart, back to the reports: what one report states, or the reports that they add up from, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts.counted import BACKLOG, measures_of, trace_name
from charts.counted_parts import CountPart, count_parts
from charts.parts_frame import Behind, why_summed
from charts.provenance import Names, figure_row, figures_frame
from charts.spec import Column, Frame, Table
from charts.traced import Used, telling, trace
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import file_stem
from domain.periods import Period, PeriodKind
from queries.ask import Ask
from queries.rows import Count, FigureRow, TermRow, UnitRow


def drawn_counts(ask: Ask, source: str, unit_id: str, period: Period, traced: str) -> list[Count]:
    """The unit's own counts of the measures that `traced` names, in the order of the chart."""
    measures = measures_of(traced)
    rows = ask.measure_values(source, measures, [period.period_id], [unit_id])
    there = {row.measure: row for row in rows if row.scope == SCOPE_OF_COMPARISON}
    return [there[measure] for measure in measures if measure in there]


def counts_behind(
    view: View, ask: Ask, unit: UnitRow, period: Period, traced: str, drawn: Sequence[Count], names: Names,
    units: Mapping[str, str],
) -> Behind | None:  # fmt: skip
    """The reports that the counts `drawn` add up from; None where the unit's own report states them. `ask` answers for
    units as they reported, `units` are their names by id."""
    parts = count_parts(ask, view.source, drawn, period)
    if not parts:
        return None
    is_rebased = any(one.is_rebased for one in drawn)
    is_sum = is_rebased or period.kind is PeriodKind.ROLLING
    why = why_summed(view, unit, period, is_rebased=is_rebased) if is_sum else ""
    frame = _parts_frame(view, unit, period, traced, drawn, parts, names, units)
    return Behind(why, frame, tuple(dict.fromkeys(part.place for part in parts)))


def _parts_frame(
    view: View, unit: UnitRow, period: Period, traced: str, drawn: Sequence[Count], parts: Sequence[CountPart],
    names: Names, units: Mapping[str, str],
) -> Frame:  # fmt: skip
    """A row a report with its counts and their sign; below, the counts of the chart. A cell is empty where the report
    has no part in the count."""
    told = {measure for part in parts for measure in part.counts}
    kept = [one for one in drawn if one.measure in told]
    reports = [part.report_id for part in parts]
    title = view.say(
        "counted.parts_title",
        name=trace_name(view, traced),
        when=view.period_words(period),
        count=len(set(reports)),
    )
    subtitle = view.say("counted.parts_subtitle", unit=unit.name)
    columns = (
        Column("sign", view.say("parts.column.sign")),
        *([Column("unit", view.say("parts.column.unit"))] if {one.unit_id for one in parts} != {unit.unit_id} else []),
        Column("period", view.say("parts.column.period")),
        *([Column("toward", view.say("parts.column.toward"))] if len({one.toward for one in parts}) > 1 else []),
        *(Column(one.measure, names.of(view, one.measure), "number") for one in kept),
        Column("report", view.say("parts.column.report")),
    )
    rows: list[dict[str, object]] = [
        {
            "sign": "+" if part.sign > 0 else "−",
            "unit": units.get(part.unit_id, part.unit_id),
            "period": part.said_in.label(view.lang),
            "toward": part.toward.label(view.lang),
            "report": view.report_name(part.report_id),
            **part.counts,
        }
        for part in parts
    ]
    total: dict[str, object] = {one.measure: one.value for one in kept}
    rows.append({"sign": "=", "unit": view.say("parts.sum"), "period": period.label(view.lang), **total})
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=_words(view, traced, drawn),
        source=view.source_line(reports),
        definition="",
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, traced, "thanh-phan"),
        simulated=view.simulated,
        table=Table(columns, tuple(rows)),
    )


def counts_frame(
    view: View, unit: UnitRow, period: Period, traced: str, figures: Sequence[FigureRow], terms: Sequence[TermRow],
    drawn: Sequence[Count], names: Names,
) -> Frame:  # fmt: skip
    """What the unit's report states of the measures that `traced` names: the counted figure first, then what else is
    said of it, and what it follows from where it is not printed."""
    rows = [
        figure_row(view, used.figure, names) | {"side": _part_words(view, used, names)}
        for used in _used(measures_of(traced), terms, figures)
    ]
    title = _words(view, traced, drawn) or view.say(
        "counted.title", name=trace_name(view, traced), when=view.period_words(period)
    )
    subtitle = view.say("counted.subtitle", unit=unit.name)
    side = [Column("side", view.say("source_of.column.side"))] if any(row["side"] for row in rows) else []
    return replace(
        figures_frame(view, unit, period, figures, names, counted_only=False),
        title=title,
        subtitle=subtitle,
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, traced, "nguon"),
        table=Table((*telling(view, rows), *side), tuple(rows)),
    )


def _used(measures: Sequence[str], terms: Sequence[TermRow], figures: Sequence[FigureRow]) -> list[Used]:
    """As for a rate whose numerator were all the measures; what a measure follows from is known from the rates."""
    whole = [TermRow("", "numerator", measure, 1, None, 0) for measure in measures]
    parts = {
        (one.used_for, one.alternative, one.measure): replace(one, indicator_id="", side="numerator")
        for one in terms
        if one.used_for is not None and one.measure not in measures
    }
    return trace([*whole, *parts.values()], figures, SCOPE_OF_COMPARISON)


def _part_words(view: View, used: Used, names: Names) -> str:
    if used.used_for is None:
        return ""
    sign = "−" if used.coefficient < 0 else "+"
    return view.say("counted.part", sign=sign, whole=names.of(view, used.used_for))


def _words(view: View, traced: str, drawn: Sequence[Count]) -> str:
    """The late dossiers in a sentence, as on hover; the other charts have too many counts for one."""
    if traced != BACKLOG:
        return ""
    values = {one.measure: one.value for one in drawn}
    return view.say(
        "backlog.hover",
        late=view.number(values.get("resolved_overdue")),
        resolved=view.number(values.get("resolved_total")),
        pending_late=view.number(values.get("pending_overdue")),
        pending=view.number(values.get("pending_total")),
    )
