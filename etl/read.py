"""Reads report folders into plain records as they stand. Judges nothing but whether a file can be read at all."""

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.layout import Layout
from etl.problems import Phrase, Problem, ProblemsFound

FIGURE_COLUMNS = ("measure", "scope", "value", "qualifier", "printed", "place", "locator", "as_of", "note")


@dataclass(frozen=True)
class RawReport:
    """A report folder as text: the head of `report.toml` and the rows of `figures.csv`, each with its line number."""

    folder: Path
    head: dict
    figures: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.folder.name


def report_folders(layout: Layout) -> list[Path]:
    """Every report folder, real and simulated, in a fixed order."""
    return [
        folder
        for parent in (layout.reports, layout.demo / "reports")
        if parent.is_dir()
        for folder in sorted(parent.iterdir())
        if folder.is_dir() and not folder.name.startswith((".", "_"))
    ]


def read_report(folder: Path) -> RawReport:
    """The report in `folder`. Raises ProblemsFound that name the file and the line."""
    return RawReport(folder, _read_head(folder), list(_read_figures(folder)))


def _read_head(folder: Path) -> dict:
    name = f"{folder.name}/report.toml"
    try:
        return tomllib.loads(_text(folder / "report.toml", name))
    except tomllib.TOMLDecodeError as error:
        raise ProblemsFound([Problem(name, "", "bad_toml", {"detail": error})]) from error


def _read_figures(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    name = f"{folder.name}/figures.csv"
    reader = csv.DictReader(_text(folder / "figures.csv", name).splitlines(keepends=True), strict=True)
    try:
        missing = [column for column in FIGURE_COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ProblemsFound([Problem(name, line(1), "figures_header", {"columns": ", ".join(missing)})])
        for row in reader:
            if None in row or None in row.values():
                raise ProblemsFound([Problem(name, line(reader.line_num), "figures_cells")])
            yield reader.line_num, {column: row[column].strip() for column in FIGURE_COLUMNS}
    except csv.Error as error:
        raise ProblemsFound([Problem(name, line(reader.line_num), "bad_csv", {"detail": error})]) from error


def line(number: int) -> Phrase:
    """The place "line 12" in the reader's language."""
    return Phrase("place.line", {"line": number})


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ProblemsFound([Problem(name, "", "file_missing")]) from error
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(name, "", "not_utf8", {"byte": error.start})]) from error


def inputs_sha256(layout: Layout) -> str:
    """One checksum of everything a build depends on: the data, the registry, and the ETL's own rules."""
    digest = hashlib.sha256()
    for label, path in _inputs(layout):
        digest.update(f"{label}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs(layout: Layout) -> Iterator[tuple[str, Path]]:
    for folder in report_folders(layout):
        for path in sorted(folder.iterdir()):
            if path.is_file():
                yield path.relative_to(layout.root).as_posix(), path
    names = ("measures.csv", "indicators.toml", "targets.csv", "units.csv", "units_local.csv", "unit_lineage.csv")
    for path in (*(layout.reference(name) for name in names), layout.demo / "units.csv"):
        if path.exists():
            yield f"reference/{path.name}", path
    here = Path(__file__).parent
    code = [*here.rglob("*.py"), *here.rglob("*.sql"), *(here.parent / "domain").rglob("*.py")]
    for path in sorted(code):
        yield f"code/{path.relative_to(here.parent).as_posix()}", path
