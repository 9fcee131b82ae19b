"""Staff at the end of a derived quarter: nothing is subtracted, they are those of the report that closes it."""

from __future__ import annotations

from dataclasses import replace

from charts.view import View
from domain.periods import derivations, parse_period
from queries.rows import IndicatorRow, Value


def closing_words(view: View, indicator: IndicatorRow, value: Value) -> str:
    """Which report a staff rate of a derived quarter is of: "theo báo cáo 6 tháng đầu năm 2024"; else empty."""
    if indicator.theme != "staff" or not value.is_derived:
        return ""
    period = parse_period(value.period_id)
    closing = next((one.closing for one in derivations(period.year) if one.period == period), None)
    return view.say("profile.closing", period=view.period_words(closing)) if closing else ""


def as_closed(view: View, indicator: IndicatorRow, value: Value) -> Value:
    """`value` without the mark of a derived quarter, where it is only taken over."""
    return replace(value, is_derived=False) if closing_words(view, indicator, value) else value
