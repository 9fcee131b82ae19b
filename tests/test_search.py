"""Names are found without accents, are short on an axis, and lead from an old unit to today's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries import values as q
from queries.lineage_rows import FoundUnit
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, OTHER_BINH_PHUOC
from text.search import fold, short_name

KINDS = ("Xã", "Phường", "Thị trấn", "Huyện", "Quận", "Thị xã", "Thành phố", "Tỉnh", "Đặc khu")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lai Hưng", "lai hung"),
        ("  XÃ   Đắk\u00a0Nông ", "xa dak nong"),
        ("\u00d0ồng Xoài", "dong xoai"),
        ("Bà Rịa–Vũng Tàu", "ba ria vung tau"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Xã Ea H’leo", "xa ea h'leo"),
        ("Hoà Bình", fold("Hòa Bình")),
        ("", ""),
    ],
)
def test_folding_drops_accents_case_and_typography(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="aăâbdđeêioôơuưyAĂÂĐƠƯàảãáạằốựỹ -'’–"))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_leaves_out_the_kind_of_unit(kind: str) -> None:
    assert short_name(f"{kind} Lai Hưng") == "Lai Hưng"
    assert short_name(f" {kind.upper()}  Lai Hưng ") == "Lai Hưng"


@pytest.mark.parametrize("name", ["Phường 1", "Quận 3", "Phường IV", "Phường 1 Bảo Lộc"])
def test_a_name_that_is_a_number_keeps_its_kind(name: str) -> None:
    assert short_name(name) == name


@pytest.mark.parametrize("name", ["Xã", "Lai Hưng", "Xãm Lũng"])
def test_a_name_without_a_kind_stays_as_it_is(name: str) -> None:
    assert short_name(name) == name


def test_only_the_first_kind_is_left_out() -> None:
    assert short_name("Phường Xã Tắc") == "Xã Tắc"


def test_a_decomposed_name_loses_its_kind_too() -> None:
    assert short_name(unicodedata.normalize("NFD", "Xã Lai Hưng")) == "Lai Hưng"


# The national list


def found(warehouse: Warehouse, name: str, limit: int = 50) -> dict[str, FoundUnit]:
    return {unit.unit_id: unit for unit in q.search_units(warehouse, fold(name), limit)}


def test_an_old_name_finds_the_old_unit_and_the_one_it_became_part_of(warehouse: Warehouse) -> None:
    units = found(warehouse, "Bắc Sơn")
    assert list(units)[:2] == [BAC_SON, "12148@2025"]  # the one with a report, and right after it its successor
    old, new = units[BAC_SON], units["12148@2025"]
    assert (old.name, old.successors, old.divided, old.predecessors) == ("Xã Bắc Sơn", ["Xã Phạm Ngũ Lão"], False, [])
    assert (new.name, new.successors, new.divided) == ("Xã Phạm Ngũ Lão", [], False)
    assert sorted(new.predecessors) == ["Xã Bãi Sậy", "Xã Bắc Sơn", "Xã Phù Ủng", "Xã Đào Dương"]
    assert new.parts == [False] * 4
    assert units["06325@2025"].predecessors  # a unit of today that bears the name itself


def test_a_divided_unit_names_its_main_successor_first_and_is_a_part_of_each(warehouse: Warehouse) -> None:
    units = found(warehouse, "Hòa Sơn")
    old = units["SIM10@2004"]
    assert old.divided and old.successors == ["Xã Vĩnh An", "Xã Phú Mỹ"]
    for unit_id in ("SIM09@2025", "SIM05@2025"):
        parts = dict(zip(units[unit_id].predecessors, units[unit_id].parts, strict=True))
        assert [name for name, is_part in parts.items() if is_part] == ["Xã Hòa Sơn"]


def test_a_district_has_no_successor(warehouse: Warehouse) -> None:
    unit = found(warehouse, "huyện cầu kè")[CAU_KE]
    assert (unit.level, unit.successors, unit.divided, unit.reports) == ("district", [], False, 1)


def test_a_search_that_finds_much_shows_as_many_as_asked_with_units_that_reported_first(warehouse: Warehouse) -> None:
    units = found(warehouse, "an", 10)
    assert len(units) == 10
    assert next(iter(units.values())).reports > 0
    assert found(warehouse, "") == {}


def test_every_unit_that_a_name_finds_bears_it_or_took_over_from_one_that_does(warehouse: Warehouse) -> None:
    units = found(warehouse, "Bình Phước", 500)
    assert {BINH_PHUOC, OTHER_BINH_PHUOC} <= units.keys() and any(unit.predecessors for unit in units.values())
    for unit in units.values():
        assert any("binh phuoc" in fold(name) for name in (unit.name, *unit.predecessors)), unit


@pytest.mark.parametrize("name", ["Tân Lập", "Tân Thành"])
def test_units_come_by_the_shortest_name_that_was_meant_and_those_led_to_after_those_that_bear_it(
    warehouse: Warehouse, name: str
) -> None:
    """A unit of today that took over from one of its own name bears it. Nobody of these names has reported."""
    asked = fold(name)
    units = q.search_units(warehouse, asked, 500)
    assert {unit.reports for unit in units} == {0}

    def place(unit: FoundUnit) -> tuple[int, bool]:
        meant = [len(fold(name)) for name in (unit.name, *unit.predecessors) if asked in fold(name)]
        return min(meant), asked not in fold(unit.name)

    places = [place(unit) for unit in units]
    assert places == sorted(places)
    assert {is_led for _, is_led in places} == {True, False} and len({far for far, _ in places}) > 1
    assert any(asked in fold(unit.name) and asked in fold(" ".join(unit.predecessors)) for unit in units)
