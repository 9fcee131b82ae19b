"""Administrative units: what identifies one, and which one a report means.

GSO codes were re-used on 1 July 2025, so a unit is its code together with its era: `12148@2004` is xã Bắc Sơn,
`12148@2025` is xã Phạm Ngũ Lão. Provinces have codes of 2 digits, districts of 3, communes of 5.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from domain.unit_names import KIND_WORDS, has_accents, in_full, spelled, without_kind

# Decision 124/2004/QĐ-TTg gave every unit its code. Resolution 202/2025/QH15 and the Law on the organisation of local
# government (72/2025/QH15) put 34 provinces without districts in place of the 63.
CODES_INTRODUCED = date(2004, 7, 8)
REORGANISED = date(2025, 7, 1)

Key = Callable[[str], str]


class Level(StrEnum):
    """The levels of government; districts exist only before 1 July 2025. A special zone (đặc khu) is a commune."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True)
class Unit:
    """One unit in one era. `parent_id` is None for a province; `valid_to` is its last day, None while it lasts."""

    unit_id: str
    gso_code: str
    name: str
    level: Level
    parent_id: str | None
    valid_from: date
    valid_to: date | None

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> "Unit":
        """A row of `units.csv`. Raises KeyError for a missing column, ValueError for a level or day that is none."""
        return cls(
            unit_id=row["unit_id"],
            gso_code=row["gso_code"],
            name=row["name"],
            level=Level(row["level"]),
            parent_id=row["parent_id"] or None,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )


def make_unit_id(gso_code: str, era_year: int) -> str:
    return f"{gso_code}@{era_year}"


def era(unit_id: str) -> int:
    """The year in which the unit's era began: 2004 for `25834@2004`. Raises ValueError for what is not a unit id."""
    code, at, year = unit_id.partition("@")
    if not (code and at and len(year) == 4 and year.isdecimal()):
        raise ValueError(f"not a unit id: {unit_id!r}; expected a GSO code and the year of its era, like '25834@2004'")
    return int(year)


