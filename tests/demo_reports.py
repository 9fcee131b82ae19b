"""The simulated district's report folders, read back, and the identities of the domain that a report has to keep."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.periods import Window

Key = tuple[str, str]


@dataclass(frozen=True)
class Written:
    """One report folder as it was read back."""

    toml: Mapping[str, Any]
    rows: tuple[Mapping[str, str], ...]

    @property
    def key(self) -> Key:
        return self.toml["unit"]["unit_id"], self.toml["period"]["id"]

    @cached_property
    def main(self) -> dict[str, Decimal]:
        """The office's own figures, as the main section states them."""
        return {row["measure"]: Decimal(row["value"]) for row in self.rows if (row["place"], row["scope"]) == OWN_MAIN}

    @property
    def window(self) -> Window | None:
        period = self.toml["period"]
        return Window(period["window_start"], period["window_end"]) if "window_start" in period else None


OWN_MAIN = ("main", "own")


def read_reports(folder: Path) -> dict[Key, Written]:
    reports = {}
    for report in sorted((folder / "reports").iterdir()):
        toml = tomllib.loads((report / "report.toml").read_text(encoding="utf-8"))
        with (report / "figures.csv").open(encoding="utf-8", newline="") as file:
            written = Written(toml, tuple(csv.DictReader(file)))
        assert toml["report_id"] == report.name
        reports[written.key] = written
    return reports


def broken_rules(report: Written) -> set[str]:
    """The identities of the domain that a commune's report breaks."""
    n = report.main
    pending = n["pending_in_time"] + n["pending_overdue"]
    on_time = n["resolved_early"] + n["resolved_at_deadline"]
    late_everywhere = {row["value"] for row in report.rows if row["measure"] == "resolved_overdue"}
    rules = {
        "received": n["received_total"] == n["received_in_period"] + n["carried_over"],
        "channels": n["received_in_period"] == n["received_online"] + n["received_in_person"],
        "resolved": n["resolved_total"] == on_time + n["resolved_overdue"],
        "flow": n["received_total"] == n["resolved_total"] + pending + n["withdrawn"],
        "services": n["online_eligible_received"] == n["full_service_received"] + n["partial_service_received"],
        "services online": n["online_eligible_online"] == n["full_service_online"] + n["partial_service_online"],
        "tasks": n["assigned_tasks"] == n["assigned_tasks_on_time"] + n["assigned_tasks_late"],
        "late said once": len(late_everywhere) == 1,
        "online rate": is_rate(n["printed_rate.online_rate"], n["received_online"], n["received_in_period"]),
        "on-time rate": is_rate(n["printed_rate.on_time_rate"], on_time, n["resolved_total"]),
        "parts": all(n[part] <= n[whole] for part, whole in PARTS),
        **{f"staff.{group}": staff_adds_up(n, f"staff.{group}") for group in ("cadre", "civil_servant", "part_time")},
    }
    return {rule for rule, holds in rules.items() if not holds}


PARTS = (
    ("received_online", "online_eligible_received"),
    ("online_eligible_received", "received_in_period"),
    ("full_service_online", "full_service_received"),
    ("partial_service_online", "partial_service_received"),
    ("dossiers_digitised", "received_in_period"),
    ("results_digitised", "resolved_total"),
    ("paid_online_dossiers", "payable_dossiers"),
    ("payable_dossiers", "received_in_period"),
    ("survey_satisfied", "survey_responses"),
    ("plan_tasks_done", "plan_tasks"),
    ("disbursement_done", "disbursement_plan"),
)


def is_rate(printed: Decimal, numerator: Decimal, denominator: Decimal) -> bool:
    return abs(printed - 100 * numerator / denominator) <= Decimal("0.005")


def staff_adds_up(figures: Mapping[str, Decimal], group: str) -> bool:
    present = figures[f"{group}.present"]
    for dimension in ("education", "political", "state_management"):
        start = f"{group}.{dimension}."
        levels = sum(value for code, value in figures.items() if code.startswith(start) and code != f"{start}headcount")
        if not levels == figures[f"{start}headcount"] == present:
            return False
    skilled = max(figures[f"{group}.skill.it"], figures[f"{group}.skill.foreign_language"])
    return skilled <= figures[f"{group}.skill.headcount"] == present <= figures[f"{group}.assigned"]
