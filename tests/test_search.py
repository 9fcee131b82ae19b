"""Names are found without accents, and are short on an axis."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.search import fold, short_name

KINDS = ("Xã", "Phường", "Thị trấn", "Huyện", "Quận", "Thị xã", "Thành phố", "Tỉnh", "Đặc khu")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lai Hưng", "lai hung"),
        ("  XÃ   Đắk\u00a0Nông ", "xa dak nong"),
        ("\u00d0ồng Xoài", "dong xoai"),
        ("Bà Rịa–Vũng Tàu", "ba ria vung tau"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Xã Ea H’leo", "xa ea h'leo"),
        ("Hoà Bình", fold("Hòa Bình")),
        ("", ""),
    ],
)
def test_folding_drops_accents_case_and_typography(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="aăâbdđeêioôơuưyAĂÂĐƠƯàảãáạằốựỹ -'’–"))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_leaves_out_the_kind_of_unit(kind: str) -> None:
    assert short_name(f"{kind} Lai Hưng") == "Lai Hưng"
    assert short_name(f" {kind.upper()}  Lai Hưng ") == "Lai Hưng"


@pytest.mark.parametrize("name", ["Phường 1", "Quận 3", "Phường IV", "Phường 1 Bảo Lộc"])
def test_a_name_that_is_a_number_keeps_its_kind(name: str) -> None:
    assert short_name(name) == name


@pytest.mark.parametrize("name", ["Xã", "Lai Hưng", "Xãm Lũng"])
def test_a_name_without_a_kind_stays_as_it_is(name: str) -> None:
    assert short_name(name) == name


def test_only_the_first_kind_is_left_out() -> None:
    assert short_name("Phường Xã Tắc") == "Xã Tắc"


def test_a_decomposed_name_loses_its_kind_too() -> None:
    assert short_name(unicodedata.normalize("NFD", "Xã Lai Hưng")) == "Lai Hưng"
