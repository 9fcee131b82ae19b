"""Trends and small multiples drawn: gaps, accents, labels at the ends, breaks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.captions import key_text
from charts.colours import LIGHT
from charts.placing import alone, beside, pieces, spread
from charts.spec import Break, Mark, Series
from tests.draw_cases import draw, texts
from tests.gallery import compared, specs
from ui.draw_common import WidthClass
from ui.draw_trend import period_ticks


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
    assert "nét liền mảnh: Trung vị" in key_text(spec, "vi")
    assert "Trung vị" not in key_text(specs.trend("vi"), "vi")


def test_a_gap_without_a_reason_has_no_words() -> None:
    spec = compared.trend("vi")
    assert "Xã Bình Sơn:<br>chưa thành lập" in texts(draw(spec))
    silent = tuple(
        replace(line, marks=tuple(replace(mark, text="") if mark.value is None else mark for mark in line.marks))
        for line in spec.series
    )
    assert not any("Xã Bình Sơn:" in text for text in texts(draw(replace(spec, series=silent))))


def test_every_panel_is_cut_at_the_break_and_the_key_says_what_it_is() -> None:
    spec = compared.multiples("vi")
    drawn = draw(spec)
    dotted = [shape for shape in drawn["layout"]["shapes"] if shape["line"]["dash"] == "dot"]
    assert [(shape["x0"], shape["xref"]) for shape in dotted] == [
        (5.5, f"x{place or ''}") for place in (0, *range(2, len(spec.panels) + 1))
    ]
    assert all(one["y"][6] is None for one in drawn["data"])
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
