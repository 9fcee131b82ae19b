"""Composition of the staff by level of a qualification, low to high, one 100 % bar a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from charts.quality_staff import hover_of, level_notes, level_remark, levels_changed, of_levels
from charts.spec import Column, Flag, Frame, StackedRow, StackedSpec, Table
from charts.staff_levels import LEVELS, People, by_unit, pooled_upper
from charts.view import View
from charts.wording import capital, file_stem
from domain.comparison import MIN_COMPARABLE_UNITS
from queries.rows import StaffLevel, UnitRow
from text.search import fold

MOST_TITLE_UNITS = 5
MOST_NAMED_UNITS = 3


def composition(view: View, dimension: str, group: str, levels: Sequence[StaffLevel]) -> StackedSpec:
    """The people of `group` by level of `dimension`, in per cent of the group's people; without rows where no unit
    tells.

    By the share at the upper levels, lower bounds last; where kinds of period are mixed, each unit in its own latest
    period, in the order of the list. Districts come last and enter no sum.
    """
    found = by_unit(view, dimension, group, levels)
    ordered = [found[unit_id] for unit_id in _order(view, found, dimension)]
    return StackedSpec(
        frame=_frame(view, dimension, group, ordered),
        levels=tuple(view.say(f"staff.level.{dimension}.{level}") for level in LEVELS[dimension]),
        rows=tuple(_row(view, dimension, group, people) for people in ordered),
        missing=tuple(view.labels[unit.unit_id] for unit in _everyone(view) if unit.unit_id not in found),
    )


def _everyone(view: View) -> tuple[UnitRow, ...]:
    return view.shown


def _order(view: View, found: Mapping[str, People], dimension: str) -> list[str]:
    there = [unit_id for unit_id in view.unit_ids if unit_id in found]
    if not view.is_mixed:
        there.sort(key=lambda one: _place(view, found[one], dimension))
    return [*there, *(unit.unit_id for unit in view.others if unit.unit_id in found)]


def _place(view: View, people: People, dimension: str) -> tuple[bool, float, str]:
    return not people.is_whole, -people.upper_share(dimension), fold(view.labels[people.unit_id])


def _row(view: View, dimension: str, group: str, people: People) -> StackedRow:
    changed = levels_changed(view, dimension, group, people.report_id)
    findings = of_levels(view, dimension, group, people.report_id)
    flags = {
        Flag.LOWER_BOUND: people.is_lower_bound,
        Flag.DERIVED: people.is_derived,
        Flag.PROVISIONAL: view.is_unchecked(people.report_id),
        Flag.CORRECTED: bool(changed),
        Flag.FINDING: bool(findings),
    }
    return StackedRow(
        key=people.unit_id,
        label=view.labels[people.unit_id],
        shares=people.shares,
        counts=people.counts,
        total=people.total,
        note="; ".join(_row_notes(view, people)),
        flags=frozenset(flag for flag, holds in flags.items() if holds),
        hover="\n".join(hover_of(view, people.report_id, changed, findings)),
    )


def _row_notes(view: View, people: People) -> Iterable[str]:
    if view.is_mixed:
        yield people.period.short_label(view.lang)
    if people.is_lower_bound:
        yield view.say("staff.note.unknown", people=view.number(people.unknown))
    if people.is_over:
        yield view.say("staff.note.over", people=view.number(people.headcount))
    if people.unit_id not in view.unit_ids:
        yield view.say("staff.note.apart")


def when_words(view: View) -> str:
    """The period in words; where kinds are mixed, that each unit has its own."""
    return view.say("staff.latest") if view.is_mixed else view.period_words()


def about_words(view: View) -> str:
    """As when_words, for a subtitle: with what is to be known of a period whose figures will still change."""
    return view.say("staff.latest") if view.is_mixed else view.when_words()


def absent_words(view: View, unit_id: str) -> str:
    """Why a unit has no figures; where kinds are mixed, in none of the periods."""
    return view.say("missing.not_reported") if view.is_mixed else view.absence(unit_id, view.period)


def can_pool(view: View, people: Sequence[People]) -> bool:
    """A sum of units is said from five comparable ones on, all of one kind of period."""
    return not view.is_mixed and sum(row.is_whole for row in people) >= MIN_COMPARABLE_UNITS


def _frame(view: View, dimension: str, group: str, ordered: Sequence[People]) -> Frame:
    compared = [people for people in ordered if people.unit_id in view.unit_ids]
    group_words, dimension_words = view.say(f"staff.group.{group}"), view.say(f"staff.dimension.{dimension}")
    title = _title(view, dimension, group, compared)
    subtitle = view.say(
        "staff.composition.subtitle",
        dimension=dimension_words,
        group=group_words,
        when=about_words(view),
        place=view.group,
    )
    sentence = _sentence(view, dimension, compared)
    return Frame(
        title=title,
        subtitle=capital(subtitle),
        sentence=sentence,
        source=view.source_line(people.report_id for people in ordered),
        definition=view.say("staff.composition.definition"),
        alt=view.say("staff.composition.alt", title=title, subtitle=subtitle, sentence=sentence),
        file_stem=file_stem(view, dimension, group, "co-cau"),
        notes=(*_notes(view, ordered), *level_notes(view, dimension, group, ordered)),
        simulated=view.simulated,
        table=_table(view, dimension, group, ordered),
    )


def _title(view: View, dimension: str, group: str, compared: Sequence[People]) -> str:
    upper, group_words = view.say(f"staff.upper.{dimension}"), view.say(f"staff.group.{group}")
    if can_pool(view, compared):
        numerator, denominator, share = pooled_upper(compared, dimension)
        return view.say(
            "staff.composition.title",
            share=view.percent(share),
            group=group_words,
            upper=upper,
            numerator=view.number(numerator),
            denominator=view.number(denominator),
            when=when_words(view),
        )
    if 0 < len(compared) <= MOST_TITLE_UNITS:
        units = ", ".join(_title_unit(view, people, dimension) for people in compared)
        return capital(view.say("staff.composition.title_units", group=group_words, upper=upper, units=units))
    return view.say(
        "staff.composition.title_count",
        count=len(compared),
        total=len(view.now_units),
        dimension=view.say(f"staff.dimension.{dimension}"),
        group=group_words,
        when=when_words(view),
    )


def _title_unit(view: View, people: People, dimension: str) -> str:
    """ "Lai Hưng 21/21", "Minh Đức ít nhất 16/19"."""
    counts = f"{view.number(people.upper(dimension))}/{view.number(people.total)}"
    words = view.say("staff.at_least", value=counts) if people.is_lower_bound else counts
    return f"{view.labels[people.unit_id]} {words}"


def _sentence(view: View, dimension: str, compared: Sequence[People]) -> str:
    if view.is_mixed:
        return view.say("staff.composition.sentence_mixed")
    if not can_pool(view, compared):
        return view.say("staff.composition.sentence_few", least=MIN_COMPARABLE_UNITS)
    left_out = [view.labels[people.unit_id] for people in compared if not people.is_whole]
    parts = [_under(view, dimension, [people for people in compared if people.is_whole])]
    if left_out:
        parts.append(view.say("staff.composition.sentence_left_out", units=", ".join(left_out)))
    return " ".join(parts)


def _under(view: View, dimension: str, whole: Sequence[People]) -> str:
    """How many people stand below the upper levels, and where most of them are."""
    under = {people.unit_id: people.total - people.upper(dimension) for people in whole}
    some = {unit_id: people for unit_id, people in under.items() if people}
    if not some:
        return view.say("staff.composition.sentence_all")
    total = view.number(sum(some.values()))
    return view.say("staff.composition.sentence_under", people=total, where=where_words(view, some))


def where_words(view: View, counts: Mapping[str, float]) -> str:
    """In which units people are counted: "7 đơn vị; nhiều nhất Tân Lộc (5)"."""
    highest = max(counts.values())
    most = [unit_id for unit_id in counts if counts[unit_id] == highest]
    where = _named(view, counts)
    if len(most) == len(counts):
        return where
    return view.say("staff.most", where=where, units=_named(view, most), most=view.number(highest))


def _named(view: View, unit_ids: Collection[str]) -> str:
    """The units by name up to three, else how many."""
    if len(unit_ids) > MOST_NAMED_UNITS:
        return view.say("list.count", count=len(unit_ids))
    return ", ".join(sorted((view.labels[unit_id] for unit_id in unit_ids), key=fold))


def _notes(view: View, ordered: Sequence[People]) -> Iterable[str]:
    """Footnotes: what is unknown, what contradicts itself, what is derived; each with its units and figures."""

    def listed(note: str, rows: Iterable[People]) -> Iterable[str]:
        units = ", ".join(_note_unit(view, note, people) for people in rows)
        return [view.say(f"staff.foot.{note}", units=units)] if units else []

    yield from listed("unknown", (people for people in ordered if people.is_lower_bound))
    yield from listed("over", (people for people in ordered if people.is_over))
    yield from listed("present", (people for people in ordered if _differs(people)))
    derived = [people for people in ordered if people.is_derived]
    if derived:
        yield view.say("staff.foot.derived", units=view.say("list.count", count=len(derived)))
    if len(ordered) < len(_everyone(view)):
        yield view.say("staff.foot.missing")


def _differs(people: People) -> bool:
    """The qualification table and the posts section disagree; more levels than people is told by its own note."""
    return people.present not in (None, people.headcount) and not people.is_over


def _note_unit(view: View, note: str, people: People) -> str:
    return view.say(
        f"staff.foot.{note}_unit",
        unit=view.labels[people.unit_id],
        unknown=view.number(people.unknown),
        told=view.number(people.told),
        total=view.number(people.total),
        headcount=view.number(people.headcount),
        present=view.number(people.present),
    )


def _table(view: View, dimension: str, group: str, ordered: Sequence[People]) -> Table:
    """One row a unit: period, people at each level as printed, those unknown, all, the upper share (none if unsure)."""
    columns = (
        Column("unit", view.say("column.unit")),
        Column("period", view.say("column.period")),
        *(Column(level, view.say(f"staff.level.{dimension}.{level}"), "number") for level in LEVELS[dimension]),
        Column("unknown", view.say("column.unknown"), "number"),
        Column("people", view.say("column.people"), "number"),
        Column("upper", view.say(f"column.upper.{dimension}"), "percent", 2),
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    )
    rows = [_table_row(view, dimension, group, people) for people in ordered]
    there = {people.unit_id for people in ordered}
    rows += [
        {"unit": view.labels[unit.unit_id], "remark": absent_words(view, unit.unit_id)}
        for unit in _everyone(view)
        if unit.unit_id not in there
    ]
    return Table(columns, tuple(rows))


def _table_row(view: View, dimension: str, group: str, people: People) -> dict[str, object]:
    remarks = [note for note in _row_notes(view, people) if note != people.period.short_label(view.lang)]
    if people.is_derived:
        remarks.append(view.say("mark.derived"))
    remarks.append(level_remark(view, dimension, group, people.report_id))
    counts: dict[str, object] = dict(zip(LEVELS[dimension], people.counts, strict=True))
    return counts | {
        "unit": view.labels[people.unit_id],
        "period": people.period.label(view.lang),
        "unknown": people.unknown,
        "people": people.total,
        "upper": people.upper_share(dimension) if people.is_whole else None,
        "report": view.report_name(people.report_id),
        "remark": "; ".join(filter(None, remarks)),
    }
