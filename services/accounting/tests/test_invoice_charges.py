"""What an order is charged with is invoiced once, on its first invoice, and taxed with it."""

from decimal import Decimal
from typing import Any

from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderRevised, SalesOrderLine
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, charge, number, text_id
from services.accounting.tests.test_documents import ALL, balances, changed


async def test_carriage_and_surcharges_stand_on_the_first_invoice_of_the_order_only(
    accounting: ServiceUnderTest,
) -> None:
    house = await House(accounting).open(credit_limit="1000")
    await house.receive("10", "6")
    before, since = await balances(accounting), await accounting.outbox_position()
    freight, small = charge("12.50"), charge("7.00", rule="minimum-order")
    order, _ = await house.sell("3", "9.99", charges=[freight, small])
    assert changed(before, await balances(accounting)) == {
        "37": "-18.00",
        "411": "59.36",
        "44571": "-9.89",
        "6037": "18.00",
        "707": "-29.97",
        "708": "-7.00",
        "7085": "-12.50",
    }
    (first,) = await accounting.published(InvoiceIssued, since=since)
    told = [(c.sales_order_charge_id, c.net_amount.value, Decimal(c.tax_rate.value)) for c in first.charges]
    assert sorted(told) == sorted(
        [
            (freight.sales_order_charge_id, "12.50", Decimal("0.20")),
            (small.sales_order_charge_id, "7.00", Decimal("0.20")),
        ]
    )
    assert (first.net_amount.value, first.gross_amount.value) == ("49.47", "59.36")
    second = house.shipment(order, first.lines[0].sales_order_line_id, "1")
    await accounting.deliver("inventory.shipments.v1", second, repeat=2)
    *_, last = await accounting.published(InvoiceIssued, since=since)
    assert (last.shipment_id, last.net_amount.value, list(last.charges)) == (second.shipment_id, "9.99", [])
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/invoices/{first.invoice_id}")).json()
        credit = (await client.get(f"/credit/{house.customer_id}")).json()
    assert [each["label"] for each in shown["charges"]] == ["Freight", "Minimum-Order"]
    assert credit["committed"] == "0.00"
    assert await broken(accounting) == []


async def test_charges_are_in_the_credit_that_the_order_takes(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    await accounting.deliver("sales.orders.v1", confirmed(house, charge("10.00")))
    assert await committed(house) == Decimal("132.00")


async def test_a_revision_changes_what_is_not_invoiced_of_the_charges(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    await house.receive("10", "6")
    kept, dropped, added = charge("10.00"), charge("5.00", rule="order-surcharge"), charge("3.00", rule="minimum-order")
    order = confirmed(house, kept, dropped)
    await accounting.deliver("sales.orders.v1", order)
    after = OrderConfirmed()
    after.CopyFrom(order)
    after.version = 2
    del after.charges[:]
    after.charges.extend([kept, added])
    revised = OrderRevised(order=after, sales_order_id=order.sales_order_id, revision_id=text_id(), revision=1)
    await accounting.deliver("sales.orders.v1", revised, repeat=2)
    assert await committed(house) == Decimal("135.60")
    since = await accounting.outbox_position()
    shipment = house.shipment(order.sales_order_id, order.lines[0].sales_order_line_id, "10")
    await accounting.deliver("inventory.shipments.v1", shipment)
    (invoice,) = await accounting.published(InvoiceIssued, since=since)
    assert sorted(each.net_amount.value for each in invoice.charges) == ["10.00", "3.00"]
    assert await broken(accounting) == []


def confirmed(house: House, *charges: Any) -> OrderConfirmed:
    """10 for 10.00."""
    line = SalesOrderLine(
        sales_order_line_id=text_id(), product_id=house.product_id, quantity=number("10"), unit_price=number("10"),
        tax_class="standard", description="Article",
    )  # fmt: skip
    return OrderConfirmed(
        sales_order_id=text_id(), number="SO-1", version=1, customer_id=house.customer_id, bill_to_id=house.customer_id,
        currency="EUR", ordered_on="2026-03-02", payment_days=30, lines=[line], charges=charges,
    )  # fmt: skip


async def committed(house: House) -> Decimal:
    async with house.accounting.client(*ALL) as client:
        return Decimal((await client.get(f"/credit/{house.customer_id}")).json()["committed"])
