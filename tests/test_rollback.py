"""Going back to an earlier build, what is held back then, and which builds are pruned."""

import pytest

import etl.build
import etl.publish
from domain.layout import Layout
from etl.__main__ import main
from etl.build import build, held_builds
from etl.publish import KEPT_BUILDS, builds, current_build
from tests.publish_cases import in_use, say_online


def test_a_rolled_back_build_is_held_back_until_the_input_changes_or_force(built_office: Layout) -> None:
    say_online(built_office, 90)
    bad = build(built_office).path
    assert etl.build.roll_back(built_office) is not None
    assert in_use(built_office) == 40
    outcome = build(built_office)
    assert outcome.held and outcome.path == current_build(built_office) != bad
    assert in_use(built_office) == 40
    build(built_office, force=True)
    assert in_use(built_office) == 90
    assert held_builds(built_office) == []


def test_two_steps_back_hold_both_builds_back(built_office: Layout) -> None:
    for value in (50, 60):
        say_online(built_office, value)
        build(built_office)
    etl.build.roll_back(built_office)
    etl.build.roll_back(built_office)
    assert in_use(built_office) == 40
    assert build(built_office).held
    assert in_use(built_office) == 40
    say_online(built_office, 70)
    build(built_office)
    assert in_use(built_office) == 70 and held_builds(built_office) == []


def test_rollback_goes_to_the_build_that_was_in_use_before(built_office: Layout) -> None:
    say_online(built_office, 50)
    build(built_office)
    say_online(built_office, 40)
    assert not build(built_office).is_new
    assert in_use(built_office) == 40
    etl.build.roll_back(built_office)
    assert in_use(built_office) == 50


def test_rollback_where_nothing_is_older_changes_nothing(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built_office.root))
    assert main(["--lang", "en", "rollback"]) == 1
    assert "No build is older" in capsys.readouterr().err
    assert in_use(built_office) == 40 and held_builds(built_office) == []


def test_rollback_and_held_are_said_in_words(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built_office.root))
    old = current_build(built_office)
    say_online(built_office, 90)
    assert main(["--lang", "en", "build"]) == 0
    assert main(["--lang", "en", "rollback"]) == 0
    assert old is not None and old.name in capsys.readouterr().out
    assert main(["--lang", "en", "build"]) == 0
    assert "was rolled back" in capsys.readouterr().err
    assert main(["--lang", "en", "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == [" ", "*"]
    assert old.name in lines[1] and "1 reports, 2 figures" in lines[1]


def test_where_prints_the_path_and_nothing_else(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built_office.root))
    assert main(["where"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{current_build(built_office)}\n", "")
    built_office.current.unlink()
    assert main(["--lang", "en", "where"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "python -m etl build" in said.err


def test_old_builds_are_pruned_but_never_the_one_in_use(built_office: Layout) -> None:
    first = current_build(built_office)
    for value in range(50, 50 + KEPT_BUILDS):
        say_online(built_office, value)
        build(built_office)
    assert len(builds(built_office)) == KEPT_BUILDS
    assert first is not None and not first.exists()
    oldest = builds(built_office)[-1]
    etl.publish.point_to(built_office, oldest)
    (built_office.warehouse / "cchc-ffffffffffff.duckdb").write_bytes(b"a newer build")
    etl.publish.prune(built_office)
    assert oldest.exists() and current_build(built_office) == oldest
