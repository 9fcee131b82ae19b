"""What people do with the app, in a real browser against the real server."""

import csv
import io
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pptx import Presentation

from charts.colours import DARK, LIGHT
from domain.layout import Layout
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT
from text.words import say
from ui.draw import PICTURE_WIDTH

PAGES = sorted(path.stem for path in (CHECKOUT / "pages").glob("*.py"))
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
WAIT_MS = 15_000
# Streamlit's own script looks for its server below the page's address first; the browser notes the two misses.
OWN_MISSES = re.compile(r"/_stcore/(health|host-config)$")

expect.set_options(timeout=WAIT_MS)


@dataclass
class Server:
    """A running app: its address, and what it printed."""

    url: str
    printed: list[str] = field(default_factory=list)

    def address(self, page: str = "overview", **query: str) -> str:
        path = "" if page == "overview" else page
        return f"{self.url}/{path}" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


@pytest.fixture(scope="session")
def server(data_root: Layout, warehouse: Warehouse) -> Iterator[Server]:
    """`streamlit run app.py` on a free port, reading the tests' warehouse."""
    assert warehouse.path.parent == data_root.warehouse
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        "0",
        "--server.fileWatcherType=none",
    ]
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=os.environ | {"CCHC_DATA": str(data_root.root)}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield _started(process)
    finally:
        process.terminate()
        process.wait(10)


def _started(process: subprocess.Popen[str]) -> Server:
    """Reads what the server prints until it names its address, then goes on reading so that it never blocks."""
    assert process.stdout
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line)
        if found := re.search(r"URL: (http://127\.0\.0\.1:\d+)", line):
            break
    else:
        pytest.fail("the server did not start:\n" + "".join(printed))
    threading.Thread(target=lambda: printed.extend(process.stdout or ()), daemon=True).start()
    with urllib.request.urlopen(f"{found[1]}/_stcore/health", timeout=10) as answer:
        assert answer.read() == b"ok"
    return Server(found[1], printed)


@dataclass
class Visit:
    """A page with what it asked of the network and complained of."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


def visit(context: BrowserContext, url: str) -> Visit:
    """Opens `url` and waits until all of it stands there."""
    found = Visit(context.new_page())
    found.page.set_default_timeout(WAIT_MS)
    found.page.on("request", lambda request: found.hosts.add(urlsplit(request.url).hostname or ""))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on(
        "console",
        lambda message: (
            message.type == "error"
            and not OWN_MISSES.search(message.location["url"])
            and found.complaints.append(message.text)
        ),
    )
    found.page.goto(url)
    settle(found.page)
    return found


def settle(page: Page) -> None:
    """Page and filters stand there to their last line, and the server has nothing left to do."""
    if page.viewport_size == DESK:
        expect(page.get_by_test_id("stSidebar").get_by_test_id("stButton")).to_be_visible()
    expect(page.locator("[data-testid=stMainBlockContainer] hr").last).to_be_attached()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESK, accept_downloads=True)  # type: ignore[arg-type]
    yield opened
    opened.close()


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def message(page: Page) -> Locator:
    """The title of the chart."""
    return page.get_by_role("heading", level=3).first


def bars(page: Page) -> Locator:
    return page.locator(".js-plotly-plot .barlayer .point")


def choose(page: Page, label: str, option: str) -> None:
    settle(page)
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()


def highlight(page: Page, unit: str) -> None:
    """Chooses a unit and sees it in the address; again where a busy machine drew the list anew under the pointer."""
    for attempt in (1, 2, 3):
        choose(page, "Đơn vị cần làm nổi", unit)
        page.keyboard.press("Escape")
        try:
            expect(page).to_have_url(re.compile("unit="), timeout=WAIT_MS / 3)
            return
        except AssertionError:
            if attempt == 3:
                raise


@pytest.fixture(scope="session")
def first_visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """The first of all visits to the server goes straight to a page below the first."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield visit(context, server.address("online", source="demo", to="2024-Q3"))
    context.close()


@pytest.fixture(autouse=True)
def after_the_first_visit(first_visit: Visit) -> None:
    """Every test of this file comes after the first visit."""


def test_the_first_visitor_of_a_fresh_server_may_come_by_a_link_to_any_page(first_visit: Visit) -> None:
    expect(title(first_visit.page)).to_have_text("Nộp hồ sơ trực tuyến")
    expect(bars(first_visit.page)).to_have_count(10)
    assert first_visit.complaints == []


def test_who_types_the_name_of_the_first_page_is_led_to_it(server: Server, context: BrowserContext) -> None:
    page = visit(context, f"{server.url}/overview?source=demo").page
    expect(title(page)).to_have_text("Tổng quan")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert urlsplit(page.url).path == "/" and parse_qs(urlsplit(page.url).query)["source"] == ["demo"]


