"""Heat maps and stacked levels drawn: readable cells, empty ones, breaks, shares that are not known."""

from dataclasses import replace

import pytest

from charts.captions import key_text
from charts.colours import DARK, LIGHT, READABLE, Palette, contrast, text_on
from tests.draw_cases import draw, texts
from tests.gallery import compared, specs
from ui.draw_common import WidthClass


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


def test_the_heading_of_a_heat_map_has_room_beside_short_names() -> None:
    spec = specs.heat("vi")
    short = tuple(replace(row, label="Xã A") for row in spec.rows)
    drawn = draw(replace(spec, rows=short, scale_title="Tỷ lệ hồ sơ nộp trực tuyến"))
    assert drawn["layout"]["margin"]["l"] >= 26 * 12 * 0.54
    narrow = draw(replace(spec, rows=short, scale_title="Tỷ lệ hồ sơ nộp trực tuyến"), width="narrow")
    assert "Tỷ lệ hồ sơ<br>nộp trực tuyến" in texts(narrow)


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
