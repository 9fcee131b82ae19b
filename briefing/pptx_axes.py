"""The XML of a native chart's axes, and the look of its texts."""

from __future__ import annotations

from typing import Literal

from briefing.pptx_canvas import FONT, Run, clean, outline, run_xml, solid
from briefing.pptx_scale import Scale
from briefing.style import GRID, MUTED, TEXT

CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222


def text_look(size: float, colour: str) -> str:
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="0">'
        f'{solid(colour)}<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def category_axis(
    position: Literal["l", "b"], *, size: float, shown: bool, reverse: bool = False, skip: int = 1, line: str = ""
) -> str:
    """The axis of names or periods. `reverse`: the first on top."""
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{"maxMin" if reverse else "minMax"}"/>'
        f'</c:scaling><c:delete val="{int(not shown)}"/><c:axPos val="{position}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{outline(line, 1 if line else 0)}</c:spPr>'
        f'{text_look(size, TEXT if position == "l" else MUTED)}<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="min"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="50"/><c:tickLblSkip val="{skip}"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(
    scale: Scale,
    position: Literal["l", "b"],
    *,
    title: str = "",
    size: float = 9,
    shown: bool = True,
    reverse: bool = False,
    grid: bool = True,
    number: int = VALUE_AXIS,
    between: bool = True,
    lang: str = "vi-VN",
) -> str:
    """An axis of values with a quiet grid. `reverse`: the other axis runs downwards, so this one stands at its end."""
    lines_ = f"<c:majorGridlines><c:spPr>{outline(GRID, 0.75)}</c:spPr></c:majorGridlines>" if grid else ""
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/><c:max val="{scale.high!r}"/>'
        f'<c:min val="{scale.low!r}"/></c:scaling><c:delete val="{int(not shown)}"/><c:axPos val="{position}"/>{lines_}'
        f'{_axis_title(title, lang) if title else ""}<c:numFmt formatCode="{clean(scale.code)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"none" if scale.decimals else "nextTo"}"/>'
        f"<c:spPr>{outline('', 0)}</c:spPr>{text_look(size, MUTED)}"
        f'<c:crossAx val="{VALUE_AXIS + CATEGORY_AXIS - number}"/><c:crosses val="{"max" if reverse else "min"}"/>'
        f'<c:crossBetween val="{"between" if between else "midCat"}"/>'
        f'<c:majorUnit val="{scale.step!r}"/></c:valAx>'
    )


def _axis_title(title: str, lang: str) -> str:
    run = run_xml(Run(title, 9, MUTED), lang)
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )
