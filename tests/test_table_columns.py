"""Tables on the screen: columns wide enough for every row, long texts in lines, figures on the right."""

from hypothesis import given
from hypothesis import strategies as st

from charts.spec import Column, Table
from ui.table import column_widths, holds_figures

SENTENCE = "Hồ sơ nộp trực tuyến của thủ tục toàn trình trên hồ sơ của thủ tục toàn trình"
ROOM = 1040


def table(rows: list[dict[str, object]], *columns: Column) -> Table:
    return Table(columns, tuple(rows))


def test_a_column_has_room_for_its_longest_row_wherever_that_stands() -> None:
    names = [{"name": "An Hòa"}] * 40 + [{"name": "Thạnh Phú Đông Bắc"}]
    widths, row = column_widths(table(names, Column("name", "Đơn vị")), "vi")
    assert widths["name"] >= 113 + 16, "as wide as a browser draws it, and the cell's own room"
    assert row == 32


def test_long_texts_break_into_lines_until_all_columns_fit_on_the_screen() -> None:
    texts = [Column(f"text{place}", "Cách tính") for place in range(4)]
    figure = Column("figure", "Tỷ lệ (%)", "percent", 2)
    row = {column.key: SENTENCE for column in texts} | {"figure": 88.6}
    widths, height = column_widths(table([row], *texts, figure), "vi")
    assert sum(widths.values()) <= ROOM
    assert height > 60, "Streamlit breaks no line in a lower row"
    lines = (height - 10) // 18
    assert all(widths[column.key] * lines >= len(SENTENCE) * 5.4 for column in texts)
    alone, low = column_widths(table([{"text0": SENTENCE, "figure": 1.0}], texts[0], figure), "vi")
    assert low == 32 and alone["text0"] >= len(SENTENCE) * 5.4


def test_a_long_list_keeps_low_rows() -> None:
    columns = [Column(f"text{place}", "Nội dung") for place in range(6)]
    row = {column.key: SENTENCE for column in columns}
    assert column_widths(table([row] * 200, *columns), "vi")[1] == 32


def test_a_column_of_figures_in_words_is_one_of_figures() -> None:
    columns = Column("rate", "Tỷ lệ (%)"), Column("report", "Số hiệu"), Column("when", "Kỳ"), Column("none", "Ghi chú")
    rows = [
        {"rate": "≥ 84,21\u00a0%", "report": "68/BC-UBND", "when": "2023", "none": "–"},
        {"rate": "100,00\u00a0% !", "report": "12/BC-UBND", "when": "Quý III/2024", "none": ""},
        {"rate": "–", "report": "", "when": "2024", "none": None},
        {"rate": "1.748", "report": "", "when": "", "none": ""},
    ]
    assert [holds_figures(table(rows, *columns), column) for column in columns] == [True, False, False, False]


@given(st.lists(st.lists(st.text("ab ệ", max_size=300), min_size=3, max_size=3), max_size=70), st.integers(0, 10**9))
def test_every_column_has_a_width_and_rows_are_low_or_break_lines(cells: list[list[str]], count: int) -> None:
    columns = [Column(name, name) for name in "xyz"] + [Column("n", "Số", "number")]
    rows: list[dict[str, object]] = [dict(zip("xyz", row, strict=True)) | {"n": count} for row in cells]
    widths, height = column_widths(table(rows, *columns), "vi")
    assert set(widths) == {"x", "y", "z", "n"}
    assert all(width >= 20 for width in widths.values())
    assert height == 32 or height > 60
