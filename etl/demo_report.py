"""What one simulated report says and looks like: its rows, window, dates and number, and where it contradicts itself.

The figures come from `demo_model`; the habits of the units and the faults of single reports are the tables at the top.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from domain.periods import Period, Window
from domain.units import REORGANISED, era
from etl.demo_merger import FIRST_WINDOW
from etl.demo_model import YEARS, Profile, Quarter, figures_over

LATE_REPORTER = "SIM04@2004"
EARLY_WINDOWS = "SIM06@2004"
NO_WINDOWS = "SIM07@2004"
STRAY_WINDOWS = {("SIM03@2004", "2023-H1"): Window(date(2023, 1, 5), date(2023, 6, 1))}
# On this day the old offices closed; what they still owed had to be in.
LAST_DAY = REORGANISED - timedelta(days=1)
# New communes are late by this list, not by chance: there are too few of their reports.
LATE_NEW_REPORTS = frozenset({("SIM03@2025", "2025-Q4")})
POST_IN_ROUND_NUMBERS = frozenset({"SIM02@2004", "SIM07@2004"})
OTHER_UNITS_NAMED = {("SIM07@2004", "2023-Q3"): "Xã An Hòa"}


@dataclass(frozen=True)
class Contradiction:
    """A row that says something else than the rest of its report: `amount` is added to what would be right."""

    unit_id: str
    period_id: str
    measure: str
    place: str
    amount: str
    what: str


# Everything else is consistent: SIM02, SIM04, SIM09, SIM10, SIM11 and the new communes never contradict themselves.
CONTRADICTIONS = (
    Contradiction(
        "SIM01@2004",
        "2023-H1",
        "staff.part_time.education.intermediate",
        "main",
        "1",
        "levels of the part-time staff add up to one more than the headcount",
    ),
    Contradiction(
        "SIM03@2004",
        "2022",
        "printed_rate.online_rate",
        "main",
        "2.40",
        "the printed online rate is higher than the counts give",
    ),
    Contradiction(
        "SIM05@2004",
        "2023",
        "resolved_overdue",
        "summary",
        "-4",
        "the general assessment says four late dossiers fewer than the section on procedures",
    ),
    Contradiction(
        "SIM06@2004",
        "2024-H1",
        "staff.civil_servant.education.university",
        "main",
        "-2",
        "levels cover all civil servants but two: the staff rate is a lower bound",
    ),
    Contradiction(
        "SIM08@2004",
        "2024",
        "received_in_person",
        "main",
        "-6",
        "online and in person do not add up to the new receipts",
    ),
)

QUARTERS_COVERED = {"Q1": range(1), "H1": range(2), "Q3": range(2, 3), "": range(4), "Q4": range(3, 4)}
_DISTRICT_MEASURES = (
    "received_in_period",
    "received_online",
    "resolved_total",
    "resolved_on_time",
    "resolved_overdue",
    "pending_in_time",
)
# Where a report says it: the start of the measure's code, the section, the page (the summary page is the last but one).
_SECTIONS = (
    ("plan_tasks", "Mục I.1", 2),
    ("assigned_tasks", "Mục I.4", 3),
    ("survey_", "Mục I.5", 3),
    ("procedures_", "Mục II.2.a", 4),
    ("received_", "Mục II.2.b", 4),
    ("carried_", "Mục II.2.b", 4),
    ("resolved_", "Mục II.2.b", 4),
    ("pending_", "Mục II.2.b", 4),
    ("withdrawn", "Mục II.2.b", 4),
    ("results_by_post", "Mục II.2.b", 4),
    ("staff.", "Mục II.4, bảng chất lượng đội ngũ", 6),
    ("disbursement_", "Mục II.5", 7),
    ("online_eligible_", "Mục II.6.b", 8),
    ("full_service_", "Mục II.6.b", 8),
    ("partial_service_", "Mục II.6.b", 8),
    ("dossiers_digitised", "Mục II.6.c", 8),
    ("results_digitised", "Mục II.6.c", 8),
    ("payable_", "Mục II.6.d", 8),
    ("paid_", "Mục II.6.d", 8),
)


@dataclass(frozen=True)
class Row:
    """One row of figures.csv; a bound's `value` is the number printed."""

    measure: str
    value: Decimal
    locator: str
    scope: str = "own"
    qualifier: str = "exact"
    place: str = "main"
    as_of: date | None = None

    @property
    def printed(self) -> str:
        if self.measure.startswith("printed_rate."):
            return f"{self.value:.2f} %".replace(".", ",")
        return f"{self.value:,}".replace(",", ".")


@dataclass(frozen=True)
class Paper:
    """The report as a document: what its report.toml says besides the unit and the period."""

    report_id: str
    window: Window | None
    number: str
    signed_on: date
    received_on: date
    pages: int


def commune_rows(profile: Profile, period: Period, quarters: Mapping[int, Quarter], paper: Paper) -> list[Row]:
    """What a commune's report prints, its contradictions included."""
    figures = _covered(quarters, period)
    rows = [
        Row(measure, Decimal(value), _locator(measure, paper.pages), as_of=_as_of(measure, paper))
        for measure, value in sorted(figures.items(), key=lambda figure: _section(figure[0]))
    ]
    if profile.unit_id in POST_IN_ROUND_NUMBERS:
        rows = [_as_lower_bound(row) if row.measure == "results_by_post" else row for row in rows]
    on_time = figures["resolved_early"] + figures["resolved_at_deadline"]
    rows.append(_rate("online_rate", figures["received_online"], figures["received_in_period"], paper))
    rows.append(_rate("on_time_rate", on_time, figures["resolved_total"], paper))
    if period.part in ("H1", ""):
        again = f"Mục III.1, tr. {paper.pages - 1}"
        rows.append(Row("resolved_overdue", Decimal(figures["resolved_overdue"]), again, place="summary"))
    return [_contradict(row, profile.unit_id, period.period_id) for row in rows]


