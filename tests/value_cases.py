"""Units and values made up for the tests of charts: rates, gaps, lower bounds, small counts, stray windows."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from charts.view import View
from domain.comparison import MIN_COMPARABLE_UNITS
from domain.periods import parse_period
from queries.rows import IndicatorRow, TargetRow, UnitRow, Value
from text.words import Lang


def unit_row(number: int) -> UnitRow:
    return UnitRow(
        unit_id=f"U{number:02d}@2004",
        gso_code=f"U{number:02d}",
        name=f"Xã Số {number:02d}",
        name_search=f"xa so {number:02d}",
        level="commune",
        district_id="D",
        district="Huyện Thử",
        province_id="P",
        province="Tỉnh Thử",
        valid_from=date(2004, 7, 8),
        valid_to=None,
    )


def indicator_row(**changed: object) -> IndicatorRow:
    row = IndicatorRow(
        "rate", "online", "Tỷ lệ thử", "Test rate", "ratio", "", "Định nghĩa.", "Definition.", "Luật", "Law",
        "up_is_good", True, 30, 1, None, None,
    )  # fmt: skip
    return replace(row, **changed)  # type: ignore[arg-type]


PERIOD = parse_period("2024-Q3")


def value_row(number: int, numerator: float | None, denominator: float | None, **changed: object) -> Value:
    value = 100 * numerator / denominator if numerator is not None and denominator else None
    window = PERIOD.nominal
    row = Value(
        f"U{number:02d}@2004", "own", "2024-Q3", "rate", numerator, denominator, value, False, None, False,
        window.start, window.end, True, "checked", f"report-{number}",
    )  # fmt: skip
    return replace(row, **changed)  # type: ignore[arg-type]


def group(size: int, target: float | None = 50.0, *, lang: Lang = "vi") -> View:
    targets = () if target is None else (TargetRow("rate", "national", None, 2024, target, "Luật", "Law"),)
    units = tuple(unit_row(number) for number in range(size))
    return View(lang, "demo", "Huyện Thử", units, (PERIOD.previous(), PERIOD), targets=targets)


@st.composite
def some_values(draw: st.DrawFn, *, enough: bool = False) -> list[Value]:
    """Up to twelve units in two quarters: rates, gaps, lower bounds, small counts, stray windows.

    `enough`: the first five units have all that a ranking needs in both quarters, and not more than five are strays, so
    that the usual window is the nominal one. Without it there is hardly ever anything to rank.
    """
    found = []

    def seldom() -> bool:
        return draw(st.integers(0, 4)) == 4

    for number in range(draw(st.integers(MIN_COMPARABLE_UNITS if enough else 0, 12))):
        sound = enough and number < MIN_COMPARABLE_UNITS
        for period_id in ("2024-Q2", "2024-Q3"):
            below = None if not sound and seldom() else draw(st.integers(30 if sound else 0, 20_000))
            above = None if below is None or (not sound and seldom()) else draw(st.integers(0, below))
            stray = seldom() and (number >= 7 or not enough)
            nominal = parse_period(period_id).nominal
            about: dict[str, object] = {
                "period_id": period_id,
                "is_derived": period_id == "2024-Q2",
                "is_lower_bound": seldom() and not sound,
                "window_start": date(2024, 1, 1) if stray else nominal.start,
                "window_end": nominal.end,
            }
            found.append(value_row(number, above, below, **about))
    return found
