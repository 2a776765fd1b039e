"""Advances on orders: no revenue, taxed at once, taken off the invoices of the order, never more than the order leaves."""

import asyncio
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
from accounting.domain.invoice import Advance, TaxRate, TaxRounding
from accounting.domain.invoicing.down_payment import Ordered, advance_of, rest, taken_off
from comptoir.accounting.v1.down_payment_pb2 import DownPaymentCredited, DownPaymentInvoiced
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.sales.v1.sales_order_pb2 import OrderCharge, OrderClosed, OrderConfirmed, SalesOrderLine
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, charge, number, text_id
from services.accounting.tests.test_currencies import house, set_rates
from services.accounting.tests.test_documents import balances, changed

ALL = (
    "accounting.down-payments.write", "accounting.invoices.read", "accounting.payments.write", "accounting.credit.read",
    "accounting.payments.read", "accounting.ledger.read", "accounting.credit-notes.write",
)  # fmt: skip
CENTS = st.integers(1, 100_000).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.sampled_from([TaxRate("s", Decimal(rate), date(2014, 1, 1)) for rate in ("0.20", "0.055", "0")])


# --- pure ---


@given(st.lists(st.tuples(CENTS, RATES), min_size=1, max_size=6), st.integers(1, 100))
def test_an_advance_is_taxed_as_what_it_is_for(lines: list[tuple[Decimal, TaxRate]], percent: int) -> None:
    ordered = Ordered(tuple(lines), Decimal(0), Decimal(0))
    net = max(Decimal("0.01"), (ordered.net * percent / 100).quantize(Decimal("0.01"), "ROUND_DOWN"))
    total, vat = advance_of(ordered, net)
    assert total.net == net == sum(each.base for each in vat)
    assert total.tax == sum(each.tax for each in vat)
    assert {each.rate for each in vat} <= {rate.rate for _, rate in lines}
    assert all(rate.rounding is TaxRounding.DOCUMENT for _, rate in lines)


@given(st.lists(st.tuples(CENTS, CENTS, CENTS), min_size=1, max_size=4), st.lists(CENTS, min_size=1, max_size=6))
def test_however_it_is_taken_off_it_is_taken_off_once(
    advances: list[tuple[Decimal, Decimal, Decimal]], invoices: list[Decimal]
) -> None:
    """To the cent, in the document's currency and in the books, and no invoice takes more than it is over."""
    left = [Advance(new_id(), "", net, tax, value, tax) for net, tax, value in advances]
    before = sum(each.gross for each in left)
    taken = []
    for gross in invoices:
        part = taken_off(left, gross)
        assert sum(each.gross for each in part) == min(gross, sum(each.gross for each in left))
        by_id = {each.down_payment_id: each for each in part}
        left = [rest(each, by_id[each.down_payment_id]) if each.down_payment_id in by_id else each for each in left]
        assert all(each.net >= 0 and each.tax >= 0 for each in left)
        taken += part
    assert sum(each.gross for each in taken) + sum(each.gross for each in left) == before
    assert sum(each.net_value for each in (*taken, *left)) == sum(value for *_, value in advances)


# --- orders ---


@dataclass
class Confirmed:
    """An order of ten pieces that nothing has left of."""

    house: House
    id: str
    line_id: str

    async def ship(self, quantity: str, day: str = "2026-03-05") -> InvoiceIssued:
        accounting = self.house.accounting
        since = await accounting.outbox_position()
        movement = await self.house.move("shipment", quantity, line_id=self.line_id, day=day)
        shipment = self.house.shipment(self.id, self.line_id, quantity, day=day, movement_id=movement)
        await accounting.deliver("inventory.shipments.v1", shipment)
        (invoice,) = await accounting.published(InvoiceIssued, since=since)
        found: InvoiceIssued = invoice
        return found


async def confirmed(
    home: House,
    price: str = "10",
    *charges: OrderCharge,
    currency: str = "EUR",
    rate: str = "",
    day: str = "2026-03-02",
) -> Confirmed:
    await home.receive("10", "6")
    order_id, line_id = text_id(), text_id()
    line = SalesOrderLine(
        sales_order_line_id=line_id, product_id=home.product_id, quantity=number("10"), unit_price=number(price),
        tax_class="standard", description="Article",
    )  # fmt: skip
    order = OrderConfirmed(
        sales_order_id=order_id, number="SO-1", version=1, customer_id=home.customer_id, bill_to_id=home.customer_id,
        currency=currency, ordered_on=day, payment_days=30, lines=[line], charges=charges,
        exchange_rate=number(rate) if rate else None,
    )  # fmt: skip
    await home.accounting.deliver("sales.orders.v1", order)
    return Confirmed(home, order_id, line_id)


