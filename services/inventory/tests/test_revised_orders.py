"""Purchase orders that change while their goods are on the way."""

from decimal import Decimal
from typing import Any

from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderLine, PurchaseOrderPlaced, PurchaseOrderRevised
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out

from services.inventory.tests import factories as make


def revised(order: PurchaseOrderPlaced, revision: int, *lines: PurchaseOrderLine) -> PurchaseOrderRevised:
    return PurchaseOrderRevised(
        purchase_order_id=order.purchase_order_id,
        number=order.number,
        revision=revision,
        supplier_id=order.supplier_id,
        warehouse=order.warehouse,
        over_receipt_rate=order.over_receipt_rate,
        lines=lines,
    )


def line(order: PurchaseOrderPlaced, quantity: str, cancelled: str = "0", **more: Any) -> PurchaseOrderLine:
    (first,) = order.lines
    return PurchaseOrderLine(
        purchase_order_line_id=first.purchase_order_line_id,
        product_id=first.product_id,
        quantity=decimal_out(Decimal(quantity)),
        cancelled=decimal_out(Decimal(cancelled)),
        **more,
    )


async def test_what_is_incoming_follows_the_last_revision_whatever_came(inventory: ServiceUnderTest) -> None:
    product, other = await make.product(inventory), await make.product(inventory)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    added = PurchaseOrderLine(
        purchase_order_line_id=str(new_id()), product_id=str(other), quantity=decimal_out(Decimal(3))
    )
    second = revised(order, 2, line(order, "12"), added)
    await inventory.deliver(make.PURCHASES, second)
    await inventory.deliver(make.PURCHASES, revised(order, 1, line(order, "7")))
    assert (await make.stock(inventory, product), await make.stock(inventory, other)) == ((0, 0, 12), (0, 0, 3))
    await make.posted(inventory, "/receipts", make.receipt(order, "4"))
    await inventory.deliver(make.PURCHASES, revised(order, 3, line(order, "12", "5"), added))
    await inventory.deliver(make.PURCHASES, second)
    assert await make.stock(inventory, product) == (4, 0, 3)
    expected = await make.listed(inventory, "/expected-receipts", purchase_order_id=order.purchase_order_id)
    assert {each["outstanding"] for each in expected} == {"3"}
    await inventory.deliver(make.PURCHASES, revised(order, 4, line(order, "12", "8"), added))
    assert await make.stock(inventory, product) == (4, 0, 0)


async def test_a_line_has_its_own_tolerances_and_lets_a_small_rest_go(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "100")
    rates = {"over_receipt_rate": decimal_out(Decimal(0)), "under_receipt_rate": decimal_out(Decimal("0.02"))}
    (first,) = order.lines
    first.over_receipt_rate.CopyFrom(rates["over_receipt_rate"])
    first.under_receipt_rate.CopyFrom(rates["under_receipt_rate"])
    await inventory.deliver(make.PURCHASES, order)
    over = await make.posted(inventory, "/receipts", make.receipt(order, "101"), status=409)
    assert over["limit"] == "100"
    await make.posted(inventory, "/receipts", make.receipt(order, "97"))
    assert await make.stock(inventory, product) == (97, 0, 3)
    since = await inventory.outbox_position()
    await make.posted(inventory, "/receipts", make.receipt(order, "1"))
    assert await make.stock(inventory, product) == (98, 0, 0)
    (told,) = await inventory.published(ReceiptPosted, since=since)
    assert [decimal_in(each.quantity) for each in told.rest_cancelled_lines] == [Decimal(2)]
