"""Which of the checked reports stand together: one a source, unit and period, unless one replaces another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from etl.problems import Problem
from etl.report import Report


def validate_together(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """Leaves out reports that clash with an earlier one: same id; or same source, unit and period without one of them
    replacing the other. What is replaced has to be of that source, unit and period too. A locked report gives way to
    none, whatever the folders are called."""
    checked, problems = _with_ids_once(reports)
    by_key: dict[Key, list[Report]] = defaultdict(list)
    for report in checked:
        by_key[_key(report)].append(report)
    keys = {report.report_id: _key(report) for report in checked}
    locked = {report.report_id for report in checked if report.status == "locked"}
    left_out: set[str] = set()
    for same in by_key.values():
        for report in same:
            if keys.get(report.supersedes or "", _key(report)) != _key(report):
                problems.append(_clash(report, "supersedes_other", other=report.supersedes))
                left_out.add(report.report_id)
            elif report.supersedes in locked - {report.report_id}:
                problems.append(_clash(report, "supersedes_locked", other=report.supersedes))
                left_out.add(report.report_id)
        standing = [report for report in same if report.report_id not in left_out]
        current = _current_chain(standing)
        for report in standing:
            if report not in current:
                code, other = ("duplicate_report", current[0].report_id) if current else ("supersedes_circle", "")
                problems.append(_clash(report, code, other=other))
                left_out.add(report.report_id)
    return [report for report in checked if report.report_id not in left_out], problems


Key = tuple[str, str, str]


def _key(report: Report) -> Key:
    return report.source, report.unit.unit_id, report.period.period_id


def _clash(report: Report, code: str, **values: object) -> Problem:
    values |= {"unit": report.unit.name, "period": report.period.period_id}
    return Problem(f"{report.report_id}/report.toml", "", code, values)


def _with_ids_once(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """Real and simulated reports lie in two folders, and the id is the only key of a report."""
    kept: dict[str, Report] = {}
    problems = []
    for report in reports:
        if report.report_id in kept:
            problems.append(_clash(report, "report_id_twice", other=report.report_id))
        else:
            kept[report.report_id] = report
    return list(kept.values()), problems


def _current_chain(same: Sequence[Report]) -> list[Report]:
    """A report that no other replaces, the locked one or else the first, and those it replaces in turn; none where each
    is replaced."""
    by_id = {report.report_id: report for report in same}
    replaced = {report.supersedes for report in same}
    chain: list[Report] = []
    heads = sorted(same, key=lambda report: report.status != "locked")
    report = next((report for report in heads if report.report_id not in replaced), None)
    while report is not None and report not in chain:
        chain.append(report)
        report = by_id.get(report.supersedes or "")
    return chain
