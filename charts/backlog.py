"""Late dossiers: how many, whose, for how many periods; and per 1,000 resolved, where rates crowd under 100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.spec import Column, Flag, Frame, Mark, RankedSpec, Role, Table, TableSpec
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import capital, few_or_count, file_stem, finding_remark
from domain.periods import Period
from queries.check_rows import CorrectionRow
from queries.rows import Count
from text.search import fold

MEASURES = ("resolved_overdue", "resolved_total", "pending_overdue", "pending_total")
LATE_MEASURES = ("resolved_overdue", "pending_overdue")
PER_THOUSAND_LEAST = 30


@dataclass(frozen=True)
class Backlog:
    """A unit's late dossiers in a period; a count is None where the report does not give it."""

    unit_id: str
    period: Period
    resolved_late: float | None
    pending_late: float | None
    resolved: float | None
    pending: float | None
    periods_in_a_row: int
    is_derived: bool
    report_id: str

    @property
    def total(self) -> float:
        return (self.resolved_late or 0.0) + (self.pending_late or 0.0)

    @property
    def per_thousand(self) -> float | None:
        """Dossiers resolved late per 1,000 resolved."""
        if self.resolved_late is None or not self.resolved:
            return None
        return 1000 * self.resolved_late / self.resolved


def backlogs(view: View, counts: Sequence[Count]) -> list[Backlog]:
    """The backlog of each unit that gives at least one of the late counts for the view's period; most first."""
    by_key = {(c.unit_id, c.period_id, c.measure): c for c in counts if c.scope == SCOPE_OF_COMPARISON}
    found = [_backlog(view, unit.unit_id, by_key) for unit in view.now_units]
    return sorted((backlog for backlog in found if backlog), key=lambda b: (-b.total, fold(view.labels[b.unit_id])))


Counts = dict[tuple[str, str, str], Count]


def _backlog(view: View, unit_id: str, by_key: Counts) -> Backlog | None:
    """Of the view's period; where the periods are of mixed kinds, of the unit's own latest one."""
    for period in reversed(view.periods) if view.is_mixed else (view.period,):
        now = {measure: by_key.get((unit_id, period.period_id, measure)) for measure in MEASURES}
        late = [count for count in (now["resolved_overdue"], now["pending_overdue"]) if count]
        if late:
            return _as_backlog(unit_id, period, by_key, now, late[0])
    return None


def _as_backlog(unit_id: str, period: Period, by_key: Counts, now: dict[str, Count | None], one: Count) -> Backlog:
    values = {measure: count.value if count else None for measure, count in now.items()}
    return Backlog(
        unit_id=unit_id,
        period=period,
        resolved_late=values["resolved_overdue"],
        pending_late=values["pending_overdue"],
        resolved=values["resolved_total"],
        pending=values["pending_total"],
        periods_in_a_row=_in_a_row(unit_id, period, by_key),
        is_derived=one.is_derived,
        report_id=one.report_id,
    )


def _in_a_row(unit_id: str, period: Period, by_key: Counts) -> int:
    """How many periods, this one included, had late dossiers without a break; a missing report ends the row. Periods
    before the view's count too, as far as `by_key` has them."""
    row = 0
    while any(
        count and count.value
        for count in (by_key.get((unit_id, period.period_id, measure)) for measure in LATE_MEASURES)
    ):
        row += 1
        period = period.previous()
    return row


def backlog_chart(view: View, counts: Sequence[Count]) -> RankedSpec | TableSpec:
    """Late dossiers of each unit in the period, resolved late and still pending together, most first."""
    found = backlogs(view, counts)
    late = [backlog for backlog in found if backlog.total]
    total = sum(backlog.total for backlog in late)
    # Dossiers of a quarter and of a year do not add up.
    key = "backlog.title_none" if not late else "backlog.title_mixed" if view.is_mixed else "backlog.title"
    title = view.say(key, late=len(late), total=len(found), dossiers=view.number(total), when=_when(view))
    frame = _frame(view, found, title, _sentence(view, late), "backlog.subtitle", "backlog.definition", "tre-han")
    if not late or view.is_mixed:
        return TableSpec(frame)
    return RankedSpec(
        frame=frame,
        marks=tuple(_mark(view, backlog, backlog.total, view.number(backlog.total)) for backlog in found),
        missing=_missing(view, found),
        axis_title=view.say("backlog.axis"),
        axis_range=(0.0, max(backlog.total for backlog in late) * 1.1),
        suffix="",
    )


