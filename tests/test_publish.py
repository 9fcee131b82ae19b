"""Builds are published whole or not at all, and the same input gives the same build."""

from pathlib import Path

import duckdb
import pytest

import etl.build
import etl.publish
from domain.layout import Layout
from etl.__main__ import main
from etl.build import build
from etl.problems import ProblemsFound
from etl.publish import VerificationFailed, builds, current_build, verify
from tests.factory import BAC_SON, CAU_KE, LAI_HUNG, MINH_DUC, make_office, make_report
from tests.publish_cases import figures, in_use, names, say_online


def test_the_same_input_gives_the_same_build_wherever_it_lies(office: Layout, tmp_path: Path) -> None:
    other = make_office(tmp_path / "somewhere" / "else")
    for place in (office, other):
        make_report(place.reports / "a", LAI_HUNG, "2023-H1", figures(40))
    assert build(office).path.name == build(other).path.name


def test_a_second_build_does_nothing(built_office: Layout) -> None:
    before = {path: path.stat().st_mtime_ns for path in built_office.warehouse.iterdir()}
    outcome = build(built_office)
    assert (outcome.is_new, outcome.reports, outcome.figures) == (False, 1, 2)
    assert {path: path.stat().st_mtime_ns for path in built_office.warehouse.iterdir()} == before


@pytest.mark.parametrize(
    "change",
    [
        lambda office: say_online(office, 41),
        lambda office: make_report(office.reports / "b", BAC_SON, "2023-H1"),
        lambda office: (office.root / "reference" / "targets.csv").write_text(
            "indicator,level,unit_id,year,value,source_vi,source_en\n", encoding="utf-8"
        ),
        lambda office: make_report(office.demo / "reports" / "x", CAU_KE, "2023-H1", source="demo"),
    ],
    ids=["figure", "report", "targets", "demo"],
)
def test_another_input_gives_another_build(built_office: Layout, change) -> None:
    before = current_build(built_office)
    change(built_office)
    outcome = build(built_office)
    assert outcome.is_new and outcome.path != before == before
    assert current_build(built_office) == outcome.path
    assert before is not None and before.is_file()


def test_a_build_leaves_nothing_beside_the_builds_and_current(built_office: Layout) -> None:
    say_online(built_office, 50)
    build(built_office)
    assert names(built_office) == {"CURRENT", "USED", *(path.name for path in builds(built_office))}
    assert built_office.current.read_text(encoding="utf-8") == f"{builds(built_office)[0].name}\n"


def test_a_build_by_force_replaces_the_one_of_the_same_input(built_office: Layout) -> None:
    before = current_build(built_office)
    outcome = build(built_office, force=True)
    assert outcome.is_new and outcome.path == before
    assert in_use(built_office) == 40


# What goes wrong.


def fails(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def unsound(path: Path) -> None:
    raise VerificationFailed(f"{path.name}: spoiled")


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("etl.publish.verify", unsound),
        ("etl.publish._sync", fails),
        ("etl.build.load", fails),
        ("etl.build.compute", fails),
        ("etl.build.record_build", fails),
        ("pathlib.Path.replace", fails),
        ("os.fsync", fails),
    ],
)
def test_a_build_that_fails_anywhere_leaves_the_old_one_in_use_and_no_rubbish(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch, name: str, failure
) -> None:
    before = names(built_office)
    say_online(built_office, 90)
    with monkeypatch.context() as broken, pytest.raises((OSError, VerificationFailed)):
        broken.setattr(name, failure)
        build(built_office)
    assert in_use(built_office) == 40
    assert names(built_office) == before
    build(built_office)
    assert in_use(built_office) == 90


def test_current_moves_only_after_the_new_build_was_read_back(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    for name in ("verify", "point_to"):
        real = getattr(etl.publish, name)
        monkeypatch.setattr(etl.publish, name, lambda *a, name=name, real=real: (steps.append(name), real(*a))[1])
    say_online(built_office, 90)
    build(built_office)
    assert steps == ["verify", "point_to"]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from unit",
        "delete from build",
        "delete from indicator",
        "drop table measure",
        "insert into indicator_value select * from indicator_value",
    ],
)
def test_verification_refuses_an_empty_table_and_a_value_that_stands_twice(built_office: Layout, sql: str) -> None:
    path = current_build(built_office)
    assert path is not None
    verify(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    with pytest.raises(VerificationFailed, match=path.name):
        verify(path)


def test_a_build_whose_file_was_damaged_is_made_again(built_office: Layout) -> None:
    path = current_build(built_office)
    assert path is not None
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(VerificationFailed):
        verify(path)
    outcome = build(built_office)
    assert outcome.is_new and outcome.path == path
    assert in_use(built_office) == 40


def test_a_build_that_was_named_but_not_put_in_use_is_put_in_use_by_the_next(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_online(built_office, 90)
    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr("etl.publish.point_to", fails)
        build(built_office)
    assert in_use(built_office) == 40
    assert not build(built_office).is_new
    assert in_use(built_office) == 90


def test_a_failure_is_said_in_words_and_ends_with_1(
    built_office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(built_office.root))
    monkeypatch.setattr("etl.publish.verify", unsound)
    say_online(built_office, 90)
    assert main(["--lang", "en", "build"]) == 1
    assert "the one in use stays" in capsys.readouterr().err


def test_a_registry_that_contradicts_itself_leaves_the_build_in_use(built_office: Layout) -> None:
    (built_office.root / "reference" / "targets.csv").write_text("indicator,level\nnone,national\n", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        build(built_office)
    assert in_use(built_office) == 40


def test_several_reports_of_several_units_are_counted_in_the_build(built_office: Layout) -> None:
    make_report(built_office.reports / "b", MINH_DUC, "2023-H1", figures(1))
    outcome = build(built_office)
    assert (outcome.reports, outcome.figures) == (2, 4)
