"""Turns raw reports into checked records, or says what is wrong and where. Computes nothing, writes nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.indicators import PRINTED_RATE, PRINTED_SHARE, Measure
from domain.periods import Period, Window, effective_window, parse_reported
from domain.review import STATUSES, Line
from domain.rules import Noted
from domain.units import Level, Unit, UnitAmbiguous, UnitUnknown
from etl.corrections import held_fast, reviewed, status_of
from etl.problems import Problem, ProblemsFound
from etl.read import RawReport, line
from etl.registry import Registry
from text.search import fold

SOURCES = ("report", "portal", "demo")
SCOPES = ("own", "communes", "total")
PLACES = ("main", "appendix", "summary")
QUALIFIERS = ("exact", "at_least", "at_most", "about")
_REPORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Digits and one point: no 1e400, no 1_748, no full-width digits. Longer numbers lose digits in a double.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Everything else is counted in pieces: 1.748 dossiers are 1,748 written the Vietnamese way.
_UNITS_WITH_FRACTIONS = ("%", "million VND")


@dataclass(frozen=True)
class Figure:
    """One statement of a report. `value` is None where the report's figure cannot be read, or a review rejected it.

    `review` says what a review made of it (domain.review.STATES), `corrected_from` what figures.csv has where that is
    something else.
    """

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
    corrected_from: float | None = None
    review: str | None = None


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
    noted: tuple[Noted, ...] = ()
    review: tuple[Line, ...] = ()


def validate_report(raw: RawReport, registry: Registry) -> Report:
    """The checked report, its review put to it. Raises ProblemsFound with everything that is wrong with it."""
    check = _Check(raw, registry)
    report = check.report()
    if check.problems or report is None:
        raise ProblemsFound(check.problems)
    return report


def validate_together(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """Leaves out reports that clash with an earlier one: same id; or same source, unit and period without one of them
    replacing the other. What is replaced has to be of that source, unit and period too."""
    checked, problems = _with_ids_once(reports)
    by_key: dict[Key, list[Report]] = defaultdict(list)
    for report in checked:
        by_key[_key(report)].append(report)
    keys = {report.report_id: _key(report) for report in checked}
    left_out: set[str] = set()
    for same in by_key.values():
        for report in same:
            if keys.get(report.supersedes or "", _key(report)) != _key(report):
                problems.append(_clash(report, "supersedes_other", other=report.supersedes))
                left_out.add(report.report_id)
        standing = [report for report in same if report.report_id not in left_out]
        current = _current_chain(standing)
        for report in standing:
            if report not in current:
                code, other = ("duplicate_report", current[0].report_id) if current else ("supersedes_circle", "")
                problems.append(_clash(report, code, other=other))
                left_out.add(report.report_id)
    return [report for report in checked if report.report_id not in left_out], problems


Key = tuple[str, str, str]


def _key(report: Report) -> Key:
    return report.source, report.unit.unit_id, report.period.period_id


def _clash(report: Report, code: str, **values: object) -> Problem:
    values |= {"unit": report.unit.name, "period": report.period.period_id}
    return Problem(f"{report.report_id}/report.toml", "", code, values)


def _with_ids_once(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """Real and simulated reports lie in two folders, and the id is the only key of a report."""
    kept: dict[str, Report] = {}
    problems = []
    for report in reports:
        if report.report_id in kept:
            problems.append(_clash(report, "report_id_twice", other=report.report_id))
        else:
            kept[report.report_id] = report
    return list(kept.values()), problems


def _current_chain(same: Sequence[Report]) -> list[Report]:
    """The first report that no other replaces, and those it replaces in turn; none where each is replaced."""
    by_id = {report.report_id: report for report in same}
    replaced = {report.supersedes for report in same}
    chain: list[Report] = []
    report = next((report for report in same if report.report_id not in replaced), None)
    while report is not None and report not in chain:
        chain.append(report)
        report = by_id.get(report.supersedes or "")
    return chain


def value_problem(text: str, measure: str, registry: Registry) -> str:
    """What is wrong with `text` as a value of `measure`: a code below `problem.`, or nothing."""
    code = ""
    if not _NUMBER.fullmatch(text):
        code = "not_a_number"
    elif text.startswith("-"):
        code = "negative"
    elif float(text) != int(float(text)) and _in_pieces(registry.measures.get(measure)):
        code = "not_whole"
    return code


def _in_pieces(measure: Measure | None) -> bool:
    return measure is not None and measure.unit not in _UNITS_WITH_FRACTIONS


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
        label = self._words(period_part, "period", "label")
        signed_on = self._date(document, "document.signed_on", "signed_on")
        received_on = self._date(document, "document.received_on", "received_on")
        number, file_name, sha256, supersedes, entered_by, note = (
            self._words(document, "document", key)
            for key in ("number", "file_name", "sha256", "supersedes", "entered_by", "note")
        )
        if supersedes == self.raw.name:
            self._say("supersedes_itself", "document.supersedes")
        pages = self._pages(document)
        others = self._others(document)
        figures = self._with_overrides(self._figures(), self._overrides(head))
        noted = tuple(self._noted(head))
        if not self.problems and self.raw.review:
            figures, unfitting = reviewed(self.raw.name, figures, self.raw.review)
            self.problems += [*held_fast(self.raw), *unfitting]
        if self.problems or period is None or unit is None:
            return None
        return Report(
            report_id=self.raw.name,
            source=head["source"],
            unit=unit,
            period=period,
            label=label or "",
            window=window,
            effective=effective_window(period, window, signed_on),
            number=number,
            signed_on=signed_on,
            received_on=received_on,
            status=status_of(self.raw),
            file_name=file_name or "",
            file_sha256=sha256 or "",
            pages=pages,
            supersedes=supersedes,
            other_units_named=others,
            entered_by=entered_by or "",
            note=note or "",
            figures=figures,
            noted=noted,
            review=self.raw.review,
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
        if head.get("report_id") != self.raw.name or not _REPORT_ID.fullmatch(self.raw.name):
            self._say("report_id", "report_id", found=head.get("report_id"), folder=self.raw.name)
        for key, allowed in (("source", SOURCES), ("status", STATUSES)):
            if head.get(key) not in allowed:
                self._say("not_one_of", key, found=head.get(key), allowed=", ".join(allowed))

    def _words(self, part: dict, table: str, key: str) -> str | None:
        found = part.get(key)
        if found is None or isinstance(found, str):
            return found
        self._say("not_text", f"{table}.{key}", found=found)
        return None

    def _pages(self, document: dict) -> int | None:
        found = document.get("pages")
        if found is None or (type(found) is int and 0 < found < 100_000):
            return found
        self._say("pages", "document.pages", found=found)
        return None

    def _others(self, document: dict) -> tuple[str, ...]:
        found = document.get("other_units_named", [])
        if isinstance(found, list) and all(isinstance(name, str) for name in found):
            return tuple(found)
        self._say("not_a_list", "document.other_units_named", found=found)
        return ()

    def _overrides(self, head: dict) -> list[dict]:
        found = head.get("override", [])
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return found
        self._say("not_a_table", "[[override]]")
        return []

    def _noted(self, head: dict) -> Iterator[Noted]:
        found = head.get("noted", [])
        for entry in found if isinstance(found, list) else [found]:
            try:
                note = Noted(**{**entry, "measures": tuple(entry["measures"])})
                words = (note.sentence_vi, note.sentence_en, note.left_place, note.right_place, *note.measures)
                numbers = (note.left, note.right)
                if (
                    all(isinstance(word, str) and word.strip() for word in words)
                    and all(number is None or type(number) in (int, float) for number in numbers)
                    and isinstance(entry["measures"], list)
                    and all(measure in self.registry.measures for measure in note.measures)
                    and note.measures
                    and note.scope in SCOPES
                ):
                    yield note
                    continue
            except (KeyError, TypeError):
                pass
            self._say("noted", "[[noted]]", found=entry)

    def _period(self, part: dict) -> Period | None:
        try:
            return parse_reported(str(part.get("id", "")))
        except ValueError:
            self._say("period", "period.id", found=part.get("id"))
            return None

    def _unit(self, part: dict, period: Period | None) -> Unit | None:
        units = self.registry.units
        if "unit_id" in part:
            unit = units.get(str(part["unit_id"]))
            if unit is None:
                self._say("unknown_unit_id", "unit.unit_id", found=part["unit_id"])
            elif "name" in part and fold(str(part["name"])) != fold(unit.name):
                # Codes were re-used in 2025: one digit off is another place, and nothing else would show it.
                self._say("unit_id_of_another", "unit.unit_id", found=part["name"], unit=units.describe(unit))
            return unit
        before = len(self.problems)
        name, level, district, province, gso_code = (
            self._words(part, "unit", key) for key in ("name", "level", "district", "province", "gso_code")
        )
        if level is not None and level not in tuple(Level):
            self._say("not_one_of", "unit.level", found=level, allowed=", ".join(Level))
        if period is None or len(self.problems) > before:
            return None
        asked = {"district": district, "province": province, "gso_code": gso_code}
        try:
            return units.resolve(name=name or "", on=period.nominal.end, level=Level(level) if level else None, **asked)
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

    def _figures(self) -> list[Figure]:
        seen: dict[tuple[str, str], int] = defaultdict(int)
        figures = []
        for number, row in self.raw.figures:
            seq = seen[row["measure"], row["scope"] or "own"]
            figure = self._figure(number, row, seq)
            if figure:
                seen[figure.measure, figure.scope] += 1
                figures.append(figure)
        return figures

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
        text = row["value"]
        if not text:
            return None
        wrong = value_problem(text, row["measure"], self.registry)
        if not wrong:
            return float(text)
        self._say(wrong, line(number), "figures.csv", measure=row["measure"], found=text)
        return None

    def _as_of(self, number: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "no day") if text else None
        except ValueError:
            self._say("date", line(number), "figures.csv", found=text)
            return None

    def _with_overrides(self, figures: list[Figure], overrides: list[dict]) -> tuple[Figure, ...]:
        for override in overrides:
            wanted = (override.get("measure"), override.get("scope", "own"), override.get("locator"))
            reason = override.get("reason")
            matches = [i for i, f in enumerate(figures) if (f.measure, f.scope, f.locator) == wanted]
            is_readable = len(matches) == 1 and figures[matches[0]].value is not None
            is_second = any(f.is_override and (f.measure, f.scope) == wanted[:2] for f in figures)
            if not is_readable or is_second or not isinstance(reason, str) or not reason.strip():
                self._say("override", "override", measure=override.get("measure"), locator=override.get("locator"))
                continue
            chosen = figures[matches[0]]
            figures[matches[0]] = replace(chosen, note=f"{chosen.note} {reason}".strip(), is_override=True)
        return tuple(figures)
