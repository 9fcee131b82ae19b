"""The block around a chart: title, subtitle, chart, sentence, footer, downloads, table; and the headline tiles."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from charts.captions import footer_lines, missing_text, tile_change, tile_flags
from charts.colours import LIGHT, Palette
from charts.signs import break_notes, elsewhere_text
from charts.spec import ChartSpec, Frame, MatrixSpec, Status, TableSpec, Tile
from text.words import Lang, say
from ui import exports, picture
from ui.draw import PICTURE_WIDTH, figure
from ui.matrix import draw_matrix
from ui.table import data_table
from ui.theme import current
from ui.viewport import width_class

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")
_VALUE_SIZE = "clamp(1.4rem,5.4vw,1.9rem)"
"""Of a headline figure: a range ("58,3 – 99,4 %") stays on one line of half a phone."""
_PICTURES: tuple[tuple[picture.Format, str], ...] = (("png", "image/png"), ("svg", "image/svg+xml"))


def show(
    spec: ChartSpec | MatrixSpec | TableSpec, *, key: str, lang: Lang, tools: Callable[[], None] | None = None
) -> None:
    """The whole block, in the reader's theme and language: title, body, sentence, footer, downloads, table.

    `tools` draws what a page adds to the row of downloads.
    """
    frame = spec.frame
    with st.container(key=f"chart-{key}", gap="xsmall"):
        if frame.simulated:
            st.badge(say("ui_chart.simulated", lang), icon=":material/science:", color="orange")
        st.subheader(markdown(frame.title), anchor=False)
        st.markdown(_small(frame.subtitle))
        _body(spec, key, lang)
        if frame.sentence:
            st.markdown(markdown(frame.sentence))
        st.markdown("  \n".join(_small(line) for line in footer_lines(spec, lang)))
        with st.container(horizontal=True, gap="small"):
            _downloads(spec, key, lang)
            if tools:
                tools()
        if frame.table and not isinstance(spec, TableSpec):
            with st.expander(say("ui_chart.table", lang), key=f"{key}-table"):
                data_table(frame.table, lang, alt=say("ui_chart.table_alt", lang, title=frame.title))


def _body(spec: ChartSpec | MatrixSpec | TableSpec, key: str, lang: Lang) -> None:
    if isinstance(spec, MatrixSpec):
        draw_matrix(spec)
    elif isinstance(spec, TableSpec):
        if spec.frame.table:
            data_table(spec.frame.table, lang, alt=spec.frame.alt)
    else:
        _plot(spec, key, lang)


def _plot(spec: ChartSpec, key: str, lang: Lang) -> None:
    st.plotly_chart(
        figure(spec, current(), lang, width_class()),
        theme=None,
        config=plotly_config(spec.frame.file_stem, lang),
        alt=spec.frame.alt,
        key=f"{key}-plot",
    )
    for text in (missing_text(spec, lang), elsewhere_text(spec, lang)):
        if text:
            st.markdown(markdown(text))


def markdown(text: str) -> str:
    """`text` as it stands: no sign in it is taken for Markdown, a colour, an icon or a formula."""
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", " ")


def _small(text: str) -> str:
    """Small and muted, in the theme's grey for text: st.caption fades below a contrast of 4.5."""
    return f":gray[:small[{markdown(text)}]]"


def plotly_config(file_stem: str, lang: Lang) -> dict[str, Any]:
    """No logo, no upload to anybody's cloud, one button: the camera. Its words come with the page."""
    words = {
        "Download plot as a PNG": say("ui_chart.camera_title", lang),
        "Download plot": say("ui_chart.camera_title", lang),
        "Sorry, there was a problem downloading your image!": say("ui_chart.camera_failed", lang),
    }
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_stem, "scale": 2},
        "locale": lang,
        "locales": {lang: {"dictionary": words, "format": {}}},
        "scrollZoom": False,
        "doubleClick": False,
        "showAxisDragHandles": False,
        "showTips": False,
    }


def _downloads(spec: ChartSpec | MatrixSpec | TableSpec, key: str, lang: Lang) -> None:
    frame = _told(spec, lang)
    with (
        st.popover(say("ui_chart.downloads", lang), icon=":material/download:", key=f"{key}-get"),
        st.container(horizontal=True, gap="small"),
    ):
        if not isinstance(spec, MatrixSpec | TableSpec):
            _pictures(spec, key, lang)
        for file in exports.offered() if frame.table else ():
            _button(file.label, partial(file.make, frame, lang), f"{frame.file_stem}{file.suffix}", file.mime, key)


def _told(spec: ChartSpec | MatrixSpec | TableSpec, lang: Lang) -> Frame:
    """The frame for a file of figures alone, with what the chart tells beside them in words."""
    words = (*break_notes(spec, lang), missing_text(spec, lang), elsewhere_text(spec, lang))
    return replace(spec.frame, notes=(*spec.frame.notes, *(text for text in words if text)))


def _pictures(spec: ChartSpec, key: str, lang: Lang) -> None:
    if not picture.browser_path():
        st.caption(say("ui_chart.camera", lang))
        return
    formats: tuple[tuple[picture.Format, str], ...] = (("png", "image/png"), ("svg", "image/svg+xml"))
    for fmt, mime in formats:
        _button(fmt.upper(), partial(_picture, spec, lang, fmt), f"{spec.frame.file_stem}.{fmt}", mime, key)


def _button(label: str, make: Any, file_name: str, mime: str, key: str) -> None:
    """The file is made when it is asked for, on a thread of its own: the page does not wait for it."""
    st.download_button(label, make, file_name, mime, key=f"{key}-{label}", on_click="ignore")


def _picture(spec: ChartSpec, lang: Lang, fmt: picture.Format) -> bytes:
    """Always in the light colours: pictures go on paper and into reports."""
    return picture.render(figure(spec, LIGHT, lang, with_title=True), fmt, PICTURE_WIDTH)


def tile_row(tiles: Sequence[Tile], *, key: str, lang: Lang = "vi") -> None:
    """Two to four headline figures side by side; on a phone they wrap, two in a row or one."""
    palette = current()
    cells = "".join(_tile(tile, palette, lang) for tile in tiles)
    with st.container(key=f"tiles-{key}"):
        st.html(f'<div style="display:flex;flex-wrap:wrap;gap:0.75rem;align-items:stretch">{cells}</div>')


def _tile(tile: Tile, palette: Palette, lang: Lang) -> str:
    box = (
        f"flex:1 1 9.5rem;min-width:0;box-sizing:border-box;padding:0.65rem 0.85rem;background:{palette.panel};"
        f"border-radius:4px;border-left:3px solid {palette.accent};font-variant-numeric:tabular-nums"
    )
    lines = [
        _line(tile.label, f"font-size:0.9rem;color:{palette.muted}"),
        _line(tile.value, f"font-size:{_VALUE_SIZE};line-height:1.25;font-weight:650;color:{palette.text}"),
        _line(tile_flags(tile, lang), f"font-size:0.85rem;color:{palette.muted}"),
        _line(tile_change(tile, lang), f"font-size:0.95rem;font-weight:600;color:{_change_colour(tile, palette)}"),
        _line(tile.meaning, f"font-size:0.9rem;color:{palette.text}"),
    ]
    return f'<div style="{box}">{"".join(lines)}</div>'


def _line(text: str, style: str) -> str:
    return f'<div style="{style}">{escape(text)}</div>' if text else ""


def _change_colour(tile: Tile, palette: Palette) -> str:
    if tile.better is None:
        return palette.muted
    return palette.status[Status.MET if tile.better else Status.NOT_MET]
