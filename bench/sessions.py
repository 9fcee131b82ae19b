"""Reruns a second of the real server with many sessions: Streamlit's own web-socket protocol, on loopback."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.row import Row, median, percentile, resident_mb
from bench.server import PLAIN, free_port, started, wait_until_up

GOAL_P95_MS = 500.0
MOST_SECONDS = 120.0
PAGE = "online"


def measure(data: Path | None, words: str, asked: Mapping[str, str], counts: tuple[int, ...], reruns: int) -> list[Row]:
    """Each of `counts` sessions does `reruns` reruns of a page, one after another, all sessions at once."""
    rows = []
    for sessions in counts:
        port = free_port()
        with started(PLAIN, port, data) as process:
            wait_until_up(port)
            address = f"ws://127.0.0.1:{port}/_stcore/stream"
            query = urlencode(asked)
            # Imports and caches are the first visitor's cost, not counted here; the start page, because on a server that
            # has not run app.py yet Streamlit takes pages/ for its own and runs a page without the frame.
            asyncio.run(_session(address, query, 2, page=""))
            before = resident_mb(process.pid)
            start = perf_counter()
            times = asyncio.run(asyncio.wait_for(_all(address, query, sessions, reruns), MOST_SECONDS))
            seconds = perf_counter() - start
            after = resident_mb(process.pid)
        name = f"{sessions} sessions, {words}"
        done = [time for _, later in times for time in later]
        first = [first for first, _ in times]
        rows += [
            Row("sessions", f"{name}: reruns", (len(done) + len(first)) / seconds, "/s", more_is_better=True),
            Row(
                "sessions", f"{name}: rerun p50", median(done), "ms",
                note=f"first run of a session, all at once: p50 {median(first):,.0f} ms",
            ),
            Row("sessions", f"{name}: rerun p95", percentile(done, 0.95), "ms", GOAL_P95_MS if sessions > 4 else None),
            Row("sessions", f"{name}: server memory after", after, "MB", note=f"before {before:,.0f} MB"),
        ]  # fmt: skip
    return rows


async def _all(address: str, query: str, sessions: int, reruns: int) -> list[tuple[float, list[float]]]:
    return await asyncio.gather(*(_session(address, query, reruns) for _ in range(sessions)))


async def _session(address: str, query: str, reruns: int, page: str = PAGE) -> tuple[float, list[float]]:
    """Milliseconds of the first run and of each rerun of one session."""
    async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        times = [await _rerun(socket, query, page) for _ in range(reruns + 1)]
    return times[0], times[1:]


async def _rerun(socket: ClientConnection, query: str, page: str) -> float:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
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
