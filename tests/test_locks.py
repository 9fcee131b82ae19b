"""What is locked stays: against other folders, against a status that nothing holds, and against a stale build."""

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.history import Cause, CauseCode, Kind
from domain.layout import Layout
from domain.review import Change
from etl.__main__ import main
from etl.build import build, collect
from etl.diff import history
from etl.problems import Problem, ProblemsFound
from etl.publish import current_build, open_build
from etl.registry import Registry
from etl.review import open_review, save
from etl.review_file import FILE_NAME
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BINH_PHUOC, LAI_HUNG, REFERENCE, make_report, write_figures
from tests.review_cases import HOA, NAM, change, code_of
from text.words import LANGS

COUNTS = {"received_in_period": 100, "received_online": 40}


def reviewed(office: Layout, name: str, *actions: str) -> None:
    for action in actions:
        save(office, name, change(action), open_review(office, name).seen)


@pytest.fixture
def locked(office: Layout) -> Layout:
    """One report, checked and locked by an officer."""
    make_report(office.reports / "held", LAI_HUNG, "2023-H1", COUNTS, status="provisional")
    reviewed(office, "held", "check", "lock")
    return office


def found(office: Layout, registry: Registry) -> tuple[list[str], dict[str, Problem]]:
    reports, problems = collect(office, registry, strict=False)
    return [report.report_id for report in reports], {problem.file.split("/")[0]: problem for problem in problems}


def codes(problems: dict[str, Problem]) -> dict[str, str]:
    return {name: problem.code for name, problem in problems.items()}


# Other folders of the same unit and period.


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_a_locked_report_wins_a_clash_whatever_the_folders_are_called(
    locked: Layout, office_registry: Registry, name: str
) -> None:
    make_report(locked.reports / name, LAI_HUNG, "2023-H1", {"received_in_period": 900})
    kept, problems = found(locked, office_registry)
    assert (kept, codes(problems)) == (["held"], {name: "duplicate_report"})


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_a_locked_report_is_not_replaced_before_it_is_unlocked(
    locked: Layout, office_registry: Registry, name: str
) -> None:
    make_report(locked.reports / name, LAI_HUNG, "2023-H1", {"received_in_period": 900}, supersedes="held")
    kept, problems = found(locked, office_registry)
    assert (kept, codes(problems)) == (["held"], {name: "supersedes_locked"})
    for lang in LANGS:
        assert "python -m etl review held unlock" in problems[name].text(lang)
    reviewed(locked, "held", "unlock")
    kept, problems = found(locked, office_registry)
    assert (sorted(kept), problems) == (sorted(["held", name]), {})


def test_a_chain_that_starts_from_a_locked_report_displaces_it_nowhere(
    locked: Layout, office_registry: Registry
) -> None:
    make_report(locked.reports / "b", LAI_HUNG, "2023-H1", COUNTS, supersedes="held")
    make_report(locked.reports / "c", LAI_HUNG, "2023-H1", COUNTS, supersedes="b")
    kept, problems = found(locked, office_registry)
    assert (kept, codes(problems)) == (["held"], {"b": "supersedes_locked", "c": "duplicate_report"})


def test_a_report_that_replaced_another_can_be_locked_itself(office: Layout, office_registry: Registry) -> None:
    make_report(office.reports / "old", LAI_HUNG, "2023-H1", COUNTS)
    make_report(office.reports / "new", LAI_HUNG, "2023-H1", COUNTS, supersedes="old")
    reviewed(office, "new", "lock")
    kept, problems = found(office, office_registry)
    assert (kept, problems) == (["new", "old"], {})


def test_a_report_that_was_replaced_is_not_locked_any_more(office: Layout) -> None:
    make_report(office.reports / "old", LAI_HUNG, "2023-H1", COUNTS)
    make_report(office.reports / "new", LAI_HUNG, "2023-H1", COUNTS, supersedes="old")
    build(office, strict=True)
    with pytest.raises(ProblemsFound) as caught:
        reviewed(office, "old", "lock")
    (problem,) = caught.value.problems
    assert problem.code == "review_replaced" and all("new" in problem.text(lang) for lang in LANGS)
    assert not (office.reports / "old" / FILE_NAME).exists()


# A status that nothing holds.


def test_locked_at_entry_is_refused_because_nothing_holds_the_figures(
    office: Layout, office_registry: Registry
) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", COUNTS, status="locked")
    kept, problems = found(office, office_registry)
    assert (kept, codes(problems)) == ([], {"a": "locked_unheld"})
    for lang in LANGS:
        assert "python -m etl review a lock" in problems["a"].text(lang)