def plain_key(text: str) -> str:
    """`text` as written, but for case, Unicode composition and spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass(frozen=True)
class Asked:
    """What a report says of its unit; None where it says nothing. `on` is a day on which the unit has to exist."""

    name: str
    on: date
    level: Level | None = None
    district: str | None = None
    province: str | None = None
    gso_code: str | None = None

    def __str__(self) -> str:
        """In one line: "Xã Bắc Sơn, level commune, code 12148, on 2025-08-01"."""
        given = (("level", self.level), ("district", self.district), ("province", self.province),
                 ("code", self.gso_code), ("on", self.on.isoformat()))  # fmt: skip
        return ", ".join([self.name, *(f"{word} {value}" for word, value in given if value)])


@dataclass(frozen=True)
class Near:
    """A unit that is not the one asked for, and the parts of the question (fields of Asked) that it does not fit."""

    unit: Unit
    differs: tuple[str, ...]


class UnitUnknown(LookupError):
    """No unit answers the description. `near` are those that carry its name, a name like it, or its code; those that
    fail in the fewest parts first."""

    def __init__(self, wanted: Asked, near: tuple[Near, ...] = ()) -> None:
        self.wanted = wanted
        self.near = near
        super().__init__(f"no unit is {wanted}; with that name or code: {_listed(self.candidates)}")

    @property
    def candidates(self) -> tuple[Unit, ...]:
        return tuple(near.unit for near in self.near)

    @property
    def nearest(self) -> tuple[Near, ...]:
        """Those that fail in as few parts as any."""
        return tuple(one for one in self.near if len(one.differs) == len(self.near[0].differs))


class UnitAmbiguous(LookupError):
    """Several units (`candidates`) answer the description: its district, province or code would tell them apart."""

    def __init__(self, wanted: Asked, candidates: tuple[Unit, ...]) -> None:
        self.wanted = wanted
        self.candidates = candidates
        super().__init__(f"several units are {wanted}: {_listed(candidates)}; name the district, province or GSO code")


def _listed(units: tuple[Unit, ...], limit: int = 5) -> str:
    shown = [f"{unit.name} ({unit.unit_id})" for unit in units[:limit]]
    return ", ".join([*shown, "…"] if len(units) > limit else shown) or "none"


class UnitIndex:
    """The registry, ready for many lookups. `key` makes names comparable where they are not written alike.

    Raises ValueError where two units share an id, or a parent is not there.
    """

    def __init__(self, units: Iterable[Unit], key: Key = plain_key) -> None:
        self._key = key
        self._by_id: dict[str, Unit] = {}
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._add(unit)
        for unit in self._by_id.values():
            if unit.parent_id is not None and unit.parent_id not in self._by_id:
                raise ValueError(
                    f"unit {unit.unit_id} ({unit.name}): its parent {unit.parent_id} is not in the registry"
                )

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_id.values())

    def _add(self, unit: Unit) -> None:
        if unit.unit_id in self._by_id:
            raise ValueError(f"unit {unit.unit_id} is there twice: {self._by_id[unit.unit_id].name}, {unit.name}")
        self._by_id[unit.unit_id] = unit
        self._by_code[unit.gso_code].append(unit)
        self._by_name[self._key(unit.name)].append(unit)

    def get(self, unit_id: str) -> Unit | None:
        """The unit with this id; None where there is none."""
        return self._by_id.get(unit_id)

    def describe(self, unit: Unit) -> str:
        """What tells the unit from its namesakes: "Xã Lai Hưng, Huyện Bàu Bàng, Tỉnh Bình Dương (25834, 2004)"."""
        names = []
        here: Unit | None = unit
        while here is not None:
            names.append(here.name)
            here = self._above(here)
        return f"{', '.join(names)} ({unit.gso_code}, {era(unit.unit_id)})"

    def at_level(self, unit: Unit, level: Level) -> Unit | None:
        """`unit` itself or the unit above it that stands at `level`; None where there is none."""
        here: Unit | None = unit
        while here is not None and here.level != level:
            here = self._above(here)
        return here

    def _above(self, unit: Unit) -> Unit | None:
        return self._by_id[unit.parent_id] if unit.parent_id else None

    def resolve(
        self,
        *,
        name: str,
        on: date,
        level: Level | None = None,
        district: str | None = None,
        province: str | None = None,
        gso_code: str | None = None,
    ) -> Unit:
        """The one unit that existed on the day `on` and fits all that is given.

        Names are compared by the index's key, with or without the word for their kind ("Lai Hưng", "X. Lai Hưng"); what
        is written with accents has to have them right. Where several units fit, those written exactly like `name` go
        first. A code that belongs to another name contradicts it and finds nothing: codes were re-used. Raises
        UnitUnknown or UnitAmbiguous, both with their candidates.
        """
        asked = Asked(name, on, level, district, province, gso_code)
        fitting = self._fitting(self._by_name.get(self._key(in_full(name)), ()), asked)
        fitting = fitting or self._fitting(self._by_bare_name.get(self._key(name), ()), asked)
        fitting = [unit for unit in fitting if plain_key(unit.name) == plain_key(name)] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise UnitAmbiguous(asked, tuple(fitting))
        raise UnitUnknown(asked, self._near(asked))

    def _fitting(self, units: Iterable[Unit], asked: Asked) -> list[Unit]:
        return [unit for unit in units if not self._differs(unit, asked)]

    def _differs(self, unit: Unit, asked: Asked) -> tuple[str, ...]:
        fits = {
            "name": self._is_called(unit, asked.name),
            "on": unit.exists_on(asked.on),
            "level": asked.level in (None, unit.level),
            "district": self._lies_in(unit, Level.DISTRICT, asked.district),
            "province": self._lies_in(unit, Level.PROVINCE, asked.province),
            "gso_code": asked.gso_code in (None, unit.gso_code),
        }
        return tuple(part for part, holds in fits.items() if not holds)

    def _is_called(self, unit: Unit, name: str) -> bool:
        """Whether `name` means this unit: a name typed without accents does, one typed with others is another's."""
        own, full = self._key(unit.name), in_full(name)
        for given, whole, true_name in (
            (full, own, unit.name),
            (name, self._bare(own), without_kind(plain_key(unit.name))),
        ):
            if self._key(given) == whole and (not has_accents(given) or spelled(given) == spelled(true_name)):
                return True
        return False

    def _bare(self, key: str) -> str:
        return without_kind(key, self._kinds)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(self._key(word) for word in KIND_WORDS)

    @cached_property
    def _by_bare_name(self) -> dict[str, list[Unit]]:
        """Units by their name without the word for their kind: made when first asked for, few are."""
        bare: dict[str, list[Unit]] = defaultdict(list)
        for key, units in self._by_name.items():
            bare[self._bare(key)].extend(units)
        return dict(bare)

    def _lies_in(self, unit: Unit, level: Level, name: str | None) -> bool:
        if name is None:
            return True
        above = self.at_level(unit, level)
        return above is not None and self._is_called(above, name)

    def _near(self, asked: Asked) -> tuple[Near, ...]:
        """Units with the code, then those of the name, whatever their kind, or else of a name like it."""
        key = self._key(in_full(asked.name))
        coded = self._by_code.get(asked.gso_code, []) if asked.gso_code else []
        named = self._by_name.get(key, []) or self._by_bare_name.get(self._bare(key), [])
        if not coded and not named:
            alike = get_close_matches(self._bare(key), self._by_bare_name, 3, 0.85)
            named = [unit for name in alike for unit in self._by_bare_name[name]]
        found = dict.fromkeys((*coded, *named))
        near = [Near(unit, self._differs(unit, asked)) for unit in found]
        return tuple(sorted(near, key=lambda one: len(one.differs)))

    def search(self, query: str, limit: int = 20, on: date | None = None) -> list[Unit]:
        """Units whose name contains `query`, compared by the index's key, best first; with `on`, those of that day.

        Names that end in the query as whole words come first ("Xã Bình Phước" for "bình phước"), then those where a
        word begins with it, then the rest; the shorter name goes first. An empty query finds nothing.
        """
        needle = self._key(query)
        if not needle:
            return []
        found = [
            (_rank(key, needle), len(key), key, unit.unit_id, unit)
            for key, units in self._by_name.items()
            if needle in key
            for unit in units
            if on is None or unit.exists_on(on)
        ]
        return [unit for *_, unit in sorted(found, key=lambda entry: entry[:4])[:limit]]


def _rank(key: str, needle: str) -> int:
    words, wanted = f" {key} ", f" {needle}"
    if words.endswith(f"{wanted} "):
        return 0
    return 1 if wanted in words else 2
