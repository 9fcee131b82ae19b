"""`python -m briefing`: the files it writes, and what it says where it cannot."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from pptx import Presentation

from briefing.__main__ import _choice, _parser, main
from briefing.plan_file import dumps
from briefing.ready import ready_plan
from charts.choose import Choice
from domain.layout import Layout
from etl.build import build
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import QUARTER, TAN_LOC
from tests.factory import BINH_PHUOC, OTHER_BINH_PHUOC, make_report

MERGED, NEW = "SIM02@2004", "SIM01@2025"
Run = Callable[..., int]
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def run(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, out: Path) -> Run:
    """Runs the command on the tests' warehouse with `--out`."""
    assert warehouse.path.parent == data_root.warehouse
    monkeypatch.setenv("CCHC_DATA", str(data_root.root))
    return lambda *arguments: main([*map(str, arguments), "--out", str(out)])


def names(out: Path) -> list[str]:
    return (
        [re.sub(r"20\d\d-\d\d-\d\d(?=\.)", "DAY", path.name) for path in sorted(out.iterdir())] if out.exists() else []
    )


def test_it_writes_a_deck_a_workbook_and_a_report_of_a_unit(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--unit", "Xã Bình Phước", "--period", "2023", "--format", "pptx, XLSX,docx") == 0
    assert names(out) == [f"xa-binh-phuoc_2023_DAY.{suffix}" for suffix in ("docx", "pptx", "xlsx")]
    assert sorted(capsys.readouterr().out.split()) == sorted(map(str, out.iterdir()))
    files = {path.suffix: path.read_bytes() for path in out.iterdir()}
    shapes = [shape for slide in Presentation(io.BytesIO(files[".pptx"])).slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert any("43,6" in text for text in cells) and any("99,05" in text for text in cells)
    assert len(openpyxl.load_workbook(io.BytesIO(files[".xlsx"])).sheetnames) >= 4
    assert docx.Document(io.BytesIO(files[".docx"])).paragraphs


@pytest.mark.parametrize("name", ["xa binh phuoc", "Bình Phước", "21073", "21073@2004", "XÃ BÌNH PHƯỚC"])
def test_a_unit_is_found_without_accents_kind_or_by_its_code(run: Run, out: Path, name: str) -> None:
    assert run("--unit", name, "--format", "xlsx") == 0
    assert names(out) == ["xa-binh-phuoc_2023_DAY.xlsx"]


def test_of_a_district_it_makes_the_groups_briefing(run: Run, out: Path) -> None:
    assert run("--unit", "huyen minh hoa", "--period", "2024-Q3", "--format", "xlsx") == 0
    assert names(out) == ["huyen-minh-hoa_2024-q3_DAY.xlsx"]


def test_a_saved_briefing_is_made_again_for_a_period(run: Run, out: Path, tmp_path: Path, warehouse: Warehouse) -> None:
    file = tmp_path / "plan.json"
    file.write_text(dumps(ready_plan(QUARTER, WarehouseAsk(warehouse))), encoding="utf-8")
    assert run("--plan", file, "--format", "xlsx") == 0
    assert run("--plan", file, "--format", "xlsx", "--period", "2024-Q4") == 0
    assert names(out) == ["huyen-minh-hoa_2024-q3_DAY.xlsx", "huyen-minh-hoa_2024-q4_DAY.xlsx"]


def test_in_english_no_fixed_text_is_vietnamese(run: Run, out: Path) -> None:
    assert run("--unit", "SIM-H@2004", "--period", "2024-Q3", "--lang", "en") == 0
    (path,) = out.iterdir()
    named = r"(Huyện|Xã|Thị trấn|Tỉnh) (\w+ ?)+|Tân Lộc|\S*(BC-UBND|NĐ-CP|QĐ-TTg|NQ-CP|QĐ-BNV|TT-VPCP|QĐ)\S*"
    titles = [slide.shapes.title.text for slide in Presentation(str(path)).slides if slide.shapes.title is not None]
    assert len(titles) > 10
    for title in titles:
        assert not re.search(
            r"\b(đơn vị|hồ sơ|quý|báo cáo|phụ lục|kiến nghị|mục tiêu)\b", re.sub(named, "", title), re.I
        )


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        (["--unit", "Xã Không Có"], "Không có báo cáo của đơn vị «Xã Không Có»", "There is no report of the unit"),
        ([], "Cần tên hoặc mã đơn vị", "Give the name or id of a unit"),
        (["--unit", "Bình Phước", "--source", "portal"], "Không có báo cáo của đơn vị", "There is no report"),
        (["--unit", "Bình Phước", "--period", "2031"], "«2031» không phải kỳ có số liệu", "“2031” is not a period"),
        # Other units have that period, this one has not.
        (["--unit", "Bình Phước", "--period", "2023-H1"], "Các kỳ có số liệu: 2023.", "with figures: 2023."),
        (["--unit", "Bình Phước", "--period", "sometime"], "«sometime» không phải kỳ", "“sometime” is not a period"),
        (["--unit", "Bình Phước", "--format", "odp"], "Không có định dạng «odp»", "There is no format “odp”"),
        (["--unit", "Bình Phước", "--format", ","], "Không có định dạng «,»", "There is no format “,”"),
        (["--unit", "Bình Phước", "--template", "/no/such.pptx"], "«/no/such.pptx»", "“/no/such.pptx” cannot be read"),
        (["--unit", "Bình Phước", "--basis", "now"], "--basis «now» không có", "There is no --basis “now”"),
        (["--unit", "Bình Phước", "--against", "best"], "--against «best» không có", "--against “best” is not in"),
        (["--unit", "Bình Phước", "--against", "unit:1@2004"], "hoặc unit: và mã đơn vị", "unit: and the id of a unit"),
        (["--unit", "Bình Phước", "--peers", "size:9"], "Không có nhóm so sánh «size:9»", "There is no group “size:9”"),
        (
            ["--unit", TAN_LOC, "--peers", "type:township"],
            "không thuộc nhóm so sánh «type:township»",
            "does not belong to the group “type:township”",
        ),
        (["--plan", "/no/such.json", "--peers", "type:ward"], "không dùng cùng --plan", "do not go with --plan"),
        (["--plan", "/no/such.json"], "Không đọc hoặc ghi được tệp", "cannot be read or written"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_language_asked_and_nothing_is_written(
    run: Run, out: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], vi: str, en: str
) -> None:
    for lang, wanted in (("vi", vi), ("en", en)):
        assert run(*arguments, "--lang", lang) == 1
        told = capsys.readouterr()
        assert wanted in told.err and told.out == "" and "Traceback" not in told.err
        assert names(out) == []


def chosen(*arguments: str, ask: WarehouseAsk) -> Choice:
    return _choice(_parser().parse_args([*arguments, "--out", "."]), ask)


def test_basis_baselines_and_similar_units_are_those_asked_for(warehouse: Warehouse, run: Run, out: Path) -> None:
    ask = WarehouseAsk(warehouse)
    of_unit = ["--unit", TAN_LOC, "--period", "2024-Q3", "--peers", "type:commune"]
    against = ["--against", "last_year", "--against", "group:others", "--against", f"unit:{MERGED}"]
    choice = chosen(*of_unit, *against, ask=ask)
    assert choice.baselines == ("last_year", "group:others", f"unit:{MERGED}")
    assert (choice.units, choice.peers, choice.basis) == ((TAN_LOC,), "type:commune", "")
    assert run(*of_unit, *against, "--format", "xlsx") == 0 and len(names(out)) == 1


@pytest.mark.parametrize("name", [MERGED, NEW, "Xã Minh Họa"])
def test_on_the_basis_of_today_a_unit_of_before_is_the_one_that_stands_for_it(
    name: str, warehouse: Warehouse, run: Run, out: Path
) -> None:
    arguments = ["--unit", name, "--source", "demo", "--basis", "today", "--against", f"unit:{MERGED}"]
    choice = chosen(*arguments, ask=WarehouseAsk(warehouse))
    assert (choice.units, choice.basis) == ((NEW,), "today")
    if name == MERGED:
        assert run(*arguments, "--format", "xlsx") == 0 and len(names(out)) == 1


PIN = {
    "recipe": {"chart": "ranked", "indicator": "no_rate"},
    "choice": {"lang": "vi", "source": "demo", "units": [], "kind": "quarter", "last": "2024-Q3"},
}
PLAN = {"schema": 1, "choice": PIN["choice"], "parts": [{"pin": PIN}]}


@pytest.mark.parametrize(
    ("content", "more", "vi", "en"),
    [
        (b"no plan", [], "Tệp bộ slide không đọc được", "The briefing file cannot be read"),
        (json.dumps(PLAN).encode(), [], "no_rate", "no_rate"),
        (json.dumps(PLAN | {"parts": []}).encode(), ["--period", "2031-Q1"], "«2031-Q1» không phải kỳ", "“2031-Q1”"),
        (json.dumps(PLAN | {"parts": []}).encode(), ["--period", "soon"], "«soon» không phải kỳ", "“soon” is not"),
    ],
)
def test_a_bad_plan_is_refused(
    run: Run,
    out: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    more: list[str],
    vi: str,
    en: str,
) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    for lang, wanted in (("vi", vi), ("en", en)):
        assert run("--plan", tmp_path / "plan.json", *more, "--lang", lang) == 1
        assert wanted in capsys.readouterr().err
        assert names(out) == []


def test_a_bad_template_is_refused(run: Run, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.pptx").write_bytes(b"no presentation")
    told = []
    for lang in ("vi", "en"):
        assert run("--unit", "Bình Phước", "--template", tmp_path / "own.pptx", "--lang", lang) == 1
        told.append(capsys.readouterr().err)
    assert VIETNAMESE.search(told[0]) and not VIETNAMESE.search(told[1]) and names(out) == []


def test_without_a_warehouse_it_names_the_command(
    office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: Path
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    assert main(["--unit", "Bình Phước", "--out", str(out)]) == 1
    assert "python -m etl build" in capsys.readouterr().err and names(out) == []


def test_a_name_that_two_units_have_is_not_guessed(
    office: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: Path
) -> None:
    for unit in (BINH_PHUOC, OTHER_BINH_PHUOC):
        make_report(office.reports / unit[:5], unit, "2023", {"received_in_period": 100, "received_online": 40})
    build(office, strict=True)
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    assert main(["--unit", "Binh Phuoc", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert BINH_PHUOC in told and OTHER_BINH_PHUOC in told and "Dùng mã đơn vị" in told and names(out) == []
    assert main(["--unit", BINH_PHUOC, "--out", str(out), "--format", "xlsx"]) == 0
