"""Turns the rows of one import file into reports: one a unit and period, each figure checked where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

from domain.figures import PLACES, QUALIFIERS, SCOPES
from domain.periods import Period, parse_reported
from domain.review import STATUSES
from domain.units import Unit, UnitIndex
from etl.import_cells import Registry, read_choice, read_date, read_measure, read_number
from etl.import_layout import HEAD_FIELDS
from etl.import_rows import Cell, Place, Problems, Row
from etl.import_units import UnitFinder


@dataclass(frozen=True)
class Document:
    """What is said of the report as a paper; empty where nothing is said."""

    label: str = ""
    status: str = ""
    number: str = ""
    signed_on: date | None = None
    received_on: date | None = None
    window_start: date | None = None
    window_end: date | None = None


@dataclass(frozen=True)
class Head:
    """Whose report, for which period, and the cell that names the unit."""

    unit: Unit
    period: Period
    document: Document
    place: Place


@dataclass(frozen=True)
class Figure:
    """One row of `figures.csv`; `value` is None where the report's figure cannot be read.

    `is_located`: the file says where in the report it stands; else `locator` is its cell in the file.
    """

    measure: str
    scope: str
    value: Decimal | None
    qualifier: str
    printed: str
    place: str
    locator: str
    as_of: date | None
    note: str
    is_located: bool = True


@dataclass
class Report:
    """One report to write. `heads` are the ways in which its rows say whose it is, `head` is what they say together."""

    head: Head
    heads: list[Head]
    figures: list[Figure] = field(default_factory=list)
    seen: dict[tuple[str, ...], Place] = field(default_factory=dict)


def build_reports(
    rows: Iterable[Row], registry: Registry, units: UnitIndex, problems: Problems, today: date
) -> list[Report]:
    """The reports that `rows` make up, in the order of their first row. Incomplete as soon as there are problems.

    A period that has not begun on `today` is one: nobody can report it.
    """
    return list(_Builder(registry, units, problems, today).build(rows))


class _Builder:
    def __init__(self, registry: Registry, units: UnitIndex, problems: Problems, today: date) -> None:
        self._registry = registry
        self._finder = UnitFinder(registry, units)
        self._problems = problems
        self._today = today
        self._heads: dict[tuple[str, ...], Head | None] = {}
        self._reports: dict[tuple[str, str], Report] = {}

    def build(self, rows: Iterable[Row]) -> Iterable[Report]:
        for row in rows:
            head = self._head(row)
            report = self._report(head, row) if head else None
            self._add_figure(row, report)
        return self._reports.values()

    def _head(self, row: Row) -> Head | None:
        """Read once for all rows that say the same of their report, so that an error in it is said once."""
        key = (row.table.sheet, *(row.printed(name) for name in HEAD_FIELDS))
        if key not in self._heads:
            self._heads[key] = self._read_head({name: row.cell(name) for name in HEAD_FIELDS}, row)
        return self._heads[key]

    def _read_head(self, cells: dict[str, Cell], row: Row) -> Head | None:
        document = self._document(cells)
        period = self._period(cells["period"])
        unit = self._finder.find(cells, period, self._problems) if period else None
        if period is None or unit is None:
            return None
        label = document.label or cells["period"].text
        if label == period.period_id:
            label = ""
        self._check_label(cells["label"], period)
        return Head(unit, period, replace(document, label=label), cells["unit"].place or row.place)

    def _document(self, cells: dict[str, Cell]) -> Document:
        status = read_choice(cells["status"], STATUSES, "status", "", self._problems)
        days = {name: read_date(cells[name], self._problems) for name in
                ("signed_on", "received_on", "window_start", "window_end")}  # fmt: skip
        start, end = days["window_start"], days["window_end"]
        if bool(start) != bool(end) and bool(cells["window_start"].text) != bool(cells["window_end"].text):
            self._problems.add(cells["window_end"].place, "window_incomplete")
        elif start and end and start > end:
            self._problems.add(cells["window_end"].place, "window_reversed", start=start, end=end)
        signed, received = days["signed_on"], days["received_on"]
        if signed and received and received < signed:
            self._problems.add(cells["received_on"].place, "received_too_early", received=received, signed=signed)
        return Document(cells["label"].text, status, cells["number"].text, **days)

    def _period(self, cell: Cell) -> Period | None:
        if not cell.text:
            self._problems.add(cell.place, "period_missing")
            return None
        try:
            period = parse_reported(cell.text)
        except ValueError:
            self._problems.add(cell.place, "period_unknown", found=cell.printed)
            return None
        if period.nominal.start > self._today:
            self._problems.add(cell.place, "period_not_begun", found=cell.printed, start=period.nominal.start)
            return None
        return period

    def _check_label(self, cell: Cell, period: Period) -> None:
        """A label that can be read decides the period; one that cannot is kept as printed."""
        try:
            said = parse_reported(cell.text)
        except ValueError:
            return
        if said != period:
            self._problems.add(cell.place, "label_differs", found=cell.printed, period=period.period_id)

    def _report(self, head: Head, row: Row) -> Report:
        """The report of this unit and period; what its rows say of the document must agree."""
        key = (head.unit.unit_id, head.period.period_id)
        report = self._reports.setdefault(key, Report(head, [head]))
        if not any(known is head for known in report.heads):
            report.heads.append(head)
            report.head = replace(report.head, document=self._merge(report.head.document, head.document, row))
        return report

    def _merge(self, first: Document, other: Document, row: Row) -> Document:
        merged = {}
        for name in (entry.name for entry in fields(Document)):
            known, new = getattr(first, name), getattr(other, name)
            if known and new and known != new:
                self._problems.add(row.cell(name).place, "head_differs", column=name, found=new, known=known)
            merged[name] = known or new
        return Document(**merged)

    def _add_figure(self, row: Row, report: Report | None) -> None:
        figure = self._figure(row)
        if figure is None or report is None:
            return
        key = (figure.measure, figure.scope, figure.place, row.cell("locator").text)
        place = row.cell("measure").place
        if key in report.seen:
            self._problems.add(place, "figure_twice", measure=figure.measure, scope=figure.scope, place=figure.place,
                               first=report.seen[key])  # fmt: skip
            return
        report.seen[key] = place
        report.figures.append(figure)

    def _figure(self, row: Row) -> Figure | None:
        before = len(self._problems.found)
        measure = read_measure(row.cell("measure"), self._registry, self._problems)
        scope = self._scope(row.cell("scope"))
        place = read_choice(row.cell("place"), PLACES, "place", PLACES[0], self._problems)
        as_of = read_date(row.cell("as_of"), self._problems)
        value, note = row.cell("value"), row.cell("note").text
        number = read_number(value, measure[1], self._problems) if measure else None
        qualifier = self._qualifier(row.cell("qualifier"), number.qualifier if number else "exact")
        if value.value is None and not note:
            self._problems.add(value.place, "value_missing")
        if measure is None or len(self._problems.found) > before:
            return None
        locator = row.cell("locator").text
        printed = " ".join(value.printed.split())
        return Figure(measure[0], scope, number.value if number else None, qualifier, printed, place,
                      locator or row.locator, as_of, note, bool(locator))  # fmt: skip

    def _scope(self, cell: Cell) -> str:
        if not cell.text:
            self._problems.add(cell.place, "scope_missing", expected=", ".join(SCOPES))
        return read_choice(cell, SCOPES, "scope", "", self._problems)

    def _qualifier(self, cell: Cell, said: str) -> str:
        """The column's word, else what stands in the number ("trên 15"); where both speak they must agree."""
        chosen = read_choice(cell, QUALIFIERS, "qualifier", said, self._problems)
        if said not in ("exact", chosen):
            self._problems.add(cell.place, "qualifier_differs", found=chosen, said=said)
        return chosen
