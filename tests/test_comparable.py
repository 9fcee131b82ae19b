"""What may not be compared: few units, scopes, levels, kinds of period, definitions and sources."""

from charts.attention import attention
from charts.backlog import MEASURES, backlog_chart, late_chart
from charts.comparing import compare
from charts.headline import theme_tiles
from charts.ranked import ranked
from charts.spec import TableSpec
from domain.comparison import MIN_COMPARABLE_UNITS
from queries import values as q
from queries.warehouse import Warehouse
from tests.chart_cases import rows_of
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, LAI_HUNG, MINH_DUC
from tests.views import asked, mixed_view, values_of, view_of


def test_of_a_period_with_too_few_comparable_units_there_is_a_table_of_that_period(warehouse: Warehouse) -> None:
    view = view_of(warehouse)
    spec = ranked(view, q.indicators(warehouse)["satisfaction_rate"], values_of(warehouse, view, "satisfaction_rate"))
    assert isinstance(spec, TableSpec)
    rows = rows_of(spec.frame)
    assert {row["period"] for row in rows if "period" in row} == {"Quý III/2024"}
    assert sum("dưới 30 hồ sơ" in str(row["remark"]) for row in rows) > len(rows) - MIN_COMPARABLE_UNITS - 1
    assert "quý III/2024" in spec.frame.subtitle


def test_the_real_reports_are_listed_each_with_its_own_period_and_window(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    spec = ranked(view, q.indicators(warehouse)["online_rate"], values_of(warehouse, view, "online_rate"))
    assert isinstance(spec, TableSpec)
    rows = {(row["unit"], row.get("scope")): row for row in rows_of(spec.frame)}
    own = "Cơ quan của đơn vị"
    shown = ("period", "window", "value_text", "numerator", "denominator", "printed")
    assert [rows["Bình Phước", own][key] for key in shown] == [
        "Năm 2023", "15/12/2022 – 31/10/2023", "43,60\u00a0% ~", 848, 1945, 43.6,
    ]  # fmt: skip
    assert [rows["Minh Đức", own][key] for key in shown] == [
        "6 tháng đầu năm 2023", "10/12/2022 – 07/06/2023", "96,42\u00a0% ~", 1103, 1144, 99.8,
    ]  # fmt: skip
    assert rows["Lai Hưng", own]["value_text"] == "–"
    assert "không đủ số đếm để tính" in str(rows["Lai Hưng", own]["remark"])
    assert "báo cáo không in thời gian số liệu" in str(rows["Lai Hưng", own]["remark"])
    assert all("rank" not in row for row in rows.values())


def test_a_districts_scopes_stand_apart_and_are_never_added(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse)
    values = values_of(warehouse, view, "on_time_rate")
    spec = ranked(view, q.indicators(warehouse)["on_time_rate"], values)
    found = {
        row["scope"]: (row["numerator"], row["denominator"])
        for row in rows_of(spec.frame)
        if row["unit"] == "Huyện Cầu Kè"
    }
    assert found == {"Cơ quan của đơn vị": (1033, 1034), "Các xã cộng chung": (21272, 21272)}
    assert {value.unit_id for value in values} >= {CAU_KE, LAI_HUNG, MINH_DUC, BAC_SON, BINH_PHUOC}
    for period in view.periods:
        here = compare(view, q.indicators(warehouse)["on_time_rate"], values, period)
        assert CAU_KE not in {standing.value.unit_id for standing in (*here.ranked, *here.below)}
        assert here.counts[1] < 21272


def test_a_district_is_never_ranked_among_its_communes(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024")
    assert [unit.name for unit in view.others] == ["Huyện Minh Họa"]
    values = values_of(warehouse, view, "online_rate")
    here = compare(view, q.indicators(warehouse)["online_rate"], values)
    assert {standing.value.scope for standing in here.ranked} == {"own"}
    assert len(here.ranked) == 11
    assert here.counts == (13207, 15957)


def test_periods_of_several_kinds_are_never_ranked_however_many_units_there_are(warehouse: Warehouse) -> None:
    view = mixed_view(warehouse, "demo")
    assert view.is_mixed
    values, indicator = values_of(warehouse, view, "online_rate"), q.indicators(warehouse)["online_rate"]
    assert isinstance(ranked(view, indicator, values), TableSpec)
    assert theme_tiles(view, indicator, values) == []
    counts = q.measure_values(warehouse, "demo", MEASURES, *asked(view))
    late = backlog_chart(view, counts)
    assert isinstance(late, TableSpec)
    assert isinstance(late_chart(view, counts), TableSpec)
    assert attention(view, [indicator], values, counts, []) == []
    assert "tổng" not in late.frame.title
    assert {"period"} <= {column.key for column in late.frame.table.columns}  # type: ignore[union-attr]
    assert "in_a_row" not in {column.key for column in late.frame.table.columns}  # type: ignore[union-attr]


def test_two_definitions_never_meet_in_one_comparison(warehouse: Warehouse) -> None:
    view = view_of(warehouse, until="2024")
    both = values_of(warehouse, view, "online_rate", "online_rate.eligible")
    for name in ("online_rate", "online_rate.eligible"):
        indicator = q.indicators(warehouse)[name]
        alone = compare(view, indicator, values_of(warehouse, view, name))
        assert compare(view, indicator, both) == alone
        assert {standing.value.indicator_id for standing in (*alone.ranked, *alone.below)} <= {name}


def test_reported_and_simulated_figures_never_meet(warehouse: Warehouse) -> None:
    real, simulated = mixed_view(warehouse), view_of(warehouse)
    everyone = [*real.unit_ids, *simulated.unit_ids]
    periods = [period.period_id for period in (*real.periods, *simulated.periods)]
    for view in (real, simulated):
        found = q.indicator_values(warehouse, view.source, ["online_rate"], periods, everyone)
        assert {value.unit_id for value in found} <= set(view.unit_ids)
    indicator = q.indicators(warehouse)["online_rate"]
    together = values_of(warehouse, simulated, "online_rate") + values_of(warehouse, real, "online_rate")
    assert compare(simulated, indicator, together) == compare(
        simulated, indicator, values_of(warehouse, simulated, "online_rate")
    )
