"""What a ranking says in words: its title, at most three sentences, and notes on what cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from charts.against import Base, is_chosen, other_units, untold_notes
from charts.comparing import Standing, shown
from charts.ranking import Ranking
from charts.spec import Status
from charts.targets import status_of
from charts.view import View
from charts.wording import capital, difference, direction, points, rises, topic
from domain.comparison import BaselineKind, is_better

_MOST_SENTENCES = 3
_MOST_MOVERS = 2
_LEAST_PLACES = 2
"""A rank that changes by one place is not worth a sentence."""


@dataclass(frozen=True)
class _Said:
    """A sentence on one baseline. Unchanged medians come last, and so do targets, which the title speaks of."""

    text: str
    is_quiet: bool = False


def title(ranking: Ranking) -> str:
    """How many meet the target, where all have one; else from the lowest to the highest."""
    view, now, targets = ranking.view, ranking.now, ranking.targets
    theme, when, total = topic(view, ranking.indicator), view.period_words(), len(now.ranked)
    aimed = [(one.value, targets.of(one.value.unit_id)) for one in now.ranked]
    if all(target for _, target in aimed):
        met = sum(status_of(value, target, ranking.indicator.polarity) is Status.MET for value, target in aimed)
        level = targets.shared(one.value.unit_id for one in now.ranked)
        if level is None:
            key = "comparison.title_own_all" if met == total else "comparison.title_own"
            return view.say(key, met=met, total=total, theme=theme, when=when)
        key = "ranked.title_target_all" if met == total else "ranked.title_target"
        return view.say(key, met=met, total=total, target=view.percent(level, 0), theme=theme, when=when)
    best, worst = now.ranked[0], now.ranked[-1]
    if shown(best.value) == shown(worst.value):
        return view.say("ranked.title_all_equal", total=total, value=view.value_text(best.value), when=when)
    low, high = sorted((best, worst), key=lambda one: shown(one.value))
    return view.say(
        "ranked.title_spread",
        theme=capital(theme),
        low_unit=_with_ties(ranking, low),
        low=view.value_text(low.value),
        high_unit=_with_ties(ranking, high),
        high=view.value_text(high.value),
        when=when,
    )


def _with_ties(ranking: Ranking, standing: Standing) -> str:
    """The unit's name; with how many share its place."""
    unit = ranking.view.labels[standing.value.unit_id]
    others = sum(other.rank == standing.rank for other in ranking.now.ranked) - 1
    return ranking.view.say("ranked.and_others", unit=unit, count=others) if others else unit


def sentence(ranking: Ranking) -> str:
    """The group's pooled rate and median, then what its baselines tell, in their order."""
    view, now = ranking.view, ranking.now
    numerator, denominator = now.counts
    pooled = view.say(
        "ranked.sentence_pooled",
        group=view.group,
        pooled=view.percent(now.pooled),
        numerator=view.number(numerator),
        denominator=view.number(denominator),
        median=view.percent(now.median),
    )
    said = [one for base in ranking.bases if (one := _said(ranking, base))]
    movers = _movers(ranking)
    if ranking.since and movers and not any(_tells_movement(ranking, base) for base in ranking.bases):
        when = view.period_words(ranking.since.period)
        said.append(_Said(view.say("comparison.movers_since", units=movers, period=when)))
    said.sort(key=lambda one: one.is_quiet)
    return " ".join([pooled, *dict.fromkeys(one.text for one in said)][:_MOST_SENTENCES])


def _said(ranking: Ranking, base: Base) -> _Said | None:
    match base.baseline.kind:
        case BaselineKind.PREVIOUS | BaselineKind.LAST_YEAR:
            return _since(ranking, base)
        case BaselineKind.GROUP:
            return _lagging(ranking)
        case BaselineKind.TARGET:
            return _farthest(ranking, base)
        case BaselineKind.UNIT:
            return _beside(ranking, base)


