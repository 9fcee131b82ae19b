"""The order of builds: by when each was put in use, whatever became of the times of their files."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import etl.publish
from domain.layout import Layout
from etl.build import build, roll_back
from etl.publish import builds, current_build, prune
from etl.used import last_used, used_file
from tests.factory import LAI_HUNG, make_report, write_figures


@pytest.fixture
def three(office: Layout) -> list[Path]:
    """Three builds, the last one put in use last."""
    folder = make_report(office.reports / "a", LAI_HUNG, "2023-H1", {"received_online": 10})
    made = []
    for figure in (11, 12, 13):
        write_figures(folder, {"received_online": figure})
        made.append(build(office, strict=True).path)
    return made


def mix_up_times(place: Layout, *, to: int = 0) -> None:
    """As `cp -r` or a backup leaves them: all alike, or the other way round."""
    for number, path in enumerate(builds(place)):
        os.utime(path, (to or 10**9 + number,) * 2)


def test_builds_stand_in_the_order_in_which_they_were_put_in_use(office: Layout, three: list[Path]) -> None:
    assert builds(office) == three[::-1]
    mix_up_times(office)
    assert builds(office) == three[::-1]


def test_without_its_note_a_build_says_itself_when_it_was_made(office: Layout, three: list[Path]) -> None:
    used_file(office).unlink()
    mix_up_times(office)
    assert builds(office) == three[::-1]


def test_a_copied_data_folder_keeps_the_order_and_what_is_pruned(
    office: Layout, three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Layout(tmp_path / "copy")
    shutil.copytree(office.root, copy.root, copy_function=shutil.copyfile)
    mix_up_times(copy, to=10**9)
    monkeypatch.setattr(etl.publish, "KEPT_BUILDS", 2)
    monkeypatch.setattr(etl.publish, "KEPT_BYTES", 0)
    prune(copy)
    assert [path.name for path in builds(copy)] == [three[2].name, three[1].name]


def test_a_build_that_is_put_in_use_again_comes_first(office: Layout, three: list[Path]) -> None:
    write_figures(office.reports / "a", {"received_online": 11})
    again = build(office, strict=True)
    assert not again.is_new and builds(office) == [three[0], three[2], three[1]]
    mix_up_times(office)
    assert builds(office) == [three[0], three[2], three[1]]


def test_going_back_takes_the_build_before_in_that_order(office: Layout, three: list[Path]) -> None:
    mix_up_times(office)
    assert roll_back(office) == (three[2], three[1])
    assert current_build(office) == three[1] and builds(office) == three[::-1]


def test_notes_that_cannot_be_read_are_passed_over(office: Layout, three: list[Path]) -> None:
    before = datetime.now(UTC)
    used_file(office).write_text(f"{three[0].name} {before.isoformat()}\n{three[1].name}\nx y z\n", encoding="utf-8")
    assert builds(office) == [three[0], three[2], three[1]]
    assert last_used(office)[three[0]] == before
