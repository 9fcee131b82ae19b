"""Figures as plain dicts: what holds of every kind of chart, words, markup, the block around it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from charts.captions import key_text
from charts.colours import DARK, LIGHT, Palette
from charts.spec import Flag, Mark, Reference, Role, Series
from tests.draw_cases import ALL, draw, every, texts
from tests.gallery import specs
from text.words import LANGS, Lang
from ui.draw_common import WidthClass, escape, wrap


@every
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_figure_is_plain_json_with_the_separators_of_its_language(
    make: Any, width: WidthClass, palette: Palette
) -> None:
    for lang, separators in (("vi", ",."), ("en", ".,")):
        drawn = draw(make(lang), palette, lang, width)  # type: ignore[arg-type]
        json.dumps(drawn, allow_nan=False)
        assert drawn["layout"]["separators"] == separators
        assert drawn["layout"]["dragmode"] is False
        assert drawn["layout"]["paper_bgcolor"] == palette.paper
        assert "title" not in drawn["layout"]


@every
def test_left_margins_leave_room_for_the_data_on_a_phone(make: Any) -> None:
    drawn = draw(make("vi"), width="narrow")
    margin = drawn["layout"]["margin"]
    assert margin["l"] <= 130
    assert 350 - margin["l"] - margin["r"] >= 110


@every
def test_a_picture_carries_all_that_stands_around_a_chart(make: Any) -> None:
    spec = make("vi")
    drawn = draw(replace(spec, frame=replace(spec.frame, simulated=True)), with_title=True)
    inside = " ".join(texts(drawn)).replace("<br>", " ")
    assert drawn["layout"]["title"]["text"].replace("<br>", " ") == f"<b>{spec.frame.title}</b>"
    for text in (spec.frame.subtitle, spec.frame.sentence, spec.frame.source, spec.frame.definition, *spec.frame.notes):
        assert text in inside
    assert inside.count("SỐ LIỆU MÔ PHỎNG") == 2


def test_a_picture_of_reported_figures_has_no_mark_of_simulation() -> None:
    assert "MÔ PHỎNG" not in str(draw(specs.dots("vi"), with_title=True))


def _hostile(name: str, text: str) -> Mark:
    return Mark(name, name, 50.0, text, hover=name, role=Role.SUBJECT)


def test_markup_in_names_and_texts_is_shown_not_obeyed() -> None:
    name = '<a href="javascript:x">A&B</a>'
    mark = _hostile(name, "<b>1</b>")
    frame = replace(specs.dots("vi").frame, title=name, subtitle=name, sentence=name, notes=(name,))
    reference = Reference("median", 50, name)
    series = Series(name, name, (mark,), Role.SUBJECT)
    drawn = [
        draw(
            replace(specs.ranked("vi"), frame=frame, marks=(mark,), below=(mark,), references=(reference,)),
            with_title=True,
        ),
        draw(replace(specs.dots("vi"), frame=frame, marks=(mark,), axis_note=name), with_title=True),
        draw(replace(specs.trend("vi"), frame=frame, periods=(name,), series=(series,), references=(reference,))),
        draw(replace(specs.multiples("vi"), frame=frame, periods=(name,), panels=(series,), median=series)),
        draw(replace(specs.heat("vi"), frame=frame, periods=(name,), rows=(series,), scale_title=name)),
        draw(
            replace(
                specs.stacked("vi"),
                levels=(name,) * 6,
                rows=(replace(specs.stacked("vi").rows[0], label=name, note=name),),
            )
        ),
    ]
    for one in drawn:
        shown = json.loads(json.dumps(one))
        for trace_ in shown["data"]:
            trace_.pop("customdata", None)
        assert "<a" not in str(shown)
        assert "<b>1" not in str(shown)
        assert "&lt;a" in str(shown)


def test_escape_and_wrap() -> None:
    assert escape("<b> & </b>") == "&lt;b&gt; &amp; &lt;/b&gt;"
    assert wrap("Sở Nông nghiệp và Phát triển nông thôn", 26) == ["Sở Nông nghiệp và", "Phát triển nông thôn"]
    assert wrap("", 10) == [""]


@every
def test_nothing_in_the_vietnamese_figure_is_english(make: Any) -> None:
    drawn = str(draw(make("vi"), with_title=True)).replace("Source Sans", "")
    for word in ("unknown", "Not ranked", "people", "Key:", "Source", "Definition"):
        assert word not in drawn


def test_every_flag_has_its_words_on_every_kind_of_chart() -> None:
    for lang in LANGS:
        for make in ALL:
            spec = make(lang)
            if hasattr(spec, "marks"):
                marked = replace(spec.marks[0], flags=frozenset(Flag))
                assert key_text(replace(spec, marks=(marked,)), lang).count(";") >= 4


GALLERY = Path(__file__).parent / "gallery" / "gallery_app.py"


@pytest.mark.parametrize("lang", LANGS)
def test_the_block_has_title_subtitle_alt_text_and_footer(lang: Lang) -> None:
    app = AppTest.from_file(str(GALLERY), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    frame = specs.dots(lang).frame
    charts = [element.proto for element in app.get("plotly_chart")]
    assert len(charts) == len(ALL)
    assert charts[1].alt == frame.alt
    assert json.loads(charts[0].config)["showSendToCloud"] is False
    shown = " ".join(element.value for element in (*app.subheader, *app.markdown)).replace("\\", "")
    for text in (frame.title, frame.subtitle, frame.sentence, frame.source):
        assert text in shown
