"""Sums by day are what the facts come to, in whatever order these came."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from comptoir.accounting.v1.payment_pb2 import PAYMENT_DIRECTION_RECEIVED, PaymentMatch, PaymentRecorded
from comptoir.inventory.v1.shipment_pb2 import ShipmentLine, ShipmentPosted
from comptoir.sales.v1.sales_order_pb2 import OrderClosed, OrderConfirmed, OrderRevised, SalesOrderLine
from google.protobuf.message import Message
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from reporting.storage import day_totals

from services.reporting.tests import factories as make

_EVERYTHING = {
    day_totals.ORDERS: "SELECT id FROM sales_order UNION SELECT sales_order_id FROM shipment",
    day_totals.LINES: "SELECT invoice_line_id FROM margin_line",
    day_totals.DOCUMENTS: "SELECT document_id FROM receivable_entry",
}
_ISSUES = "SELECT 'issue-costs', posted_on, sum(amount), count(*) FROM cost_entry GROUP BY posted_on"
_SUMS = " SELECT figure, day, sum(numerator), sum(denominator) FROM part GROUP BY 1, 2"
Sums = dict[tuple[str, Any], tuple[Decimal, int]]


async def kept(reporting: ServiceUnderTest) -> Sums:
    async with reporting.database.read() as tx:
        rows = await tx.fetch("SELECT figure, day, numerator, denominator FROM day_total")
    return {(figure, day): (amount, count) for figure, day, amount, count in rows if amount or count}


async def reckoned(reporting: ServiceUnderTest) -> Sums:
    """Of all facts at once."""
    found: Sums = {}
    async with reporting.database.read() as tx:
        found_in = [
            *[await tx.fetch(of + _SUMS, [row[0] for row in await tx.fetch(ids)]) for of, ids in _EVERYTHING.items()],
            await tx.fetch(_ISSUES),
        ]
        for rows in found_in:
            found |= {(figure, day): (amount, count) for figure, day, amount, count in rows if amount or count}
    return found


@pytest.mark.parametrize("order", [each for n, each in enumerate(permutations(range(6))) if n % 71 == 0])
async def test_sums_follow_facts_in_any_order(reporting: ServiceUnderTest, order: tuple[int, ...]) -> None:
    """Ordered for the 3rd: 10 at 2. 4 leave on the 3rd, 5 on the 6th; the last is given up on the 9th."""
    item, movement = make.text_id(), make.text_id()
    line = SalesOrderLine(
        sales_order_line_id=make.text_id(), product_id=item, quantity=decimal_out(Decimal(10)),
        unit_price=decimal_out(Decimal(2)), promised_on="2026-06-03",
    )  # fmt: skip
    placed = OrderConfirmed(
        sales_order_id=make.text_id(), number="SO-1", customer_id=make.text_id(), ordered_on="2026-06-01", lines=[line]
    )
    revised = OrderConfirmed.FromString(placed.SerializeToString())
    revised.lines[0].set_by_hand = True
    sold = make.invoice(make.line(movement, product_id=item, net="18"), issued_on="2026-06-06")
    sold.due_on = "2026-07-06"
    paid = PaymentRecorded(
        payment_id=make.text_id(), direction=PAYMENT_DIRECTION_RECEIVED, paid_on="2026-07-09",
        matches=[PaymentMatch(document_id=sold.invoice_id, amount=decimal_out(Decimal(18)))],
    )  # fmt: skip
    facts: list[tuple[str, list[Message]]] = [
        ("inventory.shipments.v1", [_left(placed, "4", 3), _left(placed, "5", 6)]),
        ("sales.orders.v1", [placed, OrderRevised(order=revised)]),
        ("sales.orders.v1", [placed, OrderClosed(sales_order_id=placed.sales_order_id, occurred_at=_at(9))]),
        ("accounting.invoices.v1", [sold]),
        ("accounting.valuations.v1", [make.issue(movement, product_id=item, cost="9")]),
        ("accounting.payments.v1", [paid]),
    ]
    before = await kept(reporting)
    for position in order:
        topic, messages = facts[position]
        await reporting.deliver(topic, *messages, repeat=2)
    after = await kept(reporting)
    assert after == await reckoned(reporting)
    changes = {
        key: value[0] - before.get(key, (Decimal(0), 0))[0]
        for key, value in after.items()
        if key[0] in ("backorders", "invoice-costs") and value != before.get(key)
    }
    late = {(figure, day.day): amount for (figure, day), amount in changes.items()}
    assert late == {("backorders", 4): 12, ("backorders", 6): -10, ("backorders", 9): -2, ("invoice-costs", 6): 9}


def _at(day: int) -> Any:
    return time_out(datetime(2026, 6, day, 12, tzinfo=UTC))


def _left(order: OrderConfirmed, quantity: str, day: int) -> ShipmentPosted:
    line = ShipmentLine(
        shipment_line_id=make.text_id(), sales_order_line_id=order.lines[0].sales_order_line_id,
        product_id=order.lines[0].product_id, quantity=decimal_out(Decimal(quantity)),
    )  # fmt: skip
    return ShipmentPosted(
        shipment_id=make.text_id(), sales_order_id=order.sales_order_id, lines=[line], occurred_at=_at(day)
    )
