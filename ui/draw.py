"""Chart specs as plain Plotly dicts. Pure: no Streamlit, no browser; screen and picture draw the same figure."""

from collections.abc import Iterable
from typing import Any

from charts.spec import (
    ChartSpec,
    Flag,
    HeatSpec,
    Mark,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    StackedSpec,
    Status,
    TableSpec,
    TrendSpec,
)
from text.words import Lang, say
from ui import draw_heat, draw_multiples, draw_ranked, draw_stacked, draw_trend
from ui.draw_common import LINE, SMALL, Drawing, WidthClass, escape, finish, note, wrap
from ui.theme import SHAPES, Palette

_TITLE_SIZE = 20
_TITLE_LINE = 27
_TITLE_LETTERS = 88
_TEXT_LETTERS = 140
PICTURE_WIDTH = 1200


def figure(
    spec: ChartSpec, palette: Palette, lang: Lang, width_class: WidthClass = "wide", *, with_title: bool = False
) -> dict[str, Any]:
    """`{"data": ..., "layout": ...}` for Plotly. With `with_title` the figure carries all that stands around a chart
    on the screen (title, subtitle, sentence, key, source, notes, the mark of simulated data): a picture stands alone.
    """
    drawing = _draw(spec, palette, lang, width_class)
    if with_title:
        _add_frame(drawing, spec, palette, lang)
    return finish(drawing, palette, lang)


def key_text(spec: ChartSpec, lang: Lang) -> str:
    """What the marks of this chart mean, in one sentence; empty where it has none."""
    marks = list(_marks(spec))
    statuses = {mark.status for mark in marks}
    words = [f"{SHAPES[status]} {status_name(status, lang)}" for status in Status if status in statuses]
    flags = {flag for mark in marks for flag in mark.flags}
    if isinstance(spec, StackedSpec):
        flags = {flag for row in spec.rows for flag in row.flags} - {Flag.DERIVED, Flag.LOWER_BOUND}
    words += [say(f"ui_chart.mark.{_mark_key(flag, spec)}", lang) for flag in Flag if flag in flags]
    if isinstance(spec, StackedSpec) and draw_stacked.has_unknown(spec):
        words.append(say("ui_chart.mark.unknown", lang))
    if isinstance(spec, MultiplesSpec):
        words += _panel_lines(spec, lang)
    return say("ui_chart.key", lang, marks="; ".join(words)) if words else ""


def _panel_lines(spec: MultiplesSpec, lang: Lang) -> list[str]:
    """Lines that small panels have no room to label."""
    median = spec.median_of(0) if spec.panels else None
    grey = [say("ui_chart.mark.grey_line", lang, label=median.label)] if median else []
    style = {"target": "dashed_line", "median": "thin_line"}
    return grey + [say(f"ui_chart.mark.{style[one.kind]}", lang, label=one.label) for one in spec.references]


def status_name(status: Status, lang: Lang) -> str:
    return say(f"ui_chart.status.{status.value}", lang)


def missing_text(spec: ChartSpec, lang: Lang) -> str:
    """The units that are not drawn, named; empty where all are."""
    missing = spec.missing if isinstance(spec, RankedSpec | StackedSpec) else ()
    return say("ui_chart.not_reported", lang, names=", ".join(missing)) if missing else ""


