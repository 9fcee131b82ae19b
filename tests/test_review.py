"""Officers confirm, correct and reject figures; reports are checked and locked; nobody's work is lost."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.layout import Layout
from domain.review import ACTIONS, MOVES, Change, Reviewed, status_after
from etl import review_file
from etl.build import build, collect
from etl.lock import locked
from etl.problems import ProblemsFound
from etl.publish import current_build, open_build
from etl.read import read_report
from etl.registry import Registry, load_registry
from etl.review import ReviewDesk, open_review, save
from etl.review_file import FILE_NAME, append_line, read_lines
from etl.validate import Figure, Report, validate_report
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BINH_PHUOC, CHECKOUT, MINH_DUC, make_office, make_report, write_figures
from text.words import LANGS, catalogue

REPORT = "binh-phuoc-2023"
HOA, NAM = "Lê Thị Hoa", "Trần Văn Nam"
FIGURES = [
    {"measure": "resolved_overdue", "value": 18, "locator": "II.2"},
    {"measure": "resolved_overdue", "value": 17, "place": "summary", "locator": "III.2"},
    {"measure": "resolved_total", "value": 1886},
    {"measure": "received_in_period", "value": 1945},
    {"measure": "received_online", "value": 848},
    {"measure": "staff.cadre.present", "value": 11},
]


@pytest.fixture
def desk(office: Layout) -> Layout:
    """An office with one report, not checked yet."""
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="provisional")
    return office


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(make_office(tmp_path_factory.mktemp("registry") / "office"))


def change(action: str, measure: str = "", value: float | None = None, **more: object) -> Change:
    return Change(**{"by": HOA, "reason": "đối chiếu bản giấy", **more}, action=action, measure=measure, value=value)  # type: ignore[arg-type]


def put(office: Layout, *changes: Change) -> Reviewed:
    """Saves the changes, each by somebody who has seen all before it."""
    for one in changes:
        found = save(office, REPORT, one, open_review(office, REPORT).seen)
    return found


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(ProblemsFound) as caught:
        act()
    (problem,) = caught.value.problems
    for lang in LANGS:
        sentence = problem.text(lang)
        assert sentence.startswith(problem.file) and "{" not in sentence and len(sentence) > 40
    return problem.code


def report_of(office: Layout, registry: Registry) -> Report:
    return validate_report(read_report(office.reports / REPORT), registry)


def said(report: Report, measure: str) -> list[Figure]:
    return [figure for figure in report.figures if figure.measure == measure]


def in_warehouse(office: Layout, measure: str) -> list[tuple]:
    path = current_build(office)
    assert path
    with open_build(path) as connection:
        return connection.execute(
            "select seq, value, is_counted, corrected_from, review from figure where measure = $measure order by seq",
            {"measure": measure},
        ).fetchall()


# What a review makes of figures.


def test_a_corrected_figure_counts_before_all_others_and_keeps_what_was_entered(desk: Layout) -> None:
    put(desk, change("correct", "resolved_overdue", 16, statement=1))
    build(desk, strict=True)
    assert in_warehouse(desk, "resolved_overdue") == [(0, 18, False, None, None), (1, 16, True, 17, "corrected")]


def test_without_a_number_the_statement_that_counts_is_meant(desk: Layout) -> None:
    line = put(desk, change("correct", "resolved_overdue", 19)).lines[-1]
    assert (line.statement, line.stated, line.before, line.after) == (0, 18, 18, 19)
    line = put(desk, change("correct", "resolved_overdue", 20)).lines[-1]
    assert (line.statement, line.stated, line.before, line.after) == (0, 18, 19, 20)


def test_of_two_corrections_of_a_measure_the_later_one_counts(desk: Layout) -> None:
    put(
        desk,
        change("correct", "resolved_overdue", 20, statement=0),
        change("correct", "resolved_overdue", 21, statement=1),
    )
    build(desk, strict=True)
    assert [row[1:3] for row in in_warehouse(desk, "resolved_overdue")] == [(20, False), (21, True)]


def test_a_statement_corrected_again_counts_again(desk: Layout) -> None:
    put(
        desk,
        change("correct", "resolved_overdue", 20, statement=0),
        change("correct", "resolved_overdue", 21, statement=1),
        change("correct", "resolved_overdue", 22, statement=0),
    )
    build(desk, strict=True)
    assert [row[1:3] for row in in_warehouse(desk, "resolved_overdue")] == [(22, True), (21, False)]


def test_a_correction_counts_before_an_override(office: Layout) -> None:
    override = {"measure": "resolved_overdue", "scope": "own", "locator": "III.2", "reason": "số của tổ một cửa"}
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, override=[override])
    build(office, strict=True)
    assert [row[2] for row in in_warehouse(office, "resolved_overdue")] == [False, True]
    put(office, change("correct", "resolved_overdue", 16, statement=0))
    build(office, strict=True)
    assert [row[2] for row in in_warehouse(office, "resolved_overdue")] == [True, False]


def test_a_rejected_figure_cannot_be_read_and_the_next_statement_counts(desk: Layout) -> None:
    put(desk, change("reject", "resolved_overdue"))
    build(desk, strict=True)
    assert in_warehouse(desk, "resolved_overdue") == [(0, None, False, 18, "rejected"), (1, 17, True, None, None)]


def test_a_rejected_override_leaves_the_count_to_the_rule(office: Layout) -> None:
    override = {"measure": "resolved_overdue", "scope": "own", "locator": "III.2", "reason": "số của tổ một cửa"}
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, override=[override])
    put(office, change("reject", "resolved_overdue"))
    build(office, strict=True)
    assert in_warehouse(office, "resolved_overdue") == [(0, 18, True, None, None), (1, None, False, 17, "rejected")]


def test_a_figure_rejected_alone_is_missing_and_its_rate_too(desk: Layout) -> None:
    build(desk, strict=True)
    assert rate(desk, "online_rate") == pytest.approx(100 * 848 / 1945)
    put(desk, change("reject", "received_online"))
    build(desk, strict=True)
    assert rate(desk, "online_rate") is None


def test_rates_follow_a_correction(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884))
    build(desk, strict=True)
    assert rate(desk, "online_rate") == pytest.approx(100 * 884 / 1945)


def rate(office: Layout, indicator: str) -> float | None:
    path = current_build(office)
    assert path
    with open_build(path) as connection:
        rows = connection.execute(
            "select value from indicator_value where indicator_id = $id and scope = 'own'", {"id": indicator}
        ).fetchall()
    return rows[0][0] if rows else None


def test_confirming_takes_a_correction_or_a_rejection_back(desk: Layout, registry: Registry) -> None:
    put(desk, change("correct", "received_online", 884), change("reject", "received_online"))
    assert said(report_of(desk, registry), "received_online")[0].value is None
    line = put(desk, change("confirm", "received_online")).lines[-1]
    assert (line.before, line.after) == (None, 848)
    figure = said(report_of(desk, registry), "received_online")[0]
    assert (figure.value, figure.corrected_from, figure.review) == (848, None, "confirmed")


def test_the_file_of_figures_is_never_rewritten(desk: Layout) -> None:
    before = {path.name: path.read_bytes() for path in (desk.reports / REPORT).iterdir()}
    put(desk, change("correct", "received_online", 884), change("reject", "resolved_total"), change("check"))
    after = {path.name: path.read_bytes() for path in (desk.reports / REPORT).iterdir()}
    assert after.pop(FILE_NAME).count(b"\n") == 3
    assert after == before


def test_the_warehouse_tells_who_did_what_the_latest_first(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884), change("check", by=NAM))
    warehouse = Warehouse(build(desk, strict=True).path)
    checked, corrected = sorted(q.reviews(warehouse, "report"), key=lambda row: -row.seq)
    assert (checked.action, checked.officer, checked.statement, checked.before) == ("check", NAM, None, None)
    assert (corrected.officer, corrected.before, corrected.after, corrected.statement) == (HOA, 848, 884, 0)
    assert (corrected.unit_id, corrected.period_id, corrected.measure) == (BINH_PHUOC, "2023", "received_online")
    (figure,) = (one for one in q.unit_figures(warehouse, "report", BINH_PHUOC, "2023") if one.review)
    assert (figure.value, figure.corrected_from, figure.review) == (884, 848, "corrected")


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
    assert put(desk, change("confirm", "resolved_overdue", statement=1)).lines[-1].after == 17


def test_a_report_that_is_not_there_is_named_with_its_neighbours(desk: Layout) -> None:
    with pytest.raises(ProblemsFound, match=REPORT):
        open_review(desk, "binh-phuoc-203")
    assert code_of(lambda: open_review(desk, f"../reports/{REPORT}")) == "review_no_report"


# Status.


def test_a_report_goes_from_provisional_to_checked_to_locked_and_back(desk: Layout, registry: Registry) -> None:
    for action, status in (
        ("check", "checked"), ("lock", "locked"), ("unlock", "checked"), ("reopen", "provisional"),
    ):  # fmt: skip
        assert put(desk, change(action)).status == status
        assert report_of(desk, registry).status == status


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


def test_files_changed_behind_a_lock_are_noticed_and_named(desk: Layout, registry: Registry) -> None:
    put(desk, change("check"), change("lock", by=NAM))
    folder = desk.reports / REPORT
    git_on_windows = (folder / "figures.csv").read_bytes().replace(b"\n", b"\r\n")
    (folder / "figures.csv").write_bytes(git_on_windows)
    assert report_of(desk, registry).status == "locked"
    write_figures(folder, [*FIGURES, {"measure": "withdrawn", "value": 59}])
    with pytest.raises(ProblemsFound, match=f"{FILE_NAME} · dòng 2.*{NAM}"):
        report_of(desk, registry)
    put(desk, change("unlock"))
    assert report_of(desk, registry).status == "checked"


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
    put(office, change("confirm", "survey_satisfied"))
    build(office, strict=True)
    assert code_of(lambda: put(office, change("lock", reason=""))) == "review_errors"
    assert put(office, change("lock", reason="chờ đơn vị giải trình")).status == "locked"


def test_without_a_build_nobody_knows_of_errors(desk: Layout) -> None:
    assert code_of(lambda: put(desk, change("check", reason=""))) == "review_no_build"


# The file.


@pytest.fixture(scope="module")
def three_lines(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    office = make_office(tmp_path_factory.mktemp("lines") / "office")
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES)
    put(office, change("correct", "received_online", 884), change("reject", "resolved_total", by=NAM), change("lock"))
    return (office.reports / REPORT / FILE_NAME).read_bytes()


def lines_of(folder: Path, content: bytes) -> list[str]:
    (folder / FILE_NAME).write_bytes(content)
    return [repr(line) for line in read_lines(folder)]


@settings(max_examples=300)
@given(data=st.data())
def test_no_byte_of_a_line_can_be_changed_unnoticed(
    data: st.DataObject, three_lines: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    place = data.draw(st.integers(0, len(three_lines) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != three_lines[place]))
    changed = three_lines[:place] + bytes([byte]) + three_lines[place + 1 :]
    untouched = lines_of(folder, three_lines)
    try:
        assert lines_of(folder, changed) == untouched
    except ProblemsFound as error:
        assert error.problems[0].file == f"{folder.name}/{FILE_NAME}"


@pytest.mark.parametrize(
    ("spoil", "line", "code"),
    [
        (lambda one, two, three: [two, three], 1, "review_chain"),
        (lambda one, two, three: [one, three], 2, "review_chain"),
        (lambda one, two, three: [two, one, three], 1, "review_chain"),
        (lambda one, two, three: [one, one, two, three], 2, "review_chain"),
        (lambda one, two, three: [one, two.replace(b"resolved_total", b"resolved_early"), three], 2, "review_changed"),
        (lambda one, two, three: [one, two, three.replace(HOA.encode(), NAM.encode())], 3, "review_changed"),
        (lambda one, two, three: [one, two, three[:-1]], 3, "review_cut"),
        (lambda one, two, three: [one, b"{}\n", three], 2, "review_field"),
        (lambda one, two, three: [one, b"49,14,52\n", three], 2, "review_not_json"),
        (lambda one, two, three: [one, b"\n", two, three], 2, "review_not_json"),
    ],
)
def test_a_line_changed_lost_moved_or_cut_off_is_named(
    three_lines: bytes, tmp_path: Path, spoil: Callable[..., list[bytes]], line: int, code: str
) -> None:
    content = b"".join(spoil(*three_lines.splitlines(keepends=True)))
    with pytest.raises(ProblemsFound) as caught:
        lines_of(tmp_path, content)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.text("vi").startswith(f"{tmp_path.name}/{FILE_NAME} · dòng {line}: ")


def test_a_line_of_another_review_does_not_fit_in(three_lines: bytes, desk: Layout, tmp_path: Path) -> None:
    put(desk, change("confirm", "received_online"), change("reject", "resolved_total", by=NAM))
    foreign = (desk.reports / REPORT / FILE_NAME).read_bytes().splitlines(keepends=True)[1]
    one, _, three = three_lines.splitlines(keepends=True)
    with pytest.raises(ProblemsFound, match="dòng 2: không nối tiếp dòng trước"):
        lines_of(tmp_path, one + foreign + three)


def test_a_changed_line_keeps_its_report_out_of_the_build_and_is_told(desk: Layout, registry: Registry) -> None:
    make_report(desk.reports / "minh-duc-2023-h1", MINH_DUC, "2023-H1", {"resolved_total": 5})
    put(desk, change("correct", "received_online", 884))
    path = desk.reports / REPORT / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"after": 884', b'"after": 994'))
    reports, (problem,) = collect(desk, registry, strict=False)
    assert [report.report_id for report in reports] == ["minh-duc-2023-h1"]
    assert (problem.code, problem.file) == ("review_changed", f"{REPORT}/{FILE_NAME}")
    assert code_of(lambda: save(desk, REPORT, change("check"), 1)) == "review_changed"


def test_last_lines_that_went_missing_are_noticed_by_who_has_seen_them(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884), change("confirm", "resolved_total"))
    path = desk.reports / REPORT / FILE_NAME
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert code_of(lambda: save(desk, REPORT, change("check"), 2)) == "review_lost"


def test_line_ends_of_windows_change_nothing(three_lines: bytes, tmp_path: Path) -> None:
    before = lines_of(tmp_path, three_lines)
    assert lines_of(tmp_path, three_lines.replace(b"\n", b"\r\n")) == before


def test_figures_edited_beside_a_review_are_a_problem_until_reviewed_again(desk: Layout, registry: Registry) -> None:
    put(desk, change("correct", "received_online", 884))
    edited = [{**row, "value": 880} if row["measure"] == "received_online" else row for row in FIGURES]
    write_figures(desk.reports / REPORT, edited)
    assert code_of(lambda: report_of(desk, registry)) == "review_other_figure"
    put(desk, change("confirm", "received_online"))
    assert said(report_of(desk, registry), "received_online")[0].value == 880
    write_figures(desk.reports / REPORT, FIGURES[:2])
    assert code_of(lambda: report_of(desk, registry)) == "review_no_figure"


def test_a_full_disk_leaves_the_file_as_it_was(desk: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    put(desk, change("confirm", "received_online"))
    path = desk.reports / REPORT / FILE_NAME
    before = path.read_bytes()
    write = os.write

    def half(descriptor: int, content: bytes) -> int:
        write(descriptor, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(review_file.os, "write", half)
    assert code_of(lambda: put(desk, change("check"))) == "review_not_written"
    assert path.read_bytes() == before


def test_texts_are_kept_in_one_line_of_composed_letters(desk: Layout) -> None:
    put(
        desk,
        change(
            "confirm", "received_online", by="Le\u0302 Thi\u0323  Hoa", reason="bản giấy,\n mục\u00a0II\u2028\x1b[2J"
        ),
    )
    line = open_review(desk, REPORT).lines[0]
    assert (line.by, line.reason) == ("Lê Thị Hoa", "bản giấy, mục II [2J")


_WANTED = st.tuples(
    st.sampled_from(ACTIONS), st.sampled_from([row["measure"] for row in FIGURES]), st.integers(0, 3),
    st.sampled_from([None, 0, 1]), st.sampled_from([HOA, NAM]),
)  # fmt: skip


@settings(max_examples=40)
@given(wanted=st.lists(_WANTED, max_size=12))
def test_whatever_is_asked_for_the_file_only_grows_and_always_holds(
    wanted: list[tuple], registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = make_office(tmp_path_factory.mktemp("any") / "office")
    folder = make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="provisional")
    content, status = b"", "provisional"
    for action, measure, value, statement, by in wanted:
        about = {} if action in MOVES else {"measure": measure, "statement": statement}
        asked = change(action, value=value if action == "correct" else None, by=by, **about)
        try:
            found = put(office, asked)
        except ProblemsFound:
            now = (folder / FILE_NAME).read_bytes() if (folder / FILE_NAME).exists() else b""
            assert now == content
            continue
        now = (folder / FILE_NAME).read_bytes()
        assert now.startswith(content) and now.count(b"\n") == content.count(b"\n") + 1
        assert status != "locked" or action == "unlock"
        content, status = now, found.status
        assert status == status_after("provisional", found.lines)
    report = report_of(office, registry)
    assert report.status == status
    assert [(one.measure, one.seq) for one in report.figures][:2] == [("resolved_overdue", 0), ("resolved_overdue", 1)]
    assert all((one.value is None) == (one.review == "rejected") for one in report.figures)
    assert all((one.corrected_from is None) == (one.review in (None, "confirmed")) for one in report.figures)


# Several at once.

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


def test_nothing_is_lost_or_mixed_when_four_people_save_again_and_again(desk: Layout, registry: Registry) -> None:
    people = ["An", "Bình", "Chi Mai", "Duy Khánh"]
    answers = run_at_once(desk, people, tries=400, wanted=5)
    assert [saved for saved, _ in answers] == [5, 5, 5, 5]
    lines = open_review(desk, REPORT).lines
    assert [line.seq for line in lines] == list(range(1, 21))
    for by in people:
        assert [line.after for line in lines if line.by == by] == [1000 + 7 * n + len(by) for n in range(5)]
    assert [line.before for line in lines[1:]] == [line.after for line in lines[:-1]]
    assert said(report_of(desk, registry), "received_online")[0].value == lines[-1].after


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


def test_lines_are_plain_json_with_the_documented_fields(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884))
    (row,) = (desk.reports / REPORT / FILE_NAME).read_text(encoding="utf-8").splitlines()
    documented = (CHECKOUT / "docs" / "data-format.md").read_text(encoding="utf-8").split("## review.jsonl")[1]
    table = [line.split("|")[1] for line in documented.splitlines() if line.startswith("| ")][2:]
    assert sorted(json.loads(row)) == sorted(name.strip() for cell in table for name in cell.split(","))
    assert HOA in row


def test_the_file_of_figures_has_as_many_rows_as_before(desk: Layout) -> None:
    put(desk, change("reject", "received_online"))
    with (desk.reports / REPORT / "figures.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(FIGURES)


def test_appending_to_a_file_that_does_not_hold_is_refused(desk: Layout) -> None:
    found = put(desk, change("check"))
    path = desk.reports / REPORT / FILE_NAME
    path.write_bytes(path.read_bytes() + b"{")
    assert code_of(lambda: append_line(path.parent, found.lines[0])) == "review_cut"
