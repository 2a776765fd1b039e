"""What no official rule set catches, we do: each fault alone, on an invoice that is right otherwise."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from accounting.domain.einvoice import identifiers
from accounting.domain.einvoice.checks import checks, longest_term
from accounting.domain.einvoice.model import Document, PaymentMeans, VatSubtotal
from hypothesis import given
from hypothesis import strategies as st

from services.accounting.tests.einvoices import BUYER, FIFTH, LINES, REDUCED, SELLER, credit_note, document


def found(changed: Document) -> list[str]:
    return [finding.rule for finding in checks(changed)]


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert found(document()) == found(credit_note()) == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (
            document(
                vat=(
                    VatSubtotal(FIFTH, Decimal("389.70"), Decimal("78.74")),
                    VatSubtotal(REDUCED, Decimal("18.33"), Decimal("1.01")),
                )
            ),
            "OWN-VAT",
        ),
        (document(lines=(replace(LINES[0], quantity=Decimal(4)), LINES[1])), "OWN-LINE"),
        (document(seller=replace(SELLER, siren="732829321")), "OWN-SIREN"),
        (document(buyer=replace(BUYER, vat_id="FR95552100554")), "OWN-VAT-ID"),
        (document(means=PaymentMeans("58", "FR7630006000011234567890188")), "OWN-IBAN"),
        (document(means=PaymentMeans("58", "FR7630006000011234567890189", "AGRIFR")), "OWN-BIC"),
        (document(lines=(replace(LINES[0], gtin="4006381333932"), LINES[1])), "OWN-GTIN"),
        (document(due_on=date(2026, 7, 15)), "OWN-TERM"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_is_found_and_no_other(changed: Document, rule: str) -> None:
    assert found(changed) == [rule]


def test_a_base_that_is_not_its_lines_is_found() -> None:
    other = VatSubtotal(FIFTH, Decimal("400.00"), Decimal("80.00"))
    assert found(document(vat=(other, VatSubtotal(REDUCED, Decimal("18.33"), Decimal("1.01"))))) == ["OWN-BASE"]


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2026, 3, 2), date(2026, 5, 15)),  # end of March, then 45 days
        (date(2026, 1, 31), date(2026, 4, 1)),  # 60 days
        (date(2026, 2, 14), date(2026, 4, 15)),
    ],
)
def test_the_longest_lawful_term_is_the_later_of_three_readings(issued_on: date, last: date) -> None:
    assert longest_term(issued_on) == last


def test_a_foreign_buyer_may_have_longer_terms() -> None:
    buyer = replace(BUYER, address=replace(BUYER.address, country="DE"))
    assert found(document(buyer=buyer, due_on=date(2026, 12, 1))) == []


@given(
    bank=st.integers(0, 99999), branch=st.integers(0, 99999), account=st.integers(0, 10**11 - 1), off=st.integers(1, 96)
)
def test_a_french_account_has_one_key(bank: int, branch: int, account: int, off: int) -> None:
    """The IBAN's own check digits can be right over a wrong RIB key."""
    rib = f"{bank:05}{branch:05}{account:011}"
    key = 97 - int(rib + "00") % 97
    other = (key + off - 1) % 97 + 1
    assert identifiers.iban_fault(_iban(rib, key)) is None
    assert identifiers.iban_fault(_iban(rib, other)) is not None


def _iban(rib: str, key: int) -> str:
    bban = f"{rib}{key:02}"
    return f"FR{98 - int(bban + '152700') % 97:02}{bban}"