def test_the_chart_is_a_drawing_with_a_bar_a_unit_a_name_and_its_value(first_visit: Visit) -> None:
    plot = first_visit.page.locator(".js-plotly-plot")
    expect(plot.locator("svg.main-svg").first).to_be_visible()
    names = plot.locator(".yaxislayer-above .ytick text").all_text_contents()
    assert names[0] == "Vĩnh Thuận" and len(names) == 10
    words = plot.inner_text()
    assert "99,6" in words and "Trung vị 85,0" in words and "Mục tiêu 70" in words


def test_from_the_overview_to_a_link_that_shows_a_colleague_the_same(
    server: Server, context: BrowserContext, browser: Browser
) -> None:
    mine = visit(context, server.address())
    page = mine.page
    expect(title(page)).to_have_text("Tổng quan")
    page.get_by_role("link", name="Nộp trực tuyến").click()
    expect(title(page)).to_have_text("Nộp hồ sơ trực tuyến")
    choose(page, "Nguồn số liệu", "Huyện mô phỏng")
    expect(message(page)).to_contain_text("quý II/2025")
    choose(page, "Đến kỳ", "Quý III/2024")
    expect(message(page)).to_contain_text("6 trong 9 đơn vị đạt mục tiêu")
    highlight(page, "Xã Tân Lộc")
    settle(page)
    page.get_by_role("radio", name="Diễn biến").click()
    expect(message(page)).to_contain_text("Trung vị tăng từ")
    settle(page)

    assert parse_qs(urlsplit(page.url).query) == {
        "source": ["demo"], "to": ["2024-Q3"], "unit": ["SIM03@2004"], "chart": ["trend"],
    }  # fmt: skip
    other = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    theirs = visit(other, page.url)
    expect(message(theirs.page)).to_have_text(message(page).inner_text())
    expect(theirs.page.locator(".js-plotly-plot")).to_have_count(1)
    assert drawn_text(theirs.page) == drawn_text(page)
    assert "Tân Lộc" in drawn_text(theirs.page)
    assert mine.hosts | theirs.hosts <= {"127.0.0.1", ""}
    assert mine.complaints + theirs.complaints == []
    other.close()


def drawn_text(page: Page) -> str:
    plot = page.locator(".js-plotly-plot")
    expect(plot.locator("svg.main-svg").first).to_be_visible()
    return plot.inner_text()


def download(page: Page, label: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=60_000) as found:
        page.get_by_role("button", name=label, exact=True).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def test_a_chart_is_taken_along_as_csv_xlsx_and_picture(server: Server, context: BrowserContext) -> None:
    page = visit(context, server.address("online", source="demo", to="2024-Q3")).page
    page.get_by_role("button", name="Tải về").click()

    name, content = download(page, "CSV")
    assert name == "online_rate_xep-hang_huyen-minh-hoa_2024-q3.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Đơn vị"], float(first["Tử số"]), float(first["Mẫu số"])) == ("Vĩnh Thuận", 259, 260)
    assert float(first["Tỷ lệ (%)"]) == pytest.approx(100 * 259 / 260)
    assert ["SỐ LIỆU MÔ PHỎNG", ""] in rows

    name, content = download(page, "XLSX")
    assert name.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads, cells = ([cell.value for cell in book.worksheets[0][row]] for row in (1, 2))
    figures = dict(zip(heads, cells, strict=True))
    assert figures["Đơn vị"] == "Vĩnh Thuận"
    assert (figures["Hạng"], figures["Tử số"], figures["Mẫu số"]) == (1, 259, 260)
    assert isinstance(figures["Tỷ lệ (%)"], int | float)

    name, content = download(page, "PNG")
    assert name.endswith(".png")
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert picture.width == 2 * PICTURE_WIDTH
        assert picture.height > 800
        assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_chart_follow_the_readers_theme(server: Server, browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme=scheme)  # type: ignore[arg-type]
    page = visit(context, server.address("on_time", source="demo")).page
    palette = DARK if scheme == "dark" else LIGHT
    paper = tuple(int(palette.paper[i : i + 2], 16) for i in (1, 3, 5))
    colour = "background => getComputedStyle(background).backgroundColor"
    assert page.locator("[data-testid=stApp]").evaluate(colour) == f"rgb{paper}"
    expect(page.locator(".js-plotly-plot svg.main-svg").first).to_be_visible()
    drawn = page.locator(".js-plotly-plot").evaluate("plot => plot.layout.paper_bgcolor")
    assert drawn == palette.paper
    context.close()


NOTHING_IS_CUT_OFF = """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] *')].every(one => {
  const box = one.getBoundingClientRect();
  const mayScroll = one.closest('[role=region], [data-testid=stDataFrame], svg, table');
  return mayScroll || box.width === 0 || box.right <= window.innerWidth + 1;
})"""


