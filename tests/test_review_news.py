"""The review form while others work on the same report: what they saved is told, and is never overwritten unseen."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import Layout
from domain.review import Change
from etl.build import build
from etl.review import open_review, save
from tests.review_form_cases import REPORT, box, choose, fill, listed, office, opened, told
from text.words import say

__all__ = ["office"]

NAM = "Trần Văn Nam"
LATE = "Đã giải quyết quá hạn"


def nam_corrects(place: Layout, value: float) -> None:
    """On the command line, without a build."""
    asked = Change("correct", NAM, "bản giấy", "resolved_overdue", value=value)
    save(place, REPORT, asked, open_review(place, REPORT).seen)


def officers(place: Layout) -> list[str]:
    return [line.by for line in open_review(place, REPORT).lines]


def test_running_the_page_again_does_not_take_the_changes_of_others_for_seen(office: Layout) -> None:
    app = choose(opened(), LATE)
    nam_corrects(office, 16)
    # To another figure and back: the page runs twice.
    choose(choose(app, "Hồ sơ đã giải quyết"), LATE)
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    assert NAM in told(app, "error") and "18 → 16" in told(app, "error")
    assert officers(office) == [NAM]
    box("button", app, "figure", "save").click()
    app.run()
    assert officers(office) == [NAM, "Lê Thị Hoa"]
    assert app.title[0].value == "17 · checked"


def test_what_others_saved_since_is_told_with_the_value_on_disk(office: Layout) -> None:
    app = choose(opened(), LATE)
    assert "Số đang dùng: 18 (báo cáo in 18)." in told(app, "caption")
    nam_corrects(office, 16)
    choose(choose(app, "Hồ sơ đã giải quyết"), LATE)
    warning = told(app, "warning")
    assert say("review.form.news", "vi") in warning and NAM in warning and "18 → 16" in warning
    caption = told(app, "caption")
    assert f"Số đang dùng: 16 (đính chính; báo cáo in 18). {say('review.form.not_built', 'vi')}" in caption


def test_the_words_of_the_list_stay_the_same_so_that_a_browser_keeps_the_choice(office: Layout) -> None:
    app = choose(opened(), LATE)

    def labels() -> list[str]:
        figures = listed(app)
        return list(figures.options)

    before = labels()
    assert any(label.startswith(f"{LATE} · báo cáo in 18 · II.2") for label in before)
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "16")
    assert labels() == before
    nam_corrects(office, 15)
    app.run()
    assert labels() == before


def press_seen(app: AppTest) -> None:
    (button,) = (one for one in app.get("button") if one.key == f"review-news-{REPORT}")
    button.click()
    app.run()


def test_whoever_says_that_they_saw_it_saves_at_once(office: Layout) -> None:
    app = choose(opened(), LATE)
    nam_corrects(office, 16)
    app.run()
    press_seen(app)
    assert say("review.form.news", "vi") not in told(app, "warning")
    # Seen, and still not in the build in use.
    assert say("review.form.unbuilt", "vi") in told(app, "info") and "18 → 16" in told(app, "info")
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    assert not told(app, "error") and officers(office) == [NAM, "Lê Thị Hoa"]
    assert say("review.form.unbuilt", "vi") not in told(app, "info")


def test_a_line_saved_after_the_refusal_is_told_by_the_next_one(office: Layout) -> None:
    app = choose(opened(), LATE)
    nam_corrects(office, 16)
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    nam_corrects(office, 15)
    box("button", app, "figure", "save").click()
    app.run()
    assert "16 → 15" in told(app, "error") and "18 → 16" not in told(app, "error")
    assert officers(office) == [NAM, NAM]


def test_a_form_that_opens_over_an_older_build_says_what_the_build_lacks(office: Layout) -> None:
    nam_corrects(office, 16)
    app = choose(opened(), LATE)
    assert app.title[0].value == "18 · checked"
    assert "18 → 16" in told(app, "info") and not told(app, "warning")
    assert "Số đang dùng: 16 (đính chính; báo cáo in 18)." in told(app, "caption")
    build(office)
    app.run()
    assert app.title[0].value == "16 · checked" and say("review.form.unbuilt", "vi") not in told(app, "info")


def test_after_ones_own_change_the_form_has_seen_it(office: Layout) -> None:
    app = choose(opened(), LATE)
    fill(app, "figure", "correct", "Lê Thị Hoa", "đối chiếu mục III.2", "17")
    assert not told(app, "warning")
    fill(app, "figure", "reject", "Lê Thị Hoa", "không rõ")
    assert officers(office) == ["Lê Thị Hoa", "Lê Thị Hoa"] and not told(app, "error")


@pytest.mark.parametrize("action", ["lock", "reopen"])
def test_the_status_is_not_moved_over_a_change_that_nobody_saw(office: Layout, action: str) -> None:
    app = opened()
    nam_corrects(office, 16)
    app.run()
    fill(app, "report", action, "Lê Thị Hoa", "đã xem xong")
    assert NAM in told(app, "error") and open_review(office, REPORT).status == "checked"
