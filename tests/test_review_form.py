"""The review form as an officer meets it: figures and a report, what is saved, refused and told."""

import os
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import Layout
from domain.review import Change
from etl.build import build
from etl.review import open_review, save
from tests.factory import CHECKOUT
from text.words import Lang, say

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
    (figures,) = (one for one in app.selectbox if one.key == f"review-figure-{REPORT}-")
    place = next(n for n, label in enumerate(figures.options) if label.startswith(f"{measure_name}:"))
    return figures.select_index(place).run()


def told(app: AppTest, kind: str) -> str:
    return "\n".join(one.value.replace("\\", "") for one in app.get(kind))


def test_a_correction_is_saved_built_and_shown_with_before_and_after(office: Layout) -> None:
    app = choose(opened(), "Đã giải quyết quá hạn")
    assert app.title[0].value == "18 · checked"
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    assert app.title[0].value == "17 · checked"
    assert "18 → 17" in told(app, "success")
    (history,) = app.get("arrow_data_frame") or app.dataframe
    row = history.value.iloc[0]
    assert list(row[["by", "act", "before", "after", "reason"]]) == [
        "Lê Thị Hoa", "Đính chính: Đã giải quyết quá hạn", "18", "17", "đối chiếu mục III.2",
    ]  # fmt: skip
    assert "Đã đính chính: 18 → 17." in told(app, "caption")
    # The name stays for the next figure; value and reason belonged to this one.
    assert box("text_input", app, "figure", "by").value == "Lê Thị Hoa"
    assert box("text_area", app, "figure", "reason").value == ""
    assert box("text_input", app, "figure", "value").value == ""


def test_the_figure_stays_chosen_when_it_comes_to_count(office: Layout) -> None:
    app = opened()
    (figures,) = (one for one in app.selectbox if one.key == f"review-figure-{REPORT}-")
    place = next(n for n, label in enumerate(figures.options) if "quá hạn: 17 · III.2" in label)
    figures.select_index(place).run()
    assert "Số này không được dùng." in told(app, "caption")
    fill(app, "figure", "correct", "Lê Thị Hoa", "theo tổ một cửa", "16")
    assert app.title[0].value == "16 · checked"
    assert "Đã đính chính: 17 → 16." in told(app, "caption") and "Số này đang được dùng." in told(app, "caption")


def test_the_second_is_told_and_keeps_what_was_filled_in(office: Layout) -> None:
    app = choose(opened(), "Đã giải quyết quá hạn")
    save(office, REPORT, Change("correct", "Nam", "bản giấy", "resolved_overdue", value=16), 0)
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    error = told(app, "error")
    assert "Nam" in error and "18 → 16" in error
    assert box("text_area", app, "figure", "reason").value == "đối chiếu mục III.2"
    assert len(open_review(office, REPORT).lines) == 1
    box("button", app, "figure", "save").click()
    app.run()
    assert [line.by for line in open_review(office, REPORT).lines] == ["Nam", "Lê Thị Hoa"]
    assert app.title[0].value == "17 · checked"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_form_without_name_or_reason_is_not_saved(office: Layout, lang: Lang) -> None:
    app = fill(opened(lang), "figure", "confirm", "Lê Thị Hoa", " ")
    assert told(app, "error") == say("review.form.needs", lang)
    app = fill(opened(lang), "report", "lock", "", "")
    assert told(app, "error") == say("review.form.needs_name", lang)
    assert open_review(office, REPORT).lines == ()


def test_a_value_is_read_the_vietnamese_way_and_never_guessed(office: Layout) -> None:
    app = choose(opened(), "Đã giải quyết quá hạn")
    fill(app, "figure", "correct", "Hoa", "thử", "trên 15")
    assert "trên 15" in told(app, "error")
    fill(app, "figure", "correct", "Hoa", "thử", "1.7")
    assert "1.7" in told(app, "error")
    fill(app, "figure", "correct", "Hoa", "thử", "1.748")
    assert app.title[0].value == "1748 · checked"


def test_errors_that_stand_keep_a_report_from_being_locked_without_a_reason(office: Layout) -> None:
    app = fill(opened(), "report", "lock", "Lê Thị Hoa", "")
    assert "11" in told(app, "error") and open_review(office, REPORT).status == "checked"
    fill(app, "report", "lock", "Lê Thị Hoa", "đơn vị đã giải trình")
    assert app.title[0].value == "18 · locked"
    assert say("review.form.locked", "vi") in told(app, "info")
    assert not [one for one in app.text_area if one.key and one.key.startswith("review-reason-figure-")]
    fill(app, "report", "unlock", "Lê Thị Hoa", "sửa số trễ hạn")
    assert app.title[0].value == "18 · checked"


def test_a_damaged_review_is_told_in_place_of_the_form(office: Layout) -> None:
    (office.reports / REPORT / "review.jsonl").write_text("x\n", encoding="utf-8")
    assert "review.jsonl · dòng 1" in told(opened(), "error")
