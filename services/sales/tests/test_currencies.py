"""Customers who buy in another currency: their documents are in it, what is decided on is in the company's."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentDirection, PaymentMatch, PaymentRecorded
from comptoir.accounting.v1.valuation_pb2 import MovementValued
from comptoir.sales.v1.commission_pb2 import CommissionBaseEntered
from comptoir.sales.v1.offer_pb2 import OfferSent
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import given
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.exchange import ExchangeRate
from kit.ids import new_id
from sales.domain.order import Terms

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line, number, slug

TODAY = datetime.now(UTC).date()


@given(st.decimals("0.01", "100000", places=2), st.decimals("0.05", "200", places=4))
def test_an_amount_in_company_currency_is_the_documents_at_the_rate_of_its_day(amount: Decimal, rate: Decimal) -> None:
    order = make.order()
    own, other = order.terms, _in(order.terms, rate)
    assert own.in_company(amount) == own.of_company(amount) == amount
    assert abs(other.of_company(other.in_company(amount)) - amount) <= (rate / 200 + Decimal("0.01"))


def _in(terms: Terms, rate: Decimal) -> Terms:
    return replace(terms, currency="USD", rate=ExchangeRate("USD", rate, TODAY))


async def abroad(house: House, rate: str = "1.2500", **changes: Any) -> str:
    """A customer who buys in dollars."""
    await house.rate("USD", rate)
    return await house.customer(currency="USD", **changes)


async def test_an_order_in_dollars_keeps_its_rate_and_asks_credit_in_company_currency(house: House) -> None:
    customer = await abroad(house, limit="60")
    house.charge(customer, "12.50")
    order = await house.place(line(await house.product()), customer_id=customer)
    assert (order["currency"], order["rate"], order["rate_on"]) == ("USD", "1.2500", TODAY.isoformat())
    # 62.50 dollars are 50.00 euros, with tax 60.00, of which the limit is
    assert (order["net"], order["value"], order["gross"]) == ("62.50", "50.00", "75.00")
    assert order["status"] == "confirmed"


async def test_credit_is_refused_by_what_the_order_is_worth_here(house: House) -> None:
    customer = await abroad(house, limit="47.99")
    refused = await house.place(line(await house.product()), customer_id=customer, status=409)
    assert (slug(refused), refused["amount"]) == ("credit-limit-exceeded", "48.00")


async def test_everybody_hears_of_the_currency_and_the_rate(house: House) -> None:
    customer = await abroad(house)
    offer = await house.offer(line(await house.product()), customer_id=customer)
    assert (offer["currency"], offer["rate"]) == ("USD", "1.2500")
    await house.send(offer)
    (sent,) = [each for each in await house.sales.published(OfferSent) if each.offer_id == offer["offer_id"]]
    assert (sent.currency, sent.exchange_rate.value, sent.rate_on) == ("USD", "1.2500", TODAY.isoformat())
    await house.rate("USD", "1.2000")
    answer = {"edition": 1, "name": "A buyer"}
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", answer, 201, who=make.OFFERING)
    order = await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {})
    assert (order["net"], order["rate"], order["value"]) == (
        "50.00",
        "1.2000",
        "41.67",
    )  # the price stays, the rate is new
    (event,) = [each for each in await house.sales.published(OrderConfirmed) if each.sales_order_id == order["id"]]
    assert (event.currency, event.exchange_rate.value, event.rate_on) == ("USD", "1.2000", TODAY.isoformat())
    own = await house.place(line(await house.product()))
    (event,) = [each for each in await house.sales.published(OrderConfirmed) if each.sales_order_id == own["id"]]
    assert (event.currency, event.HasField("exchange_rate"), event.rate_on) == ("EUR", False, "")


async def test_nothing_is_sold_in_a_currency_without_a_rate(house: House) -> None:
    customer = await house.customer(currency="SEK")
    refused = await house.place(line(await house.product()), customer_id=customer, status=409)
    assert (slug(refused), refused["field"], refused["currency"]) == ("rate-missing", "customer_id", "SEK")
    await house.rate("SEK", "11.20", TODAY - timedelta(days=10))
    refused = await house.place(line(await house.product()), customer_id=customer, status=409)
    assert slug(refused) == "rate-missing"  # too old
    await house.rate("SEK", "11.20", TODAY - timedelta(days=9))
    order = await house.place(line(await house.product()), customer_id=customer)
    assert order["rate_on"] == (TODAY - timedelta(days=9)).isoformat()


async def test_who_approves_is_asked_in_company_currency(house: House) -> None:
    customer = await abroad(house)
    draft = await house.draft(line(await house.product(cost="9.5"), "10"), customer_id=customer)
    await house.post(f"/orders/{draft['id']}/confirm", {}, sub="seller")
    request = await house.request(draft["id"])
    assert (request["amount"], request["details"]["currency"]) == ("80.00", "USD")
    limited: dict[str, Any] = {"approval_limits": {"sales.margins.approve": "79.99"}}
    assert slug(await house.decide(request["id"], "approve", 403, **limited)) == "limit-exceeded"
    await house.decide(request["id"], "approve", approval_limits={"sales.margins.approve": "80.00"})


async def test_a_revision_stays_in_the_orders_currency_and_rate(house: House) -> None:
    customer = await abroad(house)
    order = await house.place(line(await house.product()), customer_id=customer)
    await house.rate("USD", "1.1000")
    body = {"reason": "More", "changes": [{"line_id": order["lines"][0]["id"], "quantity": "10"}]}
    revision = await house.post(f"/orders/{order['id']}/revisions", body, 201)
    credit = revision["credit"]
    assert (revision["net_after"], credit["gross_before"], credit["gross_after"]) == ("100.00", "48.00", "96.00")


async def test_an_agreement_holds_in_the_currency_that_it_was_made_in(house: House) -> None:
    customer, product = await abroad(house), await house.product()
    agreed = [{"product_id": product, "quantity": "9", "unit_price": "9"}]
    frame = {"customer_id": customer, "starts_on": "2026-01-01", "ends_on": "2099-01-01", "lines": agreed}
    blanket = await house.post("/blanket-orders", frame, 201, who=(*make.SELLER, "sales.blankets.write"))
    assert blanket["currency"] == "USD"
    call = {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "1"}]}
    order = await house.post(f"/blanket-orders/{blanket['id']}/call-offs", call, 201)
    assert (order["currency"], order["net"], order["value"]) == ("USD", "9.00", "7.20")
    async with house.sales.database.transaction() as tx:
        await tx.execute("UPDATE partner SET currency = 'EUR' WHERE id = $1", UUID(customer))
    refused = await house.post(f"/blanket-orders/{blanket['id']}/call-offs", call, 409)
    assert slug(refused) == "not-agreed"


# --- commissions ---


async def billed(house: House, on: date, currency: str = "USD") -> InvoiceIssued:
    """60 with tax, 50 without."""
    order = await house.place(line(await house.product()), customer_id=await house.customer())
    invoice = make.invoice(order, "5")
    invoice.issued_on, invoice.currency = on.isoformat(), currency
    invoice.net_amount.value, invoice.gross_amount.value = "50.00", "60.00"
    return invoice


async def test_the_base_of_commissions_is_in_company_currency_by_the_invoices_rate(house: House) -> None:
    day = TODAY - timedelta(days=3)
    await house.rate("USD", "1.2500", day)
    await house.rate("USD", "1.0000", TODAY)
    invoice = await billed(house, day)
    since = await house.sales.outbox_position()
    await house.sales.deliver("accounting.invoices.v1", invoice)
    cost = MovementValued(
        movement_id=invoice.lines[0].movement_id,
        quantity=number("-5"),
        amount=number("-30.00"),
        posted_on=day.isoformat(),
        order_line_id=str(new_id()),
    )
    await house.sales.deliver("accounting.valuations.v1", cost)
    paid = PaymentRecorded(
        payment_id=str(new_id()),
        direction=PaymentDirection.PAYMENT_DIRECTION_RECEIVED,
        paid_on=TODAY.isoformat(),
        matches=[PaymentMatch(document_id=invoice.invoice_id, amount=number("30.00"))],
    )
    await house.sales.deliver("accounting.payments.v1", paid)
    (entry,) = await house.sales.published(CommissionBaseEntered, since=since)
    # 50 dollars are 40 euros, of which 30 are cost; half of the invoice is paid
    assert (entry.currency, entry.amount.value, entry.margin_amount.value) == ("EUR", "5.00", "10.00")
    assert (entry.net_amount.value, entry.gross_amount.value, entry.collected_amount.value) == (
        "40.00",
        "48.00",
        "24.00",
    )


async def test_an_invoice_in_a_currency_that_nobody_has_told_of_waits(house: House) -> None:
    invoice = await billed(house, TODAY, "NOK")
    with pytest.raises(NotYet):
        await house.sales.deliver("accounting.invoices.v1", invoice)
    rate = ExchangeRateSet(currency="NOK", rate=number("11.5"), valid_on=TODAY.isoformat(), source="ecb")
    await house.sales.deliver("accounting.exchange-rates.v1", rate)
    await house.sales.deliver("accounting.invoices.v1", invoice)
