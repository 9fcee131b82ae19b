"""Posts assigned and people present, by unit and group of staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from charts.quality_staff import hover_of, notes, of_posts, posts_changed, remark_of
from charts.spec import Cell, Column, Frame, MatrixRow, MatrixSpec, Role, Table
from charts.staff import MOST_TITLE_UNITS, about_words, absent_words, when_words, where_words
from charts.staff_levels import GROUPS, TOGETHER, shown_periods
from charts.view import SCOPE_OF_COMPARISON, View
from charts.wording import file_stem
from domain.comparison import MIN_COMPARABLE_UNITS, pooled_rate
from domain.periods import Period
from queries.rows import Count
from text.numbers import MISSING

POST_GROUPS = (*GROUPS, "all")
MEASURES = (
    *(f"staff.{group}.{what}" for group in POST_GROUPS for what in ("assigned", "present")),
    "staff.civil_servant.vacant",
)
_SIGNS = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}


@dataclass(frozen=True)
class Posts:
    """Posts of one group in one unit and period; None where the report does not give the count."""

    unit_id: str
    period: Period
    assigned: Count | None
    present: Count | None
    vacant: Count | None

    @property
    def counts(self) -> tuple[float, float] | None:
        """Present and assigned, where both are there and neither is a bound."""
        if self.present is None or self.assigned is None:
            return None
        if {self.present.qualifier, self.assigned.qualifier} != {"exact"}:
            return None
        return self.present.value, self.assigned.value

    @property
    def difference(self) -> float | None:
        """Present less assigned: negative where posts are not filled."""
        return self.counts[0] - self.counts[1] if self.counts else None

    @property
    def rate(self) -> float | None:
        return pooled_rate([self.counts]) if self.counts else None


Figures = Mapping[tuple[str, str, str], Count]


def posts_matrix(view: View, counts: Sequence[Count]) -> MatrixSpec:
    """Units down, groups across: present/assigned, the difference and the rate. The communes' sum stands beneath them,
    where kinds of period are not mixed; districts come last and are not in it. No rows where no report tells.
    """
    found = posts_by_unit(view, counts)
    groups = [group for group in POST_GROUPS if any(_is_given(posts[group]) for posts in found.values())]
    rows = [_row(view, unit_id, groups, [posts[group] for group in groups]) for unit_id, posts in found.items()]
    compared = [posts for unit_id, posts in found.items() if unit_id in view.unit_ids]
    has_sum = _can_pool(view, [posts[TOGETHER] for posts in compared])
    if has_sum:
        rows.insert(len(compared), _sum_row(view, compared, groups))
    columns = [view.say(f"staff.column.{group}") for group in groups]
    return MatrixSpec(
        frame=_frame(view, found, groups, has_sum),
        columns=tuple([view.say("staff.period"), *columns] if view.is_mixed else columns),
        rows=tuple(rows) if groups else (),
    )


def _can_pool(view: View, posts: Iterable[Posts]) -> bool:
    """A sum of units is said from five on that give both figures, all of one kind of period."""
    return not view.is_mixed and sum(one.counts is not None for one in posts) >= MIN_COMPARABLE_UNITS


def posts_by_unit(view: View, counts: Sequence[Count]) -> dict[str, dict[str, Posts]]:
    """The posts of each group in the unit's own office, by unit; where kinds are mixed, in its latest period."""
    there: Figures = {(c.unit_id, c.period_id, c.measure): c for c in counts if c.scope == SCOPE_OF_COMPARISON}
    found = {}
    for unit in view.shown:
        everywhen = (_posts(there, unit.unit_id, period) for period in shown_periods(view))
        found[unit.unit_id] = next(
            (posts for posts in everywhen if any(_is_given(one) for one in posts.values())),
            _posts({}, unit.unit_id, view.period),
        )
    return found


def _posts(there: Figures, unit_id: str, period: Period) -> dict[str, Posts]:
    def figure(group: str, what: str) -> Count | None:
        return there.get((unit_id, period.period_id, f"staff.{group}.{what}"))

    return {
        group: Posts(unit_id, period, *(figure(group, what) for what in ("assigned", "present", "vacant")))
        for group in POST_GROUPS
    }


