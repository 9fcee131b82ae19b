"""From what a reader chose to the view that charts draw: for the screen, a saved briefing and a job alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from charts import peers
from charts.checking import Corrections
from charts.coverage import local_days
from charts.quality_marks import Marks, behind
from charts.view import View, existed
from domain.comparison import DEFAULT_BASELINES, Baseline
from domain.peers import Peers
from domain.periods import Period, PeriodKind, reported_in
from domain.rebase import successor_of
from queries.ask import Ask
from queries.received_rows import ReportName
from queries.rolling import Rolling
from queries.rows import PeriodRow, UnitRow
from queries.today import Today
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
    # Four quarters are summed outermost: those of today's units may then reach across 1 July 2025, where the windows
    # abut. In the simulated district none do: the last half-year of before ends on 14 June, 16 days early.
    return Rolling(Today(ask) if choice.basis == TODAY else ask)


def view_of(choice: Choice, ask: Ask) -> View:
    """The view of `choice`; `ask` as `asking` gives it. Raises NothingChosen where the warehouse has none of it."""
    group, words = place(choice, ask)
    periods = periods_of(choice, ask)
    if not group or not periods:
        raise NothingChosen(say("choose.nothing", choice.lang))
    group, words = similar(choice, existing(choice, group, periods), words, periods, ask)
    reports = reports_of(choice, group, periods, ask)
    view = View(
        lang=choice.lang,
        source=choice.source,
        group=words,
        units=tuple(unit for unit in group if unit.level == "commune"),
        others=_others(choice.source, group, periods, ask),
        periods=tuple(periods),
        subjects=chosen_units(choice, ask) & {unit.unit_id for unit in group},
        report_numbers=report_numbers(choice, reports),
        unchecked=frozenset(one.report_id for one in reports if one.status == "provisional"),
        targets=tuple(ask.targets()),
        is_today=choice.basis == TODAY,
        baselines=chosen_baselines(choice, ask) or DEFAULT_BASELINES,
        as_of=ask.build_info().built_at.date(),
        due_days=local_days(ask),
    )
    asked = {*view.asked_periods, *(period.period_id for period in view.reported_periods)}
    gaps = ask.gaps(choice.source, sorted(asked), view.asked_units)
    return replace(
        view,
        gaps={(gap.unit_id, gap.period_id): gap for gap in gaps},
        findings=marks_of(view, ask),
        corrections=corrections_of(view, ask),
    )


def marks_of(view: View, ask: Ask) -> Marks:
    """What does not hold in the reports behind the view's values, by those of its own units and periods alone."""
    found = ask.findings_of(view.source, reporting_units(view, ask), behind(view.periods))
    # Reports that others superseded have no name here, and no value on any chart.
    return Marks(tuple(one for one in found if one.report_id in view.report_numbers))


def corrections_of(view: View, ask: Ask) -> Corrections:
    """What officers changed in the reports behind the view's values."""
    return Corrections(tuple(ask.corrections_of(view.source, reporting_units(view, ask), behind(view.periods))))


def reporting_units(view: View, ask: Ask) -> list[str]:
    """The units whose reports the view shows: its own, and on the basis of today's units those that became them."""
    own = view.asked_units
    if not view.is_today:
        return own
    there = set(own)
    return [*own, *(line.from_unit_id for line in ask.lineage(view.source) if line.to_unit_id in there)]


def chosen_units(choice: Choice, ask: Ask) -> frozenset[str]:
    """The units to highlight; on the basis of today's units, a unit of before is the one that stands for it now."""
    if choice.basis != TODAY:
        return frozenset(choice.units)
    lineage = ask.lineage(choice.source)
    return frozenset(successor_of(unit_id, lineage) or unit_id for unit_id in choice.units)


def chosen_baselines(choice: Choice, ask: Ask) -> tuple[Baseline, ...]:
    """What values are held against; a unit of before is followed as a highlighted one is."""
    found = [Baseline.parse(code) for code in choice.baselines]
    if choice.basis == TODAY and any(one.unit_id for one in found):
        lineage = ask.lineage(choice.source)
        found = [replace(one, unit_id=successor_of(one.unit_id, lineage) or one.unit_id) for one in found]
    return tuple(dict.fromkeys(found))