async def advance(order: Confirmed, **body: Any) -> httpx.Response:
    values = {"sales_order_id": order.id, "issued_on": "2026-03-02", **body}
    async with order.house.accounting.client(*ALL) as client:
        return await client.post("/down-payments", json=values)


def slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"].rsplit("/", 1)[-1])


async def credit(home: House) -> tuple[str, str]:
    async with home.accounting.client(*ALL) as client:
        found = (await client.get(f"/credit/{home.customer_id}")).json()
    return found["receivable"], found["committed"]


async def test_an_advance_is_no_revenue_and_comes_off_the_first_invoices(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home)
    assert await credit(home) == ("0.00", "120.00")
    before, since = await balances(accounting), await accounting.outbox_position()
    paid = await advance(order, share="0.30")
    assert paid.status_code == 201, paid.text
    assert (paid.json()["number"][:3], paid.json()["gross_amount"], paid.json()["left_amount"]) == (
        "AC-", "36.00", "36.00",
    )  # fmt: skip
    assert changed(before, await balances(accounting)) == {"411": "36.00", "4191": "-30.00", "44571": "-6.00"}
    assert await credit(home) == ("36.00", "84.00")
    (told,) = await accounting.published(DownPaymentInvoiced, since=since)
    assert (told.sales_order_id, told.gross_amount.value) == (order.id, "36.00")
    before = await balances(accounting)
    first = await order.ship("2")  # 24.00, all of it paid in advance
    posted = changed(before, await balances(accounting))
    assert {code: posted.get(code) for code in ("411", "4191", "44571", "707")} == {
        "411": None, "4191": "20.00", "44571": None, "707": "-20.00",
    }  # fmt: skip
    assert (first.gross_amount.value, first.prepaid_amount.value) == ("24.00", "24.00")
    second = await order.ship("8")
    assert (second.gross_amount.value, second.prepaid_amount.value) == ("96.00", "12.00")
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/down-payments/{paid.json()['id']}")).json()
        invoice = (await client.get(f"/invoices/{second.invoice_id}")).json()
        open_items = (await client.get("/open-items", params={"partner_id": home.customer_id})).json()["items"]
    assert (shown["left_amount"], [each["gross_amount"] for each in shown["taken_off"]]) == ("0.00", ["24.00", "12.00"])
    assert (invoice["prepaid_amount"], invoice["open_amount"]) == ("12.00", "84.00")
    assert sorted(each["open_amount"] for each in open_items) == ["36.00", "84.00"]
    assert await credit(home) == ("120.00", "0.00")
    assert await broken(accounting) == []


async def test_an_advance_is_paid_like_an_invoice(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home, "10", charge("5.00"))
    await advance(order, net_amount="105.00")
    payment = {
        "partner_id": home.customer_id, "direction": "received", "amount": "126.00", "paid_on": "2026-03-03",
        "match": "oldest",
    }  # fmt: skip
    async with accounting.client(*ALL) as client:
        assert (await client.post("/payments", json=payment)).json()["unmatched_amount"] == "0.00"
    invoice = await order.ship("10")
    assert (invoice.gross_amount.value, invoice.prepaid_amount.value) == ("126.00", "126.00")
    assert await credit(home) == ("0.00", "0.00")
    assert await broken(accounting) == []


async def test_no_more_is_invoiced_in_advance_than_the_order_leaves(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home)
    before, since = await balances(accounting), await accounting.outbox_position()
    too_much, unknown, both = (
        await advance(order, net_amount="100.01"),
        await advance(order, net_amount="1.00", sales_order_id=text_id()),
        await advance(order, net_amount="1.00", share="0.5"),
    )
    assert (too_much.status_code, slug(too_much), unknown.status_code, both.status_code) == (
        409, "down-payment-too-large", 404, 422,
    )  # fmt: skip
    assert (await balances(accounting), await accounting.published(DownPaymentInvoiced, since=since)) == (before, [])
    at_once = await asyncio.gather(*(advance(order, net_amount="60.00") for _ in range(3)))
    assert sorted(each.status_code for each in at_once) == [201, 409, 409]
    await order.ship("5")  # takes 60.00 of the 72.00; what is left of the order is 50.00, and 10.00 of it in advance
    assert slug(await advance(order, net_amount="40.01")) == "down-payment-too-large"
    assert (await advance(order, net_amount="40.00")).status_code == 201
    await order.ship("5")
    assert await credit(home) == ("120.00", "0.00")
    assert await broken(accounting) == []


