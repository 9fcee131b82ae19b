"""Reporting on time: the simulated district, the real reports, reminders, letters and local due days."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from briefing.tables import to_csv
from charts import recipes, reminders, reporting, reporting_rate, reporting_units
from charts.choose import Choice, asking, view_of
from charts.coverage import coverage_matrix
from charts.recipes import Recipe
from charts.reporting import Reporting, reporting_of
from charts.spec import Flag, MatrixSpec, TableSpec, TrendSpec
from domain.completeness import Duty, State, tally
from domain.periods import parse_period
from queries.ask import WarehouseAsk
from queries.received_rows import BuildInfo, DueDateRow
from queries.warehouse import Warehouse
from tests.reporting_cases import LATER, receipt
from text.words import LANGS, Lang, say

NBSP = "\u00a0"
LONG_AN_TAY, DUC_HIEP, DONG_XUAN = "SIM11@2004", "SIM08@2004", "SIM04@2004"
UNTIL_2024 = Choice(source="demo", kind="quarter", last="2024-Q4")


# The simulated district


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def reporting_for(choice: Choice, ask: WarehouseAsk) -> Reporting:
    asked = asking(choice, ask)
    return reporting_of(view_of(choice, asked), asked)


@pytest.fixture(scope="module")
def district(ask: WarehouseAsk) -> Reporting:
    return reporting_for(UNTIL_2024, ask)


def test_the_reports_that_never_came_are_found_and_no_other_is(district: Reporting) -> None:
    missing = [(duty.unit_id, duty.period.period_id) for duty in district.duties if duty.state is State.MISSING]
    assert sorted(missing) == [(DUC_HIEP, "2024-Q3"), (LONG_AN_TAY, "2023-Q1")]
    counts = tally(district.duties)
    assert (counts.expected, counts.received, counts.late, counts.undated) == (132, 130, 17, 0)


def test_all_kinds_of_period_count_whatever_kind_the_frame_shows(district: Reporting, ask: WarehouseAsk) -> None:
    assert [one.period_id for one in district.periods[:4]] == ["2022-Q1", "2022-H1", "2022-Q3", "2022"]
    yearly = reporting_for(Choice(source="demo", kind="year", last="2024"), ask)
    assert yearly.duties == district.duties


def test_only_periods_that_end_in_the_span_count_but_the_first_report_may_lie_before_it(ask: WarehouseAsk) -> None:
    found = reporting_for(Choice(source="demo", kind="quarter", first="2023-Q1", last="2023-Q1"), ask)
    assert [one.period_id for one in found.periods] == ["2023-Q1"]
    assert found.series and tally(found.duties).missing == 1
    assert found.last[LONG_AN_TAY].period.period_id == "2022"


def test_the_table_puts_missing_reports_first_then_the_late_reporter(district: Reporting) -> None:
    table = reporting_units.units_table(district).frame.table
    assert table is not None
    rows = {str(row["unit"]): row for row in table.rows}
    assert list(rows)[:3] == ["Long An Tây", "Đức Hiệp", "Đồng Xuân"]
    late = rows["Đồng Xuân"]
    assert (late["expected"], late["received"], late["late"], late["streak"], late["days_late"]) == (
        12,
        12,
        10,
        8,
        16.4,
    )
    assert (rows["Long An Tây"]["missing_periods"], rows["Đức Hiệp"]["missing_periods"]) == ("QI/23", "QIII/24")
    assert (rows["An Hòa"]["days_late"], rows["An Hòa"]["streak"]) == (None, 0)
    frame = reporting_units.units_table(district).frame
    assert frame.title == "2 báo cáo chưa nhận ở 2 đơn vị; 17 báo cáo sau hạn ở 6 đơn vị"
    assert frame.sentence == (
        "Nhiều báo cáo sau hạn nhất: Đồng Xuân, 10 trong 12 báo cáo đã nhận, chậm bình quân 16,4 ngày."
    )


def test_the_rate_chart_draws_both_shares_with_their_counts(district: Reporting) -> None:
    spec = reporting_rate.rate_chart(district)
    assert spec.frame.title == "Năm 2024: đã nhận 11/11 báo cáo, 9 đúng hạn"
    assert spec.frame.sentence == f"Cả khoảng: nhận 130/132 báo cáo (98,5{NBSP}%), đúng hạn 113 (85,6{NBSP}%)."
    received, on_time = spec.series
    by_period = {mark.key: mark for mark in received.marks}
    assert by_period["2023-Q1"].value == by_period["2024-Q3"].value == pytest.approx(1000 / 11)
    assert sum(mark.value == 100 for mark in received.marks) == 10
    assert "đã nhận 10/11 báo cáo" in by_period["2024-Q3"].hover
    assert [mark.text for mark in on_time.marks if mark.key == "2022-H1"] == [f"72,7{NBSP}%"]
    assert spec.frame.table is not None and spec.frame.table.rows[-1]["on_time"] == 9
    assert spec.breaks == ()


def test_the_tiles_tell_the_latest_period_against_the_one_before(district: Reporting) -> None:
    rate, on_time, late, missing = reporting.tiles(district)
    assert (rate.label, rate.value, rate.change, rate.better) == (
        "Đã nhận trên phải có, năm 2024", "11/11", "+9,1 điểm phần trăm", True,
    )  # fmt: skip
    assert (on_time.value, late.value, missing.value) == ("9", "2", "0")
    assert late.meaning == "Bình Lợi, Đồng Xuân; chậm bình quân 11,5 ngày"


def test_the_matrix_shows_days_late_and_what_never_came(district: Reporting) -> None:
    spec = reporting_units.matrix(district)
    rows = {row.label: row for row in spec.rows}
    assert len(spec.columns) == 12
    assert [cell.tone for cell in rows["Long An Tây"].cells].index("missing") == 4
    assert rows["Đồng Xuân"].cells[0].text == "+15 ngày"
    assert rows["Đồng Xuân"].cells[0].hover == "Nhận ngày 04/04/2022, hạn 20/03/2022"
    assert spec.frame.title == "Đã nhận 130 báo cáo: 113 đúng hạn, 17 sau hạn"
    assert dict(spec.legend).keys() == {"reported", "late", "missing"}


def test_a_matrix_of_very_many_units_shows_those_that_need_attention_and_says_so(
    district: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting_units, "MOST_ROWS", 3)
    spec = reporting_units.matrix(district)
    assert [row.label for row in spec.rows] == ["Long An Tây", "Đức Hiệp", "Đồng Xuân"]
    assert "3 trong 11 đơn vị" in spec.frame.notes[-1]


def test_the_reminder_names_unit_due_day_days_overdue_and_what_came_last(district: Reporting) -> None:
    autumn = parse_period("2024-Q3")
    table = reminders.reminders(district, autumn).frame.table
    assert table is not None
    (row,) = table.rows
    assert (row["unit"], row["due_on"]) == ("Xã Đức Hiệp, Huyện Minh Họa", date(2024, 9, 20))
    assert row["days"] == (district.as_of - date(2024, 9, 20)).days
    assert row["last"] == "Năm 2024" and row["last_on"] == district.last[DUC_HIEP].received_on
    assert [one.period_id for one in reminders.periods(district)] == ["2024", "2024-Q3", "2023-Q1"]
    assert reminders.letter(district, parse_period("2024")) == ""
    assert reminders.none_missing(district, parse_period("2024")) == (
        "Đã nhận đủ báo cáo năm 2024. Kỳ khác còn thiếu báo cáo: quý III/2024, quý I/2023."
    )
    csv = to_csv(table, reminders.reminders(district, autumn).frame, "vi").decode("utf-8-sig")
    assert "Xã Đức Hiệp" in csv and "2024-09-20" in csv and "SỐ LIỆU MÔ PHỎNG" in csv


def test_the_letter_is_polite_marked_as_simulated_and_goes_to_the_unit_of_today(district: Reporting) -> None:
    letter = reminders.letter(district, parse_period("2024-Q3"))
    assert letter.startswith("[SỐ LIỆU MÔ PHỎNG")
    assert "V/v gửi báo cáo cải cách hành chính quý III/2024" in letter
    heirs = district.heirs[DUC_HIEP]
    assert f"Kính gửi: Ủy ban nhân dân x{heirs[0][1:]}" in letter
    assert re.search(
        r"1\. Xã Đức Hiệp, huyện Minh Họa \(nay thuộc xã .+\): hạn gửi 20/09/2024, quá hạn [\d.]+ ngày", letter
    )
    assert "Kính đề nghị" in letter and letter.endswith("Trân trọng cảm ơn.")


def test_a_unit_that_still_exists_is_addressed_itself_and_several_are_listed(district: Reporting) -> None:
    spring, half = parse_period("2024-Q1"), parse_period("2024-H1")
    found = [Duty(unit_id, spring, date(2024, 3, 20), State.MISSING) for unit_id in (DUC_HIEP, DONG_XUAN)]
    alone = Duty(DONG_XUAN, half, date(2024, 6, 20), State.MISSING)
    same = Reporting(
        district.view, date(2024, 7, 1), True, (spring, half), (*found, alone), (),
        {DONG_XUAN: receipt(DONG_XUAN, "2023", None)},
    )  # fmt: skip
    assert "Kính gửi: Ủy ban nhân dân các đơn vị có tên dưới đây" in reminders.letter(same, spring)
    assert "1. Xã Đức Hiệp, huyện Minh Họa: hạn gửi 20/03/2024, quá hạn 103 ngày; chưa nhận được báo cáo kỳ nào." in (
        reminders.letter(same, spring)
    )
    letter = reminders.letter(same, half)
    assert "Kính gửi: Ủy ban nhân dân xã Đồng Xuân, huyện Minh Họa" in letter
    assert "quá hạn 11 ngày; báo cáo gần nhất đã nhận: năm 2023." in letter


class LocalDays(WarehouseAsk):
    """The district has set a day of its own for quarter III."""

    def due_dates(self) -> list[DueDateRow]:
        return [DueDateRow("SIM-H@2004", "Q3", 25, "Công văn", "Letter")]


def test_a_local_due_day_moves_the_day_a_missing_report_was_due(warehouse: Warehouse) -> None:
    found = reporting_for(UNTIL_2024, LocalDays(warehouse))
    due = {(d.unit_id, d.period.period_id): d.due_on for d in found.duties if d.state is State.MISSING}
    assert due == {(DUC_HIEP, "2024-Q3"): date(2024, 9, 25), (LONG_AN_TAY, "2023-Q1"): date(2023, 3, 20)}


class Earlier(WarehouseAsk):
    """The same warehouse, as if built on the last day for the report of quarter III."""

    def build_info(self) -> BuildInfo:
        return replace(super().build_info(), built_at=datetime(2024, 9, 20, 17))


def test_what_is_not_due_on_the_day_of_the_build_is_not_missing(warehouse: Warehouse) -> None:
    found = reporting_for(Choice(source="demo", kind="quarter", last="2024-Q3"), Earlier(warehouse))
    assert found.latest == parse_period("2024-H1")
    assert {(d.unit_id, d.period.period_id) for d in found.duties if d.state is State.NOT_DUE} == {
        (DUC_HIEP, "2024-Q3")
    }
    assert reporting_rate.rate_chart(found).periods[-1] == "6T/24"
    cell = next(row for row in reporting_units.matrix(found).rows if row.key == DUC_HIEP).cells[-1]
    assert (cell.text, cell.tone) == ("chưa đến hạn", "quiet")


def test_where_nothing_is_past_due_there_is_no_rate_and_no_reminder(warehouse: Warehouse) -> None:
    found = reporting_for(Choice(source="demo", kind="quarter", first="2024-Q3", last="2024-Q3"), Earlier(warehouse))
    assert (found.series, found.latest, reminders.periods(found)) == (True, None, [])
    assert reporting.tiles(found)[0].meaning == "kỳ chưa hết hạn gửi"
    assert reporting_rate.rate_chart(found).series == ()


def test_across_the_merger_only_units_that_existed_owe_reports(ask: WarehouseAsk) -> None:
    found = reporting_for(Choice(source="demo", kind="any"), ask)
    last = {duty.unit_id: duty.period for duty in found.duties}
    for unit in found.view.units:
        own = [duty.period.nominal.end for duty in found.duties if duty.unit_id == unit.unit_id]
        assert min(own) >= unit.valid_from and (unit.valid_to is None or max(own) <= unit.valid_to)
    merged = [unit for unit in found.view.units if unit.valid_to is None]
    assert merged and all(last[unit.unit_id].nominal.end > date(2025, 7, 1) for unit in merged)
    (cut,) = reporting_rate.rate_chart(found).breaks
    assert found.settled[cut.after].nominal.end < date(2025, 7, 1) <= found.settled[cut.after + 1].nominal.end


def test_todays_units_owe_no_report_of_the_time_before_they_existed(ask: WarehouseAsk) -> None:
    found = reporting_for(Choice(source="demo", kind="any", basis="today"), ask)
    assert found.duties and all(duty.period.nominal.end >= date(2025, 7, 1) for duty in found.duties)
    assert not found.heirs
    assert say("reporting.rule_today", "vi") in reporting.how(found)


# The real reports


def test_the_real_reports_are_no_series_and_nothing_is_called_missing(ask: WarehouseAsk) -> None:
    found = reporting_for(Choice(source="report"), ask)
    counts = tally(found.duties)
    assert (found.series, found.latest, counts.received, counts.undated, counts.missing) == (False, None, 4, 4, 0)
    assert reporting_rate.rate_chart(found).series == () and reminders.periods(found) == []
    received, undated = reporting.tiles(found)
    assert (received.value, undated.value) == ("4", "4")
    spec = reporting_units.matrix(found)
    assert spec.frame.title == "Đã nhận 4 báo cáo: 4 không rõ ngày nhận"
    assert [cell.text for cell in spec.rows[-1].cells] == ["đã nhận", "–", "–"]
    assert spec.rows[-1].label == "Huyện Cầu Kè" and "Không tính vào các số trên: Huyện Cầu Kè." in spec.frame.notes


def test_a_share_on_time_is_a_lower_bound_where_days_are_not_known(district: Reporting) -> None:
    period = parse_period("2024-Q3")
    states = (State.ON_TIME, State.UNDATED)
    found = tuple(Duty(f"{number}", period, period.due, state) for number, state in enumerate(states))
    spec = reporting_rate.rate_chart(Reporting(district.view, LATER, True, (period,), found, (), {}))
    received, on_time = (line.marks[0] for line in spec.series)
    assert (received.text, received.flags) == (f"100,0{NBSP}%", frozenset())
    assert (on_time.text, on_time.flags) == (f"≥ 50,0{NBSP}%", frozenset({Flag.LOWER_BOUND}))


# Recipes, languages


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["demo", "report"])
def test_every_recipe_speaks_the_readers_language_alone(source: str, lang: Lang, ask: WarehouseAsk) -> None:
    view = view_of(Choice(lang=lang, source=source, kind="any"), ask)
    kinds = {"reporting_rate": TrendSpec, "reporting_units": TableSpec, "reporting_matrix": MatrixSpec,
             "reminders": TableSpec}  # fmt: skip
    for name, kind in kinds.items():
        spec = recipes.make(Recipe(name), view, ask)
        assert isinstance(spec, kind)
        text = " ".join((spec.frame.title, spec.frame.subtitle, spec.frame.sentence, *spec.frame.notes))
        assert "{" not in text and "None" not in text
        foreign = (
            r"\b(reports|received|days|units)\b" if lang == "vi" else r"\b(báo cáo|kỳ|quý|đơn vị)\b(?! có báo cáo)"
        )
        assert not re.search(foreign, text.replace("Tất cả đơn vị có báo cáo", ""))


def test_the_overviews_matrix_does_not_call_a_unit_missing_that_did_not_exist(ask: WarehouseAsk) -> None:
    view = view_of(Choice(source="demo", kind="quarter"), ask)
    spec = coverage_matrix(view, ask.coverage("demo", view.period_ids, view.asked_units))
    merged = {unit.unit_id for unit in view.units if unit.valid_to is None}
    for row in spec.rows:
        for period, cell in zip(view.periods, row.cells, strict=True):
            if row.key in merged and period.nominal.end < date(2025, 7, 1):
                assert (cell.text, cell.tone) == ("–", "quiet")
    assert any(cell.tone == "missing" for row in spec.rows if row.key not in merged for cell in row.cells)
