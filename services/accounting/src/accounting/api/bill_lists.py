"""Lists behind supplier bills: the bills themselves, what came and is not billed, what is still to come."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, func, select, true

from accounting.api.bill_schemas import ExpectedOut, SupplierBillHead, SupplierBillRow
from accounting.domain.matched_bill import BillStatus, number_key
from accounting.storage import tables as t
from accounting.storage.tables_bills import bill_dispute, supplier_bill
from kit import clock

router = APIRouter(tags=["bills"])

Reader = Annotated[Principal, requires("accounting.bills.read")]


class Payment(StrEnum):
    """How far a posted bill is paid."""

    OPEN = "open"
    LATE = "late"
    PAID = "paid"


@router.get("/supplier-bills", summary="Supplier bills as they were entered")
async def list_supplier_bills(
    caller: Reader,
    db: Db,
    paging: Paging,
    *,
    supplier_id: UUID | None = None,
    status: BillStatus | None = None,
    payment: Payment | None = None,
    number: Annotated[str | None, Query(max_length=60, description="The begin of the supplier's number.")] = None,
    billed_from: date | None = None,
    billed_until: Annotated[date | None, Query(description="This day is the last.")] = None,
) -> Page[SupplierBillRow]:
    s, o = supplier_bill.c, t.open_item.c
    statement = select(
        *(s[name] for name in SupplierBillHead.model_fields), t.bill.c.number, s.gross_amount, o.open_amount,
        func.coalesce(o.due_on, s.due_on).label("due_on"), s.created_at,
        func.array(
            select(bill_dispute.c.kind).where(bill_dispute.c.bill_id == s.id, bill_dispute.c.resolution.is_(None))
            .order_by(bill_dispute.c.id).scalar_subquery()
        ).label("disputes"),
    ).select_from(
        supplier_bill.outerjoin(t.bill, t.bill.c.id == s.id).outerjoin(t.open_item, o.document_id == s.id)
    )  # fmt: skip
    wanted: list[ColumnElement[bool]] = []
    if supplier_id is not None:
        wanted.append(s.supplier_id == supplier_id)
    if status is not None:
        wanted.append(s.status == str(status))
    if number:
        wanted.append(s.number_key.startswith(number_key(number), autoescape=True))
    if billed_from is not None:
        wanted.append(s.billed_on >= billed_from)
    if billed_until is not None:
        wanted.append(s.billed_on <= billed_until)
    wanted += _paid_as(payment)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement.where(*wanted),
            paging,
            sortable={"created_at": s.created_at, "billed_on": s.billed_on},
            key=s.id,
            convert=lambda row: SupplierBillRow(**{name: row[name] for name in SupplierBillRow.model_fields}),
        )


def _paid_as(payment: Payment | None) -> list[ColumnElement[bool]]:
    o = t.open_item.c
    posted = supplier_bill.c.status == str(BillStatus.POSTED)
    match payment:
        case None:
            return []
        case Payment.OPEN:
            return [posted, o.open_amount > 0]
        case Payment.LATE:
            return [posted, o.open_amount > 0, o.due_on < clock.now().date()]
        case Payment.PAID:
            return [posted, o.open_amount == 0]


@router.get("/gr-ir/lines", summary="Account 4081 line by line: not billed, or a debit note expected; with its age")
async def list_expected(
    caller: Reader,
    db: Db,
    paging: Paging,
    *,
    supplier_id: UUID | None = None,
    receipt_id: UUID | None = None,
    purchase_order_id: UUID | None = None,
    product_id: UUID | None = None,
    to_bill_only: bool = False,
    debit_notes_only: bool = False,
    on: Annotated[date | None, Query(description="Ages as of this day; default today.")] = None,
) -> Page[ExpectedOut]:
    g = t.goods_received.c
    today = on or clock.now().date()
    open_value = g.value - g.billed_value
    statement: Select[tuple[object, ...]] = select(
        g.receipt_line_id, g.receipt_id, g.receipt_number, g.supplier_id, g.purchase_order_id, g.purchase_order_line_id,
        t.purchase_order_line.c.purchase_order_number, g.product_id, t.product.c.tax_class, g.received_on,
        (today - g.received_on).label("days"), (g.quantity - g.billed_quantity).label("open_quantity"),
        open_value.label("open_value"), g.currency, (g.amount - g.billed_amount).label("open_amount"), g.movement_id,
    ).select_from(
        t.goods_received.outerjoin(t.purchase_order_line, t.purchase_order_line.c.id == g.purchase_order_line_id)
        .outerjoin(t.product, t.product.c.id == g.product_id)
    )  # fmt: skip
    if to_bill_only:
        statement = statement.where(g.billed_quantity < g.quantity)
    else:
        statement = statement.where(open_value < 0 if debit_notes_only else open_value != 0)
    for column, value in (
        (g.supplier_id, supplier_id),
        (g.receipt_id, receipt_id),
        (g.purchase_order_id, purchase_order_id),
        (g.product_id, product_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"received_on": g.received_on},
            key=g.movement_id,
            convert=lambda row: ExpectedOut(**{name: row[name] for name in ExpectedOut.model_fields}),
        )


class ToComeOut(BaseModel):
    """An order line that not all has come of. Stock units."""

    purchase_order_line_id: UUID
    purchase_order_id: UUID
    purchase_order_number: str
    product_id: UUID
    tax_class: str | None = Field(description="Of the product; null: not told.")
    quantity: Decimal = Field(description="To come.")
    unit_price: Decimal
    currency: str


@router.get("/gr-ir/to-come", summary="Order lines of a supplier that are to come: he may bill them before")
async def list_to_come(
    caller: Reader,
    db: Db,
    paging: Paging,
    *,
    supplier_id: UUID,
    purchase_order_id: UUID | None = None,
    product_id: UUID | None = None,
) -> Page[ToComeOut]:
    line, g = t.purchase_order_line.c, t.goods_received.c
    came = (
        select(func.coalesce(func.sum(g.quantity), 0).label("quantity"))
        .where(g.purchase_order_line_id == line.id)
        .lateral("came")
    )
    statement = (
        select(
            line.id, line.purchase_order_id, line.purchase_order_number, line.product_id, t.product.c.tax_class,
            (line.quantity - came.c.quantity).label("quantity"), line.unit_price, line.currency,
        )
        .select_from(
            t.purchase_order_line.join(came, true()).outerjoin(t.product, t.product.c.id == line.product_id)
        )
        .where(line.supplier_id == supplier_id, line.quantity > came.c.quantity)
    )  # fmt: skip
    if purchase_order_id is not None:
        statement = statement.where(line.purchase_order_id == purchase_order_id)
    if product_id is not None:
        statement = statement.where(line.product_id == product_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": line.id},
            key=line.id,
            convert=lambda row: ToComeOut(
                purchase_order_line_id=row["id"], **{k: v for k, v in row.items() if k != "id"}
            ),
        )
