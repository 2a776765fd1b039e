"""What the people of a run share: the platform, the documents, what is done already, and what was worth noting."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from wholesaler.answers import Approval, Closed, Document, Nothing, Order, Purchase
from wholesaler.client import Gateway, Role
from wholesaler.dataset import DataSet, Invoice
from wholesaler.errors import TooSlow
from wholesaler.identity import command_key

M = TypeVar("M", bound=BaseModel)

PURCHASING = "/api/purchasing/v1"
INVENTORY = "/api/inventory/v1"
SALES = "/api/sales/v1"
PRICING = "/api/pricing/v1"
CATALOG = "/api/catalog/v1"
ACCOUNTING = "/api/accounting/v1"
REPORTING = "/api/reporting/v1"


@dataclass(slots=True)
class Known:
    """What the platform has already: a run continues from there and keeps no notes of its own."""

    purchase_orders: dict[UUID, str] = field(default_factory=dict)  # with their status
    receipts: set[UUID] = field(default_factory=set)
    bills: set[UUID] = field(default_factory=set)
    sales_orders: dict[UUID, str] = field(default_factory=dict)
    shipments: set[UUID] = field(default_factory=set)
    payments: set[UUID] = field(default_factory=set)
    months_closed: set[date] = field(default_factory=set)  # by their first day

    @classmethod
    async def read(cls, gateway: Gateway) -> "Known":
        """Every document of ours that is there, whoever put it there."""

        async def listed(role: Role, path: str, item: type[M]) -> list[M]:
            return [each async for each in gateway.pages(role, path, item)]

        purchase_orders, receipts, bills, sales_orders, shipments, payments = await asyncio.gather(
            listed(Role.BUYER, f"{PURCHASING}/purchase-orders", Purchase),
            listed(Role.WAREHOUSE, f"{INVENTORY}/receipts", Document),
            listed(Role.FINANCE, f"{ACCOUNTING}/bills", Document),
            listed(Role.SALES, f"{SALES}/orders", Order),
            listed(Role.WAREHOUSE, f"{INVENTORY}/shipments", Document),
            listed(Role.FINANCE, f"{ACCOUNTING}/payments", Document),
        )
        closings = await listed(Role.FINANCE, f"{ACCOUNTING}/closings", Closed)
        return cls(
            purchase_orders={order.id: order.status for order in purchase_orders},
            receipts={receipt.id for receipt in receipts},
            bills={bill.id for bill in bills},
            sales_orders={order.id: order.status for order in sales_orders},
            shipments={shipment.id for shipment in shipments},
            payments={payment.id for payment in payments},
            months_closed={closing.month for closing in closings},
        )


@dataclass(slots=True)
class Desk:
    gateway: Gateway
    data: DataSet
    known: Known
    currency: str
    step: Callable[[], None]  # a document is done
    done: Counter[str] = field(default_factory=Counter)  # by kind, in this run
    findings: Counter[str] = field(default_factory=Counter)
    purchases: dict[int, Purchase] = field(default_factory=dict)  # by the source's number, for their line ids
    held: set[int] = field(default_factory=set)  # orders whose every line has its stock
    waiting: dict[int, Invoice] = field(default_factory=dict)  # orders due that lack stock, by order
    late: set[int] = field(default_factory=set)  # orders that once were
    credit_locks: dict[UUID, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def count(self, kind: str) -> None:
        self.done[kind] += 1

    async def approve(self, role: Role, service: str, document_id: UUID, comment: str) -> None:
        """Decide on the open request for a document.

        Raises:
            TooSlow: there is no such request.
        """
        async for approval in self.gateway.pages(role, f"{service}/approvals", Approval):
            if approval.document_id == document_id:
                await self.gateway.post(
                    role,
                    f"{service}/approvals/{approval.id}/approve",
                    {"comment": comment},
                    Nothing,
                    key=command_key("approve", approval.id),
                )
                return
        raise TooSlow(f"{document_id} awaits approval, but {service}/approvals lists no request for it.")


async def all_of(work: Iterable[Coroutine[object, object, None]]) -> None:
    """Everything at once; the first failure ends the rest and is the one that is told."""
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
