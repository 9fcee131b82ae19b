"""Ranked charts drawn: order, axes, colours, status, strokes, bands, movements."""

from dataclasses import replace
from typing import Any

import pytest

from charts.captions import key_text, missing_text
from charts.colours import LIGHT, contrast
from charts.signs import elsewhere_text, movement_text
from charts.spec import Role, Status
from tests.draw_cases import draw, texts, trace
from tests.gallery import compared, specs
from ui.draw_common import WidthClass


def test_bars_start_at_zero_whatever_the_range_asks() -> None:
    drawn = draw(replace(specs.ranked("vi"), axis_range=(40, 100)))
    assert drawn["layout"]["xaxis"]["range"] == [0, 100]


def test_dots_start_where_the_data_do_and_say_so() -> None:
    axis = draw(specs.dots("vi"))["layout"]["xaxis"]
    assert axis["range"] == [98, 100]
    assert "trục bắt đầu từ 98 %" in axis["title"]["text"]


def test_no_value_lies_outside_the_axis() -> None:
    assert draw(replace(specs.dots("vi"), axis_range=(99, 99.5)))["layout"]["xaxis"]["range"] == [98.2, 100.0]


def test_ranked_marks_stand_in_their_order_from_the_top() -> None:
    spec = specs.ranked("vi")
    drawn = draw(spec)
    bar, axis = trace(drawn, "bar"), drawn["layout"]["yaxis"]
    assert bar["customdata"] == [mark.key for mark in (*spec.marks, *spec.below)]
    assert bar["y"] == sorted(bar["y"])
    assert axis["range"][0] > axis["range"][1]
    assert axis["ticktext"][0] == "Thị trấn Long Thành"
    assert axis["ticktext"][2] == "<b>Xã Bàu Cạn</b>"


def test_height_grows_with_the_rows() -> None:
    short, long = draw(replace(specs.forty("vi"), marks=specs.forty("vi").marks[:10])), draw(specs.forty("vi"))
    per_row = (long["layout"]["height"] - short["layout"]["height"]) / 30
    assert 24 <= per_row <= 28


def test_subjects_have_the_accent_and_context_is_grey() -> None:
    marker = trace(draw(specs.ranked("vi")), "bar")["marker"]
    assert marker["color"][2] == LIGHT.accent
    assert marker["color"][0] == LIGHT.context


def test_lower_bounds_are_hollow_derived_hatched_provisional_lighter() -> None:
    marker = trace(draw(specs.ranked("vi")), "bar")["marker"]
    assert (marker["color"][4], marker["line"]["color"][4]) == (LIGHT.paper, LIGHT.context)
    assert marker["pattern"]["shape"][5] == "/"
    assert marker["pattern"]["shape"][4] == ""
    assert contrast(marker["color"][6], LIGHT.paper) < contrast(LIGHT.context, LIGHT.paper)


def test_dots_are_open_for_bounds_and_derived_values() -> None:
    marker = trace(draw(specs.dots("vi")), "scatter")["marker"]
    assert (marker["color"][3], marker["symbol"][3]) == (LIGHT.paper, "circle")
    assert (marker["color"][6], marker["symbol"][6]) == (LIGHT.paper, "diamond")
    assert (marker["color"][0], marker["symbol"][0]) == (LIGHT.context, "circle")


def test_status_is_told_by_colour_shape_and_word() -> None:
    spec = specs.ranked("vi")
    label = next(text for text in texts(draw(spec)) if text.startswith("98,4"))
    assert LIGHT.status[Status.MET] in label
    assert "▲ đạt" in label
    assert "▲ đạt; ● gần đạt; ▼ chưa đạt" in key_text(spec, "vi")


def test_median_is_thin_target_is_dashed_and_both_have_their_label() -> None:
    drawn = draw(specs.ranked("vi"))
    lines = {shape["x0"]: shape["line"]["dash"] for shape in drawn["layout"]["shapes"] if shape["xref"] == "x"}
    assert lines == {79.3: "solid", 80: "dash"}
    labels = [one for one in drawn["layout"]["annotations"] if one["text"] in ("Trung vị 79,3 %", "Mục tiêu 80 %")]
    assert len({one["yshift"] for one in labels}) == 2


def test_units_that_are_not_ranked_stand_below_with_their_reason() -> None:
    drawn = draw(specs.ranked("vi"))
    assert "Không xếp hạng" in texts(drawn)
    assert any("18 hồ sơ, dưới 30" in text for text in texts(drawn))
    bar = trace(drawn, "bar")
    assert bar["x"][-1] == 0
    assert bar["marker"]["line"]["width"][-1] == 0
    assert missing_text(specs.ranked("vi"), "vi") == "Không có số liệu: Xã Tân Thành, Xã Suối Trầu."


# What a comparison draws: strokes, band, movements, breaks.


