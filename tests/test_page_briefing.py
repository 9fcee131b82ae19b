"""The page that builds a briefing, without a browser."""

import io
import re
import time

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from briefing.desk import Desk
from briefing.plan import Pin, Plan, Words
from briefing.plan_file import dumps, loads
from tests.app_cases import TAN_LOC, at_address, elements, on_screen, plain, words
from text.words import LANGS, Lang, say

pytestmark = pytest.mark.usefixtures("in_data_root")
LONG = 60


def opened(**address: str) -> AppTest:
    return at_address("briefing", **({"source": "demo", "to": "2024-Q3"} | address))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def built(lang: Lang = "vi", **address: str) -> AppTest:
    return press(opened(lang=lang, **address), say("builder.take_ready", lang))


def desk(app: AppTest) -> Desk:
    return Desk(app.session_state)  # type: ignore[arg-type]


def plan(app: AppTest) -> Plan:
    found = app.session_state["desk-plan"]
    assert isinstance(found, Plan)
    return found


def names(app: AppTest) -> list[str]:
    return [plain(one.label).replace("*", "") for one in app.expander if re.match(r"\*\*\d", one.label)]


def files(app: AppTest) -> list[str]:
    protos = [getattr(one, "proto", None) for one in elements(app)]
    return [proto.label for proto in protos if type(proto).__name__ == "DownloadButton"]


def key_of(app: AppTest, place: int) -> str:
    return f"{app.session_state['desk-keys'][place]}-vi"


def finished(app: AppTest) -> AppTest:
    until = time.monotonic() + LONG
    while app.session_state["desk-export"].is_running:
        assert time.monotonic() < until
        time.sleep(0.05)
    app.run()
    assert not app.exception, app.exception
    return app


def test_before_anything_is_built_the_page_says_what_to_do() -> None:
    for begin in ("ready", "pins", "file"):
        assert say(f"builder.empty_{begin}", "vi") in [one.value for one in opened(start=begin).info]


def test_the_ready_made_briefing_stands_in_the_list_in_order() -> None:
    app = built()
    assert names(app)[:3] == [
        "1. Bảng điểm: 11 đơn vị, 12 chỉ tiêu",
        "2. Cần chú ý",
        "3. 6 trong 9 đơn vị đạt mục tiêu nộp trực tuyến áp dụng cho mình, quý III/2024",
    ]
    assert names(app)[10] == "11. Kiến nghị" and names(app)[11].startswith("12. Phụ lục: ")
    assert app.text_input(key=f"deck-title-{app.session_state['desk-keys'][0]}").placeholder.endswith("quý III/2024")


def test_parts_are_moved_and_taken_out() -> None:
    app = built()
    before = plan(app).parts
    app.button(key=f"down-{key_of(app, 0)}").click().run()
    assert plan(app).parts[:2] == (before[1], before[0])
    assert names(app)[:2] == ["1. Cần chú ý", "2. Bảng điểm: 11 đơn vị, 12 chỉ tiêu"]
    app.button(key=f"up-{key_of(app, 1)}").click().run()
    assert plan(app).parts == before
    assert app.button(key=f"up-{key_of(app, 0)}").disabled
    assert app.button(key=f"down-{key_of(app, len(before) - 1)}").disabled
    app.button(key=f"remove-{key_of(app, 1)}").click().run()
    assert plan(app).parts == (before[0], *before[2:])
    assert not app.exception


def test_title_and_comment_are_the_officers_and_an_emptied_one_is_drafted_again() -> None:
    app = built()
    key = key_of(app, 2)
    app.text_input(key=f"title-{key}").input("  Nộp trực tuyến tăng  ").run()
    app.text_area(key=f"text-{key}").input("Cần giữ đà.\n\nXem phụ lục.\n").run()
    part = plan(app).parts[2]
    assert isinstance(part, Pin)
    assert (part.title, part.comment) == ("Nộp trực tuyến tăng", "Cần giữ đà.\n\nXem phụ lục.")
    assert names(app)[2] == "3. Nộp trực tuyến tăng"
    app.button(key=f"up-{key}").click().run()
    assert app.text_input(key=f"title-{key}").value.strip() == "Nộp trực tuyến tăng"
    app.text_input(key=f"title-{key}").input("   ").run()
    assert names(app)[1].startswith("2. 6 trong 9 đơn vị")
    assert not app.exception


def test_recommendations_are_edited_line_by_line() -> None:
    app = built()
    key = f"text-{key_of(app, 10)}"
    assert "Đề nghị gửi báo cáo quý III/2024: Đức Hiệp." in app.text_area(key=key).value
    app.text_area(key=key).input("Một.\n\n  Hai.\n").run()
    assert plan(app).parts[10] == Words("recommendations", ("Một.", "Hai."))
    app.text_area(key=key).input("").run()
    assert plan(app).parts[10] == Words("recommendations")
    assert not app.exception


