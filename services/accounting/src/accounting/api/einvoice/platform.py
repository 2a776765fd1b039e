"""What goes to the approved platform and comes from it, and the life of invoices."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Strict
from kit.db import ReadTransaction
from kit.errors import Invalid, unknown
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from accounting.api.einvoice.files import CompanyCurrency, Shop
from accounting.commands.einvoice.say_status import as_buyer, as_seller, keep_said
from accounting.commands.einvoice.send_flows import queue_invoice
from accounting.domain.einvoice.findings import Severity
from accounting.domain.einvoice.lifecycle import DEAD, LABELS, Code, LifeMessage, LifeStatus
from accounting.domain.errors import NotSendable
from accounting.formats.einvoice.workshop import Workshop
from accounting.storage.einvoice import flows, lives
from accounting.storage.tables_einvoice import platform_flow
from kit import clock

router = APIRouter(tags=["approved platform"])

Sender = Annotated[Principal, requires("accounting.einvoices.write")]
Watcher = Annotated[Principal, requires("accounting.einvoices.read")]
Short = Annotated[str, Field(max_length=500)]
Direction = Literal["out", "in"]
FlowStatus = Literal["waiting", "sent", "accepted", "refused", "taken", "parked"]


class FlowOut(BaseModel):
    """A file on its way: `parked` waits for people, the others go on by themselves."""

    id: UUID = Field(description="Our tracking id at the platform.")
    direction: Direction
    kind: Literal["invoice", "status", "report"]
    document_id: UUID | None
    syntax: str
    processing_rule: str
    name: str
    status: FlowStatus
    attempts: int
    next_at: datetime
    flow_id: str | None
    error: str
    created_at: datetime
    settled_at: datetime | None


class AmountOut(BaseModel):
    rate: Decimal
    amount: Decimal
    currency: str


class StatusOut(BaseModel):
    """A step in the life of an invoice."""

    code: Code
    label: str
    at: datetime
    is_ours: bool = Field(description="We said it; else the other side or a platform.")
    said_by: str
    reason_code: str
    reason: str
    comment: str
    amounts: list[AmountOut]


class LifeOut(BaseModel):
    """All steps; a dead invoice's number is spent: cancel it in the books, and issue another."""

    document_id: UUID
    is_dead: bool
    statuses: list[StatusOut]


class StatusIn(Strict):
    code: Code
    reason_code: Annotated[str, Field(max_length=40)] = ""
    reason: Short = ""
    comment: Short = ""


@router.post("/invoices/{invoice_id}/send", status_code=202, summary="Let an invoice go to its buyer by the platform")
async def post_sending(caller: Sender, command: Command, invoice_id: UUID) -> FlowOut:
    async with command.transaction() as tx:
        await _require_invoice(tx, invoice_id)
        if not await queue_invoice(tx, invoice_id):
            raise NotSendable("This invoice went to the platform before: it goes once.")
        row = await tx.fetchrow("SELECT * FROM platform_flow WHERE key = $1", f"invoice:{invoice_id}")
        assert row is not None  # noqa: S101  # written a moment ago
        return command.answer(FlowOut(**{name: row[name] for name in FlowOut.model_fields}))


@router.get("/platform-flows", summary="Files to and from the platform")
async def list_flows(
    caller: Watcher, db: Db, paging: Paging, status: FlowStatus | None = None, direction: Direction | None = None
) -> Page[FlowOut]:
    f = platform_flow.c
    statement = select(*(f[name] for name in FlowOut.model_fields))
    if status is not None:
        statement = statement.where(f.status == status)
    if direction is not None:
        statement = statement.where(f.direction == direction)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": f.created_at},
            key=f.id,
            convert=lambda row: FlowOut(**dict(row)),
        )


