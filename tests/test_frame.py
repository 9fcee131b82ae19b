"""The frame's choices of comparison: basis, similar units, baselines, and links to units of the other era."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from charts.choose import Choice
from charts.old_units import became, place_labels, unit_labels
from domain.layout import Layout
from etl.build import build
from queries.ask import WarehouseAsk
from queries.lineage_rows import LineageRow
from queries.warehouse import Warehouse
from tests import app_cases
from tests.factory import BAC_SON, CAU_KE, MINH_DUC, make_report
from text.words import LANGS, Lang, say

MERGED, DIVIDED = "SIM02@2004", "SIM10@2004"
NEW, NEW_OF_DIVIDED = "SIM01@2025", "SIM09@2025"
PHAM_NGU_LAO = "12148@2025"


@pytest.fixture(autouse=True)
def _office(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    st.cache_resource.clear()
    monkeypatch.setenv("CCHC_DATA", str(data_root.root))
    yield
    st.cache_resource.clear()


def opened(page: str = "method", **address: str | list[str]) -> AppTest:
    return app_cases.opened(page, **address)


def address_of(app: AppTest) -> dict[str, str | list[str]]:
    found = {name: value for name, value in app.query_params.items() if value}
    lists = ("unit", "against")
    return {name: [value] if name in lists and isinstance(value, str) else value for name, value in found.items()}


def choice_of(app: AppTest) -> Choice:
    return app.session_state["chosen"].choice


def shown(app: AppTest) -> list[str]:
    view = app.session_state["chosen"].view
    return [unit.unit_id for unit in (*view.units, *view.others)]


def notices(app: AppTest) -> list[str]:
    return [info.value for info in app.info]


def keys(app: AppTest) -> set[str]:
    kinds = ("selectbox", "multiselect", "button_group")
    return {widget.key.removeprefix("frame-") for kind in kinds for widget in app.sidebar.get(kind)}


def labels_of(app: AppTest, name: str) -> list[str]:
    return list(app.multiselect(key=f"frame-{name}").options)


# The basis


def test_todays_units_are_chosen_in_the_side_bar_and_kept_in_the_address() -> None:
    app = opened(source="demo")
    switch = app.sidebar.segmented_control(key="frame-basis")
    assert switch.label == "Đơn vị qua mốc 01/7/2025"
    assert [option.content for option in switch.proto.options] == ["Theo báo cáo", "Đơn vị hiện nay"]
    assert switch.value == "reported" and len(shown(app)) == 11
    switch.select("today").run()
    assert address_of(app) == {"source": "demo", "basis": "today"}
    assert sorted(shown(app)) == ["SIM01@2025", "SIM03@2025", "SIM05@2025", "SIM09@2025"]
    again = opened(**address_of(app))
    assert shown(again) == shown(app) and choice_of(again) == choice_of(app)
    again.sidebar.segmented_control(key="frame-basis").select("reported").run()
    assert address_of(again) == {"source": "demo"}


def test_a_source_without_re_organised_units_offers_no_basis_and_a_link_to_it_says_so(
    office: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_report(office.reports / "minh-duc", MINH_DUC, "2023-H1", {"received_in_period": 1000})
    build(office, strict=True)
    monkeypatch.setenv("CCHC_DATA", str(office.root))
    for address, said in (({}, []), ({"basis": "today"}, [say("compare.basis_none", "vi")])):
        app = opened(**address)
        assert "basis" not in keys(app)
        assert choice_of(app).basis == "" and shown(app) == [MINH_DUC]
        assert notices(app) == said
        assert address_of(app) == {}


def test_an_unknown_basis_is_said_and_units_stand_as_reported() -> None:
    app = opened(source="demo", basis="yesterday")
    assert notices(app) == [
        "Đơn vị qua mốc 01/7/2025: «yesterday» không có trong số liệu đang chọn; đang hiện Theo báo cáo."
    ]
    assert choice_of(app).basis == "" and address_of(app) == {"source": "demo"}


# Similar units


def test_a_group_of_similar_units_narrows_the_view_and_stands_in_the_line_and_the_address() -> None:
    app = opened(source="demo")
    everyone = shown(app)
    box = app.sidebar.selectbox(key="frame-peers")
    assert box.options[:3] == ["Tất cả đơn vị của địa bàn", "Xã", "Thị trấn"]
    assert "Dưới 500 hồ sơ/năm" in box.options
    box.select("type:commune").run()
    assert address_of(app) == {"source": "demo", "peers": "type:commune"}
    assert "Huyện Minh Họa, cùng loại xã" in app.caption[0].value
    assert set(everyone) - set(shown(app)) == {"SIM01@2004"}
    assert not [label for label in labels_of(app, "unit") if label.startswith("Thị trấn")]
    again = opened(**address_of(app))
    assert shown(again) == shown(app) and again.caption[0].value == app.caption[0].value


def test_a_list_of_the_registry_is_offered_by_its_name_in_both_languages(warehouse: Warehouse) -> None:
    rows = [row for row in WarehouseAsk(warehouse).peer_groups() if row.unit_id == BAC_SON]
    assert rows
    for lang in LANGS:
        app = opened(lang=lang, peers=f"list:{rows[0].group_id}")
        name = rows[0].name(lang)
        assert name in app.sidebar.selectbox(key="frame-peers").options
        assert name in app.caption[0].value
        assert BAC_SON in shown(app) and CAU_KE not in shown(app)


@pytest.mark.parametrize("code", ["type:spaceship", "list:nobody", "volume:17", "type:special_zone", "nonsense"])
def test_a_link_to_a_group_that_is_not_there_says_so_and_shows_everyone(code: str) -> None:
    app = opened(source="demo", peers=code)
    (notice,) = notices(app)
    assert notice.startswith("Nhóm so sánh: «") and notice.endswith("đang hiện Tất cả đơn vị của địa bàn.")
    assert choice_of(app).peers == "" and address_of(app) == {"source": "demo"}
    assert len(shown(app)) == len(shown(opened(source="demo")))
    assert not notices(app.run())


def test_a_group_that_all_units_belong_to_is_kept_from_a_link() -> None:
    app = opened(source="demo", basis="today", peers="type:commune")
    assert not notices(app)
    assert choice_of(app).peers == "type:commune" and len(shown(app)) == 4


def test_a_group_that_another_source_has_not_is_said() -> None:
    app = opened(source="demo", peers="type:township")
    app.sidebar.selectbox(key="frame-source").select("report").run()
    assert not app.exception
    assert notices(app) == [
        "Nhóm so sánh: «Thị trấn» không có trong số liệu đang chọn; đang hiện Tất cả đơn vị của địa bàn."
    ]
    assert address_of(app) == {}


def test_a_highlighted_unit_outside_the_group_is_named_and_passed_over() -> None:
    app = opened(source="demo", unit=[MERGED, "SIM01@2004"])
    app.sidebar.selectbox(key="frame-peers").select("type:township").run()
    assert notices(app) == ["Đơn vị không thuộc nhóm so sánh đang chọn: Xã An Hòa. Đã bỏ qua."]
    assert choice_of(app).units == ("SIM01@2004",)
    assert address_of(app)["unit"] == ["SIM01@2004"]


# Baselines


def test_the_usual_baselines_are_shown_and_leave_the_address_alone() -> None:
    app = opened(source="demo")
    box = app.sidebar.multiselect(key="frame-against")
    assert box.options[:4] == ["Kỳ trước", "Cùng kỳ", "Mục tiêu", "Trung vị nhóm"]
    assert box.value == ["previous", "target", "group"]
    assert choice_of(app).baselines == () and address_of(app) == {"source": "demo"}
    box.set_value([]).run()
    assert choice_of(app).baselines == () and address_of(app) == {"source": "demo"}


def test_several_baselines_and_a_unit_are_chosen_at_once_and_come_back_from_the_address() -> None:
    app = opened(source="demo", unit=[MERGED])
    assert "Xã An Hòa" in labels_of(app, "against")
    app.sidebar.multiselect(key="frame-against").set_value([f"unit:{MERGED}", "last_year", "group"]).run()
    wanted = ("last_year", "group", f"unit:{MERGED}")
    assert choice_of(app).baselines == wanted
    assert address_of(app)["against"] == list(wanted)
    assert tuple(baseline.code for baseline in app.session_state["chosen"].view.baselines) == wanted
    again = opened(**address_of(app))
    assert choice_of(again) == choice_of(app)
    assert again.sidebar.multiselect(key="frame-against").value == list(wanted)
    again.switch_page("pages/briefing.py").run()
    assert choice_of(again).baselines == wanted


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Trung vị nhóm, trừ chính đơn vị"), ("en", "Group median, itself left out")]
)
def test_the_groups_median_without_the_unit_itself_is_offered(lang: Lang, words: str) -> None:
    app = opened(source="demo", lang=lang)
    assert words in labels_of(app, "against")
    app.sidebar.multiselect(key="frame-against").set_value(["group:others"]).run()
    assert choice_of(app).baselines == ("group:others",)
    assert address_of(app)["against"] == ["group:others"]


def test_a_unit_that_is_not_highlighted_can_be_a_baseline_by_a_link() -> None:
    app = opened(source="demo", against=[f"unit:{MERGED}"])
    assert choice_of(app).baselines == (f"unit:{MERGED}",) and choice_of(app).units == ()
    assert not notices(app)


def test_baselines_that_are_not_there_are_said_and_the_others_stay() -> None:
    app = opened(source="demo", against=["last_year", "yesterday", "unit:99999@2004"])
    assert notices(app) == [say("compare.against_gone", "vi", found=one) for one in ("yesterday", "unit:99999@2004")]
    assert choice_of(app).baselines == ("last_year",)
    assert address_of(app) == {"source": "demo", "against": ["last_year"]}


def test_a_baseline_leaves_with_the_unit_that_was_highlighted_for_it() -> None:
    app = opened(source="demo", unit=[MERGED], against=["last_year", f"unit:{MERGED}"], peers="type:commune")
    assert choice_of(app).baselines == ("last_year", f"unit:{MERGED}")
    app.sidebar.selectbox(key="frame-peers").select("type:township").run()
    assert choice_of(app).baselines == ("last_year",)
    assert say("compare.against_gone", "vi", found="Xã An Hòa") in notices(app)


@pytest.mark.parametrize("lang", LANGS)
def test_reset_forgets_basis_group_and_baselines(lang: Lang) -> None:
    app = opened(source="demo", basis="today", against=["last_year"], lang=lang, peers="type:commune")
    next(button for button in app.sidebar.button if button.label == say("frame.reset", lang)).click().run()
    assert not app.exception
    assert choice_of(app) == choice_of(opened(lang=lang))


# Links to units of the other era


def test_a_link_to_an_old_unit_leads_to_todays_and_says_what_became_of_it() -> None:
    app = opened(basis="today", unit=[BAC_SON])
    assert notices(app) == ["Xã Bắc Sơn (12148) nay thuộc Xã Phạm Ngũ Lão."]
    assert choice_of(app).units == (PHAM_NGU_LAO,)
    assert address_of(app) == {"basis": "today", "unit": [PHAM_NGU_LAO]}
    assert not notices(app.run())


def test_a_link_to_a_divided_unit_names_all_that_took_over() -> None:
    app = opened(source="demo", basis="today", unit=[DIVIDED, MERGED], lang="en")
    divided, merged = notices(app)
    assert divided.startswith("Xã Hòa Sơn (SIM10) was divided among ")
    assert "Xã Phú Mỹ" in divided and divided.endswith("Xã Vĩnh An is shown.")
    assert merged == "Xã An Hòa (SIM02) is now part of Xã Minh Họa."
    assert choice_of(app).units == (NEW_OF_DIVIDED, NEW)


def test_an_old_unit_as_a_baseline_leads_to_todays_too() -> None:
    app = opened(source="demo", basis="today", against=[f"unit:{MERGED}"])
    assert choice_of(app).baselines == (f"unit:{NEW}",)
    assert notices(app) == ["Xã An Hòa (SIM02) nay thuộc Xã Minh Họa."]


def test_as_reported_an_old_link_works_as_it_always_did() -> None:
    app = opened(unit=[BAC_SON])
    assert not notices(app)
    assert choice_of(app).units == (BAC_SON,) and address_of(app) == {"unit": [BAC_SON]}


def test_a_link_to_a_unit_of_today_without_reports_names_what_it_was_and_where_to_see_it() -> None:
    app = opened(unit=[PHAM_NGU_LAO])
    (notice,) = notices(app)
    assert notice.startswith("Xã Phạm Ngũ Lão (12148) chưa có báo cáo nào của chính mình trong nguồn này;")
    for name in ("Xã Bắc Sơn", "Xã Phù Ủng", "Xã Bãi Sậy", "Xã Đào Dương", "«Đơn vị hiện nay»"):
        assert name in notice
    assert choice_of(app).units == ()


def test_a_unit_of_today_that_reports_needs_no_other_basis() -> None:
    app = opened(source="demo", unit=[NEW], to="2025-Q4")
    assert not notices(app)
    assert choice_of(app).units == (NEW,)


def test_a_unit_that_did_not_exist_in_the_periods_shown_is_named_and_not_offered() -> None:
    app = opened(source="demo", unit=[NEW, MERGED], to="2024-Q4")
    assert notices(app) == [say("compare.units_not_then", "vi", found="Xã Minh Họa (SIM01, Tỉnh Mô Phỏng)")]
    assert choice_of(app).units == (MERGED,) and "Xã Minh Họa" not in labels_of(app, "unit")
    lists = [option for option in app.sidebar.selectbox(key="frame-peers").options if "mô phỏng" in option]
    assert lists and not [name for name in lists if "01/7/2025" in name]


@pytest.mark.parametrize("page", ["overview", "online", "unit", "method"])
def test_a_place_without_units_in_the_periods_shown_is_a_page_all_the_same(page: str) -> None:
    app = opened(page, source="demo", province="SIM-T@2025", to="2024-Q4")
    assert shown(app) == []
    app = opened(page, source="demo", province="SIM-T@2025")
    assert sorted(shown(app)) == ["SIM01@2025", "SIM03@2025", "SIM05@2025", "SIM09@2025"]


def test_changing_the_basis_takes_the_highlighted_unit_along() -> None:
    app = opened(source="demo", unit=[MERGED], against=["last_year", f"unit:{MERGED}"])
    app.sidebar.segmented_control(key="frame-basis").select("today").run()
    assert choice_of(app).units == (NEW,) and choice_of(app).baselines == ("last_year", f"unit:{NEW}")
    assert "Xã An Hòa (SIM02) nay thuộc Xã Minh Họa." in notices(app)


def test_the_profile_of_an_old_unit_leads_to_todays() -> None:
    app = opened("unit", source="demo", basis="today", profile=MERGED)
    assert app.main.selectbox(key="frame-profile").value == NEW
    assert "Xã An Hòa (SIM02) nay thuộc Xã Minh Họa." in notices(app)


@pytest.mark.parametrize("name", ["district", "province"])
def test_an_old_place_still_chooses_among_todays_units(name: str, warehouse: Warehouse) -> None:
    (row,) = (row for row in WarehouseAsk(warehouse).lineage("report") if row.from_unit_id == BAC_SON)
    old = getattr(row, f"from_{name}_id")
    app = opened(basis="today", **{name: old})
    assert getattr(choice_of(app), name) == old
    assert shown(app) == [PHAM_NGU_LAO]
    assert not notices(app)
    assert address_of(app) == {"basis": "today", name: old}


def test_todays_units_are_found_by_their_former_names() -> None:
    app = opened(source="demo", basis="today")
    assert labels_of(app, "unit")[0] == "Xã Minh Họa (trước: Minh Họa, An Hòa, Bình Lợi)"
    assert any("một phần Hòa Sơn" in label for label in labels_of(app, "unit"))
    english = opened(source="demo", basis="today", lang="en")
    assert labels_of(english, "unit")[0] == "Xã Minh Họa (before: Minh Họa, An Hòa, Bình Lợi)"


def test_namesakes_of_the_two_eras_are_told_apart(warehouse: Warehouse) -> None:
    labels = labels_of(opened(source="demo", to="2025-Q4"), "unit")
    assert {"Xã Tân Lộc (đến 30/6/2025)", "Xã Tân Lộc (từ 01/7/2025)"} <= set(labels)
    assert len(set(labels)) == len(labels)
    places = place_labels({"01@2004": "Tỉnh A", "02@2025": "Tỉnh A", "03@2025": "Tỉnh B"}, "vi")
    assert list(places.values()) == ["Tỉnh A (đến 30/6/2025)", "Tỉnh A (từ 01/7/2025)", "Tỉnh B"]
    units = WarehouseAsk(warehouse).units("report")
    assert list(unit_labels(units, "vi").values()) == [unit.name for unit in units]


def row(before: str, after: str, *, divided: bool = False, is_default: bool = True) -> LineageRow:
    return LineageRow(
        f"{before}@2004", f"Xã {before}", None, None, None, f"{after}@2025", f"Xã {after}", divided, is_default
    )


def test_a_unit_that_went_on_alone_is_not_called_a_part() -> None:
    lineage = [row("A", "B"), row("C", "D"), row("E", "D")]
    assert became("A@2004", "B@2025", lineage, "vi") == "Xã A (A) nay là Xã B."
    assert became("C@2004", "D@2025", lineage, "vi") == "Xã C (C) nay thuộc Xã D."
