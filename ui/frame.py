"""The frame of every page: language, source, place, units, periods, definition. Its state is the page's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from charts.choose import TODAY, Choice, asking, existing, periods_of, place, similar, view_of
from charts.old_units import place_labels, unit_labels
from charts.view import View
from domain.periods import Period
from queries.ask import Ask
from queries.rows import IndicatorRow, UnitRow
from text.search import fold
from text.words import LANGS, Lang, say
from ui import compare_bar, data, period_bar
from ui.address import ALL, kept, pick, read, reset, write
from ui.old_links import called, followed, led_to


@dataclass(frozen=True)
class Chosen:
    """What the reader chose: in codes, as the view for the charts, who answers for it, and the definition of the page's
    theme."""

    view: View
    choice: Choice
    ask: Ask = data
    definition: str = ""
    notices: tuple[str, ...] = field(default=())

    @property
    def lang(self) -> Lang:
        return self.view.lang


def language() -> Lang:
    """The language in use: the switch's, else the address's, else Vietnamese."""
    # The switch goes first: what stands above it, the navigation and the tab, changes in the same run.
    found = st.session_state.get("frame-lang") or kept().get("lang") or st.query_params.get("lang")
    return "en" if found == "en" else "vi"


def chosen() -> Chosen:
    """The frame's choice of this run; a page's first line."""
    if PagesManager.uses_pages_directory or "chosen" not in st.session_state:
        # A server that has just started takes pages/ for an app of Streamlit's old kind, and runs the page without
        # app.py where a link leads straight to it. Another session may have corrected the server meanwhile.
        PagesManager.uses_pages_directory = False
        st.rerun()
    return st.session_state["chosen"]


def draw(theme: str = "") -> Chosen:
    """Draws the frame's filters in the side bar, keeps them and the address alike, and returns what was chosen.

    `theme` is the page's, where it has definitions to choose from.
    """
    notices: list[str] = []
    read()
    with st.sidebar:
        lang = _language_switch()
        source = _source(lang, notices)
        choice = Choice(lang=lang, source=source, basis=compare_bar.basis(lang, source, notices))
        ask = asking(choice, data)
        province, district = _place(choice, ask, notices)
        choice = replace(choice, province=province, district=district)
        kind, first, last = period_bar.periods(choice, ask, notices)
        choice = replace(choice, kind=kind, first=first, last=last)
        choice = _compared(choice, ask, notices)
        definition = _definition(lang, theme, notices) if theme else ""
        st.button(say("frame.reset", lang), icon=":material/restart_alt:", on_click=reset, width="stretch")
    write()
    result = Chosen(view_of(choice, ask), choice, ask, definition, tuple(notices))
    st.session_state["chosen"] = result
    return result


def _compared(choice: Choice, ask: Ask, notices: list[str]) -> Choice:
    """`choice` with its group of similar units, the units to highlight, and what they are held against."""
    units_stand_here = st.container()
    everyone, words = place(choice, ask)
    periods = periods_of(choice, ask)
    group = existing(choice, everyone, periods)
    with st.expander(say("compare.title", choice.lang), expanded=compare_bar.is_used()):
        peers = compare_bar.similar_units(choice, group, periods, ask, notices)
        choice = replace(choice, peers=peers)
        shown, _ = similar(choice, group, words, periods, ask)
        names = unit_labels(shown, choice.lang, ask.lineage(choice.source) if choice.basis == TODAY else ())
        with units_stand_here:
            choice = replace(choice, units=_units(choice, names, everyone, periods, notices))
        return replace(choice, baselines=compare_bar.baselines(choice, shown, notices))


def switch(name: str, label: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """A page's own switch between views, kept in the address like the frame's filters; the first option by default."""
    if len(options) == 1:
        return options[0]
    choice = kept()
    wanted = choice.get(name) or options[0]
    key = f"frame-{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else options[0]
    picked = st.segmented_control(
        label, options, format_func=words, key=key, label_visibility="collapsed", required=True
    ) or options[0]  # fmt: skip
    choice[name] = picked if picked != options[0] else ALL
    write()
    return picked


def pick_one(name: str, label: str, options: Sequence[str], words: Callable[[str], str], default: str = "") -> str:
    """A page's own drop-down list, kept in the address like the frame's filters. It follows `default` (else the first
    option) as long as the reader has not chosen; what an address names in vain is said above it."""
    notices: list[str] = []
    found = kept().get(name)
    if found and found not in options and (led := led_to(found, chosen().choice, options, notices)):
        kept()[name] = led
    wanted = default if default in options else options[0]
    lang = language()
    picked = pick(name, label, options, wanted, words, lang, notices, lost=lambda unit_id: called(unit_id, lang))
    for notice in notices:
        st.info(notice, icon=":material/info:")
    write()
    return picked


def _language_switch() -> Lang:
    names = {"vi": "Tiếng Việt", "en": "English"}
    key = "frame-lang"
    if st.session_state.get(key) not in LANGS:
        st.session_state[key] = language()
    picked = st.segmented_control(
        say("frame.language", language()), LANGS, format_func=names.__getitem__, key=key,
        label_visibility="collapsed", required=True, width="stretch",
    )  # fmt: skip
    kept()["lang"] = picked if picked != "vi" else ALL
    return picked or "vi"


def _source(lang: Lang, notices: list[str]) -> str:
    there = [source.source for source in data.sources()]
    return pick(
        "source", say("frame.source", lang), there, there[0],
        lambda source: say(f"frame.source_{source}", lang), lang, notices,
    )  # fmt: skip


def _place(choice: Choice, ask: Ask, notices: list[str]) -> tuple[str, str]:
    """Province and district, as unit ids; empty for all. Offered only where there are several, or for a link's sake.
    Today's units can still be chosen by the district they lay in until 30 June 2025."""
    lang, everyone = choice.lang, ask.units(choice.source)
    is_today = choice.basis == TODAY
    former = ask.lineage(choice.source) if is_today else ()
    provinces = {unit.province_id: unit.province for unit in everyone}
    if wanted := kept().get("province"):
        # An old province is no choice among today's, but a link to it keeps working.
        provinces |= {row.from_province_id: row.from_province for row in former if row.from_province_id == wanted}
    province = _one_of("province", provinces, lang, notices)
    there = {unit.unit_id for unit in everyone if province in (ALL, unit.province_id)}
    there |= {row.to_unit_id for row in former if row.from_province_id == province}
    if is_today:
        districts = {row.from_district_id: row.from_district for row in former if row.to_unit_id in there}
    else:
        districts = {unit.district_id: unit.district for unit in everyone if unit.unit_id in there}
    words = "compare.former_district" if is_today else "frame.district"
    return province, _one_of("district", districts, lang, notices, words)


