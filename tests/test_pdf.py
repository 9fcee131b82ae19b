"""Slides become a PDF where LibreOffice is there; where it is not, fails or hangs, a message says what to do."""

import io
import sys
import tempfile
import time
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from briefing import pdf
from briefing.pdf import ConversionFailed, ConversionTooSlow, NoOffice, office_path, to_pdf
from text.words import LANGS

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="the stub office is a shell script")


def slides(text: str) -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1)).text_frame.text = text
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office that does what the test writes into it."""
    path = tmp_path / "bin" / "soffice"
    path.parent.mkdir()
    monkeypatch.setattr(pdf, "office_path", lambda: path)
    return path


def write(stub: Path, body: str) -> None:
    stub.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    stub.chmod(0o755)


def test_without_an_office_a_message_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "nowhere"),))
    assert office_path() is None
    with pytest.raises(NoOffice) as raised:
        to_pdf(b"slides")
    assert all("LibreOffice" in raised.value.text(lang) and "PPTX" in raised.value.text(lang) for lang in LANGS)


@needs_scripts
@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_an_office_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office_path() == tmp_path / name


def test_an_office_where_the_installer_puts_it_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "soffice.com"
    place.write_bytes(b"")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "nowhere"), str(place)))
    assert office_path() == place


@needs_scripts
@pytest.mark.parametrize(
    "body", ["exit 1", "exit 0", "echo no picture > slides.pdf", "echo %PDF-1.7 > slides.pdf; exit 3"]
)
def test_an_office_that_makes_no_pdf_is_an_error_in_words(stub: Path, body: str) -> None:
    write(stub, body)
    with pytest.raises(ConversionFailed) as raised:
        to_pdf(b"slides")
    for lang in LANGS:
        assert "PPTX" in raised.value.text(lang)
        assert str(stub.parent) not in raised.value.text(lang)


@needs_scripts
def test_an_office_that_cannot_be_started_is_an_error_in_words(stub: Path) -> None:
    stub.write_bytes(b"\x00")
    with pytest.raises(ConversionFailed):
        to_pdf(b"slides")


@needs_scripts
def test_at_the_time_limit_the_office_ends_with_its_children(stub: Path, tmp_path: Path) -> None:
    sign = tmp_path / "child-lived-on"
    write(stub, f"(sleep 3; touch {sign}) &\nsleep 60")
    begun = time.monotonic()
    with pytest.raises(ConversionTooSlow):
        to_pdf(b"slides", timeout=0.5)
    assert time.monotonic() - begun < 2.5
    time.sleep(3)
    assert not sign.exists()


@needs_scripts
def test_the_office_has_a_profile_of_its_own_and_nothing_stays_behind(stub: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    keep = f'pwd > {seen}; printf "%s\\n" "$@" >> {seen}; cat slides.pptx > {seen}.in'
    write(stub, f"{keep}; printf %%PDF-1.7 > slides.pdf")
    assert to_pdf(b"slides") == b"%PDF-1.7"
    folder, profile, *arguments = seen.read_text(encoding="utf-8").split("\n")
    assert profile == f"-env:UserInstallation={Path(folder).as_uri()}/profile"
    assert arguments[-4:-1] == ["--convert-to", "pdf", "slides.pptx"]
    assert Path(f"{seen}.in").read_bytes() == b"slides"
    assert not Path(folder).exists()


@needs_scripts
def test_the_office_does_not_inherit_the_servers_surroundings(
    stub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICE_SECRET", "x")
    write(stub, f"env > {tmp_path}/env; printf %%PDF-1.7 > slides.pdf")
    to_pdf(b"slides")
    assert "OFFICE_SECRET" not in (tmp_path / "env").read_text(encoding="utf-8")


def test_this_machine_makes_a_pdf_or_says_that_it_cannot() -> None:
    if office_path() is None:
        with pytest.raises(NoOffice, match="LibreOffice"):
            to_pdf(slides("Báo cáo quý III"))
        return
    made = to_pdf(slides("Báo cáo quý III: 43,6 %"))
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert str(Path.home()).encode() not in made
    assert str(tempfile.gettempdir()).encode() not in made
