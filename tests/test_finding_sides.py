"""Both sides of a finding are the statements that the rule held against each other: no more, no fewer, as printed."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from charts.provenance import Names
from charts.quality_sides import Side, sides
from charts.view import View
from domain.layout import Layout
from domain.rules import Breach, Stated
from etl.build import build
from etl.read import FIGURE_COLUMNS
from etl.review import open_review, save
from queries import values as q
from queries.rows import Finding
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, CHECKOUT, LAI_HUNG, MINH_DUC, make_report
from tests.quality_cases import REAL, seen
from tests.review_cases import change
from tests.rule_cases import EXAMPLES
from tests.told import judged

Key = tuple[str, str, str, int]


def keys(warehouse: Warehouse, finding: Finding) -> dict[str, list[q.SideRow]]:
    """The statements of both sides."""
    assert finding.unit_id and finding.period_id
    said = q.finding_sides(warehouse, finding.source or "", finding.unit_id, finding.period_id)
    return {
        side: [one for one in said if (one.finding_id, one.side) == (finding.finding_id, side)]
        for side in ("left", "right")
    }


def card_texts(warehouse: Warehouse, unit: str, words: str) -> tuple[Side, Side | None]:
    view, _ = seen(warehouse, REAL)
    (found,) = [one for one in q.findings(warehouse) if one.unit_id == unit and words in one.message_vi]
    return cards(view, warehouse, found)


def cards(view: View, warehouse: Warehouse, found: Finding) -> tuple[Side, Side | None]:
    said = q.finding_sides(warehouse, found.source or "", found.unit_id or "", found.period_id or "")
    return sides(view, found, said, Names(q.measures(warehouse), q.indicators(warehouse)))


def figures_of(side: Side | None) -> list[str]:
    """What stands on a card: the value of each statement, in order."""
    assert side
    return [text.split(" · ")[0] for _, text in side.statements]


# The real reports: what the page showed wrongly.


@pytest.mark.parametrize(
    ("unit", "words", "left", "right"),
    [
        (BAC_SON, "376 + 5 = 381", ["376", "5"], ["381", "4"]),
        (BAC_SON, "88/8", ["8", "8"], ["8", "8"]),
        (BAC_SON, "báo cáo in 99,8%", ["99,8"], ["376", "376"]),
        (BAC_SON, "một chỗ là 376", ["376"], ["515"]),
        (LAI_HUNG, "10 + 11 + 13 = 34", ["35"], ["10", "11", "13"]),
        (LAI_HUNG, "có tính trưởng Công an", ["33"], ["20", "13"]),
        (CAU_KE, "1.034 + 0 = 1.034", ["1.043"], ["1.034", "0"]),
        (BINH_PHUOC, "6 + 3 + 2 = 11", ["6", "3", "2"], ["10"]),
        (BINH_PHUOC, "1.868/1.886", ["99,04"], ["1.886", "18"]),
        (MINH_DUC, "7 + 5 = 12", ["7", "5"], ["19"]),
        (MINH_DUC, "cũng là Tư pháp", ["9"], ["1", "1"]),
        (MINH_DUC, "báo cáo in 99,8%", ["99,8"], ["1.103", "1.144"]),
    ],
)
def test_each_card_holds_the_figures_of_its_own_side(
    warehouse: Warehouse, unit: str, words: str, left: list[str], right: list[str]
) -> None:
    found = card_texts(warehouse, unit, words)
    assert [figures_of(side) for side in found] == [left, right]


def test_an_uncertain_reading_shows_that_reading_alone(warehouse: Warehouse) -> None:
    left, right = card_texts(warehouse, BAC_SON, "báo cáo có “6”")
    assert [text for _, text in left.statements] == ["không đọc được · in “6” · Phụ lục, VII.5.3.2, dòng 730"]
    assert right is None


def printed() -> dict[Key, dict[str, str]]:
    """Each statement of the five reports as its figures.csv has it, by report, measure, scope and turn."""
    found: dict[Key, dict[str, str]] = {}
    for path in sorted((CHECKOUT / "data" / "reports").glob("*/figures.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            turn: Counter[tuple[str, str]] = Counter()
            for row in csv.DictReader(file):
                assert set(FIGURE_COLUMNS) <= row.keys()
                measure, scope = row["measure"], row["scope"] or "own"
                found[path.parent.name, measure, scope, turn[measure, scope]] = row
                turn[measure, scope] += 1
    return found


def real_findings(warehouse: Warehouse) -> Iterator[tuple[Finding, dict[str, list[q.SideRow]]]]:
    for finding in q.findings(warehouse):
        if finding.source == "report":
            yield finding, keys(warehouse, finding)


def test_every_statement_on_a_card_is_a_row_of_the_reports_own_file(warehouse: Warehouse) -> None:
    rows = printed()
    shown = 0
    for finding, told in real_findings(warehouse):
        for one in (*told["left"], *told["right"]):
            row = rows[one.report_id, one.measure, one.scope, one.seq]
            assert (one.printed or "", one.locator) == (row["printed"].strip(), row["locator"].strip())
            assert ("" if one.value is None else one.value) == (float(row["value"]) if row["value"] else "")
            assert one.report_id == finding.report_id
            shown += 1
    assert shown > 90


SUMS = {
    "received_by_channel",
    "received_resolved_pending",
    "staff_all",
    "levels_over_headcount",
    "levels_under_headcount",
}
RATES = {"printed_rate", "printed_bound", "share_as_fraction"}
ONE_EACH = {"said_twice", "text_against_appendix"}


def test_the_statements_of_both_sides_give_the_two_figures_that_are_told(warehouse: Warehouse) -> None:
    """Sums add up to them, rates are their quotient, a figure said twice is there once on each side."""
    tried: Counter[str] = Counter()
    for finding, told in real_findings(warehouse):
        left, right = ([one.value or 0.0 for one in told[side]] for side in ("left", "right"))
        if finding.rule in SUMS:
            assert (sum(left), sum(right)) == (finding.found, finding.expected)
        elif finding.rule in ONE_EACH:
            assert (left, right) == ([finding.found], [finding.expected])
        elif finding.rule in RATES and len(right) == 2 and "resolved_overdue" not in told["right"][1].measure:
            assert left == [finding.found]
            assert 100 * right[0] / right[1] == pytest.approx(finding.expected, abs=0.005)
        else:
            continue
        tried[finding.rule] += 1
    assert tried["printed_rate"] >= 4 and tried["levels_under_headcount"] == 3
    assert set(tried) == SUMS | RATES | ONE_EACH


# Every rule that compares figures names them.

WITHOUT_STATEMENTS = {
    # Dates, names and whole reports.
    "window_differs", "window_not_printed", "signed_before_end", "other_unit_named", "same_figures", "same_file",
    # A sentence of the transcriber's: the example names places that no figure stands at.
    "noted",
}  # fmt: skip
WITHOUT_RIGHT = {"uncertain_reading", "jump", "jump_staff", "ten_times_off"}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_each_rule_says_which_statements_it_compared(rule: str) -> None:
    reports = {report.report_id: report for report in EXAMPLES[rule].breaks}
    breaches = [found for one in judged(*reports.values()).values() for found in one.breaches]
    (breach,) = [breach for outcome, breach in breaches if outcome.rule.id == rule]
    here = [report for report in reports.values() if breach_is_of(breach, report)]
    assert here
    assert bool(breach.left_said) is (rule not in WITHOUT_STATEMENTS)
    assert bool(breach.right_said) is (rule not in WITHOUT_STATEMENTS | WITHOUT_RIGHT)
    for said in (*breach.left_said, *breach.right_said):
        report = reports[said.report_id] if said.report_id else here[-1]
        assert (said.measure, said.scope, said.seq) in {(one.measure, one.scope, one.seq) for one in report.figures}


def breach_is_of(breach: Breach, report: Any) -> bool:
    stated = {Stated(one.measure, one.scope, one.seq) for one in report.figures}
    return all(one in stated for one in breach.left_said)


# In a build.


@pytest.fixture
def two_halves(office: Layout) -> Layout:
    for period, carried in (("2023-Q1", 13), ("2023-H1", 18)):
        figures = [{"measure": "carried_over", "value": carried, "locator": f"II.2 {period}"}]
        make_report(office.reports / f"r-{period.lower()}", LAI_HUNG, period, figures)
    return office


def test_the_right_side_of_two_reports_stands_in_the_other_one(two_halves: Layout) -> None:
    house = Warehouse(build(two_halves, strict=True).path)
    (found,) = [one for one in q.findings(house) if one.rule == "carried_over_in_year"]
    told = keys(house, found)
    assert [(one.report_id, one.value, one.locator) for one in told["left"]] == [("r-2023-h1", 18, "II.2 2023-H1")]
    assert [(one.report_id, one.value, one.locator) for one in told["right"]] == [("r-2023-q1", 13, "II.2 2023-Q1")]
    view, _ = seen(house, REAL)
    left, right = cards(view, house, found)
    assert right and (left.report_id, right.report_id) == ("r-2023-h1", "r-2023-q1")
    assert right.place == "II.2 2023-Q1"


def test_a_corrected_statement_says_so_on_its_card(office: Layout) -> None:
    figures = [
        {"measure": "resolved_overdue", "value": 18, "locator": "II.2"},
        {"measure": "resolved_overdue", "value": 17, "place": "summary", "locator": "III.2"},
    ]
    make_report(office.reports / "a", BINH_PHUOC, "2023", figures)
    save(office, "a", change("correct", "resolved_overdue", 25), open_review(office, "a").seen)
    house = Warehouse(build(office, strict=True).path)
    (found,) = [one for one in q.findings(house) if one.rule == "said_twice"]
    view, _ = seen(house, REAL)
    left, right = cards(view, house, found)
    assert right and [text for _, text in left.statements] == ["25 · in “18” · II.2 · Đã đính chính: 18 → 25."]
    assert [text for _, text in right.statements] == ["17 · in “17” · III.2"]


def test_a_note_takes_the_statements_of_its_places(office: Layout) -> None:
    figures = [
        {"measure": "staff.civil_servant.present", "value": 9, "locator": "II.3"},
        {"measure": "staff.cadre.present", "value": 9, "locator": "II.4"},
        {"measure": "staff.civil_servant.present", "value": 9, "locator": "II.5"},
    ]
    folder = make_report(office.reports / "a", LAI_HUNG, "2023-H1", figures)
    note = (
        '[[noted]]\nsentence_vi = "Hai câu."\nsentence_en = "Two sentences."\n'
        'left_place = "II.3"\nright_place = "II.4"\n'
        'measures = ["staff.civil_servant.present"]\nright_measures = ["staff.cadre.present"]\nleft = 9\nright = 9\n'
    )
    head = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(f"{head}\n{note}", encoding="utf-8")
    house = Warehouse(build(office, strict=True).path)
    (found,) = [one for one in q.findings(house) if one.rule == "noted"]
    told = keys(house, found)
    assert [(one.measure, one.locator) for one in told["left"]] == [("staff.civil_servant.present", "II.3")]
    assert [(one.measure, one.locator) for one in told["right"]] == [("staff.cadre.present", "II.4")]
