"""Pictures of figures on the server: made, late, failed, and the next one works."""

import pytest

from tests.draw_cases import draw
from tests.gallery import specs
from ui.picture import PictureError, render


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
