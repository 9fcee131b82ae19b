"""What the native Excel charts share: where their figures stand, and the looks of texts, lines and frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from briefing import style
from charts.spec import Reference

_HOLLOW = 0.45
NONE = {"none": True}
SMALL = {"size": 9, "color": style.MUTED}
LABEL = {"size": 9, "color": style.TEXT}


@dataclass(frozen=True)
class Figures:
    """Where the chart's table stands: `top` is its heading row, `left` its column of names."""

    book: Any
    sheet: str
    top: int
    left: int

    def cells(self, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> list[Any]:
        """A range by its place in the table: rows from 0 beneath the headings (which are row -1), columns from 0."""
        bottom, right = row if last_row is None else last_row, column if last_column is None else last_column
        top = self.top + 1
        return [self.sheet, top + row, self.left + column, top + bottom, self.left + right]

    def name(self, row: int, column: int) -> str:
        """A single cell as a formula, for names and labels."""
        cell = xl_rowcol_to_cell(self.top + 1 + row, self.left + column, row_abs=True, col_abs=True)
        return f"={quote_sheetname(self.sheet)}!{cell}"


def inside(colour: str, hollow: bool) -> str:
    """LibreOffice draws markers without a border: one that is white inside would vanish."""
    return style.mix(colour, style.PAPER, _HOLLOW) if hollow else colour


def literal(text: str) -> str:
    """A label as it stands: XlsxWriter takes what begins with = for a formula."""
    return f" {text}" if text.startswith("=") else text


def dash(reference: Reference) -> str:
    return "dash" if reference.kind == "target" else "solid"


def axis_line() -> dict[str, Any]:
    return {"line": {"color": style.CONTEXT, "width": 0.75}}


def finished(chart: Any, title: str = "") -> Any:
    chart.set_legend(NONE)
    return framed(chart, title)


def framed(chart: Any, title: str = "") -> Any:
    """No border; the sheet has the message, so only a panel has a title of its own: the formula of its cell."""
    font = {"size": 10, "bold": True, "color": style.TEXT}
    chart.set_title({"name": title, "name_font": font} if title else NONE)
    chart.set_chartarea({"border": NONE})
    return chart
