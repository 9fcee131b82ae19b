"""Two builds held against each other: what differs, by how much, and because of what."""

import csv
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.build
import etl.diff
import etl.publish
from charts import history as charts
from charts.spec import Table
from charts.view import View
from domain.history import Cause, CauseCode, Change, History, Kind, Move
from domain.history_causes import Causes, Inputs, Registries, ReportChange, ReportState, StatementChange
from domain.layout import Layout
from domain.periods import parse_period
from domain.review import Change as Review
from etl.__main__ import main
from etl.build import build
from etl.diff import history
from etl.diff_side import NotComparable, build_id, build_marks, find_builds
from etl.diff_words import CSV_COLUMNS
from etl.publish import KEPT_BUILDS, KEPT_DAYS, KEPT_MONTHS, builds, current_build, prune
from etl.review import save
from queries.values import indicator_values
from queries.warehouse import current_warehouse
from tests.factory import BAC_SON, LAI_HUNG, MINH_DUC, REFERENCE, make_office, make_report, write_figures
from text.history_words import cause_words, difference_words, figure_words
from text.words import LANGS, catalogue

FIGURES = {"received_online": 40, "received_in_period": 100}


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = make_office(tmp_path_factory.mktemp("diff") / "office")
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", FIGURES, status="provisional")
    make_report(office.reports / "c", MINH_DUC, "2023-H1", FIGURES)
    build(office)
    return office.root


@pytest.fixture
def office(built_once: Path, tmp_path: Path) -> Layout:
    """Two reports of two units in one build."""
    return Layout(Path(shutil.copytree(built_once, tmp_path / "built")))


def rebuilt(office: Layout, **options: object) -> History:
    """Builds again; the build before against the new one."""
    before = current_build(office)
    assert before is not None
    after = build(office).path
    return history(before, after, **options)  # type: ignore[arg-type]


def told(found: History, kind: Kind) -> dict[str, tuple[float | None, float | None]]:
    """What changed of a kind, by unit and item: (before, after), rounded to a millionth."""

    def short(figure: float | None) -> float | None:
        return None if figure is None else round(figure, 6)

    return {f"{one.unit_id} {one.item}": (short(one.before), short(one.after)) for one in found.of(kind)}


def causes(found: History, kind: Kind, item: str = "") -> set[Cause]:
    return {cause for one in found.of(kind) if item in ("", one.item) for cause in one.causes}


def reference(office: Layout, name: str, change: Callable[[str], str]) -> None:
    """Gives the office a reference file of its own: the checkout's, changed."""
    own = office.root / "reference" / name
    text = (own if own.exists() else REFERENCE / name).read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    own.write_text(changed, encoding="utf-8")


# What differs, and because of what.


def test_a_build_keeps_the_checksum_of_each_of_its_inputs(office: Layout) -> None:
    path = current_build(office)
    assert path is not None
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = dict(connection.execute("select path, sha256 from build_input").fetchall())
    assert {"reports/a", "reports/c", "reference/indicators.toml", "reference/units.csv", "code"} <= rows.keys()
    assert not any(name.startswith(("code/", "reports/a/")) for name in rows)
    assert {len(digest) for digest in rows.values()} == {64}


def test_an_edited_figure_names_its_report_and_the_values_it_feeds(office: Layout) -> None:
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 55.0)}
    # In person follows from the two: 100 − 40, 100 − 55.
    assert told(found, Kind.FIGURE) == {
        f"{LAI_HUNG} received_online": (40.0, 55.0),
        f"{LAI_HUNG} received_in_person": (60.0, 45.0),
    }
    assert causes(found, Kind.VALUE) == causes(found, Kind.FIGURE) == {Cause(CauseCode.EDITED, "a")}
    (value,) = found.of(Kind.VALUE)
    assert (value.move, value.difference, value.period_id, value.scope) == (Move.CHANGED, 15.0, "2023-H1", "own")
    assert [(one.path, one.move) for one in found.inputs] == [("reports/a", Move.CHANGED)]
    assert found.counts == {(Kind.VALUE, Move.CHANGED): 1, (Kind.FIGURE, Move.CHANGED): 2}


