"""The registry of units is whole, and a report's unit is found in it or asked for, never guessed."""

import csv
from collections import Counter, defaultdict
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.units import Level, Unit, UnitAmbiguous, UnitIndex, UnitUnknown, era, make_unit_id
from etl.crosswalk import UnitCounts, write_units
from text.search import fold

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
BEFORE = date(2025, 6, 30)
AFTER = date(2025, 7, 1)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return [Unit.from_row(row) for row in rows_of(REFERENCE / "units.csv")]


@pytest.fixture(scope="module")
def index(units: list[Unit]) -> UnitIndex:
    return UnitIndex(units, key=fold)


@pytest.fixture(scope="module")
def lineage() -> list[dict[str, str]]:
    return rows_of(REFERENCE / "unit_lineage.csv")


def known(index: UnitIndex, unit_id: str) -> Unit:
    unit = index.get(unit_id)
    assert unit is not None, unit_id
    return unit


# The committed registry


def test_each_era_has_as_many_units_as_the_law_says(units: list[Unit]) -> None:
    assert Counter((era(unit.unit_id), unit.level) for unit in units) == {
        (2004, Level.PROVINCE): 63,
        (2004, Level.DISTRICT): 696,
        (2004, Level.COMMUNE): 10_035,
        (2025, Level.PROVINCE): 34,
        (2025, Level.COMMUNE): 3_321,
    }


def test_thirteen_special_zones_are_among_the_new_communes(units: list[Unit]) -> None:
    zones = [unit for unit in units if unit.name.startswith("Đặc khu ")]
    assert len(zones) == 13
    assert {(era(zone.unit_id), zone.level) for zone in zones} == {(2025, Level.COMMUNE)}


def test_no_two_units_share_an_id(units: list[Unit]) -> None:
    assert len({unit.unit_id for unit in units}) == len(units)


def test_an_id_is_the_code_with_its_era(units: list[Unit]) -> None:
    assert all(unit.unit_id == make_unit_id(unit.gso_code, unit.valid_from.year) for unit in units)


def test_every_parent_is_there_in_the_same_era_and_one_level_up(units: list[Unit], index: UnitIndex) -> None:
    above = {(2004, Level.COMMUNE): Level.DISTRICT, (2004, Level.DISTRICT): Level.PROVINCE}
    for unit in units:
        if unit.level == Level.PROVINCE:
            assert unit.parent_id is None
            continue
        parent = known(index, unit.parent_id or "")
        assert era(parent.unit_id) == era(unit.unit_id)
        assert parent.level == above.get((era(unit.unit_id), unit.level), Level.PROVINCE)


def test_both_ends_of_every_lineage_are_there(lineage: list[dict[str, str]], index: UnitIndex) -> None:
    for line in lineage:
        old, new = known(index, line["from_unit_id"]), known(index, line["to_unit_id"])
        assert (era(old.unit_id), era(new.unit_id)) == (2004, 2025)
        assert old.level == new.level


def test_every_old_commune_and_province_has_exactly_one_default_successor(
    lineage: list[dict[str, str]], units: list[Unit]
) -> None:
    defaults = Counter(line["from_unit_id"] for line in lineage if line["is_default"] == "1")
    expected = {unit.unit_id for unit in units if era(unit.unit_id) == 2004 and unit.level != Level.DISTRICT}
    assert defaults == dict.fromkeys(expected, 1)


def test_471_communes_were_divided_and_only_they_have_several_successors(lineage: list[dict[str, str]]) -> None:
    successors: dict[str, list[str]] = defaultdict(list)
    for line in lineage:
        successors[line["from_unit_id"]].append(line["divided"])
    several = {unit_id for unit_id, flags in successors.items() if len(flags) > 1}
    assert len(several) == 471
    assert {unit_id for unit_id, flags in successors.items() if "1" in flags} == several


def test_only_the_five_special_zones_without_communes_have_no_predecessor(
    lineage: list[dict[str, str]], units: list[Unit]
) -> None:
    reached = {line["to_unit_id"] for line in lineage}
    without = {unit.name for unit in units if era(unit.unit_id) == 2025 and unit.unit_id not in reached}
    assert without == {f"Đặc khu {name}" for name in ("Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo")}


