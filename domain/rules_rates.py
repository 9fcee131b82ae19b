"""Kinds of rule about what a report prints: `printed_rate`, `printed_share`, `printed_pair`, `printed_value`,
`unreadable`. A printed rate holds within half a unit of its last printed decimal."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.formula import Sum, parse_alternatives, parse_sum
from domain.indicators import PRINTED_RATE, PRINTED_SHARE, Indicator
from domain.printed import has_digits, read_printed
from domain.rounding import FACTORS, decimals, half_a_unit, is_number_read
from domain.rule_facts import Facts, Known, total
from domain.rule_staff import Ratio, staff_share
from domain.rules import Breach, Corrected, Name, Outcome, Rule, Statement, Words, places, stated, sum_measures

SHOWN_DECIMALS = 2
# What an officer put in the place of the print is not held against the print again.
_SETTLED = ("corrected", "rejected")


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
        if ratio and ratio.denominator.value > 0:
            yield from _rates(rule, facts, scope, statements, ratio)


def _rates(rule: Rule, facts: Facts, scope: str, statements: list[Statement], ratio: Ratio) -> Iterator[Outcome]:
    # "99%" and "99,0%" are two statements: one may hold where the other does not.
    seen: set[tuple[float, int, str]] = set()
    for statement in statements:
        if statement.value is None or (key := (statement.value, decimals(statement), statement.qualifier)) in seen:
            continue
        seen.add(key)
        fits = _bound_fits(rule, statement, ratio) if rule.params.get("bound") else _fits(rule, statement, ratio)
        if fits is not None:
            yield _outcome(rule, scope, statement, ratio, holds=fits)


def _fits(rule: Rule, statement: Statement, ratio: Ratio) -> bool | None:
    rate, printed = ratio.percent, statement.value or 0.0
    slack = half_a_unit(statement) + rule.tolerance
    if statement.qualifier == "at_least":
        return ratio.is_lower_bound or rate >= printed - slack
    if statement.qualifier == "about":
        slack = max(slack, float(rule.params.get("about", 0)))
    if statement.qualifier == "at_most" or ratio.is_lower_bound:
        return rate <= printed + slack
    return abs(rate - printed) <= slack


def _bound_fits(rule: Rule, statement: Statement, ratio: Ratio) -> bool | None:
    is_bound = statement.qualifier in ("at_least", "at_most")
    if not is_bound or ratio.is_lower_bound or not _fits(rule, statement, ratio):
        return None
    return abs(ratio.percent - (statement.value or 0.0)) <= half_a_unit(statement)


def _outcome(rule: Rule, scope: str, statement: Statement, ratio: Ratio, *, holds: bool) -> Outcome:
    numerator, denominator = ratio.numerator, ratio.denominator
    measures = tuple(dict.fromkeys((statement.measure, *sorted(numerator.roots | denominator.roots))))
    if holds:
        return Outcome(rule, scope, measures)
    # The difference is the one a reader sees: of the two figures as they are shown.
    shown = round(ratio.percent + 1e-9, max(SHOWN_DECIMALS, decimals(statement)))
    values = {
        "measure": Name(_plain(statement.measure)),
        "printed": statement.printed or statement.value,
        "stated": _stated(statement),
        "numerator": _in_fraction(numerator),
        "denominator": _in_fraction(denominator),
    }
    if ratio.is_lower_bound:
        values["right"] = Words("rule.at_least", {"value": shown})
    counts = (*numerator.said, *denominator.said)
    breach = Breach(
        (statement.measure,), statement.value, shown, places((statement,)), places(counts), values=values,
        left_said=stated((statement,)), right_said=stated(counts),
    )  # fmt: skip
    return Outcome(rule, scope, measures, breach)


def _in_fraction(figure: Known) -> float | Corrected:
    """Marked where it was corrected, without what was printed: a fraction has no room for it."""
    shown = figure.shown
    return Corrected(shown.value, "") if isinstance(shown, Corrected) else shown


def _stated(statement: Statement) -> Words:
    """What the report prints, or what an officer put in its place."""
    printed = statement.printed or statement.value
    if statement.review != "corrected":
        return Words("rule.printed", {"printed": printed})
    key = "rule.corrected_print" if statement.printed else "rule.corrected_value"
    return Words(key, {"value": statement.value, "printed": printed})


def _of_indicator(indicator: Indicator, facts: Facts, scope: str) -> Ratio | None:
    if indicator.rule == "staff_share":
        return staff_share(indicator, facts, scope)
    figures = facts.completed(scope)
    numerator, denominator = total(indicator.numerator, figures), total(indicator.denominator, figures)
    return Ratio(numerator, denominator) if numerator and denominator else None


def _of_pair(rule: Rule, code: str, facts: Facts, scope: str) -> Ratio | None:
    """A rate that is a measure of its own (`pairs`: rate, numerator, denominator)."""
    for rate, above, below in rule.params.get("pairs", ()):
        if rate == code:
            figures = facts.counted(scope)
            numerator, denominator = total(_sum(above), figures), total(_sum(below), figures)
            return Ratio(numerator, denominator) if numerator and denominator else None
    return None


@lru_cache(maxsize=256)
def _sum(text: str) -> Sum:
    return parse_sum(text)


def printed_share(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """A percentage printed beside a count, against count over whole (`pairs`: count pattern, wholes). With `fraction`:
    a share of one printed where per cent are meant, a hundred times off; `fractions` are the patterns left to that."""
    pairs, is_asked = rule.params["pairs"], bool(rule.params.get("fraction"))
    for (code, scope), statements in facts.said.items():
        count = code.removeprefix(PRINTED_SHARE)
        ratio = _share(rule, count, facts, scope) if code.startswith(PRINTED_SHARE) else None
        patterns = (one for one, _ in pairs) if is_asked else rule.params.get("fractions", ())
        may_be_fraction = any(_pattern(one).fullmatch(count) for one in patterns)
        for statement in statements if ratio and ratio.denominator.value > 0 else ():
            if statement.value is None or ratio is None:
                continue
            is_fraction = may_be_fraction and _is_fraction(statement, ratio)
            fits = not is_fraction if is_asked else is_fraction or _fits(rule, statement, ratio)
            if fits and is_fraction:
                continue
            yield _outcome(rule, scope, statement, ratio, holds=bool(fits))


def _is_fraction(statement: Statement, ratio: Ratio) -> bool:
    value = statement.value or 0.0
    # "1" alone is a fraction only of all of them: rounded to no decimal it could stand for a half.
    slack = half_a_unit(statement, 100) if decimals(statement) else half_a_unit(statement)
    return 0 < value <= 1 and abs(ratio.percent - 100 * value) <= slack and abs(ratio.percent - value) > 1


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
                return Ratio(numerator, denominator)
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
            breach = Breach(
                measures, part, whole, where, where, values=values, left_said=stated(statements),
                right_said=stated(statements),
            )  # fmt: skip
        yield Outcome(rule, scope, measures, breach)


def printed_value(rule: Rule, facts: Facts) -> Iterator[Outcome]:
    """The value entered is the number printed, one of the two of "a/b" included."""
    for statement in facts.report.figures:
        if statement.value is None or statement.review in _SETTLED:
            continue
        read = read_printed(statement.printed)
        if read is None:
            continue
        known = facts.vocabulary.measures.get(statement.measure)
        factors = FACTORS.get(known.unit, (1.0,)) if known else (1.0,)
        value = statement.value
        is_read = any(is_number_read(number, factor, value) for number in read.numbers for factor in factors)
        breach = None
        if not is_read:
            where = places((statement,))
            values = {"printed": statement.printed, "measure": Name(_plain(statement.measure))}
            breach = Breach(
                (statement.measure,), value, read.numbers[0], where, where, values=values,
                left_said=stated((statement,)), right_said=stated((statement,)),
            )  # fmt: skip
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
            expected = round(computed.percent, SHOWN_DECIMALS) if computed and computed.denominator.value else None
            found = _number(statement.printed) if is_number else None
            counts = (*computed.numerator.said, *computed.denominator.said) if computed else ()
            breach = Breach(
                (statement.measure,), found, expected, places((statement,)), places(counts), values=values,
                left_said=stated((statement,)), right_said=stated(counts),
            )  # fmt: skip
        yield Outcome(rule, statement.scope, (statement.measure,), breach)


def _number(printed: str) -> float | None:
    read = read_printed(printed)
    return read.numbers[0] if read else None


def _plain(code: str) -> str:
    return code.removeprefix(PRINTED_RATE).removeprefix(PRINTED_SHARE)