def test_locked_at_entry_is_mended_by_unlocking_and_locking(office: Layout, office_registry: Registry) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", COUNTS, status="locked")
    reviewed(office, "a", "unlock", "lock")
    assert found(office, office_registry) == (["a"], {})
    write_figures(office.reports / "a", {"received_in_period": 900})
    assert codes(found(office, office_registry)[1]) == {"a": "review_locked_changed"}
    reviewed(office, "a", "unlock")
    save(office, "a", change("correct", "received_in_period", 901), open_review(office, "a").seen)
    assert found(office, office_registry) == (["a"], {})


# A build that was made of other files.


@pytest.fixture
def checked(office: Layout) -> Layout:
    """A report without errors, corrected, built, and ready to be checked and locked."""
    figures = {"received_in_period": 1000, "received_online": 848, "resolved_total": 500, "resolved_overdue": 18}
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", figures, status="provisional")
    make_report(office.reports / "b", BINH_PHUOC, "2023", figures)
    save(office, "a", Change("correct", HOA, "bản giấy", "received_online", value=900), 0)
    build(office, strict=True)
    return office


def without_reason(office: Layout, action: str) -> Callable[[], object]:
    asked = Change(action, HOA)
    return lambda: save(office, "a", asked, open_review(office, "a").seen)


@pytest.mark.parametrize("action", ["check", "lock"])
def test_figures_changed_after_the_build_keep_a_report_from_being_checked_and_locked(
    checked: Layout, action: str
) -> None:
    if action == "lock":
        without_reason(checked, "check")()
        build(checked, strict=True)
    figures = checked.reports / "a" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace(",1000,", ",100,", 1), encoding="utf-8")
    assert code_of(without_reason(checked, action)) == "review_no_build"
    build(checked)
    # 900 online of 100 received: now the build knows.
    assert code_of(without_reason(checked, action)) == "review_errors"
    figures.write_text(text, encoding="utf-8")
    build(checked, strict=True)
    assert without_reason(checked, action)()


def test_an_import_after_the_build_keeps_a_report_from_being_checked(
    checked: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(checked.root))
    file = tmp_path / "again.csv"
    shutil.rmtree(checked.reports / "a")
    rows = (
        "unit,district,period,measure,scope,value\nXã Lai Hưng,Huyện Bàu Bàng,6 tháng 2023,received_in_period,own,{}\n"
    )
    rows += "Xã Lai Hưng,Huyện Bàu Bàng,6 tháng 2023,received_online,own,848\n"
    file.write_text(rows.format(1000), encoding="utf-8")
    assert main(["import", str(file)]) == 0
    (name,) = [path.name for path in checked.reports.iterdir() if path.name not in ("a", "b")]
    save(checked, name, Change("correct", HOA, "bản giấy", "received_online", value=900), 0)
    assert main(["build"]) == 0
    file.write_text(rows.format(100), encoding="utf-8")
    assert main(["import", "--replace", str(file)]) == 0
    seen = open_review(checked, name).seen
    assert code_of(lambda: save(checked, name, Change("check", HOA), seen)) == "review_no_build"


def test_rules_and_registry_changed_after_the_build_count_too(checked: Layout) -> None:
    text = (REFERENCE / "rules.toml").read_text(encoding="utf-8")
    own = checked.root / "reference" / "rules.toml"
    own.write_text(text, encoding="utf-8")
    build(checked, strict=True)
    own.write_text(text + "\n# of another opinion\n", encoding="utf-8")
    assert code_of(without_reason(checked, "check")) == "review_no_build"
    own.write_text(text, encoding="utf-8")
    assert without_reason(checked, "check")()


def test_what_others_do_to_other_reports_is_nothing_to_this_one(checked: Layout) -> None:
    save(checked, "b", Change("correct", NAM, "bản giấy", "received_online", value=901), 0)
    write_figures(checked.reports / "b", {"received_in_period": 1, "received_online": 848})
    make_report(checked.reports / "c", LAI_HUNG, "2024-H1", COUNTS)
    assert without_reason(checked, "check")()


# A correction is exact.


