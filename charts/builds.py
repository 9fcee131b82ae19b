"""The builds that are kept: which can be held against the one in use, and what each is called."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from charts.provenance import Names
from charts.view import View
from domain.history import BuildMark
from text.reviews import act_words, moment


def earlier_builds(marks: Sequence[BuildMark], in_use: str) -> list[BuildMark]:
    """Of `etl.diff_side.build_marks`: the builds that the one in use can be held against, latest first."""
    ids = [mark.build_id for mark in marks]
    return list(marks[ids.index(in_use) + 1 :]) if in_use in ids else []


def chosen_build(view: View, earlier: Sequence[BuildMark], asked: str) -> tuple[BuildMark | None, str]:
    """The earlier build to compare with (`asked`, else the latest of them), and a notice: where `asked` was pruned, or
    there is none."""
    if not earlier:
        return None, view.say("history.nothing_kept")
    found = next((mark for mark in earlier if mark.build_id == asked), None)
    if found or not asked:
        return found or earlier[0], ""
    return earlier[0], view.say("history.pruned", build=asked, instead=build_name(view, earlier[0]))


def build_name(view: View, mark: BuildMark) -> str:
    """When it was made, and its id."""
    return view.say("history.build_plain", at=moment(mark.built_at, view.lang), build=mark.build_id)


def build_names(view: View, marks: Sequence[BuildMark], names: Names) -> dict[str, str]:
    """What builds are chosen by, in the order of `marks`, latest first: when each was made, and after which review,
    where somebody reviewed something since the build before."""
    found = {}
    for mark, before in zip_longest(marks, marks[1:]):
        last = mark.reviewed
        if last is None or (before and before.reviewed == last):
            found[mark.build_id] = build_name(view, mark)
            continue
        name = names.of(view, last.measure) if last.measure else view.report_name(last.report_id)
        act = act_words(last.action, name, last.before, last.after, view.lang, was_rejected=last.was_rejected)
        at = moment(mark.built_at, view.lang)
        found[mark.build_id] = view.say("history.build_after", at=at, by=last.officer, act=act, build=mark.build_id)
    return found