def _since(ranking: Ranking, base: Base) -> _Said | None:
    """The median's change; with it the largest change of rank, or how many units rose and fell."""
    view, now, then = ranking.view, ranking.now.median, base.then.median if base.then else None
    if now is None or then is None:
        return None
    if base.then and other_units(view, base.then.period, ranking.now.period):
        return _Said(view.say("comparison.median_other_units", base=base.label), is_quiet=True)
    way = direction(now, then)
    parts = [view.say(f"comparison.median_{way}", points=points(view, now, then), base=base.label)]
    movers = _movers(ranking) if _tells_movement(ranking, base) else ""
    if movers:
        parts.append(view.say("comparison.movers", units=movers))
    elif is_chosen(view):
        parts.append(rises(view, base.differences(ranking.now.ranked)))
    return _Said("; ".join(filter(None, parts)) + ".", way == "same" and not movers)


def _tells_movement(ranking: Ranking, base: Base) -> bool:
    return bool(ranking.since and base.then and base.then.period == ranking.since.period)


def _movers(ranking: Ranking) -> str:
    """Who changed its rank most, where that is one unit or two."""
    view = ranking.view
    moved = [(one, places) for one in ranking.now.ranked if (places := ranking.movements.get(one.value.unit_id))]
    most = max((abs(places) for _, places in moved), default=0)
    first = [(one, places) for one, places in moved if abs(places) == most]
    if most < _LEAST_PLACES or len(first) > _MOST_MOVERS:
        return ""
    return view.say("list.and").join(
        view.say(
            "comparison.moved_up" if places > 0 else "comparison.moved_down",
            unit=view.labels[one.value.unit_id],
            places=abs(places),
        )
        for one, places in first
    )


def _lagging(ranking: Ranking) -> _Said | None:
    """The one or two units farthest from the median on its worse side."""
    view, middle, polarity = ranking.view, ranking.now.median, ranking.indicator.polarity
    if middle is None:
        return None
    worse = [one for one in ranking.now.ranked if is_better(polarity, one.value.value or 0.0, middle) is False]
    far = [one for one in worse if difference(one.value.value or 0.0, middle)][-2:]
    if not far:
        return None
    side = "above" if polarity == "down_is_good" else "below"
    keys = {"below": ("ranked.lagging", "ranked.lagging_unit"), "above": ("comparison.far", "comparison.far_unit")}
    return _Said(_far(view, far, middle, *keys[side]))


def _far(view: View, far: list[Standing], base: float, key: str, unit_key: str) -> str:
    units = view.say("list.and").join(
        view.say(unit_key, unit=view.labels[one.value.unit_id], points=points(view, one.value.value or 0.0, base))
        for one in reversed(far)
    )
    return view.say(key, units=units)


def _farthest(ranking: Ranking, base: Base) -> _Said | None:
    """Who is farthest from its target, where the reader asked; the title says how many meet it."""
    view = ranking.view
    if not is_chosen(view):
        return None
    short = [(held, one) for one in ranking.now.ranked if (held := base.of(one)).better is False]
    short = [(held, one) for held, one in short if difference(one.value.value or 0.0, held.value or 0.0)]
    if not short:
        return None
    held, one = max(short, key=lambda pair: abs(pair[0].difference or 0.0))
    return _Said(
        view.say(
            "comparison.farthest_above" if (held.difference or 0.0) > 0 else "comparison.farthest_below",
            unit=view.labels[one.value.unit_id],
            points=points(view, one.value.value or 0.0, held.value or 0.0),
            target=view.percent(held.value, 0),
        ),
        is_quiet=True,
    )


def _beside(ranking: Ranking, base: Base) -> _Said | None:
    """How many units stand above and below the chosen one, by the figures of the table."""
    if base.common is None:
        return None
    view = ranking.view
    told = base.differences(ranking.now.ranked)
    above, below = sum(one > 0 for one in told), sum(one < 0 for one in told)
    same = len(told) - above - below
    key = "comparison.beside_same" if same else "comparison.beside"
    value = view.percent(base.common)
    return _Said(view.say(key, unit=base.label, value=value, above=above, below=below, same=same))


def notes(ranking: Ranking) -> list[str]:
    """How volumes are read, chosen baselines that nothing can be held against, and among whom ranks moved."""
    view, now, since = ranking.view, ranking.now, ranking.since
    found = [view.say("comparison.per_day_note")] if ranking.by_the_day else []
    found += untold_notes(view, ranking.bases, ranking.tabled, now)
    if since and 0 < len(ranking.movements) < max(len(now.ranked), len(since.ranked)):
        when = view.period_words(since.period)
        found.append(view.say("comparison.moved_among", units=len(ranking.movements), period=when))
    return found
