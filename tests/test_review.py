"""Officers confirm, correct and reject figures; what counts then, in the report and in the warehouse."""

import pytest

from domain.layout import Layout
from etl.build import build
from etl.publish import current_build, open_build
from etl.registry import Registry
from etl.review_file import FILE_NAME
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BINH_PHUOC, make_report
from tests.review_cases import FIGURES, HOA, NAM, REPORT, change, in_warehouse, put, report_of, said

# What a review makes of figures.


def test_a_corrected_figure_counts_before_all_others_and_keeps_what_was_entered(desk: Layout) -> None:
    put(desk, change("correct", "resolved_overdue", 16, statement=1))
    build(desk, strict=True)
    assert in_warehouse(desk, "resolved_overdue") == [(0, 18, False, None, None), (1, 16, True, 17, "corrected")]


def test_without_a_number_the_statement_that_counts_is_meant(desk: Layout) -> None:
    line = put(desk, change("correct", "resolved_overdue", 19)).lines[-1]
    assert (line.statement, line.stated, line.before, line.after) == (0, 18, 18, 19)
    line = put(desk, change("correct", "resolved_overdue", 20)).lines[-1]
    assert (line.statement, line.stated, line.before, line.after) == (0, 18, 19, 20)


def test_of_two_corrections_of_a_measure_the_later_one_counts(desk: Layout) -> None:
    put(
        desk,
        change("correct", "resolved_overdue", 20, statement=0),
        change("correct", "resolved_overdue", 21, statement=1),
    )
    build(desk, strict=True)
    assert [row[1:3] for row in in_warehouse(desk, "resolved_overdue")] == [(20, False), (21, True)]


def test_a_statement_corrected_again_counts_again(desk: Layout) -> None:
    put(
        desk,
        change("correct", "resolved_overdue", 20, statement=0),
        change("correct", "resolved_overdue", 21, statement=1),
        change("correct", "resolved_overdue", 22, statement=0),
    )
    build(desk, strict=True)
    assert [row[1:3] for row in in_warehouse(desk, "resolved_overdue")] == [(22, True), (21, False)]


def test_a_correction_counts_before_an_override(office: Layout) -> None:
    override = {"measure": "resolved_overdue", "scope": "own", "locator": "III.2", "reason": "số của tổ một cửa"}
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, override=[override])
    build(office, strict=True)
    assert [row[2] for row in in_warehouse(office, "resolved_overdue")] == [False, True]
    put(office, change("correct", "resolved_overdue", 16, statement=0))
    build(office, strict=True)
    assert [row[2] for row in in_warehouse(office, "resolved_overdue")] == [True, False]


def test_a_rejected_figure_cannot_be_read_and_the_next_statement_counts(desk: Layout) -> None:
    put(desk, change("reject", "resolved_overdue"))
    build(desk, strict=True)
    assert in_warehouse(desk, "resolved_overdue") == [(0, None, False, 18, "rejected"), (1, 17, True, None, None)]


def test_a_rejected_override_leaves_the_count_to_the_rule(office: Layout) -> None:
    override = {"measure": "resolved_overdue", "scope": "own", "locator": "III.2", "reason": "số của tổ một cửa"}
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, override=[override])
    put(office, change("reject", "resolved_overdue"))
    build(office, strict=True)
    assert in_warehouse(office, "resolved_overdue") == [(0, 18, True, None, None), (1, None, False, 17, "rejected")]


def test_a_figure_rejected_alone_is_missing_and_its_rate_too(desk: Layout) -> None:
    build(desk, strict=True)
    assert rate(desk, "online_rate") == pytest.approx(100 * 848 / 1945)
    put(desk, change("reject", "received_online"))
    build(desk, strict=True)
    assert rate(desk, "online_rate") is None


def test_rates_follow_a_correction(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884))
    build(desk, strict=True)
    assert rate(desk, "online_rate") == pytest.approx(100 * 884 / 1945)


def rate(office: Layout, indicator: str) -> float | None:
    path = current_build(office)
    assert path
    with open_build(path) as connection:
        rows = connection.execute(
            "select value from indicator_value where indicator_id = $id and scope = 'own'", {"id": indicator}
        ).fetchall()
    return rows[0][0] if rows else None


def test_taking_back_a_correction_or_a_rejection_leaves_the_figure_as_entered(
    desk: Layout, office_registry: Registry
) -> None:
    put(desk, change("correct", "received_online", 884), change("reject", "received_online"))
    assert said(report_of(desk, office_registry), "received_online")[0].value is None
    line = put(desk, change("restore", "received_online")).lines[-1]
    assert (line.before, line.after, line.was_rejected) == (None, 848, True)
    figure = said(report_of(desk, office_registry), "received_online")[0]
    assert (figure.value, figure.corrected_from, figure.review) == (848, None, None)


def test_the_file_of_figures_is_never_rewritten(desk: Layout) -> None:
    before = {path.name: path.read_bytes() for path in (desk.reports / REPORT).iterdir()}
    put(desk, change("correct", "received_online", 884), change("reject", "resolved_total"), change("check"))
    after = {path.name: path.read_bytes() for path in (desk.reports / REPORT).iterdir()}
    assert after.pop(FILE_NAME).count(b"\n") == 3
    assert after == before


def test_the_warehouse_tells_who_did_what_the_latest_first(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884), change("check", by=NAM))
    warehouse = Warehouse(build(desk, strict=True).path)
    checked, corrected = sorted(q.reviews(warehouse, "report"), key=lambda row: -row.seq)
    assert (checked.action, checked.officer, checked.statement, checked.before) == ("check", NAM, None, None)
    assert (corrected.officer, corrected.before, corrected.after, corrected.statement) == (HOA, 848, 884, 0)
    assert (corrected.unit_id, corrected.period_id, corrected.measure) == (BINH_PHUOC, "2023", "received_online")
    (figure,) = (one for one in q.unit_figures(warehouse, "report", BINH_PHUOC, "2023") if one.review)
    assert (figure.value, figure.corrected_from, figure.review) == (884, 848, "corrected")
