"""The rules in short, each with a worked example whose figures come from the reports that are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from charts.view import View
from domain.comparison import MIN_COMPARABLE_UNITS
from domain.periods import WINDOW_TOLERANCE_DAYS, Window, parse_period
from queries.rows import Count, FigureRow, PeriodRow, ReportLine, Source, Value

BINH_PHUOC, MINH_DUC = ("21073@2004", "2023"), ("11128@2004", "2023-H1")
LAI_HUNG, CAU_KE = ("25834@2004", "2023-H1"), ("845@2004", "2023-H1")
REAL = (BINH_PHUOC, MINH_DUC, LAI_HUNG, CAU_KE)
DERIVED_MEASURE = "received_in_period"
Case = tuple[str, str]


@dataclass(frozen=True)
class Rule:
    """`example` is empty where the reports that it needs are not loaded."""

    name: str
    title: str
    text: str
    example: str


@dataclass
class Evidence:
    """What the examples take their figures from: values, statements and reports of the real reports used, the periods
    that are reported, all sources, and the simulated counts of one unit in which a quarter was derived."""

    values: dict[tuple[str, str, str, str], Value] = field(default_factory=dict)
    figures: dict[Case, list[FigureRow]] = field(default_factory=dict)
    reports: Sequence[ReportLine] = ()
    periods: Sequence[PeriodRow] = ()
    sources: Sequence[Source] = ()
    simulated: Sequence[Count] = ()

    def add(self, case: Case, values: Iterable[Value], figures: Iterable[FigureRow]) -> None:
        self.figures[case] = list(figures)
        self.values |= {(v.unit_id, v.period_id, v.indicator_id, v.scope): v for v in values}

    def value(self, case: Case, indicator: str, scope: str = "own") -> Value | None:
        found = self.values.get((*case, indicator, scope))
        return found if found and found.value is not None else None

    def counted(self, case: Case, measure: str, scope: str = "own") -> float | None:
        return next((f.value for f in self._of(case, measure, scope) if f.is_counted), None)

    def stated(self, case: Case, measure: str) -> list[FigureRow]:
        return [figure for figure in self._of(case, measure, "own") if figure.place and figure.value is not None]

    def report(self, case: Case) -> ReportLine | None:
        return next((r for r in self.reports if (r.unit_id, r.period_id) == case), None)

    def _of(self, case: Case, measure: str, scope: str) -> list[FigureRow]:
        return [f for f in self.figures.get(case, []) if (f.measure, f.scope) == (measure, scope)]


def rules(view: View, evidence: Evidence) -> list[Rule]:
    """All rules, in the order in which a reader meets them."""
    numbers = {"least": MIN_COMPARABLE_UNITS, "days": WINDOW_TOLERANCE_DAYS}
    return [
        Rule(
            name,
            view.say(f"rule.{name}.title", **numbers),
            view.say(f"rule.{name}.text", **numbers),
            example(view, evidence),
        )
        for name, example in _EXAMPLES.items()
    ]


def _unit(evidence: Evidence, case: Case) -> str:
    report = evidence.report(case)
    return report.unit if report else ""


def _periods(view: View, evidence: Evidence) -> str:
    half = parse_period("2024-H1").nominal
    quarter = parse_period("2024-Q3").nominal
    return view.say("rule.periods.example", half=view.window_text(half), quarter=view.window_text(quarter))


def _windows(view: View, evidence: Evidence) -> str:
    said = []
    for case in (MINH_DUC, BINH_PHUOC):
        report = evidence.report(case)
        if report and report.window_start and report.window_end:
            printed = view.window_text(Window(report.window_start, report.window_end))
            period = view.period_words(parse_period(report.period_id))
            said.append(view.say("rule.windows.example", unit=report.unit, period=period, window=printed))
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
    return view.say(
        "rule.counted.example", unit=_unit(evidence, BINH_PHUOC), listed=listed, counted=view.number(counted)
    )


def _receipts(view: View, evidence: Evidence) -> str:
    value = evidence.value(BINH_PHUOC, "online_rate")
    total = evidence.counted(BINH_PHUOC, "received_total")
    carried = evidence.counted(BINH_PHUOC, "carried_over")
    if value is None or total is None or carried is None:
        return ""
    return view.say(
        "rule.receipts.example", unit=_unit(evidence, BINH_PHUOC), total=view.number(total),
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
        "rule.printed.example", unit=_unit(evidence, MINH_DUC), counts=view.counts_text(value),
        value=view.percent(value.value, 2), printed=view.percent(value.printed_value),
    )  # fmt: skip


def _lower_bound(view: View, evidence: Evidence) -> str:
    value = evidence.value(MINH_DUC, "university_rate")
    if value is None or not value.is_lower_bound:
        return ""
    return view.say(
        "rule.lower_bound.example", unit=_unit(evidence, MINH_DUC), above=view.number(value.numerator),
        whole=view.number(value.denominator), value=view.value_text(value),
    )  # fmt: skip


def _staff(view: View, evidence: Evidence) -> str:
    both = evidence.value(LAI_HUNG, "university_rate")
    cadre = evidence.value(LAI_HUNG, "university_rate.cadre")
    servant = evidence.value(LAI_HUNG, "civil_servant_university_rate")
    if both is None or cadre is None or servant is None:
        return ""
    return view.say(
        "rule.staff.example", unit=_unit(evidence, LAI_HUNG), cadre=view.counts_text(cadre),
        servant=view.counts_text(servant), both=view.counts_text(both), value=view.value_text(both),
    )  # fmt: skip


def _small(view: View, evidence: Evidence) -> str:
    return view.say("rule.small.example", half=view.percent(50, 0), three=view.percent(75, 0))


def _median(view: View, evidence: Evidence) -> str:
    reported = [row for row in evidence.periods if row.units > row.derived]
    if not reported:
        return ""
    most = max(row.units - row.derived for row in reported)
    key = "rule.median.example" if most < MIN_COMPARABLE_UNITS else "rule.median.example_enough"
    reports = sum(row.units - row.derived for row in reported)
    return view.say(key, reports=reports, kinds=len({row.kind for row in reported}), most=most)


def _scopes(view: View, evidence: Evidence) -> str:
    found = [evidence.counted(CAU_KE, "received_in_period", scope) for scope in ("own", "communes", "total")]
    if None in found:
        return ""
    own, communes, total = (view.number(number) for number in found)
    return view.say("rule.scopes.example", unit=_unit(evidence, CAU_KE), own=own, communes=communes, total=total)


def _sources(view: View, evidence: Evidence) -> str:
    return "; ".join(
        view.say("rule.sources.example", source=view.say(f"source.{one.source}"), reports=view.number(one.reports),
                 units=view.number(one.units))
        for one in evidence.sources
    )  # fmt: skip


_EXAMPLES = {
    "periods": _periods,
    "windows": _windows,
    "counted": _counted,
    "receipts": _receipts,
    "derived": _derived,
    "printed": _printed,
    "lower_bound": _lower_bound,
    "staff": _staff,
    "small": _small,
    "median": _median,
    "scopes": _scopes,
    "sources": _sources,
}
