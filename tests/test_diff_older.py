"""Builds of older programs in the comparison, files that are none, and what a build may be called."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from domain.history import Cause, CauseCode, Kind
from domain.layout import Layout
from etl.__main__ import main
from etl.build import build
from etl.diff import history
from etl.diff_side import NotComparable, build_id, build_marks, find_builds
from etl.publish import current_build
from tests.diff_cases import causes, told
from tests.factory import LAI_HUNG, write_figures


def older(path: Path, *statements: str) -> Path:
    """A copy of the build at `path` as an older version would have made it."""
    copy = path.with_name("cchc-000000000000.duckdb")
    shutil.copy(path, copy)
    with duckdb.connect(str(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
    os.utime(copy, ns=(0, path.stat().st_mtime_ns - 10**9))
    return copy


def test_a_build_without_checksums_and_reviews_is_compared_and_said_to_be_older(two_reports: Layout) -> None:
    path = current_build(two_reports)
    assert path is not None
    old = older(
        path, "drop table build_input", "drop table review_line", "alter table figure drop column review",
        "alter table figure drop column corrected_from",
    )  # fmt: skip
    assert history(old, path).is_equal
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = history(old, build(two_reports).path)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 55.0)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.EDITED, "a")}
    assert [(gap.part, gap.missing) for gap in found.gaps] == [("causes", "build_input")]
    assert found.inputs == ()


@pytest.mark.parametrize(
    ("statement", "gaps", "kinds"),
    [
        ("alter table figure drop column scope", {("figures", "figure.scope")}, {Kind.VALUE}),
        ("drop table indicator_value", {("values", "indicator_value")}, {Kind.FIGURE}),
        ("drop table target", {("targets", "target")}, {Kind.VALUE, Kind.FIGURE}),
        ("drop table indicator_term", {("definitions", "indicator_term")}, {Kind.VALUE, Kind.FIGURE}),
        ("alter table report drop column supersedes", {("reports", "report.supersedes")}, {Kind.VALUE, Kind.FIGURE}),
        ("alter table indicator drop column headline", set(), {Kind.VALUE, Kind.FIGURE}),
    ],
)
def test_what_an_older_build_lacks_is_told_and_the_rest_compared(
    two_reports: Layout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
    gaps: set[tuple[str, str]],
    kinds: set[Kind],
) -> None:
    path = current_build(two_reports)
    assert path is not None
    old = older(path, statement)
    monkeypatch.setenv("CCHC_DATA", str(two_reports.root))
    same = main(["--lang", "en", "diff", build_id(old), build_id(path)])
    said = capsys.readouterr()
    assert same == (2 if gaps else 0)
    assert all(f"lacks {missing}" in said.err for _, missing in gaps)
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = history(old, build(two_reports).path)
    assert {(gap.part, gap.missing) for gap in found.gaps} == gaps
    assert {one.kind for one in found.changes} == kinds


def test_a_file_that_is_no_build_is_told_in_words(two_reports: Layout, tmp_path: Path) -> None:
    path = current_build(two_reports)
    assert path is not None
    broken = tmp_path / "cchc-broken.duckdb"
    broken.write_bytes(b"no build at all")
    with pytest.raises(NotComparable, match=r"cchc-broken\.duckdb"):
        history(broken, path)
    with pytest.raises(NotComparable, match=r"cchc-gone\.duckdb"):
        history(tmp_path / "cchc-gone.duckdb", path)


def test_builds_are_named_by_id_file_name_or_first_digits(two_reports: Layout) -> None:
    first = current_build(two_reports)
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    second = build(two_reports).path
    assert first is not None
    assert find_builds(two_reports) == (first, second)
    assert find_builds(two_reports, first.name) == find_builds(two_reports, build_id(first)[:6]) == (first, second)
    assert find_builds(two_reports, build_id(second), build_id(first)) == (second, first)
    assert [mark.build_id for mark in build_marks(two_reports)] == [build_id(second), build_id(first)]
    with pytest.raises(NotComparable, match="deadbeef") as pruned:
        find_builds(two_reports, "deadbeef")
    assert build_id(first) in pruned.value.phrase.text("en") and "pruned" in pruned.value.phrase.text("en")
    for name in ("aa01", "aa02"):
        shutil.copy(first, first.with_name(f"cchc-{name}.duckdb"))
    with pytest.raises(NotComparable, match="aa01"):
        find_builds(two_reports, "aa")
    with pytest.raises(NotComparable):
        find_builds(two_reports, ".duckdb")
