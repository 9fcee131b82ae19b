"""Skills of the staff: IT and foreign language. People may have both: two shares side by side, never one whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.quality_staff import hover_of, level_notes, level_remark, levels_changed, of_levels
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Role, Table
from charts.staff import about_words, absent_words, when_words
from charts.staff_levels import PARTS, TOGETHER, Cells, cells, shown_periods
from charts.view import View
from charts.wording import capital, file_stem
from domain.comparison import MIN_COMPARABLE_UNITS, pooled_rate
from domain.periods import Period
from queries.rows import StaffLevel
from text.numbers import MISSING

SKILLS = ("it", "foreign_language")


@dataclass(frozen=True)
class Skilled:
    """People with each skill over the people of the group; a count is None where the report does not give it."""

    unit_id: str
    period: Period
    report_id: str
    counts: tuple[float | None, ...]
    people: float


def skills_matrix(view: View, group: str, levels: Sequence[StaffLevel]) -> MatrixSpec:
    """Units down, skills across: people with the skill, and their share of the group; no rows where nobody tells."""
    found = skilled_by_unit(view, group, levels)
    rows = tuple(_row(view, group, unit.unit_id, found.get(unit.unit_id)) for unit in view.shown)
    names = tuple(capital(view.say(f"staff.skill.{skill}")) for skill in SKILLS)
    return MatrixSpec(
        frame=_frame(view, group, found),
        columns=(view.say("staff.period"), *names) if view.is_mixed else names,
        rows=rows if found else (),
    )


def skilled_by_unit(view: View, group: str, levels: Sequence[StaffLevel]) -> dict[str, Skilled]:
    """The people with each skill in each unit that tells, by unit id, in the order of the view."""
    there = cells(levels)
    found = {}
    for unit in view.shown:
        everywhen = (_skilled(there, unit.unit_id, period, group) for period in shown_periods(view))
        if skilled := next(filter(None, everywhen), None):
            found[unit.unit_id] = skilled
    return found


def _skilled(there: Cells, unit_id: str, period: Period, group: str) -> Skilled | None:
    """The group's own figures, or for both groups together the sum of cadres and civil servants, both needed."""
    found = _printed(there, unit_id, period, group)
    if found or group != TOGETHER:
        return found
    parts = [part for name in PARTS if (part := _printed(there, unit_id, period, name))]
    if len(parts) < len(PARTS):
        return None
    pairs = zip(parts[0].counts, parts[1].counts, strict=True)
    counts = tuple(None if one is None or other is None else one + other for one, other in pairs)
    return Skilled(unit_id, period, parts[0].report_id, counts, parts[0].people + parts[1].people)


def _printed(there: Cells, unit_id: str, period: Period, group: str) -> Skilled | None:
    row = there.get((unit_id, period.period_id, group), {})
    people = row.get("headcount") or row.get("present")
    printed = [row.get(skill) for skill in SKILLS]
    if not any(printed) or people is None or not people.value:
        return None
    counts = tuple(cell.value if cell else None for cell in printed)
    return Skilled(unit_id, period, people.report_id, counts, people.value)


def _row(view: View, group: str, unit_id: str, skilled: Skilled | None) -> MatrixRow:
    role = Role.SUBJECT if unit_id in view.subjects else Role.CONTEXT
    counts = skilled.counts if skilled else (None,) * len(SKILLS)
    cells = [_cell(view, group, unit_id, count, skilled) for count in counts]
    if view.is_mixed:
        cells.insert(0, Cell(skilled.period.short_label(view.lang) if skilled else MISSING, tone="quiet"))
    return MatrixRow(unit_id, view.labels[unit_id], tuple(cells), role)


