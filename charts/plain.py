"""Units that cannot be compared, as a plain table: each with its own period and window, unranked."""

from __future__ import annotations

from collections.abc import Sequence

from charts.comparing import Standing
from charts.spec import Column, Frame, Table, TableSpec
from charts.view import View, reason_of
from charts.wording import definition_of, file_stem, notes_of, remark, subtitle_of
from domain.comparison import (
    MIN_COMPARABLE_UNITS,
)
from queries.rows import IndicatorRow, Value
from text.search import fold


def plain(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> TableSpec:
    """All units with their own periods and windows, unranked, each with every scope it reports; by the alphabet.

    Of the view's period; of all its periods where they are of several kinds.
    """
    periods = {period.period_id for period in (view.periods if view.is_mixed else (view.period,))}
    everyone = (*view.others, *view.units)
    rows: list[dict[str, object]] = []
    shown: list[Value] = []
    for unit in sorted(everyone, key=lambda unit: (unit.level == "commune", fold(unit.name))):
        found = [
            value
            for value in values
            if value.unit_id == unit.unit_id
            and value.indicator_id == indicator.indicator_id
            and value.period_id in periods
        ]
        rows += [_plain_row(view, indicator, value) for value in found] or [
            {"unit": view.labels[unit.unit_id], "remark": view.say("missing.not_reported")}
        ]
        shown += [value for value in found if value.value is not None]
    title = view.say("plain.title", count=len({value.unit_id for value in shown}), total=len(everyone))
    subtitle = subtitle_of(view, indicator, view.span_words() if view.is_mixed else view.period_words())
    sentence = view.say("plain.sentence", least=MIN_COMPARABLE_UNITS)
    standings = [Standing(value, None, reason_of(value, indicator, None)) for value in shown]
    return TableSpec(
        Frame(
            title=title,
            subtitle=subtitle,
            sentence=sentence,
            source=view.source_line(value.report_id for value in shown),
            definition=definition_of(view, indicator),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, indicator.indicator_id, "bang"),
            notes=notes_of(view, standings, None),
            simulated=view.simulated,
            table=Table(_plain_columns(view), tuple(rows)),
        )
    )


def _plain_columns(view: View) -> tuple[Column, ...]:
    return (
        Column("unit", view.say("column.unit")),
        Column("scope", view.say("column.scope")),
        Column("period", view.say("column.period")),
        Column("value_text", view.say("column.value")),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("remark", view.say("column.remark")),
        Column("window", view.say("column.window")),
        Column("report", view.say("column.report")),
    )


def _plain_row(view: View, indicator: IndicatorRow, value: Value) -> dict[str, object]:
    words = remark(view, value, reason_of(value, indicator, None))
    if value.value is None:
        words = view.say("missing.counts")
    if not value.window_printed:
        words = ", ".join(filter(None, (words, view.say("mark.no_window"))))
    return {
        "unit": view.labels[value.unit_id],
        "scope": view.say(f"scope.{value.scope}"),
        "period": next(p.label(view.lang) for p in view.periods if p.period_id == value.period_id),
        "value_text": view.value_text(value, 2),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "report": view.report_name(value.report_id),
        "remark": words,
    }
