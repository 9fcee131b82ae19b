"""What every page shows alike: its head, the line of filters, the periods to ask for, the footer."""

from __future__ import annotations

import streamlit as st

from charts.view import View
from ui import data
from ui.chart import markdown


def head(view: View, name: str) -> None:
    """The page's title and, in one line, what is shown now."""
    st.title(view.say(f"page.{name}"), anchor=False)
    st.caption(markdown(view.filter_line()))


def asked_periods(view: View) -> list[str]:
    """The view's periods with the one before each, for changes."""
    found = {period.period_id for period in view.periods} | {period.previous().period_id for period in view.periods}
    return sorted(found)


def asked_units(view: View) -> list[str]:
    """The units compared and those shown apart."""
    return [unit.unit_id for unit in (*view.units, *view.others)]


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
                day=f"{build.built_at:%d/%m/%Y}",
            )
        )
    )
