"""The page of changes between two builds: tables, causes, builds that were pruned."""

from collections.abc import Collection

from charts import builds as kept_builds
from charts import history as charts
from charts.spec import Table
from charts.view import View
from domain.history import Change, Kind, Move
from domain.layout import Layout
from domain.periods import parse_period
from etl.build import build
from etl.diff import history
from etl.diff_side import build_id, build_marks
from etl.publish import current_build
from queries.values import indicator_values
from queries.warehouse import current_warehouse
from tests.diff_cases import FIGURES, rebuilt, reference, told
from tests.factory import BAC_SON, LAI_HUNG, make_report, write_figures


def view(lang: str = "vi") -> View:
    return View(
        lang=lang,  # type: ignore[arg-type]
        source="report",
        group="Tất cả đơn vị",
        units=(),
        periods=(parse_period("2023-H1"),),
        report_numbers={"a": "12/BC-UBND (Xã Lai Hưng)"},
    )


def table(found: Table | None) -> list[dict[str, object]]:
    assert found is not None
    keys: Collection[str] = {column.key for column in found.columns}
    assert all(row.keys() == keys for row in found.rows)
    return list(found.rows)


def test_the_page_tells_each_change_with_its_figures_and_cause(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    make_report(two_reports.reports / "b", BAC_SON, "2024-Q3", {**FIGURES, "printed_rate.online_rate": 41})
    found = rebuilt(two_reports)
    spec = charts.changes_table(view(), found, Kind.VALUE)
    assert spec.frame.title.startswith("Giá trị chỉ số: 2 chỗ khác bản dựng ")
    assert spec.frame.sentence == "1 thay đổi, 1 mới có"
    rows = {str(row["unit"]): row for row in table(spec.frame.table)}
    assert rows["Xã Lai Hưng"] == {
        "unit": "Xã Lai Hưng", "period": "6 tháng đầu năm 2023", "item": "Tỷ lệ hồ sơ nộp trực tuyến",
        "before": 40.0, "after": 55.0, "difference": 15.0, "move": "thay đổi",
        "causes": "số liệu nhập của báo cáo 12/BC-UBND (Xã Lai Hưng) đã sửa",
    }  # fmt: skip
    assert (rows["Xã Bắc Sơn"]["before"], rows["Xã Bắc Sơn"]["causes"]) == (None, "báo cáo mới b")
    figures = charts.changes_table(view("en"), found, Kind.FIGURE)
    assert figures.frame.table is not None
    assert {(column.kind, column.decimals) for column in figures.frame.table.columns[3:6]} == {("number", 2)}
    assert [tile.value for tile in charts.tiles(view(), found)] == ["2", "6", "1", "0", "0"]


def test_the_page_tells_causes_with_what_each_changed(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 101})
    make_report(two_reports.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(two_reports)
    spec = charts.causes_table(view(), found)
    assert spec.frame.title == "Vì sao số liệu khác đi: 2 nguyên nhân"
    assert [tuple(row.values()) for row in table(spec.frame.table)] == [
        ("báo cáo mới b", 1, 3, 1),
        ("số liệu nhập của báo cáo 12/BC-UBND (Xã Lai Hưng) đã sửa", 1, 3, 0),
    ]
    assert spec.frame.sentence == "Nhiều nhất: báo cáo mới b (5 chỗ)."
    assert charts.notices(view(), found) == [
        "Dữ liệu vào khác nhau: báo cáo 12/BC-UBND (Xã Lai Hưng): thay đổi; báo cáo b: mới có."
    ]


def test_every_kind_of_change_has_its_table_and_an_equal_build_says_so(two_reports: Layout) -> None:
    reference(
        two_reports,
        "targets.csv",
        lambda text: text.replace("online_rate,national,,2023,50", "online_rate,national,,2023,55"),
    )
    reference(two_reports, "indicators.toml", lambda text: text.replace("Online-submission rate", "Online rate", 1))
    make_report(two_reports.reports / "b", BAC_SON, "2024-Q3", FIGURES)
    found = rebuilt(two_reports)
    rows = {kind: table(charts.changes_table(view(), found, kind).frame.table) for kind in Kind}
    assert {kind: len(those) for kind, those in rows.items()} == {
        Kind.REPORT: 1, Kind.DEFINITION: 1, Kind.TARGET: 1, Kind.VALUE: 1, Kind.FIGURE: 3,
    }  # fmt: skip
    assert (rows[Kind.REPORT][0]["before"], rows[Kind.REPORT][0]["after"]) == (None, "đã kiểm tra")
    target = rows[Kind.TARGET][0]
    assert (target["unit"], target["year"], target["before"], target["after"]) == ("Cả nước", "2023", 50.0, 55.0)
    in_use = current_build(two_reports)
    assert in_use is not None
    same = history(in_use, in_use)
    for kind in Kind:
        spec = charts.changes_table(view(), same, kind)
        assert "không khác bản dựng" in spec.frame.title and table(spec.frame.table) == []
    assert charts.causes_table(view(), same).frame.title.startswith("Không có gì khác")


def test_a_table_that_is_cut_says_how_to_get_the_rest(two_reports: Layout) -> None:
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 101})
    found = rebuilt(two_reports, most=1)
    (note,) = charts.changes_table(view(), found, Kind.FIGURE).frame.notes
    assert note.startswith("Bảng nêu 1 trong 3 thay đổi") and "python" not in note


def test_a_build_that_was_pruned_is_named_and_the_latest_one_taken(two_reports: Layout) -> None:
    first = current_build(two_reports)
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    second = build(two_reports).path
    assert first is not None
    earlier = kept_builds.earlier_builds(build_marks(two_reports), build_id(second))
    assert [mark.build_id for mark in earlier] == [build_id(first)]
    assert kept_builds.chosen_build(view(), earlier, "") == (earlier[0], "")
    assert kept_builds.chosen_build(view(), earlier, build_id(first)) == (earlier[0], "")
    mark, notice = kept_builds.chosen_build(view(), earlier, "0123456789ab")
    assert mark == earlier[0] and "0123456789ab" in notice and build_id(first) in notice
    mark, notice = kept_builds.chosen_build(
        view(), kept_builds.earlier_builds(build_marks(two_reports), build_id(first)), ""
    )
    assert mark is None and notice.startswith("Chưa có bản kho nào trước")


def test_a_lower_bound_is_told_beside_its_figure() -> None:
    change = Change(Kind.VALUE, Move.CHANGED, "online_rate", (), "report", LAI_HUNG, "2023-H1", "own", 84.2, 84.2,
                    "at_least", "exact")  # fmt: skip
    assert charts._bound(view(), change) == "trước"


def test_builds_are_compared_while_pages_read_the_one_in_use(two_reports: Layout) -> None:
    reader = current_warehouse(two_reports)
    write_figures(two_reports.reports / "a", {"received_online": 55, "received_in_period": 100})
    assert told(rebuilt(two_reports), Kind.VALUE) == {f"{LAI_HUNG} online_rate": (40.0, 55.0)}
    (value,) = indicator_values(reader, "report", ["online_rate"], ["2023-H1"], [LAI_HUNG])
    assert value.value == 40.0
