"""The tables of the page on data: sources, reports, findings, units found, and the tables to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts.method import plain_frame
from charts.spec import Column, Frame
from charts.unit_card import timely
from charts.view import View
from domain.periods import Window, parse_period
from queries.check_rows import RuleRow
from queries.lineage_rows import FoundUnit
from queries.received_rows import BuildInfo, ReportLine, Source
from queries.rows import Finding, UnitRow
from text.numbers import format_date

Kind = Literal["text", "number", "percent", "points", "date"]
_NUMBERS: dict[str, tuple[Kind, int]] = {
    "numerator": ("number", 0),
    "denominator": ("number", 0),
    "figures": ("number", 0),
    "reports": ("number", 0),
    "value": ("number", 2),
    "printed_value": ("percent", 2),
    "as_of": ("date", 0),
    "window_start": ("date", 0),
    "window_end": ("date", 0),
    "signed_on": ("date", 0),
    "received_on": ("date", 0),
    "valid_from": ("date", 0),
    "valid_to": ("date", 0),
}


def reports_frame(view: View, reports: Sequence[ReportLine]) -> Frame:
    """All reports of the source: whose, which, when, the file with its checksum, how many figures."""
    columns = (
        Column("unit", view.say("column.unit")),
        Column("place", view.say("method.column.place")),
        Column("period", view.say("column.period")),
        Column("number", view.say("unit.column.number")),
        Column("signed_on", view.say("unit.column.signed"), "date"),
        Column("window", view.say("column.window")),
        Column("received_on", view.say("unit.column.received"), "date"),
        Column("timely", view.say("unit.column.timely")),
        Column("status", view.say("unit.column.status")),
        Column("figures", view.say("method.column.figures"), "number"),
        Column("file", view.say("unit.column.file")),
        Column("sha256", view.say("unit.column.sha256")),
    )
    return plain_frame(view, "reports", columns, [_report_row(view, report) for report in reports])


def _report_row(view: View, report: ReportLine) -> dict[str, object]:
    printed = report.window_start and report.window_end
    return {
        "unit": report.unit,
        "place": ", ".join(name for name in (report.district, report.province) if name and name != report.unit),
        "period": parse_period(report.period_id).label(view.lang),
        "number": report.number or view.say("unit.no_number"),
        "signed_on": report.signed_on,
        "window": view.window_text(Window(report.window_start, report.window_end))  # type: ignore[arg-type]
        if printed
        else view.say("method.window_not_printed"),
        "received_on": report.received_on,
        "timely": timely(view, report.is_late),
        "status": view.say(f"unit.status.{report.status}"),
        "figures": report.figures,
        "file": report.file_name,
        "sha256": report.file_sha256,
    }


def left_out(findings: Sequence[Finding]) -> list[Finding]:
    """What kept a report out of this build."""
    return [finding for finding in findings if finding.rule == "left_out"]


def standing(findings: Sequence[Finding], reports: Sequence[ReportLine]) -> list[Finding]:
    """What does not hold in the reports that are loaded from the source."""
    ids = {report.report_id for report in reports}
    return [finding for finding in findings if finding.rule != "left_out" and finding.report_id in ids]


def findings_frame(
    view: View, name: Literal["left_out", "findings"], findings: Sequence[Finding], rules: Sequence[RuleRow]
) -> Frame:
    """Findings listed plainly: report, what was found, what was expected, the name of the rule."""
    names = {one.rule: one.name(view.lang) for one in rules} | {"left_out": view.say("method.rule_left_out")}
    columns = (
        Column("report", view.say("column.report")),
        Column("message", view.say("method.column.message")),
        Column("expected", view.say("method.column.expected"), "number", 2),
        Column("found", view.say("method.column.found"), "number", 2),
        Column("rule", view.say("method.column.rule")),
    )
    rows: list[dict[str, object]] = [
        {
            "report": view.report_name(one.report_id),
            "message": one.message(view.lang),
            "expected": one.expected,
            "found": one.found,
            "rule": names.get(one.rule, one.rule),
        }
        for one in findings
    ]
    return plain_frame(view, name, columns, rows)


def found_units_frame(view: View, units: Sequence[FoundUnit]) -> Frame:
    """Units of the national list that a search found, both eras: what became of each on 1 July 2025 or where it came
    from, and whether there are reports of it."""
    keys = ("name", "level", "place", "era", "history", "code", "reports")
    columns = tuple(Column(key, view.say(f"method.column.{key}")) for key in keys)
    return plain_frame(view, "units_found", columns, [_found_row(view, unit) for unit in units])


def _found_row(view: View, unit: FoundUnit) -> dict[str, object]:
    above = (unit.district, unit.province)
    era = "before" if unit.valid_to else "since"
    return {
        "name": unit.name,
        "level": view.say(f"method.level.{unit.level}"),
        "place": ", ".join(name for name in above if name and name != unit.name),
        "era": view.say(f"method.era.{era}"),
        "history": _history(view, unit),
        "code": unit.unit_id.partition("@")[0],
        "reports": view.say("method.has_reports", count=unit.reports)
        if unit.reports
        else view.say("method.has_no_reports"),
    }


def _history(view: View, unit: FoundUnit) -> str:
    """What became of a unit of before 1 July 2025, or what a unit of today was before."""
    if unit.valid_to is None:
        before = zip(unit.predecessors, unit.parts, strict=True)
        names = [view.say("old.part", name=name) if is_part else name for name, is_part in before]
        return view.say("found.before", names=", ".join(names)) if names else view.say("found.no_before")
    if unit.level == "district":
        return view.say("found.district")
    if not unit.successors:
        return view.say("found.no_after")
    if unit.divided:
        return view.say("found.divided", names=", ".join(unit.successors))
    (after,) = unit.successors
    return view.say("found.same_name" if after == unit.name else "found.after", name=after)


def export_frame(view: View, name: str, rows: Sequence[dict[str, object]]) -> Frame:
    """A whole table of the source under the warehouse's own column names, so that tables can be joined."""
    names = list(rows[0]) if rows else []
    columns = tuple(Column(key, key, *_NUMBERS.get(key, ("text", 0))) for key in names)
    return plain_frame(view, name, columns, [_plain(row) for row in rows])


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Truth values as words that every program reads."""
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in row.items()}


def reports_export(view: View, reports: Sequence[ReportLine]) -> Frame:
    """The source's reports with the warehouse's own columns."""
    rows = [{name: getattr(report, name) for name in ReportLine.__slots__} for report in reports]
    return export_frame(view, "report_list", rows)


def units_export(view: View, units: Sequence[UnitRow]) -> Frame:
    """The units that reported, with the warehouse's own columns."""
    return export_frame(view, "units", [{name: getattr(unit, name) for name in UnitRow.__slots__} for unit in units])


def source_facts(view: View, sources: Sequence[Source]) -> list[tuple[str, str]]:
    """A line a source: how many reports, of how many units, from when to when."""
    return [
        (
            view.say(f"frame.source_{one.source}"),
            view.say(
                "method.source_line",
                reports=view.number(one.reports),
                units=view.number(one.units),
                first=view.period_words(parse_period(one.first_period)),
                last=view.period_words(parse_period(one.last_period)),
            ),
        )
        for one in sources
    ]


def build_line(view: View, build: BuildInfo) -> str:
    """Which build this is, and how much is in it."""
    return view.say(
        "method.build",
        build=build.build_id,
        day=format_date(build.built_at.date(), view.lang),
        figures=view.number(build.figures),
        values=view.number(build.indicator_values),
        rejected=view.number(build.rejected),
    )
