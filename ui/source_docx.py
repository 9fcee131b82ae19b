"""The paragraphs and table rows of a Word source file that hold the printed figures. Word files have no fixed pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from ui.printed import MOST_PLACES, places_in
from ui.source_pdf import Unreadable

if TYPE_CHECKING:
    from docx.table import Table

MOST_BLOCKS = 8
_KEPT = 48
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # Word wraps a file with a password in its old format


@dataclass(frozen=True)
class Passages:
    """The blocks that hold numbers, those with most of them first; what of the numbers is nowhere or in too many
    places to point one out."""

    blocks: tuple[str, ...]
    found: tuple[str, ...]
    absent: tuple[str, ...]
    too_often: tuple[str, ...]


@lru_cache(maxsize=_KEPT)
def passages(path: Path, sha256: str, printed: tuple[str, ...]) -> Passages:
    """Where a .docx file prints the numbers. `sha256` is the file's: what it was found by. Raises Unreadable."""
    del sha256
    with path.open("rb") as file:
        if file.read(len(_LOCKED)) == _LOCKED:
            raise Unreadable("locked")
    try:
        blocks = list(_blocks(path))
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, AttributeError) as error:
        # python-docx and lxml (its XMLSyntaxError is a SyntaxError) have no error of their own for a broken file.
        raise Unreadable("broken") from error
    times = {one: [places_in(block, one) for block in blocks] for one in printed}
    found = [one for one, counts in times.items() if 0 < sum(counts) <= MOST_PLACES]
    held = [sum(times[one][number] > 0 for one in found) for number in range(len(blocks))]
    best = sorted((number for number in range(len(blocks)) if held[number]), key=lambda n: (-held[n], n))[:MOST_BLOCKS]
    return Passages(
        blocks=tuple(blocks[number] for number in best),
        found=tuple(found),
        absent=tuple(one for one, counts in times.items() if not sum(counts)),
        too_often=tuple(one for one, counts in times.items() if sum(counts) > MOST_PLACES),
    )


def _blocks(path: Path) -> Iterator[str]:
    """Paragraphs and table rows in reading order; cells side by side with a bar between."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(str(path))
    except PackageNotFoundError as error:
        raise ValueError(str(path)) from error
    for block in document.iter_inner_content():
        yield from _rows(block) if isinstance(block, Table) else [block.text]


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        # A cell that spans several columns comes once a column.
        cells = {id(cell._tc): " ".join(cell.text.split()) for cell in row.cells}
        yield " | ".join(cells.values())
