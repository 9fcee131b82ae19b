"""Views with baselines, and what their values are held against."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from charts.ranked import ranked
from charts.spec import RankedSpec, TableSpec
from charts.view import View
from domain.comparison import Baseline, BaselineKind
from domain.periods import Period
from queries.rows import IndicatorRow, TargetRow, Value
from tests.value_cases import PERIOD, indicator_row, value_row

PREVIOUS, LAST_YEAR, TARGET, GROUP = (
    Baseline(BaselineKind(kind)) for kind in ("previous", "last_year", "target", "group")
)
UNIT = Baseline(BaselineKind.UNIT, unit_id="U02@2004")
ALL = (PREVIOUS, LAST_YEAR, TARGET, GROUP, UNIT)
NBSP = "\u00a0"


def chosen(view: View, *baselines: Baseline) -> View:
    return replace(view, baselines=baselines)


def at(period: Period, number: int, numerator: float, denominator: float = 100, **changed: object) -> Value:
    window = {"window_start": period.nominal.start, "window_end": period.nominal.end}
    return value_row(number, numerator, denominator, period_id=period.period_id, **(window | changed))


def three_quarters() -> list[Value]:
    """Seven units: now 60 … 66 %, the quarter before 14 points less (the first had no report), a year ago 6 more, but
    for a lower bound and a window that was 16 days shorter."""
    now = [at(PERIOD, n, 60 + n) for n in range(7)]
    before = [at(PERIOD.previous(), n, 46 + n) for n in range(1, 7)]
    year = PERIOD.same_last_year()
    ago = [at(year, n, 66 + n) for n in range(2, 7)]
    shorter = at(year, 1, 67, window_end=year.nominal.end - timedelta(days=16))
    return [*now, *before, at(year, 0, 66, is_lower_bound=True), shorter, *ago]


def spec_of(view: View, values: Sequence[Value], indicator: IndicatorRow | None = None) -> RankedSpec:
    spec = ranked(view, indicator or indicator_row(), values)
    assert isinstance(spec, RankedSpec)
    return spec


def rows_of(spec: RankedSpec | TableSpec) -> dict[object, dict[str, object]]:
    assert spec.frame.table
    return {row["unit"]: row for row in spec.frame.table.rows}


def placed_targets() -> tuple[TargetRow, ...]:
    return (
        TargetRow("rate", "national", None, 2024, 50, "Luật", "Law"),
        TargetRow("rate", "province", "P", 2024, 62, "Kế hoạch tỉnh", "Plan"),
        TargetRow("rate", "unit", "U05@2004", 2024, 80, "Nghị quyết xã", "Resolution"),
        TargetRow("rate", "province", "P", 2023, 10, "Cũ", "Old"),
    )