def test_a_code_used_again_names_two_different_units(index: UnitIndex) -> None:
    assert known(index, "12148@2004").name == "Xã Bắc Sơn"
    assert known(index, "12148@2025").name == "Xã Phạm Ngũ Lão"


@pytest.mark.parametrize(
    ("unit_id", "described"),
    [
        ("25834@2004", "Xã Lai Hưng, Huyện Bàu Bàng, Tỉnh Bình Dương (25834, 2004)"),
        ("21073@2004", "Xã Bình Phước, Huyện Bình Sơn, Tỉnh Quảng Ngãi (21073, 2004)"),
        ("11128@2004", "Xã Minh Đức, Huyện Tứ Kỳ, Tỉnh Hải Dương (11128, 2004)"),
        ("12148@2004", "Xã Bắc Sơn, Huyện Ân Thi, Tỉnh Hưng Yên (12148, 2004)"),
        ("845@2004", "Huyện Cầu Kè, Tỉnh Trà Vinh (845, 2004)"),
        ("26732@2025", "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh (26732, 2025)"),
    ],
)
def test_the_units_of_the_real_reports_are_there(index: UnitIndex, unit_id: str, described: str) -> None:
    assert index.describe(known(index, unit_id)) == described


# Which unit a report means


def test_a_name_alone_that_several_units_bear_is_ambiguous(index: UnitIndex) -> None:
    with pytest.raises(UnitAmbiguous) as caught:
        index.resolve(name="Xã Bình Phước", on=BEFORE)
    assert {unit.unit_id for unit in caught.value.candidates} == {"21073@2004", "29644@2004"}


@pytest.mark.parametrize(
    "hint", [{"district": "Huyện Bình Sơn"}, {"province": "Tỉnh Quảng Ngãi"}, {"gso_code": "21073"}]
)
def test_a_district_a_province_or_a_code_decides_between_namesakes(index: UnitIndex, hint: dict[str, str]) -> None:
    assert index.resolve(name="Xã Bình Phước", on=BEFORE, **hint).unit_id == "21073@2004"  # type: ignore[arg-type]


def test_the_day_decides_between_the_eras(index: UnitIndex) -> None:
    assert index.resolve(name="Xã Bình Phước", on=AFTER).unit_id == "29638@2025"
    with pytest.raises(UnitUnknown):
        index.resolve(name="Xã Lai Hưng", on=AFTER)


def test_a_code_that_now_belongs_to_another_name_finds_nothing_and_shows_both(index: UnitIndex) -> None:
    with pytest.raises(UnitUnknown) as caught:
        index.resolve(name="Xã Bắc Sơn", gso_code="12148", on=AFTER)
    assert {"12148@2004", "12148@2025"} <= {unit.unit_id for unit in caught.value.candidates}


def test_a_unit_at_another_level_than_asked_for_is_unknown(index: UnitIndex) -> None:
    with pytest.raises(UnitUnknown):
        index.resolve(name="Huyện Cầu Kè", level=Level.COMMUNE, on=BEFORE)
    assert (
        index.resolve(name="Huyện Cầu Kè", level=Level.DISTRICT, district="Huyện Cầu Kè", on=BEFORE).gso_code == "845"
    )


def test_a_name_without_accents_finds_its_unit(index: UnitIndex) -> None:
    assert index.resolve(name="XA LAI HUNG", district="huyen bau bang", on=BEFORE).unit_id == "25834@2004"


def test_of_names_that_differ_in_accents_only_the_one_written_so_is_found(index: UnitIndex) -> None:
    twins = ("Xã Bình Thạnh", "Xã Bình Thanh")
    found = {index.resolve(name=name, district="Huyện Bình Sơn", on=BEFORE).gso_code for name in twins}
    assert len(found) == 2
    with pytest.raises(UnitAmbiguous):
        index.resolve(name="Xa Binh Thanh", district="Huyện Bình Sơn", on=BEFORE)


