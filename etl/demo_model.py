"""The hidden truth of the simulated district: what happened in each unit, quarter by quarter, from 2022 to mid-2025.

Nothing here knows of reports, nor of what comes after: the merger of 1 July 2025 is told in `demo_merger`. A quarter
holds flows, which add up over quarters, and stocks, which are those at its end; `figures_over` turns the quarters a
report covers into the figures it would print.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from etl.demo_staff import Roster, count_staff, rosters

# The years with four quarters, and all quarters of the old communes: they end with the first half of 2025.
YEARS = (2022, 2023, 2024)
QUARTERS = range(4 * len(YEARS) + 2)

_SEASON = (1.18, 1.02, 0.84, 0.96)
_GROWTH_A_YEAR = 1.03
# Digitising and paying online grow until 2024-Q4 and stay there.
_CLIMBED = 4 * len(YEARS) - 1
_STEEPNESS = 1.5
_WORST_LATE_SHARE = 0.034


@dataclass(frozen=True)
class Profile:
    """A unit and how it behaves. Shares run from 0 to 1; a quarter is counted from 0 (2022-Q1) on: 11 is
    2024-Q4, 13 the last of the old communes, 14 (2025-Q3) the first of the new ones."""

    unit_id: str
    name: str
    volume: int
    online_start: float
    online_top: float
    midpoint: float
    late_share: float
    dips: tuple[tuple[int, float], ...] = ()
    bad_patch: range = range(0)
    keeps_intermediate: bool = False


@dataclass(frozen=True)
class Start:
    """How a unit begins: what is pending, how far it is ahead in digitising, and how much of its first quarter it
    was there (a share)."""

    pace: float
    in_time: int
    overdue: int = 0
    there: float = 1.0


DISTRICT = Profile("SIM-H@2004", "Huyện Minh Họa", 640, 0.38, 0.86, 4.5, 0.006)
COMMUNES = (
    Profile("SIM01@2004", "Thị trấn Minh Họa", 720, 0.40, 0.93, 3.5, 0.006),
    Profile("SIM02@2004", "Xã An Hòa", 410, 0.31, 0.90, 5.0, 0.004),
    Profile("SIM03@2004", "Xã Tân Lộc", 350, 0.26, 0.57, 1.5, 0.007, keeps_intermediate=True),
    Profile("SIM04@2004", "Xã Đồng Xuân", 290, 0.19, 0.81, 6.0, 0.010),
    Profile("SIM05@2004", "Xã Phú Mỹ Đông", 430, 0.28, 0.87, 5.5, 0.007, bad_patch=range(4, 7)),
    Profile("SIM06@2004", "Xã Thạnh Phú Đông Bắc", 260, 0.15, 0.76, 7.0, 0.005),
    Profile("SIM07@2004", "Xã Bình Lợi", 330, 0.35, 0.95, 5.0, 0.003),
    Profile("SIM08@2004", "Xã Đức Hiệp", 380, 0.34, 0.89, 3.5, 0.006, dips=((6, 0.62), (7, 0.88))),
    Profile("SIM09@2004", "Xã Vĩnh Thuận", 300, 0.30, 0.995, 2.5, 0.001),
    Profile("SIM10@2004", "Xã Hòa Sơn", 31, 0.22, 0.78, 6.0, 0.0),
    Profile("SIM11@2004", "Xã Long An Tây", 240, 0.24, 0.84, 4.5, 0.008),
)


@dataclass(frozen=True)
class Quarter:
    """One quarter of one unit. Keys are codes of measures.csv; `carried_over` is what was pending when it began."""

    carried_over: int
    flows: Mapping[str, int]
    stocks: Mapping[str, int]


def figures_over(quarters: Sequence[Quarter]) -> dict[str, int]:
    """The figures of a period: flows added up, stocks of the last quarter, carry-over of the first."""
    first, last = quarters[0], quarters[-1]
    flows = {code: sum(quarter.flows[code] for quarter in quarters) for code in first.flows}
    received_total = flows["received_in_period"] + first.carried_over
    return {"received_total": received_total, "carried_over": first.carried_over, **flows, **last.stocks}


def commune_quarters(profile: Profile, seed: int) -> dict[int, Quarter]:
    """The fourteen quarters of an old commune: its dossiers, tasks, money and staff."""
    lists, plans, staff = procedures(seed), year_plans(profile, seed), commune_rosters(profile, seed)
    return {
        t: replace(quarter, stocks={**quarter.stocks, **lists[t], **plans[t], **count_staff(staff[t])})
        for t, quarter in dossier_quarters(profile, seed).items()
    }


def dossier_quarters(
    profile: Profile, seed: int, span: range = QUARTERS, start: Start | None = None
) -> dict[int, Quarter]:
    """The quarters of a unit's dossiers; what is pending at the end of one is carried over into the next."""
    rng = stream(seed, profile, "dossiers")
    start = start or Start(_pace(rng), round(profile.volume * 0.04))
    in_time, overdue = start.in_time, start.overdue
    quarters = {}
    for t in span:
        received = _received(profile, t, start.there if t == span[0] else 1.0, rng)
        online = round(received * _online_share(profile, t, rng))
        handled = _handle(profile, t, received, in_time, overdue, rng)
        flows = {
            "received_in_period": received,
            "received_online": online,
            "received_in_person": received - online,
            **handled.flows,
            **_services(t, received, online, rng),
            **_around_the_dossier(t, start.pace, received, handled.flows["resolved_total"], rng),
        }
        quarters[t] = replace(handled, flows=flows)
        in_time, overdue = handled.stocks["pending_in_time"], handled.stocks["pending_overdue"]
    return quarters


