"""From what a reader chose to the view that charts draw: for the screen, a saved briefing and a job alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.view import View
from domain.comparison import DEFAULT_BASELINES, Baseline
from domain.periods import Period
from queries.ask import Ask
from queries.rows import UnitRow
from text.words import Lang, say

ANY_KIND = "any"
TODAY = "today"


@dataclass(frozen=True)
class Choice:
    """A choice in codes, so that it can be kept in an address or a file. Empty means all, or the first and the last.

    `province` and `district` are unit ids, `units` those to highlight, `kind` a period kind or ANY_KIND, `first` and
    `last` period ids. `basis` is TODAY, or empty for units as they reported; `peers` narrows the group to similar
    units; `baselines` are codes of domain.comparison.Baseline, none of them for the usual ones.
    """

    lang: Lang = "vi"
    source: str = "report"
    province: str = ""
    district: str = ""
    units: tuple[str, ...] = ()
    kind: str = ANY_KIND
    first: str = ""
    last: str = ""
    basis: str = ""
    peers: str = ""
    baselines: tuple[str, ...] = ()


class NothingChosen(LookupError):
    """The choice leaves no unit or no period."""


def asking(choice: Choice, ask: Ask) -> Ask:
    """Who answers for `choice`: all that a view, a chart or a slide of it shows is asked of this."""
    return ask


def view_of(choice: Choice, ask: Ask) -> View:
    """The view of `choice`; `ask` as `asking` gives it. Raises NothingChosen where the warehouse has none of it."""
    group, words = place(choice, ask)
    periods = periods_of(choice, ask)
    if not group or not periods:
        raise NothingChosen(say("choose.nothing", choice.lang))
    return View(
        lang=choice.lang,
        source=choice.source,
        group=words,
        units=tuple(unit for unit in group if unit.level == "commune"),
        others=_others(choice.source, group, periods, ask),
        periods=tuple(periods),
        subjects=frozenset(choice.units) & {unit.unit_id for unit in group},
        report_numbers=report_numbers(choice, group, periods, ask),
        targets=tuple(ask.targets()),
        is_today=choice.basis == TODAY,
        baselines=tuple(Baseline.parse(code) for code in choice.baselines) or DEFAULT_BASELINES,
    )


def place(choice: Choice, ask: Ask) -> tuple[Sequence[UnitRow], str]:
    """The group of units that are compared, and its name in words."""
    group = ask.units(choice.source)
    words = say("frame.all_units", choice.lang)
    for wanted, level in ((choice.province, "province"), (choice.district, "district")):
        if wanted:
            group = [unit for unit in group if getattr(unit, f"{level}_id") == wanted]
            words = next((getattr(unit, level) for unit in group if getattr(unit, level)), words)
    districts = {unit.district_id: unit.district for unit in group if unit.district_id}
    if len(districts) == 1:
        words = next(iter(districts.values())) or words
    return group, words


def periods_of(choice: Choice, ask: Ask) -> list[Period]:
    """The periods from first to last of the kind, oldest first; the order of first and last does not matter."""
    periods = sorted(
        (row.period for row in ask.periods(choice.source) if choice.kind in (ANY_KIND, row.kind.value)),
        key=lambda period: (period.nominal.end, period.nominal.days),
    )
    ids = [period.period_id for period in periods]
    low = ids.index(choice.first) if choice.first in ids else 0
    high = ids.index(choice.last) if choice.last in ids else len(ids) - 1
    return periods[min(low, high) : max(low, high) + 1]


def _others(source: str, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> tuple[UnitRow, ...]:
    """Districts and provinces of the group, if they reported any of these periods."""
    above = [unit for unit in group if unit.level != "commune"]
    found = ask.coverage(source, [period.period_id for period in periods], [unit.unit_id for unit in above])
    reported = {row.unit_id for row in found}
    return tuple(unit for unit in above if unit.unit_id in reported)


def report_numbers(choice: Choice, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> dict[str, str]:
    """How the group's reports are named: by number where there is one, and the unit. Those of the year before too: a
    period is compared with an earlier one."""
    years = [period.year for period in periods]
    return {
        report.report_id: f"{report.number or say('frame.no_number', choice.lang)} ({report.unit})"
        for report in ask.report_names(choice.source, _ids(group), min(years) - 1, max(years))
    }


def _ids(units: Sequence[UnitRow]) -> list[str]:
    return [unit.unit_id for unit in units]
