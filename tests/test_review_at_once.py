"""Several people who review at once: nobody's work is lost, the second is told."""

import os
import subprocess
import sys

import pytest

from domain.layout import Layout
from etl.lock import locked
from etl.problems import ProblemsFound
from etl.registry import Registry
from etl.review import open_review, save
from tests.factory import CHECKOUT
from tests.review_cases import HOA, NAM, REPORT, change, code_of, report_of, said
from text.words import LANGS

_SAVER = """
import sys
from pathlib import Path
from domain.layout import Layout
from domain.review import Change
from etl.problems import ProblemsFound
from etl.review import open_review, save
root, report, by, measure, tries, wanted = sys.argv[1:]
office, saved, told = Layout(Path(root)), 0, 0
print("ready", flush=True)
sys.stdin.readline()
seen = 0
for _ in range(int(tries)):
    if saved == int(wanted):
        break
    value = float(1000 + 7 * saved + len(by))
    try:
        seen = save(office, report, Change("correct", by, "thử", measure, value=value), seen).seen
        saved += 1
    except ProblemsFound as error:
        assert [problem.code for problem in error.problems] == ["review_unseen"], error
        told += 1
        seen = open_review(office, report).seen
print(saved, told, flush=True)
"""


def run_at_once(office: Layout, people: list[str], tries: int, wanted: int) -> list[tuple[int, int]]:
    """(saved, told) of processes that start together."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _SAVER, str(office.root), REPORT, by, "received_online", str(tries), str(wanted)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=environment,
        )
        for by in people
    ]  # fmt: skip
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    answers = []
    for process in processes:
        out, wrong = process.communicate(timeout=120)
        assert process.returncode == 0, wrong
        saved, told = map(int, out.split())
        answers.append((saved, told))
    return answers


def test_of_four_people_who_save_at_once_one_is_first_and_the_others_are_told(desk: Layout) -> None:
    answers = run_at_once(desk, ["An", "Bình", "Chi Mai", "Duy Khánh"], tries=1, wanted=1)
    assert sorted(answers) == [(0, 1), (0, 1), (0, 1), (1, 0)]
    assert len(open_review(desk, REPORT).lines) == 1


def test_nothing_is_lost_or_mixed_when_four_people_save_again_and_again(
    desk: Layout, office_registry: Registry
) -> None:
    people = ["An", "Bình", "Chi Mai", "Duy Khánh"]
    answers = run_at_once(desk, people, tries=400, wanted=5)
    assert [saved for saved, _ in answers] == [5, 5, 5, 5]
    lines = open_review(desk, REPORT).lines
    assert [line.seq for line in lines] == list(range(1, 21))
    for by in people:
        assert [line.after for line in lines if line.by == by] == [1000 + 7 * n + len(by) for n in range(5)]
    assert [line.before for line in lines[1:]] == [line.after for line in lines[:-1]]
    assert said(report_of(desk, office_registry), "received_online")[0].value == lines[-1].after


def test_the_second_is_told_who_changed_what(desk: Layout) -> None:
    save(desk, REPORT, change("correct", "received_online", 884), 0)
    with pytest.raises(ProblemsFound) as caught:
        save(desk, REPORT, change("correct", "received_online", 900, by=NAM), 0)
    vi, en = (caught.value.text(lang) for lang in LANGS)
    assert HOA in vi and "848 → 884" in vi and "đối chiếu bản giấy" in vi and "--seen 1" in vi
    assert HOA in en and "848 → 884" in en and "corrected" in en
    save(desk, REPORT, change("correct", "received_online", 900, by=NAM), 1)


def test_a_writer_who_holds_on_too_long_is_named_not_waited_for(desk: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.review.locked", lambda folder: locked(folder, patience=0.1))
    with locked(desk.reports):
        assert code_of(lambda: save(desk, REPORT, change("check"), 0)) == "review_busy"
    save(desk, REPORT, change("check"), 0)
