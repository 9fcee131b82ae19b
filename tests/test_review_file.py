"""The file of a review only grows, and whatever was changed, lost or cut off in it is noticed."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.layout import Layout
from domain.review import MOVES, status_after
from etl import review_file
from etl.build import collect
from etl.problems import ProblemsFound
from etl.registry import Registry
from etl.review import open_review, save
from etl.review_file import FILE_NAME, append_line, read_lines
from tests.factory import BINH_PHUOC, CHECKOUT, MINH_DUC, make_office, make_report, write_figures
from tests.review_cases import _WANTED, FIGURES, HOA, NAM, REPORT, change, code_of, put, report_of, said


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


def test_a_changed_line_keeps_its_report_out_of_the_build_and_is_told(desk: Layout, office_registry: Registry) -> None:
    make_report(desk.reports / "minh-duc-2023-h1", MINH_DUC, "2023-H1", {"resolved_total": 5})
    put(desk, change("correct", "received_online", 884))
    path = desk.reports / REPORT / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"after": 884', b'"after": 994'))
    reports, (problem,) = collect(desk, office_registry, strict=False)
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


def test_figures_edited_beside_a_review_are_a_problem_until_reviewed_again(
    desk: Layout, office_registry: Registry
) -> None:
    put(desk, change("correct", "received_online", 884))
    edited = [{**row, "value": 880} if row["measure"] == "received_online" else row for row in FIGURES]
    write_figures(desk.reports / REPORT, edited)
    assert code_of(lambda: report_of(desk, office_registry)) == "review_other_figure"
    put(desk, change("confirm", "received_online"))
    assert said(report_of(desk, office_registry), "received_online")[0].value == 880
    write_figures(desk.reports / REPORT, FIGURES[:2])
    assert code_of(lambda: report_of(desk, office_registry)) == "review_no_figure"


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


@settings(max_examples=40)
@given(wanted=st.lists(_WANTED, max_size=12))
def test_whatever_is_asked_for_the_file_only_grows_and_always_holds(
    wanted: list[tuple], office_registry: Registry, tmp_path_factory: pytest.TempPathFactory
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
    report = report_of(office, office_registry)
    assert report.status == status
    assert [(one.measure, one.seq) for one in report.figures][:2] == [("resolved_overdue", 0), ("resolved_overdue", 1)]
    assert all((one.value is None) == (one.review == "rejected") for one in report.figures)
    assert all((one.corrected_from is None) == (one.review in (None, "confirmed")) for one in report.figures)


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
