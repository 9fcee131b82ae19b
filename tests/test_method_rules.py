"""The worked examples of the rules: their figures come from the loaded reports, simulated ones are marked as such."""

import re
from collections.abc import Sequence

import pytest

from charts import method_rules
from charts.method_evidence import REAL, Evidence
from queries import values as q
from queries.ask import Ask, WarehouseAsk
from queries.forward import Forward
from queries.warehouse import Warehouse
from tests.factory import CHECKOUT
from tests.test_profile import view_of
from text.numbers import rounded
from text.words import LANGS, Lang, say

NBSP = "\u00a0"
SIMULATED = "Số liệu mô phỏng: "


def evidence_of(warehouse: Warehouse, ask: Ask | None = None) -> Evidence:
    found = Evidence(
        reports=q.reports(warehouse, "report", [unit_id for unit_id, _ in REAL]),
        periods=q.periods(warehouse, "report"),
        sources=q.sources(warehouse),
        ask=ask or WarehouseAsk(warehouse),
    )
    for unit_id, period_id in REAL:
        values = q.unit_values(warehouse, "report", unit_id)
        found.add((unit_id, period_id), values, q.unit_figures(warehouse, "report", unit_id, period_id))
    return found


def told(warehouse: Warehouse, evidence: Evidence, lang: Lang = "vi") -> dict[str, str]:
    """The examples by the name of their rule, with plain blanks."""
    found = method_rules.rules(view_of(warehouse, "report", lang=lang), evidence)
    return {rule.name: rule.example.replace(NBSP, " ") for rule in found}


@pytest.fixture(scope="module")
def said(warehouse: Warehouse) -> dict[str, str]:
    return told(warehouse, evidence_of(warehouse))


class RealOnly(Forward):
    """A warehouse without the simulated district."""

    def units(self, source: str) -> Sequence[q.UnitRow]:
        return super().units(source) if source == "report" else ()

    def periods(self, source: str) -> Sequence[q.PeriodRow]:
        return super().periods(source) if source == "report" else ()


def test_the_examples_of_figures_are_those_of_the_reports(said: dict[str, str]) -> None:
    assert "848/1.945 = 43,6 %" in said["receipts"]
    assert "96,42 %; báo cáo in 99,8 %" in said["printed"]
    assert "21/21" in said["staff"]
    assert "22.318" in said["scopes"] and "21.275" in said["scopes"]
    assert "Tính 18" in said["counted"]
    assert said["derived"] == ""


def test_windows_are_told_as_printed_and_capped_by_the_day_of_signing(said: dict[str, str]) -> None:
    assert "Xã Bình Phước, năm 2023: báo cáo in 15/12/2022 – 31/10/2023." in said["windows"]
    assert "Xã Lai Hưng" in said["windows"]
    assert "ký ngày 24/05/2023, nên hiểu là 15/12/2022 – 24/05/2023" in said["windows"]


def test_two_reports_of_one_label_are_told_apart_by_their_days(said: dict[str, str]) -> None:
    assert "Xã Minh Đức, 6 tháng đầu năm 2023: lệch 5 ngày ở đầu, 7 ngày ở cuối; xếp chung được." in said["apart"]
    assert "Xã Lai Hưng, 6 tháng đầu năm 2023: lệch 0 ngày ở đầu, 21 ngày ở cuối; không xếp chung." in said["apart"]
    # 15/12/2022 to 31/10/2023 are 321 days: 1.945 / 321 = 6,06.
    assert "1.945 hồ sơ trong 321 ngày, bình quân 6,1 hồ sơ một ngày" in said["apart"]


def test_the_five_online_rates_of_one_unit_stand_side_by_side_with_their_counts(said: dict[str, str]) -> None:
    assert "Xã Bình Phước, năm 2023, có 5 tỷ lệ nộp trực tuyến" in said["definitions"]
    for counts in ("43,60 % (848/1.945", "54,21 % (843/1.555", "90,14 % (128/142", "49,49 % (684/1.382",
                   "53,28 % (812/1.524"):  # fmt: skip
        assert counts in said["definitions"]
    assert "Từ 43,6 % đến 90,1 %" in said["definitions"]


def test_a_real_value_is_held_against_what_there_is_and_the_rest_has_its_reason(said: dict[str, str]) -> None:
    real = said["baselines"].partition(SIMULATED)[0]
    assert "mục tiêu 50,00 %: thấp hơn 6,40 điểm phần trăm" in real
    assert "năm 2022: không so được, không có số liệu" in real
    assert "trung vị: không so được, chưa đủ năm đơn vị so sánh được" in real


