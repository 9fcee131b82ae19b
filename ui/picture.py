"""Pictures of figures, made on the server by Kaleido and the machine's own Chromium. Nothing comes from the network.

The browser starts with the first picture and stays: 4 s for a start, 0.4 s for a picture. Kaleido's own server thread
hangs its caller when the browser dies, so it is kept on an event loop of ours, where every wait has a limit.
"""

import asyncio
import atexit
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal

Format = Literal["png", "svg"]
TIME_LIMIT = 20.0
"""Seconds for one picture, the browser's start included."""
_CLOSE_LIMIT = 5.0
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


class PictureError(RuntimeError):
    """No picture could be made: no browser, too slow, or the browser failed."""


@cache
def browser_path() -> str | None:
    """Where Chromium, Chrome or Edge is; BROWSER_PATH or CHROME_PATH in the environment goes first."""
    named = (os.environ.get("BROWSER_PATH"), os.environ.get("CHROME_PATH"))
    found = (shutil.which(name) for name in _NAMES)
    candidates = (*named, *found, *_PLACES)
    return next((path for path in candidates if path and Path(path).is_file()), None)


def render(
    make_figure: dict[str, Any] | Callable[[], dict[str, Any]], fmt: Format, width: int, height: int | None = None
) -> bytes:
    """The picture as bytes, PNG at twice the size for print. `height` None takes the figure's own.

    Raises PictureError; takes at most TIME_LIMIT seconds. Safe to call from many threads: pictures queue up.
    """
    figure = make_figure() if callable(make_figure) else make_figure
    options = {"format": fmt, "width": width, "height": height or figure["layout"]["height"]}
    options["scale"] = 2 if fmt == "png" else 1
    return _SERVER.render(figure, options)


class _Server:
    """One browser on one event loop in a thread of its own, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: Any = None
        atexit.register(self._close)

    def render(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        if not self._lock.acquire(timeout=TIME_LIMIT):
            raise PictureError("other pictures are still being made")
        try:
            task = asyncio.run_coroutine_threadsafe(self._draw(figure, options), self._running_loop())
            try:
                return task.result(TIME_LIMIT)
            except FutureTimeout as error:
                task.cancel()
                self._forget()
                raise PictureError(f"no picture within {TIME_LIMIT:g} s") from error
            except Exception as error:
                self._forget()
                raise PictureError(f"the browser made no picture: {error}") from error
        finally:
            self._lock.release()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True).start()
        return self._loop

    async def _draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        if self._browser is None:
            self._browser = await _open_browser()
        return await self._browser.calc_fig(figure, opts=options)

    def _forget(self) -> "Future[None] | None":
        """Close what may be left of a browser without waiting for it; the next picture starts a new one."""
        browser, self._browser = self._browser, None
        if browser is None or self._loop is None:
            return None
        return asyncio.run_coroutine_threadsafe(browser.close(), self._loop)

    def _close(self) -> None:
        """At the server's end: no browser outlives it."""
        closing = self._forget()
        if closing is not None:
            with suppress(Exception):
                closing.result(_CLOSE_LIMIT)


async def _open_browser() -> Any:
    import kaleido  # takes a second to import: not before somebody wants a picture

    path = browser_path()
    if path is None:
        raise PictureError("no Chromium, Chrome or Edge on this server")
    # mathjax would be fetched from a CDN; plotly.js is the file in the installed plotly package.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    browser = kaleido.Kaleido(path=path, mathjax=False, timeout=TIME_LIMIT, enable_sandbox=not is_root)
    try:
        await browser.open()
    except BaseException:  # a start that took too long is cancelled: no half-started browser may stay behind
        await browser.close()
        raise
    return browser


_SERVER = _Server()