def _one_of(name: str, named: Mapping[str | None, str | None], lang: Lang, notices: list[str], words: str = "") -> str:
    """A list of places by the alphabet, with all of them first. Two eras may have a province of one name."""
    there = {unit_id: place for unit_id, place in named.items() if unit_id}
    if len(there) < 2 and kept().get(name) not in there:
        return ALL
    everywhere = say("frame.everywhere", lang)
    labels = place_labels(there, lang)
    options = [ALL, *sorted(labels, key=lambda unit_id: fold(labels[unit_id]))]
    return pick(
        name, say(words or f"frame.{name}", lang), options, ALL, lambda one: labels.get(one, everywhere), lang, notices,
        lost=lambda unit_id: called(unit_id, lang),
    )  # fmt: skip


def _units(
    choice: Choice, names: dict[str, str], everyone: Sequence[UnitRow], periods: Sequence[Period], notices: list[str]
) -> tuple[str, ...]:
    """The units that are the subject: coloured on charts, the others stay grey. `names` are those to choose from, of
    `everyone` at the place."""
    lang = choice.lang
    found, gone = followed(kept().get("unit") or [], choice, names, notices)
    absent = [unit for unit in everyone if unit.unit_id in gone]
    outside = existing(choice, absent, periods)
    for key, left_out in (
        ("frame.units_not_there", [called(one, lang) for one in gone if one not in {unit.unit_id for unit in absent}]),
        ("compare.units_outside", [unit.name for unit in outside]),
        ("compare.units_not_then", [called(unit.unit_id, lang) for unit in absent if unit not in outside]),
    ):
        if left_out:
            notices.append(say(key, lang, found=", ".join(left_out)))
    key = "frame-unit"
    if key not in st.session_state or any(unit_id not in names for unit_id in st.session_state[key]):
        st.session_state[key] = found
    picked = st.multiselect(
        say("frame.units", lang), list(names), format_func=names.__getitem__, key=key,
        placeholder=say("frame.units_placeholder", lang), help=say("frame.units_help", lang), select_all=False,
    )  # fmt: skip
    kept()["unit"] = picked
    return tuple(picked)


def _definition(lang: Lang, theme: str, notices: list[str]) -> str:
    """Which of the theme's definitions: the default first."""
    offered = definitions(theme)
    names = {indicator.indicator_id: indicator.name(lang) for indicator in offered}
    return pick(
        f"definition_{theme}", say("frame.definition", lang), list(names), offered[0].indicator_id,
        names.__getitem__, lang, notices, say("frame.definition_help", lang),
    )  # fmt: skip


def definitions(theme: str) -> list[IndicatorRow]:
    """The indicators of a theme that answer its question by different denominators, the default first."""
    return sorted(
        (indicator for indicator in data.indicators().values() if indicator.theme == theme),
        key=lambda indicator: (not indicator.is_default, indicator.indicator_id),
    )
