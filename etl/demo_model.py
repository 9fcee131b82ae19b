"""The hidden truth of the simulated district: what happened in each unit, quarter by quarter, from 2022 to 2024.

Nothing here knows of reports. A quarter holds flows, which add up over quarters, and stocks, which are those at its
end; `figures_over` turns the quarters a report covers into the figures it would print.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

YEARS = (2022, 2023, 2024)
QUARTERS = range(4 * len(YEARS))

_SEASON = (1.18, 1.02, 0.84, 0.96)
_GROWTH_A_YEAR = 1.03
_STEEPNESS = 1.5
_WORST_LATE_SHARE = 0.034


@dataclass(frozen=True)
class Profile:
    """A unit and how it behaves. Shares run from 0 to 1; a quarter is counted from 0 (2022-Q1) to 11 (2024-Q4)."""

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


def commune_quarters(profile: Profile, seed: int) -> list[Quarter]:
    """The twelve quarters of a commune: its dossiers, tasks, money and staff."""
    dossiers = dossier_quarters(profile, seed)
    extras = zip(_procedures(seed), _year_plans(profile, seed), _staff(profile, seed), strict=True)
    return [
        replace(quarter, stocks={**quarter.stocks, **procedures, **plans, **staff})
        for quarter, (procedures, plans, staff) in zip(dossiers, extras, strict=True)
    ]


def dossier_quarters(profile: Profile, seed: int) -> list[Quarter]:
    """The twelve quarters of a unit's dossiers; what is pending at the end of one is carried over into the next."""
    rng = _stream(seed, profile, "dossiers")
    pace = rng.uniform(-0.1, 0.1)
    in_time, overdue = round(profile.volume * 0.04), 0
    quarters = []
    for t in QUARTERS:
        received = _received(profile, t, rng)
        online = round(received * _online_share(profile, t, rng))
        handled = _handle(profile, t, received, in_time, overdue, rng)
        flows = {
            "received_in_period": received,
            "received_online": online,
            "received_in_person": received - online,
            **handled.flows,
            **_services(t, received, online, rng),
            **_around_the_dossier(t, pace, received, handled.flows["resolved_total"], rng),
        }
        quarters.append(replace(handled, flows=flows))
        in_time, overdue = handled.stocks["pending_in_time"], handled.stocks["pending_overdue"]
    return quarters


def _stream(seed: int, profile: Profile, subject: str) -> Random:
    """A stream of its own for each subject, so that a change in one leaves the others as they were."""
    return Random(f"{seed}/{profile.unit_id}/{subject}")


def _within(low: float, value: float, high: float) -> float:
    return min(max(value, low), high)


