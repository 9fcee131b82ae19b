"""Turns raw reports into checked records, or says what is wrong and where. Computes nothing, writes nothing."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from domain.figures import SCOPES
from domain.periods import Period, Window, effective_window, parse_reported
from domain.review import STATUSES
from domain.rules import Noted, OtherUnit
from domain.units import Level, Unit, UnitAmbiguous, UnitUnknown
from etl.corrections import held_fast, reviewed, status_of
from etl.problems import Problem, ProblemsFound
from etl.read import RawReport
from etl.registry import Registry
from etl.report import SOURCES, Figure, Report
from etl.validate_figures import read_figures
from text.search import fold

_REPORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def validate_report(raw: RawReport, registry: Registry) -> Report:
    """The checked report, its review put to it. Raises ProblemsFound with everything that is wrong with it."""
    check = _Check(raw, registry)
    report = check.report()
    if check.problems or report is None:
        raise ProblemsFound(check.problems)
    return report


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
        if signed_on and received_on and received_on < signed_on:
            self._say("received_before_signed", "document.received_on", received=received_on, signed=signed_on)
        number, file_name, sha256, supersedes, entered_by, note = (
            self._words(document, "document", key)
            for key in ("number", "file_name", "sha256", "supersedes", "entered_by", "note")
        )
        if supersedes == self.raw.name:
            self._say("supersedes_itself", "document.supersedes")
        pages = self._pages(document)
        others, is_imported = self._others(document), self._is_imported(document)
        stated, unreadable = read_figures(self.raw, self.registry)
        self.problems += unreadable
        figures = self._with_overrides(stated, self._overrides(head))
        noted = tuple(self._noted(head))
        if not self.problems:
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
            is_imported=is_imported,
            review=self.raw.review,
        )

    def _say(self, code: str, place: str = "", **values: object) -> None:
        self.problems.append(Problem(f"{self.raw.name}/report.toml", place, code, values))

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

    def _others(self, document: dict) -> tuple[OtherUnit, ...]:
        """Names, or tables of a name and the place in the text."""
        found = document.get("other_units_named", [])
        with suppress(TypeError, AttributeError):
            others = [OtherUnit(one) if isinstance(one, str) else OtherUnit(**one) for one in found]
            if isinstance(found, list) and all(one.name.strip() and isinstance(one.locator, str) for one in others):
                return tuple(others)
        self._say("not_a_list", "document.other_units_named", found=found)
        return ()

    def _is_imported(self, document: dict) -> bool:
        found = document.get("imported", False)
        if type(found) is not bool:
            self._say("not_true_or_false", "document.imported", found=found)
        return found is True

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
                lists = ("measures", *(key for key in ("left_measures", "right_measures") if key in entry))
                note = Noted(**{**entry, **{key: tuple(entry[key]) for key in lists}})
                measures = (*note.measures, *note.left_measures, *note.right_measures)
                words = (note.sentence_vi, note.sentence_en, note.left_place, note.right_place, *measures)
                numbers = (note.left, note.right)
                if (
                    all(isinstance(word, str) and word.strip() for word in words)
                    and all(number is None or type(number) in (int, float) for number in numbers)
                    and all(isinstance(entry[key], list) for key in lists)
                    and all(measure in self.registry.measures for measure in measures)
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
