"""A small wholesaler told to accounting by events; a test states only what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import CostingMethod, ProductChanged
from comptoir.common.v1.decimal_pb2 import Money
from comptoir.inventory.v1.movement_pb2 import LocationKind, MovementPosted, MovementReason
from comptoir.inventory.v1.shipment_pb2 import ShipmentLine, ShipmentPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderLine, PurchaseOrderPlaced
from comptoir.sales.v1.sales_order_pb2 import OrderCharge, OrderConfirmed, SalesOrderLine
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out

INSIDE, SUPPLIER, CUSTOMER, COUNT, OPENING = (
    LocationKind.LOCATION_KIND_INTERNAL,
    LocationKind.LOCATION_KIND_SUPPLIER,
    LocationKind.LOCATION_KIND_CUSTOMER,
    LocationKind.LOCATION_KIND_ADJUSTMENT,
    LocationKind.LOCATION_KIND_OPENING,
)
_PLACES = {
    "receipt": (SUPPLIER, INSIDE),
    "shipment": (INSIDE, CUSTOMER),
    "gain": (COUNT, INSIDE),
    "loss": (INSIDE, COUNT),
    "opening": (OPENING, INSIDE),
    "return": (CUSTOMER, INSIDE),
    "to-supplier": (INSIDE, SUPPLIER),
    "transfer": (INSIDE, LocationKind.LOCATION_KIND_TRANSIT),
}
_REASONS = {
    "receipt": MovementReason.MOVEMENT_REASON_RECEIPT,
    "shipment": MovementReason.MOVEMENT_REASON_SHIPMENT,
    "gain": MovementReason.MOVEMENT_REASON_ADJUSTMENT,
    "loss": MovementReason.MOVEMENT_REASON_ADJUSTMENT,
    "opening": MovementReason.MOVEMENT_REASON_OPENING,
    "return": MovementReason.MOVEMENT_REASON_CUSTOMER_RETURN,
    "to-supplier": MovementReason.MOVEMENT_REASON_SUPPLIER_RETURN,
    "transfer": MovementReason.MOVEMENT_REASON_TRANSFER,
}


def text_id() -> str:
    return str(new_id())


def number(value: str | int | Decimal) -> Any:
    return decimal_out(Decimal(value))


def charge(amount: str, *, rule: str = "freight", tax_class: str = "standard") -> OrderCharge:
    """What an order is charged with on top of its goods."""
    return OrderCharge(
        sales_order_charge_id=text_id(), rule=rule, label=rule.title(), amount=number(amount), tax_class=tax_class
    )


@dataclass
class House:
    """One product, one supplier, one customer, in a world of their own."""

    accounting: ServiceUnderTest
    method: str = "fifo"
    product_id: str = field(default_factory=text_id)
    supplier_id: str = field(default_factory=text_id)
    customer_id: str = field(default_factory=text_id)
    last_movement: str = ""

    async def open(self, *, credit_limit: str | None = None) -> "House":
        await self.cost_by(self.method)
        partners = [
            PartnerChanged(
                partner_id=self.supplier_id, version=1, code="S", name="Supplier", is_supplier=True, payment_days=30
            ),
            PartnerChanged(
                partner_id=self.customer_id,
                version=1,
                code="C",
                name="Customer",
                is_customer=True,
                payment_days=30,
                credit_limit=None if credit_limit is None else number(credit_limit),
            ),
        ]
        await self.accounting.deliver("catalog.partners.v1", *partners)
        return self

    async def limit_is(self, credit_limit: str, *, version: int) -> None:
        """Catalog says how much the customer may owe."""
        changed = PartnerChanged(
            partner_id=self.customer_id, version=version, code="C", name="Customer", is_customer=True, payment_days=30,
            credit_limit=number(credit_limit),
        )  # fmt: skip
        await self.accounting.deliver("catalog.partners.v1", changed)

    async def cost_by(self, method: str, *, version: int = 1) -> None:
        """Catalog says how the product is costed."""
        costing = CostingMethod.Value(f"COSTING_METHOD_{method.upper()}")
        product = ProductChanged(
            product_id=self.product_id, version=version, sku="SKU", name_fr="Article", costing_method=costing
        )
        await self.accounting.deliver("catalog.products.v1", product)

    async def order(self, price: str, quantity: str = "1000", currency: str = "EUR") -> str:
        line_id = text_id()
        line = PurchaseOrderLine(
            purchase_order_line_id=line_id,
            product_id=self.product_id,
            quantity=number(quantity),
            unit_price=number(price),
        )
        placed = PurchaseOrderPlaced(
            purchase_order_id=text_id(), number="PO-1", supplier_id=self.supplier_id, currency=currency, lines=[line]
        )
        await self.accounting.deliver("purchasing.orders.v1", placed)
        return line_id

    def movement(
        self,
        kind: str,
        quantity: str,
        *,
        line_id: str = "",
        reverses: str = "",
        returns: str = "",
        passes_on: str = "",
        day: str = "2026-03-02",
        unit_cost: str = "",
        lot: str = "",
        warehouse: str = "",
        to_warehouse: str = "",
    ) -> Any:
        source, destination = _PLACES[kind]
        if reverses:
            source, destination = destination, source
        self.last_movement = text_id()
        return MovementPosted(
            movement_id=self.last_movement,
            product_id=self.product_id,
            quantity=number(quantity),
            source_kind=source,
            destination_kind=destination,
            reason=_REASONS[kind],
            lot=lot,
            source_warehouse=warehouse,
            destination_warehouse=to_warehouse or warehouse,
            document_id=text_id(),
            document_number="DOC-1",
            document_line_id=text_id(),
            order_line_id=line_id,
            reverses_movement_id=reverses,
            returns_movement_id=returns,
            passes_on_movement_id=passes_on,
            occurred_at=time_out(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)),
            opening_unit_cost=Money(amount=number(unit_cost), currency="EUR") if unit_cost else None,
        )

    async def move(self, kind: str, quantity: str, **details: str) -> str:
        await self.accounting.deliver("inventory.stock-movements.v1", self.movement(kind, quantity, **details))
        return self.last_movement

    async def receive(self, quantity: str, price: str) -> tuple[str, str]:
        """(movement, receipt) of goods received at a price."""
        movement = self.movement("receipt", quantity, line_id=await self.order(price, quantity))
        await self.accounting.deliver("inventory.stock-movements.v1", movement)
        return movement.movement_id, movement.document_id

    async def sell(
        self,
        quantity: str,
        price: str,
        *,
        order_id: str | None = None,
        day: str = "2026-03-02",
        tax_class: str = "standard",
        payment_terms: Any = None,
        charges: Sequence[OrderCharge] = (),
        currency: str = "EUR",
        exchange_rate: str = "",
    ) -> tuple[str, str]:
        """(order, shipment) of goods confirmed and shipped."""
        order_id, line_id = order_id or text_id(), text_id()
        line = SalesOrderLine(
            sales_order_line_id=line_id, product_id=self.product_id, quantity=number(quantity), unit_price=number(price),
            tax_class=tax_class, description="Article",
        )  # fmt: skip
        confirmed = OrderConfirmed(
            sales_order_id=order_id, number="SO-1", version=1, customer_id=self.customer_id, bill_to_id=self.customer_id,
            currency=currency, ordered_on=day, payment_days=30, lines=[line],
            payment_terms=payment_terms, charges=charges, exchange_rate=number(exchange_rate) if exchange_rate else None,
        )  # fmt: skip
        await self.accounting.deliver("sales.orders.v1", confirmed)
        movement_id = await self.move("shipment", quantity, line_id=line_id, day=day)
        shipment = self.shipment(order_id, line_id, quantity, day=day, movement_id=movement_id)
        await self.accounting.deliver("inventory.shipments.v1", shipment)
        return order_id, shipment.shipment_id

    def shipment(
        self, order_id: str, line_id: str, quantity: str, *, day: str = "2026-03-02", movement_id: str | None = None
    ) -> ShipmentPosted:
        """Goods of an order left; their movement is told apart."""
        line = ShipmentLine(
            shipment_line_id=text_id(), sales_order_line_id=line_id, product_id=self.product_id,
            quantity=number(quantity), movement_id=movement_id or text_id(),
        )  # fmt: skip
        return ShipmentPosted(
            shipment_id=text_id(), number="SH-1", sales_order_id=order_id, customer_id=self.customer_id, lines=[line],
            occurred_at=time_out(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)),
        )  # fmt: skip

    async def value(self) -> tuple[str, str]:
        """(quantity, value) as the API tells."""
        async with self.accounting.client("accounting.valuation.read") as client:
            items = (await client.get("/valuation", params={"product_id": self.product_id})).json()["items"]
        return format(Decimal(items[0]["quantity"]).normalize(), "f"), items[0]["value"]

    async def costs(self) -> list[str]:
        """Amounts of this product's movements as published, in order."""
        published = await self.accounting.published(MovementValued)
        return [event.amount.value for event in published if event.product_id == self.product_id]

    async def revaluations(self) -> list[StockRevalued]:
        published = await self.accounting.published(StockRevalued)
        return [event for event in published if event.product_id == self.product_id]


async def broken(accounting: ServiceUnderTest) -> list[Any]:
    """Invariants that do not hold."""
    async with accounting.client("accounting.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    return [check for check in checks if not check["ok"]]
