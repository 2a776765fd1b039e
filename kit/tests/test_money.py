"""Exact arithmetic: nothing is lost or invented."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.money import CurrencyMismatch, Money, round_half_up, split
from kit.quantity import Factor, InexactConversion, OverPreciseQuantity, check_precision, to_packaging, to_stock

cents = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n) / 100)
weights = st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=30)


@given(cents, weights)
def test_a_split_sums_to_the_whole_and_no_share_is_a_unit_off(total: Decimal, shares_by: list[Decimal]) -> None:
    shares = split(total, shares_by)
    assert sum(shares) == total
    whole = sum(shares_by) or Decimal(len(shares_by))
    even = all(weight == 0 for weight in shares_by)
    for share, weight in zip(shares, shares_by, strict=True):
        exact = Fraction(total) * (Fraction(1) if even else Fraction(weight)) / Fraction(whole)
        assert abs(Fraction(share) - exact) < Fraction(1, 100)


def test_the_largest_remainder_gets_the_missing_cent() -> None:
    assert split(Decimal("100.00"), [Decimal(1)] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert split(Decimal("0.05"), [Decimal("0.2"), Decimal("0.8")]) == [Decimal("0.01"), Decimal("0.04")]


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.674999", "2.67"), ("1.115", "1.12")]
)
def test_halves_go_away_from_zero(value: str, rounded: str) -> None:
    assert round_half_up(Decimal(value)) == Decimal(rounded)


def test_currencies_do_not_mix_and_yen_have_no_cents() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    assert Money(Decimal("10.5"), "JPY").rounded() == Money(Decimal(11), "JPY")


@given(st.integers(1, 10**6), st.integers(1, 1000))
def test_boxes_to_pieces_and_back_is_exact(boxes: int, size: int) -> None:
    pieces = to_stock(Decimal(boxes), Factor(size), 0)
    assert to_packaging(pieces, Factor(size)) == boxes


def test_two_times_96_ordered_and_144_plus_48_received_closes_exactly() -> None:
    assert to_stock(Decimal(2), Factor(96), 0) == Decimal(144) + Decimal(48)


def test_what_does_not_fit_its_unit_is_refused() -> None:
    with pytest.raises(InexactConversion):
        to_stock(Decimal(1), Factor(1, 3), 3)
    with pytest.raises(OverPreciseQuantity):
        check_precision(Decimal("1.5"), 0)
    assert check_precision(Decimal("1.500"), 1) == Decimal("1.5")