def test_without_a_key_accents_count(units: list[Unit]) -> None:
    with pytest.raises(UnitUnknown):
        UnitIndex(units).resolve(name="Xa Lai Hung", on=BEFORE)


def test_every_unit_is_found_by_name_level_district_and_province(units: list[Unit], index: UnitIndex) -> None:
    for unit in units:
        above = (index.at_level(unit, level) for level in (Level.DISTRICT, Level.PROVINCE))
        district, province = (other.name if other else None for other in above)
        day = unit.valid_to or AFTER
        assert index.resolve(name=unit.name, level=unit.level, district=district, province=province, on=day) == unit


def test_a_search_lists_whole_names_first_and_only_units_of_the_day(index: UnitIndex) -> None:
    old = index.search("bình phước", on=BEFORE)
    assert [unit.name for unit in old[:3]] == ["Xã Bình Phước", "Xã Bình Phước", "Tỉnh Bình Phước"]
    assert {unit.unit_id for unit in index.search("binh phuoc", on=AFTER)} == {"25195@2025", "29638@2025"}


def test_a_search_keeps_to_its_limit_and_an_empty_one_finds_nothing(index: UnitIndex) -> None:
    assert len(index.search("xã", limit=7)) == 7
    assert index.search("  ") == []


def test_units_that_share_an_id_or_lack_their_parent_are_refused() -> None:
    province = Unit("01@2004", "01", "Tỉnh A", Level.PROVINCE, None, date(2004, 7, 8), BEFORE)
    orphan = Unit("001@2004", "001", "Huyện B", Level.DISTRICT, "02@2004", date(2004, 7, 8), BEFORE)
    with pytest.raises(ValueError, match="there twice"):
        UnitIndex([province, province])
    with pytest.raises(ValueError, match="its parent 02@2004"):
        UnitIndex([province, orphan])


@given(st.from_regex(r"\A[0-9A-Z-]{1,8}\Z"), st.integers(min_value=1000, max_value=9999))
def test_the_era_of_an_id_is_the_year_it_was_made_with(code: str, year: int) -> None:
    assert era(make_unit_id(code, year)) == year


@pytest.mark.parametrize("text", ["25834", "@2004", "25834@", "25834@04", "25834@2oo4"])
def test_what_is_no_unit_id_has_no_era(text: str) -> None:
    with pytest.raises(ValueError, match="not a unit id"):
        era(text)


# The files that are written from a crosswalk

HEADER = (
    "old_province,old_province_code,old_district,old_district_code,old_ward,old_ward_code,"
    "new_province,new_province_code,new_ward,new_ward_code,old_divided,is_default_target,new_lat,new_lon"
)
NORTH = "Tỉnh Bắc,01,Huyện Một,001,{},Tỉnh Chung,01,{},21.0,105.8"
SOUTH = "Tỉnh Nam,02,Huyện Hai,002,{},Tỉnh Chung,01,{},21.0,105.8"
GOOD = (
    NORTH.format("Xã Sông,00004", "Xã Biển,00001,1,0"),
    NORTH.format("Xã Sông,00004", "Phường Núi,00007,1,1"),
    NORTH.format("  Xa\u0303   Rừng ,00001", "Xã Biển,00001,0,1"),
    SOUTH.format("Thị trấn Đồng,00007", "Phường Núi,00007,0,1"),
)
ZONES = (
    "old_province_code,old_district_code,old_district,new_province_code,new_ward_code,new_ward\n"
    "02,003,Huyện Đảo,01,00010,Đặc khu Đảo\n"
)


def write(folder: Path, *rows: str, header: str = HEADER) -> UnitCounts:
    (folder / "special_zones.csv").write_text(ZONES, encoding="utf-8")
    crosswalk = folder / "crosswalk.csv"
    crosswalk.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return write_units(crosswalk, folder)


