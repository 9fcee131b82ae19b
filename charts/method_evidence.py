"""Where the worked examples of the rules take their figures from: the real reports, and the simulated district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from charts.choose import Choice, NothingChosen, asking, view_of
from charts.view import View
from domain.periods import PeriodKind, parse_period
from queries.ask import Ask
from queries.received_rows import ReportLine, Source
from queries.rows import Count, FigureRow, PeriodRow, UnitRow, Value

Case = tuple[str, str]
"""A unit and the period that it reported, by their ids."""

BINH_PHUOC, MINH_DUC = ("21073@2004", "2023"), ("11128@2004", "2023-H1")
LAI_HUNG, CAU_KE = ("25834@2004", "2023-H1"), ("845@2004", "2023-H1")
BAC_SON = ("12148@2004", "2024-Q3")
COMMUNES = (BINH_PHUOC, MINH_DUC, LAI_HUNG, BAC_SON)
REAL = (*COMMUNES, CAU_KE)


@dataclass
class Evidence:
    """What the examples take their figures from: values, statements and reports of the real reports used, the periods
    that are reported, all sources, the simulated counts of one unit in which a quarter was derived, and whoever answers
    what a comparison asks (units as they reported)."""

    values: dict[tuple[str, str, str, str], Value] = field(default_factory=dict)
    figures: dict[Case, list[FigureRow]] = field(default_factory=dict)
    reports: Sequence[ReportLine] = ()
    periods: Sequence[PeriodRow] = ()
    sources: Sequence[Source] = ()
    simulated: Sequence[Count] = ()
    ask: Ask | None = None
    _simulated: dict[tuple[str, PeriodKind, str], tuple[View, Ask] | None] = field(default_factory=dict)

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

    def name(self, case: Case) -> str:
        """The unit's name; empty where its report is not loaded."""
        report = self.report(case)
        return report.unit if report else ""

    @property
    def most_reported(self) -> int:
        """The most real reports that one period has."""
        return max((row.units - row.derived for row in self.periods), default=0)

    def communes(self) -> list[UnitRow]:
        """The communes with real reports, in the order of COMMUNES."""
        there = {unit.unit_id: unit for unit in self.ask.units("report")} if self.ask else {}
        return [there[unit_id] for unit_id, _ in COMMUNES if unit_id in there]

    def real_view(self, view: View, period_id: str) -> View | None:
        """These communes compared in one period; None where none of them is loaded."""
        units = tuple(self.communes())
        if self.ask is None or not units:
            return None
        return View(
            lang=view.lang,
            source="report",
            group=view.group,
            units=units,
            periods=(parse_period(period_id),),
            targets=tuple(self.ask.targets()),
        )

    def simulated_view(self, view: View, kind: PeriodKind, basis: str = "") -> tuple[View, Ask] | None:
        """The simulated district in all periods of a kind, and who answers for it; None where it is not loaded."""
        key = (view.lang, kind, basis)
        if key not in self._simulated:
            self._simulated[key] = self._district(Choice(view.lang, "demo", kind=kind.value, basis=basis))
        return self._simulated[key]

    def _district(self, choice: Choice) -> tuple[View, Ask] | None:
        if self.ask is None:
            return None
        asked = asking(choice, self.ask)
        try:
            return view_of(choice, asked), asked
        except NothingChosen:
            return None

    def simulated_quarters(self, view: View) -> Iterator[tuple[View, Ask]]:
        """The simulated district up to each of its quarters, the latest first; none where it is not loaded."""
        found = self.simulated_view(view, PeriodKind.QUARTER)
        if found:
            shown, ask = found
            for place in reversed(range(len(shown.periods))):
                yield replace(shown, periods=shown.periods[: place + 1]), ask

    def _of(self, case: Case, measure: str, scope: str) -> list[FigureRow]:
        return [f for f in self.figures.get(case, []) if (f.measure, f.scope) == (measure, scope)]


def period_words(view: View, period_id: str) -> str:
    """The period inside a sentence."""
    return view.period_words(parse_period(period_id))


def name_of(view: View, unit_id: str) -> str:
    """The full name of one of the view's units."""
    return next(unit.name for unit in view.units if unit.unit_id == unit_id)


def simulated(view: View, words: str) -> str:
    """Marked as simulated; empty where nothing is said."""
    return view.say("rule.simulated", words=words) if words else ""


def joined(said: Sequence[str]) -> str:
    """The sentences that there are."""
    return " ".join(words for words in said if words)
