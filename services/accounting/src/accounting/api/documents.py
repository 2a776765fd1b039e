"""Invoices, bills, and what is open."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid, unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.money import ONE, ZERO
from kit.pagination import Page, fetch_page
from sqlalchemy import Select, exists, func, select

from accounting.api.schemas import (
    BillHead,
    BillIn,
    BillLineOut,
    BillOut,
    GoodsReceivedOut,
    InvoiceChargeOut,
    InvoiceHead,
    InvoiceLineOut,
    InvoiceOut,
    OpenItemOut,
    VatSubtotalOut,
)
from accounting.commands.enter_bill import post_directly
from accounting.commands.post_bill import BillPolicy, PostBill
from accounting.config import Settings
from accounting.domain.bill import AskedLine
from accounting.queries.document_tax import subtotals
from accounting.storage import invoices
from accounting.storage.tables import bill, goods_received, invoice, invoice_line, open_item
from kit import clock

router = APIRouter(tags=["documents"])


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _invoices() -> Select[Any]:
    i = invoice.c
    return select(
        i.id, i.number, i.sales_order_id, i.sales_order_number, i.shipment_id, i.customer_id, i.bill_to_id, i.currency,
        i.issued_on, i.due_on, i.net_amount, i.tax_amount, i.gross_amount, i.rate, i.value,
        (i.gross_amount - open_item.c.amount).label("prepaid_amount"), open_item.c.open_amount,
        i.discount_rate, i.discount_until, i.discount_amount,
    ).select_from(invoice.join(open_item, open_item.c.document_id == i.id))  # fmt: skip


@router.get("/invoices", summary="Customer invoices")
async def list_invoices(
    caller: Annotated[Principal, requires("accounting.invoices.read")],
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    sales_order_id: UUID | None = None,
    open_only: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[InvoiceHead]:
    statement = _invoices()
    if caller.customer_id is not None:
        statement = statement.where(invoice.c.customer_id == UUID(caller.customer_id))
    if customer_id is not None:
        caller.require_customer(customer_id)
        statement = statement.where(invoice.c.customer_id == customer_id)
    if sales_order_id is not None:
        statement = statement.where(
            exists().where(invoice_line.c.invoice_id == invoice.c.id, invoice_line.c.sales_order_id == sales_order_id)
        )
    if open_only:
        statement = statement.where(open_item.c.open_amount > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"issued_on": invoice.c.issued_on, "number": invoice.c.number},
            key=invoice.c.id,
            convert=lambda row: InvoiceHead(**dict(row)),
        )


@router.get("/invoices/{invoice_id}", summary="One invoice")
async def get_invoice(
    caller: Annotated[Principal, requires("accounting.invoices.read")], db: Db, invoice_id: UUID
) -> InvoiceOut:
    async with db.read() as tx:
        rows = await tx.select(_invoices().where(invoice.c.id == invoice_id))
        if not rows:
            raise unknown("invoice", invoice_id)
        caller.require_customer(rows[0]["customer_id"])
        lines = await tx.fetch(
            "SELECT id, sales_order_id, shipment_id, sales_order_line_id, product_id, description,"
            " quantity, unit_price, net_amount, tax_class, tax_rate, vat_category,"
            " vat_reason_code FROM invoice_line WHERE invoice_id = $1 ORDER BY id",
            invoice_id,
        )
        charged = await tx.fetch(
            "SELECT id, rule, label, net_amount, tax_class, tax_rate, vat_category, vat_reason_code FROM invoice_charge"
            " WHERE invoice_id = $1 ORDER BY id",
            invoice_id,
        )
        vat = await subtotals(tx, invoice_id)
    return InvoiceOut(
        **dict(rows[0]),
        lines=[InvoiceLineOut(**dict(line)) for line in lines],
        charges=[InvoiceChargeOut(**dict(charge)) for charge in charged],
        vat=[VatSubtotalOut(**each) for each in vat],
    )


@router.post("/bills", status_code=201, summary="Post a supplier's bill")
async def create_bill(
    caller: Annotated[Principal, requires("accounting.bills.write")], command: Command, body: BillIn, request: Request
) -> BillOut:
    settings = _settings(request)
    async with command.transaction() as tx:
        rate = await invoices.rate(tx, body.tax_class, body.billed_on)
        if rate is None:
            raise Invalid(f"Tax class {body.tax_class!r} has no rate on {body.billed_on}.", field="tax_class")
        asked = PostBill(
            id=body.id or new_id(),
            supplier_id=body.supplier_id,
            supplier_number=body.supplier_number,
            billed_on=body.billed_on,
            due_on=body.due_on,
            receipt_id=body.receipt_id,
            lines=tuple(AskedLine(x.receipt_line_id, x.quantity, x.unit_price, x.net_amount) for x in body.lines),
            tax_amount=body.tax_amount,
            currency=body.currency or settings.company_currency,
        )
        policy = BillPolicy(settings.posting_scheme, settings.company_currency, rate, settings.bill_tax_tolerance)
        posted = await post_directly(tx, asked, policy, by=caller.subject, now=clock.now())
        return command.answer(await _bill_out(tx, posted.bill.id))


@router.get("/bills", summary="Supplier bills")
async def list_bills(
    caller: Annotated[Principal, requires("accounting.bills.read")],
    db: Db,
    paging: Paging,
    supplier_id: UUID | None = None,
) -> Page[BillHead]:
    b = bill.c
    statement = select(
        b.id,
        b.number,
        b.supplier_id,
        b.supplier_number,
        b.currency,
        b.billed_on,
        b.due_on,
        b.net_amount,
        b.tax_amount,
        b.gross_amount,
        func.coalesce(b.rate, 1).label("rate"),
        b.rate_on,
        b.value,
    )
    if supplier_id is not None:
        statement = statement.where(b.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"billed_on": b.billed_on},
            key=b.id,
            convert=lambda row: BillHead(**dict(row)),
        )


@router.get("/bills/{bill_id}", summary="One bill")
async def get_bill(caller: Annotated[Principal, requires("accounting.bills.read")], db: Db, bill_id: UUID) -> BillOut:
    async with db.read() as tx:
        return await _bill_out(tx, bill_id)


async def _bill_out(tx: ReadTransaction, bill_id: UUID) -> BillOut:
    row = await tx.fetchrow("SELECT * FROM bill WHERE id = $1", bill_id)
    if row is None:
        raise unknown("bill", bill_id)
    lines = await tx.fetch(
        "SELECT id, receipt_line_id, product_id, quantity, received_amount, received_value, net_amount FROM bill_line"
        " WHERE bill_id = $1 ORDER BY id",
        bill_id,
    )
    head = {**{name: row[name] for name in BillHead.model_fields}, "rate": row["rate"] or ONE}
    return BillOut(**head, lines=[BillLineOut(**dict(line)) for line in lines])


@router.get("/gr-ir", summary="Goods received and not billed, line by line")
async def list_goods_received(
    caller: Annotated[Principal, requires("accounting.bills.read")],
    db: Db,
    paging: Paging,
    supplier_id: UUID | None = None,
) -> Page[GoodsReceivedOut]:
    g = goods_received.c
    statement = select(
        g.receipt_line_id, g.receipt_id, g.receipt_number, g.supplier_id, g.product_id, g.received_on, g.quantity,
        g.billed_quantity, g.currency, (g.amount - g.billed_amount).label("open_amount"),
        (g.value - g.billed_value).label("open_value"), g.movement_id,
    ).where(g.billed_quantity < g.quantity)  # fmt: skip
    if supplier_id is not None:
        statement = statement.where(g.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"received_on": g.received_on},
            key=g.movement_id,
            convert=lambda row: GoodsReceivedOut(**{name: row[name] for name in GoodsReceivedOut.model_fields}),
        )


@router.get("/open-items", summary="Documents that are not settled whole")
async def list_open_items(
    caller: Annotated[Principal, requires("accounting.payments.read")],
    db: Db,
    paging: Paging,
    partner_id: UUID | None = None,
) -> Page[OpenItemOut]:
    statement = select(open_item).where(open_item.c.open_amount > ZERO)
    if partner_id is not None:
        statement = statement.where(open_item.c.partner_id == partner_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"due_on": open_item.c.due_on},
            key=open_item.c.document_id,
            convert=lambda row: OpenItemOut(**dict(row)),
        )
