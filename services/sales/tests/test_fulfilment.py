"""What inventory and accounting tell: repeated and in any order, it ends in the same state."""

from datetime import timedelta
from typing import Any

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderClosed
from google.protobuf.message import Message
from kit.consumer import NotYet
from kit.ids import new_id
from kit.testing.services import received

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def firm(house: House, *quantities: str) -> dict[str, Any]:
    return await house.place(*[make.line(await house.product(), quantity) for quantity in quantities])


async def tell(house: House, *messages: Message, repeat: int = 2) -> None:
    for message in messages:
        topic = make.INVOICES if message.DESCRIPTOR.name == "InvoiceIssued" else make.SHIPMENTS
        await house.sales.deliver(topic, message, repeat=repeat)


def quantities(order: dict[str, Any], name: str) -> list[str]:
    return [line[f"quantity_{name}"] for line in order["lines"]]


async def test_an_order_is_shipped_in_parts_and_invoiced(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await firm(house, "10", "4")
    await tell(house, make.shipment(order, "6", "0"))
    partly = await house.order(order["id"])
    assert (partly["status"], quantities(partly, "reserved")) == ("partially-shipped", ["4", "4"])
    assert await house.sales.published(OrderClosed, since=since) == []
    await tell(house, make.invoice(order, "6", "0"), make.shipment(order, "4", "4"))
    assert (await house.order(order["id"]))["status"] == "shipped"
    await tell(house, make.invoice(order, "4", "4"))
    done = await house.order(order["id"])
    assert (done["status"], quantities(done, "invoiced")) == ("invoiced", ["10", "4"])
    assert ([each["number"] for each in done["shipments"]], len(done["invoices"])) == (["SH-1", "SH-1"], 2)
    assert [change["action"] for change in done["history"][:2]] == ["invoiced", "shipped"]
    assert [event.sales_order_id for event in await house.sales.published(OrderClosed, since=since)] == [order["id"]]


async def test_an_invoice_that_comes_before_its_shipment_counts(house: House) -> None:
    order = await firm(house, "5")
    await tell(house, make.invoice(order, "5"))
    assert (await house.order(order["id"]))["status"] == "confirmed"
    await tell(house, make.shipment(order, "5"))
    assert (await house.order(order["id"]))["status"] == "invoiced"


async def test_the_same_shipment_told_as_another_event_counts_once(house: House) -> None:
    order = await firm(house, "5")
    shipment = make.shipment(order, "2")
    await tell(house, shipment)
    await tell(house, shipment)
    assert quantities(await house.order(order["id"]), "shipped") == ["2"]


async def test_many_facts_of_many_orders_go_through_in_one_batch(house: House) -> None:
    orders = [await firm(house, "3", "3") for _ in range(4)]
    parts = [make.shipment(order, *part) for order in orders for part in (("1", "0"), ("2", "3"))]
    await house.sales.deliver(make.SHIPMENTS, *parts)
    await house.sales.deliver(make.INVOICES, *(make.invoice(order, "3", "3") for order in orders))
    for order in orders:
        assert (await house.order(order["id"]))["status"] == "invoiced"


async def test_backorders_are_told_when_they_are_served(house: House) -> None:
    order = await house.place(make.line(await house.product(free="3"), "5"), shortage="backorder")
    await tell(house, make.reservation(order, ("5", "0")))
    served = await house.order(order["id"])
    assert (quantities(served, "reserved"), quantities(served, "backordered")) == (["5"], ["0"])


async def test_the_rest_of_an_order_is_given_up(house: House) -> None:
    order = await firm(house, "10")
    await tell(house, make.shipment(order, "6"))
    since = await house.sales.outbox_position()
    late = await house.post(f"/orders/{order['id']}/cancel", {"reason": "x"}, 409)
    assert "Close it" in late["detail"]
    closed = await house.post(f"/orders/{order['id']}/close", {"reason": "Out of season"})
    assert (closed["status"], quantities(closed, "reserved")) == ("closed", ["0"])
    (told,) = await house.sales.published(OrderClosed, since=since)
    assert (told.reason, [line.quantity_shipped.value for line in told.lines]) == ("Out of season", ["6"])
    await tell(house, make.reservation(order, ("4", "0")), make.invoice(order, "6"))
    after = await house.order(order["id"])
    assert (after["status"], quantities(after, "reserved"), quantities(after, "invoiced")) == ("closed", ["0"], ["6"])


async def test_goods_that_left_while_the_order_was_cancelled_are_told(house: House) -> None:
    order = await firm(house, "10")
    await house.post(f"/orders/{order['id']}/cancel", {"reason": "x"})
    since = await house.sales.outbox_position()
    await tell(house, make.shipment(order, "4"))
    assert (await house.order(order["id"]))["status"] == "closed"
    await tell(house, make.shipment(order, "6"), make.invoice(order, "10"))
    assert (await house.order(order["id"]))["status"] == "invoiced"
    assert await house.sales.published(OrderClosed, since=since) == []


@pytest.mark.parametrize("fact", [make.shipment, make.invoice])
async def test_facts_of_an_order_that_is_not_firm_here_wait(house: House, fact: Any) -> None:
    draft = await house.draft()
    for order in (draft, {"id": str(new_id()), "lines": draft["lines"]}):
        with pytest.raises(NotYet):
            await tell(house, fact(order, "5"))


async def test_a_hold_of_an_order_about_to_be_firm_waits_and_one_that_never_was_is_passed_over(house: House) -> None:
    draft = await house.draft()
    changed = make.reservation(draft, ("2", "3"))
    with pytest.raises(NotYet):
        await tell(house, changed)
    old = received(make.SHIPMENTS, changed, published_at=clock.now() - timedelta(hours=1))
    await house.sales.deliver_events([old])
    assert quantities(await house.order(draft["id"]), "reserved") == ["0"]
