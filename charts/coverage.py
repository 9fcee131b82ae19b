"""Who has reported: the matrix of units and periods, as reports came in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Role, Table
from charts.view import View, existed
from charts.wording import file_stem
from domain.due import due_on
from domain.periods import Period
from queries.ask import Ask
from queries.received_rows import Coverage
from queries.rows import UnitRow
from text.numbers import format_date

LocalDays = Mapping[tuple[str, str], int]
"""Days of the month on which reports are due, by unit id and part of the year, as domain.due takes them."""

_TONES = {"rebased": "derived"}
_FOLLOWING = ("Q2", "Q4", "9M")  # parts of the year that follow from cumulative reports where nobody files them


def coverage_matrix(view: View, coverage: Sequence[Coverage], days: LocalDays = MappingProxyType({})) -> MatrixSpec:
    """Unit × period: reported, late, derived, summed from the units before, not received; quiet where there was no
    such unit. `days` as `local_days` gives them."""
    by_key = {(c.unit_id, c.period_id): c for c in coverage}
    filed = {c.period_id for c in by_key.values() if c.is_received}
    rows = tuple(
        MatrixRow(
            unit.unit_id,
            view.labels[unit.unit_id],
            tuple(
                _cell(view, unit, period, by_key.get((unit.unit_id, period.period_id)), filed)
                for period in view.periods
            ),
            Role.SUBJECT if unit.unit_id in view.subjects else Role.CONTEXT,
        )
        for unit in (*view.units, *view.others)
    )
    states = {c.state for c in by_key.values()}
    title = view.say(
        "coverage.title",
        reports=reports_words(view, sum(c.is_received for c in by_key.values())),
        late=sum(c.state == "late" for c in by_key.values()),
    )
    subtitle = view.say("coverage.subtitle", span=view.span_words(), group=view.group)
    legend = ("reported", "late", "derived", *(("rebased",) if "rebased" in states else ()), "missing")
    return MatrixSpec(
        frame=Frame(
            title=title,
            subtitle=subtitle,
            sentence="",
            source=view.source_line(c.report_id for c in coverage),
            definition=view.say("coverage.definition"),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, "tinh-hinh-bao-cao"),
            simulated=view.simulated,
            table=_table(view, by_key, days),
        ),
        columns=tuple(view.axis_label(period) for period in view.periods),
        rows=rows,
        legend=tuple((_TONES.get(state, state), view.say(f"coverage.{state}")) for state in legend),
    )


def reports_words(view: View, count: int) -> str:
    """How many reports of the view's kind of period: "75 báo cáo quý". Four quarters are reported by the quarter."""
    kinds = {period.kind for period in view.reported_periods}
    return view.say(f"reports.{kinds.pop() if len(kinds) == 1 else 'mixed'}", count=view.number(count))


def local_days(ask: Ask) -> LocalDays:
    """The days of places that have one of their own."""
    return {(row.unit_id, row.part): row.day for row in ask.due_dates()}


def due(unit: UnitRow, period: Period, days: LocalDays) -> date:
    """When the unit's report is to be there: on the day of the nearest place that has one, else by the rule."""
    return due_on(period, (unit.unit_id, unit.district_id, unit.province_id), days)


def received_words(view: View, row: Coverage) -> str:
    """When it came and when it was due, as far as it is known."""
    if row.received_on is None or not row.is_received:
        return view.say(f"coverage.{row.state}")
    return view.say(
        "coverage.received", day=format_date(row.received_on, view.lang), due=format_date(row.due_on, view.lang)
    )


def _cell(view: View, unit: UnitRow, period: Period, found: Coverage | None, filed: Collection[str]) -> Cell:
    """`filed` are the periods of which any unit sent a report: nobody owes one of the others, they follow or not."""
    if found is None:
        absence = view.absence(unit.unit_id, period)
        if view.gap_words(unit.unit_id, period):
            return Cell(view.say("missing.no_sum"), tone="quiet", hover=absence)
        if period.part in _FOLLOWING and period.period_id not in filed and _is_missing(view, unit, period):
            return Cell(view.say("coverage.cell_not_derived"), tone="quiet", hover=view.say("coverage.not_derived"))
        if view.is_mixed or not _is_missing(view, unit, period):
            return Cell("–", tone="quiet", hover=absence)
        if view.is_awaited(unit, period):
            return Cell(view.say("coverage.cell_not_due"), tone="quiet", hover=absence)
        return Cell(view.say("coverage.cell_missing"), tone="missing", hover=absence)
    hover = received_words(view, found)
    if found.state == "late" and found.received_on:
        return Cell(view.say("coverage.days", days=(found.received_on - found.due_on).days), tone="late", hover=hover)
    tone = _TONES.get(found.state, found.state)
    return Cell(view.say(f"coverage.cell_{found.state}"), tone=tone, hover=hover)  # type: ignore[arg-type]


def _is_missing(view: View, unit: UnitRow, period: Period) -> bool:
    """False for a unit that did not exist then: it had nothing to send."""
    return view.is_today or existed(unit, period)


def _table(view: View, by_key: dict[tuple[str, str], Coverage], days: LocalDays) -> Table:
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        Column("state", view.say("column.state")),
        Column("received_on", view.say("column.received_on"), "date"),
        Column("due_on", view.say("column.due_on"), "date"),
        Column("report", view.say("column.report")),
    )
    rows: list[dict[str, object]] = []
    for unit in (*view.units, *view.others):
        for period in view.periods:
            found = by_key.get((unit.unit_id, period.period_id))
            state = view.say(f"coverage.{found.state}") if found else view.absence(unit.unit_id, period)
            rows.append(
                {
                    "unit": view.labels[unit.unit_id],
                    "period": period.label(view.lang),
                    "state": state,
                    "received_on": found.received_on if found and found.is_received else None,
                    "due_on": found.due_on
                    if found
                    else due(unit, period, days)
                    if _is_missing(view, unit, period)
                    else None,
                    "report": view.report_name(found.report_id) if found else None,
                }
            )
    return Table(columns, tuple(rows))
