"""Slides made from specs and read back: charts, series, workbooks, words."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from briefing.deck import Deck, Item, Page
from briefing.slides import write_pptx
from charts.spec import Cell, MatrixRow, MatrixSpec, MultiplesSpec, RankedSpec, Role
from tests.gallery import specs
from text.words import Lang

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LONGEST = "Ủy ban nhân dân thị trấn Nông trường Việt Trung và các đơn vị sự nghiệp công lập trực thuộc"
COMMENT = "Đề nghị các xã Long An, Long Đức rà soát quy trình tiếp nhận, bố trí thêm người hướng dẫn trong quý IV."


def deck(*parts: Item | Page, lang: Lang = "vi", **more: Any) -> Deck:
    start = Deck(
        "Báo cáo cải cách hành chính quý III/2024",
        "Phục vụ họp giao ban",
        "Huyện Long Thành, 11 xã, quý III/2024, hồ sơ tiếp nhận mới",
        lang,
        date(2024, 10, 5),
        "Văn phòng UBND huyện Long Thành",
        parts=parts,
    )
    return replace(start, **more)


def opened(made: Deck, template: bytes | None = None) -> Any:
    return Presentation(io.BytesIO(write_pptx(made, template)))


def of(spec: Any, lang: Lang = "vi") -> list[Any]:
    """The slides of one item, without the cover."""
    return list(opened(deck(Item(spec), lang=lang)).slides)[1:]


def charts(slides: Any) -> list[Any]:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def cached(element: Any, path: str) -> list[float | None]:
    """The values of a chart's cache in the places of its rows; None for a gap."""
    cache = element.find(f"{C}{path}/{C}numRef/{C}numCache")
    values: list[float | None] = [None] * int(cache.find(f"{C}ptCount").get("val"))
    for point in cache.findall(f"{C}pt"):
        values[int(point.get("idx"))] = float(point.find(f"{C}v").text)
    return values


def series_of(chart: Any) -> list[Any]:
    return list(chart._chartSpace.iter(f"{C}ser"))


def book(chart: Any) -> list[tuple[Any, ...]]:
    """The rows of the workbook inside a chart, the heading first."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return list(openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True))


def referenced(chart: Any, element: Any, path: str) -> list[Any]:
    """What stands in the workbook where a series says that its values stand; a cell keeps sixteen digits."""
    formula = element.find(f"{C}{path}/{C}numRef/{C}f").text
    letter, first, last = re.fullmatch(r"Sheet1!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", formula).groups()  # type: ignore[union-attr]
    column = openpyxl.utils.column_index_from_string(letter) - 1
    rows = book(chart)[int(first) - 1 : int(last)]
    return [None if row[column] is None else pytest.approx(row[column], rel=1e-14) for row in rows]


def labels_of(element: Any) -> dict[int, str]:
    return {
        int(label.find(f"{C}idx").get("val")): "".join(text.text for text in label.iter(f"{A}t"))
        for label in element.findall(f"{C}dLbls/{C}dLbl")
    }


def forty(lang: Lang = "vi") -> RankedSpec:
    """40 units, every fourth with the longest name that there is, and units that are not ranked."""
    spec = specs.forty(lang)
    marks = tuple(
        replace(mark, label=f"{LONGEST} {place}" if place % 4 == 0 else mark.label, key=str(place))
        for place, mark in enumerate(spec.marks)
    )
    return replace(spec, marks=marks, below=specs.ranked(lang).below)


def plot_of(frame: Any) -> tuple[float, float, float, float]:
    """Left, top, width and height of a chart's data, in EMU."""
    found = frame.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    place = {one.tag.rsplit("}")[-1]: float(one.get("val")) for one in found if one.get("val")[0].isdigit()}
    left, top = frame.left + frame.width * place["x"], frame.top + frame.height * place["y"]
    return left, top, frame.width * place["w"], frame.height * place["h"]


def upright(shape: Any) -> list[tuple[float, float, float]]:
    """The lines of a shape: where each stands from the left, and from where to where it runs from the top (EMU)."""
    points = [(int(one.get("x")), int(one.get("y"))) for one in shape._element.iter(f"{A}pt")]
    pairs = zip(points[::2], points[1::2], strict=True)
    return [(shape.left + x, shape.top + top, shape.top + bottom) for (x, top), (_, bottom) in pairs]


def chart_frame(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


def many_panels() -> MultiplesSpec:
    spec = specs.multiples("vi")
    panels = tuple(replace(spec.panels[place % 13], key=str(place), label=f"Xã thứ {place}") for place in range(40))
    return replace(spec, panels=panels)


def matrix(rows: int = 30) -> MatrixSpec:
    cells = (
        Cell("91,2 %", "trung vị 61,2 %\n+4,1 điểm", "met"),
        Cell("không báo cáo", "", "missing"),
        Cell("12", "", "plain"),
    )
    columns = ("Nộp trực tuyến", "Trước và đúng hạn", "Trễ hạn trên 1.000 hồ sơ")
    lines = tuple(
        MatrixRow(str(place), f"Xã thứ {place}", cells, Role.SUBJECT if place == 2 else Role.CONTEXT)
        for place in range(rows)
    )
    return MatrixSpec(specs.ranked("vi").frame, columns, lines, (("met", "đạt"), ("missing", "không báo cáo")))
