"""The frame of every page: language, source, place, units, periods, definition. Its state is the page's address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from charts.choose import ANY_KIND, Choice, asking, periods_of, place, view_of
from charts.view import View
from domain.comparison import MIN_COMPARABLE_UNITS
from domain.periods import PeriodKind, parse_period
from queries.ask import Ask
from queries.rows import IndicatorRow, UnitRow
from text.search import fold
from text.words import LANGS, Lang, say
from ui import data

ALL = ""
_STATE = "choice"


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
    found = st.session_state.get("frame-lang") or _choice().get("lang") or st.query_params.get("lang")
    return "en" if found == "en" else "vi"


def chosen() -> Chosen:
    """The frame's choice of this run; a page's first line."""
    if PagesManager.uses_pages_directory:
        # A server that has just started takes pages/ for an app of Streamlit's old kind, and runs the page without
        # app.py where a link leads straight to it.
        PagesManager.uses_pages_directory = False
        st.rerun()
    return st.session_state["chosen"]


def draw(theme: str = "") -> Chosen:
    """Draws the frame's filters in the side bar, keeps them and the address alike, and returns what was chosen.

    `theme` is the page's, where it has definitions to choose from.
    """
    notices: list[str] = []
    _read_address()
    with st.sidebar:
        lang = _language_switch()
        source = _source(lang, notices)
        province, district = _place(lang, data.units(source), notices)
        choice = Choice(lang=lang, source=source, province=province, district=district)
        kind, first, last = _periods(choice, notices)
        choice = replace(choice, kind=kind, first=first, last=last)
        choice = replace(choice, units=_units(choice, notices))
        definition = _definition(lang, theme, notices) if theme else ""
        st.button(say("frame.reset", lang), icon=":material/restart_alt:", on_click=_reset, width="stretch")
    _write_address()
    ask = asking(choice, data)
    result = Chosen(view_of(choice, ask), choice, ask, definition, tuple(notices))
    st.session_state["chosen"] = result
    return result


def _choice() -> dict[str, Any]:
    return st.session_state.setdefault(_STATE, {})


def _read_address() -> None:
    """Takes the address as the choice, once a session."""
    choice = _choice()
    if "read" in choice:
        return
    choice["read"] = True
    for name in st.query_params:
        choice[name] = st.query_params.get_all(name) if name == "unit" else st.query_params[name]


def _write_address() -> None:
    """Makes the address say what is chosen, so that a reload or a sent link shows the same."""
    wanted = {name: value for name, value in _choice().items() if value and name != "read"}
    there = {name: st.query_params.get_all(name) for name in st.query_params}
    if there != {name: value if isinstance(value, list) else [value] for name, value in wanted.items()}:
        st.query_params.from_dict(wanted)


def switch(name: str, label: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """A page's own switch between views, kept in the address like the frame's filters; the first option by default."""
    if len(options) == 1:
        return options[0]
    choice = _choice()
    wanted = choice.get(name) or options[0]
    key = f"frame-{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else options[0]
    picked = st.segmented_control(
        label, options, format_func=words, key=key, label_visibility="collapsed", required=True
    ) or options[0]  # fmt: skip
    choice[name] = picked if picked != options[0] else ALL
    _write_address()
    return picked


def pick_one(name: str, label: str, options: Sequence[str], words: Callable[[str], str], default: str = "") -> str:
    """A page's own drop-down list, kept in the address like the frame's filters. It follows `default` (else the first
    option) as long as the reader has not chosen; what an address names in vain is said above it."""
    wanted = default if default in options else options[0]
    notices: list[str] = []
    picked = _pick(name, label, options, wanted, words, language(), notices)
    for notice in notices:
        st.info(notice, icon=":material/info:")
    _write_address()
    return picked


def _reset() -> None:
    lang = _choice().get("lang", "vi")
    st.session_state[_STATE] = {"read": True, "lang": lang}
    for key in [key for key in st.session_state if str(key).startswith("frame-")]:
        del st.session_state[key]


def _pick(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str],
    lang: Lang,
    notices: list[str],
    help_text: str | None = None,
) -> str:
    """A drop-down list whose choice outlives a change of language, page or options; says so where it cannot. What was
    not chosen follows the default: another source brings its own kind and range of periods."""
    choice = _choice()
    wanted = choice.get(name, default)
    if wanted not in options:
        if name in choice and wanted:
            notices.append(say("frame.not_there", lang, label=label, found=wanted, shown=words(default)))
        wanted = default
    key, shown = f"frame-{name}", f"default-{name}"
    follows = not choice.get(name) and st.session_state.get(shown, default) != default
    if follows or st.session_state.get(key) not in options:
        st.session_state[key] = wanted
    st.session_state[shown] = default
    picked = st.selectbox(
        label, options, format_func=words, key=key, placeholder=say("frame.choose", lang), help=help_text
    )
    choice[name] = picked if picked != default else ALL
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
    _choice()["lang"] = picked if picked != "vi" else ALL
    return picked or "vi"


def _source(lang: Lang, notices: list[str]) -> str:
    there = [source.source for source in data.sources()]
    return _pick(
        "source", say("frame.source", lang), there, there[0],
        lambda source: say(f"frame.source_{source}", lang), lang, notices,
    )  # fmt: skip


def _place(lang: Lang, everyone: Sequence[UnitRow], notices: list[str]) -> tuple[str, str]:
    """Province and district, as unit ids; empty for all. Offered only where there are several."""
    everywhere = say("frame.everywhere", lang)
    province, district = ALL, ALL
    provinces = {unit.province_id: unit.province for unit in everyone if unit.province_id}
    if len(provinces) > 1:
        province = _pick(
            "province", say("frame.province", lang), [ALL, *_by_name(provinces)], ALL,
            lambda unit_id: provinces.get(unit_id) or everywhere, lang, notices,
        )  # fmt: skip
    there = [unit for unit in everyone if province in (ALL, unit.province_id)]
    districts = {unit.district_id: unit.district for unit in there if unit.district_id}
    if len(districts) > 1:
        district = _pick(
            "district", say("frame.district", lang), [ALL, *_by_name(districts)], ALL,
            lambda unit_id: districts.get(unit_id) or everywhere, lang, notices,
        )  # fmt: skip
    return province, district


def _by_name(named: dict[str, str | None]) -> list[str]:
    return sorted(named, key=lambda unit_id: fold(named[unit_id] or ""))


def _periods(choice: Choice, notices: list[str]) -> tuple[str, str, str]:
    """Kind, first and last period."""
    lang = choice.lang
    rows = data.periods(choice.source)
    kinds = [kind.value for kind in PeriodKind if any(row.kind is kind for row in rows)]
    default = _default_kind(choice.source)
    options = [ANY_KIND, *kinds] if len(kinds) > 1 else kinds
    kind = _pick(
        "kind", say("frame.kind", lang), options, default,
        lambda kind: say(f"frame.kind_{kind}", lang), lang, notices,
    )  # fmt: skip
    ids = [period.period_id for period in periods_of(replace(choice, kind=kind), data)]

    def words(period_id: str) -> str:
        return parse_period(period_id).label(lang)

    first = _pick("from", say("frame.from", lang), ids, ids[0], words, lang, notices)
    last = _pick("to", say("frame.to", lang), ids, ids[-1], words, lang, notices)
    return kind, first, last


def _default_kind(source: str) -> str:
    """The first kind that enough units report to be compared: quarters, then longer ones; else any kind."""
    rows = data.periods(source)
    for kind in PeriodKind:
        if any(row.kind is kind and row.units >= MIN_COMPARABLE_UNITS for row in rows):
            return kind.value
    return ANY_KIND


def _units(choice_made: Choice, notices: list[str]) -> tuple[str, ...]:
    """The units that are the subject: coloured on charts, the others stay grey."""
    lang = choice_made.lang
    group, _ = place(choice_made, data)
    by_id = {unit.unit_id: unit for unit in group}
    choice = _choice()
    wanted = choice.get("unit") or []
    gone = [unit_id for unit_id in wanted if unit_id not in by_id]
    if gone:
        notices.append(say("frame.units_not_there", lang, found=", ".join(gone)))
    key = "frame-unit"
    if any(unit_id not in by_id for unit_id in st.session_state.get(key, [])) or key not in st.session_state:
        st.session_state[key] = [unit_id for unit_id in wanted if unit_id in by_id]
    picked = st.multiselect(
        say("frame.units", lang), list(by_id), format_func=lambda unit_id: by_id[unit_id].name, key=key,
        placeholder=say("frame.units_placeholder", lang), help=say("frame.units_help", lang), select_all=False,
    )  # fmt: skip
    choice["unit"] = picked
    return tuple(picked)


def _definition(lang: Lang, theme: str, notices: list[str]) -> str:
    """Which of the theme's definitions: the default first."""
    offered = definitions(theme)
    names = {indicator.indicator_id: indicator.name(lang) for indicator in offered}
    return _pick(
        f"definition_{theme}", say("frame.definition", lang), list(names), offered[0].indicator_id,
        names.__getitem__, lang, notices, say("frame.definition_help", lang),
    )  # fmt: skip


def definitions(theme: str) -> list[IndicatorRow]:
    """The indicators of a theme that answer its question by different denominators, the default first."""
    return sorted(
        (indicator for indicator in data.indicators().values() if indicator.theme == theme),
        key=lambda indicator: (not indicator.is_default, indicator.indicator_id),
    )
