"""The review form as an officer meets it: figures and a report, what is saved, refused and told."""

import pytest

from domain.layout import Layout
from domain.review import Change
from etl.review import open_review, save
from tests.review_form_cases import REPORT, box, choose, fill, listed, office, opened, told
from text.words import Lang, say

__all__ = ["office"]


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
    assert "Số đang dùng: 17 (đính chính; báo cáo in 18)." in told(app, "caption")
    # The name stays for the next figure; value and reason belonged to this one.
    assert box("text_input", app, "figure", "by").value == "Lê Thị Hoa"
    assert box("text_area", app, "figure", "reason").value == ""
    assert box("text_input", app, "figure", "value").value == ""


def test_the_figure_stays_chosen_when_it_comes_to_count(office: Layout) -> None:
    app = opened()
    figures = listed(app)
    place = next(n for n, label in enumerate(figures.options) if "quá hạn · báo cáo in 17 · III.2" in label)
    figures.select_index(place).run()
    assert "Không dùng số này: 17 (báo cáo in 17)." in told(app, "caption")
    fill(app, "figure", "correct", "Lê Thị Hoa", "theo tổ một cửa", "16")
    assert app.title[0].value == "16 · checked"
    assert "Số đang dùng: 16 (đính chính; báo cáo in 17)." in told(app, "caption")


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
