"""Who has reported, and in time: what all charts of reporting stand on, and the headline tiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from charts.coverage import due, local_days
from charts.spec import Frame, Table, Tile
from charts.view import View
from charts.wording import difference, file_stem
from domain.completeness import (
    EXPECTED,
    Duty,
    Receipt,
    Reporter,
    State,
    Tally,
    average_days_late,
    duties,
    expected_periods,
    in_order,
    is_series,
    tally,
)
from domain.periods import Period
from domain.units import REORGANISED
from queries.ask import Ask
from queries.received_rows import Coverage
from text.numbers import format_date, format_points

MOST_NAMED = 3
COUNTS = ("expected", "received", "on_time", "late", "undated", "missing")


@dataclass(frozen=True)
class Reporting:
    """What became of the reports of the view's communes.

    `periods` and `duties` are those that end in the view's span, whatever their kind; `coverage` likewise, of the units
    shown apart too. `last` is the latest receipt by unit; `heirs` are the units of today that a unit became part of,
    by name, where it is gone on the day `as_of`. Without `series` nothing but what came is expected.
    """

    view: View
    as_of: date
    series: bool
    periods: tuple[Period, ...]
    duties: tuple[Duty, ...]
    coverage: tuple[Coverage, ...]
    last: Mapping[str, Receipt]
    heirs: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def by_period(self) -> Mapping[Period, Sequence[Duty]]:
        found: dict[Period, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            found[duty.period].append(duty)
        return found

    def of(self, period: Period) -> Sequence[Duty]:
        return self.by_period.get(period, ())

    @cached_property
    def settled(self) -> list[Period]:
        """The periods whose reports are all due or received, oldest first."""
        states = {period: {duty.state for duty in found} for period, found in self.by_period.items()}
        return [one for one in self.periods if states[one] & EXPECTED and State.NOT_DUE not in states[one]]

    @property
    def latest(self) -> Period | None:
        """The latest of them; None where nothing can be expected."""
        return next(reversed(self.settled), None) if self.series else None

    def span_words(self) -> str:
        first, last = self.periods[0], self.periods[-1]
        words = self.view.period_words
        return words(first) if first == last else f"{words(first)} – {words(last)}"

    def rule(self) -> str:
        """When a report is expected, and when it is late."""
        key = "reporting.rule" if self.series else "reporting.rule_single"
        today = f" {self.view.say('reporting.rule_today')}" if self.view.is_today else ""
        return self.view.say(key) + today

    def names(self, found: Sequence[Duty]) -> str:
        """The units of some duties: by name where they are few, else how many."""
        if len(found) > MOST_NAMED:
            return self.view.say("list.count", count=len(found))
        return ", ".join(self.view.labels[duty.unit_id] for duty in found)

    def source(self) -> str:
        received = [row.report_id for row in self.coverage if row.is_received]
        return self.view.source_line(received)


def reporting_of(view: View, ask: Ask) -> Reporting:
    """Asks for all reports up to the end of the view's span: what is expected depends on the first of each unit."""
    since, until = min(period.nominal.start for period in view.periods), view.period.nominal.end
    known = {row.period_id: row.period for row in ask.periods(view.source)}
    past = {period_id: period for period_id, period in known.items() if period.nominal.end <= until}
    shown_ids = {period_id for period_id, period in past.items() if period.nominal.end >= since}
    rows = ask.coverage(view.source, list(past), view.asked_units)
    communes = {unit.unit_id: unit for unit in view.units}
    own = [row for row in rows if row.unit_id in communes]
    receipts = [_receipt(row, past[row.period_id]) for row in own if row.is_received]
    derived = frozenset((row.unit_id, row.period_id) for row in own if row.state == "derived")
    days, as_of = local_days(ask), ask.build_info().built_at.date()
    reporters = [Reporter(unit.unit_id, unit.valid_from, unit.valid_to, view.is_today) for unit in view.units]
    found = duties(reporters, receipts, derived, lambda unit_id, period: due(communes[unit_id], period, days), as_of)
    order = {period: place for place, period in enumerate(expected_periods(receipts))}
    ended = {period for period in order if period.nominal.end >= since}
    shown = tuple(duty for duty in found if duty.period in ended)
    ordered = sorted(receipts, key=lambda receipt: order[receipt.period])
    return Reporting(
        view=view,
        as_of=as_of,
        series=is_series(receipts),
        periods=tuple(sorted({duty.period for duty in shown}, key=order.__getitem__)),
        duties=shown,
        coverage=tuple(row for row in rows if row.period_id in shown_ids),
        last={receipt.unit_id: receipt for receipt in ordered},
        heirs=_heirs(view, ask, as_of),
    )


def _heirs(view: View, ask: Ask, as_of: date) -> Mapping[str, Sequence[str]]:
    gone = {unit.unit_id for unit in view.units if unit.valid_to and unit.valid_to < as_of}
    found: dict[str, list[str]] = defaultdict(list)
    for line in ask.lineage(view.source) if gone else ():
        if line.from_unit_id in gone:
            found[line.from_unit_id].append(line.to_name)
    return found


