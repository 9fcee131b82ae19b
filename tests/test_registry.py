"""The registry: measures, indicators and targets hold together, and a broken file is refused by line."""

import csv
import shutil
from pathlib import Path

import pytest

from domain.indicators import PRINTED_RATE
from domain.layout import Layout
from domain.periods import Period
from etl.problems import ProblemsFound
from etl.registry import Registry, load_registry
from tests.factory import REFERENCE, make_office

FORM = Path(__file__).parent / "data" / "appendix_codes.csv"
# The form prints these four as rates; the project has them as indicators, a report's own number as printed_rate.<id>.
RATES_OF_THE_FORM = {
    "I.2": "plan_completion_rate",
    "III.3.1": "on_time_rate",
    "VI.1": "disbursement_rate",
    "VII.5.3": "online_rate",
}
CORE_INDICATORS = (
    "online_rate",
    "online_rate.eligible",
    "online_rate.full_service",
    "online_rate.partial_service",
    "on_time_rate",
    "on_time_rate.handled",
    "university_rate",
    "civil_servant_university_rate",
    "political_intermediate_rate",
    "posts_filled_rate",
    "satisfaction_rate",
    "online_payment_rate",
    "digitised_rate",
    "results_digitised_rate",
    "plan_completion_rate",
    "disbursement_rate",
    "assigned_tasks_on_time_rate",
)


def test_every_formula_names_known_measures_and_does_not_name_itself(registry: Registry) -> None:
    for measure in registry.measures.values():
        for alternative in measure.computed_as:
            assert {term.measure for term in alternative} <= registry.measures.keys() - {measure.code}
    for indicator in registry.indicators.values():
        terms = {term.measure for term in indicator.numerator + indicator.denominator}
        assert terms <= registry.measures.keys()
        assert bool(indicator.numerator and indicator.denominator) is (indicator.rule == "ratio")


def test_every_row_of_the_ministrys_appendix_has_a_measure_or_an_indicator(registry: Registry) -> None:
    with FORM.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 128
    mapped = {measure.appendix_code for measure in registry.measures.values()} - {""}
    wanted = {row["code"] for row in rows if row["kind"] != "header"}
    assert wanted - mapped == RATES_OF_THE_FORM.keys()
    assert mapped <= {row["code"] for row in rows}
    for code, indicator in RATES_OF_THE_FORM.items():
        assert registry.indicators[indicator].source_en.endswith(f"row {code}")


def test_no_row_of_the_appendix_belongs_to_two_measures(registry: Registry) -> None:
    codes = [measure.appendix_code for measure in registry.measures.values() if measure.appendix_code]
    assert len(codes) == len(set(codes))


def test_measures_are_of_a_known_kind_and_named_in_both_languages(registry: Registry) -> None:
    for measure in registry.measures.values():
        assert measure.kind in ("flow", "stock", "computed", "printed_rate", "flag"), measure.code
        assert measure.name_vi and measure.name_en and measure.unit, measure.code
        assert not measure.code.startswith(("printed_rate.", "printed_share.")), measure.code


def test_what_is_carried_over_or_pending_is_a_stock_and_never_subtracted(registry: Registry) -> None:
    stocks = ("carried_over", "pending_total", "pending_in_time", "pending_overdue", "plan_tasks", "disbursement_done")
    assert {registry.measures[code].kind for code in stocks} == {"stock"}
    # It contains a stock: subtracting it would count the carry-over twice.
    assert registry.measures["received_total"].kind == "computed"


def test_all_agreed_indicators_are_there(registry: Registry) -> None:
    assert set(CORE_INDICATORS) <= registry.indicators.keys()


def test_indicators_say_what_they_are_in_both_languages_with_their_source(registry: Registry) -> None:
    for indicator in registry.indicators.values():
        for text in (indicator.name_vi, indicator.name_en, indicator.definition_vi, indicator.definition_en):
            assert text.strip(), indicator.id
        assert indicator.source_vi and indicator.source_en, indicator.id
        assert indicator.polarity in ("up_is_good", "down_is_good", "neutral"), indicator.id
        assert indicator.theme in ("online", "on_time", "staff", "other"), indicator.id


def test_each_of_the_three_themes_leaders_ask_for_has_its_default_on_top_of_the_scorecard(registry: Registry) -> None:
    on_scorecard = sorted((i for i in registry.indicators.values() if i.headline), key=lambda i: i.headline)
    assert [i.headline for i in on_scorecard] == list(range(1, len(on_scorecard) + 1))
    assert [i.id for i in on_scorecard[:3]] == ["online_rate", "on_time_rate", "university_rate"]
    assert all(i.is_default for i in on_scorecard)


def test_rates_of_dossiers_and_survey_forms_are_marked_below_thirty_and_staff_and_tasks_are_not(
    registry: Registry,
) -> None:
    for indicator in registry.indicators.values():
        units = {registry.measures[term.measure].unit for term in indicator.denominator}
        assert indicator.min_denominator == (30 if units & {"dossier", "form"} else 0), indicator.id


def test_staff_shares_count_levels_that_the_registry_has(registry: Registry) -> None:
    for indicator in registry.indicators.values():
        if indicator.rule == "staff_share":
            table = f"staff.{indicator.group}.{indicator.dimension}"
            assert {f"{table}.{level}" for level in indicator.levels} <= registry.measures.keys()
            assert f"{table}.headcount" in registry.measures


