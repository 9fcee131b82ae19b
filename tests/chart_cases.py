"""Warehouse-built specs, and what their frames and marks say, for the tests of charts."""

from collections.abc import Sequence
from dataclasses import replace

from charts import overview
from charts.backlog import MEASURES, backlog_chart, late_chart
from charts.coverage import coverage_matrix
from charts.ranked import ranked
from charts.scorecard import scorecard
from charts.series import heat, multiples, trend
from charts.spec import Flag, Frame, Mark, RankedSpec
from charts.view import View
from queries import values as q
from queries.rows import Count, IndicatorRow, Value
from queries.warehouse import Warehouse
from tests.value_cases import indicator_row
from tests.views import asked, mixed_view, values_of, view_of
from text.words import Lang

QUARTERS = [f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
PERIODS = [*QUARTERS, "2022-H1", "2023-H1", "2024-H1", "2022", "2023", "2024"]
HEADLINES = ("online_rate", "on_time_rate", "university_rate")


def ranking(
    warehouse: Warehouse, indicator_id: str = "online_rate", until: str = "2024-Q3", *, lang: Lang = "vi"
) -> RankedSpec:
    view = view_of(warehouse, until=until, lang=lang)
    spec = ranked(view, q.indicators(warehouse)[indicator_id], values_of(warehouse, view, indicator_id))
    assert isinstance(spec, RankedSpec)
    return spec


def rows_of(frame: Frame) -> list[dict[str, object]]:
    assert frame.table
    return list(frame.table.rows)


def by_unit(frame: Frame) -> dict[object, dict[str, object]]:
    return {row["unit"]: row for row in rows_of(frame)}


def flags_on(marks: Sequence[Mark]) -> set[Flag]:
    return {flag for mark in marks for flag in mark.flags}


def counts_of(warehouse: Warehouse, view: View, *, whole: bool = False) -> list[Count]:
    periods = QUARTERS if whole else asked(view)[0]
    return q.measure_values(warehouse, view.source, MEASURES, periods, view.unit_ids)


def overview_of(warehouse: Warehouse, view: View) -> tuple[list[IndicatorRow], list[Value], list[q.Coverage]]:
    headlines = overview.headlines(q.indicators(warehouse))
    values = values_of(warehouse, view, *(indicator.indicator_id for indicator in headlines))
    periods = [period.period_id for period in view.periods]
    return headlines, values, q.coverage(warehouse, view.source, periods, asked(view)[1])


def words_of(frame: Frame) -> str:
    heads = [column.label for column in frame.table.columns] if frame.table else []
    cells = [str(row.get(key, "")) for row in rows_of(frame) for key in ("remark", "scope", "period", "state")]
    texts = (frame.title, frame.subtitle, frame.sentence, frame.source, frame.definition, frame.alt, *frame.notes)
    return " | ".join((*texts, *heads, *cells))


def all_frames(warehouse: Warehouse, lang: Lang) -> list[Frame]:
    frames = []
    for view in (
        view_of(warehouse, lang=lang),
        view_of(warehouse, until="2024-H1", lang=lang),
        mixed_view(warehouse, lang=lang),
    ):
        headlines, values, coverage = overview_of(warehouse, view)
        periods, units = asked(view)
        counts = q.measure_values(warehouse, view.source, MEASURES, periods, units)
        for indicator in headlines:
            frames += [make(view, indicator, values).frame for make in (ranked, trend, multiples, heat)]
        frames += [backlog_chart(view, counts).frame, late_chart(view, counts).frame]
        frames += [scorecard(view, headlines, values).frame, coverage_matrix(view, coverage).frame]
    return frames


ONLINE = indicator_row(indicator_id="online_rate")  # a scorecard's columns have names by indicator


def of_online(values: Sequence[Value]) -> list[Value]:
    return [replace(one, indicator_id="online_rate") for one in values]


def scored(view: View) -> View:
    return replace(view, targets=tuple(replace(one, indicator_id="online_rate") for one in view.targets))
