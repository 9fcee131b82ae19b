"""Who is asked which rule: one source file for one report, and the rates that rest on a figure by way of others."""

from dataclasses import replace

import pytest

from domain.formula import parse_sum
from domain.rule_engine import touched
from domain.rule_facts import Facts
from domain.rules import Breach, Vocabulary
from tests.told import NEW_UNIT, judged, outcomes, told, vocabulary


def touching(measure: str, figures: dict[str, float], words: Vocabulary | None = None, scope: str = "own") -> set[str]:
    """The indicators of online filing that a breach of `measure` marks in a report of `figures`."""
    facts = Facts(told(figures), words or vocabulary())
    marked = touched(Breach((measure,), 1, 2), scope, facts)
    return {one for one in marked if one.startswith("online_rate")}


def test_a_report_that_replaces_another_of_the_same_file_is_no_second_report_of_it() -> None:
    first = told({"withdrawn": 1}, "2023-Q1", "first", file_sha256="aa")
    second = told({"withdrawn": 2}, "2023-Q1", "second", file_sha256="aa", supersedes="first")
    assert [one.breach for one in outcomes("same_file", first, second)] == [None, None]
    other = told({"withdrawn": 2}, "2023-Q3", "other", file_sha256="aa", unit=NEW_UNIT)
    breaches = [one.breach for one in outcomes("same_file", first, second, other)]
    assert breaches[:2] == [None, None]
    assert breaches[2] is not None and breaches[2].values["other_report"] == "first"


def test_of_a_report_without_a_file_nothing_is_asked() -> None:
    assert outcomes("same_file", told({"withdrawn": 1}, "2023-Q1"), told({"withdrawn": 1}, "2023-Q3")) == []


def test_reports_of_two_sources_are_judged_apart() -> None:
    ours = told({"pending_in_time": 12, "pending_overdue": 1}, "2022", "ours")
    portal = told({"carried_over": 31}, "2023-Q1", "portal", source="portal")
    assert outcomes("carried_over_continues", ours, portal) == []
    assert judged(ours, portal).keys() == {"ours", "portal"}
    same = told({"carried_over": 31}, "2023-Q1", "same")
    assert len([one for one in outcomes("carried_over_continues", ours, same) if one.breach]) == 1


@pytest.mark.parametrize("measure", ["received_total", "carried_over"])
def test_a_term_from_which_a_rate_could_be_had_touches_it_only_where_all_its_terms_are_there(measure: str) -> None:
    """New receipts are printed; they are also the total without what was carried over, if both are said."""
    figures = {"received_in_period": 10.0, "received_online": 4.0, measure: 12.0}
    assert touching(measure, figures) == set()
    assert touching(measure, figures | {"received_total": 12.0, "carried_over": 2.0}) == {"online_rate"}


def test_a_figure_touches_a_rate_that_was_computed_from_it_through_another_computed_one() -> None:
    """A registry in which the total follows from what became of the dossiers, and new receipts from the total."""
    known = vocabulary()
    total = replace(known.measures["received_total"], computed_as=(parse_sum("resolved_total + pending_total"),))
    receipts = replace(known.measures["received_in_period"], computed_as=(parse_sum("received_total - carried_over"),))
    words = Vocabulary({**known.measures, "received_total": total, "received_in_period": receipts}, known.indicators)
    figures = {"resolved_total": 9.0, "pending_total": 3.0, "carried_over": 2.0, "received_online": 4.0}
    assert "online_rate" in touching("pending_total", figures, words)
    assert touching("pending_total", figures | {"received_in_period": 10.0}, words) == set()


def test_a_figure_of_one_scope_touches_no_rate_of_another() -> None:
    figures = {"received_in_period": 10.0, "received_online": 4.0, "received_total": 12.0, "carried_over": 2.0}
    assert touching("carried_over", figures) == {"online_rate"}
    assert touching("carried_over", figures, scope="total") == set()


def test_what_is_said_of_the_report_as_a_whole_touches_no_indicator() -> None:
    assert touched(Breach((), 1, 2), "own", Facts(told({"received_online": 4}), vocabulary())) == ()


def test_a_rate_printed_is_touched_by_what_is_found_of_its_print() -> None:
    assert touching("printed_rate.online_rate", {"received_online": 4}) == {"online_rate"}
