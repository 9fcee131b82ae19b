"""A report with an error is left out with a sentence that says where and what; the others are loaded."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.layout import Layout
from etl.__main__ import main
from etl.build import NothingToBuild, build, collect
from etl.problems import Problem
from etl.registry import Registry
from etl.report import Report
from queries.values import unit_values
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC, day, make_report, write_figures

GOOD = {"received_in_period": 100, "received_online": 40}
HEADER = "measure,scope,value,qualifier,printed,place,locator,as_of,note\n"


@pytest.fixture
def problems_of(office: Layout, office_registry: Registry) -> Callable[[], list[Problem]]:
    """What is wrong with the folder `bad`, beside a good report that has to be read all the same."""
    make_report(office.reports / "good", MINH_DUC, "2023-H1", GOOD)

    def collected() -> list[Problem]:
        reports, problems = collect(office, office_registry, strict=False)
        assert [report.report_id for report in reports] == ["good"]
        assert all(problem.file.split("/")[0] == "bad" for problem in problems)
        for problem in problems:
            assert problem.text("vi") != problem.text("en")
            assert problem.text("vi").startswith(problem.file)
        return problems

    return collected


Mend = Callable[[Path], object]


def text(name: str, old: str, new: str) -> Mend:
    """Replaces a piece of a report's file."""

    def change(folder: Path) -> None:
        path = folder / name
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), encoding="utf-8")

    return change


def figures(line: str) -> Mend:
    return lambda folder: (folder / "figures.csv").write_bytes((HEADER + line + "\n").encode())


def cell(**row: object) -> Mend:
    return lambda folder: write_figures(
        folder, [{"measure": "carried_over", "value": 1}, {"measure": "withdrawn", **row}]
    )


def raw(name: str, content: bytes) -> Mend:
    return lambda folder: (folder / name).write_bytes(content)


def directory(name: str) -> Mend:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


LINE = "bad/figures.csv · line "
TOML = "bad/report.toml"


