"""What customers are expected to keep back for paying early lowers the margin of what they buy."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

from comptoir.accounting.v1.payment_pb2 import CashDiscountExpected
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from pricing.domain.basket import BasketLine, price_basket
from pricing.domain.price import given as by_hand
from pricing.domain.price_rule import CashDiscount, Kind, PriceRule, SaleRules, Targeted

from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales
from services.pricing.tests.test_price_rules_domain import PATHS, PRODUCT, rule

PAYMENTS = "accounting.payments.v1"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def expected(customer: str, offered: str, rate: str, at: datetime = NOON) -> CashDiscountExpected:
    return CashDiscountExpected(
        partner_id=customer,
        offered_rate=decimal_out(Decimal(offered)),
        expected_rate=decimal_out(Decimal(rate)),
        share_taken=decimal_out(Decimal(1)),
        occurred_at=time_out(at),
    )


async def decision(pricing: ServiceUnderTest, customer: str, product: str) -> dict[str, Any]:
    quote = await make.quoted(pricing, customer, (product, "1"))
    found: dict[str, Any] = quote["lines"][0]["decision"]
    return found


async def test_what_is_expected_lowers_the_margin_and_is_told_as_a_step(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await make.rule(pricing, "0.20", "0.10", customer_id=customer)
    assert (await decision(pricing, customer, product))["verdict"] == "allowed"
    await pricing.deliver(PAYMENTS, expected(customer, "0.02", "0.015"))
    quoted = await decision(pricing, customer, product)
    assert (quoted["verdict"], quoted["margin_rate"], quoted["owed"]) == ("needs-approval", "0.1850", "0.15000")
    assert quoted["floor_price"] == "10.20"  # 8 / (1 - 0.20 - 0.015), up to the cent
    assert quoted["owes"] == [
        {
            "rule": "cash-discount", "rule_id": "", "rate": "0.015", "amount": "0",
            "label": "Cash discount: 1.5 % expected of the 2 % offered",
            "label_fr": "Escompte : 1,5 % attendus sur les 2 % offerts",
        }
    ]  # fmt: skip
    request = make.decide_request(customer, (product, "10.00"))
    (line,) = (await sales.decide(request)).lines
    assert line.decision.margin_rate.value == "0.1850"
    assert [(each.rule, each.rate.value) for each in line.decision.owes] == [("cash-discount", "0.015")]
    kept = (await make.got(pricing, "/margin-decisions", order_id=request.order_id))["items"][0]["lines"][0]
    assert kept["owes"] == quoted["owes"]


async def test_the_last_word_on_a_customer_counts_in_whatever_order_it_comes(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing, cost="8")
    await make.prices(pricing, make.price(product, "10.00"))
    for order in permutations(range(3)):
        customer = await make.customer(pricing)
        words = [("0.02", "0.02"), ("0.03", "0.01"), ("0.03", "0.012")]
        for i in order:
            await pricing.deliver(PAYMENTS, expected(customer, *words[i], NOON + timedelta(seconds=i)), repeat=2)
        assert (await decision(pricing, customer, product))["margin_rate"] == "0.1880", order


async def test_a_customer_who_is_known_takes_no_discount_beside(pricing: ServiceUnderTest) -> None:
    """A rule guesses at what early payment costs; what accounting tells of a customer takes its place, also when it is nothing."""
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    guess = guessed(customer)
    async with pricing.client(*make.MANAGER) as client:
        assert (await client.put("/price-rules", json=guess)).status_code == 200
    rates = [(await decision(pricing, customer, product))["margin_rate"]]
    for word in (expected(customer, "0.02", "0.01"), expected(customer, "0", "0", NOON + timedelta(days=1))):
        await pricing.deliver(PAYMENTS, word)
        rates.append((await decision(pricing, customer, product))["margin_rate"])
    assert rates == ["0.1700", "0.1900", "0.2000"]


def guessed(customer: str) -> dict[str, Any]:
    return {
        "code": f"ESC-{customer}", "kind": "cash-discount", "name_fr": "Escompte", "name_en": "Cash discount",
        "value": "0.03", "effective_from": "2026-01-01", "customer_id": customer,
    }  # fmt: skip


owed_rules = st.builds(
    lambda kind, value: rule(f"{kind}-{value}", kind, str(value)),
    st.sampled_from([Kind.VOLUME_REBATE, Kind.CASH_DISCOUNT, Kind.FREIGHT_COST_RATE, Kind.FREIGHT_COST_WEIGHT]),
    st.decimals("0.001", "0.1", places=3),
)


@given(
    rules=st.lists(owed_rules, max_size=5),
    offered=st.decimals("0", "0.1", places=3),
    share=st.decimals("0", "1", places=2),
)
def test_early_payment_is_owed_once(rules: list[PriceRule], offered: Decimal, share: Decimal) -> None:
    """However many rules guess at it, a known customer owes what is expected of him, and all the rest as before."""
    line = BasketLine(PRODUCT, PATHS[PRODUCT], Decimal(3), [by_hand(Decimal(10))], weight_kg=Decimal(2))
    known = CashDiscount(offered, offered * share)
    before, after = (
        price_basket([line], SaleRules(owed=Targeted(rules), cash_discount=each), "EUR").lines[0].owed
        for each in (None, known)
    )
    others = [item for item in before.items if item.rule != str(Kind.CASH_DISCOUNT)]
    assert [item for item in after.items if item.rule != str(Kind.CASH_DISCOUNT)] == others
    assert after.rate == sum((item.rate for item in others), known.expected)
    assert after.amount == before.amount
