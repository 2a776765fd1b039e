"""Requests for quotes."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from purchasing.api.rfq_schemas import (
    AwardsIn,
    InvitationOut,
    InvitationsOut,
    InvitedOut,
    InviteIn,
    KeptOut,
    LetterOut,
    OpenedOut,
    QuoteIn,
    RfqHead,
    RfqIn,
    RfqLineOut,
    RfqOut,
)
from purchasing.api.sourcing import orders_out
from purchasing.api.sourcing_schemas import OrdersOut
from purchasing.commands import rfqs as commands
from purchasing.commands.award import award
from purchasing.commands.invite import Inviting, invite, send_again
from purchasing.commands.rfqs import AskedLine, AskForQuotes
from purchasing.domain.rfq import Award, RfqStatus
from purchasing.storage import rfqs
from purchasing.storage.tables_sourcing import rfq

router = APIRouter(tags=["sourcing"])

Reader = Annotated[Principal, requires("purchasing.requests.read")]
Buyer = Annotated[Principal, requires("purchasing.rfqs.write")]


async def _inviting(request: Request) -> Inviting:
    inviting: Inviting = request.app.state.inviting
    return inviting


OurInviting = Annotated[Inviting, Depends(_inviting)]


@router.get("/rfqs", summary="Requests for quotes")
async def list_rfqs(caller: Reader, db: Db, paging: Paging, status: RfqStatus | None = None) -> Page[RfqHead]:
    statement = select(*(rfq.c[name] for name in RfqHead.model_fields), rfq.c.created_at)
    if status is not None:
        statement = statement.where(rfq.c.status == str(status))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": rfq.c.created_at},
            key=rfq.c.id,
            convert=lambda row: RfqHead(**{name: row[name] for name in RfqHead.model_fields}),
        )


@router.post(
    "/rfqs",
    status_code=201,
    summary="Ask several suppliers for quotes; each gets a link, by e-mail if he has an address",
)
async def post_rfq(caller: Buyer, command: Command, inviting: OurInviting, body: RfqIn) -> OpenedOut:
    asked = AskForQuotes(
        id=body.id or new_id(),
        warehouse=body.warehouse,
        respond_by=body.respond_by,
        note=body.note,
        lines=tuple(AskedLine(**dict(line)) for line in body.lines),
    )
    async with command.transaction() as tx:
        opened = await commands.ask_for_quotes(tx, asked, by=caller.subject)
        tokens = await invite(tx, opened.id, list(dict.fromkeys(body.supplier_ids)), inviting)
        answer = await _answer(tx, opened.id, inviting)
        return command.answer(OpenedOut(**dict(answer), invitations=_invitations(tokens)))


@router.get("/rfqs/{rfq_id}", summary="One request for quotes")
async def get_rfq(caller: Reader, db: Db, inviting: OurInviting, rfq_id: UUID) -> RfqOut:
    async with db.read() as tx:
        return await _answer(tx, rfq_id, inviting)


@router.post("/rfqs/{rfq_id}/invite", summary="Ask more suppliers, or give one a new link")
async def post_invite(
    caller: Buyer, command: Command, inviting: OurInviting, rfq_id: UUID, body: InviteIn
) -> InvitationsOut:
    async with command.transaction() as tx:
        tokens = await invite(tx, rfq_id, list(dict.fromkeys(body.supplier_ids)), inviting)
        return command.answer(InvitationsOut(invitations=_invitations(tokens)))


@router.post("/rfqs/{rfq_id}/suppliers/{supplier_id}/letter", summary="Send a supplier his link by e-mail, once more")
async def post_letter(
    caller: Buyer, command: Command, inviting: OurInviting, rfq_id: UUID, supplier_id: UUID
) -> RfqOut:
    async with command.transaction() as tx:
        await send_again(tx, rfq_id, supplier_id, inviting)
        return command.answer(await _answer(tx, rfq_id, inviting))


@router.post("/rfqs/{rfq_id}/quotes", status_code=201, summary="Enter a supplier's answer")
async def post_quote(caller: Buyer, command: Command, rfq_id: UUID, body: QuoteIn, request: Request) -> KeptOut:
    async with command.transaction() as tx:
        version = await commands.keep_quote(
            tx,
            rfq_id,
            body.to_quote(body.supplier_id, body.quoted(), request.app.state.currency),
            note=body.note,
            company_currency=request.app.state.currency,
            by=caller.subject,
        )
        return command.answer(KeptOut(version=version))


@router.post("/rfqs/{rfq_id}/award", status_code=201, summary="Give lines to suppliers: draft orders at quoted prices")
async def post_award(caller: Buyer, command: Command, rfq_id: UUID, body: AwardsIn, request: Request) -> OrdersOut:
    awards = [Award(**dict(each)) for each in body.awards]
    async with command.transaction() as tx:
        orders = await award(tx, rfq_id, awards, by=caller.subject, company_currency=request.app.state.currency)
        return command.answer(orders_out(orders))


@router.post("/rfqs/{rfq_id}/cancel", summary="Wait for answers no more")
async def post_rfq_cancel(caller: Buyer, command: Command, inviting: OurInviting, rfq_id: UUID) -> RfqOut:
    async with command.transaction() as tx:
        await commands.cancel_rfq(tx, rfq_id)
        return command.answer(await _answer(tx, rfq_id, inviting))


def _invitations(tokens: Mapping[UUID, str]) -> list[InvitationOut]:
    return [InvitationOut(supplier_id=supplier, link=f"/rfq#{token}") for supplier, token in tokens.items()]


async def _answer(tx: ReadTransaction, rfq_id: UUID, inviting: Inviting) -> RfqOut:
    found = await rfqs.get(tx, rfq_id)
    return RfqOut(
        **{name: getattr(found, name) for name in RfqHead.model_fields},
        has_mail=inviting.has_mail,
        lines=[RfqLineOut.model_validate(line, from_attributes=True) for line in found.lines],
        suppliers=[
            InvitedOut(
                supplier_id=each.supplier_id,
                standing=each.standing(found.status),
                version=each.version,
                lines_won=each.lines_won,
                email=each.email,
                letter=LetterOut.of(each.letter),
                reminder=LetterOut.of(each.reminder),
            )
            for each in await rfqs.suppliers(tx, rfq_id)
        ],
    )
