"""Units side by side for one period: who stands where, against the median, the target and what else was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts import ranked_words
from charts.against import aims, bases, is_chosen
from charts.comparing import Standing, compare, last_comparable, movements
from charts.elsewhere import Elsewhere
from charts.plain import plain
from charts.ranked_table import ranked_table
from charts.ranking import Ranking, without_counts
from charts.spec import Band, Frame, Mark, RankedSpec, Reference, Role, TableSpec, Tick
from charts.targets import Targets, own_words, rate_text, status_of, target_notes, targets_of
from charts.view import View, flags_of
from charts.wording import definition_of, file_stem, notes_of, subtitle_of
from domain.comparison import BaselineKind
from queries.rows import IndicatorRow, Value

AXIS_STEP = 0.5
DOT_AXIS_MARGIN = 0.25
_TICKS: dict[BaselineKind, Literal["previous", "last_year"]] = {
    BaselineKind.PREVIOUS: "previous",
    BaselineKind.LAST_YEAR: "last_year",
}


def ranked(
    view: View,
    indicator: IndicatorRow,
    values: Sequence[Value],
    *,
    style: str = "bars",
    people: bool = False,
    elsewhere: Elsewhere | None = None,
) -> RankedSpec | TableSpec:
    """Ranked bars or dots for the view's period; a plain table where fewer than five units can be compared.

    With `people` a rate counts persons: its n stands beside it ("17/19"), and persons are what a target is short of.
    `elsewhere` tells of units that report another definition only.
    """
    elsewhere = elsewhere or Elsewhere()
    now = compare(view, indicator, values)
    if not now.can_rank or view.is_mixed:
        return plain(view, indicator, values, elsewhere)
    since = last_comparable(view, indicator, values)
    ranking = Ranking(
        view=view,
        indicator=indicator,
        now=now,
        since=since,
        movements=movements(indicator, now, since),
        bases=tuple(bases(view, indicator, values, now)),
        targets=targets_of(view, indicator) if aims(view) else Targets(),
        elsewhere=elsewhere,
        uncounted=without_counts(indicator, values, view.period),
        people=people,
    )
    marks, below = (tuple(_mark(ranking, one) for one in part) for part in (now.ranked, now.below))
    references = _references(ranking)
    return RankedSpec(
        frame=_frame(ranking),
        marks=marks,
        below=below,
        missing=_missing(ranking),
        axis_title=indicator.name(view.lang),
        axis_range=_axis((*marks, *below), references, style),
        style="dots" if style == "dots" else "bars",
        references=references,
        axis_note=view.say("ranked.axis_note") if style == "dots" else "",
        suffix=" %" if view.lang == "vi" else "%",
        elsewhere=_elsewhere(ranking),
        band=_band(ranking),
    )


def _axis(marks: Sequence[Mark], references: Sequence[Reference], style: str) -> tuple[float, float]:
    if style != "dots":
        return (0.0, 100.0)
    drawn = [mark.value for mark in marks if mark.value is not None]
    drawn += [tick.value for mark in marks for tick in mark.ticks]
    lowest = min([*drawn, *(one.value for one in references)]) - DOT_AXIS_MARGIN
    return (max(0.0, lowest // AXIS_STEP * AXIS_STEP), 100.0)


def _mark(ranking: Ranking, standing: Standing) -> Mark:
    view, value = ranking.view, standing.value
    target, polarity = ranking.targets.of(value.unit_id), ranking.indicator.polarity
    text = rate_text(view, value, target, polarity)
    if ranking.people:
        text = f"{text} ({view.counts_text(value)})"
    if standing.reason:
        text = f"{text} – {view.say(f'not_ranked.{standing.reason.value}')}"
    return Mark(
        key=value.unit_id,
        label=view.labels[value.unit_id],
        value=value.value,
        text=text,
        hover=view.hover(value),
        role=Role.SUBJECT if value.unit_id in view.subjects else Role.CONTEXT,
        flags=flags_of(view, value, standing.reason),
        status=status_of(value, target, polarity),
        ticks=_ticks(ranking, standing),
        movement=ranking.movements.get(value.unit_id),
    )


def _ticks(ranking: Ranking, standing: Standing) -> tuple[Tick, ...]:
    """The unit's own earlier values, where the reader asked for them, and a target that is not the common one."""
    view = ranking.view
    ticks = []
    for base in ranking.bases if is_chosen(view) else ():
        held = base.of(standing)
        if held.baseline.kind in _TICKS and held.value is not None and held.difference is not None:
            text = view.say("comparison.figure", label=held.label, value=view.percent(held.value))
            ticks.append(Tick(_TICKS[held.baseline.kind], held.value, text))
    if own := ranking.targets.own(standing.value.unit_id):
        ticks.append(Tick("target", own.value, own_words(view, own)))
    return tuple(ticks)


