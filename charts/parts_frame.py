"""What stands behind a value that no report states: its parts as a table that the reader can add up, and the reports to
open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charts import quality_marks
from charts.origins import ALL_FIGURES
from charts.parts import Part, Place, parts_of, reports_behind
from charts.spec import Column, Frame, Table
from charts.view import View
from charts.wording import definition_of, file_stem
from domain.figures import SCOPES
from domain.periods import Period, PeriodKind, parse_period
from queries.ask import Ask
from queries.received_rows import Coverage
from queries.rows import IndicatorRow, UnitRow, Value

MOST_WRITTEN = 7
"""So many parts are written out as a sum; the table holds them all."""

Sums = Sequence[tuple[Value, Sequence[Part]]]
Names = Mapping[str, str]
"""What units are called, by id: also those of before."""


@dataclass(frozen=True)
class Behind:
    """Why there is no report of its own, the table of the parts, and the units and periods whose reports print them.

    `frame` is None where the unit's own figures say how they follow: a derived quarter whose stocks are the closing
    report's while its flows are differences.
    """

    why: str
    frame: Frame | None
    places: tuple[Place, ...]


def behind_of(
    view: View, ask: Ask, unit: UnitRow, period: Period, traced: str, own: Sequence[Value], names: Names
) -> Behind | None:
    """What the unit's `period` is made of: of the indicator `traced`, or ALL_FIGURES. None where the unit's report
    states it. `ask` answers for units as they reported; `own` are the unit's values."""
    own = [value for value in own if value.period_id == period.period_id]
    no_report = period.kind is PeriodKind.ROLLING or any(value.is_rebased for value in own)
    why = why_summed(view, unit, period, is_rebased=any(v.is_rebased for v in own)) if no_report else ""
    if traced == ALL_FIGURES:
        reports = reports_behind(ask, view.source, unit.unit_id, period)
        places = tuple((one.unit_id, one.period_id) for one in reports)
        if no_report and reports:
            return Behind(why, reports_frame(view, unit, period, reports, names), places)
        return Behind("", None, places) if len(places) > 1 else None
    values = sorted((v for v in own if v.indicator_id == traced), key=lambda value: SCOPES.index(value.scope))
    sums = [(value, parts_of(ask, view.source, value)) for value in values]
    places = tuple(dict.fromkeys(place for _, parts in sums for part in parts for place in part.places))
    if no_report or any(len(parts) > 1 for _, parts in sums):
        found = ask.findings_of(view.source, sorted({unit for unit, _ in places}), quality_marks.behind([period]))
        told = replace(view, findings=quality_marks.Marks(tuple(found)))
        kept = [(value, parts) for value, parts in sums if parts]
        return Behind(why, parts_frame(told, unit, period, ask.indicators()[traced], kept, names), places)
    return Behind(why, None, places) if len(places) > 1 else None


def why_summed(view: View, unit: UnitRow, period: Period, *, is_rebased: bool) -> str:
    """Why no report of the unit states the period: it is four quarters, or closed before the unit existed."""
    words = {"unit": unit.name, "when": view.period_words(period)}
    rolling = period.kind is PeriodKind.ROLLING
    key = ("rolling_rebased" if is_rebased else "rolling") if rolling else "rebased"
    return view.say(f"parts.why.{key}", **words)


def parts_frame(view: View, unit: UnitRow, period: Period, indicator: IndicatorRow, sums: Sums, names: Names) -> Frame:
    """A row a report: whose, of which period, its counts with their sign; below, the sum and the rate computed again.

    `sums` holds the unit's value in each scope with its parts; a row's findings come from `view.findings`.
    """
    title = "; ".join(_value_line(view, value, parts) for value, parts in sums)
    subtitle = view.say(
        "parts.subtitle", indicator=indicator.name(view.lang), when=view.period_words(period), unit=unit.name
    )
    rows = [row for value, parts in sums for row in (*(_row(view, part, names) for part in parts), _sum(view, value))]
    reports = [part.value.report_id for _, parts in sums for part in parts]
    return _frame(
        view, unit, period, title, subtitle, Table(_columns(view, sums), tuple(rows)), reports,
        sentence=" ".join(filter(None, (_written(view, value, parts) for value, parts in sums))),
        definition=definition_of(view, indicator), stem=indicator.indicator_id,
    )  # fmt: skip


