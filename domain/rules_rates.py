"""Kinds of rule about what a report prints: `printed_rate`, `printed_share`, `printed_pair`, `printed_value`,
`unreadable`. A printed rate holds within half a unit of its last printed decimal."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.formula import Sum, parse_alternatives, parse_sum
from domain.indicators import PRINTED_RATE, PRINTED_SHARE, Indicator
from domain.printed import has_digits, read_printed
from domain.rule_facts import Facts, Known, total
from domain.rules import Breach, Name, Outcome, Rule, Statement, places, sum_measures

SHOWN_DECIMALS = 2
# What an officer put in the place of the print is not held against the print again.
_SETTLED = ("corrected", "rejected")
Ratio = tuple[Known, Known]


def printed_rate(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """Each printed rate against the one its counts give. With `bound`, of those printed as bounds ("98% trở lên"):
    a bound that holds but stands beside an exact other figure."""
    for (code, scope), statements in facts.said.items():
        ratio = None
        if code.startswith(PRINTED_RATE):
            indicator = facts.vocabulary.indicators.get(code.removeprefix(PRINTED_RATE))
            ratio = _of_indicator(indicator, facts, scope) if indicator else None
        else:
            ratio = _of_pair(rule, code, facts, scope)
        if ratio and ratio[1].value > 0:
            yield from _rates(rule, facts, scope, statements, ratio)


def _rates(rule: Rule, facts: Facts, scope: str, statements: list[Statement], ratio: Ratio) -> Iterator[Outcome]:
    seen: set[float | None] = set()
    for statement in statements:
        if statement.value is None or statement.value in seen:
            continue
        seen.add(statement.value)
        fits = _bound_fits(rule, statement, ratio) if rule.params.get("bound") else _fits(rule, statement, ratio)
        if fits is not None:
            yield _outcome(rule, scope, statement, ratio, holds=fits)


def _fits(rule: Rule, statement: Statement, ratio: Ratio) -> bool | None:
    rate, printed = _percent(ratio), statement.value or 0.0
    slack = _half_a_unit(statement) + rule.tolerance
    if statement.qualifier == "at_least":
        return rate >= printed - slack
    if statement.qualifier == "at_most":
        return rate <= printed + slack
    if statement.qualifier == "about":
        slack = max(slack, float(rule.params.get("about", 0)))
    return abs(rate - printed) <= slack


def _bound_fits(rule: Rule, statement: Statement, ratio: Ratio) -> bool | None:
    if statement.qualifier not in ("at_least", "at_most") or not _fits(rule, statement, ratio):
        return None
    return abs(_percent(ratio) - (statement.value or 0.0)) <= _half_a_unit(statement)


def _percent(ratio: Ratio) -> float:
    return 100 * ratio[0].value / ratio[1].value


def _half_a_unit(statement: Statement) -> float:
    return 0.5 * 10 ** -printed_decimals(statement) + 1e-9


def printed_decimals(statement: Statement) -> int:
    """Decimals as printed; where nothing legible is, those of the value."""
    read = read_printed(statement.printed)
    if read:
        return read.decimals
    text = f"{statement.value or 0:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def _outcome(rule: Rule, scope: str, statement: Statement, ratio: Ratio, *, holds: bool) -> Outcome:
    numerator, denominator = ratio
    measures = tuple(dict.fromkeys((statement.measure, *sorted(numerator.roots | denominator.roots))))
    if holds:
        return Outcome(rule, scope, measures)
    # The difference is the one a reader sees: of the two figures as they are shown.
    shown = round(_percent(ratio) + 1e-9, max(SHOWN_DECIMALS, printed_decimals(statement)))
    values = {
        "measure": Name(statement.measure.removeprefix(PRINTED_RATE).removeprefix(PRINTED_SHARE)),
        "printed": statement.printed or f"{statement.value:g}",
        "numerator": numerator.value,
        "denominator": denominator.value,
    }
    right_place = places((*numerator.said, *denominator.said))
    breach = Breach(
        (statement.measure,), statement.value, shown, places((statement,)), right_place, values=values
    )  # fmt: skip
    return Outcome(rule, scope, measures, breach)


def _of_indicator(indicator: Indicator, facts: Facts, scope: str) -> Ratio | None:
    figures = facts.completed(scope)
    if indicator.rule == "staff_share":
        return _staff_share(indicator, facts, scope)
    numerator, denominator = total(indicator.numerator, figures), total(indicator.denominator, figures)
    return (numerator, denominator) if numerator and denominator else None


def _staff_share(indicator: Indicator, facts: Facts, scope: str) -> Ratio | None:
    """People of the levels over all levels, only where the levels printed add up to the headcount."""
    figures = facts.counted(scope)
    start = f"staff.{indicator.group}.{indicator.dimension}."
    heads = figures.get(f"{start}headcount") or figures.get(f"staff.{indicator.group}.present")
    levels = {code: one for code, one in figures.items() if code.startswith(start) and not code.endswith(".headcount")}
    if heads is None or not levels or sum(one.value for one in levels.values()) != heads.value:
        return None
    counted = [one for code, one in levels.items() if code.removeprefix(start) in indicator.levels]
    said = tuple(statement for one in counted for statement in one.said)
    return Known(sum(one.value for one in counted), "exact", said, True), heads


def _of_pair(rule: Rule, code: str, facts: Facts, scope: str) -> Ratio | None:
    """A rate that is a measure of its own (`pairs`: rate, numerator, denominator)."""
    for rate, above, below in rule.params.get("pairs", ()):
        if rate == code:
            figures = facts.counted(scope)
            numerator, denominator = total(_sum(above), figures), total(_sum(below), figures)
            return (numerator, denominator) if numerator and denominator else None
    return None


@lru_cache(maxsize=256)
def _sum(text: str) -> Sum:
    return parse_sum(text)


def printed_share(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A percentage printed beside a count, against count over whole (`pairs`: count pattern, wholes). With `fraction`:
    a share of one printed where per cent are meant, a hundred times off."""
    for (code, scope), statements in facts.said.items():
        ratio = _share(rule, code.removeprefix(PRINTED_SHARE), facts, scope) if code.startswith(PRINTED_SHARE) else None
        for statement in statements if ratio and ratio[1].value > 0 else ():
            if statement.value is None or ratio is None:
                continue
            is_fraction = _is_fraction(statement, ratio)
            fits = not is_fraction if rule.params.get("fraction") else is_fraction or _fits(rule, statement, ratio)
            if fits and is_fraction:
                continue
            yield _outcome(rule, scope, statement, ratio, holds=bool(fits))


