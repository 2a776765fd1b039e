"""Customers' orders that goods can leave for, those that should have left first."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.money import ZERO
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Date, Subquery, and_, cast, func, select

from inventory.domain.delivery import DeliveryPolicy
from inventory.storage.tables import reservation, reservation_line
from inventory.storage.tables_picking import pick_task, wave
from inventory.storage.tables_stops import order_stop

router = APIRouter(tags=["picking"])

Reader = Annotated[Principal, requires("inventory.stock.read")]


class OrderToShipOut(BaseModel):
    """An order of which something can leave or stands picked. Quantities in stock units, over all its lines."""

    sales_order_id: UUID
    number: str = Field(examples=["SO-2026-000042"])
    customer_id: UUID
    warehouse: str
    priority: int
    delivery: DeliveryPolicy
    consolidate_until: date | None = Field(description="It leaves together with others, not before this day.")
    due_on: date = Field(description="The first day on which a line is needed; else the day it was ordered.")
    lines: int = Field(description="Of which something has not left.")
    held: Decimal = Field(description="Held, and not picked.")
    picked: Decimal = Field(description="Stands in the shipping place.")
    backordered: Decimal = Field(description="Lacks stock.")
    stopped: str | None = Field(description="Why nobody may pick or ship it.")
    wave_id: UUID | None = Field(description="The open wave that picks it.")


def _to_ship() -> Subquery:
    line, order = reservation_line.c, reservation.c
    due = func.coalesce(func.min(line.needed_on), cast(order.created_at, Date))
    picking = (
        select(pick_task.c.wave_id)
        .join(wave, wave.c.id == pick_task.c.wave_id)
        .where(pick_task.c.order_id == order.order_id, pick_task.c.status == "open", wave.c.status == "open")
        .limit(1)
        .scalar_subquery()
    )
    stop = select(order_stop.c.explanation).where(order_stop.c.order_id == order.order_id).scalar_subquery()
    return (
        select(
            order.order_id.label("sales_order_id"), order.order_number.label("number"), order.customer_id,
            order.warehouse, order.priority, order.delivery, order.consolidate_until, due.label("due_on"),
            func.count().label("lines"), func.sum(line.reserved - line.picked).label("held"),
            func.sum(line.picked).label("picked"),
            func.sum(line.quantity - line.reserved - line.shipped).label("backordered"),
            stop.label("stopped"), picking.label("wave_id"),
        )
        .join(reservation_line, line.order_id == order.order_id)
        .where(
            and_(order.status == "held", order.is_firm, order.customer_id.is_not(None)),
            and_(line.shipped < line.quantity, ~line.is_drop_shipped),
        )
        .group_by(order.order_id)
        .having(func.sum(line.reserved) > ZERO)
        .subquery("to_ship")
    )  # fmt: skip


@router.get("/orders-to-ship", summary="Orders that hold goods; sorted by `due_on` those that are late come first")
async def list_orders_to_ship(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    customer_id: UUID | None = None,
    sales_order_id: UUID | None = None,
) -> Page[OrderToShipOut]:
    found = _to_ship()
    statement = select(found)
    for column, value in (
        (found.c.warehouse, warehouse),
        (found.c.customer_id, customer_id),
        (found.c.sales_order_id, sales_order_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={name: found.c[name] for name in ("due_on", "number", "priority")},
            key=found.c.sales_order_id,
            convert=lambda row: OrderToShipOut(**dict(row)),
        )
