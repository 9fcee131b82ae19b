"""Why a figure differs between two builds: the nearest thing that changed beneath it.

The order: what became of the reports behind it; a review or an edit of a statement that feeds it; the definition it is
computed by; and only where none of them changed, the registry's other files and the program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from domain.history import Cause, CauseCode, InputChange, Move

CODE_INPUT = "code"
# Files of the registry that no figure is computed from.
_BESIDE = ("targets.csv", "due_dates.csv", "peer_groups.csv", "rules.toml")


@dataclass(frozen=True, slots=True)
class ReportState:
    """What a build holds of a report. `window` are the days it covers, by which derived quarters follow."""

    report_id: str
    source: str
    unit_id: str
    period_id: str
    status: str
    supersedes: str | None
    is_superseded: bool
    window: tuple[object, object]


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A report that differs; None where a build does not have it."""

    before: ReportState | None
    after: ReportState | None

    @property
    def state(self) -> ReportState:
        state = self.after or self.before
        assert state is not None
        return state

    def is_moved(self, *, with_window: bool) -> bool:
        """There in both, for another unit or period or, `with_window`, for other days."""
        if self.before is None or self.after is None:
            return False
        return _place(self.before, with_window) != _place(self.after, with_window)


def _place(state: ReportState, with_window: bool) -> tuple[object, ...]:
    return (state.source, state.unit_id, state.period_id, state.window if with_window else None)


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement of a report that both builds hold, whose figure, standing or review differs."""

    report_id: str
    measure: str
    scope: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line that a review got since the build before; `measure` and `scope` are empty for actions on the report."""

    report_id: str
    seq: int
    officer: str
    action: str
    measure: str
    scope: str
    reason: str


@dataclass(frozen=True)
class Inputs:
    """Which inputs differ; `known` is False where a build does not keep their checksums."""

    known: bool
    changes: Mapping[str, InputChange]

    @classmethod
    def of(cls, before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> Inputs:
        """From the checksums by path of each build, None where it keeps none."""
        if before is None or after is None:
            return cls(False, {})
        found = {path: _input_move(before, after, path) for path in sorted({*before, *after})}
        return cls(True, {path: InputChange(path, move) for path, move in found.items() if move})

    def report_edited(self, report_id: str) -> bool | None:
        """Whether report.toml or figures.csv differ; None where that cannot be known."""
        return self._any(report_id, "") if self.known else None

    def report_reviewed(self, report_id: str) -> bool | None:
        return self._any(report_id, "/review.jsonl") if self.known else None

    def reviewed(self) -> set[str]:
        """The reports whose review differs."""
        return {path.split("/")[-2] for path in self.changes if path.endswith("/review.jsonl")}

    def _any(self, report_id: str, name: str) -> bool:
        return any(f"{folder}/{report_id}{name}" in self.changes for folder in ("reports", "demo/reports"))


def _line_order(line: ReviewLine) -> int:
    return line.seq


def _input_move(before: Mapping[str, str], after: Mapping[str, str], path: str) -> Move | None:
    if path not in before:
        return Move.APPEARED
    if path not in after:
        return Move.WENT
    return None if before[path] == after[path] else Move.CHANGED


@dataclass(frozen=True)
class Registries:
    """The definitions that differ, and what each indicator and measure is computed from in either build.

    `indicators`: by id, how it differs. `formulas`: measures whose formula differs. `terms`: item → its terms.
    """

    indicators: Mapping[str, Move] = field(default_factory=dict)
    formulas: Collection[str] = ()
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)

    def feeding(self, item: str) -> frozenset[str]:
        """`item` and all that it follows from, over any number of steps."""
        found, next_ones = {item}, [item]
        while next_ones:
            new = {term for one in next_ones for term in self.terms.get(one, ())} - found
            found |= new
            next_ones = list(new)
        return frozenset(found)


