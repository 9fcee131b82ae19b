"""Signs at marks, on screen and slides alike, and what they mean in words."""

from collections.abc import Iterable
from typing import Literal

from charts.checking import CORRECTED
from charts.placing import ends_at_break
from charts.quality_marks import PROVISIONAL, SIGN
from charts.spec import (
    Break,
    ChartSpec,
    Flag,
    HeatSpec,
    Mark,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Role,
    TableSpec,
    Tick,
    TrendSpec,
)
from text.words import Lang, say

TickKind = Literal["previous", "last_year", "target"]
TICK_KINDS: tuple[TickKind, ...] = ("last_year", "previous", "target")
"""In drawing order: a solid stroke over a hollow one, a target over both."""
_TOLD: tuple[TickKind, ...] = ("previous", "last_year", "target")
"""In the order in which a key names them."""


def is_open(mark: Mark) -> bool:
    """Open point markers: lower bounds and derived values."""
    return bool({Flag.LOWER_BOUND, Flag.DERIVED} & mark.flags)


Symbol = Literal["square", "diamond", "triangle", "circle"]
_SYMBOLS: tuple[tuple[Flag, Symbol], ...] = (
    (Flag.REBASED, "square"),
    (Flag.DERIVED, "diamond"),
    (Flag.PROVISIONAL, "triangle"),
)


def symbol(mark: Mark) -> Symbol:
    """The shape of a point: re-based sums are square, derived quarters diamonds, else provisional values triangles."""
    return next((shape for flag, shape in _SYMBOLS if flag in mark.flags), "circle")


_SIGNS = (
    (Flag.OTHER_WINDOW, "†"),
    (Flag.REBASED, "‡"),
    (Flag.PROVISIONAL, PROVISIONAL),
    (Flag.CORRECTED, CORRECTED),
    (Flag.FINDING, SIGN),
)


def _signs(mark: Mark) -> str:
    return "".join(sign for flag, sign in _SIGNS if flag in mark.flags)


def value_text(mark: Mark) -> str:
    """The text at a mark; † tells a window that strays from the others', ‡ a sum of former units, ~ a provisional
    figure, § one that officers changed, ! a finding."""
    signs = _signs(mark)
    return f"{mark.text} {signs}" if signs else mark.text


def cell_text(mark: Mark) -> str:
    """Value without its per-cent sign (the heading has it), ≥ for a lower bound, * derived, then †, ‡, ~, § and !."""
    text = mark.text.removesuffix("%").rstrip()
    if Flag.LOWER_BOUND in mark.flags and not text.startswith("≥"):
        text = f"≥\u2009{text}"
    return text + "*" * (Flag.DERIVED in mark.flags) + _signs(mark)


def movement_text(mark: Mark) -> str:
    """ "▲2" or "▼1"; empty where a unit has not moved or nothing can be said."""
    return f"{'▲' if mark.movement > 0 else '▼'}{abs(mark.movement)}" if mark.movement else ""


def tick_layers(kind: TickKind, paper: str, dark: str, target: str) -> tuple[tuple[str, float, bool], ...]:
    """Colour, width (px) and dash of the lines that make a stroke, the lowest first.

    The paper around each keeps it apart from a bar of any colour; what tells the kinds apart is shape: solid, hollow,
    dashed.
    """
    match kind:
        case "previous":
            return (paper, 5.0, False), (dark, 2.0, False)
        case "last_year":
            return (paper, 7.5, False), (dark, 5.5, False), (paper, 2.5, False)
        case "target":
            return (paper, 5.0, False), (target, 2.5, True)


def ticks_of(marks: Iterable[Mark], kind: TickKind) -> list[tuple[Mark, Tick]]:
    """The strokes of one kind with the marks that they stand at."""
    return [(mark, tick) for mark in marks for tick in mark.ticks if tick.kind == kind]


def tick_kinds(spec: RankedSpec) -> list[TickKind]:
    """The kinds of strokes in a chart."""
    return [kind for kind in TICK_KINDS if ticks_of((*spec.marks, *spec.below), kind)]


def labelled_tick(spec: RankedSpec, top: Mark | None, lang: Lang) -> tuple[float, str] | None:
    """Value and name of the stroke at the mark on top, where all strokes are of one kind and need no more than that."""
    kinds = tick_kinds(spec)
    if len(kinds) != 1 or top is None or not top.ticks:
        return None
    return top.ticks[0].value, say(f"drawing.tick.{kinds[0]}", lang)


def sign_words(spec: ChartSpec, lang: Lang) -> list[str]:
    """What strokes, movements and breaks mean, where the chart has any and no room to label them."""
    match spec:
        case RankedSpec():
            words = [say(f"drawing.stroke.{kind}", lang) for kind in sorted(tick_kinds(spec), key=_TOLD.index)]
            moves = any(mark.movement is not None for mark in (*spec.marks, *spec.below))
            return words + ([say("drawing.movement", lang)] if moves else [])
        case TrendSpec():
            ended = [one for one in spec.series if one.role is Role.MEDIAN and ends_at_break(one, breaks_of(spec))]
            return [*(say("ui_chart.mark.thin_line", lang, label=one.label) for one in ended), *step_words(spec, lang)]
        case MultiplesSpec() | HeatSpec():
            return [say("drawing.break", lang, label=one.label) for one in breaks_of(spec)]
        case _:
            return []


def step_words(spec: TrendSpec | MultiplesSpec, lang: Lang) -> list[str]:
    """The target of each year, where it changes over the periods: a narrow chart has no room for all of its names."""
    levels = ", ".join(one.short for one in spec.references if one.short)
    return [say("drawing.target_steps_named", lang, levels=levels)] if levels else []


def has_rebased(spec: ChartSpec | MatrixSpec | TableSpec) -> bool:
    """Is any figure of the chart a sum of former units?"""
    match spec:
        case RankedSpec():
            lines = [(*spec.marks, *spec.below)]
        case TrendSpec():
            lines = [line.marks for line in spec.series]
        case MultiplesSpec():
            lines = [panel.marks for panel in spec.panels]
        case HeatSpec():
            lines = [row.marks for row in spec.rows]
        case _:
            lines = []
    return any(Flag.REBASED in mark.flags for marks in lines for mark in marks)


def breaks_of(spec: ChartSpec | MatrixSpec | TableSpec) -> tuple[Break, ...]:
    """The breaks that a chart shows: those between two of its periods."""
    if not isinstance(spec, TrendSpec | MultiplesSpec | HeatSpec):
        return ()
    return tuple(one for one in spec.breaks if 0 <= one.after < len(spec.periods) - 1)


def break_notes(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> list[str]:
    """Each break as a sentence, for files and notes, which have no lines to point at."""
    if not isinstance(spec, TrendSpec | MultiplesSpec | HeatSpec):
        return []
    return [say("drawing.cut", lang, label=one.label, period=spec.periods[one.after]) for one in breaks_of(spec)]


def elsewhere_text(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> str:
    """Units that report another definition only, named with what they report; empty where there are none."""
    found = spec.elsewhere if isinstance(spec, RankedSpec) else ()
    return say("drawing.elsewhere", lang, names="; ".join(found)) if found else ""
