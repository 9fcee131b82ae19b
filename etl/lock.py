"""One writer at a time, over processes and threads, by a lock file."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_NAME = ".review.lock"
PATIENCE_S = 20.0
_PAUSE_S = 0.02


@contextmanager
def locked(reports: Path, patience: float = PATIENCE_S) -> Iterator[None]:
    """Holds the lock beside a folder of reports: reviews and imports write into it one after the other.

    The system lets go of it when the process ends, however it ends. Raises TimeoutError after `patience` seconds,
    OSError where the lock file cannot be opened.
    """
    deadline = time.monotonic() + patience
    path = reports.parent / LOCK_NAME
    with path.open("ab") as file:
        while True:
            try:
                _take(file)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise TimeoutError(str(path)) from error
                time.sleep(_PAUSE_S)
        yield
