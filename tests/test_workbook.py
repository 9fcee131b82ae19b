"""The workbook of a briefing, opened again: every value is the spec's, every text a text, nothing says who made it."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from briefing.deck import Item
from briefing.excel_data import bar_rows, chart_table, drawn_lines, multiples_lines, reference_places
from briefing.workbook import write_xlsx
from charts.spec import (
    Column,
    HeatSpec,
    Mark,
    MatrixSpec,
    MultiplesSpec,
    RankedSpec,
    Reference,
    StackedSpec,
    Table,
    TableSpec,
    TrendSpec,
)
from tests.decks import AUTHOR, MADE_ON, deck, frame_of, plain
from tests.gallery import compared, specs
from text.words import LANGS, Lang

DANGEROUS = ("=1+1", "+84 901", "-5 hồ sơ", "@SUM(A1)", "https://example.org", "007")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def block(sheet: object, heading: str) -> tuple[int, int]:
    """Row and column of the first cell that holds `heading`."""
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        for cell in row:
            if cell.value == heading:
                return cell.row, cell.column
    raise AssertionError(f"no heading {heading!r}")


def values(sheet: object, table: Table, top: int, left: int) -> list[list[object]]:
    """The cells beneath a table's headings."""
    return [
        [sheet.cell(top + 1 + row, left + column).value for column in range(len(table.columns))]  # type: ignore[attr-defined]
        for row in range(len(table.rows))
    ]


def expected(table: Table) -> list[list[object]]:
    return [[given_back(row.get(column.key)) for column in table.columns] for row in table.rows]


def given_back(cell: object) -> object:
    """A value as a workbook gives it back: its last binary digit may differ."""
    return pytest.approx(cell, rel=1e-12) if isinstance(cell, float) else cell


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_has_a_sheet_between_index_and_definitions(lang: Lang) -> None:
    made = deck(lang)
    book = opened(write_xlsx(made))
    ends = {"vi": ("Mục lục", "Định nghĩa và nguồn"), "en": ("Contents", "Definitions and sources")}[lang]
    assert (book.sheetnames[0], book.sheetnames[-1]) == ends
    assert len(book.sheetnames) == len(made.items) + 2
    for sheet, item in zip(book.worksheets[1:-1], made.items, strict=True):
        assert sheet["A1"].value == item.headline
        assert sheet["A2"].value == item.spec.frame.subtitle


@pytest.mark.parametrize("lang", LANGS)
def test_every_value_on_the_sheets_is_the_specs(lang: Lang) -> None:
    made = deck(lang)
    book = opened(write_xlsx(made))
    for sheet, item in zip(book.worksheets[1:-1], made.items, strict=True):
        if item.spec.frame.table:
            table = item.spec.frame.table
            top, left = block(sheet, table.columns[0].label)
            assert left == 1
            assert values(sheet, table, top, left) == expected(table), sheet.title
        if not isinstance(item.spec, MatrixSpec | TableSpec):
            drawn = chart_table(item.spec, lang)
            top, left = block(sheet, drawn.columns[1].label)
            assert values(sheet, drawn, top, left - 1) == expected(drawn), sheet.title


@pytest.mark.parametrize("lang", LANGS)
def test_the_charts_figures_are_the_marks_values(lang: Lang) -> None:
    """Nothing is lost between a spec and what its native chart is drawn from."""
    for item in deck(lang).items:
        spec = item.spec
        match spec:
            case RankedSpec():
                wanted = [mark.value for mark in (*spec.marks, *spec.below)]
                found = {row["name"]: row.get("value") for row in chart_table(spec, lang).rows}
                assert [found[mark.label] for mark in (*spec.marks, *spec.below)] == wanted
            case TrendSpec() | MultiplesSpec():
                lines = spec.series if isinstance(spec, TrendSpec) else multiples_lines(spec)
                rows = chart_table(spec, lang).rows
                assert len(rows) >= len(lines)  # medians and the like come after the lines
                for line, row in zip(lines, rows, strict=False):
                    assert [row[f"p{n}"] for n in range(len(spec.periods))] == [mark.value for mark in line.marks]
            case HeatSpec():
                for line, row in zip(spec.rows, chart_table(spec, lang).rows, strict=True):
                    found_cells = [row[f"p{n}"] for n in range(len(spec.periods))]
                    assert found_cells == [mark.text if mark.value is None else mark.value for mark in line.marks]
            case StackedSpec():
                for bar, row in zip(spec.rows, chart_table(spec, lang).rows, strict=True):
                    assert tuple(row[f"level{n}"] for n in range(len(spec.levels))) == bar.shares


