"""What a briefing is made of, so that it can be kept in a small file and drawn again for another period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from briefing.deck import AnySpec, Deck, Item, Page
from briefing.off_screen import Told, off_screen
from charts import overview, recipes, unit_tiles
from charts.advice import of_one, recommendations
from charts.attention import attention
from charts.choose import Choice, NothingChosen, asking, chosen_units, periods_of, place, view_of
from charts.profile import in_order
from charts.quality_marks import MARKING
from charts.recipes import Recipe, UnknownRecipe
from charts.spec import TableSpec
from charts.view import View
from charts.wording import file_stem
from domain.periods import Period, parse_period
from queries.ask import Ask
from queries.rows import IndicatorRow
from text.search import short_name
from text.words import Lang, say

THEMES_ON_COVER = 3
MOST_NAMED_FIGURES = 4


class PlanRefused(ValueError):
    """A briefing that cannot be used: a broken file, or one that names what there is not. `key` is a catalogue key."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(key, values)

    def text(self, lang: Lang) -> str:
        return say(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.text("vi")


@dataclass(frozen=True)
class Pin:
    """A chart in a briefing: its recipe, the choice it was seen with, the officer's own title and comment."""

    recipe: Recipe
    choice: Choice
    title: str = ""
    comment: str = ""
    annex: bool = False


@dataclass(frozen=True)
class Words:
    """A page of words. Without `lines` they are drafted from the figures when the deck is made."""

    kind: Literal["attention", "recommendations"]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A briefing before it is drawn: the choice it speaks of, and its parts in order."""

    choice: Choice
    parts: tuple[Pin | Words, ...] = ()
    title: str = ""
    author: str = ""


def for_period(plan: Plan, period_id: str) -> Plan:
    """The same briefing for another period: every chart ends with it. Raises ValueError for what is no period.

    The officer's words that hold a figure speak of the old period: they give way to what is drafted for the new one.
    """
    period = parse_period(period_id)

    def moved(part: Pin | Words) -> Pin | Words:
        if isinstance(part, Words):
            return replace(part, lines=() if any(map(_has_figure, part.lines)) else part.lines)
        return replace(
            part, choice=_moved(part.choice, period), title=_timeless(part.title), comment=_timeless(part.comment)
        )

    parts = tuple(moved(part) for part in plan.parts)
    return replace(plan, choice=_moved(plan.choice, period), parts=parts, title=_timeless(plan.title))


def _moved(choice: Choice, period: Period) -> Choice:
    """`choice` with `period` as its last; where it began is kept if that is of the same kind and not later."""
    first = choice.first if choice.kind == period.kind.value else ""
    if first and parse_period(first).nominal.end > period.nominal.end:
        first = ""
    return replace(choice, kind=period.kind.value, first=first, last=period.period_id)


def _has_figure(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _timeless(text: str) -> str:
    return "" if _has_figure(text) else text


def in_language(plan: Plan, lang: Lang) -> Plan:
    """The same briefing in another language; the officer's own words stay as they are."""
    parts = tuple(
        replace(part, choice=replace(part.choice, lang=lang)) if isinstance(part, Pin) else part for part in plan.parts
    )
    return replace(plan, choice=replace(plan.choice, lang=lang), parts=parts)


def deck_of(plan: Plan, ask: Ask, made_on: date) -> Deck:
    """Draws the plan. Raises PlanRefused for a period, unit or chart that there is not, charts.choose.NothingChosen."""
    pins = [part for part in plan.parts if isinstance(part, Pin)]
    base, ask = ask, asking(plan.choice, ask)
    view = _view(plan.choice, ask)
    views = [view, *(_view(pin.choice, asking(pin.choice, base)) for pin in pins)]
    views = [one for place, one in enumerate(views) if one not in views[:place]]
    speaks_of, findings = _subject(view), _findings(views)
    return Deck(
        title=plan.title or view.say("briefing.title", when=view.period_words()),
        subtitle=speaks_of,
        filters=view.filter_line(),
        lang=view.lang,
        made_on=made_on,
        author=plan.author or _author(plan.choice, view, ask),
        tiles=tuple(unit_tiles.tiles(view, ask, themes(ask.indicators()))),
        parts=tuple(
            _drawn(part, asking(part.choice, base), findings) if isinstance(part, Pin) else _page(part, view, ask)
            for part in plan.parts
        ),
        simulated=any(one.simulated for one in views),
        is_provisional=any(_is_provisional(one, ask) for one in views),
        file_stem=f"{file_stem(replace(view, group=speaks_of))}_{made_on:%Y-%m-%d}",
        findings=tuple(one.sentence for one in findings),
    )


def _view(choice: Choice, ask: Ask) -> View:
    """The view of a saved choice, which must not quietly become another one's."""
    known = [period.period_id for period in periods_of(replace(choice, first="", last=""), ask)]
    if choice.last and choice.last not in known:
        raise PlanRefused("plan.period_gone", found=choice.last, known=", ".join(known) or "–")
    group, _ = place(choice, ask)
    gone = chosen_units(choice, ask) - {unit.unit_id for unit in group}
    if group and gone:
        raise PlanRefused("plan.unit_gone", found=", ".join(sorted(gone)))
    return view_of(choice, ask)


def _subject(view: View) -> str:
    """Of whom the briefing speaks: the one highlighted unit, else the group."""
    named = [unit.name for unit in (*view.units, *view.others) if unit.unit_id in view.subjects]
    return named[0] if len(named) == 1 else view.group


def _author(choice: Choice, view: View, ask: Ask) -> str:
    """The committee of the unit or of the group; units of several districts have none in common."""
    subject = _subject(view)
    if subject == view.group:
        # Of the place: no committee is called after a group of similar units.
        _, subject = place(choice, ask)
        if subject == view.say("frame.all_units"):
            return view.say("briefing.author_of_many")
    # "UBND huyện Minh Họa": the kind of unit is a common noun inside a name.
    is_named_by_kind = view.lang == "vi" and short_name(subject) != subject
    return view.say("briefing.author", group=subject[0].lower() + subject[1:] if is_named_by_kind else subject)


def _page(part: Words, view: View, ask: Ask) -> Page:
    return Page(view.say(f"briefing.{part.kind}"), part.lines or draft(part.kind, view, ask))


def _drawn(part: Pin, ask: Ask, findings: Sequence[Told]) -> Item:
    shown = view_of(part.choice, ask)
    try:
        spec = recipes.make(part.recipe, shown, ask)
    except UnknownRecipe as error:
        raise PlanRefused("plan.unknown_chart", found=str(error)) from error
    title = part.title
    if part.annex and not title:
        title = shown.say("briefing.annex", title=spec.frame.subtitle)
    title = title or _table_title(part.recipe, spec, shown, ask)
    return Item(off_screen(spec, findings, shown.lang), title, part.comment)


def _table_title(recipe: Recipe, spec: AnySpec, view: View, ask: Ask) -> str:
    """Of units that cannot be ranked: which indicator, and each unit's figure where they are few. The chart's own title
    stands under the name of a page, which a slide does not have."""
    if not isinstance(spec, TableSpec) or not spec.frame.table or recipe.chart not in recipes.OF_AN_INDICATOR:
        return ""
    name = ask.indicators()[recipe.indicator].name(view.lang)
    told = [(row["unit"], row["value_text"]) for row in spec.frame.table.rows if row.get("value_text")]
    if view.is_mixed or not 0 < len(told) <= MOST_NAMED_FIGURES or len(told) < len(spec.frame.table.rows):
        return f"{name}: {spec.frame.title}"
    units = "; ".join(f"{unit} {value}" for unit, value in told)
    return view.say("briefing_notes.one_figure", indicator=name, when=view.period_words(), units=units)


def draft(kind: str, view: View, ask: Ask) -> tuple[str, ...]:
    """The lines of a page of words, drafted from the view's figures."""
    every = ask.indicators()
    # Of one unit every target counts, as on its profile; a group has its headlines.
    indicators = in_order(every.values()) if of_one(view) else overview.headlines(every)
    asked = (
        view,
        indicators,
        recipes.indicator_values(view, ask, *(one.indicator_id for one in indicators)),
        recipes.late_counts(view, ask),
        recipes.coverage(view, ask),
    )
    lines = attention(*asked) if kind == "attention" else recommendations(*asked)
    if lines:
        return tuple(lines)
    can_compare = not isinstance(recipes.make(Recipe("ranked", indicators[0].indicator_id), view, ask), TableSpec)
    return (view.say("briefing.nothing_amiss" if can_compare else "briefing.no_comparison"),)


def themes(indicators: Mapping[str, IndicatorRow]) -> list[IndicatorRow]:
    """The headline indicators of the three themes."""
    return [one for one in overview.headlines(indicators) if one.theme != "other"][:THEMES_ON_COVER]


def _is_provisional(view: View, ask: Ask) -> bool:
    return any(row.status == "provisional" for row in recipes.coverage(view, ask))


def _findings(views: list[View]) -> tuple[Told, ...]:
    """What does not hold in the reports that are shown, the worst first, each with its unit and period."""
    lang = views[0].lang
    found = {one.finding_id: (view, one) for view in views for one in view.findings.marking}
    ordered = sorted(found.values(), key=lambda pair: MARKING.index(pair[1].severity))
    return tuple(
        Told(
            one.message(lang),
            say(
                "finding.of_report",
                lang,
                unit=view.report_unit(one),
                period=_short(one.period_id, lang),
                text=one.message(lang),
            ),
        )
        for view, one in ordered
    )


def _short(period_id: str | None, lang: Lang) -> str:
    return parse_period(period_id).short_label(lang) if period_id else ""


__all__ = [
    "NothingChosen",
    "Pin",
    "Plan",
    "PlanRefused",
    "Words",
    "deck_of",
    "draft",
    "for_period",
    "in_language",
    "themes",
]
