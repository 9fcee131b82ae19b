"""A briefing on the desk: its parts in order, what the officer changes in it, and the files being made of it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

from briefing.export import Export
from briefing.plan import Plan, Words, in_language
from text.words import Lang

_PLAN, _KEYS, _NEXT, _EXPORT = "desk-plan", "desk-keys", "desk-next", "desk-export"


class Desk:
    """Keeps all of it in `state`, a session's. Whatever changes takes back the files made of what was there before."""

    def __init__(self, state: MutableMapping[Any, Any]) -> None:
        self._state = state

    @property
    def plan(self) -> Plan | None:
        return self._state.get(_PLAN)

    @property
    def keys(self) -> list[str]:
        """A name for each part, that goes with it wherever it is moved; never used twice."""
        return self._state.get(_KEYS, [])

    @property
    def export(self) -> Export | None:
        return self._state.get(_EXPORT)

    @export.setter
    def export(self, export: Export) -> None:
        self._state[_EXPORT] = export

    def take(self, plan: Plan) -> None:
        """Puts another briefing in the place of the one that is there."""
        first = self._state.get(_NEXT, 0)
        self._state[_NEXT] = first + len(plan.parts) + 1
        self._state[_KEYS] = [f"{first}-{first + place + 1}" for place in range(len(plan.parts))]
        self._put(plan)

    def move(self, place: int, by: int) -> None:
        parts, keys = list(self._there().parts), list(self.keys)
        for things in (parts, keys):
            things.insert(place + by, things.pop(place))  # type: ignore[arg-type]
        self._state[_KEYS] = keys
        self._put(replace(self._there(), parts=tuple(parts)))

    def remove(self, place: int) -> None:
        parts = self._there().parts
        self._state[_KEYS] = [*self.keys[:place], *self.keys[place + 1 :]]
        self._put(replace(self._there(), parts=(*parts[:place], *parts[place + 1 :])))

    def reword(self, place: int, title: str, text: str) -> None:
        """The part's own words: a chart's title and comment, or the lines of a page; empty for the drafted ones."""
        parts = list(self._there().parts)
        part = parts[place]
        if isinstance(part, Words):
            parts[place] = replace(part, lines=tuple(line.strip() for line in text.splitlines() if line.strip()))
        else:
            parts[place] = replace(part, title=title.strip(), comment=text.strip())
        self._put(replace(self._there(), parts=tuple(parts)))

    def head(self, title: str, author: str) -> None:
        self._put(replace(self._there(), title=title.strip(), author=author.strip()))

    def speak(self, lang: Lang) -> None:
        """The briefing in the reader's language."""
        if self.plan and in_language(self.plan, lang) != self.plan:
            self._put(in_language(self.plan, lang))

    def _there(self) -> Plan:
        if self.plan is None:
            raise LookupError("there is no briefing on the desk")
        return self.plan

    def _put(self, plan: Plan) -> None:
        export = self._state.pop(_EXPORT, None)
        if export:
            export.cancel()
        self._state[_PLAN] = plan
