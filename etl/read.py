"""Reads report folders into plain records as they stand. Judges nothing but whether a file can be read at all."""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.layout import Layout
from domain.review import Line
from etl.problems import Phrase, Problem, ProblemsFound
from etl.review_file import read_lines

# What a damaged or binary file leaves in a text: every control character but the line ends and the tab.
_GARBAGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

FIGURE_COLUMNS = ("measure", "scope", "value", "qualifier", "printed", "place", "locator", "as_of", "note")


@dataclass(frozen=True)
class RawReport:
    """A report folder as text: the head of `report.toml`, the rows of `figures.csv`, each with its line number, and the
    lines of `review.jsonl`."""

    folder: Path
    head: dict
    figures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    review: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        return self.folder.name

    def contents(self) -> str:
        """Checksum of the report as it was entered; git may write other line ends."""
        files = (self.folder / name for name in ("report.toml", "figures.csv"))
        return hashlib.sha256(b"\0".join(_bytes(path).replace(b"\r\n", b"\n") for path in files)).hexdigest()


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
    return RawReport(folder, _read_head(folder), list(_read_figures(folder)), read_lines(folder))


def _read_head(folder: Path) -> dict:
    name = f"{folder.name}/report.toml"
    try:
        return tomllib.loads(read_text(folder / "report.toml", name))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProblemsFound([Problem(name, "", "bad_toml", {"detail": error})]) from error


def _read_figures(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    return read_table(folder / "figures.csv", f"{folder.name}/figures.csv", FIGURE_COLUMNS)


def read_table(path: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a UTF-8 CSV file with their line numbers, cells stripped; columns beyond `columns` come along.

    Raises ProblemsFound that name the file (as `name`) and the line.
    """
    text = read_text(path, name)
    if garbage := _GARBAGE.search(text):
        found = f"U+{ord(garbage[0]):04X}"
        raise ProblemsFound(
            [Problem(name, line(1 + text.count("\n", 0, garbage.start())), "garbage", {"found": found})]
        )
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = list(reader.fieldnames or ())
        missing = [column for column in columns if column not in header]
        if missing:
            raise ProblemsFound([Problem(name, line(1), "figures_header", {"columns": ", ".join(missing)})])
        if len(set(header)) < len(header):
            raise ProblemsFound([Problem(name, line(1), "figures_header_twice", {"columns": ", ".join(header)})])
        for row in reader:
            if None in row or None in row.values():
                raise ProblemsFound([Problem(name, line(reader.line_num), "figures_cells")])
            yield reader.line_num, {column: cell.strip() for column, cell in row.items()}
    except csv.Error as error:
        raise ProblemsFound([Problem(name, line(reader.line_num), "bad_csv", {"detail": csv_reason(error)})]) from error


def csv_reason(error: csv.Error) -> Phrase:
    """What Python says of a broken CSV file, in the reader's language."""
    text = str(error)
    if "unexpected end of data" in text:
        return Phrase("place.quote_open")
    return Phrase("place.quote_within" if "expected after" in text else "place.csv_other", {"detail": text})


def line(number: int) -> Phrase:
    """The place "line 12" in the reader's language."""
    return Phrase("place.line", {"line": number})


def shown_name(path: Path) -> str:
    """How problems name a reference file: "targets.csv", "demo/targets.csv"."""
    return path.name if path.parent.name == "reference" else f"{path.parent.name}/{path.name}"


def read_text(path: Path, name: str) -> str:
    """The UTF-8 text of a file. Raises ProblemsFound, naming it `name`, where there is none to read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ProblemsFound([Problem(name, "", "file_missing")]) from error
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(name, "", "not_utf8", {"byte": error.start})]) from error
    except OSError as error:
        raise ProblemsFound([Problem(name, "", "file_locked", {"detail": error.strerror or error})]) from error


def inputs_sha256(layout: Layout) -> str:
    """One checksum of everything a build depends on: the data, the registry, and the ETL's own rules."""
    return sha256_of(input_checksums(layout))


def input_checksums(layout: Layout) -> dict[str, str]:
    """The checksum of each input: a report's folder, its review.jsonl, a reference file, the ETL's rules ("code")."""
    return _checksums(_inputs(layout, report_folders(layout)))


def checksums_behind(layout: Layout, folder: Path) -> dict[str, str]:
    """Of `input_checksums`, those that decide what the rules say of the report in `folder`: its own, and the rules'."""
    return _checksums(_inputs(layout, [folder]))


def _checksums(inputs: Iterable[tuple[str, Path]]) -> dict[str, str]:
    digests: dict[str, hashlib._Hash] = {}
    for label, path in inputs:
        content = _bytes(path)
        digest = digests.setdefault(_input_of(label), hashlib.sha256())
        digest.update(f"{label}\0{len(content)}\0".encode())
        digest.update(content)
    return {name: digest.hexdigest() for name, digest in digests.items()}


def sha256_of(checksums: Mapping[str, str]) -> str:
    """One checksum of many."""
    return hashlib.sha256("\n".join(f"{name}\0{digest}" for name, digest in checksums.items()).encode()).hexdigest()


def _input_of(label: str) -> str:
    """The input that a file belongs to. A review is one of its own: it tells a correction from an edited report."""
    folder, _, name = label.rpartition("/")
    if label.startswith("code/"):
        return "code"
    return folder if name != "review.jsonl" and folder.startswith(("reports/", "demo/reports/")) else label


def _bytes(path: Path) -> bytes:
    """The file's bytes, none of a folder; of a file that cannot be opened the reason, so that the build goes on and
    leaves it out."""
    if path.is_dir():
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        return str(error).encode()


def _inputs(layout: Layout, folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        files = [path for path in sorted(folder.iterdir()) if path.is_file()]
        # A folder without a file is a report that cannot be read: the build must not take it for nothing at all.
        for path in files or [folder]:
            yield path.relative_to(layout.root).as_posix() + ("" if files else "/"), path
    names = (
        "measures.csv", "indicators.toml", "targets.csv", "units.csv", "units_local.csv", "unit_lineage.csv",
        "peer_groups.csv", "due_dates.csv", "rules.toml",
    )  # fmt: skip
    for name in names:
        for label, path in (("reference", layout.reference(name)), ("demo", layout.demo / name)):
            if path.exists():
                yield f"{label}/{name}", path
    here = Path(__file__).parent
    root = here.parent
    rules = [
        *here.rglob("*.py"),
        *here.rglob("*.sql"),
        *(root / "domain").rglob("*.py"),
        *(root / "text" / name for name in ("search.py", "words.py")),
        *(path for part in ("etl", "rules", "review") for path in (root / "text/catalogue").glob(f"{part}*.toml")),
    ]
    for path in sorted(rules):
        yield f"code/{path.relative_to(root).as_posix()}", path
