"""Notes for a reader who has no screen: what a chart says of the app's pages is said of the briefing's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from briefing.deck import AnySpec, Item
from text.words import Lang, say

PLACE = "\ue000"
"""Stands in a note for where the briefing lists all that does not hold; each kind of file has a place of its own."""
_GAP = "\x00"


@dataclass(frozen=True)
class Told:
    """A finding as charts say it (`message`), and with its unit and period (`sentence`)."""

    message: str
    sentence: str


def off_screen(spec: AnySpec, findings: Sequence[Told], lang: Lang) -> AnySpec:
    """`spec` with the note on its "!" naming the worst of `findings` (worst first) that its figures carry, whole."""
    frame = spec.frame
    told = set(_texts(spec))
    first = next((one for one in findings if any(one.message in text for text in told)), None)
    notes = tuple(_note(note, first, len(findings), lang) for note in frame.notes)
    is_profile = frame.definition == say("profile.definition", lang)
    definition = say("briefing_notes.definition", lang) if is_profile else frame.definition
    return replace(spec, frame=replace(frame, notes=notes, definition=definition))


def at_place(item: Item, place: str) -> Item:
    """The item with `place` where its notes point at the list of findings."""
    frame = item.spec.frame
    notes = tuple(note.replace(PLACE, place) for note in frame.notes)
    return replace(item, spec=replace(item.spec, frame=replace(frame, notes=notes)))


def _note(note: str, first: Told | None, count: int, lang: Lang) -> str:
    """The note on the sign "!", told for a briefing; any other note as it is."""
    units = _units_of(note, lang)
    if units is None:
        return note
    if first is None:
        worst = say("briefing_notes.see", lang, place=PLACE)
    elif count == 1:
        worst = first.sentence
    else:
        worst = say("briefing_notes.worst", lang, finding=first.sentence, count=count, place=PLACE)
    key = "briefing_notes.finding" if units else "briefing_notes.finding_plain"
    return say(key, lang, units=units, worst=worst)


def _units_of(note: str, lang: Lang) -> str | None:
    """The units that a note on the sign names, "" where it names none; None for another note."""
    if note == say("profile.note.finding", lang):
        return ""
    before, after = say("finding.note", lang, units=_GAP).split(_GAP)
    if note.startswith(before) and note.endswith(after):
        return note[len(before) : len(note) - len(after)]
    return None


def _texts(found: object) -> Iterator[str]:
    """Every text of a spec, also those on hover and in its table."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _texts(value)
    elif isinstance(found, tuple | list):
        for value in found:
            yield from _texts(value)
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            yield from _texts(getattr(found, field.name))
