"""Pictures of the gallery in both languages, themes and widths: `python tests/gallery/shoot.py [/tmp/shots]`."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ui.picture import browser_path

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"1440": (1440, 900), "390": (390, 844)}
WAIT_MS = 60_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_app(port: int) -> "subprocess.Popen[bytes]":
    script = ROOT / "tests" / "gallery" / "gallery_app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    app = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return app
        time.sleep(0.2)
    app.kill()
    raise RuntimeError(f"the gallery did not start on port {port}")


def wait_until_drawn(page: Page, charts: int) -> None:
    page.wait_for_function(
        f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {charts}", timeout=WAIT_MS
    )
    page.wait_for_timeout(1500)


def full_height(page: Page, width: int) -> int:
    """Streamlit scrolls inside its own frame: the window has to be as high as what is in it."""
    height = int(page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")) + 60
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(1200)
    return height


def shoot(browser: Browser, port: int, folder: Path, lang: str, theme: str, size: str, only: str = "") -> Path:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/?lang={lang}" + (f"&only={only}" if only else ""))
    wait_until_drawn(page, 1 if only else 13)
    full_height(page, width)
    path = folder / f"{only or 'all'}-{lang}-{theme}-{size}.png"
    page.screenshot(path=path, full_page=True)
    context.close()
    return path


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/shots")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    app = start_app(port)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path(), args=flags)
            for size in SIZES:
                for theme in ("light", "dark"):
                    for lang in ("vi", "en"):
                        print(shoot(browser, port, folder, lang, theme, size))
            browser.close()
    finally:
        app.terminate()


if __name__ == "__main__":
    main()
