"""The five real reports: the figures that leaders ask for first, exactly as the reports' counts give them."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from etl.registry import Registry
from queries.rows import FigureRow, Value
from queries.values import unit_figures, unit_reports, unit_values
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, CHECKOUT, LAI_HUNG, MINH_DUC, day
from text.numbers import Kind, NumberProblem, parse_number

PERIOD = {LAI_HUNG: "2023-H1", MINH_DUC: "2023-H1", BAC_SON: "2024-Q3", BINH_PHUOC: "2023", CAU_KE: "2023-H1"}
REPORTS = CHECKOUT / "data" / "reports"


def rate(warehouse: Warehouse, unit: str, indicator: str, scope: str = "own") -> Value | None:
    found = [
        value
        for value in unit_values(warehouse, "report", unit)
        if (value.period_id, value.indicator_id, value.scope) == (PERIOD[unit], indicator, scope)
    ]
    assert len(found) <= 1
    return found[0] if found else None


def counted(warehouse: Warehouse, unit: str) -> Mapping[tuple[str, str], FigureRow]:
    figures = [figure for figure in unit_figures(warehouse, "report", unit, PERIOD[unit]) if figure.is_counted]
    by_key = {(figure.measure, figure.scope): figure for figure in figures}
    assert len(by_key) == len(figures)
    return by_key


@pytest.mark.parametrize(
    ("unit", "indicator", "numerator", "denominator", "value", "printed"),
    [
        (BINH_PHUOC, "online_rate", 848, 1945, "43.60", 43.6),
        (BINH_PHUOC, "on_time_rate", 1868, 1886, "99.05", 99.04),
        (BINH_PHUOC, "university_rate", 19, 20, "95.00", None),
        (BINH_PHUOC, "digitised_rate", 1231, 1945, "63.29", 65.93),
        (BINH_PHUOC, "results_digitised_rate", 784, 1886, "41.57", 43.7),
        (BINH_PHUOC, "online_rate.eligible", 843, 1555, "54.21", 54.21),
        (BINH_PHUOC, "online_rate.provincial_portal", 812, 1524, "53.28", 53.3),
        (BINH_PHUOC, "online_rate.partial_service", 684, 1382, "49.49", 49.5),
        (BINH_PHUOC, "online_rate.full_service", 128, 142, "90.14", 90.1),
        (MINH_DUC, "online_rate", 1103, 1144, "96.42", 99.8),
        (MINH_DUC, "on_time_rate", 1128, 1128, "100.00", 100),
        (BAC_SON, "online_rate", 376, 376, "100.00", 100),
        (BAC_SON, "on_time_rate", 381, 381, "100.00", 100),
        (BAC_SON, "university_rate", 17, 19, "89.47", None),
        (BAC_SON, "plan_completion_rate", 5, 7, "71.43", 80),
        (LAI_HUNG, "on_time_rate", 1748, 1748, "100.00", 98),
        (LAI_HUNG, "university_rate", 21, 21, "100.00", None),
        (CAU_KE, "on_time_rate", 1033, 1034, "99.90", 99.9),
    ],
)
def test_a_rate_is_computed_from_the_counts_with_the_printed_one_beside_it(
    real_warehouse: Warehouse,
    unit: str,
    indicator: str,
    numerator: int,
    denominator: int,
    value: str,
    printed: float | None,
) -> None:
    found = rate(real_warehouse, unit, indicator)
    assert found is not None
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value is not None and f"{found.value:.2f}" == value
    assert found.printed_value == printed
    assert not found.is_lower_bound


def test_minh_duc_has_at_least_sixteen_of_nineteen_graduates_because_three_levels_are_not_printed(
    real_warehouse: Warehouse,
) -> None:
    found = rate(real_warehouse, MINH_DUC, "university_rate")
    assert found is not None and found.is_lower_bound
    assert (found.numerator, found.denominator) == (16, 19)
    assert f"{found.value:.2f}" == "84.21"


def test_levels_of_service_are_no_way_of_submitting_so_lai_hung_has_no_online_rate(real_warehouse: Warehouse) -> None:
    found = rate(real_warehouse, LAI_HUNG, "online_rate")
    assert found is not None
    assert (found.numerator, found.value, found.printed_value) == (None, None, None)
    assert found.denominator == 1748
    assert counted(real_warehouse, LAI_HUNG)["service_full_dossiers", "own"].value == 738


def test_cau_ke_prints_online_dossiers_for_the_whole_district_and_for_nothing_less(real_warehouse: Warehouse) -> None:
    total = rate(real_warehouse, CAU_KE, "online_rate", "total")
    assert total is not None and (total.numerator, total.denominator) == (2053, 22318)
    assert f"{total.value:.2f}" == "9.20"
    for scope in ("own", "communes"):
        found = rate(real_warehouse, CAU_KE, "online_rate", scope)
        assert found is not None and (found.numerator, found.value) == (None, None)


def test_scopes_are_never_added(real_warehouse: Warehouse) -> None:
    figures = counted(real_warehouse, CAU_KE)
    received = {scope: figures["received_in_period", scope] for scope in ("own", "communes", "total")}
    assert {scope: figure.value for scope, figure in received.items()} == {
        "own": 1043,
        "communes": 21275,
        "total": 22318,
    }
    assert not any(figure.is_computed for figure in received.values())
    assert ("resolved_total", "total") not in figures
    assert rate(real_warehouse, CAU_KE, "on_time_rate", "total") is None
    communes = rate(real_warehouse, CAU_KE, "on_time_rate", "communes")
    assert communes is not None and (communes.numerator, communes.denominator) == (21272, 21272)


def test_new_receipts_are_those_printed_else_the_total_without_the_carry_over(real_warehouse: Warehouse) -> None:
    binh_phuoc = counted(real_warehouse, BINH_PHUOC)["received_in_period", "own"]
    assert (binh_phuoc.value, binh_phuoc.is_computed) == (1945, True)
    minh_duc = counted(real_warehouse, MINH_DUC)["received_in_period", "own"]
    assert (minh_duc.value, minh_duc.is_computed) == (1144, False)


def test_of_bac_sons_two_answers_the_one_of_the_topics_own_section_counts_and_both_are_kept(
    real_warehouse: Warehouse,
) -> None:
    rows = unit_figures(real_warehouse, "report", BAC_SON, "2024-Q3")
    resolved = {row.place: (row.value, row.is_counted) for row in rows if row.measure == "resolved_total"}
    assert resolved == {"main": (381, True), "appendix": (376, False)}
    online = [(row.place, row.value, row.is_counted) for row in rows if row.measure == "received_online"]
    assert online == [("main", 376, True), ("summary", 515, False), ("appendix", None, False)]


def test_a_cell_of_bac_sons_damaged_appendix_that_cannot_be_read_counts_for_nothing(real_warehouse: Warehouse) -> None:
    assert ("procedures_full_eligible", "own") not in counted(real_warehouse, BAC_SON)
    rows = unit_figures(real_warehouse, "report", BAC_SON, "2024-Q3")
    unreadable = [row for row in rows if row.value is None]
    assert {row.printed for row in unreadable} >= {"99", "2", "5", "6"}
    assert all(row.note and not row.is_counted for row in unreadable)


def test_of_bac_sons_nineteen_posts_filled_the_appendix_is_counted_before_a_passing_mention(
    real_warehouse: Warehouse,
) -> None:
    found = rate(real_warehouse, BAC_SON, "posts_filled_rate")
    assert found is not None and (found.numerator, found.denominator) == (19, 20)


def test_nothing_is_derived_from_the_five_reports(real_warehouse: Warehouse) -> None:
    for unit, period in PERIOD.items():
        assert [report.period_id for report in unit_reports(real_warehouse, "report", unit)] == [period]
        values = unit_values(real_warehouse, "report", unit)
        assert values and not any(value.is_derived for value in values)
        assert {value.period_id for value in values} == {period}


def test_windows_are_kept_as_printed_and_lai_hungs_is_capped_by_its_signing(real_warehouse: Warehouse) -> None:
    (lai_hung,) = unit_reports(real_warehouse, "report", LAI_HUNG)
    assert (lai_hung.window_start, lai_hung.window_end) == (None, None)
    assert (lai_hung.effective_start, lai_hung.effective_end) == (day("2022-12-15"), day("2023-05-24"))
    (cau_ke,) = unit_reports(real_warehouse, "report", CAU_KE)
    assert (cau_ke.window_start, cau_ke.window_end) == (day("2023-01-05"), day("2023-06-01"))
    (binh_phuoc,) = unit_reports(real_warehouse, "report", BINH_PHUOC)
    assert (binh_phuoc.period_id, binh_phuoc.effective_end) == ("2023", day("2023-10-31"))
    assert rate(real_warehouse, LAI_HUNG, "on_time_rate").window_printed is False  # type: ignore[union-attr]
    assert rate(real_warehouse, MINH_DUC, "on_time_rate").window_printed is True  # type: ignore[union-attr]


def test_what_a_report_does_not_state_stays_empty(real_warehouse: Warehouse) -> None:
    (minh_duc,) = unit_reports(real_warehouse, "report", MINH_DUC)
    assert (minh_duc.number, minh_duc.signed_on, minh_duc.received_on, minh_duc.is_late) == (None, None, None, None)
    assert minh_duc.other_units_named == ["Xã Quang Khải"]


def test_every_report_keeps_the_name_and_checksum_of_its_source_file(real_warehouse: Warehouse) -> None:
    for unit in PERIOD:
        (report,) = unit_reports(real_warehouse, "report", unit)
        assert re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt", report.file_name)
        assert re.fullmatch(r"[0-9a-f]{64}", report.file_sha256)


ROWS = [
    pytest.param(path.parent.name, number, row, id=f"{path.parent.name}:{number}")
    for path in sorted(REPORTS.glob("*/figures.csv"))
    for number, row in enumerate(csv.DictReader(path.open(encoding="utf-8", newline="")), start=2)
]
Row = dict[str, str]


def kind_of(measure: str, registry: Registry) -> Kind:
    if measure.startswith((PRINTED_RATE, PRINTED_SHARE)):
        return "rate"
    unit = registry.measures[measure].unit
    return {"%": "rate", "million VND": "money_million", "VND": "money_vnd"}.get(unit, "count")  # type: ignore[return-value]


def agrees(row: Row, registry: Registry) -> bool:
    """The printed text reads as the value: a plain number, or one side of `a/b`."""
    kind = kind_of(row["measure"], registry)
    for part in row["printed"].split("/"):
        try:
            if parse_number(part, kind).value == Decimal(row["value"]):
                return True
        except NumberProblem:
            continue
    return False


@pytest.mark.parametrize(("report", "number", "row"), ROWS)
def test_a_printed_number_reads_as_its_value_unless_the_note_says_why_not(
    report: str, number: int, row: Row, registry: Registry
) -> None:
    assert row["locator"].strip(), f"{report}, line {number}: no place in the report"
    if row["value"] == "":
        assert row["note"], f"{report}, line {number}: unreadable without a reason"
    elif not agrees(row, registry):
        assert row["note"], f"{report}, line {number}: {row['printed']!r} is not {row['value']} and the note is silent"


def test_hardly_any_value_needs_its_note_to_explain_the_print(registry: Registry) -> None:
    readable = [param.values[2] for param in ROWS if param.values[2]["value"]]
    assert len(readable) > 250
    explained = [row for row in readable if not agrees(row, registry)]
    assert len(explained) < 0.12 * len(readable)


def test_every_statement_of_the_files_is_in_the_warehouse(real_warehouse: Warehouse) -> None:
    paths = sorted(REPORTS.glob("*/figures.csv"))
    assert [path.parent.name for path in paths] == sorted(REPORT_ID.values())
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            stated = sorted(
                (row["measure"], row["scope"], row["printed"], row["locator"]) for row in csv.DictReader(file)
            )
        unit, period = next((unit, PERIOD[unit]) for unit in PERIOD if Path(path).parent.name == REPORT_ID[unit])
        kept = [row for row in unit_figures(real_warehouse, "report", unit, period) if not row.is_computed]
        assert sorted((row.measure, row.scope, row.printed, row.locator) for row in kept) == stated


REPORT_ID = {
    LAI_HUNG: "lai-hung-2023-h1",
    MINH_DUC: "minh-duc-2023-h1",
    BAC_SON: "bac-son-2024-q3",
    BINH_PHUOC: "binh-phuoc-2023",
    CAU_KE: "cau-ke-2023-h1",
}