def test_every_share_of_cadres_and_civil_servants_leaves_part_time_workers_out(registry: Registry) -> None:
    assert registry.indicators["university_rate"].group == "cadre_civil_servant"
    assert {i.group for i in registry.indicators.values() if i.rule == "staff_share"} == {
        "cadre_civil_servant",
        "cadre",
        "civil_servant",
        "part_time",
    }


def test_targets_name_known_indicators_and_units_and_have_a_source(registry: Registry) -> None:
    assert registry.targets
    for target in registry.targets:
        assert target.indicator in registry.indicators
        assert target.source_vi and target.source_en
        assert 0 < target.value <= 100
        assert Period(target.year, "")
        assert (target.level == "national") is not bool(target.unit_id)
        assert not target.unit_id or registry.units.get(target.unit_id)
    keys = [(t.indicator, t.level, t.unit_id, t.year) for t in registry.targets]
    assert len(keys) == len(set(keys))


def test_the_targets_are_those_of_the_law_and_there_is_none_for_on_time(registry: Registry) -> None:
    national = {(t.indicator, t.year): t.value for t in registry.targets if t.level == "national"}
    assert national["online_rate", 2022] == 50
    assert national["digitised_rate", 2022] == 80
    assert national["satisfaction_rate", 2025] == 90
    assert national["civil_servant_university_rate", 2023] == 100
    assert not any(indicator.startswith("on_time") for indicator, _ in national)
    own = {(t.indicator, t.unit_id, t.year): t.value for t in registry.targets if t.level == "unit"}
    assert own == {("online_rate", "12148@2004", 2024): 98}


def test_printed_rates_of_the_reports_are_keyed_by_known_indicators(registry: Registry) -> None:
    printed: set[str] = set()
    for path in (REFERENCE.parent / "reports").glob("*/figures.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            printed |= {row["measure"] for row in csv.DictReader(file) if row["measure"].startswith(PRINTED_RATE)}
    assert {"online_rate", "on_time_rate"} <= {code.removeprefix(PRINTED_RATE) for code in printed}
    assert {code.removeprefix(PRINTED_RATE) for code in printed} <= registry.indicators.keys()


def refusal(office: Layout) -> str:
    with pytest.raises(ProblemsFound) as caught:
        load_registry(office)
    assert caught.value.text("vi") != caught.value.text("en")
    return caught.value.text("en")


def changed(office: Layout, name: str, old: str, new: str) -> None:
    text = office.reference(name).read_text(encoding="utf-8-sig")
    assert old in text
    (office.root / "reference" / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_formula_over_an_unknown_measure_is_refused(office: Layout) -> None:
    changed(office, "measures.csv", "received_total - carried_over", "received_all - carried_over")
    assert "measures.csv · received_in_period" in refusal(office)
    assert "received_all" in refusal(office)


def test_a_rate_over_an_unknown_measure_is_refused(office: Layout) -> None:
    changed(office, "indicators.toml", 'numerator = "survey_satisfied"', 'numerator = "survey_happy"')
    assert "indicators.toml · satisfaction_rate" in refusal(office)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("online_rate,national,,2022,50", "online_rate,national,,2022,fifty", "targets.csv · line 2"),
        ("online_rate,national,,2022,50", "online_rate,national,,MMXXII,50", "targets.csv · line 2"),
        ("online_rate,national,,2022,50", "on_line_rate,national,,2022,50", "on_line_rate"),
        ("indicator,level,unit_id", "indicator,level,unit", "targets.csv · line 1"),
    ],
)
def test_an_offices_own_target_that_cannot_be_read_is_refused_by_its_line(
    office: Layout, old: str, new: str, expected: str
) -> None:
    changed(office, "targets.csv", old, new)
    assert expected in refusal(office)


def test_an_offices_own_unit_joins_the_national_list_and_a_second_one_of_that_id_is_refused(office: Layout) -> None:
    header = "unit_id,gso_code,name,level,parent_id,valid_from,valid_to\n"
    local = office.root / "reference" / "units_local.csv"
    local.write_text(header + "X1@2025,X1,Xã Thử Nghiệm,commune,,2025-07-01,\n", encoding="utf-8")
    unit = load_registry(office).units.get("X1@2025")
    assert unit is not None and unit.name == "Xã Thử Nghiệm"
    local.write_text(header + "25834@2004,25834,Xã Khác,commune,,2025-07-01,\n", encoding="utf-8")
    assert "25834@2004" in refusal(office)
    local.write_text(header + "X1@2025,X1,Xã Thử Nghiệm,xã,,2025-07-01,\n", encoding="utf-8")
    assert "units_local.csv · line 2" in refusal(office)


def test_reference_files_that_are_not_there_are_taken_from_the_checkout(tmp_path: Path, office: Layout) -> None:
    assert Layout(tmp_path / "nowhere").reference("measures.csv") == REFERENCE / "measures.csv"
    shutil.copy(REFERENCE / "measures.csv", office.root / "reference")
    assert office.reference("measures.csv") == office.root / "reference" / "measures.csv"


def test_small_offices_of_these_tests_have_the_units_of_the_checkout(tmp_path: Path, registry: Registry) -> None:
    for unit in load_registry(make_office(tmp_path / "small")).units:
        assert registry.units.get(unit.unit_id) == unit