@pytest.mark.parametrize(
    ("spoil", "code", "where"),
    [
        pytest.param(raw("report.toml", b"schema = = 1"), "bad_toml", TOML, id="no TOML"),
        pytest.param(raw("report.toml", b"a = " + b"[" * 5000), "bad_toml", TOML, id="endless TOML"),
        pytest.param(
            raw("report.toml", "schema = 1\nname = 'Xã'".encode("utf-16")), "not_utf8", TOML, id="UTF-16 TOML"
        ),
        pytest.param(raw("figures.csv", HEADER.encode() + b"x\xff\xfe"), "not_utf8", "bad/figures.csv", id="not UTF-8"),
        pytest.param(raw("figures.csv", b"PK\x03\x04\x00\x00\x08"), "garbage", LINE + "1", id="a ZIP as CSV"),
        pytest.param(figures("withdrawn,own,1,,1,main,a\0b,,"), "garbage", LINE + "2", id="NUL in a cell"),
        pytest.param(raw("figures.csv", b""), "figures_header", LINE + "1", id="empty CSV"),
        pytest.param(raw("figures.csv", b"measure;scope;value\n"), "figures_header", LINE + "1", id="semicolons"),
        pytest.param(text("figures.csv", "value", "values"), "figures_header", LINE + "1", id="wrong column"),
        pytest.param(text("figures.csv", "note", "note,value"), "figures_header_twice", LINE + "1", id="column twice"),
        pytest.param(figures("withdrawn,own,1,,1,main,II.2"), "figures_cells", LINE + "2", id="cells missing"),
        pytest.param(figures("withdrawn,own,1,,1,main,II.2,,,,"), "figures_cells", LINE + "2", id="cells too many"),
        pytest.param(figures('withdrawn,own,1,,1,main,"II.2,,'), "bad_csv", LINE, id="open quotation mark"),
        pytest.param(lambda folder: (folder / "figures.csv").unlink(), "file_missing", "bad/figures.csv", id="no CSV"),
        pytest.param(lambda folder: (folder / "report.toml").unlink(), "file_missing", TOML, id="no TOML file"),
        pytest.param(directory("figures.csv"), "file_locked", "bad/figures.csv", id="cannot be opened"),
        pytest.param(cell(value="abc"), "not_a_number", LINE + "3", id="abc"),
        pytest.param(cell(value="NaN"), "not_a_number", LINE + "3", id="NaN"),
        pytest.param(cell(value="Infinity"), "not_a_number", LINE + "3", id="infinity"),
        pytest.param(cell(value="1e400"), "not_a_number", LINE + "3", id="overflow"),
        pytest.param(cell(value="9" * 400), "not_a_number", LINE + "3", id="endless number"),
        pytest.param(cell(value="1_748"), "not_a_number", LINE + "3", id="underscore"),
        pytest.param(cell(value="1,748"), "not_a_number", LINE + "3", id="comma"),
        pytest.param(cell(value="１７"), "not_a_number", LINE + "3", id="full-width digits"),
        pytest.param(cell(value="-4"), "negative", LINE + "3", id="negative"),
        pytest.param(cell(value="1.748"), "not_whole", LINE + "3", id="thousands separator"),
        pytest.param(cell(measure="withdrawal", value=1), "unknown_measure", LINE + "3", id="unknown measure"),
        pytest.param(cell(measure="", value=1), "unknown_measure", LINE + "3", id="no measure"),
        pytest.param(cell(measure="printed_rate.nothing", value=1), "unknown_measure", LINE + "3", id="unknown rate"),
        pytest.param(cell(measure="printed_share.nothing", value=1), "unknown_measure", LINE + "3", id="unknown share"),
        pytest.param(cell(scope="all", value=1), "cell_not_one_of", LINE + "3", id="bad scope"),
        pytest.param(cell(place="annex", value=1), "cell_not_one_of", LINE + "3", id="bad place"),
        pytest.param(cell(qualifier="circa", value=1), "cell_not_one_of", LINE + "3", id="bad qualifier"),
        pytest.param(cell(as_of="28/5/2023", value=1), "date", LINE + "3", id="bad date of a figure"),
        pytest.param(cell(as_of="2023-W22", value=1), "date", LINE + "3", id="a week for a date"),
        pytest.param(text("report.toml", "schema = 1", "schema = 2"), "schema", TOML + " · schema", id="schema"),
        pytest.param(text("report.toml", '"bad"', '"other"'), "report_id", TOML + " · report_id", id="other id"),
        pytest.param(text("report.toml", '"report"', '"press"'), "not_one_of", TOML + " · source", id="source"),
        pytest.param(text("report.toml", '"checked"', '"draft"'), "not_one_of", TOML + " · status", id="status"),
        pytest.param(text("report.toml", "2023-H1", "2023-H3"), "period", TOML + " · period.id", id="unknown period"),
        pytest.param(text("report.toml", "25834@2004", "99999@2004"), "unknown_unit_id", TOML, id="unknown unit id"),
        pytest.param(text("report.toml", "[unit]", "[units]"), "unknown_unit", TOML + " · unit.name", id="no unit"),
        pytest.param(text("report.toml", "[period]", "[[period]]"), "not_a_table", TOML + " · [period]", id="no table"),
    ],
)
def test_a_report_with_an_error_is_refused_by_file_and_place_and_the_others_are_read(
    office: Layout, problems_of: Callable[[], list[Problem]], spoil: Mend, code: str, where: str
) -> None:
    spoil(make_report(office.reports / "bad", LAI_HUNG, "2023-H1", GOOD))
    problems = problems_of()
    assert code in {problem.code for problem in problems}
    assert next(problem for problem in problems if problem.code == code).text("en").startswith(where)