def test_numbers_are_numbers_with_their_decimals() -> None:
    sheet = opened(write_xlsx(deck("vi", Item(specs.ranked("vi"))))).worksheets[1]
    top, _ = block(sheet, "Đơn vị")
    received, online, change = (sheet.cell(top + 1, column) for column in (2, 3, 4))
    assert (received.value, received.data_type, received.number_format) == (1748, "n", "#,##0")
    assert (online.value, online.number_format) == (pytest.approx(98.527), "#,##0.00")
    assert change.number_format == "+#,##0.0;-#,##0.0;#,##0.0"


def test_headings_are_frozen_and_filtered() -> None:
    for sheet in opened(write_xlsx(deck())).worksheets[1:-1]:
        top, _ = block(sheet, "Đơn vị")
        assert sheet.freeze_panes == f"B{top + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{top}:")


@pytest.mark.parametrize(
    ("make", "count", "kind"),
    [
        (specs.ranked, 1, "barChart"),
        (specs.dots, 1, "scatterChart"),
        (specs.trend, 1, "lineChart"),
        (specs.multiples, 13, "lineChart"),
        (specs.stacked, 1, "barChart"),
        (specs.heat, 0, ""),
        (plain, 0, ""),
    ],
)
def test_each_spec_has_its_native_charts(make: object, count: int, kind: str) -> None:
    data = write_xlsx(deck("vi", Item(make("vi"))))  # type: ignore[operator]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == count
    assert all(f"<c:{kind}>" in chart for chart in charts)


def chart_xml(item: Item) -> str:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(deck("vi", item)))) as archive:
        return archive.read("xl/charts/chart1.xml").decode()


def test_bars_start_at_zero_with_the_best_on_top_and_the_subject_coloured() -> None:
    xml = chart_xml(Item(specs.ranked("vi")))
    assert '<c:orientation val="maxMin"/>' in xml
    assert '<c:min val="0"/>' in xml
    assert '<c:idx val="2"/>' in xml
    assert "0B6577" in xml


def test_a_gap_in_a_line_stays_a_gap() -> None:
    spec = specs.trend_one("vi")
    assert 'dispBlanksAs val="zero"' not in chart_xml(Item(spec))
    sheet = opened(write_xlsx(deck("vi", Item(spec)))).worksheets[1]
    top, _ = block(sheet, spec.periods[0])
    assert sheet.cell(top + 1, 4).value is None
    assert sheet.cell(top + 1, 3).value == spec.series[0].marks[1].value


def notes_on(spec: RankedSpec | TrendSpec | MultiplesSpec | HeatSpec) -> list[str]:
    """Every text on the sheet of an item."""
    sheet = opened(write_xlsx(deck("vi", Item(spec)))).worksheets[1]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("make", [compared.trend, compared.multiples])
def test_a_line_is_two_rows_at_a_break_and_no_series_of_the_chart_crosses_it(make: object) -> None:
    spec = make("vi")  # type: ignore[operator]
    after = spec.breaks[0].after
    rows = chart_table(spec, "vi").rows
    lines = spec.series if isinstance(spec, TrendSpec) else multiples_lines(spec)
    cut = drawn_lines(spec)
    assert len(cut) > len(lines)
    for line in lines:
        own = [row for row, piece in zip(rows, cut, strict=False) if piece.key == line.key]
        for place, mark in enumerate(line.marks):
            assert [row[f"p{place}"] for row in own if row[f"p{place}"] is not None] == (
                [] if mark.value is None else [mark.value]
            )
        for row in own:
            sides = {place <= after for place in range(len(spec.periods)) if row[f"p{place}"] is not None}
            assert len(sides) == 1


