"""Stock, orders and events with sensible values; a test states only what it is about."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.catalog.v1 import product_pb2
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderLine, PurchaseOrderPlaced
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, SalesOrderLine
from inventory.domain.lot import Tracking
from inventory.rpc.inventory import InventoryServicer
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out, time_out

WAREHOUSE = "LYON"
AISLE = ("P-01", "P-02", "P-03")  # from the door to the back
PURCHASES = "purchasing.orders.v1"
SALES = "sales.orders.v1"
ALL = ("inventory.picks.write", "inventory.allocations.write",
    "inventory.stock.read", "inventory.warehouses.write", "inventory.opening.write", "inventory.adjustments.write",
    "inventory.transfers.write", "inventory.movements.reverse", "inventory.receipts.write", "inventory.shipments.write",
    "inventory.movement-rules.write", "inventory.counts.read", "inventory.counts.write", "inventory.counts.expected.read",
    "inventory.approvals.read", "inventory.count-rules.write", "inventory.claims.write",
    "inventory.inspections.write", "inventory.lots.write", "inventory.returns.write", "inventory.replenishment.write",
    "inventory.drop-shipments.write",
)  # fmt: skip


async def posted(inventory: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    """What the service answers."""
    async with inventory.client(*ALL) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def listed(inventory: ServiceUnderTest, path: str, **params: Any) -> list[dict[str, Any]]:
    async with inventory.client(*ALL) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def product(
    inventory: ServiceUnderTest, on_hand: str | None = None, *, decimals: int = 0, tracking: Tracking = Tracking.NONE
) -> UUID:
    """A known product, with so much opening stock."""
    id_ = new_id()
    message = ProductChanged(
        product_id=str(id_),
        version=1,
        sku=f"SKU-{id_}",
        name_fr="Vis",
        stock_uom="PCE",
        quantity_decimals=decimals,
        tracking=product_pb2.Tracking.Value(f"TRACKING_{tracking.name}"),
        packagings=[
            product_pb2.Packaging(code=code, uom="C62", numerator=pieces, denominator=1)
            for code, pieces in (("EACH", 1), ("BOX12", 12))
        ],
    )
    await inventory.deliver("catalog.products.v1", message)
    if on_hand:
        line = {"product_id": str(id_), "quantity": on_hand, "unit_cost": "2.50"}
        await posted(inventory, "/opening-stock", {"warehouse": WAREHOUSE, "lines": [line]})
    return id_


async def stock(inventory: ServiceUnderTest, product_id: UUID) -> tuple[int, int, int]:
    """(on hand, reserved, incoming)."""
    rows = await listed(inventory, "/stock", product_id=product_id)
    return tuple(int(rows[0][name]) for name in ("on_hand", "reserved", "incoming")) if rows else (0, 0, 0)  # type: ignore[return-value]


def placed(product_id: UUID, quantity: str, **changes: Any) -> PurchaseOrderPlaced:
    line = PurchaseOrderLine(
        purchase_order_line_id=str(new_id()), product_id=str(product_id), quantity=decimal_out(Decimal(quantity))
    )
    values = {
        "purchase_order_id": str(new_id()),
        "number": "PO-1",
        "supplier_id": str(new_id()),
        "warehouse": WAREHOUSE,
        "lines": [line],
        "over_receipt_rate": decimal_out(Decimal("0.1")),
    }
    return PurchaseOrderPlaced(**{**values, **changes})


def receipt(order: PurchaseOrderPlaced, quantity: str, **changes: Any) -> dict[str, Any]:
    line = {"purchase_order_line_id": order.lines[0].purchase_order_line_id, "quantity": quantity}
    return {"purchase_order_id": order.purchase_order_id, "lines": [line], **changes}


def asked(*lines: tuple[UUID, str], backorder: bool = False, hold_seconds: int = 900) -> pb.ReserveStockRequest:
    return pb.ReserveStockRequest(
        order_id=str(new_id()),
        order_number="SO-1",
        customer_id=str(new_id()),
        warehouse=WAREHOUSE,
        lines=[
            pb.ReserveLine(
                order_line_id=str(new_id()), product_id=str(product_id), quantity=decimal_out(Decimal(quantity))
            )
            for product_id, quantity in lines
        ],
        shortage_policy=pb.SHORTAGE_POLICY_BACKORDER if backorder else pb.SHORTAGE_POLICY_REFUSE,
        hold_seconds=hold_seconds,
    )


async def reserve(inventory: ServiceUnderTest, request: pb.ReserveStockRequest) -> list[tuple[int, int]]:
    """(reserved, backordered) of each line."""
    answer = await InventoryServicer(inventory.database).ReserveStock(request, None)
    return [(int(decimal_in(line.reserved)), int(decimal_in(line.backordered))) for line in answer.lines]


def confirmed(request: pb.ReserveStockRequest) -> OrderConfirmed:
    """The order of that hold became firm."""
    return OrderConfirmed(
        sales_order_id=request.order_id,
        number=request.order_number,
        customer_id=request.customer_id,
        warehouse=request.warehouse,
        lines=[
            SalesOrderLine(
                sales_order_line_id=line.order_line_id,
                product_id=line.product_id,
                quantity=line.quantity,
                is_drop_shipped=line.is_drop_shipped,
            )
            for line in request.lines
        ],
        occurred_at=time_out(datetime(2026, 3, 2, tzinfo=UTC)),
    )


async def firm(inventory: ServiceUnderTest, *lines: tuple[UUID, str]) -> pb.ReserveStockRequest:
    """A confirmed order that takes what is there and waits for the rest."""
    request = asked(*lines, backorder=True)
    await reserve(inventory, request)
    await inventory.deliver(SALES, confirmed(request))
    return request
