"""The review form on a page of its own, over an office with one real report."""

import os
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import Layout
from etl.build import build
from tests.factory import CHECKOUT
from text.words import Lang

REPORT = "binh-phuoc-2023"


def screen(lang: str, report: str) -> None:
    """A page with nothing but the form and one figure of the build in use."""
    import os

    import streamlit as st

    from charts.view import View
    from domain.layout import layout
    from domain.periods import parse_period
    from etl.review import ReviewDesk
    from ui import data, review_form

    (sent,) = (one for one in data.reports("report", ["21073@2004"]) if one.report_id == report)
    units = tuple(unit for unit in data.units("report") if unit.unit_id == sent.unit_id)
    view = View(lang=lang, source="report", group="", units=units, periods=(parse_period(sent.period_id),))
    figures = data.unit_figures("report", sent.unit_id, sent.period_id)
    counted = next(one.value for one in figures if one.measure == "resolved_overdue" and one.is_counted)
    st.title(f"{counted:g} · {sent.status}")
    review_form.draw(view, report, figures, ReviewDesk(layout(os.environ)))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    shutil.copytree(CHECKOUT / "data" / "reports" / REPORT, tmp_path / "reports" / REPORT)
    (tmp_path / "reports" / REPORT / "review.jsonl").unlink(missing_ok=True)
    # Checked at entry, so that a form can lock it at once.
    head = tmp_path / "reports" / REPORT / "report.toml"
    head.write_text(
        head.read_text(encoding="utf-8").replace('status = "provisional"', 'status = "checked"'), encoding="utf-8"
    )
    monkeypatch.setenv("CCHC_DATA", str(tmp_path))
    place = Layout(Path(os.environ["CCHC_DATA"]))
    build(place)
    return place


def opened(lang: Lang = "vi") -> AppTest:
    app = AppTest.from_function(screen, args=(lang, REPORT), default_timeout=60).run()
    assert not app.exception
    return app


def box(kind: str, app: AppTest, part: str, name: str):
    """The widget of the form `part` ("figure", "report") for `name`."""
    (found,) = (one for one in app.get(kind) if one.key and one.key.startswith(f"review-{name}-{part}-"))
    return found


def fill(app: AppTest, part: str, action: str, by: str, reason: str, value: str = "") -> AppTest:
    box("button_group", app, part, "action").set_value(action)
    box("text_input", app, part, "by").set_value(by)
    box("text_area", app, part, "reason").set_value(reason)
    if value:
        box("text_input", app, part, "value").set_value(value)
    box("button", app, part, "save").click()
    app.run()
    assert not app.exception
    return app


def choose(app: AppTest, measure_name: str) -> AppTest:
    figures = listed(app)
    place = next(
        n for n, label in enumerate(figures.options) if label.removeprefix("! ").startswith(f"{measure_name} ·")
    )
    return figures.select_index(place).run()


def listed(app: AppTest):
    """The list of figures."""
    (found,) = (one for one in app.selectbox if one.key == f"review-figure-{REPORT}")
    return found


def told(app: AppTest, kind: str) -> str:
    return "\n".join(one.value.replace("\\", "") for one in app.get(kind))
