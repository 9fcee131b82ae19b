"""One unit's rates by every definition of a theme, side by side: why they differ, by the unit's own counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.method import formula
from charts.spec import Column, Frame, Table, TableSpec
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import correction_notes, difference, file_stem, finding_remark, topic
from domain.figures import SCOPES
from domain.periods import Period
from queries.rows import IndicatorRow, MeasureRow, TermRow, UnitRow, Value

THEMES = ("online", "on_time")


def definitions(
    view: View,
    unit: UnitRow,
    period: Period,
    theme: str,
    indicators: Mapping[str, IndicatorRow],
    own: Sequence[Value],
    terms: Sequence[TermRow],
    measures: Mapping[str, MeasureRow],
) -> TableSpec:
    """A row a definition and scope, the default first: formula, counts, rate, printed rate, distance to the default."""
    offered = offered_in(theme, indicators)
    values = {(v.indicator_id, v.scope): v for v in own if v.period_id == period.period_id}
    scopes = [scope for scope in SCOPES if any(key[1] == scope for key in values)]
    scopes = scopes or [SCOPE_OF_COMPARISON]
    rows: list[dict[str, object]] = []
    for scope in scopes:
        default = values.get((offered[0].indicator_id, scope))
        for indicator in offered:
            value = values.get((indicator.indicator_id, scope))
            about = {"definition": indicator.name(view.lang), "scope": view.say(f"scope.{scope}")}
            rows.append(about | {"formula": formula(view, indicator, terms, measures)} | _figures(view, value, default))
    told = [(one, value) for one in offered if (value := _known(values, one, scopes))]
    title = view.say(
        "definitions.title", told=len(told), total=len(offered), theme=topic(view, offered[0]), unit=unit.name,
        when=view.period_words(period),
    )  # fmt: skip
    subtitle = view.say("definitions.subtitle", theme=topic(view, offered[0]), unit=unit.name)
    sentence = _sentence(view, told)
    return TableSpec(
        Frame(
            title=title,
            subtitle=subtitle,
            sentence=sentence,
            source=view.source_line(value.report_id for value in values.values()),
            definition=" ".join(one.definition_text(view.lang) for one, _ in told),
            alt=view.say("alt.plain", title=title, subtitle=subtitle),
            file_stem=file_stem(view, unit.name, theme, "cach-tinh"),
            notes=(*correction_notes(view, (value for _, value in told)), view.say("definitions.note")),
            simulated=view.simulated,
            table=Table(_columns(view, several=len(scopes) > 1), tuple(rows)),
        )
    )


def offered_in(theme: str, indicators: Mapping[str, IndicatorRow]) -> list[IndicatorRow]:
    """The definitions of a theme, the default first."""
    found = [one for one in indicators.values() if one.theme == theme]
    return sorted(found, key=lambda one: (not one.is_default, one.indicator_id))


def _known(values: Mapping[tuple[str, str], Value], one: IndicatorRow, scopes: Sequence[str]) -> Value | None:
    """The rate by this definition; of the first scope that has one."""
    found = (values.get((one.indicator_id, scope)) for scope in scopes)
    return next((value for value in found if value and value.value is not None), None)


def _figures(view: View, value: Value | None, default: Value | None) -> dict[str, object]:
    if value is None:
        return {"remark": view.say("definitions.not_told")}
    row: dict[str, object] = {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "printed": value.printed_value,
        "remark": _remark(view, value),
    }
    if value.value is not None and default and default.value is not None and value is not default:
        row["difference"] = difference(value.value, default.value)
    return row


def _remark(view: View, value: Value) -> str:
    if value.value is None:
        return view.say("missing.counts")
    provisional = view.say("mark.provisional") if value.status == "provisional" else ""
    changed = view.correction_words(view.corrections.of(value), value.report_id)
    return ", ".join(filter(None, (provisional, *changed, finding_remark(view, view.findings_of(value)))))


def _columns(view: View, *, several: bool) -> tuple[Column, ...]:
    scope = (Column("scope", view.say("column.scope")),) if several else ()
    return (
        Column("definition", view.say("definitions.column.definition")),
        *scope,
        Column("formula", view.say("definitions.column.formula")),
        Column("numerator", view.say("column.numerator"), "number"),
        Column("denominator", view.say("column.denominator"), "number"),
        Column("value", view.say("column.value"), "percent", 2),
        Column("difference", view.say("definitions.column.difference"), "points", 1),
        Column("printed", view.say("column.printed"), "percent", 2),
        Column("remark", view.say("column.remark")),
    )


def _sentence(view: View, told: Sequence[tuple[IndicatorRow, Value]]) -> str:
    """From the lowest to the highest rate, with the counts that make the difference; silent where there is one."""
    if len(told) < 2:
        return ""
    ordered = sorted(told, key=lambda pair: (pair[1].value or 0.0, pair[0].indicator_id))
    (low_name, low), (high_name, high) = ordered[0], ordered[-1]
    if difference(high.value or 0.0, low.value or 0.0) == 0:
        return view.say("definitions.same", value=view.percent(low.value), count=len(told))
    return view.say(
        "definitions.sentence",
        low=view.percent(low.value), low_counts=view.counts_text(low), low_name=low_name.name(view.lang),
        high=view.percent(high.value), high_counts=view.counts_text(high), high_name=high_name.name(view.lang),
    )  # fmt: skip