def test_a_correction_names_who_made_it_and_why(office: Layout) -> None:
    asked = Review("correct", "Trần Thị B", "đối chiếu bản giấy", measure="received_online", value=42.0)
    save(office, "a", asked, 0)
    found = rebuilt(office)
    review = Cause(CauseCode.REVIEW, "a", "received_online", "correct", "Trần Thị B", "đối chiếu bản giấy")
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 42.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.FIGURE) == {review}
    assert [one.path for one in found.inputs] == ["reports/a/review.jsonl"]

    again = Review("correct", "Lê Văn C", "số của huyện", measure="received_online", value=43.0)
    save(office, "a", again, 1)
    found = rebuilt(office)
    assert told(found, Kind.FIGURE)[f"{LAI_HUNG} received_online"] == (42.0, 43.0)
    assert {(cause.code, cause.officer) for cause in causes(found, Kind.VALUE)} == {(CauseCode.REVIEW, "Lê Văn C")}


def test_a_rejected_figure_goes_with_its_value(office: Layout) -> None:
    save(office, "a", Review("reject", "Trần Thị B", "nhập nhầm dòng", measure="received_online"), 0)
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert {(one.move, one.difference) for one in found.of(Kind.VALUE)} == {(Move.WENT, None)}
    assert {cause.action for cause in causes(found, Kind.VALUE)} == {"reject"}


def test_a_report_that_was_checked_differs_in_its_status_alone(office: Layout) -> None:
    save(office, "a", Review("check", "Trần Thị B"), 0)
    found = rebuilt(office)
    assert found.counts == {(Kind.REPORT, Move.CHANGED): 1}
    (report,) = found.of(Kind.REPORT)
    assert (report.item, report.before_text, report.after_text) == ("a", "provisional", "checked")
    assert report.causes == (Cause(CauseCode.REVIEW, "a", action="check", officer="Trần Thị B"),)


def test_a_new_report_brings_its_figures_and_a_removed_one_takes_them(office: Layout) -> None:
    make_report(office.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(office)
    new = {Cause(CauseCode.NEW, "b")}
    assert told(found, Kind.VALUE) == {f"{BAC_SON} online_rate": (None, 40.0)}
    assert (causes(found, Kind.VALUE), causes(found, Kind.FIGURE), causes(found, Kind.REPORT)) == (new, new, new)
    assert found.count(Kind.FIGURE) == 3 and {one.move for one in found.changes} == {Move.APPEARED}

    shutil.rmtree(office.reports / "b")
    make_report(office.reports / "d", BAC_SON, "2024-H1", {"received_total": 7})
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{BAC_SON} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.REMOVED, "b")}
    assert causes(found, Kind.REPORT) == {Cause(CauseCode.REMOVED, "b"), Cause(CauseCode.NEW, "d")}


def test_a_report_that_replaces_another_is_the_cause_and_so_is_its_removal(office: Layout) -> None:
    make_report(office.reports / "b", LAI_HUNG, "2023-H1", {"received_online": 41, "received_in_period": 100},
                supersedes="a")  # fmt: skip
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 41.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.REPORT) == {Cause(CauseCode.REPLACED, "b", "a")}
    assert {(one.before_report, one.after_report) for one in found.of(Kind.VALUE)} == {("a", "b")}
    assert {(one.item, one.move) for one in found.of(Kind.REPORT)} == {("a", Move.CHANGED), ("b", Move.APPEARED)}

    newer = current_build(office)
    shutil.rmtree(office.reports / "b")
    build(office)
    in_use = current_build(office)
    assert newer and in_use
    found = history(newer, in_use)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (41.0, 40.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.REPORT) == {Cause(CauseCode.REMOVED, "b")}


def test_a_figure_that_the_replacing_report_lacks_goes_because_of_it(office: Layout) -> None:
    make_report(office.reports / "b", LAI_HUNG, "2023-H1", {"received_in_period": 100}, supersedes="a")
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.REPLACED, "b", "a")}


def test_a_report_left_out_because_of_an_error_is_not_called_removed(office: Layout) -> None:
    write_figures(office.reports / "a", {"no_such_measure": 1})
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.LEFT_OUT, "a")}
    write_figures(office.reports / "a", {"received_online": 44, "received_in_period": 100})
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (None, 44.0)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.MENDED, "a")}


