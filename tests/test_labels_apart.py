"""Labels on charts: over what they name, and never over the line that they belong to."""

from dataclasses import replace

import pytest

from charts.colours import DARK, LIGHT, Palette
from charts.spec import Mark, MultiplesSpec, Role, Series
from tests.draw_cases import draw
from tests.gallery import compared, specs

PANEL_PX = 84


def one_panel(values: list[float | None], axis_range: tuple[float, float]) -> MultiplesSpec:
    marks = tuple(Mark(f"k{place}", "Xã A", value, "") for place, value in enumerate(values))
    marks = (*marks[:-1], replace(marks[-1], text="99,4 %"))
    periods = tuple(f"Q{place}" for place in range(len(values)))
    base = specs.multiples("vi")
    return replace(
        base, panels=(Series("a", "Xã A", marks, Role.SUBJECT),), periods=periods, median=None, axis_range=axis_range
    )


@pytest.mark.parametrize(
    "values",
    [
        [99.1, 99.0, 99.6, 99.3, 99.1, 99.3, 98.9, 98.9, 98.9, 99.2, 99.6, 99.0, 98.6, 99.4],
        [60.0] * 13 + [62.0],
        [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 85.0, 88.0, 90.0, 91.0, 92.0, 93.0],
    ],
    ids=["dips", "level", "rises"],
)
def test_the_last_value_of_a_panel_covers_nothing_of_its_line(values: list[float | None]) -> None:
    low, high = (95.0, 100.0) if min(value or 0 for value in values) > 95 else (0.0, 100.0)
    drawn = draw(one_panel(values, (low, high)))
    (label,) = (one for one in drawn["layout"]["annotations"] if one["text"] == "<b>99,4 %</b>")
    scale = PANEL_PX / (high - low)
    middle = (label["y"] - low) * scale + label["yshift"]
    assert 0 <= middle <= PANEL_PX
    for value in values[-3:]:
        assert abs((value - low) * scale - middle) >= 14  # type: ignore[operator]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_a_name_at_the_end_of_a_line_that_stops_stands_on_paper(palette: Palette) -> None:
    drawn = draw(compared.trend("vi"), palette)
    (label,) = (one for one in drawn["layout"]["annotations"] if "<b>" in one["text"] and one["x"] == 7)
    assert label["bgcolor"] == palette.paper


def test_references_have_their_labels_over_their_lines_where_there_is_room() -> None:
    spec = compared.ranked("vi")
    assert spec.references
    low, high = spec.axis_range
    drawn = draw(spec)
    for reference in spec.references:
        (label,) = (one for one in drawn["layout"]["annotations"] if one["text"] == reference.label)
        share = (reference.value - low) / (high - low)
        if 0.25 < share < 0.75:
            assert label["xanchor"] == "center"
        assert label["x"] == reference.value
