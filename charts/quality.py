"""Data quality: what does not hold in the reports of a view, how much of them was checked at all, rule by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.choose import reporting_units
from charts.quality_effects import Effects, effects_of
from charts.quality_marks import behind
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Table, TableSpec, Tile
from charts.view import View
from charts.wording import file_stem
from domain.periods import parse_period
from domain.rules import SEVERITIES
from queries.ask import Ask
from queries.check_rows import CheckedFigures, RuleOutcome, RuleRow
from queries.rows import Finding
from text.numbers import MISSING

MOST_ROWS = 500
OUTCOMES = ("passed", "failed", "not_applicable")


@dataclass(frozen=True)
class Quality:
    """What the rules say of the reports behind a view; the worst findings first. `names` are units', by id."""

    view: View
    findings: Sequence[Finding]
    checked: Sequence[CheckedFigures]
    outcomes: Sequence[RuleOutcome]
    rules: Mapping[str, RuleRow]
    names: Mapping[str, str]

    def count(self, severity: str) -> int:
        return sum(one.severity == severity for one in self.findings)

    def kept(self, severity: str = "", rule: str = "") -> list[Finding]:
        """The findings of a severity and a rule; empty for all."""
        return [one for one in self.findings if severity in ("", one.severity) and rule in ("", one.rule)]

    def rules_found(self, severity: str = "") -> list[str]:
        """The rules that failed, in the order of the registry."""
        there = {one.rule for one in self.kept(severity)}
        return [rule for rule in self.rules if rule in there]

    def unit(self, unit_id: str | None) -> str:
        return self.view.labels.get(unit_id or "") or self.names.get(unit_id or "", unit_id or "")

    def rule(self, rule: str) -> str:
        known = self.rules.get(rule)
        return known.name(self.view.lang) if known else rule


def quality_of(view: View, ask: Ask) -> Quality:
    """Asked of the view's own units and periods: of quarters also the reports that they are derived from."""
    asked = view.source, reporting_units(view, ask), behind(view.periods)
    names = {line.from_unit_id: line.from_name for line in ask.lineage(view.source)} if view.is_today else {}
    return Quality(
        view=view,
        findings=view.findings.findings,
        checked=[one for one in ask.checked_figures(*asked) if one.report_id in view.report_numbers],
        outcomes=ask.rule_outcomes(*asked),
        rules={one.rule: one for one in ask.rules()},
        names=names,
    )


def tiles(quality: Quality) -> list[Tile]:
    """How many findings of each severity, in how many reports; the share of figures that a rule looked at."""
    view = quality.view
    found = []
    for severity in SEVERITIES:
        reports = {one.report_id for one in quality.findings if one.severity == severity}
        meaning = view.say("quality.in_reports", count=len(reports), total=len(quality.checked))
        label = view.say(f"quality.tile.{severity}")
        found.append(Tile(label, view.number(quality.count(severity)), meaning=meaning if reports else ""))
    checked, figures = totals(quality)
    meaning = view.say("quality.tile.counts", checked=view.number(checked), figures=view.number(figures))
    share = 100 * checked / figures if figures else None
    return [*found, Tile(view.say("quality.tile.checked"), view.percent(share), meaning=meaning)]


def totals(quality: Quality) -> tuple[int, int]:
    """Figures that took part in a rule, and all that are printed."""
    return sum(one.checked for one in quality.checked), sum(one.figures for one in quality.checked)


def findings_table(quality: Quality, ask: Ask, severity: str = "", rule: str = "") -> TableSpec:
    """A row a finding: the sentence, both figures with their places, and what it does to the charts."""
    view, kept = quality.view, quality.kept(severity, rule)
    shown = kept[:MOST_ROWS]
    effects = effects_of(view, ask, shown)
    title = _title(quality, kept)
    subtitle = view.say(
        "quality.findings.subtitle", rule=quality.rule(rule) if rule else view.say("quality.every_rule"),
        when=view.span_words(), group=view.group,
    )  # fmt: skip
    more = view.say("quality.rows_shown", shown=MOST_ROWS, count=view.number(len(kept)))
    table = Table(_columns(view), tuple(_row(quality, one, effects) for one in shown))
    return TableSpec(
        _frame(
            view, title, subtitle, "phat-hien", table,
            sentence=_sentence(quality, kept), reports=[one.report_id for one in kept],
            notes=(more,) if len(kept) > len(shown) else (),
        )
    )  # fmt: skip


def _title(quality: Quality, kept: Sequence[Finding]) -> str:
    view = quality.view
    if not kept:
        return view.say("quality.findings.title_none", count=len(quality.checked))
    units = len({one.unit_id for one in kept})
    errors = sum(one.severity == "error" for one in kept)
    key = "quality.findings.title_errors" if errors else "quality.findings.title"
    return view.say(key, count=len(kept), errors=errors, units=units)


def _sentence(quality: Quality, kept: Sequence[Finding]) -> str:
    """Which rule fails most often, where several do."""
    common = Counter(one.rule for one in kept).most_common(2)
    if len(common) < 2 or common[0][1] == common[1][1]:
        return ""
    return quality.view.say("quality.findings.sentence", rule=quality.rule(common[0][0]), count=common[0][1])


def _columns(view: View) -> tuple[Column, ...]:
    keys = ("severity", "unit", "period", "message", "found", "expected", "left_place", "right_place", "effect", "rule")
    return (
        *(Column(key, view.say(f"quality.column.{key}")) for key in keys),
        Column("report", view.say("column.report")),
    )


