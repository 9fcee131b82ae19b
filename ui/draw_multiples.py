"""Small multiples: a panel a unit on shared axes, its own line over the grey median, the last value as a label."""

from collections.abc import Sequence

from charts.colours import Palette
from charts.placing import beside, course, last_mark
from charts.signs import breaks_of
from charts.spec import Flag, Mark, MultiplesSpec, Role, Series
from text.words import Lang
from ui.draw_common import (
    LINE,
    SMALL,
    Drawing,
    WidthClass,
    blank_axis,
    break_line,
    broken,
    escape,
    note,
    reference_shape,
    text_px,
    value_axis,
    value_text,
    wrap,
)
from ui.draw_trend import line_trace

MOST_PANELS = 24
_ACROSS: dict[WidthClass, int] = {"wide": 4, "narrow": 2}
_LETTERS = 20
_PANEL = 84
_LEAST_PANEL_PX = 110
"""Px that a panel has across on nearly every screen."""
_GAP_X = 0.035


def draw(spec: MultiplesSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    """Raises ValueError for more than 24 panels: a screen shows no more, the page turns over."""
    if len(spec.panels) > MOST_PANELS:
        raise ValueError(f"{len(spec.panels)} panels; at most {MOST_PANELS} on a screen, then pages")
    across = min(_ACROSS[width], max(len(spec.panels), 1))
    down = -(-len(spec.panels) // across)
    head = LINE * max((len(wrap(panel.label, _LETTERS)) for panel in spec.panels), default=1) + 16
    drawing = Drawing(plot=down * (_PANEL + head), left=44, right=10, top=4, bottom=30)
    for place, panel in enumerate(spec.panels):
        _add_panel(drawing, spec, panel, place, (across, down, head), palette, lang)
    return drawing


def _add_panel(
    drawing: Drawing,
    spec: MultiplesSpec,
    panel: Series,
    place: int,
    grid: tuple[int, int, int],
    palette: Palette,
    lang: Lang,
) -> None:
    across, down, head = grid
    row, column = divmod(place, across)
    suffix = "" if place == 0 else str(place + 1)
    left, right = _span(column, across)
    top = 1 - row / down - head / drawing.plot
    bottom = 1 - (row + 1) / down
    lowest = place + across >= len(spec.panels)
    last = len(spec.periods) - 1
    drawing.layout[f"xaxis{suffix}"] = blank_axis(
        domain=[left, right],
        anchor=f"y{suffix}",
        range=[-0.4, last + 0.6],
        showticklabels=False,
        showline=True,
        linecolor=palette.grid,
    )
    drawing.layout[f"yaxis{suffix}"] = value_axis(spec.axis_range, palette, spec.suffix, lang) | {
        "domain": [bottom, top],
        "anchor": f"x{suffix}",
        "nticks": 3,
        "showticklabels": column == 0,
        "tickfont": {"size": 11, "color": palette.muted},
        "automargin": False,
    }
    median, breaks = spec.median_of(place), breaks_of(spec)
    lines = [] if median is None else [line_trace(median, spec.periods, palette.context, palette, lang, breaks)]
    own = Series(panel.key, panel.label, panel.marks, Role.SUBJECT)
    lines.append(line_trace(own, spec.periods, palette.accent, palette, lang, breaks, size=5))
    drawing.data += [line | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for line in lines]
    drawing.annotations.append(_title(panel, left, top, palette))
    if lowest:
        _add_end_periods(drawing, spec.periods, suffix, palette)
    _add_last(drawing, panel, suffix, spec.axis_range, palette)
    drawing.shapes += [break_line(one.after + 0.5, f"x{suffix}", f"y{suffix} domain", palette) for one in breaks]
    drawing.shapes += [reference_shape(reference, suffix, last, palette) for reference in spec.references]


def _span(column: int, across: int) -> tuple[float, float]:
    width = (1 - _GAP_X * (across - 1)) / across
    left = column * (width + _GAP_X)
    return left, min(left + width, 1)


def _add_end_periods(drawing: Drawing, periods: Sequence[str], suffix: str, palette: Palette) -> None:
    """First and last period under a panel, each inside the panel's edge: ticks would be centred and meet neighbours."""
    ends = ((periods[0], 0, "left"), (periods[-1], 1, "right")) if len(periods) > 1 else ((periods[0], 0, "left"),)
    for text, x, anchor in ends:
        place = {"x": x, "y": 0, "xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "yanchor": "top"}
        font = {"size": 11, "color": palette.muted}
        drawing.annotations.append(note(escape(text), palette, **place, xanchor=anchor, yshift=-2, font=font))


def _title(panel: Series, left: float, top: float, palette: Palette) -> dict[str, object]:
    return note(
        f"<b>{broken(panel.label, _LETTERS)}</b>",
        palette,
        x=left,
        y=top,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=4,
        font={"size": SMALL, "color": palette.text},
    )


def _add_last(drawing: Drawing, panel: Series, suffix: str, axis_range: tuple[float, float], palette: Palette) -> None:
    end = last_mark(panel)
    if end is None:
        text = broken(panel.marks[-1].text, 20) if panel.marks else ""
        place = {"x": 0.5, "y": 0.5, "xref": f"x{suffix} domain", "yref": f"y{suffix} domain"}
        drawing.annotations.append(note(text, palette, **place, bgcolor=palette.paper))
        return
    index, mark = end
    drawing.annotations.append(
        note(
            f"<b>{value_text(mark)}</b>",
            palette,
            x=index,
            y=mark.value,
            xref=f"x{suffix}",
            yref=f"y{suffix}",
            xanchor="right",
            yanchor="middle",
            xshift=8,
            yshift=_lift(panel, index, mark, axis_range),
            bgcolor=palette.paper,
            borderpad=0,
            font={"size": SMALL, "color": palette.text if Flag.PROVISIONAL not in mark.flags else palette.muted},
        )
    )


def _lift(panel: Series, index: int, mark: Mark, axis_range: tuple[float, float]) -> int:
    """Px from the last value to its label: where the label covers nothing of the unit's own line, else towards the
    middle of the panel."""
    scale = _PANEL / ((axis_range[1] - axis_range[0]) or 1)
    own = ((mark.value or 0.0) - axis_range[0]) * scale
    covered = -(-text_px([value_text(mark)], SMALL) * len(panel.marks) // _LEAST_PANEL_PX)
    line = [(value - axis_range[0]) * scale for value in course(panel, index, covered)]
    free = beside(own, line, (), LINE, 0, _PANEL)
    return round((LINE if own < _PANEL / 2 else -LINE) if free is None else free - own)