def test_title_and_office_of_the_deck() -> None:
    app = built()
    key = app.session_state["desk-keys"][0]
    app.text_input(key=f"deck-title-{key}").input("Giao ban").run()
    app.text_input(key=f"author-{key}").input("Phòng Nội vụ").run()
    assert (plan(app).title, plan(app).author) == ("Giao ban", "Phòng Nội vụ")


def test_a_chart_pinned_on_its_page_is_built_into_a_briefing() -> None:
    app = at_address("online", source="demo", to="2024-Q3", unit=[TAN_LOC])
    press(app, say("pins.add", "vi"))
    assert say("pins.remove", "vi") in [button.label for button in app.button]
    app.switch_page("pages/briefing.py").run()
    app.segmented_control(key="frame-start").set_value("pins").run()
    press(app, say("builder.take_pins", "vi", count=1))
    (part,) = plan(app).parts
    assert isinstance(part, Pin)
    assert (part.recipe.chart, part.recipe.indicator) == ("ranked", "online_rate")
    assert part.choice.units == (TAN_LOC,) and part.choice.last == "2024-Q3"
    press(app, say("builder.clear_pins", "vi"))
    assert app.session_state["pins"] == [] and len(plan(app).parts) == 1


def test_a_saved_briefing_is_opened_as_it_was_and_for_another_period() -> None:
    app = built()
    saved = dumps(plan(app))
    again = opened(start="file", to="2024-Q4")
    again.file_uploader(key="plan-file").set_value(("b.json", saved.encode(), "application/json")).run()
    press(again, say("builder.take_file", "vi"))
    assert dumps(plan(again)) == saved and plan(again) == loads(saved)
    press(again, say("builder.take_file_for_period", "vi", when="quý IV/2024"))
    assert plan(again).choice.last == "2024-Q4"


@pytest.mark.parametrize("content", [b"nothing", b'{"schema": 9}'])
def test_a_broken_file_is_refused_and_the_list_stays(content: bytes) -> None:
    app = built()
    app.segmented_control(key="frame-start").set_value("file").run()
    app.file_uploader(key="plan-file").set_value(("b.json", content, "application/json")).run()
    press(app, say("builder.take_file", "vi"))
    assert "Tệp bộ slide không đọc được" in words(app)
    assert len(plan(app).parts) == 15


def test_the_files_are_made_and_offered_until_something_changes() -> None:
    app = built()
    press(app, say("builder.go", "vi"))
    finished(app)
    assert app.session_state["desk-export"].error is None
    (name,) = [label for label in files(app) if label.endswith(".pptx")]
    assert name.startswith("huyen-minh-hoa_2024-q3_")
    assert len(Presentation(io.BytesIO(app.session_state["desk-export"].files[0].content)).slides) >= 15
    app.button(key=f"remove-{key_of(app, 0)}").click().run()
    assert not [label for label in files(app) if label.endswith(".pptx")]


def test_a_template_that_does_not_fit_is_told() -> None:
    app = built()
    app.file_uploader(key="template").set_value(("own.pptx", b"no presentation", "application/x")).run()
    press(app, say("builder.go", "vi"))
    finished(app)
    assert app.error and not [label for label in files(app) if label.endswith(".pptx")]
    assert re.search("[ăâđêôơư]", app.error[0].value)


def test_the_list_changes_its_language_with_the_reader() -> None:
    app = built()
    app.segmented_control(key="frame-lang").set_value("en").run()
    assert not app.exception
    assert names(app)[1] == "2. Needs attention" and plan(app).choice.lang == "en"
    assert "To send the report" in app.text_area(key=f"text-{app.session_state['desk-keys'][10]}-en").value


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_keeps_to_itself(lang: Lang) -> None:
    other = {
        "vi": r"\b(the|of|and|with|title|comment|file|build|remove|up|down|briefing|office|drag|drop|browse|upload)\b",
        "en": r"\b(đơn vị|trung vị|mục tiêu|hồ sơ|quý|tỷ lệ|báo cáo|không|biểu đồ|kiến nghị|phụ lục)\b",
    }[lang]
    for start in ("ready", "pins", "file"):
        texts = on_screen(built(lang) if start == "ready" else opened(lang=lang, start=start))
        assert len(texts) > 20
        for text in texts:
            if ".st-key-" not in text:  # the style rules of the upload box
                assert not re.search(other, re.sub(r"\S+\.(json|pptx)", "", text), re.IGNORECASE), text