def place(choice: Choice, ask: Ask) -> tuple[Sequence[UnitRow], str]:
    """The group of units that are compared, and its name in words."""
    group = ask.units(choice.source)
    words = say("frame.all_units", choice.lang)
    for wanted, level in ((choice.province, "province"), (choice.district, "district")):
        if wanted:
            inside = [unit for unit in group if getattr(unit, f"{level}_id") == wanted]
            if not inside and choice.basis == TODAY:
                group, words = _formerly_in(choice, group, wanted, level, ask)
                continue
            group = inside
            words = next((getattr(unit, level) for unit in group if getattr(unit, level)), words)
    districts = {unit.district_id: unit.district for unit in group if unit.district_id}
    if len(districts) == 1:
        words = next(iter(districts.values())) or words
    return group, words


def _formerly_in(
    choice: Choice, group: Sequence[UnitRow], wanted: str, level: str, ask: Ask
) -> tuple[Sequence[UnitRow], str]:
    """The units of today any of whose predecessors lay in `wanted`, a district or province of before, and its name."""
    lines = [line for line in ask.lineage(choice.source) if getattr(line, f"from_{level}_id") == wanted]
    found = {line.to_unit_id for line in lines}
    name = next((name for line in lines if (name := getattr(line, f"from_{level}"))), wanted)
    return [unit for unit in group if unit.unit_id in found], say("today.former_place", choice.lang, place=name)


def existing(choice: Choice, group: Sequence[UnitRow], periods: Sequence[Period]) -> list[UnitRow]:
    """The units of `group` without the communes that did not exist in any of `periods`; today's units are all there."""
    if choice.basis == TODAY:
        return list(group)
    return [unit for unit in group if unit.level != "commune" or any(existed(unit, period) for period in periods)]


def similar(
    choice: Choice, group: Sequence[UnitRow], words: str, periods: Sequence[Period], ask: Ask
) -> tuple[Sequence[UnitRow], str]:
    """The units of `group` that are similar as `choice` says, and how they are called; the volume of dossiers is that
    of `periods`. Raises NothingChosen where there are none."""
    if not choice.peers:
        return group, words
    try:
        wanted = Peers.parse(choice.peers)
        found = peers.members(wanted, choice.source, group, periods, ask)
    except ValueError:
        found = []
    if not found:
        raise NothingChosen(say("peers.nobody", choice.lang, found=choice.peers, place=words))
    return found, peers.group_words(wanted, words, choice.lang, ask)


def periods_of(choice: Choice, ask: Ask) -> list[Period]:
    """The periods from first to last of the kind, oldest first; the order of first and last does not matter."""
    periods = sorted(
        (row.period for row in ask.periods(choice.source) if _is_of_kind(row, choice.kind)),
        key=lambda period: (period.nominal.end, period.nominal.days),
    )
    ids = [period.period_id for period in periods]
    low = ids.index(choice.first) if choice.first in ids else 0
    high = ids.index(choice.last) if choice.last in ids else len(ids) - 1
    return periods[min(low, high) : max(low, high) + 1]


def _is_of_kind(row: PeriodRow, kind: str) -> bool:
    """Four quarters are of no kind but their own: they are the quarters again."""
    return row.kind.value == kind or (kind == ANY_KIND and row.kind is not PeriodKind.ROLLING)


def _others(source: str, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> tuple[UnitRow, ...]:
    """Districts and provinces of the group, if they reported any of these periods."""
    above = [unit for unit in group if unit.level != "commune"]
    found = ask.coverage(
        source, [period.period_id for period in reported_in(periods)], [unit.unit_id for unit in above]
    )
    reported = {row.unit_id for row in found}
    return tuple(unit for unit in above if unit.unit_id in reported)


def reports_of(choice: Choice, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> Sequence[ReportName]:
    """The group's reports. Those of the year before too: a period is compared with an earlier one."""
    years = [quarter.year for period in periods for quarter in period.quarters()]
    return ask.report_names(choice.source, _ids(group), min(years) - 1, max(years))


def report_numbers(choice: Choice, reports: Iterable[ReportName]) -> dict[str, str]:
    """How reports are named: by number where there is one, and the unit."""
    return {one.report_id: f"{one.number or say('frame.no_number', choice.lang)} ({one.unit})" for one in reports}


def _ids(units: Sequence[UnitRow]) -> list[str]:
    return [unit.unit_id for unit in units]
