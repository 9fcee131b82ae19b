"""Reporting periods: ids, kinds, labels, nominal windows, and what can be derived from what.

Source: the Ministry's reporting practice. The reform year runs from 15 December to 14 December: Q1 and Q3 stand alone,
the half-year, nine months and year are cumulative. A period id is `2024-Q3`, `2023-H1`, `2023-9M` or `2023`; `2024-R3`
are the four quarters that end with Q3 2024, which nobody reports: they are summed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

WINDOW_TOLERANCE_DAYS = 15
DUE_DAY = 20


class PeriodKind(StrEnum):
    """The kinds of period; only periods of one kind are compared with each other."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    ROLLING = "rolling_year"


@dataclass(frozen=True, order=True)
class Window:
    """The days a report covers, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @classmethod
    def after(cls, before: "Window", until: date) -> "Window":
        """The days that follow `before`, up to `until`."""
        return cls(before.end + timedelta(days=1), until)

    def differs_from(self, other: "Window", tolerance: int = WINDOW_TOLERANCE_DAYS) -> bool:
        """True where either end lies more than `tolerance` days apart."""
        return abs((self.start - other.start).days) > tolerance or abs((self.end - other.end).days) > tolerance


# (month, day) of the first and last day; a window that would start after its end starts in the year before.
_NOMINAL: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "Q1": ((12, 15), (3, 14)),
    "Q2": ((3, 15), (6, 14)),
    "Q3": ((6, 15), (9, 14)),
    "Q4": ((9, 15), (12, 14)),
    "H1": ((12, 15), (6, 14)),
    "9M": ((12, 15), (9, 14)),
    "": ((12, 15), (12, 14)),
    "R1": ((3, 15), (3, 14)),
    "R2": ((6, 15), (6, 14)),
    "R3": ((9, 15), (9, 14)),
    "R4": ((12, 15), (12, 14)),
}
_KIND = {
    "Q1": PeriodKind.QUARTER,
    "Q2": PeriodKind.QUARTER,
    "Q3": PeriodKind.QUARTER,
    "Q4": PeriodKind.QUARTER,
    "H1": PeriodKind.HALF_YEAR,
    "9M": PeriodKind.NINE_MONTHS,
    "": PeriodKind.YEAR,
    "R1": PeriodKind.ROLLING,
    "R2": PeriodKind.ROLLING,
    "R3": PeriodKind.ROLLING,
    "R4": PeriodKind.ROLLING,
}
_ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
_LAST_QUARTER = {"H1": 2, "9M": 3, "": 4}


@dataclass(frozen=True)
class Period:
    """A reporting period: the year and the part of it (`Q1` … `Q4`, `H1`, `9M`, or empty for the whole year); or `R1` …
    `R4`, the four quarters that end with that quarter of the year."""

    year: int
    part: str

    def __post_init__(self) -> None:
        if self.part not in _NOMINAL or not 1990 <= self.year <= 2100:
            raise ValueError(f"not a reporting period: {self.year} {self.part!r}")

    @property
    def period_id(self) -> str:
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    @property
    def kind(self) -> PeriodKind:
        return _KIND[self.part]

    @property
    def nominal(self) -> Window:
        start, end = _NOMINAL[self.part]
        return Window(date(self.year - (start > end), *start), date(self.year, *end))

    def quarters(self) -> tuple["Period", ...]:
        """The quarters that the period consists of, oldest first; of a quarter, itself."""
        if self.kind is PeriodKind.QUARTER:
            return (self,)
        if self.kind is PeriodKind.ROLLING:
            last = int(self.part[1])
            before = tuple(Period(self.year - 1, f"Q{number}") for number in range(last + 1, 5))
            return (*before, *(Period(self.year, f"Q{number}") for number in range(1, last + 1)))
        return tuple(Period(self.year, f"Q{number}") for number in range(1, _LAST_QUARTER[self.part] + 1))

    @property
    def due(self) -> date:
        """The day the report is due: the 20th of the period's last month."""
        return self.nominal.end.replace(day=DUE_DAY)

    def label(self, lang: str = "vi") -> str:
        """The period in words: "Quý III/2024", "6 tháng đầu năm 2023", "4 quý đến hết quý III/2024"."""
        if self.kind is PeriodKind.ROLLING:
            last = self.quarters()[-1].label(lang)
            return f"4 quý đến hết {last[0].lower()}{last[1:]}" if lang == "vi" else f"Four quarters to {last}"
        if self.part in _ROMAN:
            return f"Quý {_ROMAN[self.part]}/{self.year}" if lang == "vi" else f"{self.part} {self.year}"
        vi, en = {
            "H1": ("6 tháng đầu năm", "First half of"),
            "9M": ("9 tháng năm", "Nine months of"),
            "": ("Năm", "Year"),
        }[self.part]
        return f"{vi if lang == 'vi' else en} {self.year}"

    def short_label(self, lang: str = "vi") -> str:
        """The period for an axis: "QIII/24", "6T/23", "2023", "4Q–QIII/24"."""
        if self.kind is PeriodKind.ROLLING:
            last = self.quarters()[-1].short_label(lang)
            return f"4Q–{last}" if lang == "vi" else f"4Q to {last}"
        year = f"{self.year % 100:02d}"
        if self.part in _ROMAN:
            return f"Q{_ROMAN[self.part]}/{year}" if lang == "vi" else f"{self.part} ’{year}"
        if not self.part:
            return str(self.year)
        vi, en = {"H1": ("6T", "H1"), "9M": ("9T", "9M")}[self.part]
        return f"{vi}/{year}" if lang == "vi" else f"{en} ’{year}"

    def previous(self) -> "Period":
        """The comparable period before: the quarter before for a quarter, else the same part of the year before, which
        shares no day with it."""
        if self.kind is not PeriodKind.QUARTER:
            return self.same_last_year()
        number = int(self.part[1])
        return Period(self.year, f"Q{number - 1}") if number > 1 else Period(self.year - 1, "Q4")

    def same_last_year(self) -> "Period":
        return Period(self.year - 1, self.part)


