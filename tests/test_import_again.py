"""A file may be imported again: what says the same is passed over, what differs is told."""

import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.__main__ import main
from etl.import_cells import Registry
from etl.import_layout import TABLE_COLUMNS
from etl.importer import import_files
from tests.import_cases import ROW, figures_of, only_problem

NEXT = ROW | {"period": "2024-H1", "value": "2.000"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# The same again


@pytest.mark.parametrize("replace", [False, True])
def test_a_running_table_takes_its_new_rows_and_leaves_the_old_reports(
    run_import, csv_file, import_folder, replace
) -> None:
    assert run_import(csv_file([ROW])).ok
    before = contents(import_folder / "lai-hung-2023-h1")
    result = run_import(csv_file([NEXT, ROW]), replace=replace)
    assert result.ok
    assert (result.written, result.unchanged, result.figures) == (("lai-hung-2024-h1",), ("lai-hung-2023-h1",), 1)
    assert contents(import_folder / "lai-hung-2023-h1") == before
    assert figures_of(import_folder / "lai-hung-2024-h1")[0]["value"] == "2000"


@pytest.mark.parametrize(
    "change",
    [
        {"value": "1.749"},
        {"value": "trên 1.748"},
        {"scope": "total"},
        {"measure": "received_total"},
        {"place": "appendix"},
        {"note": "đọc lại"},
        {"as_of": "28/05/2023"},
        {"number": "47/BC-UBND"},
        {"received_on": "25/05/2023"},
        {"locator": "III.1"},
    ],
)
def test_a_report_that_says_anything_else_is_refused_and_names_the_way_out(run_import, csv_file, change) -> None:
    first = ROW | {"number": "46/BC-UBND", "received_on": "26/05/2023", "locator": "II.2"}
    assert run_import(csv_file([first])).ok
    problem = only_problem(run_import(csv_file([NEXT, first | change])), "report_exists", "dòng 3")
    assert "--replace" in problem.text("vi")
    assert "--replace" in problem.text("en")


def test_a_figure_that_went_missing_is_a_difference(run_import, csv_file) -> None:
    more = ROW | {"measure": "carried_over", "value": "5"}
    assert run_import(csv_file([ROW, more])).ok
    only_problem(run_import(csv_file([ROW])), "report_exists", "dòng 2")
    only_problem(run_import(csv_file([ROW, more, ROW | {"place": "summary"}])), "report_exists", "dòng 2")


def test_what_the_file_leaves_open_is_no_difference(run_import, csv_file) -> None:
    full = ROW | {"number": "46/BC-UBND", "received_on": "26/05/2023", "locator": "II.2", "status": ""}
    full.pop("status")
    assert run_import(csv_file([full])).ok
    assert run_import(csv_file([ROW])).unchanged == ("lai-hung-2023-h1",)


@given(order=st.permutations(range(4)))
def test_neither_the_order_nor_the_line_of_rows_matters(order: list[int], registry: Registry, tmp_path_factory) -> None:
    rows = [ROW | {"measure": name} for name in ("received_in_period", "carried_over", "withdrawn", "resolved_total")]
    folder = tmp_path_factory.mktemp("again")
    for name, sequence in (("a.csv", range(4)), ("b.csv", order)):
        lines = [";".join(str(rows[at].get(column, "")) for column in TABLE_COLUMNS) for at in sequence]
        (folder / name).write_text("\n".join([";".join(TABLE_COLUMNS), *lines]), encoding="utf-8")
    first, again = (
        import_files([folder / name], folder / "reports", registry, registry.units, progress=False)  # type: ignore[attr-defined]
        for name in ("a.csv", "b.csv")
    )
    assert (first.written, again.written) == (("lai-hung-2023-h1",), ())
    assert again.unchanged == first.written


def test_a_folder_that_cannot_be_read_is_not_taken_for_the_same(run_import, csv_file, import_folder) -> None:
    assert run_import(csv_file([ROW])).ok
    (import_folder / "lai-hung-2023-h1" / "figures.csv").write_bytes(b"\xff\xfe\x00")
    only_problem(run_import(csv_file([ROW])), "report_exists", "dòng 2")


# Days


@pytest.mark.parametrize(("period", "today"), [("2031-Q3", date(2026, 11, 22)), ("2027", date(2026, 12, 14))])
def test_a_period_that_has_not_begun_is_refused(run_import, csv_file, period, today) -> None:
    only_problem(run_import(csv_file([ROW | {"period": period}]), today=today), "period_not_begun", "cột period")


def test_a_period_may_be_reported_from_its_first_day_on(run_import, csv_file) -> None:
    row = ROW | {"period": "2024-Q3"}
    said = only_problem(run_import(csv_file([row]), today=date(2024, 6, 14)), "period_not_begun", "cột period")
    assert "15/06/2024" in said.text("vi")
    assert "15 Jun 2024" in said.text("en")
    assert run_import(csv_file([row]), today=date(2024, 6, 15)).written == ("lai-hung-2024-q3",)


def test_a_report_received_before_it_was_signed_is_refused_with_both_days(run_import, csv_file) -> None:
    row = ROW | {"signed_on": "15/09/2023", "received_on": "01/09/2023"}
    said = only_problem(run_import(csv_file([row])), "received_too_early", "cột received_on").text("vi")
    assert "(01/09/2023)" in said and "(15/09/2023)" in said
    assert run_import(csv_file([row | {"received_on": "15/09/2023"}])).ok


def test_days_of_a_problem_are_written_as_days_are_read(run_import, table_file, csv_file) -> None:
    window = ROW | {"window_start": datetime(2023, 6, 7), "window_end": datetime(2022, 12, 10)}
    said = only_problem(run_import(table_file([window])), "window_reversed", "!R3").text("vi")
    assert "(10/12/2022)" in said and "(07/06/2023)" in said
    rows = [ROW | {"signed_on": "24/05/2023"}, ROW | {"signed_on": "2023-05-25", "locator": "b"}]
    differs = only_problem(run_import(csv_file(rows)), "head_differs", "dòng 3").text("vi")
    assert "«25/05/2023»" in differs and "«24/05/2023»" in differs


@pytest.mark.parametrize("period", ["2013-q3", "2013-Q3", "quý iii/2013"])
def test_a_period_is_read_in_either_case(run_import, csv_file, period) -> None:
    assert run_import(csv_file([ROW | {"period": period}])).written == ("lai-hung-2013-q3",)


# The command


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("CCHC_DATA", str(tmp_path / "data"))

    def run(*arguments: str | Path, lang: str = "vi") -> tuple[int, str, str]:
        code = main(["--lang", lang, *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, "\n".join(line for line in said.err.splitlines() if "it/s" not in line)

    return run


def test_the_command_names_the_reports_and_says_what_it_did_and_what_comes_next(command, csv_file) -> None:
    code, out, err = command("import", csv_file([ROW, NEXT]))
    assert (code, out) == (0, "lai-hung-2023-h1\nlai-hung-2024-h1\n")
    assert "Đã nhập 2 báo cáo, 2 số liệu. Tiếp theo: python -m etl build" in err
    code, out, err = command("import", csv_file([ROW, NEXT]), lang="en")
    assert (code, out) == (0, "")
    assert "Passed over 2 reports" in err and "nothing new" in err
    code, out, err = command("import", csv_file([ROW | {"value": "3"}]))
    assert (code, out) == (1, "")
    assert "--replace" in err and "Đã nhập" not in err
    assert command("import", "--replace", csv_file([ROW | {"value": "3"}]))[:2] == (0, "lai-hung-2023-h1\n")


def test_a_report_of_a_period_ahead_is_told_at_build_and_status(command, csv_file, tmp_path) -> None:
    command("import", csv_file([ROW]))
    folder = tmp_path / "data" / "reports" / "lai-hung-2023-h1"
    assert "chưa bắt đầu" not in command("build")[2]
    ahead = folder.with_name("lai-hung-2099")
    folder.rename(ahead)
    text = (ahead / "report.toml").read_text(encoding="utf-8")
    text = text.replace("lai-hung-2023-h1", ahead.name).replace("2023-H1", "2099").replace("25834@2004", "25195@2025")
    text = re.sub(r"\[unit\][^\[]*", '[unit]\nunit_id = "25195@2025"\n\n', text)
    (ahead / "report.toml").write_text(text, encoding="utf-8")
    for name in ("build", "status"):
        code, _, err = command(name)
        assert code == 0
        assert "1 báo cáo ghi kỳ chưa bắt đầu: lai-hung-2099 (2099)" in err


def test_status_tells_the_time_of_viet_nam_as_reviews_do(command, csv_file) -> None:
    command("import", csv_file([ROW]))
    command("build")
    _, out, _ = command("status")
    assert re.search(r"\* cchc-[0-9a-f]{12}\.duckdb  \d\d:\d\d ngày \d\d/\d\d/\d{4} \(giờ Việt Nam\)  1 báo cáo", out)
    assert "UTC" not in out


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "etl", "template", str(tmp_path / "bieu_mau.csv")],
            stdout=nobody, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (141, "")
    assert (tmp_path / "bieu_mau.csv").is_file()