def test_no_page_scrolls_sideways_on_a_phone(server: Server, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    for name in PAGES:
        found = visit(context, server.address(name, source="demo"))
        expect(title(found.page)).to_be_visible()
        width, inner = found.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= inner == PHONE["width"], name
        # Charts are laid out anew once the browser has said that it is narrow.
        found.page.wait_for_function(NOTHING_IS_CUT_OFF)
        assert found.hosts <= {"127.0.0.1", ""}, name
        assert found.complaints == [], name
        found.page.close()
    context.close()


def test_the_keyboard_reaches_the_filters_and_chooses(server: Server, context: BrowserContext) -> None:
    page = visit(context, server.address("online", source="demo")).page
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
        reached.append(label)
        if "Loại kỳ báo cáo" in (label or ""):
            break
    assert "Loại kỳ báo cáo" in (reached[-1] or ""), reached
    assert any("Tiếng Việt" in (label or "") for label in reached), reached
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Năm", exact=True).wait_for()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text("4 quý đến hết quý II/2025")


def test_the_language_switch_changes_every_text_and_nothing_else(server: Server, context: BrowserContext) -> None:
    page = visit(context, server.address("online", source="demo", to="2024-Q3")).page
    expect(bars(page)).to_have_count(10)
    page.get_by_role("radio", name="English").click()
    expect(title(page)).to_have_text("Online submission")
    expect(message(page)).to_have_text("6 of 9 units meet the target set for them for online submission, Q3 2024")
    expect(page.get_by_role("link", name="On time")).to_be_visible()
    expect(bars(page)).to_have_count(10)
    assert page.title() == say("app.title", "en")
    assert parse_qs(urlsplit(page.url).query) == {"source": ["demo"], "to": ["2024-Q3"], "lang": ["en"]}


# The link for keyboards at the very top is Streamlit's and has no translation; the other is the language switch.
NOT_OURS = {"Skip to main content", "English"}
# Icons are letters of a font, and their names its text.
VISIBLE_TEXT = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    const isHidden = parent.closest('style, script, noscript, [data-testid=stIconMaterial], [translate=no]');
    if (text && !isHidden && parent.checkVisibility()) texts.push(text);
  }
  return texts;
}"""
# Streamlit's upload box: ui/upload.py hides these two and puts ours there.
HIDDEN_BY_STYLE = {"Upload", "50MB per file • PPTX"}
ENGLISH = re.compile(
    r"\b(deploy|running|stop|rerun|settings|print|record|about|choose|select|options?|search|download|fullscreen|"
    r"loading|error|type|clear|add|view|show|hide|close|open|menu|help|the|of|and|with|from|units?|reports?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["overview", "online", "on_time"])
def test_a_vietnamese_reader_sees_no_english_word_on_the_page(
    server: Server, context: BrowserContext, name: str
) -> None:
    page = visit(context, server.address(name, source="demo")).page
    page.get_by_text("Bảng số liệu", exact=True).first.click()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    seen = page.evaluate(VISIBLE_TEXT)
    assert "Bảng số liệu" in seen and "Đặt lại bộ lọc" in seen
    assert [text for text in seen if ENGLISH.search(text) and text not in NOT_OURS] == []
    held = page.evaluate(
        "[...document.querySelectorAll('[placeholder],[title]')].map(e => e.placeholder || e.title).filter(Boolean)"
    )
    assert [text for text in held if ENGLISH.search(text)] == []


def test_a_chart_is_pinned_and_leaves_as_a_slide_that_can_be_edited(server: Server, context: BrowserContext) -> None:
    found = visit(context, server.address("online", source="demo", to="2024-Q3"))
    page = found.page
    page.get_by_role("button", name="Ghim vào bộ slide").click()
    expect(page.get_by_role("button", name="Bỏ ghim")).to_be_visible()
    page.get_by_role("link", name="Bộ slide").click()
    expect(title(page)).to_have_text("Tạo bộ slide")
    page.get_by_role("radio", name="Biểu đồ đã ghim").or_(page.get_by_role("button", name="Biểu đồ đã ghim")).click()
    page.get_by_role("button", name="Lập từ biểu đồ đã ghim (1)").click()
    expect(page.get_by_text("Nội dung: 1 phần")).to_be_visible()
    settle(page)
    seen = page.evaluate(VISIBLE_TEXT)
    assert [text for text in seen if ENGLISH.search(text) and text not in NOT_OURS | HIDDEN_BY_STYLE] == []
    page.get_by_role("button", name="Tạo tệp", exact=True).click()
    with page.expect_download(timeout=60_000) as taken:
        page.get_by_role("button", name=re.compile(r"huyen-minh-hoa_2024-q3_.*\.pptx")).click(timeout=60_000)
    slides = Presentation(str(taken.value.path())).slides
    (chart,) = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    values = [value for value in chart.plots[0].series[0].values if value is not None]
    assert len(values) == 10 and max(values) == pytest.approx(100 * 259 / 260, abs=0.01)
    assert found.complaints == [] and found.hosts <= {"127.0.0.1", ""}


def test_the_server_printed_no_traceback(server: Server) -> None:
    assert [line for line in server.printed if "Traceback" in line or "Error" in line] == []
