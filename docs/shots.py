"""Takes the README's screenshots from the real app: `make shots`. Looks at the data as they are, invents nothing."""

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser_setup import browser_flags, ensure_browser

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
# File, address, width, height, dark.
SHOTS = (
    ("overview", "?source=demo", 1440, 900, False),
    ("online", "online?source=demo&unit=SIM03@2004&to=2024-Q3", 1440, 900, False),
    ("trend_dark", "online?source=demo&chart=trend&unit=SIM03@2004&unit=SIM09@2004", 1440, 900, True),
    ("real_reports", "online", 1440, 900, False),
    ("staff", "staff?source=demo", 1440, 900, False),
    ("today", "online?source=demo&basis=today&chart=trend&unit=SIM01@2025", 1440, 900, False),
    ("reporting", "reporting?source=demo&to=2024-Q3", 1440, 900, False),
    ("phone", "online?source=demo", 390, 844, False),
)


@contextmanager
def running_app() -> Iterator[str]:
    """The app on a free port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "serve.py"), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def shoot(browser: Browser, address: str, name: str, width: int, height: int, dark: bool) -> None:
    """One picture of one page, once its figures are drawn."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.goto(address)
    page.get_by_test_id("stHeading").first.wait_for()
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    # Elements that are still loading stand there as grey bars.
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(1500)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    # 256 colours are enough for screens like these, and a third of the size.
    picture.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def main() -> None:
    """Takes all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_app() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=browser_flags())
        _wait_until_up(browser, home)
        for name, path, width, height, dark in SHOTS:
            shoot(browser, f"{home}/{path}", name, width, height, dark)
        browser.close()


def _wait_until_up(browser: Browser, home: str) -> None:
    page = browser.new_page()
    for _ in range(60):
        try:
            page.goto(f"{home}/_stcore/health")
            break
        except Exception:
            page.wait_for_timeout(500)
    page.close()


if __name__ == "__main__":
    main()
