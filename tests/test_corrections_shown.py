"""What officers corrected or rejected is told on every chart of what rests on it, and nowhere else."""

import csv
import io
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from briefing.plan import Pin, Plan, deck_of
from briefing.slides import write_pptx
from briefing.workbook import write_xlsx
from charts import overview, recipes
from charts.captions import footer_lines, tile_flags
from charts.checking import CORRECTED
from charts.choose import Choice, asking, view_of
from charts.headline import theme_tiles
from charts.recipes import CHARTS, Recipe, make
from charts.signs import cell_text, value_text
from charts.spec import Flag, HeatSpec, Mark, MatrixSpec, MultiplesSpec, RankedSpec, StackedSpec, TrendSpec
from charts.staff_tiles import INDICATORS, staff_tiles
from charts.view import View
from domain.layout import Layout
from domain.review import Change
from etl.build import build
from etl.review import open_review, save
from queries import values as q
from queries.ask import WarehouseAsk
from queries.warehouse import Warehouse
from tests.briefings import TAN_LOC
from tests.factory import BINH_PHUOC, MINH_DUC
from text.words import LANGS

REAL = Choice()
YEAR = Choice(source="demo", kind="year")
QUARTERS = Choice(source="demo", kind="quarter", last="2024-Q4", units=(TAN_LOC,))
TODAY = Choice(source="demo", kind="year", basis="today")
OF_TAN_LOC = "demo-xa-tan-loc-2024"
UNIVERSITY = "staff.civil_servant.education.university"
ONLINE = "Tân Lộc (2024), hồ sơ nộp trực tuyến {before} → {after}"
AS_FIGURES = ("coverage", "reporting_rate", "reporting_units", "reporting_matrix", "reminders", "findings",
              "rule_outcomes", "checked")  # fmt: skip
"""Charts of reports and rules, which draw no figure of a report."""