@router.post("/platform-flows/{flow_id}/retry", summary="Try a parked file again at once")
async def post_retry(caller: Sender, command: Command, flow_id: UUID) -> FlowOut:
    async with command.transaction() as tx:
        if not await flows.retry(tx, flow_id, clock.now()):
            raise NotSendable("Only a parked file of ours is tried again.")
        row = await tx.fetchrow("SELECT * FROM platform_flow WHERE id = $1", flow_id)
        assert row is not None  # noqa: S101  # found a moment ago
        return command.answer(FlowOut(**{name: row[name] for name in FlowOut.model_fields}))


@router.get("/invoices/{invoice_id}/life", summary="What became of an invoice on its way")
async def get_invoice_life(
    caller: Annotated[Principal, requires("accounting.invoices.read")], db: Db, invoice_id: UUID
) -> LifeOut:
    async with db.read() as tx:
        caller.require_customer(await _require_invoice(tx, invoice_id))
        return await _life(tx, invoice_id)


@router.get("/received-invoices/{invoice_id}/life", summary="What was said of a supplier's invoice")
async def get_received_life(
    caller: Annotated[Principal, requires("accounting.bills.read")], db: Db, invoice_id: UUID
) -> LifeOut:
    async with db.read() as tx:
        if await tx.fetchval("SELECT id FROM received_invoice WHERE id = $1", invoice_id) is None:
            raise unknown("received invoice", invoice_id)
        return await _life(tx, invoice_id)


@router.post("/received-invoices/{invoice_id}/statuses", status_code=201, summary="Tell a supplier what we do with it")
async def post_buyer_status(
    caller: Annotated[Principal, requires("accounting.bills.write")],
    command: Command,
    db: Db,
    workshop: Shop,
    invoice_id: UUID,
    body: StatusIn,
) -> LifeOut:
    await command.check_answered()
    async with db.read() as tx:
        message = await as_buyer(tx, invoice_id, _status(body))
    return await _said(command, workshop, invoice_id, message)


@router.post("/invoices/{invoice_id}/statuses", status_code=201, summary="Tell a buyer that it is completed or cashed")
async def post_seller_status(
    caller: Sender,
    command: Command,
    db: Db,
    workshop: Shop,
    currency: CompanyCurrency,
    invoice_id: UUID,
    body: StatusIn,
) -> LifeOut:
    await command.check_answered()
    async with db.read() as tx:
        message = await as_seller(tx, invoice_id, _status(body), currency)
    return await _said(command, workshop, invoice_id, message)


def _status(body: StatusIn) -> LifeStatus:
    at = clock.now().replace(microsecond=0)  # the standard's times are in seconds
    return LifeStatus(body.code, at, body.reason_code, body.reason, body.comment)


async def _said(command: CommandContext, workshop: Workshop, document_id: UUID, message: LifeMessage) -> LifeOut:
    xml, findings = await workshop.say(message)
    if fatal := [each for each in findings if each.severity is Severity.FATAL]:
        raise Invalid(f"{fatal[0].rule}: {fatal[0].text}", field="code")
    async with command.transaction() as tx:
        await keep_said(tx, document_id, message, xml, by=command.caller.subject, now=clock.now())
        return command.answer(await _life(tx, document_id))


async def _require_invoice(tx: ReadTransaction, invoice_id: UUID) -> UUID:
    """Whose invoice it is.

    Raises:
        NotFound: there is none with this id.
    """
    customer_id: UUID | None = await tx.fetchval("SELECT customer_id FROM invoice WHERE id = $1", invoice_id)
    if customer_id is None:
        raise unknown("invoice", invoice_id)
    return customer_id


async def _life(tx: ReadTransaction, document_id: UUID) -> LifeOut:
    kept = await lives.of_document(tx, document_id)
    return LifeOut(
        document_id=document_id,
        is_dead=any(each.status.code in DEAD for each in kept),
        statuses=[
            StatusOut(
                code=each.status.code,
                label=LABELS[each.status.code],
                at=each.status.at,
                is_ours=each.is_ours,
                said_by=each.said_by,
                reason_code=each.status.reason_code,
                reason=each.status.reason,
                comment=each.status.comment,
                amounts=[AmountOut.model_validate(amount, from_attributes=True) for amount in each.status.amounts],
            )
            for each in kept
        ],
    )
