"""A unit's definitions side by side, with its own figures."""

from charts.definitions import definitions
from charts.spec import TableSpec
from domain.periods import parse_period
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE
from tests.views import mixed_view
from text.words import Lang


def table(warehouse: Warehouse, unit_id: str, period: str, theme: str, lang: Lang = "vi") -> TableSpec:
    view = mixed_view(warehouse, lang=lang)
    unit = next(one for one in (*view.units, *view.others) if one.unit_id == unit_id)
    return definitions(
        view, unit, parse_period(period), theme, q.indicators(warehouse),
        q.unit_values(warehouse, "report", unit_id), q.indicator_terms(warehouse), q.measures(warehouse),
    )  # fmt: skip


def rows(spec: TableSpec) -> list[dict[str, object]]:
    assert spec.frame.table
    return list(spec.frame.table.rows)


def test_binh_phuoc_prints_five_online_rates_and_each_stands_with_its_own_counts(warehouse: Warehouse) -> None:
    spec = table(warehouse, BINH_PHUOC, "2023", "online")
    found = rows(spec)
    assert [(row["numerator"], row["denominator"]) for row in found] == [
        (848, 1945), (843, 1555), (128, 142), (684, 1382), (812, 1524),
    ]  # fmt: skip
    assert [row["printed"] for row in found] == [43.6, 54.21, 90.1, 49.5, 53.3]
    assert [row.get("difference") for row in found] == [None, 10.6, 46.5, 5.9, 9.7]
    assert spec.frame.title.startswith("Xã Bình Phước có số liệu cho 5 trong 5 cách tính")
    assert "43,6\u00a0% (848/1.945" in spec.frame.sentence and "90,1\u00a0% (128/142" in spec.frame.sentence


def test_a_definition_without_counts_is_said_to_be_not_reported(warehouse: Warehouse) -> None:
    spec = table(warehouse, BAC_SON, "2024-Q3", "online", "en")
    found = rows(spec)
    assert found[0]["value"] == 100
    assert {row["remark"] for row in found[1:]} == {"not reported by this definition"}
    assert spec.frame.sentence == ""


def test_a_district_shows_each_scope_apart(warehouse: Warehouse) -> None:
    found = rows(table(warehouse, CAU_KE, "2023-H1", "on_time"))
    assert len({row["scope"] for row in found}) == 3
    assert [(row["numerator"], row["denominator"]) for row in found if row.get("value")] == [
        (1033, 1034), (21272, 21272),
    ]  # fmt: skip
