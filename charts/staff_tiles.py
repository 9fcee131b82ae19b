"""Headline tiles of the staff page: degrees, political theory, posts filled, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from charts.against import chosen_period
from charts.comparing import compare
from charts.headline import pooled_tile
from charts.posts import Posts, posts_by_unit
from charts.quality_staff import of_posts, posts_changed
from charts.spec import Flag, Tile
from charts.staff_levels import TOGETHER
from charts.view import SCOPE_OF_COMPARISON, View, flags_of
from queries.rows import Count, IndicatorRow, Value

UNIVERSITY, POLITICAL, FILLED = "university_rate", "political_intermediate_rate", "posts_filled_rate"
INDICATORS = (UNIVERSITY, POLITICAL, FILLED)
MOST_UNIT_TILES = 4


def staff_tiles(
    view: View, indicators: Mapping[str, IndicatorRow], values: Sequence[Value], counts: Sequence[Count]
) -> list[Tile]:
    """The group's pooled shares, posts filled and number of people, the shares with their change since the earlier
    period that was chosen.

    Where units cannot be pooled (mixed kinds, fewer than five), each unit's own share of degrees, up to four units;
    above that, how many units tell.
    """
    university = indicators[UNIVERSITY]
    if view.is_mixed or not compare(view, university, values).can_rank:
        return _unit_tiles(view, university, values)
    labels = {UNIVERSITY: "staff.tile.university", POLITICAL: "staff.tile.political"}
    tiles = [_pooled(view, indicators[name], values, label) for name, label in labels.items()]
    tiles.append(_filled_tile(view, indicators[FILLED], values))
    tiles.append(_people_tile(view, counts))
    return [tile for tile in tiles if tile]


def _pooled(view: View, indicator: IndicatorRow, values: Sequence[Value], label: str) -> Tile | None:
    now, since = compare(view, indicator, values), chosen_period(view)
    if not now.can_rank:
        return None
    tile = pooled_tile(view, indicator, now, compare(view, indicator, values, since) if since else None)
    return replace(tile, label=view.say(label), meaning=_since(view, tile, tile.meaning))


def _since(view: View, tile: Tile, meaning: str) -> str:
    """`meaning` with the earlier period that the tile's change is told since."""
    since = chosen_period(view)
    if not tile.change or since is None:
        return meaning
    return f"{meaning}; {view.say('tile.against', period=view.period_words(since))}"


def _filled_tile(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> Tile | None:
    tile = _pooled(view, indicator, values, "staff.tile.posts")
    if tile is None:
        return None
    present, assigned = compare(view, indicator, values).counts
    words = view.say("staff.tile.posts_meaning", present=view.number(present), assigned=view.number(assigned))
    return replace(tile, meaning=_since(view, tile, words))


def _people_tile(view: View, counts: Sequence[Count]) -> Tile | None:
    posts = posts_by_unit(view, counts)
    compared = [posts[unit.unit_id] for unit in view.now_units]
    present = _present(row[TOGETHER] for row in compared)
    if not present:
        return None
    part_time = _present(row["part_time"] for row in compared)
    words = [view.say("staff.tile.people_units", units=len(present))]
    if len(part_time) == len(present):
        words.append(view.say("staff.tile.people_meaning", count=view.number(sum(part_time))))
    return Tile(
        label=view.say("staff.tile.people"),
        value=view.say("staff.tile.people_value", count=view.number(sum(present))),
        meaning=", ".join(words),
        flags=_people_flags(view, [row[TOGETHER] for row in compared]),
        is_group=True,
    )


def _people_flags(view: View, posts: Sequence[Posts]) -> frozenset[Flag]:
    """What is to be known of the counts: some are not checked, changed by officers, or carry a finding."""
    reports = {one.present.report_id for one in posts if one.present and one.present.qualifier == "exact"}
    found = {
        Flag.PROVISIONAL: any(view.is_unchecked(one) for one in reports),
        Flag.CORRECTED: any(posts_changed(view, TOGETHER, one) for one in reports),
        Flag.FINDING: any(of_posts(view, TOGETHER, one) for one in reports),
    }
    return frozenset(flag for flag, holds in found.items() if holds)


def _present(posts: Iterable[Posts]) -> list[float]:
    return [one.present.value for one in posts if one.present and one.present.qualifier == "exact"]


def _unit_tiles(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[Tile]:
    latest = _latest(view, indicator, values)
    if len(latest) > MOST_UNIT_TILES:
        counted = view.say("tile.of", part=len(latest), whole=len(view.now_units))
        return [Tile(view.say("staff.tile.units"), counted)]
    return [_unit_tile(view, value) for value in latest]


def _latest(view: View, indicator: IndicatorRow, values: Sequence[Value]) -> list[Value]:
    """Each unit's last value in the view's periods, in the order of the list."""
    place = {period.period_id: index for index, period in enumerate(view.periods)}
    found: dict[str, Value] = {}
    for value in sorted((v for v in values if v.period_id in place), key=lambda v: place[v.period_id]):
        own = value.scope == SCOPE_OF_COMPARISON and value.indicator_id == indicator.indicator_id
        if own and value.value is not None:
            found[value.unit_id] = value
    return [found[unit_id] for unit_id in view.unit_ids if unit_id in found]


def _unit_tile(view: View, value: Value) -> Tile:
    when = next(view.period_words(period) for period in view.periods if period.period_id == value.period_id)
    return Tile(
        label=view.say("staff.tile.unit", unit=view.labels[value.unit_id]),
        value=view.value_text(value),
        meaning=view.say("staff.tile.unit_meaning", counts=view.counts_text(value), when=when),
        flags=flags_of(view, value, None) - {Flag.LOWER_BOUND},
    )