def strokes(drawn: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The layers of one kind of stroke, the lowest first."""
    return [one for one in drawn["data"] if one.get("name") == kind]


@pytest.mark.parametrize("make", [compared.ranked, compared.dots])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_strokes_stand_at_their_values_in_the_row_of_their_mark(make: Any, width: WidthClass) -> None:
    spec = make("vi")
    drawn = draw(spec, width=width)
    rows = dict(zip(drawn["data"][0]["customdata"], drawn["data"][0]["y"], strict=True))
    marks = (*spec.marks, *spec.below)
    kinds = {tick.kind for mark in marks for tick in mark.ticks}
    assert "last_year" in kinds
    for kind in kinds:
        expected = [(tick.value, rows[mark.key]) for mark in marks for tick in mark.ticks if tick.kind == kind]
        for layer in strokes(drawn, kind):
            assert list(zip(layer["x"][1::4], layer["y"][1::4], strict=True)) == expected
            assert layer["x"][0::4] == layer["x"][2::4] == layer["x"][1::4]
            assert set(layer["x"][3::4]) == {None}  # one stroke is not tied to the next
        words = [tick.text for mark in marks for tick in mark.ticks if tick.kind == kind]
        assert strokes(drawn, kind)[-1]["hovertext"][1::4] == words


def test_kinds_of_strokes_differ_by_shape_and_not_by_colour_alone() -> None:
    drawn = draw(compared.ranked("vi"))
    looks = {
        kind: [(one["line"]["color"], one["line"]["width"], one["line"]["dash"]) for one in strokes(drawn, kind)]
        for kind in ("previous", "last_year", "target")
    }
    assert looks["previous"][-1][0] == LIGHT.median
    assert [dash for _, _, dash in looks["previous"]] == ["solid", "solid"]
    assert [colour for colour, _, _ in looks["last_year"]] == [LIGHT.paper, LIGHT.median, LIGHT.paper]  # hollow
    assert looks["target"][-1] == (LIGHT.target, 2.5, "3px,3px")
    for words in ("vạch đậm là kỳ trước", "vạch đôi là cùng kỳ năm trước", "vạch đứt là mục tiêu của đơn vị"):
        assert words in key_text(compared.ranked("vi"), "vi")


def test_the_figure_at_a_mark_stands_beyond_every_stroke_of_its_row() -> None:
    spec = compared.ranked("vi")
    labels = {one["y"]: one["x"] for one in draw(spec)["layout"]["annotations"] if one["yref"] == "y"}
    rows = draw(spec)["data"][0]["y"]
    for mark, row in zip(spec.marks, rows, strict=False):
        assert labels[row] == max([mark.value or 0, *(tick.value for tick in mark.ticks)])


def test_strokes_of_a_single_kind_are_labelled_at_the_first_of_them() -> None:
    spec = compared.dots("vi")
    label = next(one for one in draw(spec)["layout"]["annotations"] if one["text"] == "cùng kỳ năm trước")
    assert label["x"] == spec.marks[0].ticks[0].value
    assert "kỳ trước" not in texts(draw(compared.ranked("vi")))


def test_the_band_lies_behind_the_ranked_rows_from_quartile_to_quartile() -> None:
    spec = compared.ranked("vi")
    drawn = draw(spec)
    (band,) = (shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect")
    assert (band["x0"], band["x1"], band["layer"]) == (61.2, 91.2, "below")
    rows = drawn["data"][0]["y"]
    assert rows[len(spec.marks) - 1] < band["y1"] < rows[len(spec.marks)]
    assert "Nửa giữa: 61,2–91,2 %" in texts(drawn)


def test_a_chosen_unit_is_a_thin_solid_line_in_the_accent() -> None:
    drawn = draw(compared.ranked("vi"))
    line = next(one["line"] for one in drawn["layout"]["shapes"] if one["x0"] == 74.0)
    assert (line["color"], line["dash"]) == (LIGHT.accent, "solid")


def test_labels_above_a_ranked_chart_stand_on_lines_of_their_own() -> None:
    for width in ("wide", "narrow"):
        drawn = draw(compared.ranked("vi"), width=width)  # type: ignore[arg-type]
        heads = [one for one in drawn["layout"]["annotations"] if one["yref"] == "paper"]
        heads.sort(key=lambda one: one["yshift"])
        assert len(heads) == 4
        for low, high in zip(heads, heads[1:], strict=False):
            assert high["yshift"] - low["yshift"] >= 16 * (low["text"].count("<br>") + 1)
        top = heads[-1]["yshift"] + 16 * (heads[-1]["text"].count("<br>") + 1)
        assert drawn["layout"]["margin"]["t"] >= top


def test_movements_stand_small_and_grey_after_the_name() -> None:
    spec = compared.ranked("vi")
    names = draw(spec)["layout"]["yaxis"]["ticktext"]
    moves = ("", "▲2", "▼1", "▲1", "", "", "▼2", "", "▲3", "", "▼12")
    assert tuple(movement_text(mark) for mark in spec.marks) == moves
    for name, mark, move in zip(names, spec.marks, moves, strict=False):
        grey = f'<span style="color:{LIGHT.muted};font-size:11px">\u00a0{move}</span>'
        plain = name.removesuffix(grey) if move else name
        assert plain == (f"<b>{mark.label}</b>" if mark.role is Role.SUBJECT else mark.label)
    assert "số bậc tăng, giảm" in key_text(spec, "vi")
    assert "số bậc" not in key_text(specs.ranked("vi"), "vi")


def test_units_with_another_definition_are_named_beneath_and_not_among_the_missing() -> None:
    spec = compared.ranked("vi")
    words = elsewhere_text(spec, "vi")
    assert words == (
        "Báo cáo theo định nghĩa khác: Xã Tam Phước: 54,2 % theo TTHC có DVCTT; "
        "Xã Phước Tân: 90,1 % theo DVCTT toàn trình."
    )
    assert "Tam Phước" not in missing_text(spec, "vi")
    inside = " ".join(texts(draw(spec, with_title=True))).replace("<br>", " ")
    assert words in inside
    assert elsewhere_text(specs.ranked("vi"), "vi") == ""
