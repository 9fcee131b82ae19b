"""Every question to the warehouse says what it asks and answers, gets its answer, and cannot do anything else."""

import re
import threading
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest

from domain.layout import READER_CONFIG
from domain.periods import PeriodKind
from queries import values as q
from queries.warehouse import Warehouse
from tests.factory import BAC_SON, BINH_PHUOC, CAU_KE, CHECKOUT, LAI_HUNG, MINH_DUC
from text.search import fold

FILES = {path.stem: path for path in sorted((CHECKOUT / "queries" / "sql").glob("*.sql"))}
HEADER = re.compile(
    r"-- Question: (?P<question>.+\?)\n"
    r"-- Parameters: (?P<parameters>none|\$\w+(?: \(list\))?(?:, \$\w+(?: \(list\))?)*)\n"
    r"-- Columns: (?P<columns>\w+(?:,(?: |\n--   )\w+)*)\n"
    r"(?P<remarks>(?:-- [^\n]+\n)*)"
)
# An answer is asked for each parameter; whoever adds one adds its value here.
VALUES: dict[str, Any] = {
    "source": "report",
    "unit": BAC_SON,
    "period": "2024-Q3",
    "units": [BAC_SON, MINH_DUC],
    "periods": ["2024-Q3", "2023-H1"],
    "indicators": ["online_rate", "on_time_rate"],
    "measures": ["received_online", "resolved_total"],
    "dimension": "education",
    "query": "bac son",
    "limit": 5,
    "first_year": 2023,
    "last_year": 2024,
}


def header(name: str) -> re.Match[str]:
    found = HEADER.match(FILES[name].read_text(encoding="utf-8"))
    assert found, f"{name}.sql has to open with Question, Parameters and Columns"
    return found


def parameters(name: str) -> dict[str, bool]:
    """The parameters of the header, and whether each is a list."""
    listed = re.findall(r"\$(\w+)( \(list\))?", header(name)["parameters"])
    return {parameter: bool(is_list) for parameter, is_list in listed}


