"""Sales orders that change while their goods are held, picked or gone."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderRevised, SalesOrderLine
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.reservation import AskedLine, HeldLine, refit, serve
from inventory.rpc.inventory import InventoryServicer
from kit.consumer import NotYet
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out

from services.inventory.tests import factories as make


def revised(
    order: pb.ReserveStockRequest, revision: int, *quantities: str, added: tuple[UUID, str] | None = None, id_: str = ""
) -> OrderRevised:
    """The order with these quantities; a line of "0" is no part of it."""
    message = OrderRevised(
        order=make.confirmed(order),
        sales_order_id=order.order_id,
        revision_id=id_ or str(new_id()),
        revision=revision,
    )
    wanted = [
        SalesOrderLine(sales_order_line_id=line.order_line_id, product_id=line.product_id, quantity=number(quantity))
        for line, quantity in zip(order.lines, quantities, strict=True)
        if quantity != "0"
    ]
    if added:
        wanted.append(
            SalesOrderLine(sales_order_line_id=str(new_id()), product_id=str(added[0]), quantity=number(added[1]))
        )
    del message.order.lines[:]
    message.order.lines.extend(wanted)
    return message


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


async def lines(inventory: ServiceUnderTest, order: pb.ReserveStockRequest) -> list[tuple[int, int, int]]:
    """(quantity, reserved, shipped) of each line."""
    answer = await InventoryServicer(inventory.database).ReadReservation(
        pb.ReadReservationRequest(order_id=order.order_id), None
    )
    return [
        (int(decimal_in(line.quantity)), int(decimal_in(line.reserved)), int(decimal_in(line.shipped)))
        for line in answer.lines
    ]


async def test_what_a_revision_adds_comes_from_what_was_held_for_it(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "5"))
    more = make.asked((product, "3"))
    await make.reserve(inventory, more)
    waiting = await make.firm(inventory, (product, "6"))
    assert await lines(inventory, waiting) == [(6, 2, 0)]
    since = await inventory.outbox_position()
    await inventory.deliver(make.SALES, revised(order, 1, "8", id_=more.order_id), repeat=2)
    assert await lines(inventory, order) == [(8, 8, 0)]
    assert await lines(inventory, waiting) == [(6, 2, 0)]
    assert await make.stock(inventory, product) == (10, 10, 0)
    told = await inventory.published(ReservationChanged, since=since)
    assert [decimal_in(event.lines[0].quantity_reserved) for event in told] == [Decimal(8)]


async def test_what_is_not_wanted_any_more_goes_to_those_who_wait(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory, "10"), await make.product(inventory, "4")
    order = await make.firm(inventory, (product, "9"), (other, "2"))
    waiting = await make.firm(inventory, (product, "6"))
    await inventory.deliver(make.SALES, revised(order, 1, "5", "0", added=(other, "7")))
    assert await lines(inventory, order) == [(5, 5, 0), (0, 0, 0), (7, 4, 0)]
    assert await lines(inventory, waiting) == [(6, 5, 0)]
    assert (await make.stock(inventory, product), await make.stock(inventory, other)) == ((10, 10, 0), (4, 4, 0))


async def test_an_older_revision_and_one_of_a_cancelled_order_change_nothing(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "5"))
    await inventory.deliver(make.SALES, revised(order, 2, "6"), revised(order, 1, "2"))
    assert await lines(inventory, order) == [(6, 6, 0)]
    await inventory.deliver(make.SALES, OrderCancelled(sales_order_id=order.order_id), revised(order, 3, "9"))
    assert await make.stock(inventory, product) == (10, 0, 0)
    with pytest.raises(NotYet):
        await inventory.deliver(make.SALES, revised(make.asked((product, "5")), 1, "6"))


async def test_what_left_while_the_order_shrank_stays_and_a_done_order_takes_more(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "6"))
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    await inventory.deliver(make.SALES, revised(order, 1, "4"))
    assert await lines(inventory, order) == [(6, 0, 6)]
    await inventory.deliver(make.SALES, revised(order, 2, "8"))
    assert await lines(inventory, order) == [(8, 2, 6)]
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    assert await make.stock(inventory, product) == (2, 0, 0)


async def test_picked_goods_stay_with_the_order_and_open_picks_are_planned_anew(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory, "10"), await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "6"), (other, "4"))
    body = {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id]}
    wave = await make.posted(inventory, "/waves", body)
    picks = [
        {"task_id": task["id"], "quantity": "6", "location": task["location"]}
        for task in wave["tasks"]
        if task["quantity"] == "6"
    ]
    await make.posted(inventory, f"/waves/{wave['id']}/picks", {"lines": picks}, status=200)
    await inventory.deliver(make.SALES, revised(order, 1, "3", "1"))
    assert await lines(inventory, order) == [(6, 6, 0), (1, 1, 0)]
    assert (await make.stock(inventory, product), await make.stock(inventory, other)) == ((10, 6, 0), (10, 1, 0))
    again = await make.posted(inventory, "/waves", body)
    assert [task["quantity"] for task in again["tasks"]] == ["1"]


held_lines = st.builds(
    lambda shipped, picked, held, waits: HeldLine(
        new_id(),
        UUID(int=1),
        Decimal(shipped + picked + held + waits),
        Decimal(picked + held),
        Decimal(shipped),
        Decimal(picked),
    ),
    *(st.integers(0, 9) for _ in range(4)),
)


@given(st.lists(st.tuples(held_lines, st.integers(0, 30)), max_size=5), st.integers(0, 30), st.integers(0, 60))
def test_a_revised_hold_keeps_what_left_and_takes_no_more_than_is_free(
    wishes: list[tuple[HeldLine, int]], new: int, free: int
) -> None:
    asked = [AskedLine(line.order_line_id, line.product_id, Decimal(wish)) for line, wish in wishes if wish]
    asked.append(AskedLine(new_id(), UUID(int=1), Decimal(new)))
    before = [line for line, _ in wishes]
    kept = refit(before, asked)
    after = serve(kept, {UUID(int=1): Decimal(free)})
    for was, line in zip(before, after, strict=False):
        assert (line.shipped, line.picked) == (was.shipped, was.picked)
        assert line.picked <= line.reserved <= line.quantity - line.shipped
    gained = sum(line.reserved for line in after) - sum(line.reserved for line in kept)
    assert gained == min(Decimal(free), sum(line.backordered for line in kept))
