"""A report's review as a table and as words: who did what to which figure, before and after; what a figure is worth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from charts.provenance import Names, value_words
from charts.spec import Column, Table
from charts.view import View
from domain.review import FIGURE_ACTIONS, MOVES, STATES, FigureKey, Line, standing
from queries.check_rows import SideRow
from queries.rows import FigureRow, Finding
from text.reviews import act_words, figure_words, line_words, moment
from text.words import catalogue

_COLUMNS = ("when", "by", "act", "before", "after", "reason")
# What puts something else in the place of the value that was entered.
_CHANGED = (STATES["correct"], STATES["reject"])


def lines_table(view: View, lines: Sequence[Line], names: Names) -> Table:
    """One row a line, the latest first."""
    columns = tuple(Column(key, view.say(f"review.column.{key}")) for key in _COLUMNS)
    return Table(columns, tuple(_row(view, line, names) for line in reversed(lines)))


def _row(view: View, line: Line, names: Names) -> dict[str, object]:
    is_figure, lang = line.is_about_figure, view.lang
    act = view.say("review.act_short.restore" if line.action == "restore" else f"review.form.act.{line.action}")
    return {
        "when": moment(line.at, lang),
        "by": line.by,
        "act": f"{act}: {names.of(view, line.measure)}" if is_figure else act,
        "before": figure_words(line.before, lang, is_rejected=line.was_rejected) if is_figure else "",
        "after": figure_words(line.after, lang, is_rejected=line.action == "reject") if is_figure else "",
        "reason": line.reason,
    }


def saved_words(view: View, line: Line, names: Names) -> str:
    """What was saved, in a sentence."""
    return view.say("review.form.saved", act=_act(view, line, names))


def told_words(view: View, line: Line, names: Names) -> str:
    """Who did what when, and why, in a sentence."""
    return line_words(line.by, line.at, _act(view, line, names), line.reason, view.lang)


def _act(view: View, line: Line, names: Names) -> str:
    name = names.of(view, line.measure) if line.measure else ""
    return act_words(line.action, name, line.before, line.after, view.lang, was_rejected=line.was_rejected)


def key_of(figure: FigureRow) -> FigureKey:
    """What a review knows the figure by."""
    return figure.measure, figure.scope, figure.seq


def after_lines(figures: Sequence[FigureRow], lines: Sequence[Line]) -> list[FigureRow]:
    """The figures of a build as they stand after `lines`, which the build does not have. Which statement of a measure
    counts is known of a measure that was corrected; else it is as the build has it."""
    last = standing(lines)
    corrected = {key[:2]: key for key, line in last.items() if line.state == STATES["correct"]}
    return [_after(one, last.get(key_of(one)), corrected.get(key_of(one)[:2])) for one in figures]


def _after(figure: FigureRow, line: Line | None, counted: FigureKey | None) -> FigureRow:
    is_counted = figure.is_counted if counted is None else key_of(figure) == counted
    if line is None:
        return replace(figure, is_counted=is_counted)
    is_changed = line.state in _CHANGED
    qualifier = "exact" if line.state == STATES["correct"] else figure.qualifier
    return replace(
        figure, value=line.after, corrected_from=line.stated if is_changed else None, review=line.state or None,
        qualifier=qualifier, is_counted=is_counted and line.state != STATES["reject"],
    )  # fmt: skip


def reviewable(report_id: str, figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures that the report itself states: what follows from them is not reviewed."""
    return [one for one in figures if one.report_id == report_id and not one.is_computed and not one.is_derived]


def findings_by_figure(
    report_id: str, findings: Sequence[Finding], said: Sequence[SideRow]
) -> dict[FigureKey, list[Finding]]:
    """The errors and warnings of `findings` by the figures of the report that they are about: those of the sides
    `said`; in the order of the findings."""
    by_finding: dict[str, list[FigureKey]] = defaultdict(list)
    for one in said:
        if one.report_id == report_id:
            by_finding[one.finding_id].append(key_of(one))
    found: dict[FigureKey, list[Finding]] = defaultdict(list)
    for finding in (one for one in findings if one.severity != "info"):
        for key in dict.fromkeys(by_finding[finding.finding_id]):
            found[key].append(finding)
    return dict(found)


def in_order(figures: Sequence[FigureRow], flagged: Mapping[FigureKey, object]) -> list[FigureRow]:
    """Those with findings first, as `flagged` has them, then as the report has them."""
    place = {key: number for number, key in enumerate(flagged)}
    return sorted(figures, key=lambda one: place.get(key_of(one), len(place)))


def figure_labels(
    view: View, figures: Sequence[FigureRow], names: Names, flagged: Collection[FigureKey]
) -> dict[FigureKey, str]:
    """Each figure in a list, no two alike: a sign where it has a finding, measure, scope where not the unit's own, as
    printed, place. What was made of it since is not in it: what it is worth now stands below the list."""
    labels: dict[FigureKey, str] = {}
    times: Counter[str] = Counter()
    for one in figures:
        key = key_of(one)
        label = view.say(
            "review.line_figure", finding="! " if key in flagged else "", measure=names.of(view, one.measure),
            scope="" if one.scope == "own" else f" ({view.say(f'scope.{one.scope}')})",
            printed=printed_words(view, one), place=one.locator,
        )  # fmt: skip
        times[label] += 1
        # A browser knows an entry by its words: of two alike the first would be taken.
        labels[key] = label if times[label] == 1 else view.say("review.line_again", label=label, count=times[label])
    return labels


def printed_words(view: View, figure: FigureRow) -> str:
    """As the report prints it, else as it was entered."""
    return figure.printed or value_words(view, _entered(figure))


def _entered(figure: FigureRow) -> FigureRow:
    return replace(figure, value=figure.corrected_from, review=None) if figure.review in _CHANGED else figure


def entered_words(view: View, figure: FigureRow) -> str:
    """The value as it was entered, before any review."""
    return value_words(view, _entered(figure))


def worth_words(view: View, figure: FigureRow) -> str:
    """The value in use, whether an officer put it there, and what the report prints."""
    is_corrected, is_rejected = (figure.review == STATES[action] for action in ("correct", "reject"))
    if is_rejected:
        name = "rejected"
    elif not figure.is_counted:
        name = "corrected_not_counted" if is_corrected else "not_counted"
    else:
        name = figure.review or "counted"
    return view.say(f"review.worth.{name}", value=value_words(view, figure), printed=printed_words(view, figure))


def figure_actions(figure: FigureRow) -> list[str]:
    """What can be done with a figure: a rejected one has no value to confirm, one that nobody changed nothing to take
    back."""
    without = {STATES["reject"]: ("confirm", "reject"), STATES["correct"]: ()}.get(figure.review or "", ("restore",))
    return [action for action in FIGURE_ACTIONS if action not in without]


def action_words(view: View, action: str, figure: FigureRow | None = None) -> str:
    """The name of an action; of taking a figure back, with the figure."""
    if action != "restore" or figure is None:
        return view.say(f"review.form.act.{action}")
    key = "restore_rejected" if figure.review == STATES["reject"] else "restore"
    return view.say(f"review.form.act.{key}", value=entered_words(view, figure))


def codes_words(view: View, measure: str) -> str:
    """What the digits of a measure that is answered by yes or no stand for; empty for one that is counted."""
    key = f"review.flag.{measure}"
    return view.say(key) if key in catalogue() else ""


def moves(status: str) -> list[str]:
    """What can be done with a report of that status."""
    return [action for action, (start, _) in MOVES.items() if start == status]
