"""What indicators mean: definition, formula in words, source in law, ranking rule and targets, from the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from charts.profile import in_order
from charts.spec import Column, Frame, Table
from charts.view import View
from queries.rows import IndicatorRow, MeasureRow, TargetRow, TermRow
from text.search import fold

Fact = tuple[str, str]
FIELDS = ("formula", "definition", "source", "polarity", "small", "targets")


def formula(view: View, indicator: IndicatorRow, terms: Sequence[TermRow], measures: Mapping[str, MeasureRow]) -> str:
    """The formula with the measures' names: "Hồ sơ nộp trực tuyến ÷ Hồ sơ tiếp nhận mới trong kỳ"."""
    of_it = [term for term in terms if term.indicator_id == indicator.indicator_id and term.used_for is None]
    above = _sum(view, [term for term in of_it if term.side == "numerator"], measures)
    if indicator.rule == "staff_share":
        return view.say("method.staff_formula", above=above)
    return f"{above} ÷ {_sum(view, [term for term in of_it if term.side == 'denominator'], measures)}"


def _sum(view: View, terms: Sequence[TermRow], measures: Mapping[str, MeasureRow]) -> str:
    text = ""
    for term in terms:
        known = measures.get(term.measure)
        sign = "−" if term.coefficient < 0 else "+"
        text += f" {sign} " if text else ("− " if term.coefficient < 0 else "")
        text += known.name(view.lang) if known else term.measure
    return f"({text})" if len(terms) > 1 else text


def targets_text(view: View, indicator: IndicatorRow, targets: Sequence[TargetRow]) -> str:
    """ "50 % (2022–2025): Quyết định 766/QĐ-TTg"; those of places after the national one, each with its name.

    A place of which only other sources have reports is none of this source's.
    """
    of_it = [
        target
        for target in targets
        if target.indicator_id == indicator.indicator_id and (not target.sources or view.source in target.sources)
    ]
    parts = []
    for (level, place, value, source), found in groupby(
        sorted(of_it, key=lambda one: (one.level != "national", one.value, one.source_vi, one.unit_id or "", one.year)),
        key=lambda one: (one.level, one.unit_name or "", one.value, one.source_text(view.lang)),
    ):
        years = [target.year for target in found]
        span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
        words = view.say("method.target", value=view.percent(value, 0), years=span, source=source)
        parts.append(words if level == "national" else f"{place} {words}")
    return "; ".join(parts)


def definition_rows(
    view: View,
    indicators: Mapping[str, IndicatorRow],
    terms: Sequence[TermRow],
    measures: Mapping[str, MeasureRow],
    query: str = "",
) -> list[dict[str, object]]:
    """One row an indicator; with `query`, those that have its words anywhere, accents and case aside."""
    rows: list[dict[str, object]] = []
    for one in in_order(indicators.values()):
        least = one.min_denominator
        row: dict[str, object] = {
            "name": one.name(view.lang),
            "code": one.indicator_id,
            "theme": view.say(f"theme.{one.theme}"),
            "formula": formula(view, one, terms, measures),
            "definition": one.definition_text(view.lang),
            "source": one.source_text(view.lang),
            "polarity": view.say(f"method.polarity.{one.polarity}"),
            "small": view.say("method.small", least=least) if least else view.say("method.small_none"),
            "targets": targets_text(view, one, view.targets) or view.say("method.no_target"),
        }
        if all(word in fold(" ".join(map(str, row.values()))) for word in fold(query).split()):
            rows.append(row)
    return rows


def definition_facts(view: View, row: Mapping[str, object]) -> list[Fact]:
    return [(view.say(f"method.field.{name}"), str(row[name])) for name in FIELDS]


def definitions_frame(view: View, rows: Sequence[dict[str, object]]) -> Frame:
    """The registry as a table to take away."""
    keys = ("code", "name", "theme", *FIELDS)
    columns = tuple(Column(key, view.say(f"method.field.{key}")) for key in keys)
    return plain_frame(view, "definitions", columns, rows)


def plain_frame(view: View, name: str, columns: tuple[Column, ...], rows: Sequence[dict[str, object]]) -> Frame:
    """A table of the page with its title and source."""
    title = view.say(f"method.table.{name}", count=view.number(len(rows)))
    source = view.say(f"source.{view.source}")
    return Frame(
        title=title,
        subtitle=view.say(f"method.about.{name}", source=source),
        sentence="",
        source=view.source_line(()),
        definition="",
        alt=title,
        file_stem=f"cchc_{view.source}_{name}",
        simulated=view.simulated and name not in ("definitions", "units_found"),
        table=Table(columns, tuple(rows)),
    )
