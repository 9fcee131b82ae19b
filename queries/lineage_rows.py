"""Units across 1 July 2025, typed: what a search finds, and what became what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit of the national list that a search found; `reports` counts the reports loaded of it.

    `successors` and `predecessors` are names, the main successor first; `parts` is true for each of the predecessors
    that went to other units too.
    """

    unit_id: str
    name: str
    level: str
    district: str | None
    province: str | None
    valid_from: date
    valid_to: date | None
    reports: int
    successors: list[str]
    divided: bool
    predecessors: list[str]
    parts: list[bool]


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit of the national list, of either era, and where it is."""

    unit_id: str
    name: str
    level: str
    district: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that took over on 1 July 2025; `divided` where the unit before went to several."""

    unit_id: str
    name: str
    province: str | None
    divided: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class LineageRow:
    """A unit that became part of a commune of today on 1 July 2025; `divided` where it went to several."""

    from_unit_id: str
    from_name: str
    from_district_id: str | None
    from_district: str | None
    from_province_id: str | None
    to_unit_id: str
    to_name: str
    divided: bool
    is_default: bool
    from_province: str | None = None