def test_a_target_that_changed_is_told_with_its_list_and_no_value_differs(office: Layout) -> None:
    reference(
        office,
        "targets.csv",
        lambda text: text.replace("online_rate,national,,2023,50", "online_rate,national,,2023,55"),
    )
    found = rebuilt(office)
    assert found.counts == {(Kind.TARGET, Move.CHANGED): 1}
    (target,) = found.of(Kind.TARGET)
    assert (target.item, target.unit_id, target.period_id) == ("online_rate", "", "2023")
    assert (target.before, target.after, target.difference) == (50.0, 55.0, 5.0)
    assert target.causes == (Cause(CauseCode.TARGETS),)
    assert [one.path for one in found.inputs] == ["reference/targets.csv"]


def test_another_formula_of_an_indicator_changes_its_values(office: Layout) -> None:
    write_figures(office.reports / "a", {**FIGURES, "received_total": 160})
    build(office)
    reference(
        office,
        "indicators.toml",
        lambda text: text.replace('denominator = "received_in_period"', 'denominator = "received_total"', 1),
    )
    found = rebuilt(office)
    why = {Cause(CauseCode.INDICATOR, detail="online_rate")}
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 25.0), f"{MINH_DUC} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.DEFINITION) == why
    assert found.count(Kind.FIGURE) == 0


def test_other_words_of_an_indicator_are_told_and_change_no_value(office: Layout) -> None:
    reference(
        office, "indicators.toml", lambda text: text.replace("Online-submission rate", "Rate of submission online", 1)
    )
    found = rebuilt(office)
    assert [(one.item, one.move, one.causes) for one in found.changes] == [
        ("online_rate", Move.CHANGED, (Cause(CauseCode.REGISTRY, detail="indicators.toml"),))
    ]
    assert found.names.items["online_rate"][1] == "Rate of submission online"


def test_another_formula_of_a_measure_is_the_cause_of_what_follows_from_it(office: Layout) -> None:
    write_figures(office.reports / "a", {"received_online": 40, "received_total": 110, "carried_over": 10})
    build(office)
    reference(
        office,
        "measures.csv",
        lambda text: text.replace("received_total - carried_over |", "received_total + carried_over |", 1),
    )
    found = rebuilt(office)
    assert told(found, Kind.FIGURE) == {
        f"{LAI_HUNG} received_in_period": (100.0, 120.0),
        f"{LAI_HUNG} received_in_person": (60.0, 80.0),
    }
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, round(100 * 40 / 120, 6))}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.FORMULA, detail="received_in_period")}


def test_a_change_of_the_program_is_named_where_nothing_else_changed(
    office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute, checksums = etl.build.compute, etl.build.input_checksums

    def halved(connection: duckdb.DuckDBPyConnection, *rest: object) -> None:
        compute(connection, *rest)  # type: ignore[arg-type]
        connection.execute("update indicator_value set value = value / 2")

    monkeypatch.setattr(etl.build, "compute", halved)
    monkeypatch.setattr(etl.build, "input_checksums", lambda place: {**checksums(place), "code": "another"})
    found = rebuilt(office)
    assert told(found, Kind.VALUE) == {f"{unit} online_rate": (40.0, 20.0) for unit in (LAI_HUNG, MINH_DUC)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.PROGRAM)}


