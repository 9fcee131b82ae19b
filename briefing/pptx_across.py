"""Where the rows of a ranked chart stand on a slide, and what lies across them: band, references, strokes."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.pptx_canvas import Align, Box, Canvas, Run
from briefing.pptx_fit import LINE, cut, width
from briefing.pptx_scale import Scale
from briefing.style import BAND, MEDIAN, MUTED, PAPER, REFERENCE, SHAPES, STATUS, TARGET, TEXT, value_text
from charts.placing import furthest, side
from charts.signs import TICK_KINDS, TickKind, labelled_tick, tick_layers
from charts.spec import Mark, RankedSpec, Reference
from text.words import Lang, say

SMALL = 9.0
HEAD = 14.0
"""Points of a line above the data, for a label each."""
_POINTS = 0.75
"""Of a pixel: strokes are as wide as on the screen."""
_ALIGN: dict[str, Align] = {"left": "l", "center": "ctr", "right": "r"}


@dataclass(frozen=True)
class Row:
    """One line of the chart: a mark, or the divider above what is not ranked."""

    mark: Mark | None
    ranked: bool


@dataclass(frozen=True)
class Part:
    """What one slide shows, and where."""

    spec: RankedSpec
    rows: tuple[Row, ...]
    frame: Box
    plot: Box
    scale: Scale
    lang: Lang
    size: float

    @property
    def row_tall(self) -> float:
        return self.plot.tall / self.slots

    @property
    def slots(self) -> int:
        """Points have half a row of air above and below."""
        return len(self.rows) + (self.spec.style == "dots")

    def middle(self, place: int) -> float:
        return self.plot.y + (place + (1.0 if self.spec.style == "dots" else 0.5)) * self.row_tall

    def x(self, value: float) -> float:
        return self.plot.x + self.scale.share(value) * self.plot.wide

    def text_x(self, mark: Mark) -> float:
        """Where the text at a mark begins: right of its value and of every stroke in its row."""
        gap = 9 if self.spec.style == "dots" and mark.value is not None else 4
        return self.x(furthest(mark, self.scale.low)) + gap


def label_runs(mark: Mark, lang: Lang, size: float) -> tuple[Run, ...]:
    """The figure at a mark, then shape and word of its status."""
    value = Run(value_text(mark), size, TEXT)
    if mark.status is None:
        return (value,)
    word = say(f"ui_chart.status.{mark.status.value}", lang)
    return value, Run(f"  {SHAPES[mark.status]} {word}", size, STATUS[mark.status])


def label_width(mark: Mark, lang: Lang, size: float) -> float:
    return width("".join(run.text for run in label_runs(mark, lang, size)), size)


def heads(spec: RankedSpec, top: Mark | None, lang: Lang) -> list[tuple[float, str, str]]:
    """Value, label and colour of what is labelled above the data, from the lowest line to the highest; `top` is the
    mark in the slide's first row.
    """
    stroke = labelled_tick(spec, top, lang)
    found = [(*stroke, MUTED)] if stroke else []
    if spec.band:
        found.append(((spec.band.low + spec.band.high) / 2, spec.band.label, MUTED))
    return found + [(one.value, one.label, REFERENCE[one.kind]) for one in spec.references]


def draw_band(part: Part, canvas: Canvas) -> None:
    """Behind the ranked rows, so before the chart: what comes later lies above."""
    ranked = [place for place, row in enumerate(part.rows) if row.ranked]
    if part.spec.band is None or not ranked:
        return
    left, right = part.x(part.spec.band.low), part.x(part.spec.band.high)
    bottom = part.middle(ranked[-1]) + part.row_tall / 2
    canvas.block(Box(left, part.plot.y, right - left, bottom - part.plot.y), BAND, "Band")


def draw_heads(part: Part, canvas: Canvas) -> None:
    """The labels above the data, each on a line of its own, and the lines of the references."""
    top = part.rows[0].mark if part.rows else None
    for level, (value, label, colour) in enumerate(heads(part.spec, top, part.lang), start=1):
        shown = cut(label, part.frame.wide - 4, HEAD, SMALL)
        wide = width(shown, SMALL) + 4
        anchor = side(part.scale.share(value))
        left = part.x(value) - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
        left = min(max(left, part.frame.x), part.frame.right - wide)
        box = Box(left, part.plot.y - level * HEAD - 1, wide, HEAD)
        canvas.text(box, [(Run(shown, SMALL, colour),)], align=_ALIGN[anchor], anchor="ctr", name="Reference label")
    for reference in part.spec.references:
        _draw_reference(part, reference, canvas)


def _draw_reference(part: Part, reference: Reference, canvas: Canvas) -> None:
    """A line from top to bottom that leaves out the texts at the marks."""
    x = part.x(reference.value)
    line = Box(x, part.plot.y, 0, part.plot.tall)
    dash = "dash" if reference.kind == "target" else "solid"
    canvas.strokes(line, _strokes(part, x), REFERENCE[reference.kind], 1.3, dash, reference.label)  # type: ignore[arg-type]


def _strokes(part: Part, x: float) -> list[tuple[float, float, float]]:
    """The pieces of a line at `x` between the texts that stand across it, from the top of the plot."""
    pieces = []
    top = start = part.plot.y
    for place, row in enumerate(part.rows):
        if row.mark is None or not _is_crossed(part, row.mark, row.ranked, x):
            continue
        half = min(part.row_tall, part.size * LINE) / 2
        pieces.append((top, part.middle(place) - half))
        top = part.middle(place) + half
    pieces.append((top, part.plot.bottom))
    return [(0.0, first - start, last - start) for first, last in pieces if last - first > 0.5]


def _is_crossed(part: Part, mark: Mark, ranked: bool, x: float) -> bool:
    text = label_width(mark, part.lang, part.size) if ranked else width(mark.text, SMALL)
    begin = part.text_x(mark) - 3
    return begin - 1 < x < begin + text + 8


def draw_strokes(part: Part, canvas: Canvas) -> None:
    """A short upright stroke in a mark's row for each thing that it is held against; one shape a kind and layer."""
    for kind in TICK_KINDS:
        places = _places(part, kind)
        if not places:
            continue
        left, right = min(x for x, _ in places), max(x for x, _ in places)
        box = Box(left, part.plot.y, right - left, part.plot.tall)
        half = min(part.row_tall * 0.46, 11.0)
        pieces = [(x - left, middle - half - box.y, middle + half - box.y) for x, middle in places]
        name = say(f"drawing.tick.{kind}", part.lang)
        for colour, wide, is_dashed in tick_layers(kind, PAPER, MEDIAN, TARGET):
            canvas.strokes(box, pieces, colour, wide * _POINTS, "sysDash" if is_dashed else "solid", name)


def _places(part: Part, kind: TickKind) -> list[tuple[float, float]]:
    return [
        (part.x(tick.value), part.middle(place))
        for place, row in enumerate(part.rows)
        if row.mark
        for tick in row.mark.ticks
        if tick.kind == kind
    ]