def test_each_series_of_a_chart_with_a_break_is_drawn_from_its_own_row() -> None:
    for spec, place in ((compared.trend("vi"), None), (compared.multiples("vi"), 3)):
        data = write_xlsx(deck("vi", Item(spec)))  # type: ignore[arg-type]
        sheet = opened(data).worksheets[1]
        top, left = block(sheet, spec.periods[0])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = archive.read(f"xl/charts/chart{(place or 0) + 1}.xml").decode()
        rows = [int(row) for row in re.findall(r"<c:val><c:numRef><c:f>[^<]*?\$[A-Z]+\$(\d+):", xml)]
        names = [sheet.cell(row, left - 1).value for row in rows]
        drawn = [piece.label for piece in drawn_lines(spec)]
        if place is None:
            assert rows == list(range(top + 1, top + 1 + len(rows)))
            assert names == [*drawn, *(one.label for one in spec.references)]
        else:
            assert names == ["Trung vị", "Trung vị", *[spec.panels[place].label] * 2]


def test_breaks_other_definitions_the_band_and_re_based_sums_are_told_in_words() -> None:
    told = "Chuỗi số liệu ngắt sau {}: Sắp xếp đơn vị từ ngày 1/7/2025."
    for spec in (compared.trend("vi"), compared.multiples("vi"), compared.heat("vi")):
        assert told.format(spec.periods[spec.breaks[0].after]) in notes_on(spec)  # type: ignore[arg-type]
    ranked = notes_on(compared.ranked("vi"))
    assert any(text.startswith("Báo cáo theo định nghĩa khác: Xã Tam Phước: 54,2 %") for text in ranked)
    assert "Nửa giữa: 61,2–91,2 %" in ranked
    assert any("tổng của các đơn vị cũ" in text for text in ranked)
    assert not any("đơn vị cũ" in text or "ngắt sau" in text for text in notes_on(specs.trend("vi")))


def test_a_chosen_unit_has_a_column_of_its_own_beside_median_and_target() -> None:
    table = chart_table(compared.ranked("vi"), "vi")
    assert [column.label for column in table.columns][2:5] == ["Trung vị", "Mục tiêu", "Đơn vị so sánh"]
    assert [row["unit"] for row in table.rows if row.get("unit")] == [74.0]


def test_shares_that_are_not_known_are_a_part_of_their_own() -> None:
    rows = chart_table(specs.stacked("vi"), "vi").rows
    assert rows[2]["unknown"] == pytest.approx(18.2)
    assert rows[0]["unknown"] is None


@pytest.mark.parametrize(("values_", "place"), [((9.0, 6.0, 3.0), 2), ((3.0, 6.0, 9.0), 1)])
def test_the_median_stands_between_those_above_and_those_below(values_: tuple[float, ...], place: int) -> None:
    spec = specs.ranked("vi")
    marks = tuple(Mark(str(n), str(n), value, "") for n, value in enumerate(values_))
    median = Reference("median", 5.0, "Trung vị 5")
    small = replace(spec, marks=marks, below=(), references=(median,))
    assert reference_places(small) == [(place, median)]
    assert bar_rows(small)[place] == median


