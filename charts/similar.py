"""Where a unit stands among units like it: of its district, its province, its type, its volume, its lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from charts import peers
from charts.comparing import Comparison, compare
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Table
from charts.view import View
from charts.wording import correction_notes, file_stem, named
from domain.comparison import MIN_COMPARABLE_UNITS, is_better
from domain.peers import Peers, PeersBy, band_of, type_of
from domain.periods import Period
from queries.ask import Ask
from queries.rows import IndicatorRow, UnitRow, Value
from text.words import Lang


@dataclass(frozen=True)
class Group:
    """Units like one unit, itself among them, and what makes them so, in words."""

    code: str
    words: str
    units: tuple[UnitRow, ...]


def groups_of(unit: UnitRow, source: str, period: Period, lang: Lang, ask: Ask) -> list[Group]:
    """The groups of `unit` among all communes of the source, the nearest first; a type or band is looked for in the
    unit's province."""
    everyone = [one for one in ask.units(source) if one.level == "commune"]
    province = [one for one in everyone if one.province_id == unit.province_id]
    found = []
    if unit.district_id and unit.district:
        near = tuple(one for one in everyone if one.district_id == unit.district_id)
        found.append(Group("district", unit.district, near))
    if unit.province:
        found.append(Group("province", unit.province, tuple(province)))
        for one in _rules(unit, source, province, period, ask):
            members = tuple(peers.members(one, source, province, [period], ask))
            found.append(Group(one.code, peers.group_words(one, unit.province, lang, ask), members))
    lists = dict.fromkeys(row.group_id for row in ask.peer_groups() if row.unit_id == unit.unit_id)
    for one in (Peers(PeersBy.LIST, group_id) for group_id in lists):
        members = tuple(peers.members(one, source, everyone, [period], ask))
        found.append(Group(one.code, peers.option_words(one, lang, ask), members))
    return found


def _rules(unit: UnitRow, source: str, province: Sequence[UnitRow], period: Period, ask: Ask) -> Iterator[Peers]:
    if kind := type_of(unit.name):
        yield Peers(PeersBy.TYPE, kind)
    volume = peers.volumes(source, province, [period], ask).get(unit.unit_id)
    if volume is not None:
        yield Peers(PeersBy.VOLUME, str(band_of(volume)))


def similar_matrix(
    view: View,
    unit: UnitRow,
    period: Period,
    indicators: Sequence[IndicatorRow],
    groups: Sequence[Group],
    values: Sequence[Value],
) -> MatrixSpec:
    """Groups down, indicators across: the group's median, the middle half, and the unit's rank where it has one.

    `values` are those of all units of the groups in `period`.
    """
    compared = {
        (group.code, one.indicator_id): compare(replace(view, units=group.units), one, values, period)
        for group in groups
        for one in indicators
    }
    rows = tuple(
        MatrixRow(
            group.code,
            group.words,
            tuple(_cell(view, unit, compared[group.code, one.indicator_id]) for one in indicators),
        )
        for group in groups
    )
    title = view.say("similar.title", unit=unit.name, count=len(groups), when=view.period_words(period))
    subtitle = view.say("similar.subtitle", unit=unit.name, when=view.period_words(period))
    drawn = [value.report_id for one in compared.values() for value in (s.value for s in one.standings)]
    return MatrixSpec(
        frame=Frame(
            title=title,
            subtitle=subtitle,
            sentence=_sentence(view, unit, indicators, groups, compared),
            source=view.source_line(drawn),
            definition=view.say("similar.definition", least=MIN_COMPARABLE_UNITS),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, unit.name, "don-vi-tuong-dong"),
            notes=_notes(view, groups, [one.value for found in compared.values() for one in found.standings]),
            simulated=view.simulated,
            table=_table(view, unit, indicators, groups, compared),
        ),
        columns=tuple(one.name(view.lang) for one in indicators),
        rows=rows,
    )


def _notes(view: View, groups: Sequence[Group], values: Sequence[Value]) -> tuple[str, ...]:
    """What officers changed in reports of the view's own units, and whose figures nobody has checked."""
    provisional = [value for value in values if value.status == "provisional"]
    everyone = tuple(dict.fromkeys(unit for group in groups for unit in group.units))
    units = named(replace(view, units=everyone, others=()), provisional) if provisional else ""
    told = (view.say("note.provisional", units=units),) if provisional else ()
    return (*correction_notes(view, values), *told)


Compared = dict[tuple[str, str], Comparison]


def _cell(view: View, unit: UnitRow, found: Comparison) -> Cell:
    if not found.can_rank or found.median is None or found.quartiles is None:
        return Cell("–", view.say("similar.too_few", count=len(found.ranked)), "quiet")
    own = found.of(unit.unit_id)
    low, high = found.quartiles
    place = (
        view.say("similar.rank", rank=own.rank, total=len(found.ranked))
        if own and own.rank
        else view.say(f"not_ranked.{own.reason.value}" if own and own.reason else "missing.not_reported")
    )
    half = view.say("similar.half", low=view.number(low, 1), high=view.percent(high))
    return Cell(view.say("similar.median", median=view.percent(found.median)), f"{half}\n{place}")


def _sentence(
    view: View, unit: UnitRow, indicators: Sequence[IndicatorRow], groups: Sequence[Group], compared: Compared
) -> str:
    """How many of the groups the unit stands above the median in, or below it where less is better, for the first
    indicator that can be told."""
    for one in indicators:
        told = [found for group in groups if (found := compared[group.code, one.indicator_id]).can_rank]
        own = next((s for found in told if (s := found.of(unit.unit_id)) and s.rank), None)
        if own:
            value = own.value.value or 0.0
            less = one.polarity == "down_is_good"
            polarity = one.polarity if less else "up_is_good"  # where neither side is better, above is only a place
            count = sum(is_better(polarity, value, found.median or 0.0) is True for found in told)
            return view.say(
                "comparison.similar_below" if less else "similar.sentence", indicator=one.name(view.lang),
                value=view.value_text(own.value), above=count, total=len(told),
            )  # fmt: skip
    return ""


def _table(
    view: View, unit: UnitRow, indicators: Sequence[IndicatorRow], groups: Sequence[Group], compared: Compared
) -> Table:
    keys = ("group", "indicator", "units", "value", "median", "low", "high", "rank", "quarter")
    kinds = {"group": "text", "indicator": "text", "units": "number", "rank": "number", "quarter": "number"}
    columns = tuple(
        Column(key, view.say(f"similar.column.{key}"), kinds.get(key, "percent"), 0 if key in kinds else 2)  # type: ignore[arg-type]
        for key in keys
    )
    rows: list[dict[str, object]] = []
    for group in groups:
        for one in indicators:
            found = compared[group.code, one.indicator_id]
            own = found.of(unit.unit_id)
            low, high = found.quartiles or (None, None)
            rows.append({
                "group": group.words, "indicator": one.name(view.lang), "units": len(found.ranked),
                "value": own.value.value if own else None, "median": found.median, "low": low, "high": high,
                "rank": own.rank if own and found.can_rank else None,
                "quarter": own.quarter if own and found.can_rank else None,
            })  # fmt: skip
    return Table(columns, tuple(rows))
