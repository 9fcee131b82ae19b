"""Two builds held against each other: what differs, by how much, and because of what."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.build
import etl.diff
import etl.publish
from domain.history import Cause, CauseCode, Kind, Move
from domain.history_causes import Causes, Inputs, Registries, ReportChange, ReportState, StatementChange
from domain.layout import Layout
from domain.review import Change as Review
from etl.build import build
from etl.diff import history
from etl.publish import current_build
from etl.review import save
from tests.diff_cases import FIGURES, causes, counts, rebuilt, reference, told
from tests.factory import BAC_SON, LAI_HUNG, MINH_DUC, make_office, make_report, write_figures

# What differs, and because of what.


def test_a_build_keeps_the_checksum_of_each_of_its_inputs(two_reports: Layout) -> None:
    path = current_build(two_reports)
    assert path is not None
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = dict(connection.execute("select path, sha256 from build_input").fetchall())
    assert {"reports/a", "reports/c", "reference/indicators.toml", "reference/units.csv", "code"} <= rows.keys()
    assert not any(name.startswith(("code/", "reports/a/")) for name in rows)
    assert {len(digest) for digest in rows.values()} == {64}


def test_an_edited_figure_names_its_report_and_the_values_it_feeds(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    found = rebuilt(two_reports)
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


def test_a_correction_names_who_made_it_and_why(two_reports: Layout) -> None:
    asked = Review("correct", "Trần Thị B", "đối chiếu bản giấy", measure="received_online", value=42.0)
    save(two_reports, "a", asked, 0)
    found = rebuilt(two_reports)
    review = Cause(CauseCode.REVIEW, "a", "received_online", "correct", "Trần Thị B", "đối chiếu bản giấy")
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 42.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.FIGURE) == {review}
    assert [one.path for one in found.inputs] == ["reports/a/review.jsonl"]

    again = Review("correct", "Lê Văn C", "số của huyện", measure="received_online", value=43.0)
    save(two_reports, "a", again, 1)
    found = rebuilt(two_reports)
    assert told(found, Kind.FIGURE)[f"{LAI_HUNG} received_online"] == (42.0, 43.0)
    assert {(cause.code, cause.officer) for cause in causes(found, Kind.VALUE)} == {(CauseCode.REVIEW, "Lê Văn C")}


def test_a_rejected_figure_goes_with_its_value(two_reports: Layout) -> None:
    save(two_reports, "a", Review("reject", "Trần Thị B", "nhập nhầm dòng", measure="received_online"), 0)
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert {(one.move, one.difference) for one in found.of(Kind.VALUE)} == {(Move.WENT, None)}
    assert {cause.action for cause in causes(found, Kind.VALUE)} == {"reject"}


def test_a_report_that_was_checked_differs_in_its_status_alone(two_reports: Layout) -> None:
    save(two_reports, "a", Review("check", "Trần Thị B"), 0)
    found = rebuilt(two_reports)
    assert found.counts == {(Kind.REPORT, Move.CHANGED): 1}
    (report,) = found.of(Kind.REPORT)
    assert (report.item, report.before_text, report.after_text) == ("a", "provisional", "checked")
    assert report.causes == (Cause(CauseCode.REVIEW, "a", action="check", officer="Trần Thị B"),)


def test_a_new_report_brings_its_figures_and_a_removed_one_takes_them(two_reports: Layout) -> None:
    make_report(two_reports.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(two_reports)
    new = {Cause(CauseCode.NEW, "b")}
    assert told(found, Kind.VALUE) == {f"{BAC_SON} online_rate": (None, 40.0)}
    assert (causes(found, Kind.VALUE), causes(found, Kind.FIGURE), causes(found, Kind.REPORT)) == (new, new, new)
    assert found.count(Kind.FIGURE) == 3 and {one.move for one in found.changes} == {Move.APPEARED}

    shutil.rmtree(two_reports.reports / "b")
    make_report(two_reports.reports / "d", BAC_SON, "2024-H1", {"received_total": 7})
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{BAC_SON} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.REMOVED, "b")}
    assert causes(found, Kind.REPORT) == {Cause(CauseCode.REMOVED, "b"), Cause(CauseCode.NEW, "d")}


def test_a_report_that_replaces_another_is_the_cause_and_so_is_its_removal(two_reports: Layout) -> None:
    make_report(two_reports.reports / "b", LAI_HUNG, "2023-H1", {"received_online": 41, "received_in_period": 100},
                supersedes="a")  # fmt: skip
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 41.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.REPORT) == {Cause(CauseCode.REPLACED, "b", "a")}
    assert {(one.before_report, one.after_report) for one in found.of(Kind.VALUE)} == {("a", "b")}
    assert {(one.item, one.move) for one in found.of(Kind.REPORT)} == {("a", Move.CHANGED), ("b", Move.APPEARED)}

    newer = current_build(two_reports)
    shutil.rmtree(two_reports.reports / "b")
    build(two_reports)
    in_use = current_build(two_reports)
    assert newer and in_use
    found = history(newer, in_use)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (41.0, 40.0)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.REPORT) == {Cause(CauseCode.REMOVED, "b")}


def test_a_figure_that_the_replacing_report_lacks_goes_because_of_it(two_reports: Layout) -> None:
    make_report(two_reports.reports / "b", LAI_HUNG, "2023-H1", {"received_in_period": 100}, supersedes="a")
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.REPLACED, "b", "a")}


def test_a_report_left_out_because_of_an_error_is_not_called_removed(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"no_such_measure": 1})
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.LEFT_OUT, "a")}
    write_figures(two_reports.reports / "a", {"received_online": 44, "received_in_period": 100})
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (None, 44.0)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.MENDED, "a")}


def test_a_target_that_changed_is_told_with_its_list_and_no_value_differs(two_reports: Layout) -> None:
    reference(
        two_reports,
        "targets.csv",
        lambda text: text.replace("online_rate,national,,2023,50", "online_rate,national,,2023,55"),
    )
    found = rebuilt(two_reports)
    assert found.counts == {(Kind.TARGET, Move.CHANGED): 1}
    (target,) = found.of(Kind.TARGET)
    assert (target.item, target.unit_id, target.period_id) == ("online_rate", "", "2023")
    assert (target.before, target.after, target.difference) == (50.0, 55.0, 5.0)
    assert target.causes == (Cause(CauseCode.TARGETS),)
    assert [one.path for one in found.inputs] == ["reference/targets.csv"]


def test_another_formula_of_an_indicator_changes_its_values(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {**FIGURES, "received_total": 160})
    build(two_reports)
    reference(
        two_reports,
        "indicators.toml",
        lambda text: text.replace('denominator = "received_in_period"', 'denominator = "received_total"', 1),
    )
    found = rebuilt(two_reports)
    why = {Cause(CauseCode.INDICATOR, detail="online_rate")}
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 25.0), f"{MINH_DUC} online_rate": (40.0, None)}
    assert causes(found, Kind.VALUE) == causes(found, Kind.DEFINITION) == why
    assert found.count(Kind.FIGURE) == 0


def test_other_words_of_an_indicator_are_told_and_change_no_value(two_reports: Layout) -> None:
    reference(
        two_reports,
        "indicators.toml",
        lambda text: text.replace("Online-submission rate", "Rate of submission online", 1),
    )
    found = rebuilt(two_reports)
    assert [(one.item, one.move, one.causes) for one in found.changes] == [
        ("online_rate", Move.CHANGED, (Cause(CauseCode.REGISTRY, detail="indicators.toml"),))
    ]
    assert found.names.items["online_rate"][1] == "Rate of submission online"


def test_another_formula_of_a_measure_is_the_cause_of_what_follows_from_it(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"received_online": 40, "received_total": 110, "carried_over": 10})
    build(two_reports)
    reference(
        two_reports,
        "measures.csv",
        lambda text: text.replace("received_total - carried_over |", "received_total + carried_over |", 1),
    )
    found = rebuilt(two_reports)
    assert told(found, Kind.FIGURE) == {
        f"{LAI_HUNG} received_in_period": (100.0, 120.0),
        f"{LAI_HUNG} received_in_person": (60.0, 80.0),
    }
    assert told(found, Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, round(100 * 40 / 120, 6))}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.FORMULA, detail="received_in_period")}


def test_a_change_of_the_program_is_named_where_nothing_else_changed(
    two_reports: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute, checksums = etl.build.compute, etl.build.input_checksums

    def halved(connection: duckdb.DuckDBPyConnection, *rest: object) -> None:
        compute(connection, *rest)  # type: ignore[arg-type]
        connection.execute("update indicator_value set value = value / 2")

    monkeypatch.setattr(etl.build, "compute", halved)
    monkeypatch.setattr(etl.build, "input_checksums", lambda place: {**checksums(place), "code": "another"})
    found = rebuilt(two_reports)
    assert told(found, Kind.VALUE) == {f"{unit} online_rate": (40.0, 20.0) for unit in (LAI_HUNG, MINH_DUC)}
    assert causes(found, Kind.VALUE) == {Cause(CauseCode.PROGRAM)}


def test_builds_of_the_same_figures_are_equal_though_the_program_changed(
    two_reports: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksums = etl.build.input_checksums
    monkeypatch.setattr(etl.build, "input_checksums", lambda place: {**checksums(place), "code": "another"})
    found = rebuilt(two_reports)
    assert found.is_equal and found.changes == () and found.before.build_id != found.after.build_id
    assert [(one.path, one.move) for one in found.inputs] == [("code", Move.CHANGED)]


def test_a_derived_quarter_differs_because_of_the_report_that_was_subtracted(two_reports: Layout) -> None:
    make_report(two_reports.reports / "q1", BAC_SON, "2023-Q1", {"received_online": 10, "received_in_period": 50})
    make_report(two_reports.reports / "h1", BAC_SON, "2023-H1", {"received_online": 40, "received_in_period": 100})
    build(two_reports)
    write_figures(two_reports.reports / "q1", {"received_online": 20, "received_in_period": 50})
    found = rebuilt(two_reports)
    second = [one for one in found.of(Kind.VALUE) if one.period_id == "2023-Q2"]
    assert [(one.before, one.after) for one in second] == [(60.0, 40.0)]
    assert second[0].causes == (Cause(CauseCode.EDITED, "q1"),)
    assert second[0].after_report == "h1"


def test_only_the_chosen_source_and_units_are_compared(two_reports: Layout) -> None:
    for name in ("a", "c"):
        write_figures(two_reports.reports / name, {"received_online": 50, "received_in_period": 100})
    make_report(two_reports.demo / "reports" / "x", BAC_SON, "2023-H1", FIGURES, source="demo")
    before, after = current_build(two_reports), build(two_reports).path
    assert before is not None
    everything = history(before, after)
    assert {one.source for one in everything.of(Kind.VALUE)} == {"report", "demo"}
    real = history(before, after, source="report")
    assert {one.unit_id for one in real.of(Kind.VALUE)} == {LAI_HUNG, MINH_DUC}
    assert real.count(Kind.REPORT) == 0 and everything.count(Kind.REPORT) == 1
    one = history(before, after, source="report", units=[MINH_DUC])
    assert told(one, Kind.VALUE) == {f"{MINH_DUC} online_rate": (40.0, 50.0)}
    assert history(before, after, source="report", units=[BAC_SON]).is_equal


def test_all_changes_are_counted_and_only_the_first_are_kept(
    two_reports: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etl.diff, "UNITS_AT_ONCE", 1)
    for name in ("a", "c"):
        write_figures(two_reports.reports / name, {"received_online": 50, "received_in_period": 101})
    found = rebuilt(two_reports, most=3)
    assert (found.count(Kind.FIGURE), len(found.of(Kind.FIGURE))) == (6, 3)
    assert sum(found.cause_counts.values()) == 8


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
