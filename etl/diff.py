"""Compares two builds: which reports, definitions, targets, values and figures differ, and because of what.

Rows are read for some hundred units at a time, only where a checksum of a unit's rows differs, and held against each
other in a scratch database in memory: a national build fits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import duckdb

from domain.history import Change, Gap, History, Kind, Names, move_of
from domain.history_causes import Causes, Inputs, ReportChange, ReportState, ReviewLine, StatementChange
from etl.diff_registry import Definitions, target_changes
from etl.diff_side import Side, open_side, sql

UNITS_AT_ONCE = 200
MOST_CHANGES = 2_000
_INPUTS = {"build_input": ("path", "sha256")}
_REPORTS = {
    "report": (
        "report_id", "source", "unit_id", "period_id", "status", "supersedes", "is_superseded", "effective_start",
        "effective_end",
    )
}  # fmt: skip
_VALUES = {
    "indicator_value": (
        "source", "unit_id", "scope", "period_id", "indicator_id", "value", "is_lower_bound", "report_id", "is_derived",
    )
}  # fmt: skip
_FIGURES = {
    "figure": (
        "source", "report_id", "unit_id", "period_id", "measure", "scope", "seq", "value", "qualifier", "is_counted",
        "is_computed", "is_derived",
    ),
    "report": ("report_id", "is_superseded"),
}  # fmt: skip
_DERIVABLE = {"derivable": ("source", "unit_id", "period_id", "closing_report", "opening_report", "minus_reports")}
_REVIEWS = {
    "review_line": (
        "report_id", "seq", "at", "officer", "action", "measure", "scope", "statement", "after", "reason",
    )
}  # fmt: skip
# What is compared of a unit: the file that reads it, and the one whose checksum tells whether it differs.
_READS = {Kind.VALUE: ("diff_values", "diff_value_marks"), Kind.FIGURE: ("diff_counted", "diff_figure_marks")}


@dataclass
class Tally:
    """Counts what goes by, and keeps the first `most` of each kind."""

    most: int = MOST_CHANGES
    counts: Counter = field(default_factory=Counter)
    causes: Counter = field(default_factory=Counter)
    kept: dict[Kind, list[Change]] = field(default_factory=lambda: defaultdict(list))

    def add(self, change: Change) -> None:
        self.counts[change.kind, change.move] += 1
        self.causes.update((cause, change.kind) for cause in change.causes)
        if len(self.kept[change.kind]) < self.most:
            self.kept[change.kind].append(change)


def history(
    before: Path,
    after: Path,
    *,
    source: str | None = None,
    units: Collection[str] | None = None,
    most: int = MOST_CHANGES,
) -> History:
    """What differs between two builds: of one source and some units, or of all. Definitions always.

    Raises NotComparable where a build cannot be read; what a build of an older version lacks is in `gaps`.
    """
    tally = Tally(most)
    with comparison(before, after, source=source, units=units) as found:
        for change in found.changes():
            tally.add(change)
        return found.history(tally)


@contextmanager
def comparison(
    before: Path, after: Path, *, source: str | None = None, units: Collection[str] | None = None
) -> Iterator[Comparison]:
    """Both builds, open, for who wants to see every change go by. Raises NotComparable."""
    with (
        open_side(before) as earlier,
        open_side(after) as later,
        duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "2GB"}) as scratch,
    ):
        yield Comparison(earlier, later, scratch, source, None if units is None else frozenset(units))


class Comparison:
    """Two open builds and what is known of both: reports, registries, inputs."""

    def __init__(
        self,
        before: Side,
        after: Side,
        scratch: duckdb.DuckDBPyConnection,
        source: str | None,
        units: frozenset[str] | None,
    ) -> None:
        self._sides = (before, after)
        self._scratch = scratch
        self._source, self._units = source, units
        self.gaps: list[Gap] = []
        self._comparable("causes", _INPUTS)
        self.inputs = Inputs.of(before.inputs, after.inputs)
        self._definitions = Definitions.of(before, after)
        self._targets, gap = target_changes(before, after)
        self.gaps += [one for one in (self._definitions.gap, gap) if one]
        self._reports = self._changed_reports() if self._comparable("reports", _REPORTS) else {}
        self._causes = Causes(
            self._reports,
            self.inputs,
            self._definitions.registries(),
            (before.left_out(), after.left_out()),
            self._new_review_lines(),
        )

    def history(self, tally: Tally) -> History:
        """What went into `tally`, with what is known of the two builds."""
        before, after = self._sides
        return History(
            before.mark,
            after.mark,
            tuple(change for kind in Kind for change in tally.kept[kind]),
            dict(tally.counts),
            dict(tally.causes),
            tuple(self.inputs.changes.values()),
            tuple(self.gaps),
            self.names,
        )

    @property
    def names(self) -> Names:
        """Names out of both builds; the later one's where they differ."""
        units = {unit: name for side in self._sides for unit, (name, _) in side.units.items()}
        return Names(units, {item: name for side in self._sides for item, name in side.item_names().items()})

    def changes(self) -> Iterator[Change]:
        """Everything that differs: reports, definitions, targets, then values and figures unit by unit."""
        yield from self._of_reports()
        yield from self._definitions.changes()
        above = self._above()
        yield from (one for one in self._targets if above is None or one.unit_id in above)
        kinds = [
            kind
            for kind, part, needed in ((Kind.VALUE, "values", _VALUES), (Kind.FIGURE, "figures", _FIGURES))
            if self._comparable(part, needed)
        ]
        differing = {kind: self._differing_units(kind) for kind in kinds}
        units = sorted({unit for found in differing.values() for unit in found})
        for start in range(0, len(units), UNITS_AT_ONCE):
            some = units[start : start + UNITS_AT_ONCE]
            yield from self._of_units({kind: sorted(differing[kind].intersection(some)) for kind in kinds})

    def _comparable(self, part: str, needed: Mapping[str, Collection[str]]) -> bool:
        """False where a build of an older version lacks what it takes; told in `gaps`."""
        gaps = [gap for side in self._sides if (gap := side.gap(part, needed))]
        self.gaps += gaps
        return not gaps

    def _above(self) -> set[str] | None:
        """The chosen units with all that they lie in, and "" for the country; None for all."""
        if self._units is None:
            return None
        found = {"", *self._units}
        for side in self._sides:
            step = set(self._units)
            while step := {above for one in step if (above := side.units.get(one, ("", None))[1])}:
                found |= step
        return found

    def _is_chosen(self, source: str, unit_id: str) -> bool:
        return self._source in (None, source) and (self._units is None or unit_id in self._units)

    def _new_review_lines(self) -> list[ReviewLine]:
        """The lines that reviews got since the build before: a file put in another's place may number them alike."""
        reviewed = sorted(self.inputs.reviewed())
        before, after = (
            [] if side.missing(_REVIEWS) else side.ask("diff_review_lines", {"reports": reviewed}).to_pylist()
            for side in self._sides
        )
        known = {tuple(row.values()) for row in before}
        names = tuple(one.name for one in fields(ReviewLine))
        return [ReviewLine(**{name: row[name] for name in names}) for row in after if tuple(row.values()) not in known]

    def _changed_reports(self) -> dict[str, ReportChange]:
        rows = self._joined("diff_join_reports", *(side.ask("diff_reports") for side in self._sides))
        changes = (ReportChange(_state(row, "before_"), _state(row, "after_")) for row in rows)
        return {change.state.report_id: change for change in changes}

    def _of_reports(self) -> Iterator[Change]:
        for change in self._reports.values():
            state, before, after = change.state, change.before, change.after
            if self._is_chosen(state.source, state.unit_id):
                yield Change(
                    Kind.REPORT, move_of(before, after), state.report_id, self._causes.of_report(change),
                    source=state.source, unit_id=state.unit_id, period_id=state.period_id,
                    before_report=before.report_id if before else "", after_report=after.report_id if after else "",
                    before_text=before.status if before else "", after_text=after.status if after else "",
                )  # fmt: skip

    def _differing_units(self, kind: Kind) -> set[str]:
        """The units of which a row differs, and those whose reports do: a replaced one counts no more."""
        found = {state.unit_id for one in self._reports.values() for state in (one.before, one.after) if state}
        before, after = (side.ask(_READS[kind][1]) for side in self._sides)
        found |= {row["unit_id"] for row in self._joined("diff_join_marks", before, after)}
        return found if self._units is None else found & self._units

    def _of_units(self, units: Mapping[Kind, list[str]]) -> Iterator[Change]:
        """What differs of some units, those whose values and those whose figures do."""
        everyone = {"units": sorted({unit for found in units.values() for unit in found})}
        behind = [_derivable(side, everyone) for side in self._sides]
        statements: dict[str, list[StatementChange]] = defaultdict(list)
        if units.get(Kind.FIGURE):
            asked = {"units": units[Kind.FIGURE]}
            for row in self._joined(
                "diff_join_statements", *(side.ask("diff_statements", asked) for side in self._sides)
            ):
                statements[row["report_id"]].append(StatementChange(**row))
        for kind, found in units.items():
            asked = {"units": found}
            for row in self._joined("diff_join_figures", *(side.ask(_READS[kind][0], asked) for side in self._sides)):
                if self._is_chosen(row["source"], row["unit_id"]):
                    yield self._figure_change(kind, row, behind, statements)

    def _figure_change(
        self,
        kind: Kind,
        row: dict[str, Any],
        derivable: Sequence[Mapping[tuple[str, str, str], list[str]]],
        statements: Mapping[str, Sequence[StatementChange]],
    ) -> Change:
        sides = (row.pop("before_derived"), row.pop("after_derived"))
        reports = [report for report in (row["before_report"], row["after_report"]) if report]
        for is_derived, found in zip(sides, derivable, strict=True):
            if is_derived:
                reports += found.get((row["source"], row["unit_id"], row["period_id"]), ())
        causes = self._causes.of_figure(row["item"], row["scope"], reports, statements, is_derived=any(sides))
        texts = ("before_qualifier", "after_qualifier", "before_report", "after_report")
        return Change(
            kind, move_of(row["before"], row["after"]), causes=causes, **row | {name: row[name] or "" for name in texts}
        )

    def _joined(self, name: str, before: Any, after: Any) -> list[dict[str, Any]]:
        """The rows of `etl/sql/<name>.sql`, asked of both builds' rows."""
        self._scratch.register("earlier", before)
        self._scratch.register("later", after)
        try:
            return self._scratch.execute(sql(name)).to_arrow_table().to_pylist()
        finally:
            self._scratch.unregister("earlier")
            self._scratch.unregister("later")


def _state(row: Mapping[str, Any], side: str) -> ReportState | None:
    if row[f"{side}report_id"] is None:
        return None
    names = ("report_id", "source", "unit_id", "period_id", "status", "supersedes", "is_superseded")
    window = (row[f"{side}effective_start"], row[f"{side}effective_end"])
    return ReportState(**{name: row[f"{side}{name}"] for name in names}, window=window)


def _derivable(side: Side, asked: Mapping[str, Any]) -> dict[tuple[str, str, str], list[str]]:
    """The reports behind each derived quarter."""
    if side.missing(_DERIVABLE):
        return {}
    return {
        (row["source"], row["unit_id"], row["period_id"]): row["reports"]
        for row in side.ask("diff_derivable", asked).to_pylist()
    }
