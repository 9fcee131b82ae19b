"""The source file kept beside a report: trusted by its checksum alone, shown at the figure."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from domain.layout import Layout
from queries import values as q
from queries.rows import ReportRow
from queries.warehouse import Warehouse
from tests.quality_cases import MINH_DUC, body, page
from ui import source_file
from ui.source_file import State

pytestmark = pytest.mark.usefixtures("in_data_root")


def report_of(warehouse: Warehouse, content: bytes, name: str = "minh-duc.txt") -> ReportRow:
    found = next(one for one in q.unit_reports(warehouse, "report", MINH_DUC))
    return replace(found, file_name=name, file_sha256=hashlib.sha256(content).hexdigest())


def test_a_source_file_is_trusted_by_its_checksum_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    content = "một\nhai\nba\n".encode()
    report, place = report_of(warehouse, content), Layout(tmp_path)
    assert source_file.find(place, report) == source_file.SourceFile(State.ABSENT)
    path = tmp_path / "sources" / "minh-duc.txt"
    path.parent.mkdir()
    path.write_bytes(content + b"them")
    assert source_file.find(place, report) == source_file.SourceFile(State.DIFFERS)
    beside = place.reports / report.report_id / "minh-duc.txt"
    beside.parent.mkdir(parents=True)
    beside.write_bytes(content)
    assert source_file.find(place, report) == source_file.SourceFile(State.KEPT, beside)


def test_a_name_that_leads_out_of_the_folder_is_not_followed(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "data" / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"x")
    for name in ("../../secret.txt", str(tmp_path / "secret.txt"), "..\\..\\secret.txt", "..", ""):
        report = report_of(warehouse, b"x", name)
        assert source_file.find(Layout(tmp_path / "data"), report).path is None


def test_the_lines_of_a_place_are_shown_with_those_around(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(f"dòng {n}" for n in range(1, 11)), encoding="utf-8")
    assert source_file.lines_named("II.3, dòng 4-5, tr. 3") == [4, 5]
    assert [(n, named) for n, _, named in source_file.excerpt(path, "II.3, dòng 4-5, tr. 3")] == [
        (2, False), (3, False), (4, True), (5, True), (6, False), (7, False),
    ]  # fmt: skip
    assert [text for _, text, named in source_file.excerpt(path, "dòng 10") if named] == ["dòng 10"]
    assert source_file.excerpt(path, "Phụ lục, tr. 3") == []
    assert source_file.excerpt(path, "dòng 99") == []


def test_the_kept_file_stands_beside_the_figure_on_the_unit_s_page(
    warehouse: Warehouse, data_root: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "\n".join(f"câu thứ {n}" for n in range(1, 200)).encode()
    kept = tmp_path / "kept.txt"
    kept.write_bytes(content)
    monkeypatch.setattr(source_file, "find", lambda place, report: source_file.SourceFile(State.KEPT, kept))
    told = body(page("unit", source="report", profile=MINH_DUC, figures="2023-H1", trace="online_rate", part="origin"))
    assert "câu thứ 110" in told and "câu thứ 108" in told and "câu thứ 107" not in told


def test_where_the_file_is_not_kept_the_page_says_so() -> None:
    told = body(page("unit", source="report", profile=MINH_DUC, part="origin"))
    assert "002_143b8bad655c33d4.txt không lưu ở đây" in told