def printed(office: Layout, report: str, measure: str) -> float:
    """The first statement of a measure, as the report's folder has it."""
    folder = next(place for place in office.root.glob(f"*/reports/{report}")) if report.startswith("demo") else None
    with ((folder or office.reports / report) / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(float(row["value"]) for row in csv.DictReader(file) if row["measure"] == measure)


def put(office: Layout, report: str, measure: str, value: float | None) -> None:
    """An officer corrects the figure to `value`, or rejects it."""
    change = Change(
        by="Lê Thị Hoa", reason="đối chiếu bản giấy", action="reject" if value is None else "correct", measure=measure,
        value=value,
    )  # fmt: skip
    save(office, report, change, open_review(office, report).seen)


@pytest.fixture(scope="module")
def office(data_root: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    root = tmp_path_factory.mktemp("corrected")
    for part in ("reports", "demo"):
        shutil.copytree(data_root.root / part, root / part)
    found = Layout(root)
    put(found, "minh-duc-2023-h1", "received_in_period", 1134)
    put(found, "binh-phuoc-2023", "resolved_overdue", None)
    for measure, more in (
        ("received_online", -9),
        ("resolved_overdue", 2),
        (UNIVERSITY, -1),
        ("staff.cadre.assigned", 1),
    ):
        put(found, OF_TAN_LOC, measure, printed(found, OF_TAN_LOC, measure) + more)
    return found


@pytest.fixture(scope="module")
def ask(office: Layout) -> WarehouseAsk:
    return WarehouseAsk(Warehouse(build(office, strict=True).path))


@pytest.fixture(scope="module")
def untouched(warehouse: Warehouse) -> WarehouseAsk:
    return WarehouseAsk(warehouse)


def online(office: Layout) -> str:
    """The correction of Tân Lộc's dossiers online, in words."""
    was = printed(office, OF_TAN_LOC, "received_online")
    return ONLINE.format(before=f"{was:.0f}", after=f"{was - 9:.0f}")


def spec_of(choice: Choice, recipe: Recipe, ask: WarehouseAsk) -> recipes.AnySpec:
    asked = asking(choice, ask)
    return make(recipe, view_of(choice, asked), asked)


def marks_of(spec: object) -> list[Mark]:
    match spec:
        case RankedSpec():
            return [*spec.marks, *spec.below]
        case TrendSpec():
            return [mark for one in spec.series for mark in one.marks]
        case MultiplesSpec():
            return [mark for one in spec.panels for mark in one.marks]
        case HeatSpec():
            return [mark for one in spec.rows for mark in one.marks]
    return []


def remarks(spec: recipes.AnySpec) -> list[str]:
    assert spec.frame.table
    return [str(row.get("remark", "")) for row in spec.frame.table.rows]


def recipe_of(chart: str, unit: str = TAN_LOC) -> Recipe:
    return Recipe(
        chart,
        indicator="online_rate",
        dimension="education" if chart in ("composition", "unit_levels") else "",
        group={"composition": "civil_servant", "definitions": "online", "history": "online"}.get(chart, ""),
        unit=unit,
    )


DRAWN = sorted(set(CHARTS) - set(AS_FIGURES))


@pytest.mark.parametrize("choice", [YEAR, QUARTERS], ids=["year", "derived quarter"])
@pytest.mark.parametrize("chart", DRAWN)
def test_every_chart_of_figures_says_in_a_footnote_what_was_corrected(
    chart: str, choice: Choice, ask: WarehouseAsk, office: Layout
) -> None:
    notes = [note for note in spec_of(choice, recipe_of(chart), ask).frame.notes if CORRECTED in note]
    measure = {"late": "resolved_overdue", "backlog": "resolved_overdue", "composition": UNIVERSITY,
               "unit_levels": UNIVERSITY, "posts": "staff.cadre.assigned"}.get(chart, "received_online")  # fmt: skip
    was = printed(office, OF_TAN_LOC, measure)
    now = was + {"resolved_overdue": 2, UNIVERSITY: -1, "staff.cadre.assigned": 1}.get(measure, -9)
    (note,) = notes
    assert note.startswith("Đã đính chính (§): ") and "Tân Lộc (2024), " in note
    assert f" {was:.0f} → {now:.0f}" in note


@pytest.mark.parametrize("chart", DRAWN)
def test_without_a_review_no_chart_speaks_of_one(chart: str, untouched: WarehouseAsk) -> None:
    for choice in (YEAR, QUARTERS):
        spec = spec_of(choice, recipe_of(chart), untouched)
        assert not any(CORRECTED in line for line in footer_lines(spec, "vi"))
        assert not any("đính chính" in one for one in remarks(spec))
        assert not any(Flag.CORRECTED in mark.flags for mark in marks_of(spec))


@pytest.mark.parametrize("chart", ["ranked", "trend", "multiples", "heat", "late", "backlog", "history"])
def test_the_mark_has_the_sign_and_the_sentence_on_hover(chart: str, ask: WarehouseAsk) -> None:
    spec = spec_of(replace(YEAR, units=(TAN_LOC,)), recipe_of(chart), ask)
    marked = [mark for mark in marks_of(spec) if Flag.CORRECTED in mark.flags]
    assert marked and all(CORRECTED in value_text(mark) and CORRECTED in cell_text(mark) for mark in marked)
    assert all("§ Đã đính chính: " in mark.hover for mark in marked)
    assert {mark.label for mark in marked} == {"Tân Lộc"} or chart == "history"
    assert any("§ là số đã đính chính hoặc loại khi rà soát" in line for line in footer_lines(spec, "vi"))


@pytest.mark.parametrize("chart", ["scorecard", "profile", "posts"])
def test_the_cell_of_a_matrix_has_the_sign_and_the_sentence_on_hover(chart: str, ask: WarehouseAsk) -> None:
    spec = spec_of(YEAR, recipe_of(chart), ask)
    assert isinstance(spec, MatrixSpec)
    marked = [(row.label, cell) for row in spec.rows for cell in row.cells if CORRECTED in cell.text]
    assert marked and all("§ Đã đính chính: " in cell.hover for _, cell in marked)
    assert chart == "profile" or {label for label, _ in marked} == {"Tân Lộc"}


def test_the_bar_of_a_qualification_table_has_the_flag(ask: WarehouseAsk) -> None:
    spec = spec_of(YEAR, recipe_of("composition"), ask)
    assert isinstance(spec, StackedSpec)
    marked = [row for row in spec.rows if Flag.CORRECTED in row.flags]
    assert [row.key for row in marked] == [TAN_LOC] and "§ Đã đính chính: " in marked[0].hover


@pytest.mark.parametrize(
    "chart", ["ranked", "trend", "heat", "table", "late", "backlog", "scorecard", "composition", "posts", "profile",
              "definitions", "history"],
)  # fmt: skip
def test_the_table_tells_it_in_its_remarks(chart: str, ask: WarehouseAsk) -> None:
    assert any("đã đính chính: " in one and " → " in one for one in remarks(spec_of(YEAR, recipe_of(chart), ask)))


def test_units_in_a_plain_table_have_it_too(ask: WarehouseAsk) -> None:
    """As an officer met it: Minh Đức's 1.144 became 1.134, and the screen credited that to the report."""
    spec = spec_of(REAL, recipe_of("ranked", MINH_DUC), ask)
    assert "Đã đính chính (§): Minh Đức (6T/23), hồ sơ tiếp nhận mới trong kỳ 1.144 → 1.134." in spec.frame.notes
    assert spec.frame.table
    (row,) = [row for row in spec.frame.table.rows if row["unit"] == "Minh Đức"]
    assert str(row["value_text"]).startswith("97,27") and CORRECTED in str(row["value_text"])
    assert "đã đính chính: hồ sơ tiếp nhận mới trong kỳ 1.144 → 1.134" in str(row["remark"])


def test_a_rejected_figure_is_told_with_what_counts_instead(ask: WarehouseAsk) -> None:
    for chart in ("backlog", "profile"):
        notes = spec_of(REAL, recipe_of(chart, BINH_PHUOC), ask).frame.notes
        told = "Bình Phước (2023), đã giải quyết quá hạn 18, dùng số khác của báo cáo: 17"
        assert f"Đã loại số của báo cáo (§): {told}." in notes


def test_what_follows_from_a_corrected_figure_is_marked_and_what_does_not_is_not(ask: WarehouseAsk) -> None:
    """On time is 1.886 resolved less 17 late: the report says 18 first. Minh Đức tells of no digitised dossier."""
    view = view_of(REAL, ask)
    values = ask.indicator_values("report", list(ask.indicators()), view.period_ids, view.asked_units)
    marked = {(one.unit_id, one.indicator_id) for one in values if view.corrections.of(one)}
    assert marked == {
        (MINH_DUC, "online_rate"), (BINH_PHUOC, "on_time_rate"), (BINH_PHUOC, "on_time_rate.handled"),
    } & {(one.unit_id, one.indicator_id) for one in values}  # fmt: skip
    assert (MINH_DUC, "online_rate") in marked and (BINH_PHUOC, "on_time_rate") in marked


def test_a_derived_quarter_carries_the_flows_corrected_before_it_but_not_the_staff(
    office: Layout, tmp_path: object
) -> None:
    """Q4 is the year less the half-year and Q3; the staff of Q4 are those of the year's report."""
    root = Layout(office.root.parent / f"{office.root.name}-half")
    for part in ("reports", "demo"):
        shutil.copytree(office.root / part, root.root / part, ignore=shutil.ignore_patterns("review.jsonl"))
    half = "demo-xa-tan-loc-2024-h1"
    put(root, half, "received_online", printed(root, half, "received_online") - 3)
    put(root, half, UNIVERSITY, printed(root, half, UNIVERSITY) - 1)
    ask = WarehouseAsk(Warehouse(build(root, strict=True).path))
    view = view_of(QUARTERS, ask)
    (online, staff) = (
        next(v for v in ask.indicator_values("demo", [one], ["2024-Q4"], [TAN_LOC]) if v.scope == "own")
        for one in ("online_rate", "civil_servant_university_rate")
    )
    assert [row.measure for row in view.corrections.of(online)] == ["received_online"]
    assert not view.corrections.of(staff)


def test_sums_over_todays_units_carry_what_was_corrected_in_a_unit_of_before(ask: WarehouseAsk, office: Layout) -> None:
    asked = asking(TODAY, ask)
    view = view_of(TODAY, asked)
    spec = make(recipe_of("heat"), view, asked)
    marked = [mark for mark in marks_of(spec) if Flag.CORRECTED in mark.flags]
    assert marked and all(Flag.REBASED in mark.flags for mark in marked)
    assert any(online(office).partition(", ")[2] in note for note in spec.frame.notes)
    assert "Xã Tân Lộc" in marked[0].hover


@pytest.mark.parametrize("lang", LANGS)
def test_both_languages_say_it(lang: str, ask: WarehouseAsk) -> None:
    spec = spec_of(replace(YEAR, lang=lang), recipe_of("ranked"), ask)  # type: ignore[arg-type]
    words = {"vi": "Đã đính chính (§): Tân Lộc", "en": "Corrected (§): Tân Lộc"}
    assert any(note.startswith(words[lang]) for note in spec.frame.notes)


def test_slides_and_workbook_say_it_beneath_the_chart(ask: WarehouseAsk, office: Layout) -> None:
    deck = deck_of(Plan(YEAR, (Pin(Recipe("ranked", "online_rate"), YEAR),)), ask, date(2026, 1, 2))
    slides = Presentation(io.BytesIO(write_pptx(deck))).slides
    told = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert f"Đã đính chính (§): {online(office)}" in told
    book = load_workbook(io.BytesIO(write_xlsx(deck)))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(online(office) in cell for cell in cells)


# Figures of a group: what they rest on is said on the tile.


def tiles(ask: WarehouseAsk, make_tiles: Callable[[View], Sequence[object]], choice: Choice) -> list[str]:
    return [tile_flags(tile, "vi") for tile in make_tiles(view_of(choice, ask))]  # type: ignore[arg-type]


def test_a_pooled_tile_says_that_some_of_its_figures_are_provisional_corrected_or_contradicted(
    ask: WarehouseAsk, untouched: WarehouseAsk
) -> None:
    def online_tiles(asked: WarehouseAsk) -> list[str]:
        def of(view: View) -> Sequence[object]:
            indicator = asked.indicators()["online_rate"]
            return theme_tiles(view, indicator, recipes.indicator_values(view, asked, "online_rate"))

        return tiles(asked, of, YEAR)

    assert online_tiles(untouched)[0] == "có số tạm, chưa kiểm tra, có số liệu kèm phát hiện"
    assert online_tiles(ask)[0] == "có số tạm, chưa kiểm tra, có số đã đính chính, có số liệu kèm phát hiện"


def test_the_tiles_of_overview_and_staff_say_it_too(ask: WarehouseAsk) -> None:
    def of_overview(view: View) -> Sequence[object]:
        shown = [one for one in overview.headlines(ask.indicators()) if one.theme != "other"][:3]
        values = recipes.indicator_values(view, ask, *(one.indicator_id for one in shown))
        return overview.tiles(view, shown, values, recipes.coverage(view, ask))

    def of_staff(view: View) -> Sequence[object]:
        return staff_tiles(view, ask.indicators(), recipes.indicator_values(view, ask, *INDICATORS), ())

    found = tiles(ask, of_overview, YEAR)
    assert "có số đã đính chính" in found[1] and all("có số tạm" in one for one in found[1:])
    assert all("có số tạm" in one for one in tiles(ask, of_staff, YEAR))


# Figures that nobody has checked, on charts of counts.


@pytest.mark.parametrize("chart", ["late", "backlog", "posts"])
def test_charts_of_counts_mark_the_units_whose_report_nobody_has_checked(chart: str, untouched: WarehouseAsk) -> None:
    spec = spec_of(YEAR, recipe_of(chart), untouched)
    assert "Số tạm, chưa kiểm tra (~): Hòa Sơn, Long An Tây." in spec.frame.notes
    if isinstance(spec, MatrixSpec):
        marked = {row.label for row in spec.rows if any("~" in cell.text for cell in row.cells)}
    else:
        marked = {mark.label for mark in marks_of(spec) if Flag.PROVISIONAL in mark.flags}
        assert all("Tạm, chưa kiểm tra" in mark.hover for mark in marks_of(spec) if Flag.PROVISIONAL in mark.flags)
    assert marked == {"Hòa Sơn", "Long An Tây"}
    assert spec.frame.table
    told = {row["unit"] for row in spec.frame.table.rows if "tạm, chưa kiểm tra" in str(row.get("remark", ""))}
    assert told == marked


def test_a_correction_in_the_warehouse_names_all_that_rests_on_it(ask: WarehouseAsk) -> None:
    rows = {row.measure: row for row in ask.corrections_of("report", [MINH_DUC, BINH_PHUOC], ["2023-H1", "2023"])}
    new, late = rows["received_in_period"], rows["resolved_overdue"]
    assert (new.review, new.before, new.after, new.measures) == ("corrected", 1144, 1134, ("received_in_period",))
    assert "online_rate" in new.indicator_ids and "on_time_rate" not in new.indicator_ids
    assert (late.review, late.before, late.after) == ("rejected", 18, 17)
    assert late.measures == ("resolved_on_time", "resolved_overdue") and "on_time_rate" in late.indicator_ids
    assert isinstance(rows["received_in_period"], q.CorrectionRow)
