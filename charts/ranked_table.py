"""The table beneath a ranking: place, value, counts, what the value is held against, and why not where not."""

from __future__ import annotations

from charts.against_columns import against_cells, against_columns, per_day, per_day_column, untold
from charts.comparing import Standing
from charts.ranking import Ranking
from charts.spec import Column, Table
from charts.wording import remark
from domain.comparison import shortfall


def ranked_table(ranking: Ranking) -> Table:
    """One row a unit: place and its change, quartile, rate, counts, shortfall, baselines, window and report."""
    view = ranking.view
    columns = [
        Column("rank", view.say("column.rank"), "number"),
        *_movement(ranking),
        Column("quarter", view.say("comparison.column.quarter"), "number"),
        Column("unit", view.say("column.unit")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        *([per_day_column(view)] if ranking.by_the_day else []),
        *_target_columns(ranking),
        *against_columns(view, ranking.tabled),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("window", view.say("column.window")),
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    ]
    rows = [_row(ranking, standing) for standing in ranking.now.standings]
    rows += [{"unit": view.labels[one], "remark": ranking.absence(one)} for one in ranking.now.missing]
    return Table(tuple(columns), tuple(rows))


def _movement(ranking: Ranking) -> list[Column]:
    if ranking.since is None or not ranking.movements:
        return []
    period = ranking.since.period.short_label(ranking.view.lang)
    return [Column("movement", ranking.view.say("comparison.column.movement", period=period), "points")]


def _target_columns(ranking: Ranking) -> list[Column]:
    """The target itself where units have their own and no baseline's column says it, and what is missing to it."""
    view, targets = ranking.view, ranking.targets
    if not targets.by_unit:
        return []
    units = [standing.value.unit_id for standing in ranking.now.standings]
    level = targets.shared(units)
    shared = view.say("comparison.label.target") if level is None else view.percent(level, 0)
    key = "column.short_people" if ranking.people else "column.short"
    short = Column("short", view.say(key, target=shared), "number")
    if level is not None or any(base.baseline.code == "target" for base in ranking.tabled):
        return [short]
    heading = view.say("comparison.label.target")
    base = view.say("comparison.column.base", base=heading[:1].upper() + heading[1:])
    return [Column("target", base, "percent", 2), short]


def _row(ranking: Ranking, standing: Standing) -> dict[str, object]:
    view, value = ranking.view, standing.value
    target = ranking.targets.of(value.unit_id)
    words = [remark(view, value, standing.reason), *untold(view, ranking.tabled, standing)]
    # How far a lower bound is from the target, its report does not say.
    short = None
    if target and not value.is_lower_bound:
        polarity = ranking.indicator.polarity
        short = shortfall(value.numerator or 0.0, value.denominator or 0.0, target.value, polarity=polarity)
    return {
        "rank": standing.rank,
        "movement": ranking.movements.get(value.unit_id),
        "quarter": standing.quarter,
        "unit": view.labels[value.unit_id],
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_day": per_day(value) if ranking.by_the_day else None,
        "target": target.value if target else None,
        "short": short,
        **against_cells(ranking.tabled, standing),
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "report": view.report_name(value.report_id),
        "remark": ", ".join(filter(None, words)),
    }
