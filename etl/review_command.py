"""`python -m etl review`: lists a report's figures and their review, or adds a line to it."""

import argparse
import re

from domain.layout import Layout
from domain.review import ACTIONS, FIGURE_ACTIONS, Change, Reviewed, last_own
from domain.rules import Vocabulary
from etl.check import vocabulary
from etl.corrections import as_entered, reviewed
from etl.problems import Problem, ProblemsFound
from etl.read import read_report
from etl.registry import load_registry
from etl.report import Figure
from etl.review import one_line, open_review, report_folder, reviewed_now, save
from etl.review_file import FILE_NAME
from etl.review_words import line_text
from etl.validate import validate_report
from text.reviews import figure_words
from text.words import Lang, say

_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


def run_review(place: Layout, options: argparse.Namespace) -> None:
    """Lists, or saves one change and says what it came to. Raises ProblemsFound."""
    if options.list or not options.action:
        print(_listing(place, options.report, options.lang))
        return
    change = _change(options)
    if options.seen is None:
        # The name as the file has it: macOS types decomposed letters, a shell keeps double blanks.
        seen = last_own(open_review(place, options.report).lines, one_line(change.by))
    else:
        seen = _whole(options, "seen")
    found = save(place, options.report, change, seen)
    print(_saved(found, vocabulary(load_registry(place)), options.lang))


def _saved(found: Reviewed, known: Vocabulary, lang: Lang) -> str:
    line = line_text(found.lines[-1], known, lang)
    status = say(f"review.status.{found.status}", lang)
    values = {"report": found.report_id, "seq": found.seen, "line": line, "status": status}
    return f"{say('review.saved', lang, **values)}\n{say('review.build_next', lang)}"


def _change(options: argparse.Namespace) -> Change:
    if options.action not in ACTIONS:
        raise _wrong(options, options.action, "review_action", allowed=", ".join(ACTIONS))
    is_about_figure = options.action in FIGURE_ACTIONS
    if is_about_figure != bool(options.measure):
        raise _wrong(options, options.action, "review_measure_missing" if is_about_figure else "review_measure_unused")
    return Change(
        options.action,
        options.by,
        options.reason,
        options.measure,
        options.scope,
        None if options.statement is None else _whole(options, "statement"),
        None if options.value is None else _number(options),
    )


def _whole(options: argparse.Namespace, name: str) -> int:
    text = getattr(options, name)
    if not _WHOLE.fullmatch(text):
        raise _wrong(options, f"--{name}", "review_whole", found=text)
    return int(text)


def _number(options: argparse.Namespace) -> float:
    if not _NUMBER.fullmatch(options.value):
        raise _wrong(options, "--value", "not_a_number", measure=options.measure, found=options.value)
    return float(options.value)


def _wrong(options: argparse.Namespace, place: str, code: str, **values: object) -> ProblemsFound:
    return ProblemsFound([Problem(f"{options.report}/{FILE_NAME}", place, code, values)])


def _listing(place: Layout, report_id: str, lang: Lang) -> str:
    """The report's status, each figure with its code, and the review line by line."""
    raw = read_report(report_folder(place, report_id))
    registry = load_registry(place)
    stated = validate_report(as_entered(raw), registry).figures
    figures, problems = reviewed(report_id, stated, raw.review)
    found = reviewed_now(raw)
    status = say(f"review.status.{found.status}", lang)
    lines = [say("review.list_head", lang, report=report_id, status=status, count=len(figures))]
    lines += [_figure_text(figure, lang) for figure in figures]
    lines.append(say("review.list_lines", lang, count=len(found.lines), seen=found.seen))
    lines += [f"  {line.seq}. {line_text(line, vocabulary(registry), lang)}" for line in found.lines]
    lines += [problem.text(lang) for problem in problems]
    return "\n".join(lines)


def _figure_text(figure: Figure, lang: Lang) -> str:
    value = figure_words(figure.value, lang, is_rejected=figure.review == "rejected")
    if figure.review in ("corrected", "rejected"):
        value = f"{figure_words(figure.corrected_from, lang)} → {value}"
    state = f" [{say(f'review.state.{figure.review}', lang)}]" if figure.review else ""
    where = f"{figure.scope}, --statement {figure.seq}"
    return f"  {figure.measure} ({where}): {value}{state}; {figure.printed or '–'}; {figure.locator}"
