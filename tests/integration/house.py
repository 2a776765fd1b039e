"""A small house of business to tell stories with: one supplier, one customer, articles, a warehouse."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from kit.ids import new_id
from pydantic import BaseModel, ConfigDict
from wholesaler.answers import EventPositions
from wholesaler.client import Gateway, Role, not_known_yet

PASSWORD = "comptoir-demo"  # of the demo's users, as the one-machine run sets it by default
SERVICES = ("accounting", "catalog", "inventory", "pricing", "purchasing", "reporting", "sales")


class Answer(BaseModel):
    """Whatever the platform answers, by name."""

    model_config = ConfigDict(extra="allow")

    def __getitem__(self, name: str) -> Any:
        return (self.model_extra or {})[name]


@asynccontextmanager
async def gateway(
    url: str, faults: list[str], *, headers: Mapping[str, str] | None = None, in_flight: int = 64
) -> AsyncIterator[Gateway]:
    """The platform as its people reach it. `faults` gets every 5xx, also those that a repeat makes up for."""

    async def note(response: httpx.Response) -> None:
        if response.is_server_error:
            body = (await response.aread()).decode(errors="replace")
            faults.append(f"{response.status_code} {response.request.method} {response.request.url.path}: {body[:300]}")

    limits = httpx.Limits(max_connections=in_flight)
    async with httpx.AsyncClient(
        base_url=url, timeout=60, limits=limits, headers=headers, event_hooks={"response": [note]}
    ) as http:
        yield Gateway(http, password=PASSWORD, in_flight=in_flight, patience_s=90)


def decimal(*figures: str) -> list[Decimal]:
    """Expected figures, as a reader writes them."""
    return [Decimal(figure) for figure in figures]


def decimals(answer: Answer | Mapping[str, str], *names: str) -> list[Decimal]:
    """The figures of an answer by their names."""
    return [Decimal(answer[name]) for name in names]


@dataclass
class House:
    """Master data of its own, so that stories do not meet."""

    gateway: Gateway
    faults: list[str] = field(default_factory=list)  # every 5xx that a client of this house saw
    warehouse: str = field(default_factory=lambda: f"W{new_id().hex[-8:]}")
    supplier: UUID = field(default_factory=new_id)
    customer: UUID = field(default_factory=new_id)
    at: Mapping[str, str] = field(default_factory=dict)  # services asked elsewhere than at the gateway

    async def open(self, *, credit_limit: str | None = None) -> "House":
        """Partners, a family, the warehouse, the margin rule, tax and approval threshold."""
        await self.post(Role.ADMIN, "catalog/families", {"code": self.warehouse, "name": "Articles"})
        for id_, kind in ((self.supplier, "supplier"), (self.customer, "customer")):
            await self.post(Role.ADMIN, "catalog/partners", self._partner(id_, kind, credit_limit))
        await self.post(Role.WAREHOUSE, "inventory/warehouses", {"code": self.warehouse, "name": "Stories"})
        await self.put(Role.ADMIN, "purchasing/approval-rules", {"items": [{"above": "1000"}]})
        margin = {"family_code": self.warehouse, "approval_rate": "0.10", "floor_rate": "-0.10"}
        await self.put(Role.PRICING, "pricing/margin-rules", margin)
        tax = {"tax_class": "standard", "rate": "0.20", "effective_from": "2013-01-01"}
        await self.put(Role.FINANCE, "accounting/tax-rates", tax)
        return self

    def _partner(self, id_: UUID, kind: str, credit_limit: str | None) -> dict[str, object]:
        return {
            "id": str(id_),
            "code": f"{kind[0].upper()}{id_.hex[-8:]}",
            "name": f"The {kind}",
            "is_customer": kind == "customer",
            "is_supplier": kind == "supplier",
            "credit_limit": credit_limit if kind == "customer" else None,
            "currency": "EUR",
            "segment": "shops",
            "payment_days": 30,
        }

    async def article(
        self,
        *,
        price: str,
        stock: str = "0",
        cost: str = "1",
        method: str = "avco",
        substitutes: Sequence[UUID] = (),
    ) -> UUID:
        """An article at a list price, with so much of it in the warehouse at that cost."""
        id_ = await self.product(method=method, substitutes=substitutes)
        await self.price(id_, price)
        if Decimal(stock):
            await self.stock(id_, stock, cost=cost)
            await self.costed(id_)
        return id_

    async def product(self, id_: UUID | None = None, *, method: str = "avco", substitutes: Sequence[UUID] = ()) -> UUID:
        """An article in the catalogue; `substitutes` can be given instead, the best first."""
        id_ = id_ or new_id()
        product = {
            "id": str(id_),
            "sku": f"A-{id_.hex[-10:]}",
            "name_fr": "Article",
            "name_en": "Article",
            "family_code": self.warehouse,
            "status": "active",
            "stock_uom": "C62",
            "quantity_decimals": 0,
            "tax_class": "standard",
            "costing_method": method,
            "substitutes": [{"product_id": str(each)} for each in substitutes],
        }
        await self.post(Role.ADMIN, "catalog/products", product)
        return id_

    async def price(self, product: UUID, price: str) -> None:
        """Its price in the list."""
        line = {"product_id": str(product), "unit_price": price, "currency": "EUR", "effective_from": "2013-01-01"}
        await self.post(Role.PRICING, "pricing/prices/bulk", {"prices": [{**line, "scope": "list"}]})

    async def stock(self, product: UUID, quantity: str, *, cost: str) -> None:
        """Its stock of the eve."""
        line = {"product_id": str(product), "quantity": quantity, "unit_cost": cost}
        await self.post(Role.ADMIN, "inventory/opening-stock", {"warehouse": self.warehouse, "lines": [line]})

    async def found(self, product: UUID, quantity: str) -> None:
        """More of it than the books say."""
        line = {"product_id": str(product), "quantity_change": quantity}
        found = {"warehouse": self.warehouse, "reason": "Found behind the shelf", "lines": [line]}
        await self.post(Role.WAREHOUSE, "inventory/adjustments", found)

    async def costed(self, product: UUID) -> None:
        """Come back when pricing knows what it costs: without that, each of its sales needs an approval."""

        async def is_known() -> bool:
            return any(cost["product_id"] == str(product) for cost in await self.listed(Role.PRICING, "pricing/costs"))

        await self.until(is_known, "pricing knows the cost")

    def order(self, lines: Mapping[UUID, str], **changes: object) -> dict[str, object]:
        """The body of a sales order of the customer."""
        return {
            "id": str(new_id()),
            "customer_id": str(self.customer),
            "warehouse": self.warehouse,
            "channel": "field",
            "salesperson": "s1",
            "shortage": "backorder",
            "lines": [{"product_id": str(product), "quantity": quantity} for product, quantity in lines.items()],
            **changes,
        }

    async def place(self, lines: Mapping[UUID, str], **changes: object) -> Answer:
        """An order, placed and confirmed in one go."""
        return await self.post(Role.SALES, "sales/orders/place", self.order(lines, **changes))

    async def buy(self, product: UUID, quantity: str, *, price: str) -> None:
        """An order to the supplier that needs no approval, and its receipt."""
        line = {"product_id": str(product), "quantity": quantity, "unit_price": price}
        order = {"supplier_id": str(self.supplier), "currency": "EUR", "warehouse": self.warehouse, "lines": [line]}
        bought = await self.post(Role.BUYER, "purchasing/purchase-orders", order)
        await self.post(Role.BUYER, f"purchasing/purchase-orders/{bought['id']}/submit", {})
        received = {"purchase_order_line_id": bought["lines"][0]["id"], "quantity": quantity}
        receipt = {"purchase_order_id": bought["id"], "lines": [received]}
        await self.post(Role.WAREHOUSE, "inventory/receipts", receipt)

    async def sell(self, product: UUID, quantity: str) -> None:
        """An order of it, from placed to shipped and invoiced."""
        order = await self.place({product: quantity})
        assert order["status"] == "confirmed"
        await self.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})

        async def is_invoiced() -> bool:
            return bool((await self.get(Role.SALES, f"sales/orders/{order['id']}"))["status"] == "invoiced")

        await self.until(is_invoiced, f"order {order['id']} is invoiced")

    async def get(self, role: Role, path: str, **params: str) -> Answer:
        return await self.gateway.get(role, self._url(path), Answer, **params)

    async def listed(self, role: Role, path: str, **params: str) -> list[Answer]:
        return [row async for row in self.gateway.pages(role, self._url(path), Answer, **params)]

    async def post(
        self, role: Role, path: str, body: Mapping[str, object], *, key: str | None = None, version: int | None = None
    ) -> Answer:
        """A command with a key of its own; facts on their way between services are waited for."""
        key = key or str(new_id())
        return await self.gateway.post(
            role, self._url(path), body, Answer, key=key, version=version, waits_for=not_known_yet
        )

    async def put(self, role: Role, path: str, body: Mapping[str, object], *, version: int | None = None) -> None:
        await self.gateway.put(role, self._url(path), body, key=str(new_id()), version=version)

    async def until(self, claim: Any, what: str, *, patience_s: float | None = None) -> None:
        await self.gateway.until(claim, what, patience_s=patience_s)

    async def quiet(self) -> None:
        """Come back when no event is on its way."""
        before: list[EventPositions] = []

        async def is_quiet() -> bool:
            nonlocal before
            now = [
                await self.gateway.get(Role.ADMIN, f"/api/{service}/v1/event-positions", EventPositions)
                for service in SERVICES
            ]
            quiet = now == before and not any(each.outbox_rows for each in now) and _have_heard_the_same(now)
            before = now
            return quiet

        await self.until(is_quiet, "no event is on its way")

    def _url(self, path: str) -> str:
        service, _, rest = path.partition("/")
        return f"{self.at.get(service, '')}/api/{service}/v1/{rest}"


def _have_heard_the_same(services: list[EventPositions]) -> bool:
    """Whether nobody who listens to a topic is behind another who does."""
    positions = [
        {(each["topic"], each["partition"]): each["next_offset"] for each in service.positions} for service in services
    ]
    furthest: dict[tuple[str, int], int] = {}
    for heard in positions:
        for place, offset in heard.items():
            furthest[place] = max(offset, furthest.get(place, 0))
    return all(
        heard.get(place, 0) == offset
        for heard in positions
        for place, offset in furthest.items()
        if place[0] in {topic for topic, _ in heard}
    )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[House]:
    """A house of its own on a running platform."""
    faults: list[str] = []
    async with gateway(url, faults) as people:
        yield await House(people, faults).open()
