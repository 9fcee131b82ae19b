"""What an office meets before it sees a chart: a taken port, an empty folder, a figure twice, dates that clash."""

import socket
from collections.abc import Iterator
from datetime import date

import pytest

import serve
from domain.layout import Layout
from etl.build import build
from etl.problems import ProblemsFound
from etl.read import input_checksums
from tests.factory import LAI_HUNG, make_report


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


# The port


def test_a_taken_port_is_told_before_anything_is_built_with_a_free_one(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["serve.py", "--port", str(taken)])
    monkeypatch.setattr(serve, "bring_up_to_date", lambda: pytest.fail("built before it looked"))
    assert serve.main() == serve.PORT_TAKEN
    said = capsys.readouterr()
    assert "→" not in said.out
    vi, en = said.err.splitlines()
    assert vi.startswith(f"Cổng {taken} đang có chương trình dùng") and "make run PORT=" in vi
    assert en.startswith(f"Port {taken} is in use")
    offered = int(vi.partition("make run PORT=")[2].split()[0])
    assert offered > taken
    assert serve.why_not(offered) is None


def test_the_port_is_free_again_when_the_other_program_ends() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.why_not(port) is not None
    assert serve.why_not(port) is None


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8501x", ""])
def test_what_is_no_port_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["serve.py", f"--port={port}"])
    with pytest.raises(SystemExit) as caught:
        serve.main()
    assert caught.value.code == 2


# Folders


def test_an_empty_report_folder_is_seen_at_once(office: Layout) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023", {"withdrawn": 1})
    first = build(office)
    (office.reports / "b").mkdir()
    again = build(office)
    assert again.is_new and again.path != first.path
    assert [problem.file for problem in again.problems] == ["b/report.toml"]
    with pytest.raises(ProblemsFound):
        build(office, strict=True)


def test_a_folder_with_files_keeps_the_checksum_it_had(office: Layout) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023", {"withdrawn": 1})
    before = input_checksums(office)
    (office.reports / "b").mkdir()
    after = input_checksums(office)
    assert set(after) - set(before) == {"reports/b"}
    assert {name: after[name] for name in before} == before


# Figures and dates of one report


def problems_of(office: Layout) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        build(office, strict=True)
    return [problem.text("vi") for problem in caught.value.problems]


def test_the_same_statement_twice_in_figures_csv_is_refused_with_the_first_line(office: Layout) -> None:
    row = {"measure": "withdrawn", "value": 1, "locator": "II.2"}
    make_report(office.reports / "a", LAI_HUNG, "2023", [row, {"measure": "carried_over", "value": 2}, row])
    (said,) = problems_of(office)
    assert said.startswith(
        "a/figures.csv · dòng 4: chỉ tiêu withdrawn (phạm vi own, vị trí main, «II.2») đã có ở dòng 2"
    )


@pytest.mark.parametrize("other", [{"locator": "III.1"}, {"place": "appendix"}, {"scope": "total"}])
def test_a_statement_made_in_two_places_is_kept_twice(office: Layout, other: dict[str, object]) -> None:
    row = {"measure": "withdrawn", "value": 1, "locator": "II.2"}
    make_report(office.reports / "a", LAI_HUNG, "2023", [row, row | other])
    assert build(office, strict=True).figures == 2


def test_a_report_received_before_it_was_signed_is_left_out_with_both_days(office: Layout) -> None:

    days = {"signed_on": date(2023, 9, 15), "received_on": date(2023, 9, 1)}
    make_report(office.reports / "a", LAI_HUNG, "2023", {"withdrawn": 1}, **days)
    (said,) = problems_of(office)
    assert said.startswith(
        "a/report.toml · document.received_on: báo cáo nhận ngày 01/09/2023, trước ngày ký 15/09/2023"
    )
