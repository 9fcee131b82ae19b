"""Findings on figures of the staff: qualification tables, skills and posts, which stand on charts as counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts.staff_levels import LEVELS, PARTS, TOGETHER, People
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import finding_remark

_SKILL_COLUMNS = ("it", "foreign_language")


def of_levels(view: View, dimension: str, group: str, report_id: str) -> tuple[str, ...]:
    """What a group's qualification table (or skills) contradicts, a sentence each; of both groups together also what
    the two groups' own do."""
    columns = ("headcount", *LEVELS.get(dimension, _SKILL_COLUMNS))
    groups = (group, *PARTS) if group == TOGETHER else (group,)
    measures = [f"staff.{one}.{dimension}.{column}" for one in groups for column in columns]
    return _about(view, report_id, [*measures, *(f"staff.{one}.present" for one in groups)])


def of_posts(view: View, group: str, report_id: str) -> tuple[str, ...]:
    """What the posts of a group contradict, a sentence each."""
    return _about(view, report_id, [f"staff.{group}.{what}" for what in ("assigned", "present", "vacant")])


def _about(view: View, report_id: str, measures: Iterable[str]) -> tuple[str, ...]:
    return view.told(view.findings.about(report_id, SCOPE_OF_COMPARISON, measures), report_id)


def level_remark(view: View, dimension: str, group: str, report_id: str) -> str:
    """The same for a column of remarks."""
    return finding_remark(view, of_levels(view, dimension, group, report_id))


def level_notes(view: View, dimension: str, group: str, ordered: Sequence[People]) -> tuple[str, ...]:
    """The footnote that names the units whose table carries a finding."""
    return notes(view, [one.unit_id for one in ordered if of_levels(view, dimension, group, one.report_id)])


def notes(view: View, unit_ids: Sequence[str]) -> tuple[str, ...]:
    """A footnote on the units with findings; none where there are none."""
    if not unit_ids:
        return ()
    few = len(unit_ids) <= 3
    units = ", ".join(view.labels[one] for one in unit_ids) if few else view.say("list.count", count=len(unit_ids))
    return (view.say("finding.note", units=units),)