@pytest.mark.parametrize(
    ("head", "code", "where"),
    [
        ({"number": 46}, "not_text", "document.number"),
        ({"file_name": ["a.txt"]}, "not_text", "document.file_name"),
        ({"note": True}, "not_text", "document.note"),
        ({"pages": "12"}, "pages", "document.pages"),
        ({"pages": 0}, "pages", "document.pages"),
        ({"pages": True}, "pages", "document.pages"),
        ({"signed_on": "24/05/2023"}, "date", "document.signed_on"),
        ({"received_on": 20230524}, "date", "document.received_on"),
        ({"other_units_named": "Xã Quang Khải"}, "not_a_list", "document.other_units_named"),
        ({"other_units_named": [1]}, "not_a_list", "document.other_units_named"),
        ({"window_start": day("2023-06-07"), "window_end": day("2022-12-10")}, "bad_window", "period"),
        ({"window_start": day("2022-12-10")}, "bad_window", "period"),
        ({"window_end": "2023-06-07"}, "date", "period.window_end"),
        ({"label": 2023}, "not_text", "period.label"),
        ({"supersedes": "bad"}, "supersedes_itself", "document.supersedes"),
        ({"override": "withdrawn"}, "not_a_table", "[[override]]"),
        ({"override": {"measure": "withdrawn"}}, "not_a_table", "[[override]]"),
        ({"unit": {"name": "Xã Bình Phước"}}, "ambiguous_unit", "unit.name"),
        ({"unit": {"name": "Xã Không Có"}}, "unknown_unit", "unit.name"),
        ({"unit": {"name": "Xã Bình Phước", "district": 5}}, "not_text", "unit.district"),
        ({"unit": {"name": "Xã Lai Hưng", "level": "xã"}}, "not_one_of", "unit.level"),
        ({"unit": {"name": "Xã Lai Hưng", "gso_code": "12148"}}, "unknown_unit", "unit.name"),
        ({"unit": {"unit_id": LAI_HUNG, "name": "Xã Bắc Sơn"}}, "unit_id_of_another", "unit.unit_id"),
    ],
)
def test_a_head_that_is_wrong_is_refused_by_its_key(
    office: Layout, problems_of: Callable[[], list[Problem]], head: dict, code: str, where: str
) -> None:
    make_report(office.reports / "bad", LAI_HUNG, "2023-H1", GOOD, **head)
    (problem,) = problems_of()
    assert problem.code == code
    assert problem.text("en").startswith(f"{TOML} · {where}:")


def test_an_ambiguous_unit_is_answered_with_its_candidates(
    office: Layout, problems_of: Callable[[], list[Problem]]
) -> None:
    make_report(office.reports / "bad", "", "2023", GOOD, unit={"name": "Xã Bình Phước"})
    (problem,) = problems_of()
    assert "21073" in problem.text("vi") and "29644" in problem.text("vi")


def test_a_name_with_its_district_is_enough_to_find_the_unit(office: Layout, office_registry: Registry) -> None:
    make_report(office.reports / "a", "", "2023", GOOD, unit={"name": "xã bình phước", "district": "Huyện Bình Sơn"})
    (report,), problems = collect(office, office_registry, strict=False)
    assert (report.unit.unit_id, problems) == (BINH_PHUOC, [])


def test_all_errors_of_a_report_are_said_at_once(office: Layout, problems_of: Callable[[], list[Problem]]) -> None:
    rows = [{"measure": "nothing", "scope": "x", "value": "abc"}, {"measure": "withdrawn", "value": "-1"}]
    make_report(office.reports / "bad", LAI_HUNG, "2024-Q9", rows, status="draft", pages=-1)
    codes = [problem.code for problem in problems_of()]
    assert sorted(codes) == sorted(
        ["not_one_of", "period", "pages", "unknown_measure", "cell_not_one_of", "not_a_number", "negative"]
    )


TWICE = [
    {"measure": "resolved_total", "value": 381, "locator": "II.2"},
    {"measure": "resolved_total", "value": 376, "place": "appendix", "locator": "III.3.1.1"},
    {"measure": "resolved_total", "value": "", "place": "summary", "locator": "I"},
]
CHOICE = {"measure": "resolved_total", "scope": "own", "locator": "III.3.1.1", "reason": "Phụ lục có chữ ký"}


@pytest.mark.parametrize(
    "override",
    [
        pytest.param([{**CHOICE, "reason": " "}], id="no reason"),
        pytest.param([{key: CHOICE[key] for key in ("measure", "scope", "locator")}], id="reason left out"),
        pytest.param([{**CHOICE, "reason": 1}], id="a number for a reason"),
        pytest.param([{**CHOICE, "locator": "nowhere"}], id="no such row"),
        pytest.param([{**CHOICE, "scope": "total"}], id="other scope"),
        pytest.param([{**CHOICE, "locator": "I"}], id="row that cannot be read"),
        pytest.param([CHOICE, {**CHOICE, "locator": "II.2"}], id="two for one measure"),
    ],
)
def test_an_override_without_a_reason_or_a_readable_row_of_its_own_is_refused(
    office: Layout, problems_of: Callable[[], list[Problem]], override: list[dict]
) -> None:
    make_report(office.reports / "bad", LAI_HUNG, "2023-H1", TWICE, override=override)
    assert [problem.code for problem in problems_of()] == ["override"]


def test_an_override_keeps_its_reason_beside_the_figure(office: Layout, office_registry: Registry) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", TWICE, override=[CHOICE])
    (report,), problems = collect(office, office_registry, strict=False)
    assert not problems
    assert [(figure.value, figure.is_override, figure.note) for figure in report.figures] == [
        (381, False, ""),
        (376, True, "Phụ lục có chữ ký"),
        (None, False, ""),
    ]


