"""Figures drawn of the specs of the gallery, and what stands in them."""

from typing import Any

import pytest

from charts.colours import LIGHT, Palette
from charts.spec import ChartSpec
from tests.gallery import compared, specs
from text.words import Lang
from ui.draw import figure
from ui.draw_common import WidthClass

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
