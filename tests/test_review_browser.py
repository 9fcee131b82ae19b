"""Reviewing in a real browser, which keeps the entry chosen in a list, the open part of a form and what is typed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.layout import Layout
from etl.build import build
from etl.review import open_review
from tests.factory import CHECKOUT
from tests.review_form_cases import REPORT

WAIT_MS = 20_000
LATE = "Đã giải quyết quá hạn · báo cáo in 18"


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    shutil.copytree(CHECKOUT / "data" / "reports" / REPORT, tmp_path / "reports" / REPORT)
    (tmp_path / "reports" / REPORT / "review.jsonl").unlink(missing_ok=True)
    found = Layout(tmp_path)
    build(found)
    return found


@pytest.fixture
def page(place: Layout, browser: Browser) -> Iterator[Page]:
    """The form of the report, in a browser, on a server of its own."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--server.headless", "true"]
    process = subprocess.Popen(
        [*command, "--server.fileWatcherType=none"], cwd=CHECKOUT, env=os.environ | {"CCHC_DATA": str(place.root)},
        text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        url = next(found[1] for line in lines if (found := re.search(r"(http://(?:127\.0\.0\.1|localhost):\d+)", line)))
        context = browser.new_context(viewport={"width": 1440, "height": 1500})
        opened = context.new_page()
        opened.set_default_timeout(WAIT_MS)
        opened.goto(f"{url}/quality?section=review")
        expect(opened.get_by_label("Họ tên người rà soát").first).to_be_visible(timeout=60_000)
        yield opened
        context.close()
    finally:
        process.terminate()
        process.wait(10)


def chosen(page: Page) -> str:
    return page.get_by_role("combobox", name=re.compile("Số liệu$")).last.input_value()


def send(page: Page, value: str) -> None:
    page.get_by_role("radio", name="Đính chính", exact=True).click()
    page.get_by_label(re.compile("^Giá trị đúng")).first.fill(value)
    page.get_by_label("Họ tên người rà soát").first.fill("Lê Thị Hoa")
    page.get_by_label("Lý do", exact=True).first.fill("đối chiếu bản giấy")
    page.get_by_role("button", name="Lưu", exact=True).first.click()


def alert(page: Page, words: str) -> None:
    expect(page.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible(timeout=WAIT_MS)


def test_a_correction_a_mistake_and_its_mending_go_to_one_figure(page: Page, place: Layout) -> None:
    box = page.get_by_role("combobox", name=re.compile("Số liệu$")).last
    box.click()
    box.fill("quá hạn · báo cáo in 18")
    page.get_by_role("option").first.click()
    expect(page.get_by_text("Số đang dùng: 18 (báo cáo in 18).")).to_be_visible(timeout=WAIT_MS)
    send(page, "1748")
    alert(page, "Đã lưu: đính chính «Đã giải quyết quá hạn»: 18 → 1.748.")
    assert LATE in chosen(page)
    send(page, "19445,5")
    alert(page, "19445,5")
    assert LATE in chosen(page)
    page.get_by_label(re.compile("^Giá trị đúng")).first.fill("17")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    alert(page, "1.748 → 17.")
    assert LATE in chosen(page)
    assert [(line.measure, line.statement, line.after) for line in open_review(place, REPORT).lines] == [
        ("resolved_overdue", 0, 1748), ("resolved_overdue", 0, 17),
    ]  # fmt: skip


def test_a_refusal_of_the_whole_report_leaves_that_part_open(page: Page, place: Layout) -> None:
    page.get_by_role("tab", name="Cả báo cáo").click()
    expect(page.get_by_role("tab", name="Cả báo cáo")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    alert(page, "cần ghi họ tên người rà soát")
    expect(page.get_by_role("tab", name="Cả báo cáo")).to_have_attribute("aria-selected", "true")
    page.get_by_label("Họ tên người rà soát").last.fill("Lê Thị Hoa")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    alert(page, "Chưa lưu: báo cáo còn")
    expect(page.get_by_role("tab", name="Cả báo cáo")).to_have_attribute("aria-selected", "true")
    assert open_review(place, REPORT).lines == ()


def test_a_finding_leads_to_the_form_at_its_figure(page: Page) -> None:
    page.get_by_role("radio", name="Phát hiện", exact=True).click()
    page.get_by_role("button", name=re.compile("^Rà soát số này")).first.click()
    expect(page.get_by_label("Họ tên người rà soát").first).to_be_visible(timeout=WAIT_MS)
    assert chosen(page).startswith("! ")
