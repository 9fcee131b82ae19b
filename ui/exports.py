"""The files a chart's table can be taken as. app.py offers them: ui/ draws, briefing/ knows file formats."""

from collections.abc import Callable
from dataclasses import dataclass

from charts.spec import Frame
from text.words import Lang


@dataclass(frozen=True)
class TableFile:
    """A file format: its name on the button, its suffix and MIME type, and what makes the bytes of a frame's table."""

    label: str
    suffix: str
    mime: str
    make: Callable[[Frame, Lang], bytes]


_offered: tuple[TableFile, ...] = ()


def offer(*files: TableFile) -> None:
    """Says, once at the start, which files there are."""
    global _offered
    _offered = files


def offered() -> tuple[TableFile, ...]:
    return _offered