def _cell(view: View, group: str, unit_id: str, count: float | None, skilled: Skilled | None) -> Cell:
    if count is None or skilled is None:
        return Cell(MISSING, tone="quiet", hover=absent_words(view, unit_id))
    report = skilled.report_id
    changed = levels_changed(view, "skill", group, report)
    findings = of_levels(view, "skill", group, report)
    hover = "\n".join([view.report_name(report), *hover_of(view, report, changed, findings)])
    text = f"{view.number(count)}/{view.number(skilled.people)}"
    text = view.marked(text, findings, provisional=view.is_unchecked(report), corrected=bool(changed))
    return Cell(text, view.percent(100 * count / skilled.people), hover=hover)


def _frame(view: View, group: str, found: Mapping[str, Skilled]) -> Frame:
    title = _title(view, group, found)
    words = {"group": view.say(f"staff.group.{group}"), "when": when_words(view), "place": view.group}
    subtitle = view.say("staff.skills.subtitle", **words | {"when": about_words(view)})
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=view.say("staff.composition.sentence_mixed") if view.is_mixed else "",
        source=view.source_line(skilled.report_id for skilled in found.values()),
        definition=view.say("staff.skills.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, "tin-hoc-ngoai-ngu", group),
        notes=level_notes(view, "skill", group, found.values()),
        simulated=view.simulated,
        table=_table(view, group, found),
    )


def _title(view: View, group: str, found: Mapping[str, Skilled]) -> str:
    """The pooled figures of the group of units; where they cannot be pooled, how many units tell."""
    compared = [skilled for unit_id, skilled in found.items() if unit_id in view.unit_ids]
    group_words = view.say(f"staff.group.{group}")
    pairs = [
        [(count, skilled.people) for skilled in compared if (count := skilled.counts[place]) is not None]
        for place in range(len(SKILLS))
    ]
    if not view.is_mixed and all(len(counts) >= MIN_COMPARABLE_UNITS for counts in pairs):
        skills = [_title_skill(view, skill, counts) for skill, counts in zip(SKILLS, pairs, strict=True)]
        title = view.say("staff.skills.title", group=group_words, skills=", ".join(skills), when=view.period_words())
        return capital(title)
    return view.say(
        "staff.composition.title_count",
        count=len(compared),
        total=len(view.now_units),
        dimension=view.say("staff.dimension.skill"),
        group=group_words,
        when=when_words(view),
    )


def _title_skill(view: View, skill: str, counts: Sequence[tuple[float, float]]) -> str:
    return view.say(
        "staff.skills.title_skill",
        skill=view.say(f"staff.skill.{skill}"),
        numerator=view.number(sum(count for count, _ in counts)),
        denominator=view.number(sum(people for _, people in counts)),
        share=view.percent(pooled_rate(counts)),
    )


def _table(view: View, group: str, found: Mapping[str, Skilled]) -> Table:
    """One row a unit: people with each skill, people of the group, shares in per cent."""
    names = {skill: capital(view.say(f"staff.skill.{skill}")) for skill in SKILLS}
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        *(Column(skill, names[skill], "number") for skill in SKILLS),
        Column("people", view.say("column.people"), "number"),
        *(Column(f"{skill}_share", f"{names[skill]} (%)", "percent", 2) for skill in SKILLS),
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    )
    everyone = view.shown
    rows = [_table_row(view, group, unit.unit_id, found.get(unit.unit_id)) for unit in everyone]
    return Table(columns, tuple(rows))


def _table_row(view: View, group: str, unit_id: str, skilled: Skilled | None) -> dict[str, object]:
    label = view.labels[unit_id]
    if skilled is None:
        return {"unit": label, "remark": absent_words(view, unit_id)}
    row: dict[str, object] = {"unit": label, "period": skilled.period.label(view.lang), "people": skilled.people}
    for skill, count in zip(SKILLS, skilled.counts, strict=True):
        row |= {skill: count, f"{skill}_share": None if count is None else 100 * count / skilled.people}
    remark = level_remark(view, "skill", group, skilled.report_id)
    return row | {"report": view.report_name(skilled.report_id), "remark": remark}
