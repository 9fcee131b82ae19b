"""Finds a browser for the tests, or installs one: the system's Chromium, else Debian's, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Nothing here talks to the Internet; without these flags Chromium tries to, many times a second.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(RuntimeError):
    """No browser, and none could be installed. Says what to do."""


def find_browser() -> str | None:
    """The path of a Chromium: CCHC_BROWSER, the system's, or the one Playwright brought."""
    named = os.environ.get("CCHC_BROWSER")
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def browser_flags() -> list[str]:
    """The flags to start it with; as root there is no sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if is_root else [])]


def ensure_browser() -> str:
    """The path of a browser, installed where there was none. Raises NoBrowser."""
    if found := find_browser():
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if found := find_browser():
        return found
    raise NoBrowser(
        "The tests need Chromium and none is here. Install it (Debian: apt-get install chromium; elsewhere: "
        "python -m playwright install chromium) or name one in CCHC_BROWSER."
    )


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    try:
        print(f"Browser of the tests: {ensure_browser()}")
    except NoBrowser as error:
        sys.exit(str(error))
