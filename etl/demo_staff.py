"""The staff of the simulated communes: who works there from quarter to quarter, and how they are counted.

A roster is what stands in a commune's personnel files at the end of a quarter; reports count it (`count_staff`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

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
# What a merger leaves of each group: the rest retires or goes elsewhere, the least qualified first.
_KEPT = 0.85


@dataclass(frozen=True)
class Official:
    """Somebody in a post, by the levels that the qualification tables count."""

    education: str
    political: str
    state_management: str
    it: bool
    foreign_language: bool


@dataclass(frozen=True)
class Roster:
    """Officials and posts by group, at the end of a quarter."""

    officials: Mapping[str, tuple[Official, ...]]
    posts: Mapping[str, int]


def rosters(rng: Random, later: Random, keeps_intermediate: bool, full_years: int) -> list[Roster]:
    """The rosters of `full_years` and of the half-year after them, drawn from `later`.

    Once or twice a year somebody graduates, or leaves and is replaced a quarter later.
    """
    groups = {group: _recruit_all(group, rng.randint(*_POSTS[group]), rng) for group in _POSTS}
    posts = {group: len(officials) for group, officials in groups.items()}
    if keeps_intermediate:
        groups["civil_servant"][0] = replace(groups["civil_servant"][0], education="intermediate")
    elif rng.random() < 0.4:
        groups["civil_servant"].pop()
    changes = {4 * year + quarter for year in range(full_years) for quarter in rng.sample(range(4), rng.randint(1, 2))}
    found: list[Roster] = []
    vacancy = ""
    for t in range(4 * full_years + 2):
        if t == 4 * full_years:
            rng, changes = later, {t + later.randrange(2)}
        if vacancy:
            groups[vacancy].append(_recruit(vacancy, rng.choice(("university",) * 7 + ("postgraduate",)), rng))
            vacancy = ""
        if t in changes:
            vacancy = _change(groups, keeps_intermediate, rng)
        found.append(Roster({group: tuple(officials) for group, officials in groups.items()}, posts))
    return found


def divide(roster: Roster, part: int, parts: int) -> Roster:
    """The officials and posts that go to one of the `parts` units that a commune was divided among; none goes twice."""
    return Roster(
        {group: officials[part::parts] for group, officials in roster.officials.items()},
        {group: len(range(part, posts, parts)) for group, posts in roster.posts.items()},
    )


def merged_rosters(before: Sequence[Roster], rng: Random, quarters: int) -> list[Roster]:
    """The rosters of a unit made of `before`: fewer people than they had together, and one change after a quarter."""
    together = {group: [one for roster in before for one in roster.officials[group]] for group in _POSTS}
    groups = {group: _retained(officials) for group, officials in together.items()}
    posts = {group: math.ceil(sum(roster.posts[group] for roster in before) * _KEPT) for group in _POSTS}
    found = []
    for quarter in range(quarters):
        if quarter == 1:
            _change(groups, False, rng)
        found.append(Roster({group: tuple(officials) for group, officials in groups.items()}, posts))
    return found


def _retained(officials: Sequence[Official]) -> list[Official]:
    best_first = sorted(officials, key=lambda official: _EDUCATION.index(official.education))
    return best_first[: math.ceil(len(best_first) * _KEPT)]


def _recruit_all(group: str, posts: int, rng: Random) -> list[Official]:
    below = [level for level, span in _BEGINNING[group].items() for _ in range(rng.randint(*span))]
    levels = below + ["university"] * (posts - len(below))
    return [_recruit(group, level, rng) for level in levels]


def _recruit(group: str, education: str, rng: Random) -> Official:
    political, state_management = (
        rng.choices(list(weights), list(weights.values()))[0]
        for weights in (_POLITICAL[group], _STATE_MANAGEMENT[group])
    )
    return Official(education, political, state_management, rng.random() < 0.85, rng.random() < 0.6)


def _change(groups: dict[str, list[Official]], keep_first: bool, rng: Random) -> str:
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


def count_staff(roster: Roster) -> dict[str, int]:
    """Posts, heads and levels by group; a level that nobody has is left out, as reports leave it out."""
    counts: dict[str, int] = {}
    for group, officials in roster.officials.items():
        name = f"staff.{group}"
        counts |= {f"{name}.assigned": roster.posts[group], f"{name}.present": len(officials)}
        for dimension, levels in _LEVELS.items():
            counts[f"{name}.{dimension}.headcount"] = len(officials)
            held = [getattr(official, dimension) for official in officials]
            counts |= {f"{name}.{dimension}.{level}": held.count(level) for level in levels if level in held}
        counts[f"{name}.skill.headcount"] = len(officials)
        counts[f"{name}.skill.it"] = sum(official.it for official in officials)
        counts[f"{name}.skill.foreign_language"] = sum(official.foreign_language for official in officials)
    return counts
