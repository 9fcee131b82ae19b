"""Heat map: units down, periods across, the value in the cell; an empty cell is pale and says why.

On a narrow screen the periods are laid out in blocks below one another: nothing is left out and nothing gets too small.
"""

from collections.abc import Sequence
from typing import Any

from charts.colours import Palette, ramp, text_on
from charts.signs import breaks_of, cell_text
from charts.spec import Flag, HeatSpec, Mark, Role, Series
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
    hover_text,
    note,
    text_px,
    wrap,
)

_LETTERS: dict[WidthClass, int] = {"wide": 26, "narrow": 15}
_MOST_PERIODS: dict[WidthClass, int] = {"wide": 20, "narrow": 5}
_PERIOD_LETTERS = 8
_REASON_LETTERS = 9
_ROW = 28
_HEAD = 12


def draw(spec: HeatSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    blocks = _blocks(len(spec.periods), _MOST_PERIODS[width])
    heights = [_row_height(series, _LETTERS[width]) for series in spec.rows]
    title = wrap(spec.scale_title, _LETTERS[width])
    head = _HEAD + LINE * max([len(title), *(len(wrap(period, _PERIOD_LETTERS)) for period in spec.periods)])
    drawing = Drawing(plot=len(blocks) * (head + sum(heights)), top=2, bottom=4, right=4)
    names = [line for series in spec.rows for line in wrap(series.label, _LETTERS[width])]
    drawing.left = 16 + text_px([*names, *title])
    for place, block in enumerate(blocks):
        _add_block(drawing, spec, place, len(blocks), block, heights, head, palette, width)
    return drawing


def _blocks(periods: int, most: int) -> list[range]:
    """Even blocks of at most `most` periods, in order."""
    count = max(-(-periods // most), 1)
    size = -(-periods // count)
    return [range(start, min(start + size, periods)) for start in range(0, periods, size or 1)]


def _row_height(series: Series, letters: int) -> int:
    reasons = [wrap(mark.text, _REASON_LETTERS) for mark in series.marks if mark.value is None]
    return max(_ROW, len(wrap(series.label, letters)) * LINE + 6, *(len(reason) * 12 + 6 for reason in reasons))


def _add_block(
    drawing: Drawing,
    spec: HeatSpec,
    place: int,
    blocks: int,
    block: range,
    heights: Sequence[int],
    head: int,
    palette: Palette,
    width: WidthClass,
) -> None:
    suffix = "" if place == 0 else str(place + 1)
    share = 1 / blocks
    top = 1 - place * share - head / drawing.plot
    edges = [0]
    for height in heights:
        edges.append(edges[-1] + height)
    middles = [(low + high) / 2 for low, high in zip(edges, edges[1:], strict=False)]
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    cells = (_cells(spec, block, edges, palette), _empty_cells(spec, block, edges, palette))
    drawing.data += [trace | axes for trace in (*cells, _texts(spec, block, middles, palette))]
    drawing.layout[f"xaxis{suffix}"] = blank_axis(
        anchor=f"y{suffix}",
        side="top",
        range=[-0.5, len(block) - 0.5],
        tickmode="array",
        tickvals=list(range(len(block))),
        ticktext=[broken(spec.periods[period], _PERIOD_LETTERS) for period in block],
        tickangle=0,
        tickfont={"size": SMALL, "color": palette.muted},
    )
    title = broken(spec.scale_title, _LETTERS[width])
    corner = {"x": 0, "y": top, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    drawing.annotations.append(note(title, palette, **corner, xshift=-6, yshift=2, align="right"))
    names = [broken(series.label, _LETTERS[width]) for series in spec.rows]
    drawing.layout[f"yaxis{suffix}"] = blank_axis(
        anchor=f"x{suffix}",
        domain=[max(1 - (place + 1) * share, 0), top],
        range=[edges[-1], 0],
        tickmode="array",
        tickvals=middles,
        ticktext=[
            f"<b>{name}</b>" if series.role is Role.SUBJECT else name
            for name, series in zip(names, spec.rows, strict=True)
        ],
        tickfont={"color": palette.text},
        ticklabelstandoff=6,
        automargin=True,
    )
    for one in breaks_of(spec):
        if one.after in block:
            _add_break(drawing, one.after - block.start + 0.5, suffix, palette)


def _add_break(drawing: Drawing, x: float, suffix: str, palette: Palette) -> None:
    """A gap between two columns with a dotted line in it; its words stand beneath the chart."""
    line = break_line(x, f"x{suffix}", f"y{suffix} domain", palette)
    drawing.shapes += [line | {"line": {"color": palette.paper, "width": 9}}, line]


def _cells(spec: HeatSpec, block: range, edges: Sequence[int], palette: Palette) -> dict[str, Any]:
    stops = palette.sequential
    return {
        "type": "heatmap",
        "x": [column - 0.5 for column in range(len(block) + 1)],
        "y": list(edges),
        "z": [[series.marks[period].value for period in block] for series in spec.rows],
        "zmin": spec.scale_range[0],
        "zmax": spec.scale_range[1],
        "colorscale": [[place / (len(stops) - 1), stop] for place, stop in enumerate(stops)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "hovertext": [[hover_text(series.marks[period]) for period in block] for series in spec.rows],
        "hoverinfo": "text",
    }


def _empty_cells(spec: HeatSpec, block: range, edges: Sequence[int], palette: Palette) -> dict[str, Any]:
    """Cells without a value, in a pale grey that the scale does not have."""
    empty = [[1 if series.marks[period].value is None else None for period in block] for series in spec.rows]
    pale = {"z": empty, "zmin": 0, "zmax": 1, "colorscale": [[0, palette.panel], [1, palette.panel]]}
    return _cells(spec, block, edges, palette) | pale


def _texts(spec: HeatSpec, block: range, middles: Sequence[float], palette: Palette) -> dict[str, Any]:
    """The values as a layer of text: a heat map's own text has one colour for all cells."""
    cells = [
        (place, middle, series.marks[period])
        for series, middle in zip(spec.rows, middles, strict=True)
        for place, period in enumerate(block)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [place for place, _, _ in cells],
        "y": [middle for _, middle, _ in cells],
        "text": [shown_text(mark) for _, _, mark in cells],
        "textfont": {
            "size": [SMALL if mark.value is not None else 10 for _, _, mark in cells],
            "color": [cell_text_colour(mark, spec.scale_range, palette) for _, _, mark in cells],
        },
        "hoverinfo": "skip",
    }


def shown_text(mark: Mark) -> str:
    """What stands in a cell: its value, in italics where provisional, or why there is none."""
    if mark.value is None:
        return broken(mark.text, _REASON_LETTERS)
    text = escape(cell_text(mark))
    return f"<i>{text}</i>" if Flag.PROVISIONAL in mark.flags else text


def cell_text_colour(mark: Mark, scale: tuple[float, float], palette: Palette) -> str:
    if mark.value is None:
        return palette.muted
    return text_on(ramp(palette, (mark.value - scale[0]) / ((scale[1] - scale[0]) or 1)))
