"""Lines over periods: subjects coloured and labelled at their ends, context grey, gaps left open with their reason."""

from collections.abc import Sequence
from typing import Any

from charts.colours import Palette, readable
from charts.placing import alone, beside, course, ends_at_break, gap_reasons, last_mark, side, spread
from charts.signs import breaks_of
from charts.spec import Break, Mark, Reference, Role, Series, TrendSpec
from text.words import Lang, say
from ui.draw_common import (
    LINE,
    SMALL,
    Drawing,
    WidthClass,
    blank_axis,
    break_line,
    broken,
    escape,
    hover_lines,
    note,
    point_markers,
    reference_colour,
    reference_shape,
    text_px,
    value_axis,
    value_text,
    wrap,
)

_HEIGHT: dict[WidthClass, int] = {"wide": 300, "narrow": 260}
_END_LETTERS: dict[WidthClass, int] = {"wide": 22, "narrow": 12}
_TICKS: dict[WidthClass, int] = {"wide": 8, "narrow": 4}
_TICK_LETTERS = 9
_LEAST_PLOT: dict[WidthClass, int] = {"wide": 520, "narrow": 190}
"""Px that the data have across at least."""
_STEP_AIR = 16
"""Px that the name of a year's target may be wider than its line: half of it on either side."""
_AIR = 18
"""Px above the plot before any label stands there."""
_BREAK_LETTERS: dict[WidthClass, int] = {"wide": 60, "narrow": 26}
_REASON_ROOM = 0.34
"""The share of the axis that one reason takes on a phone."""
_ORDER = {Role.CONTEXT: 0, Role.MEDIAN: 1, Role.SUBJECT: 2}


def draw(spec: TrendSpec, palette: Palette, lang: Lang, width: WidthClass) -> Drawing:
    breaks = breaks_of(spec)
    named = [series for series in spec.series if series.role is not Role.CONTEXT]
    labelled = [series for series in named if not ends_at_break(series, breaks)]
    ends = [_end_lines(series, width) for series in labelled]
    plot = max(_HEIGHT[width], sum(len(lines) * LINE + 4 for lines in ends))
    drawing = Drawing(plot=plot, top=_AIR, left=52, right=14 + text_px(line for lines in ends for line in lines))
    colours = subject_colours(spec.series, palette)
    for series in sorted(spec.series, key=lambda series: _ORDER[series.role]):
        drawing.data.append(line_trace(series, spec.periods, colours[series.key], palette, lang, breaks))
    low, high = _range(spec)
    _add_steps(drawing, spec, palette, width)
    _add_breaks(drawing, spec, palette, width)
    _axes(drawing, spec, (low, high), palette, lang, width)
    for reference in spec.references:
        _add_reference(drawing, spec, reference, palette, width)
    _add_ends(drawing, labelled, ends, colours, (low, high), len(spec.periods), palette)
    _add_inner_ends(drawing, named, breaks, colours, (low, high), palette, width)
    _add_gap_reasons(drawing, spec, palette)
    return drawing


def subject_colours(series: Sequence[Series], palette: Palette) -> dict[str, str]:
    """One subject has the accent; several take Okabe and Ito's colours in their order."""
    subjects = [one.key for one in series if one.role is Role.SUBJECT]
    colours = [palette.accent] if len(subjects) == 1 else palette.categorical
    own = {key: colours[place % len(colours)] for place, key in enumerate(subjects)}
    grey = {Role.CONTEXT: palette.context, Role.MEDIAN: palette.median}
    return {one.key: own.get(one.key) or grey[one.role] for one in series}


def line_trace(
    series: Series,
    periods: Sequence[str],
    colour: str,
    palette: Palette,
    lang: Lang,
    breaks: Sequence[Break] = (),
    size: int = 8,
) -> dict[str, Any]:
    """A line with a gap wherever a mark has no value, cut at the breaks."""
    subject = series.role is Role.SUBJECT
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": escape(series.label),
        "mode": "lines+markers" if subject else "lines",
        "x": list(range(len(periods))),
        "y": [mark.value for mark in series.marks],
        "connectgaps": False,
        "line": {"color": colour, "width": 2.5 if subject else 1.3},
        "hovertext": [_hover(series, mark, period, lang) for mark, period in zip(series.marks, periods, strict=True)],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    if subject:
        trace["marker"] = point_markers(series.marks, colour, palette, size)
    elif alone(series.marks, breaks):
        trace |= {"mode": "lines+markers", "marker": {"size": 4, "color": colour}}
    _cut(trace, breaks)
    return trace


