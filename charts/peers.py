"""Similar units: which groups there are among the units of a place, who belongs to one, and how it is called."""

from __future__ import annotations

from collections.abc import Sequence

from domain.peers import VOLUME_BANDS, Peers, PeersBy, band_ends, band_of, dossiers_a_year, type_of
from domain.periods import Period, parse_period
from queries.ask import Ask
from queries.rows import UnitRow
from text.numbers import format_number
from text.words import Lang, say

VOLUME_MEASURE = "received_in_period"
_SCOPE = "own"


def offered(source: str, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> list[Peers]:
    """The groups that tell the units of `group` apart: types and bands where there are several, lists with a member."""
    communes = _communes(group)
    types = {type_of(unit.name) for unit in communes}
    bands = {band_of(volume) for volume in volumes(source, communes, periods, ask).values()}
    ids = {unit.unit_id for unit in group}
    lists = dict.fromkeys(row.group_id for row in ask.peer_groups() if row.unit_id in ids)
    found = [Peers(PeersBy.TYPE, kind) for kind in ("commune", "ward", "township", "special_zone") if kind in types]
    found = found if len(found) > 1 else []
    if len(bands) > 1:
        found += [Peers(PeersBy.VOLUME, str(band)) for band in sorted(bands)]
    return [*found, *(Peers(PeersBy.LIST, group_id) for group_id in lists)]


def members(peers: Peers, source: str, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> list[UnitRow]:
    """The units of `group` that belong to `peers`: communes, or whoever stands on a list."""
    if peers.by is PeersBy.LIST:
        listed = {row.unit_id for row in ask.peer_groups() if row.group_id == peers.which}
        return [unit for unit in group if unit.unit_id in listed]
    if peers.by is PeersBy.TYPE:
        return [unit for unit in _communes(group) if type_of(unit.name) == peers.which]
    found = volumes(source, group, periods, ask)
    return [unit for unit in group if unit.unit_id in found and band_of(found[unit.unit_id]) == int(peers.which)]


def volumes(source: str, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask) -> dict[str, float]:
    """Dossiers received a year by commune: its own count of the last of `periods`, taken per day of the nominal window;
    where it has none, of the newest period that it has one of. A count printed as a bound is none."""
    waiting = [unit.unit_id for unit in _communes(group)]
    found: dict[str, float] = {}
    for asked in (periods[-1:], periods[-2::-1]):
        ids = [period.period_id for period in asked]
        counts = ask.measure_values(source, [VOLUME_MEASURE], ids, waiting) if ids and waiting else ()
        place = {period_id: number for number, period_id in enumerate(ids)}
        for count in sorted(counts, key=lambda count: place[count.period_id]):
            if count.scope == _SCOPE and count.qualifier in ("exact", "about"):
                days = parse_period(count.period_id).nominal.days
                found.setdefault(count.unit_id, dossiers_a_year(count.value, days))
        waiting = [unit_id for unit_id in waiting if unit_id not in found]
    return found


def option_words(peers: Peers, lang: Lang, ask: Ask) -> str:
    """The group in a list of choices: "Xã", "500–1.499 hồ sơ/năm"; a list that there is not goes by its id."""
    if peers.by is PeersBy.TYPE:
        return say(f"peers.type_{peers.which}", lang)
    return _volume_words(int(peers.which), lang) if peers.by is PeersBy.VOLUME else _list_name(peers.which, lang, ask)


def group_words(peers: Peers, place: str, lang: Lang, ask: Ask) -> str:
    """The group of a view: "Huyện Minh Họa, cùng loại xã"."""
    if peers.by is PeersBy.TYPE:
        return say("peers.of_type", lang, place=place, type=say(f"peers.type_{peers.which}", lang).lower())
    if peers.by is PeersBy.VOLUME:
        words = _volume_words(int(peers.which), lang)
        return say("peers.of_volume", lang, place=place, band=words[0].lower() + words[1:])
    return say("peers.of_list", lang, place=place, name=_list_name(peers.which, lang, ask))


def _communes(group: Sequence[UnitRow]) -> list[UnitRow]:
    return [unit for unit in group if unit.level == "commune"]


def _volume_words(band: int, lang: Lang) -> str:
    low, high = band_ends(band)
    if low is None:
        return say("peers.volume_below", lang, end=format_number(VOLUME_BANDS[0], lang))
    if high is None:
        return say("peers.volume_above", lang, start=format_number(low, lang))
    return say("peers.volume_between", lang, low=format_number(low, lang), high=format_number(high, lang))


def _list_name(group_id: str, lang: Lang, ask: Ask) -> str:
    names = (row.name_vi if lang == "vi" else row.name_en for row in ask.peer_groups() if row.group_id == group_id)
    return next(names, group_id)
