"""Imports figures that offices filled into the template: files in, report folders out, a file whole or not at all."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tqdm import tqdm

from domain.units import UnitIndex
from etl.import_cells import Registry
from etl.import_csv import read_csv
from etl.import_reports import Report, build_reports
from etl.import_rows import Problems, Row
from etl.import_same import says_the_same
from etl.import_write import Source, choose_report_id, write_reports
from etl.import_xlsx import read_xlsx
from etl.problems import Problem, ProblemsFound
from etl.review import why_not_replaced
from text.words import Lang, say

_READERS: dict[str, Callable[[Path, Problems, Callable[[], object]], list[Row]]] = {
    ".xlsx": read_xlsx,
    ".csv": read_csv,
    # What Excel calls "Unicode Text": tabs between cells.
    ".txt": read_csv,
}


@dataclass(frozen=True)
class ImportResult:
    """What an import did: the ids of the reports it wrote, how many figures they hold, what it refused and why, and the
    ids of those it passed over, because they are there already and say the same."""

    written: tuple[str, ...]
    figures: int
    problems: tuple[Problem, ...]
    unchanged: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def import_files(
    files: Iterable[Path],
    target_reports_dir: Path,
    registry: Registry,
    units: UnitIndex,
    *,
    lang: Lang = "vi",
    progress: bool = True,
    replace: bool = False,
    today: date | None = None,
) -> ImportResult:
    """Reads template workbooks (.xlsx) and tables (.csv) and writes a report folder for each unit and period in them.

    Of a file in which anything is wrong nothing is written, and all its problems are in the result; the other files go
    in. A report that is there already and says the same is passed over; one that says something else is a problem
    unless `replace`, which puts the new folder in the place of the old one whole. A period that has not begun on
    `today` (the day of the machine, where none is given) is a problem. `lang` is the language of the progress bar; a
    problem speaks both. Raises nothing on bad input.
    """
    paths = [Path(file) for file in files]
    run = _Run(Path(target_reports_dir), registry, units, replace, today or date.today())
    with tqdm(unit=say("import.rows", lang), disable=not progress) as bar:
        for number, path in enumerate(paths, start=1):
            bar.set_description_str(f"{number}/{len(paths)} {path.name}")
            run.import_file(path, bar.update)
    return ImportResult(tuple(run.files), run.figures, tuple(run.problems), tuple(run.unchanged))


class _Run:
    """One call of `import_files`: what was written so far, and by which file."""

    def __init__(self, target: Path, registry: Registry, units: UnitIndex, replace: bool, today: date) -> None:
        self.target = target
        self.registry = registry
        self.units = units
        self.replace = replace
        self.today = today
        self.owners: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.unchanged: dict[str, None] = {}
        self.figures = 0
        self.problems: list[Problem] = []

    def import_file(self, path: Path, tick: Callable[[], object]) -> None:
        problems = Problems(path.name)
        rows = self._read(path, problems, tick)
        if not rows and not problems.found:
            problems.add("", "file_empty")
        reports = build_reports(rows, self.registry, self.units, problems, self.today)
        if not problems.found:
            self._write(path, reports, problems)
        self.problems.extend(problems.found)

    def _read(self, path: Path, problems: Problems, tick: Callable[[], object]) -> list[Row]:
        suffix = path.suffix.lower()
        if suffix not in _READERS:
            problems.add("", "macros" if suffix == ".xlsm" else "extension", found=suffix or path.name)
            return []
        try:
            return _READERS[suffix](path, problems, tick) if path.stat().st_size else []
        except OSError as error:
            problems.add("", "cannot_open", reason=error.strerror or error)
            return []

    def _write(self, path: Path, reports: list[Report], problems: Problems) -> None:
        chosen, same = self._with_ids(reports, problems)
        if problems.found:
            return
        try:
            with path.open("rb") as file:
                source = Source(path.name, hashlib.file_digest(file, "sha256").hexdigest())
            if chosen:
                write_reports(chosen.items(), source, self.units, self.target, self.replace)
        except OSError as error:
            problems.add("", "cannot_write", folder=self.target, reason=error.strerror or error)
            return
        except ProblemsFound as error:
            problems.found.extend(error.problems)
            return
        self.owners.update({report_id: report.head.unit.unit_id for report_id, report in (chosen | same).items()})
        self.files.update(dict.fromkeys(chosen, path.name))
        self.unchanged.update(dict.fromkeys(same))
        self.figures += sum(len(report.figures) for report in chosen.values())

    def _with_ids(self, reports: list[Report], problems: Problems) -> tuple[dict[str, Report], dict[str, Report]]:
        """The reports to write under their ids, and those that are there already and say the same. One that is there
        and says something else is a problem, always if this run wrote it."""
        owners, chosen, same = dict(self.owners), {}, {}
        for report in reports:
            head = report.head
            report_id = choose_report_id(head, self.units, owners, self.target)
            owners[report_id] = head.unit.unit_id
            folder = self.target / report_id
            if report_id in self.files:
                problems.add(head.place, "report_in_other_file", report=report_id, other=self.files[report_id])
            elif folder.exists() and says_the_same(folder, report):
                same[report_id] = report
                continue
            elif folder.exists():
                code = why_not_replaced(folder) if self.replace else "report_exists"
                if code:
                    problems.add(head.place, code, report=report_id)
            chosen[report_id] = report
        return chosen, same