def reports_frame(view: View, unit: UnitRow, period: Period, reports: Sequence[Coverage], names: Names) -> Frame:
    """The reports behind a unit's period, where no single indicator is followed."""
    title = view.say("parts.reports_title", count=len(reports), unit=unit.name, when=view.period_words(period))
    columns = tuple(Column(key, view.say(f"parts.column.{key}")) for key in ("unit", "period", "report"))
    rows: tuple[dict[str, object], ...] = tuple(
        {
            "unit": names.get(one.unit_id, one.unit_id),
            "period": parse_period(one.period_id).label(view.lang),
            "report": view.report_name(one.report_id),
        }
        for one in reports
    )
    ids = [one.report_id for one in reports]
    return _frame(view, unit, period, title, view.say("parts.reports_subtitle"), Table(columns, rows), ids)


def _frame(
    view: View, unit: UnitRow, period: Period, title: str, subtitle: str, table: Table, reports: Sequence[str], *,
    sentence: str = "", definition: str = "", stem: str = "bao-cao",
) -> Frame:  # fmt: skip
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(reports),
        definition=definition,
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, stem, "thanh-phan"),
        simulated=view.simulated,
        table=table,
    )


def _value_line(view: View, value: Value, parts: Sequence[Part]) -> str:
    text = view.say(
        "parts.title",
        counts=view.counts_text(value),
        value=view.value_text(value, 2),
        count=len({part.value.report_id for part in parts}),
    )
    return text if value.scope == "own" else f"{view.say(f'scope.{value.scope}')}: {text}"


def _columns(view: View, sums: Sums) -> tuple[Column, ...]:
    counts = [count for value, _ in sums for count in (value.numerator, value.denominator) if count is not None]
    decimals = 0 if all(count == int(count) for count in counts) else 1
    scoped = any(value.scope != "own" for value, _ in sums)
    # Of one unit, the heading says which.
    several = any(part.value.unit_id != value.unit_id for value, parts in sums for part in parts)
    toward = len({part.toward for _, parts in sums for part in parts}) > 1
    found = any(view.findings.of(part.value) for _, parts in sums for part in parts)
    return (
        Column("sign", view.say("parts.column.sign")),
        *([Column("unit", view.say("parts.column.unit"))] if several else []),
        *([Column("scope", view.say("source_of.column.scope"))] if scoped else []),
        Column("period", view.say("parts.column.period")),
        *([Column("toward", view.say("parts.column.toward"))] if toward else []),
        Column("numerator", view.say("source_of.side.numerator"), "number", decimals),
        Column("denominator", view.say("source_of.side.denominator"), "number", decimals),
        Column("value", view.say("parts.column.value"), "percent", 2),
        Column("report", view.say("parts.column.report")),
        *([Column("finding", view.say("parts.column.finding"))] if found else []),
    )


def _row(view: View, part: Part, names: Names) -> dict[str, object]:
    value = part.value
    return {
        "sign": "+" if part.sign > 0 else "−",
        "unit": names.get(value.unit_id, value.unit_id),
        "scope": view.say(f"scope.{value.scope}"),
        "period": " − ".join(period.label(view.lang) for period in part.said_in),
        "toward": part.toward.label(view.lang),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "report": view.report_name(value.report_id),
        "finding": " ".join(view.findings_of(value)),
    }


def _sum(view: View, value: Value) -> dict[str, object]:
    return {
        "sign": "=",
        "unit": view.say("parts.sum"),
        "scope": view.say(f"scope.{value.scope}"),
        "period": parse_period(value.period_id).label(view.lang),
        "toward": "",
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "report": "",
        "finding": "",
    }


def _written(view: View, value: Value, parts: Sequence[Part]) -> str:
    """ "Tử số: 120 + 98 = 218; mẫu số: 300 + 250 = 550; 218 : 550 = 39,64 %."; empty for one part, or many."""
    if not 1 < len(parts) <= MOST_WRITTEN:
        return ""
    return view.say(
        "parts.written",
        numerator=_addition(view, [(part.sign, part.value.numerator) for part in parts], value.numerator),
        denominator=_addition(view, [(part.sign, part.value.denominator) for part in parts], value.denominator),
        counts=view.counts_text(value).replace("/", " : "),
        value=view.value_text(value, 2),
    )


def _addition(view: View, counts: Sequence[tuple[int, float | None]], total: float | None) -> str:
    decimals = 0 if all(count is None or count == int(count) for _, count in counts) else 1
    terms = [f"{'+' if sign > 0 else '−'} {view.number(count, decimals)}" for sign, count in counts]
    return f"{' '.join(terms).removeprefix('+ ')} = {view.number(total, decimals)}"