def _is_given(posts: Posts) -> bool:
    return posts.assigned is not None or posts.present is not None


def _row(view: View, unit_id: str, groups: Sequence[str], posts: Sequence[Posts]) -> MatrixRow:
    role = Role.SUBJECT if unit_id in view.subjects else Role.CONTEXT
    cells = [_cell(view, group, one) for group, one in zip(groups, posts, strict=True)]
    if view.is_mixed:
        given = [one.period.short_label(view.lang) for one in posts if _is_given(one)]
        cells.insert(0, Cell(given[0] if given else MISSING, tone="quiet"))
    return MatrixRow(unit_id, view.labels[unit_id], tuple(cells), role)


def _cell(view: View, group: str, posts: Posts) -> Cell:
    if not _is_given(posts):
        return Cell(MISSING, tone="quiet", hover=absent_words(view, posts.unit_id))
    text = f"{_figure(view, posts.present)}/{_figure(view, posts.assigned)}"
    report = _report(posts)
    changed, findings = posts_changed(view, group, report), of_posts(view, group, report)
    hover = "\n".join([view.report_name(report), *hover_of(view, report, changed, findings)])
    text = view.marked(text, findings, provisional=view.is_unchecked(report), corrected=bool(changed))
    return Cell(text, _detail(view, posts), hover=hover)


def _report(posts: Posts) -> str:
    return next((one.report_id for one in (posts.present, posts.assigned) if one), "")


def _figure(view: View, count: Count | None) -> str:
    return f"{_SIGNS[count.qualifier]}{view.number(count.value)}" if count else MISSING


def _detail(view: View, posts: Posts) -> str:
    if posts.difference is not None:
        key = "full" if not posts.difference else "over" if posts.difference > 0 else "short"
        rate = view.percent(posts.rate)
        return view.say(f"staff.posts.detail_{key}", count=view.number(abs(posts.difference)), rate=rate)
    if posts.vacant:
        return view.say("staff.posts.detail_vacant", count=_figure(view, posts.vacant))
    if posts.assigned is None:
        return view.say("staff.posts.detail_unassigned")
    return view.say("staff.posts.detail_unfilled") if posts.present is None else ""


def pooled_posts(posts: Iterable[Posts]) -> tuple[float, float, float | None]:
    """Present, assigned and the rate in per cent, over the units that give both."""
    counts = [one.counts for one in posts if one.counts]
    return sum(present for present, _ in counts), sum(assigned for _, assigned in counts), pooled_rate(counts)


def _sum_row(view: View, compared: Sequence[Mapping[str, Posts]], groups: Sequence[str]) -> MatrixRow:
    cells = []
    for group in groups:
        units = sum(posts[group].counts is not None for posts in compared)
        present, assigned, rate = pooled_posts(posts[group] for posts in compared)
        text = f"{view.number(present)}/{view.number(assigned)}" if units else MISSING
        detail = f"{view.say('list.count', count=units)} · {view.percent(rate)}" if units else ""
        cells.append(Cell(text, detail))
    return MatrixRow("sum", view.say("staff.posts.sum"), tuple(cells), Role.MEDIAN)


def _frame(view: View, found: Mapping[str, Mapping[str, Posts]], groups: Sequence[str], has_sum: bool) -> Frame:
    together = [posts[TOGETHER] for unit_id, posts in found.items() if unit_id in view.unit_ids]
    title = _title(view, together)
    subtitle = view.say("staff.posts.subtitle", when=about_words(view), place=view.group)
    all_posts = [one for posts in found.values() for one in posts.values()]
    return Frame(
        title=title,
        subtitle=subtitle,
        sentence=_sentence(view, together),
        source=view.source_line(c.report_id for one in all_posts for c in (one.assigned, one.present) if c),
        definition=view.say("staff.posts.definition"),
        alt=view.say("alt.plain", title=title, subtitle=subtitle),
        file_stem=file_stem(view, "bien-che"),
        notes=(*_notes(view, all_posts, has_sum), *_marked_notes(view, found, groups)),
        simulated=view.simulated,
        table=_table(view, found, groups),
    )