class Causes:
    """Answers why a figure differs. Reports and statements that are equal in both builds are not known to it."""

    def __init__(
        self,
        reports: Mapping[str, ReportChange],
        inputs: Inputs,
        registries: Registries,
        left_out: tuple[Collection[str], Collection[str]] = ((), ()),
        reviews: Iterable[ReviewLine] = (),
    ) -> None:
        """`left_out`: the reports that the build before, and the one after, left out because of an error."""
        self._lines = {(one.report_id, one.measure, one.scope): one for one in sorted(reviews, key=_line_order)}
        self._reports = reports
        self._inputs = inputs
        self._registries = registries
        self._out_before, self._out_after = left_out
        self._replaces = {
            (side, state.supersedes): state.report_id
            for change in reports.values()
            for side, state in (("before", change.before), ("after", change.after))
            if state and state.supersedes
        }
        self._feeding = cache(registries.feeding)

    def of_report(self, change: ReportChange) -> tuple[Cause, ...]:
        """Why a report itself differs."""
        report_id = change.state.report_id
        found = set(self._standing(report_id, with_window=True))
        if change.before and change.after and not found:
            if self._inputs.report_reviewed(report_id):
                found.add(self._review(report_id))
            if self._inputs.report_edited(report_id) is not False:
                found.add(Cause(CauseCode.HEAD, report_id))
        return tuple(sorted(found or self._last_resort()))

    def of_indicator(self, indicator_id: str) -> tuple[Cause, ...]:
        move = self._registries.indicators.get(indicator_id)
        codes = {
            Move.APPEARED: CauseCode.INDICATOR_NEW,
            Move.WENT: CauseCode.INDICATOR_GONE,
            Move.CHANGED: CauseCode.INDICATOR,
        }
        return (Cause(codes[move], detail=indicator_id),) if move else ()

    def of_figure(
        self,
        item: str,
        scope: str,
        behind: Iterable[str],
        statements: Mapping[str, Sequence[StatementChange]],
        *,
        is_derived: bool = False,
    ) -> tuple[Cause, ...]:
        """Why the value of `item` differs; `behind` are the reports that it is of in either build, of a derived quarter
        all that are subtracted; `statements` the statements that differ, by report."""
        behind = sorted(set(behind))
        found = {cause for one in behind for cause in self._standing(one, with_window=is_derived)}
        feeding = self._feeding(item)
        if is_derived and "carried_over" in feeding:
            # Into a derived quarter is carried over what was pending when its opening report closed.
            feeding |= self._feeding("pending_total")
        for report_id in behind:
            if not self._in_both(report_id):
                continue
            near = [one for one in statements.get(report_id, ()) if one.measure in feeding and one.scope == scope]
            found.update(cause for one in near for cause in self._said(one))
        found.update(self.of_indicator(item))
        found.update(Cause(CauseCode.FORMULA, detail=one) for one in feeding if one in self._registries.formulas)
        return tuple(sorted(found or self._last_resort()))

    def _standing(self, report_id: str, *, with_window: bool) -> Iterator[Cause]:
        """What became of a report: new, replaced, gone, moved."""
        change = self._reports.get(report_id)
        if change is None:
            return
        if change.before is None:
            yield self._arrival(change)
        elif change.after is None:
            left_out = report_id in self._out_after
            yield Cause(CauseCode.LEFT_OUT if left_out else CauseCode.REMOVED, report_id)
        elif change.before.is_superseded != change.after.is_superseded:
            yield from self._replacement(report_id, is_replaced=change.after.is_superseded)
        elif change.is_moved(with_window=with_window):
            yield Cause(CauseCode.HEAD, report_id)

    def _replacement(self, report_id: str, *, is_replaced: bool) -> Iterator[Cause]:
        """A report is replaced now, or what replaced it does so no longer: it went, or names another one."""
        other = self._replaces.get(("after" if is_replaced else "before", report_id))
        if other is None:
            return
        if is_replaced:
            yield Cause(CauseCode.REPLACED, other, report_id)
        elif self._reports[other].after is None:
            yield from self._standing(other, with_window=False)
        else:
            yield Cause(CauseCode.HEAD, other)

    def _arrival(self, change: ReportChange) -> Cause:
        report_id, supersedes = change.state.report_id, change.state.supersedes
        if report_id in self._out_before:
            return Cause(CauseCode.MENDED, report_id)
        if supersedes:
            return Cause(CauseCode.REPLACED, report_id, supersedes)
        return Cause(CauseCode.NEW, report_id)

    def _said(self, statement: StatementChange) -> Iterator[Cause]:
        if statement.is_reviewed:
            yield self._review(statement.report_id, statement.measure, statement.scope)
        elif self._inputs.report_edited(statement.report_id) is not False:
            yield Cause(CauseCode.EDITED, statement.report_id)
        elif self._inputs.report_reviewed(statement.report_id):
            yield self._review(statement.report_id, statement.measure, statement.scope)

    def _review(self, report_id: str, measure: str = "", scope: str = "") -> Cause:
        """A review as a cause, with its last line where the later build tells it."""
        line = self._lines.get((report_id, measure, scope))
        if line is None:
            return Cause(CauseCode.REVIEW, report_id, measure)
        return Cause(CauseCode.REVIEW, report_id, measure, line.action, line.officer, line.reason)

    def _in_both(self, report_id: str) -> bool:
        change = self._reports.get(report_id)
        return change is None or (change.before is not None and change.after is not None)

    def _last_resort(self) -> set[Cause]:
        if not self._inputs.known:
            return {Cause(CauseCode.NO_TRACE)}
        found = {Cause(CauseCode.PROGRAM)} if CODE_INPUT in self._inputs.changes else set()
        for path in self._inputs.changes:
            folder, _, name = path.rpartition("/")
            if folder in ("reference", "demo") and name not in _BESIDE:
                found.add(Cause(CauseCode.REGISTRY, detail=name))
        return found or {Cause(CauseCode.UNKNOWN)}
