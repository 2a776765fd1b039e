"""What customers are sold that suppliers bring them, beside what is bought for it."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, func, select

from purchasing.storage.tables import product, purchase_order, purchase_order_line
from purchasing.storage.tables_drop_shipments import sold_line
from purchasing.storage.tables_sourcing import purchase_request_line

router = APIRouter(tags=["sourcing"])

Reader = Annotated[Principal, requires("purchasing.requests.read")]


class SoldLineOut(BaseModel):
    """A drop-shipped line of a sales order; quantities in stock units."""

    id: UUID = Field(description="Of the sales order's line.")
    sales_order_id: UUID
    sales_order_number: str
    product_id: UUID
    sku: str
    deliver_to: str
    quantity: Decimal = Field(description="That the customer wants; zero once he wants nothing.")
    quantity_requested: Decimal = Field(description="Asked for, not ordered yet.")
    quantity_ordered: Decimal
    quantity_received: Decimal = Field(description="That suppliers brought.")
    surplus: Decimal = Field(
        description="Asked for or ordered beyond what is wanted: to be given up, or taken to stock."
    )


@router.get("/sold-lines", summary="Lines of sales orders that suppliers deliver, and what is bought for them")
async def list_sold_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    sales_order_id: UUID | None = None,
    has_surplus: bool | None = None,  # noqa: FBT001  # a query parameter
) -> Page[SoldLineOut]:
    statement = _lines(has_surplus=has_surplus)
    if sales_order_id is not None:
        statement = statement.where(sold_line.c.sales_order_id == sales_order_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": sold_line.c.id},
            key=sold_line.c.id,
            convert=lambda row: SoldLineOut(**dict(row)),
        )


def _lines(*, has_surplus: bool | None) -> Select[tuple[object, ...]]:
    line, order, request = purchase_order_line.c, purchase_order.c, purchase_request_line.c
    requested = _sum(
        select(func.sum(request.stock_quantity)).where(
            request.sales_order_line_id == sold_line.c.id, request.status.in_(["draft", "open", "sourcing"])
        )
    )
    bought = purchase_order_line.join(purchase_order, order.id == line.purchase_order_id)
    own = (line.sales_order_line_id == sold_line.c.id, order.status != "cancelled")
    ordered = _sum(
        select(func.sum(line.stock_quantity - line.cancelled - line.given_up)).select_from(bought).where(*own)
    )
    received = _sum(select(func.sum(line.received)).select_from(bought).where(*own))
    surplus = func.greatest(requested + ordered - func.greatest(sold_line.c.quantity, received), 0)
    statement = select(
        *sold_line.c, product.c.sku, requested.label("quantity_requested"), ordered.label("quantity_ordered"),
        received.label("quantity_received"), surplus.label("surplus"),
    ).select_from(sold_line.join(product, product.c.id == sold_line.c.product_id))  # fmt: skip
    if has_surplus is None:
        return statement
    return statement.where(surplus > 0 if has_surplus else surplus == 0)


def _sum(quantity: Select[tuple[Decimal]]) -> ColumnElement[Decimal]:
    return func.coalesce(quantity.correlate(sold_line).scalar_subquery(), 0)
