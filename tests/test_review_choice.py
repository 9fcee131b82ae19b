"""The review form writes to the figure chosen, says what it is worth, and refuses what is not as it was drawn."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from charts import reviews
from charts.provenance import Names
from domain.layout import Layout
from domain.review import Change
from etl.build import build
from etl.registry import Registry
from etl.review import open_review, save
from queries import values as q
from queries.warehouse import current_warehouse
from tests.review_form_cases import REPORT, box, choose, fill, listed, office, opened, told
from tests.test_diff_page import view
from text.words import LANGS, catalogue, say

__all__ = ["office"]

LATE, RESOLVED = "Đã giải quyết quá hạn", "Hồ sơ đã giải quyết"
HOA, NAM = "Lê Thị Hoa", "Trần Văn Nam"
OWN = ("resolved_overdue", "own", 0)


def lines(place: Layout) -> list[tuple[str, str, float | None]]:
    return [(line.action, line.measure, line.after) for line in open_review(place, REPORT).lines]


def shown(app: AppTest) -> str:
    return listed(app).options[listed(app).index]


def test_a_mistake_that_is_mended_after_a_saved_correction_goes_to_the_same_figure(office: Layout) -> None:
    app = choose(opened(), LATE)
    fill(app, "figure", "correct", HOA, "bản giấy", "1748")
    fill(app, "figure", "correct", HOA, "bản giấy", "19445,5")
    assert told(app, "error") and shown(app).startswith(f"{LATE} · báo cáo in 18")
    fill(app, "figure", "correct", HOA, "bản giấy", "1943")
    assert lines(office) == [("correct", "resolved_overdue", 1748), ("correct", "resolved_overdue", 1943)]
    assert app.title[0].value == "1943 · checked" and shown(app).startswith(f"{LATE} · báo cáo in 18")


def test_a_save_for_another_figure_than_the_one_drawn_is_refused(office: Layout) -> None:
    app = choose(opened(), LATE)
    box("button_group", app, "figure", "action").set_value("correct")
    box("text_input", app, "figure", "by").set_value(HOA)
    box("text_area", app, "figure", "reason").set_value("bản giấy")
    box("text_input", app, "figure", "value").set_value("17")
    box("button", app, "figure", "save").click()
    # In the same step the list above the form is moved on.
    choose(app, RESOLVED)
    error = told(app, "error")
    assert error.startswith("Chưa lưu: số liệu được chọn đã đổi") and LATE in error and RESOLVED in error
    assert lines(office) == []


def test_a_value_typed_for_one_figure_is_not_that_of_the_next(office: Layout) -> None:
    app = choose(opened(), LATE)
    box("text_input", app, "figure", "value").set_value("17")
    app.run()
    assert box("text_input", choose(app, RESOLVED), "figure", "value").value == ""


def test_a_value_for_an_act_that_takes_none_is_refused(office: Layout) -> None:
    app = fill(choose(opened(), LATE), "figure", "confirm", HOA, "bản giấy", "17")
    assert "việc được chọn là «Xác nhận»" in told(app, "error") and lines(office) == []


def test_confirming_a_correction_of_somebody_else_keeps_it_and_taking_it_back_is_offered(office: Layout) -> None:
    save(office, REPORT, Change("correct", NAM, "bản giấy", "resolved_overdue", value=1944), 0)
    build(office)
    app = choose(opened(), LATE)
    assert box("button_group", app, "figure", "action").options[-1] == "Bỏ đính chính, lấy lại số báo cáo (18)"
    fill(app, "figure", "confirm", HOA, "bản giấy")
    assert "xác nhận «Đã giải quyết quá hạn»: 1.944" in told(app, "success")
    assert app.title[0].value == "1944 · checked"
    fill(app, "figure", "restore", HOA, "nhầm dòng")
    assert app.title[0].value == "18 · checked" and "Số đang dùng: 18 (báo cáo in 18)." in told(app, "caption")
    assert "Bỏ đính chính" not in " ".join(box("button_group", app, "figure", "action").options)


def test_a_rejected_figure_is_called_so_in_the_form_and_in_its_history(office: Layout) -> None:
    app = fill(choose(opened(), LATE), "figure", "reject", HOA, "mờ")
    assert "Đã loại, không dùng (báo cáo in 18)." in told(app, "caption")
    actions = box("button_group", app, "figure", "action").options
    assert actions == ["Đính chính", "Thôi loại, lấy lại số báo cáo (18)"]
    fill(app, "figure", "correct", HOA, "bản giấy", "19")
    (history,) = app.get("arrow_data_frame") or app.dataframe
    assert [list(row) for row in history.value[["before", "after"]].to_numpy()] == [
        ["đã loại", "19"],
        ["18", "đã loại"],
    ]


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        (HOA, {"action": "correct", "value": ""}),
        (HOA, {"action": "correct", "value": "18"}),
        ("x" * 100, {"action": "confirm", "value": "17"}),
    ],
)
def test_a_refusal_names_no_file_option_or_report_id(office: Layout, by: str, asked: dict[str, str]) -> None:
    app = fill(choose(opened(), LATE), "figure", by=by, reason="bản giấy", **asked)
    error = told(app, "error")
    assert error.startswith("Chưa lưu: ")
    assert not [word for word in ("review.jsonl", "--", REPORT, "(reject)", "python") if word in error]


def test_whoever_comes_after_a_lock_is_told_what_helps(office: Layout) -> None:
    app = choose(opened(), LATE)
    save(office, REPORT, Change("lock", NAM, "đã duyệt"), 0)
    fill(app, "figure", "correct", HOA, "bản giấy", "17")
    error = told(app, "error")
    assert NAM in error and "đã khóa" in error and "đổi trạng thái ở mục «Cả báo cáo»" in error
    assert "lần nữa" not in error and "--seen" not in error


def test_a_refusal_leaves_the_part_of_the_form_that_was_open(office: Layout) -> None:
    app = opened()
    app.session_state[f"review-part-{REPORT}"] = say("review.form.report", "vi")
    app.run()
    fill(app, "report", "lock", HOA, "")
    assert told(app, "error").startswith("Chưa lưu: báo cáo còn ")
    assert app.session_state[f"review-part-{REPORT}"] == say("review.form.report", "vi")


def test_every_yes_or_no_says_what_its_digits_stand_for(registry: Registry) -> None:
    flags = {measure.code for measure in registry.measures.values() if measure.unit == "flag"}
    assert len(flags) > 10
    assert flags == {key.removeprefix("review.flag.") for key in catalogue() if key.startswith("review.flag.")}
    assert reviews.codes_words(view(), "apparatus_review_done") == "1 = Hoàn thành, 0 = Chưa hoàn thành"


# The list of figures.


def rows(place: Layout) -> list[q.FigureRow]:
    found = q.unit_figures(current_warehouse(place), "report", "21073@2004", "2023")
    return reviews.reviewable(REPORT, found)


def test_figures_with_an_error_or_a_warning_stand_first_and_carry_a_sign(office: Layout) -> None:
    house = current_warehouse(office)
    findings = [one for one in q.findings(house) if one.report_id == REPORT]
    said = q.finding_sides(house, "report", "21073@2004", "2023")
    flagged = reviews.findings_by_figure(REPORT, findings, said)
    assert OWN in flagged and {one.rule for one in flagged[OWN]} >= {"said_twice"}
    names = Names(q.measures(house), q.indicators(house))
    ordered = reviews.in_order(rows(office), flagged)
    labels = list(reviews.figure_labels(view(), ordered, names, flagged).values())
    signed = [label.startswith("! ") for label in labels]
    assert signed == sorted(signed, reverse=True) and 0 < sum(signed) < len(signed)
    assert len(labels) == len(rows(office))


def test_no_two_entries_of_the_list_are_alike(office: Layout) -> None:
    house = current_warehouse(office)
    names = Names(q.measures(house), q.indicators(house))
    # Printed the same way at the same place of the report.
    again = [replace(one, seq=9) for one in rows(office) if reviews.key_of(one) == OWN]
    labels = reviews.figure_labels(view(), [*rows(office), *again], names, ())
    assert len(set(labels.values())) == len(labels) == len(rows(office)) + 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_refusal_of_a_review_has_words_for_the_screen_or_is_one_of_files(lang: str) -> None:
    screen = {key.removeprefix("review.refused.") for key in catalogue() if key.startswith("review.refused.")}
    of_files = {
        "cut", "not_json", "field", "chain", "changed", "no_figure", "other_figure", "locked_changed",
        "import_locked", "import_unreadable",
    }  # fmt: skip
    of_commands = {"action", "measure_missing", "measure_unused", "whole", "value_unused"}
    gone = {"which", "scope", "measure", "no_report"}
    all_of_them = {key.removeprefix("problem.") for key in catalogue() if key.startswith("problem.review_")}
    expected = all_of_them - {f"review_{name}" for name in of_files | of_commands | gone}
    assert expected == {name for name in screen if name.startswith("review_")}
    for name in screen - {"unread"}:
        assert not {"python", "--", ".jsonl"} & set(say_plain(f"review.refused.{name}", lang).split())


def say_plain(key: str, lang: str) -> str:
    return catalogue()[key][lang]