def test_a_simulated_value_is_held_against_all_four(said: dict[str, str]) -> None:
    real, _, simulated = said["baselines"].partition(SIMULATED)
    assert real and simulated
    assert "không so được" not in simulated
    held = _held(simulated)
    assert len(held) == 4
    for value, base, word, points in held:
        assert round(number(value) - number(base), 2) == (number(points) if word == "cao" else -number(points))


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def _held(words: str) -> list[tuple[str, str, str, str]]:
    """(value, baseline, "cao" or "thấp", points) of each baseline that is told."""
    value = re.search(r"([\d,]+) %\. So với", words)
    assert value
    found = re.findall(r"([\d,]+) %: (cao|thấp) hơn ([\d,]+) điểm phần trăm", words)
    return [(value[1], base, word, points) for base, word, points in found]


def test_too_few_real_units_are_said_and_the_middle_is_shown_by_simulated_ones(said: dict[str, str]) -> None:
    real, _, simulated = said["median"].partition(SIMULATED)
    assert "chưa kỳ nào đủ để xếp hạng" in real
    middle = re.search(r"trung vị ([\d,]+) %, nửa giữa ([\d,]+)–([\d,]+) %", simulated)
    assert middle
    median, low, high = map(number, middle.groups())
    assert low <= median <= high


def test_a_tie_leaves_out_the_next_place_and_movement_is_among_those_ranked_twice(said: dict[str, str]) -> None:
    real, _, simulated = said["ranks"].partition(SIMULATED)
    assert real.strip() == "Các báo cáo thật chưa kỳ nào xếp hạng được."
    tie = re.search(r"cùng hạng (\d+); đơn vị kế tiếp hạng (\d+)", simulated)
    assert tie and int(tie[2]) == int(tie[1]) + 2
    moved = re.search(r"(?:lên|xuống) (\d+) bậc so với .*?, trong (\d+) đơn vị có hạng ở cả hai kỳ", simulated)
    assert moved and 0 < int(moved[1]) < int(moved[2])


def test_below_the_line_stand_another_window_and_a_lower_bound(said: dict[str, str]) -> None:
    assert "Xã Lai Hưng, Tỷ lệ giải quyết trước và đúng hạn 100,0 %: thời gian số liệu khác" in said["below"]
    assert "Xã Minh Đức" in said["below"] and "≥ 84,2 %: mức tối thiểu, không xếp hạng" in said["below"]
    assert "Xã Minh Đức, Tỷ lệ giải quyết" not in said["below"]


def test_the_smallest_real_denominator_is_named_and_a_person_more_told_in_per_cent(said: dict[str, str]) -> None:
    real, _, simulated = said["small"].partition(SIMULATED)
    assert "Xã Bình Phước, 128/142" in real and "vẫn đủ để xếp hạng" in real
    assert "17/19 cán bộ, công chức có trình độ đại học trở lên = 89,5 %; thêm một người là 94,7 %" in real
    counts = re.search(r" (\d+)/(\d+) = ", simulated)
    assert counts and int(counts[2]) < 30


def test_real_units_fall_into_bands_by_their_dossiers_a_year(said: dict[str, str]) -> None:
    assert "Xã Bình Phước: 1.945 hồ sơ trong năm 2023, quy ra 1.945 một năm, nhóm 1.500–4.999" in said["similar"]
    # 15/12 to 14/6 are 182 days, 15/6 to 14/9 are 92.
    assert "1.144 hồ sơ trong 6 tháng đầu năm 2023, quy ra 2.294 một năm, nhóm 1.500–4.999" in said["similar"]
    assert "376 hồ sơ trong quý III/2024, quy ra 1.492 một năm, nhóm 500–1.499" in said["similar"]
    assert "Danh sách «Bốn xã có báo cáo thật»: 4 đơn vị." in said["similar"]


def test_a_unit_with_a_target_of_its_own_is_not_held_against_the_national_one(said: dict[str, str]) -> None:
    assert "100,0 %: đạt mục tiêu của đơn vị 98 % (Báo cáo 68/BC-UBND" in said["targets"]
    assert "Không xét theo mục tiêu chung cả nước 50 %." in said["targets"]
    assert "43,6 %: chưa đạt mục tiêu chung cả nước 50 %" in said["targets"]
    # Half of 1.945 is 972,5.
    assert "848/1.945 hồ sơ, còn thiếu 125." in said["targets"]


