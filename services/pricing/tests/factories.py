"""Products, customers, costs and prices with sensible values; a test states only what it is about."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.accounting.v1.valuation_pb2 import MovementValued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductChanged
from comptoir.pricing.v1 import pricing_service_pb2 as pb
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged
from comptoir.sales.v1.sales_order_pb2 import ClosedLine, OrderClosed, OrderConfirmed, SalesOrderLine
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest, received
from kit.wire import decimal_out, time_out

PRODUCTS = "catalog.products.v1"
PARTNERS = "catalog.partners.v1"
CUSTOMER_CODES = "catalog.customer-codes.v1"
SUPPLIER_PRICES = "purchasing.supplier-prices.v1"
ORDERS = "sales.orders.v1"
VALUATIONS = "accounting.valuations.v1"
MANAGER = (
    "pricing.prices.read", "pricing.prices.write", "pricing.rules.read", "pricing.rules.write", "pricing.quotes.read",
    "pricing.costs.read", "pricing.decisions.read", "pricing.contracts.read", "pricing.contracts.write",
    "pricing.limits.read", "pricing.limits.write", "pricing.simulations.read", "pricing.simulations.write",
)  # fmt: skip
TODAY = "2026-11-25"


async def product(pricing: ServiceUnderTest, *, cost: str | None = None, **changes: Any) -> str:
    """A known product, with its cost where one is given."""
    id_ = str(new_id())
    values = {
        "product_id": id_, "version": 1, "sku": f"SKU-{id_}", "name_fr": "Vis", "family_path": ["all", f"f-{id_}"],
    }  # fmt: skip
    await pricing.deliver(PRODUCTS, ProductChanged(**{**values, **changes}))
    if cost is not None:
        await pricing.deliver(VALUATIONS, valued(id_, cost))
    return id_


async def customer(pricing: ServiceUnderTest, **changes: Any) -> str:
    id_ = str(new_id())
    values = {"partner_id": id_, "version": 1, "code": "C1", "is_customer": True, "segment": f"segment-{id_[-4:]}"}
    await pricing.deliver(PARTNERS, PartnerChanged(**{**values, **changes}))
    return id_


def valued(product_id: str, unit_cost: str, quantity_after: str = "10") -> MovementValued:
    return MovementValued(
        movement_id=str(new_id()),
        product_id=product_id,
        unit_cost_after=decimal_out(Decimal(unit_cost)),
        quantity_after=decimal_out(Decimal(quantity_after)),
    )


async def told(pricing: ServiceUnderTest, *facts: tuple[Any, datetime], repeat: int = 1) -> None:
    """Accounting's facts in the order given, each published at its own time."""
    events = [received(VALUATIONS, message, published_at=at) for message, at in facts]
    await pricing.deliver_events([event for event in events for _ in range(repeat)])


def price(product_id: str, unit_price: str = "10.00", **changes: Any) -> dict[str, Any]:
    values = {"product_id": product_id, "unit_price": unit_price, "currency": "EUR", "effective_from": "2026-01-01"}
    return {**values, **changes}


async def posted(
    pricing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 200, **claims: Any
) -> dict[str, Any]:
    """What the service answers."""
    async with pricing.client(*MANAGER, **claims) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def prices(pricing: ServiceUnderTest, *each: dict[str, Any], status: int = 201) -> dict[str, Any]:
    return await posted(pricing, "/prices/bulk", {"prices": list(each)}, status)


async def got(pricing: ServiceUnderTest, path: str, status: int = 200, **params: Any) -> dict[str, Any]:
    async with pricing.client(*MANAGER) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def quoted(
    pricing: ServiceUnderTest, customer_id: str, *lines: tuple[str, str], **changes: Any
) -> dict[str, Any]:
    """The quote for (product, quantity) lines."""
    body = {
        "customer_id": customer_id,
        "priced_on": TODAY,
        "lines": [{"product_id": product_id, "quantity": quantity} for product_id, quantity in lines],
        **changes,
    }
    return await posted(pricing, "/quotes", body)


async def rule(pricing: ServiceUnderTest, approval: str, floor: str, **scope: Any) -> dict[str, Any]:
    async with pricing.client(*MANAGER) as client:
        answer = await client.put("/margin-rules", json={"approval_rate": approval, "floor_rate": floor, **scope})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def supplier_price(
    product_id: str, unit_price: str, *, from_quantity: str = "0", **changes: Any
) -> SupplierPriceChanged:
    values: dict[str, Any] = {
        "supplier_id": str(UUID(int=1)), "packaging_code": "EACH", "effective_from": "2026-01-01",
        "occurred_at": time_out(datetime(2026, 1, 1, tzinfo=UTC)),
    }  # fmt: skip
    return SupplierPriceChanged(
        product_id=product_id,
        unit_price=decimal_out(Decimal(unit_price)),
        from_quantity=decimal_out(Decimal(from_quantity)),
        **{**values, **changes},
    )


EACH = Packaging(code="EACH", numerator=1, denominator=1)


async def contract(
    pricing: ServiceUnderTest, customer_id: str, *lines: dict[str, Any], status: int = 200, **changes: Any
) -> dict[str, Any]:
    body = {
        "code": f"K-{new_id()}", "customer_id": customer_id, "name": "Frame contract", "currency": "EUR",
        "effective_from": "2026-01-01", "lines": list(lines), **changes,
    }  # fmt: skip
    async with pricing.client(*MANAGER) as client:
        answer = await client.put("/contracts", json=body)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


def order_confirmed(request: pb.DecideMarginRequest, *, ordered_on: str = TODAY) -> OrderConfirmed:
    """The order of a request, confirmed as it was judged."""
    return OrderConfirmed(
        sales_order_id=request.order_id,
        customer_id=request.customer_id,
        currency="EUR",
        ordered_on=ordered_on,
        lines=[
            SalesOrderLine(
                sales_order_line_id=line.order_line_id,
                product_id=line.product_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
            )
            for line in request.lines
        ],
    )


def order_closed(request: pb.DecideMarginRequest, *, shipped: str) -> OrderClosed:
    """The order of a request, closed with so much of its first line shipped."""
    line = ClosedLine(
        sales_order_line_id=request.lines[0].order_line_id, quantity_shipped=decimal_out(Decimal(shipped))
    )
    return OrderClosed(sales_order_id=request.order_id, reason="Out of season", lines=[line])


def quote_request(customer_id: str, *lines: tuple[str, str], **changes: Any) -> pb.QuoteLinesRequest:
    values = {"customer_id": customer_id, "channel": "field", "priced_on": TODAY, "currency": "EUR"}
    return pb.QuoteLinesRequest(
        **{**values, **changes},
        lines=[
            pb.QuoteLine(line_id=str(i), product_id=product_id, quantity=decimal_out(Decimal(quantity)))
            for i, (product_id, quantity) in enumerate(lines)
        ],
    )


def decide_request(
    customer_id: str, *lines: tuple[str, str], order_id: UUID | None = None, quantity: str = "3"
) -> pb.DecideMarginRequest:
    """(product, unit price) lines of an order."""
    return pb.DecideMarginRequest(
        order_id=str(order_id or new_id()),
        customer_id=customer_id,
        channel="field",
        lines=[
            pb.DecideLine(
                order_line_id=str(new_id()),
                product_id=product_id,
                quantity=decimal_out(Decimal(quantity)),
                unit_price=decimal_out(Decimal(unit_price)),
            )
            for product_id, unit_price in lines
        ],
    )
