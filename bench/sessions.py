"""Reruns a second of the real server with many sessions: Streamlit's own web-socket protocol, on loopback."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.row import Row, median, percentile, resident_mb
from bench.server import UNWATCHED, free_port, started, wait_until_up

MOST_SECONDS = 120.0
PAGE = "online"


@dataclass(frozen=True)
class Load:
    """`sessions` at once; each waits `pause` seconds between its reruns, as a reader does. 0: as fast as it goes."""

    sessions: int
    pause: float = 0.0

    @property
    def words(self) -> str:
        return f"{self.sessions} sessions" + (f", a click every {self.pause:g} s" if self.pause else "")


LOADS = (Load(4), Load(25), Load(25, pause=3.0))


def measure(data: Path | None, words: str, asked: Mapping[str, str], reruns: int) -> list[Row]:
    """Each session of a load does `reruns` reruns of a page, one after another, all sessions at once."""
    return [row for load in LOADS for row in _load(data, words, asked, load, reruns)]


def _load(data: Path | None, words: str, asked: Mapping[str, str], load: Load, reruns: int) -> list[Row]:
    port = free_port()
    with started(UNWATCHED, port, data) as process:
        wait_until_up(port)
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        query = urlencode(asked)
        # Imports and caches are the first visitor's cost, not counted here.
        asyncio.run(_session(address, query, Load(1), 2))
        before = resident_mb(process.pid)
        start = perf_counter()
        times = asyncio.run(asyncio.wait_for(_all(address, query, load, reruns), MOST_SECONDS))
        seconds = perf_counter() - start
        after = resident_mb(process.pid)
    name = f"{PAGE}, {words}, {load.words}"
    done = [time for _, later in times for time in later]
    first = [first for first, _ in times]
    return [
        Row("sessions", f"{name}: reruns", (len(done) + len(first)) / seconds, "/s", more_is_better=True),
        Row(
            "sessions", f"{name}: rerun p50", median(done), "ms", note=f"first run of a session {median(first):,.0f} ms"
        ),
        Row("sessions", f"{name}: rerun p95", percentile(done, 0.95), "ms"),
        Row("sessions", f"{name}: server memory after", after, "MB", note=f"before {before:,.0f} MB"),
    ]


async def _all(address: str, query: str, load: Load, reruns: int) -> list[tuple[float, list[float]]]:
    sessions = (_session(address, query, load, reruns, number) for number in range(load.sessions))
    return await asyncio.gather(*sessions)


async def _session(address: str, query: str, load: Load, reruns: int, number: int = 0) -> tuple[float, list[float]]:
    """Milliseconds of the first run and of each rerun of one session; with a pause they do not all start together."""
    await asyncio.sleep(load.pause * number / load.sessions)
    async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        first, later = await _rerun(socket, query), []
        for _ in range(reruns):
            await asyncio.sleep(load.pause)
            later.append(await _rerun(socket, query))
    return first, later


async def _rerun(socket: ClientConnection, query: str) -> float:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = PAGE
    message.rerun_script.widget_states.CopyFrom(WidgetStates())
    start = perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        received = ForwardMsg()
        received.ParseFromString(await socket.recv(decode=False))
        kind = received.WhichOneof("type")
        if kind == "delta" and received.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(f"the page failed: {received.delta.new_element.exception.message}")
        if kind == "page_not_found":
            raise RuntimeError("the page was not found")
        if kind == "script_finished":
            if received.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                continue  # A rerun asked by the script itself (the address changed): the next one is the answer.
            return 1000 * (perf_counter() - start)
