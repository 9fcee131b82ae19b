"""The XML of native charts: bars, lines and points with their labels and axes, the plot at an exact place.

python-pptx writes charts of its own look; these need looks, labels and places for each mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefing.pptx_axes import CATEGORY_AXIS, VALUE_AXIS, text_look
from briefing.pptx_canvas import Box, Run, clean, outline, run_xml, solid
from briefing.pptx_workbook import Grid, Value
from briefing.style import MUTED, PAPER, TEXT

_CHART_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Position = Literal["outEnd", "ctr", "r", "t", "b"]
_SHOWN = "".join(
    f'<c:{name} val="{int(name == "showVal")}"/>'
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
)
_HIDDEN = _SHOWN.replace('showVal val="1"', 'showVal val="0"')


@dataclass(frozen=True)
class Label:
    """A text at the mark with index `place`; `shift` moves it to the right, as a share of the chart's width."""

    place: int
    runs: tuple[Run, ...]
    position: Position
    fill: str = ""
    shift: float = 0.0


@dataclass(frozen=True)
class Look:
    """The look of one mark: a fill ("" for hollow) and an outline; `pattern` hatches; `symbol` for points."""

    fill: str = ""
    line: str = ""
    width: float = 1.25
    pattern: bool = False
    symbol: str = "circle"
    size: int = 8


@dataclass(frozen=True)
class Plotted:
    """One series: the column of the grid with its values. Points have their x values in the column `across` and may be
    named after another column; bars have their names from the column `categories`.
    """

    column: int
    labels: tuple[Label, ...] = ()
    looks: dict[int, Look] = field(default_factory=dict)
    line: str = ""
    width: float = 1.3
    dash: Literal["solid", "dash"] = "solid"
    fill: Look | None = None
    across: int = 0
    named: int | None = None
    categories: int = 0
    marker: Look | None = None


def series_shape(look: Look) -> str:
    """Fill and outline of a bar."""
    edge = outline(look.line, look.width if look.line else 0)
    if look.pattern:
        colours = f"<a:fgClr>{_colour(look.line)}</a:fgClr><a:bgClr>{_colour(PAPER)}</a:bgClr>"
        return f'<c:spPr><a:pattFill prst="wdUpDiag">{colours}</a:pattFill>{edge}</c:spPr>'
    return f"<c:spPr>{solid(look.fill) if look.fill else '<a:noFill/>'}{edge}</c:spPr>"


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour[1:].upper()}"/>'


def _marker(look: Look | None) -> str:
    if look is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    edge = outline(look.line, look.width)
    inside = solid(look.fill) if look.fill else "<a:noFill/>"
    return (
        f'<c:marker><c:symbol val="{look.symbol}"/><c:size val="{look.size}"/><c:spPr>{inside}{edge}'
        "</c:spPr></c:marker>"
    )


def bars(grid: Grid, series: Sequence[Plotted], *, stacked: bool, gap: int, lang: str) -> str:
    """Horizontal bars, one row of the grid each, the first on top."""
    parts = "".join(_bar_series(grid, place, one, lang) for place, one in enumerate(series))
    overlap = '<c:overlap val="100"/>' if stacked else ""
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{"percentStacked" if stacked else "clustered"}"/>'
        f'<c:varyColors val="0"/>{parts}<c:gapWidth val="{gap}"/>{overlap}'
        f"{_axis_ids()}</c:barChart>"
    )


def _bar_series(grid: Grid, place: int, one: Plotted, lang: str) -> str:
    points = "".join(
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{series_shape(look)}</c:dPt>'
        for index, look in sorted(one.looks.items())
    )
    return (
        f"<c:ser>{_series_head(grid, place, one)}{series_shape(one.fill or Look(fill=MUTED))}"
        f'<c:invertIfNegative val="0"/>{points}{_labels(one.labels, lang)}'
        f"<c:cat>{_strings(grid, one.categories)}</c:cat><c:val>{_numbers(grid, one.column)}</c:val></c:ser>"
    )


def lines(grid: Grid, series: Sequence[Plotted], lang: str) -> str:
    """Lines over the rows of the grid; an empty cell is a gap."""
    parts = "".join(
        _line_series(grid, place, one, lang, f"<c:cat>{_strings(grid, 0)}</c:cat>", "val")
        for place, one in enumerate(series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{parts}<c:marker val="1"/>'
        f"{_axis_ids()}</c:lineChart>"
    )


def points(grid: Grid, series: Sequence[Plotted], lang: str) -> str:
    """Points by two columns of the grid."""
    parts = "".join(
        _line_series(grid, place, one, lang, f"<c:xVal>{_numbers(grid, one.across)}</c:xVal>", "yVal")
        for place, one in enumerate(series)
    )
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{parts}{_axis_ids()}</c:scatterChart>"
    )


