"""Sums, scopes, the reports of a year and a unit's history are judged rightly: told once, and said with their parts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.layout import Layout
from etl.build import build
from etl.problems import ProblemsFound
from etl.read import read_report
from etl.validate import validate_report
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import MINH_DUC, make_report
from tests.rule_breaches import breaches, figures_of, sentences
from tests.told import outcomes, registry, row, rule, told

# Sums.


def test_a_total_is_held_against_what_became_of_it_though_the_carry_over_is_not_printed() -> None:
    figures = {"received_total": 110, "resolved_total": 90, "pending_total": 50, "withdrawn": 0}
    assert figures_of("received_resolved_pending", told(figures)) == [(110, 140)]
    assert figures_of("received_resolved_pending", told(figures | {"received_in_period": 100})) == [(110, 140)]
    short = figures | {"received_in_period": 100, "pending_total": 12}
    assert figures_of("received_resolved_pending", told(short)) == [(110, 102)]
    whole = figures | {"received_in_period": 100, "carried_over": 10, "pending_total": 20}
    (outcome,) = outcomes("received_resolved_pending", told(whole))
    assert outcome.breach is None and outcome.measures[0] == "received_total"
    without = {key: value for key, value in short.items() if key != "withdrawn"}
    (breach,) = breaches("received_resolved_pending", told(without))
    assert breach.is_open and (breach.found, breach.expected) == (110, 102), "told once, of the total"


def test_a_sum_that_is_above_its_whole_is_said_with_all_its_parts() -> None:
    figures = {"resolved_on_time": 100, "pending_in_time": 20, "resolved_total": 100, "pending_total": 10}
    said = [one for one in sentences("numerator_not_above", told(figures)) if "120" in one]
    assert said == [
        "Đã giải quyết trước và đúng hạn + đang giải quyết, trong hạn là 100 + 20 = 120, "
        "lớn hơn Hồ sơ đã giải quyết + hồ sơ đang giải quyết là 100 + 10 = 110."
    ]
    parts = {"procedures_partial_online": 6, "procedures_full_online": 5, "procedures_total": 10}
    assert sentences("part_not_above", told(parts)) == [
        "TTHC cung cấp trực tuyến một phần + TTHC cung cấp trực tuyến toàn trình là 6 + 5 = 11, "
        "lớn hơn TTHC thuộc thẩm quyền giải quyết là 10."
    ]


def test_a_slip_beside_a_part_that_is_not_printed_is_open() -> None:
    heads = {"staff.cadre.present": 10, "staff.civil_servant.present": 11, "staff.part_time.present": 13}
    (open_,) = breaches("ten_times_off_parts", told(heads | {"staff.all.present": 340}))
    assert open_.is_open and (open_.found, open_.expected) == (340, 34)
    (closed,) = breaches("ten_times_off_parts", told(heads | {"staff.all.present": 340, "staff.contract.present": 0}))
    assert not closed.is_open and closed.expected == 34
    assert rule("ten_times_off_parts").open_severity == "info"


def scoped(measure: str, own: float | None, communes: float | None, total: float):
    given = {"own": own, "communes": communes, "total": total}
    return told([row(measure, value, scope=scope) for scope, value in given.items() if value is not None])


def test_what_does_not_add_up_is_not_added() -> None:
    for measure, values in (("procedure_fields", (6, 23, 25)), ("egov_architecture_followed", (1, 1, 1))):
        assert breaches("own_and_communes", scoped(measure, *values)) == []
        assert breaches("part_of_district_not_above", scoped(measure, *values)) == []
    assert figures_of("own_and_communes", scoped("received_in_period", 6, 23, 25)) == [(25, 29)]
    assert breaches("part_of_district_not_above", scoped("survey_mode", 2, 1, 1)) == []


def test_a_part_of_a_district_is_not_above_it_though_the_other_is_not_printed() -> None:
    rule_id = "part_of_district_not_above"
    assert figures_of(rule_id, scoped("received_in_period", None, 500, 100)) == [(500, 100)]
    (said,) = sentences(rule_id, scoped("received_in_period", 101, None, 100))
    assert said.endswith("cấp huyện là 101, lớn hơn toàn huyện là 100.")
    assert breaches(rule_id, scoped("received_in_period", 100, None, 100)) == []
    assert figures_of(rule_id, scoped("procedure_fields", 6, 26, 25)) == [(26, 25)]
    assert breaches(rule_id, scoped("received_in_period", 6, 500, 100)) == [], "told as a sum"
    assert len(breaches("own_and_communes", scoped("received_in_period", 6, 500, 100))) == 1


# Within a year.


def year(**values: float | None) -> list:
    """A report a part of 2023 ("Y" the year), of the measure `withdrawn`, or of another where the value is None."""
    parts = {"Y": "2023", "M9": "2023-9M"}
    return [
        told({"withdrawn": value} if value is not None else {"documents_issued": 1}, parts.get(part, f"2023-{part}"))
        for part, value in values.items()
    ]


def test_a_cumulative_figure_is_held_against_the_longest_report_that_states_it() -> None:
    assert figures_of("cumulative_never_falls", *year(H1=50, M9=None, Y=40)) == [(40, 50)]
    assert figures_of("cumulative_never_falls", *year(Q1=50, H1=None, M9=40)) == [(40, 50)]
    assert figures_of("cumulative_never_falls", *year(H1=40, M9=None, Y=40)) == []


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ({"Q2": 70, "H1": 60}, (60, 70)),
        ({"Q3": 50, "Y": 40}, (40, 50)),
        ({"H1": 50, "Q3": 50, "M9": 60}, (60, 100)),
        ({"Q1": 20, "Q3": 30, "Y": 40}, (40, 50)),
        ({"Q4": 41, "Y": 40}, (40, 41)),
    ],
)
def test_a_part_of_the_year_is_not_above_the_whole(reports: dict[str, float], found: tuple[float, float]) -> None:
    assert figures_of("part_of_year_not_above", *year(**reports)) == [found]
    enough = {part: found[1] if value == found[0] else value for part, value in reports.items()}
    assert figures_of("part_of_year_not_above", *year(**enough)) == []


def test_a_part_above_its_year_is_told_by_one_rule_only() -> None:
    rules = ("cumulative_never_falls", "derived_negative", "part_of_year_not_above")
    for reports in ({"Q1": 50, "H1": 40}, {"H1": 50, "Q3": 45, "Y": 40}, {"H1": 50, "M9": None, "Q3": 1, "Y": 40}):
        assert sum(len(breaches(one, *year(**reports))) for one in rules) == 1


def test_the_parts_and_their_periods_are_said() -> None:
    (said,) = sentences("part_of_year_not_above", *year(H1=50, Q3=50, M9=60))
    assert said.endswith("lũy kế 60, nhưng 6 tháng đầu năm 2023 + Quý III/2023 đã là 50 + 50 = 100, vượt 40.")
    (breach,) = breaches("part_of_year_not_above", *year(H1=50, Q3=50, M9=60))
    assert breach.right_place == "r-2023-h1: II.0; r-2023-q3: II.0"
    assert [one.report_id for one in breach.right_said] == ["r-2023-h1", "r-2023-q3"]


def test_a_period_whose_days_lie_outside_the_whole_is_no_part_of_it() -> None:
    half = told({"withdrawn": 60}, "2023-H1")
    quarter = told({"withdrawn": 70}, "2023-Q2")
    early = told({"withdrawn": 60}, "2023-H1", window=None, signed_on=date(2023, 5, 20))
    assert len(breaches("part_of_year_not_above", half, quarter)) == 1
    assert outcomes("part_of_year_not_above", early, quarter) == []


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_reports_that_add_up_break_no_rule_of_the_year(quarters: list[int]) -> None:
    q1, q2, q3, q4 = quarters
    reports = year(Q1=q1, Q2=q2, Q3=q3, Q4=q4, H1=q1 + q2, M9=q1 + q2 + q3, Y=sum(quarters))
    for one in ("cumulative_never_falls", "derived_negative", "part_of_year_not_above"):
        assert breaches(one, *reports) == []


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.integers(1, 400))
def test_a_year_below_any_of_its_parts_is_told(quarters: list[int], short: int) -> None:
    q1, q2, q3, q4 = quarters
    reports = year(Q1=q1, Q2=q2, Q3=q3, Q4=q4, H1=q1 + q2, M9=q1 + q2 + q3, Y=max(0, sum(quarters) - short))
    rules = ("cumulative_never_falls", "derived_negative", "part_of_year_not_above")
    told_of = sum(len(breaches(one, *reports)) for one in rules)
    assert told_of == (1 if sum(quarters) else 0)


# History.


def test_a_fall_to_nothing_is_a_jump_and_no_slip_of_a_digit() -> None:
    years = [told({"survey_responses": value}, str(2019 + n)) for n, value in enumerate((1100, 1080, 1120, 1100))]
    last = told({"survey_responses": 0}, "2023")
    assert figures_of("jump", *years, last) == [(0, 1100)]
    (said,) = sentences("jump", *years, last)
    assert said.endswith("0, giảm về không so với trung vị 1.100 của các kỳ cùng loại trước đó của đơn vị.")
    assert outcomes("ten_times_off", *years, last)[-1].measures == ("survey_responses",)
    assert breaches("ten_times_off", *years, last) == []
    few = [told({"survey_responses": 8}, str(2019 + n)) for n in range(4)]
    assert breaches("jump", *few, last) == [], "small figures may well be nothing"


def test_a_rise_and_a_fall_are_said_in_their_own_words() -> None:
    years = [told({"survey_responses": 1100}, str(2019 + n)) for n in range(4)]
    assert "gấp 6,4 lần trung vị" in sentences("jump", *years, told({"survey_responses": 7000}, "2023"))[0]
    assert "chỉ bằng 0,18 lần trung vị" in sentences("jump", *years, told({"survey_responses": 200}, "2023"))[0]


# Other units named.


@pytest.mark.parametrize(
    ("found", "place"),
    [(["Xã Quang Khải"], None), ([{"name": "Xã Quang Khải", "locator": "II.5, dòng 231"}], "II.5, dòng 231")],
)
def test_another_unit_named_is_told_with_its_place_where_it_is_known(
    office: Layout, found: list, place: str | None
) -> None:
    make_report(office.reports / "a", MINH_DUC, "2023-H1", {"withdrawn": 1}, other_units_named=found)
    house = Warehouse(build(office).path)
    (one,) = [one for one in q.findings(house) if one.rule == "other_unit_named"]
    assert one.left_place == place and "Xã Quang Khải" in one.message_vi
    with house._root.cursor() as cursor:
        assert cursor.execute("select other_units_named from report").fetchall() == [(["Xã Quang Khải"],)]


@pytest.mark.parametrize(
    "found", [[{"locator": "II.5"}], [{"name": "Xã A", "page": 3}], [{"name": "Xã A", "locator": 5}], [" "]]
)
def test_another_unit_named_without_a_name_is_refused(office: Layout, found: list) -> None:
    folder = make_report(office.reports / "a", MINH_DUC, "2023-H1", {"withdrawn": 1}, other_units_named=found)
    with pytest.raises(ProblemsFound) as caught:
        validate_report(read_report(folder), registry())
    assert [(one.code, one.place) for one in caught.value.problems] == [("not_a_list", "document.other_units_named")]
