"""The errors that stand against a report, as the build in use has them."""

from pathlib import Path

import duckdb

from domain.layout import Layout
from etl.problems import Problem
from etl.publish import current_build, open_build
from etl.read import checksums_behind
from etl.review_file import FILE_NAME

_MOST_TOLD = 5


def standing_errors(layout: Layout, folder: Path) -> Problem | None:
    """What keeps the report in `folder` from being checked or locked without a reason: errors, or a build that was made
    of other files: of the report, of its review, or of what the rules go by."""
    name = f"{folder.name}/{FILE_NAME}"
    path = current_build(layout)
    if path is None:
        return Problem(name, "", "review_no_build")
    report = {"report": folder.name}
    try:
        with open_build(path) as connection:
            built = dict(connection.execute("select path, sha256 from build_input").fetchall())
            loaded = connection.execute("select 1 from report where report_id = $report", report).fetchone()
            errors = connection.execute(
                """
                select message_vi, message_en from finding
                where report_id = $report and severity = 'error' order by all
                """,
                report,
            ).fetchall()
    except duckdb.Error:
        return Problem(name, "", "review_no_build")
    # A report that was left out is in no table but `finding`.
    if not (loaded or errors) or _is_stale(built, layout, folder):
        return Problem(name, "", "review_no_build")
    told = _Either(errors[:_MOST_TOLD])
    return Problem(name, "", "review_errors", {"count": len(errors), "errors": told}) if errors else None


def replaced_by(layout: Layout, report_id: str) -> str:
    """The report that took the place of `report_id` in the build in use, or nothing."""
    path = current_build(layout)
    if path is None:
        return ""
    try:
        with open_build(path) as connection:
            found = connection.execute(
                "select report_id from report where supersedes = $report", {"report": report_id}
            ).fetchone()
    except duckdb.Error:
        return ""
    return found[0] if found else ""


def _is_stale(built: dict[str, str], layout: Layout, folder: Path) -> bool:
    """Whether a file differs, is new, or is gone since the build."""
    own = folder.relative_to(layout.root).as_posix()
    behind = {one: sha256 for one, sha256 in built.items() if not one.startswith(("reports/", "demo/reports/"))}
    behind |= {one: built[one] for one in (own, f"{own}/{FILE_NAME}") if one in built}
    return behind != checksums_behind(layout, folder)


class _Either:
    """Sentences that are there in both languages."""

    def __init__(self, sentences: list[tuple[str, str]]) -> None:
        self._sentences = sentences

    def text(self, lang: str) -> str:
        return " ".join(vi if lang == "vi" else en for vi, en in self._sentences)
