"""Orders that sales has put on hold keep their stock, and stay."""

from datetime import UTC, datetime
from typing import Any

from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderHeld, OrderReleased
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import time_out

from services.inventory.tests import factories as make

WHEN = time_out(datetime(2026, 3, 2, tzinfo=UTC))


def held(order: pb.ReserveStockRequest, cause: str = "credit-overdue") -> OrderHeld:
    return OrderHeld(
        sales_order_id=order.order_id, number="SO-1", cause=cause, explanation="20.00 is overdue.", occurred_at=WHEN
    )


def released(order: pb.ReserveStockRequest) -> OrderReleased:
    return OrderReleased(sales_order_id=order.order_id, occurred_at=WHEN)


async def wave(
    inventory: ServiceUnderTest, *orders: pb.ReserveStockRequest, status: int = 201, **more: Any
) -> dict[str, Any]:
    body = {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id for order in orders], **more}
    return await make.posted(inventory, "/waves", body, status=status)


def picks(found: dict[str, Any]) -> dict[str, Any]:
    names = ("quantity", "location")
    return {"lines": [{"task_id": task["id"], **{name: task[name] for name in names}} for task in found["tasks"]]}


async def test_an_order_on_hold_is_neither_picked_nor_shipped_until_it_is_released(
    inventory: ServiceUnderTest, warehouse: None
) -> None:
    product = await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "4"))
    await inventory.deliver(make.SALES, held(order, "credit-limit"), held(order), repeat=2)
    since = await inventory.outbox_position()
    picked = await wave(inventory, order, status=409)
    shipped = await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id}, status=409)
    for refused in (picked, shipped):
        assert refused["type"].endswith("/order-on-hold")
        assert (refused["cause"], refused["number"]) == ("credit-overdue", order.order_number)
        assert "20.00 is overdue." in refused["detail"]
    assert await make.stock(inventory, product) == (10, 4, 0)
    assert await inventory.published(ShipmentPosted, since=since) == []
    await inventory.deliver(make.SALES, released(order), repeat=2)
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    assert await make.stock(inventory, product) == (6, 0, 0)


async def test_a_wave_of_what_is_next_leaves_out_who_is_on_hold(inventory: ServiceUnderTest, warehouse: None) -> None:
    code = f"W{str(new_id())[-8:]}"
    await make.posted(inventory, "/warehouses", {"code": code, "name": "Alone"})
    product = await make.product(inventory)
    line = {"product_id": str(product), "quantity": "10", "unit_cost": "1"}
    await make.posted(inventory, "/opening-stock", {"warehouse": code, "lines": [line]})
    stopped, free = (make.asked((product, "3")) for _ in range(2))
    for order in (stopped, free):
        order.warehouse = code
        await make.reserve(inventory, order)
        await inventory.deliver(make.SALES, make.confirmed(order))
    await inventory.deliver(make.SALES, held(stopped))
    found = await make.posted(inventory, "/waves", {"warehouse": code})
    assert {task["sales_order_id"] for task in found["tasks"]} == {free.order_id}
    both = await make.posted(
        inventory, "/waves", {"warehouse": code, "sales_order_ids": [stopped.order_id, free.order_id]}, status=409
    )
    assert [each["order_id"] for each in both["orders"]] == [stopped.order_id]


async def test_a_hold_that_comes_while_somebody_picks_or_packs_stops_him(
    inventory: ServiceUnderTest, warehouse: None
) -> None:
    product = await make.product(inventory, "10")
    order = await make.firm(inventory, (product, "4"))
    found = await wave(inventory, order)
    path = f"/waves/{found['id']}/picks"
    await inventory.deliver(make.SALES, held(order))
    assert (await make.posted(inventory, path, picks(found), status=409))["type"].endswith("/order-on-hold")
    await inventory.deliver(make.SALES, released(order))
    await make.posted(inventory, path, picks(found), status=200)
    lines = [{"sales_order_line_id": order.lines[0].order_line_id, "quantity": "4"}]
    package = await make.posted(inventory, "/packages", {"sales_order_id": order.order_id, "lines": lines})
    await make.posted(inventory, f"/packages/{package['id']}/close", {"weight_kg": "1"}, status=200)
    await inventory.deliver(make.SALES, held(order))
    body = {"sales_order_id": order.order_id}
    refused = await make.posted(inventory, "/shipments/packed", body, status=409)
    assert refused["type"].endswith("/order-on-hold")
    await inventory.deliver(make.SALES, released(order))
    await make.posted(inventory, "/shipments/packed", body)


async def test_a_hold_ends_with_its_order_and_may_come_before_it(inventory: ServiceUnderTest, warehouse: None) -> None:
    product = await make.product(inventory, "10")
    early = make.asked((product, "4"))
    await inventory.deliver(make.SALES, held(early))
    await make.reserve(inventory, early)
    await inventory.deliver(make.SALES, make.confirmed(early))
    refused = await make.posted(inventory, "/shipments", {"sales_order_id": early.order_id}, status=409)
    assert refused["type"].endswith("/order-on-hold")
    await inventory.deliver(make.SALES, OrderCancelled(sales_order_id=early.order_id))
    closed = await make.posted(inventory, "/shipments", {"sales_order_id": early.order_id}, status=409)
    assert closed["type"].endswith("/order-is-closed")
    assert await make.stock(inventory, product) == (10, 0, 0)
