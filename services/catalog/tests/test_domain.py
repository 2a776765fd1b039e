"""Rules that need no database."""

import pytest
from catalog.api.schemas import ProductIn
from catalog.domain.codes import gln_fault, gtin_fault, siren_fault, siret_fault, vat_fault
from catalog.domain.product import Packaging, completed, default_decimals, faults
from hypothesis import example, given
from hypothesis import strategies as st
from kit.search import folded, words

from services.catalog.tests import factories as make


@pytest.mark.parametrize(
    ("fault", "good", "bad"),
    [
        (gtin_fault, "3017620422003", "3017620422004"),
        (gtin_fault, "96385074", "9638507"),
        (gln_fault, "4012345000009", "401234500000"),
        (siren_fault, "303265045", "303265046"),
        (siret_fault, "73282932000074", "73282932000075"),
        (vat_fault, "FR40303265045", "FR41303265045"),
        (vat_fault, "DE136695976", "FR 40303265045"),
    ],
)
def test_public_numbers_are_checked_by_their_check_digits(fault: object, good: str, bad: str) -> None:
    assert callable(fault)
    assert fault(good) is None
    assert fault(bad)


@given(st.text(min_size=13, max_size=13, alphabet="0123456789"), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_of_a_gtin_is_always_seen(digits: str, place: int, step: int) -> None:
    check = (10 - sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12])) % 10) % 10
    good = digits[:12] + str(check)
    wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert gtin_fault(good) is None
    assert gtin_fault(wrong) is not None


def test_a_product_without_a_unit_packaging_gets_one() -> None:
    product = completed(ProductIn(**make.product(stock_uom="KGM")).to_domain())
    assert product.packagings == (Packaging("EACH", "KGM", 1),)
    assert completed(product) == product
    assert product.quantity_decimals == default_decimals("KGM") == 3


def test_every_fault_of_a_product_is_told() -> None:
    boxes = [
        {"code": "BOX", "uom": "XBX", "numerator": 12, "gtin": "123"},
        {"code": "BOX", "uom": "ZZZ", "numerator": 6},
    ]
    product = ProductIn(**make.product(name_fr="", stock_uom="QQQ", packagings=boxes)).to_domain()
    assert [fault.field for fault in faults(product)] == [
        "name_fr",
        "stock_uom",
        "packagings.0.code",
        "packagings.0.gtin",
        "packagings.1.code",
        "packagings.1.uom",
    ]


@given(st.text())
@example("\U0001d4d0")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_words_are_patterns_that_cannot_be_abused() -> None:
    assert words("Écrou 100%_") == ["%ecrou%", "%100\\%\\_%"]
