"""Views and values for the tests of charts, asked of the warehouse as a page asks."""

from charts.view import View, existed
from domain.periods import Period, PeriodKind, parse_period
from queries import values as q
from queries.rows import Value
from queries.warehouse import Warehouse
from text.words import Lang

DISTRICT = "Huyện Minh Họa"


def view_of(
    warehouse: Warehouse,
    source: str = "demo",
    until: str = "2024-Q3",
    *,
    since: str = "",
    lang: Lang = "vi",
    subjects: tuple[str, ...] = (),
) -> View:
    """All units of `source`, the periods of one kind from `since` (else the first) up to `until`."""
    kind = parse_period(until).kind
    return _view(warehouse, source, kind, since, until, lang, subjects)


def mixed_view(warehouse: Warehouse, source: str = "report", *, lang: Lang = "vi") -> View:
    """All units and all kinds of period."""
    return _view(warehouse, source, None, "", "", lang, ())


def _view(
    warehouse: Warehouse,
    source: str,
    kind: PeriodKind | None,
    since: str,
    until: str,
    lang: Lang,
    subjects: tuple[str, ...],
) -> View:
    periods = sorted(
        (row.period for row in q.periods(warehouse, source) if kind in (None, row.kind)),
        key=lambda period: (period.nominal.end, period.nominal.days),
    )
    first = parse_period(since).nominal.end if since else periods[0].nominal.end
    last = parse_period(until).nominal.end if until else periods[-1].nominal.end
    units = q.units(warehouse, source)
    shown = tuple(period for period in periods if first <= period.nominal.end <= last)
    above = [unit for unit in units if unit.level != "commune"]
    reported = q.coverage(warehouse, source, [period.period_id for period in shown], [unit.unit_id for unit in above])
    return View(
        lang=lang,
        source=source,
        group=DISTRICT if source == "demo" else "Tất cả đơn vị có báo cáo",
        units=tuple(
            unit for unit in units if unit.level == "commune" and any(existed(unit, period) for period in shown)
        ),
        others=tuple(unit for unit in above if unit.unit_id in {row.unit_id for row in reported}),
        periods=shown,
        subjects=frozenset(subjects),
        report_numbers={
            report.report_id: f"{report.number or report.report_id} ({report.unit})"
            for report in q.report_names(warehouse, source, [unit.unit_id for unit in units], 2000, 2100)
        },
        targets=tuple(q.targets(warehouse)),
    )


def asked(view: View) -> tuple[list[str], list[str]]:
    """Periods (with the one before each) and units to ask for."""
    periods: set[Period] = {*view.periods, *(period.previous() for period in view.periods)}
    return [period.period_id for period in periods], [unit.unit_id for unit in (*view.units, *view.others)]


def values_of(warehouse: Warehouse, view: View, *indicators: str) -> list[Value]:
    return q.indicator_values(warehouse, view.source, indicators, *asked(view))