def _receipt(row: Coverage, period: Period) -> Receipt:
    return Receipt(row.unit_id, period, row.due_on, row.received_on, row.report_id)


def tiles(reporting: Reporting) -> list[Tile]:
    """Received of expected with the change since the expected period before, on time, late, not received."""
    view, latest = reporting.view, reporting.latest
    if latest is None:
        return _single_tiles(reporting)
    found = reporting.of(latest)
    counts = tally(found)
    late = [duty for duty in found if duty.state is State.LATE]
    missing = [duty for duty in found if duty.state is State.MISSING]
    average = average_days_late(found)
    shown = [
        _rate_tile(reporting, latest, counts),
        Tile(view.say("reporting.on_time"), view.number(counts.on_time), meaning=_share(view, counts.on_time_rate)),
        Tile(
            view.say("reporting.late"),
            view.number(counts.late),
            meaning=view.say("reporting.late_units", units=reporting.names(late), days=view.number(average, 1))
            if late
            else "",
        ),
        Tile(view.say("reporting.missing"), view.number(counts.missing), meaning=reporting.names(missing)),
    ]
    return shown + ([_undated_tile(view, counts)] if counts.undated else [])


def _rate_tile(reporting: Reporting, latest: Period, counts: Tally) -> Tile:
    view = reporting.view
    before = next((period for period in reversed(reporting.settled) if in_order(period) < in_order(latest)), None)
    label = view.say("reporting.received_of", when=view.period_words(latest))
    value = view.say("reporting.part", part=view.number(counts.received), whole=view.number(counts.expected))
    rate = counts.received_rate
    earlier = tally(reporting.of(before)).received_rate if before else None
    if before is None or rate is None or earlier is None:
        return Tile(label, value, meaning=_share(view, rate))
    meaning = view.say("reporting.rate_before", rate=view.percent(rate), before=view.period_words(before),
                       earlier=view.percent(earlier))  # fmt: skip
    if before.nominal.end < REORGANISED <= latest.nominal.end:
        return Tile(label, value, meaning=f"{meaning} {view.say('reporting.other_units')}")
    change = difference(rate, earlier)
    return Tile(label, value, format_points(change, view.lang), None if change == 0 else change > 0, meaning)


def _share(view: View, rate: float | None) -> str:
    return view.say("reporting.share", rate=view.percent(rate))


def _undated_tile(view: View, counts: Tally) -> Tile:
    return Tile(view.say("reporting.undated"), view.number(counts.undated))


def _single_tiles(reporting: Reporting) -> list[Tile]:
    """What came, where there is no series or nothing is due yet."""
    view, counts = reporting.view, tally(reporting.duties)
    why = view.say("reporting.open_short" if reporting.series else "reporting.no_series")
    shown = [Tile(view.say("reporting.received"), view.number(counts.received), meaning=why)]
    shown += [
        Tile(view.say(f"reporting.{state}"), view.number(count))
        for state, count in (("on_time", counts.on_time), ("late", counts.late))
        if count
    ]
    return shown + ([_undated_tile(view, counts)] if counts.undated else [])


def how(reporting: Reporting) -> list[str]:
    """The whole rule, a sentence or two each."""
    view = reporting.view
    keys = ["reporting.how_expected", "reporting.how_other", "reporting.how_due", "reporting.how_kinds"]
    keys += ["reporting.how_single"] + (["reporting.rule_today"] if view.is_today else [])
    return [view.say(key, day=format_date(reporting.as_of, view.lang)) for key in keys]


def notes(reporting: Reporting) -> tuple[str, ...]:
    """The day missing reports are counted to, and who is not counted."""
    view = reporting.view
    found = [view.say("reporting.as_of", day=format_date(reporting.as_of, view.lang))] if reporting.series else []
    if view.others:
        found.append(view.say("reporting.apart", units=", ".join(view.labels[one.unit_id] for one in view.others)))
    return tuple(found)


def frame_of(
    reporting: Reporting,
    title: str,
    sentence: str,
    table: Table,
    stem: Sequence[str],
    subtitle: str = "reporting.subtitle",
) -> Frame:
    """What stands around a chart of reporting; `stem` are the parts of its file's name, `subtitle` a key."""
    view = reporting.view
    span = reporting.span_words() if reporting.periods else view.span_words()
    told = view.say(subtitle, span=span, group=view.group)
    return Frame(
        title=title,
        subtitle=told,
        sentence=sentence,
        source=reporting.source(),
        definition=reporting.rule(),
        alt=view.say("alt.plain", title=title, subtitle=told),
        file_stem=file_stem(view, *stem),
        notes=notes(reporting),
        simulated=view.simulated,
        table=table,
    )
