"""Turns raw reports into checked records, or says what is wrong and where. Computes nothing, writes nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.periods import Period, Window, effective_window, parse_period
from domain.units import Unit, UnitAmbiguous, UnitUnknown
from etl.problems import Problem, ProblemsFound
from etl.read import RawReport, line
from etl.registry import Registry

SOURCES = ("report", "portal", "demo")
STATUSES = ("provisional", "checked", "locked")
SCOPES = ("own", "communes", "total")
PLACES = ("main", "appendix", "summary")
QUALIFIERS = ("exact", "at_least", "at_most", "about")
_REPORT_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True)
class Figure:
    """One statement of a report. `value` is None where the report's figure cannot be read."""

    measure: str
    scope: str
    seq: int
    value: float | None
    qualifier: str
    printed: str
    place: str
    locator: str
    as_of: date | None
    note: str
    is_override: bool = False


@dataclass(frozen=True)
class Report:
    """A checked report. `window` is what it prints; `effective` the window used to compare."""

    report_id: str
    source: str
    unit: Unit
    period: Period
    label: str
    window: Window | None
    effective: Window
    number: str | None
    signed_on: date | None
    received_on: date | None
    status: str
    file_name: str
    file_sha256: str
    pages: int | None
    supersedes: str | None
    other_units_named: tuple[str, ...]
    entered_by: str
    note: str
    figures: tuple[Figure, ...]


def validate_report(raw: RawReport, registry: Registry) -> Report:
    """The checked report. Raises ProblemsFound with everything that is wrong with it."""
    check = _Check(raw, registry)
    report = check.report()
    if check.problems or report is None:
        raise ProblemsFound(check.problems)
    return report


