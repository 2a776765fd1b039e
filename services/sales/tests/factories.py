"""Customers, products, orders and events with sensible values; a test states only what it is about."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued, InvoiceLine
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductChanged, ProductStatus
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged, ReservedLine
from comptoir.inventory.v1.shipment_pb2 import ShipmentLine, ShipmentPosted
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from sales.domain.basket import Basket, BasketLine, drafted
from sales.domain.charge import PricedBasket, QuotedCharge
from sales.domain.margin import PricedLine, PriceStep
from sales.domain.order import NOBODY, SalesOrder, Shortage, Terms, confirmed

from services.sales.tests.fakes import World, judge

SHIPMENTS = "inventory.shipments.v1"
INVOICES = "accounting.invoices.v1"
SELLER = (
    "sales.orders.read", "sales.orders.write", "sales.orders.confirm", "sales.orders.quote", "sales.prices.set",
    "sales.returns.read", "sales.returns.write", "sales.disputes.settle",
)  # fmt: skip
OFFERING = ("sales.offers.read", "sales.offers.write", "sales.offers.answer", "sales.prices.set")
MANAGER = ("sales.orders.read", "sales.margins.approve", "sales.returns.approve", "sales.approvals.read")
FINANCE = ("sales.orders.read", "sales.credit.release", "sales.approvals.read")
HEAD_OF_FINANCE = ("sales.orders.read", "sales.large-credit.release", "sales.approvals.read")


@dataclass
class House:
    """Sales with its peers."""

    sales: ServiceUnderTest
    world: World

    async def product(self, *, price: str = "10", cost: str | None = "6", free: str = "1000000", **changes: Any) -> str:
        """A product that everybody knows."""
        id_ = new_id()
        values = {
            "product_id": str(id_),
            "version": 1,
            "sku": f"SKU-{id_}",
            "name_fr": "Vis",
            "name_en": "Screw",
            "status": ProductStatus.PRODUCT_STATUS_ACTIVE,
            "tax_class": "standard",
            "packagings": [Packaging(code="BOX12", numerator=12, denominator=1)],
        }
        await self.sales.deliver("catalog.products.v1", ProductChanged(**{**values, **changes}))
        self.world.pricing.prices[id_] = Decimal(price)
        self.world.pricing.costs[id_] = None if cost is None else Decimal(cost)
        self.world.stock.free[id_] = Decimal(free)
        return str(id_)

    async def customer(self, *, limit: str | None = None, **changes: Any) -> str:
        id_ = str(new_id())
        values = {
            "partner_id": id_,
            "version": 1,
            "code": f"C-{id_}",
            "name": "Quincaillerie",
            "is_customer": True,
            "is_active": True,
            "channel": "field",
            "salesperson": "S1",
            "segment": "shop",
            "currency": "EUR",
            "language": "fr",
            "payment_days": 30,
        }
        await self.sales.deliver("catalog.partners.v1", PartnerChanged(**{**values, **changes}))
        if limit is not None:
            self.world.credit.limits[UUID(id_)] = Decimal(limit)
        return id_

    async def rate(self, currency: str, rate: str, on: date | None = None) -> None:
        """What one of the company's currency buys."""
        day = on or datetime.now(UTC).date()
        message = ExchangeRateSet(currency=currency, rate=number(rate), valid_on=day.isoformat(), source="ecb")
        await self.sales.deliver("accounting.exchange-rates.v1", message)

    def charge(self, customer_id: str, amount: str, *, below: str | None = None, rule: str = "freight") -> None:
        """What his orders are charged with, below so much if not always."""
        quoted = QuotedCharge(rule, f"{rule}-1", "Carriage", "Port", Decimal(amount))
        charges = self.world.pricing.charges.setdefault(UUID(customer_id), [])
        charges.append((quoted, None if below is None else Decimal(below)))

    async def body(self, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Of an order by a known customer."""
        return {
            "customer_id": changes.pop("customer_id", None) or await self.customer(),
            "warehouse": "LYON",
            "lines": list(lines) or [line(await self.product())],
            **changes,
        }

    async def post(
        self,
        path: str,
        body: dict[str, Any],
        status: int = 200,
        *,
        who: tuple[str, ...] = SELLER,
        key: str | None = None,
        **claims: Any,
    ) -> dict[str, Any]:
        """What the service answers to a seller, unless told otherwise."""
        async with self.sales.client(*who, **{"roles": ["sales"], **claims}) as client:
            answer = await client.post(path, json=body, headers={} if key is None else {"Idempotency-Key": key})
        return _checked(answer, status)

    async def get(
        self, path: str, status: int = 200, /, *, who: tuple[str, ...] = SELLER, **params: Any
    ) -> dict[str, Any]:
        async with self.sales.client(*who) as client:
            return _checked(await client.get(path, params=params), status)

    async def place(self, *lines: dict[str, Any], status: int = 201, **changes: Any) -> dict[str, Any]:
        return await self.post("/orders/place", await self.body(*lines, **changes), status)

    async def draft(self, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
        return await self.post("/orders", await self.body(*lines, **changes), 201)

    async def order(self, id_: str) -> dict[str, Any]:
        return await self.get(f"/orders/{id_}")

    async def offer(self, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
        return await self.post("/offers", await self.body(*lines, **changes), 201, who=OFFERING, sub="seller")

    async def send(self, offer: dict[str, Any]) -> dict[str, Any]:
        return await self.post(f"/offers/{offer['offer_id']}/send", {}, who=OFFERING, sub="seller")

    async def request_of_offer(self, offer: dict[str, Any]) -> dict[str, Any]:
        """The open request for an offer's newest edition."""
        async with self.sales.database.read() as tx:
            id_ = await tx.fetchval(
                "SELECT id FROM offer WHERE offer_id = $1 ORDER BY edition DESC", UUID(offer["offer_id"])
            )
        return await self.request(str(id_))

    async def age(self, offer: dict[str, Any], *, days: int) -> None:
        """As if the offer's last day had been so many days earlier."""
        async with self.sales.database.transaction() as tx:
            await tx.execute("ALTER TABLE offer DISABLE TRIGGER offer_sent")
            await tx.execute(
                "UPDATE offer SET valid_until = valid_until - $2::int WHERE offer_id = $1",
                UUID(offer["offer_id"]),
                days,
            )
            await tx.execute("ALTER TABLE offer ENABLE TRIGGER offer_sent")

    async def request(self, order_id: str) -> dict[str, Any]:
        """The open request for an order."""
        listed = await self.get("/approvals", who=MANAGER, document_id=order_id)
        (found,) = listed["items"]
        result: dict[str, Any] = found
        return result

    async def decide(
        self, request_id: str, what: str, status: int = 200, *, who: tuple[str, ...] = MANAGER, **claims: Any
    ) -> dict[str, Any]:
        claims = {"sub": "manager", **claims}
        return await self.post(f"/approvals/{request_id}/{what}", {"comment": "Seen."}, status, who=who, **claims)


def _checked(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


def slug(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


def line(product_id: str, quantity: str = "5", **changes: Any) -> dict[str, Any]:
    return {"product_id": product_id, "quantity": quantity, **changes}


def in_days(days: int) -> str:
    """An instant to come."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def number(value: str | Decimal) -> Any:
    return decimal_out(Decimal(value))


def shipment(order: dict[str, Any], *quantities: str, **changes: Any) -> ShipmentPosted:
    values = {
        "shipment_id": str(new_id()),
        "number": "SH-1",
        "sales_order_id": order["id"],
        "lines": [
            ShipmentLine(
                shipment_line_id=str(new_id()),
                sales_order_line_id=each["id"],
                product_id=each["product_id"],
                movement_id=str(new_id()),
                quantity=number(quantity),
            )
            for each, quantity in zip(order["lines"], quantities, strict=True)
            if quantity != "0"
        ],
        "occurred_at": time_out(datetime(2026, 3, 2, tzinfo=UTC)),
    }
    return ShipmentPosted(**{**values, **changes})


def invoice(order: dict[str, Any], *quantities: str) -> InvoiceIssued:
    return InvoiceIssued(
        invoice_id=str(new_id()),
        number="F-1",
        sales_order_id=order["id"],
        customer_id=order.get("customer_id") or str(new_id()),
        issued_on="2026-03-02",
        gross_amount=number("12.00"),
        lines=[
            InvoiceLine(
                invoice_line_id=str(new_id()),
                shipment_line_id=str(new_id()),
                sales_order_line_id=each["id"],
                product_id=each["product_id"],
                movement_id=str(new_id()),
                quantity=number(quantity),
                unit_price=number(each["unit_price"]),
            )
            for each, quantity in zip(order["lines"], quantities, strict=True)
            if quantity != "0"
        ],
    )


def billed(order: dict[str, Any], shipment: ShipmentPosted) -> InvoiceIssued:
    """The invoice of a shipment, at the order's prices."""
    prices = {each["id"]: each["unit_price"] for each in order["lines"]}
    return InvoiceIssued(
        invoice_id=str(new_id()),
        number="F-1",
        sales_order_id=order["id"],
        customer_id=order["customer_id"],
        issued_on="2026-03-02",
        gross_amount=number("12.00"),
        lines=[
            InvoiceLine(
                invoice_line_id=str(new_id()),
                shipment_line_id=line.shipment_line_id,
                sales_order_line_id=line.sales_order_line_id,
                product_id=line.product_id,
                movement_id=line.movement_id,
                quantity=line.quantity,
                unit_price=number(prices[line.sales_order_line_id]),
            )
            for line in shipment.lines
        ],
    )


def reservation(order: dict[str, Any], *held: tuple[str, str]) -> ReservationChanged:
    """(reserved, backordered) of each line."""
    return ReservationChanged(
        sales_order_id=order["id"],
        lines=[
            ReservedLine(
                sales_order_line_id=each["id"],
                quantity_reserved=number(reserved),
                quantity_backordered=number(missing),
            )
            for each, (reserved, missing) in zip(order["lines"], held, strict=True)
        ],
    )


def order(
    *lines: tuple[UUID, str], id_: UUID | None = None, price: str = "10", cost: str | None = "6", **terms: Any
) -> SalesOrder:
    """An order in memory: (product, quantity) lines at one price."""
    customer_id = new_id()
    usual = Terms(
        customer_id, customer_id, "S1", "field", "shop", 30, "EUR", "LYON", date(2026, 3, 2), "", Shortage.REFUSE
    )
    decision = judge(Decimal(price), None if cost is None else Decimal(cost))
    priced = PricedLine((PriceStep("list-price", "1", "List price", Decimal(price)),), decision)
    asked = lines or ((new_id(), "5"),)
    basket = Basket(
        replace(usual, **terms),
        tuple(
            BasketLine(product, "SKU", "Vis", "standard", None, Decimal(quantity), Decimal(quantity), None)
            for product, quantity in asked
        ),
    )
    return drafted(id_ or new_id(), "SO-1", basket, PricedBasket([priced] * len(basket.lines)), NOBODY)


def firm(order: SalesOrder) -> SalesOrder:
    """The order once it is firm and holds all of it."""
    held = {line.id: (line.quantity, Decimal(0)) for line in order.lines}
    return confirmed(order, order.net, held)
