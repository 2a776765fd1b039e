"""Margin on the price, and when it is low."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporting.domain.margin import NOTHING, Margin, is_low

amounts = st.decimals(-(10**6), 10**6, places=2)


@pytest.mark.parametrize(
    ("revenue", "cost", "low"),
    [
        ("100", "89.99", False),
        ("100", "90", False),
        ("100", "90.01", True),
        ("0", "1", True),
        ("0", "0", False),
        ("-10", "-9", False),
    ],
)
def test_low_is_below_the_threshold_and_what_is_given_away(revenue: str, cost: str, low: bool) -> None:
    assert is_low(Margin(Decimal(revenue), Decimal(cost)), Decimal("0.10")) is low


def test_the_rate_is_on_the_price() -> None:
    assert Margin(Decimal(80), Decimal(60)).rate == Decimal("0.25")
    assert NOTHING.rate is None


@given(st.lists(st.tuples(amounts, amounts)))
def test_margins_add_up_in_any_order(pairs: list[tuple[Decimal, Decimal]]) -> None:
    margins = [Margin(*pair) for pair in pairs]
    forth, back = NOTHING, NOTHING
    for margin in margins:
        forth = forth + margin
    for margin in reversed(margins):
        back = back + margin
    assert forth == back
