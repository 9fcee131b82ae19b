"""The app run without a browser: opened at an address, and what stands on its screen."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from domain.layout import Layout
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT

NBSP = "\u00a0"
TAN_LOC, AN_HOA = "SIM03@2004", "SIM02@2004"


@pytest.fixture
def in_data_root(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app reads the tests' warehouse, and nothing that another test has cached."""
    assert warehouse.path.parent == data_root.warehouse
    with reading(data_root, monkeypatch):
        yield


class reading:
    """`with reading(layout, monkeypatch):` the app's data root is `layout`."""

    def __init__(self, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layout, self.monkeypatch = layout, monkeypatch

    def __enter__(self) -> None:
        st.cache_data.clear()
        self.monkeypatch.setenv("CCHC_DATA", str(self.layout.root))

    def __exit__(self, *_: object) -> None:
        st.cache_data.clear()


def at_address(page: str = "overview", **address: str | list[str]) -> AppTest:
    """The app as somebody sees it who opens this address."""
    app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, app.exception
    return app


def opened(page: str, **address: str | list[str]) -> AppTest:
    """The page as somebody sees it who follows a link: notices of the first run stand on it."""
    app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, app.exception
    return app


def address_of(app: AppTest) -> dict[str, str | list[str]]:
    """The query parameters; units are a list, however few they are."""
    found = {name: value for name, value in app.query_params.items() if value}
    return {name: [value] if name == "unit" and isinstance(value, str) else value for name, value in found.items()}


def select(app: AppTest, name: str, value: str) -> AppTest:
    app.selectbox(key=f"frame-{name}").select(value).run()
    assert not app.exception, app.exception
    return app


def elements(app: AppTest) -> list[Any]:
    """Everything drawn, side bar and page, in order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        for child in getattr(node, "children", {}).values():
            found.append(child)
            walk(child)

    walk(app._tree)
    return found


def charts(app: AppTest) -> list[Any]:
    """The Plotly charts' protos: `.spec` is the whole figure as JSON, `.alt` the alternative text."""
    protos = [getattr(element, "proto", None) for element in elements(app)]
    return [proto for proto in protos if type(proto).__name__ == "PlotlyChart"]


def bars(app: AppTest) -> dict[str, float]:
    """The first chart's values by unit id."""
    trace = json.loads(charts(app)[0].spec)["data"][0]
    return dict(zip(trace["customdata"], trace["x"], strict=True))


def plain(text: str) -> str:
    """Markdown as it reads: no escapes, no colour or size marks."""
    text = re.sub(r":(?:gray|small)\[|\]", "", text.replace("\\[", "(").replace("\\]", ")"))
    return re.sub(r"\\(.)", r"\1", text)


def words(app: AppTest) -> str:
    """All Markdown, headings and captions of the page, as they read."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.warning, app.info, app.error)
    return "\n".join(plain(element.value) for kind in kinds for element in kind)


def htmls(app: AppTest) -> str:
    """The tiles and matrices; style rules are no words."""
    protos = [getattr(element, "proto", None) for element in elements(app)]
    bodies = [proto.body for proto in protos if type(proto).__name__ == "Html"]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def tables(app: AppTest) -> list[Any]:
    return [frame.value for frame in app.dataframe]


def on_screen(app: AppTest) -> list[str]:
    """Every text of the screen: labels, options, placeholders, help, alternative texts, tiles, tables and figures."""
    found = [words(app), re.sub(r"<[^>]+>", " ", htmls(app))]
    found += re.findall(r'(?:title|aria-label)="([^"]*)"', htmls(app))
    for element in elements(app):
        proto = getattr(element, "proto", None)
        for name in ("label", "placeholder", "help", "alt", "options", "body"):
            value = getattr(proto, name, None) if type(proto).__name__ != "Html" else None
            if isinstance(value, str):
                found.append(plain(value))
            elif name == "options" and value is not None:
                found += [option if isinstance(option, str) else option.content for option in value]
    for chart in charts(app):
        spec = json.loads(chart.spec)
        drawn = [note["text"] for note in spec["layout"].get("annotations", [])]
        drawn += [str(text) for trace in spec["data"] for text in trace.get("hovertext", [])]
        found += [re.sub(r"<[^>]+>", " ", text) for text in drawn]
    for table in tables(app):
        found += [str(cell) for column in table.columns if table[column].dtype == "string" for cell in table[column]]
    return found
