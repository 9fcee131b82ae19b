"""A mistake in measures.csv or indicators.toml is named with file and line before anything is built or drawn."""

from pathlib import Path

import pytest

from domain.layout import Layout
from etl.problems import ProblemsFound
from etl.registry import load_registry
from etl.template import write_template


def changed(office: Layout, name: str, old: str, new: str) -> int:
    """Puts `new` in place of `old` in the office's copy; the line, from 1, on which it stands."""
    text = office.reference(name).read_text(encoding="utf-8-sig")
    assert old in text
    (office.root / "reference" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return 1 + text.count("\n", 0, text.index(old))


def refusal(office: Layout, lang: str = "vi") -> str:
    with pytest.raises(ProblemsFound) as caught:
        load_registry(office)
    return caught.value.text(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "key", "allowed"),
    [
        ('theme = "online"', 'theme = "speed"', "theme", "online, on_time, staff, other"),
        ('rule = "ratio"', 'rule = "ratios"', "rule", "ratio, staff_share"),
        ('polarity = "up_is_good"', 'polarity = "up"', "polarity", "up_is_good, down_is_good, neutral"),
    ],
)
def test_an_unknown_theme_rule_or_polarity_is_refused_by_id_and_line(office: Layout, old, new, key, allowed) -> None:
    number = changed(office, "indicators.toml", old, new)
    found = new.partition('"')[2].rstrip('"')
    assert refusal(office) == (
        f"indicators.toml · online_rate, dòng {number}: {key} là «{found}», cần là một trong: {allowed}."
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("min_denominator = 30", 'min_denominator = "30"', "min_denominator = '30'"),
        ("headline = 1\n", "headlines = 1\n", "headlines"),
        ('numerator = "received_online"\n', "", "numerator = None"),
        ('id = "on_time_rate"', 'id = "online_rate"', "«online_rate» đã có ở trên"),
    ],
)
def test_an_entry_that_cannot_be_an_indicator_is_refused(office: Layout, old, new, words) -> None:
    changed(office, "indicators.toml", old, new)
    said = refusal(office)
    assert said.startswith("indicators.toml · on")
    assert words in said


def test_a_file_that_is_no_toml_is_refused(office: Layout) -> None:
    changed(office, "indicators.toml", 'theme = "online"', "theme = online")
    assert refusal(office).startswith("indicators.toml: không đọc được như TOML")


def measure_line(office: Layout, **cells: str) -> int:
    """Adds a measure that holds but for `cells`; its line."""
    row = {"code": "calls", "name_vi": "Cuộc gọi", "name_en": "Calls", "unit": "dossier", "kind": "flow"} | cells
    text = office.reference("measures.csv").read_text(encoding="utf-8-sig").rstrip("\n")
    columns = text.partition("\n")[0].split(",")
    lines = [*text.split("\n"), ",".join(row.get(column, "") for column in columns)]
    (office.root / "reference" / "measures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def test_an_unknown_kind_of_measure_is_refused_by_line(office: Layout) -> None:
    number = measure_line(office, kind="flowx")
    assert refusal(office).startswith(
        f"measures.csv · dòng {number}: cột kind là «flowx», cần là một trong: flow, stock"
    )


def test_a_unit_of_measure_without_a_name_is_refused_and_says_what_to_add(office: Layout) -> None:
    number = measure_line(office, unit="phone call")
    said = refusal(office)
    assert said.startswith(f"measures.csv · dòng {number}: đơn vị tính «phone call»")
    assert "[template.unit.phone_call]" in said
    assert "million VND" in said


def test_a_code_that_is_there_twice_is_refused(office: Layout) -> None:
    number = measure_line(office, code="carried_over")
    assert refusal(office).startswith(f"measures.csv · dòng {number}: «carried_over» đã có ở trên")


def test_a_measure_that_holds_reaches_the_template(office: Layout, tmp_path: Path) -> None:
    measure_line(office)
    registry = load_registry(office)
    assert registry.measures["calls"].unit == "dossier"
    write_template(tmp_path / "bieu_mau.xlsx", registry)
    assert (tmp_path / "bieu_mau.xlsx").is_file()
