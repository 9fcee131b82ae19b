"""What a chart says, as plain data. Screen and slide draw the same spec, so they cannot disagree.

Numbers in a spec are drawn as they stand; every text is already in the reader's language and every figure in it
already rounded. Rates are per cent (0 to 100).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Flag(StrEnum):
    """What a mark has to tell about a value, beside its size."""

    LOWER_BOUND = "lower_bound"  # the report covers only part: "at least"; drawn hollow
    DERIVED = "derived"  # a quarter that follows from cumulative reports; open or hatched
    PROVISIONAL = "provisional"  # not checked yet; lighter, with a sign of its own
    SMALL = "small"  # fewer than 30 dossiers or forms; not ranked
    OTHER_WINDOW = "other_window"  # the report's window strays from the others'
    REBASED = "rebased"  # the sum of the units that became this one on 1 July 2025
    CORRECTED = "corrected"  # an officer corrected or rejected a figure behind it: it is not what the report says
    FINDING = "finding"  # its figures contradict others of the report; the sentence is on hover and in the table


class Role(StrEnum):
    """Grey is context, one accent is the subject."""

    SUBJECT = "subject"
    CONTEXT = "context"
    MEDIAN = "median"


class Status(StrEnum):
    """Against a target; told by colour, shape and word."""

    MET = "met"
    CLOSE = "close"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Tick:
    """What a mark is held against, drawn as a short stroke beside it: the unit's own earlier value, or its target.

    `text` says it in words ("cùng kỳ năm trước 61,2 %").
    """

    kind: Literal["previous", "last_year", "target"]
    value: float
    text: str


@dataclass(frozen=True)
class Mark:
    """One value: a bar, a dot, a cell, a point of a line. `value` is None where there is none; `text` says why."""

    key: str
    label: str
    value: float | None
    text: str
    hover: str = ""
    role: Role = Role.CONTEXT
    flags: frozenset[Flag] = frozenset()
    status: Status | None = None
    ticks: tuple[Tick, ...] = ()
    movement: int | None = None


@dataclass(frozen=True)
class Reference:
    """A line across the chart: the median, a target or a chosen unit, with its label ("Trung vị 61,2 %").

    `span`: the places (from 0) of the first and last period that it holds for; None for all. `short` stands at a line
    that has no room for the label ("2024: 70 %"): the key then says what the lines are.
    """

    kind: Literal["median", "target", "unit"]
    value: float
    label: str
    span: tuple[int, int] | None = None
    short: str = ""

    def at(self, place: int) -> float | None:
        """Its value in the period at `place`; None where it does not hold."""
        return self.value if self.span is None or self.span[0] <= place <= self.span[1] else None


@dataclass(frozen=True)
class Band:
    """A quiet band behind the marks: from the lower to the upper quartile, with its label."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Column:
    """A column of the table beneath a chart. `unit` stands in the heading; numbers are right-aligned."""

    key: str
    label: str
    kind: Literal["text", "number", "percent", "points", "date"] = "text"
    decimals: int = 0


