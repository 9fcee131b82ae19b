"""Kinds of rule about what a report says of itself: `levels`, `heading`, `said_twice`, `window`, `window_printed`,
`signed_before_end`, `others_named`, `noted`."""

from collections.abc import Iterator
from datetime import date

from domain.periods import Window
from domain.rounding import slack
from domain.rule_facts import Facts, Known
from domain.rule_staff import printed_heads
from domain.rules import Breach, Name, Noted, Outcome, Rule, Stated, Statement, Terms, Words, places, said_value, stated


def levels(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A qualification table against its headcount: the heading's, else those present. `side` over or under.

    A table without any level printed says nothing. `params`: groups, dimensions, side."""
    over = rule.params["side"] == "over"
    for scope in facts.scopes:
        for group in rule.params["groups"]:
            for dimension in rule.params["dimensions"]:
                table = _table(facts, scope, group, dimension)
                if table is None:
                    continue
                printed, heads = table
                together = sum(one.value for one in printed.values())
                measures = tuple(dict.fromkeys((*printed, *heads.roots)))
                fails = together > heads.value if over else together < heads.value
                breach = None
                if fails:
                    said = [statement for one in printed.values() for statement in one.said]
                    parts = Terms(tuple(one.shown for one in printed.values()))
                    heads_of = Name(next(iter(heads.roots)))
                    rate = _rate_of(together, printed_heads(facts, scope, group))
                    values = {"left_sum": parts, "measure": heads_of, "right": heads.shown, "rate": rate}
                    # The headcount of those present is no part of the table: it has its own rules.
                    wrong = tuple(measure for measure in measures if not measure.endswith(".present"))
                    breach = Breach(
                        wrong, together, heads.value, places(said), places(heads.said), values=values,
                        left_said=stated(said), right_said=stated(heads.said),
                    )  # fmt: skip
                yield Outcome(rule, scope, measures, breach)


def _rate_of(levels: float, heads: list[Known]) -> Words:
    """What becomes of a rate of the table: whole where another headcount is what its levels add up to."""
    if any(one.value == levels for one in heads):
        return Words("rule.rate_over_levels", {"levels": levels})
    return Words("rule.rate_lower_bound")


def _table(facts: Facts, scope: str, group: str, dimension: str) -> tuple[dict[str, Known], Known] | None:
    figures = facts.counted(scope)
    start = f"staff.{group}.{dimension}."
    heads = figures.get(f"{start}headcount") or figures.get(f"staff.{group}.present")
    printed = {code: one for code, one in figures.items() if code.startswith(start) and not code.endswith("headcount")}
    exact = all(one.is_exact for one in printed.values())
    return (printed, heads) if heads is not None and heads.is_exact and printed and exact else None


def heading(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """The headcount over a table is one of those printed for the group. `params`: groups, dimensions."""
    for scope in facts.scopes:
        counted = facts.counted(scope)
        for group in rule.params["groups"]:
            present = f"staff.{group}.present"
            said = [one for one in facts.said.get((present, scope), ()) if one.value is not None]
            for dimension in rule.params["dimensions"]:
                over = counted.get(f"staff.{group}.{dimension}.headcount")
                if over is None or not said:
                    continue
                measures = (f"staff.{group}.{dimension}.headcount", present)
                breach = None
                if over.value not in [one.value for one in said]:
                    values = {"measure": Name(present), "left": over.shown, "right": said_value(said[0])}
                    breach = Breach(
                        measures, over.value, said[0].value, places(over.said), places(said), values=values,
                        left_said=stated(over.said), right_said=stated(said),
                    )  # fmt: skip
                yield Outcome(rule, scope, measures, breach)


def said_twice(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A figure that a report states several times has one value. `between` "text_and_appendix" takes the pairs of which
    one stands in the appendix, "elsewhere" all others; each other value is told once, against the one that counts."""
    wants_appendix = rule.params["between"] == "text_and_appendix"
    for (measure, scope), statements in facts.said.items():
        readable = [one for one in statements if one.value is not None]
        if len(readable) < 2:
            continue
        first = facts.counted(scope)[measure].said[0]
        told: set[float | None] = set()
        for other in readable:
            has_appendix = "appendix" in (first.place, other.place) and first.place != other.place
            if other is first or has_appendix != wants_appendix or other.value in told:
                continue
            breach = None
            if not _agree(first, other, facts):
                told.add(other.value)
                values = {"measure": Name(measure), "left": said_value(first), "right": said_value(other)}
                breach = Breach(
                    (measure,), first.value, other.value, places((first,)), places((other,)), values=values,
                    left_said=stated((first,)), right_said=stated((other,)),
                )  # fmt: skip
            yield Outcome(rule, scope, (measure,), breach)


def _agree(one: Statement, other: Statement, facts: Facts) -> bool:
    """Equal, or with bounds not against each other; rates and money within the rounding of the coarser print."""
    a, b = one.value or 0.0, other.value or 0.0
    if one.qualifier == "about" or other.qualifier == "about":
        return abs(a - b) <= 0.05 * max(abs(a), abs(b))
    at_most = [value for value, said in ((a, one), (b, other)) if said.qualifier in ("exact", "at_most")]
    at_least = [value for value, said in ((a, one), (b, other)) if said.qualifier in ("exact", "at_least")]
    rounding = max(slack(one, facts.vocabulary), slack(other, facts.vocabulary))
    return not at_most or not at_least or max(at_least) <= min(at_most) + rounding


def window(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """The window printed against the one its label means, within `days` at either end. A unit's own first and last day
    bound what a label can mean."""
    if facts.report.window is not None:
        nominal, found = _nominal(facts), facts.report.window
        apart = (abs((found.start - nominal.start).days), abs((found.end - nominal.end).days))
        breach = None
        if max(apart) > rule.params["days"]:
            values = {
                "start": found.start, "end": found.end, "nominal_start": nominal.start, "nominal_end": nominal.end,
                "days": float(max(apart)),
            }  # fmt: skip
            breach = Breach((), float(found.days), float(nominal.days), values=values)
        yield Outcome(rule, "own", (), breach)


def window_printed(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """The days that the figures cover are printed at all."""
    nominal = _nominal(facts)
    values = {"start": nominal.start, "end": nominal.end}
    breach = Breach((), None, None, values=values) if facts.report.window is None else None
    yield Outcome(rule, "own", (), breach)


def signed_before_end(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A report is not signed more than `days` before the end of its window (the nominal one where none is printed)."""
    report = facts.report
    if report.signed_on is None:
        return
    end = report.window.end if report.window else _nominal(facts).end
    early = (end - report.signed_on).days
    breach = None
    if early > rule.params["days"]:
        values = {"signed": report.signed_on, "end": end, "days": float(early)}
        breach = Breach((), float(early), None, values=values)
    yield Outcome(rule, "own", (), breach)


def _nominal(facts: Facts) -> Window:
    nominal, unit = facts.report.period.nominal, facts.report.unit
    start: date = max(nominal.start, unit.valid_from)
    end: date = min(nominal.end, unit.valid_to) if unit.valid_to else nominal.end
    return Window(start, end) if start <= end else nominal


def others_named(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """Another unit's name in the text: part of it may have been copied. Known only where the transcriber says so."""
    for one in facts.report.other_units_named:
        yield Outcome(rule, "own", (), Breach((), None, None, one.locator, values={"other": one.name}))


def noted(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """Contradictions in words, which no figure holds: as the transcriber noted them."""
    for one in facts.report.noted:
        values = {"sentence_vi": one.sentence_vi, "sentence_en": one.sentence_en}
        breach = Breach(
            one.measures, one.left, one.right, one.left_place, one.right_place, values=values,
            left_said=_at(one, one.left_place, one.left_measures, facts),
            right_said=_at(one, one.right_place, one.right_measures, facts),
        )  # fmt: skip
        yield Outcome(rule, one.scope, one.measures, breach)


def _at(note: Noted, place: str, measures: tuple[str, ...], facts: Facts) -> tuple[Stated, ...]:
    """The statements that the report has at the place of one side; several places are joined by "; "."""
    there = place.split("; ")
    found = (one for measure in measures or note.measures for one in facts.said.get((measure, note.scope), ()))
    return stated(one for one in found if one.locator in there)
