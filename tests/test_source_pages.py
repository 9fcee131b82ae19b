"""The page of a PDF, and the paragraphs of a Word file, where a figure is printed: shown with the number marked."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from tests.factory import CHECKOUT
from tests.pdf_cases import HEIGHT, WIDTH, Line, pdf
from tests.quality_cases import MINH_DUC, body, page
from ui import source_file
from ui.printed import MOST_PLACES, is_whole, places_in, worth_finding
from ui.source_docx import passages
from ui.source_file import State
from ui.source_pages import by_page
from ui.source_pdf import DPI, MOST_PIXELS, NoSuchPage, PagePicture, Unreadable, page_picture, pages_named

pytestmark = pytest.mark.usefixtures("in_data_root")
ONE: list[Line] = [(72, 700, "Tiep nhan 1.103 ho so, trong do 21.103 va 1.103.000")]


def kept(tmp_path: Path, content: bytes, name: str = "bao-cao.pdf") -> tuple[Path, str]:
    path = tmp_path / name
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def shown(tmp_path: Path, content: bytes, number: int = 1, printed: Sequence[str] = ()) -> PagePicture:
    return page_picture(*kept(tmp_path, content), number, tuple(printed))


def yellow(picture: PagePicture) -> set[tuple[int, int]]:
    """The marked pixels, those that are neither ink nor paper."""
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    pixels = image.load()
    assert pixels
    found = set()
    for x in range(image.width):
        for y in range(image.height):
            red, green, blue = pixels[x, y]  # type: ignore[misc]
            if red > 240 and green > 200 and blue < 120:
                found.add((x, y))
    return found


# Places and numbers in words


def test_a_locator_names_its_pages() -> None:
    assert pages_named("II.2.c, cơ chế một cửa, dòng 110, tr. 3") == [3]
    assert pages_named("Phụ lục 2, trang 4-6") == [4, 5, 6]
    assert pages_named("II.3, dòng 4-5") == []
    assert len(pages_named("tr. 1-9999")) <= 21


def test_the_numbers_of_several_places_are_gathered_by_page() -> None:
    places = {"II.2, tr. 3": ["1.103", "1.144"], "II.4, tr. 3": ["1.103"], "Phụ lục, tr. 9": ["—"], "I": ["7"]}
    assert by_page(places) == {3: ("1.103", "1.144"), 9: ()}


digits = st.integers(1, 999_999).map(lambda number: f"{number:,}".replace(",", "."))


@given(digits, digits)
def test_a_number_is_found_whole_and_never_inside_another(wanted: str, other: str) -> None:
    text = f"có {other} hồ sơ"
    assert places_in(text, wanted) == (wanted == other)
    assert places_in(f"{text}; {wanted}, {wanted}.", wanted) == 2 + (wanted == other)


def test_a_per_cent_is_found_with_and_without_its_space() -> None:
    assert places_in("đạt 99,04\u00a0% kế hoạch", "99,04 %") == 1
    assert places_in("đạt 99,04% kế hoạch", "99,04 %") == 1
    assert places_in("đạt tỷ lệ (99,04)", "99,04 %") == 1
    assert places_in("đạt 199,04% kế hoạch", "99,04 %") == 0
    assert not is_whole("1.", "") and is_whole("n.", " ")


def test_words_are_no_number_to_look_for() -> None:
    assert worth_finding(["1.103", "", None, "không", "1.103"]) == ("1.103",)


# PDF


def test_the_named_page_is_drawn_at_its_size(tmp_path: Path) -> None:
    found = shown(tmp_path, pdf([], ONE), 2)
    assert (found.page, found.pages, found.marked) == (2, 2, ())
    image = Image.open(io.BytesIO(found.png))
    assert image.size == pytest.approx((WIDTH * DPI / 72, HEIGHT * DPI / 72), abs=1)
    assert image.convert("L").getextrema()[0] < 60, "the text is drawn"
    assert yellow(found) == set()


def test_a_page_as_large_as_a_poster_stays_a_small_picture(tmp_path: Path) -> None:
    found = shown(tmp_path, pdf(ONE, size=(7000, 14000)))
    assert max(Image.open(io.BytesIO(found.png)).size) == pytest.approx(MOST_PIXELS, abs=1)


def test_only_the_whole_number_is_marked_where_it_stands(tmp_path: Path) -> None:
    found = shown(tmp_path, pdf(ONE), printed=["1.103", "55"])
    assert found.marked == ("1.103",)
    marked, scale = yellow(found), DPI / 72
    across = [x / scale for x, _ in marked]
    down = [HEIGHT - y / scale for _, y in marked]
    # "Tiep nhan " ends near 135 pt, the number near 171; the longer ones stand beyond 250.
    assert 120 < min(across) < 140 and 160 < max(across) < 185
    assert min(down) > 690 and max(down) < 720


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_the_mark_lies_on_the_ink_whichever_way_the_page_is_turned(tmp_path: Path, turned: int) -> None:
    plain = shown(tmp_path, pdf([(72, 700, "1.103")]), printed=["1.103"])
    found = shown(tmp_path, pdf([(72, 700, "1.103")], turned=turned), printed=["1.103"])
    assert found.marked == ("1.103",)
    assert len(yellow(found)) == pytest.approx(len(yellow(plain)), rel=0.15)
    image = Image.open(io.BytesIO(found.png)).convert("L")
    ink = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) < 80]  # type: ignore[operator]
    xs, ys = zip(*yellow(found), strict=True)
    assert ink and all(min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys) for x, y in ink)


def test_a_number_that_stands_everywhere_is_not_pointed_out(tmp_path: Path) -> None:
    few = [(72, 700 - 20 * line, f"dong {9}") for line in range(MOST_PLACES)]
    assert shown(tmp_path, pdf(few), printed=["9"]).marked == ("9",)
    found = shown(tmp_path, pdf([*few, (300, 700, "9")]), printed=["9"])
    assert found.marked == () and yellow(found) == set()


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_page_that_the_file_has_not_is_said_to_be_missing(tmp_path: Path, number: int) -> None:
    with pytest.raises(NoSuchPage) as error:
        shown(tmp_path, pdf([], []), number)
    assert (error.value.page, error.value.pages) == (number, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "broken"), (b"%PDF-1.4\nnothing", "broken"), (b"\x00" * 500, "broken"), (pdf(ONE, locked=True), "locked")],
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        shown(tmp_path, content)
    assert error.value.reason == reason


@given(st.integers(0, 600), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_drawn_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes
) -> None:
    whole = pdf(ONE, ONE)
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    try:
        found = shown(tmp_path_factory.mktemp("damaged"), damaged, printed=["1.103"])
    except (Unreadable, NoSuchPage):
        return
    assert Image.open(io.BytesIO(found.png)).width > 0


def test_many_readers_at_once_each_see_their_page(tmp_path: Path) -> None:
    path, sha256 = kept(tmp_path, pdf(*([(72, 700, f"so {number}.103")] for number in range(1, 9))))
    found: dict[int, PagePicture] = {}

    def read(number: int) -> None:
        found[number] = page_picture(path, sha256, number, (f"{number}.103",))

    threads = [Thread(target=read, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {number: one.marked for number, one in found.items()} == {n: (f"{n}.103",) for n in range(1, 9)}


def test_pdfium_and_word_are_not_imported_before_a_file_is_shown() -> None:
    asked = "import sys, ui.provenance; print([m for m in ('pypdfium2', 'docx', 'pptx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


# Word


def word(path: Path, lines: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> tuple[Path, str]:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.save(str(path))
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_paragraphs_and_table_rows_that_print_the_numbers_are_found(tmp_path: Path) -> None:
    lines = ["Kính gửi", "Tiếp nhận 1.144 hồ sơ", "Trực tuyến 1.103 trên 1.144 hồ sơ", "Số 21.103"]
    path, sha256 = word(tmp_path / "a.docx", lines, [["Chỉ tiêu", "Số"], ["Trực tuyến", "1.103"]])
    found = passages(path, sha256, ("1.103", "1.144", "77"))
    assert found.blocks == (lines[2], lines[1], "Trực tuyến | 1.103")
    assert (found.found, found.absent, found.too_often) == (("1.103", "1.144"), ("77",), ())


def test_a_number_in_many_paragraphs_is_not_pointed_out(tmp_path: Path) -> None:
    path, sha256 = word(tmp_path / "b.docx", ["có 9 việc"] * (MOST_PLACES + 1))
    found = passages(path, sha256, ("9",))
    assert (found.blocks, found.too_often) == ((), ("9",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "broken"), (b"PK\x03\x04 not a zip", "broken"), (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "locked")],
)
def test_a_word_file_that_cannot_be_opened_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path, sha256 = kept(tmp_path, content, "c.docx")
    with pytest.raises(Unreadable) as error:
        passages(path, sha256, ("1",))
    assert error.value.reason == reason


# On the page


def on_the_page(monkeypatch: pytest.MonkeyPatch, path: Path) -> AppTest:
    monkeypatch.setattr(source_file, "find", lambda place, report: source_file.SourceFile(State.KEPT, path))
    return page("unit", source="report", profile=MINH_DUC, figures="2023-H1", trace="online_rate", part="origin")


def test_the_page_that_prints_the_figure_stands_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = kept(tmp_path, pdf([], [], [(72, 700, "Truc tuyen 1.103 tren 1.144 ho so")]))
    app = on_the_page(monkeypatch, path)
    assert not app.exception
    (picture,) = app.get("image")
    (one,) = picture.proto.imgs
    assert "trang 3/3" in one.caption and "tô vàng chỗ in 1" in one.caption
    assert "trang 3" in one.alt and "1.144" in one.alt
    assert [button.label for button in app.get("download_button") if button.proto.label == "Tải tệp gốc"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (pdf(ONE), "a.pdf", "tệp chỉ có 1 trang"),
        (pdf(ONE, ONE, ONE, locked=True), "b.pdf", "Tệp có mật khẩu"),
        (b"not a pdf", "c.pdf", "Không đọc được tệp này"),
        (b"not a word file", "d.docx", "Không đọc được tệp này"),
    ],
)
def test_a_file_that_cannot_be_shown_is_a_sentence_and_still_a_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, told: str
) -> None:
    path, _ = kept(tmp_path, content, name)
    app = on_the_page(monkeypatch, path)
    assert not app.exception and not app.get("image")
    assert any(told in warning.value.replace("\\", "") for warning in app.warning)
    assert any(button.proto.label == "Tải tệp gốc" for button in app.get("download_button"))


def test_the_paragraph_of_a_word_file_stands_beside_the_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = word(tmp_path / "e.docx", ["Trực tuyến 1.103 trên 1.144 hồ sơ", "Không liên quan 5"])
    told = body(on_the_page(monkeypatch, path))
    assert "Trực tuyến 1.103 trên 1.144 hồ sơ" in told and "Không liên quan" not in told
