"""Prices in another currency than the company's are judged at the rate of the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.pricing.v1.decision_pb2 import VERDICT_ALLOWED, VERDICT_BLOCKED, VERDICT_NEEDS_APPROVAL
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.money import ONE
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out
from pricing.domain.basket import BasketLine, price_basket
from pricing.domain.exchange import Exchange, judge_at
from pricing.domain.margin import MarginRule, Owed, OwedItem, UnitCost, Verdict
from pricing.domain.price import given as by_hand
from pricing.domain.price_rule import Kind, PriceRules

from kit import clock
from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales
from services.pricing.tests.test_price_rules_domain import PATHS, PRODUCT, SALE, rule

RATES = "accounting.exchange-rates.v1"


async def rate(pricing: ServiceUnderTest, currency: str, rate: str, on: str) -> None:
    told = ExchangeRateSet(currency=currency, rate=decimal_out(Decimal(rate)), valid_on=on, source="ecb")
    await pricing.deliver(RATES, told)


async def decision(pricing: ServiceUnderTest, customer: str, product: str, **changes: Any) -> dict[str, Any]:
    quote = await make.quoted(pricing, customer, (product, "1"), **changes)
    found: dict[str, Any] = quote["lines"][0]["decision"]
    return found


@pytest.fixture
async def sale(pricing: ServiceUnderTest) -> tuple[str, str]:
    """A product that costs 8.00 EUR, and a customer of whom 20 % is wanted."""
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    await make.rule(pricing, "0.20", "0.10", customer_id=customer)
    for currency, amount in (("GBP", "9.00"), ("JPY", "1500"), ("SEK", "100")):
        await make.prices(pricing, make.price(product, amount, currency=currency))
    return product, customer


async def test_a_margin_is_judged_at_the_rate_and_says_which(pricing: ServiceUnderTest, sale: tuple[str, str]) -> None:
    product, customer = sale
    for value, on in (("0.80", "2026-11-20"), ("0.90", "2026-11-24"), ("0.99", "2026-11-26")):
        await rate(pricing, "GBP", value, on)
    found = await decision(pricing, customer, product, currency="GBP")
    assert (found["verdict"], found["unit_cost"], found["margin_rate"]) == ("allowed", "7.20", "0.2000")
    assert (found["floor_price"], found["approvable_price"]) == ("9.00", "8.00")
    assert found["exchange_rate"] == {"rate": "0.90", "on": "2026-11-24"}
    assert found["explanation"].endswith("Costs count at 0.9 GBP, the rate of 2026-11-24.")
    before = await decision(pricing, customer, product, currency="GBP", priced_on="2026-11-23")
    assert (before["margin_rate"], before["exchange_rate"]["rate"]) == ("0.2888", "0.80")
    dearer = await decision(pricing, customer, product, currency="GBP", cost_change="0.10")
    assert (dearer["verdict"], dearer["floor_price"]) == ("needs-approval", "9.90")


async def test_without_a_rate_somebody_must_approve(pricing: ServiceUnderTest, sale: tuple[str, str]) -> None:
    product, customer = sale
    await rate(pricing, "SEK", "11.5", "2026-11-01")  # too old by the 25th
    found = await decision(pricing, customer, product, currency="SEK")
    assert (found["verdict"], found["unit_cost"], found["exchange_rate"]) == ("needs-approval", None, None)
    assert found["explanation"].startswith("There is no rate of SEK")
    await rate(pricing, "SEK", "10", "2026-11-25")
    assert (await decision(pricing, customer, product, currency="SEK"))["margin_rate"] == "0.2000"


async def test_floor_prices_are_ones_that_the_currency_has(pricing: ServiceUnderTest, sale: tuple[str, str]) -> None:
    product, customer = sale
    await rate(pricing, "JPY", "160.55", "2026-11-25")
    found = await decision(pricing, customer, product, currency="JPY")
    assert (found["verdict"], found["floor_price"], found["approvable_price"]) == ("needs-approval", "1606", "1428")


async def test_an_order_is_decided_in_its_currency(
    pricing: ServiceUnderTest, sales: Sales, sale: tuple[str, str]
) -> None:
    product, customer = sale
    today = clock.now().date()
    request = make.decide_request(customer, (product, "6.00"))
    request.currency = "AUD"
    assert (await sales.decide(request)).verdict == VERDICT_NEEDS_APPROVAL
    await rate(pricing, "AUD", "0.6", (today - timedelta(days=1)).isoformat())
    (line,) = (await sales.decide(request)).lines
    assert (line.decision.verdict, line.decision.unit_cost.value) == (VERDICT_ALLOWED, "4.8")
    told = (line.decision.exchange_rate.value, line.decision.exchange_rate_on)
    assert told == ("0.6", (today - timedelta(days=1)).isoformat())
    request.currency = ""
    assert (await sales.decide(request)).lines[0].decision.verdict != VERDICT_ALLOWED  # 6.00 EUR is below the cost


async def test_what_was_agreed_keeps_the_cost_of_its_rate(
    pricing: ServiceUnderTest, sales: Sales, sale: tuple[str, str]
) -> None:
    """A revision leaves one line as it was judged, at 0.6; what it adds is judged at the rate of its day."""
    product, customer = sale
    await rate(pricing, "NZD", "0.9", clock.now().date().isoformat())
    request = make.decide_request(customer, (product, "6.00"), (product, "6.00"))
    request.currency = "NZD"
    request.lines[0].is_agreed = True
    request.lines[0].agreed_unit_cost.value = "4.8"
    kept, added = (line.decision for line in (await sales.decide(request)).lines)
    assert (kept.verdict, kept.unit_cost.value, kept.margin_rate.value) == (VERDICT_ALLOWED, "4.8", "0.2000")
    assert (added.verdict, added.unit_cost.value, added.floor_price.value) == (VERDICT_BLOCKED, "7.2", "9.00")


async def test_a_list_in_another_currency_is_reviewed_at_the_rate(
    pricing: ServiceUnderTest, sale: tuple[str, str]
) -> None:
    product, customer = sale
    today = clock.now().date()
    body = {
        "name": "USD", "scope": "customer", "scope_key": customer, "currency": "USD",
        "effective_from": (today + timedelta(days=9)).isoformat(), "is_complete": False,
        "lines": [{"product_id": product, "unit_price": "10.00"}],
    }  # fmt: skip

    async def margin() -> str | None:
        made = await make.posted(pricing, "/price-lists", body, 201)
        (line,) = (await make.got(pricing, f"/price-lists/{made['id']}/lines"))["items"]
        found: str | None = line["margin_after"]
        return found

    await rate(pricing, "USD", "1.00", today.isoformat())
    assert await margin() == "0.2000"
    await rate(pricing, "USD", "1.10", today.isoformat())
    assert await margin() == "0.1200"


# --- without a database ---

amounts = st.decimals("0.01", "1000", places=2)
quarters = st.integers(1, 400).map(lambda n: Decimal(n) / 4)  # exact both ways


@given(price=amounts, cost=amounts, rate=quarters, owed=st.decimals("0", "0.3", places=2))
def test_a_currency_changes_no_verdict(price: Decimal, cost: Decimal, rate: Decimal, owed: Decimal) -> None:
    """The same price in another currency earns the same, whatever the rate."""
    wanted = MarginRule(None, Decimal("0.25"), Decimal("0.10"))
    rebate = Owed([OwedItem("volume-rebate", "", "", "", owed, Decimal(0))])
    here, there = (
        judge_at(Exchange.at("EUR", each), price * each.rate, UnitCost(cost), wanted, rebate)
        for each in (ExchangeRate.own("EUR", date(2026, 11, 25)), ExchangeRate("GBP", rate, date(2026, 11, 25)))
    )
    assert (there.verdict, there.margin_rate, there.owed) == (here.verdict, here.margin_rate, here.owed * rate)


@given(price=amounts, cost=amounts, rate=quarters)
def test_the_floor_price_passes_in_its_currency(price: Decimal, cost: Decimal, rate: Decimal) -> None:
    wanted = MarginRule(None, Decimal("0.25"), Decimal("0.10"))
    for currency in ("GBP", "JPY", "KWD"):
        exchange = Exchange.at(currency, ExchangeRate(currency, rate, date(2026, 11, 25)))
        floor = judge_at(exchange, price, UnitCost(cost), wanted).floor_price
        assert floor is not None
        assert floor % exchange.unit == 0
        assert judge_at(exchange, floor, UnitCost(cost), wanted).verdict is Verdict.ALLOWED
        below = floor - exchange.unit
        assert not below or judge_at(exchange, below, UnitCost(cost), wanted).verdict is not Verdict.ALLOWED


def test_carriage_costs_the_same_in_every_currency() -> None:
    kilo = rule("K", Kind.FREIGHT_COST_WEIGHT, "0.50", min_amount="100")
    own = rule("P", Kind.FREIGHT_COST_WEIGHT, "0.30", currency="GBP")
    rate = ExchangeRate("GBP", Decimal("0.8"), date(2026, 11, 25))

    def owed(quantity: int, rate: ExchangeRate | None, *rules: Any) -> Decimal:
        line = BasketLine(PRODUCT, PATHS[PRODUCT], Decimal(quantity), [by_hand(ONE)], weight_kg=Decimal(2))
        found = PriceRules(rules).of_sale(SALE._replace(currency="GBP"))
        return price_basket([line], found, "GBP", rate=rate).lines[0].owed.amount

    assert [owed(quantity, rate, kilo) for quantity in (79, 80)] == [0, Decimal("0.80")]
    assert owed(80, None, kilo) == 0
    assert owed(80, rate, kilo, own) == Decimal("0.60")
