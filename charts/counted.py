"""Charts of counts and not of a rate: which measures they draw, and what they say of each unit, for the way back to the
reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import backlog, posts, staff_levels, staff_skills
from charts.quality_staff import of_levels, of_posts
from charts.staff_levels import GROUPS, LEVELS, PARTS, TOGETHER
from charts.view import SCOPE_OF_COMPARISON, View
from domain.periods import Period
from queries.ask import Ask
from queries.rows import Count, StaffLevel
from text.numbers import MISSING

BACKLOG, POSTS = "backlog", "posts"
SKILL = "skill"
_STAFF = "staff"
BOUNDS = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}


@dataclass(frozen=True)
class Drawn:
    """What a chart of counts says of one unit: `text` as on the chart, with the findings on it."""

    unit_id: str
    period: Period
    text: str
    findings: tuple[str, ...]


def levels_trace(dimension: str, group: str) -> str:
    """The name of a qualification table as a trace: "staff.cadre.education"."""
    return f"{_STAFF}.{group}.{dimension}"


def traces() -> Iterator[str]:
    """All that can be traced beside indicators."""
    yield from (BACKLOG, POSTS)
    yield from (levels_trace(dimension, group) for dimension in (*LEVELS, SKILL) for group in GROUPS)


def measures_of(trace: str) -> tuple[str, ...]:
    """The measures that a chart of counts draws; none for an indicator."""
    if trace == BACKLOG:
        return backlog.MEASURES
    if trace == POSTS:
        return posts.MEASURES
    if trace not in traces():
        return ()
    _, group, dimension = trace.split(".")
    columns = (*reversed(LEVELS.get(dimension, staff_skills.SKILLS)), "headcount")
    groups = (group, *PARTS) if group == TOGETHER else (group,)
    return tuple(
        measure
        for one in groups
        for measure in (*(f"{_STAFF}.{one}.{dimension}.{column}" for column in columns), f"{_STAFF}.{one}.present")
    )


def trace_name(view: View, trace: str) -> str:
    """What is traced, for a list: "Hồ sơ quá hạn", "Trình độ tin học, ngoại ngữ – cán bộ"."""
    if trace in (BACKLOG, POSTS):
        return view.say(f"counted.{trace}")
    _, group, dimension = trace.split(".")
    return view.say(
        "counted.levels", dimension=view.say(f"staff.dimension.{dimension}"), group=view.say(f"staff.group.{group}")
    )


def known_traces(ask: Ask, source: str, unit_id: str, period: Period) -> list[str]:
    """The charts of counts that the unit has figures for in the period."""
    wanted = {trace: measures_of(trace) for trace in traces()}
    measures = sorted({measure for those in wanted.values() for measure in those})
    counts = ask.measure_values(source, measures, [period.period_id], [unit_id])
    there = {count.measure for count in counts if count.scope == SCOPE_OF_COMPARISON}
    # The people present are told with the posts; a table needs a level.
    there_levels = {measure for measure in there if not measure.endswith((".present", ".headcount"))}
    return [trace for trace, those in wanted.items() if (there if trace == POSTS else there_levels) & set(those)]


def late_drawn(view: View, ask: Ask) -> list[Drawn]:
    """Dossiers resolved late per 1,000, of the units that the chart draws."""
    found = _backlogs(view, ask)
    return [
        _of_backlog(view, one, view.say("counted.per_thousand", value=view.number(one.per_thousand, 1)))
        for one in found
        if one.per_thousand is not None
    ]


def backlog_drawn(view: View, ask: Ask) -> list[Drawn]:
    """Late dossiers, resolved and pending, of the units that the chart draws."""
    return [
        _of_backlog(view, one, view.say("counted.dossiers", count=view.number(one.total)))
        for one in _backlogs(view, ask)
    ]


def _backlogs(view: View, ask: Ask) -> list[backlog.Backlog]:
    return backlog.backlogs(
        view, ask.measure_values(view.source, backlog.MEASURES, view.asked_periods, view.asked_units)
    )


def _of_backlog(view: View, one: backlog.Backlog, text: str) -> Drawn:
    found = view.findings.about(one.report_id, SCOPE_OF_COMPARISON, backlog.MEASURES)
    return Drawn(one.unit_id, one.period, text, view.told(found, one.report_id))


def posts_drawn(view: View, ask: Ask) -> list[Drawn]:
    """Present and assigned, of the first group that the unit tells of."""
    counts = ask.measure_values(view.source, posts.MEASURES, view.asked_periods, view.asked_units)
    found = []
    for unit_id, groups in posts.posts_by_unit(view, counts).items():
        told = {group: one for group, one in groups.items() if one.present or one.assigned}
        for group, one in list(told.items())[:1]:
            report_id = next(count.report_id for count in (one.present, one.assigned) if count)
            text = f"{_digits(view, one.present)}/{_digits(view, one.assigned)}"
            if group != TOGETHER:
                text = f"{view.say(f'staff.column.{group}')}: {text}"
            findings = tuple(dict.fromkeys(line for name in told for line in of_posts(view, name, report_id)))
            found.append(Drawn(unit_id, one.period, text, findings))
    return found


def _digits(view: View, count: Count | None) -> str:
    return f"{BOUNDS[count.qualifier]}{view.number(count.value)}" if count else MISSING


def levels_drawn(view: View, ask: Ask, dimension: str, group: str) -> list[Drawn]:
    """The share at the upper levels, or the people with each skill, of the units that the chart draws."""
    periods = [period.period_id for period in staff_levels.shown_periods(view)]
    levels = ask.staff_levels(view.source, dimension, periods, view.asked_units)
    if dimension == SKILL:
        return _skills_drawn(view, group, levels)
    found = []
    for unit_id, people in staff_levels.by_unit(view, dimension, group, levels).items():
        share = view.percent(people.upper_share(dimension))
        text = view.say("staff.at_least", value=share) if people.is_lower_bound else share
        found.append(Drawn(unit_id, people.period, text, of_levels(view, dimension, group, people.report_id)))
    return found


def _skills_drawn(view: View, group: str, levels: Sequence[StaffLevel]) -> list[Drawn]:
    found = []
    for unit_id, skilled in staff_skills.skilled_by_unit(view, group, levels).items():
        pairs = zip(staff_skills.SKILLS, skilled.counts, strict=True)
        told = [
            f"{view.say(f'staff.skill.{skill}')} {view.number(count)}/{view.number(skilled.people)}"
            for skill, count in pairs
            if count is not None
        ]
        findings = of_levels(view, SKILL, group, skilled.report_id)
        found.append(Drawn(unit_id, skilled.period, ", ".join(told), findings))
    return found
