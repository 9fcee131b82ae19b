"""Confirming keeps the value in use, whatever put it there; taking a change back is an act of its own."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.layout import Layout
from domain.review import Line, value_after
from etl.__main__ import main
from etl.build import build
from etl.corrections import reviewed
from etl.registry import Registry
from etl.review import open_review, save
from etl.review_file import FILE_NAME
from tests.review_cases import HOA, NAM, REPORT, change, code_of, in_warehouse, put, report_of, said

AT = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def test_confirming_a_corrected_figure_keeps_the_correction(desk: Layout, office_registry: Registry) -> None:
    put(desk, change("correct", "received_online", 884))
    line = put(desk, change("confirm", "received_online", by=NAM)).lines[-1]
    assert (line.stated, line.before, line.after) == (848, 884, 884)
    build(desk, strict=True)
    assert in_warehouse(desk, "received_online") == [(0, 884, True, 848, "corrected")]
    figure = said(report_of(desk, office_registry), "received_online")[0]
    assert (figure.qualifier, figure.is_override) == ("exact", True)


def test_confirming_a_figure_that_nobody_changed_confirms_what_the_report_says(desk: Layout) -> None:
    put(desk, change("confirm", "received_online"))
    build(desk, strict=True)
    assert in_warehouse(desk, "received_online") == [(0, 848, True, None, "confirmed")]


def test_confirming_an_earlier_correction_does_not_put_it_before_a_later_one(desk: Layout) -> None:
    put(
        desk,
        change("correct", "resolved_overdue", 20, statement=0),
        change("correct", "resolved_overdue", 21, statement=1),
        change("confirm", "resolved_overdue", statement=0),
    )
    build(desk, strict=True)
    assert [row[1:3] for row in in_warehouse(desk, "resolved_overdue")] == [(20, False), (21, True)]


def test_a_rejected_figure_has_no_value_to_confirm(desk: Layout) -> None:
    put(desk, change("reject", "received_online"))
    assert code_of(lambda: put(desk, change("confirm", "received_online"))) == "review_confirm_rejected"


def test_without_a_number_the_statement_that_was_changed_is_taken_back(desk: Layout) -> None:
    put(desk, change("reject", "resolved_overdue"))
    # The other statement counts now.
    line = put(desk, change("restore", "resolved_overdue")).lines[-1]
    assert (line.statement, line.after) == (0, 18)
    assert code_of(lambda: put(desk, change("restore", "resolved_overdue"))) == "review_nothing_back"


def test_a_correction_to_what_was_entered_is_told_to_be_taken_back(desk: Layout) -> None:
    put(desk, change("correct", "received_online", 884))
    assert code_of(lambda: put(desk, change("correct", "received_online", 848))) == "review_as_stated"


def test_a_line_from_when_confirming_took_a_correction_back_still_does(desk: Layout, office_registry: Registry) -> None:
    """Until November 2026 the line of a confirmation had the figure as entered in `after`."""
    lines = [
        Line(1, AT, HOA, "correct", "received_online", "own", 0, 848, 848, 884, "bản giấy"),
        Line(2, AT, NAM, "confirm", "received_online", "own", 0, 848, 884, 848, "bản giấy"),
    ]
    figures, problems = reviewed(REPORT, report_of(desk, office_registry).figures, lines)
    (figure,) = (one for one in figures if one.measure == "received_online")
    assert (figure.value, figure.review, problems) == (848, "confirmed", [])


@given(st.sampled_from([None, 0.0, 4.0]), st.sampled_from([None, 0.0, 1944.0]))
def test_what_a_figure_is_worth_after_each_act(stated: float | None, now: float | None) -> None:
    assert value_after("confirm", stated, now, None) == now
    assert value_after("restore", stated, now, None) == stated
    assert value_after("correct", stated, now, 7.0) == 7.0
    assert value_after("reject", stated, now, None) is None


def test_a_rejected_figure_is_called_so_in_words(
    desk: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(desk.root))
    put(desk, change("reject", "received_online"), change("correct", "received_online", 884))
    assert main(["review", REPORT, "--list"]) == 0
    out = capsys.readouterr().out
    assert "đính chính «Hồ sơ nộp trực tuyến»: đã loại → 884" in out
    assert "received_online (own, --statement 0): 848 → 884 [đã đính chính]" in out
    put(desk, change("reject", "received_online"))
    main(["review", REPORT, "--list"])
    assert "received_online (own, --statement 0): 848 → đã loại [đã loại]" in capsys.readouterr().out


def test_the_command_line_takes_a_correction_back(
    desk: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(desk.root))
    put(desk, change("correct", "received_online", 884))
    assert main(["review", REPORT, "restore", "received_online", "--by", HOA, "--reason", "nhầm dòng"]) == 0
    assert "lấy lại số báo cáo của «Hồ sơ nộp trực tuyến»: 884 → 848" in capsys.readouterr().out
    rows = (desk.reports / REPORT / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["action"] for row in rows] == ["correct", "restore"]


# The loser of a race.


def test_whoever_comes_after_a_lock_is_told_that_saving_again_does_not_help(desk: Layout) -> None:
    put(desk, change("check"))
    seen = open_review(desk, REPORT).seen
    put(desk, change("lock", by=NAM))
    assert code_of(lambda: save(desk, REPORT, change("correct", "received_online", 884), seen)) == "review_overtaken"
    assert code_of(lambda: save(desk, REPORT, change("lock"), seen)) == "review_overtaken"
    # The report is where unlocking starts: that can be saved once the lock was seen.
    assert code_of(lambda: save(desk, REPORT, change("unlock"), seen)) == "review_unseen"
