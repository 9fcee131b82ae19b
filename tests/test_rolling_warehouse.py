"""Rolling years of the simulated district: sums, gaps, derived quarters; and that nobody can report one."""

import csv
from math import fsum
from pathlib import Path

import pytest

from domain.layout import Layout
from domain.periods import Period, PeriodKind, parse_period
from etl.build import build, collect
from etl.import_layout import TABLE_COLUMNS
from etl.importer import import_files
from etl.registry import load_registry
from queries.ask import Ask, WarehouseAsk
from queries.rolling import Rolling
from queries.warehouse import Warehouse
from tests.factory import LAI_HUNG, MINH_DUC, make_report
from tests.rolling_cases import DUC_HIEP, MINH_HOA, R3, VINH_THUAN, everyone, ids

# The simulated district


def test_rolling_years_are_listed_where_four_quarters_are_there_and_never_across_the_reform(
    rolling_ask: Rolling,
) -> None:
    rows = [row for row in rolling_ask.periods("demo") if row.kind is PeriodKind.ROLLING]
    before = [row.period_id for row in rows if row.period.nominal.end.year < 2025]
    assert before == [
        "2022-R4", "2023-R1", "2023-R2", "2023-R3", "2023-R4", "2024-R1", "2024-R2", "2024-R3", "2024-R4",
    ]  # fmt: skip
    # The communes of before and of after 1 July 2025 are others: nobody has quarters on both sides.
    assert not {"2025-R3", "2025-R4"} & set(ids(row.period for row in rows))
    assert [row for row in rolling_ask.periods("report") if row.kind is PeriodKind.ROLLING] == []
    by_id = {row.period_id: row for row in rows}
    assert (by_id["2022-R4"].units, by_id["2022-R4"].derived) == (11, 11)
    assert by_id["2024-R3"].units == 10


def test_no_more_units_are_promised_than_the_rolling_years_last_one_has(rolling_ask: Rolling) -> None:
    listed = [row for row in rolling_ask.periods("demo") if row.kind is PeriodKind.ROLLING]
    assert len(listed) >= 9
    for row in listed:
        asked = "demo", ["on_time_rate"], [row.period_id], everyone(rolling_ask)
        have = {value.unit_id for value in rolling_ask.indicator_values(*asked)}
        assert 0 < len(have) <= row.units


def test_four_quarters_to_the_years_end_are_the_year_that_is_reported(rolling_ask: Rolling) -> None:
    flows = [one for one in rolling_ask.indicators() if _is_flow(rolling_ask, one)]
    found = rolling_ask.indicator_values(
        "demo", flows, ["2022", "2023", "2024", "2022-R4", "2023-R4", "2024-R4"], everyone(rolling_ask)
    )
    years = {(v.unit_id, v.scope, v.indicator_id, v.period_id): v for v in found if "-" not in v.period_id}
    rolled = [value for value in found if "-" in value.period_id]
    assert len({value.unit_id for value in rolled}) >= 9 and len({value.indicator_id for value in rolled}) >= 5
    for value in rolled:
        year = years[value.unit_id, value.scope, value.indicator_id, value.period_id[:4]]
        assert (value.numerator, value.denominator) == (year.numerator, year.denominator)
        assert value.value == year.value
        assert value.is_derived and not year.is_derived


def _is_flow(rolling_ask: Ask, indicator: str) -> bool:
    kinds = {code: measure.kind for code, measure in rolling_ask.measures().items()}
    terms = [term for term in rolling_ask.indicator_terms() if term.indicator_id == indicator and term.used_for is None]
    return {kinds[term.measure] for term in terms} == {"flow"}


def test_the_sum_of_any_four_quarters_is_the_warehouses_own(rolling_ask: Rolling, warehouse: Warehouse) -> None:
    quarters = ids(R3.quarters())
    found = rolling_ask.indicator_values("demo", ["online_rate"], ["2024-R3"], everyone(rolling_ask))
    with warehouse._root.cursor() as cursor:
        expected = cursor.execute(
            """
            select unit_id, sum(numerator), sum(denominator) from indicator_value
            where source = 'demo' and scope = 'own' and indicator_id = 'online_rate' and list_contains(?, period_id)
            group by unit_id having count(numerator) = 4 order by unit_id
            """,
            [quarters],
        ).fetchall()
    assert len(expected) >= 9
    assert [(v.unit_id, v.numerator, v.denominator) for v in found] == expected


