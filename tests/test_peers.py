"""Similar units: by type, by band of dossiers a year, by a list; and what the group of a view is then called."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.plan import Plan, deck_of
from briefing.plan_file import dumps, loads
from charts import peers
from charts.choose import Choice, NothingChosen, asking, periods_of, place, view_of
from domain.peers import UNIT_TYPES, VOLUME_BANDS, Peers, PeersBy, band_ends, band_of, dossiers_a_year, type_of
from queries.ask import WarehouseAsk
from queries.rows import PeerGroupRow
from queries.warehouse import Warehouse
from text.words import say

BEFORE = Choice(source="demo", kind="quarter", last="2024-Q4", first="2022-Q1")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Xã Bình Phước", "commune"),
        ("Phường 1", "ward"),
        ("THỊ TRẤN  Bắc Sơn", "township"),
        ("Đặc khu Phú Quốc", "special_zone"),
        ("Thị xã Bến Cát", None),
        ("Huyện Cầu Kè", None),
        ("Xã", None),
        ("Bình Phước", None),
    ],
)
def test_the_type_is_what_the_name_begins_with(name: str, kind: str | None) -> None:
    assert type_of(name) == type_of(unicodedata.normalize("NFD", name)) == kind


@pytest.mark.parametrize(
    ("dossiers", "band"), [(0, 0), (499.9, 0), (500, 1), (1499, 1), (1500, 2), (4999, 2), (5000, 3), (80_000, 3)]
)
def test_a_lower_end_belongs_to_its_band(dossiers: float, band: int) -> None:
    assert band_of(dossiers) == band


@given(st.integers(0, 10**6) | st.sampled_from([end + more for end in VOLUME_BANDS for more in (-1, 0, 1)]))
def test_every_number_of_dossiers_lies_between_the_ends_of_its_band_and_of_no_other(dossiers: int) -> None:
    inside = [
        band
        for band in range(len(VOLUME_BANDS) + 1)
        for low, high in [band_ends(band)]
        if (low is None or low <= dossiers) and (high is None or dossiers <= high)
    ]
    assert inside == [band_of(dossiers)]


def test_a_count_is_taken_to_a_year_by_its_days() -> None:
    assert dossiers_a_year(100, 365) == 100
    assert dossiers_a_year(100, 73) == pytest.approx(500)


@given(
    st.sampled_from(PeersBy).map(str) | st.text(max_size=8).filter(lambda by: ":" not in by),
    st.sampled_from((*UNIT_TYPES.values(), "0", "3", "4", "03", "-1", "")) | st.text(max_size=8),
)
def test_a_code_comes_back_as_it_was_or_is_refused(by: str, which: str) -> None:
    code = f"{by}:{which}"
    named = {"type": which in UNIT_TYPES.values(), "volume": which in ("0", "1", "2", "3"), "list": which != ""}
    if named.get(by):
        assert Peers.parse(code).code == code
    else:
        with pytest.raises(ValueError, match="not a group of similar units"):
            Peers.parse(code)


@pytest.mark.parametrize("code", ["type:ward", "volume:0", "volume:3", "list:a:b"])
def test_the_codes_of_addresses_are_known(code: str) -> None:
    assert Peers.parse(code).code == code


@pytest.mark.parametrize("code", ["", "type", "type:", "type:xã", "volume:4", "volume:-1", "volume:٣", "list:", "ward"])
def test_what_is_no_group_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a group"):
        Peers.parse(code)


# In the warehouse


def names_of(warehouse: Warehouse, code: str, **more: str) -> tuple[list[str], str]:
    choice = replace(BEFORE, peers=code, **more)  # type: ignore[arg-type]
    view = view_of(choice, asking(choice, WarehouseAsk(warehouse)))
    return [unit.name for unit in (*view.units, *view.others)], view.group


def test_a_view_of_one_type_holds_its_units_alone_and_says_so(warehouse: Warehouse) -> None:
    assert names_of(warehouse, "type:township") == (["Thị trấn Minh Họa"], "Huyện Minh Họa, cùng loại thị trấn")
    assert names_of(warehouse, "type:township", lang="en")[1] == "Huyện Minh Họa, townships (thị trấn) only"
    communes, group = names_of(warehouse, "type:commune")
    assert group == "Huyện Minh Họa, cùng loại xã"
    assert len(communes) == 10 and all(name.startswith("Xã ") for name in communes)


def test_bands_hold_every_commune_once_by_its_own_new_receipts(warehouse: Warehouse) -> None:
    ask = WarehouseAsk(warehouse)
    choice = replace(BEFORE, district="SIM-H@2004")
    group, _ = place(choice, ask)
    found = peers.volumes("demo", group, periods_of(choice, ask), ask)
    counts = {
        count.unit_id: count.value
        for count in ask.measure_values("demo", ["received_in_period"], ["2024-Q4"], list(found))
        if count.scope == "own"
    }
    assert set(found) == {unit.unit_id for unit in group if unit.level == "commune"} and len(found) == 11
    days = 91  # 15 September to 14 December
    for unit_id, count in counts.items():
        assert found[unit_id] == pytest.approx(count / days * 365)
    bands = sorted({*map(band_of, found.values())})
    by_band = [names_of(warehouse, f"volume:{band}", district="SIM-H@2004")[0] for band in bands]
    assert sorted(name for names in by_band for name in names) == sorted(
        unit.name for unit in group if unit.level == "commune"
    )
    assert names_of(warehouse, "volume:0") == (["Xã Hòa Sơn"], "Huyện Minh Họa, nhóm dưới 500 hồ sơ/năm")


def test_a_unit_that_did_not_report_the_last_period_is_placed_by_its_newest(warehouse: Warehouse) -> None:
    """SIM08 has no report of the third quarter of 2024."""
    ask = WarehouseAsk(warehouse)
    choice = replace(BEFORE, last="2024-Q3")
    group, _ = place(choice, ask)
    found = peers.volumes("demo", group, periods_of(choice, ask), ask)
    (count,) = ask.measure_values("demo", ["received_in_period"], ["2024-Q2"], ["SIM08@2004"])
    assert found["SIM08@2004"] == pytest.approx(count.value / 92 * 365)
    alone = replace(choice, first="2024-Q3")
    assert "SIM08@2004" not in peers.volumes("demo", group, periods_of(alone, ask), ask)


class WithList(WarehouseAsk):
    """The warehouse with a list of its own."""

    def peer_groups(self) -> list[PeerGroupRow]:
        members = ("SIM02@2004", "SIM07@2004", "SIM-H@2004", "25834@2004")
        return [PeerGroupRow("ven", "Vùng ven", "Fringe", unit_id) for unit_id in members]


def test_a_list_holds_its_members_of_the_place(warehouse: Warehouse) -> None:
    ask = WithList(warehouse)
    view = view_of(replace(BEFORE, peers="list:ven"), ask)
    assert [unit.name for unit in view.units] == ["Xã An Hòa", "Xã Bình Lợi"]
    half_years = view_of(replace(BEFORE, peers="list:ven", kind="half_year", first="", last="2024-H1"), ask)
    assert [unit.name for unit in half_years.others] == ["Huyện Minh Họa"]
    assert view.group == "Huyện Minh Họa, nhóm «Vùng ven»"
    assert view_of(replace(BEFORE, peers="list:ven", lang="en"), ask).filter_line().count("group “Fringe”") == 1
    everyone = ask.units("report")
    assert Peers(PeersBy.LIST, "ven") in peers.offered("report", everyone, [], ask)
    assert Peers(PeersBy.LIST, "ven") not in peers.offered("report", everyone[:1], [], ask)


def test_only_what_tells_units_apart_is_offered(warehouse: Warehouse) -> None:
    ask = WithList(warehouse)
    periods = periods_of(BEFORE, ask)
    group, _ = place(BEFORE, ask)
    codes = [one.code for one in peers.offered("demo", group, periods, ask)]
    assert codes[:2] == ["type:commune", "type:township"] and codes[-1] == "list:ven"
    assert {code for code in codes if code.startswith("volume")} >= {"volume:0", "volume:1"}
    alike = [unit for unit in group if unit.unit_id in ("SIM03@2004", "SIM04@2004")]
    assert peers.offered("demo", alike, periods, ask) == []


@pytest.mark.parametrize("code", ["type:ward", "list:nobody", "volume:9", "nonsense"])
def test_a_group_without_members_is_said_and_never_shown_as_everyone(warehouse: Warehouse, code: str) -> None:
    with pytest.raises(NothingChosen, match=f"Huyện Minh Họa: không có đơn vị nào thuộc nhóm so sánh «{code}»"):
        view_of(replace(BEFORE, peers=code), WarehouseAsk(warehouse))


def test_a_saved_briefing_keeps_its_group(warehouse: Warehouse) -> None:
    plan = Plan(replace(BEFORE, peers="type:township", baselines=("last_year",)))
    again = loads(dumps(plan))
    assert again == plan
    assert [unit.name for unit in view_of(again.choice, WarehouseAsk(warehouse)).units] == ["Thị trấn Minh Họa"]


def test_a_briefing_of_similar_units_is_signed_by_the_committee_of_the_place(warehouse: Warehouse) -> None:
    deck = deck_of(Plan(replace(BEFORE, peers="type:commune")), WarehouseAsk(warehouse), date(2025, 1, 5))
    assert deck.author == "UBND huyện Minh Họa"
    assert "Huyện Minh Họa, cùng loại xã" in deck.filters
    many = deck_of(Plan(Choice(source="report", basis="today")), WarehouseAsk(warehouse), date(2025, 1, 5))
    assert many.author == say("briefing.author_of_many", "vi")