def footer_lines(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> list[str]:
    """What stands beneath every chart, small: missing units apart, the key, definition, source and notes."""
    frame = spec.frame
    lines = [] if isinstance(spec, MatrixSpec | TableSpec) else [key_text(spec, lang)]
    lines.append(say("ui_chart.definition", lang, text=frame.definition) if frame.definition else "")
    lines.append(say("ui_chart.source", lang, text=frame.source) if frame.source else "")
    return [line for line in (*lines, *frame.notes) if line]


def _draw(spec: ChartSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    match spec:
        case RankedSpec():
            return draw_ranked.draw(spec, palette, lang, width)
        case TrendSpec():
            return draw_trend.draw(spec, palette, lang, width)
        case MultiplesSpec():
            return draw_multiples.draw(spec, palette, lang, width)
        case HeatSpec():
            return draw_heat.draw(spec, palette, lang, width)
        case StackedSpec():
            return draw_stacked.draw(spec, palette, lang, width)


def _marks(spec: ChartSpec) -> Iterable[Mark]:
    match spec:
        case RankedSpec():
            return (*spec.marks, *spec.below)
        case TrendSpec():
            # Context lines have no markers, so their flags are not to be seen.
            return (mark for one in spec.series if one.role == "subject" for mark in one.marks)
        case MultiplesSpec():
            return (mark for panel in spec.panels for mark in panel.marks)
        case HeatSpec():
            return (mark for row in spec.rows for mark in row.marks)
        case StackedSpec():
            return ()


def _mark_key(flag: Flag, spec: ChartSpec) -> str:
    if isinstance(spec, HeatSpec) and flag in (Flag.LOWER_BOUND, Flag.DERIVED, Flag.PROVISIONAL):
        return f"{flag.value}_cell"
    bars = isinstance(spec, StackedSpec) or (isinstance(spec, RankedSpec) and spec.style == "bars")
    return "derived_open" if flag is Flag.DERIVED and not bars else flag.value


def _add_frame(drawing: Drawing, spec: ChartSpec, palette: Palette, lang: Lang) -> None:
    """Title and subtitle above, the rest beneath. Every place is px from a corner of the plot: margins are known."""
    frame = spec.frame
    title = wrap(frame.title, _TITLE_LETTERS)
    subtitle = wrap(frame.subtitle, _TEXT_LETTERS)
    plot_top = drawing.top
    badge = 36 if frame.simulated else 0
    head = 20 + badge + _TITLE_LINE * len(title) + LINE * len(subtitle) + 14
    drawing.left += 16
    drawing.right += 16
    drawing.top += head
    drawing.layout["title"] = {
        "text": f"<b>{'<br>'.join(escape(line) for line in title)}</b>",
        "font": {"size": _TITLE_SIZE, "color": palette.text},
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "pad": {"l": 20, "t": 18 + badge},
        "automargin": False,
    }
    _legend_below_title(drawing, head)
    beneath = 20 + badge + _TITLE_LINE * len(title)
    _place(drawing, subtitle, drawing.top - beneath, palette, above=True)
    foot = [line for text in _foot_texts(spec, lang) for line in wrap(text, _TEXT_LETTERS)]
    _place(drawing, foot, -drawing.bottom - 6, palette, above=False)
    drawing.bottom += LINE * len(foot) + 20
    if frame.simulated:
        _add_simulated(drawing, palette, lang, plot_top + head)


def _foot_texts(spec: ChartSpec, lang: Lang) -> list[str]:
    texts = [missing_text(spec, lang), spec.frame.sentence, *footer_lines(spec, lang)]
    return [text for text in texts if text]


def _legend_below_title(drawing: Drawing, head: int) -> None:
    if "legend" in drawing.layout:
        total = drawing.plot + drawing.top + drawing.bottom
        drawing.layout["legend"] |= {"y": 1 - head / total}


def _place(drawing: Drawing, lines: list[str], shift: float, palette: Palette, *, above: bool) -> None:
    if not lines:
        return
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "top", "y": 1 if above else 0}
    text = "<br>".join(escape(line) for line in lines)
    shifts = {"xshift": 18 - drawing.left, "yshift": round(shift)}
    drawing.annotations.append(note(text, palette, **place, **shifts, font={"size": SMALL, "color": palette.muted}))


def _add_simulated(drawing: Drawing, palette: Palette, lang: Lang, top: float) -> None:
    """A badge above the title, and the words faint across the data so that no cut of the picture loses them."""
    words = escape(say("ui_chart.simulated", lang).upper())
    corner = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    box = {"bordercolor": palette.warning, "borderwidth": 1.5, "borderpad": 4}
    font = {"size": SMALL, "color": palette.warning, "weight": 700}
    shifts = {"xshift": 20 - drawing.left, "yshift": round(top) - 14}
    drawing.annotations.append(note(words, palette, **corner, **box, **shifts, font=font))
    across = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "middle"}
    faint = {"opacity": 0.14, "textangle": -12, "font": {"size": 44, "color": palette.warning, "weight": 700}}
    drawing.annotations.append(note(words, palette, **across) | faint)
