"""What a briefing is made of, so that it can be kept in a small file and drawn again for another period."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from briefing.deck import Deck, Item, Page
from charts import overview, recipes
from charts.advice import recommendations
from charts.choose import Choice, view_of
from charts.ranked import file_stem
from charts.recipes import Recipe, UnknownRecipe
from charts.spec import TableSpec
from charts.view import View
from domain.periods import parse_period
from queries.ask import Ask
from queries.values import IndicatorRow
from text.words import Lang, say

SCHEMA = 1
THEMES_ON_COVER = 3


class PlanRefused(ValueError):
    """A briefing file that cannot be used. `key` is a catalogue key."""

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
    """The same briefing for another period: every chart ends with it. Raises ValueError for what is no period."""
    kind = parse_period(period_id).kind.value

    def moved(choice: Choice) -> Choice:
        return replace(choice, kind=kind, last=period_id, first=choice.first if choice.kind == kind else "")

    parts = tuple(replace(part, choice=moved(part.choice)) if isinstance(part, Pin) else part for part in plan.parts)
    return replace(plan, choice=moved(plan.choice), parts=parts)


def in_language(plan: Plan, lang: Lang) -> Plan:
    """The same briefing in another language; the officer's own words stay as they are."""
    parts = tuple(
        replace(part, choice=replace(part.choice, lang=lang)) if isinstance(part, Pin) else part for part in plan.parts
    )
    return replace(plan, choice=replace(plan.choice, lang=lang), parts=parts)


def deck_of(plan: Plan, ask: Ask, made_on: date) -> Deck:
    """Draws the plan. Raises UnknownRecipe, charts.choose.NothingChosen."""
    view = view_of(plan.choice, ask)
    parts = tuple(_part(part, view, ask) for part in plan.parts)
    named = [unit.name for unit in (*view.units, *view.others) if unit.unit_id in view.subjects]
    speaks_of = named[0] if len(named) == 1 else view.group
    stem = file_stem(replace(view, group=speaks_of))
    return Deck(
        title=plan.title or view.say("briefing.title", when=view.period_words()),
        subtitle=speaks_of,
        filters=view.filter_line(),
        lang=view.lang,
        made_on=made_on,
        author=plan.author or view.say("briefing.author", group=speaks_of),
        tiles=tuple(_tiles(view, ask)),
        parts=parts,
        simulated=view.simulated,
        is_provisional=_is_provisional(view, ask),
        file_stem=f"{stem}_{made_on:%Y-%m-%d}",
        findings=_findings(view, ask),
    )


def _part(part: Pin | Words, view: View, ask: Ask) -> Item | Page:
    if isinstance(part, Words):
        return Page(view.say(f"briefing.{part.kind}"), part.lines or draft(part.kind, view, ask))
    shown = view_of(part.choice, ask)
    spec = recipes.make(part.recipe, shown, ask)
    title = part.title
    if part.annex and not title:
        title = shown.say("briefing.annex", title=spec.frame.subtitle)
    return Item(spec, title, part.comment)


def draft(kind: str, view: View, ask: Ask) -> tuple[str, ...]:
    """The lines of a page of words, drafted from the view's figures."""
    indicators = overview.headlines(ask.indicators())
    asked = (
        view,
        indicators,
        recipes.indicator_values(view, ask, *(one.indicator_id for one in indicators)),
        recipes.late_counts(view, ask),
        ask.coverage(view.source, view.period_ids, view.asked_units),
    )
    lines = overview.attention(*asked) if kind == "attention" else recommendations(*asked)
    if lines:
        return tuple(lines)
    can_compare = not isinstance(recipes.make(Recipe("ranked", indicators[0].indicator_id), view, ask), TableSpec)
    return (view.say("briefing.nothing_amiss" if can_compare else "briefing.no_comparison"),)


def themes(indicators: dict[str, IndicatorRow]) -> list[IndicatorRow]:
    """The headline indicators of the three themes."""
    return [one for one in overview.headlines(indicators) if one.theme != "other"][:THEMES_ON_COVER]


def _tiles(view: View, ask: Ask) -> list:
    shown = themes(ask.indicators())
    values = recipes.indicator_values(view, ask, *(one.indicator_id for one in shown))
    return overview.tiles(view, shown, values, ask.coverage(view.source, view.period_ids, view.asked_units))


def _is_provisional(view: View, ask: Ask) -> bool:
    coverage = ask.coverage(view.source, view.period_ids, view.asked_units)
    return any(row.status == "provisional" for row in coverage)


def _findings(view: View, ask: Ask) -> tuple[str, ...]:
    shown = {row.report_id for row in ask.coverage(view.source, view.period_ids, view.asked_units)}
    return tuple(finding.message(view.lang) for finding in ask.findings() if finding.report_id in shown)


def dumps(plan: Plan) -> str:
    """The plan as JSON."""
    parts = [{"pin": asdict(part)} if isinstance(part, Pin) else {"words": asdict(part)} for part in plan.parts]
    head = {"schema": SCHEMA, "title": plan.title, "author": plan.author, "choice": asdict(plan.choice)}
    return json.dumps({**head, "parts": parts}, ensure_ascii=False, indent=1)


def loads(text: str | bytes) -> Plan:
    """The plan of a saved file. Raises PlanRefused for anything that is not one."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise PlanRefused("plan.broken", detail=f"schema {data['schema']}")
        return Plan(
            choice=_choice(data["choice"]),
            parts=tuple(_loaded(part) for part in data["parts"]),
            title=str(data["title"]),
            author=str(data["author"]),
        )
    except PlanRefused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlanRefused("plan.broken", detail=f"{type(error).__name__}: {error}") from error


def _choice(data: dict[str, Any]) -> Choice:
    return Choice(**{**data, "units": tuple(data["units"])})


def _loaded(part: dict[str, Any]) -> Pin | Words:
    if "words" in part:
        words = part["words"]
        if words["kind"] not in ("attention", "recommendations"):
            raise PlanRefused("plan.unknown_chart", found=words["kind"])
        return Words(words["kind"], tuple(str(line) for line in words["lines"]))
    pin = part["pin"]
    recipe = Recipe(**pin["recipe"])
    if recipe.chart not in recipes.CHARTS:
        raise PlanRefused("plan.unknown_chart", found=recipe.chart)
    return Pin(recipe, _choice(pin["choice"]), str(pin["title"]), str(pin["comment"]), bool(pin["annex"]))


__all__ = ["Pin", "Plan", "PlanRefused", "UnknownRecipe", "Words", "deck_of", "dumps", "for_period", "loads"]