def _references(ranking: Ranking) -> tuple[Reference, ...]:
    """Lines for what all units are held against: the group's median (or pooled rate), the common target, units."""
    view, found = ranking.view, []
    kinds: dict[BaselineKind, Literal["median", "unit"]] = {BaselineKind.GROUP: "median", BaselineKind.UNIT: "unit"}
    for base in ranking.bases:
        kind = kinds.get(base.baseline.kind)
        if kind and base.common is not None:
            label = base.label[:1].upper() + base.label[1:]
            words = view.say("comparison.figure", label=label, value=view.percent(base.common))
            found.append(Reference(kind, base.common, words))
    if common := ranking.targets.common:
        label = view.say("ranked.target", value=view.percent(common.value, 0))
        found.append(Reference("target", common.value, label))
    return tuple(found)


def _band(ranking: Ranking) -> Band | None:
    """The middle half of the units; it belongs to the median."""
    view, ends = ranking.view, ranking.now.quartiles
    if ends is None or not any(one.kind is BaselineKind.GROUP for one in view.baselines):
        return None
    low, high = ends
    return Band(low, high, view.say("comparison.band", low=view.number(low, 1), high=view.percent(high)))


def _missing(ranking: Ranking) -> tuple[str, ...]:
    """Units that a figure was expected of and that have none by any definition."""
    return tuple(_absent(ranking, unit_id) for unit_id in ranking.now.missing if not ranking.instead(unit_id))


def _absent(ranking: Ranking, unit_id: str) -> str:
    """The unit's name; beside it why the units that became it cannot be added up, or that its report is not due yet."""
    view, period = ranking.view, ranking.now.period
    unit = next(one for one in view.units if one.unit_id == unit_id)
    why = view.gap_words(unit_id, period) or (view.say("missing.not_due") if view.is_awaited(unit, period) else "")
    return view.say("comparison.absent", unit=view.labels[unit_id], why=why) if why else view.labels[unit_id]


def _elsewhere(ranking: Ranking) -> tuple[str, ...]:
    view = ranking.view
    return tuple(
        view.say("comparison.elsewhere_unit", unit=view.labels[unit_id], what=instead)
        for unit_id in ranking.now.missing
        if (instead := ranking.instead(unit_id))
    )


def _frame(ranking: Ranking) -> Frame:
    view, indicator, standings = ranking.view, ranking.indicator, ranking.now.standings
    title = ranked_words.title(ranking)
    subtitle = subtitle_of(view, indicator, view.when_words())
    sentence = ranked_words.sentence(ranking)
    notes = [
        *notes_of(view, standings),
        *target_notes(view, ranking.targets, [one.value.unit_id for one in standings]),
        *ranked_words.notes(ranking),
    ]
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(standing.value.report_id for standing in standings),
        definition=definition_of(view, indicator),
        alt=view.say("alt.ranked", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, indicator.indicator_id, "xep-hang"),
        notes=tuple(notes),
        simulated=view.simulated,
        table=ranked_table(ranking),
    )
