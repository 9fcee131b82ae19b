"""The browser that all tests share: Playwright starts only once in a run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser_setup import browser_flags, ensure_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=ensure_browser(), args=browser_flags())
        yield started
        started.close()