def test_a_crosswalk_becomes_units_and_lineage(tmp_path: Path) -> None:
    counts = write(tmp_path, *GOOD)

    assert counts == UnitCounts(
        old_provinces=2,
        old_districts=3,
        old_communes=3,
        new_provinces=1,
        new_communes=3,
        special_zones=1,
        lineage=6,
        divided=1,
    )
    assert (tmp_path / "units.csv").read_text(encoding="utf-8").splitlines() == [
        "unit_id,gso_code,name,level,parent_id,valid_from,valid_to",
        "01@2004,01,Tỉnh Bắc,province,,2004-07-08,2025-06-30",
        "02@2004,02,Tỉnh Nam,province,,2004-07-08,2025-06-30",
        "001@2004,001,Huyện Một,district,01@2004,2004-07-08,2025-06-30",
        "002@2004,002,Huyện Hai,district,02@2004,2004-07-08,2025-06-30",
        "003@2004,003,Huyện Đảo,district,02@2004,2004-07-08,2025-06-30",
        "00001@2004,00001,Xã Rừng,commune,001@2004,2004-07-08,2025-06-30",
        "00004@2004,00004,Xã Sông,commune,001@2004,2004-07-08,2025-06-30",
        "00007@2004,00007,Thị trấn Đồng,commune,002@2004,2004-07-08,2025-06-30",
        "01@2025,01,Tỉnh Chung,province,,2025-07-01,",
        "00001@2025,00001,Xã Biển,commune,01@2025,2025-07-01,",
        "00007@2025,00007,Phường Núi,commune,01@2025,2025-07-01,",
        "00010@2025,00010,Đặc khu Đảo,commune,01@2025,2025-07-01,",
    ]
    assert (tmp_path / "unit_lineage.csv").read_text(encoding="utf-8").splitlines() == [
        "from_unit_id,to_unit_id,divided,is_default",
        "00001@2004,00001@2025,0,1",
        "00004@2004,00001@2025,1,0",
        "00004@2004,00007@2025,1,1",
        "00007@2004,00007@2025,0,1",
        "01@2004,01@2025,0,1",
        "02@2004,01@2025,0,1",
    ]


def test_the_order_of_the_crosswalk_does_not_matter(tmp_path: Path) -> None:
    written = set()
    for rows in permutations(GOOD):
        write(tmp_path, *rows)
        written.add(tuple((tmp_path / name).read_bytes() for name in ("units.csv", "unit_lineage.csv")))
    assert len(written) == 1


def test_what_is_written_is_read_back_as_units(tmp_path: Path) -> None:
    write(tmp_path, *GOOD)
    index = UnitIndex(Unit.from_row(row) for row in rows_of(tmp_path / "units.csv"))
    found = index.resolve(name="xã sông", district="Huyện Một", on=BEFORE)
    assert (found.unit_id, found.valid_to) == ("00004@2004", BEFORE)
    assert known(index, "00010@2025").valid_to is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (NORTH.format("Xã Khác,00001", "Xã Biển,00001,0,1"), "a code belongs to one unit"),
        (NORTH.format("Xã Đá,00013", "Xã Biển,1,0,1"), "line 6: new_ward_code is '1'; expected a code of 5 digits"),
        (NORTH.format("Xã Đá,00013", "Xã Biển,00001,no,1"), "line 6: old_divided is 'no'; expected 0 or 1"),
        (NORTH.format(",00013", "Xã Biển,00001,0,1"), "line 6: old_ward is empty"),
        (NORTH.format("Xã Đá,00013", "Xã Biển,00001,0,0"), "00013@2004 has 0 default successors"),
        (NORTH.format("Xã Đá,00013", "Xã Biển,00001,1,1"), "00013@2004 has 1 successors"),
        (GOOD[-1], "00007@2004 goes to the same unit twice"),
    ],
)
def test_a_crosswalk_that_contradicts_itself_writes_nothing(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write(tmp_path, *GOOD, row)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crosswalk.csv", "special_zones.csv"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"crosswalk\.csv: the header lacks new_ward$"):
        write(tmp_path, *GOOD, header=HEADER.replace("new_ward,", "new_commune,"))


def test_a_special_zone_in_a_province_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"003@2004 \(Huyện Đảo\) lies in 02@2004"):
        write(tmp_path, *GOOD[:-1])
