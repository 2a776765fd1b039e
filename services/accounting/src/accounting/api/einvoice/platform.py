"""What goes to the approved platform and comes from it, and the life of invoices."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Strict
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, case, func, select

from accounting.api.einvoice.files import CompanyCurrency, Shop
from accounting.commands.einvoice.reissue import reissue
from accounting.commands.einvoice.say_status import as_buyer, as_file, as_seller, keep_said
from accounting.commands.einvoice.send_flows import queue_invoice
from accounting.domain.einvoice.lifecycle import DEAD, LABELS, Code, LifeStatus
from accounting.domain.errors import NotSendable
from accounting.storage.einvoice import flows, lives, ours, received
from accounting.storage.tables_dunning import effect
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


_SHOWN_STATUS = case(
    (and_(platform_flow.c.status == "waiting", effect.c.status.in_(("parked", "given-up"))), "parked"),
    else_=platform_flow.c.status,
)


def _flows() -> Select[Any]:
    """Flows as `FlowOut`; how the delivery of ours goes is told by its effect."""
    f, e = platform_flow.c, effect.c
    told = {
        "status": _SHOWN_STATUS.label("status"),
        "attempts": func.coalesce(e.attempts, 1).label("attempts"),
        "next_at": func.coalesce(e.next_at, f.created_at).label("next_at"),
        "error": func.coalesce(func.nullif(f.error, ""), e.error, "").label("error"),
    }
    columns = [told[name] if name in told else f[name] for name in FlowOut.model_fields]
    return select(*columns).select_from(platform_flow.outerjoin(effect, e.key == f.key))


async def _flow(tx: ReadTransaction, which: ColumnElement[bool]) -> FlowOut:
    (row,) = await tx.select(_flows().where(which))
    return FlowOut(**dict(row))


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
    number: str = Field(description="Of the document that it was said of: an invoice may be issued again.")


class LifeOut(BaseModel):
    """All steps; a dead invoice's number is spent: issue it again under the next one."""

    document_id: UUID = Field(description="Of the last issue.")
    number: str
    is_dead: bool = Field(description="The last issue is refused, rejected or inadmissible.")
    statuses: list[StatusOut]


class ReissueIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ReissueOut(BaseModel):
    """A document under its next number: the same lines and amounts, a new date."""

    id: UUID = Field(description="Of the electronic document; what is owed stays under the first one's id.")
    invoice_id: UUID = Field(description="As it was issued first.")
    number: str
    issued_on: date
    due_on: date | None = Field(description="Null of a credit note.")
    reversal_entry_id: UUID
    entry_id: UUID | None
    reason: str


class StatusIn(Strict):
    code: Code
    reason_code: Annotated[str, Field(max_length=40)] = ""
    reason: Short = ""
    comment: Short = ""


@router.post("/invoices/{invoice_id}/send", status_code=202, summary="Let an invoice go to its buyer by the platform")
async def post_sending(caller: Sender, command: Command, invoice_id: UUID) -> FlowOut:
    async with command.transaction() as tx:
        current = (await ours.issues(tx, invoice_id))[-1]
        if not await queue_invoice(tx, current.id):
            raise NotSendable("This invoice went to the platform before: it goes once.")
        return command.answer(await _flow(tx, platform_flow.c.key == f"invoice:{current.id}"))


@router.get("/platform-flows", summary="Files to and from the platform")
async def list_flows(
    caller: Watcher, db: Db, paging: Paging, status: FlowStatus | None = None, direction: Direction | None = None
) -> Page[FlowOut]:
    f = platform_flow.c
    statement = _flows()
    if status is not None:
        statement = statement.where(_SHOWN_STATUS.in_([status]))
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
        return command.answer(await _flow(tx, platform_flow.c.id == flow_id))


@router.get("/invoices/{invoice_id}/life", summary="What became of an invoice on its way")
async def get_invoice_life(
    caller: Annotated[Principal, requires("accounting.invoices.read")], db: Db, invoice_id: UUID
) -> LifeOut:
    async with db.read() as tx:
        issues = await ours.issues(tx, invoice_id)
        caller.require_customer(issues[-1].customer_id)
        return await _life(tx, [(each.id, each.number) for each in issues])


@router.get("/received-invoices/{invoice_id}/life", summary="What was said of a supplier's invoice")
async def get_received_life(
    caller: Annotated[Principal, requires("accounting.bills.read")], db: Db, invoice_id: UUID
) -> LifeOut:
    async with db.read() as tx:
        return await _received_life(tx, invoice_id)


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
    xml = await as_file(workshop, message)
    async with command.transaction() as tx:
        await keep_said(tx, invoice_id, message, xml, by=caller.subject, now=clock.now())
        return command.answer(await _received_life(tx, invoice_id))


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
        issues = await ours.issues(tx, invoice_id)
        message = await as_seller(tx, issues[-1].id, _status(body), currency)
    xml = await as_file(workshop, message)
    async with command.transaction() as tx:
        await keep_said(tx, issues[-1].id, message, xml, by=caller.subject, now=clock.now())
        return command.answer(await _life(tx, [(each.id, each.number) for each in issues]))


@router.post(
    "/invoices/{invoice_id}/reissue",
    status_code=201,
    summary="Issue a dead invoice, down payment or credit note again, under its next number",
)
async def post_reissue(
    caller: Annotated[Principal, requires("accounting.invoicing.write")],
    command: Command,
    invoice_id: UUID,
    body: ReissueIn,
) -> ReissueOut:
    async with command.transaction() as tx:
        again = await reissue(tx, invoice_id, reason=body.reason, by=caller.subject, now=clock.now())
        new = again.document
        same = {name: getattr(new, name) for name in ("id", "number", "issued_on", "due_on", "entry_id")}
        return command.answer(
            ReissueOut(**same, invoice_id=new.owed_as, reversal_entry_id=again.reversal_entry_id, reason=again.reason)
        )


def _status(body: StatusIn) -> LifeStatus:
    at = clock.now().replace(microsecond=0)  # the standard's times are in seconds
    return LifeStatus(body.code, at, body.reason_code, body.reason, body.comment)


async def _received_life(tx: ReadTransaction, invoice_id: UUID) -> LifeOut:
    invoice = await received.get(tx, invoice_id)
    return await _life(tx, [(invoice.id, invoice.number)])


async def _life(tx: ReadTransaction, issues: Sequence[tuple[UUID, str]]) -> LifeOut:
    """Of documents with their numbers, the last one last."""
    numbers = dict(issues)
    kept = await lives.of_documents(tx, list(numbers))
    document_id, number = issues[-1]
    return LifeOut(
        document_id=document_id,
        number=number,
        is_dead=any(each.status.code in DEAD for each in kept if each.document_id == document_id),
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
                number=numbers[each.document_id],
            )
            for each in kept
        ],
    )
