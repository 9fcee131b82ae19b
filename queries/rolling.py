"""Four quarters as one period: an Ask that sums them, for any four that follow each other, across the years too.

Counts that arise in a period (flows) are summed and the rate computed again; what stands at a date (stocks, staff) is
never summed. A sum needs the same unit, scope and source in all four quarters, and windows that abut within 15 days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.periods import Period, PeriodKind, Window, joined, parse_period
from domain.units import REORGANISED
from queries import values as q
from queries.forward import Forward
from queries.rows import Gap
from queries.summed import summed_count, summed_value

CARRIED_OVER = "carried_over"
Place = tuple[str, str]
"""A unit and a period, by their ids."""


class Rolling(Forward):
    """Answers for rolling years (`2024-R3`) besides all that `ask` answers.

    It asks `ask` for quarters alone: sums over the units before 2025 (queries.today) belong in `ask`, so that four
    quarters may reach across 1 July 2025. Those of the simulated district never do: the gap there is longer than the
    windows may differ. A rolling year is never reported: coverage and staff have nothing for it.
    """

    def periods(self, source: str) -> Sequence[q.PeriodRow]:
        """The rolling years too whose four quarters are there; `units` is the most that can have all four."""
        rows = self._ask.periods(source)
        return [*rows, *self._rolling_rows(source, {row.period: row for row in rows if row.kind is PeriodKind.QUARTER})]

    def indicator_values(
        self, source: str, indicators: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Value]:
        plain, rolling = _parted(periods)
        if not rolling:
            return self._ask.indicator_values(source, indicators, plain, units)
        wanted, whose, flows = list(indicators), list(units), self._flow_indicators()
        found = self._ask.indicator_values(source, wanted, plain, whose) if plain else ()
        summed = [indicator for indicator in wanted if indicator in flows]
        quarters = self._ask.indicator_values(source, summed, _quarter_ids(rolling), whose) if summed else ()
        return sorted(
            [*found, *rolled_values(quarters, rolling)],
            key=lambda v: (v.indicator_id, v.period_id, v.unit_id, v.scope),
        )

    def unit_values(self, source: str, unit: str) -> Sequence[q.Value]:
        own = self._ask.unit_values(source, unit)
        flows = self._flow_indicators()
        quarters = [value for value in own if value.indicator_id in flows and _is_quarter(value.period_id)]
        rolling = [_ending_with(parse_period(period_id)) for period_id in {value.period_id for value in quarters}]
        return sorted([*own, *rolled_values(quarters, rolling)], key=lambda v: (v.indicator_id, v.period_id, v.scope))

    def measure_values(
        self, source: str, measures: Iterable[str], periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.Count]:
        plain, rolling = _parted(periods)
        if not rolling:
            return self._ask.measure_values(source, measures, plain, units)
        wanted, whose = list(measures), list(units)
        found = self._ask.measure_values(source, wanted, plain, whose) if plain else ()
        quarters = self._ask.measure_values(source, wanted, _quarter_ids(rolling), whose)
        kinds = {code: measure.kind for code, measure in self._ask.measures().items()}
        summed = rolled_counts(quarters, rolling, kinds, self._complete(source, rolling, whose))
        return sorted([*found, *summed], key=lambda c: (c.measure, c.period_id, c.unit_id, c.scope))

    def coverage(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[q.Coverage]:
        plain, _ = _parted(periods)
        return self._ask.coverage(source, plain, units) if plain else ()

    def staff_levels(
        self, source: str, dimension: str, periods: Iterable[str], units: Iterable[str]
    ) -> Sequence[q.StaffLevel]:
        plain, _ = _parted(periods)
        return self._ask.staff_levels(source, dimension, plain, units) if plain else ()

    def gaps(self, source: str, periods: Iterable[str], units: Iterable[str]) -> Sequence[Gap]:
        """A gap in one of the four quarters, the earliest, is one in their sum."""
        plain, rolling = _parted(periods)
        whose = list(units)
        found = [*self._ask.gaps(source, plain, whose)] if plain else []
        if not rolling:
            return found
        in_quarters = {
            (gap.unit_id, gap.period_id): gap for gap in self._ask.gaps(source, _quarter_ids(rolling), whose)
        }
        for period in rolling:
            for unit in whose:
                gaps = (in_quarters.get((unit, quarter.period_id)) for quarter in period.quarters())
                first = next((gap for gap in gaps if gap), None)
                found += [replace(first, period_id=period.period_id)] if first else []
        return found

    def _rolling_rows(self, source: str, quarters: Mapping[Period, q.PeriodRow]) -> list[q.PeriodRow]:
        rows = []
        for period in sorted(map(_ending_with, quarters), key=lambda period: period.nominal.end):
            four = [quarters[quarter] for quarter in period.quarters() if quarter in quarters]
            if len(four) < 4:
                continue
            units = min(row.units for row in four)
            across = _across_the_reform(period)
            if across:
                units = min(units, self._units_of_both(source, across))
            if units:
                derived = min(units, max(row.derived for row in four))
                rows.append(q.PeriodRow(period.period_id, PeriodKind.ROLLING, units, derived))
        return rows

    def _units_of_both(self, source: str, quarters: Sequence[Period]) -> int:
        """How many units have these quarters, with windows that abut: on 1 July 2025 others may have taken the place of
        all."""
        units = [unit.unit_id for unit in self._ask.units(source)]
        found = self._windows(source, [quarter.period_id for quarter in quarters], units)
        return sum(_abut(found, unit, quarters) for unit in units)

    def _complete(self, source: str, rolling: Sequence[Period], units: Sequence[str]) -> set[Place]:
        """Unit and rolling year where all four quarters are there and abut: counts do not say their window."""
        found = self._windows(source, _quarter_ids(rolling), units)
        return {
            (unit, period.period_id) for period in rolling for unit in units if _abut(found, unit, period.quarters())
        }

    def _windows(self, source: str, quarter_ids: Sequence[str], units: Sequence[str]) -> dict[Place, Window]:
        return {
            (row.unit_id, row.period_id): Window(row.window_start, row.window_end)
            for row in self._ask.coverage(source, quarter_ids, units)
            if row.window_start and row.window_end
        }

    def _flow_indicators(self) -> set[str]:
        """The indicators that are a ratio of flows: what they count can be summed."""
        kinds = {code: measure.kind for code, measure in self._ask.measures().items()}
        ratios = {one.indicator_id for one in self._ask.indicators().values() if one.rule == "ratio"}
        terms = [term for term in self._ask.indicator_terms() if term.used_for is None]
        return ratios - {term.indicator_id for term in terms if kinds.get(term.measure) != "flow"}


def rolled_values(quarters: Iterable[q.Value], rolling: Sequence[Period]) -> list[q.Value]:
    """The rates of rolling years from those of their quarters (of one source): one value a unit, scope and indicator,
    where all four quarters have both counts. In any order; what is not a quarter is passed over."""
    found: dict[tuple[str, str, str], dict[str, q.Value]] = defaultdict(dict)
    for value in quarters:
        if value.numerator is not None and value.denominator is not None:
            found[value.indicator_id, value.unit_id, value.scope][value.period_id] = value
    asked = [(period, [quarter.period_id for quarter in period.quarters()]) for period in rolling]
    summed = (
        _rolled_value(period, [there[period_id] for period_id in ids])
        for there in found.values()
        for period, ids in asked
        if all(period_id in there for period_id in ids)
    )
    return [value for value in summed if value]


def _rolled_value(period: Period, four: Sequence[q.Value]) -> q.Value | None:
    if joined([value.window for value in four]) is None:
        return None
    return replace(
        summed_value(four[0].unit_id, period.period_id, four),
        scope=four[0].scope,
        is_rebased=any(value.is_rebased for value in four),
    )


def rolled_counts(
    quarters: Iterable[q.Count], rolling: Sequence[Period], kinds: Mapping[str, str], complete: set[Place]
) -> list[q.Count]:
    """The counts of rolling years from those of their quarters (of one source): flows summed, stocks of the last
    quarter, what was carried over of the first. Only for the (unit, period) in `complete`; `kinds` by measure."""
    found: dict[tuple[str, str, str], dict[str, q.Count]] = defaultdict(dict)
    for count in quarters:
        found[count.unit_id, count.scope, count.measure][count.period_id] = count
    summed = (
        _rolled_count(period, measure, kinds, [there.get(quarter.period_id) for quarter in period.quarters()])
        for (unit, _, measure), there in found.items()
        for period in rolling
        if (unit, period.period_id) in complete
    )
    return [count for count in summed if count]


def _rolled_count(
    period: Period, measure: str, kinds: Mapping[str, str], quarters: Sequence[q.Count | None]
) -> q.Count | None:
    kind = kinds.get(measure)
    if kind == "stock":
        stands = quarters[0 if measure == CARRIED_OVER else -1]
        return stands and replace(stands, period_id=period.period_id)
    four = [count for count in quarters if count]
    total = summed_count(four[0].unit_id, period.period_id, four) if kind == "flow" and len(four) == 4 else None
    return total and replace(total, scope=four[0].scope, is_rebased=any(count.is_rebased for count in four))


def _parted(periods: Iterable[str]) -> tuple[list[str], list[Period]]:
    """What is asked as it is, and the rolling years."""
    ids = list(dict.fromkeys(periods))
    rolling = [period_id for period_id in ids if "-R" in period_id]
    return [period_id for period_id in ids if period_id not in rolling], [parse_period(one) for one in rolling]


def _is_quarter(period_id: str) -> bool:
    return parse_period(period_id).kind is PeriodKind.QUARTER


def _ending_with(quarter: Period) -> Period:
    """The four quarters that end with this one."""
    return Period(quarter.year, quarter.part.replace("Q", "R"))


def _quarter_ids(rolling: Iterable[Period]) -> list[str]:
    return sorted({quarter.period_id for period in rolling for quarter in period.quarters()})


def _abut(found: Mapping[Place, Window], unit: str, quarters: Sequence[Period]) -> bool:
    windows = [window for quarter in quarters if (window := found.get((unit, quarter.period_id)))]
    return len(windows) == len(quarters) and joined(windows) is not None


def _across_the_reform(period: Period) -> tuple[Period, Period] | None:
    """The quarters before and after 1 July 2025, where the rolling year has both."""
    for before, after in pairwise(period.quarters()):
        if before.nominal.end < REORGANISED <= after.nominal.end:
            return before, after
    return None
