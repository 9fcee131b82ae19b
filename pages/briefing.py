"""The deck builder: a ready-made briefing or the pinned charts, ordered and reworded, then made into files."""

from datetime import date
from functools import partial

import streamlit as st

from briefing import plan as plans
from briefing.deck import Item, Page
from briefing.desk import Desk
from briefing.export import FORMATS, Export, Format
from briefing.plan_file import MOST_BYTES, dumps, loads
from briefing.ready import ready_plan
from charts.choose import NothingChosen
from queries.ask import WarehouseAsk
from ui import builder, data, page, pins
from ui.chart import markdown
from ui.frame import chosen, switch
from ui.picture_files import archive
from ui.upload import upload

MOST_TEMPLATE_MB = 50
REFUSED = (plans.PlanRefused, NothingChosen)
PICTURES = {
    fmt: Format(
        f"_{fmt}.zip",
        "application/zip",
        lambda deck, _, progress, fmt=fmt: archive([item.spec for item in deck.items], fmt, deck.lang, progress),
    )
    for fmt in ("png", "svg")
}
FILES = FORMATS | PICTURES

choice = chosen()
view, lang = choice.view, choice.lang
desk = Desk(st.session_state)
page.head(view, "briefing")
st.markdown(view.say("builder.about"))


def open_saved(content: bytes, period_id: str) -> None:
    """Takes the saved briefing, as it is or for another period, if it can be drawn."""
    try:
        plan = loads(content)
        plan = plans.for_period(plan, period_id) if period_id else plan
        plans.deck_of(plan, data, date.today())
    except REFUSED as error:
        st.session_state["plan-refused"] = error
    else:
        desk.take(plan)


def row(key: str, part: Item | Page, own: plans.Pin | plans.Words) -> builder.Row:
    key = f"{key}-{lang}"
    if isinstance(part, Page):
        return builder.Row(key, part.title, "\n".join(part.lines), text="\n".join(part.lines), is_words=True)
    return builder.Row(key, part.headline, part.headline, getattr(own, "title", ""), part.comment)


begin = switch("start", view.say("builder.start"), ("ready", "pins", "file"), lambda one: view.say(f"builder.{one}"))
if begin == "file":
    saved = upload(view.say("builder.file_label"), "json", MOST_BYTES // 1_000_000, key="plan-file", lang=lang)
with st.container(horizontal=True):
    if begin == "ready":
        words = view.say("builder.take_ready")
        st.button(words, type="primary", on_click=lambda: desk.take(ready_plan(choice.choice, data)))
    elif begin == "pins":
        pinned = tuple(plans.Pin(one.recipe, one.choice) for one in pins.pinned())
        words = view.say("builder.take_pins", count=len(pinned))
        taken = plans.Plan(choice.choice, pinned)
        st.button(words, type="primary", disabled=not pinned, on_click=desk.take, args=(taken,))
        st.button(view.say("builder.clear_pins"), disabled=not pinned, on_click=pins.clear)
    else:
        for name, period_id in (("take_file", ""), ("take_file_for_period", view.period.period_id)):
            words = view.say(f"builder.{name}", when=view.period_words())
            content = saved.getvalue() if saved else b""
            st.button(words, disabled=not saved, on_click=open_saved, args=(content, period_id), key=f"builder-{name}")
if begin == "file":
    st.caption(view.say("builder.take_file_help"))

if error := st.session_state.pop("plan-refused", None):
    builder.refused(error, lang)
desk.speak(lang)
plan, deck = desk.plan, None
if plan and plan.parts:
    try:
        deck = plans.deck_of(plan, data, date.today())
    except REFUSED as error:
        builder.refused(error, lang)
if plan is None or deck is None:
    page.empty(view, f"builder.empty_{begin}")
    page.foot(view)
    st.stop()

st.header(view.say("builder.contents", count=len(plan.parts)), anchor=False)
if deck.filters != view.filter_line():
    st.caption(markdown(deck.filters))
builder.heading(plan.title, plan.author, deck.title, deck.author, lang, key=desk.keys[0], change=desk.head)
parts = [row(*one) for one in zip(desk.keys, deck.parts, plan.parts, strict=True)]
builder.rows(parts, lang, move=desk.move, remove=desk.remove, reword=desk.reword)

st.header(view.say("builder.make"), anchor=False)
formats = st.pills(
    view.say("builder.formats"), list(FILES), selection_mode="multi", default=["pptx"], key="formats",
    format_func=str.upper,
)  # fmt: skip
template = upload(view.say("builder.template"), "pptx", MOST_TEMPLATE_MB, key="template", lang=lang)
export = desk.export


def start() -> None:
    make = partial(plans.deck_of, plan, WarehouseAsk(data.warehouse()), date.today())
    desk.export = Export(make, list(formats or ()), template.getvalue() if template else None, FILES)
    desk.export.start()


with st.container(horizontal=True):
    is_off = not formats or bool(export and export.is_running)
    st.button(view.say("builder.go"), type="primary", disabled=is_off, key="builder-go", on_click=start)
    st.download_button(
        view.say("builder.save"), dumps(plan), f"{deck.file_stem}.json", "application/json", on_click="ignore"
    )
if export:
    builder.outcome(export, lang)

page.foot(view)
