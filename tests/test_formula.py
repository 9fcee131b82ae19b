"""Formulas over measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formula import Term, evaluate, parse_alternatives, parse_sum

codes = st.from_regex(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", fullmatch=True)
sums = st.lists(st.builds(Term, codes, st.sampled_from([1, -1])), min_size=1, max_size=6).map(tuple)


def written(terms: tuple[Term, ...]) -> str:
    return " ".join(f"{'-' if term.coefficient < 0 else '+'} {term.measure}" for term in terms)


@given(sums)
def test_a_sum_is_read_back_as_it_was_written(terms: tuple[Term, ...]) -> None:
    assert parse_sum(written(terms)) == terms
    assert parse_sum(written(terms).replace(" ", "")) == terms


def test_alternatives_keep_their_order_of_preference() -> None:
    first, second = parse_alternatives("received_total - carried_over | received_online + received_in_person")
    assert first == (Term("received_total", 1), Term("carried_over", -1))
    assert second == (Term("received_online", 1), Term("received_in_person", 1))
    assert parse_alternatives("") == parse_alternatives("  ") == ()


@pytest.mark.parametrize("text", ["", " ", "a b", "a +", "a * b", "2a", "a / b", "a + (b)", "a,b", "A"])
def test_what_is_no_sum_of_measures_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sum"):
        parse_sum(text)


def test_an_empty_alternative_is_refused() -> None:
    with pytest.raises(ValueError, match="empty sum"):
        parse_alternatives("a + b | ")


@given(sums, st.data())
def test_a_sum_with_a_missing_measure_has_no_value_and_never_counts_it_as_zero(
    terms: tuple[Term, ...], data: st.DataObject
) -> None:
    figures = {term.measure: data.draw(st.integers(0, 10**9)) for term in terms}
    assert evaluate(terms, figures) == sum(term.coefficient * figures[term.measure] for term in terms)
    missing = data.draw(st.sampled_from(terms)).measure
    assert evaluate(terms, {code: value for code, value in figures.items() if code != missing}) is None
