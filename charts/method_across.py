"""Worked examples of the rules on similar units, targets by place, four quarters, today's units, and who reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts import peers
from charts.choose import TODAY, Choice, asking
from charts.coverage import due, local_days
from charts.method_evidence import (
    BAC_SON,
    BINH_PHUOC,
    COMMUNES,
    LAI_HUNG,
    REAL,
    Case,
    Evidence,
    joined,
    name_of,
    period_words,
    simulated,
)
from charts.old_units import became
from charts.reporting import Reporting, reporting_of
from charts.targets import own_words, status_of, targets_of
from charts.view import View
from domain.comparison import shortfall
from domain.completeness import tally
from domain.peers import Peers, PeersBy, band_of
from domain.periods import PeriodKind, parse_period
from domain.rebase import successor_of
from queries.ask import Ask
from queries.lineage_rows import LineageRow
from queries.rows import Value
from text.numbers import format_date

ONLINE = "online_rate"


def similar(view: View, evidence: Evidence) -> str:
    """The band of each real commune by its dossiers a year, and the lists that they are on."""
    units, ask = evidence.communes(), evidence.ask
    if ask is None or not units:
        return ""
    periods = sorted({parse_period(period_id) for _, period_id in COMMUNES}, key=lambda one: one.nominal.end)
    volumes = peers.volumes("report", units, periods, ask)
    said = []
    for case in COMMUNES:
        count, volume = evidence.counted(case, peers.VOLUME_MEASURE), volumes.get(case[0])
        if count is not None and volume is not None:
            band = peers.option_words(Peers(PeersBy.VOLUME, str(band_of(volume))), view.lang, ask)
            said.append(
                view.say(
                    "rule.similar.one", unit=evidence.name(case), count=view.number(count),
                    period=period_words(view, case[1]), volume=view.number(volume), band=band[0].lower() + band[1:],
                )
            )  # fmt: skip
    ids = {unit.unit_id for unit in units}
    lists = dict.fromkeys(row.group_id for row in ask.peer_groups() if row.unit_id in ids)
    for group_id in lists:
        on_it = [row for row in ask.peer_groups() if row.group_id == group_id]
        said.append(view.say("rule.similar.list", name=on_it[0].name(view.lang), count=len(on_it)))
    return joined(said)


def targets(view: View, evidence: Evidence) -> str:
    """A unit with a target of its own, and one that the national target counts for."""
    return joined([_target(view, evidence, case) for case in (BAC_SON, BINH_PHUOC)])


def _target(view: View, evidence: Evidence, case: Case) -> str:
    value, shown = evidence.value(case, ONLINE), evidence.real_view(view, case[1])
    if value is None or shown is None or evidence.ask is None:
        return ""
    indicator = evidence.ask.indicators()[ONLINE]
    found = targets_of(shown, indicator)
    target, status = found.of(case[0]), status_of(value, found.of(case[0]), indicator.polarity)
    if target is None or status is None:
        return ""
    words = view.say(
        "rule.targets.one", unit=evidence.name(case), period=shown.period_words(), indicator=indicator.name(view.lang),
        value=view.value_text(value), target=own_words(view, target), source=target.source_text(view.lang),
        status=view.say(f"rule.targets.{status.value}"),
    )  # fmt: skip
    short = shortfall(value.numerator or 0.0, value.denominator or 0.0, target.value, polarity=indicator.polarity)
    if short:
        return f"{words} {view.say('rule.targets.short', count=view.number(short), counts=view.counts_text(value))}"
    if found.common and found.own(case[0]):
        return f"{words} {view.say('rule.targets.not_common', common=own_words(view, found.common))}"
    return words


def rolling(view: View, evidence: Evidence) -> str:
    """Whether real reports have four quarters; and four simulated ones."""
    if evidence.ask is None:
        return ""
    real = asking(Choice(source="report"), evidence.ask).periods("report")
    said = [view.say("rule.rolling.none_real")] if real and PeriodKind.ROLLING not in {row.kind for row in real} else []
    found = evidence.simulated_view(view, PeriodKind.ROLLING, TODAY)
    if found:
        shown, ask = found
        values = ask.indicator_values("demo", [ONLINE], [shown.period.period_id], shown.unit_ids)
        said.append(simulated(view, _four_quarters(shown, ask, values[0]) if values else ""))
    return joined(said)


def _four_quarters(view: View, ask: Ask, value: Value) -> str:
    ids = [quarter.period_id for quarter in parse_period(value.period_id).quarters()]
    four = {one.period_id: one for one in ask.indicator_values("demo", [ONLINE], ids, [value.unit_id])}
    if set(four) != set(ids):
        return ""
    return view.say(
        "rule.rolling.example", unit=name_of(view, value.unit_id), period=period_words(view, value.period_id),
        indicator=ask.indicators()[ONLINE].name(view.lang),
        above=" + ".join(view.number(four[one].numerator) for one in ids),
        below=" + ".join(view.number(four[one].denominator) for one in ids),
        counts=view.counts_text(value), value=view.value_text(value),
    )  # fmt: skip


def today(view: View, evidence: Evidence) -> str:
    """What became of the real units and why no sum is possible; a sum of simulated ones."""
    ask = evidence.ask
    if ask is None:
        return ""
    lineage, ids = ask.lineage("report"), {unit_id for unit_id, _ in REAL}
    real = [unit for unit in ask.units("report") if unit.unit_id in ids]
    said = [_became(view, ask, lineage, case) for case in (BAC_SON, LAI_HUNG) if evidence.report(case)]
    if real:
        gone = sum(unit.valid_to is not None for unit in real)
        said.append(view.say("rule.today.gone", gone=gone, total=len(real)))
    return joined([*said, simulated(view, _sum(view, evidence))])


def _became(view: View, ask: Ask, lineage: Sequence[LineageRow], case: Case) -> str:
    """What the unit of a real report became, of which units, and why its figures cannot be added to theirs."""
    unit_id, period_id = case
    led_to = successor_of(unit_id, lineage)
    if led_to is None:
        return ""
    before = [row for row in lineage if row.to_unit_id == led_to]
    names = [view.say("old.part", name=row.from_name) if row.divided else row.from_name for row in before]
    words = view.say(
        "rule.today.became", became=became(unit_id, led_to, lineage, view.lang), new=before[0].to_name,
        code=led_to.partition("@")[0], names=", ".join(names),
    )  # fmt: skip
    found = asking(Choice(source="report", basis=TODAY), ask).gaps("report", [period_id], [led_to])
    gaps = {(gap.unit_id, gap.period_id): gap for gap in found}
    why = replace(view, gaps=gaps).gap_words(led_to, parse_period(period_id))
    key = "rule.today.no_sum" if why else "rule.today.summed"
    return f"{words} {view.say(key, period=period_words(view, period_id), why=why or '')}"


def _sum(view: View, evidence: Evidence) -> str:
    """The latest simulated value that is a sum over the units before, with its parts."""
    found = evidence.simulated_view(view, PeriodKind.QUARTER, TODAY)
    if found is None or evidence.ask is None:
        return ""
    shown, ask = found
    values = {
        (value.period_id, value.unit_id): value
        for value in ask.indicator_values("demo", [ONLINE], shown.period_ids, shown.unit_ids)
        if value.is_rebased
    }
    order = [(period_id, unit_id) for period_id in reversed(shown.period_ids) for unit_id in shown.unit_ids]
    total = next((values[key] for key in order if key in values), None)
    if total is None:
        return ""
    names = {row.from_unit_id: row.from_name for row in ask.lineage("demo") if row.to_unit_id == total.unit_id}
    parts = evidence.ask.indicator_values("demo", [ONLINE], [total.period_id], list(names))
    listed = " + ".join(f"{view.counts_text(part)} ({names[part.unit_id]})" for part in parts)
    return view.say(
        "rule.today.example", unit=name_of(shown, total.unit_id), period=period_words(view, total.period_id),
        indicator=ask.indicators()[ONLINE].name(view.lang), listed=listed, counts=view.counts_text(total),
        value=view.value_text(total),
    )  # fmt: skip


def reporting(view: View, evidence: Evidence) -> str:
    """When a real report was due and what is known of its coming; a simulated period with late or missing ones."""
    ask, report = evidence.ask, evidence.report(BAC_SON)
    unit = next((one for one in evidence.communes() if one.unit_id == BAC_SON[0]), None)
    if ask is None:
        return ""
    said = []
    if report and unit:
        words = {
            "unit": report.unit,
            "period": period_words(view, report.period_id),
            "due": format_date(due(unit, parse_period(report.period_id), local_days(ask)), view.lang),
        }
        if report.received_on:
            said.append(view.say("rule.reporting.received", **words, day=format_date(report.received_on, view.lang)))
        elif report.signed_on:
            said.append(view.say("rule.reporting.signed", **words, day=format_date(report.signed_on, view.lang)))
    said.append(_local(view, ask))
    found = evidence.simulated_view(view, PeriodKind.QUARTER)
    return joined([*said, simulated(view, _tallied(reporting_of(*found)) if found else "")])


def _local(view: View, ask: Ask) -> str:
    """How many places have a day of their own."""
    places = {row.unit_id for row in ask.due_dates()}
    return view.say("rule.reporting.local", count=len(places)) if places else view.say("rule.reporting.no_local")


def _tallied(found: Reporting) -> str:
    """The latest period with late and missing reports, else the latest of all."""
    counts = {period: tally(found.of(period)) for period in reversed(found.settled)}
    if not counts:
        return ""
    period = next((one for one, told in counts.items() if told.late and told.missing), next(iter(counts)))
    told, view = counts[period], found.view
    return view.say(
        "rule.reporting.example", period=view.period_words(period), expected=view.number(told.expected),
        received=view.number(told.received), rate=view.percent(told.received_rate), on_time=view.number(told.on_time),
        late=view.number(told.late), missing=view.number(told.missing),
    )  # fmt: skip
