"""Units that cannot be compared, as a plain table: each with its own period and window, unranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from charts.against import Base, aims, bases, untold_notes
from charts.against_columns import (
    against_cells,
    against_columns,
    per_day,
    per_day_column,
    untold,
)
from charts.captions import status_name
from charts.colours import SHAPES
from charts.comparing import Standing, compare
from charts.elsewhere import Elsewhere, has_volumes
from charts.ranking import tabled
from charts.spec import Column, Frame, Table, TableSpec
from charts.targets import Targets, rate_text, status_of, target_notes, targets_of
from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from charts.wording import capital, definition_of, file_stem, named_each, notes_of, remark, rises, subtitle_of
from domain.comparison import MIN_COMPARABLE_UNITS, BaselineKind, usual_window
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, UnitRow, Value
from text.search import fold


@dataclass(frozen=True)
class _Listing:
    """What the table is made of: baselines where there is one period, `stray` the values whose window is another;
    `untold` says what chosen baselines nothing can be held against; `targets` are those of each period, by its id."""

    view: View
    indicator: IndicatorRow
    periods: tuple[Period, ...]
    bases: Sequence[Base]
    stray: frozenset[Value]
    elsewhere: Elsewhere
    untold: tuple[str, ...] = ()
    targets: Mapping[str, Targets] = field(default_factory=dict)

    def target(self, value: Value) -> TargetRow | None:
        """What counts for the value in its own year."""
        return self.targets[value.period_id].of(value.unit_id) if value.period_id in self.targets else None

    @property
    def by_the_day(self) -> bool:
        return bool(self.stray) and has_volumes(self.indicator)


def plain(
    view: View, indicator: IndicatorRow, values: Sequence[Value], elsewhere: Elsewhere | None = None
) -> TableSpec:
    """All units with their own periods and windows, unranked, each with every scope it reports; by the alphabet.

    Of the view's period; of all its periods where they are of several kinds.
    """
    periods = tuple(view.periods) if view.is_mixed else (view.period,)
    ids = {period.period_id for period in periods}
    of_it = [one for one in values if one.indicator_id == indicator.indicator_id]
    by_unit: dict[str, list[Value]] = {}
    for value in of_it:
        if value.period_id in ids:
            by_unit.setdefault(value.unit_id, []).append(value)
    units = _expected(view, periods, by_unit)
    listed = [value for unit in units for value in by_unit.get(unit.unit_id, ())]
    shown = [value for value in listed if value.value is not None]
    told, notes = _bases(view, indicator, of_it)
    listing = _Listing(
        view=view,
        indicator=indicator,
        periods=periods,
        bases=told,
        stray=_stray(periods, shown),
        elsewhere=elsewhere or Elsewhere(),
        untold=notes,
        targets={one.period_id: targets_of(view, indicator, one) for one in periods} if aims(view) else {},
    )
    rows = [row for unit in units for row in _unit_rows(listing, unit, by_unit.get(unit.unit_id, ()))]
    title = view.say("plain.title", count=len({value.unit_id for value in shown}), total=len(units))
    subtitle = subtitle_of(view, indicator, view.span_words() if view.is_mixed else view.when_words())
    return TableSpec(
        Frame(
            title=title,
            subtitle=subtitle,
            sentence=_sentence(listing, shown),
            source=view.source_line(value.report_id for value in shown),
            definition=definition_of(view, indicator),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, indicator.indicator_id, "bang"),
            notes=_notes(listing, shown),
            simulated=view.simulated,
            table=Table(_plain_columns(listing, shown), tuple(rows)),
        )
    )


def _expected(view: View, periods: Sequence[Period], found: Mapping[str, object]) -> list[UnitRow]:
    """Districts, then communes by the alphabet; those that existed in one of the periods, or have a figure of it."""
    there = {unit.unit_id for period in periods for unit in view.units_in(period)}
    units = [unit for unit in view.units if unit.unit_id in there or unit.unit_id in found]
    return sorted((*view.others, *units), key=lambda unit: (unit.level == "commune", fold(unit.name)))


def _bases(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> tuple[list[Base], tuple[str, ...]]:
    """What the one period's values are held against, and notes on what was chosen in vain; periods of several kinds are
    held against nothing."""
    if view.is_mixed:
        return [], ()
    now = compare(view, indicator, values)
    found = bases(view, indicator, values, now)
    told = tabled(view, found, now)
    return told, untold_notes(view, found, told, now)


def _stray(periods: Sequence[Period], values: Sequence[Value]) -> frozenset[Value]:
    """Values whose window differs by more than 15 days from that of the other units of their period."""
    found = []
    for period in periods:
        own = [one for one in values if one.period_id == period.period_id and one.scope == SCOPE_OF_COMPARISON]
        usual = usual_window([one.window for one in own], period.nominal)
        found += [one for one in own if one.window.differs_from(usual)]
    return frozenset(found)


def _sentence(listing: _Listing, shown: Sequence[Value]) -> str:
    """Why there are no ranks; then how many units rose and fell since the earlier periods they are held against."""
    view = listing.view
    own = [_standing(listing.indicator, value) for value in shown if value.scope == SCOPE_OF_COMPARISON]
    said = [
        view.say("comparison.since", base=base.label, what=rises(view, base.differences(own)))
        for base in listing.bases
        if base.then and base.differences(own)
    ]
    return " ".join([view.say("plain.sentence", least=MIN_COMPARABLE_UNITS), *said])


def _notes(listing: _Listing, shown: Sequence[Value]) -> tuple[str, ...]:
    view = listing.view
    standings = [_standing(listing.indicator, value) for value in shown]
    windows = [view.say("comparison.windows", units=named_each(view, list(listing.stray)))] if listing.stray else []
    days = [view.say("comparison.per_day_note")] if listing.by_the_day else []
    return (*windows, *days, *notes_of(view, standings), *_target_notes(listing, shown), *listing.untold)


def _target_notes(listing: _Listing, shown: Sequence[Value]) -> list[str]:
    """Where the targets of the values come from, each once."""
    notes: dict[str, None] = {}
    for period_id, targets in listing.targets.items():
        units = list(dict.fromkeys(one.unit_id for one in shown if one.period_id == period_id))
        if any(targets.of(unit_id) for unit_id in units):
            notes |= dict.fromkeys(target_notes(listing.view, targets, units))
    return list(notes)


def _standing(indicator: IndicatorRow, value: Value) -> Standing:
    return Standing(value, None, reason_of(value, indicator, None))


def _target_columns(listing: _Listing, shown: Sequence[Value]) -> list[Column]:
    """The target, where no baseline's column says it, and if it is met; none where no value has one."""
    view = listing.view
    if not any(listing.target(value) for value in shown):
        return []
    status = Column("status", view.say("column.against_target"))
    if any(base.baseline.kind is BaselineKind.TARGET for base in listing.bases):
        return [status]
    heading = view.say("comparison.label.target")
    return [Column("target", view.say("comparison.column.base", base=capital(heading)), "percent", 2), status]