def test_a_heat_map_is_a_shaded_table_whose_gaps_say_why() -> None:
    sheet = opened(write_xlsx(deck("vi", Item(specs.heat("vi"))))).worksheets[1]
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    assert [rule.type for rule in rules] == ["colorScale"]
    assert [stop.val for stop in rules[0].colorScale.cfvo] == [0, 50, 100]
    assert any(cell.value == "không báo cáo" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    table = Table((Column("unit", text), Column("value", "Số", "number")), ({"unit": text, "value": 1},))
    spec = replace(
        specs.ranked("vi"), marks=(Mark("a", text, 1.0, text),), below=(), frame=frame_of("vi", table=table, title=text)
    )
    made = deck("vi", Item(spec, comment=text), title=text, subtitle=text, filters=text, findings=(text,))
    data = write_xlsx(made)
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None or cell.hyperlink.location
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        every = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    formulas = re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", every)
    assert formulas
    assert all(re.fullmatch(r"'Bảng 1'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", formula) for formula in formulas)


def test_labels_of_dots_and_lines_are_texts_even_if_they_look_like_formulas() -> None:
    marks = tuple(Mark(str(n), "=HYPERLINK(1)", 98.0 + n, "=1") for n in range(2))
    assert "=HYPERLINK" in chart_xml(Item(replace(specs.dots("vi"), marks=marks, references=())))


@pytest.mark.parametrize("lang", LANGS)
def test_simulated_and_provisional_stand_on_every_sheet(lang: Lang) -> None:
    item = Item(specs.ranked(lang, simulated=True))
    book = opened(write_xlsx(deck(lang, item, simulated=True, is_provisional=True)))
    words = {"vi": ("SỐ LIỆU MÔ PHỎNG", "tạm, chưa kiểm tra"), "en": ("SIMULATED DATA", "provisional")}[lang]
    for sheet in book.worksheets:
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert any(words[0] in text and words[1] in text for text in texts), sheet.title


def test_a_simulated_item_is_marked_in_a_real_briefing() -> None:
    book = opened(write_xlsx(deck("vi", Item(specs.ranked("vi", simulated=True)), Item(specs.dots("vi")))))
    marked = [any(cell.value == "SỐ LIỆU MÔ PHỎNG" for row in sheet.iter_rows() for cell in row) for sheet in book]
    assert marked == [False, True, False, False]


def test_the_index_leads_to_every_sheet_and_says_what_is_shown() -> None:
    made = deck()
    book = opened(write_xlsx(made))
    index = book.worksheets[0]
    links = {cell.value for row in index.iter_rows() for cell in row if cell.hyperlink}
    assert links == set(book.sheetnames[1:])
    texts = [cell.value for row in index.iter_rows() for cell in row]
    assert {made.title, "Phạm vi: " + made.filters, *(item.headline for item in made.items)} <= set(texts)
    assert any("04/10/2024" in str(text) for text in texts)
    assert {tile.label for tile in made.tiles} <= set(texts)


def test_definitions_sources_and_findings_are_on_the_last_sheet() -> None:
    made = deck(findings=("Báo cáo A: tổng không khớp.",))
    texts = {cell.value for row in opened(write_xlsx(made)).worksheets[-1].iter_rows() for cell in row}
    for item in made.items:
        assert {item.spec.frame.definition, item.spec.frame.source, *item.spec.frame.notes} <= texts
    assert "Báo cáo A: tổng không khớp." in texts


def test_properties_name_title_and_office_and_the_day_of_the_deck() -> None:
    data = write_xlsx(deck())
    found = opened(data).properties
    assert (found.title, found.creator, found.lastModifiedBy) == (deck().title, AUTHOR, AUTHOR)
    assert found.created == found.modified == datetime(MADE_ON.year, MADE_ON.month, MADE_ON.day)


def test_no_part_of_the_file_names_a_folder_or_a_user() -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(deck()))) as archive:
        every = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not re.search(r"/home/|/work/|/tmp/|/root|x15ac:absPath", every)


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert write_xlsx(deck()) == write_xlsx(deck())


def test_progress_counts_to_the_end_and_can_cancel() -> None:
    told: list[tuple[int, int]] = []
    write_xlsx(deck(), lambda done, total: told.append((done, total)))
    assert told[-1] == (9, 9)
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    def cancel(done: int, _total: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_xlsx(deck(), cancel)


def test_a_deck_without_items_is_an_index_and_definitions() -> None:
    assert len(opened(write_xlsx(replace(deck(), parts=(), tiles=()))).sheetnames) == 2


def test_nothing_to_draw_is_no_chart_and_no_error() -> None:
    empty = Table((Column("unit", "Đơn vị"),), ())
    frame = frame_of("vi", table=empty)
    items = [
        Item(replace(specs.ranked("vi"), frame=frame, marks=(), below=(), references=())),
        Item(replace(specs.dots("vi"), frame=frame, marks=(), references=())),
        Item(replace(specs.trend("vi"), frame=frame, series=(), periods=(), references=())),
        Item(replace(specs.multiples("vi"), frame=frame, panels=(), periods=())),
        Item(replace(specs.heat("vi"), frame=frame, rows=(), periods=())),
        Item(replace(specs.stacked("vi"), frame=frame, rows=())),
        Item(TableSpec(replace(frame, table=None))),
    ]
    data = write_xlsx(deck("vi", *items))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]
