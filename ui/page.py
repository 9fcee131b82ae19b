"""What every page shows alike: its head, the line of filters, the periods to ask for, the footer."""

from __future__ import annotations

import streamlit as st

from charts import recipes
from charts.recipes import Recipe
from charts.series import PANELS_A_PAGE
from charts.view import View
from text.numbers import format_date
from ui import data, origins, pins
from ui.chart import markdown, show
from ui.frame import Chosen, switch


def head(view: View, name: str) -> None:
    """The page's title and, in one line, what is shown now."""
    st.title(view.say(f"page.{name}"), anchor=False)
    st.caption(markdown(view.filter_line()))


def panels(view: View) -> int:
    """Which page of small multiples is shown, from 0: with more units than a page holds, the reader turns it."""
    count = -(-len(view.units) // PANELS_A_PAGE)

    def words(number: str) -> str:
        first = (int(number) - 1) * PANELS_A_PAGE + 1
        return f"{first}–{min(first + PANELS_A_PAGE - 1, len(view.units))}"

    return int(switch("panels", view.say("chart.panels"), [str(n + 1) for n in range(max(count, 1))], words)) - 1


def chart(recipe: Recipe, choice: Chosen, *, key: str) -> None:
    """The recipe's chart for what is chosen, with the button that pins it to a briefing and the way to its sources."""
    spec = recipes.make(recipe, choice.view, choice.ask)

    def tools() -> None:
        pins.button(recipe, choice.choice, key=key)
        origins.offer(recipe, choice, key=key)

    show(spec, key=key, lang=choice.lang, tools=tools)


def empty(view: View, key: str, **values: object) -> None:
    """Why there is nothing to show, and what would fill it."""
    st.info(view.say(key, **values), icon=":material/inbox:")


def foot(view: View) -> None:
    """Source, build and date, at the end of every page."""
    build = data.build_info()
    st.divider()
    st.caption(
        markdown(
            view.say(
                "page.foot",
                source=view.say(f"source.{view.source}"),
                build=build.build_id,
                day=format_date(build.built_at, view.lang),
            )
        )
    )
