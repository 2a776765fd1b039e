"""Claims: what should be and what is differ, and somebody has to act."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import stale
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.stock import posting
from inventory.api.transfer_schemas import ClaimOut, ClaimsOut, HandOverIn, NoteIn, SettleIn
from inventory.commands.receipt_claims import send_to_supplier, settle_receipt_claim
from inventory.commands.receive_transfer import write_off
from inventory.domain.claim import ClaimKind, check_open
from inventory.storage import claims
from inventory.storage.tables import lot
from inventory.storage.tables_transfers import claim
from kit import clock

router = APIRouter(tags=["claims"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Claimer = Annotated[Principal, requires("inventory.claims.write")]

_CLAIM = select(
    *(claim.c[name] for name in ClaimOut.model_fields if name != "lot"), lot.c.code.label("lot")
).select_from(claim.outerjoin(lot, lot.c.id == claim.c.lot_id))


@router.get("/claims", summary="What should be and what is differ: who has to act")
async def list_claims(
    caller: Reader,
    db: Db,
    paging: Paging,
    kind: ClaimKind | None = None,
    owner: Annotated[str | None, Query(max_length=200)] = None,
    document_id: UUID | None = None,
    supplier_id: UUID | None = None,
    is_open: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[ClaimOut]:
    statement = _CLAIM.where(claim.c.outcome.is_(None) if is_open else claim.c.outcome.is_not(None))
    if kind is not None:
        statement = statement.where(claim.c.kind == str(kind))
    if owner is not None:
        statement = statement.where(claim.c.owner == owner)
    if document_id is not None:
        statement = statement.where(claim.c.document_id == document_id)
    if supplier_id is not None:
        statement = statement.where(claim.c.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"opened_at": claim.c.opened_at},
            key=claim.c.id,
            convert=lambda row: ClaimOut(**dict(row)),
        )


@router.post("/claims/{claim_id}/hand-over", summary="Somebody else has to act")
async def post_hand_over(caller: Claimer, command: Command, claim_id: UUID, body: HandOverIn) -> ClaimOut:
    async with command.transaction() as tx:
        found = await claims.lock(tx, claim_id)
        check_open(found)
        if command.has_version() and command.version() != found.version:
            raise stale("claim", sent=command.version(), current=found.version)
        await claims.hand_over(tx, claim_id, body.owner, body.note)
        return command.answer(await _claim(tx, claim_id))


@router.post("/claims/{claim_id}/send-to-supplier", summary="The supplier has to act")
async def post_to_supplier(caller: Claimer, command: Command, claim_id: UUID, body: NoteIn) -> ClaimOut:
    async with command.transaction() as tx:
        await send_to_supplier(tx, claim_id, body.note, now=clock.now())
        return command.answer(await _claim(tx, claim_id))


@router.post("/claims/{claim_id}/settle", summary="Settle: what a transfer lost leaves the books")
async def post_settle(caller: Claimer, command: Command, claim_id: UUID, body: SettleIn, request: Request) -> ClaimOut:
    async with command.transaction() as tx:
        found = await claims.get(tx, claim_id)
        if found.kind.is_of_transfer:
            await write_off(tx, claim_id, body.note, posting(body, command, request))
        else:
            now = clock.happened(body.occurred_at)
            await settle_receipt_claim(tx, claim_id, body.outcome, body.note, by=caller.subject, now=now)
        return command.answer(await _claim(tx, claim_id))


async def claims_of(tx: ReadTransaction, ids: Sequence[UUID]) -> ClaimsOut:
    """These claims, in the order in which they were opened."""
    rows = await tx.select(_CLAIM.where(claim.c.id.in_(ids)).order_by(claim.c.number))
    return ClaimsOut(items=[ClaimOut(**dict(row)) for row in rows])


async def _claim(tx: ReadTransaction, claim_id: UUID) -> ClaimOut:
    (found,) = (await claims_of(tx, [claim_id])).items
    return found
