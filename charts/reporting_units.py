"""Units by how they report: the table sorted by what needs attention, and the matrix of all expected reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charts.coverage import received_words
from charts.reporting import COUNTS, Reporting, frame_of
from charts.spec import Cell, Column, MatrixRow, MatrixSpec, Role, Table, TableSpec
from charts.view import View, existed
from charts.wording import capital
from domain.completeness import RECEIVED, Duty, State, Tally, average_days_late, in_order, longest_streak, tally
from domain.periods import Period, parse_period
from queries.received_rows import Coverage
from queries.rows import UnitRow

MOST_ROWS = 60
_TONES = {
    State.ON_TIME: "reported",
    State.UNDATED: "reported",
    State.LATE: "late",
    State.MISSING: "missing",
    State.DERIVED: "derived",
    State.NOT_DUE: "quiet",
}


@dataclass(frozen=True)
class Record:
    """How one unit reports in the span."""

    unit: UnitRow
    duties: tuple[Duty, ...]
    counts: Tally
    days_late: float | None
    streak: int


def records(reporting: Reporting) -> list[Record]:
    """The units something was expected of: most missing reports first, then most late ones, then the longest delay."""
    by_unit: dict[str, list[Duty]] = defaultdict(list)
    for duty in reporting.duties:
        by_unit[duty.unit_id].append(duty)
    found = [
        Record(unit, tuple(own), tally(own), average_days_late(own), longest_streak(own))
        for unit in reporting.view.units
        if (own := by_unit.get(unit.unit_id))
    ]
    return sorted(found, key=lambda one: (-one.counts.missing, -one.counts.late, -(one.days_late or 0.0)))


def units_table(reporting: Reporting) -> TableSpec:
    """A row a unit: expected, received, late, average delay, longest streak, what is missing, what came last."""
    view, found = reporting.view, records(reporting)
    late = [one for one in found if one.counts.late]
    title = _units_title(reporting, found, late)
    frame = frame_of(
        reporting,
        title,
        _most_late(view, late),
        _units_table(view, reporting, found),
        ("tinh-hinh-bao-cao", "tung-don-vi"),
    )
    if reporting.series:
        frame = replace(frame, notes=(view.say("reporting.streak_note"), *frame.notes))
    return TableSpec(frame)


def _units_title(reporting: Reporting, found: Sequence[Record], late: Sequence[Record]) -> str:
    view = reporting.view
    if not reporting.series:
        return view.say("reporting.units_title_single", received=view.number(tally(reporting.duties).received))
    counts, lacking = tally(reporting.duties), [one for one in found if one.counts.missing]
    parts = [
        view.say(key, reports=view.number(reports), units=view.number(len(units)))
        for key, reports, units in (
            ("reporting.units_missing", counts.missing, lacking),
            ("reporting.units_late", counts.late, late),
        )
        if reports
    ]
    return (
        capital("; ".join(parts)) if parts else view.say("reporting.units_none", reports=view.number(counts.received))
    )


def _most_late(view: View, late: Sequence[Record]) -> str:
    """The unit with the most late reports, where it is one and they are several."""
    most = max((one.counts.late for one in late), default=0)
    those = [one for one in late if one.counts.late == most]
    if most < 2 or len(those) != 1:
        return ""
    one = those[0]
    return view.say(
        "reporting.most_late", unit=view.labels[one.unit.unit_id], late=view.number(most),
        received=view.number(one.counts.received), days=view.number(one.days_late, 1),
    )  # fmt: skip


def _units_table(view: View, reporting: Reporting, found: Sequence[Record]) -> Table:
    undated = any(one.counts.undated for one in found)
    columns = [
        Column("unit", view.say("column.unit")),
        *(Column(key, view.say(f"reporting.column_{key}"), "number") for key in COUNTS if undated or key != "undated"),
    ]
    if reporting.series:
        columns += [
            Column("days_late", view.say("reporting.column_days_late"), "number", 1),
            Column("streak", view.say("reporting.column_streak"), "number"),
            Column("missing_periods", view.say("reporting.column_missing_periods")),
        ]
    columns.append(Column("last", view.say("reporting.column_last")))
    return Table(tuple(columns), tuple(_unit_row(view, reporting, one) for one in found))


def _unit_row(view: View, reporting: Reporting, one: Record) -> dict[str, object]:
    last = reporting.last.get(one.unit.unit_id)
    return {
        "unit": view.labels[one.unit.unit_id],
        **{key: getattr(one.counts, key) for key in COUNTS},
        "days_late": one.days_late,
        "streak": one.streak,
        "missing_periods": ", ".join(
            duty.period.short_label(view.lang) for duty in one.duties if duty.state is State.MISSING
        ),
        "last": last.period.label(view.lang) if last else None,
    }


def matrix(reporting: Reporting) -> MatrixSpec:
    """Unit × expected period, in the order of the table, the units shown apart beneath; at most MOST_ROWS of them."""
    view = reporting.view
    everyone = records(reporting)
    shown = everyone[:MOST_ROWS]
    coverage = {(row.unit_id, row.period_id): row for row in reporting.coverage}
    columns = _columns(reporting, coverage)
    rows = [
        MatrixRow(
            one.unit.unit_id,
            view.labels[one.unit.unit_id],
            _cells(reporting, one, columns, coverage),
            Role.SUBJECT if one.unit.unit_id in view.subjects else Role.CONTEXT,
        )
        for one in shown
    ]
    rows += [_row_apart(view, unit, columns, coverage) for unit in view.others]
    counts = tally(reporting.duties)
    parts = [
        view.say(f"reporting.count_{key}", count=view.number(count))
        for key, count in (("on_time", counts.on_time), ("late", counts.late), ("undated", counts.undated))
        if count
    ]
    title = view.say("reporting.matrix_title_none")
    if parts:
        title = view.say("reporting.matrix_title", received=view.number(counts.received), parts=", ".join(parts))
    frame = frame_of(reporting, title, "", _matrix_table(view, shown), ("tinh-hinh-bao-cao", "tung-ky"))
    if len(shown) < len(everyone):
        more = view.say("reporting.most_rows", shown=view.number(len(shown)), units=view.number(len(everyone)))
        frame = replace(frame, notes=(*frame.notes, more))
    states = {duty.state for duty in reporting.duties}
    legend = tuple((_TONES[state], _state_words(view, state)) for state in State if state in states)
    return MatrixSpec(frame, tuple(period.short_label(view.lang) for period in columns), tuple(rows), legend)


def _columns(reporting: Reporting, coverage: Mapping[tuple[str, str], Coverage]) -> list[Period]:
    """The expected periods, and those that a unit shown apart reported."""
    apart = {unit.unit_id for unit in reporting.view.others}
    sent = {parse_period(row.period_id) for row in coverage.values() if row.unit_id in apart and row.is_received}
    return sorted({*reporting.periods, *sent}, key=in_order)


def _cells(
    reporting: Reporting, one: Record, columns: Sequence[Period], coverage: Mapping[tuple[str, str], Coverage]
) -> tuple[Cell, ...]:
    own = {duty.period: duty for duty in one.duties}
    return tuple(
        _cell(reporting.view, one.unit, period, own.get(period), coverage.get((one.unit.unit_id, period.period_id)))
        for period in columns
    )


def _cell(view: View, unit: UnitRow, period: Period, duty: Duty | None, row: Coverage | None) -> Cell:
    if duty is None:
        why = view.say("reporting.not_expected") if existed(unit, period) else view.absence(unit.unit_id, period)
        return Cell("–", tone="quiet", hover=why)
    words = _state_words(view, duty.state)
    hover = received_words(view, row) if row and duty.state in RECEIVED and duty.received_on else words
    if duty.days_late is not None:
        return Cell(view.say("coverage.days", days=duty.days_late), tone="late", hover=hover)
    return Cell(view.say(f"reporting.cell_{duty.state.value}"), tone=_TONES[duty.state], hover=hover)  # type: ignore[arg-type]


def _row_apart(
    view: View, unit: UnitRow, columns: Sequence[Period], coverage: Mapping[tuple[str, str], Coverage]
) -> MatrixRow:
    """What a district sent, for information: nothing is expected of it here."""
    cells = []
    for period in columns:
        row = coverage.get((unit.unit_id, period.period_id))
        if row is None or not row.is_received:
            cells.append(Cell("–", tone="quiet", hover=view.say("reporting.not_expected")))
            continue
        state = State.UNDATED if row.received_on is None else State.LATE if row.state == "late" else State.ON_TIME
        cells.append(Cell(view.say(f"reporting.cell_{state.value}"), tone="plain", hover=received_words(view, row)))
    return MatrixRow(unit.unit_id, view.labels[unit.unit_id], tuple(cells))


def _state_words(view: View, state: State) -> str:
    return view.say(f"reporting.state_{state.value}")


def _matrix_table(view: View, shown: Sequence[Record]) -> Table:
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        Column("state", view.say("column.state")),
        Column("received_on", view.say("column.received_on"), "date"),
        Column("due_on", view.say("column.due_on"), "date"),
        Column("days_late", view.say("reporting.column_days"), "number"),
        Column("report", view.say("column.report")),
    )
    return Table(columns, tuple(_duty_row(view, duty) for one in shown for duty in one.duties))


def _duty_row(view: View, duty: Duty) -> dict[str, object]:
    return {
        "unit": view.labels[duty.unit_id],
        "period": duty.period.label(view.lang),
        "state": _state_words(view, duty.state),
        "received_on": duty.received_on,
        "due_on": duty.due_on,
        "days_late": duty.days_late,
        "report": view.report_name(duty.report_id) if duty.report_id else None,
    }
