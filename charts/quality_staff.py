"""What is to be known of the staff's figures (tables, skills, posts): not checked, changed, contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from charts.staff_levels import LEVELS, PARTS, TOGETHER
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import capital, few_or_count, finding_remark
from queries.check_rows import CorrectionRow

_SKILL_COLUMNS = ("it", "foreign_language")


class Told(Protocol):
    """Counts of a unit, and the report that tells them."""

    @property
    def unit_id(self) -> str: ...
    @property
    def report_id(self) -> str: ...


def of_levels(view: View, dimension: str, group: str, report_id: str) -> tuple[str, ...]:
    """What a group's qualification table (or skills) contradicts, a sentence each; of both groups together also what
    the two groups' own do."""
    return _about(view, report_id, _level_measures(dimension, group))


def levels_changed(view: View, dimension: str, group: str, report_id: str) -> tuple[CorrectionRow, ...]:
    """What officers changed in such a table."""
    return view.corrections.about(report_id, SCOPE_OF_COMPARISON, _level_measures(dimension, group))


def _level_measures(dimension: str, group: str) -> list[str]:
    columns = ("headcount", *LEVELS.get(dimension, _SKILL_COLUMNS))
    groups = (group, *PARTS) if group == TOGETHER else (group,)
    measures = [f"staff.{one}.{dimension}.{column}" for one in groups for column in columns]
    return [*measures, *(f"staff.{one}.present" for one in groups)]


def of_posts(view: View, group: str, report_id: str) -> tuple[str, ...]:
    """What the posts of a group contradict, a sentence each."""
    return _about(view, report_id, _post_measures(group))


def posts_changed(view: View, group: str, report_id: str) -> tuple[CorrectionRow, ...]:
    """What officers changed in the posts of a group."""
    return view.corrections.about(report_id, SCOPE_OF_COMPARISON, _post_measures(group))


def _post_measures(group: str) -> list[str]:
    return [f"staff.{group}.{what}" for what in ("assigned", "present", "vacant")]


def _about(view: View, report_id: str, measures: Iterable[str]) -> tuple[str, ...]:
    return view.told(view.findings.about(report_id, SCOPE_OF_COMPARISON, measures), report_id)


def level_remark(view: View, dimension: str, group: str, report_id: str) -> str:
    """What is to be known of such a table, for a column of remarks."""
    changed = levels_changed(view, dimension, group, report_id)
    return remark_of(view, report_id, changed, of_levels(view, dimension, group, report_id))


def remark_of(view: View, report_id: str, changed: Sequence[CorrectionRow], findings: Sequence[str]) -> str:
    """Not checked, changed by officers, contradicted: for a column of remarks."""
    words = (
        view.say("mark.provisional") if view.is_unchecked(report_id) else "",
        *view.correction_words(changed, report_id),
        finding_remark(view, findings),
    )
    return ", ".join(filter(None, words))


def hover_of(view: View, report_id: str, changed: Sequence[CorrectionRow], findings: Sequence[str]) -> list[str]:
    """The same for hover, a line each."""
    provisional = [capital(view.say("mark.provisional"))] if view.is_unchecked(report_id) else []
    return [*provisional, *view.correction_lines(changed, report_id), *view.finding_lines(findings)]


def level_notes(view: View, dimension: str, group: str, found: Iterable[Told]) -> tuple[str, ...]:
    """The footnotes on the tables of some units: changed by officers, not checked, with findings."""
    found = tuple(found)
    return notes(
        view,
        [row for one in found for row in levels_changed(view, dimension, group, one.report_id)],
        [one.unit_id for one in found if view.is_unchecked(one.report_id)],
        [one.unit_id for one in found if of_levels(view, dimension, group, one.report_id)],
    )


def notes(
    view: View, changed: Iterable[CorrectionRow], unchecked: Sequence[str], contradicted: Sequence[str]
) -> tuple[str, ...]:
    """A footnote on what officers changed, one on the units that nobody has checked, one on those with findings."""
    groups = (("note.provisional", unchecked), ("finding.note", contradicted))
    told = (view.say(key, units=few_or_count(view, units)) for key, units in groups if units)
    return (*view.correction_notes(changed), *told)
