"""What stands beneath a chart in words: the key of its marks, units without a report, definition, source, notes."""

from collections.abc import Iterable

from charts.colours import SHAPES
from charts.signs import sign_words, step_words
from charts.spec import (
    ChartSpec,
    Flag,
    HeatSpec,
    Mark,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Role,
    StackedRow,
    StackedSpec,
    Status,
    TableSpec,
    Tile,
    TrendSpec,
)
from text.words import Lang, say

_LEAST_UNKNOWN = 0.05
_REFERENCE_LINES = {"target": "dashed_line", "median": "thin_line", "unit": "accent_line"}


def footer_lines(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> list[str]:
    """What stands beneath every chart, small: the key, definition, source and notes."""
    frame = spec.frame
    lines = [] if isinstance(spec, MatrixSpec | TableSpec) else [key_text(spec, lang)]
    lines.append(say("ui_chart.definition", lang, text=frame.definition) if frame.definition else "")
    lines.append(say("ui_chart.source", lang, text=frame.source) if frame.source else "")
    return [line for line in (*lines, *frame.notes) if line]


def missing_text(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> str:
    """The units that are not drawn, named; empty where all are."""
    missing = spec.missing if isinstance(spec, RankedSpec | StackedSpec) else ()
    return say("ui_chart.not_reported", lang, names=", ".join(missing)) if missing else ""


def key_text(spec: ChartSpec, lang: Lang) -> str:
    """What the marks of this chart mean, in one sentence; empty where it has none."""
    marks = list(_marks(spec))
    statuses = {mark.status for mark in marks}
    words = [f"{SHAPES[status]} {status_name(status, lang)}" for status in Status if status in statuses]
    flags = {flag for mark in marks for flag in mark.flags}
    if isinstance(spec, StackedSpec):
        flags = {flag for row in spec.rows for flag in row.flags} - {Flag.DERIVED, Flag.LOWER_BOUND}
    words += [say(f"ui_chart.mark.{_mark_key(flag, spec)}", lang) for flag in Flag if flag in flags]
    if isinstance(spec, StackedSpec) and has_unknown(spec):
        words.append(say("ui_chart.mark.unknown", lang))
    if isinstance(spec, MultiplesSpec):
        words += _panel_lines(spec, lang)
    words += sign_words(spec, lang)
    return say("ui_chart.key", lang, marks="; ".join(words)) if words else ""


def status_name(status: Status, lang: Lang) -> str:
    return say(f"ui_chart.status.{status.value}", lang)


def unknown_share(row: StackedRow) -> float | None:
    """Per cent of the people whose level is not told; None where all are."""
    share = max(100 - sum(share or 0 for share in row.shares), 0)
    return share if share > _LEAST_UNKNOWN else None


def has_unknown(spec: StackedSpec) -> bool:
    return any(unknown_share(row) is not None for row in spec.rows)


def tile_flags(tile: Tile, lang: Lang) -> str:
    """What is to be known of a tile's figure: derived, provisional …; empty where nothing is."""
    part = "_part" if tile.is_group else ""
    return ", ".join(say(f"ui_chart.tile.{flag.value}{part}", lang) for flag in Flag if flag in tile.flags)


def tile_change(tile: Tile, lang: Lang) -> str:
    """Arrow for the direction of the figure, word for what it means: fewer late dossiers are ▼ and better."""
    if not tile.change.strip():
        return ""
    sign = tile.change.strip()[0]
    arrow = "▲ " if sign == "+" else "▼ " if sign in "-\u2212" else ""
    word = {True: "tile.better", False: "tile.worse", None: ""}[tile.better]
    return f"{arrow}{tile.change}" + (f" ({say(f'ui_chart.{word}', lang)})" if word else "")


def _panel_lines(spec: MultiplesSpec, lang: Lang) -> list[str]:
    """Lines that small panels have no room to label."""
    median = spec.median_of(0) if spec.panels else None
    grey = [say("ui_chart.mark.grey_line", lang, label=median.label)] if median else []
    whole = (one for one in spec.references if not one.short)
    return [
        *grey,
        *(say(f"ui_chart.mark.{_REFERENCE_LINES[one.kind]}", lang, label=one.label) for one in whole),
        *step_words(spec, lang),
    ]


def _marks(spec: ChartSpec) -> Iterable[Mark]:
    match spec:
        case RankedSpec():
            return (*spec.marks, *spec.below)
        case TrendSpec():
            # Context lines have no markers, so their flags are not to be seen.
            return (mark for one in spec.series if one.role is Role.SUBJECT for mark in one.marks)
        case MultiplesSpec():
            return (mark for panel in spec.panels for mark in panel.marks)
        case HeatSpec():
            return (mark for row in spec.rows for mark in row.marks)
        case StackedSpec():
            return ()


def _mark_key(flag: Flag, spec: ChartSpec) -> str:
    if isinstance(spec, HeatSpec) and flag in (Flag.LOWER_BOUND, Flag.DERIVED, Flag.PROVISIONAL):
        return f"{flag.value}_cell"
    if flag is Flag.PROVISIONAL and not isinstance(spec, StackedSpec):
        return "provisional_bar" if isinstance(spec, RankedSpec) and spec.style == "bars" else "provisional_point"
    bars = isinstance(spec, StackedSpec) or (isinstance(spec, RankedSpec) and spec.style == "bars")
    if flag is Flag.REBASED and not bars and not isinstance(spec, HeatSpec):
        return "rebased_point"
    return "derived_open" if flag is Flag.DERIVED and not bars else flag.value
