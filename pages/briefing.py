"""The deck builder: a ready-made briefing or the pinned charts, ordered and reworded, then made into files."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from briefing import plan as plans
from briefing.export import FORMATS, Export
from briefing.ready import ready_plan
from charts import recipes
from charts.choose import view_of
from queries.ask import WarehouseAsk
from ui import builder, data, page, pins
from ui.frame import chosen, switch

choice = chosen()
view, lang = choice.view, choice.lang
state = st.session_state
page.head(view, "briefing")
st.markdown(view.say("builder.about"))


def take(plan: plans.Plan) -> None:
    """Starts the list anew: its boxes must not remember another list's words."""
    state["plan"], state["plan-number"] = plan, state.get("plan-number", 0) + 1
    state.pop("export", None)


def change(parts: list[plans.Pin | plans.Words]) -> None:
    take(replace(state["plan"], parts=tuple(parts)))


def move(place: int, by: int) -> None:
    parts = list(state["plan"].parts)
    parts.insert(place + by, parts.pop(place))
    change(parts)


def remove(place: int) -> None:
    change([part for number, part in enumerate(state["plan"].parts) if number != place])


def reword(place: int, title: str, text: str) -> None:
    parts = list(state["plan"].parts)
    part = parts[place]
    if isinstance(part, plans.Words):
        parts[place] = replace(part, lines=tuple(line for line in text.splitlines() if line.strip()))
    else:
        parts[place] = replace(part, title=title.strip(), comment=text.strip())
    state["plan"] = replace(state["plan"], parts=tuple(parts))


def row(place: int, part: plans.Pin | plans.Words) -> builder.Row:
    key = f"{state['plan-number']}-{place}"
    if isinstance(part, plans.Words):
        drafted = "\n".join(plans.draft(part.kind, view_of(state["plan"].choice, data), data))
        return builder.Row(key, view.say(f"briefing.{part.kind}"), "", "\n".join(part.lines), drafted, True)
    spec = recipes.make(part.recipe, view_of(part.choice, data), data)
    return builder.Row(key, part.title or spec.frame.title, part.title, part.comment)


begin = switch("start", view.say("builder.start"), ("ready", "pins", "file"), lambda one: view.say(f"builder.{one}"))
with st.container(horizontal=True, vertical_alignment="bottom"):
    if begin == "ready":
        st.button(
            view.say("builder.take_ready"), type="primary", on_click=lambda: take(ready_plan(choice.choice, data))
        )
    elif begin == "pins":
        pinned = tuple(plans.Pin(one.recipe, one.choice) for one in pins.pinned())
        words = view.say("builder.take_pins", count=len(pinned))
        st.button(words, type="primary", disabled=not pinned, on_click=lambda: take(plans.Plan(choice.choice, pinned)))
        st.button(view.say("builder.clear_pins"), disabled=not pinned, on_click=pins.clear)
    else:
        saved = st.file_uploader(view.say("builder.file_label"), type="json", key="plan-file")
        for name, for_this in (("take_file", False), ("take_file_for_period", True)):
            if st.button(view.say(f"builder.{name}", when=view.period_words()), disabled=saved is None) and saved:
                try:
                    loaded = plans.loads(saved.getvalue())
                    take(plans.for_period(loaded, view.period.period_id) if for_this else loaded)
                except plans.PlanRefused as error:
                    st.error(error.text(lang), icon=":material/error:")

plan = state.get("plan")
if plan is None or not plan.parts:
    page.empty(view, "builder.empty")
    page.foot(view)
    st.stop()

drawn = plans.deck_of(replace(plan, parts=()), data, date.today())
number = state["plan-number"]
left, right = st.columns(2)
title = left.text_input(view.say("builder.deck_title"), plan.title, placeholder=drawn.title, key=f"deck-title-{number}")
author = right.text_input(view.say("builder.author"), plan.author, placeholder=drawn.author, key=f"author-{number}")
state["plan"] = plan = replace(plan, title=title.strip(), author=author.strip())
builder.rows([row(*one) for one in enumerate(plan.parts)], lang, move=move, remove=remove, reword=reword)

st.header(view.say("builder.make"), anchor=False)
formats = st.pills(
    view.say("builder.formats"), list(FORMATS), selection_mode="multi", default=["pptx"], key="formats",
    format_func=str.upper,
)  # fmt: skip
template = st.file_uploader(view.say("builder.template"), type="pptx", key="template")
export: Export | None = state.get("export")
with st.container(horizontal=True):
    if st.button(view.say("builder.go"), type="primary", disabled=not formats or bool(export and export.is_running)):
        make = partial(plans.deck_of, plan, WarehouseAsk(data.warehouse()), date.today())
        export = state["export"] = Export(make, list(formats or ()), template.getvalue() if template else None)
        export.start()
    st.download_button(
        view.say("builder.save"), plans.dumps(plan), f"{drawn.file_stem}.json", "application/json", on_click="ignore"
    )
if export and export.is_running:
    builder.progress(export, lang, lambda: None)
elif export and export.was_cancelled:
    st.info(view.say("builder.cancelled"), icon=":material/cancel:")
elif export and export.error:
    told = getattr(export.error, "text", None)
    st.error(told(lang) if told else view.say("builder.failed", detail=export.error), icon=":material/error:")
elif export:
    with st.container(horizontal=True):
        for file in export.files:
            st.download_button(file.name, file.content, file.name, file.mime, on_click="ignore", key=f"get-{file.name}")

page.foot(view)