def _marked_notes(view: View, found: Mapping[str, Mapping[str, Posts]], groups: Sequence[str]) -> tuple[str, ...]:
    """What officers changed, whose posts nobody has checked, and whose carry a finding."""
    shown = [(unit_id, group, _report(posts[group])) for unit_id, posts in found.items() for group in groups]
    return notes(
        view,
        [row for _, group, report in shown for row in posts_changed(view, group, report)],
        [unit_id for unit_id, _, report in shown if view.is_unchecked(report)],
        [unit_id for unit_id, group, report in shown if of_posts(view, group, report)],
    )


def _title(view: View, together: Sequence[Posts]) -> str:
    given = [posts for posts in together if posts.counts]
    if _can_pool(view, given):
        present, assigned, rate = pooled_posts(given)
        return view.say(
            "staff.posts.title",
            present=view.number(present),
            assigned=view.number(assigned),
            rate=view.percent(rate),
            when=view.period_words(),
        )
    if 0 < len(given) <= MOST_TITLE_UNITS:
        units = ", ".join(
            f"{view.labels[posts.unit_id]} {_figure(view, posts.present)}/{_figure(view, posts.assigned)}"
            for posts in given
        )
        return view.say("staff.posts.title_units", units=units)
    return view.say("staff.posts.title_count", count=len(given), total=len(together), when=when_words(view))


def _sentence(view: View, together: Sequence[Posts]) -> str:
    """How many posts of cadres and civil servants are not filled, and where most of them are."""
    given = [posts for posts in together if posts.difference is not None]
    if not given or view.is_mixed:
        return view.say("staff.composition.sentence_mixed") if given else ""
    short = {posts.unit_id: -(posts.difference or 0.0) for posts in given if (posts.difference or 0.0) < 0}
    if not short:
        return view.say("staff.posts.sentence_full")
    return view.say("staff.posts.sentence", short=view.number(sum(short.values())), where=where_words(view, short))


def _notes(view: View, all_posts: Sequence[Posts], has_sum: bool) -> Iterable[str]:
    if has_sum:
        yield view.say("staff.posts.note_sum")
    derived = {one.unit_id for one in all_posts if one.present and one.present.is_derived}
    if derived:
        yield view.say("staff.foot.derived", units=view.say("list.count", count=len(derived)))


def _table(view: View, found: Mapping[str, Mapping[str, Posts]], groups: Sequence[str]) -> Table:
    """One row a unit and group: assigned, present, difference (people), rate (%)."""
    columns = (
        Column("unit", view.say("column.unit")),
        Column("group", view.say("column.group")),
        Column("period", view.say("column.period")),
        Column("assigned", view.say("column.assigned"), "number"),
        Column("present", view.say("column.present"), "number"),
        Column("difference", view.say("column.difference"), "number"),
        Column("rate", view.say("column.value"), "percent", 2),
        Column("report", view.say("column.report")),
        Column("remark", view.say("column.remark")),
    )
    rows = [_table_row(view, posts[group], group) for posts in found.values() for group in groups]
    return Table(columns, tuple(rows))


def _table_row(view: View, posts: Posts, group: str) -> dict[str, object]:
    row: dict[str, object] = {"unit": view.labels[posts.unit_id], "group": view.say(f"staff.column.{group}")}
    if not _is_given(posts):
        return row | {"remark": absent_words(view, posts.unit_id)}
    bounds = [f"{_figure(view, one)}" for one in (posts.assigned, posts.present) if one and one.qualifier != "exact"]
    words = ", ".join(bounds) if bounds else "" if posts.counts else _detail(view, posts)
    return row | {
        "period": posts.period.label(view.lang),
        "assigned": posts.assigned.value if posts.assigned else None,
        "present": posts.present.value if posts.present else None,
        "difference": posts.difference,
        "rate": posts.rate,
        "report": view.report_name(_report(posts)),
        "remark": ", ".join(filter(None, (words, _remark(view, group, _report(posts))))),
    }


def _remark(view: View, group: str, report_id: str) -> str:
    return remark_of(view, report_id, posts_changed(view, group, report_id), of_posts(view, group, report_id))
