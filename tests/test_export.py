"""Files made beside the page: progress, stopping, errors, several at once."""

import threading
import time
from datetime import date

import pytest

from briefing import export as exports
from briefing.deck import Deck, Progress
from briefing.export import Export, Format

DECK = Deck("T", "S", "F", "vi", date(2024, 1, 2), "A", file_stem="xa_2023_2024-01-02")
PARTS = {"one": 4, "two": 2}
LONG = 20


class Stage:
    """Two formats of four and two parts; each part waits until it is let on."""

    def __init__(self) -> None:
        self.gate, self.reached = threading.Semaphore(0), threading.Semaphore(0)
        self.after_last = lambda: None

    def make(self, count: int, progress: Progress) -> bytes:
        for part in range(1, count + 1):
            self.reached.release()
            assert self.gate.acquire(timeout=LONG)
            progress(part, count)
        self.after_last()
        return b"x" * count

    def let_on(self, parts: int) -> None:
        for _ in range(parts):
            assert self.reached.acquire(timeout=LONG)
            self.gate.release()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage()
    formats = {
        name: Format(f".{name}", "x/y", lambda _deck, _template, progress, count=count: made.make(count, progress))
        for name, count in PARTS.items()
    }
    monkeypatch.setattr(exports, "FORMATS", formats)
    return made


def ended(job: Export) -> Export:
    until = time.monotonic() + LONG
    while job.is_running:
        assert time.monotonic() < until
        time.sleep(0.002)
    return job


def test_it_tells_how_far_it_is_and_never_goes_back(stage: Stage) -> None:
    job = Export(lambda: DECK, ("one", "two"))
    job.start()
    seen = [job.share]
    for _ in range(6):
        stage.let_on(1)
        seen.append(job.share)
    ended(job)
    assert seen == sorted(seen) and job.share == 1.0
    assert [(file.name, file.mime, file.content) for file in job.files] == [
        ("xa_2023_2024-01-02.one", "x/y", b"xxxx"), ("xa_2023_2024-01-02.two", "x/y", b"xx"),
    ]  # fmt: skip
    assert job.error is None and not job.was_cancelled


def test_starting_does_not_wait_and_nothing_is_offered_before_the_end(stage: Stage) -> None:
    job = Export(lambda: DECK, ("one", "two"))
    job.start()
    assert job.is_running and job.files == []
    stage.let_on(4)
    assert stage.reached.acquire(timeout=LONG)
    assert job.is_running and job.files == [] and job.place == 0
    job.cancel()
    stage.gate.release()
    assert ended(job).files == []


def test_a_stopped_one_offers_nothing(stage: Stage) -> None:
    job = Export(lambda: DECK, ("one",))
    job.start()
    stage.let_on(2)
    job.cancel()
    stage.gate.release()
    ended(job)
    assert job.was_cancelled and job.files == []


def test_stopped_after_the_last_part_it_still_offers_nothing(stage: Stage) -> None:
    """A PDF is converted after its last part: that is when people lose patience."""
    job = Export(lambda: DECK, ("two",))
    stage.after_last = job.cancel
    job.start()
    stage.let_on(2)
    ended(job)
    assert job.was_cancelled and job.files == []


def test_an_error_is_kept_and_nothing_is_offered(stage: Stage) -> None:
    def fail() -> Deck:
        raise OSError("disk is full")

    job = Export(fail, ("one",))
    job.start()
    ended(job)
    assert str(job.error) == "disk is full" and job.files == [] and not job.was_cancelled

    def break_off() -> None:
        raise ValueError("broken")

    stage.after_last = break_off
    job = Export(lambda: DECK, ("two", "one"))
    job.start()
    stage.let_on(2)
    assert str(ended(job).error) == "broken" and job.files == []


def test_two_run_at_once_and_stopping_one_leaves_the_other(stage: Stage) -> None:
    jobs = [Export(lambda: DECK, ("two",)) for _ in range(2)]
    for job in jobs:
        job.start()
    for _ in jobs:
        assert stage.reached.acquire(timeout=LONG)
    assert all(job.is_running for job in jobs)
    jobs[0].cancel()
    for _ in range(4):
        stage.gate.release()
    assert ended(jobs[0]).files == [] and len(ended(jobs[1]).files) == 1
