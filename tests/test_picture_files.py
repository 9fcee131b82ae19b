"""All charts of a briefing as pictures in one archive."""

import io
import zipfile
from collections.abc import Callable

import pytest

from charts.spec import ChartSpec
from tests.gallery import specs
from text.words import Lang
from ui import picture_files
from ui.picture import browser_path

CHARTS: tuple[Callable[[Lang], ChartSpec], ...] = (specs.ranked, specs.trend)


def test_each_chart_becomes_a_numbered_picture_and_progress_counts_them() -> None:
    told: list[tuple[int, int]] = []
    made = picture_files.archive([make("vi") for make in CHARTS], "svg", "vi", lambda *at: told.append(at))
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        names = files.namelist()
        assert [name[:3] for name in names] == ["01_", "02_"]
        for name, make in zip(names, CHARTS, strict=True):
            picture = files.read(name).decode()
            assert picture.lstrip().startswith("<svg") and make("vi").frame.title.split()[0] in picture
    assert told == [(1, 2), (2, 2)]


def test_stopping_between_two_pictures_leaves_nothing() -> None:
    def stop(done: int, total: int) -> None:
        raise InterruptedError(done, total)

    with pytest.raises(InterruptedError):
        picture_files.archive([CHARTS[0]("vi")], "svg", "vi", stop)


def test_without_a_browser_the_reader_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert browser_path()  # the tests themselves have one
    monkeypatch.setattr(picture_files, "browser_path", lambda: None)
    with pytest.raises(picture_files.NoBrowser) as caught:
        picture_files.archive([], "png", "vi", lambda *_: None)
    assert "máy ảnh" in caught.value.text("vi") and "camera" in caught.value.text("en")
