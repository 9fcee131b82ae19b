"""The rows of today's units before 1 July 2025: those of their predecessors, added up by the rules of domain.rebase.

Each function takes the rows of all predecessors for one unit and period, and for one indicator, measure or group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.rebase import SUMMED_SCOPE, Figure, Rate, sum_figures, sum_levels, sum_rates
from domain.review import STATUSES
from queries.received_rows import Coverage
from queries.rows import Count, StaffLevel, Value

REBASED = "rebased"
"""From the least certain to the most."""


def summed_value(unit_id: str, period_id: str, parts: Sequence[Value]) -> Value:
    """The rate over all counts; the parts have their counts."""
    total = sum_rates(
        [
            Rate(
                numerator=part.numerator or 0.0,
                denominator=part.denominator or 0.0,
                window=part.window,
                is_lower_bound=part.is_lower_bound,
                is_derived=part.is_derived,
                window_printed=part.window_printed,
            )
            for part in parts
        ]
    )
    return Value(
        unit_id=unit_id,
        scope=SUMMED_SCOPE,
        period_id=period_id,
        indicator_id=parts[0].indicator_id,
        numerator=total.numerator,
        denominator=total.denominator,
        value=total.value,
        is_lower_bound=total.is_lower_bound and total.value is not None,
        printed_value=None,
        is_derived=total.is_derived,
        window_start=total.window.start,
        window_end=total.window.end,
        window_printed=total.window_printed,
        status=_status(part.status for part in parts),
        report_id=_joined(part.report_id for part in parts),
        is_rebased=True,
    )


def summed_count(unit_id: str, period_id: str, parts: Sequence[Count]) -> Count | None:
    """None where a bound does not allow a sum."""
    total = sum_figures([Figure(part.value, part.qualifier) for part in parts])
    if total is None:
        return None
    return Count(
        unit_id=unit_id,
        scope=SUMMED_SCOPE,
        period_id=period_id,
        measure=parts[0].measure,
        value=total.value,
        qualifier=total.qualifier,
        is_computed=any(part.is_computed for part in parts),
        is_derived=any(part.is_derived for part in parts),
        report_id=_joined(part.report_id for part in parts),
        is_rebased=True,
    )


def summed_levels(
    unit_id: str, period_id: str, dimension: str, parts: Sequence[Mapping[str, StaffLevel]]
) -> Iterator[StaffLevel]:
    """The group's levels; none where the headcounts do not bear a sum out. A part is a predecessor's rows by level."""
    cells = [cell for part in parts for cell in part.values()]
    people = sum_levels([{level: cell.value for level, cell in part.items()} for part in parts], dimension)
    for level, value in people.items():
        yield StaffLevel(
            unit_id=unit_id,
            scope=SUMMED_SCOPE,
            period_id=period_id,
            staff_group=cells[0].staff_group,
            level=level,
            value=value,
            report_id=_joined(cell.report_id for cell in cells),
            is_derived=any(cell.is_derived for cell in cells),
            is_rebased=True,
        )


def summed_coverage(unit_id: str, period_id: str, reports: Sequence[Coverage]) -> Coverage:
    """Received when the last of the reports was, where all dates are known; due when the last of them was."""
    received = [report.received_on for report in reports if report.received_on]
    return Coverage(
        unit_id=unit_id,
        period_id=period_id,
        state=REBASED,
        received_on=max(received) if len(received) == len(reports) else None,
        due_on=max(report.due_on for report in reports),
        report_id=_joined(report.report_id for report in reports),
        status=_status(report.status for report in reports),
        window_start=min(report.window_start for report in reports if report.window_start),
        window_end=max(report.window_end for report in reports if report.window_end),
    )


def _joined(reports: Iterable[str]) -> str:
    return "+".join(sorted({one for report in reports for one in report.split("+")}))


def _status(statuses: Iterable[str]) -> str:
    """The least certain of them."""
    return min(statuses, key=STATUSES.index)