async def test_nothing_is_invoiced_in_advance_of_an_order_that_is_complete(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home)
    await closed(order)
    assert slug(await advance(order, share="0.5")) == "order-is-complete"


async def test_an_advance_in_another_currency_keeps_the_rate_of_its_day(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    order = await confirmed(home, "11", currency="USD", rate="1.10")
    before = await balances(accounting)
    await advance(order, net_amount="55.00")  # 66.00 USD at 1.10
    assert changed(before, await balances(accounting)) == {"411": "60.00", "4191": "-50.00", "44571": "-10.00"}
    await set_rates(accounting, d0305="1.00")
    before = await balances(accounting)
    invoice = await order.ship("10")  # 132.00 USD at 1.00, of which 66.00 were booked at 60.00
    assert invoice.prepaid_amount.value == "66.00"
    posted = changed(before, await balances(accounting))
    assert {code: posted[code] for code in ("411", "4191", "44571", "707", "656")} == {
        "411": "66.00", "4191": "50.00", "44571": "-12.00", "707": "-110.00", "656": "6.00",
    }  # fmt: skip
    assert await broken(accounting) == []


async def closed(order: Confirmed) -> None:
    await order.house.accounting.deliver("sales.orders.v1", OrderClosed(sales_order_id=order.id))


async def give_back(order: Confirmed, down_payment_id: str, *, credited_on: str = "2026-03-10") -> httpx.Response:
    body = {"reason": "the order was closed", "credited_on": credited_on}
    async with order.house.accounting.client(*ALL) as client:
        return await client.post(f"/down-payments/{down_payment_id}/credit", json=body)


async def test_what_no_invoice_takes_off_is_given_back_once(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home)
    paid = (await advance(order, share="0.50")).json()  # 60.00, of which 36.00 are paid
    payment = {
        "partner_id": home.customer_id, "direction": "received", "amount": "36.00", "paid_on": "2026-03-03",
        "match": "oldest",
    }  # fmt: skip
    async with accounting.client(*ALL) as client:
        assert (await client.post("/payments", json=payment)).status_code == 201
    await order.ship("1")  # 12.00 of it
    assert slug(await give_back(order, paid["id"])) == "order-still-open"
    await closed(order)
    before, since = await balances(accounting), await accounting.outbox_position()
    at_once = await asyncio.gather(*(give_back(order, paid["id"]) for _ in range(2)))
    assert sorted(each.status_code for each in at_once) == [200, 422]
    shown = next(each for each in at_once if each.status_code == 200).json()
    assert (shown["left_amount"], shown["credited"]["number"][:3], shown["credited"]["gross_amount"]) == (
        "0.00", "AV-", "48.00",
    )  # fmt: skip
    assert changed(before, await balances(accounting)) == {"411": "-48.00", "4191": "40.00", "44571": "8.00"}
    (told,) = await accounting.published(DownPaymentCredited, since=since)
    assert (told.down_payment_number, told.gross_amount.value) == (paid["number"], "48.00")
    note_id = shown["credited"]["credit_note_id"]
    async with accounting.client(*ALL) as client:
        note = (await client.get(f"/customer-credit-notes/{note_id}")).json()
        assert (note["source"], note["left_amount"]) == ("down-payment", "24.00")  # the rest was not paid
        refund = {"amount": "24.00", "paid_on": "2026-03-11"}
        assert (await client.post(f"/customer-credit-notes/{note_id}/pay-back", json=refund)).status_code == 200
    assert await credit(home) == ("0.00", "0.00")
    assert await broken(accounting) == []


async def test_an_advance_that_is_taken_off_is_not_given_back(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    order = await confirmed(home)
    paid = (await advance(order, share="1")).json()
    await order.ship("10")
    await closed(order)
    assert slug(await give_back(order, paid["id"])) == "nothing-to-credit"
    assert (await give_back(order, text_id())).status_code == 404


async def test_a_customer_sees_only_his_own_advances(accounting: ServiceUnderTest) -> None:
    home = await House(accounting).open()
    paid = (await advance(await confirmed(home), share="0.5")).json()
    for customer_id, status, count in ((home.customer_id, 200, 1), (home.supplier_id, 403, 0)):
        async with accounting.client("accounting.invoices.read", customer_id=customer_id) as client:
            assert (await client.get(f"/down-payments/{paid['id']}")).status_code == status
            assert len((await client.get("/down-payments")).json()["items"]) == count
