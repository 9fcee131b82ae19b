"""All charts of a briefing as pictures, in one archive: the look of the screen, each with its title and source."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

from charts.colours import LIGHT
from charts.spec import ChartSpec, MatrixSpec, TableSpec
from text.words import Lang, say
from ui.draw import PICTURE_WIDTH, figure
from ui.picture import Format, browser_path, render


class NoBrowser(RuntimeError):
    """There is no Chromium, Chrome or Edge on the server to draw with."""

    def text(self, lang: Lang) -> str:
        return say("ui_chart.no_browser", lang)


def archive(
    specs: Sequence[ChartSpec | MatrixSpec | TableSpec], fmt: Format, lang: Lang, progress: Callable[[int, int], None]
) -> bytes:
    """A ZIP with a picture a chart, numbered in order; matrices and tables are no pictures and stay out.

    Raises NoBrowser, ui.picture.PictureError, and what `progress` raises to stop it.
    """
    if not browser_path():
        raise NoBrowser
    charts = [spec for spec in specs if not isinstance(spec, MatrixSpec | TableSpec)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as files:
        for number, spec in enumerate(charts, start=1):
            picture = render(partial(figure, spec, LIGHT, lang, with_title=True), fmt, PICTURE_WIDTH)
            files.writestr(f"{number:02}_{spec.frame.file_stem}.{fmt}", picture)
            progress(number, len(charts))
    return buffer.getvalue()
