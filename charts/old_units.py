"""What became of units on 1 July 2025, in words: for a link to an old unit, and for names in a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from domain.units import REORGANISED, era
from queries.lineage_rows import LineageRow, NamedUnit, Successor
from queries.rows import UnitRow
from text.search import short_name
from text.words import Lang, say


def became(unit_id: str, led_to: str, lineage: Sequence[LineageRow], lang: Lang) -> str:
    """What became of an old unit that has a row in `lineage`: "Xã Bắc Sơn (12148) nay thuộc Xã Phạm Ngũ Lão."

    `led_to` is the successor that is shown: it is named where the unit was divided.
    """
    after = [row for row in lineage if row.from_unit_id == unit_id]
    shown = next(row.to_name for row in after if row.to_unit_id == led_to)
    words = {"old": after[0].from_name, "code": unit_id.partition("@")[0], "new": shown}
    if len(after) > 1:
        return say("old.divided", lang, **words, all=_joined([row.to_name for row in after]))
    alone = sum(row.to_unit_id == led_to for row in lineage) == 1
    return say("old.is_now" if alone else "old.merged", lang, **words)


def was_before(unit_id: str, lineage: Sequence[LineageRow], lang: Lang) -> str:
    """Where a unit of today that has a row in `lineage` came from, for a link to it among units as they reported."""
    before = [row for row in lineage if row.to_unit_id == unit_id]
    return say(
        "old.not_yet",
        lang,
        new=before[0].to_name,
        code=unit_id.partition("@")[0],
        old=_joined([_part(row, row.from_name, lang) for row in before]),
        basis=say("compare.basis_today", lang),
    )


def told_of(unit: NamedUnit, after: Sequence[Successor], lang: Lang) -> str:
    """A unit that is not shown, with its code, where it is, and what it belongs to since 1 July 2025: "Xã Bắc Sơn
    (12148, Huyện Ân Thi; từ 01/7/2025 thuộc Xã Phạm Ngũ Lão)"."""
    about = ", ".join(filter(None, (unit.unit_id.partition("@")[0], unit.district or unit.province)))
    if not after:
        return say("old.named", lang, name=unit.name, about=about)
    return say("old.named_since", lang, name=unit.name, about=about, new=_joined([one.name for one in after]))


def unit_labels(units: Iterable[UnitRow], lang: Lang, lineage: Iterable[LineageRow] = ()) -> dict[str, str]:
    """Names for a list to search in, by unit id. With `lineage`, what the unit was before, so that the old name finds
    it: "Xã Minh Họa (trước: Minh Họa, An Hòa)". Namesakes are told apart by district and era."""
    before = defaultdict(list)
    for row in lineage:
        before[row.to_unit_id].append(row)
    shown = list(units)
    namesakes = defaultdict(list)
    for unit in shown:
        namesakes[unit.name].append(unit)
    return {
        unit.unit_id: _with_former(unit, before[unit.unit_id], lang)
        if before.get(unit.unit_id)
        else _told_apart(unit, namesakes[unit.name], lang)
        for unit in shown
    }


def place_labels(named: Mapping[str, str | None], lang: Lang) -> dict[str, str]:
    """Names of provinces or districts by id; where the two eras have one of the same name, with the era."""
    count = Counter(named.values())
    return {
        unit_id: say(f"compare.{_era_word(unit_id)}", lang, name=name) if count[name] > 1 else name or unit_id
        for unit_id, name in named.items()
    }


def _era_word(unit_id: str) -> str:
    return "since" if era(unit_id) >= REORGANISED.year else "until"


def _with_former(unit: UnitRow, before: Sequence[LineageRow], lang: Lang) -> str:
    if [row.from_name for row in before] == [unit.name]:
        return unit.name
    names = ", ".join(_part(row, short_name(row.from_name), lang) for row in before)
    return say("compare.former", lang, name=unit.name, before=names)


def _told_apart(unit: UnitRow, namesakes: Sequence[UnitRow], lang: Lang) -> str:
    """The name with the era where that is enough, else with district or province, else with both."""
    if len(namesakes) == 1:
        return unit.name
    era_word = "since" if unit.valid_to is None else "until"
    if sum(one.valid_from == unit.valid_from for one in namesakes) == 1:
        return say(f"compare.{era_word}", lang, name=unit.name)
    place = unit.district or unit.province
    name = f"{unit.name}, {place}"
    is_alone = sum((one.district or one.province) == place for one in namesakes) == 1
    return name if is_alone else say(f"compare.{era_word}", lang, name=name)


def _part(row: LineageRow, name: str, lang: Lang) -> str:
    return say("old.part", lang, name=name) if row.divided else name


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names)
