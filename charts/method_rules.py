"""The rules in short, each with a worked example whose figures come from the reports that are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from charts import method_across, method_compare
from charts.method_evidence import BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC, Evidence
from charts.view import View
from domain.comparison import CLOSE_MARGIN_POINTS, MIN_COMPARABLE_UNITS
from domain.periods import DUE_DAY, WINDOW_TOLERANCE_DAYS, Window, parse_period
from text.numbers import format_date

DERIVED_MEASURE = "received_in_period"


@dataclass(frozen=True)
class Rule:
    """`part` is one of PARTS; `example` is empty where the reports that it needs are not loaded."""

    name: str
    part: str
    title: str
    text: str
    example: str


def rules(view: View, evidence: Evidence) -> list[Rule]:
    """All rules, in the order in which a reader meets them."""
    numbers = {
        "least": MIN_COMPARABLE_UNITS,
        "days": WINDOW_TOLERANCE_DAYS,
        "margin": view.number(CLOSE_MARGIN_POINTS),
        "due": DUE_DAY,
    }
    return [
        Rule(
            name,
            part,
            view.say(f"rule.{name}.title", **numbers),
            view.say(f"rule.{name}.text", **numbers),
            example(view, evidence),
        )
        for part, examples in PARTS.items()
        for name, example in examples.items()
    ]


def _periods(view: View, evidence: Evidence) -> str:
    half = parse_period("2024-H1").nominal
    quarter = parse_period("2024-Q3").nominal
    return view.say("rule.periods.example", half=view.window_text(half), quarter=view.window_text(quarter))


def _windows(view: View, evidence: Evidence) -> str:
    said = []
    for case in (MINH_DUC, BINH_PHUOC, LAI_HUNG):
        report, value = evidence.report(case), evidence.value(case, "on_time_rate")
        if report is None:
            continue
        words = {"unit": report.unit, "period": view.period_words(parse_period(report.period_id))}
        if report.window_start and report.window_end:
            printed = view.window_text(Window(report.window_start, report.window_end))
            said.append(view.say("rule.windows.example", **words, window=printed))
        elif report.signed_on and value:
            signed, window = format_date(report.signed_on, view.lang), view.window_text(value.window)
            said.append(view.say("rule.windows.signed", **words, signed=signed, window=window))
    return " ".join(said)


def _counted(view: View, evidence: Evidence) -> str:
    stated = evidence.stated(BINH_PHUOC, "resolved_overdue")
    counted = evidence.counted(BINH_PHUOC, "resolved_overdue")
    if len(stated) < 2 or counted is None:
        return ""
    listed = view.say("list.and").join(
        view.say(
            "rule.counted.statement",
            value=view.number(figure.value),
            place=view.say(f"source_of.place.{figure.place}"),
            locator=figure.locator or "",
        )
        for figure in stated
    )
    return view.say("rule.counted.example", unit=evidence.name(BINH_PHUOC), listed=listed, counted=view.number(counted))


def _receipts(view: View, evidence: Evidence) -> str:
    value = evidence.value(BINH_PHUOC, "online_rate")
    total = evidence.counted(BINH_PHUOC, "received_total")
    carried = evidence.counted(BINH_PHUOC, "carried_over")
    if value is None or total is None or carried is None:
        return ""
    return view.say(
        "rule.receipts.example", unit=evidence.name(BINH_PHUOC), total=view.number(total),
        carried=view.number(carried), new=view.number(value.denominator), counts=view.counts_text(value),
        value=view.value_text(value),
    )  # fmt: skip


def _derived(view: View, evidence: Evidence) -> str:
    found = {count.period_id: count for count in evidence.simulated}
    for period in (parse_period(period_id) for period_id in sorted(found, reverse=True)):
        parts = [found.get(f"{period.year}-{part}") for part in ("Q2", "H1", "Q1")]
        second, half, first = parts
        if second and half and first and second.is_derived:
            return view.say(
                "rule.derived.example", half=view.number(half.value), first=view.number(first.value),
                second=view.number(second.value), year=period.year,
            )  # fmt: skip
    return ""


def _printed(view: View, evidence: Evidence) -> str:
    value = evidence.value(MINH_DUC, "online_rate")
    if value is None or value.printed_value is None:
        return ""
    return view.say(
        "rule.printed.example", unit=evidence.name(MINH_DUC), counts=view.counts_text(value),
        value=view.percent(value.value, 2), printed=view.percent(value.printed_value),
    )  # fmt: skip


def _lower_bound(view: View, evidence: Evidence) -> str:
    value = evidence.value(MINH_DUC, "university_rate")
    if value is None or not value.is_lower_bound:
        return ""
    return view.say(
        "rule.lower_bound.example", unit=evidence.name(MINH_DUC), above=view.number(value.numerator),
        whole=view.number(value.denominator), value=view.value_text(value),
    )  # fmt: skip


def _staff(view: View, evidence: Evidence) -> str:
    both = evidence.value(LAI_HUNG, "university_rate")
    cadre = evidence.value(LAI_HUNG, "university_rate.cadre")
    servant = evidence.value(LAI_HUNG, "civil_servant_university_rate")
    if both is None or cadre is None or servant is None:
        return ""
    return view.say(
        "rule.staff.example", unit=evidence.name(LAI_HUNG), cadre=view.counts_text(cadre),
        servant=view.counts_text(servant), both=view.counts_text(both), value=view.value_text(both),
    )  # fmt: skip


def _scopes(view: View, evidence: Evidence) -> str:
    found = [evidence.counted(CAU_KE, "received_in_period", scope) for scope in ("own", "communes", "total")]
    if None in found:
        return ""
    own, communes, total = (view.number(number) for number in found)
    return view.say("rule.scopes.example", unit=evidence.name(CAU_KE), own=own, communes=communes, total=total)


def _sources(view: View, evidence: Evidence) -> str:
    return "; ".join(
        view.say("rule.sources.example", source=view.say(f"source.{one.source}"), reports=view.number(one.reports),
                 units=view.number(one.units))
        for one in evidence.sources
    )  # fmt: skip


Example = Callable[[View, Evidence], str]
PARTS: dict[str, dict[str, Example]] = {
    "figures": {
        "periods": _periods,
        "windows": _windows,
        "counted": _counted,
        "receipts": _receipts,
        "derived": _derived,
        "printed": _printed,
        "lower_bound": _lower_bound,
        "staff": _staff,
        "scopes": _scopes,
        "sources": _sources,
    },
    "compare": {
        "definitions": method_compare.definitions,
        "apart": method_compare.apart,
        "baselines": method_compare.baselines,
        "median": method_compare.median,
        "ranks": method_compare.ranks,
        "below": method_compare.below,
        "small": method_compare.small,
        "similar": method_across.similar,
        "targets": method_across.targets,
        "rolling": method_across.rolling,
        "today": method_across.today,
        "reporting": method_across.reporting,
    },
}
"""The examples of the rules on figures and of those on comparing them, in reading order."""
