"""Who has not sent a period's report: a list to take along, and a letter to copy."""

from __future__ import annotations

import re
from collections.abc import Mapping

from charts.reporting import Reporting, notes
from charts.spec import Column, Frame, Table, TableSpec
from charts.view import View
from charts.wording import capital, file_stem
from domain.completeness import Duty, State
from domain.periods import Period
from text.numbers import format_date

_KINDS = re.compile(r"\b(?:Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Thành phố|Tỉnh)\b(?= )")


def missing(reporting: Reporting, period: Period | None) -> list[Duty]:
    """The reports of `period` that are due and have not come, longest overdue first."""
    found = [] if period is None else [duty for duty in reporting.of(period) if duty.state is State.MISSING]
    return sorted(found, key=lambda duty: duty.due_on)


def periods(reporting: Reporting) -> list[Period]:
    """The periods to remind of, newest first: the latest, and any other of which a report is missing."""
    if reporting.latest is None:
        return []
    lacking = {duty.period for duty in reporting.duties if duty.state is State.MISSING}
    return [one for one in reversed(reporting.periods) if one in lacking or one == reporting.latest]


def reminders(reporting: Reporting, period: Period | None) -> TableSpec:
    """The units that have not sent `period`: due day, days overdue, what came last."""
    view, found = reporting.view, missing(reporting, period)
    day, names = format_date(reporting.as_of, view.lang), full_names(view)
    when = view.period_words(period or view.period)
    if period is None:
        title = view.say("reminders.title_unknown")
    else:
        title = view.say(
            "reminders.title" if found else "reminders.title_none", units=reporting.names(found), when=when
        )
    subtitle = view.say("reminders.subtitle", day=day, group=view.group)
    columns = (
        Column("unit", view.say("column.unit")),
        *(
            [Column("heir", view.say("reminders.column_heir"))]
            if any(duty.unit_id in reporting.heirs for duty in found)
            else []
        ),
        Column("due_on", view.say("column.due_on"), "date"),
        Column("days", view.say("reminders.column_days"), "number"),
        Column("last", view.say("reporting.column_last")),
        Column("last_on", view.say("column.received_on"), "date"),
    )
    return TableSpec(
        Frame(
            title=title,
            subtitle=subtitle,
            sentence="",
            source=reporting.source(),
            definition=reporting.rule(),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, "chua-gui-bao-cao", *([period.period_id] if period else [])),
            notes=notes(reporting),
            simulated=view.simulated,
            table=Table(columns, tuple(_row(reporting, duty, names) for duty in found)),
        )
    )


def _row(reporting: Reporting, duty: Duty, names: Mapping[str, str]) -> dict[str, object]:
    last = reporting.last.get(duty.unit_id)
    return {
        "unit": names[duty.unit_id],
        "heir": ", ".join(reporting.heirs.get(duty.unit_id, ())) or None,
        "due_on": duty.due_on,
        "days": duty.days_overdue(reporting.as_of),
        "last": last.period.label(reporting.view.lang) if last else None,
        "last_on": last.received_on if last else None,
    }


def full_names(view: View) -> dict[str, str]:
    """Names as an address is written, with the district or province."""
    above = {unit.unit_id: unit.district or unit.province for unit in view.units}
    return {one.unit_id: ", ".join(name for name in (one.name, above[one.unit_id]) if name) for one in view.units}


def none_missing(reporting: Reporting, period: Period) -> str:
    """That all reports of `period` are there, and which other periods lack one."""
    view = reporting.view
    others = [view.period_words(one) for one in periods(reporting) if missing(reporting, one)]
    words = f"{view.say('reminders.title_none', when=view.period_words(period))}."
    return f"{words} {view.say('reminders.others', periods=', '.join(others))}" if others else words


def letter(reporting: Reporting, period: Period) -> str:
    """The reminder in words, ready to copy; empty where no report of `period` is missing."""
    view, found = reporting.view, missing(reporting, period)
    if not found:
        return ""
    names = {unit_id: _inside(view, name) for unit_id, name in full_names(view).items()}
    lines = [f"{number}. {_line(reporting, duty, names[duty.unit_id])}" for number, duty in enumerate(found, start=1)]
    heirs = reporting.heirs.get(found[0].unit_id, ())
    one = ", ".join(_inside(view, name) for name in heirs) if heirs else names[found[0].unit_id]
    parts = [
        view.say("reminders.simulated") if view.simulated else "",
        view.say("reminders.subject", when=view.period_words(period)),
        view.say("reminders.to_one", unit=one) if len(found) == 1 else view.say("reminders.to_many"),
        view.say("reminders.opening", when=view.period_words(period), day=format_date(reporting.as_of, view.lang)),
        "\n".join(lines),
        view.say("reminders.closing"),
        view.say("reminders.thanks"),
    ]
    return "\n\n".join(part for part in parts if part)


def _line(reporting: Reporting, duty: Duty, name: str) -> str:
    view = reporting.view
    heirs = [_inside(view, heir) for heir in reporting.heirs.get(duty.unit_id, ())]
    if heirs:
        name = view.say("reminders.now", unit=name, heirs=", ".join(heirs))
    words = view.say(
        "reminders.line", unit=capital(name), due=format_date(duty.due_on, view.lang),
        days=view.number(duty.days_overdue(reporting.as_of)),
    )  # fmt: skip
    last = reporting.last.get(duty.unit_id)
    if last is None:
        return view.say("reminders.line_none", line=words)
    when = view.period_words(last.period)
    if last.received_on is None:
        return view.say("reminders.line_last", line=words, when=when)
    return view.say("reminders.line_last_on", line=words, when=when, day=format_date(last.received_on, view.lang))


def _inside(view: View, name: str) -> str:
    """ "Xã Đức Hiệp, Huyện Minh Họa" inside a Vietnamese sentence: "xã Đức Hiệp, huyện Minh Họa"."""
    return _KINDS.sub(lambda found: found[0].lower(), name) if view.lang == "vi" else name
