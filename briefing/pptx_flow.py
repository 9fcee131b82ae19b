"""Tables that flow on over slides: widths and heights by measure, blocks of rows and of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.pptx_canvas import CELL_X, CELL_Y, Align, Box, Canvas, Paragraph, Run, TableCell
from briefing.pptx_file import Drawer
from briefing.pptx_fit import LINE, cut, widest, wrap
from briefing.style import MUTED
from charts.spec import Frame

_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_UNWRAPPED = 9.0
"""Letters are made this small so that no cell is wrapped, smaller only so that all columns fit."""
_MOST_TEXT = 250.0
_NAMES_SHARE = 0.3
_LEAST_ROW = 18.0
_MOST_STRETCH = 1.35


@dataclass(frozen=True)
class Text:
    """What stands in a cell before it has a place: paragraphs of runs whose sizes are shares of the table's."""

    paragraphs: tuple[Paragraph, ...]
    fill: str = ""
    align: Align = "l"
    cuts: tuple[bool, bool] = (False, False)
    """Is there a break left of it, or right?"""


@dataclass(frozen=True)
class Sheet:
    """A table before it is divided: a heading and rows, the first column of names."""

    heading: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    frame: Frame
    least_row: float = _LEAST_ROW
    equal: bool = False
    after: tuple[Run, ...] = ()


def flow(sheet: Sheet, body: Box) -> list[Drawer]:
    """One drawing function a slide: rows go on under the same heading; columns that are too many go on as well."""
    if not sheet.heading:
        return []
    drawers: list[Drawer] = []
    tall = body.tall - (20 if sheet.after else 0)
    for part in _across(sheet, body.wide):
        size, widths = _widths(part, body.wide)
        heading, *lines = [_row(row, widths, size, part.least_row, tall) for row in (part.heading, *part.rows)]
        blocks = _blocks(heading, lines, tall)
        stretch = min(tall / max(sum(line[0] for line in block) for block in blocks), _MOST_STRETCH)
        for block in blocks:
            drawers.append(
                lambda _file, canvas, block=block, widths=widths, part=part, stretch=stretch: _draw(  # type: ignore[misc]
                    part, _stretched(block, stretch), widths, body, canvas
                )
            )
    return drawers


Line = tuple[float, list[TableCell]]


def _blocks(heading: Line, lines: Sequence[Line], tall: float) -> list[list[Line]]:
    """Rows by slide, in order; the last slide takes as many as the others, so that none is left with one row."""
    most = tall - heading[0]
    count = _greedy(lines, most)
    if len(count) > 1:
        even = sum(line[0] for line in lines) / len(count)
        largest = max(line[0] for line in lines)
        evened = _greedy(lines, min(most, even + largest))
        count = evened if len(evened) == len(count) else count
    return [[heading, *block] for block in count]


def _stretched(block: Sequence[Line], by: float) -> list[Line]:
    """Rows a little higher where a table would leave much of its slide empty."""
    return [(tall * by, cells) for tall, cells in block]


def _greedy(lines: Sequence[Line], most: float) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    used = 0.0
    for line in lines:
        if blocks[-1] and used + line[0] > most:
            blocks.append([])
            used = 0.0
        blocks[-1].append(line)
        used += line[0]
    return blocks


def _across(sheet: Sheet, wide: float) -> list[Sheet]:
    """The sheet, or blocks of its columns beside the names where not all fit at the smallest size."""
    least = _least(sheet, _SIZES[-1])
    first = min(least[0], wide * _NAMES_SHARE)
    blocks: list[list[int]] = [[]]
    used = first
    for column, need in enumerate(least[1:], start=1):
        if blocks[-1] and used + need > wide:
            blocks.append([])
            used = first
        blocks[-1].append(column)
        used += need
    return [
        replace(
            sheet,
            heading=tuple(sheet.heading[column] for column in (0, *block)),
            rows=tuple(tuple(row[column] for column in (0, *block)) for row in sheet.rows),
        )
        for block in blocks
    ]


def _columns(sheet: Sheet) -> list[list[Text]]:
    return [[row[column] for row in (sheet.heading, *sheet.rows)] for column in range(len(sheet.heading))]


def _text_of(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph)


def _natural(cells: Sequence[Text], size: float) -> float:
    """Points that a column takes when nothing in it is wrapped but its heading."""
    texts = [
        (_text_of(paragraph), size * max(run.size for run in paragraph), any(run.bold for run in paragraph))
        for cell in cells[1:]
        for paragraph in cell.paragraphs
    ]
    return max((widest([text], scaled, bold) for text, scaled, bold in texts), default=0.0) + 2 * CELL_X + 1