def test_a_corrected_bound_is_no_bound_any_more(office: Layout) -> None:
    figures = [
        {"measure": "results_by_post", "value": 15, "qualifier": "at_least", "printed": "trên 15"},
        {"measure": "resolved_total", "value": 100},
    ]
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", figures)

    def now() -> list[tuple]:
        with open_build(build(office, strict=True).path) as connection:
            return connection.execute(
                "select value, qualifier, printed, corrected_from from figure where measure = 'results_by_post'"
            ).fetchall()

    assert now() == [(15, "at_least", "trên 15", None)]
    save(office, "a", change("correct", "results_by_post", 17), 0)
    assert now() == [(17, "exact", "trên 15", 15)]
    save(office, "a", change("confirm", "results_by_post"), 1)
    assert now() == [(17, "exact", "trên 15", 15)]
    save(office, "a", change("restore", "results_by_post"), 2)
    assert now() == [(15, "at_least", "trên 15", None)]


# The command line.


@pytest.mark.parametrize("typed", [unicodedata.normalize("NFD", HOA), f" {HOA.replace(' ', '  ')} "])
def test_an_officer_is_known_again_however_her_name_is_typed(
    checked: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert typed != HOA
    monkeypatch.setenv("CCHC_DATA", str(checked.root))
    for measure in ("received_in_period", "resolved_total"):
        told = main(["review", "a", "confirm", measure, "--by", typed, "--reason", "bản giấy"]), capsys.readouterr().err
        assert told == (0, "")
    assert {line.by for line in open_review(checked, "a").lines} == {HOA}


def test_a_printed_rate_is_called_by_its_name(
    office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    rates = {"printed_rate.on_time_rate": 99, "printed_share.resolved_overdue": 2}
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", rates)
    who = ("--by", HOA, "--reason", "bản giấy")
    main(["review", "a", "correct", "printed_rate.on_time_rate", "--value", "98", *who])
    assert "đính chính «Tỷ lệ giải quyết trước và đúng hạn (tỷ lệ báo cáo in)»: 99 → 98" in capsys.readouterr().out
    main(["--lang", "en", "review", "a", "reject", "printed_share.resolved_overdue", *who])
    assert "“Resolved late (percentage printed beside it)”" in capsys.readouterr().out
    assert main(["review", "a", "confirm", "printed_rate.on_time_rate", "--by", NAM, "--reason", "x"]) == 1
    assert "printed_" not in capsys.readouterr().err.removeprefix("a/")


# History.


def test_a_review_put_in_the_place_of_another_names_its_officer(office: Layout) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", COUNTS, status="provisional")
    file = office.reports / "a" / FILE_NAME
    save(office, "a", Change("correct", HOA, "bản giấy", "received_online", value=41), 0)
    before = build(office, strict=True).path
    file.unlink()
    save(office, "a", Change("correct", NAM, "sổ theo dõi", "received_online", value=42), 0)
    after = build(office, strict=True).path
    told = history(before, after)
    expected = Cause(CauseCode.REVIEW, "a", "received_online", "correct", NAM, "sổ theo dõi")
    assert {cause for one in told.of(Kind.VALUE) for cause in one.causes} == {expected}
    assert current_build(office) == after


# What another report replaced.


def test_findings_of_a_replaced_report_are_in_no_answer(office: Layout) -> None:
    wrong = {"received_in_period": 110, "received_online": 60, "received_in_person": 40}
    make_report(office.reports / "q1-old", LAI_HUNG, "2023-Q1", wrong)
    make_report(
        office.reports / "q1-new", LAI_HUNG, "2023-Q1", wrong | {"received_in_period": 100}, supersedes="q1-old"
    )
    half = {"received_in_period": 300, "received_online": 200, "received_in_person": 100}
    make_report(office.reports / "h1", LAI_HUNG, "2023-H1", half)
    house = Warehouse(build(office, strict=True).path)
    asked = "report", [LAI_HUNG], ["2023-Q1", "2023-H1"]
    outcomes = {one.rule: one for one in q.rule_outcomes(house, *asked)}
    sums = outcomes["received_by_channel"]
    assert (sums.passed, sums.failed, sums.not_applicable) == (2, 0, 0)
    assert {one.passed + one.failed + one.not_applicable for one in outcomes.values()} == {2}
    for found_of in (q.findings(house), q.findings_of(house, *asked)):
        assert "received_by_channel" not in {one.rule for one in found_of}
        assert "q1-old" not in {one.report_id for one in found_of}
    assert {one.report_id for one in q.checked_figures(house, *asked)} == {"q1-new", "h1"}


def test_what_was_left_out_is_still_told(locked: Layout) -> None:
    make_report(locked.reports / "aaa", LAI_HUNG, "2023-H1", COUNTS, supersedes="held")
    (one,) = [one for one in q.findings(Warehouse(build(locked).path)) if one.rule == "left_out"]
    assert (one.report_id, one.severity) == ("aaa", "error") and "unlock" in one.message_vi
