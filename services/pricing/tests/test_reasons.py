"""Reasons carry all that a sentence needs, in any language."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pricing.domain import reason
from pricing.domain.margin import MarginRule, Verdict, judge
from pricing.domain.reason import CODES, Fact, Reason, explained

AMOUNTS = st.decimals("0.01", "1000", places=2)
RATES = st.decimals("-0.5", "0.9", places=4)


@given(price=AMOUNTS, cost=AMOUNTS, wanted=RATES, floor=RATES)
def test_every_judgement_can_be_said(price: Decimal, cost: Decimal, wanted: Decimal, floor: Decimal) -> None:
    decision = judge(price, cost, MarginRule(None, max(wanted, floor), min(wanted, floor)))
    assert decision.reasons[0].code in CODES
    assert decision.explanation == explained(decision.reasons)
    if decision.verdict is not Verdict.ALLOWED:
        assert Decimal(decision.reasons[0].as_text["floor_price"]) == decision.floor_price


def test_facts_travel_as_plain_text() -> None:
    facts: dict[str, Fact] = {"exchange_factor": Decimal("1E+1"), "currency": "GBP", "rated_on": date(2026, 11, 24)}
    told = Reason("exchange-rate", facts)
    assert told.as_text == {"exchange_factor": "10", "currency": "GBP", "rated_on": "2026-11-24"}
    assert told.english == "Costs count at 10 GBP, the rate of 2026-11-24."


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_name_of_a_number_says_what_it_is(code: str) -> None:
    told = re.findall(r"\{(\w+)\}", reason.ENGLISH[code])
    numbers = ("_rate", "_price", "_cost", "_amount", "quantity", "_factor", "_on")
    assert all(
        name.endswith(numbers) for name in set(told) - {"level", "currency", "contract", "number", "sku", "warehouse"}
    )
