"""Shares of staff with a qualification, as `etl/sql/rate_staff_shares.sql` computes them, from one report's tables."""

from dataclasses import dataclass

from domain.indicators import Indicator
from domain.rule_facts import Facts, Known

BOTH, PARTS = "cadre_civil_servant", ("cadre", "civil_servant")


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two figures to divide; the rate may be higher than they say where `is_lower_bound`."""

    numerator: Known
    denominator: Known
    is_lower_bound: bool = False

    @property
    def percent(self) -> float:
        return 100 * self.numerator.value / self.denominator.value


def staff_share(indicator: Indicator, facts: Facts, scope: str) -> Ratio | None:
    """The people of the indicator's levels over all; both groups by their common table, else by the two tables. None
    where there is no such rate, or only one of rough figures."""
    found = _group_share(indicator, indicator.group, facts, scope)
    if found is None and indicator.group == BOTH:
        found = _both(indicator, facts, scope)
    return found if found and found.numerator.is_exact and found.denominator.is_exact else None


def _both(indicator: Indicator, facts: Facts, scope: str) -> Ratio | None:
    shares = [one for group in PARTS if (one := _group_share(indicator, group, facts, scope)) is not None]
    if len(shares) < len(PARTS):
        return None
    numerator = _together([one.numerator for one in shares])
    denominator = _together([one.denominator for one in shares])
    return Ratio(numerator, denominator, any(one.is_lower_bound for one in shares))


def printed_heads(facts: Facts, scope: str, group: str) -> list[Known]:
    """Every headcount that the report prints for `group`, that of those present first."""
    start, present = f"staff.{group}.", f"staff.{group}.present"
    headings = [m for m, its in facts.said if its == scope and m.startswith(start) and m.endswith(".headcount")]
    said = (one for measure in (present, *headings) for one in facts.said.get((measure, scope), ()))
    return [Known(one.value, "exact", (one,)) for one in said if one.value is not None and one.qualifier == "exact"]


def _group_share(indicator: Indicator, group: str, facts: Facts, scope: str) -> Ratio | None:
    """None where no level is printed, where one that counts is "at most", or where there is nothing to divide by."""
    figures = facts.counted(scope)
    start = f"staff.{group}.{indicator.dimension}."
    levels = {code: one for code, one in figures.items() if code.startswith(start) and not code.endswith(".headcount")}
    if not levels:
        return None
    together = sum(one.value for one in levels.values())
    is_bounded = any(not one.is_exact for one in levels.values())
    equal = None if is_bounded else next((h for h in printed_heads(facts, scope, group) if h.value == together), None)
    over = (figures.get(f"{start}headcount"), figures.get(f"staff.{group}.present"))
    heads = equal or next((one for one in over if one is not None and one.qualifier in ("exact", "about")), None)
    wanted = [one for code, one in levels.items() if code.removeprefix(start) in indicator.levels]
    if heads is None or any(one.qualifier == "at_most" for one in wanted) or (not wanted and equal is None):
        return None
    return Ratio(_together(wanted), heads, equal is None)


def _together(figures: list[Known]) -> Known:
    """The sum; that of "at least" figures is a lower bound, which the ratio says."""
    said = tuple(statement for one in figures for statement in one.said)
    qualifier = "about" if any(one.qualifier == "about" for one in figures) else "exact"
    return Known(sum(one.value for one in figures), qualifier, said, True)
