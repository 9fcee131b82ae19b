"""The real server on a free port of this machine, started for a measurement and ended after it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from bench.row import HERE

# `streamlit run app.py`, told beforehand what st.navigation tells it in the first run: that pages/ is not its own
# folder. Without that, a fresh server answers a link to any page but the first with that page's script alone: an error.
PLAIN = (
    "-c",
    "import sys; from streamlit.web.cli import main; from streamlit.runtime.pages_manager import PagesManager as p; "
    "p.uses_pages_directory = False; sys.argv = ['streamlit', 'run', 'app.py', *sys.argv[1:]]; main()",
)
# The same without watching source files: a file that somebody edits meanwhile is none of the measurement's.
UNWATCHED = (*PLAIN, "--server.fileWatcherType", "none")
SERVE = ("serve.py",)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], port: int, data: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`python command` with its port, in a process group of its own, ended on leaving."""
    flag = "--port" if command == SERVE else "--server.port"
    # Written bytecode, as on a reader's machine and by `make run`; empty means: write it.
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **({"CCHC_DATA": str(data)} if data else {})}
    process = subprocess.Popen(
        [sys.executable, *command, flag, str(port)], cwd=HERE, env=environ, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent,
    )  # fmt: skip
    try:
        yield process
    finally:
        _end(process)


def wait_until_up(port: int, seconds: float = 60.0) -> None:
    """Returns when the server says it is healthy. Raises TimeoutError."""
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            sleep(0.05)
    raise TimeoutError(f"no server on port {port} after {seconds:g} s")


def _end_with_parent() -> None:
    """In the server's process: ended by the system with a measurement that is killed (Linux: PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