@dataclass(frozen=True)
class Table:
    """The table beneath a chart: `rows` hold raw values (numbers as numbers, None for none) by column key."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Frame:
    """What stands around every chart.

    `title` is the message with its figures; `subtitle` says what is drawn: indicator, unit, period, filters;
    `sentence` is written from the figures; `source` names the reports; `notes` explain marks, bounds and gaps.
    """

    title: str
    subtitle: str
    sentence: str
    source: str
    definition: str
    alt: str
    file_stem: str
    notes: tuple[str, ...] = ()
    simulated: bool = False
    table: Table | None = None


@dataclass(frozen=True)
class RankedSpec:
    """Units by value for one period: horizontal bars from zero, or dots on an axis that starts where the data does.

    `marks` come in drawing order, best first; `below` are units that are not ranked, each with its reason in `text`
    (value may still be drawn, hollow); `missing` are named under the chart, never drawn as 0; `elsewhere` are units
    that report another definition only, each in words with what they report. `band` spans the quartiles.
    A mark's `movement` is how many places it moved up since the last comparable period.
    """

    frame: Frame
    marks: tuple[Mark, ...]
    axis_title: str
    axis_range: tuple[float, float]
    style: Literal["bars", "dots"] = "bars"
    below: tuple[Mark, ...] = ()
    missing: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    axis_note: str = ""
    suffix: str = " %"
    elsewhere: tuple[str, ...] = ()
    band: Band | None = None


@dataclass(frozen=True)
class Break:
    """Where a series is cut: between the period at `after` (from 0) and the next, with what happened."""

    after: int
    label: str


@dataclass(frozen=True)
class Series:
    """One line: a mark for each period, in order; a gap where a mark has no value."""

    key: str
    label: str
    marks: tuple[Mark, ...]
    role: Role = Role.CONTEXT


@dataclass(frozen=True)
class TrendSpec:
    """Lines over periods. Subjects are coloured and labelled at their ends, context is grey, the median thin."""

    frame: Frame
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    axis_title: str
    axis_range: tuple[float, float]
    references: tuple[Reference, ...] = ()
    suffix: str = " %"
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class MultiplesSpec:
    """Small multiples: one panel a unit, shared axes, the panel's own line highlighted over the median.

    Where the panels are indicators of one unit, each has a median of its own: `medians`, in the order of the panels.
    """

    frame: Frame
    periods: tuple[str, ...]
    panels: tuple[Series, ...]
    median: Series | None
    axis_range: tuple[float, float]
    references: tuple[Reference, ...] = ()
    suffix: str = " %"
    medians: tuple[Series, ...] = ()
    breaks: tuple[Break, ...] = ()

    def median_of(self, place: int) -> Series | None:
        """The line beneath the panel at `place`."""
        return self.medians[place] if self.medians else self.median


@dataclass(frozen=True)
class HeatSpec:
    """Units down, periods across, the value in the cell. `rows` hold one mark a period; empty cells say why."""

    frame: Frame
    periods: tuple[str, ...]
    rows: tuple[Series, ...]
    scale_range: tuple[float, float]
    scale_title: str
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class StackedRow:
    """One 100 % bar: shares by level, in the order of the spec's levels; `total` people. `note` stands beside it;
    `hover` ends what is said on hover."""

    key: str
    label: str
    shares: tuple[float | None, ...]
    counts: tuple[float | None, ...]
    total: float | None
    note: str = ""
    flags: frozenset[Flag] = frozenset()
    hover: str = ""


@dataclass(frozen=True)
class StackedSpec:
    """Composition by level, low to high, as 100 % stacked horizontal bars."""

    frame: Frame
    levels: tuple[str, ...]
    rows: tuple[StackedRow, ...]
    missing: tuple[str, ...] = ()


ChartSpec = RankedSpec | TrendSpec | MultiplesSpec | HeatSpec | StackedSpec


@dataclass(frozen=True)
class TableSpec:
    """A plain table in the place of a chart: where units cannot be compared, it is `frame.table` that is shown."""

    frame: Frame


@dataclass(frozen=True)
class Cell:
    """A cell of a matrix: what stands in it, a second quiet line, and its tone; `hover` says the rest."""

    text: str
    detail: str = ""
    tone: Literal["plain", "met", "close", "not_met", "reported", "late", "missing", "derived", "quiet"] = "plain"
    hover: str = ""


@dataclass(frozen=True)
class MatrixRow:
    key: str
    label: str
    cells: tuple[Cell, ...]
    role: Role = Role.CONTEXT


@dataclass(frozen=True)
class MatrixSpec:
    """Units down, indicators or periods across, words and figures in the cells: scorecard and coverage."""

    frame: Frame
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tile:
    """One headline figure: what, how much, its change and what that means.

    `change` is a text with its unit ("+4,1 điểm phần trăm"); `better`: True, False, or None (neutral). `is_group`: the
    figure is of several units, and a flag holds for some of them.
    """

    label: str
    value: str
    change: str = ""
    better: bool | None = None
    meaning: str = ""
    flags: frozenset[Flag] = field(default_factory=frozenset)
    is_group: bool = False