def _section(measure: str) -> int:
    return next(index for index, (start, _, _) in enumerate(_SECTIONS) if measure.startswith(start))


def _locator(measure: str, pages: int) -> str:
    _, section, page = _SECTIONS[_section(measure)]
    return f"{section}, tr. {page + pages - 10}"


def _as_of(measure: str, paper: Paper) -> date | None:
    return paper.signed_on if measure == "disbursement_done" else None


def _as_lower_bound(row: Row) -> Row:
    """ "Trên 15": the multiple of five below the count."""
    return replace(row, value=Decimal(5 * (max(int(row.value) - 1, 0) // 5)), qualifier="at_least")


def _rate(indicator: str, numerator: int, denominator: int, paper: Paper) -> Row:
    value = (Decimal(100 * numerator) / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Row(f"printed_rate.{indicator}", value, _locator("resolved_total", paper.pages))


def _contradict(row: Row, unit_id: str, period_id: str) -> Row:
    for wrong in CONTRADICTIONS:
        if (wrong.unit_id, wrong.period_id, wrong.measure, wrong.place) == (unit_id, period_id, row.measure, row.place):
            return replace(row, value=row.value + Decimal(wrong.amount))
    return row


def district_rows(
    period: Period, own_office: Mapping[int, Quarter], communes: Sequence[Mapping[int, Quarter]], paper: Paper
) -> list[Row]:
    """The district's own office, its communes together (all of them reported these periods) and the total."""
    own = _with_on_time(_covered(own_office, period))
    each_commune = [_with_on_time(_covered(quarters, period)) for quarters in communes]
    rows = []
    for measure in _DISTRICT_MEASURES:
        of_own, of_communes = own[measure], sum(figures[measure] for figures in each_commune)
        for scope, value in (("own", of_own), ("communes", of_communes), ("total", of_own + of_communes)):
            rows.append(Row(measure, Decimal(value), _locator(measure, paper.pages), scope))
    return rows


def _covered(quarters: Mapping[int, Quarter], period: Period) -> dict[str, int]:
    start = 4 * (period.year - YEARS[0])
    return figures_over([quarters[start + quarter] for quarter in QUARTERS_COVERED[period.part]])


def _with_on_time(figures: Mapping[str, int]) -> dict[str, int]:
    return {**figures, "resolved_on_time": figures["resolved_early"] + figures["resolved_at_deadline"]}


def paper_of(profile: Profile, period: Period, seed: int) -> Paper:
    """The document of one report, drawn from a stream of its own."""
    rng = Random(f"{seed}/{profile.unit_id}/paper/{period.period_id}")
    window = _printed_window(profile.unit_id, period)
    end = window.end if window else period.nominal.end
    before_the_end = profile.unit_id == NO_WINDOWS
    signed_on = _workday(end + timedelta(days=rng.randint(-9, -3) if before_the_end else rng.randint(-2, 3)))
    turn = list(QUARTERS_COVERED).index(period.part)
    return Paper(
        report_id=f"demo-{ascii_name(profile.name).lower().replace('_', '-')}-{period.period_id.lower()}",
        window=window,
        number=f"{rng.randint(10 + 24 * turn, 28 + 24 * turn)}/BC-UBND",
        signed_on=signed_on,
        received_on=_received_on(profile.unit_id, period, signed_on, rng),
        pages=rng.randint(10, 13),
    )


def _printed_window(unit_id: str, period: Period) -> Window | None:
    """The window a report prints: the nominal one, but for a unit that closes a week early and one that prints none,
    and for the first report of a new commune, which begins with the commune."""
    if unit_id == NO_WINDOWS:
        return None
    if _is_new(unit_id) and period.part == "Q3":
        return FIRST_WINDOW
    start, end = period.nominal.start, period.nominal.end
    if unit_id == EARLY_WINDOWS:
        return Window(start.replace(day=10 if start.month == 12 else 8), end.replace(day=7))
    return STRAY_WINDOWS.get((unit_id, period.period_id), period.nominal)


def _is_new(unit_id: str) -> bool:
    return era(unit_id) == REORGANISED.year


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _received_on(unit_id: str, period: Period, signed_on: date, rng: Random) -> date:
    if days_late := _days_late(unit_id, period, rng):
        received = period.due + timedelta(days=days_late)
        return received if _is_new(unit_id) else min(received, LAST_DAY)
    return min(signed_on + timedelta(days=rng.randint(0, 3)), period.due)


def _days_late(unit_id: str, period: Period, rng: Random) -> int:
    """One unit is late by 5 to 20 days more often than not; the others now and then, by a few days."""
    if _is_new(unit_id):
        return rng.randint(3, 8) if (unit_id, period.period_id) in LATE_NEW_REPORTS else 0
    often_late = unit_id == LATE_REPORTER
    if rng.random() < (0.75 if often_late else 0.06):
        return rng.randint(5, 20) if often_late else rng.randint(1, 4)
    return 0


def ascii_name(name: str) -> str:
    """ "Xã Đồng Xuân" → "Xa_Dong_Xuan"."""
    bare = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Za-z]+", "_", "".join(letter for letter in bare if not unicodedata.combining(letter)))
