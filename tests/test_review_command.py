"""`python -m etl review`: what it lists, saves and refuses; and what an import does to a report that was reviewed."""

from pathlib import Path

import pytest

from domain.layout import Layout
from domain.review import Change
from etl.__main__ import main
from etl.importer import ImportResult, import_files
from etl.registry import load_registry
from etl.review import open_review, save
from etl.review_file import FILE_NAME
from tests.factory import BINH_PHUOC, make_report

REPORT = "binh-phuoc-2023"
FIGURES = [
    {"measure": "resolved_overdue", "value": 18, "locator": "II.2, dòng 55"},
    {"measure": "resolved_overdue", "value": 17, "place": "summary", "locator": "III.2, dòng 131"},
    {"measure": "received_online", "value": 848},
    {"measure": "printed_rate.online_rate", "value": 43.6, "printed": "43,6%"},
]
WHO = ("--by", "Lê Thị Hoa", "--reason", "đối chiếu bản giấy")

Said = tuple[int, str, str]


@pytest.fixture
def run(office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs `python -m etl …` in an office with one report: (exit code, output, errors)."""
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="provisional")

    def run_it(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_it


def test_a_correction_is_saved_told_and_sent_to_the_build(run, office: Layout) -> None:
    code, out, _ = run("review", REPORT, "correct", "resolved_overdue", "--value", "17", *WHO)
    assert code == 0
    assert "Lê Thị Hoa đính chính «Đã giải quyết quá hạn»: 18 → 17" in out and "đối chiếu bản giấy" in out
    assert "python -m etl build" in out
    assert open_review(office, REPORT).lines[0].after == 17
    assert run("build")[0] == 0


def test_the_list_has_status_figures_and_lines(run) -> None:
    run("review", REPORT, "correct", "resolved_overdue", "--value", "16", "--statement", "1", *WHO)
    code, out, _ = run("review", REPORT, "--list")
    assert code == 0
    assert out.startswith(f"{REPORT}: tạm, chưa kiểm tra; 4 số liệu.")
    assert "  resolved_overdue (own, --statement 0): 18; 18; II.2, dòng 55" in out
    assert "  resolved_overdue (own, --statement 1): 17 → 16 [đã đính chính]; 17; III.2, dòng 131" in out
    assert "  printed_rate.online_rate (own, --statement 0): 43,6; 43,6%; II.2" in out
    assert "--seen 1" in out and "  1. Lê Thị Hoa đính chính" in out
    assert run("review", REPORT)[1] == out
    assert "43.6; 43,6%" in run("--lang", "en", "review", REPORT)[1]


def test_one_person_goes_on_without_a_number_another_is_told_first(run, office: Layout) -> None:
    run("review", REPORT, "correct", "received_online", "--value", "884", *WHO)
    assert run("review", REPORT, "reject", "resolved_overdue", *WHO)[0] == 0
    other = ("confirm", "received_online", "--by", "Nam", "--reason", "bản giấy")
    code, out, err = run("review", REPORT, *other)
    assert (code, out) == (1, "")
    assert "848 → 884" in err and "loại «Đã giải quyết quá hạn»" in err and "--seen 2" in err
    assert run("review", REPORT, *other, "--seen", "2")[0] == 0
    assert len(open_review(office, REPORT).lines) == 3
    assert run("review", REPORT, "check", *WHO)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("approve", *WHO), "approve: không phải việc rà soát"),
        (("confirm", *WHO), "confirm: cần mã chỉ tiêu"),
        (("check", "received_online", *WHO), "check: là việc với cả báo cáo"),
        (("correct", "received_online", "--value", "1.748,5", *WHO), "--value: «1.748,5» của chỉ tiêu received_online"),
        (("correct", "received_online", "--value", "1.748", *WHO), "--value: "),
        (("correct", "received_online", *WHO), "--value: thiếu giá trị đúng"),
        (("confirm", "received_online", "--statement", "hai", *WHO), "--statement: «hai» không phải số nguyên"),
        (("confirm", "received_online", "--seen", "-", *WHO), "--seen: «-» không phải số nguyên"),
        (
            ("confirm", "received_onlin", *WHO),
            "received_onlin: báo cáo không có chỉ tiêu này. Mã gần giống: received_online",
        ),
        (("confirm", "received_online", "--reason", "x"), "--by: thiếu họ tên"),
        (("confirm", "received_online", "--by", "x"), "--reason: thiếu lý do"),
        (("lock", *WHO), "lock: báo cáo đang ở trạng thái «tạm, chưa kiểm tra»"),
    ],
)
def test_every_refusal_names_file_place_and_mend(run, office: Layout, arguments: tuple, told: str) -> None:
    code, out, err = run("review", REPORT, *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"{REPORT}/{FILE_NAME} · {told}")
    english = run("--lang", "en", "review", REPORT, *arguments)[2]
    assert english.startswith(f"{REPORT}/{FILE_NAME} · ") and english != err
    assert not (office.reports / REPORT / FILE_NAME).exists()


def test_a_rate_as_printed_is_corrected_with_its_decimals(run, office: Layout) -> None:
    assert run("review", REPORT, "correct", "printed_rate.online_rate", "--value", "43.65", *WHO)[0] == 0
    assert open_review(office, REPORT).lines[0].after == 43.65


# Imports.

TEMPLATE = "unit,district,period,measure,scope,value\nXã Bình Phước,Huyện Bình Sơn,năm 2023,received_online,own,900\n"


def again(office: Layout, tmp_path: Path) -> ImportResult:
    file = tmp_path / "nhap.csv"
    file.write_text(TEMPLATE, encoding="utf-8")
    registry = load_registry(office)
    return import_files([file], office.reports, registry, registry.units, progress=False, replace=True)


def put(office: Layout, action: str, measure: str = "", value: float | None = None) -> None:
    asked = Change(action, "Lê Thị Hoa", "đối chiếu", measure, value=value)
    save(office, REPORT, asked, open_review(office, REPORT).seen)


@pytest.fixture
def reviewed(office: Layout) -> Layout:
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="provisional")
    put(office, "correct", "received_online", 884)
    put(office, "check")
    return office


def test_an_import_does_not_replace_a_locked_report(reviewed: Layout, tmp_path: Path) -> None:
    put(reviewed, "lock")
    before = {path.name: path.read_bytes() for path in (reviewed.reports / REPORT).iterdir()}
    result = again(reviewed, tmp_path)
    assert [problem.code for problem in result.problems] == ["review_import_locked"]
    assert {path.name: path.read_bytes() for path in (reviewed.reports / REPORT).iterdir()} == before


def test_an_import_takes_the_review_along_and_opens_a_checked_report(reviewed: Layout, tmp_path: Path) -> None:
    before = open_review(reviewed, REPORT).lines
    assert again(reviewed, tmp_path).ok
    now = open_review(reviewed, REPORT)
    assert now.lines[:2] == before and now.status == "provisional"
    assert (now.lines[2].action, now.lines[2].reason) == ("reopen", "nhập lại số liệu từ nhap.csv")
    assert "900" in (reviewed.reports / REPORT / "figures.csv").read_text(encoding="utf-8")


def test_an_import_does_not_replace_a_review_that_cannot_be_read(reviewed: Layout, tmp_path: Path) -> None:
    path = reviewed.reports / REPORT / FILE_NAME
    path.write_bytes(path.read_bytes() + b"{")
    result = again(reviewed, tmp_path)
    assert [problem.code for problem in result.problems] == ["review_import_unreadable"]
    assert path.read_bytes().endswith(b"{")