def _plain_columns(listing: _Listing, shown: Sequence[Value]) -> tuple[Column, ...]:
    view = listing.view
    return (
        Column("unit", view.say("column.unit")),
        Column("scope", view.say("column.scope")),
        Column("period", view.say("column.period")),
        Column("value_text", view.say("column.value")),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        *([per_day_column(view)] if listing.by_the_day else []),
        *_target_columns(listing, shown),
        *against_columns(view, listing.bases),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("remark", view.say("column.remark")),
        Column("window", view.say("column.window")),
        Column("report", view.say("column.report")),
    )


def _unit_rows(listing: _Listing, unit: UnitRow, values: Sequence[Value]) -> list[dict[str, object]]:
    """A row a value; one that says why where there is none."""
    view = listing.view
    rows = [_row(listing, value) for value in values]
    if rows:
        return rows
    absent = view.say("missing.not_reported") if view.is_mixed else view.absence(unit.unit_id, view.period)
    why = _instead(listing, unit.unit_id) or absent
    return [{"unit": view.labels[unit.unit_id], "remark": why}]


def _instead(listing: _Listing, unit_id: str, period_id: str = "") -> str:
    """What a unit reports by another definition, in words."""
    view, ids = listing.view, [period_id] if period_id else [period.period_id for period in listing.periods]
    found = [words for one in ids if (words := listing.elsewhere.words(view, unit_id, one))]
    return view.say("comparison.elsewhere_only", what="; ".join(found)) if found else ""


def _row(listing: _Listing, value: Value) -> dict[str, object]:
    view, standing = listing.view, _standing(listing.indicator, value)
    words = [remark(view, value, standing.reason)]
    if value.value is None:
        instead = _instead(listing, value.unit_id, value.period_id) if value.scope == SCOPE_OF_COMPARISON else ""
        words = [instead or view.say("missing.counts")]
    if not value.window_printed:
        words.append(view.say("mark.no_window"))
    if value in listing.stray:
        words.append(view.say("comparison.other_window"))
    words += untold(view, listing.bases, standing)
    target, polarity = listing.target(value), listing.indicator.polarity
    status = status_of(value, target, polarity)
    return {
        "unit": view.labels[value.unit_id],
        "scope": view.say(f"scope.{value.scope}"),
        "period": next(p.label(view.lang) for p in view.periods if p.period_id == value.period_id),
        "value_text": _value_text(view, value, target, polarity),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_day": per_day(value) if listing.by_the_day else None,
        "target": target.value if target else None,
        "status": f"{SHAPES[status]} {status_name(status, view.lang)}" if status else None,
        **against_cells(listing.bases, standing),
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "report": view.report_name(value.report_id),
        "remark": ", ".join(filter(None, words)),
    }


def _value_text(view: View, value: Value, target: TargetRow | None, polarity: str) -> str:
    """With two decimals, or as many as it takes not to look like a target it misses; signs where it has a value."""
    if value.value is None:
        return view.value_text(value, 2)
    return view.marked_value(rate_text(view, value, target, polarity, least=2), value)
