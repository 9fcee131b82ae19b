"""A page of a PDF source file as a picture, the printed figures marked on it.

PDFium is not thread-safe: one lock for all that is asked of it. It is imported when the first page is asked for.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ui.printed import MOST_PLACES, forms, is_whole

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfBitmap, PdfPage, PdfTextPage

DPI = 100
"""Readable on the screen: an A4 page is 826 pixels wide, and narrower where the window is."""
MOST_PIXELS = 1800
"""Along the longer side: a page the size of a poster stays small."""
_YELLOW = (255, 226, 92)
_EDGE = (190, 198, 201)
_AROUND_PX = 3
_KEPT = 48
_PAGES = re.compile(r"\b(?:tr\.|trang)\s*(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_MOST_IN_A_RANGE = 20
_lock = Lock()

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's points."""


@dataclass(frozen=True)
class PagePicture:
    """A page as PNG; `marked` are the printed numbers that stand out on it."""

    png: bytes
    page: int
    pages: int
    marked: tuple[str, ...]


class Unreadable(Exception):
    """The file cannot be shown. `reason` is `locked` (a password) or `broken`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoSuchPage(Exception):
    """The file has only `pages` pages."""

    def __init__(self, page: int, pages: int) -> None:
        super().__init__(page, pages)
        self.page, self.pages = page, pages


def pages_named(locator: str) -> list[int]:
    """The pages that a locator names, from 1: "II.3, dòng 149, tr. 3-4" -> [3, 4]."""
    found: list[int] = []
    for first, last in _PAGES.findall(locator):
        found += range(int(first), min(int(last or first), int(first) + _MOST_IN_A_RANGE) + 1)
    return found


@lru_cache(maxsize=_KEPT)
def page_picture(path: Path, sha256: str, number: int, printed: tuple[str, ...]) -> PagePicture:
    """Page `number`, from 1, with the `printed` numbers marked where its text layer has them. `sha256` is the file's:
    what it was found by. Raises Unreadable and NoSuchPage."""
    del sha256
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    with _lock:
        try:
            with pdfium.PdfDocument(path) as document:
                pages = len(document)
                if not 1 <= number <= pages:
                    raise NoSuchPage(number, pages)
                page = document[number - 1]
                scale = min(DPI / 72, MOST_PIXELS / max(page.get_size()))
                bitmap = page.render(scale=scale)
                marks = _marks(page, printed)
                png = _png(page, bitmap, [box for boxes in marks.values() for box in boxes])
        except pdfium.PdfiumError as error:
            locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            raise Unreadable("locked" if locked else "broken") from error
    return PagePicture(png, number, pages, tuple(marks))


def _marks(page: PdfPage, printed: tuple[str, ...]) -> dict[str, list[Box]]:
    """Where the page's text has the numbers; without those that it has nowhere, or too often."""
    text = page.get_textpage()
    found = {one: next(filter(None, (_boxes(text, form) for form in forms(one))), []) for one in printed}
    return {one: boxes for one, boxes in found.items() if 0 < len(boxes) <= MOST_PLACES}


def _boxes(text: PdfTextPage, wanted: str) -> list[Box]:
    """One box a line of text for each place of the whole number."""
    searcher = text.search(wanted)
    found: list[Box] = []
    while (place := searcher.get_next()) and len(found) <= MOST_PLACES:
        start, count = place
        before = text.get_text_range(max(start - 2, 0), min(start, 2)) if start else ""
        left = text.count_chars() - start - count
        after = text.get_text_range(start + count, min(left, 2)) if left > 0 else ""
        if is_whole(before, after):
            found += [text.get_rect(number) for number in range(text.count_rects(start, count))]
    return found


def _png(page: PdfPage, bitmap: PdfBitmap, boxes: list[Box]) -> bytes:
    from PIL import ImageDraw

    picture = bitmap.to_pil().convert("RGB")
    if boxes:
        picture = _marked(picture, [_pixels(page, bitmap, box) for box in boxes])
    # White paper on a white screen has no end.
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=_EDGE)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _pixels(page: PdfPage, bitmap: PdfBitmap, box: Box) -> tuple[int, int, int, int]:
    """The box on the picture, whichever way the page is turned."""
    left, bottom, right, top = box
    place = bitmap.get_posconv(page)
    (x0, y0), (x1, y1) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
    across, down = sorted((x0, x1)), sorted((y0, y1))
    return across[0] - _AROUND_PX, down[0] - _AROUND_PX, across[1] + _AROUND_PX, down[1] + _AROUND_PX


def _marked(picture: Image, boxes: list[tuple[int, int, int, int]]) -> Image:
    """As with a marker pen: white turns yellow, ink stays as dark as it was."""
    from PIL import Image as pil
    from PIL import ImageChops, ImageDraw

    pen = pil.new("RGB", picture.size, "white")
    drawn = ImageDraw.Draw(pen)
    for box in boxes:
        drawn.rectangle(box, fill=_YELLOW)
    return ImageChops.multiply(picture, pen)
