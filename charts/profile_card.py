"""A unit's scorecard in one period: every indicator a row, beside it what it is held against, as cells and table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts.closing import as_closed, closing_words
from charts.profile import Line, name_of
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Status, Table
from charts.targets import own_words
from charts.view import SCOPE_OF_COMPARISON, View, reason_of
from charts.wording import correction_notes, file_stem, remark
from domain.comparison import Baseline
from domain.periods import Period
from queries.rows import UnitRow
from text.numbers import MISSING


def scorecard(view: View, unit: UnitRow, period: Period, found: Sequence[Line], absent: Sequence[str]) -> MatrixSpec:
    """Every indicator a row: value, change, target, place among peers, printed rate. Columns with nothing are left out.

    `absent` names the indicators whose counts the report does not have.
    """
    columns = {
        "value": [_value_cell(view, line) for line in found],
        "change": [_change_cell(view, line) for line in found],
        "target": [_target_cell(view, line) for line in found],
        "place": [_place_cell(view, line) for line in found],
        "printed": [_printed_cell(view, line) for line in found],
    }
    chosen = {held.baseline: held.heading for line in found for held in line.against}
    columns |= {one.code: [_against_cell(view, line, one) for line in found] for one in chosen}
    headings = {one.code: view.say("column.change", period=heading) for one, heading in chosen.items()}
    kept = {key: cells for key, cells in columns.items() if any(cell.text != MISSING for cell in cells)}
    rows = tuple(
        MatrixRow(f"{line.indicator.indicator_id}/{line.value.scope}", name_of(view, line), tuple(cells))
        for line, cells in zip(found, zip(*kept.values(), strict=True), strict=True)
    )
    previous = period.previous().short_label(view.lang)
    tones = {cell.tone for row in rows for cell in row.cells}
    legend = tuple((tone, view.say(f"profile.tone.{tone}")) for tone in ("met", "close", "not_met", "derived"))
    return MatrixSpec(
        frame=_card_frame(view, unit, period, found, absent),
        columns=tuple(headings.get(key) or view.say(f"profile.column.{key}", period=previous) for key in kept),
        rows=rows,
        legend=tuple((tone, words) for tone, words in legend if tone in tones),
    )


def _value_cell(view: View, line: Line) -> Cell:
    value = line.value
    if value.value is None:
        return Cell(MISSING, view.say("missing.counts"), "quiet")
    closing = closing_words(view, line.indicator, value)
    tone: Literal["derived", "plain"] = "derived" if value.is_derived and not closing else "plain"
    text = view.marked_value(view.value_text(value, 2), value)
    return Cell(text, "; ".join(filter(None, (view.counts_text(value), closing))), tone, view.hover(value))


def _change_cell(view: View, line: Line) -> Cell:
    if line.change is None or line.earlier is None:
        return Cell(MISSING, tone="quiet")
    return Cell(_signed(view, line.change), view.say("profile.from", value=view.value_text(line.earlier, 2)))


def _target_cell(view: View, line: Line) -> Cell:
    if line.target is None or line.value.value is None:
        return Cell(MISSING, tone="quiet")
    national = view.percent(line.national.value, 0) if line.national else ""
    detail = national
    if line.own_target:  # The one that counts goes first.
        beside = view.say("profile.national", value=national) if national else ""
        detail = "; ".join(filter(None, (own_words(view, line.own_target), beside)))
    if line.status is None or line.target_gap is None:
        return Cell(view.say("profile.target_unknown"), detail, "quiet", line.target.source_text(view.lang))
    text = view.say(f"profile.status.{line.status.value}", gap=_signed(view, line.target_gap))
    return Cell(text, detail, line.status.value, line.target.source_text(view.lang))


def _against_cell(view: View, line: Line, baseline: Baseline) -> Cell:
    held = next((one for one in line.against if one.baseline == baseline), None)
    if held is None or held.value is None or held.difference is None:
        return Cell(MISSING, tone="quiet", hover=held.reason if held else "")
    figure = view.say("comparison.figure", label=held.heading, value=view.percent(held.value, 2))
    return Cell(_signed(view, held.difference), figure)


def _place_cell(view: View, line: Line) -> Cell:
    if line.comparison is None or line.standing is None:
        return Cell(MISSING, tone="quiet")
    median = view.say("ranked.median", value=view.percent(line.comparison.median, 2))
    if line.place is None:
        return Cell(place_text(view, line), median, "quiet")
    return Cell(place_text(view, line), median, hover=_signed(view, line.median_gap or 0.0))


def place_text(view: View, line: Line) -> str:
    """ "hạng 3/11", "không xếp hạng: dưới 30 hồ sơ", or nothing where there is no comparison."""
    if line.comparison is None or line.standing is None:
        return ""
    if line.standing.reason:
        return view.say("profile.not_ranked", reason=view.say(f"profile.reason.{line.standing.reason.value}"))
    return view.say("profile.rank", place=line.place, total=len(line.comparison.ranked))


def _printed_cell(view: View, line: Line) -> Cell:
    if line.value.printed_value is None:
        return Cell(MISSING, tone="quiet")
    return Cell(view.percent(line.value.printed_value, 2))


def _signed(view: View, gap: float) -> str:
    return f"+{view.number(gap, 2)}" if gap > 0 else view.number(gap, 2)


def _card_frame(view: View, unit: UnitRow, period: Period, found: Sequence[Line], absent: Sequence[str]) -> Frame:
    known = [line for line in found if line.value.value is not None]
    ranked = [line for line in known if line.median_gap is not None and line.indicator.polarity != "neutral"]
    when = view.period_words(period)
    key = "profile.title_ranked" if ranked else "profile.title_plain"
    above = sum((line.median_gap or 0.0) >= 0 for line in ranked)
    count = len({line.indicator.indicator_id for line in known})
    title = view.say(key, unit=unit.name, above=above, total=len(ranked), count=count, when=when)
    compared = any(line.comparison for line in found)
    key = "profile.subtitle_compared" if compared else "profile.subtitle"
    subtitle = view.say(key, when=view.when_words(period), group=view.group)
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=" ".join(_sentences(view, known, ranked, absent)),
        source=view.source_line(line.value.report_id for line in found),
        definition=view.say("profile.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, unit.name, period.period_id, "chi-so"),
        notes=_notes(view, period, found),
        simulated=view.simulated,
        table=_card_table(view, period, found),
    )


def _sentences(view: View, known: Sequence[Line], ranked: Sequence[Line], absent: Sequence[str]) -> list[str]:
    said = []
    aimed = [line for line in known if line.status]
    if aimed:
        met = sum(line.status is Status.MET for line in aimed)
        scopes = {line.value.scope for line in aimed}
        key = "profile.targets_met" if scopes == {SCOPE_OF_COMPARISON} else "profile.targets_met_scopes"
        said.append(view.say(key, met=met, total=len(aimed)))
    lagging = sorted((line for line in ranked if (line.median_gap or 0.0) < 0), key=lambda line: line.median_gap or 0.0)
    if lagging:
        gaps = view.say("list.and").join(
            view.say("ranked.lagging_unit", unit=name_of(view, line), points=view.number(-(line.median_gap or 0.0), 2))
            for line in lagging[:2]
        )
        said.append(view.say("ranked.lagging", units=gaps))
    if absent:
        said.append(view.say("profile.absent", names="; ".join(absent)))
    return said


def _notes(view: View, period: Period, found: Sequence[Line]) -> tuple[str, ...]:
    values = [line.value for line in found]
    marks = {
        "derived": any(as_closed(view, line.indicator, line.value).is_derived for line in found),
        "lower_bound": any(value.is_lower_bound for value in values),
        "provisional": any(value.status == "provisional" for value in values),
        "no_window": any(not value.window_printed and not value.is_derived for value in values),
        "scopes": any(value.scope != SCOPE_OF_COMPARISON for value in values),
        "finding": any(view.findings.of(value) for value in values),
        "mixed": view.is_mixed,
    }
    told = (view.say(f"profile.note.{name}") for name, holds in marks.items() if holds)
    return (*correction_notes(view, values), *told)


def _card_table(view: View, period: Period, found: Sequence[Line]) -> Table:
    """One row an indicator and scope, with the figures as numbers."""
    columns = (
        Column("indicator", view.say("profile.column.indicator")),
        Column("scope", view.say("column.scope")),
        Column("value", view.say("column.value"), "percent", 2),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("change", view.say("column.change", period=period.previous().short_label(view.lang)), "points", 2),
        Column("target", view.say("profile.column.target_level"), "percent", 0),
        Column("target_gap", view.say("profile.column.target_gap"), "points", 2),
        Column("place", view.say("profile.column.place", period="")),
        Column("median", view.say("profile.column.median"), "percent", 2),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("window", view.say("column.window")),
        Column("remark", view.say("column.remark")),
    )
    chosen = {held.baseline: held.heading for line in found for held in line.against}
    more = tuple(
        Column(one.code, view.say("column.change", period=heading), "points", 2) for one, heading in chosen.items()
    )
    return Table((*columns, *more), tuple(_card_row(view, line) for line in found))


def _card_row(view: View, line: Line) -> dict[str, object]:
    value = line.value
    return {
        "indicator": line.indicator.name(view.lang),
        "scope": view.say(f"scope.{value.scope}"),
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "change": line.change,
        "target": line.target.value if line.target else None,
        "target_gap": line.target_gap,
        "place": place_text(view, line),
        "median": line.comparison.median if line.comparison else None,
        "printed": value.printed_value,
        "window": view.window_text(value.window),
        "remark": _remark(view, line),
        **{held.baseline.code: held.difference for held in line.against},
    }


def _remark(view: View, line: Line) -> str:
    if line.value.value is None:
        return view.say("missing.counts")
    reason = reason_of(line.value, line.indicator, None)
    words = [remark(view, as_closed(view, line.indicator, line.value), reason)]
    words.append(closing_words(view, line.indicator, line.value))
    if line.own_target:
        words.append(own_words(view, line.own_target))
    return ", ".join(filter(None, words))
