"""Invoices that suppliers sent: taken in, matched, made bills of."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.bill_schemas import SupplierBillOut
from accounting.api.einvoice.files import Shop, attached
from accounting.api.einvoice.received_schemas import (
    BillReceivedIn,
    ReceivedHead,
    ReceivedOut,
    RejectIn,
    SupplierBody,
    WhyIn,
)
from accounting.commands.einvoice.hear_platform import PLATFORM
from accounting.commands.einvoice.receive_invoice import ORIGINAL, receive_invoice
from accounting.commands.einvoice.say_status import as_buyer, as_file, keep_said
from accounting.commands.einvoice.settle_received import accept, bill_received, reject, set_supplier
from accounting.config import Settings
from accounting.domain.einvoice.lifecycle import Code, LifeStatus
from accounting.domain.einvoice.received import ReceivedInvoice, Status
from accounting.queries.einvoice.proposals import proposed
from accounting.storage.einvoice import archive, received
from accounting.storage.tables_einvoice import received_invoice
from kit import clock

router = APIRouter(tags=["received invoices"])

Reader = Annotated[Principal, requires("accounting.bills.read")]
Writer = Annotated[Principal, requires("accounting.bills.write")]

_FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/received-invoices",
    status_code=201,
    summary="Take in a supplier's electronic invoice: the PDF or XML is the body",
    openapi_extra=_FILE,
)
async def post_received_invoice(
    caller: Writer,
    command: Command,
    request: Request,
    workshop: Shop,
    name: Annotated[str, Query(max_length=200, description="The file's name.")] = "invoice",
) -> ReceivedOut:
    await command.check_answered()
    content = await request.body()
    if not content:
        raise Invalid("The body is empty: send the file itself.")
    taken = await workshop.take(content)
    async with command.transaction() as tx:
        invoice = await receive_invoice(
            tx, content, taken, name=name, source="upload", by=caller.subject, now=clock.now()
        )
        return command.answer(await _out(tx, invoice))


@router.get("/received-invoices", summary="Invoices that suppliers sent")
async def list_received_invoices(
    caller: Reader, db: Db, paging: Paging, status: Status | None = None, supplier_id: UUID | None = None
) -> Page[ReceivedHead]:
    r = received_invoice.c
    statement = select(*(r[name] for name in ReceivedHead.model_fields))
    if status is not None:
        statement = statement.where(r.status == str(status))
    if supplier_id is not None:
        statement = statement.where(r.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"received_at": r.received_at},
            key=r.id,
            convert=lambda row: ReceivedHead(**dict(row)),
        )


@router.get("/received-invoices/{invoice_id}", summary="One of them, with the bill that it would make now")
async def get_received_invoice(caller: Reader, db: Db, invoice_id: UUID) -> ReceivedOut:
    async with db.read() as tx:
        return await _out(tx, await received.get(tx, invoice_id))


@router.get("/received-invoices/{invoice_id}/file", summary="The original, byte by byte", response_class=Response)
async def get_received_file(caller: Reader, db: Db, invoice_id: UUID) -> Response:
    async with db.read() as tx:
        return attached(*await archive.content(tx, invoice_id, ORIGINAL))


@router.put("/received-invoices/{invoice_id}/supplier", summary="Say who sent it, where its numbers did not")
async def put_supplier(caller: Writer, command: Command, invoice_id: UUID, body: SupplierBody) -> ReceivedOut:
    async with command.transaction() as tx:
        invoice = await set_supplier(tx, invoice_id, body.supplier_id, by=caller.subject)
        return command.answer(await _out(tx, invoice))


@router.post("/received-invoices/{invoice_id}/accept", summary="Take a refused one in spite of its findings")
async def post_acceptance(caller: Writer, command: Command, invoice_id: UUID, body: WhyIn) -> ReceivedOut:
    async with command.transaction() as tx:
        return command.answer(await _out(tx, await accept(tx, invoice_id, body.reason, by=caller.subject)))


@router.post("/received-invoices/{invoice_id}/reject", summary="We do not owe it")
async def post_received_rejection(
    caller: Writer, command: Command, db: Db, workshop: Shop, invoice_id: UUID, body: RejectIn
) -> ReceivedOut:
    await command.check_answered()
    message = None
    async with db.read() as tx:
        before = await received.get(tx, invoice_id)
        if body.reason_code or (before.source == PLATFORM and before.seller_siren):
            at = clock.now().replace(microsecond=0)
            refusal = LifeStatus(Code.REFUSED, at, body.reason_code, body.reason)
            message = await as_buyer(tx, invoice_id, refusal)
    xml = await as_file(workshop, message) if message else b""
    async with command.transaction() as tx:
        invoice = await reject(tx, invoice_id, body.reason, by=caller.subject)
        if message:
            await keep_said(tx, invoice_id, message, xml, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, invoice))


@router.post(
    "/received-invoices/{invoice_id}/bill",
    status_code=201,
    summary="Make the supplier's bill of it: posted when it fits, else disputed",
)
async def post_received_bill(
    caller: Writer, command: Command, invoice_id: UUID, body: BillReceivedIn, request: Request
) -> SupplierBillOut:
    settings: Settings = request.app.state.settings
    async with command.transaction() as tx:
        matched = await bill_received(tx, invoice_id, body.chosen(), settings, by=caller.subject, now=clock.now())
        return command.answer(SupplierBillOut.of(matched))


async def _out(tx: ReadTransaction, invoice: ReceivedInvoice) -> ReceivedOut:
    return ReceivedOut.of(invoice, await proposed(tx, invoice))
