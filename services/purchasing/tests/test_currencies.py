"""Buying in other currencies: what is compared, approved and budgeted is company currency; what is ordered is the supplier's."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from comptoir.accounting.v1.bill_pb2 import BillLine, BillPosted
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.quantity import Factor
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out
from purchasing.domain.prices import ChangeKind, SupplierPrice, best, changes_of, offer
from purchasing.domain.rfq import Quote, QuotedLine, RfqLine, compare

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
LANDED = (*make.BUYER, "purchasing.landed-costs.read", "purchasing.landed-costs.write")
RULES = (*make.RULES, *make.BUYER, "purchasing.orders.approve", "purchasing.approvals.read")


async def rate(purchasing: ServiceUnderTest, currency: str, per: str, days_ago: int = 0) -> None:
    """Accounting tells a rate."""
    message = ExchangeRateSet(
        currency=currency,
        rate=decimal_out(Decimal(per)),
        company_currency="EUR",
        valid_on=(TODAY - timedelta(days=days_ago)).isoformat(),
        source="ecb",
    )
    await purchasing.deliver("accounting.exchange-rates.v1", message)


async def post(purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING)


async def priced(
    purchasing: ServiceUnderTest, supplier: str, product: str, price: str, currency: str, days_ago: int = 0
) -> dict[str, Any]:
    body = {
        "supplier_id": supplier, "currency": currency, "lines": [{"product_id": product, "unit_price": price}],
        "effective_from": (TODAY - timedelta(days=days_ago)).isoformat(),
    }  # fmt: skip
    review = await post(purchasing, "/price-files", body)
    await post(purchasing, f"/price-files/{review['id']}/apply", {}, 200)
    return review


async def test_an_order_is_judged_by_what_it_is_worth_to_us(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "SEK", "11")
    department = f"D-{new_id()}"[:30]
    async with purchasing.client(*RULES) as client:
        others = (await client.get("/approval-rules")).json()["items"]
        rules = {"items": [*others, {"above": "100.00", "department": department}]}
        assert (await client.put("/approval-rules", json=rules)).status_code == 200
        budget = {
            "department": department, "period": "year", "starts_on": f"{TODAY.year}-01-01",
            "ends_on": f"{TODAY.year + 1}-01-01", "amount": "150.00", "mode": "block",
        }  # fmt: skip
        assert (await client.put("/budgets", json={"items": [budget]})).status_code == 200
        product = await make.product(purchasing)
        small = await make.order(purchasing, make.line(product, "10", "110"), currency="SEK", department=department)
        draft = await make.posted(purchasing, "/purchase-orders", small, 201)
        assert (draft["net"], draft["net_value"], draft["rate"]) == ("1100.00", "100.00", "11")
        since = await purchasing.outbox_position()
        assert (await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {}))["status"] == "placed"
        (event,) = await purchasing.published(PurchaseOrderPlaced, since=since)
        assert (event.currency, decimal_in(event.lines[0].unit_price)) == ("SEK", Decimal(110))
        over = await make.order(purchasing, make.line(product, "10", "56"), currency="SEK", department=department)
        draft = await make.posted(purchasing, "/purchase-orders", over, 201)
        refused = await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {}, 409)
        assert (refused["type"].rsplit("/", 1)[-1], refused["left"]) == ("over-budget", "50.00")
        await client.put("/budgets", json={"items": [{**budget, "amount": "500.00"}]})
        large = await make.order(purchasing, make.line(product, "10", "111"), currency="SEK", department=department)
        draft = await make.posted(purchasing, "/purchase-orders", large, 201)
        asked = await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
        assert asked["status"] == "awaiting-approval"
        explained = (await client.post(f"/purchase-orders/{draft['id']}/explain-approval")).json()
        assert "1110.00 SEK" in str(explained)
        assert "100.91 in company currency" in str(explained)
        await client.put("/approval-rules", json={"items": others})


async def test_what_is_billed_uses_the_budget_in_company_currency(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "SEK", "11")
    department = f"D-{new_id()}"[:30]
    product = await make.product(purchasing)
    body = await make.order(purchasing, make.line(product, "10", "110"), currency="SEK", department=department)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    billed = BillLine(
        purchase_order_id=draft["id"], net_amount=decimal_out(Decimal(1210)), company_amount=decimal_out(Decimal(115))
    )
    await purchasing.deliver("accounting.bills.v1", BillPosted(purchase_order_id=draft["id"], lines=[billed]))
    async with purchasing.client(*make.RULES) as client:
        budget = {
            "department": department, "period": "year", "starts_on": f"{TODAY.year}-01-01",
            "ends_on": f"{TODAY.year + 1}-01-01", "amount": "150.00", "mode": "ask",
        }  # fmt: skip
        items = (await client.put("/budgets", json={"items": [budget]})).json()["items"]
    assert [each["used"] for each in items if each["department"] == department] == ["115"]


async def test_offers_in_any_currency_compare_and_the_order_is_in_the_supplier_s(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "GBP", "0.80")
    product = await make.product(purchasing)
    british, french = await make.supplier(purchasing, code="UK"), await make.supplier(purchasing, code="FR")
    await priced(purchasing, british, product, "8.00", "GBP")  # 10.00 EUR
    await priced(purchasing, french, product, "10.50", "EUR")
    wanted = {"lines": [{"product_id": product, "quantity": "10"}]}
    (item,) = (await post(purchasing, "/supplier-prices/offers", wanted, 200))["items"]
    assert [(each["price"]["currency"], each["amount"], each["is_best"]) for each in item["offers"]] == [
        ("GBP", "100.00", True),
        ("EUR", "105.00", False),
    ]
    line = {"product_id": product, "quantity": "10", "warehouse": "LYON"}
    await post(purchasing, "/purchase-requests", {"lines": [line]})
    async with purchasing.client(*make.SOURCING) as client:
        (row,) = (await client.get("/request-lines", params={"product_id": product})).json()["items"]
    (ordered,) = (await post(purchasing, "/request-lines/order", {"line_ids": [row["id"]]}))["orders"]
    async with purchasing.client(*make.BUYER) as client:
        order = (await client.get(f"/purchase-orders/{ordered['order_id']}")).json()
    assert (order["supplier_id"], order["currency"], order["net"], order["net_value"]) == (
        british, "GBP", "80.00", "100.00",
    )  # fmt: skip


async def test_a_list_in_another_currency_is_reviewed_against_what_holds(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "USD", "1.25")
    product, supplier = await make.product(purchasing), await make.supplier(purchasing)
    await priced(purchasing, supplier, product, "10.00", "EUR", days_ago=5)
    order = await make.order(purchasing, make.line(product, "100", "10.00"), supplier_id=supplier)
    draft = await make.posted(purchasing, "/purchase-orders", order, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    since = await purchasing.outbox_position()
    review = await priced(purchasing, supplier, product, "15.00", "USD")
    (line,) = review["lines"]
    assert (line["kind"], line["currency"], line["price_before"], line["rate"], line["yearly_effect"]) == (
        "raised", "USD", "12.500000", "0.2000", "200.00",
    )  # fmt: skip
    (event,) = await purchasing.published(SupplierPriceChanged, since=since)
    assert (event.currency, event.unit_price.value) == ("USD", "15.00")
    same = await priced(purchasing, supplier, product, "12.00", "EUR")
    assert [each["kind"] for each in same["lines"]] == ["terms"]


async def test_quotes_in_other_currencies_compare_and_are_awarded_as_they_are(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "CHF", "0.95")
    product = await make.product(purchasing)
    swiss, other = await make.supplier(purchasing), await make.supplier(purchasing)
    later = (TODAY + timedelta(days=20)).isoformat()
    body = {
        "warehouse": "LYON", "respond_by": later, "supplier_ids": [swiss, other],
        "lines": [{"product_id": product, "quantity": "10"}],
    }  # fmt: skip
    rfq = await post(purchasing, "/rfqs", body)
    (asked,) = rfq["lines"]
    quoted = {"rfq_line_id": asked["id"], "quantity": "10", "lead_time_days": 5}
    for supplier, price, currency in ((swiss, "9.50", "CHF"), (other, "10.20", "EUR")):
        answer = {
            "supplier_id": supplier, "currency": currency, "valid_until": later, "freight": "4.75",
            "lines": [{**quoted, "unit_price": price}],
        }  # fmt: skip
        await post(purchasing, f"/rfqs/{rfq['id']}/quotes", answer)
    async with purchasing.client(*make.SOURCING) as client:
        (line,) = (await client.get(f"/rfqs/{rfq['id']}/comparison")).json()["items"]
    assert [(each["currency"], each["landed_unit_price"], each["is_best"]) for each in line["offers"]] == [
        ("CHF", "10.500000", True),
        ("EUR", "10.675000", False),
    ]
    unknown = {"supplier_id": swiss, "currency": "XAU", "valid_until": later, "lines": [{**quoted, "unit_price": "1"}]}
    refused = await post(purchasing, f"/rfqs/{rfq['id']}/quotes", unknown, 409)
    assert refused["type"].endswith("/rate-missing")
    awards = {"awards": [{"rfq_line_id": asked["id"], "supplier_id": swiss, "quantity": "10"}]}
    (ordered,) = (await post(purchasing, f"/rfqs/{rfq['id']}/award", awards))["orders"]
    async with purchasing.client(*make.SOURCING) as client:
        order = (await client.get(f"/purchase-orders/{ordered['order_id']}")).json()
        prices = (await client.get("/supplier-prices", params={"supplier_id": swiss})).json()["items"]
    assert (order["currency"], order["net_value"]) == ("CHF", "100.00")
    assert [(each["currency"], each["unit_price"]) for each in prices] == [("CHF", "9.50")]


async def test_landed_costs_in_another_currency_fall_on_goods_in_ours(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "USD", "1.25")
    product = await make.product(purchasing)
    order = await make.placed(purchasing, make.line(product, "10", "2.00"))
    receipt = make.receipt(order, "10")
    await purchasing.deliver("inventory.receipts.v1", receipt)
    body = {
        "kind": "freight", "supplier_id": await make.supplier(purchasing), "amount": "100.00", "currency": "USD",
        "receipt_ids": [receipt.receipt_id],
    }  # fmt: skip
    since = await purchasing.outbox_position()
    posted = await make.posted(purchasing, "/landed-costs", body, 201, who=LANDED)
    assert (posted["amount"], posted["currency"], posted["currency_amount"]) == ("80.00", "USD", "100.00")
    (event,) = await purchasing.published(LandedCostPosted, since=since)
    assert (event.amount.value, event.shares[0].amount.value, event.currency_amount.value) == (
        "80.00",
        "80.00",
        "100.00",
    )
    missing = {**body, "currency": "XAG"}
    assert (await make.posted(purchasing, "/landed-costs", missing, 409, who=LANDED))["field"] == "currency"


async def test_an_exchange_rate_that_moves_is_no_drift_of_prices(purchasing: ServiceUnderTest) -> None:
    await rate(purchasing, "NOK", "8", days_ago=400)
    await rate(purchasing, "NOK", "8", days_ago=200)
    await rate(purchasing, "NOK", "10")
    supplier, product = await make.supplier(purchasing, code="NO"), await make.product(purchasing)
    await priced(purchasing, supplier, product, "100", "NOK", days_ago=390)
    await priced(purchasing, supplier, product, "110", "NOK", days_ago=1)
    body = await make.order(
        purchasing, make.line(product, "10", "100"), supplier_id=supplier, currency="NOK",
        ordered_on=(TODAY - timedelta(days=199)).isoformat(),
    )  # fmt: skip
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    async with purchasing.client(*make.SOURCING) as client:
        (row,) = (await client.get("/cost-drift", params={"supplier_id": supplier})).json()["items"]
    assert (row["index"], row["yearly_effect"]) == ("110.00", "10.00")


@pytest.mark.parametrize(("days_ago", "currency"), [(11, "ZAR"), (400, "THB")])
async def test_a_rate_that_is_too_old_is_none(purchasing: ServiceUnderTest, days_ago: int, currency: str) -> None:
    await rate(purchasing, currency, "2", days_ago=days_ago)
    body = await make.order(purchasing, currency=currency)
    since = await purchasing.outbox_position()
    refused = await make.posted(purchasing, "/purchase-orders", body, 409)
    assert (refused["type"].rsplit("/", 1)[-1], refused["field"]) == ("rate-missing", "currency")
    assert await purchasing.outbox_position() == since


# --- the rules ---

PRICES = st.decimals("0.01", "9999", places=4)
RATES = st.decimals("0.01", "200", places=4)


def _price(unit_price: Decimal, currency: str, supplier: int = 0) -> SupplierPrice:
    return SupplierPrice(
        uuid4(), uuid4(), "EACH", Decimal(0), unit_price, Decimal(0), Decimal(1), supplier, date.min, currency
    )


@given(PRICES, PRICES, RATES, st.integers(1, 10_000))
def test_the_best_offer_is_the_one_that_costs_us_least(ours: Decimal, theirs: Decimal, per: Decimal, n: int) -> None:
    own, foreign = ExchangeRate.own("EUR", TODAY), ExchangeRate("USD", per, TODAY)
    offers = [
        offer(_price(ours, "EUR", 1), Factor(1), Decimal(n), own),
        offer(_price(theirs, "USD", 2), Factor(1), Decimal(n), foreign),
    ]
    chosen = best(offers)
    assert chosen is not None
    assert chosen.amount == min(each.amount for each in offers)
    assert abs(offers[1].amount - n * theirs / per) <= Decimal("0.005")


@given(PRICES, RATES)
def test_the_same_price_in_another_currency_is_another_term_and_no_rise(price: Decimal, per: Decimal) -> None:
    rates = {"EUR": ExchangeRate.own("EUR", TODAY), "USD": ExchangeRate("USD", per, TODAY)}
    held = _price(price, "EUR")
    listed = SupplierPrice(
        held.supplier_id, held.product_id, "EACH", Decimal(0), round(price * per, 6), Decimal(0), Decimal(1), 0, date.min, "USD"
    )  # fmt: skip
    (change,) = changes_of([listed], [held], {}, rates)
    assert change.kind in (ChangeKind.TERMS, ChangeKind.RAISED, ChangeKind.LOWERED)
    assert change.before is not None
    assert abs(change.before - listed.unit_price) <= Decimal("0.000001")


@given(st.lists(st.tuples(PRICES, st.sampled_from(["EUR", "USD", "JPY"])), min_size=1, max_size=6), RATES, RATES)
def test_landed_prices_of_answers_are_in_one_currency(
    answers: list[tuple[Decimal, str]], dollar: Decimal, yen: Decimal
) -> None:
    rates = {
        "EUR": ExchangeRate.own("EUR", TODAY),
        "USD": ExchangeRate("USD", dollar, TODAY),
        "JPY": ExchangeRate("JPY", yen, TODAY),
    }
    line = RfqLine(uuid4(), uuid4(), "EACH", Decimal(10), None)
    quotes = [
        Quote(uuid4(), 1, Decimal(0), Decimal(0), TODAY, currency, (QuotedLine(line.id, price, Decimal(10), 1),))
        for price, currency in answers
    ]
    compared = compare(line, quotes, {}, rates, TODAY)
    landed = [each.landed_unit_price for each in compared]
    assert landed == sorted(landed)
    for each in compared:
        assert abs(each.landed_unit_price - each.unit_price / rates[each.currency].rate) <= Decimal("0.0000005")