def statement(name: str) -> str:
    """The SQL without its comments."""
    return re.sub(r"--[^\n]*", "", FILES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_a_question_names_the_parameters_it_uses(name: str) -> None:
    used = set(re.findall(r"\$(\w+)", statement(name)))
    assert parameters(name).keys() == used
    for parameter, is_list in parameters(name).items():
        assert (f"unnest(${parameter}::varchar[])" in statement(name)) is is_list
        assert isinstance(VALUES[parameter], list) is is_list


@pytest.mark.parametrize("name", FILES)
def test_a_question_answers_with_the_columns_it_names(name: str, warehouse: Warehouse) -> None:
    rows = warehouse.ask(name, {parameter: VALUES[parameter] for parameter in parameters(name)})
    columns = re.findall(r"\w+", header(name)["columns"].replace("--", ""))
    # What may be empty: no local due day is known, and no officer has reviewed a report.
    assert rows or name in ("due_dates", "reviews", "corrections_of")
    assert not rows or list(rows[0]) == columns


@pytest.mark.parametrize("name", FILES)
def test_a_question_is_one_statement_that_reads(name: str) -> None:
    sql = statement(name).strip()
    assert sql.count(";") == 1 and sql.endswith(";")
    assert re.match(r"(?:with|select)\b", sql)


def test_every_division_is_by_nullif() -> None:
    paths = [*(CHECKOUT / "queries").rglob("*.sql"), *(CHECKOUT / "etl").rglob("*.sql")]
    # Without comments and texts: a column's description may say "numerator / denominator".
    code = {path.name: re.sub(r"--.*|'[^']*'", "", path.read_text(encoding="utf-8")) for path in paths}
    divided = [(name, by) for name, sql in code.items() for by in re.findall(r"/\s*(\w*\(?)", sql)]
    assert ("rate_values.sql", "nullif(") in divided
    assert [(name, by) for name, by in divided if by != "nullif("] == []


def test_every_question_has_a_caller() -> None:
    sources = [path for folder in ("queries", "ui", "briefing", "pages") for path in (CHECKOUT / folder).rglob("*.py")]
    asked = {
        name for path in sources for name in re.findall(r'\.ask\(\s*f?"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    patterns = [re.compile(re.sub(r"\{\w+\}", r"\\w+", name)) for name in asked]
    assert [name for name in FILES if not any(pattern.fullmatch(name) for pattern in patterns)] == []
    assert [name for name in asked if "{" not in name and name not in FILES] == []


def test_no_sql_is_made_by_formatting_strings() -> None:
    paths = list((CHECKOUT / "queries").rglob("*.py"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""f["'].*\b(?:select|from|where|order by)\b.*["']""", text, re.IGNORECASE), path.name


# Typed answers.


def test_both_sources_are_there_and_are_never_in_one_answer(warehouse: Warehouse) -> None:
    sources = q.sources(warehouse)
    assert [(source.source, source.units, source.reports) for source in sources] == [
        ("report", 5, 5),
        ("demo", 16, 167),
    ]
    assert (sources[0].first_period, sources[0].last_period) == ("2023-H1", "2024-Q3")
    for source in ("report", "demo"):
        units = [unit.unit_id for unit in q.units(warehouse, source)]
        assert all(unit.startswith("SIM") is (source == "demo") for unit in units)
        assert {report.unit_id for report in q.reports(warehouse, source, units)} == set(units)
        assert len(q.report_names(warehouse, source, units, 2022, 2025)) == len(q.reports(warehouse, source, units))
        values = q.indicator_values(warehouse, source, ["online_rate"], ["2023-H1"], [LAI_HUNG, "SIM01@2004"])
        assert {value.unit_id for value in values} == {"SIM01@2004" if source == "demo" else LAI_HUNG}


def test_units_come_district_first_and_then_by_the_vietnamese_alphabet(warehouse: Warehouse) -> None:
    assert [unit.name for unit in q.units(warehouse, "report")] == [
        "Huyện Cầu Kè",
        "Xã Bắc Sơn",
        "Xã Bình Phước",
        "Xã Lai Hưng",
        "Xã Minh Đức",
    ]
    bac_son = next(unit for unit in q.units(warehouse, "report") if unit.unit_id == BAC_SON)
    assert (bac_son.district, bac_son.province, bac_son.gso_code) == ("Huyện Ân Thi", "Tỉnh Hưng Yên", "12148")


def test_periods_come_by_kind_and_time_and_count_units_and_derived_quarters(warehouse: Warehouse) -> None:
    periods = q.periods(warehouse, "demo")
    by_id = {period.period_id: period for period in periods}
    assert (by_id["2024-Q2"].units, by_id["2024-Q2"].derived) == (11, 11)
    assert (by_id["2024-H1"].units, by_id["2024-H1"].derived) == (12, 0)
    assert by_id["2023-Q2"].derived < 11
    assert (by_id["2025-H1"].units, by_id["2025-Q3"].units, by_id["2025-Q4"].units) == (12, 4, 4)
    assert by_id["2025-Q4"].derived == 0, "the new communes report it themselves"
    quarters = [period.period_id for period in periods if period.kind is PeriodKind.QUARTER]
    assert quarters == sorted(quarters) and len(quarters) == 16
    assert [period.kind for period in periods] == sorted(period.kind for period in periods)


def test_coverage_says_who_reported_who_was_late_and_what_follows(warehouse: Warehouse) -> None:
    units = [unit.unit_id for unit in q.units(warehouse, "demo")]
    periods = [period.period_id for period in q.periods(warehouse, "demo")]
    found = q.coverage(warehouse, "demo", periods, units)
    assert len({(row.unit_id, row.period_id) for row in found}) == len(found)
    assert {row.state for row in found} == {"reported", "late", "derived"}
    for row in found:
        if row.state != "derived":
            assert row.received_on is not None
            assert (row.state == "late") is (row.received_on > row.due_on)
    assert not any((row.unit_id, row.period_id) == ("SIM11@2004", "2023-Q1") for row in found)
    (unknown,) = q.coverage(warehouse, "report", ["2023-H1"], [MINH_DUC])
    assert (unknown.state, unknown.received_on) == ("reported", None)


def test_a_search_in_the_national_list_finds_both_eras_and_puts_units_with_reports_first(warehouse: Warehouse) -> None:
    found = q.search_units(warehouse, fold("Bình Phước"), 20)
    assert (found[0].unit_id, found[0].reports) == (BINH_PHUOC, 1)
    assert {unit.valid_to is None for unit in found} == {True, False}
    assert len(q.search_units(warehouse, fold("Bình Phước"), 2)) == 2
    assert q.search_units(warehouse, "", 20) == []
    assert q.search_units(warehouse, "%", 20) == q.search_units(warehouse, "_", 20) == []


def test_bac_sons_code_was_given_to_its_successor_and_their_figures_stay_apart(warehouse: Warehouse) -> None:
    (successor,) = q.unit_successors(warehouse, BAC_SON)
    # Four communes became xã Phạm Ngũ Lão, which carries the code that was Bắc Sơn's.
    assert (successor.unit_id, successor.name) == ("12148@2025", "Xã Phạm Ngũ Lão")
    assert successor.is_default and not successor.divided
    assert q.unit_successors(warehouse, "12148@2025") == []
    assert q.unit_values(warehouse, "report", "12148@2025") == []


def test_staff_levels_are_the_counted_figures_of_one_dimension(warehouse: Warehouse) -> None:
    rows = q.staff_levels(warehouse, "report", "education", ["2024-Q3"], [BAC_SON])
    cadres = {row.level: row.value for row in rows if row.staff_group == "cadre"}
    assert cadres == {"postgraduate": 1, "university": 8, "intermediate": 2, "headcount": 11, "present": 11}


def test_counted_measures_are_one_a_unit_period_and_scope(warehouse: Warehouse) -> None:
    rows = q.measure_values(warehouse, "report", ["received_in_period"], ["2023-H1", "2023"], [CAU_KE, BINH_PHUOC])
    assert [(row.unit_id, row.scope, row.value, row.is_computed) for row in rows] == [
        (BINH_PHUOC, "own", 1945, True),
        (CAU_KE, "communes", 21275, False),
        (CAU_KE, "own", 1043, False),
        (CAU_KE, "total", 22318, False),
    ]


def test_every_computed_measure_of_the_warehouse_is_in_the_registry(warehouse: Warehouse) -> None:
    known = q.measures(warehouse)
    computed = 0
    for unit, period in ((LAI_HUNG, "2023-H1"), (BINH_PHUOC, "2023"), (BAC_SON, "2024-Q3")):
        for row in q.unit_figures(warehouse, "report", unit, period):
            computed += row.is_computed
            assert row.measure in known or row.measure.startswith(("printed_rate.", "printed_share."))
            assert not row.is_computed or row.measure in known
    assert computed == 5


def test_targets_and_indicators_of_the_registry_are_in_the_warehouse(warehouse: Warehouse) -> None:
    indicators = q.indicators(warehouse)
    assert list(indicators)[:3] == ["online_rate", "on_time_rate", "university_rate"]
    assert {target.indicator_id for target in q.targets(warehouse)} <= indicators.keys()
    of_places = {(one.unit_id, one.year): one.value for one in q.targets(warehouse) if one.unit_id}
    assert of_places.pop((BAC_SON, 2024)) == 98
    assert of_places and all(str(unit_id).startswith("SIM") for unit_id, _ in of_places)
    assert indicators["online_rate"].definition_text("en") != indicators["online_rate"].definition_text("vi")


def test_the_build_says_what_it_is_made_of(warehouse: Warehouse) -> None:
    info = q.build_info(warehouse)
    assert info.build_id == warehouse.build_id == info.inputs_sha256[:12]
    assert (info.reports, info.rejected) == (172, 0)
    assert info.figures > 10_000 and info.indicator_values > 4_000


def test_rates_lie_between_0_and_100_and_their_counts_bear_them_out(warehouse: Warehouse) -> None:
    units = [unit.unit_id for unit in q.units(warehouse, "demo")]
    periods = [period.period_id for period in q.periods(warehouse, "demo")]
    values = q.indicator_values(warehouse, "demo", list(q.indicators(warehouse)), periods, units)
    assert len({(v.unit_id, v.scope, v.period_id, v.indicator_id) for v in values}) == len(values) > 4_000
    for value in values:
        if value.value is None:
            assert not value.numerator or not value.denominator
        else:
            assert value.numerator is not None and value.denominator
            assert 0 <= value.value <= 100
            assert value.value == pytest.approx(100 * value.numerator / value.denominator)
        assert value.window.start < value.window.end


def test_typed_rows_have_the_columns_of_their_question() -> None:
    for name, row in (
        ("units", q.UnitRow),
        ("indicator_values", q.Value),
        ("unit_values", q.Value),
        ("indicators", q.IndicatorRow),
        ("targets", q.TargetRow),
        ("due_dates", q.DueDateRow),
        ("peer_groups", q.PeerGroupRow),
        ("coverage", q.Coverage),
        ("measure_values", q.Count),
        ("staff_levels", q.StaffLevel),
        ("unit_reports", q.ReportRow),
        ("unit_figures", q.FigureRow),
        ("build_info", q.BuildInfo),
        ("sources", q.Source),
        ("measures", q.MeasureRow),
        ("reports", q.ReportLine),
        ("findings", q.Finding),
        ("findings_of", q.Finding),
        ("finding_sides", q.SideRow),
        ("rules", q.RuleRow),
        ("rule_outcomes", q.RuleOutcome),
        ("checked_figures", q.CheckedFigures),
        ("search_units", q.FoundUnit),
    ):
        columns = set(re.findall(r"\w+", header(name)["columns"].replace("--", "")))
        assert {field.name for field in fields(row)} - {"is_rebased"} == columns, name


# What a reader may not do.


@pytest.fixture
def reader(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse.path), read_only=True, config=dict(READER_CONFIG))


@pytest.mark.parametrize(
    "sql",
    [
        "insert into unit select * from unit",
        "update figure set value = 0",
        "delete from report",
        "drop table figure",
        "create table more (a integer)",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/*')",
        "copy unit to '/tmp/cchc-units.csv'",
        "export database '/tmp/cchc-export'",
        "attach '/tmp/cchc-other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '100GB'",
    ],
)
def test_a_reader_can_neither_write_nor_reach_files_nor_change_its_settings(
    reader: duckdb.DuckDBPyConnection, sql: str
) -> None:
    with pytest.raises(duckdb.Error):
        reader.execute(sql)


def test_the_warehouse_opens_its_build_with_these_settings(warehouse: Warehouse) -> None:
    with warehouse._root.cursor() as cursor:
        settings = dict(cursor.execute("select name, value from duckdb_settings()").fetchall())
    assert (settings["enable_external_access"], settings["lock_configuration"]) == ("false", "true")


def test_a_value_is_bound_and_never_read_as_sql(warehouse: Warehouse) -> None:
    assert q.units(warehouse, "report' or '1'='1") == []
    assert q.unit_values(warehouse, "report", "x'; drop table unit; --") == []
    assert len(q.units(warehouse, "report")) == 5


def test_four_threads_ask_at_once_and_all_get_the_same_answer(warehouse: Warehouse) -> None:
    units = [unit.unit_id for unit in q.units(warehouse, "demo")]
    expected = q.indicator_values(warehouse, "demo", ["online_rate"], ["2024-H1", "2024-Q2"], units)
    answers: list[bool] = []
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(25):
                found = q.indicator_values(warehouse, "demo", ["online_rate"], ["2024-H1", "2024-Q2"], units)
                answers.append(found == expected)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and answers == [True] * 100


def test_every_table_and_column_of_the_warehouse_says_what_it_means(warehouse: Warehouse) -> None:
    with warehouse._root.cursor() as cursor:
        tables = cursor.execute("select table_name, comment from duckdb_tables() where not temporary").fetchall()
        columns = cursor.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert len(tables) >= 12 and len(columns) > 100
    assert [table for table, comment in tables if not comment] == []
    assert [(table, column) for table, column, comment in columns if not comment] == []


def test_a_build_holds_its_tables_and_nothing_that_was_only_needed_to_make_it(warehouse: Warehouse) -> None:
    schema = Path(CHECKOUT / "etl" / "sql" / "schema.sql").read_text(encoding="utf-8")
    with warehouse._root.cursor() as cursor:
        tables = {name for (name,) in cursor.execute("select table_name from duckdb_tables()").fetchall()}
    assert tables == set(re.findall(r"^create table (\w+)", schema, re.MULTILINE))
