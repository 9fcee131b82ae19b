"""The language of the screens: no English on the Vietnamese one, no Vietnamese but names on the English one."""

import re

import pytest

from tests.app_cases import at_address, on_screen
from text.words import LANGS, Lang, catalogue, say

pytestmark = pytest.mark.usefixtures("in_data_root")

# Vietnamese text has these too: codes, file formats, and the name of the other language on its switch.
ALLOWED = {
    "english", "cchc", "csv", "xlsx", "png", "svg", "ubnd", "sim", "demo", "bc", "tthc", "vpcp", "kstt", "iso", "qđ",
    "ttg", "nđ", "cp", "nq", "iii", "iv", "vii", "ii",
}  # fmt: skip


def vocabulary(lang: Lang) -> set[str]:
    """The words that the catalogue uses in one language and not in the other."""
    spoken = {
        one: {word for entry in catalogue().values() for word in re.findall(r"[^\W\d_]+", entry[one].lower())}
        for one in LANGS
    }
    other: Lang = "en" if lang == "vi" else "vi"
    return spoken[lang] - spoken[other]


ENGLISH_OF_STREAMLIT = re.compile(
    r"\b(choose|select|options?|search|download|fullscreen|loading|running|error|type|clear|add|view|show|hide|data|"
    r"the|of|and|with|from|units?|reports?|target|median|none|missing|dossiers?|year|quarter)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("source", ["demo", "report"])
@pytest.mark.parametrize("page", ["overview", "online", "on_time"])
def test_there_is_no_english_on_the_vietnamese_screen(page: str, source: str) -> None:
    english = vocabulary("en") - ALLOWED
    for address in ({}, {"chart": "heat", "chart_on_time": "backlog"}, {"chart": "trend", "chart_on_time": "late"}):
        app = at_address(page, source=source, unit=[], **address)
        texts = on_screen(app)
        assert len(texts) > 20
        for text in texts:
            own = re.sub(r"\S+-(?:UBND|BC|ubnd)\S*|\b[\w-]+-\d{4}(?:-\w+)?\b|English", "", text)
            assert ENGLISH_OF_STREAMLIT.search(own) is None, text
            for word in re.findall(r"[^\W\d_]{4,}", own.lower()):
                assert word not in english, (word, text)


@pytest.mark.parametrize("page", ["overview", "online", "on_time"])
def test_there_is_no_vietnamese_but_names_on_the_english_screen(page: str) -> None:
    app = at_address(page, source="demo", lang="en")
    names = r"(Huyện|Xã|Thị trấn) (?:\w+ ?)+|Tiếng Việt|Minh Họa|\d+/BC-UBND"
    texts = on_screen(app)
    assert len(texts) > 20
    for text in texts:
        own = re.sub(names, "", text)
        found = re.search(
            r"\b(đơn vị|trung vị|mục tiêu|hồ sơ|quý|năm|tỷ lệ|báo cáo|không|điểm phần trăm)\b", own, re.IGNORECASE
        )
        assert found is None, text


def test_every_choice_has_a_placeholder_of_ours() -> None:
    for app in (at_address("online", source="demo"), at_address("on_time")):
        for box in (*app.selectbox, *app.multiselect):
            ours = ("frame.choose", "frame.units_placeholder", "compare.against_placeholder", "origin.label")
            assert box.proto.placeholder in {say(key, "vi") for key in ours}
            assert box.label