def _line_series(grid: Grid, place: int, one: Plotted, lang: str, across: str, up: str) -> str:
    """`across` is the XML of the names or x values, `up` the tag of the others."""
    return (
        f"<c:ser>{_series_head(grid, place, one)}{_line_shape(one)}{_marker(one.marker)}{_line_points(one)}"
        f"{_labels(one.labels, lang)}{across}<c:{up}>{_numbers(grid, one.column)}</c:{up}>"
        '<c:smooth val="0"/></c:ser>'
    )


def _line_shape(one: Plotted) -> str:
    return f"<c:spPr>{outline(one.line, one.width, one.dash) if one.line else outline('', 0)}</c:spPr>"


def _line_points(one: Plotted) -> str:
    return "".join(
        f'<c:dPt><c:idx val="{index}"/>{_marker(look)}<c:bubble3D val="0"/>{_line_shape(one)}</c:dPt>'
        for index, look in sorted(one.looks.items())
    )


def _series_head(grid: Grid, place: int, one: Plotted) -> str:
    column = one.column if one.named is None else one.named
    name = clean(grid.headings[column])
    return (
        f'<c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{grid.heading_reference(column)}</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _strings(grid: Grid, column: int) -> str:
    values = grid.column(column)
    cells = "".join(
        f'<c:pt idx="{index}"><c:v>{clean(str(value))}</c:v></c:pt>'
        for index, value in enumerate(values)
        if value is not None
    )
    cache = f'<c:strCache><c:ptCount val="{len(values)}"/>{cells}</c:strCache>'
    return f"<c:strRef><c:f>{grid.reference(column)}</c:f>{cache}</c:strRef>"


def _numbers(grid: Grid, column: int) -> str:
    values: list[Value] = grid.column(column)
    cells = "".join(
        f'<c:pt idx="{index}"><c:v>{value!r}</c:v></c:pt>' for index, value in enumerate(values) if value is not None
    )
    cache = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{cells}</c:numCache>'
    return f"<c:numRef><c:f>{grid.reference(column)}</c:f>{cache}</c:numRef>"


def _labels(labels: Sequence[Label], lang: str) -> str:
    """The texts as they stand in the spec: a number format would follow the machine's language, not the deck's."""
    if not labels:
        return ""
    body = '<a:bodyPr rot="0" wrap="none" lIns="25400" tIns="0" rIns="25400" bIns="0" anchor="ctr"/>'
    parts = "".join(
        f'<c:dLbl><c:idx val="{label.place}"/>{_shifted(label.shift)}<c:tx><c:rich>{body}<a:lstStyle/><a:p>'
        f"{''.join(run_xml(run, lang) for run in label.runs)}</a:p></c:rich></c:tx>"
        f"{_label_paper(label.fill)}"
        f'<c:dLblPos val="{label.position}"/>{_SHOWN}</c:dLbl>'
        for label in sorted(labels, key=lambda label: label.place)
    )
    # Without this LibreOffice ties a shifted text to its mark with a line.
    return f'<c:dLbls>{parts}{text_look(10, TEXT)}{_HIDDEN}<c:showLeaderLines val="0"/></c:dLbls>'


def _shifted(share: float) -> str:
    place = f'<c:manualLayout><c:x val="{share:.5f}"/><c:y val="0"/></c:manualLayout>'
    return f"<c:layout>{place}</c:layout>" if share else ""


def _label_paper(fill: str) -> str:
    """A text on paper of its own: a line that passes there does not strike it through."""
    return f"<c:spPr>{solid(fill)}</c:spPr>" if fill else ""


def _axis_ids() -> str:
    return f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/>'


def chart_space(plot: Iterable[str], frame: Box, inner: Box, legend: str = "") -> str:
    """A whole chart: `plot` are the drawn families, then the axes; `inner` (slide's points) is where the data go."""
    x, y = (inner.x - frame.x) / frame.wide, (inner.y - frame.y) / frame.tall
    wide, tall = inner.wide / frame.wide, inner.tall / frame.tall
    return (
        f'<c:chartSpace {_CHART_NAMES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout(x, y, wide, tall, inner=True)}{''.join(plot)}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{outline('', 0)}</c:spPr>{text_look(10, TEXT)}</c:chartSpace>"
    )


def legend(size: float, tall: float) -> str:
    """At the top, over the whole width, `tall` as a share of the chart's height."""
    place = layout(0.0, 0.0, 1.0, tall)
    return f'<c:legend><c:legendPos val="t"/>{place}<c:overlay val="0"/>{text_look(size, TEXT)}</c:legend>'


def layout(x: float, y: float, wide: float, tall: float, *, inner: bool = False) -> str:
    """A place as shares of the chart; `inner` counts the data alone, without the figures at the axes."""
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    shares = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (x, y, wide, tall), strict=True))
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{target}{modes}{shares}</c:manualLayout></c:layout>"
