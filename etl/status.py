"""What the builds that are kept hold, and what of the build in use nobody can have reported yet."""

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

from domain.layout import Layout
from etl.publish import builds, current_build, open_build
from text.reviews import moment
from text.words import Lang, say


def status_lines(place: Layout, lang: Lang) -> Iterator[str]:
    """One line a build, newest first; the one in use has a star. Times are those of Viet Nam."""
    in_use = current_build(place)
    for path in builds(place):
        with open_build(path) as connection:
            row = connection.execute(
                "select built_at, reports, figures, indicator_values, rejected from build"
            ).fetchone()
        built_at, reports, figures, values, rejected = row or (None, 0, 0, 0, 0)
        yield say(
            "etl.status_line",
            lang,
            mark="*" if path == in_use else " ",
            name=path.name,
            built_at=moment(built_at.replace(tzinfo=UTC), lang) if built_at else "",
            reports=reports,
            figures=figures,
            values=values,
            rejected=rejected,
        )


def not_begun(path: Path, today: date) -> list[tuple[str, str]]:
    """(report, period) of the reports in the build at `path` whose period has not begun on `today`.

    The build itself knows no day: it is a function of its inputs.
    """
    with open_build(path) as connection:
        rows = connection.execute(
            """
            select report_id, period_id from report join period using (period_id)
            where nominal_start > $today and source <> 'demo' order by all
            """,
            {"today": today},
        ).fetchall()
    return [(str(report), str(period)) for report, period in rows]


def warning(path: Path, today: date, lang: Lang) -> str:
    """Names those reports; empty where there is none."""
    found = not_begun(path, today)
    named = ", ".join(f"{report} ({period})" for report, period in found)
    return say("etl.not_begun", lang, count=len(found), reports=named) if found else ""