def _cut(trace: dict[str, Any], breaks: Sequence[Break]) -> None:
    """A place without a value at each break: no line is drawn across it."""
    looks = trace.get("marker", {})
    for after in sorted({one.after for one in breaks}, reverse=True):
        for values, blank in (
            (trace["x"], after + 0.5),
            (trace["y"], None),
            (trace["hovertext"], ""),
            (looks.get("symbol"), "circle"),
            (looks.get("color"), "rgba(0,0,0,0)"),
            (looks.get("line", {}).get("color"), "rgba(0,0,0,0)"),
        ):
            if isinstance(values, list):
                values.insert(after + 1, blank)


def _hover(series: Series, mark: Mark, period: str, lang: Lang) -> str:
    plain = say("ui_chart.series_hover", lang, series=series.label, period=period, value=mark.text)
    return hover_lines(mark.hover or plain)


def _range(spec: TrendSpec) -> tuple[float, float]:
    values = [mark.value for series in spec.series for mark in series.marks if mark.value is not None]
    values += [reference.value for reference in spec.references]
    return min(spec.axis_range[0], *values, spec.axis_range[1]), max(spec.axis_range[1], *values, spec.axis_range[0])


def period_ticks(periods: Sequence[str], most: int) -> list[int]:
    """At most `most` places, evenly apart and counted back from the last period, which always has its label."""
    step = -(-len(periods) // most) or 1
    return sorted(range(len(periods) - 1, -1, -step))


def _axes(
    drawing: Drawing, spec: TrendSpec, axis_range: tuple[float, float], palette: Palette, lang: Lang, width: WidthClass
) -> None:
    ticks = period_ticks(spec.periods, _TICKS[width])
    lines = max((len(wrap(spec.periods[tick], _TICK_LETTERS)) for tick in ticks), default=1)
    drawing.bottom = 14 + LINE * lines
    last = len(spec.periods) - 1
    drawing.layout["xaxis"] = blank_axis(
        range=[-0.03 * max(last, 1), max(last, 1)],
        tickmode="array",
        tickvals=ticks,
        ticktext=[broken(spec.periods[tick], _TICK_LETTERS) for tick in ticks],
        tickangle=0,
        tickfont={"size": SMALL, "color": palette.muted},
        showline=True,
        linecolor=palette.muted,
    )
    drawing.layout["yaxis"] = value_axis(axis_range, palette, spec.suffix, lang)
    axis_title = broken(spec.axis_title, 60 if width == "wide" else 40)
    lift = drawing.top - _AIR + 8
    drawing.top += LINE * (axis_title.count("<br>") + 1) if axis_title else 0
    place = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    if axis_title:
        drawing.annotations.append(note(axis_title, palette, **place, yshift=lift, xshift=-drawing.left + 8))


def _add_reference(
    drawing: Drawing, spec: TrendSpec, reference: Reference, palette: Palette, width: WidthClass
) -> None:
    drawing.shapes.append(reference_shape(reference, "", len(spec.periods) - 1, palette))
    if reference.span is not None:
        return
    look = {"font": {"size": SMALL, "color": reference_colour(reference, palette)}, "bgcolor": palette.paper}
    place = {"x": 0, "xref": "paper", "y": reference.value, "yref": "y", "xanchor": "left", "yanchor": "bottom"}
    drawing.annotations.append(note(escape(reference.label), palette, **place, **look, borderpad=0))


def _add_steps(drawing: Drawing, spec: TrendSpec, palette: Palette, width: WidthClass) -> None:
    """The level of each year above the plot, over its own periods: beside its line it would stand on the units' lines.
    One that has no room there is told by the key alone."""
    last = len(spec.periods) - 1
    steps = [one for one in spec.references if one.span is not None]
    told = []
    for one in steps:
        shape = reference_shape(one, "", last, palette)
        room = (shape["x1"] - shape["x0"]) / max(last, 1) * _LEAST_PLOT[width]
        lines = wrap(one.short or one.label, max(round(room / text_px(["m"])), 1))
        if text_px(lines, SMALL) <= room + _STEP_AIR:
            told.append((one, (shape["x0"] + shape["x1"]) / 2, lines))
    for one, middle, lines in told:
        anchor = "left" if middle == 0 else "right" if middle == last else "center"
        place = {"x": middle, "y": 1, "xref": "x", "yref": "paper", "xanchor": anchor, "yanchor": "bottom"}
        font = {"size": SMALL, "color": reference_colour(one, palette)}
        text = "<br>".join(escape(line) for line in lines)
        drawing.annotations.append(note(text, palette, **place, yshift=drawing.top - _AIR + 8, font=font))
    drawing.top += LINE * max((len(lines) for _, _, lines in told), default=0)


def _add_breaks(drawing: Drawing, spec: TrendSpec, palette: Palette, width: WidthClass) -> None:
    """A dotted line between two periods, its label above the plot, each label on lines of its own."""
    last = max(len(spec.periods) - 1, 1)
    for one in breaks_of(spec):
        x = one.after + 0.5
        drawing.shapes.append(break_line(x, "x", "paper", palette))
        lines = wrap(one.label, _BREAK_LETTERS[width])
        text = "<br>".join(escape(line) for line in lines)
        anchor = side(x / last)
        place = {"x": x, "y": 1, "xref": "x", "yref": "paper", "xanchor": anchor, "yanchor": "bottom"}
        look = {"align": anchor, "yshift": drawing.top - _AIR + 8, "font": {"size": SMALL, "color": palette.text}}
        drawing.annotations.append(note(text, palette, **place, **look))
        drawing.top += LINE * len(lines)


def _end_lines(series: Series, width: WidthClass) -> list[str]:
    end = last_mark(series)
    return wrap(series.label, _END_LETTERS[width]) + ([end[1].text] if end else [])


def _add_ends(
    drawing: Drawing,
    labelled: Sequence[Series],
    ends: Sequence[Sequence[str]],
    colours: dict[str, str],
    axis_range: tuple[float, float],
    periods: int,
    palette: Palette,
) -> None:
    """Labels right of the lines' last values, moved apart where they would overlap."""
    scale = drawing.plot / ((axis_range[1] - axis_range[0]) or 1)
    found = [(series, lines, last_mark(series)) for series, lines in zip(labelled, ends, strict=True)]
    shown = [(series, lines, end[1]) for series, lines, end in found if end]
    places = [((mark.value or 0) - axis_range[0]) * scale for _, _, mark in shown]
    moved = spread(places, [len(lines) * LINE + 4 for _, lines, _ in shown], 0, drawing.plot)
    for (series, lines, mark), place, target in zip(shown, places, moved, strict=True):
        name = "<br>".join(escape(line) for line in lines[:-1])
        drawing.annotations.append(
            note(
                f"{name}<br><b>{value_text(mark)}</b>",
                palette,
                x=periods - 1,
                y=mark.value,
                xref="x",
                yref="y",
                xanchor="left",
                yanchor="middle",
                xshift=10,
                yshift=round(target - place),
                font={"size": SMALL, "color": readable(colours[series.key], palette)},
            )
        )


def _add_inner_ends(
    drawing: Drawing,
    named: Sequence[Series],
    breaks: Sequence[Break],
    colours: dict[str, str],
    axis_range: tuple[float, float],
    palette: Palette,
    width: WidthClass,
) -> None:
    """Name and value above or below the ends of lines that stop at a break, where they cover no other named line."""
    scale = drawing.plot / ((axis_range[1] - axis_range[0]) or 1)
    placed: list[float] = []
    for series in named:
        end = last_mark(series)
        if end is None or not ends_at_break(series, breaks):
            continue
        at, own = end[0], ((end[1].value or 0) - axis_range[0]) * scale
        covered = -(-text_px([f"{series.label} {end[1].text}"]) * len(series.marks) // _LEAST_PLOT[width])
        taken = [(value - axis_range[0]) * scale for one in named for value in course(one, at, covered)]
        walls = [(value - axis_range[0]) * scale for one in named if one is not series for value in course(one, at, 0)]
        target = beside(own, [*taken, *placed], walls, LINE + 2, 0, drawing.plot)
        if target is None and series.role is Role.MEDIAN:
            continue  # The key beneath the chart names it.
        target = own + LINE if target is None else target
        placed.append(target)
        text = f"{escape(series.label)} <b>{value_text(end[1])}</b>"
        spot = {"x": at, "y": end[1].value, "xref": "x", "yref": "y", "xanchor": "right", "yanchor": "middle"}
        font = {"size": SMALL, "color": readable(colours[series.key], palette)}
        # On paper of its own: the grey lines of the others run beneath it.
        look = {"font": font, "bgcolor": palette.paper, "borderpad": 0}
        drawing.annotations.append(note(text, palette, **spot, **look, xshift=4, yshift=round(target - own)))


def _add_gap_reasons(drawing: Drawing, spec: TrendSpec, palette: Palette) -> None:
    for middle, text in gap_reasons(spec, _REASON_ROOM):
        drawing.annotations.append(
            note(
                broken(text, 14),
                palette,
                x=middle,
                y=0,
                xref="x",
                yref="paper",
                xanchor="left" if middle == 0 else "center",
                yanchor="bottom",
                align="center",
                bgcolor=palette.paper,
                font={"size": 11, "color": palette.muted},
            )
        )
