"""The overview: its indicators, and the headline figures of the three themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts.against import chosen_period
from charts.comparing import compare
from charts.coverage import reports_words
from charts.headline import pooled_tile
from charts.spec import Tile
from charts.view import View
from queries.received_rows import Coverage
from queries.rows import IndicatorRow, Value


def headlines(indicators: Mapping[str, IndicatorRow]) -> list[IndicatorRow]:
    """The indicators of the scorecard, in its order."""
    return sorted((i for i in indicators.values() if i.headline), key=lambda i: i.headline)


def tiles(
    view: View, indicators: Sequence[IndicatorRow], values: Sequence[Value], coverage: Sequence[Coverage]
) -> list[Tile]:
    """How many units and reports, and the pooled rate of each theme with its change."""
    reported = {c.unit_id for c in coverage if c.period_id == view.reported_period.period_id}
    everyone = len(view.shown)
    first = Tile(
        label=view.say("overview.reported", when=view.when_words(view.reported_period)),
        value=view.say("tile.of", part=len(reported), whole=everyone),
        meaning=_reports(view, coverage),
    )
    if view.is_mixed:
        units = Tile(view.say("overview.units"), view.number(everyone), meaning=first.meaning)
        return [units, *(_known_tile(view, indicator, values, everyone) for indicator in indicators)]
    found = [first]
    since = chosen_period(view)
    for indicator in indicators:
        now = compare(view, indicator, values)
        if not now.can_rank:
            continue
        tile = pooled_tile(view, indicator, now, compare(view, indicator, values, since) if since else None)
        best, worst = now.ranked[0].value, now.ranked[-1].value
        meaning = view.say(
            "overview.leads_lags",
            high_unit=view.labels[best.unit_id],
            high=view.percent(best.value),
            low_unit=view.labels[worst.unit_id],
            low=view.percent(worst.value),
            median=view.percent(now.median),
        )
        if tile.change and since:
            meaning = f"{meaning}; {view.say('tile.against', period=view.period_words(since))}"
        found.append(replace(tile, label=view.say(f"overview.tile_{indicator.theme}"), meaning=meaning))
    return found


def _reports(view: View, coverage: Sequence[Coverage]) -> str:
    """How many reports of which kind of period came: those of other kinds, which the view does not show, are not
    among them. A sum of former units stands on several."""
    received = {one for row in coverage if row.state != "derived" for one in row.report_id.split("+")}
    key = "overview.reports" if view.is_mixed else "overview.reports_of_kind"
    return view.say(key, reports=reports_words(view, len(received)))


def _known_tile(view: View, indicator: IndicatorRow, values: Sequence[Value], everyone: int) -> Tile:
    """Of how many units a rate is known at all, where the periods cannot be compared."""
    shown = {period.period_id for period in view.periods}
    known = {
        value.unit_id
        for value in values
        if value.indicator_id == indicator.indicator_id and value.value is not None and value.period_id in shown
    }
    return Tile(
        view.say("overview.known", theme=view.say(f"theme.{indicator.theme}")),
        view.say("tile.of", part=len(known), whole=everyone),
        meaning=indicator.name(view.lang),
    )
