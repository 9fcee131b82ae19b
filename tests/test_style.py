"""What the theme cannot say: ui/style.css in the page, and matrices that begin at the latest period."""

import re
from typing import Any

import pytest

from charts.colours import LIGHT
from charts.spec import Cell, MatrixRow, MatrixSpec
from tests.gallery import specs
from ui import matrix, theme


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr("streamlit.html", found.append)
    monkeypatch.setattr(matrix, "current", lambda: LIGHT)
    return found


def test_the_style_sheet_goes_into_the_page(written: list[Any]) -> None:
    theme.apply_style()
    assert written == [theme.STYLE]
    css = theme.STYLE.read_text(encoding="utf-8")
    assert "stElementToolbar" in css
    assert "url(" not in css and "@import" not in css, "nothing is fetched"


def test_colours_stand_in_the_theme_alone() -> None:
    css = re.sub(r"/\*.*?\*/", "", theme.STYLE.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", css)


def spec_of(*tones: Any) -> MatrixSpec:
    frame = specs.ranked("vi").frame
    cells = tuple(Cell("đã gửi", tone=tone) for tone in tones)
    return MatrixSpec(frame, tuple(f"QI/{place}" for place in range(len(tones))), (MatrixRow("a", "An Hòa", cells),))


def test_of_many_periods_the_latest_are_seen_first(written: list[Any]) -> None:
    matrix.draw_matrix(spec_of("reported", "late", "missing"))
    (html,) = written
    outer, inner = re.findall(r'<(?:div|table)[^>]*style="([^"]*)"', html)[:2]
    assert "direction:rtl" in outer
    assert "direction:ltr" in inner and "margin-right:auto" in inner


def test_of_many_indicators_the_first_are_seen_first(written: list[Any]) -> None:
    matrix.draw_matrix(spec_of("met", "derived", "quiet"))
    assert "direction" not in written[0]