def _received(profile: Profile, t: int, rng: Random) -> int:
    expected = profile.volume * _SEASON[t % 4] * _GROWTH_A_YEAR ** (t // 4)
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
    return _within(0.02, start + (end - start) * t / QUARTERS[-1] + pace + rng.uniform(-0.03, 0.03), 0.99)


def _procedures(seed: int) -> list[dict[str, int]]:
    """The list of procedures is the province's: the same for all communes, revised once a year."""
    rng = Random(f"{seed}/procedures")
    total, lists = rng.randint(116, 124), []
    for year in range(len(YEARS)):
        full, partial = round(total * (0.34 + 0.07 * year)), round(total * (0.30 - 0.02 * year))
        stock = {"procedures_total": total, "procedures_partial_online": partial, "procedures_full_online": full}
        lists += [stock] * 4
        total += rng.randint(2, 8)
    return lists


def _year_plans(profile: Profile, seed: int) -> list[dict[str, int]]:
    """The reform plan (tasks) and the investment plan (million VND): set for the year, done so far at each quarter."""
    rng = _stream(seed, profile, "plans")
    plans = []
    for _ in YEARS:
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


_EDUCATION = ("postgraduate", "university", "college", "intermediate", "elementary")
_LEVELS = {
    "education": _EDUCATION,
    "political": ("advanced", "intermediate", "elementary", "none"),
    "state_management": ("principal_specialist", "specialist", "officer", "none"),
}
_POSTS = {"cadre": (10, 11), "civil_servant": (9, 11), "part_time": (9, 13)}
# How many begin with a level other than university.
_BEGINNING = {
    "cadre": {"postgraduate": (0, 1), "college": (1, 3), "intermediate": (1, 4)},
    "civil_servant": {"postgraduate": (0, 1), "college": (1, 2), "intermediate": (0, 1)},
    "part_time": {"college": (1, 3), "intermediate": (2, 4), "elementary": (1, 1)},
}
_POLITICAL = {
    "cadre": {"advanced": 1, "intermediate": 8, "elementary": 1},
    "civil_servant": {"intermediate": 7, "elementary": 2, "none": 1},
    "part_time": {"intermediate": 2, "elementary": 4, "none": 4},
}
_STATE_MANAGEMENT = {
    "cadre": {"principal_specialist": 1, "specialist": 6, "officer": 2, "none": 1},
    "civil_servant": {"specialist": 7, "officer": 2, "none": 1},
    "part_time": {"specialist": 1, "officer": 2, "none": 7},
}


@dataclass(frozen=True)
class _Official:
    education: str
    political: str
    state_management: str
    it: bool
    foreign_language: bool


def _staff(profile: Profile, seed: int) -> list[dict[str, int]]:
    """Staff in each quarter. Once or twice a year somebody graduates, or leaves and is replaced a quarter later."""
    rng = _stream(seed, profile, "staff")
    groups = {group: _recruit_all(group, rng.randint(*_POSTS[group]), rng) for group in _POSTS}
    assigned = {group: len(officials) for group, officials in groups.items()}
    if profile.keeps_intermediate:
        groups["civil_servant"][0] = replace(groups["civil_servant"][0], education="intermediate")
    elif rng.random() < 0.4:
        groups["civil_servant"].pop()
    changes = {4 * year + quarter for year in range(len(YEARS)) for quarter in rng.sample(range(4), rng.randint(1, 2))}
    counts, vacancy = [], ""
    for t in QUARTERS:
        if vacancy:
            groups[vacancy].append(_recruit(vacancy, rng.choice(("university",) * 7 + ("postgraduate",)), rng))
            vacancy = ""
        if t in changes:
            vacancy = _change(groups, profile.keeps_intermediate, rng)
        counts.append(_count_staff(groups, assigned))
    return counts


def _recruit_all(group: str, posts: int, rng: Random) -> list[_Official]:
    below = [level for level, span in _BEGINNING[group].items() for _ in range(rng.randint(*span))]
    levels = below + ["university"] * (posts - len(below))
    return [_recruit(group, level, rng) for level in levels]


def _recruit(group: str, education: str, rng: Random) -> _Official:
    political, state_management = (
        rng.choices(list(weights), list(weights.values()))[0]
        for weights in (_POLITICAL[group], _STATE_MANAGEMENT[group])
    )
    return _Official(education, political, state_management, rng.random() < 0.85, rng.random() < 0.6)


def _change(groups: dict[str, list[_Official]], keep_first: bool, rng: Random) -> str:
    """The least qualified graduates or leaves, civil servants before cadres. Returns the group left with a vacancy."""
    candidates = [
        (-_EDUCATION.index(official.education), group != "civil_servant", index, group)
        for group in ("civil_servant", "cadre")
        for index, official in enumerate(groups[group])
        if not (keep_first and group == "civil_servant" and index == 0)
    ]
    below = [each for each in candidates if each[0] < -_EDUCATION.index("university")]
    _, _, index, group = min(below, key=lambda each: (each[1], each[0])) if below else rng.choice(candidates)
    if below and rng.random() < 0.5:
        groups[group][index] = replace(groups[group][index], education="university")
        return ""
    groups[group].pop(index)
    return group


def _count_staff(groups: Mapping[str, Sequence[_Official]], assigned: Mapping[str, int]) -> dict[str, int]:
    """Posts, heads and levels by group; a level that nobody has is left out, as reports leave it out."""
    counts: dict[str, int] = {}
    for group, officials in groups.items():
        name = f"staff.{group}"
        counts |= {f"{name}.assigned": assigned[group], f"{name}.present": len(officials)}
        for dimension, levels in _LEVELS.items():
            counts[f"{name}.{dimension}.headcount"] = len(officials)
            held = [getattr(official, dimension) for official in officials]
            counts |= {f"{name}.{dimension}.{level}": held.count(level) for level in levels if level in held}
        counts[f"{name}.skill.headcount"] = len(officials)
        counts[f"{name}.skill.it"] = sum(official.it for official in officials)
        counts[f"{name}.skill.foreign_language"] = sum(official.foreign_language for official in officials)
    return counts