def late_chart(view: View, counts: Sequence[Count]) -> RankedSpec | TableSpec:
    """Dossiers resolved late per 1,000 resolved: the other side of an on-time rate, fewest first."""
    found = [backlog for backlog in backlogs(view, counts) if backlog.per_thousand is not None]
    enough = [backlog for backlog in found if (backlog.resolved or 0) >= PER_THOUSAND_LEAST]
    small = [backlog for backlog in found if backlog not in enough]
    enough.sort(key=lambda b: (b.per_thousand or 0.0, fold(view.labels[b.unit_id])))
    late = sum(b.resolved_late or 0.0 for b in found)
    resolved = sum(b.resolved or 0.0 for b in found)
    pooled = 1000 * late / resolved if resolved else None
    title = view.say("late.title", pooled=view.number(pooled, 1), group=view.group, when=_when(view))
    sentence = view.say("late.sentence", late=view.number(late), resolved=view.number(resolved))
    frame = _frame(view, found, title, sentence, "late.subtitle", "late.definition", "tre-han-phan-nghin")
    if not enough or view.is_mixed:
        return TableSpec(frame)
    return RankedSpec(
        frame=frame,
        marks=tuple(_mark(view, b, b.per_thousand, view.number(b.per_thousand, 1)) for b in enough),
        below=tuple(_mark(view, b, b.per_thousand, view.say("not_ranked.small")) for b in small),
        missing=_missing(view, found),
        axis_title=view.say("late.axis"),
        axis_range=(0.0, max(1.0, *(b.per_thousand or 0.0 for b in enough)) * 1.1),
        suffix="",
    )


def _mark(view: View, backlog: Backlog, value: float | None, text: str) -> Mark:
    return Mark(
        key=backlog.unit_id,
        label=view.labels[backlog.unit_id],
        value=value,
        text=text,
        hover="\n".join(_hover_lines(view, backlog)),
        role=Role.SUBJECT if backlog.unit_id in view.subjects else Role.CONTEXT,
        flags=frozenset(flag for flag, holds in _flags(view, backlog) if holds),
    )


def _hover_lines(view: View, backlog: Backlog) -> Iterator[str]:
    yield _counts_words(view, backlog)
    if view.is_unchecked(backlog.report_id):
        yield capital(view.say("mark.provisional"))
    yield from view.correction_lines(_corrections(view, backlog), backlog.report_id)
    yield from view.finding_lines(_findings(view, backlog))


def _counts_words(view: View, backlog: Backlog) -> str:
    return view.say(
        "backlog.hover",
        late=view.number(backlog.resolved_late),
        resolved=view.number(backlog.resolved),
        pending_late=view.number(backlog.pending_late),
        pending=view.number(backlog.pending),
    )


def _flags(view: View, backlog: Backlog) -> tuple[tuple[Flag, bool], ...]:
    return (
        (Flag.DERIVED, backlog.is_derived),
        (Flag.PROVISIONAL, view.is_unchecked(backlog.report_id)),
        (Flag.CORRECTED, bool(_corrections(view, backlog))),
        (Flag.FINDING, bool(_findings(view, backlog))),
    )


def _corrections(view: View, backlog: Backlog) -> tuple[CorrectionRow, ...]:
    """What officers changed in the counts of late, resolved and pending dossiers."""
    quarter = (backlog.unit_id, backlog.period.period_id) if backlog.is_derived else None
    return view.corrections.about(backlog.report_id, SCOPE_OF_COMPARISON, MEASURES, quarter)