@dataclass(frozen=True)
class Derivation:
    """How a quarter that nobody reports follows from reports that exist: `closing - sum(minus)`, flow counts only.

    Stocks are those of `closing`; what was carried over is what was pending at the end of `opening`.
    """

    period: Period
    closing: Period
    minus: tuple[Period, ...]
    opening: Period


def derivations(year: int) -> tuple[Derivation, ...]:
    """Q2 = six months - Q1; Q4 = year - six months - Q3, or year - nine months where the parts are not there."""
    q1, q2, q3, q4 = (Period(year, f"Q{n}") for n in (1, 2, 3, 4))
    half, nine, whole = Period(year, "H1"), Period(year, "9M"), Period(year, "")
    return (
        Derivation(q2, half, (q1,), q1),
        Derivation(q4, whole, (half, q3), q3),
        Derivation(q4, whole, (nine,), nine),
    )


def subtractable(closing: Window, minus: tuple[Window, ...], tolerance: int = WINDOW_TOLERANCE_DAYS) -> bool:
    """True where the first window to subtract starts with `closing` and the others abut it, within `tolerance` days."""
    expected = closing.start
    for window in minus:
        if abs((window.start - expected).days) > tolerance:
            return False
        expected = window.end + timedelta(days=1)
    return expected <= closing.end


def joined(windows: Sequence[Window], tolerance: int = WINDOW_TOLERANCE_DAYS) -> Window | None:
    """The window from the first start to the last end, where each window abuts the one before it, within `tolerance`
    days; else None."""
    for before, after in pairwise(windows):
        if abs((after.start - before.end).days - 1) > tolerance:
            return None
    return Window(windows[0].start, windows[-1].end) if windows else None


def reported_in(periods: Iterable[Period]) -> list[Period]:
    """The periods whose reports say what these hold: their own, and for four quarters those of the quarters; each once,
    by time."""
    found = {
        one for period in periods for one in (period.quarters() if period.kind is PeriodKind.ROLLING else (period,))
    }
    return sorted(found, key=lambda period: (period.nominal.end, period.nominal.days))


def effective_window(period: Period, printed: Window | None, signed_on: date | None) -> Window:
    """The window used to compare: as printed, else the nominal one; a signing date before its end caps it."""
    if printed is not None:
        return printed
    nominal = period.nominal
    if signed_on is not None and nominal.start <= signed_on < nominal.end:
        return Window(nominal.start, signed_on)
    return nominal


_ID = re.compile(r"^(\d{4})(?:-(Q[1-4]|H1|9M|R[1-4]))?$")
_ROMAN_QUARTER = {"i": "Q1", "ii": "Q2", "iii": "Q3", "iv": "Q4", "1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4"}
_QUARTER = r"(?:quý|quy|q)\s*(iii|ii|iv|i|[1-4])\s*(?:[/\-,]|\s|năm)*\s*(\d{4})$"
_QUARTER_LABEL = re.compile(f"^{_QUARTER}")
_ROLLING_LABEL = re.compile(f"^0?4 quý đến(?: hết)? {_QUARTER}")
_HALF_LABEL = re.compile(r"^0?6 tháng(?: đầu)?(?: năm)?\s*[/\-]?\s*(\d{4})$")
_NINE_LABEL = re.compile(r"^0?9 tháng(?: đầu)?(?: năm)?\s*[/\-]?\s*(\d{4})$")
_YEAR_LABEL = re.compile(r"^năm\s*(\d{4})$")


def parse_period(text: str) -> Period:
    """The period of an id (`2024-Q3`, also in lower case) or of a Vietnamese label ("Quý III/2024"). Raises ValueError
    for all else."""
    found = _ID.match(text.strip().upper())
    if found:
        return Period(int(found[1]), found[2] or "")
    label = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()
    if found := _QUARTER_LABEL.match(label):
        return Period(int(found[2]), _ROMAN_QUARTER[found[1]])
    if found := _ROLLING_LABEL.match(label):
        return Period(int(found[2]), _ROMAN_QUARTER[found[1]].replace("Q", "R"))
    for pattern, part in ((_HALF_LABEL, "H1"), (_NINE_LABEL, "9M"), (_YEAR_LABEL, "")):
        if found := pattern.match(label):
            return Period(int(found[1]), part)
    raise ValueError(f"not a reporting period: {text!r}")


def parse_reported(text: str) -> Period:
    """As parse_period, of the periods that are reported: ValueError for four quarters too, which are always summed."""
    period = parse_period(text)
    if period.kind is PeriodKind.ROLLING:
        raise ValueError(f"not a period that is reported: {text!r}")
    return period
