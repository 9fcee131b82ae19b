"""Review of reports: an officer confirms, corrects or rejects a figure, checks, locks or unlocks a report.

Every change is one line at the end of the report's review.jsonl; a build brings it into the warehouse. Whoever changes
something says which line was the last one seen: where others have written since, nothing is written and the refusal
tells who did what.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from domain.figures import PLACES
from domain.layout import Layout
from domain.review import (
    FIGURE_ACTIONS,
    MOVES,
    NEEDS_REASON,
    STATES,
    Change,
    Line,
    Reviewed,
    since,
    value_after,
)
from etl.build import NothingToBuild, build
from etl.check import vocabulary
from etl.corrections import as_entered, plain, reviewed, status_of
from etl.lock import locked
from etl.problems import Phrase, Problem, ProblemsFound
from etl.publish import VerificationFailed
from etl.read import RawReport, read_report, report_folders
from etl.registry import Registry, load_registry
from etl.report import Figure
from etl.review_file import FILE_NAME, append_line, read_lines
from etl.review_words import Told
from etl.standing import replaced_by, standing_errors
from etl.validate import validate_report
from etl.validate_figures import value_problem

MOST_NAME, MOST_REASON = 100, 1000
# What puts something else in the place of the value that was entered.
_CHANGED = (STATES["correct"], STATES["reject"])


def report_folder(layout: Layout, report_id: str) -> Path:
    """The folder of a report. Raises ProblemsFound with the nearest ids where there is none."""
    folders = {folder.name: folder for folder in report_folders(layout)}
    if report_id in folders:
        return folders[report_id]
    guesses = ", ".join(get_close_matches(report_id, folders, 3, 0.4)) or Phrase("review.none")
    raise ProblemsFound([Problem(str(layout.reports), "", "review_no_report", {"found": report_id, "guess": guesses})])


def open_review(layout: Layout, report_id: str) -> Reviewed:
    """The review of a report as it stands on disk. Raises ProblemsFound."""
    return reviewed_now(read_report(report_folder(layout, report_id)))


def reviewed_now(raw: RawReport) -> Reviewed:
    return Reviewed(raw.name, status_of(raw), raw.review)


def save(layout: Layout, report_id: str, change: Change, seen: int) -> Reviewed:
    """Adds `change` to the report's review; the review with it. `seen` is the number of the last line seen before.

    Raises ProblemsFound, and nothing is written, where others have written since, where the report is locked, or where
    the change itself does not hold. Builds nothing.
    """
    folder = report_folder(layout, report_id)
    registry = load_registry(layout)
    change = _tidy(change)
    _refuse_unnamed(report_id, change)
    try:
        with locked(folder.parent):
            # Read anew under the lock: what is checked is what the line is added to.
            raw = read_report(folder)
            _refuse_unseen(raw, change, seen, registry)
            line = _line(layout, raw, change, registry)
            append_line(folder, line)
    except TimeoutError as error:
        raise _refusal(report_id, "review_busy", file=error) from error
    except OSError as error:
        raise _refusal(report_id, "review_not_written", detail=error.strerror or error) from error
    return reviewed_now(replace(raw, review=(*raw.review, line)))


@dataclass(frozen=True)
class ReviewDesk:
    """What a page needs: opens reviews and saves changes, each followed by a build."""

    layout: Layout

    def open(self, report_id: str) -> Reviewed:
        """As `open_review`."""
        return open_review(self.layout, report_id)

    def save(self, report_id: str, change: Change, seen: int) -> Reviewed:
        """As `save`, then builds. A build that fails leaves the change saved: `left_open` says what is in the way."""
        found = save(self.layout, report_id, change, seen)
        return replace(found, left_open=self._built(report_id))

    def _built(self, report_id: str) -> object | None:
        try:
            outcome = build(self.layout)
        except (ProblemsFound, NothingToBuild) as error:
            return ProblemsFound(error.problems)
        except (VerificationFailed, OSError) as error:
            return Phrase("review.build_failed", {"detail": error})
        mine = [problem for problem in outcome.problems if problem.file.startswith(f"{report_id}/")]
        if mine:
            return ProblemsFound(mine)
        return Phrase("review.build_held") if outcome.held else None


def why_not_replaced(folder: Path) -> str:
    """The code of the problem that keeps an import from replacing the report in `folder`, or nothing."""
    try:
        return "review_import_locked" if status_of(read_report(folder)) == "locked" else ""
    except ProblemsFound:
        # A folder that cannot be read may be replaced, unless work of officers stands in it.
        return "review_import_unreadable" if (folder / FILE_NAME).exists() else ""


def carry_over(old: Path, new: Path, file_name: str) -> None:
    """Takes the review of a report that is replaced along to its new folder; a report that was checked is open again.

    Lines that no longer fit the new figures come out as problems of the next build. Raises ProblemsFound, OSError.
    """
    if not (old / FILE_NAME).exists():
        return
    if code := why_not_replaced(old):
        raise _refusal(old.name, code, report=old.name)
    (new / FILE_NAME).write_bytes((old / FILE_NAME).read_bytes())
    lines = read_lines(new)
    if any(line.action in MOVES for line in lines) and status_of(read_report(new)) == "checked":
        reason = Phrase("review.import_reason", {"file": file_name}).text("vi")
        append_line(new, Line(lines[-1].seq + 1, _now(), "python -m etl import", "reopen", reason=reason))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _tidy(change: Change) -> Change:
    """Texts on one line, in NFC, of signs that can be printed."""
    by, reason, measure, scope = map(one_line, (change.by, change.reason, change.measure, change.scope))
    return replace(change, by=by, reason=reason, measure=measure, scope=scope)


def one_line(text: str) -> str:
    """As a review keeps it: on one line, in NFC, of signs that can be printed."""
    return "".join(sign for sign in " ".join(unicodedata.normalize("NFC", text).split()) if sign.isprintable())


def _refusal(report_id: str, code: str, place: str = "", **values: object) -> ProblemsFound:
    return ProblemsFound([Problem(f"{report_id}/{FILE_NAME}", place, code, values)])


def _refuse_unnamed(report_id: str, change: Change) -> None:
    """Name and reason: there, and short enough to be read."""
    needs_reason = change.action in NEEDS_REASON
    for option, text, most, code in (
        ("--by", change.by, MOST_NAME, "review_no_name"),
        ("--reason", change.reason, MOST_REASON, "review_no_reason" if needs_reason else ""),
    ):
        if code and not text:
            raise _refusal(report_id, code, option)
        if len(text) > most:
            raise _refusal(report_id, "review_too_long", option, most=most, found=len(text))


def _refuse_unseen(raw: RawReport, change: Change, seen: int, registry: Registry) -> None:
    last = raw.review[-1].seq if raw.review else 0
    if seen > last:
        raise _refusal(raw.name, "review_lost", seen=seen, last=last)
    if others := since(raw.review, seen):
        status, told = status_of(raw), Told(others, vocabulary(registry))
        if status == "locked" if change.action in FIGURE_ACTIONS else status != MOVES[change.action][0]:
            # Saving once more, as the other refusal advises, would be refused again.
            words = Phrase(f"review.status.{status}")
            raise _refusal(raw.name, "review_overtaken", changes=told, last=last, status=words)
        raise _refusal(raw.name, "review_unseen", changes=told, last=last)


def _line(layout: Layout, raw: RawReport, change: Change, registry: Registry) -> Line:
    seq = len(raw.review) + 1
    if change.action in FIGURE_ACTIONS:
        return _figure_line(raw, change, registry, seq)
    _refuse_move(layout, raw, change)
    contents = raw.contents() if change.action == "lock" else ""
    return Line(seq, _now(), change.by, change.action, reason=change.reason, contents=contents)


def _refuse_move(layout: Layout, raw: RawReport, change: Change) -> None:
    status = status_of(raw)
    start, _ = MOVES[change.action]
    if status != start:
        words = {name: Phrase(f"review.status.{at}") for name, at in (("status", status), ("start", start))}
        raise _refusal(raw.name, "review_not_from", change.action, **words)
    if change.action == "lock" and (other := replaced_by(layout, raw.name)):
        # A lock on it would bring it back in the place of the newer one.
        raise _refusal(raw.name, "review_replaced", change.action, other=other)
    if change.action in ("check", "lock") and not change.reason:
        found = standing_errors(layout, raw.folder)
        if found:
            raise ProblemsFound([found])


def _figure_line(raw: RawReport, change: Change, registry: Registry, seq: int) -> Line:
    if status_of(raw) == "locked":
        lock = next((line for line in reversed(raw.review) if line.action == "lock"), None)
        raise _refusal(raw.name, "review_locked", change.measure, by=lock.by if lock else Phrase("review.entry"))
    stated = validate_report(as_entered(raw), registry).figures
    now, _ = reviewed(raw.name, stated, raw.review)
    place = _chosen(raw.name, now, change)
    figure, before = stated[place], now[place].value
    after = value_after(change.action, figure.value, before, _value(raw.name, change, registry))
    _refuse_idle(raw.name, change, figure, now[place], after)
    key = (figure.measure, figure.scope, figure.seq)
    return Line(seq, _now(), change.by, change.action, *key, figure.value, before, after, change.reason)


def _chosen(report_id: str, figures: Sequence[Figure], change: Change) -> int:
    """The place of the statement that the change is about: the one named, else the one that counts."""
    same = [n for n, one in enumerate(figures) if (one.measure, one.scope) == (change.measure, change.scope)]
    if not same:
        raise _no_figure(report_id, figures, change)
    if change.statement is None and change.action == "restore":
        # The one that was changed is meant, which need not count.
        same = [n for n in same if figures[n].review in _CHANGED] or same
    if change.statement is None:
        readable = [n for n in same if figures[n].value is not None]
        if not readable and len(same) > 1:
            raise _refusal(report_id, "review_which", change.measure, statements=_listed(figures, same))
        return min(readable or same, key=lambda n: _rank(figures[n]))
    chosen = [n for n in same if figures[n].seq == change.statement]
    if not chosen:
        raise _refusal(report_id, "review_which", change.measure, statements=_listed(figures, same))
    return chosen[0]


def _rank(figure: Figure) -> tuple[bool, int, int]:
    """As `etl/sql/count_statements.sql` ranks them."""
    return not figure.is_override, PLACES.index(figure.place), figure.seq


def _listed(figures: Sequence[Figure], places: Sequence[int]) -> str:
    return "; ".join(f"--statement {figures[n].seq}: {figures[n].printed} ({figures[n].locator})" for n in places)


def _no_figure(report_id: str, figures: Sequence[Figure], change: Change) -> ProblemsFound:
    scopes = sorted({one.scope for one in figures if one.measure == change.measure})
    if scopes:
        return _refusal(report_id, "review_scope", change.measure, scope=change.scope, scopes=", ".join(scopes))
    near = get_close_matches(change.measure, {one.measure for one in figures}, 3)
    return _refusal(report_id, "review_measure", change.measure, guess=", ".join(near) or Phrase("review.none"))


def _value(report_id: str, change: Change, registry: Registry) -> float | None:
    if change.action != "correct":
        if change.value is not None:
            raise _refusal(report_id, "review_value_unused", "--value", action=change.action)
        return None
    if change.value is None:
        raise _refusal(report_id, "review_no_value", "--value")
    text = plain(change.value)
    if code := value_problem(text, change.measure, registry):
        raise _refusal(report_id, code, "--value", measure=change.measure, found=text)
    return float(text)


def _refuse_idle(report_id: str, change: Change, stated: Figure, now: Figure, after: float | None) -> None:
    """A change that changes nothing is a mistake: the wrong figure, or one that somebody mended already."""
    if change.action == "correct" and after == stated.value:
        raise _refusal(report_id, "review_as_stated", change.measure, value=plain(stated.value or 0))
    if change.action == "confirm" and now.review == STATES["reject"]:
        raise _refusal(report_id, "review_confirm_rejected", change.measure)
    if change.action == "restore" and now.review not in _CHANGED:
        raise _refusal(report_id, "review_nothing_back", change.measure, value=_shown(now))
    if change.action in ("correct", "reject") and after == now.value:
        raise _refusal(report_id, "review_same", change.measure, value=_shown(now))


def _shown(figure: Figure) -> object:
    if figure.value is not None:
        return plain(figure.value)
    return Phrase("review.state.rejected" if figure.review == STATES["reject"] else "review.unreadable")
