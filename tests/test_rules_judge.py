"""Rules judge rightly: what holds is not told, what does not is told once, and with figures that stand somewhere."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.layout import Layout
from etl.build import build
from etl.importer import import_files
from etl.problems import ProblemsFound
from etl.read import read_report
from etl.registry import load_registry
from etl.validate import validate_report
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import MINH_DUC, make_report
from tests.rule_breaches import breaches, figures_of, sentences
from tests.told import NEW_UNIT, outcomes, registry, row, rule, told

BOTH, CADRE, CIVIL = "staff.cadre_civil_servant.education", "staff.cadre.education", "staff.civil_servant.education"


# Source files.


def test_reports_that_replace_each_other_may_be_of_one_file_in_whatever_order_they_lie() -> None:
    first = told(report_id="b", file_sha256="aa")
    second = told(report_id="a", file_sha256="aa", supersedes="b")
    third = told(report_id="c", file_sha256="aa", supersedes="a")
    for order in ([first, second, third], [second, first, third], [third, second, first]):
        assert breaches("same_file", *order) == []
        other = told(period="2023-Q3", report_id="d", file_sha256="aa")
        (breach,) = breaches("same_file", *order, other)
        assert breach.right_place == order[0].report_id


def test_two_chains_of_one_file_are_told() -> None:
    first, second = told(report_id="a", file_sha256="aa"), told(report_id="b", file_sha256="bb", supersedes="a")
    other = told(period="2023-Q3", report_id="x", file_sha256="cc")
    later = told(period="2023-Q3", report_id="y", file_sha256="aa", supersedes="x", unit=NEW_UNIT)
    assert [one.right_place for one in breaches("same_file", first, second, other, later)] == ["a"]


def test_reports_of_one_table_are_no_copies_of_each_other(office: Layout, tmp_path: Path) -> None:
    table = tmp_path / "many.csv"
    header = "unit,gso_code,period,measure,scope,value"
    rows = [f"Xã Minh Đức,11128,{period},received_in_period,own,{n}" for n, period in ((7, "2023-Q1"), (9, "2023-H1"))]
    table.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    found = load_registry(office)
    import_files([table], office.reports, found, found.units, progress=False)
    heads = [tomllib.loads(path.read_text("utf-8")) for path in sorted(office.reports.glob("*/report.toml"))]
    assert [head["document"]["imported"] for head in heads] == [True, True]
    assert heads[0]["document"]["sha256"] == heads[1]["document"]["sha256"]
    found = q.findings(Warehouse(build(office).path))
    assert {one.rule for one in found} == {"window_not_printed"}
    twice = [told(period=period, file_sha256="aa") for period in ("2023-Q1", "2023-Q3")]
    assert len(breaches("same_file", *twice)) == 1, "a paper is that of one report"


@pytest.mark.parametrize("found", ["yes", 1])
def test_imported_is_true_or_false(office: Layout, found: object) -> None:
    folder = make_report(office.reports / "a", MINH_DUC, "2023-H1", {"withdrawn": 1}, imported=found)
    with pytest.raises(ProblemsFound) as caught:
        validate_report(read_report(folder), registry())
    assert [(one.code, one.place) for one in caught.value.problems] == [("not_true_or_false", "document.imported")]


# Corrected figures.


def corrected(measure: str, value: float, printed: str, **cells: object) -> dict:
    return row(measure, value, printed, review="corrected", **cells)


def test_a_corrected_rate_is_said_as_what_it_was_corrected_to() -> None:
    counts = [row("resolved_on_time", 376), row("resolved_total", 376)]
    report = told([*counts, corrected("printed_rate.on_time_rate", 98, "100%")])
    (said,) = sentences("printed_rate", report)
    assert "số đã đính chính là 98 (bản gốc in 100%), nhưng 376/376 là 100 %, lệch 2 điểm" in said
    assert "báo cáo in" not in said
    (said,) = sentences("printed_rate", report, lang="en")
    assert "corrected to 98 (100% in the report), but 376/376 is 100%: 2 percentage points apart" in said


def test_a_corrected_rate_is_rounded_as_it_was_corrected() -> None:
    counts = [row("resolved_on_time", 1868), row("resolved_total", 1886)]
    assert figures_of("printed_rate", told([*counts, row("printed_rate.on_time_rate", 99, "99,00 %")])) == [(99, 99.05)]
    assert figures_of("printed_rate", told([*counts, corrected("printed_rate.on_time_rate", 99, "99,04 %")])) == []


def test_a_corrected_figure_is_marked_wherever_it_is_told() -> None:
    twice = [corrected("resolved_overdue", 25, "18", is_override=True), row("resolved_overdue", 17, "17")]
    (said,) = sentences("said_twice", told(twice))
    assert "25 (đã đính chính, bản gốc in 18), chỗ khác là 17, lệch 8" in said
    parts = [row("received_in_period", 60, "60"), corrected("received_online", 25, "18"), row("received_in_person", 31)]
    (said,) = sentences("received_by_channel", told(parts))
    assert "là 60, nhưng nộp trực tuyến cộng nộp trực tiếp là 25 (đã đính chính) + 31 = 56, lệch 4" in said
    scopes = [
        corrected("withdrawn", 9, "8", scope="total"), row("withdrawn", 3, scope="own"),
        corrected("withdrawn", 4, "", scope="communes"),
    ]  # fmt: skip
    (said,) = sentences("own_and_communes", told(scopes))
    assert "toàn huyện 9 (đã đính chính, bản gốc in 8)" in said and "3 + 4 (đã đính chính) = 7, lệch 2" in said


def test_a_corrected_count_is_marked_in_its_fraction() -> None:
    counts = [corrected("received_online", 1104, "1.103"), row("received_in_period", 1144)]
    (said,) = sentences("printed_rate", told([*counts, row("printed_rate.online_rate", 99.8, "99,8%")]))
    assert said.endswith("báo cáo in 99,8%, nhưng 1.104 (đã đính chính)/1.144 là 96,5 %, lệch 3,3 điểm phần trăm.")


def test_a_figure_computed_from_a_corrected_one_says_so() -> None:
    figures = [
        corrected("received_total", 110, "100"), row("carried_over", 10), row("received_online", 101),
    ]  # fmt: skip
    (said,) = sentences("numerator_not_above", told(figures))
    assert "là 101, lớn hơn" in said and said.endswith("là 100 (tính từ số đã đính chính).")


# Printed rates and shares.


def test_each_way_of_printing_a_rate_is_judged() -> None:
    counts = [row("resolved_on_time", 994), row("resolved_total", 1000)]
    first = row("printed_rate.on_time_rate", 99, "99%")
    second = row("printed_rate.on_time_rate", 99, "99,0%", place="appendix")
    (breach,) = breaches("printed_rate", told([*counts, first, second]))
    assert (breach.found, breach.expected) == (99, 99.4)
    all_ = [row("resolved_on_time", 100), row("resolved_total", 100)]
    bound = row("printed_rate.on_time_rate", 98, "98%", qualifier="at_least")
    exact = row("printed_rate.on_time_rate", 98, "98%", place="summary", locator="IV.1")
    (breach,) = breaches("printed_rate", told([*all_, bound, exact]))
    assert (breach.found, breach.expected, breach.left_place) == (98, 100, "IV.1")


@pytest.mark.parametrize(("printed", "value", "tells"), [("1%", 1, "printed_share"), ("2%", 2, "printed_share")])
def test_one_per_cent_is_no_fraction(printed: str, value: float, tells: str) -> None:
    late = [
        row("resolved_overdue", 60),
        row("resolved_total", 100),
        row("printed_share.resolved_overdue", value, printed),
    ]
    assert figures_of(tells, told(late)) == [(value, 60)]
    assert breaches("share_as_fraction", told(late)) == []


@pytest.mark.parametrize(
    ("printed", "value", "people", "rule_id"),
    [
        ("1", 1, 6, "printed_share"),
        ("1", 1, 10, "share_as_fraction"),
        ("0,6", 0.6, 6, "share_as_fraction"),
        ("0,9", 0.9, 6, "printed_share"),
    ],
)
def test_a_fraction_is_told_as_one_only_where_it_is_the_share(
    printed: str, value: float, people: int, rule_id: str
) -> None:
    table = [
        row(f"{CADRE}.university", people), row(f"{CADRE}.headcount", 10),
        row(f"printed_share.{CADRE}.university", value, printed),
    ]  # fmt: skip
    for one in ("printed_share", "share_as_fraction"):
        assert figures_of(one, told(table)) == ([(value, 10 * people)] if one == rule_id else [])


def test_fractions_are_left_to_the_rule_that_tells_them_and_to_no_other() -> None:
    patterns = [pair[0] for pair in rule("share_as_fraction").params["pairs"]]
    assert rule("printed_share").params["fractions"] == patterns
    late = [
        row("resolved_overdue", 60),
        row("resolved_total", 100),
        row("printed_share.resolved_overdue", 0.6, "0,60%"),
    ]
    assert figures_of("printed_share", told(late)) == [(0.6, 60)]


def test_a_difference_is_never_said_to_be_none() -> None:
    figures = [
        row("resolved_on_time", 1), row("resolved_total", 3), row("printed_rate.on_time_rate", 33.33, "33,330%"),
    ]  # fmt: skip
    (said,) = sentences("printed_rate", told(figures))
    assert said.endswith("báo cáo in 33,330%, nhưng 1/3 là 33,333 %, lệch 0,003 điểm phần trăm.")


@given(a=st.integers(0, 10**9), b=st.integers(0, 10**9))
def test_two_different_figures_are_written_differently(a: int, b: int) -> None:
    left, right = a / 10**5, b / 10**5
    report = told([row("printed_rate.on_time_rate", left), row("printed_rate.on_time_rate", right, place="summary")])
    for said in sentences("said_twice", report):
        first, second, difference = _figures(said)
        assert first != second and difference != "0"


def _figures(said: str) -> Sequence[str]:
    first, rest = said.split("một chỗ là ")[1].split(", chỗ khác là ")
    second, difference = rest.rstrip(".").split(", lệch ")
    return first, second, difference


# Staff.


def tables(cadre: tuple[int, int], civil_servant: tuple[int, int]) -> list[dict]:
    """University degrees and heads of the two groups, each table whole."""
    return [
        cell
        for start, (people, heads) in ((CADRE, cadre), (CIVIL, civil_servant))
        for cell in (
            row(f"{start}.headcount", heads), row(f"{start}.university", people),
            row(f"{start}.college", heads - people),
        )
    ]  # fmt: skip


def test_a_rate_of_both_groups_is_held_against_their_two_tables() -> None:
    printed = row("printed_rate.university_rate", 99, "99%")
    report = told([*tables((9, 10), (6, 10)), printed])
    assert figures_of("printed_rate", report) == [(99, 75)]
    assert "nhưng 15/20 là 75 %" in sentences("printed_rate", report)[0]
    assert figures_of("printed_rate", told([*tables((9, 10), (6, 10)), row(printed["measure"], 75, "75%")])) == []
    assert outcomes("printed_rate", told([*tables((9, 10), (6, 10))[:3], printed])) == [], "one group is not both"


def test_a_rate_below_what_it_is_at_least_is_told() -> None:
    table = [row(f"{BOTH}.headcount", 19), row(f"{BOTH}.university", 16)]

    def found(value: float, **cells: object) -> list:
        return outcomes("printed_rate", told([*table, row("printed_rate.university_rate", value, **cells)]))

    (below,), (above,) = found(50), found(100)
    assert below.breach and (below.breach.found, below.breach.expected) == (50, 84.21)
    assert above.breach is None
    assert [one.breach for one in found(50, qualifier="at_least")] == [None], "more than half may be four fifths"
    assert found(80, qualifier="at_most")[0].breach is not None
    said = sentences("printed_rate", told([*table, row("printed_rate.university_rate", 50, "50%")]))
    assert said[0].endswith("báo cáo in 50%, nhưng 16/19 là ít nhất 84,21 %, lệch 34,21 điểm phần trăm.")
    assert (
        breaches("printed_bound", told([*table, row("printed_rate.university_rate", 84.21, qualifier="at_least")]))
        == []
    )


def test_a_rate_is_called_a_lower_bound_only_where_it_is_one(office: Layout) -> None:
    heading, present, levels = f"{CADRE}.headcount", "staff.cadre.present", f"{CADRE}.university"
    (said,) = sentences("levels_under_headcount", told({heading: 19, levels: 16}))
    assert said.endswith("chỉ nêu 16: còn 3 người chưa rõ, tỷ lệ là mức tối thiểu.")
    (said,) = sentences("levels_under_headcount", told({heading: 19, present: 16, levels: 16}))
    assert said.endswith("còn 3 người chưa rõ, tỷ lệ vẫn tính trên 16 người, là số người ghi ở chỗ khác.")
    make_report(office.reports / "a", MINH_DUC, "2023-H1", {heading: 19, levels: 16})
    make_report(office.reports / "b", MINH_DUC, "2023-Q3", {heading: 19, present: 16, levels: 16})
    house = Warehouse(build(office).path)
    with house._root.cursor() as cursor:
        rows = cursor.execute(
            "select report_id, numerator, denominator, is_lower_bound from indicator_value"
            " where indicator_id = 'university_rate.cadre' and not is_derived order by all"
        ).fetchall()
    assert rows == [("a", 16, 19, True), ("b", 16, 16, False)]


# Rounding.


def test_one_figure_rounded_twice_is_one_figure() -> None:
    def appendix(measure: str, *said: tuple[float, str]) -> list:
        places = ("main", "appendix")
        return breaches(
            "text_against_appendix",
            told([row(measure, value, text, place=place) for (value, text), place in zip(said, places, strict=True)]),
        )

    assert appendix("electronic_documents_rate", (90, "90%"), (89.7, "89,7%")) == []
    assert len(appendix("electronic_documents_rate", (90, "90%"), (89.4, "89,4%"))) == 1
    assert len(appendix("electronic_documents_rate", (90, "90,0%"), (89.7, "89,7%"))) == 1
    assert appendix("budget_revenue", (6648, "6,648"), (6648.036077, "6.648.036.077")) == []
    assert len(appendix("budget_revenue", (6648, "6,648"), (6649.036077, "6.649.036.077"))) == 1
    assert len(appendix("withdrawn", (90, "90"), (91, "91"))) == 1, "what is counted in pieces is not rounded"


def test_money_of_scopes_and_periods_is_held_to_what_is_stated_of_it() -> None:
    def scopes(total: float, printed: str) -> list:
        parts = [
            row("budget_revenue", 6.6e3, "6,6", scope="own"),
            row("budget_revenue", 3.1e3, "3,1", scope="communes"),
        ]
        return breaches("own_and_communes", told([*parts, row("budget_revenue", total, printed, scope="total")]))

    assert scopes(9.8e3, "9,8") == [], "6,64 and 3,14 are 9,78"
    assert len(scopes(9.9e3, "9,9")) == 1
    before = told([row("disbursement_plan", 6648, "6,648")], "2023-Q1")
    after = told([row("disbursement_plan", 6648.036077, "6.648.036.077")], "2023-H1")
    assert breaches("plan_in_year", before, after) == []
    other = told([row("disbursement_plan", 6649, "6,649")], "2023-H1")
    assert len(breaches("plan_in_year", before, other)) == 1, "two figures rounded alike are not one"