def _findings(view: View, backlog: Backlog) -> tuple[str, ...]:
    """What the counts of late, resolved and pending dossiers contradict."""
    found = view.findings.about(backlog.report_id, SCOPE_OF_COMPARISON, MEASURES)
    return view.told(found, backlog.report_id)


def _when(view: View) -> str:
    return view.span_words() if view.is_mixed else view.period_words()


def _missing(view: View, found: Sequence[Backlog]) -> tuple[str, ...]:
    have = {backlog.unit_id for backlog in found}
    return tuple(view.labels[unit.unit_id] for unit in view.now_units if unit.unit_id not in have)


def _sentence(view: View, late: Sequence[Backlog]) -> str:
    if view.is_mixed:
        return ""
    lasting = sorted((b for b in late if b.periods_in_a_row > 1), key=lambda b: -b.periods_in_a_row)[:3]
    if not lasting:
        return view.say("backlog.sentence_new") if late else view.say("backlog.sentence_none")
    named = "; ".join(
        view.say("backlog.lasting_unit", unit=view.labels[b.unit_id], periods=b.periods_in_a_row) for b in lasting
    )
    return view.say("backlog.sentence_lasting", units=named)


def _frame(
    view: View, found: Sequence[Backlog], title: str, sentence: str, subtitle: str, definition: str, stem: str
) -> Frame:
    words = view.say(subtitle, when=view.span_words() if view.is_mixed else view.when_words(), group=view.group)
    return Frame(
        title=title,
        subtitle=words,
        sentence=sentence,
        source=view.source_line(backlog.report_id for backlog in found),
        definition=view.say(definition),
        alt=view.say("alt.ranked", title=title, subtitle=words, sentence=sentence),
        file_stem=file_stem(view, stem),
        notes=_notes(view, found),
        simulated=view.simulated,
        table=_table(view, found),
    )


def _notes(view: View, found: Sequence[Backlog]) -> tuple[str, ...]:
    groups = (
        ("note.derived", [one.unit_id for one in found if one.is_derived]),
        ("note.provisional", [one.unit_id for one in found if view.is_unchecked(one.report_id)]),
        ("finding.note", [one.unit_id for one in found if _findings(view, one)]),
    )
    changed = view.correction_notes(row for one in found for row in _corrections(view, one))
    return (*changed, *(view.say(key, units=few_or_count(view, some)) for key, some in groups if some))


def _remark(view: View, backlog: Backlog) -> str:
    words = (
        view.say("mark.derived") if backlog.is_derived else "",
        view.say("mark.provisional") if view.is_unchecked(backlog.report_id) else "",
        *view.correction_words(_corrections(view, backlog), backlog.report_id),
        finding_remark(view, _findings(view, backlog)),
    )
    return ", ".join(filter(None, words))


def _table(view: View, found: Sequence[Backlog]) -> Table:
    period = (Column("period", view.say("column.period")),) if view.is_mixed else ()
    in_a_row = () if view.is_mixed else (Column("in_a_row", view.say("column.in_a_row"), "number"),)
    columns = (
        Column("unit", view.say("column.unit")),
        *period,
        Column("resolved_late", view.say("column.resolved_late"), "number"),
        Column("pending_late", view.say("column.pending_late"), "number"),
        Column("resolved", view.say("column.resolved"), "number"),
        Column("pending", view.say("column.pending"), "number"),
        Column("per_thousand", view.say("column.per_thousand"), "number", 1),
        *in_a_row,
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    )
    rows: list[dict[str, object]] = [
        {
            "unit": view.labels[b.unit_id],
            "period": b.period.label(view.lang),
            "resolved_late": b.resolved_late,
            "pending_late": b.pending_late,
            "resolved": b.resolved,
            "pending": b.pending,
            "per_thousand": b.per_thousand,
            "in_a_row": b.periods_in_a_row,
            "report": view.report_name(b.report_id),
            "remark": _remark(view, b),
        }
        for b in found
    ]
    rows += [{"unit": unit, "remark": view.say("missing.not_reported")} for unit in _missing(view, found)]
    return Table(columns, tuple(rows))
