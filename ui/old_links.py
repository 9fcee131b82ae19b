"""Links that name a unit of the other era: where they lead, and the notice that says why."""

from __future__ import annotations

from collections.abc import Container, Sequence

from charts.choose import TODAY, Choice
from charts.old_units import became, told_of, was_before
from domain.rebase import successor_of
from text.words import Lang
from ui import data


def led_to(unit_id: str, choice: Choice, there: Container[str], notices: list[str]) -> str | None:
    """The unit of `there` that a link to `unit_id`, which is none of them, leads to; None where there is none.

    Among today's units an old one leads to its successor. Among units as they reported, one of today that has not
    reported leads nowhere, and the notice names what it was.
    """
    lineage = data.lineage(choice.source)
    if choice.basis == TODAY:
        found = successor_of(unit_id, lineage)
        if found not in there or found is None:
            return None
        notices.append(became(unit_id, found, lineage, choice.lang))
        return found
    if any(row.to_unit_id == unit_id for row in lineage) and unit_id not in reported(choice):
        notices.append(was_before(unit_id, lineage, choice.lang))
    return None


def called(unit_id: str, lang: Lang) -> str:
    """How a notice calls a unit that is not shown: by name, with what became of it; by its code where the national list
    has no such unit."""
    unit = data.unit_named(unit_id)
    return told_of(unit, data.unit_successors(unit_id), lang) if unit else unit_id


def reported(choice: Choice) -> set[str]:
    """The units that reported to the source themselves."""
    return {unit.unit_id for unit in data.units(choice.source)}


def followed(
    wanted: Sequence[str], choice: Choice, there: Container[str], notices: list[str]
) -> tuple[list[str], list[str]]:
    """The units of `there` that `wanted` names or leads to, in order and once each, and those that nothing is said
    about yet because they are not there."""
    found: dict[str, None] = {}
    gone = []
    for unit_id in wanted:
        said = len(notices)
        new = unit_id if unit_id in there else led_to(unit_id, choice, there, notices)
        if new:
            found[new] = None
        elif len(notices) == said:
            gone.append(unit_id)
    return list(found), gone
