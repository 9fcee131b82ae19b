"""What the import files look like: sheets, columns and choices. The template is written and imports are read by it."""

REPORT_SHEET = "Báo cáo"
TABLE_SHEET = "Bảng nhiều kỳ"
GUIDE_SHEET = "Hướng dẫn"
MEASURES_SHEET = "Chỉ tiêu"

LEVELS = ("commune", "district", "province")

UNIT_COLUMNS = ("unit", "level", "district", "province", "gso_code")

HEAD_FIELDS = (*UNIT_COLUMNS, "period", "label", "window_start", "window_end", "number", "signed_on", "received_on",
               "status")  # fmt: skip
"""The cells above the table of the sheet of one report, in their order: what is true of the report as a whole."""

FIGURE_COLUMNS = ("measure", "name", "measure_unit", "scope", "value", "qualifier", "place", "locator", "as_of", "note")
"""The table of the sheet of one report. `name` and `measure_unit` are there to be read, not to be imported."""

TABLE_COLUMNS = ("unit", "district", "province", "gso_code", "period", "measure", "scope", "value", "qualifier",
                 "place", "locator", "as_of", "note", "number", "signed_on", "received_on", "window_start",
                 "window_end")  # fmt: skip
"""The table of many units and periods, one row a figure: a sheet or a CSV file."""

OPTIONAL_TABLE_COLUMNS = ("level", "label", "status")
"""Columns that the table of many periods may have besides."""

REQUIRED_COLUMNS = ("measure", "scope", "value")
REQUIRED_TABLE_COLUMNS = ("unit", "period", *REQUIRED_COLUMNS)

MOST_ROWS = 200_000