def test_builds_of_the_same_figures_are_equal_though_the_program_changed(
    office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksums = etl.build.input_checksums
    monkeypatch.setattr(etl.build, "input_checksums", lambda place: {**checksums(place), "code": "another"})
    found = rebuilt(office)
    assert found.is_equal and found.changes == () and found.before.build_id != found.after.build_id
    assert [(one.path, one.move) for one in found.inputs] == [("code", Move.CHANGED)]


def test_a_derived_quarter_differs_because_of_the_report_that_was_subtracted(office: Layout) -> None:
    make_report(office.reports / "q1", BAC_SON, "2023-Q1", {"received_online": 10, "received_in_period": 50})
    make_report(office.reports / "h1", BAC_SON, "2023-H1", {"received_online": 40, "received_in_period": 100})
    build(office)
    write_figures(office.reports / "q1", {"received_online": 20, "received_in_period": 50})
    found = rebuilt(office)
    second = [one for one in found.of(Kind.VALUE) if one.period_id == "2023-Q2"]
    assert [(one.before, one.after) for one in second] == [(60.0, 40.0)]
    assert second[0].causes == (Cause(CauseCode.EDITED, "q1"),)
    assert second[0].after_report == "h1"


def test_only_the_chosen_source_and_units_are_compared(office: Layout) -> None:
    for name in ("a", "c"):
        write_figures(office.reports / name, {"received_online": 50, "received_in_period": 100})
    make_report(office.demo / "reports" / "x", BAC_SON, "2023-H1", FIGURES, source="demo")
    before, after = current_build(office), build(office).path
    assert before is not None
    everything = history(before, after)
    assert {one.source for one in everything.of(Kind.VALUE)} == {"report", "demo"}
    real = history(before, after, source="report")
    assert {one.unit_id for one in real.of(Kind.VALUE)} == {LAI_HUNG, MINH_DUC}
    assert real.count(Kind.REPORT) == 0 and everything.count(Kind.REPORT) == 1
    one = history(before, after, source="report", units=[MINH_DUC])
    assert told(one, Kind.VALUE) == {f"{MINH_DUC} online_rate": (40.0, 50.0)}
    assert history(before, after, source="report", units=[BAC_SON]).is_equal


def test_all_changes_are_counted_and_only_the_first_are_kept(office: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etl.diff, "UNITS_AT_ONCE", 1)
    for name in ("a", "c"):
        write_figures(office.reports / name, {"received_online": 50, "received_in_period": 101})
    found = rebuilt(office, most=3)
    assert (found.count(Kind.FIGURE), len(found.of(Kind.FIGURE))) == (6, 3)
    assert sum(found.cause_counts.values()) == 8


counts = st.fixed_dictionaries(
    {}, optional={name: st.integers(1, 60) for name in ("received_online", "received_in_period", "resolved_total")}
)


@settings(max_examples=12)
@given(st.lists(st.fixed_dictionaries({LAI_HUNG: counts, MINH_DUC: counts}), min_size=2, max_size=2))
def test_what_differs_is_exactly_what_differs(sides: list[Mapping[str, Mapping[str, int]]]) -> None:
    with TemporaryDirectory() as root:
        paths = []
        place = make_office(Path(root) / "office")
        for units in sides:
            for unit, figures in units.items():
                shutil.rmtree(place.reports / unit[:5], ignore_errors=True)
                make_report(place.reports / unit[:5], unit, "2023-H1", figures)
            paths.append(build(place).path)
        forth, back = history(*paths), history(*reversed(paths))
    expected = {
        f"{unit} {measure}": (sides[0][unit].get(measure), sides[1][unit].get(measure))
        for unit in (LAI_HUNG, MINH_DUC)
        for measure in {*sides[0][unit], *sides[1][unit]}
    }
    differing = {key: pair for key, pair in expected.items() if pair[0] != pair[1]}
    assert {k: v for k, v in told(forth, Kind.FIGURE).items() if k in expected} == differing
    assert told(back, Kind.VALUE) == {key: (after, before) for key, (before, after) in told(forth, Kind.VALUE).items()}
    assert forth.is_equal is (sides[0] == sides[1])
    assert causes(forth, Kind.FIGURE) <= {Cause(CauseCode.EDITED, unit[:5]) for unit in (LAI_HUNG, MINH_DUC)}


# Causes alone.


def state(report_id: str, **other: object) -> ReportState:
    given = {"source": "report", "unit_id": LAI_HUNG, "period_id": "2023-H1", "status": "checked", "supersedes": None,
             "is_superseded": False, "window": (1, 2), **other}  # fmt: skip
    return ReportState(report_id=report_id, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, {"code": "1"}, Cause(CauseCode.NO_TRACE)),
        ({"code": "1"}, {"code": "1"}, Cause(CauseCode.UNKNOWN)),
        ({"code": "1"}, {"code": "2"}, Cause(CauseCode.PROGRAM)),
        ({"reference/units.csv": "1"}, {"reference/units.csv": "2"}, Cause(CauseCode.REGISTRY, detail="units.csv")),
        ({"reference/targets.csv": "1"}, {"reference/targets.csv": "2"}, Cause(CauseCode.UNKNOWN)),
        ({"reports/z": "1"}, {"reports/z": "2"}, Cause(CauseCode.UNKNOWN)),
    ],
)
def test_without_a_nearer_cause_only_an_input_that_differs_is_named(
    before: Mapping[str, str] | None, after: Mapping[str, str], expected: Cause
) -> None:
    found = Causes({}, Inputs.of(before, after), Registries())
    assert found.of_figure("online_rate", "own", ["a"], {}) == (expected,)