def test_a_unit_that_missed_one_of_the_quarters_has_no_sum_and_the_next_four_have(rolling_ask: Rolling) -> None:
    def units_with(period_id: str) -> set[str]:
        return {
            v.unit_id
            for v in rolling_ask.indicator_values("demo", ["on_time_rate"], [period_id], everyone(rolling_ask))
        }

    # Đức Hiệp did not report Q3 2024, nor Vĩnh Thuận Q1 2023; the quarters derived from those are not there either.
    assert DUC_HIEP in units_with("2024-R2")
    assert DUC_HIEP not in units_with("2024-R3") | units_with("2024-R4")
    assert VINH_THUAN in units_with("2022-R4")
    assert VINH_THUAN not in units_with("2023-R1") | units_with("2023-R4") | units_with("2024-R1")
    assert VINH_THUAN in units_with("2024-R2")


def test_what_stands_at_a_date_is_never_summed(rolling_ask: Rolling) -> None:
    found = rolling_ask.indicator_values("demo", rolling_ask.indicators(), ["2024-R2"], everyone(rolling_ask))
    rolled = {value.indicator_id for value in found}
    assert rolled >= {"online_rate", "on_time_rate", "satisfaction_rate", "digitised_rate"}
    rules = rolling_ask.indicators()
    assert {rules[indicator].rule for indicator in rolled} == {"ratio"}
    assert not rolled & {"on_time_rate.handled", "posts_filled_rate", "disbursement_rate", "plan_completion_rate"}
    quarters = rolling_ask.indicator_values(
        "demo", ["on_time_rate.handled", "posts_filled_rate"], ["2024-Q2"], everyone(rolling_ask)
    )
    assert {value.indicator_id for value in quarters} == {"on_time_rate.handled", "posts_filled_rate"}
    assert rolling_ask.staff_levels("demo", "education", ["2024-R2"], everyone(rolling_ask)) == ()
    assert rolling_ask.coverage("demo", ["2024-R2"], everyone(rolling_ask)) == ()


def test_counts_of_four_quarters_flow_or_stand(rolling_ask: Rolling) -> None:
    measures = ["received_in_period", "resolved_overdue", "pending_total", "carried_over", "received_total"]
    quarters = ids(parse_period("2024-R2").quarters())
    found = rolling_ask.measure_values("demo", measures, ["2024-R2", *quarters], everyone(rolling_ask))
    by_key = {(c.unit_id, c.measure, c.period_id): c.value for c in found if c.scope == "own"}
    rolled = {(unit, measure): value for (unit, measure, period), value in by_key.items() if period == "2024-R2"}
    assert {measure for _, measure in rolled} == {*measures} - {"received_total"}
    assert len(rolled) >= 4 * 8
    for (unit, measure), value in rolled.items():
        parts = [by_key.get((unit, measure, quarter)) for quarter in quarters]
        if measure == "pending_total":
            assert value == parts[-1]
        elif measure == "carried_over":
            assert value == parts[0]
        else:
            assert value == fsum(part for part in parts if part is not None) and None not in parts
    assert not any(unit == DUC_HIEP for unit, _ in _rolled(rolling_ask, "2024-R3"))


def _rolled(rolling_ask: Rolling, period_id: str) -> dict[tuple[str, str], float]:
    found = rolling_ask.measure_values(
        "demo", ["received_in_period", "pending_total"], [period_id], everyone(rolling_ask)
    )
    return {(count.unit_id, count.measure): count.value for count in found}


def test_derived_quarters_add_back_to_the_cumulative_reports_for_every_flow(plain_ask: WarehouseAsk) -> None:
    flows = [code for code, measure in plain_ask.measures().items() if measure.kind == "flow"]
    periods = ids(row.period for row in plain_ask.periods("demo"))
    found = plain_ask.measure_values("demo", flows, periods, everyone(plain_ask))
    by_key = {(c.unit_id, c.scope, c.measure, c.period_id): c for c in found}
    checked, measures = 0, set()
    for unit, scope, measure in {key[:3] for key in by_key}:
        for year in (2022, 2023, 2024):
            parts = [by_key.get((unit, scope, measure, Period(year, part).period_id)) for part in ADD_BACK]
            first, second, half, third, fourth, whole = parts
            for quarters, cumulative in (((first, second), half), ((half, third, fourth), whole)):
                # A quarter reported beside the cumulative one, not derived from it, may contradict it: a finding.
                if cumulative is None or None in quarters or not quarters[-1].is_derived:  # type: ignore[union-attr]
                    continue
                assert fsum(one.value for one in quarters if one) == pytest.approx(cumulative.value, abs=1e-6)
                checked += 1
                measures.add(measure)
    assert checked > 500 and measures >= {"received_in_period", "received_online", "resolved_on_time", "withdrawn"}


