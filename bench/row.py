"""One measured figure, and the table that shows them side by side."""

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent.parent
PLACE = HERE / ".bench"
MOST_MS = 10_000.0
HEAD = "| part | what | measured | goal | | note |\n| --- | --- | ---: | ---: | --- | --- |"


@dataclass(frozen=True)
class Row:
    """A figure of a part: `goal` in the same unit; `more_is_better` for rates."""

    part: str
    what: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False
    note: str = ""
    failed: bool = False  # What was measured did not do its work: its time says nothing.

    @property
    def verdict(self) -> str:
        if self.failed:
            return "FAILED"
        if self.goal is None:
            return ""
        met = self.value >= self.goal if self.more_is_better else self.value < self.goal
        return "met" if met else "MISSED"


def timed(ask: Callable[[], object], runs: int, warm_ups: int = 1) -> list[float]:
    """Milliseconds of each of `runs` calls, after `warm_ups` uncounted ones; of slow calls fewer, at least two."""
    for _ in range(warm_ups):
        ask()
    times: list[float] = []
    while len(times) < runs and (len(times) < 2 or sum(times) < MOST_MS):
        times.append(_milliseconds(ask))
    return times


def _milliseconds(ask: Callable[[], object]) -> float:
    start = perf_counter()
    ask()
    return 1000 * (perf_counter() - start)


def percentile(times: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the times do not exceed; of few times the highest."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


median = statistics.median


def resident_mb(process: int | None = None) -> float:
    """Memory that a process holds (RSS), in MB; 0 where the system has no /proc."""
    return _proc_status(process, "VmRSS")


def peak_mb(process: int | None = None) -> float:
    """The most it held so far, in MB; 0 where the system has no /proc."""
    return _proc_status(process, "VmHWM")


def _proc_status(process: int | None, name: str) -> float:
    path = Path(f"/proc/{process or os.getpid()}/status")
    if not path.exists():
        return 0.0
    found = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{name}:"))
    return int(found.split()[1]) / 1024


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    return "\n".join((HEAD, *map(line, rows)))


def line(row: Row) -> str:
    """A row of the table."""
    goal = "" if row.goal is None else f"{'≥' if row.more_is_better else '<'} {row.goal:g} {row.unit}"
    measured = f"{_number(row.value)} {row.unit}".strip()
    return f"| {row.part} | {row.what} | {measured} | {goal} | {row.verdict} | {row.note} |"


def _number(value: float) -> str:
    decimals = 0 if value >= 100 or value == int(value) else 2 if value < 10 else 1
    return f"{value:,.{decimals}f}"


def machine() -> str:
    """What the figures were measured on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [x.split(":", 1)[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
        cpu = names[0] if names else cpu
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}{load}"
    )
