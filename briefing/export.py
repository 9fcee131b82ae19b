"""The files of a briefing, by format; and a job that makes them without holding anybody up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.deck import Deck, Progress
from briefing.document import write_docx
from briefing.pdf import to_pdf
from briefing.slides import write_pptx
from briefing.workbook import write_xlsx


@dataclass(frozen=True)
class Format:
    """A file format: its suffix and MIME type, and what makes the bytes of a deck."""

    suffix: str
    mime: str
    make: Callable[[Deck, bytes | None, Progress], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    "pptx": Format(
        ".pptx",
        f"{_OFFICE}.presentationml.presentation",
        lambda deck, template, progress: write_pptx(deck, template, progress),
    ),
    "xlsx": Format(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", lambda deck, _, progress: write_xlsx(deck, progress)),
    "docx": Format(
        ".docx", f"{_OFFICE}.wordprocessingml.document", lambda deck, _, progress: write_docx(deck, progress)
    ),
    "pdf": Format(
        ".pdf", "application/pdf", lambda deck, template, progress: to_pdf(write_pptx(deck, template, progress))
    ),
}


@dataclass(frozen=True)
class Made:
    """A finished file."""

    name: str
    mime: str
    content: bytes


class Cancelled(RuntimeError):
    """The reader took the export back."""


@dataclass
class Export:
    """Makes files on a thread of its own; look at it while it runs: `done` of `total` parts of the format at `place`,
    then `files` or `error`."""

    make_deck: Callable[[], Deck]
    formats: Sequence[str]
    template: bytes | None = None
    known: Mapping[str, Format] = field(default_factory=lambda: FORMATS)
    place: int = 0
    done: int = 0
    total: int = 0
    files: list[Made] = field(default_factory=list)
    error: Exception | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stops after the part that is being made; nothing half-made is offered."""
        self._stop.set()

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much is done, 0 to 1; it never goes back."""
        return (self.place + (self.done / self.total if self.total else 0)) / max(len(self.formats), 1)

    @property
    def was_cancelled(self) -> bool:
        return isinstance(self.error, Cancelled)

    def run(self) -> None:
        """Makes all files; an error is kept in `error`, and then no file is offered."""
        try:
            deck = self.make_deck()
            self._heed()
            made = []
            for place, name in enumerate(self.formats):
                form = self.known[name]
                content = form.make(deck, self.template, self._progress(place))
                made.append(Made(f"{deck.file_stem}{form.suffix}", form.mime, content))
                self._heed()
            self.files = made
        except Exception as error:  # the page shows it: the thread has nobody to tell
            self.error = error

    def _progress(self, place: int) -> Progress:
        def told(done: int, total: int) -> None:
            self._heed()
            self.place, self.done, self.total = place, done, total

        return told

    def _heed(self) -> None:
        if self._stop.is_set():
            raise Cancelled
