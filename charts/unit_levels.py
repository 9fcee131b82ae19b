"""One unit's people by level of a qualification, its groups one below the other: cadres, civil servants, part-time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.spec import Column, Frame, StackedRow, StackedSpec, Table
from charts.staff import about_words, composition
from charts.staff_levels import GROUPS, TOGETHER, UPPER
from charts.view import View
from charts.wording import capital, file_stem
from queries.rows import StaffLevel, UnitRow


def unit_levels(view: View, unit: UnitRow, dimension: str, levels: Sequence[StaffLevel]) -> StackedSpec:
    """A bar for each group of the unit's people that its report tells the levels of; the shares and counts are those
    of charts.staff.composition. Without rows where it tells none."""
    alone = replace(view, units=(unit,), others=(), subjects=frozenset({unit.unit_id}))
    drawn = {group: composition(alone, dimension, group, levels) for group in GROUPS}
    told = {group: spec for group, spec in drawn.items() if spec.rows}
    rows = {
        group: replace(spec.rows[0], key=group, label=capital(view.say(f"staff.group.{group}")))
        for group, spec in told.items()
    }
    frame = _frame(view, unit, dimension, rows, [spec.frame for spec in told.values()])
    return StackedSpec(frame, drawn[TOGETHER].levels, tuple(rows.values()))


def _frame(view: View, unit: UnitRow, dimension: str, rows: dict[str, StackedRow], frames: Sequence[Frame]) -> Frame:
    upper = view.say(f"staff.upper.{dimension}")
    counts = {group: _counts(view, row, dimension) for group, row in rows.items()}
    words = {group: f"{view.say(f'staff.group.{group}')} {counts[group]}" for group in rows}
    apart = ", ".join(text for group, text in words.items() if group != TOGETHER)
    together = f"{counts[TOGETHER]} {view.say(f'staff.group.{TOGETHER}')}" if TOGETHER in rows else apart
    title = view.say("unit_levels.title", unit=unit.name, upper=upper, told=together)
    subtitle = view.say(
        "unit_levels.subtitle", dimension=view.say(f"staff.dimension.{dimension}"), when=about_words(view)
    )
    sentence = capital(view.say("unit_levels.sentence", upper=upper, told=apart)) if apart else ""
    notes = dict.fromkeys(note for frame in frames for note in frame.notes)
    return Frame(
        title=title,
        subtitle=capital(subtitle),
        sentence=sentence,
        source=frames[0].source if frames else view.source_line(()),
        definition=view.say("staff.composition.definition"),
        alt=view.say("staff.composition.alt", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, unit.name, dimension, "co-cau"),
        notes=tuple(notes),
        simulated=view.simulated,
        table=_table(view, rows, frames),
    )


def _counts(view: View, row: StackedRow, dimension: str) -> str:
    """ "17/19", "ít nhất 16/19": people at the upper levels of all the group's."""
    upper, told = (sum(count or 0.0 for count in part) for part in (row.counts[-UPPER[dimension] :], row.counts))
    text = f"{view.number(upper)}/{view.number(row.total)}"
    return view.say("staff.at_least", value=text) if told < (row.total or 0.0) else text


def _table(view: View, rows: dict[str, StackedRow], frames: Sequence[Frame]) -> Table | None:
    """The rows of the groups' own tables, with the group in the place of the unit."""
    tables = [frame.table for frame in frames if frame.table]
    if not tables:
        return None
    columns = (Column("group", view.say("unit_levels.group")), *(c for c in tables[0].columns if c.key != "unit"))
    return Table(
        columns,
        tuple({**table.rows[0], "group": row.label} for row, table in zip(rows.values(), tables, strict=True)),
    )
