"""Colours: readable in both themes, one set for the app and its charts."""

import tomllib
from pathlib import Path

import pytest

from charts.colours import DARK, LIGHT, READABLE, SHAPES, Palette, contrast, levels, mix, readable, text_on
from charts.spec import Status

CONFIG = Path(__file__).resolve().parents[1] / ".streamlit" / "config.toml"
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@both
def test_all_text_colours_can_be_read(palette: Palette) -> None:
    colours = [palette.text, palette.muted, palette.median, palette.target, palette.accent, palette.warning]
    for colour in (*colours, *palette.status.values()):
        assert contrast(colour, palette.paper) >= READABLE
    for colour in (palette.text, palette.muted, *palette.status.values()):
        assert contrast(colour, palette.panel) >= READABLE


@both
def test_a_label_in_a_categorical_colour_can_be_read(palette: Palette) -> None:
    for colour in palette.categorical:
        assert contrast(readable(colour, palette), palette.paper) >= READABLE


@both
@pytest.mark.parametrize("count", [2, 4, 6, 8])
def test_figures_in_segments_can_be_read(palette: Palette, count: int) -> None:
    for colour in levels(palette, count):
        assert contrast(text_on(colour), colour) >= READABLE
        assert contrast(text_on(mix(colour, palette.paper, 0.25)), mix(colour, palette.paper, 0.25)) >= READABLE


@both
def test_levels_are_told_by_lightness_alone(palette: Palette) -> None:
    """Whoever sees no hue still sees the order: contrast against the paper only grows, by a visible step."""
    steps = [contrast(colour, palette.paper) for colour in levels(palette, 6)]
    assert all(later / earlier > 1.2 for earlier, later in zip(steps, steps[1:], strict=False))


@both
def test_status_has_a_shape_and_a_colour_of_its_own(palette: Palette) -> None:
    assert [SHAPES[status] for status in Status] == ["▲", "●", "▼"]
    assert len(set(palette.status.values())) == len(Status)


@both
def test_app_and_charts_share_their_colours(palette: Palette) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][palette.name]
    assert theme["backgroundColor"] == palette.paper
    assert theme["secondaryBackgroundColor"] == palette.panel
    assert theme["textColor"] == palette.text
    assert theme["grayTextColor"] == palette.muted
    assert contrast(theme["primaryColor"], "#ffffff") >= READABLE


def test_the_app_sends_nothing_out_and_fetches_nothing() -> None:
    text = CONFIG.read_text(encoding="utf-8")
    config = tomllib.loads(text)
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert "http" not in text