def read(office: Layout, office_registry: Registry, *heads: tuple[str, dict]) -> tuple[list[Report], list[Problem]]:
    for name, head in heads:
        make_report(office.reports / name, head.pop("of", LAI_HUNG), head.pop("period", "2023-H1"), GOOD, **head)
    return collect(office, office_registry, strict=False)


def outcome(found: tuple[list[Report], list[Problem]]) -> tuple[list[str], dict[str, str]]:
    reports, problems = found
    assert len({problem.file for problem in problems}) == len(problems)
    return [report.report_id for report in reports], {p.file.split("/")[0]: p.code for p in problems}


def test_a_second_report_of_a_unit_and_period_is_refused_and_names_the_first(
    office: Layout, office_registry: Registry
) -> None:
    reports, problems = read(
        office, office_registry, ("a", {}), ("b", {}), ("c", {"source": "portal"}), ("d", {"of": BAC_SON})
    )
    assert outcome((reports, problems)) == (["a", "c", "d"], {"b": "duplicate_report"})
    assert 'supersedes = "a"' in problems[0].text("en")


@pytest.mark.parametrize("names", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_reports_that_replace_each_other_in_turn_are_kept_whatever_they_are_called(
    office: Layout, office_registry: Registry, names: str
) -> None:
    first, second, third = names
    found = read(office, office_registry, (first, {}), (second, {"supersedes": first}), (third, {"supersedes": second}))
    assert outcome(found) == (["a", "b", "c"], {})


@pytest.mark.parametrize(
    ("heads", "kept", "refused"),
    [
        pytest.param(
            [("a", {}), ("b", {"supersedes": "a"}), ("c", {"supersedes": "a"})],
            ["a", "b"],
            {"c": "duplicate_report"},
            id="two replace one",
        ),
        pytest.param(
            [("a", {"supersedes": "b"}), ("b", {"supersedes": "a"})],
            [],
            {"a": "supersedes_circle", "b": "supersedes_circle"},
            id="circle",
        ),
        pytest.param(
            [("a", {"supersedes": "b"}), ("b", {"of": BAC_SON})],
            ["b"],
            {"a": "supersedes_other"},
            id="another unit's report",
        ),
        pytest.param(
            [("a", {"supersedes": "b"}), ("b", {"period": "2023"})],
            ["b"],
            {"a": "supersedes_other"},
            id="another period's report",
        ),
        pytest.param([("a", {"supersedes": "long-gone"})], ["a"], {}, id="a report that is not there any more"),
    ],
)
def test_no_report_vanishes_because_another_says_it_replaces_it(
    office: Layout, office_registry: Registry, heads: list, kept: list[str], refused: dict[str, str]
) -> None:
    assert outcome(read(office, office_registry, *[(name, dict(head)) for name, head in heads])) == (kept, refused)


def test_a_simulated_report_with_the_id_of_a_real_one_is_refused(office: Layout, office_registry: Registry) -> None:
    make_report(office.reports / "same", LAI_HUNG, "2023-H1", GOOD)
    make_report(office.demo / "reports" / "same", BAC_SON, "2023-H1", GOOD, source="demo")
    (report,), (problem,) = collect(office, office_registry, strict=False)
    assert (report.source, problem.code) == ("report", "report_id_twice")


def test_folders_that_begin_with_a_dot_or_an_underscore_are_no_reports(
    office: Layout, office_registry: Registry
) -> None:
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", GOOD)
    (office.reports / ".import-x").mkdir()
    (office.reports / "_drafts").mkdir()
    (office.reports / "notes.txt").write_text("x")
    assert outcome(collect(office, office_registry, strict=False)) == (["a"], {})


def test_a_file_from_excel_with_a_byte_order_mark_and_its_line_ends_is_read(
    office: Layout, office_registry: Registry
) -> None:
    folder = make_report(office.reports / "a", LAI_HUNG, "2023-H1")
    lines = (
        HEADER + 'withdrawn,own,7,,7,main,"II.2, dòng 1",2023-05-28,"hai\ndòng \u2028 một"\n\ncarried_over,,5,,,,,,\n'
    )
    (folder / "figures.csv").write_bytes(b"\xef\xbb\xbf" + lines.replace("\n", "\r\n").encode())
    (report,), problems = collect(office, office_registry, strict=False)
    assert not problems
    assert [(f.measure, f.scope, f.value, f.place, f.qualifier) for f in report.figures] == [
        ("withdrawn", "own", 7, "main", "exact"),
        ("carried_over", "own", 5, "main", "exact"),
    ]
    assert report.figures[0].as_of == day("2023-05-28")


def test_fractions_are_for_money_and_percentages(office: Layout, office_registry: Registry) -> None:
    make_report(
        office.reports / "a",
        LAI_HUNG,
        "2023-H1",
        {"disbursement_done": 1005.8, "printed_rate.online_rate": "43.6", "printed_share.withdrawn": "0.10"},
    )
    (report,), problems = collect(office, office_registry, strict=False)
    assert not problems
    assert [figure.value for figure in report.figures] == [1005.8, 43.6, 0.1]


# The command line.


def run(root: Path, *arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "CCHC_DATA": str(root), "CCHC_LANG": lang}
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments], env=environ, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def mixed(office: Layout) -> Layout:
    """Two good reports and one bad."""
    make_report(office.reports / "good", MINH_DUC, "2023-H1", GOOD)
    make_report(office.reports / "fine", CAU_KE, "2023-H1", GOOD)
    make_report(office.reports / "bad", LAI_HUNG, "2023-H1", {"withdrawn": "abc"})
    return office