def validate_together(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """Leaves out reports that clash with an earlier one: same source, unit and period, and none replaces the other."""
    kept: list[Report] = []
    problems: list[Problem] = []
    by_key: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        same = by_key[report.source, report.unit.unit_id, report.period.period_id]
        ids = {other.report_id for other in same}
        replaced = {other.supersedes for other in same}
        if same and report.supersedes not in ids and report.report_id not in replaced:
            values = {"unit": report.unit.name, "period": report.period.period_id, "other": same[-1].report_id}
            problems.append(Problem(f"{report.report_id}/report.toml", "", "duplicate_report", values))
            continue
        same.append(report)
        kept.append(report)
    return kept, problems


class _Check:
    """Collects the problems of one report while it reads it."""

    def __init__(self, raw: RawReport, registry: Registry) -> None:
        self.raw = raw
        self.registry = registry
        self.problems: list[Problem] = []

    def report(self) -> Report | None:
        head = self.raw.head
        unit_part, period_part, document = (self._table(name) for name in ("unit", "period", "document"))
        self._fixed(head)
        period = self._period(period_part)
        unit = self._unit(unit_part, period)
        window = self._window(period_part)
        signed_on = self._date(document, "document.signed_on", "signed_on")
        figures = self._figures(head.get("override", []))
        if self.problems or period is None or unit is None:
            return None
        return Report(
            report_id=self.raw.name,
            source=head["source"],
            unit=unit,
            period=period,
            label=str(period_part.get("label", "")),
            window=window,
            effective=effective_window(period, window, signed_on),
            number=document.get("number"),
            signed_on=signed_on,
            received_on=self._date(document, "document.received_on", "received_on"),
            status=head["status"],
            file_name=str(document.get("file_name", "")),
            file_sha256=str(document.get("sha256", "")),
            pages=document.get("pages"),
            supersedes=document.get("supersedes"),
            other_units_named=tuple(document.get("other_units_named", ())),
            entered_by=str(document.get("entered_by", "")),
            note=str(document.get("note", "")),
            figures=figures,
        )

    def _say(self, code: str, place: Any = "", file: str = "report.toml", **values: object) -> None:
        self.problems.append(Problem(f"{self.raw.name}/{file}", place, code, values))

    def _table(self, name: str) -> dict:
        found = self.raw.head.get(name, {})
        if isinstance(found, dict):
            return found
        self._say("not_a_table", f"[{name}]")
        return {}

    def _fixed(self, head: dict) -> None:
        if head.get("schema") != 1:
            self._say("schema", "schema", found=head.get("schema"))
        if head.get("report_id") != self.raw.name or not _REPORT_ID.match(self.raw.name):
            self._say("report_id", "report_id", found=head.get("report_id"), folder=self.raw.name)
        for key, allowed in (("source", SOURCES), ("status", STATUSES)):
            if head.get(key) not in allowed:
                self._say("not_one_of", key, found=head.get(key), allowed=", ".join(allowed))

    def _period(self, part: dict) -> Period | None:
        try:
            return parse_period(str(part.get("id", "")))
        except ValueError:
            self._say("period", "period.id", found=part.get("id"))
            return None

    def _unit(self, part: dict, period: Period | None) -> Unit | None:
        units = self.registry.units
        if "unit_id" in part:
            unit = units.get(str(part["unit_id"]))
            if unit is None:
                self._say("unknown_unit_id", "unit.unit_id", found=part["unit_id"])
            return unit
        if period is None:
            return None
        asked = {key: part.get(key) for key in ("level", "district", "province", "gso_code")}
        try:
            return units.resolve(name=str(part.get("name", "")), on=period.nominal.end, **asked)
        except UnitAmbiguous as error:
            candidates = "; ".join(units.describe(unit) for unit in error.candidates[:5])
            self._say("ambiguous_unit", "unit.name", found=part.get("name"), candidates=candidates)
        except UnitUnknown:
            self._say("unknown_unit", "unit.name", found=part.get("name"))
        return None

    def _date(self, part: dict, place: str, key: str) -> date | None:
        found = part.get(key)
        if found is None or type(found) is date:
            return found
        self._say("date", place, found=found)
        return None

    def _window(self, part: dict) -> Window | None:
        start, end = (self._date(part, f"period.{key}", key) for key in ("window_start", "window_end"))
        if start is None and end is None:
            return None
        if start is None or end is None or start > end:
            self._say("bad_window", "period", start=start, end=end)
            return None
        return Window(start, end)

    def _figures(self, overrides: list[dict]) -> tuple[Figure, ...]:
        seen: dict[tuple[str, str], int] = defaultdict(int)
        figures = []
        for number, row in self.raw.figures:
            seq = seen[row["measure"], row["scope"] or "own"]
            figure = self._figure(number, row, seq)
            if figure:
                seen[figure.measure, figure.scope] += 1
                figures.append(figure)
        return self._with_overrides(figures, overrides)

    def _figure(self, number: int, row: dict[str, str], seq: int) -> Figure | None:
        before = len(self.problems)
        self._measure(number, row["measure"])
        scope = self._one_of(number, "scope", row["scope"] or "own", SCOPES)
        place = self._one_of(number, "place", row["place"] or "main", PLACES)
        qualifier = self._one_of(number, "qualifier", row["qualifier"] or "exact", QUALIFIERS)
        value = self._value(number, row)
        as_of = self._as_of(number, row["as_of"])
        if len(self.problems) > before:
            return None
        return Figure(
            row["measure"], scope, seq, value, qualifier, row["printed"], place, row["locator"], as_of, row["note"]
        )

    def _measure(self, number: int, code: str) -> None:
        for prefix, known in (
            (PRINTED_RATE, self.registry.indicators),
            (PRINTED_SHARE, self.registry.measures),
            ("", self.registry.measures),
        ):
            if code.startswith(prefix):
                if code.removeprefix(prefix) not in known:
                    self._say("unknown_measure", line(number), "figures.csv", found=code)
                return

    def _one_of(self, number: int, column: str, found: str, allowed: tuple[str, ...]) -> str:
        if found not in allowed:
            self._say(
                "cell_not_one_of", line(number), "figures.csv", column=column, found=found, allowed=", ".join(allowed)
            )
        return found

    def _value(self, number: int, row: dict[str, str]) -> float | None:
        if not row["value"]:
            return None
        try:
            value = Decimal(row["value"])
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self._say("not_a_number", line(number), "figures.csv", measure=row["measure"], found=row["value"])
            return None
        if value < 0:
            self._say("negative", line(number), "figures.csv", measure=row["measure"], found=row["value"])
        return float(value)

    def _as_of(self, number: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._say("date", line(number), "figures.csv", found=text)
            return None

    def _with_overrides(self, figures: list[Figure], overrides: list[dict]) -> tuple[Figure, ...]:
        for override in overrides:
            wanted = (override.get("measure"), override.get("scope", "own"), override.get("locator"))
            matches = [i for i, f in enumerate(figures) if (f.measure, f.scope, f.locator) == wanted]
            if len(matches) != 1 or not str(override.get("reason", "")).strip():
                self._say("override", "override", measure=override.get("measure"), locator=override.get("locator"))
                continue
            chosen = figures[matches[0]]
            note = f"{chosen.note} {override['reason']}".strip()
            figures[matches[0]] = Figure(**{**vars(chosen), "note": note, "is_override": True})
        return tuple(figures)
