"""Chart specs as plain Plotly dicts. Pure: no Streamlit, no browser; screen and picture draw the same figure."""

from typing import Any

from charts.captions import footer_lines, missing_text
from charts.colours import Palette
from charts.signs import elsewhere_text
from charts.spec import (
    ChartSpec,
    HeatSpec,
    MultiplesSpec,
    RankedSpec,
    StackedSpec,
    TrendSpec,
)
from text.words import Lang, say
from ui import draw_heat, draw_multiples, draw_ranked, draw_stacked, draw_trend
from ui.draw_common import LINE, SMALL, Drawing, WidthClass, escape, finish, note, wrap

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
    texts = [missing_text(spec, lang), elsewhere_text(spec, lang), spec.frame.sentence, *footer_lines(spec, lang)]
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