def test_a_statement_of_another_scope_or_measure_is_no_cause() -> None:
    terms = {"online_rate": {"received_online", "received_in_period"}, "received_in_period": {"received_total"}}
    found = Causes({}, Inputs.of({"reports/a": "1"}, {"reports/a": "2"}), Registries(terms=terms))

    def of(measure: str, scope: str) -> tuple[Cause, ...]:
        return found.of_figure("online_rate", "own", ["a"], {"a": [StatementChange("a", measure, scope, False)]})

    assert of("received_total", "own") == (Cause(CauseCode.EDITED, "a"),)
    assert of("received_total", "communes") == of("resolved_total", "own") == (Cause(CauseCode.UNKNOWN),)


def test_another_window_is_a_cause_for_derived_quarters_alone() -> None:
    moved = {"a": ReportChange(state("a"), state("a", window=(1, 9)))}
    found = Causes(moved, Inputs(True, {}), Registries())
    assert found.of_figure("online_rate", "own", ["a"], {}, is_derived=True) == (Cause(CauseCode.HEAD, "a"),)
    assert found.of_figure("online_rate", "own", ["a"], {}) == (Cause(CauseCode.UNKNOWN),)


# Builds of older versions, and builds that are not there.


def older(path: Path, *statements: str) -> Path:
    """A copy of the build at `path` as an older version would have made it."""
    copy = path.with_name("cchc-000000000000.duckdb")
    shutil.copy(path, copy)
    with duckdb.connect(str(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
    os.utime(copy, ns=(0, path.stat().st_mtime_ns - 10**9))
    return copy


def test_a_build_without_checksums_and_reviews_is_compared_and_said_to_be_older(office: Layout) -> None:
    path = current_build(office)
    assert path is not None
    old = older(
        path, "drop table build_input", "drop table review_line", "alter table figure drop column review",
        "alter table figure drop column corrected_from",
    )  # fmt: skip
    assert history(old, path).is_equal
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = history(old, build(office).path)
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
    office: Layout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
    gaps: set[tuple[str, str]],
    kinds: set[Kind],
) -> None:
    path = current_build(office)
    assert path is not None
    old = older(path, statement)
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    same = main(["--lang", "en", "diff", build_id(old), build_id(path)])
    said = capsys.readouterr()
    assert same == (2 if gaps else 0)
    assert all(f"lacks {missing}" in said.err for _, missing in gaps)
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = history(old, build(office).path)
    assert {(gap.part, gap.missing) for gap in found.gaps} == gaps
    assert {one.kind for one in found.changes} == kinds


def test_a_file_that_is_no_build_is_told_in_words(office: Layout, tmp_path: Path) -> None:
    path = current_build(office)
    assert path is not None
    broken = tmp_path / "cchc-broken.duckdb"
    broken.write_bytes(b"no build at all")
    with pytest.raises(NotComparable, match=r"cchc-broken\.duckdb"):
        history(broken, path)
    with pytest.raises(NotComparable, match=r"cchc-gone\.duckdb"):
        history(tmp_path / "cchc-gone.duckdb", path)


def test_builds_are_named_by_id_file_name_or_first_digits(office: Layout) -> None:
    first = current_build(office)
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    second = build(office).path
    assert first is not None
    assert find_builds(office) == (first, second)
    assert find_builds(office, first.name) == find_builds(office, build_id(first)[:6]) == (first, second)
    assert find_builds(office, build_id(second), build_id(first)) == (second, first)
    assert [mark.build_id for mark in build_marks(office)] == [build_id(second), build_id(first)]
    with pytest.raises(NotComparable, match="deadbeef") as pruned:
        find_builds(office, "deadbeef")
    assert build_id(first) in pruned.value.phrase.text("en") and "pruned" in pruned.value.phrase.text("en")
    for name in ("aa01", "aa02"):
        shutil.copy(first, first.with_name(f"cchc-{name}.duckdb"))
    with pytest.raises(NotComparable, match="aa01"):
        find_builds(office, "aa")
    with pytest.raises(NotComparable):
        find_builds(office, ".duckdb")


# The command line.


@pytest.fixture
def at(office: Layout, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    return office


def test_the_command_tells_equal_different_and_trouble_apart(at: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff"]) == 2
    assert "Không có bản kho nào trước bản" in capsys.readouterr().err
    in_use = current_build(at)
    assert in_use is not None
    assert main(["diff", build_id(in_use), build_id(in_use)]) == 0
    assert "Hai bản có cùng" in capsys.readouterr().out
    write_figures(at.reports / "a", {"received_online": 55, "received_in_period": 100})
    build(at)
    assert main(["diff"]) == 1
    said = capsys.readouterr()
    assert "Giá trị chỉ số: 1 (1 thay đổi)" in said.out and said.err == ""
    (row,) = [line for line in said.out.splitlines() if "40,00" in line]
    assert row.split("  ")[1:3] == ["Xã Lai Hưng", "6 tháng đầu năm 2023"]
    assert "+15,00 điểm phần trăm" in row and row.endswith("số liệu nhập của báo cáo a đã sửa (figures.csv)")
    assert "Dữ liệu vào khác nhau: báo cáo a (thay đổi)." in said.out
    assert main(["--lang", "en", "diff", "nosuch"]) == 2
    assert "There is no build “nosuch”" in capsys.readouterr().err


def test_the_file_holds_every_row_and_the_screen_the_first(
    at: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_report(
        at.reports / "b", BAC_SON, "2024-Q3", {**FIGURES, "resolved_total": 1748, "printed_rate.online_rate": 41}
    )
    build(at)
    file = tmp_path / "all.csv"
    assert main(["--lang", "en", "diff", "--rows", "1", "--csv", str(file)]) == 1
    said = capsys.readouterr().out
    assert "Counted figures: 5 (5 appeared)" in said and "and 4 more" in said
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["kind"] for row in rows] == ["report", "value", *["figure"] * 5]
    assert {row["cause_codes"] for row in rows} == {"new"} and {row["unit"] for row in rows} == {"Xã Bắc Sơn"}
    printed = next(row for row in rows if row["item"] == "printed_rate.online_rate")
    assert (printed["name"], printed["before"], printed["after"]) == (
        "Online-submission rate (rate as printed)",
        "",
        "41.0",
    )
    assert f"Wrote {len(rows)} rows" in said


def test_a_file_that_cannot_be_written_is_trouble_and_leaves_nothing(
    at: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_figures(at.reports / "a", {"received_online": 55, "received_in_period": 100})
    build(at)
    assert main(["diff", "--csv", str(tmp_path / "no" / "all.csv")]) == 2
    assert "Không ghi được" in capsys.readouterr().err
    (tmp_path / "folder").mkdir()
    assert main(["diff", "--csv", str(tmp_path / "folder")]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "folder"]


# Words.


def test_figures_are_written_as_readers_write_them() -> None:
    assert figure_words(1748.0, "exact", "vi", rate=False) == "1.748"
    assert figure_words(1748.5, "at_most", "en", rate=False) == "≤ 1,748.50"
    assert figure_words(84.2105, "at_least", "vi", rate=True) == "≥ 84,21\u00a0%"
    assert figure_words(None, "", "vi", rate=True) == "–"
    assert difference_words(-3.0, "vi", rate=False) == "\u22123"
    assert difference_words(3.0, "en", rate=False) == "+3"


@pytest.mark.parametrize("lang", LANGS)
def test_every_cause_has_its_words(lang: str) -> None:
    for code in CauseCode:
        words = cause_words(code, lang, report="R1", detail="D1")  # type: ignore[arg-type]
        assert "{" not in words
        assert ("R1" in words) is (
            code in {"new", "replaced", "removed", "left_out", "mended", "head", "edited", "review"}
        )
    done = cause_words("review", "vi", report="R1", detail="D1", action="correct", officer="Trần B", reason="bản giấy")
    assert done == "rà soát báo cáo R1: đính chính «D1» (Trần B: bản giấy)"


def test_every_text_of_the_comparison_is_used() -> None:
    root = Path(etl.build.__file__).parent.parent
    files = [*(root / "etl").glob("diff*.py"), root / "charts" / "history.py", root / "text" / "history_words.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    made = {
        f"history.{name}" for name in ("kind", "move", "moves", "column", "cause", "action", "gap", "bound", "input")
    }
    keys = [key for key in catalogue() if key.startswith("history.")]
    unused = [key for key in keys if f'"{key}' not in code and key.rpartition(".")[0] not in made]
    assert len(keys) > 50 and unused == []


# Which builds are kept.


def test_the_last_build_of_each_day_and_month_is_kept_to_compare_with(tmp_path: Path) -> None:
    place = Layout(tmp_path)
    place.warehouse.mkdir()
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    ages = [timedelta(minutes=5 * step) for step in range(8)] + [timedelta(days=day) for day in range(1, 500)]
    for age in ages:
        path = place.warehouse / f"cchc-{age.days:03}-{age.seconds:05}.duckdb"
        path.write_bytes(b"x")
        os.utime(path, ((noon - age).timestamp(),) * 2)
    etl.publish.point_to(place, place.warehouse / "cchc-499-00000.duckdb")
    prune(place)
    kept = [path.stem for path in builds(place)]
    assert kept[:KEPT_BUILDS] == [f"cchc-000-{300 * step:05}" for step in range(KEPT_BUILDS)]
    # The rest of the fortnight, a day each; then the last day of each of eleven months; then the one in use.
    assert kept[KEPT_BUILDS:-1] == [f"cchc-{day:03}-00000" for day in (*range(1, KEPT_DAYS), *MONTH_ENDS)]
    assert kept[-1] == "cchc-499-00000" and len(MONTH_ENDS) == KEPT_MONTHS - 1


# Days back from 22/11/2026 to 31/10/2026, 30/9/2026, … 31/12/2025.
MONTH_ENDS = [22, 53, 83, 114, 145, 175, 206, 236, 267, 295, 326]


def test_older_builds_are_kept_only_as_long_as_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Layout(tmp_path)
    place.warehouse.mkdir()
    monkeypatch.setattr(etl.publish, "KEPT_BYTES", 60)
    for age in range(12):
        path = place.warehouse / f"cchc-{age:02}.duckdb"
        path.write_bytes(b"x" * 10)
        day = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=age)
        os.utime(path, (day.timestamp(),) * 2)
    prune(place)
    assert [path.stem for path in builds(place)] == [f"cchc-{age:02}" for age in range(6)]


# What the page shows.


def view(lang: str = "vi") -> View:
    return View(
        lang=lang,  # type: ignore[arg-type]
        source="report",
        group="Tất cả đơn vị",
        units=(),
        periods=(parse_period("2023-H1"),),
        report_numbers={"a": "12/BC-UBND (Xã Lai Hưng)"},
    )


def table(found: Table | None) -> list[dict[str, object]]:
    assert found is not None
    keys: Collection[str] = {column.key for column in found.columns}
    assert all(row.keys() == keys for row in found.rows)
    return list(found.rows)


def test_the_page_tells_each_change_with_its_figures_and_cause(office: Layout) -> None:
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    make_report(office.reports / "b", BAC_SON, "2024-Q3", {**FIGURES, "printed_rate.online_rate": 41})
    found = rebuilt(office)
    spec = charts.changes_table(view(), found, Kind.VALUE)
    assert spec.frame.title.startswith("Giá trị chỉ số: 2 chỗ khác bản dựng ")
    assert spec.frame.sentence == "1 thay đổi, 1 mới có"
    rows = {str(row["unit"]): row for row in table(spec.frame.table)}
    assert rows["Xã Lai Hưng"] == {
        "unit": "Xã Lai Hưng", "period": "6 tháng đầu năm 2023", "item": "Tỷ lệ hồ sơ nộp trực tuyến",
        "before": 40.0, "after": 55.0, "difference": 15.0, "move": "thay đổi",
        "causes": "số liệu nhập của báo cáo 12/BC-UBND (Xã Lai Hưng) đã sửa (figures.csv)",
    }  # fmt: skip
    assert (rows["Xã Bắc Sơn"]["before"], rows["Xã Bắc Sơn"]["causes"]) == (None, "báo cáo mới b")
    figures = charts.changes_table(view("en"), found, Kind.FIGURE)
    assert figures.frame.table is not None
    assert {(column.kind, column.decimals) for column in figures.frame.table.columns[3:6]} == {("number", 2)}
    assert [tile.value for tile in charts.tiles(view(), found)] == ["2", "6", "1", "0", "0"]


def test_the_page_tells_causes_with_what_each_changed(office: Layout) -> None:
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 101})
    make_report(office.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(office)
    spec = charts.causes_table(view(), found)
    assert spec.frame.title == "Vì sao số liệu khác đi: 2 nguyên nhân"
    assert [(row["causes"], row["values"], row["figures"], row["reports"]) for row in table(spec.frame.table)] == [
        ("báo cáo mới b", 1, 3, 1),
        ("số liệu nhập của báo cáo 12/BC-UBND (Xã Lai Hưng) đã sửa (figures.csv)", 1, 3, 0),
    ]
    assert spec.frame.sentence == "Nhiều nhất: báo cáo mới b (5 chỗ)."
    assert charts.notices(view(), found) == ["Dữ liệu vào khác nhau: báo cáo a (thay đổi), báo cáo b (mới có)."]


def test_every_kind_of_change_has_its_table_and_an_equal_build_says_so(office: Layout) -> None:
    reference(
        office,
        "targets.csv",
        lambda text: text.replace("online_rate,national,,2023,50", "online_rate,national,,2023,55"),
    )
    reference(office, "indicators.toml", lambda text: text.replace("Online-submission rate", "Online rate", 1))
    make_report(office.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(office)
    rows = {kind: table(charts.changes_table(view(), found, kind).frame.table) for kind in Kind}
    assert {kind: len(those) for kind, those in rows.items()} == {
        Kind.REPORT: 1, Kind.DEFINITION: 1, Kind.TARGET: 1, Kind.VALUE: 1, Kind.FIGURE: 3,
    }  # fmt: skip
    assert (rows[Kind.REPORT][0]["before"], rows[Kind.REPORT][0]["after"]) == (None, "đã kiểm tra")
    target = rows[Kind.TARGET][0]
    assert (target["unit"], target["year"], target["before"], target["after"]) == ("Cả nước", "2023", 50.0, 55.0)
    in_use = current_build(office)
    assert in_use is not None
    same = history(in_use, in_use)
    for kind in Kind:
        spec = charts.changes_table(view(), same, kind)
        assert "không khác bản dựng" in spec.frame.title and table(spec.frame.table) == []
    assert charts.causes_table(view(), same).frame.title.startswith("Không có gì khác")


def test_a_table_that_is_cut_says_how_to_get_the_rest(office: Layout) -> None:
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 101})
    found = rebuilt(office, most=1)
    (note,) = charts.changes_table(view(), found, Kind.FIGURE).frame.notes
    assert note.startswith("Bảng hiện 1 trong 3 thay đổi") and found.before.build_id in note


def test_a_build_that_was_pruned_is_named_and_the_latest_one_taken(office: Layout) -> None:
    first = current_build(office)
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    second = build(office).path
    assert first is not None
    earlier = charts.earlier_builds(build_marks(office), build_id(second))
    assert [mark.build_id for mark in earlier] == [build_id(first)]
    assert charts.chosen_build(view(), earlier, "") == (earlier[0], "")
    assert charts.chosen_build(view(), earlier, build_id(first)) == (earlier[0], "")
    mark, notice = charts.chosen_build(view(), earlier, "0123456789ab")
    assert mark == earlier[0] and "0123456789ab" in notice and build_id(first) in notice
    mark, notice = charts.chosen_build(view(), charts.earlier_builds(build_marks(office), build_id(first)), "")
    assert mark is None and notice.startswith("Chưa có bản kho nào trước")


def test_a_lower_bound_is_told_beside_its_figure() -> None:
    change = Change(Kind.VALUE, Move.CHANGED, "online_rate", (), "report", LAI_HUNG, "2023-H1", "own", 84.2, 84.2,
                    "at_least", "exact")  # fmt: skip
    assert charts._bound(view(), change) == "trước"


def test_builds_are_compared_while_pages_read_the_one_in_use(office: Layout) -> None:
    reader = current_warehouse(office)
    write_figures(office.reports / "a", {"received_online": 55, "received_in_period": 100})
    assert told(rebuilt(office), Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 55.0)}
    (value,) = indicator_values(reader, "report", ["online_rate"], ["2023-H1"], [LAI_HUNG])
    assert value.value == 40.0
