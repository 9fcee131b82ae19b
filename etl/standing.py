"""The errors that stand against a report, as the build in use has them."""

import duckdb

from domain.layout import Layout
from etl.problems import Problem
from etl.publish import current_build, open_build
from etl.review_file import FILE_NAME

_MOST_TOLD = 5


def standing_errors(layout: Layout, report_id: str, lines: int) -> Problem | None:
    """What keeps a report from being checked or locked without a reason: errors, or a build that does not know its last
    changes. `lines` counts the lines of its review."""
    name = f"{report_id}/{FILE_NAME}"
    path = current_build(layout)
    if path is None:
        return Problem(name, "", "review_no_build")
    try:
        with open_build(path) as connection:
            known = connection.execute(
                """
                select (select max(seq) from review_line where report_id = $report)
                from report where report_id = $report
                """,
                {"report": report_id},
            ).fetchone()
            errors = connection.execute(
                """
                select message_vi, message_en from finding
                where report_id = $report and severity = 'error' order by all
                """,
                {"report": report_id},
            ).fetchall()
    except duckdb.Error:
        return Problem(name, "", "review_no_build")
    # A report that was left out is in no table but `finding`.
    if (known is None and not errors) or (known is not None and (known[0] or 0) != lines):
        return Problem(name, "", "review_no_build")
    told = _Either(errors[:_MOST_TOLD])
    return Problem(name, "", "review_errors", {"count": len(errors), "errors": told}) if errors else None


class _Either:
    """Sentences that are there in both languages."""

    def __init__(self, sentences: list[tuple[str, str]]) -> None:
        self._sentences = sentences

    def text(self, lang: str) -> str:
        return " ".join(vi if lang == "vi" else en for vi, en in self._sentences)
