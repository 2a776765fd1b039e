"""Lines that suppliers bring to customers themselves: no stock is theirs, and what is bought for them is nobody else's."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1.reservation_pb2 import PromisesChanged
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed, PurchaseOrderPlaced, PurchaseOrderRevised
from comptoir.sales.v1 import sales_order_pb2
from comptoir.sales.v1.sales_order_pb2 import OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.delivery import Delivery, DeliveryPolicy, check_leaving, kept_back
from inventory.domain.reservation import AskedLine, HeldLine, ShortagePolicy, hold, refit, serve
from inventory.rpc.inventory import InventoryServicer
from inventory.storage.replenishment import demands
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from kit import clock
from services.inventory.tests import factories as make

TODAY = clock.now().date()
IN_A_WEEK = TODAY + timedelta(days=7)
COMPLETE = sales_order_pb2.DELIVERY_POLICY_COMPLETE_ORDER


async def check_invariants(inventory: ServiceUnderTest) -> None:
    async with inventory.client("inventory.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert [check for check in checks if not check["ok"]] == []


async def ordered(
    inventory: ServiceUnderTest, product: UUID, dropped: str, *own: tuple[UUID, str], **changes: Any
) -> pb.ReserveStockRequest:
    """A firm order whose first line a supplier brings; the others come from here."""
    request = make.asked((product, dropped), *own)  # to be refused when short
    request.lines[0].is_drop_shipped = True
    await make.reserve(inventory, request)
    message = make.confirmed(request)
    for name, value in changes.items():
        setattr(message, name, value)
    await inventory.deliver(make.SALES, message)
    return request


def bought(order: pb.ReserveStockRequest, quantity: str, **changes: Any) -> PurchaseOrderPlaced:
    """A purchase order for the first line of that order."""
    message = make.placed(UUID(order.lines[0].product_id), quantity, **changes)
    message.lines[0].sales_order_line_id = order.lines[0].order_line_id
    message.lines[0].expected_on = IN_A_WEEK.isoformat()
    return message


async def proposed(inventory: ServiceUnderTest, order: PurchaseOrderPlaced) -> list[dict[str, Any]]:
    return await make.listed(inventory, "/drop-shipments/proposals", purchase_order_id=order.purchase_order_id)


def to_post(proposal: dict[str, Any]) -> dict[str, Any]:
    lines = [{name: line[name] for name in line if name != "product_id"} for line in proposal["lines"]]
    return {**{name: proposal[name] for name in ("sales_order_id", "purchase_order_id")}, "lines": lines}


async def held(inventory: ServiceUnderTest, order: pb.ReserveStockRequest) -> list[tuple[str, str]]:
    rows = await make.listed(inventory, "/reservations", sales_order_id=order.order_id)
    return [(row["quantity_reserved"], row["quantity_backordered"]) for row in rows]


async def test_a_drop_shipped_line_takes_no_stock_and_is_never_short(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory, "10"), await make.product(inventory, "3")
    order = await ordered(inventory, product, "4", (other, "3"))
    assert await held(inventory, order) == [("0", "4"), ("3", "0")]
    assert await make.stock(inventory, product) == (10, 0, 0)
    stranger = await make.firm(inventory, (product, "12"))
    await inventory.deliver(make.PURCHASES, more := make.placed(product, "5"))
    await make.posted(inventory, "/receipts", make.receipt(more, "5"))
    assert await held(inventory, stranger) == [("12", "0")]
    assert await held(inventory, order) == [("0", "4"), ("3", "0")]  # 3 are free, and stay so
    body = {"product_id": str(product), "warehouse": make.WAREHOUSE}
    seen = await make.posted(inventory, "/allocations/simulate", body, status=200)
    assert order.order_id not in str(seen)
    await check_invariants(inventory)


async def test_what_is_bought_for_it_comes_to_no_warehouse_and_is_promised_to_nobody_else(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product, "4")
    waiting = await make.firm(inventory, (product, "4"))
    servicer = InventoryServicer(inventory.database)
    asked = pb.PromiseOrdersRequest(order_ids=[order.order_id, waiting.order_id])
    before = await servicer.PromiseOrders(asked, None)
    assert {line.promised_on for line in before.lines} == {""}
    since = await inventory.outbox_position()
    await inventory.deliver(make.PURCHASES, placed := bought(order, "4"))
    assert await make.stock(inventory, product) == (0, 0, 0)
    (told,) = await inventory.published(PromisesChanged, since=since)
    assert (told.sales_order_id, told.lines[0].promised_on) == (order.order_id, IN_A_WEEK.isoformat())
    after = {line.order_line_id: line.promised_on for line in (await servicer.PromiseOrders(asked, None)).lines}
    assert after == {order.lines[0].order_line_id: IN_A_WEEK.isoformat(), waiting.lines[0].order_line_id: ""}
    closed = PurchaseOrderClosed(purchase_order_id=placed.purchase_order_id, reason="cancelled")
    await inventory.deliver(make.PURCHASES, closed)
    *_, told = await inventory.published(PromisesChanged, since=since)
    assert (told.sales_order_id, told.lines[0].promised_on) == (order.order_id, "")
    assert await proposed(inventory, placed) == []
    await check_invariants(inventory)


async def test_pairs_are_proposed_and_confirmed_as_they_are(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order = await ordered(inventory, product, "6")
    placed = bought(order, "4")
    second = bought(order, "12").lines[0]  # a box, of which the customer gets a part
    placed.lines.append(second)
    await inventory.deliver(make.PURCHASES, placed)
    (proposal,) = await proposed(inventory, placed)
    assert [line["quantity"] for line in proposal["lines"]] == ["4", "2"]
    assert (proposal["sales_order_number"], proposal["purchase_order_number"]) == ("SO-1", "PO-1")
    since = await inventory.outbox_position()
    async with inventory.client("inventory.stock.read", "inventory.shipments.write") as client:
        assert (await client.post("/drop-shipments", json=to_post(proposal))).status_code == 403
    assert not await inventory.published(ShipmentPosted, since=since)
    answer = await make.posted(inventory, "/drop-shipments", to_post(proposal))
    assert [line["quantity"] for line in answer["shipment"]["lines"]] == ["4", "2"]
    assert await proposed(inventory, placed) == []
    assert await make.stock(inventory, product) == (10, 0, 0)
    assert await held(inventory, order) == [("0", "0")]
    async with inventory.database.read() as tx:  # nobody took it from here: nothing is to be bought again
        assert await demands(tx, [product], TODAY, TODAY + timedelta(days=1)) == {}
    await check_invariants(inventory)


async def test_a_revised_purchase_order_proposes_what_is_left(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product, "6")
    await inventory.deliver(make.PURCHASES, placed := bought(order, "6"))
    lines = [*placed.lines]
    lines[0].cancelled.CopyFrom(decimal_out(Decimal(2)))
    message = PurchaseOrderRevised(
        purchase_order_id=placed.purchase_order_id, number="PO-1", revision=1, warehouse=make.WAREHOUSE, lines=lines,
        supplier_id=placed.supplier_id, over_receipt_rate=placed.over_receipt_rate,
    )  # fmt: skip
    await inventory.deliver(make.PURCHASES, message)
    ((line,),) = [proposal["lines"] for proposal in await proposed(inventory, placed)]
    assert line["quantity"] == "4"
    assert await make.stock(inventory, product) == (0, 0, 0)
    await check_invariants(inventory)


async def test_goods_that_come_here_all_the_same_are_stock_like_any_other(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product, "6")
    await inventory.deliver(make.PURCHASES, placed := bought(order, "6"))
    await make.posted(inventory, "/receipts", make.receipt(placed, "6"))
    assert await make.stock(inventory, product) == (6, 0, 0)
    assert await held(inventory, order) == [("0", "6")]
    await check_invariants(inventory)


async def test_a_complete_order_does_not_wait_for_what_the_supplier_brings(inventory: ServiceUnderTest) -> None:
    product, own = await make.product(inventory), await make.product(inventory, "3")
    order = await ordered(inventory, product, "6", (own, "3"), delivery_policy=COMPLETE)
    await make.posted(inventory, "/waves", {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id]})
    other = await ordered(inventory, product, "6", (await make.product(inventory, "2"), "2"), delivery_policy=COMPLETE)
    await make.posted(inventory, "/shipments", {"sales_order_id": other.order_id})
    await check_invariants(inventory)


async def test_a_line_stays_drop_shipped_when_its_order_is_revised(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order = await ordered(inventory, product, "4")
    message = OrderRevised(
        order=make.confirmed(order), sales_order_id=order.order_id, revision_id=str(new_id()), revision=1
    )
    message.order.lines[0].quantity.CopyFrom(decimal_out(Decimal(7)))
    added = message.order.lines.add()
    added.CopyFrom(message.order.lines[0])
    added.sales_order_line_id = str(new_id())
    message.order.requested_on = (TODAY + timedelta(days=90)).isoformat()
    await inventory.deliver(make.SALES, message)
    assert await held(inventory, order) == [("0", "7"), ("0", "7")]
    assert await make.stock(inventory, product) == (10, 0, 0)
    await check_invariants(inventory)


quantities = st.decimals(1, 50, places=0)


@given(st.lists(st.tuples(quantities, st.booleans()), min_size=1, max_size=6), st.decimals(0, 100, places=0))
def test_stock_goes_to_the_other_lines_as_if_drop_shipped_ones_were_not_there(
    wanted: list[tuple[Decimal, bool]], free: Decimal
) -> None:
    product = new_id()
    asked = [AskedLine(new_id(), product, quantity, dropped) for quantity, dropped in wanted]
    own = [line for line in asked if not line.is_drop_shipped]
    held_lines = hold(asked, {product: free}, ShortagePolicy.BACKORDER)
    assert [line for line in held_lines if not line.is_drop_shipped] == list(
        hold(own, {product: free}, ShortagePolicy.BACKORDER)
    )
    served = serve(refit(held_lines, asked), {product: free})
    assert all(line.reserved == 0 for line in (*held_lines, *served) if line.is_drop_shipped)
    if sum(line.quantity for line in own) <= free:
        hold(asked, {product: free}, ShortagePolicy.REFUSE)


def test_what_a_supplier_brings_keeps_nothing_back() -> None:
    own = HeldLine(new_id(), new_id(), Decimal(2), Decimal(2))
    dropped = HeldLine(new_id(), new_id(), Decimal(5), Decimal(0), is_drop_shipped=True)
    for policy in (DeliveryPolicy.COMPLETE_ORDER, DeliveryPolicy.COMPLETE_LINE, DeliveryPolicy.PARTIAL):
        assert not kept_back(Delivery(policy), [own, dropped], TODAY)
        check_leaving("SO-1", Delivery(policy), [own, dropped], {own.order_line_id: Decimal(2)}, TODAY)
