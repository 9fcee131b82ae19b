"""The hidden truth after 1 July 2025: four communes in place of the eleven, and no district.

Codes were re-used as they really were: SIM03@2025 is another place than SIM03@2004. A new commune goes on where those
it was made of stopped: with their dossiers, plans and people; of a commune that was divided each part takes its share.
The 16 days between their last report (to 14 June) and their end stand in no report: what came in was settled before
they closed, and what had been pending was handed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.periods import Period, Window
from domain.units import REORGANISED
from etl.demo_model import (
    COMMUNES,
    QUARTERS,
    Profile,
    Quarter,
    Start,
    commune_rosters,
    dossier_quarters,
    pace_of,
    procedures,
    stream,
    year_plans,
)
from etl.demo_staff import count_staff, divide, merged_rosters

LAST_OLD_QUARTER = QUARTERS[-1]
NEW_QUARTERS = range(len(QUARTERS), len(QUARTERS) + 2)
FIRST_WINDOW = Window(REORGANISED, date(2025, 9, 14))

# For a quarter or two after a merger people come to the counter: how much of the online share is left.
_UNSETTLED = ((NEW_QUARTERS[0], 0.95), (NEW_QUARTERS[1], 0.985))


@dataclass(frozen=True)
class Merger:
    """A new commune and the old ones it was made of; those in `divided` went to others too."""

    unit_id: str
    name: str
    whole: tuple[str, ...]
    divided: tuple[str, ...] = ()

    @property
    def predecessors(self) -> tuple[str, ...]:
        return self.whole + self.divided


MERGERS = (
    Merger("SIM01@2025", "Xã Minh Họa", ("SIM01@2004", "SIM02@2004", "SIM07@2004")),
    Merger("SIM03@2025", "Xã Tân Lộc", ("SIM03@2004", "SIM04@2004", "SIM08@2004")),
    Merger("SIM05@2025", "Xã Phú Mỹ", ("SIM05@2004", "SIM06@2004"), divided=("SIM10@2004",)),
    Merger("SIM09@2025", "Xã Vĩnh An", ("SIM09@2004", "SIM11@2004"), divided=("SIM10@2004",)),
)
# The successor that took the seat of a divided commune.
DEFAULT_SUCCESSOR = {"SIM10@2004": "SIM09@2025"}

_PROFILES = {profile.unit_id: profile for profile in COMMUNES}


@dataclass(frozen=True)
class _Part:
    """What a new commune got of an old one: part `number` of `of`."""

    profile: Profile
    number: int
    of: int

    def share(self, count: int) -> int:
        """Its share of a count; the shares of all parts add up to the count."""
        return len(range(self.number, count, self.of))


def new_profile(merger: Merger) -> Profile:
    """The behaviour of the old communes together: volumes added, shares weighted by volume."""
    parts = _parts(merger)
    volumes = [part.profile.volume / part.of for part in parts]

    def weighted(name: str) -> float:
        total = sum(volume * getattr(part.profile, name) for volume, part in zip(volumes, parts, strict=True))
        return total / sum(volumes)

    return Profile(
        merger.unit_id,
        merger.name,
        volume=round(sum(volumes)),
        online_start=weighted("online_start"),
        online_top=weighted("online_top"),
        midpoint=weighted("midpoint"),
        late_share=weighted("late_share"),
        dips=_UNSETTLED,
    )


def new_quarters(merger: Merger, before: Mapping[str, Mapping[int, Quarter]], seed: int) -> dict[int, Quarter]:
    """The quarters of a new commune since 1 July 2025; `before` holds those of the old communes by unit_id."""
    profile, parts = new_profile(merger), _parts(merger)
    dossiers = dossier_quarters(profile, seed, NEW_QUARTERS, _start(parts, before, seed))
    lists, plans, staff = procedures(seed), _plans(parts, seed), _staff(profile, parts, seed)
    tasks = _tasks(profile, parts, seed)
    return {
        t: replace(
            quarter, flows={**quarter.flows, **tasks[t]}, stocks={**quarter.stocks, **lists[t], **plans[t], **staff[t]}
        )
        for t, quarter in dossiers.items()
    }


def _parts(merger: Merger) -> list[_Part]:
    sharing = {
        unit_id: [other.unit_id for other in MERGERS if unit_id in other.predecessors]
        for unit_id in merger.predecessors
    }
    return [
        _Part(_PROFILES[unit_id], successors.index(merger.unit_id), len(successors))
        for unit_id, successors in sharing.items()
    ]


def _start(parts: list[_Part], before: Mapping[str, Mapping[int, Quarter]], seed: int) -> Start:
    pending = [(part, before[part.profile.unit_id][LAST_OLD_QUARTER].stocks) for part in parts]
    volume = sum(part.profile.volume / part.of for part in parts)
    nominal = Period(2025, "Q3").nominal
    return Start(
        sum(pace_of(part.profile, seed) * part.profile.volume / part.of for part in parts) / volume,
        sum(part.share(stocks["pending_in_time"]) for part, stocks in pending),
        sum(part.share(stocks["pending_overdue"]) for part, stocks in pending),
        there=FIRST_WINDOW.days / nominal.days,
    )


def _plans(parts: list[_Part], seed: int) -> dict[int, dict[str, int]]:
    """The old communes' plans for 2025, added up and gone on with."""
    plans = [(part, year_plans(part.profile, seed)) for part in parts]
    return {
        t: {code: sum(part.share(plan[t][code]) for part, plan in plans) for code in plans[0][1][t]}
        for t in NEW_QUARTERS
    }


def _staff(profile: Profile, parts: list[_Part], seed: int) -> dict[int, dict[str, int]]:
    last = [divide(commune_rosters(part.profile, seed)[LAST_OLD_QUARTER], part.number, part.of) for part in parts]
    rosters = merged_rosters(last, stream(seed, profile, "staff"), len(NEW_QUARTERS))
    return {t: count_staff(roster) for t, roster in zip(NEW_QUARTERS, rosters, strict=True)}


def _tasks(profile: Profile, parts: list[_Part], seed: int) -> dict[int, dict[str, int]]:
    """Tasks assigned from above: as many as the old communes had, now with one office to answer for them."""
    rng = stream(seed, profile, "tasks")
    counts = {}
    for t in NEW_QUARTERS:
        tasks = sum(part.share(rng.randint(6, 18)) for part in parts)
        late = rng.choice((0, 0, 1, 1, 2))
        counts[t] = {"assigned_tasks": tasks, "assigned_tasks_on_time": tasks - late, "assigned_tasks_late": late}
    return counts
