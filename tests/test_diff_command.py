"""`python -m etl diff`: exit codes, the file of changes, and the words for each cause."""

import csv
from pathlib import Path

import pytest

import etl.build
import etl.diff
import etl.publish
from domain.history import CauseCode
from domain.layout import Layout
from etl.__main__ import main
from etl.build import build
from etl.diff_side import build_id
from etl.diff_words import CSV_COLUMNS
from etl.publish import current_build
from tests.diff_cases import FIGURES
from tests.factory import BAC_SON, make_report, write_figures
from text.history_words import cause_words, difference_words, figure_words
from text.words import LANGS, catalogue


@pytest.fixture
def at(two_reports: Layout, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("CCHC_DATA", str(two_reports.root))
    return two_reports


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
    assert "+15,00 điểm phần trăm" in row and row.endswith("số liệu nhập của báo cáo a đã sửa")
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
    files += [root / "charts" / "builds.py", root / "pages" / "quality.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    made = {
        f"history.{name}"
        for name in ("kind", "move", "moves", "column", "cause", "action", "gap", "bound", "input", "registry", "lacks")
    }
    keys = [key for key in catalogue() if key.startswith("history.")]
    unused = [key for key in keys if f'"{key}' not in code and key.rpartition(".")[0] not in made]
    assert len(keys) > 50 and unused == []
