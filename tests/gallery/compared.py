"""Invented specs with all that a comparison draws: band, strokes, a chosen unit, movements, breaks, re-based sums."""

from dataclasses import replace

from charts.spec import (
    Band,
    Break,
    Flag,
    HeatSpec,
    Mark,
    MultiplesSpec,
    RankedSpec,
    Reference,
    Role,
    Series,
    Tick,
    TrendSpec,
)
from tests.gallery import specs
from tests.gallery.specs import pick
from text.numbers import format_percent
from text.words import Lang

MERGER = ("Sắp xếp đơn vị từ ngày 1/7/2025", "Units re-organised on 1 July 2025")
MOVES = (0, 2, -1, 1, None, 0, -2, None, 3, None, -12)


def ranked(lang: Lang) -> RankedSpec:
    """Bars with three strokes each, a band, three references and movements."""
    spec = specs.ranked(lang)
    marks = tuple(
        replace(mark, ticks=_ticks(lang, mark, place), movement=move, flags=mark.flags | _flags(place))
        for place, (mark, move) in enumerate(zip(spec.marks, MOVES, strict=True))
    )
    below = (replace(spec.below[0], ticks=_ticks(lang, spec.below[0], 1)), spec.below[1])
    unit = pick(lang, "Sở Văn hóa, Thể thao và Du lịch 74,0 %", "Sở Văn hóa, Thể thao và Du lịch 74.0%")
    return replace(
        spec,
        marks=marks,
        below=below,
        references=(*spec.references, Reference("unit", 74.0, unit)),
        band=Band(61.2, 91.2, pick(lang, "Nửa giữa: 61,2–91,2 %", "Middle half: 61.2–91.2%")),
        elsewhere=(
            pick(lang, "Xã Tam Phước: 54,2 % theo TTHC có DVCTT", "Xã Tam Phước: 54.2% of procedures with a service"),
            pick(lang, "Xã Phước Tân: 90,1 % theo DVCTT toàn trình", "Xã Phước Tân: 90.1% of full online services"),
        ),
    )


def _ticks(lang: Lang, mark: Mark, place: int) -> tuple[Tick, ...]:
    """An earlier value below or above today's, a year ago further off; the eighth reported neither."""
    if mark.value is None or place == 7:
        return ()
    before, year = (min(mark.value + step, 100.0) for step in ((-4.0, 3.5, 9.0)[place % 3], (-12.0, -6.5)[place % 2]))
    return (
        Tick("previous", before, pick(lang, "kỳ trước ", "previous ") + format_percent(before, lang)),
        _year_ago(lang, year),
        Tick("target", 75.0 + place, pick(lang, "mục tiêu ", "target ") + format_percent(75.0 + place, lang)),
    )


def _year_ago(lang: Lang, value: float) -> Tick:
    shown = min(value, 100.0)
    return Tick("last_year", shown, pick(lang, "cùng kỳ năm trước ", "a year ago ") + format_percent(shown, lang))


def _flags(place: int) -> frozenset[Flag]:
    return frozenset({Flag.CORRECTED}) if place == 3 else _rebased(place in (1, 5))


def _rebased(is_rebased: bool) -> frozenset[Flag]:
    return frozenset({Flag.REBASED} if is_rebased else ())


def dots(lang: Lang) -> RankedSpec:
    """Dots with strokes of one kind, which is labelled directly, and a band."""
    spec = specs.dots(lang)
    marks = tuple(
        replace(
            mark,
            ticks=(_year_ago(lang, (mark.value or 0) - (-0.3, 0.4, 0.15)[place % 3]),) if place != 4 else (),
            movement=(1, -1, 0)[place % 3],
            flags=mark.flags | _rebased(place in (2, 6)),
        )
        for place, mark in enumerate(spec.marks)
    )
    return replace(
        spec,
        marks=marks,
        axis_range=(97.5, 100),
        axis_note=pick(lang, "trục bắt đầu từ 97,5 %", "the axis starts at 97.5%"),
        band=Band(98.9, 99.8, pick(lang, "Nửa giữa: 98,9–99,8 %", "Middle half: 98.9–99.8%")),
    )


def _past(line: Series, first: int) -> Series:
    """Sums of former units before the break."""
    marks = (
        replace(mark, flags=mark.flags | _rebased(place < first and mark.value is not None))
        for place, mark in enumerate(line.marks)
    )
    return replace(line, marks=tuple(marks))


def _only(lang: Lang, line: Series, places: range) -> Series:
    """A unit that was there for some of the periods alone."""
    text = pick(lang, "chưa thành lập" if places.start else "đã sáp nhập", "not there")
    marks = (
        mark if place in places else replace(mark, value=None, text=text, flags=frozenset())
        for place, mark in enumerate(line.marks)
    )
    return replace(line, marks=tuple(marks))


def trend(lang: Lang) -> TrendSpec:
    """Lines across a break, one that begins there and one that ends there."""
    spec = specs.trend(lang)
    after = 7
    count = len(spec.periods)
    *context, first, _second, third, median = spec.series
    lines = (
        *context[:3],
        _only(lang, context[3], range(after + 1)),
        _past(replace(first, marks=specs.series(lang, first.label, 48, 4.2, count, Role.SUBJECT).marks), after + 1),
        _only(lang, third, range(after + 1, count)),
        _only(lang, median, range(after + 1)),
    )
    return replace(spec, series=lines, breaks=(Break(after, pick(lang, *MERGER)),))


def multiples(lang: Lang) -> MultiplesSpec:
    spec = specs.multiples(lang)
    return replace(spec, panels=spec.panels[:7], breaks=(Break(5, pick(lang, *MERGER)),))


def heat(lang: Lang) -> HeatSpec:
    spec = specs.heat(lang)
    rows = tuple(_past(row, 5) if place < 2 else row for place, row in enumerate(spec.rows))
    return replace(spec, rows=rows, breaks=(Break(4, pick(lang, *MERGER)),))
