"""A unit that is written a little differently is found where only one fits; else the part that is wrong is named."""

import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.unit_names import has_accents, in_full, spelled, without_kind
from domain.units import UnitIndex, UnitUnknown, era
from etl.registry import Registry
from tests.import_cases import ROW, only_problem

# Found


@pytest.mark.parametrize(
    "name",
    ["Lai Hưng", "lai hưng", "X. Lai Hưng", "x.Lai Hưng", "Lai Hung", "Xa Lai Hung", "Xã Lai Hung", "XÃ LAI HƯNG"],
)
def test_a_unit_is_found_without_its_kind_or_accents(run_import, csv_file, name) -> None:
    assert run_import(csv_file([ROW | {"unit": name}])).written == ("lai-hung-2023-h1",)


@pytest.mark.parametrize(
    "hint",
    [{"province": "Bình Dương"}, {"district": "H. Bàu Bàng"}, {"district": "bau bang", "province": "T. Bình Dương"}],
)
def test_district_and_province_may_be_written_as_short(run_import, csv_file, hint) -> None:
    assert run_import(csv_file([ROW | hint])).written == ("lai-hung-2023-h1",)


@pytest.mark.parametrize(("written", "name"), [("Xã Hoà Bình", "Xã Hòa Bình"), ("Phường Thuỷ Vân", "Phường Thủy Vân")])
def test_where_the_tone_mark_stands_makes_no_other_name(written: str, name: str) -> None:
    assert spelled(written) == spelled(name)


def test_a_bare_name_that_several_units_bear_is_asked_back(run_import, csv_file) -> None:
    problem = only_problem(
        run_import(csv_file([ROW | {"unit": "Bình Phước", "period": "2023"}])), "unit_ambiguous", "unit"
    )
    assert "Tỉnh Bình Phước" in problem.text("vi")
    assert "Xã Bình Phước, Huyện Bình Sơn" in problem.text("vi")


def test_every_name_of_the_registry_means_itself_and_no_namesake_by_accent(registry: Registry) -> None:
    for unit in list(registry.units)[::37]:
        assert spelled(in_full(unit.name)) == spelled(unit.name)
        assert without_kind(unit.name.casefold()) != ""


@given(st.text(alphabet="aăâeêioôơuưyđAĐ bcn\u0300\u0301\u0323", max_size=12))
def test_spelling_does_not_depend_on_case_or_on_how_letters_are_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert spelled(unicodedata.normalize("NFD", composed).upper()) == spelled(composed)
    assert has_accents(composed) is has_accents(composed.upper())


# What is wrong


def refused(run_import, csv_file, code: str, place: str, **cells: str) -> str:
    return only_problem(run_import(csv_file([ROW | cells])), code, place).text("vi")


@pytest.mark.parametrize("name", ["Xã Lai Hừng", "Xã Lãi Hưng", "Xã Lai Hưn", "Phường Lai Hưng"])
def test_another_accent_letter_or_kind_is_a_question_and_not_taken(run_import, csv_file, name) -> None:
    said = refused(run_import, csv_file, "unit_misspelt", "cột unit", unit=name)
    assert f"«{name}»" in said
    assert "Có phải là: Xã Lai Hưng, Huyện Bàu Bàng, Tỉnh Bình Dương (25834, 2004)?" in said


@pytest.mark.parametrize(
    ("cells", "place", "part"),
    [
        (
            {"district": "Huyện Cầu Kè"},
            "cột district",
            "huyện ghi «Huyện Cầu Kè», nhưng trong danh mục là «Huyện Bàu Bàng»",
        ),
        ({"district": "Huyện Bàu Băng"}, "cột district", "huyện ghi «Huyện Bàu Băng»"),
        (
            {"province": "Tỉnh Trà Vinh"},
            "cột province",
            "tỉnh ghi «Tỉnh Trà Vinh», nhưng trong danh mục là «Tỉnh Bình Dương»",
        ),
        ({"gso_code": "25835"}, "cột gso_code", "mã đơn vị ghi «25835», nhưng trong danh mục là «25834»"),
    ],
)
def test_the_part_that_differs_is_named_at_its_cell(run_import, csv_file, cells, place, part) -> None:
    result = run_import(csv_file([ROW | cells]))
    (problem,) = result.problems
    assert problem.code == "unit_part_differs"
    assert place in problem.text("vi")
    assert part in problem.text("vi")
    assert "{" not in problem.text("en")


def test_a_unit_that_ended_is_told_with_the_day_and_todays_unit(run_import, csv_file, registry: Registry) -> None:
    (to,) = [one.to_unit_id for one in registry.lineage if one.from_unit_id == "25834@2004"]
    today = registry.units.get(to)
    assert today is not None
    said = refused(run_import, csv_file, "unit_ended", "cột unit", period="2025-Q3")
    assert f"đã nhập vào {registry.units.describe(today)}" in said


def test_a_unit_that_was_not_there_yet_names_those_it_was_made_of(run_import, csv_file, registry: Registry) -> None:
    names = Counter(unit.name for unit in registry.units)
    made_of: dict[str, str] = {}
    for one in registry.lineage:
        made_of.setdefault(one.to_unit_id, one.from_unit_id)
    new = next(
        unit
        for unit in registry.units
        if era(unit.unit_id) == 2025 and names[unit.name] == 1 and unit.unit_id in made_of
    )
    before = registry.units.get(made_of[new.unit_id])
    assert before is not None
    said = refused(run_import, csv_file, "unit_not_yet", "cột unit", unit=new.name, period="2024-Q3")
    assert f"{registry.units.describe(new)} có từ 01/07/2025, lập từ " in said
    assert registry.units.describe(before) in said


def test_a_special_zone_without_a_known_predecessor_is_told_without_one(run_import, csv_file) -> None:
    said = refused(run_import, csv_file, "unit_not_yet_alone", "cột unit", unit="Đặc khu Côn Đảo", period="2024-Q3")
    assert "chỉ có từ 01/07/2025" in said


def test_a_name_of_both_eras_with_the_code_of_the_other_names_both(run_import, csv_file) -> None:
    cells = {"unit": "Xã Phạm Ngũ Lão", "gso_code": "12148", "period": "2024-Q3"}
    said = refused(run_import, csv_file, "unit_contradicted", "cột unit", **cells)
    assert "(12148, 2025): khác ở thời gian tồn tại" in said
    assert "(12292, 2004): khác ở mã đơn vị" in said


def test_a_district_after_1_july_2025_is_to_be_left_empty(run_import, csv_file) -> None:
    cells = {"unit": "Xã Phạm Ngũ Lão", "gso_code": "12148", "district": "Huyện Ân Thi", "period": "2025-Q3"}
    assert "Hãy để trống ô này" in refused(run_import, csv_file, "unit_without_district", "cột district", **cells)


def test_several_wrong_parts_are_listed_for_the_nearest(run_import, csv_file) -> None:
    cells = {"district": "Huyện Cầu Kè", "province": "Tỉnh Trà Vinh"}
    said = refused(run_import, csv_file, "unit_contradicted", "cột unit", **cells)
    assert "Tỉnh Bình Dương (25834, 2004): khác ở huyện, tỉnh" in said


def test_an_index_that_compares_as_written_asks_for_accents(registry: Registry) -> None:
    plain = UnitIndex(list(registry.units))
    with pytest.raises(UnitUnknown):
        plain.resolve(name="Lai Hung", on=date(2024, 1, 1))
    assert plain.resolve(name="Lai Hưng", on=date(2024, 1, 1)).unit_id == "25834@2004"