def _word(cells: Sequence[Text], size: float) -> float:
    """Points that the longest word of a column takes. Figures with their unit stay on one line."""
    words = [
        (word, run.bold)
        for cell in cells
        for paragraph in cell.paragraphs
        for run in paragraph
        for word in run.text.split(" ")
    ]
    return max((widest([word], size, bold) for word, bold in words), default=0.0) + 2 * CELL_X + 1


def _least(sheet: Sheet, size: float) -> list[float]:
    """The least width of each column: its longest word, and for figures the whole figure."""
    least = []
    for cells in _columns(sheet):
        is_figure = cells[0].align != "l" and not sheet.equal
        need = max(_word(cells, size), min(_natural(cells, size), 120.0) if is_figure else 0.0)
        least.append(min(need, _MOST_TEXT))
    return least


def _widths(sheet: Sheet, wide: float) -> tuple[float, list[float]]:
    """The largest size of letters at which the columns fit, and their widths."""
    needs = {size: _needs(sheet, size, wide) for size in _SIZES}
    for size, (_, natural) in needs.items():
        if size >= _UNWRAPPED and sum(natural) <= wide:
            return size, _shared(natural, wide, sheet.equal)
    for size, (least, natural) in needs.items():
        if natural[0] + sum(least[1:]) <= wide:
            return size, _squeezed(natural, least, wide)
    size, (least, _) = next(reversed(needs.items()))
    return size, [one * min(wide / sum(least), 1.0) for one in least]


def _needs(sheet: Sheet, size: float, wide: float) -> tuple[list[float], list[float]]:
    """Points that each column takes at least, and with nothing wrapped."""
    least = _least(sheet, size)
    natural = [
        max(one, min(_natural(cells, size), _MOST_TEXT)) for one, cells in zip(least, _columns(sheet), strict=True)
    ]
    if len(natural) > 1:
        natural[0] = max(least[0], min(natural[0], wide * _NAMES_SHARE))
    return least, natural


def _shared(natural: Sequence[float], wide: float, equal: bool) -> list[float]:
    """What is left over goes to the columns: evenly, but none gets much wider than its texts."""
    if len(natural) == 1:
        return [min(wide, natural[0])]
    spare = wide - sum(natural)
    if equal:
        return [natural[0], *[min((wide - natural[0]) / (len(natural) - 1), 110.0)] * (len(natural) - 1)]
    extra = min(spare / len(natural), 36.0)
    return [one + extra for one in natural]


def _squeezed(natural: Sequence[float], least: Sequence[float], wide: float) -> list[float]:
    """Columns give up what they have above their least, each in proportion, until all fit."""
    spare = wide - natural[0] - sum(least[1:])
    wanted = sum(natural[1:]) - sum(least[1:])
    share = spare / wanted if wanted > 0 else 0.0
    return [
        natural[0],
        *(low + (high - low) * min(share, 1.0) for low, high in zip(least[1:], natural[1:], strict=True)),
    ]


def _row(cells: Sequence[Text], widths: Sequence[float], size: float, least: float, most: float) -> Line:
    """A row with its texts wrapped by measure and its height. A text higher than a slide is cut."""
    drawn = [_cell(cell, wide - 2 * CELL_X, size, most / 2) for cell, wide in zip(cells, widths, strict=True)]
    tall = max(sum(max(run.size for run in one) * LINE for one in cell.paragraphs) for cell in drawn)
    return max(tall + 2 * CELL_Y + 1, least), drawn


def _cell(cell: Text, room: float, size: float, most: float) -> TableCell:
    paragraphs: list[Paragraph] = []
    for paragraph in cell.paragraphs:
        scaled = tuple(replace(run, size=round(run.size * size, 1)) for run in paragraph)
        last = scaled[-1]
        lines = wrap(_text_of(scaled), room, last.size, last.bold)
        if len(lines) > 1:
            text = cut(_text_of(scaled), room, most, last.size, last.bold)
            lines = wrap(text, room, last.size, last.bold)
            paragraphs += [(replace(last, text=line),) for line in lines]
        else:
            paragraphs.append(scaled)
    return TableCell(tuple(paragraphs), cell.fill, cell.align, cuts=cell.cuts)


def _draw(part: Sheet, block: Sequence[Line], widths: Sequence[float], body: Box, canvas: Canvas) -> None:
    tall = sum(line[0] for line in block)
    box = Box(body.x, body.y, sum(widths), tall)
    canvas.table(box, widths, block, part.frame.file_stem, part.frame.alt)
    for place, cell in enumerate(block[0][1]):
        if cell.cuts[1]:
            line = Box(body.x + sum(widths[: place + 1]), body.y, 0, tall)
            canvas.strokes(line, [(0.0, 0.0, tall)], MUTED, 1.25, "sysDot", "Break")
    if part.after:
        canvas.text(Box(body.x, body.y + tall + 4, body.wide, 15), [part.after], name="Legend")
