"""Who a unit is: name and place, code and era, what became of it in 2025, and the reports it sent."""

from __future__ import annotations

from collections.abc import Sequence

from charts.spec import Column, Frame, Table
from charts.view import View
from charts.wording import file_stem
from domain.periods import Window, parse_period
from queries.lineage_rows import LineageRow, Successor
from queries.rows import ReportRow, UnitRow
from text.numbers import format_date

Fact = tuple[str, str]


def place_words(unit: UnitRow) -> str:
    """District and province, as far as the unit lies in them: "Huyện Bình Sơn, Tỉnh Quảng Ngãi"."""
    above = (unit.district if unit.level == "commune" else None, unit.province if unit.level != "province" else None)
    return ", ".join(name for name in above if name)


def full_name(unit: UnitRow) -> str:
    """Name and place, enough to tell two units of one name apart."""
    return ", ".join(filter(None, (unit.name, place_words(unit))))


def card(
    view: View,
    unit: UnitRow,
    successors: Sequence[Successor],
    reports: Sequence[ReportRow],
    lineage: Sequence[LineageRow] = (),
) -> list[Fact]:
    """The lines of the unit's card, heading and text."""
    facts = [
        ("place", place_words(unit)),
        ("code", _code(view, unit)),
        ("since_2025", _since_2025(view, unit, successors)),
        ("made_of", _made_of(view, unit, lineage)),
        ("reports", _reports(view, reports)),
    ]
    return [(view.say(f"unit.card.{name}"), text) for name, text in facts if text]


def _code(view: View, unit: UnitRow) -> str:
    since = format_date(unit.valid_from, view.lang)
    if unit.valid_to is None:
        return view.say("unit.code_open", code=unit.gso_code, since=since)
    return view.say("unit.code_closed", code=unit.gso_code, since=since, until=format_date(unit.valid_to, view.lang))


def _since_2025(view: View, unit: UnitRow, successors: Sequence[Successor]) -> str:
    if not successors:
        return view.say("unit.abolished") if unit.level == "district" and unit.valid_to else ""
    named = "; ".join(_successor(view, one) for one in successors)
    key = "unit.divided" if successors[0].divided else "unit.merged"
    said = [view.say(key, units=named)]
    if any(_code_of(one) == unit.gso_code for one in successors):
        said.append(view.say("unit.code_reused", code=unit.gso_code))
    return " ".join(said)


def _made_of(view: View, unit: UnitRow, lineage: Sequence[LineageRow]) -> str:
    before = [line for line in lineage if line.to_unit_id == unit.unit_id]
    named = (view.say("unit.made_of_part", unit=one.from_name) if one.divided else one.from_name for one in before)
    return view.say("unit.made_of", units=", ".join(named)) if before else ""


def _successor(view: View, one: Successor) -> str:
    return view.say("unit.successor", name=one.name, province=one.province or "", code=_code_of(one))


def _code_of(one: Successor) -> str:
    return one.unit_id.partition("@")[0]


def _reports(view: View, reports: Sequence[ReportRow]) -> str:
    if not reports:
        return ""
    first, last = (view.period_words(parse_period(report.period_id)) for report in (reports[0], reports[-1]))
    key = "unit.reports_one" if len(reports) == 1 else "unit.reports_many"
    return view.say(key, count=len(reports), first=first, last=last)


def reports_frame(view: View, unit: UnitRow, reports: Sequence[ReportRow]) -> Frame:
    """The unit's reports, newest first: number, dates, window as printed or as the rule has it, late or not, status."""
    late = sum(report.is_late is True for report in reports)
    unknown = sum(report.is_late is None for report in reports)
    title = view.say("unit.reports_title", count=len(reports), late=late, unknown=unknown)
    columns = (
        Column("period", view.say("column.period")),
        Column("number", view.say("unit.column.number")),
        Column("signed", view.say("unit.column.signed"), "date"),
        Column("window", view.say("column.window")),
        Column("window_kind", view.say("unit.column.window_kind")),
        Column("received", view.say("unit.column.received"), "date"),
        Column("timely", view.say("unit.column.timely")),
        Column("status", view.say("unit.column.status")),
        Column("file", view.say("unit.column.file")),
        Column("sha256", view.say("unit.column.sha256")),
        Column("note", view.say("column.remark")),
    )
    return Frame(
        title=title,
        subtitle=view.say("unit.reports_subtitle", unit=unit.name),
        sentence="",
        source=view.source_line(report.report_id for report in reports),
        definition=view.say("unit.reports_definition"),
        alt=view.say("alt.plain", title=title, subtitle=unit.name),
        file_stem=file_stem(view, unit.name, "bao-cao"),
        simulated=view.simulated,
        table=Table(columns, tuple(_report_row(view, report) for report in reversed(reports))),
    )


def _report_row(view: View, report: ReportRow) -> dict[str, object]:
    return {
        "period": parse_period(report.period_id).label(view.lang),
        "number": report.number or view.say("unit.no_number"),
        "signed": report.signed_on,
        "window": view.window_text(Window(report.effective_start, report.effective_end)),
        "window_kind": window_kind(view, report),
        "received": report.received_on,
        "timely": timely(view, report.is_late),
        "status": view.say(f"unit.status.{report.status}"),
        "file": report.file_name,
        "sha256": report.file_sha256,
        "note": _note(view, report),
    }


def window_kind(view: View, report: ReportRow) -> str:
    """Whether the window stands in the report, follows from the rule, or ends with the day of signing."""
    if report.window_start is not None:
        return view.say("unit.window.printed")
    capped = report.effective_end != report.nominal_end
    return view.say("unit.window.capped" if capped else "unit.window.nominal")


def timely(view: View, is_late: bool | None) -> str:
    """In time, late, or not known: the day of receipt is not recorded."""
    return view.say("unit.timely." + {None: "unknown", True: "late", False: "in_time"}[is_late])


def _note(view: View, report: ReportRow) -> str:
    named = view.say("unit.names_others", units=", ".join(report.other_units_named)) if report.other_units_named else ""
    return " ".join(filter(None, (named, report.note)))
