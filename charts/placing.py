"""Where labels and lines go, on screen and slides alike: labels kept apart, reasons in gaps, lines cut at breaks."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from charts.spec import Break, Mark, RankedSpec, Role, Series, TrendSpec

_MOST_REASONS = 3
"""Reasons written into gaps; with more gaps than that they stand in the table alone."""


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """`places` (any order) moved apart so that neighbours keep half the sum of their `sizes`, within low..high."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    floor = low
    for index in order:
        moved[index] = max(moved[index], floor + sizes[index] / 2)
        floor = moved[index] + sizes[index] / 2
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling - sizes[index] / 2)
        ceiling = moved[index] - sizes[index] / 2
    return moved


def beside(
    own: float, taken: Sequence[float], walls: Sequence[float], size: float, low: float, high: float
) -> float | None:
    """The place nearest to `own`, at most three `size` above or below it, where a label covers none of `taken` and is
    on its own side of all `walls`; None where there is no room.
    """
    for away in range(1, 4):
        for place in (own + away * size, own - away * size):
            is_inside = low + size / 2 <= place <= high - size / 2
            is_free = all(abs(place - one) >= 0.9 * size for one in taken)
            if is_inside and is_free and not any(min(own, place) < wall < max(own, place) for wall in walls):
                return place
    return None


def course(series: Series, last: int, count: int) -> list[float]:
    """Where a line runs in the `count` periods up to the place `last`: its values, and half-way between two of them."""
    values = [mark.value for mark in series.marks[max(last - count, 0) : last + 1]]
    known = [value for value in values if value is not None]
    return known + [(a + b) / 2 for a, b in zip(values, values[1:], strict=False) if a is not None and b is not None]


def side(share: float) -> Literal["left", "center", "right"]:
    """Which edge of a label stands at its mark, `share` (0 to 1) along the axis: so that it stays on the chart."""
    return "left" if share < 0.3 else "right" if share > 0.7 else "center"


def values_of(spec: RankedSpec) -> list[float]:
    """All that the axis has to hold: values, strokes, references and the band."""
    marks = (*spec.marks, *spec.below)
    values = [mark.value for mark in marks if mark.value is not None]
    values += [tick.value for mark in marks for tick in mark.ticks]
    values += [reference.value for reference in spec.references]
    return values + ([spec.band.low, spec.band.high] if spec.band else [])


def furthest(mark: Mark, low: float) -> float:
    """The value that the text at a mark stands right of: its own, or that of a stroke beyond it; `low` without any."""
    return max([low if mark.value is None else mark.value, *(tick.value for tick in mark.ticks)])


def last_mark(series: Series) -> tuple[int, Mark] | None:
    """Place and mark of the last value; None for a line without one."""
    known = [(place, mark) for place, mark in enumerate(series.marks) if mark.value is not None]
    return known[-1] if known else None


def ends_at_break(series: Series, breaks: Sequence[Break]) -> bool:
    """Does the line end before a break? Its name then stands at its end, and not beside lines that go on."""
    end = last_mark(series)
    return end is not None and any(end[0] <= one.after for one in breaks)


def alone(marks: Sequence[Mark], breaks: Sequence[Break] = ()) -> list[int]:
    """Places of the values without a neighbour on their side of a break: a line alone would not show them."""
    cuts = {one.after for one in breaks}
    known = [mark.value is not None for mark in marks]
    joined = [a and b and place not in cuts for place, (a, b) in enumerate(zip(known, known[1:], strict=False))]
    around = [False, *joined, False]
    return [place for place, is_there in enumerate(known) if is_there and not around[place] and not around[place + 1]]


def pieces(series: Series, breaks: Sequence[Break]) -> list[Series]:
    """The line cut at the breaks: a line of the same length for each side on which it has values."""
    edges = sorted({-1, *(one.after for one in breaks), len(series.marks) - 1})
    found = []
    for low, high in zip(edges, edges[1:], strict=False):
        marks = tuple(
            mark if low < place <= high else replace(mark, value=None) for place, mark in enumerate(series.marks)
        )
        if any(mark.value is not None for mark in marks):
            found.append(replace(series, marks=marks))
    return found or [series]


def gap_reasons(spec: TrendSpec, apart: float) -> list[tuple[float, str]]:
    """Middle (in periods) and reason of the subjects' gaps; `apart` is the share of the axis that one takes.

    Of two that would overlap only the first is told: the table has them all. A gap without a reason (the unit was not
    there) is told by the break beside it.
    """
    subjects = [one for one in spec.series if one.role is Role.SUBJECT]
    gaps = [
        (series, list(run))
        for series in subjects
        for empty, run in groupby(enumerate(series.marks), key=lambda item: item[1].value is None)
        if empty
    ]
    gaps = [(series, run) for series, run in gaps if run[0][1].text]
    if len(gaps) > _MOST_REASONS:
        return []
    placed: list[tuple[float, str]] = []
    for series, run in gaps:
        middle = (run[0][0] + run[-1][0]) / 2
        if any(abs(middle - other) < len(spec.periods) * apart for other, _ in placed):
            continue
        placed.append((middle, f"{series.label}: {run[0][1].text}" if len(subjects) > 1 else run[0][1].text))
    return placed
