"""Products, suppliers and orders with sensible values; a test states only what it is about."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductChanged, ProductStatus
from comptoir.inventory.v1.receipt_pb2 import ReceiptLine, ReceiptPosted
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out

from kit import clock

BUYER = ("purchasing.orders.read", "purchasing.orders.write", "purchasing.orders.submit")
FINANCE = ("purchasing.orders.read", "purchasing.orders.approve", "purchasing.approvals.read")
SOURCING = (
    *BUYER, "purchasing.prices.read", "purchasing.prices.write", "purchasing.requests.read", "purchasing.requests.write",
    "purchasing.requests.decide", "purchasing.rfqs.write",
)  # fmt: skip
RULES = ("purchasing.rules.read", "purchasing.rules.write")


async def product(purchasing: ServiceUnderTest, **changes: Any) -> str:
    id_ = str(new_id())
    values = {
        "product_id": id_,
        "version": 1,
        "sku": f"SKU-{id_}",
        "name_fr": "Vis",
        "status": ProductStatus.PRODUCT_STATUS_ACTIVE,
        "packagings": [
            Packaging(code="EACH", numerator=1, denominator=1),
            Packaging(code="BOX12", numerator=12, denominator=1),
            Packaging(code="HALF", numerator=1, denominator=2),
        ],
    }
    await purchasing.deliver("catalog.products.v1", ProductChanged(**{**values, **changes}))
    return id_


async def supplier(purchasing: ServiceUnderTest, **changes: Any) -> str:
    id_ = str(new_id())
    values = {"partner_id": id_, "version": 1, "code": "S1", "name": "Visserie", "is_supplier": True, "is_active": True}
    await purchasing.deliver("catalog.partners.v1", PartnerChanged(**{**values, **changes}))
    return id_


def line(product_id: str, quantity: str = "10", unit_price: str = "2.50", **changes: Any) -> dict[str, Any]:
    return {"product_id": product_id, "quantity": quantity, "unit_price": unit_price, **changes}


async def order(purchasing: ServiceUnderTest, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of an order by a known supplier."""
    return {
        "supplier_id": await supplier(purchasing),
        "currency": "EUR",
        "warehouse": "LYON",
        "lines": list(lines) or [line(await product(purchasing))],
        **changes,
    }


async def posted(
    purchasing: ServiceUnderTest,
    path: str,
    body: dict[str, Any],
    status: int = 200,
    who: tuple[str, ...] = BUYER,
    **claims: Any,
) -> dict[str, Any]:
    """What the service answers."""
    async with purchasing.client(*who, **claims) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def placed(purchasing: ServiceUnderTest, *lines: dict[str, Any]) -> dict[str, Any]:
    draft = await posted(purchasing, "/purchase-orders", await order(purchasing, *lines), 201)
    return await posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})


def receipt(of: dict[str, Any], *quantities: str, at: datetime | None = None) -> ReceiptPosted:
    return ReceiptPosted(
        receipt_id=str(new_id()),
        number="RE-1",
        purchase_order_id=of["id"],
        supplier_id=of["supplier_id"],
        warehouse=of["warehouse"],
        occurred_at=time_out(at or clock.now()),
        lines=[
            ReceiptLine(
                receipt_line_id=str(new_id()),
                purchase_order_line_id=each["id"],
                product_id=each["product_id"],
                quantity=decimal_out(Decimal(quantity)),
            )
            for each, quantity in zip(of["lines"], quantities, strict=True)
        ],
    )