def test_four_quarters_add_up_to_the_counts_that_are_shown(said: dict[str, str]) -> None:
    real, _, simulated = said["rolling"].partition(SIMULATED)
    assert real.strip() == "Chưa đơn vị nào có báo cáo thật của đủ bốn quý liên tiếp."
    above, below, whole = re.search(r"\((.*?)\) ÷ \((.*?)\) = (\S+)", simulated).groups()  # type: ignore[union-attr]
    sums = [sum(map(number, part.split(" + "))) for part in (above, below)]
    assert sums == [number(part) for part in whole.split("/")]
    assert above.count("+") == below.count("+") == 3


def test_what_became_of_the_real_units_and_who_has_not_reported(said: dict[str, str]) -> None:
    real = said["today"].partition(SIMULATED)[0]
    assert "Xã Bắc Sơn (12148) nay thuộc Xã Phạm Ngũ Lão. Xã Phạm Ngũ Lão (mã 12148) gồm" in real
    assert "chưa đủ báo cáo của đơn vị cũ: Xã Phù Ủng, Xã Bãi Sậy, Xã Đào Dương." in real
    assert "một phần Phường Mỹ Phước" in real and "đơn vị cũ bị chia: Phường Mỹ Phước." in real
    assert "5 trong 5 đơn vị có báo cáo thật ở đây không còn từ 01/7/2025." in real


def test_the_simulated_sum_is_that_of_its_parts(said: dict[str, str]) -> None:
    simulated = said["today"].partition(SIMULATED)[2]
    *parts, total = [tuple(map(number, pair)) for pair in re.findall(r"([\d.]+)/([\d.]+)(?= [(=])", simulated)]
    assert len(parts) > 1
    assert total == tuple(sum(part[side] for part in parts) for side in (0, 1))


def test_a_report_without_a_day_of_receipt_is_neither_early_nor_late(said: dict[str, str]) -> None:
    real, _, simulated = said["reporting"].partition(SIMULATED)
    assert "hạn 20/09/2024; báo cáo ký ngày 15/09/2024, không rõ ngày nhận" in real
    assert "Chưa nơi nào ghi hạn riêng." in real
    counts = re.search(r"nhận (\d+) trong (\d+) .*?, (\d+) đúng hạn, (\d+) sau hạn, (\d+) chưa nhận", simulated)
    assert counts
    received, expected, on_time, late, missing = map(int, counts.groups())
    assert (received, expected) == (on_time + late, on_time + late + missing)
    assert late and missing


def test_without_the_reports_an_example_is_left_out_and_nothing_is_invented(warehouse: Warehouse) -> None:
    assert {name for name, example in told(warehouse, Evidence()).items() if example} == {"periods"}


def test_without_the_simulated_district_only_real_figures_are_told(warehouse: Warehouse) -> None:
    found = told(warehouse, evidence_of(warehouse, RealOnly(WarehouseAsk(warehouse))))
    assert not [name for name, example in found.items() if "ô phỏng" in example and name != "sources"]
    assert {name for name, example in found.items() if not example} == {"derived", "ranks"}


@pytest.mark.parametrize("lang", LANGS)
def test_all_rules_are_told_in_both_languages(warehouse: Warehouse, lang: Lang) -> None:
    found = told(warehouse, evidence_of(warehouse), lang)
    assert [name for name, example in found.items() if not example] == ["derived"]
    # The mark goes before the simulated part of an example, once; the rule on sources names them all.
    mark = say("rule.simulated", lang, words="").strip()
    marked = {name for name, example in found.items() if mark in example and name != "sources"}
    assert marked == {"baselines", "median", "ranks", "small", "rolling", "today", "reporting"}
    assert all(found[name].count(mark) == 1 for name in marked)
    assert not [name for name, example in found.items() if "the the" in example]


@pytest.mark.parametrize(("page", "least"), [("docs/method.md", 7), ("README.md", 2)])
def test_the_rates_that_the_documents_quote_are_those_of_the_reports(
    warehouse: Warehouse, page: str, least: int
) -> None:
    text = " ".join((CHECKOUT / page).read_text(encoding="utf-8").split())
    # "848/1.945 = 43,60 %", "| 848/1.945 | 43,60 % |", "90,1 % (128/142)"
    quoted = re.findall(r"([\d.]+)/([\d.]+)(?: = | \| )([\d,]+) %", text)
    quoted += [(above, below, rate) for rate, above, below in re.findall(r"([\d,]+) % \(([\d.]+)/([\d.]+)\)", text)]
    rates = {
        (value.numerator, value.denominator): value.value
        for unit_id, _ in REAL
        for value in q.unit_values(warehouse, "report", unit_id)
        if value.value is not None
    }
    assert len(quoted) >= least
    for above, below, rate in quoted:
        decimals = len(rate.partition(",")[2])
        assert rounded(rates[number(above), number(below)], decimals) == number(rate), (above, below)
