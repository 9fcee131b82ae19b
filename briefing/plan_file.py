"""A briefing as a small file: JSON of codes and the officer's own words, no figures. What is read is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from briefing.plan import Pin, Plan, PlanRefused, Words
from charts import recipes
from charts.choose import ANY_KIND, Choice
from charts.recipes import Recipe
from domain.comparison import Baseline
from domain.periods import PeriodKind, parse_period
from text.words import LANGS

SCHEMA = 1
MOST_BYTES = 1_000_000
MOST_PARTS = 200
MOST_LETTERS = 5_000
KINDS = (ANY_KIND, *(kind.value for kind in PeriodKind))
WORDS = ("attention", "recommendations")


def dumps(plan: Plan) -> str:
    """The plan as JSON."""
    parts = [{"pin": asdict(part)} if isinstance(part, Pin) else {"words": asdict(part)} for part in plan.parts]
    head = {"schema": SCHEMA, "title": plan.title, "author": plan.author, "choice": asdict(plan.choice)}
    return json.dumps({**head, "parts": parts}, ensure_ascii=False, indent=1)


def loads(text: str | bytes) -> Plan:
    """The plan of a saved file. Raises PlanRefused for anything that is not one."""
    if len(text) > MOST_BYTES:
        raise PlanRefused("plan.too_big", most=MOST_BYTES // 1_000_000)
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {str(data['schema'])[:20]}")
        return _plan(data)
    except PlanRefused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PlanRefused("plan.broken", detail=f"{type(error).__name__}: {str(error)[:200]}") from error


def _plan(data: Mapping[str, Any]) -> Plan:
    if len(_list(data, "parts")) > MOST_PARTS:
        raise ValueError(f"parts: {len(data['parts'])} > {MOST_PARTS}")
    parts = tuple(_part(part) for part in data["parts"])
    return Plan(_choice(data["choice"]), parts, _text(data, "title"), _text(data, "author"))


def _part(part: Mapping[str, Any]) -> Pin | Words:
    if "words" in part:
        words = part["words"]
        if words["kind"] not in WORDS:
            raise PlanRefused("plan.unknown_chart", found=str(words["kind"])[:50])
        return Words(words["kind"], tuple(_checked(line, "lines") for line in _list(words, "lines")))
    pin = part["pin"]
    if not isinstance(pin.get("annex", False), bool):
        raise TypeError("annex")
    recipe, choice = _recipe(pin["recipe"]), _choice(pin["choice"])
    return Pin(recipe, choice, _text(pin, "title"), _text(pin, "comment"), pin.get("annex", False))


def _recipe(data: Mapping[str, Any]) -> Recipe:
    part = data.get("part", 0)
    if type(part) is not int or not 0 <= part < MOST_PARTS:
        raise TypeError("part")
    words = {name: _text(data, name) for name in ("chart", "indicator", "dimension", "group", "unit")}
    if words["chart"] not in recipes.CHARTS:
        raise PlanRefused("plan.unknown_chart", found=words["chart"][:50])
    return Recipe(part=part, **words)


def _choice(data: Mapping[str, Any]) -> Choice:
    words = {name: _text(data, name) for name in ("source", "province", "district", "first", "last", "basis", "peers")}
    for period in (words["first"], words["last"]):
        if period:
            parse_period(period)
    units = tuple(_checked(unit, "units") for unit in _list(data, "units"))
    # A file from before there were baselines has none.
    baselines = tuple(Baseline.parse(_checked(code, "baselines")).code for code in data.get("baselines", []))
    if data["lang"] not in LANGS or data["kind"] not in KINDS:
        raise ValueError(f"lang {str(data['lang'])[:20]}, kind {str(data['kind'])[:20]}")
    return Choice(lang=data["lang"], kind=data["kind"], units=units, baselines=baselines, **words)


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(data[name], list):
        raise TypeError(name)
    return data[name]


def _text(data: Mapping[str, Any], name: str) -> str:
    return _checked(data.get(name, ""), name)


def _checked(value: object, name: str) -> str:
    """A text of a bearable length without control characters, which no office file may hold."""
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        raise TypeError(name)
    return "".join(char for char in value if char.isprintable() or char == "\n")