def pace_of(profile: Profile, seed: int) -> float:
    """How far a unit that has no `Start` of its own is ahead of the others in digitising, as a share."""
    return _pace(stream(seed, profile, "dossiers"))


def _pace(rng: Random) -> float:
    return rng.uniform(-0.1, 0.1)


def stream(seed: int, profile: Profile, subject: str) -> Random:
    """A stream of its own for each subject, so that a change in one leaves the others as they were."""
    return Random(f"{seed}/{profile.unit_id}/{subject}")


def _within(low: float, value: float, high: float) -> float:
    return min(max(value, low), high)


def _received(profile: Profile, t: int, there: float, rng: Random) -> int:
    expected = profile.volume * _SEASON[t % 4] * _GROWTH_A_YEAR ** (t // 4) * there
    return round(expected * rng.uniform(0.95, 1.05))


def _online_share(profile: Profile, t: int, rng: Random) -> float:
    """An S-curve between the unit's start and its top, with a little noise; a dip is what is left of it."""
    climbed = 1 / (1 + math.exp((profile.midpoint - t) / _STEEPNESS))
    share = profile.online_start + (profile.online_top - profile.online_start) * climbed
    left = dict(profile.dips).get(t, 1.0)
    room = min(0.015, 1 - share)
    return _within(0.05, share * left + rng.uniform(-room, room), 0.995)


def _handle(profile: Profile, t: int, received: int, in_time: int, overdue: int, rng: Random) -> Quarter:
    """What becomes of the new dossiers and of those carried over (`in_time` + `overdue`), as form II.06a counts it."""
    troubled = t in profile.bad_patch
    late_share = 0.045 if troubled else profile.late_share
    withdrawn = int(received * 0.002 + rng.random())
    still_in_time = round(received * rng.uniform(0.025, 0.055))
    late = overdue + int(received * late_share * rng.uniform(0.5, 1.5) + rng.random() * (late_share > 0))
    on_time = received + in_time + overdue - withdrawn - still_in_time - late
    left_undone = rng.choice((0, 0, 0, 1))
    cleared = round(late * 0.55) if troubled else max(late - left_undone, 0)
    resolved_late = min(cleared, int(on_time * _WORST_LATE_SHARE))
    at_deadline = round(on_time * rng.uniform(0.06, 0.20))
    return Quarter(
        carried_over=in_time + overdue,
        flows={
            "resolved_total": on_time + resolved_late,
            "resolved_early": on_time - at_deadline,
            "resolved_at_deadline": at_deadline,
            "resolved_overdue": resolved_late,
            "withdrawn": withdrawn,
        },
        stocks={"pending_in_time": still_in_time, "pending_overdue": late - resolved_late},
    )


def _services(t: int, received: int, online: int, rng: Random) -> dict[str, int]:
    """Dossiers by level of service. Only a procedure with an online service can be filed online; fully online ones are
    filed online more often."""
    eligible = online + round((received - online) * _within(0, 0.45 + 0.03 * t + rng.uniform(-0.04, 0.04), 1))
    full_online = round(online * rng.uniform(0.60, 0.68))
    full = full_online + round((eligible - online) * rng.uniform(0.22, 0.32))
    return {
        "online_eligible_received": eligible,
        "online_eligible_online": online,
        "full_service_received": full,
        "full_service_online": full_online,
        "partial_service_received": eligible - full,
        "partial_service_online": online - full_online,
    }


def _around_the_dossier(t: int, pace: float, received: int, resolved: int, rng: Random) -> dict[str, int]:
    """Digitising, payment, post, survey and assigned tasks. `pace` sets a unit apart from the others."""
    payable = round(received * rng.uniform(0.54, 0.66))
    forms = max(round(received * rng.uniform(0.08, 0.11)), 9)
    tasks, tasks_late = rng.randint(6, 18), rng.choice((0, 0, 0, 0, 0, 1))
    return {
        "dossiers_digitised": round(received * _climb(t, 0.34, 0.90, pace, rng)),
        "results_digitised": round(resolved * _climb(t, 0.28, 0.86, pace, rng)),
        "payable_dossiers": payable,
        "paid_online_dossiers": round(payable * _climb(t, 0.12, 0.74, pace, rng)),
        "results_by_post": round(received * rng.uniform(0.03, 0.07)),
        "survey_responses": forms,
        "survey_satisfied": forms - int(forms * rng.uniform(0, 0.07)),
        "assigned_tasks": tasks,
        "assigned_tasks_on_time": tasks - tasks_late,
        "assigned_tasks_late": tasks_late,
    }


def _climb(t: int, start: float, end: float, pace: float, rng: Random) -> float:
    return _within(0.02, start + (end - start) * min(t, _CLIMBED) / _CLIMBED + pace + rng.uniform(-0.03, 0.03), 0.99)


def procedures(seed: int) -> list[dict[str, int]]:
    """The list of procedures by quarter, 2025 included. It is the province's: one for all communes, revised yearly."""
    rng = Random(f"{seed}/procedures")
    total, lists = rng.randint(116, 124), []
    for year in range(len(YEARS) + 1):
        full, partial = round(total * (0.34 + 0.07 * year)), round(total * (0.30 - 0.02 * year))
        stock = {"procedures_total": total, "procedures_partial_online": partial, "procedures_full_online": full}
        lists += [stock] * 4
        total += rng.randint(2, 8)
    return lists


def year_plans(profile: Profile, seed: int) -> list[dict[str, int]]:
    """The reform plan (tasks) and the investment plan (million VND): set for the year, done so far at each quarter.

    Those of 2025 run to December: whoever takes a commune over goes on with its plan.
    """
    rng = stream(seed, profile, "plans")
    plans = []
    for _ in range(len(YEARS) + 1):
        tasks, money = rng.randint(24, 40), rng.randint(2_800, 14_500)
        for done in (0.20, 0.47, 0.72, 0.96):
            plans.append(
                {
                    "plan_tasks": tasks,
                    "plan_tasks_done": round(tasks * (done + rng.uniform(-0.04, 0.04))),
                    "disbursement_plan": money,
                    "disbursement_done": round(money * (done + rng.uniform(-0.09, 0.03))),
                }
            )
    return plans


def commune_rosters(profile: Profile, seed: int) -> list[Roster]:
    """The staff at the end of each of the fourteen quarters."""
    rng, later = stream(seed, profile, "staff"), stream(seed, profile, "staff 2025")
    return rosters(rng, later, profile.keeps_intermediate, len(YEARS))