def test_a_build_that_leaves_a_report_out_publishes_the_others_and_ends_with_2(mixed: Layout) -> None:
    done = run(mixed.root, "build")
    assert done.returncode == 2
    assert "bad/figures.csv · line 2: “abc” of the measure withdrawn is not a number" in done.stderr
    assert "1 reports with errors were left out" in done.stderr
    warehouse = Warehouse(mixed.warehouse / mixed.current.read_text().strip())
    assert {
        row["report_id"] for row in warehouse.ask("reports", {"source": "report", "units": [MINH_DUC, CAU_KE]})
    } == {"fine", "good"}
    (finding,) = [row for row in warehouse.ask("findings") if row["rule"] == "left_out"]
    assert (finding["report_id"], finding["severity"]) == ("bad", "error")
    assert "không phải số" in finding["message_vi"] and "is not a number" in finding["message_en"]
    assert warehouse.ask("build_info")[0]["rejected"] == 1


def test_a_second_build_says_again_what_was_left_out(mixed: Layout, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CCHC_DATA", str(mixed.root))
    assert main(["--lang", "en", "build"]) == 2
    capsys.readouterr()
    assert main(["--lang", "en", "build"]) == 2
    said = capsys.readouterr()
    assert "Nothing has changed" in said.out
    assert "bad/figures.csv · line 2" in said.err and "1 reports were left out" in said.err
    assert main(["--lang", "vi", "build"]) == 2
    assert "bad/figures.csv · dòng 2" in capsys.readouterr().err


def test_a_strict_build_publishes_nothing_and_ends_with_1(mixed: Layout, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CCHC_DATA", str(mixed.root))
    assert main(["--lang", "en", "build", "--strict"]) == 1
    assert "bad/figures.csv · line 2" in capsys.readouterr().err
    assert not mixed.current.exists()
    assert main(["build"]) == 2
    before = mixed.current.read_text()
    assert main(["build", "--strict"]) == 1
    assert mixed.current.read_text() == before


def test_a_mended_report_is_in_the_next_build(mixed: Layout) -> None:
    assert len(build(mixed).problems) == 1
    write_figures(mixed.reports / "bad", GOOD)
    mended = build(mixed)
    assert (mended.is_new, mended.reports, mended.problems) == (True, 3, ())
    assert unit_values(Warehouse(mended.path), "report", LAI_HUNG)[0].status == "checked"


def test_an_empty_data_folder_builds_nothing_and_says_so(office: Layout, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CCHC_DATA", str(office.root / "typo"))
    assert main(["--lang", "en", "build"]) == 1
    assert "There is no report to use" in capsys.readouterr().err
    assert not (office.root / "typo").exists()


def test_a_build_without_a_single_good_report_leaves_the_one_in_use(office: Layout) -> None:
    folder = make_report(office.reports / "a", LAI_HUNG, "2023-H1", GOOD)
    before = build(office).path
    write_figures(folder, {"withdrawn": "abc"})
    with pytest.raises(NothingToBuild) as caught:
        build(office)
    assert [problem.code for problem in caught.value.problems] == ["not_a_number"]
    assert office.current.read_text().strip() == before.name