ADD_BACK = ("Q1", "Q2", "H1", "Q3", "Q4", "")


def test_a_units_values_hold_its_rolling_years_as_the_comparison_has_them(
    rolling_ask: Rolling, plain_ask: WarehouseAsk
) -> None:
    own = rolling_ask.unit_values("demo", MINH_HOA)
    rolled = [value for value in own if "-R" in value.period_id]
    periods = sorted({value.period_id for value in rolled})
    assert periods[:2] == ["2022-R4", "2023-R1"]
    asked = rolling_ask.indicator_values("demo", rolling_ask.indicators(), periods, [MINH_HOA])
    assert sorted(rolled, key=repr) == sorted(asked, key=repr)
    assert [value for value in own if "-R" not in value.period_id] == list(plain_ask.unit_values("demo", MINH_HOA))


def test_what_is_no_rolling_year_is_answered_as_it_was(rolling_ask: Rolling, plain_ask: WarehouseAsk) -> None:
    asked = ("demo", ["online_rate", "university_rate"], ["2024-Q3", "2024"], everyone(rolling_ask))
    assert rolling_ask.indicator_values(*asked) == plain_ask.indicator_values(*asked)
    counted = ("demo", ["pending_total"], ["2024-Q3"], everyone(rolling_ask))
    assert rolling_ask.measure_values(*counted) == plain_ask.measure_values(*counted)
    both = rolling_ask.indicator_values("demo", ["online_rate"], ["2024-Q3", "2024-R3"], everyone(rolling_ask))
    assert [v for v in both if v.period_id == "2024-Q3"] == list(
        plain_ask.indicator_values("demo", ["online_rate"], ["2024-Q3"], everyone(rolling_ask))
    )


# Nobody reports four quarters


def test_a_report_of_four_quarters_is_refused_with_the_usual_words_and_the_others_are_read(office: Layout) -> None:
    make_report(office.reports / "good", MINH_DUC, "2023-H1", {"received_in_period": 100})
    make_report(office.reports / "bad", LAI_HUNG, "2023-R2", {"received_in_period": 100})
    reports, problems = collect(office, load_registry(office), strict=False)
    assert [report.report_id for report in reports] == ["good"]
    assert {problem.code for problem in problems} == {"period"}
    assert "2023-R2" in problems[0].text("vi") and problems[0].file == "bad/report.toml"


def test_a_filled_in_table_of_four_quarters_is_refused_and_nothing_is_written(office: Layout, tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    row = {"unit": "Xã Lai Hưng", "measure": "received_in_period", "scope": "own", "value": "10"}
    for period in ("2023-R2", "4 quý đến hết quý II/2023"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLE_COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerow(row | {"period": period})
        registry = load_registry(office)
        result = import_files([path], tmp_path / "reports", registry, registry.units, progress=False)
        assert [problem.code for problem in result.problems] == ["period_unknown"]
        assert result.written == () and not (tmp_path / "reports").exists()


def test_the_warehouse_has_no_rolling_years(office: Layout) -> None:
    make_report(office.reports / "good", MINH_DUC, "2023-H1", {"received_in_period": 100})
    house = Warehouse(build(office, strict=True).path)
    with house._root.cursor() as cursor:
        rows = cursor.execute("select distinct kind from period order by kind").fetchall()
    assert [kind for (kind,) in rows] == ["half_year", "nine_months", "quarter", "year"]


def test_four_quarters_reported_by_one_unit_alone_are_one_rolling_year(office: Layout) -> None:
    flows = {"received_in_period": 100, "received_online": 40}
    for period, figures in (
        ("2023-Q3", flows),
        ("2023-Q4", {"received_in_period": 50, "received_online": 30}),
        ("2024-Q1", flows),
        ("2024-Q2", {"received_in_period": 150, "received_online": 90}),
    ):
        make_report(office.reports / period.lower(), LAI_HUNG, period, figures)
    make_report(office.reports / "other", MINH_DUC, "2024-Q2", flows)
    ask = Rolling(WarehouseAsk(Warehouse(build(office, strict=True).path)))
    (row,) = [row for row in ask.periods("report") if row.kind is PeriodKind.ROLLING]
    assert (row.period_id, row.units, row.derived) == ("2024-R2", 1, 0)
    (value,) = ask.indicator_values("report", ["online_rate"], ["2024-R2"], [LAI_HUNG, MINH_DUC])
    assert (value.unit_id, value.numerator, value.denominator, value.value) == (LAI_HUNG, 200.0, 400.0, 50.0)
    assert not value.is_derived
    assert value.report_id == "2023-q3+2023-q4+2024-q1+2024-q2"
