"""The PDF of a briefing's slides, rendered by the server's LibreOffice: private profile, no macros, a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from text.words import Lang, say

TIMEOUT = 120.0
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
# A document's links and macros are never followed, and the office asks nobody for updates.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments"><prop \
oor:name="AutoCheckEnabled" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


class PdfProblem(Exception):
    """No PDF: what happened and what to do instead, in the reader's language."""

    key = ""

    def text(self, lang: Lang) -> str:
        return say(self.key, lang)

    def __str__(self) -> str:
        return self.text("vi")


class NoOffice(PdfProblem):
    """The server has no LibreOffice."""

    key = "briefing_paper.pdf.no_office"


class ConversionFailed(PdfProblem):
    """LibreOffice was there but made no PDF, or not in time."""

    key = "briefing_paper.pdf.failed"


class ConversionTooSlow(ConversionFailed):
    """LibreOffice was stopped at the time limit."""

    key = "briefing_paper.pdf.too_slow"


def office_path() -> Path | None:
    """The LibreOffice of this machine, on the path or where its installers put it; None where there is none."""
    found = [shutil.which(name) for name in _NAMES]
    return next((Path(place) for place in (*found, *_PLACES) if place and Path(place).is_file()), None)


def to_pdf(pptx: bytes, timeout: float = TIMEOUT) -> bytes:
    """The slides as PDF. Raises NoOffice, or ConversionFailed after `timeout` seconds at most; leaves nothing."""
    office = office_path()
    if office is None:
        raise NoOffice
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        _write_settings(work / "profile")
        (work / "slides.pptx").write_bytes(pptx)
        _convert(office, work, timeout)
        made = work / "slides.pdf"
        pdf = made.read_bytes() if made.is_file() else b""
    if not pdf.startswith(b"%PDF-"):
        raise ConversionFailed
    return pdf


def _write_settings(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")


def _convert(office: Path, work: Path, timeout: float) -> None:
    profile = (work / "profile").as_uri()
    command = [str(office), f"-env:UserInstallation={profile}", *_OPTIONS, "--convert-to", "pdf", "slides.pptx"]
    try:
        process = subprocess.Popen(
            command,
            cwd=work,
            env=_environment(work),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed from error
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise ConversionTooSlow from error
    finally:
        _end(process)
    if code != 0:
        raise ConversionFailed


def _environment(work: Path) -> dict[str, str]:
    """Little of the server's own surroundings; whatever the office writes goes to the folder that is removed."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {name: str(work) for name in ("HOME", "TMPDIR", "TEMP", "TMP")}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the office with its children: `soffice` is a script that starts the real one."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.wait()
