"""Reports in memory for the rules: rows of figures with what a head says, and what the rules answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from domain.layout import Layout
from domain.periods import Window, effective_window, parse_period
from domain.rule_engine import Judged, judge
from domain.rules import Outcome, Rule, Vocabulary
from domain.units import Level, Unit
from etl.registry import Registry, load_registry
from etl.report import Figure, Report
from tests.factory import CHECKOUT, day

Rows = Mapping[str, float | None] | Iterable[Mapping[str, Any]]
UNIT = Unit("25834@2004", "25834", "Xã Lai Hưng", Level.COMMUNE, None, day("2004-07-08"), day("2025-06-30"))
NEW_UNIT = Unit("12148@2025", "12148", "Xã Phạm Ngũ Lão", Level.COMMUNE, None, day("2025-07-01"), None)


@cache
def registry() -> Registry:
    return load_registry(Layout(CHECKOUT / "data"))


def vocabulary() -> Vocabulary:
    return Vocabulary(registry().measures, registry().indicators)


def rule(rule_id: str) -> Rule:
    (found,) = [one for one in registry().rules if one.id == rule_id]
    return found


def row(measure: str, value: float | None, printed: str = "", **cells: Any) -> dict[str, Any]:
    return {"measure": measure, "value": value, "printed": printed, **cells}


def told(figures: Rows = (), period: str = "2023-H1", report_id: str = "", **head: Any) -> Report:
    """A report of Lai Hưng, with its nominal window printed unless `window` says otherwise."""
    rows = [row(*pair) for pair in figures.items()] if isinstance(figures, Mapping) else list(figures)
    asked = parse_period(period)
    window: Window | None = head.pop("window", asked.nominal)
    signed: date | None = head.pop("signed_on", None)
    given = {
        "source": "report", "unit": UNIT, "label": "", "number": None, "received_on": None, "status": "checked",
        "file_name": "", "file_sha256": "", "pages": None, "supersedes": None, "other_units_named": (),
        "entered_by": "", "note": "", **head,
    }  # fmt: skip
    return Report(
        report_id=report_id or f"r-{period.lower()}", period=asked, window=window, signed_on=signed,
        effective=effective_window(asked, window, signed), figures=tuple(_figures(rows)), **given,
    )  # fmt: skip


def _figures(rows: list[Mapping[str, Any]]) -> Iterable[Figure]:
    seen: dict[tuple[str, str], int] = {}
    for number, cells in enumerate(rows):
        key = cells["measure"], cells.get("scope", "own")
        seen[key] = seen.get(key, -1) + 1
        yield Figure(
            *key, seq=seen[key], value=cells["value"], qualifier=cells.get("qualifier", "exact"),
            printed=cells["printed"], place=cells.get("place", "main"), locator=cells.get("locator", f"II.{number}"),
            as_of=None, note="", is_override=cells.get("is_override", False), review=cells.get("review"),
        )  # fmt: skip


def judged(*reports: Report) -> dict[str, Judged]:
    """What all rules say of each report, by its id."""
    return {
        one.facts.report.report_id: one
        for unit in judge(reports, registry().rules, vocabulary())
        for one in unit
    }  # fmt: skip


def outcomes(rule_id: str, *reports: Report) -> list[Outcome]:
    """What one rule says of the reports, those of the last report last."""
    found = judged(*reports)
    return [one for report in reports for one in found[report.report_id].outcomes if one.rule.id == rule_id]
