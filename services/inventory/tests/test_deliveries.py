"""How the goods of an order may leave: what was agreed keeps them here, by hand, in waves and in packages."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1.reservation_pb2 import PromisesChanged
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed, PurchaseOrderRevised
from comptoir.sales.v1 import sales_order_pb2
from comptoir.sales.v1.sales_order_pb2 import OrderDifference, OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.delivery import Delivery, DeliveryPolicy, check_leaving, kept_back
from inventory.domain.errors import DeliveryHeld
from inventory.domain.reservation import HeldLine
from inventory.rpc.inventory import InventoryServicer
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.inventory.tests import factories as make


async def ordered(
    inventory: ServiceUnderTest, policy: str, *lines: tuple[UUID, str], until: str = "", priority: int = 0
) -> pb.ReserveStockRequest:
    """A confirmed order that is to be delivered so."""
    request = make.asked(*lines, backorder=True)
    request.priority = priority
    await make.reserve(inventory, request)
    message = make.confirmed(request)
    message.delivery_policy = sales_order_pb2.DeliveryPolicy.Value(f"DELIVERY_POLICY_{policy}")
    message.consolidate_until = until
    message.priority = priority
    await inventory.deliver(make.SALES, message)
    return request


async def ship(
    inventory: ServiceUnderTest, order: pb.ReserveStockRequest, *quantities: str, status: int = 201
) -> dict[str, Any]:
    lines = [
        {"sales_order_line_id": line.order_line_id, "quantity": quantity}
        for line, quantity in zip(order.lines, quantities, strict=False)
        if quantity != "0"
    ]
    body = {"sales_order_id": order.order_id, **({"lines": lines} if lines else {})}
    return await make.posted(inventory, "/shipments", body, status)


def slug(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


async def wave(inventory: ServiceUnderTest, order: pb.ReserveStockRequest, status: int = 201) -> dict[str, Any]:
    body = {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id]}
    return await make.posted(inventory, "/waves", body, status)


async def test_a_complete_order_leaves_whole_or_not_at_all(inventory: ServiceUnderTest) -> None:
    there, short = await make.product(inventory, "10"), await make.product(inventory, "1")
    order = await ordered(inventory, "COMPLETE_ORDER", (there, "4"), (short, "3"))
    refused = await ship(inventory, order, status=409)
    assert (slug(refused), refused["policy"]) == ("delivery-held", "complete-order")
    assert slug(await wave(inventory, order, 409)) == "nothing-to-pick"
    line = {"product_id": str(short), "quantity": "2", "unit_cost": "1"}
    await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": [line]})
    assert slug(await ship(inventory, order, "4", "0", status=409)) == "delivery-held"
    shipped = await ship(inventory, order)
    assert [each["quantity"] for each in shipped["lines"]] == ["4", "3"]


async def test_a_complete_line_leaves_whole_while_another_waits(inventory: ServiceUnderTest) -> None:
    there, short = await make.product(inventory, "10"), await make.product(inventory, "1")
    order = await ordered(inventory, "COMPLETE_LINE", (there, "4"), (short, "3"))
    assert slug(await ship(inventory, order, "3", "0", status=409)) == "delivery-held"
    assert slug(await ship(inventory, order, "0", "1", status=409)) == "delivery-held"
    planned = await wave(inventory, order)
    assert [task["quantity"] for task in planned["tasks"]] == ["4"]
    shipped = await ship(inventory, order)
    assert [each["quantity"] for each in shipped["lines"]] == ["4"]


async def test_a_consolidated_order_waits_for_its_day(inventory: ServiceUnderTest) -> None:
    product, today = await make.product(inventory, "10"), clock.now().date()
    later = await ordered(inventory, "CONSOLIDATED", (product, "4"), until=(today + timedelta(days=1)).isoformat())
    due = await ordered(inventory, "CONSOLIDATED", (product, "2"), until=today.isoformat())
    assert slug(await ship(inventory, later, status=409)) == "delivery-held"
    assert slug(await wave(inventory, later, 409)) == "nothing-to-pick"
    await ship(inventory, due)
    revised = OrderRevised(
        order=make.confirmed(later), sales_order_id=later.order_id, revision_id=str(new_id()), revision=1
    )
    await inventory.deliver(make.SALES, revised)
    await ship(inventory, later)


async def test_packages_of_a_complete_order_leave_together(inventory: ServiceUnderTest) -> None:
    first, second = await make.product(inventory, "10"), await make.product(inventory, "10")
    order = await ordered(inventory, "COMPLETE_ORDER", (first, "4"), (second, "3"))
    planned = await wave(inventory, order)
    picks = [
        {"task_id": task["id"], "quantity": task["quantity"], "location": task["location"]} for task in planned["tasks"]
    ]
    await make.posted(inventory, f"/waves/{planned['id']}/picks", {"lines": picks}, 200)
    packages = []
    for line, quantity in zip(order.lines, ("4", "3"), strict=True):
        content = [{"sales_order_line_id": line.order_line_id, "quantity": quantity}]
        body = {"sales_order_id": order.order_id, "lines": content}
        package = await make.posted(inventory, "/packages", body)
        await make.posted(inventory, f"/packages/{package['id']}/close", {"weight_kg": "1"}, 200)
        packages.append(package["id"])
    path, body = "/shipments/packed", {"sales_order_id": order.order_id}
    assert slug(await make.posted(inventory, path, {**body, "package_ids": packages[:1]}, 409)) == "delivery-held"
    await make.posted(inventory, path, body)


async def test_priority_comes_with_the_order_and_changes_by_revision_only(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    usual = await ordered(inventory, "PARTIAL", (product, "4"))
    urgent = await ordered(inventory, "PARTIAL", (product, "4"), priority=5)

    async def served(quantity: str) -> list[int]:
        line = {"product_id": str(product), "quantity": quantity, "unit_cost": "1"}
        await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": [line]})
        return [(await make.reserve(inventory, order))[0][0] for order in (usual, urgent)]

    assert await served("1") == [0, 1]
    revised = OrderRevised(
        order=make.confirmed(usual), sales_order_id=usual.order_id, revision_id=str(new_id()), revision=1
    )
    revised.order.priority = 9
    await inventory.deliver(make.SALES, revised)
    assert await served("1") == [0, 2]
    revised.revision = 2
    revised.differences.append(OrderDifference(field="priority", before="0", after="9"))
    await inventory.deliver(make.SALES, revised)
    assert await served("1") == [1, 2]


held_lines = st.builds(
    lambda shipped, held, waits: HeldLine(
        new_id(), UUID(int=1), Decimal(shipped + held + waits), Decimal(held), Decimal(shipped)
    ),
    *(st.integers(0, 5) for _ in range(3)),
)


@given(st.lists(held_lines, min_size=1, max_size=4), st.sampled_from(DeliveryPolicy), st.booleans())
def test_what_is_not_kept_back_may_leave_whole(lines: list[HeldLine], policy: DeliveryPolicy, is_due: bool) -> None:
    today = clock.now().date()
    delivery = Delivery(policy, today if is_due else today + timedelta(days=1))
    kept = kept_back(delivery, lines, today)
    free = {line.order_line_id: line.reserved for line in lines if line.order_line_id not in kept}
    if any(free.values()):
        check_leaving("SO-1", delivery, lines, free, today)
    for line in lines:
        if line.order_line_id in kept and line.reserved:
            with pytest.raises(DeliveryHeld):
                check_leaving("SO-1", delivery, lines, {line.order_line_id: line.reserved}, today)


async def test_orders_are_promised_behind_those_that_are_served_before_them(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory), await make.product(inventory, "9")
    today = clock.now().date()
    days = [today - timedelta(days=1), today + timedelta(days=4)]
    for number, day, quantity in (("PO-A", days[0], "5"), ("PO-B", days[1], "10")):
        order = make.placed(product, quantity, number=number)
        order.lines[0].expected_on = day.isoformat()
        await inventory.deliver(make.PURCHASES, order)
    usual = await ordered(inventory, "PARTIAL", (product, "4"), (other, "1"))
    urgent = await ordered(inventory, "PARTIAL", (product, "3"), priority=5)
    late = await ordered(inventory, "PARTIAL", (product, "20"))
    orders = (usual, urgent, late)
    answer = await InventoryServicer(inventory.database).PromiseOrders(
        pb.PromiseOrdersRequest(order_ids=[order.order_id for order in orders]), None
    )
    found = {line.order_line_id: (line.promised_on, line.document_number, line.is_overdue) for line in answer.lines}
    assert found == {
        urgent.lines[0].order_line_id: (today.isoformat(), "PO-A", True),
        usual.lines[0].order_line_id: (days[1].isoformat(), "PO-B", False),
        late.lines[0].order_line_id: ("", "", False),
    }


async def test_who_waits_is_told_when_other_goods_are_on_the_way(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory), await make.product(inventory, "9")
    today = clock.now().date()
    waiting = await ordered(inventory, "PARTIAL", (product, "4"), (other, "1"))
    await ordered(inventory, "PARTIAL", (other, "1"))
    since = await inventory.outbox_position()

    async def told() -> list[tuple[str, list[tuple[str, str]]]]:
        events = await inventory.published(PromisesChanged, since=since)
        return [
            (event.sales_order_id, [(line.promised_on, line.document_number) for line in event.lines])
            for event in events
        ]

    order = make.placed(product, "5", number="PO-W")
    first, later = (today + timedelta(days=days) for days in (3, 9))
    order.lines[0].expected_on = first.isoformat()
    await inventory.deliver(make.PURCHASES, order, repeat=2)
    assert (await told())[-1] == (waiting.order_id, [(first.isoformat(), "PO-W")])
    revised = PurchaseOrderRevised(
        purchase_order_id=order.purchase_order_id, number=order.number, revision=1, supplier_id=order.supplier_id,
        warehouse=order.warehouse, over_receipt_rate=order.over_receipt_rate, lines=order.lines,
    )  # fmt: skip
    revised.lines[0].expected_on = later.isoformat()
    await inventory.deliver(make.PURCHASES, revised)
    assert (await told())[-1] == (waiting.order_id, [(later.isoformat(), "PO-W")])
    await inventory.deliver(make.PURCHASES, PurchaseOrderClosed(purchase_order_id=order.purchase_order_id))
    assert (await told())[-1] == (waiting.order_id, [("", "")])