def _is_fraction(statement: Statement, ratio: Ratio) -> bool:
    value = statement.value or 0.0
    slack = 100 * _half_a_unit(statement)
    return 0 < value <= 1 and abs(_percent(ratio) - 100 * value) <= slack and abs(_percent(ratio) - value) > 1


def _share(rule: Rule, count: str, facts: Facts, scope: str) -> Ratio | None:
    figures = facts.counted(scope)
    numerator = figures.get(count)
    for pattern, wholes in rule.params.get("pairs", ()):
        found = _pattern(pattern).fullmatch(count)
        if not found or numerator is None or numerator.qualifier not in ("exact", "about"):
            continue
        for whole in parse_alternatives(wholes.format(**found.groupdict())):
            denominator = total(whole, figures)
            if denominator and count not in sum_measures(whole):
                return numerator, denominator
    return None


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[a-z_]+)", re.escape(text)))


def printed_pair(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """Of "a/b" as printed, a is not above b. Once where several figures were read from one print."""
    without = rule.params.get("except_units", ())
    prints: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in facts.report.figures:
        known = facts.vocabulary.measures.get(statement.measure)
        is_asked = "/" in statement.printed and statement.review not in _SETTLED
        if is_asked and known and known.unit not in without:
            prints.setdefault((statement.printed, statement.locator, statement.scope), []).append(statement)
    for (printed, _, scope), statements in prints.items():
        read = read_printed(printed)
        if read is None or len(read.numbers) != 2:
            continue
        measures = tuple(dict.fromkeys(statement.measure for statement in statements))
        part, whole = read.numbers
        breach = None
        if part > whole:
            where = places(statements)
            values = {"printed": printed, "measure": Name(measures[-1])}
            breach = Breach(measures, part, whole, where, where, values=values)
        yield Outcome(rule, scope, measures, breach)


# What may lie between the print and the value: billions or đồng where millions are kept.
_FACTORS = {"million VND": (1.0, 1e3, 1e-6)}


def printed_value(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """The value entered is the number printed, one of the two of "a/b" included."""
    for statement in facts.report.figures:
        if statement.value is None or statement.review in _SETTLED:
            continue
        read = read_printed(statement.printed)
        if read is None:
            continue
        known = facts.vocabulary.measures.get(statement.measure)
        factors = _FACTORS.get(known.unit, (1.0,)) if known else (1.0,)
        value = statement.value
        is_read = any(
            abs(number * f - value) <= 1e-6 * max(1.0, abs(value)) for number in read.numbers for f in factors
        )
        breach = None
        if not is_read:
            where = places((statement,))
            values = {"printed": statement.printed, "measure": Name(_plain(statement.measure))}
            breach = Breach((statement.measure,), value, read.numbers[0], where, where, values=values)
        yield Outcome(rule, statement.scope, (statement.measure,), breach)


def unreadable(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A figure without a value although something is printed: no number at all, or with `number` one that the
    transcriber could not be sure of."""
    for statement in facts.report.figures:
        if not has_digits(statement.printed) or statement.review in _SETTLED:
            continue
        is_number = read_printed(statement.printed) is not None
        breach = None
        if statement.value is None and is_number == bool(rule.params.get("number")):
            values = {"printed": statement.printed, "measure": Name(_plain(statement.measure))}
            computed = _share(rule, statement.measure.removeprefix(PRINTED_SHARE), facts, statement.scope)
            expected = round(_percent(computed), SHOWN_DECIMALS) if computed and computed[1].value else None
            found = _number(statement.printed) if is_number else None
            right = places((*computed[0].said, *computed[1].said)) if computed else ""
            breach = Breach((statement.measure,), found, expected, places((statement,)), right, values=values)
        yield Outcome(rule, statement.scope, (statement.measure,), breach)


def _number(printed: str) -> float | None:
    read = read_printed(printed)
    return read.numbers[0] if read else None


def _plain(code: str) -> str:
    return code.removeprefix(PRINTED_RATE).removeprefix(PRINTED_SHARE)
