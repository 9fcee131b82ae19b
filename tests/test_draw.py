"""Figures as plain dicts: what is drawn, in which order and colour; the block around them; pictures of them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charts.captions import key_text, missing_text
from charts.colours import DARK, LIGHT, READABLE, Palette, contrast, text_on
from charts.placing import alone, beside, pieces, spread
from charts.signs import elsewhere_text, movement_text
from charts.spec import Break, ChartSpec, Flag, Mark, Reference, Role, Series, Status
from tests.gallery import compared, specs
from text.words import LANGS, Lang
from ui.draw import figure
from ui.draw_common import WidthClass, escape, wrap
from ui.draw_trend import period_ticks
from ui.picture import PictureError, render

ALL = (
    *(specs.ranked, specs.dots, specs.trend, specs.trend_one, specs.multiples, specs.heat, specs.stacked, specs.forty),
    *(compared.ranked, compared.dots, compared.trend, compared.multiples, compared.heat),
)
every = pytest.mark.parametrize("make", ALL, ids=lambda make: f"{make.__module__.rsplit('.')[-1]}.{make.__name__}")


def draw(
    spec: ChartSpec, palette: Palette = LIGHT, lang: Lang = "vi", width: WidthClass = "wide", with_title: bool = False
) -> dict[str, Any]:
    return figure(spec, palette, lang, width, with_title=with_title)


def texts(drawn: dict[str, Any]) -> list[str]:
    return [annotation["text"] for annotation in drawn["layout"]["annotations"]]


def trace(drawn: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in drawn["data"] if one["type"] == kind)


@every
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_figure_is_plain_json_with_the_separators_of_its_language(
    make: Any, width: WidthClass, palette: Palette
) -> None:
    for lang, separators in (("vi", ",."), ("en", ".,")):
        drawn = draw(make(lang), palette, lang, width)  # type: ignore[arg-type]
        json.dumps(drawn, allow_nan=False)
        assert drawn["layout"]["separators"] == separators
        assert drawn["layout"]["dragmode"] is False
        assert drawn["layout"]["paper_bgcolor"] == palette.paper
        assert "title" not in drawn["layout"]


@every
def test_left_margins_leave_room_for_the_data_on_a_phone(make: Any) -> None:
    drawn = draw(make("vi"), width="narrow")
    margin = drawn["layout"]["margin"]
    assert margin["l"] <= 130
    assert 350 - margin["l"] - margin["r"] >= 110


@every
def test_a_picture_carries_all_that_stands_around_a_chart(make: Any) -> None:
    spec = make("vi")
    drawn = draw(replace(spec, frame=replace(spec.frame, simulated=True)), with_title=True)
    inside = " ".join(texts(drawn)).replace("<br>", " ")
    assert drawn["layout"]["title"]["text"].replace("<br>", " ") == f"<b>{spec.frame.title}</b>"
    for text in (spec.frame.subtitle, spec.frame.sentence, spec.frame.source, spec.frame.definition, *spec.frame.notes):
        assert text in inside
    assert inside.count("SỐ LIỆU MÔ PHỎNG") == 2


def test_a_picture_of_reported_figures_has_no_mark_of_simulation() -> None:
    assert "MÔ PHỎNG" not in str(draw(specs.dots("vi"), with_title=True))


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


def test_gaps_stay_gaps_and_have_their_reason() -> None:
    drawn = draw(specs.trend_one("vi"))
    line = next(one for one in drawn["data"] if one["name"].startswith("Sở"))
    assert line["y"][2] is None
    assert line["connectgaps"] is False
    assert "không báo cáo" in texts(drawn)


def test_one_subject_has_the_accent_several_have_okabe_ito() -> None:
    alone, several = draw(specs.trend_one("vi")), draw(specs.trend("vi"))
    assert LIGHT.accent in [one["line"]["color"] for one in alone["data"]]
    colours = [one["line"]["color"] for one in several["data"]]
    assert colours[-3:] == list(LIGHT.categorical[:3])
    assert colours[:6] == [LIGHT.context] * 6


def test_labels_at_line_ends_do_not_overlap() -> None:
    drawn = draw(specs.trend("vi"))
    low, high = drawn["layout"]["yaxis"]["range"]
    margin = drawn["layout"]["margin"]
    scale = (drawn["layout"]["height"] - margin["t"] - margin["b"]) / (high - low)
    ends = [one for one in drawn["layout"]["annotations"] if one.get("xshift") == 10]
    places = sorted(one["y"] * scale + one["yshift"] for one in ends)
    assert len(ends) == 4
    assert all(later - earlier >= 34 for earlier, later in zip(places, places[1:], strict=False))


def test_spread_keeps_order_distance_and_bounds() -> None:
    assert spread([50, 51, 90], [20, 20, 20], 0, 100) == [50, 70, 90]
    assert spread([99, 98], [20, 20], 0, 100) == [90, 70]


def test_a_label_beside_a_point_takes_the_nearest_free_place() -> None:
    assert beside(50, [50], [], 10, 0, 100) == 60
    assert beside(50, [50, 60], [], 10, 0, 100) == 40
    assert beside(50, [40, 50, 60], [], 10, 0, 100) == 70
    assert beside(50, [40, 50, 60], [62], 10, 0, 100) == 30
    assert beside(98, [98], [], 10, 0, 100) == 88
    assert beside(50, range(0, 101, 5), [], 10, 0, 100) is None


def test_the_last_period_always_has_its_label() -> None:
    assert period_ticks([str(place) for place in range(11)], 4) == [1, 4, 7, 10]
    assert period_ticks(["a"], 4) == [0]


def test_multiples_share_their_axes_and_have_a_title_each() -> None:
    spec = specs.multiples("vi")
    drawn = draw(spec)
    axes = [value for key, value in drawn["layout"].items() if key.startswith("yaxis")]
    assert len(axes) == len(spec.panels)
    assert {tuple(axis["range"]) for axis in axes} == {(0, 100)}
    assert all(any(panel.label.split()[0] in text for text in texts(drawn)) for panel in spec.panels)
    assert "không báo cáo" in texts(drawn)


def test_more_than_24_panels_are_refused() -> None:
    spec = specs.multiples("vi")
    with pytest.raises(ValueError, match="at most 24"):
        draw(replace(spec, panels=spec.panels * 2))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_heat_cells_have_readable_values_and_empty_ones_their_reason(palette: Palette) -> None:
    spec = specs.heat("vi")
    drawn = draw(spec, palette)
    cells, pale, words = drawn["data"]
    assert cells["z"][1][1] is None
    assert pale["z"][1][1] == 1
    assert "không<br>báo cáo" in words["text"]
    assert set(words["textfont"]["color"]) <= {"#000000", "#ffffff", palette.muted}
    assert all(contrast(text_on(stop), stop) >= READABLE for stop in palette.sequential)


def test_heat_keeps_every_period_on_a_phone() -> None:
    spec = specs.heat("vi")
    drawn = draw(spec, width="narrow")
    shown = [text for key, axis in drawn["layout"].items() if key.startswith("xaxis") for text in axis["ticktext"]]
    assert [text.replace("<br>", " ") for text in shown] == list(spec.periods)


def test_stacked_levels_run_from_low_to_high_and_the_rest_is_unknown() -> None:
    spec = specs.stacked("vi")
    bars = [one for one in draw(spec)["data"] if one["type"] == "bar"]
    assert [bar["name"] for bar in bars] == [*spec.levels, "chưa rõ"]
    assert bars[-1]["x"] == [None, None, pytest.approx(18.2), None]
    assert bars[-1]["marker"]["pattern"]["shape"] == "/"
    assert bars[4]["x"][2] is None


def test_segments_below_six_per_cent_have_no_figure() -> None:
    bars = [one for one in draw(specs.stacked("vi"))["data"] if one["type"] == "bar"]
    assert bars[0]["text"][:2] == ["", ""]
    assert bars[3]["text"][0] == "64,0\u00a0%"


def test_stacked_rows_tell_their_total() -> None:
    totals = draw(specs.stacked("vi"))["data"][-1]["text"]
    assert "1.245\u00a0người" in totals[3]
    assert "≥" not in totals[2]  # the headcount is exact; it is the levels that are not all known


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
    for kind in {tick.kind for mark in marks for tick in mark.ticks}:
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


def test_re_based_sums_have_a_sign_at_the_figure_and_square_points() -> None:
    assert any(text.startswith("95,1\u00a0% ‡") for text in texts(draw(compared.ranked("vi"))))
    marker = draw(compared.dots("vi"))["data"][0]["marker"]
    assert marker["symbol"][2] == "square"
    assert (marker["symbol"][6], marker["color"][6]) == ("square", LIGHT.paper)  # derived as well: open
    assert draw(compared.heat("vi"))["data"][2]["text"][0] == "20,0‡"
    for make in (compared.ranked, compared.dots, compared.trend, compared.heat):
        assert "‡" in key_text(make("vi"), "vi")  # type: ignore[operator]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_no_line_crosses_a_break(width: WidthClass) -> None:
    spec = compared.trend("vi")
    drawn = draw(spec, width=width)
    after = spec.breaks[0].after
    for one in drawn["data"]:
        assert one["x"] == [*range(after + 1), after + 0.5, *range(after + 1, len(spec.periods))]
        assert one["y"][after + 1] is None
        assert one["connectgaps"] is False
        for values in (one["y"], one["hovertext"], one.get("marker", {}).get("symbol", one["x"])):
            assert len(values) == len(spec.periods) + 1
    found = {
        one["name"]: [value for place, value in enumerate(one["y"]) if place != after + 1] for one in drawn["data"]
    }
    assert found == {line.label: [mark.value for mark in line.marks] for line in spec.series}


def test_a_break_is_a_dotted_line_between_its_periods_with_its_label() -> None:
    spec = compared.trend("vi")
    drawn = draw(spec)
    (line,) = (shape for shape in drawn["layout"]["shapes"] if shape["line"]["dash"] == "dot")
    assert (line["x0"], line["x1"], line["y0"], line["y1"]) == (7.5, 7.5, 0, 1)
    label = next(one for one in drawn["layout"]["annotations"] if one["text"] == compared.MERGER[0])
    assert label["x"] == 7.5
    title = next(one for one in drawn["layout"]["annotations"] if one["text"] == spec.axis_title)
    assert title["yshift"] >= label["yshift"] + 16


def test_a_line_that_ends_at_a_break_has_its_name_there_and_not_beside_lines_that_go_on() -> None:
    spec = compared.trend("vi")
    labels = [one for one in draw(spec)["layout"]["annotations"] if "<b>" in one["text"]]
    inner = [one for one in labels if one["x"] == 7]
    assert [one["text"] for one in inner] == [f"Trung vị <b>{spec.series[-1].marks[7].text}</b>"]
    assert (inner[0]["xanchor"], inner[0]["y"]) == ("right", spec.series[-1].marks[7].value)
    assert [one["x"] for one in labels if one not in inner] == [10, 10]


def test_the_name_of_a_line_that_ends_covers_no_named_line() -> None:
    spec = compared.trend("vi")
    drawn = draw(spec)
    low, high = drawn["layout"]["yaxis"]["range"]
    margin = drawn["layout"]["margin"]
    scale = (drawn["layout"]["height"] - margin["t"] - margin["b"]) / (high - low)
    (label,) = (one for one in drawn["layout"]["annotations"] if "<b>" in one["text"] and one["x"] == 7)
    middle = label["y"] + label["yshift"] / scale
    for line in spec.series[-3:]:
        for mark in line.marks[6:8]:
            assert mark.value is None or abs(mark.value - middle) * scale >= 14


def test_a_median_that_ends_where_there_is_no_room_is_named_beneath() -> None:
    spec = compared.trend("vi")
    assert not any("Trung vị" in text for text in texts(draw(spec, width="narrow")))
    assert "nét liền mảnh là Trung vị" in key_text(spec, "vi")
    assert "Trung vị" not in key_text(specs.trend("vi"), "vi")


def test_a_gap_without_a_reason_has_no_words() -> None:
    spec = compared.trend("vi")
    assert "Xã Bình Sơn:<br>chưa thành lập" in texts(draw(spec))
    silent = tuple(
        replace(line, marks=tuple(replace(mark, text="") if mark.value is None else mark for mark in line.marks))
        for line in spec.series
    )
    assert not any("Xã Bình Sơn:" in text for text in texts(draw(replace(spec, series=silent))))


def test_the_heading_of_a_heat_map_has_room_beside_short_names() -> None:
    spec = specs.heat("vi")
    short = tuple(replace(row, label="Xã A") for row in spec.rows)
    drawn = draw(replace(spec, rows=short, scale_title="Tỷ lệ hồ sơ nộp trực tuyến"))
    assert drawn["layout"]["margin"]["l"] >= 26 * 12 * 0.54
    narrow = draw(replace(spec, rows=short, scale_title="Tỷ lệ hồ sơ nộp trực tuyến"), width="narrow")
    assert "Tỷ lệ hồ sơ<br>nộp trực tuyến" in texts(narrow)


def test_every_panel_is_cut_at_the_break_and_the_key_says_what_it_is() -> None:
    spec = compared.multiples("vi")
    drawn = draw(spec)
    dotted = [shape for shape in drawn["layout"]["shapes"] if shape["line"]["dash"] == "dot"]
    assert [(shape["x0"], shape["xref"]) for shape in dotted] == [
        (5.5, f"x{place or ''}") for place in (0, *range(2, len(spec.panels) + 1))
    ]
    assert all(one["y"][6] is None for one in drawn["data"])
    assert f"vạch chấm dọc là {compared.MERGER[0]}" in key_text(spec, "vi")


@pytest.mark.parametrize(("width", "x"), [("wide", 4.5), ("narrow", 4.5)])
def test_a_heat_map_has_a_gap_with_a_dotted_line_at_the_break(width: WidthClass, x: float) -> None:
    spec = compared.heat("vi")
    shapes = draw(spec, width=width)["layout"]["shapes"]
    assert [(one["x0"], one["xref"], one["line"]["color"]) for one in shapes] == [
        (x, "x", LIGHT.paper),
        (x, "x", LIGHT.muted),
    ]
    assert shapes[0]["line"]["width"] > shapes[1]["line"]["width"]
    assert f"vạch chấm dọc là {compared.MERGER[0]}" in key_text(spec, "vi")


def test_a_break_outside_the_periods_is_not_drawn() -> None:
    spec = compared.trend("vi")
    for after in (-1, len(spec.periods) - 1, 40):
        drawn = draw(replace(spec, breaks=(Break(after, "x"),)))
        assert drawn["data"][0]["x"] == list(range(len(spec.periods)))
        assert "dot" not in [shape["line"]["dash"] for shape in drawn["layout"]["shapes"]]


known = st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=12)


@given(known, st.lists(st.integers(-1, 12), max_size=3))
def test_pieces_of_a_line_hold_each_value_once_and_none_lies_on_two_sides_of_a_break(
    values: list[float | None], places: list[int]
) -> None:
    line = Series("a", "a", tuple(Mark("a", "a", value, "") for value in values))
    breaks = [Break(after, "") for after in places if 0 <= after < len(values) - 1]
    cut = pieces(line, breaks)
    for place, value in enumerate(values):
        assert [one.marks[place].value for one in cut if one.marks[place].value is not None] == (
            [] if value is None else [value]
        )
    for one in cut:
        inside = [place for place, mark in enumerate(one.marks) if mark.value is not None]
        assert not any(inside[0] <= at.after < inside[-1] for at in breaks if inside)
    assert sorted(alone(line.marks, breaks)) == sorted(place for one in cut for place in alone(one.marks))


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(5, 20)), min_size=1, max_size=10))
def test_spread_labels_do_not_overlap_where_there_is_room(labels: list[tuple[float, float]]) -> None:
    places, sizes = [place for place, _ in labels], [size for _, size in labels]
    moved = sorted(zip(spread(places, sizes, 0, 300), sizes, strict=True))
    for (one, size), (other, more) in zip(moved, moved[1:], strict=False):
        assert other - one >= (size + more) / 2 - 1e-6
    assert all(size / 2 - 1e-6 <= place <= 300 - size / 2 + 1e-6 for place, size in moved)


def _hostile(name: str, text: str) -> Mark:
    return Mark(name, name, 50.0, text, hover=name, role=Role.SUBJECT)


def test_markup_in_names_and_texts_is_shown_not_obeyed() -> None:
    name = '<a href="javascript:x">A&B</a>'
    mark = _hostile(name, "<b>1</b>")
    frame = replace(specs.dots("vi").frame, title=name, subtitle=name, sentence=name, notes=(name,))
    reference = Reference("median", 50, name)
    series = Series(name, name, (mark,), Role.SUBJECT)
    drawn = [
        draw(
            replace(specs.ranked("vi"), frame=frame, marks=(mark,), below=(mark,), references=(reference,)),
            with_title=True,
        ),
        draw(replace(specs.dots("vi"), frame=frame, marks=(mark,), axis_note=name), with_title=True),
        draw(replace(specs.trend("vi"), frame=frame, periods=(name,), series=(series,), references=(reference,))),
        draw(replace(specs.multiples("vi"), frame=frame, periods=(name,), panels=(series,), median=series)),
        draw(replace(specs.heat("vi"), frame=frame, periods=(name,), rows=(series,), scale_title=name)),
        draw(
            replace(
                specs.stacked("vi"),
                levels=(name,) * 6,
                rows=(replace(specs.stacked("vi").rows[0], label=name, note=name),),
            )
        ),
    ]
    for one in drawn:
        shown = json.loads(json.dumps(one))
        for trace_ in shown["data"]:
            trace_.pop("customdata", None)
        assert "<a" not in str(shown)
        assert "<b>1" not in str(shown)
        assert "&lt;a" in str(shown)


def test_escape_and_wrap() -> None:
    assert escape("<b> & </b>") == "&lt;b&gt; &amp; &lt;/b&gt;"
    assert wrap("Sở Nông nghiệp và Phát triển nông thôn", 26) == ["Sở Nông nghiệp và", "Phát triển nông thôn"]
    assert wrap("", 10) == [""]


@every
def test_nothing_in_the_vietnamese_figure_is_english(make: Any) -> None:
    drawn = str(draw(make("vi"), with_title=True)).replace("Source Sans", "")
    for word in ("unknown", "Not ranked", "people", "Key:", "Source", "Definition"):
        assert word not in drawn


def test_every_flag_has_its_words_on_every_kind_of_chart() -> None:
    for lang in LANGS:
        for make in ALL:
            spec = make(lang)
            if hasattr(spec, "marks"):
                marked = replace(spec.marks[0], flags=frozenset(Flag))
                assert key_text(replace(spec, marks=(marked,)), lang).count(";") >= 4


GALLERY = Path(__file__).parent / "gallery" / "gallery_app.py"


@pytest.mark.parametrize("lang", LANGS)
def test_the_block_has_title_subtitle_alt_text_and_footer(lang: Lang) -> None:
    app = AppTest.from_file(str(GALLERY), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    frame = specs.dots(lang).frame
    charts = [element.proto for element in app.get("plotly_chart")]
    assert len(charts) == len(ALL)
    assert charts[1].alt == frame.alt
    assert json.loads(charts[0].config)["showSendToCloud"] is False
    shown = " ".join(element.value for element in (*app.subheader, *app.markdown)).replace("\\", "")
    for text in (frame.title, frame.subtitle, frame.sentence, frame.source):
        assert text in shown


def test_pictures_are_made_from_the_figure() -> None:
    drawn = draw(specs.ranked("vi", simulated=True), with_title=True)
    assert render(drawn, "png", 1200).startswith(b"\x89PNG")
    svg = render(drawn, "svg", 1200).decode("utf-8")
    assert "SỐ LIỆU MÔ PHỎNG" in svg
    assert "Thị trấn Long Thành" in svg


def test_a_picture_that_takes_too_long_is_an_error_and_the_next_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(specs.dots("vi"))
    with monkeypatch.context() as patch:
        patch.setattr("ui.picture.TIME_LIMIT", 0.01)
        with pytest.raises(PictureError, match="no picture within"):
            render(drawn, "png", 600)
    assert render(drawn, "png", 600).startswith(b"\x89PNG")


def test_an_error_in_the_browser_is_a_picture_error_and_the_next_one_works() -> None:
    drawn = draw(specs.dots("vi"))
    with pytest.raises(PictureError):
        render(drawn, "bmp", 600)  # type: ignore[arg-type]
    assert render(drawn, "svg", 600).startswith(b"<svg")
