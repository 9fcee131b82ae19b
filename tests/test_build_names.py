"""What a build is called where one is chosen to compare with: the hour of Viet Nam, and after which review."""

from datetime import UTC, datetime

import pytest

from charts import builds as kept_builds
from charts import history as charts
from charts.provenance import Names
from domain.history import BuildMark, Kind
from domain.layout import Layout
from domain.review import Change
from etl.__main__ import main
from etl.build import build
from etl.diff import history
from etl.diff_side import build_marks, open_side
from etl.publish import builds
from etl.review import open_review, save
from queries import values as q
from queries.warehouse import Warehouse
from tests.diff_cases import FIGURES, rebuilt, reference
from tests.test_diff_page import table, view


def reviewed(place: Layout, action: str, value: float | None = None) -> None:
    asked = Change(action, "Lê Thị Hoa", "bản giấy", "received_online", value=value)
    save(place, "a", asked, open_review(place, "a").seen)
    build(place, strict=True)


def test_each_build_after_a_review_says_who_did_what(two_reports: Layout) -> None:
    for action, value in (("correct", 41), ("reject", None), ("correct", 42)):
        reviewed(two_reports, action, value)
    house = Warehouse(builds(two_reports)[0])
    names = kept_builds.build_names(view(), build_marks(two_reports), Names(q.measures(house), q.indicators(house)))
    acts = [name.split(" · ")[1] for name in names.values()]
    assert acts[:3] == [
        "sau khi Lê Thị Hoa đính chính «Hồ sơ nộp trực tuyến»: đã loại → 42",
        "sau khi Lê Thị Hoa loại «Hồ sơ nộp trực tuyến»: 41, không dùng",
        f"sau khi Lê Thị Hoa đính chính «Hồ sơ nộp trực tuyến»: {FIGURES['received_online']} → 41",
    ]
    # Before anybody reviewed: the id alone.
    assert acts[3] == list(names)[3]


def test_a_build_for_another_reason_does_not_name_an_older_review(two_reports: Layout) -> None:
    reviewed(two_reports, "correct", 41)
    reference(two_reports, "indicators.toml", lambda text: text.replace("Online-submission rate", "Online rate", 1))
    build(two_reports, strict=True)
    marks = build_marks(two_reports)
    names = kept_builds.build_names(view(), marks, Names({}, {}))
    assert "sau khi" not in names[marks[0].build_id] and "sau khi" in names[marks[1].build_id]


def test_there_may_be_no_build_to_name() -> None:
    assert kept_builds.build_names(view(), [], Names({}, {})) == {}


@pytest.mark.parametrize(("lang", "words"), [("vi", "00:15 ngày 01/01/2027"), ("en", "00:15 (Viet Nam)")])
def test_a_build_is_named_by_the_hour_and_day_of_viet_nam(lang: str, words: str) -> None:
    mark = BuildMark("7d71a9277b6e", datetime(2026, 12, 31, 17, 15, tzinfo=UTC))
    name = kept_builds.build_name(view(lang), mark)
    assert words in name and name.endswith(" · 7d71a9277b6e") and "UTC" not in name


def test_page_and_command_line_tell_one_hour(
    two_reports: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reviewed(two_reports, "correct", 41)
    first, second = reversed(builds(two_reports)[:2])
    with open_side(second) as side:
        at = kept_builds.build_name(view(), side.mark).split(" · ")[0]
    subtitle = charts.causes_table(view(), history(first, second)).frame.subtitle
    monkeypatch.setenv("CCHC_DATA", str(two_reports.root))
    main(["diff"])
    out = capsys.readouterr().out
    assert at in subtitle and at in out and "UTC" not in subtitle + out


def test_a_change_of_targets_has_its_number_in_the_table_of_causes(two_reports: Layout) -> None:
    reference(
        two_reports, "targets.csv",
        lambda text: text.replace("online_rate,national,,2023,50", "online_rate,national,,2023,55"),
    )  # fmt: skip
    found = rebuilt(two_reports)
    assert found.count(Kind.TARGET) == 1
    assert table(charts.causes_table(view(), found).frame.table) == [
        {"causes": "danh mục mục tiêu đã đổi", "targets": 1}
    ]
    assert charts.notices(view(), found) == ["Dữ liệu vào khác nhau: danh mục mục tiêu: thay đổi."]
