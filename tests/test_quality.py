"""Findings where they are read: the mark on a value, the page on data quality, the way to the source, briefings."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from briefing.plan import Pin, Plan, deck_of
from briefing.slides import write_pptx
from charts import recipes
from charts.captions import footer_lines, key_text
from charts.choose import Choice, asking, view_of
from charts.origins import MOST, origins
from charts.provenance import Names
from charts.quality import checked_table, findings_table, outcomes_matrix, quality_of, tiles, totals
from charts.quality_effects import Effect, effects_of
from charts.quality_marks import MARKING, SIGN, Marks, behind
from charts.quality_sides import sides
from charts.recipes import Recipe
from charts.signs import cell_text, value_text
from charts.spec import Flag, HeatSpec, Mark, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TableSpec, TrendSpec
from charts.view import View
from domain.layout import Layout
from domain.periods import parse_period
from queries import values as q
from queries.ask import Ask, WarehouseAsk
from queries.forward import Forward
from queries.rows import Finding, ReportRow, Value
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT
from text.words import LANGS, Lang, say
from ui import source_file
from ui.source_file import State

MINH_DUC, BAC_SON, BINH_PHUOC = "11128@2004", "12148@2004", "21073@2004"
SUM_OF_CHANNELS = "1.103 + 31 = 1.134"
SIM05 = "SIM05@2004"  # says in its summary of 2023 four late dossiers fewer than in its main part
CLEAN = ("SIM02@2004", "SIM04@2004", "SIM09@2004", "SIM10@2004", "SIM11@2004")
REAL = Choice(source="report")
YEAR_2023 = Choice(source="demo", kind="year", last="2023", units=(SIM05,))


@pytest.fixture(autouse=True)
def _office(data_root: Layout, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_DATA", str(data_root.root))


def seen(warehouse: Warehouse, choice: Choice) -> tuple[View, Ask]:
    ask = asking(choice, WarehouseAsk(warehouse))
    return view_of(choice, ask), ask


def drawn(warehouse: Warehouse, choice: Choice, *recipe: str) -> Any:
    return recipes.make(Recipe(*recipe), *seen(warehouse, choice))


def finding(report_id: str = "a", *, unit: str = "u", period: str = "2024-Q1", severity: str = "warning",
            scope: str = "own", measures: Iterable[str] = ("received_online",),
            indicators: Iterable[str] = ("online_rate",), name: str = "") -> Finding:  # fmt: skip
    return Finding(
        name or f"{report_id} {severity} {scope}", report_id, "demo", unit, period, "received_by_channel", severity,
        scope, list(measures), list(indicators), f"{report_id} sai", f"{report_id} is wrong", 2.0, 1.0, "I", "II",
    )  # fmt: skip


def value(report_id: str = "a", *, period: str = "2024-Q1", indicator: str = "online_rate", scope: str = "own",
          is_derived: bool = False, is_rebased: bool = False) -> Value:  # fmt: skip
    day = date(2024, 1, 1)
    return Value(
        "u", scope, period, indicator, 1.0, 2.0, 50.0, False, None, is_derived, day, day, True, "checked", report_id,
        is_rebased,
    )  # fmt: skip


# Which values are marked


def test_a_value_carries_the_findings_of_its_own_report_scope_and_indicator() -> None:
    marks = Marks((finding(), finding("b"), finding(scope="total"), finding(indicators=["on_time_rate"], name="x")))
    assert [one.report_id for one in marks.of(value())] == ["a"]
    assert [one.scope for one in marks.of(value(scope="total"))] == ["total"]
    assert marks.of(value("c")) == ()


def test_notes_for_information_mark_nothing() -> None:
    marks = Marks((finding(severity="info"),))
    assert marks.of(value()) == ()
    assert marks.about("a", "own", ["received_online"]) == ()
    assert marks.marking == []


def test_a_sum_carries_the_findings_of_each_of_its_reports() -> None:
    marks = Marks((finding("a"), finding("b")))
    assert [one.report_id for one in marks.of(value("a+b", is_rebased=True))] == ["a", "b"]


def test_a_derived_quarter_carries_what_is_found_in_any_report_that_it_is_the_difference_of() -> None:
    marks = Marks((finding("half", period="2024-H1"), finding("first", period="2024-Q1")))
    second = value("half", period="2024-Q2", is_derived=True)
    assert [one.report_id for one in marks.of(second)] == ["half", "first"]
    assert [one.report_id for one in marks.of(replace(second, is_derived=False))] == ["half"]


def test_a_rate_as_printed_says_nothing_of_a_quarter_derived_from_counts() -> None:
    marks = Marks((finding("half", period="2024-H1", measures=["printed_rate.online_rate"]),))
    assert marks.of(value("half", period="2024-H1"))
    assert marks.of(value("half", period="2024-Q2", is_derived=True)) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["error", "warning", "info"]), st.sampled_from(["own", "total"]),
            st.sampled_from(["online_rate", "on_time_rate"]),
        ),
        max_size=12,
    ),
    st.sampled_from("abc"),
)  # fmt: skip
def test_looking_up_gives_what_going_through_all_findings_gives(
    made: Sequence[tuple[str, str, str, str]], report: str
) -> None:
    found = tuple(
        finding(one, severity=severity, scope=scope, indicators=[indicator], name=str(place))
        for place, (one, severity, scope, indicator) in enumerate(made)
    )
    expected = [
        one
        for one in found
        if one.severity in MARKING and one.report_id == report and one.scope == "own"
        and "online_rate" in (one.indicator_ids or ())
    ]  # fmt: skip
    assert list(Marks(found).of(value(report))) == expected


def test_behind_a_derived_quarter_stand_the_reports_it_is_made_of() -> None:
    assert behind([parse_period("2024-Q2")]) == ["2024-H1", "2024-Q1", "2024-Q2"]
    assert behind([parse_period("2024-H1")]) == ["2024-H1"]


class Watched(Forward):
    """Remembers what was asked, and answers with one finding more."""

    def __init__(self, ask: Ask, more: Sequence[Finding] = ()) -> None:
        super().__init__(ask)
        self.asked: list[tuple[set[str], set[str]]] = []
        self.more = more

    def findings_of(self, source: str, units: Iterable[str], periods: Iterable[str]) -> Sequence[Finding]:
        units, periods = list(units), list(periods)
        self.asked.append((set(units), set(periods)))
        return [*super().findings_of(source, units, periods), *self.more]


def test_only_the_view_s_own_units_and_periods_are_asked_for(warehouse: Warehouse) -> None:
    watched = Watched(WarehouseAsk(warehouse))
    view = view_of(replace(YEAR_2023, first="2023"), watched)
    assert watched.asked == [(set(view.asked_units), {"2023"})]


def test_a_report_that_was_superseded_marks_nothing(warehouse: Warehouse) -> None:
    gone = finding("superseded", unit=SIM05, period="2023")
    view = view_of(YEAR_2023, Watched(WarehouseAsk(warehouse), [gone]))
    assert gone not in view.findings.findings
    assert any(one.unit_id == SIM05 for one in view.findings.findings)


def test_units_of_today_carry_the_findings_of_the_units_that_became_them(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, Choice(source="demo", kind="quarter", basis="today"))
    found = {one.unit_id for one in view.findings.marking}
    before = {line.from_unit_id for line in ask.lineage("demo")}
    assert found & before


# The mark on each chart


def marks_of(spec: RankedSpec | TrendSpec | HeatSpec | MultiplesSpec) -> list[tuple[str, Mark]]:
    """(unit id, mark)"""
    match spec:
        case RankedSpec():
            return [(mark.key, mark) for mark in (*spec.marks, *spec.below)]
        case TrendSpec():
            lines = spec.series
        case HeatSpec():
            lines = spec.rows
        case _:
            lines = spec.panels
    return [(line.key, mark) for line in lines for mark in line.marks if mark.value is not None]


@pytest.mark.parametrize("chart", ["ranked", "trend", "heat", "multiples"])
def test_a_value_with_a_finding_has_its_mark_sentence_key_and_remark_on_every_chart(
    warehouse: Warehouse, chart: str
) -> None:
    view, _ = seen(warehouse, YEAR_2023)
    sentence = next(one.message_vi for one in view.findings.marking if one.unit_id == SIM05)
    spec = drawn(warehouse, YEAR_2023, chart, "on_time_rate")
    marked = [(unit, mark) for unit, mark in marks_of(spec) if Flag.FINDING in mark.flags]
    assert {unit for unit, _ in marked} == {SIM05}
    for _, mark in marked:
        assert sentence in mark.hover
        assert value_text(mark).endswith(SIGN) and cell_text(mark).endswith(SIGN)
    assert all(SIGN not in value_text(mark) for _, mark in marks_of(spec) if Flag.FINDING not in mark.flags)
    assert say("ui_chart.mark.finding", "vi") in key_text(spec, "vi")
    remarks = [str(row["remark"]) for row in spec.frame.table.rows if sentence.rstrip(".") in str(row.get("remark"))]
    assert len(remarks) == len(marked)


def test_the_scorecard_marks_the_cell_and_tells_the_sentence_on_hover_in_the_table_and_beneath(
    warehouse: Warehouse,
) -> None:
    spec = drawn(warehouse, REAL, "scorecard")
    assert isinstance(spec, MatrixSpec) and spec.frame.table
    minh_duc = next(row for row in spec.rows if row.key == MINH_DUC)
    assert minh_duc.cells[0].text == f"96,4\u00a0% {SIGN}"
    assert SUM_OF_CHANNELS in minh_duc.cells[0].hover
    assert SUM_OF_CHANNELS in str(next(row for row in spec.frame.table.rows if row["unit"] == "Minh Đức")["remark"])
    assert any(note.startswith("Dấu !") for note in footer_lines(spec, "vi"))


def test_a_plain_table_marks_the_value_and_not_a_value_that_is_not_there(warehouse: Warehouse) -> None:
    rows = drawn(warehouse, REAL, "table", "online_rate").frame.table.rows
    texts = {(row["unit"], row.get("scope")): str(row["value_text"]) for row in rows}
    assert texts["Minh Đức", say("scope.own", "vi")] == f"96,42\u00a0% {SIGN}"
    assert texts["Bình Phước", say("scope.own", "vi")] == "43,60\u00a0%"
    assert all(not text.startswith("–") or SIGN not in text for text in texts.values())


def test_counts_of_late_dossiers_and_tables_of_staff_are_marked_too(warehouse: Warehouse) -> None:
    late = drawn(warehouse, YEAR_2023, "late")
    assert {mark.key for mark in late.marks if Flag.FINDING in mark.flags} == {SIM05}
    half = Choice(source="demo", kind="half_year", last="2023-H1")
    staff = drawn(warehouse, half, "composition", "", "education", "part_time")
    assert isinstance(staff, StackedSpec)
    marked = [row for row in staff.rows if Flag.FINDING in row.flags]
    assert [row.key for row in marked] == ["SIM01@2004"] and marked[0].hover.startswith(SIGN)


@pytest.mark.parametrize("kind", ["quarter", "half_year", "year"])
def test_clean_communes_have_no_mark_on_any_indicator(warehouse: Warehouse, kind: str) -> None:
    choice = Choice(source="demo", kind=kind)
    view, ask = seen(warehouse, choice)
    values = ask.indicator_values("demo", list(ask.indicators()), view.period_ids, CLEAN)
    assert len(values) > 100
    assert [(one.unit_id, one.indicator_id, view.findings_of(one)) for one in values if view.findings_of(one)] == []


# What the page says


def test_every_finding_of_the_real_reports_is_listed_with_both_figures_and_both_places(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    spec = findings_table(quality_of(view, ask), ask)
    everything = [one for one in q.findings(warehouse) if one.source == "report"]
    rows = spec.frame.table.rows if spec.frame.table else ()
    assert len(rows) == len(everything) > 20
    row = next(row for row in rows if SUM_OF_CHANNELS in str(row["message"]))
    assert (row["unit"], row["found"], row["expected"]) == ("Minh Đức", "1.144", "1.134")
    assert row["left_place"] == row["right_place"] == "II.2.c, cơ chế một cửa, dòng 110, tr. 3"
    assert row["severity"] == "lỗi"


def test_what_a_finding_does_to_the_charts_is_told_rate_by_rate(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    found = next(one for one in view.findings.findings if SUM_OF_CHANNELS in one.message_vi)
    effects = effects_of(view, ask, [found])
    assert effects.of(found) == {Effect.SHOWN: ["online_rate"], Effect.NONE: ["digitised_rate"]}
    assert "Không tính được tỷ lệ: " in effects.words(found)
    view, ask = seen(warehouse, YEAR_2023)
    late = next(one for one in view.findings.marking if one.unit_id == SIM05)
    assert "on_time_rate" in effects_of(view, ask, [late]).of(late)[Effect.RANKED]


def test_the_share_checked_is_a_sum_over_a_sum_and_the_same_on_tile_and_table(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    quality = quality_of(view, ask)
    checked, figures = totals(quality)
    assert 0 < checked < figures
    assert tiles(quality)[3].value == view.percent(100 * checked / figures)
    rows = checked_table(quality).frame.table.rows  # type: ignore[union-attr]
    assert (sum(row["checked"] for row in rows), sum(row["figures"] for row in rows)) == (checked, figures)  # type: ignore[misc]
    shares = [row["share"] for row in rows]
    assert shares == sorted(shares)  # type: ignore[type-var]


def test_each_rule_has_an_outcome_for_every_report_and_absent_inputs_are_no_pass(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, REAL)
    quality = quality_of(view, ask)
    rows = outcomes_matrix(quality).frame.table.rows  # type: ignore[union-attr]
    assert len(rows) == len(q.rules(warehouse))
    assert {row["passed"] + row["failed"] + row["not_applicable"] for row in rows} == {5}  # type: ignore[operator]
    channels = next(row for row in rows if row["rule"] == quality.rule("received_by_channel"))
    assert (channels["passed"], channels["failed"], channels["not_applicable"]) == (0, 1, 4)


def both_sides(warehouse: Warehouse, unit: str, period: str, words: str) -> tuple[Any, Any]:
    view, ask = seen(warehouse, REAL)
    found = next(one for one in view.findings.findings if one.unit_id == unit and words in one.message_vi)
    figures = {found.report_id: q.unit_figures(warehouse, "report", unit, period)}
    names = Names(q.measures(warehouse), q.indicators(warehouse))
    return sides(view, found, figures, names, ask.indicator_terms())


def test_both_sides_of_a_sum_stand_with_the_text_as_printed(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, MINH_DUC, "2023-H1", SUM_OF_CHANNELS)
    place = "II.2.c, cơ chế một cửa, dòng 110, tr. 3"
    assert (left.title, right.title) == ("Số nêu: 1.144", "Số đối chiếu: 1.134")
    assert [text for _, text in left.statements] == [f"1.144 · in “1.144” · {place}"]
    assert [text for _, text in right.statements] == [f"1.103 · in “1.103” · {place}", f"31 · in “31” · {place}"]


def test_a_printed_rate_stands_beside_the_counts_it_is_held_against(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, MINH_DUC, "2023-H1", "báo cáo in 99,8%")
    assert [text.split(" · ")[1] for _, text in left.statements] == ["in “99,8%”"]
    assert {text.split(" · ")[0] for _, text in right.statements} >= {"1.103", "1.144"}


def test_a_figure_said_twice_stands_on_both_sides_each_in_its_place(warehouse: Warehouse) -> None:
    left, right = both_sides(warehouse, BINH_PHUOC, "2023", "một chỗ ghi 18, chỗ khác ghi 17")
    assert [text for _, text in left.statements] == ["18 · in “18” · II.2, cơ chế một cửa, dòng 55"]
    assert [text for _, text in right.statements] == ["17 · in “17” · III.2, tồn tại hạn chế, dòng 131"]


# The page in the app


def page(name: str = "quality", **address: str) -> AppTest:
    app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
    for key, given_value in address.items():
        app.query_params[key] = given_value
    app.run()
    app.switch_page(f"pages/{name}.py").run()
    assert not app.exception
    return app


def body(app: AppTest) -> str:
    texts = [*app.markdown, *app.subheader, *app.header, *app.title, *app.caption, *app.info, *app.success]
    return "\n".join(
        [*(one.value.replace("\\", "") for one in texts), *(one.proto.body for one in app.main.get("html"))]
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["report", "demo"])
@pytest.mark.parametrize("section", ["findings", "checked", "review", "history"])
def test_every_section_shows_in_both_languages_and_sources(section: str, source: str, lang: Lang) -> None:
    app = page(source=source, lang=lang, section=section)
    assert say("page.quality", lang) in body(app)
    assert say("quality.tile.checked", lang) in body(app)


def test_the_page_lists_minh_duc_s_sum_with_both_figures() -> None:
    rows = page(source="report").dataframe[0].value
    row = rows[rows["message"].str.contains(SUM_OF_CHANNELS, regex=False)].iloc[0]
    assert (row["unit"], row["found"], row["expected"]) == ("Minh Đức", "1.144", "1.134")


def test_severity_and_rule_narrow_the_table_and_stay_in_the_address(warehouse: Warehouse) -> None:
    errors = [one for one in q.findings(warehouse) if one.source == "report" and one.severity == "error"]
    app = page(source="report", severity="error")
    assert len(app.dataframe[0].value) == len(errors)
    assert set(app.dataframe[0].value["severity"]) == {"lỗi"}
    app.selectbox(key="frame-rule").select("received_by_channel").run()
    assert list(app.dataframe[0].value["unit"]) == ["Minh Đức"]
    assert app.query_params["rule"] in ("received_by_channel", ["received_by_channel"])


def test_a_finding_picked_shows_both_sides_and_leads_to_the_unit_s_page() -> None:
    app = page(source="report", rule="received_by_channel")
    assert "1.103 · in “1.103” · II.2.c" in body(app)
    app.button(key="finding-to-unit").click().run()
    assert not app.exception
    assert say("unit.provenance", "vi") in body(app)
    assert {"1.103", "1.144"} <= set(app.dataframe[0].value["value"])


def test_review_shows_what_does_not_hold_and_the_form(warehouse: Warehouse) -> None:
    app = page(source="report", section="review", report="minh-duc-2023-h1")
    assert SUM_OF_CHANNELS in body(app)
    assert [one.key for one in app.selectbox if str(one.key).startswith("review-figure")]


def test_two_choices_lead_from_a_value_on_a_chart_to_its_printed_text() -> None:
    app = page("online", source="report", definition_online="online_rate")
    control = app.selectbox(key="online-ranked-origin")
    label = next(one for one in control.options if one.startswith("Minh Đức"))
    assert label.endswith(f"96,4\u00a0% {SIGN}")
    control.select_index(control.options.index(label)).run()
    assert not app.exception
    rows = app.dataframe[0].value
    assert list(rows["printed"]) == ["1.103", "1.144"]
    assert set(rows["locator"]) == {"II.2.c, cơ chế một cửa, dòng 110, tr. 3"}
    assert "514c87eee850e2e53d0c22613a58e070a4bd3da639651531cd97a30ad071c145" in body(app)


@pytest.mark.parametrize(
    "recipe", [Recipe("ranked", "on_time_rate"), Recipe("heat", "on_time_rate"), Recipe("scorecard"), Recipe("late")]
)
def test_every_figure_of_a_chart_can_be_traced_on_its_unit_s_page(warehouse: Warehouse, recipe: Recipe) -> None:
    view, ask = seen(warehouse, YEAR_2023)
    found = origins(recipe, view, ask)
    assert 10 <= len(found) <= MOST
    assert found[0].unit_id == SIM05
    there = {(v.unit_id, v.period_id, v.indicator_id) for v in _values(view, ask) if v.value is not None}
    assert [one for one in found if (one.unit_id, one.period_id, one.trace) not in there] == []


def _values(view: View, ask: Ask) -> Sequence[Value]:
    return ask.indicator_values(view.source, list(ask.indicators()), view.period_ids, view.asked_units)


def test_sums_of_several_reports_have_no_single_place_to_go_to(warehouse: Warehouse) -> None:
    view, ask = seen(warehouse, Choice(source="demo", kind="quarter", basis="today"))
    assert origins(Recipe("ranked", "online_rate"), view, ask) == []


# The source file


def report_of(warehouse: Warehouse, content: bytes, name: str = "minh-duc.txt") -> ReportRow:
    found = next(one for one in q.unit_reports(warehouse, "report", MINH_DUC))
    return replace(found, file_name=name, file_sha256=hashlib.sha256(content).hexdigest())


def test_a_source_file_is_trusted_by_its_checksum_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    content = "một\nhai\nba\n".encode()
    report, place = report_of(warehouse, content), Layout(tmp_path)
    assert source_file.find(place, report) == source_file.SourceFile(State.ABSENT)
    path = tmp_path / "sources" / "minh-duc.txt"
    path.parent.mkdir()
    path.write_bytes(content + b"them")
    assert source_file.find(place, report) == source_file.SourceFile(State.DIFFERS)
    beside = place.reports / report.report_id / "minh-duc.txt"
    beside.parent.mkdir(parents=True)
    beside.write_bytes(content)
    assert source_file.find(place, report) == source_file.SourceFile(State.KEPT, beside)


def test_a_name_that_leads_out_of_the_folder_is_not_followed(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "data" / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"x")
    for name in ("../../secret.txt", str(tmp_path / "secret.txt"), "..\\..\\secret.txt", "..", ""):
        report = report_of(warehouse, b"x", name)
        assert source_file.find(Layout(tmp_path / "data"), report).path is None


def test_the_lines_of_a_place_are_shown_with_those_around(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(f"dòng {n}" for n in range(1, 11)), encoding="utf-8")
    assert source_file.lines_named("II.3, dòng 4-5, tr. 3") == [4, 5]
    assert [(n, named) for n, _, named in source_file.excerpt(path, "II.3, dòng 4-5, tr. 3")] == [
        (2, False), (3, False), (4, True), (5, True), (6, False), (7, False),
    ]  # fmt: skip
    assert [text for _, text, named in source_file.excerpt(path, "dòng 10") if named] == ["dòng 10"]
    assert source_file.excerpt(path, "Phụ lục, tr. 3") == []
    assert source_file.excerpt(path, "dòng 99") == []


def test_the_kept_file_stands_beside_the_figure_on_the_unit_s_page(
    warehouse: Warehouse, data_root: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "\n".join(f"câu thứ {n}" for n in range(1, 200)).encode()
    kept = tmp_path / "kept.txt"
    kept.write_bytes(content)
    monkeypatch.setattr(source_file, "find", lambda place, report: source_file.SourceFile(State.KEPT, kept))
    told = body(page("unit", source="report", profile=MINH_DUC, figures="2023-H1", trace="online_rate", part="origin"))
    assert "câu thứ 110" in told and "câu thứ 108" in told and "câu thứ 107" not in told


def test_where_the_file_is_not_kept_the_page_says_so() -> None:
    told = body(page("unit", source="report", profile=MINH_DUC, part="origin"))
    assert "002_143b8bad655c33d4.txt không lưu ở đây" in told


# Briefings


def test_a_briefing_lists_what_does_not_hold_with_unit_and_period_the_worst_first(warehouse: Warehouse) -> None:
    deck = deck_of(Plan(REAL, (Pin(Recipe("scorecard"), REAL),)), WarehouseAsk(warehouse), date(2026, 1, 2))
    assert any(line.startswith("Minh Đức, 6T/23: ") and SUM_OF_CHANNELS in line for line in deck.findings)
    errors = sum(one.source == "report" and one.severity == "error" for one in q.findings(warehouse))
    assert all("Cảnh" not in line for line in deck.findings[:errors])
    infos = {one.message_vi for one in q.findings(warehouse) if one.severity == "info"}
    assert not any(line.endswith(tuple(infos)) for line in deck.findings)


def opened(made: bytes) -> Any:
    return Presentation(io.BytesIO(made))


def texts_of(slide: Any) -> str:
    parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
    return "\n".join([*parts, *tables])


def test_a_slide_has_the_mark_in_the_cell_and_what_it_means_beneath(warehouse: Warehouse) -> None:
    deck = deck_of(Plan(REAL, (Pin(Recipe("scorecard"), REAL),)), WarehouseAsk(warehouse), date(2026, 1, 2))
    told = "\n".join(texts_of(slide) for slide in opened(write_pptx(deck)).slides)
    assert f"96,4\u00a0% {SIGN}" in told
    assert "Dấu ! là số liệu có phát hiện" in told


def test_findings_can_be_pinned_to_a_briefing(warehouse: Warehouse) -> None:
    pin = Pin(Recipe("findings", group="error"), REAL)
    deck = deck_of(Plan(REAL, (pin,)), WarehouseAsk(warehouse), date(2026, 1, 2))
    spec = deck.items[0].spec
    assert isinstance(spec, TableSpec) and spec.frame.table
    assert {row["severity"] for row in spec.frame.table.rows} == {"lỗi"}
    told = "\n".join(texts_of(slide) for slide in opened(write_pptx(deck)).slides)
    assert SUM_OF_CHANNELS in told


def test_a_briefing_of_provisional_figures_says_so_on_its_first_slide_and_beneath_the_chart(
    warehouse: Warehouse,
) -> None:
    def first(choice: Choice) -> tuple[str, str]:
        deck = deck_of(
            Plan(choice, (Pin(Recipe("ranked", "online_rate"), choice),)), WarehouseAsk(warehouse), date(2026, 1, 2)
        )
        slides = opened(write_pptx(deck)).slides
        return texts_of(slides[0]), "\n".join(texts_of(slide) for slide in list(slides)[1:])

    words = say("briefing_pptx.provisional", "vi")
    provisional = Choice(source="demo", kind="quarter", first="2024-Q4", last="2024-Q4")
    cover, rest = first(provisional)
    assert words in cover
    assert "chưa kiểm tra" in rest
    cover, _ = first(Choice(source="demo", kind="quarter", first="2023-Q1", last="2023-Q1"))
    assert words not in cover
