"""What units are compared as and with: basis, group of similar units, baselines. Parts of the side bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.choose import TODAY, Choice
from charts.peers import members, offered, option_words
from domain.comparison import DEFAULT_BASELINES, WITHIN, Aggregate, Baseline, BaselineKind
from domain.peers import Peers
from domain.periods import Period
from queries.ask import Ask
from queries.rows import UnitRow
from text.words import Lang, say
from ui import data
from ui.address import ALL, kept, pick
from ui.old_links import called, led_to

USUAL = tuple(baseline.code for baseline in DEFAULT_BASELINES)
_KINDS = tuple(kind.value for kind in BaselineKind if kind is not BaselineKind.UNIT)
_REPORTED = "reported"


def is_used() -> bool:
    """True where the reader, or the address, has chosen what to compare with."""
    return bool(kept().get("peers") or kept().get("against"))


def basis(lang: Lang, source: str, notices: list[str]) -> str:
    """TODAY, or empty for units as they reported. Offered where the source has units that were re-organised."""
    wanted = kept().get("basis") or ALL
    label = say("compare.basis", lang)
    if wanted not in (ALL, TODAY):
        notices.append(
            say("frame.not_there", lang, label=label, found=wanted, shown=say("compare.basis_reported", lang))
        )
        wanted = ALL
    if not data.lineage(source):
        if wanted:
            notices.append(say("compare.basis_none", lang))
        kept()["basis"] = ALL
        return ALL
    key = "frame-basis"
    if st.session_state.get(key) not in (_REPORTED, TODAY):
        st.session_state[key] = wanted or _REPORTED
    picked = st.segmented_control(
        label, (_REPORTED, TODAY), format_func=lambda name: say(f"compare.basis_{name}", lang), key=key,
        required=True, width="stretch", help=say("compare.basis_help", lang),
    )  # fmt: skip
    kept()["basis"] = TODAY if picked == TODAY else ALL
    return kept()["basis"]


def similar_units(
    choice: Choice, group: Sequence[UnitRow], periods: Sequence[Period], ask: Ask, notices: list[str]
) -> str:
    """The code of the group of similar units; empty for all of the place. Offered where there are several."""
    lang = choice.lang
    label, everyone = say("compare.peers", lang), say("compare.peers_all", lang)
    there = _offered(data.warehouse().build_id, choice, group, periods, ask)
    options = {one.code: option_words(one, lang, ask) for one in there}
    wanted = kept().get("peers") or ALL
    if wanted and wanted not in options:
        known = _parsed(wanted)
        words = option_words(known, lang, ask) if known else wanted
        if known and members(known, choice.source, group, periods, ask):
            # Nothing to tell apart by it, as in a district that has communes alone; but the link says no wrong thing.
            options[wanted] = words
        else:
            notices.append(say("frame.not_there", lang, label=label, found=words, shown=everyone))
            kept()["peers"] = ALL
    if not options:
        return ALL
    return pick(
        "peers", label, [ALL, *options], ALL, lambda code: options.get(code, everyone), lang, notices,
        say("compare.peers_help", lang),
    )  # fmt: skip


@st.cache_resource(max_entries=200, show_spinner=False)
def _offered(
    build_id: str, choice: Choice, _group: Sequence[UnitRow], _periods: Sequence[Period], _ask: Ask
) -> list[Peers]:
    """What `choice` offers in this build: ten thousand units are not sorted into bands at every click."""
    del build_id
    return offered(choice.source, _group, _periods, _ask)


def _parsed(code: str) -> Peers | None:
    try:
        return Peers.parse(code)
    except ValueError:
        return None


def baselines(choice: Choice, group: Sequence[UnitRow], notices: list[str]) -> tuple[str, ...]:
    """Codes of what the values of `group` are held against; none for the usual ones."""
    lang, names = choice.lang, {unit.unit_id: unit.name for unit in group}
    wanted = _there(choice, names, notices)
    options = list(dict.fromkeys([*_KINDS, *_groups(group), *(f"unit:{unit_id}" for unit_id in choice.units), *wanted]))
    key = "frame-against"
    if any(code not in options for code in st.session_state.get(key, ["none yet"])):
        st.session_state[key] = wanted or list(USUAL)
    picked = st.multiselect(
        say("compare.against", lang), options, format_func=lambda code: _words(code, names, lang), key=key,
        placeholder=say("compare.against_placeholder", lang), help=say("compare.against_help", lang), select_all=False,
    )  # fmt: skip
    found = [code for code in options if code in picked]
    kept()["against"] = [] if set(found) in (set(), set(USUAL)) else found
    return tuple(kept()["against"])


def _groups(group: Sequence[UnitRow]) -> list[str]:
    """All counts of the group together; the middle of all others; that of each district or province, where there are
    several."""
    found = [Baseline(BaselineKind.GROUP, Aggregate.POOLED), Baseline(BaselineKind.GROUP, exclude_self=True)]
    for within in WITHIN:
        if len({getattr(unit, f"{within}_id") for unit in group} - {None}) > 1:
            found.append(Baseline(BaselineKind.GROUP, within=within))
    return [baseline.code for baseline in found]


def _there(choice: Choice, names: Mapping[str, str], notices: list[str]) -> list[str]:
    """The baselines that are wanted and there are; a notice for each of the others."""
    found = []
    for code in kept().get("against") or ():
        said = len(notices)
        unit_id = _unit_of(code)
        if unit_id and unit_id not in names:
            unit_id = led_to(unit_id, choice, names, notices)
            code = f"unit:{unit_id}" if unit_id else code
        if unit_id is not None:
            found.append(code)
        elif len(notices) == said:
            notices.append(say("compare.against_gone", choice.lang, found=_gone_words(code, choice)))
    return found


def _gone_words(code: str, choice: Choice) -> str:
    """What a notice calls a baseline that is not there: the unit, of another source with what became of it."""
    unit_id = _unit_of(code) or ""
    own = {unit.unit_id: unit.name for unit in data.units(choice.source)}
    words = own.get(unit_id) or called(unit_id, choice.lang)
    return code if words == unit_id else words


def _unit_of(code: str) -> str | None:
    """The unit of a baseline's code, empty for a baseline that is no unit; None for what is no code."""
    try:
        return Baseline.parse(code).unit_id
    except ValueError:
        return None


def _words(code: str, names: Mapping[str, str], lang: Lang) -> str:
    baseline = Baseline.parse(code)
    if baseline.kind is BaselineKind.UNIT:
        return names[baseline.unit_id]
    if baseline.kind is not BaselineKind.GROUP:
        return say(f"compare.against_{baseline.kind.value}", lang)
    words = say(f"compare.against_{baseline.aggregate.value}", lang)
    if baseline.within:
        words = say(f"compare.within_{baseline.within}", lang, group=words)
    return say("compare.without_itself", lang, group=words) if baseline.exclude_self else words
