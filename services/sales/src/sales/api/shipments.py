"""What left for customers and what is still to come, line by line: a portal user sees his own customer's."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Date, Select, Text, cast, func, literal, or_, select

from sales.domain.fulfilment import UNDER_WAY
from sales.domain.promise import PromiseReason
from sales.storage import fulfilments
from sales.storage.tables import delivery, sales_order, sales_order_line

router = APIRouter(tags=["shipments"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Words = Annotated[
    str, Query(max_length=60, description="Begin of a shipment's or an order's number, or the customer's own number.")
]

_SOME_DAY = date(9999, 12, 31)  # after all that is promised


class PackageOut(BaseModel):
    sscc: str = Field(description="On its label: 18 digits.")
    weight_kg: Decimal | None


class ShipmentOut(BaseModel):
    """Goods of an order that left together."""

    id: UUID
    number: str = Field(examples=["SH-2026-000042"])
    shipped_at: datetime
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_reference: str
    line_count: int
    packages: list[PackageOut] = Field(description="Empty where nobody packed here.")


class ShippedLineOut(BaseModel):
    order_line_id: UUID
    product_id: UUID
    sku: str
    description: str
    quantity: Decimal = Field(description="Stock units.")


class ShipmentDetailsOut(ShipmentOut):
    lines: list[ShippedLineOut]


class OwedLineOut(BaseModel):
    """What is still to come of a line. Quantities in stock units."""

    line_id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_reference: str
    product_id: UUID
    sku: str
    description: str
    quantity_owed: Decimal
    quantity_ready: Decimal = Field(description="Held for it: it can leave.")
    promised_on: date | None = Field(description="When all of it should leave; null while nobody knows.")
    promise_reason: PromiseReason | None


@router.get("/shipments", summary="What left for customers")
async def list_shipments(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    shipped_from: date | None = None,
    shipped_until: date | None = None,
    q: Words = "",
) -> Page[ShipmentOut]:
    day = cast(func.timezone("UTC", delivery.c.shipped_at), Date)
    statement = _shipments().where(*_own(caller, customer_id, delivery.c.customer_id), *_searched(q, delivery.c.number))
    if order_id is not None:
        statement = statement.where(delivery.c.sales_order_id == order_id)
    if shipped_from is not None:
        statement = statement.where(day >= shipped_from)
    if shipped_until is not None:
        statement = statement.where(day <= shipped_until)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"shipped_at": delivery.c.shipped_at, "number": delivery.c.number},
            key=delivery.c.shipment_id,
            convert=lambda row: ShipmentOut(**_members(dict(row))),
        )


@router.get("/shipments/{shipment_id}", summary="What left in a shipment")
async def get_shipment(caller: Reader, db: Db, shipment_id: UUID) -> ShipmentDetailsOut:
    async with db.read() as tx:
        rows = await tx.select(_shipments().where(delivery.c.shipment_id == shipment_id))
        if not rows:
            raise unknown("shipment", shipment_id)
        head = dict(rows[0])
        caller.require_customer(head["customer_id"])
        lines = await fulfilments.shipped_lines(tx, shipment_id)
    return ShipmentDetailsOut(**_members(head), lines=[ShippedLineOut(**line) for line in lines])


@router.get("/owed-lines", summary="What is still to come to customers, what is promised first")
async def list_owed_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    q: Words = "",
) -> Page[OwedLineOut]:
    line, order = sales_order_line.c, sales_order.c
    due = func.coalesce(cast(line.promise["on"].astext, Date), literal(_SOME_DAY)).label("promised_on")
    statement = (
        select(
            line.id.label("line_id"),
            line.sales_order_id.label("order_id"),
            order.number.label("order_number"),
            order.customer_id,
            order.customer_reference,
            line.product_id,
            line.sku,
            line.description,
            (line.quantity - line.shipped).label("quantity_owed"),
            line.reserved.label("quantity_ready"),
            cast(line.promise["reason"].astext, Text).label("promise_reason"),
            due,
        )
        .join(sales_order, order.id == line.sales_order_id)
        .where(
            order.status.in_(sorted(status.value for status in UNDER_WAY)),
            line.quantity > line.shipped,
            *_own(caller, customer_id, order.customer_id),
            *_searched(q, line.sku),
        )
    )
    if order_id is not None:
        statement = statement.where(line.sales_order_id == order_id)
    owed = statement.subquery("owed")
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(owed),
            paging,
            sortable={"promised_on": owed.c.promised_on},
            key=owed.c.line_id,
            convert=lambda row: _owed(dict(row)),
        )


def _owed(row: dict[str, Any]) -> OwedLineOut:
    members = {name: row[name] for name in OwedLineOut.model_fields}
    return OwedLineOut(**{**members, "promised_on": None if row["promised_on"] == _SOME_DAY else row["promised_on"]})


def _own(caller: Principal, customer_id: UUID | None, of: ColumnElement[UUID]) -> list[ColumnElement[bool]]:
    if caller.customer_id is not None:
        caller.require_customer(customer_id or caller.customer_id)
        return [of == UUID(caller.customer_id)]
    return [] if customer_id is None else [of == customer_id]


def _searched(asked: str, number: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    if not asked:
        return []
    ours = (each.startswith(asked.upper(), autoescape=True) for each in (number, sales_order.c.number))
    return [or_(*ours, sales_order.c.customer_reference == asked)]


def _shipments() -> Select[Any]:
    return select(
        delivery.c.shipment_id,
        delivery.c.number,
        delivery.c.shipped_at,
        delivery.c.contents,
        sales_order.c.id.label("order_id"),
        sales_order.c.number.label("order_number"),
        delivery.c.customer_id,
        sales_order.c.customer_reference,
        func.jsonb_array_length(delivery.c.contents["lines"]).label("line_count"),
    ).join(sales_order, sales_order.c.id == delivery.c.sales_order_id)


def _members(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ShipmentOut.model_fields if name in row}
    return {**named, "id": row["shipment_id"], "packages": row["contents"]["packages"]}
