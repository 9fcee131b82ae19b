"""Review of a report: which actions there are, how its status moves, and what a reviewed figure is worth.

A report goes provisional → checked → locked. Review lines are only ever added; the last line about a figure holds for
it, and the last line that moves the status decides the status. Confirming keeps the value in use, whatever put it
there; "restore" takes a correction or rejection back, so that the figure is worth again what the report says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

STATUSES = ("provisional", "checked", "locked")
FIGURE_ACTIONS = ("confirm", "correct", "reject", "restore")
# Where a move starts and where it leads.
MOVES: Mapping[str, tuple[str, str]] = {
    "check": ("provisional", "checked"),
    "lock": ("checked", "locked"),
    "unlock": ("locked", "checked"),
    "reopen": ("checked", "provisional"),
}
ACTIONS = (*FIGURE_ACTIONS, *MOVES)
# The other actions may be explained; these have to be.
NEEDS_REASON = frozenset({*FIGURE_ACTIONS, "unlock", "reopen"})
# What stands in column `review` of a figure; nothing once it is as the report says again.
STATES: Mapping[str, str] = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected", "restore": ""}

FigureKey = tuple[str, str, int]


@dataclass(frozen=True)
class Change:
    """What an officer asks for. `measure`, `scope`, `statement` (its seq; None for the one that counts) and `value`
    belong to actions on figures."""

    action: str
    by: str
    reason: str = ""
    measure: str = ""
    scope: str = "own"
    statement: int | None = None
    value: float | None = None


@dataclass(frozen=True)
class Line:
    """One line of a report's review. `stated` is the figure as figures.csv had it, `before` and `after` what counted as
    its value before the line and after it; `contents` the checksum of the report that a lock holds fast."""

    seq: int
    at: datetime
    by: str
    action: str
    measure: str = ""
    scope: str = ""
    statement: int | None = None
    stated: float | None = None
    before: float | None = None
    after: float | None = None
    reason: str = ""
    contents: str = ""

    @property
    def is_about_figure(self) -> bool:
        return self.action in FIGURE_ACTIONS

    @property
    def key(self) -> FigureKey:
        """The figure that the line is about."""
        return self.measure, self.scope, self.statement or 0

    @property
    def state(self) -> str:
        """What the line makes of its figure. A correction that was confirmed is a correction."""
        return STATES["correct"] if self.action == "confirm" and self.after != self.stated else STATES[self.action]

    @property
    def was_rejected(self) -> bool:
        """Whether the figure counted for nothing before the line because an officer had rejected it."""
        return self.is_about_figure and self.before is None and self.stated is not None


@dataclass(frozen=True)
class Reviewed:
    """A report's review as it stands: what a screen shows, and `seen`, which it gives back with the next change.

    `left_open` is what went wrong after the change itself was saved (its `text(lang)` says it), or None.
    """

    report_id: str
    status: str
    lines: tuple[Line, ...]
    left_open: object | None = field(default=None, compare=False)

    @property
    def seen(self) -> int:
        """The number of the last line, 0 before the first."""
        return self.lines[-1].seq if self.lines else 0


def status_after(initial: str, lines: Iterable[Line]) -> str:
    """The status of a report whose report.toml says `initial`."""
    status = initial
    for line in lines:
        status = MOVES[line.action][1] if line.action in MOVES else status
    return status


def standing(lines: Iterable[Line]) -> dict[FigureKey, Line]:
    """The line that holds for each figure reviewed, in the order in which they were written; a confirmation takes the
    place of what it confirms."""
    found: dict[FigureKey, Line] = {}
    for line in lines:
        if line.is_about_figure:
            if line.action != "confirm":
                found.pop(line.key, None)
            found[line.key] = line
    return found


def value_after(action: str, stated: float | None, now: float | None, value: float | None) -> float | None:
    """What a figure is worth after `action`: the value in use `now`, the corrected `value`, nothing that counts, or
    what is `stated`."""
    return {"confirm": now, "correct": value, "reject": None, "restore": stated}[action]


def since(lines: Sequence[Line], seen: int) -> tuple[Line, ...]:
    """The lines written after the one numbered `seen`."""
    return tuple(line for line in lines if line.seq > seen)


def last_own(lines: Sequence[Line], by: str) -> int:
    """The number of the last line that `by` wrote: whoever wrote it had seen all before it. 0 for none."""
    return max((line.seq for line in lines if line.by == by), default=0)