def _row(quality: Quality, one: Finding, effects: Effects) -> dict[str, object]:
    view = quality.view
    return {
        "severity": view.say(f"quality.severity.{one.severity}"),
        "unit": quality.unit(one.unit_id),
        "period": parse_period(one.period_id).label(view.lang) if one.period_id else "",
        "message": one.message(view.lang),
        "found": figure_words(view, one.found),
        "left_place": one.left_place or "",
        "expected": figure_words(view, one.expected),
        "right_place": one.right_place or "",
        "effect": effects.words(one),
        "rule": quality.rule(one.rule),
        "report": view.report_name(one.report_id),
    }


def figure_words(view: View, figure: float | None) -> str:
    """With at most two decimals, and none that say nothing."""
    if figure is None:
        return MISSING
    decimals = next(places for places in (0, 1, 2) if places == 2 or round(figure, places) == round(figure, 2))
    return view.number(figure, decimals)


def outcomes_matrix(quality: Quality) -> MatrixSpec:
    """Rules down, those that fail most first, outcomes across: in how many reports each held, failed, or had nothing to
    compare."""
    view = quality.view
    ordered = sorted(quality.outcomes, key=lambda one: (-one.failed, not one.passed))
    compared = [one for one in quality.outcomes if one.passed or one.failed]
    title = view.say(
        "quality.outcomes.title", compared=len(compared), total=len(quality.outcomes),
        failed=sum(bool(one.failed) for one in compared),
    )  # fmt: skip
    subtitle = view.say("quality.outcomes.subtitle", when=view.span_words(), group=view.group)
    columns = tuple(Column(name, view.say(f"quality.outcome.{name}"), "number") for name in OUTCOMES)
    about = tuple(Column(name, view.say(f"quality.column.{name}")) for name in ("rule", "severity", "covers"))
    rows = tuple(_outcome_row(quality, one) for one in ordered)
    frame = _frame(
        view, title, subtitle, "quy-tac", Table((*about, *columns), rows), definition="quality.outcomes.definition"
    )
    return MatrixSpec(
        frame=frame,
        columns=tuple(column.label for column in columns),
        rows=tuple(_outcome_cells(quality, one) for one in ordered),
        legend=(("met", columns[0].label), ("not_met", columns[1].label)),
    )


def _outcome_row(quality: Quality, one: RuleOutcome) -> dict[str, object]:
    view, known = quality.view, quality.rules[one.rule]
    return {
        "rule": quality.rule(one.rule),
        "severity": view.say(f"quality.severity.{known.severity}"),
        "covers": view.say("quality.covers" if known.covers else "quality.covers_not"),
        **{name: getattr(one, name) for name in OUTCOMES},
    }


def _outcome_cells(quality: Quality, one: RuleOutcome) -> MatrixRow:
    view = quality.view
    passed = Cell(view.number(one.passed), tone="met") if one.passed else Cell(MISSING, tone="quiet")
    failed = Cell(view.number(one.failed), tone="not_met") if one.failed else Cell(MISSING, tone="quiet")
    absent = Cell(view.number(one.not_applicable) if one.not_applicable else MISSING, tone="quiet")
    return MatrixRow(one.rule, quality.rule(one.rule), (passed, failed, absent))


def checked_table(quality: Quality) -> TableSpec:
    """A row a report: figures printed, those that a rule looked at, their share; the least checked first."""
    view = quality.view
    found = Counter(one.report_id for one in quality.findings)
    ordered = sorted(
        quality.checked, key=lambda one: (one.checked / one.figures if one.figures else 0.0, one.report_id)
    )
    checked, figures = totals(quality)
    title = view.say(
        "quality.checked.title", checked=view.number(checked), figures=view.number(figures),
        share=view.percent(100 * checked / figures if figures else None),
    )  # fmt: skip
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        Column("figures", view.say("quality.column.figures"), "number"),
        Column("checked", view.say("quality.column.checked"), "number"),
        Column("share", view.say("quality.column.share"), "percent", 2),
        Column("findings", view.say("quality.column.findings"), "number"),
        Column("report", view.say("column.report")),
    )
    rows: list[dict[str, object]] = [
        {
            "unit": quality.unit(one.unit_id),
            "period": parse_period(one.period_id).label(view.lang),
            "figures": one.figures,
            "checked": one.checked,
            "share": 100 * one.checked / one.figures if one.figures else None,
            "findings": found[one.report_id],
            "report": view.report_name(one.report_id),
        }
        for one in ordered[:MOST_ROWS]
    ]
    subtitle = view.say("quality.checked.subtitle", when=view.span_words(), group=view.group)
    more = view.say("quality.rows_shown", shown=MOST_ROWS, count=view.number(len(ordered)))
    frame = _frame(
        view, title, subtitle, "muc-do-kiem-tra", Table(columns, tuple(rows)), definition="quality.checked.definition",
        reports=[one.report_id for one in ordered], notes=(more,) if len(ordered) > MOST_ROWS else (),
    )  # fmt: skip
    return TableSpec(frame)


def _frame(
    view: View,
    title: str,
    subtitle: str,
    stem: str,
    table: Table,
    *,
    sentence: str = "",
    definition: str = "quality.findings.definition",
    reports: Sequence[str] = (),
    notes: tuple[str, ...] = (),
) -> Frame:
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        source=view.source_line(reports),
        definition=view.say(definition),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, "chat-luong", stem),
        notes=notes,
        simulated=view.simulated,
        table=table,
    )
