"""Changes that are refused, and the way of a report from provisional to checked to locked."""

import pytest

from domain.layout import Layout
from domain.review import Change
from etl.build import build
from etl.problems import ProblemsFound
from etl.registry import Registry
from etl.review import ReviewDesk, open_review, save
from etl.review_file import FILE_NAME
from tests.factory import BINH_PHUOC, CHECKOUT, make_report, write_figures
from tests.review_cases import FIGURES, NAM, REPORT, change, code_of, in_warehouse, put, report_of
from text.words import catalogue

# What is refused.


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (change("correct", "received_online", 848), "review_as_stated"),
        (change("correct", "received_online"), "review_no_value"),
        (change("correct", "received_online", -1), "negative"),
        (change("correct", "received_online", 848.5), "not_whole"),
        (change("correct", "received_online", float("nan")), "not_a_number"),
        (change("correct", "received_online", 1e40), "not_a_number"),
        (change("confirm", "received_online", 3), "review_value_unused"),
        (change("restore", "received_online", 3), "review_value_unused"),
        (change("restore", "received_online"), "review_nothing_back"),
        (change("restore", "received_online", reason=" "), "review_no_reason"),
        (change("confirm", "received_onlin"), "review_measure"),
        (change("confirm", "received_online", scope="total"), "review_scope"),
        (change("confirm", "resolved_overdue", statement=2), "review_which"),
        (change("confirm", "received_online", by=" "), "review_no_name"),
        (change("confirm", "received_online", by="a" * 101), "review_too_long"),
        (change("confirm", "received_online", reason="\u200b \n"), "review_no_reason"),
        (change("reject", "received_online", reason="a" * 1001), "review_too_long"),
        (change("lock"), "review_not_from"),
        (change("unlock"), "review_not_from"),
        (change("reopen"), "review_not_from"),
    ],
)
def test_a_change_that_does_not_hold_is_refused_and_nothing_is_written(desk: Layout, asked: Change, code: str) -> None:
    assert code_of(lambda: save(desk, REPORT, asked, 0)) == code
    assert not (desk.reports / REPORT / FILE_NAME).exists()


def test_what_changes_nothing_is_refused(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884), change("reject", "resolved_total"))
    assert code_of(lambda: put(desk, change("correct", "received_online", 884))) == "review_same"
    assert code_of(lambda: put(desk, change("reject", "resolved_total"))) == "review_same"


def test_a_measure_whose_statements_are_all_rejected_needs_the_number_of_one(desk: Layout) -> None:
    put(desk, change("reject", "resolved_overdue"), change("reject", "resolved_overdue"))
    assert code_of(lambda: put(desk, change("confirm", "resolved_overdue"))) == "review_which"
    assert code_of(lambda: put(desk, change("restore", "resolved_overdue"))) == "review_which"
    assert put(desk, change("restore", "resolved_overdue", statement=1)).lines[-1].after == 17


def test_a_report_that_is_not_there_is_named_with_its_neighbours(desk: Layout) -> None:
    with pytest.raises(ProblemsFound, match=REPORT):
        open_review(desk, "binh-phuoc-203")
    assert code_of(lambda: open_review(desk, f"../reports/{REPORT}")) == "review_no_report"


# Status.


def test_a_report_goes_from_provisional_to_checked_to_locked_and_back(desk: Layout, office_registry: Registry) -> None:
    for action, status in (
        ("check", "checked"), ("lock", "locked"), ("unlock", "checked"), ("reopen", "provisional"),
    ):  # fmt: skip
        assert put(desk, change(action)).status == status
        assert report_of(desk, office_registry).status == status


def test_a_locked_report_refuses_every_change_until_it_is_unlocked_with_a_reason(desk: Layout) -> None:
    put(desk, change("check"), change("lock", by=NAM))
    for action in ("confirm", "correct", "reject"):
        value = 1 if action == "correct" else None
        with pytest.raises(ProblemsFound, match=NAM):
            put(desk, change(action, "received_online", value))
    assert code_of(lambda: put(desk, change("check"))) == "review_not_from"
    assert code_of(lambda: put(desk, change("reopen"))) == "review_not_from"
    assert code_of(lambda: put(desk, change("unlock", reason=""))) == "review_no_reason"
    put(desk, change("unlock"), change("correct", "received_online", 884))
    assert len(open_review(desk, REPORT).lines) == 4


def test_a_report_locked_at_entry_is_locked_too(office: Layout) -> None:
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="locked")
    assert code_of(lambda: put(office, change("confirm", "received_online"))) == "review_locked"
    assert put(office, change("unlock")).status == "checked"


def test_files_changed_behind_a_lock_are_noticed_and_named(desk: Layout, office_registry: Registry) -> None:
    put(desk, change("check"), change("lock", by=NAM))
    folder = desk.reports / REPORT
    git_on_windows = (folder / "figures.csv").read_bytes().replace(b"\n", b"\r\n")
    (folder / "figures.csv").write_bytes(git_on_windows)
    assert report_of(desk, office_registry).status == "locked"
    write_figures(folder, [*FIGURES, {"measure": "withdrawn", "value": 59}])
    with pytest.raises(ProblemsFound, match=f"{FILE_NAME} · dòng 2.*{NAM}"):
        report_of(desk, office_registry)
    put(desk, change("unlock"))
    assert report_of(desk, office_registry).status == "checked"


def test_check_and_lock_are_refused_while_errors_stand_unless_a_reason_is_given(office: Layout) -> None:
    figures = [*FIGURES, {"measure": "survey_responses", "value": 100}, {"measure": "survey_satisfied", "value": 217}]
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", figures, status="provisional")
    build(office, strict=True)
    with pytest.raises(ProblemsFound) as caught:
        put(office, change("check", reason=""))
    (problem,) = caught.value.problems
    assert problem.code == "review_errors" and "217" in problem.text("vi") and "217" in problem.text("en")
    put(office, change("correct", "survey_satisfied", 97))
    assert code_of(lambda: put(office, change("check", reason=""))) == "review_no_build"
    build(office, strict=True)
    assert put(office, change("check", reason="")).status == "checked"
    put(office, change("restore", "survey_satisfied"))
    build(office, strict=True)
    assert code_of(lambda: put(office, change("lock", reason=""))) == "review_errors"
    assert put(office, change("lock", reason="chờ đơn vị giải trình")).status == "locked"


def test_without_a_build_nobody_knows_of_errors(desk: Layout) -> None:
    assert code_of(lambda: put(desk, change("check", reason=""))) == "review_no_build"


# Words.


def test_every_refusal_of_a_review_has_its_sentence_and_every_sentence_its_use() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "etl").glob("*.py"))
    sentences = {key.removeprefix("problem.") for key in catalogue() if key.startswith("problem.review_")}
    assert sorted(key for key in sentences if f'"{key}"' not in code) == []


def test_the_page_tells_a_failed_build_and_keeps_the_change(desk: Layout) -> None:
    good = ReviewDesk(desk).save(REPORT, change("correct", "received_online", 884), 0)
    assert good.left_open is None and in_warehouse(desk, "received_online")[0][1] == 884
    head = desk.reports / REPORT / "report.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('id = "2023"', 'id = "2o23"'), encoding="utf-8")
    assert code_of(lambda: ReviewDesk(desk).save(REPORT, change("confirm", "received_online"), 1)) == "period"
    spoiled = ReviewDesk(desk).save(REPORT, change("check"), 1)
    assert spoiled.seen == 2 and isinstance(spoiled.left_open, ProblemsFound)
